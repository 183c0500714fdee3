"""What a data file says is what a table and a sentence print: whole small reports, from file to words."""

from collections.abc import Sequence

import pytest

from reportbuilder.document.model import KeyFigures, Paragraph, Table
from reportbuilder.document.walk import plain
from tests.reader.conftest import Made, Make
from tests.reader.test_tables import words

TABLE = ":::{table} t\n---\ndata: d.csv\n---\n:::\n"


def printed(make: Make, data: str, declared: str = "", body: str = TABLE) -> list[list[str]]:
    """The rows of the table of a data file, in words."""
    block = make(body, {"data/d.csv": data, **({"data/d.yaml": declared} if declared else {})}).block
    assert isinstance(block, Table)
    return [[words(cell).replace("\u00a0", " ") for cell in row.cells] for row in block.rows]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["12345", "1.234", "x", "."], ["12.345", "1.234", "x", "."]),
        (["34,5", "-", ""], ["34,5", "–", "–"]),
        (["1.000", "(250)", "300,00-", "\u2212250", "- 7"], ["1.000", "−250", "−300,00", "−250", "−7"]),
        (["€ 1.250.000,00", "€ (250)", "5"], ["€ 1.250.000,00", "€ −250", "5"]),
        (["82,3%", "5 %", "n.v.t."], ["82,3 %", "5 %", "n.v.t."]),
        (["007", "1200", "0123"], ["007", "1200", "0123"]),
        (["0.125", "0.345"], ["0,125", "0,345"]),
        (["1.1", "1.2", "2.0"], ["1.1", "1.2", "2.0"]),
        (["2019", "2020"], ["2019", "2020"]),
        (["1 234 567", "1'234"], ["1.234.567", "1.234"]),
        (["123456789012345678", "1"], ["123.456.789.012.345.678", "1"]),
        (["9" * 32, "8" * 32], ["9" * 32, "8" * 32]),
        (["0,1234567891", "2"], ["0,1234567891", "2"]),
        (["-0,4", "0"], ["−0,4", "0"]),
    ],
)
def test_a_plain_table_prints_what_its_file_says(make: Make, cells: Sequence[str], shown: Sequence[str]) -> None:
    rows = printed(make, "naam;w\n" + "".join(f"rij {i};{cell}\n" for i, cell in enumerate(cells)))
    assert [row[1] for row in rows] == shown


def test_a_mark_is_printed_as_its_file_declares(make: Make) -> None:
    rows = printed(make, "naam;w\na;1200\nb;x\nc;onbekend\n", "missing: {x: geheim, onbekend: –}")
    assert [row[1] for row in rows] == ["1.200", "geheim", "–"]


def test_the_source_line_of_a_file_stands_under_its_table(make: Make) -> None:
    block = make(TABLE, {"data/d.csv": "naam;w\na;1\nb;2\nBron: Statistisch bureau\n"}).block
    assert isinstance(block, Table)
    assert plain(block.source) == "Statistisch bureau"
    assert len(block.rows) == 2
    named = make(TABLE.replace("---\n:::", "source: Wijzelf\n---\n:::"), {}).block
    assert isinstance(named, Table)
    assert plain(named.source) == "Wijzelf"


def test_a_change_has_the_unit_of_its_cell_and_no_other(make: Make) -> None:
    data = "id;eenheid;w\na;aantal;8 %\nb;procent;-3\nc;procent;2,5 %\nd;aantal;0\n"
    rows = printed(make, data, body=TABLE.replace("---\n:::", "columns: [{key: w, format: change}]\n---\n:::"))
    assert rows == [["+8 %"], ["−3"], ["+2,5 %"], ["0"]]


def problems(made: Made) -> list[str]:
    return [f"{p.severity.value} {p.code} {p.place.file.rpartition('/')[2]}:{p.place.line}:{p.place.column}"
            for p in made.problems]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("naam;w\na;12345\nb;1.234\nc;zie noot\n", ["warning data-mixed d.csv:4:3"]),
        ("naam;w\na;345\nb;12\nc;zie noot\n", []),  # as typed is as formatted
        ("naam;w\na;0.500\nb;1.250\n", ["error number-ambiguous d.csv:3:3"]),
        ("id;eenheid;2022\na;aantal;5 %\n", ["error data-unit d.csv:2:10"]),
        ("id;eenheid;2022\na;aantal;0123\nb;aantal;1e5\n", [
            "error data-not-a-number d.csv:2:10", "error data-not-a-number d.csv:3:10"]),
        ("id;eenheid;2022\na;aantal;" + "1" * 32 + "\n", ["error data-not-a-number d.csv:2:10"]),
        ("naam;w\na;=SOM(B1)\nb;5\n", ["error data-formula d.csv:2:3"]),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_as_it_is_has_its_cell(make: Make, data: str, told: list[str]) -> None:
    assert problems(make(TABLE, {"data/d.csv": data})) == told


def test_a_format_of_numbers_is_for_numbers(make: Make) -> None:
    body = TABLE.replace("---\n:::", "columns: [{key: w, format: number}]\n---\n:::")
    told = problems(make(body, {"data/d.csv": "naam;w\na;5\nb;veel\nc;x\n"}))
    assert told == ["error data-not-a-number d.csv:3:3", "error data-not-a-number d.csv:4:3"]
    assert printed(make, "naam;w\na;5\nc;x\n", body=body) == [["5"], ["x"]]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("kans[2022]", "0,125"),
        ("deel[2022]", "0,345\u00a0%"),
        ("difference(kans, 2022, 2023) | round(1)", "300,0\u00a0%"),
        ("kans[2022] * 2.50", "0,31250"),
        ('26.50 | as_stated("de korpsleiding")', "26,50"),
    ],
)
def test_a_sentence_says_what_its_file_says(make: Make, expression: str, said: str) -> None:
    data = "id;indicator;eenheid;2022;2023\nkans;Kans;aantal;0.125;0.500\ndeel;Deel;procent;0.345;2.5\n"
    block = make(f"Het was {{{{ {expression} }}}}.", {"data/indicatoren.csv": data}).block
    assert isinstance(block, Paragraph)
    assert plain(block.children) == f"Het was {said}."


@pytest.mark.parametrize("expression", ["1e-30", "9" * 40, "1e400"])
def test_a_number_of_an_expression_that_is_none_is_told(make: Make, expression: str) -> None:
    made = make(f'Het was {{{{ {expression} | as_stated("mij") }}}}.')
    assert [p.code for p in made.problems] == ["expression-type"]


@pytest.mark.parametrize(("before", "now", "change"), [("0,2", "0,285", "43 %"), ("1000", "1125", "13 %")])
def test_half_is_rounded_up_where_binary_figures_would_round_down(
    make: Make, before: str, now: str, change: str
) -> None:
    body = ":::{key-figures}\n---\ndata: d.csv\nitems: [{indicator: a, year: 2022, compare: 2021}]\n---\n:::\n"
    block = make(body, {"data/d.csv": f"id;indicator;eenheid;2021;2022\na;A;aantal;{before};{now}\n"}).block
    assert isinstance(block, KeyFigures)
    assert block.items[0].note.replace("\u00a0", " ").startswith(f"{change} ")
