"""A CSV file is read as statistical offices and spreadsheets write it, or one message says how to declare it."""

import re
from pathlib import Path

import pytest

from reportbuilder.data.data_files import read_table
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.i18n.number_parsing import printed_mark

STATISTICS = """\ufeff"Meldingen; aantal en per 1 000 inwoners"
"Perioden";"2022";"2022";"2023*";"2023*"
"Onderwerp";"Aantal";"Per 1 000 inw.";"Aantal";"Per 1 000 inw."
"Regio";"aantal";"aantal";"aantal";"aantal"
"Voorbeeldstad";"12345";"34,5";"11987";"33,1"
"Kleindorp";"85";"2,1";".";"."
"Elders";"x";"-";"0";"0,0"
"Bron: CBS"
"""


def read(folder: Path, text: str | bytes, declared: str = "") -> tuple[DataTable | None, Diagnostics]:
    (folder / "t.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    if declared:
        (folder / "t.yaml").write_text(declared)
    diagnostics = Diagnostics()
    return read_table(folder / "t.csv", "data/t.csv", diagnostics), diagnostics


def follow(hint: str) -> str:
    """What a hint says to write into the declaration."""
    return "\n".join(re.findall(r"“(\w+: [^”]+)”", hint))


def figures(table: DataTable | None) -> list[list[str]]:
    assert table is not None
    rows = [row.cells.values() for row in table.rows]
    return [
        [printed_mark(c.text, c.shown, {}) if c.missing else c.shown or str(c.value or c.text) for c in row]
        for row in rows
    ]


def test_a_file_of_a_statistical_office_takes_one_message_and_its_advice(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, STATISTICS)
    (problem,) = diagnostics
    assert (table, problem.code, str(problem.place)) == (None, "table-title", "data/t.csv:1:1")
    table, diagnostics = read(tmp_path, STATISTICS, follow(problem.hint))
    assert not list(diagnostics)
    assert table is not None
    assert table.columns == (
        "Perioden Onderwerp Regio",
        "2022 Aantal",
        "2022 Per 1 000 inw. aantal",
        "2023* Aantal",
        "2023* Per 1 000 inw. aantal",
    )
    assert figures(table) == [
        ["Voorbeeldstad", "12345", "34.5", "11987", "33.1"],
        ["Kleindorp", "85", "2.1", ".", "."],
        ["Elders", "x", "\u2013", "0", "0,0"],
    ]
    assert table.source is not None
    assert (table.source.text, str(table.source.place)) == ("CBS", "data/t.csv:8:1")
    assert str(table.rows[0].cells["2022 Aantal"].place) == "data/t.csv:5:17"


@pytest.mark.parametrize(
    "text",
    [
        STATISTICS.replace(";", "\t"),
        STATISTICS.replace("\n", "\r\n"),
        STATISTICS.replace("\n", "\n\n"),
        STATISTICS.replace('inwoners"', 'inwoners";;;;').replace('CBS"', 'CBS";;;;'),
        STATISTICS.encode("utf-16"),
        STATISTICS.replace("\ufeff", "").replace("Elders", "Co\u00ebvorden").encode("cp1252"),
        STATISTICS.replace('"', "").replace("Meldingen;", "Meldingen,"),
        STATISTICS.replace('"Bron: CBS"', "Bron:  CBS\n\n"),
    ],
)
def test_other_separators_quotes_and_encodings_are_the_same_table(tmp_path: Path, text: str | bytes) -> None:
    _, diagnostics = read(tmp_path, text)
    problem = next(problem for problem in diagnostics if problem.code == "table-title")
    table, diagnostics = read(tmp_path, text, follow(problem.hint))
    assert [p.code for p in diagnostics] in ([], ["file-encoding-assumed"])
    assert [row[1:] for row in figures(table)][:2] == [["12345", "34.5", "11987", "33.1"], ["85", "2.1", ".", "."]]
    assert len(figures(table)) == 3
    assert table is not None
    assert table.source is not None
    assert table.source.text == "CBS"


@pytest.mark.parametrize("range_", ["A2:C4", "a4:$C$2"])
def test_a_range_is_read_by_its_lines_and_columns(tmp_path: Path, range_: str) -> None:
    text = "Titel\na;b;c;d\n1;2;3;4\n5;6;7;8\n9;9;9;9\nNoot\n"
    table, diagnostics = read(tmp_path, text, f"range: {range_}")
    assert not list(diagnostics)
    assert table is not None
    assert table.columns == ("a", "b", "c")
    assert figures(table) == [["1", "2", "3"], ["5", "6", "7"]]


def test_a_heading_over_several_columns_is_put_before_the_words_below(tmp_path: Path) -> None:
    text = ";2022;;2023;\nGemeente;Aantal;Aandeel;Aantal;Aandeel\nStad;1;2;3;4\n"
    _, diagnostics = read(tmp_path, text)
    (problem,) = diagnostics
    assert problem.code == "table-headings"
    table, diagnostics = read(tmp_path, text, follow(problem.hint))
    assert not list(diagnostics)
    assert table is not None
    assert table.columns == ("Gemeente", "2022 Aantal", "2022 Aandeel", "2023 Aantal", "2023 Aandeel")


def test_notes_below_a_table_are_one_problem_with_the_range_to_declare(tmp_path: Path) -> None:
    text = "a;b\n1;2\n3;4\n* voorlopig\nx = geheim\n"
    _, diagnostics = read(tmp_path, text)
    (problem,) = diagnostics
    assert (problem.code, str(problem.place)) == ("table-note", "data/t.csv:4:1")
    table, diagnostics = read(tmp_path, text, follow(problem.hint))
    assert not list(diagnostics)
    assert figures(table) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "declared", "problems"),
    [
        ("naam;\na;5\nb;6\n", "", ["column-unnamed data/t.csv:1:6"]),  # a name that lacks is no title
        ("a;b\n1;2\n", "skip: 9", ["file-empty data/t.yaml:1:1"]),
        ("a;b\n1;2\n", "range: D9:E10", ["file-empty data/t.yaml:1:1"]),
        ("a;b\n1;2\n", "range: Cijfers", ["declaration-value data/t.yaml:1:1"]),
        ("a;b\n1;2\n", "headings: 3", ["declaration-value data/t.yaml:1:1"]),
        ("a;b\n1;2\n", "headings: 0", ["declaration-value data/t.yaml:1:1"]),
        ("a;b\n1;2\n", "sheet: Blad1", ["declaration-value data/t.yaml:1:1"]),
        ("Titel\nTweede\na;b\n1;2\n", "skip: 1", ["table-title data/t.csv:2:1"]),
        ("a;b\n1;2\nBron: wijzelf\n3;4\n", "", ["csv-uneven data/t.csv:3:1"]),
    ],
)
def test_what_does_not_hold_is_told_with_its_place(
    tmp_path: Path, text: str, declared: str, problems: list[str]
) -> None:
    assert [f"{p.code} {p.place}" for p in read(tmp_path, text, declared)[1]] == problems


def test_one_column_of_decimals_is_one_column(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, "waarde\n1,5\n2,5\n")
    assert not list(diagnostics)
    assert figures(table) == [["1.5"], ["2.5"]]


def test_the_headings_of_a_workbook_can_take_several_rows_too(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["", 2022, "", 2023], ["Gemeente", "Aantal", "Aandeel", "Aantal"], ["Stad", 1, 2, 3]):
        book.active.append([cell or None for cell in row])
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.yaml").write_text("headings: 2")
    diagnostics = Diagnostics()
    table = read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics)
    assert not list(diagnostics)
    assert table is not None
    assert table.columns == ("Gemeente", "2022 Aantal", "2022 Aandeel", "2023 Aantal")
    (tmp_path / "t.yaml").write_text("skip: 2")
    assert read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics) is None
    assert [(p.code, str(p.place)) for p in diagnostics] == [("declaration-value", "data/t.yaml:1:1")]
