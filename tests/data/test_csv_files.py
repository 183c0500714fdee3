"""CSV files are read cell by cell, and everything that is wrong with them has its place."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.data_files import read_table
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.characters import normalised, refused


def read(text: str | bytes) -> tuple[DataTable | None, list[tuple[str, int]]]:
    diagnostics = Diagnostics()
    content = text.encode() if isinstance(text, str) else text
    table = parse_csv(content, "data/t.csv", diagnostics)
    return table, [(p.code, p.place.line) for p in diagnostics]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    table, problems = read(f"id{separator}naam\na{separator}b\n")
    assert table is not None
    assert (table.columns, problems) == (("id", "naam"), [])


def test_cells_know_what_they_hold_and_where_they_stand() -> None:
    table, problems = read('\ufeff# uit het systeem\nid;2018;norm\nwoning;"95.587";\n\nstraat;n.v.t.; 82,3 \n')
    assert table is not None
    assert problems == []
    first, second = table.rows
    assert first.value("2018") == 95587
    assert first.cells["2018"].place == Place("data/t.csv", 3, 8)
    assert first.cells["norm"].missing
    assert second.cells["2018"].not_applicable
    assert second.cells["norm"].text == "82,3"
    assert second.cells["norm"].decimals == 1
    assert second.place == Place("data/t.csv", 5, 1)


def test_quoted_cells_keep_line_ends_and_the_lines_after_them_keep_their_numbers() -> None:
    table, problems = read('a;b\n"een\n# geen commentaar\ntwee";"zei ""ja"""\nx;y;z\n')
    assert table is not None
    assert table.rows[0].text("a") == "een\n# geen commentaar\ntwee"
    assert table.rows[0].text("b") == 'zei "ja"'
    assert table.rows[0].cells["b"].place == Place("data/t.csv", 4, 7)
    assert problems == [("csv-uneven", 5)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    table, problems = read("id;naam\na;co\u00ebffici\u00ebnt in \u20ac\n".encode(encoding))
    assert table is not None
    assert table.rows[0].text("naam") == "co\u00ebffici\u00ebnt in \u20ac"
    assert problems == ([("file-encoding-assumed", 2)] if encoding == "cp1252" else [])


def test_a_line_that_names_the_separator_is_no_row() -> None:
    table, problems = read("sep=|\nid|naam\na|b;c;d\n")
    assert table is not None
    assert (table.columns, table.rows[0].text("naam"), problems) == (("id", "naam"), "b;c;d", [])
    assert table.rows[0].place.line == 3


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("wb") as file:
        file.truncate(200_000_000)  # without taking room on the disk
    diagnostics = Diagnostics()
    assert read_table(tmp_path / "t.csv", "data/t.csv", diagnostics) is None
    assert [p.code for p in diagnostics] == ["data-large"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("file-empty", 1)]),
        ("# niets\n\n", [("file-empty", 1)]),
        ("a;b\n1\n1;2;3\n", [("csv-uneven", 2), ("csv-uneven", 3)]),
        ("a;b;a\n1;2;3\n", [("column-duplicate", 1)]),
        ("a;;b\n1;2;3\n", [("column-unnamed", 1)]),
        ('a;b\n1;"open\n2;3\n', [("csv-syntax", 2)]),
        ('a;b\n1;"open" erachter\n', [("csv-syntax", 2)]),
        ("a;b\n1;caf\u00e9\n".encode("latin-1"), [("file-encoding-assumed", 2)]),
        ("a;b\n\u00e9;caf\u00e9\n".encode() + b"x;\xe9\n", [("file-encoding", 3)]),
        (b"a;b\n1;\x81\n", [("file-encoding", 2)]),
        ("a;b\n1;2\n".encode("utf-16-le"), [("file-encoding", 1)]),
        (b"\xff\xfea\x00;\x00b", [("file-encoding", 1)]),
        ("a" + ";b" * 500 + "\n", [("data-large", 1)]),
        ("a;b\n" + "1;2\n" * 260_000, [("data-large", 250_002)]),
    ],
)
def test_what_is_wrong_has_its_line(text: str | bytes, problems: list[tuple[str, int]]) -> None:
    assert read(text)[1] == problems


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "indicatoren.csv").write_text("a\n1\n")
    diagnostics = Diagnostics()
    assert read_table(tmp_path / "indicator.csv", "data/indicator.csv", diagnostics) is None
    (problem,) = diagnostics
    assert problem.code == "file-missing"
    assert "indicatoren.csv" in problem.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("t.ods", b"PK\x03\x04..."),
        ("statusregels.yaml", b"statuses: {}"),
    ],
)
def test_what_is_no_table_is_told_apart(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    diagnostics = Diagnostics()
    assert read_table(tmp_path / name, f"data/{name}", diagnostics) is None
    assert [p.code for p in diagnostics] == ["file-kind"]


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf")), max_size=12).filter(
    lambda text: not any(refused(text)) and normalised(text) == text
)


@given(st.lists(st.tuples(_WORDS, _WORDS, _WORDS), min_size=1, max_size=6))
def test_whatever_is_written_as_csv_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    table, problems = read(out.getvalue())
    assert problems == []
    assert table is not None
    wanted = [tuple(v.strip() for v in row) for row in rows]
    assert [tuple(r.text(c) for c in "abc") for r in table.rows] == [row for row in wanted if any(row)]


_CELLS = st.text('ab ;"\n', max_size=8)


@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=4))
def test_every_cell_begins_where_its_place_says(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([("a", "b", "c"), *rows])
    table, lines = read(out.getvalue())[0], out.getvalue().split("\n")
    assert table is not None
    for cell in (row.cells[name] for row in table.rows for name in "abc"):
        following = [lines[cell.place.line - 1][cell.place.column - 1 :], *lines[cell.place.line :]]
        first = next(csv.reader(io.StringIO("\n".join(following)), delimiter=";"), [])
        assert "".join(first[:1]).strip() == cell.text


@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(content: bytes) -> None:
    diagnostics = Diagnostics()
    table = parse_csv(content, "data/t.csv", diagnostics)
    assert table is not None or diagnostics.failed


def test_indicator_tables_are_checked() -> None:
    table, problems = read("id;eenheid;2018;norm\na;aantal;veel;>= 5\na;procnt;1;minstens\n;kg;n.v.t.;\n")
    assert table is not None
    assert problems == []
    diagnostics = Diagnostics()
    check_indicators(table, diagnostics)
    assert [(p.code, p.place.line, p.place.column) for p in diagnostics] == [
        ("data-not-a-number", 2, 10),
        ("data-duplicate-id", 3, 1),
        ("data-unit", 3, 3),
        ("data-norm", 3, 12),
        ("data-id", 4, 1),
    ]
