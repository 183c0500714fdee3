"""A block that ReportLab draws, from another package: a figure with an alternative text, in every edition."""

from pathlib import Path

from tests.pdf.structure_tree import Meaning


def test_it_is_a_figure_with_an_alternative_text(released: Path) -> None:
    for edition in ("screen", "concept"):
        meaning = Meaning((released / f"output/voorbeeld/0.9/voorbeeld-{edition}.pdf").read_bytes())
        figures = {str(node.object.Alt): node for node in meaning.nodes("Figure")}
        code = figures["QR-code: https://www.example.nl/verslag"]
        assert all(isinstance(kid, tuple) for kid in code.kids)
        assert code.kids
        assert meaning.unmarked == []
