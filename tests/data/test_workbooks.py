"""Workbooks are read where the declaration says, as their cells show; whatever is wrong has its row and column."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from reportbuilder.data.data_files import read_table
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics


@pytest.fixture
def book() -> openpyxl.Workbook:
    """A first sheet with a title above its table, and a second with a table at C3 and a row of totals."""
    made = openpyxl.Workbook()
    first, second = made.worksheets[0], made.create_sheet("Cijfers 2022")
    first.title = "Blad1"
    first.append(["id", 2018, 2019])
    first.append(["prio1", 0.823, 83.0])
    first.append(["totaal", 95587, None])
    first.append(["som", 0.1 + 0.2, 1e-7])
    first["B2"].number_format, first["C2"].number_format = "0.0%", "0.0"
    second["A1"] = "Cijfers van de eenheid"
    for y, row in enumerate(
        (("id", "eenheid", "2022"), ("a", "aantal", 1), ("b", "aantal", 2), ("Totaal", None, 3)), 3
    ):
        for x, value in enumerate(row, 3):
            second.cell(y, x, value)
    second.add_table(Table(displayName="Kerncijfers", ref="C3:E6", totalsRowCount=1))
    made.defined_names["cijfers"] = DefinedName("cijfers", attr_text="'Cijfers 2022'!$C$3:$E$5")
    made.defined_names["dubbel"] = DefinedName("dubbel", attr_text="Blad1!$A$1:$B$2,Blad1!$D$1:$D$2")
    made.defined_names["btw"] = DefinedName("btw", attr_text="0.21")
    return made


Read = Callable[..., tuple[DataTable | None, list[tuple[str, int, int]]]]


@pytest.fixture
def read(tmp_path: Path, book: openpyxl.Workbook) -> Read:
    """Reads the workbook as a declaration asks."""

    def read_it(declaration: str = "") -> tuple[DataTable | None, list[tuple[str, int, int]]]:
        book.save(tmp_path / "t.xlsx")
        (tmp_path / "t.yaml").write_text(declaration)
        diagnostics = Diagnostics()
        table = read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics)
        return table, [(p.code, p.place.line, p.place.column) for p in diagnostics if p.code != "xlsx-sheets"]

    return read_it


def shown(table: DataTable | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


def test_without_a_declaration_the_first_sheet_reads_as_what_its_cells_show(read: Read) -> None:
    table, problems = read()
    assert table is not None
    assert (table.columns, problems) == (("id", "2018", "2019"), [])
    assert shown(table) == [["prio1", "82,3", "83,0"], ["totaal", "95587", ""], ["som", "0,3", "0,0000001"]]


@pytest.mark.parametrize(
    "declaration",
    [
        "sheet: Cijfers 2022\nrange: C3:E5",
        "sheet: Cijfers 2022\nrange: $E$5:$C$3",
        "range: cijfers",
        "range: CIJFERS",
        "table: kerncijfers",
        "sheet: Blad1\ntable: Kerncijfers",
    ],
)
def test_a_table_is_found_by_its_cells_or_by_its_name(read: Read, declaration: str) -> None:
    table, problems = read(declaration)
    assert problems == []
    assert shown(table) == [["a", "aantal", "1"], ["b", "aantal", "2"]]
    assert table is not None
    assert [(p.line, p.column) for p in (cell.place for cell in table.rows[1].cells.values())] == [
        (5, 3),
        (5, 4),
        (5, 5),
    ]


@pytest.mark.parametrize(
    ("declaration", "code", "hint"),
    [
        ("sheet: Cijfers 2021", "xlsx-sheet", "“Cijfers 2022”"),
        ("\nrange: cijfer", "xlsx-range", "“cijfers”"),
        ("\nrange: A1:G", "xlsx-range", "A3:G20"),
        ("\nrange: A1:XFE9", "xlsx-range", "A3:G20"),
        ("\nrange: dubbel", "xlsx-range", "heading row"),
        ("\nrange: btw", "xlsx-range", "heading row"),
        ("table: Kerncijfer", "xlsx-table", "“Kerncijfers”"),
        ("range: A1:B2\ntable: Kerncijfers", "declaration-value", "“range” or “table”"),
    ],
)
def test_what_is_not_there_is_a_problem_of_the_declaration(
    tmp_path: Path, read: Read, declaration: str, code: str, hint: str
) -> None:
    assert read(declaration) == (None, [(code, declaration.count("\n") + 1, 1)])
    diagnostics = Diagnostics()
    read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics)
    (problem,) = diagnostics
    assert problem.place.file == "data/t.yaml"
    assert hint in problem.hint


def test_a_formula_without_result_and_an_error_are_problems(book: openpyxl.Workbook, read: Read) -> None:
    book.worksheets[0]["B3"], book.worksheets[0]["C3"] = "=1+1", "#DIV/0!"
    assert read()[1] == [("xlsx-formula", 3, 2), ("xlsx-error", 3, 3)]


def test_merged_cells_in_the_table_are_a_problem_and_others_are_not(book: openpyxl.Workbook, read: Read) -> None:
    sheet = book.worksheets[1]
    sheet.merge_cells("A1:E1")
    assert read("table: Kerncijfers")[1] == []
    sheet.merge_cells("D4:D5")
    sheet.merge_cells("C5:C9")
    assert read("table: Kerncijfers")[1] == [("xlsx-merged", 4, 4), ("xlsx-merged", 5, 3)]


@pytest.mark.parametrize("cells", ["A1048576", "XFD1"])
def test_a_sheet_with_a_cell_at_its_end_does_not_hang(book: openpyxl.Workbook, read: Read, cells: str) -> None:
    book.worksheets[0][cells] = "x"
    assert [code for code, *_ in read()[1]] == ["data-large"]
    assert read("range: A1:C4")[1] == []


def test_cells_merged_over_whole_sheets_do_not_hang(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.save(tmp_path / "t.xlsx")
    rewrite(
        tmp_path / "t.xlsx", "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert codes(tmp_path / "t.xlsx") == ["xlsx-merged"]


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.save(tmp_path / "t.xlsx")
    rewrite(tmp_path / "t.xlsx", "</sheetData>", "</sheetData>" + " " * 70_000_000)
    assert (tmp_path / "t.xlsx").stat().st_size < 1_000_000
    assert codes(tmp_path / "t.xlsx") == ["data-large"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "xlsx-locked"),
        (OLE + "Workbook".encode("utf-16-le"), "xlsx-unreadable"),
        (b"PK\x03\x04 geen zip", "xlsx-unreadable"),
        (b"id;2022\na;1\n", "xlsx-unreadable"),
        (b"", "xlsx-unreadable"),
    ],
)
def test_what_is_no_open_workbook_is_a_problem(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    assert codes(tmp_path / "t.xlsx") == [code]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_no_damage_gives_a_traceback(tmp_path: Path, book: openpyxl.Workbook, at: int, damage: bytes) -> None:
    file = io.BytesIO()
    book.save(file)
    content = bytearray(file.getvalue())
    at %= len(content)
    content[at : at + len(damage)] = damage
    (tmp_path / "t.xlsx").write_bytes(bytes(content))
    diagnostics = Diagnostics()
    table = read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics)
    assert table is not None or diagnostics.failed


def codes(path: Path) -> list[str]:
    diagnostics = Diagnostics()
    assert read_table(path, "data/t.xlsx", diagnostics) is None
    return [problem.code for problem in diagnostics if problem.code != "xlsx-sheets"]


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace words in the first sheet of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)


@pytest.mark.parametrize(("name", "declared"), [("Postcode", ""), ("Rij", "text: [Rij]")])
def test_codes_that_a_workbook_holds_as_numbers_are_printed_as_they_stand(
    read: Read, book: openpyxl.Workbook, name: str, declared: str
) -> None:
    sheet = book.worksheets[0]
    for row, value in enumerate((name, 3011, 3012, 12345), 1):
        sheet.cell(row, 2, value).number_format = "General"
    table, problems = read(declared)
    assert table is not None
    assert [(row.cells[name].printed, row.value(name)) for row in table.rows] == [
        ("3011", None),
        ("3012", None),
        ("12345", None),
    ]
    assert problems == []


def test_which_of_several_sheets_is_read_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Een"
    for name in ("Twee", "Drie"):
        book.create_sheet(name).append(["x"])
    for row in (["naam", "a"], ["p", 1]):
        book.worksheets[0].append(row)
    book.worksheets[2].sheet_state = "hidden"
    book.save(tmp_path / "boek.xlsx")
    diagnostics = Diagnostics()
    read_table(tmp_path / "boek.xlsx", "boek.xlsx", diagnostics)
    (note,) = diagnostics
    assert (note.code, str(note.place)) == ("xlsx-sheets", "boek.xlsx, sheet “Een”")
    assert "“Twee”" in note.message
    assert "“Drie”" not in note.message
    (tmp_path / "boek.yaml").write_text("sheet: Een\n", "utf-8")  # the hint followed
    diagnostics = Diagnostics()
    read_table(tmp_path / "boek.xlsx", "boek.xlsx", diagnostics)
    assert list(diagnostics) == []
