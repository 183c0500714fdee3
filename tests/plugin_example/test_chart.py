"""A kind of chart from another package: checked, drawn and described."""

from pathlib import Path

from tests.pdf.structure_tree import Meaning
from tests.plugin_example.conftest import command


def test_its_figure_is_described_in_the_words_of_the_plugin(released: Path) -> None:
    meaning = Meaning((released / "output/voorbeeld/0.9/voorbeeld-screen.pdf").read_bytes())
    figure = meaning.nodes("Figure")[0]
    said = str(figure.object.Alt)
    assert said.startswith("Twee vlakken die groeien. 2 vlakken op elkaar. ")
    assert "Meldingen" in said
    assert "1.350" in said


def test_without_the_package_its_kind_is_unknown(project: Path) -> None:
    done = command(project, "check", site=None)
    assert done.returncode == 1
    assert "charts/vlakken.yaml:1:1: error: There is no kind of chart “area”." in done.stdout
    assert "Traceback" not in done.stderr
