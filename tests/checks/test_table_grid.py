"""Numbers that are typed in Markdown can be read in one way, too."""

import pytest

from reportbuilder.checks.table_grid import check_notation
from reportbuilder.diagnostics import Diagnostics
from tests.checks.markdown_documents import make_document


@pytest.mark.parametrize(
    ("cells", "language", "told"),
    [
        (["0.5", "1.250"], "nl", ["1.250"]),
        (["0.5", "12"], "nl", []),
        (["1.1", "1.250"], "nl", []),
        (["1.250", "12"], "nl", []),
        (["0.5", "1.250"], "en", []),
    ],
)
def test_a_column_that_can_be_read_in_two_ways_is_told(cells: list[str], language: str, told: list[str]) -> None:
    diagnostics = Diagnostics()
    rows = "".join(f"| a | {cell} |\n" for cell in cells)
    check_notation(make_document(f"| naam | w |\n| --- | --- |\n{rows}", language), diagnostics)
    assert [p.code for p in diagnostics] == ["number-ambiguous-typed"] * len(told)
    assert all(p.place.line and f"\u201c{cell}\u201d" in p.message for p, cell in zip(diagnostics, told, strict=True))
