"""A figure has the unit that it counts: not that of its row, of a format, or of a fraction, in silence."""

import pytest

from reportbuilder.document.model import Paragraph, Table
from reportbuilder.document.walk import plain
from tests.reader.conftest import Make
from tests.reader.test_tables import words

DATA = """\
id;indicator;eenheid;2021;budget;aantal_respondenten;gemiddelde;aandeel
tijd;Op tijd;procent;82,5;1000;1250;80,5;33,3
geld;Kosten;euro;1200;1000;12;900;8,5
"""


def test_a_column_that_counts_something_else_has_not_the_unit_of_its_row(make: Make) -> None:
    files = {"data/indicatoren.csv": DATA}
    table = make(":::{table} t\n---\ndata: indicatoren.csv\n---\n:::\n", files).block
    assert isinstance(table, Table)
    assert [[words(cell).replace("\u00a0", " ") for cell in row.cells[3:]] for row in table.rows] == [
        ["82,5 %", "1.000", "1.250", "80,5 %", "33,3 %"],
        ["€ 1.200", "€ 1.000", "12", "€ 900", "8,5"],
    ]
    text = '{{ tijd["budget"] }} {{ tijd["gemiddelde"] }} {{ geld["aantal_respondenten"] }} {{ geld["budget"] }}'
    (block,) = make(text, files).chapter.blocks
    assert isinstance(block, Paragraph)
    assert plain(block.children).replace("\u00a0", " ") == "1.000 80,5 % 12 € 1.000"


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ('{key: "2021", format: percent}', ["format-unit"]),
        ('{key: "2021", format: points}', ["format-unit"]),
        ('{key: "2021", format: number}', []),
        ("{key: aandeel, format: percent}", []),
    ],
)
def test_euros_are_not_printed_as_percentages(make: Make, column: str, codes: list[str]) -> None:
    text = f":::{{table}} t\n---\ndata: d.csv\ncolumns: [{column}]\n---\n:::\n"
    assert [problem.code for problem in make(text, {"data/d.csv": DATA}).problems] == codes


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        ("0,825;0,83", ["percent-fraction"]),
        ("0.825;", ["percent-fraction"]),
        ("0,825 %;0,83 %", []),
        ("0,8;0,9", []),
        ("0,825;1,2", []),
        ("82,5;0,83", []),
        (";x", []),
    ],
)
def test_percentages_that_may_be_fractions_are_told(make: Make, figures: str, codes: list[str]) -> None:
    data = f"id;indicator;eenheid;2020;2021\na;A;procent;{figures}\n"
    made = make(":::{table} t\n---\ndata: d.csv\n---\n:::\n", {"data/d.csv": data})
    assert [problem.code for problem in made.problems] == codes
