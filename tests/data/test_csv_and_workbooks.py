"""CSV and Excel files are read cell by cell, and everything that is wrong with them has its place."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.tables import DataTable, read_table
from reportbuilder.problems import Findings, Place


def read(text: str | bytes) -> tuple[DataTable | None, list[tuple[str, int]]]:
    findings = Findings()
    content = text.encode() if isinstance(text, str) else text
    table = parse_csv(content, "data/t.csv", findings)
    return table, [(p.code, p.place.line) for p in findings]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    table, problems = read(f"id{separator}naam\na{separator}b\n")
    assert table is not None
    assert (table.columns, problems) == (("id", "naam"), [])


def test_cells_know_what_they_hold_and_where_they_stand() -> None:
    table, problems = read('\ufeff# uit het systeem\nid;2018;norm\nwoning;"95.587";\n\nstraat;n.v.t.; 82,3 \n')
    assert table is not None
    assert problems == []
    first, second = table.rows
    assert first.number("2018") == 95587
    assert first.cells["2018"].place == Place("data/t.csv", 3, 8)
    assert first.cells["norm"].missing
    assert second.cells["2018"].not_applicable
    assert second.cells["norm"].text == "82,3"
    assert second.cells["norm"].decimals == 1
    assert second.place == Place("data/t.csv", 5)


def test_quoted_cells_keep_line_ends_and_the_lines_after_them_keep_their_numbers() -> None:
    table, problems = read('a;b\n"een\n# geen commentaar\ntwee";"zei ""ja"""\nx;y;z\n')
    assert table is not None
    assert table.rows[0].text("a") == "een\n# geen commentaar\ntwee"
    assert table.rows[0].text("b") == 'zei "ja"'
    assert table.rows[0].cells["b"].place == Place("data/t.csv", 4, 7)
    assert problems == [("csv-uneven", 5)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("file-empty", 0)]),
        ("# niets\n\n", [("file-empty", 0)]),
        ("a;b\n1\n1;2;3\n", [("csv-uneven", 2), ("csv-uneven", 3)]),
        ("a;b;a\n1;2;3\n", [("column-duplicate", 1)]),
        ("a;;b\n1;2;3\n", [("column-unnamed", 1)]),
        ('a;b\n1;"open\n2;3\n', [("csv-syntax", 2)]),
        ('a;b\n1;"open" erachter\n', [("csv-syntax", 2)]),
        ("a;b\n1;caf\u00e9\n".encode("latin-1"), [("file-encoding", 2)]),
    ],
)
def test_what_is_wrong_has_its_line(text: str | bytes, problems: list[tuple[str, int]]) -> None:
    assert read(text)[1] == problems


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "indicatoren.csv").write_text("a\n1\n")
    findings = Findings()
    assert read_table(tmp_path / "indicator.csv", "data/indicator.csv", findings) is None
    (problem,) = findings
    assert problem.code == "file-missing"
    assert "indicatoren.csv" in problem.hint


_WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(_WORDS, _WORDS, _WORDS), min_size=1, max_size=6))
def test_whatever_is_written_as_csv_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    table, problems = read(out.getvalue())
    assert problems == []
    assert table is not None
    wanted = [tuple(v.strip() for v in row) for row in rows]
    assert [tuple(r.text(c) for c in "abc") for r in table.rows] == [row for row in wanted if any(row)]


@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(content: bytes) -> None:
    findings = Findings()
    table = parse_csv(content, "data/t.csv", findings)
    assert table is not None or findings.failed


def test_a_workbook_reads_as_what_its_cells_show(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "2018", "2019"])
    sheet.append(["prio1", 0.823, 83.0])
    sheet.append(["totaal", 95587, None])
    sheet["B2"].number_format, sheet["C2"].number_format = "0.0%", "0.0"
    book.save(tmp_path / "t.xlsx")
    findings = Findings()
    table = read_table(tmp_path / "t.xlsx", "data/t.xlsx", findings)
    assert table is not None
    shown = [[c.text for c in r.cells.values()] for r in table.rows]
    assert shown == [["prio1", "82,3", "83,0"], ["totaal", "95587", ""]]
    assert len(findings) == 0


def test_a_formula_without_result_and_an_error_are_problems(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id", "2018", "2019"])
    book.worksheets[0].append(["a", "=1+1", "#DIV/0!"])
    book.save(tmp_path / "t.xlsx")
    findings = Findings()
    read_table(tmp_path / "t.xlsx", "data/t.xlsx", findings)
    assert [(p.code, p.place.line, p.place.column) for p in findings] == [("xlsx-formula", 2, 2), ("xlsx-error", 2, 3)]


def test_a_damaged_workbook_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 geen zip")
    findings = Findings()
    assert read_table(tmp_path / "t.xlsx", "data/t.xlsx", findings) is None
    assert [p.code for p in findings] == ["xlsx-unreadable"]


def test_a_frame_has_typed_columns() -> None:
    table, _ = read("id;2018\na;1,5\nb;\nc;n.v.t.\n")
    assert table is not None
    frame = table.frame()
    assert frame["2018"].dtype == "float64"
    assert frame["2018"].isna().tolist() == [False, True, True]
    assert frame["id"].tolist() == ["a", "b", "c"]


def test_indicator_tables_are_checked() -> None:
    table, problems = read("id;eenheid;2018;norm\na;aantal;veel;>= 5\na;procnt;1;minstens\n;kg;n.v.t.;\n")
    assert table is not None
    assert problems == []
    findings = Findings()
    check_indicators(table, findings)
    assert [(p.code, p.place.line, p.place.column) for p in findings] == [
        ("data-not-a-number", 2, 10),
        ("data-duplicate-id", 3, 1),
        ("data-unit", 3, 3),
        ("data-norm", 3, 12),
        ("data-id", 4, 0),
    ]
