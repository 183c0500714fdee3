"""Cells of a workbook: values, units and forms as Excel shows them; what is hidden, broken, or no workbook at all."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from reportbuilder.data.data_files import read_table
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["naam", "a", "b"]
Change = Callable[[openpyxl.Workbook, Worksheet], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, rows: Sequence[Sequence[Any]], change: Change | None = None, **formats: str) -> None:
    """A workbook with a sheet of rows; `B2="0.0%"` gives a cell its number format."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Blad 1"
    for row in rows:
        sheet.append(row)
    for cell, code in formats.items():
        sheet[cell].number_format = code
    if change is not None:
        change(book, sheet)
    book.save(folder / "t.xlsx")


def rewrite(folder: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change the parts of the workbook."""
    with zipfile.ZipFile(folder / "t.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(folder / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)


def read(folder: Path, declaration: str = "") -> tuple[DataTable | None, list[Diagnostic]]:
    if declaration:
        (folder / "t.yaml").write_text(declaration)
    diagnostics = Diagnostics()
    return read_table(folder / "t.xlsx", "data/t.xlsx", diagnostics), list(diagnostics)


def codes(problems: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    """Each problem's code, and its place in words without the file."""
    return [(p.code, str(p.place).removeprefix("data/t.xlsx").removeprefix(", sheet “Blad 1”, ")) for p in problems]


def texts(table: DataTable | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


def test_a_cell_keeps_number_decimals_unit_and_form(folder: Path) -> None:
    rows = [HEAD, ["x", 0.345, 1250.5], ["y", 0, -750], ["z", 0.125, 12]]
    account = '_ € * #,##0.00_ ;_ € * -#,##0.00_ ;_ € * "-"??_ ;_ @_ '
    percent = '0.0%;-0.0%;"-"'
    write(folder, rows, B2=percent, B3=percent, B4="0%_ ", C2="#,##0.00", C3=account, C4='0.0" fte"')
    table, problems = read(folder)
    assert problems == []
    assert table is not None
    cells = [cell for row in table.rows for cell in list(row.cells.values())[1:]]
    assert [(str(c.value), c.decimals, c.unit, c.shown) for c in cells] == [
        ("34.5", 1, "procent", ""),
        ("1250.50", 2, "", ""),
        ("0", 0, "procent", "–"),
        ("-750.00", 2, "euro", ""),
        ("13", 0, "procent", ""),
        ("12.0", 1, "fte", ""),
    ]


def test_dates_times_and_codes_are_text_as_they_are_shown(folder: Path) -> None:
    moment = datetime(2024, 3, 12, 8, 30)
    write(
        folder,
        [HEAD, ["x", moment, 599], ["y", timedelta(hours=30), moment]],
        B2="dd-mm-yyyy",
        C2="0000",
        B3="[h]:mm",
        C3="hh:mm",
    )
    table, problems = read(folder)
    assert (texts(table), problems) == ([["x", "12-03-2024", "0599"], ["y", "30:00", "08:30"]], [])
    assert table is not None
    assert all(cell.value is None for row in table.rows for cell in row.cells.values())


def test_built_in_formats_are_those_of_a_dutch_excel(folder: Path) -> None:
    write(folder, [HEAD, ["x", datetime(2024, 3, 12), -750]], B2="mm-dd-yy")
    styles = "xl/styles.xml"
    rewrite(
        folder,
        lambda parts: parts.update(
            {
                styles: re.sub(rb"<cellXfs.*</cellXfs>", b"<cellXfs>" + b"".join(
                    b'<xf numFmtId="%d"/>' % number for number in (0, 14, 44)) + b"</cellXfs>", parts[styles]),
                SHEET: re.sub(rb'(r="C2")', rb'\1 s="2"', parts[SHEET]),
            }
        ),
    )  # fmt: skip
    table, problems = read(folder)
    assert (texts(table), problems) == ([["x", "12-03-2024", "-750,00"]], [])
    assert table is not None
    assert table.rows[0].cells["b"].unit == "euro"


def test_days_are_counted_from_1904_where_the_workbook_does(folder: Path) -> None:
    def from_1904(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904

    write(folder, [HEAD, ["x", datetime(2024, 3, 12), 1]], from_1904, B2="dd-mm-yyyy")
    assert texts(read(folder)[0]) == [["x", "12-03-2024", "1"]]


def test_texts_booleans_spaces_and_line_ends(folder: Path) -> None:
    write(folder, [HEAD, [" met spaties ", True, "een\ntwee"], ["0123", False, "_x0041_"]])
    table, problems = read(folder)
    assert problems == []
    assert texts(table) == [["met spaties", "ja", "een\ntwee"], ["0123", "nee", "A"]]


def test_rich_text_and_shared_strings_are_plain_without_reading_aids(folder: Path) -> None:
    write(folder, [HEAD, ["x", 1, 2]])
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t xml:space="preserve">vet '
        b"</t></r><r><rPr><b/></rPr><t>en schuin</t></r><rPh sb='0' eb='1'><t>weg</t></rPh></si></sst>"
    )
    relation = (
        b'<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
        b'2006/relationships/sharedStrings"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"

    def share(parts: dict[str, bytes]) -> None:
        parts["xl/sharedStrings.xml"] = shared
        parts[rels] = parts[rels].replace(b"</Relationships>", relation)
        parts[SHEET] = re.sub(rb'<c r="A2".*?</c>', b'<c r="A2" t="s"><v>0</v></c>', parts[SHEET])

    rewrite(folder, share)
    assert texts(read(folder)[0]) == [["vet en schuin", "1", "2"]]
    rewrite(folder, lambda parts: parts.update({SHEET: parts[SHEET].replace(b"<v>0</v>", b"<v>-1</v>")}))
    assert codes(read(folder)[1]) == [("xlsx-unreadable", "")]


def test_numbers_that_are_no_figures_of_a_report_are_problems_with_their_cells(folder: Path) -> None:
    write(folder, [HEAD, ["x", 1e30, 1], ["y", -1e30, 1e15]])
    table, problems = read(folder)
    assert codes(problems) == [("data-not-a-number", "cell B2"), ("data-not-a-number", "cell B3")]
    assert "B2, 1e+30" in problems[0].message
    assert table is not None
    assert table.rows[1].cells["b"].text == "1000000000000000"


def test_formats_that_cannot_be_shown_or_hide_a_value_are_told(folder: Path) -> None:
    write(folder, [HEAD, ["x", 1, -1], ["y", 2, 3]], B2="0 km", B3="0 km", C2="dd-mm-yyyy", C3=";;;")
    problems = read(folder)[1]
    assert codes(problems) == [("xlsx-format", "cell B2"), ("xlsx-format", "cell C2"), ("xlsx-hidden-value", "cell C3")]
    assert "B2 and B3" in problems[0].message
    assert "0 km" in problems[0].message


def test_formulas_without_result_are_told_together(folder: Path) -> None:
    write(folder, [HEAD, *(["x", f"=A{row}", 1] for row in range(9))])
    (problem,) = read(folder)[1]
    assert (problem.code, problem.place.cell) == ("xlsx-formula", "B2")
    assert "B2, B3, B4, B5, B6, B7 and 3 more" in problem.message
    rewrite(folder, lambda parts: parts.update({SHEET: re.sub(rb"<v ?/>|<v></v>", b"<v>5</v>", parts[SHEET])}))
    table, problems = read(folder)
    assert problems == []
    assert texts(table)[0] == ["x", "5", "1"]


@pytest.mark.parametrize(
    ("unit", "value", "code", "said"),
    [
        ("aantal", 0.345, "0.0%", "percentage"),
        ("aantal", 5, '"€" 0', "euros"),
        ("euro", 1234567, "#,##0.0,,", "a million"),
        ("euro", 1234567, "#,##0,", "a thousand"),
        ("procent", 0.345, "0.0%", ""),
        ("euro", 5, '"€" 0', ""),
        ("euro", 1234567, "#,##0", ""),
    ],
)
def test_a_cell_that_shows_another_unit_than_its_row_is_a_problem(
    folder: Path, unit: str, value: float, code: str, said: str
) -> None:
    write(folder, [["id", "indicator", "eenheid", "2022"], ["a", "A", unit, value]], D2=code)
    problems = read(folder)[1]
    assert codes(problems) == ([("data-unit", "cell D2")] if said else [])
    assert all(said in problem.message for problem in problems)


# What is hidden --------------------------------------------------------------------------------------------------


def hide(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    for row in (3, 4, 6):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["C"].hidden = True


def filtered(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:C7"
    sheet.auto_filter.add_filter_column(0, ["r1"])
    sheet.row_dimensions[3].hidden = True


ROWS = [HEAD, *([f"r{n}", n, n] for n in range(1, 7))]


def test_hidden_rows_and_columns_are_told_and_read(folder: Path) -> None:
    write(folder, ROWS, hide)
    table, problems = read(folder)
    assert [(p.severity, p.place.line, p.place.column) for p in problems] == [
        (Severity.WARNING, 1, 3),
        (Severity.WARNING, 3, 0),
    ]
    assert "“b” of the sheet “Blad 1” is hidden" in problems[0].message
    assert "Rows 3 to 4 and 6 of the sheet “Blad 1” are hidden" in problems[1].message
    assert "hidden: skip" in problems[1].hint
    assert len(texts(table)) == 6


@pytest.mark.parametrize(("declared", "names", "columns"), [("read", "r1 r2 r3 r4 r5 r6", 3), ("skip", "r1 r4 r6", 2)])
def test_what_becomes_of_hidden_rows_is_declared(folder: Path, declared: str, names: str, columns: int) -> None:
    write(folder, ROWS, hide)
    table, problems = read(folder, f"hidden: {declared}")
    assert problems == []
    assert [row[0] for row in texts(table)] == names.split()
    assert all(len(row) == columns for row in texts(table))


def test_a_filter_is_told_and_a_hidden_sheet_is_not_taken_for_the_first(folder: Path) -> None:
    write(folder, ROWS, filtered)
    assert "Row 3 of the sheet “Blad 1” is hidden by a filter" in read(folder)[1][0].message

    def behind(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"
        for row in (HEAD, ["zichtbaar", 1, 2]):
            book["Tweede"].append(row) if "Tweede" in book.sheetnames else book.create_sheet("Tweede").append(row)

    write(folder, ROWS, behind)
    assert texts(read(folder)[0]) == [["zichtbaar", "1", "2"]]
    assert len(texts(read(folder, "sheet: Blad 1")[0])) == 6


# Where the table stands ------------------------------------------------------------------------------------------


def merge(*ranges: str) -> Change:
    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        for cells in ranges:
            sheet.merge_cells(cells)

    return change


TITLED = [["Kerncijfers 2024"], [], HEAD, ["x", 1, 2], ["y", 3, 4], [], ["* voorlopig"]]
UPPER = [["Naam", 2022, None], [None, "aantal", "%"], ["x", 1, 2], ["y", 3, 4]]


@pytest.mark.parametrize(
    ("rows", "change", "hint", "columns", "first"),
    [
        (TITLED, None, "range: A3:C5", ("naam", "a", "b"), ["x", "1", "2"]),
        (TITLED, merge("A1:C1"), "range: A3:C5", ("naam", "a", "b"), ["x", "1", "2"]),
        (UPPER, None, "headings: 2", ("Naam", "2022 aantal", "2022 %"), ["x", "1", "2"]),
        (UPPER, merge("A1:A2", "B1:C1"), "headings: 2", ("Naam", "2022 aantal", "2022 %"), ["x", "1", "2"]),
    ],
)
def test_one_message_says_how_to_declare_the_table_and_it_works(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    change: Change | None,
    hint: str,
    columns: tuple[str, ...],
    first: list[str],
) -> None:
    write(folder, rows, change)
    (problem,) = read(folder)[1]
    assert (problem.code, problem.place.sheet, problem.place.cell) == ("xlsx-range", "Blad 1", "A1")
    assert f"“{hint}” in data/t.yaml" in problem.hint
    table, problems = read(folder, hint)
    assert problems == []
    assert table is not None
    assert table.columns == columns
    assert texts(table)[0] == first


def test_a_source_line_is_no_row_and_a_note_below_an_empty_row_is_told(folder: Path) -> None:
    write(folder, [*ROWS, ["Bron: CBS"]])
    table, problems = read(folder)
    assert (len(texts(table)), problems) == (6, [])
    assert table is not None
    assert table.source is not None
    assert table.source.text == "CBS"
    write(folder, [*ROWS, [], ["* voorlopig"]])
    (problem,) = read(folder)[1]
    assert (problem.severity, problem.place.line) == (Severity.WARNING, 9)
    assert "range: A1:C7" in problem.hint


# Files that are none, or too much --------------------------------------------------------------------------------


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>', "web page or XML"),
        (b"id;2022\na;1\n", "plain text"),
        (b"", "empty"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("xl/workbook.bin"), "binary workbook"),
        (zipped("word/document.xml"), "no workbook"),
        (zipped("a.txt"), "zip file"),
        (b"PK\x03\x04 geen zip", "damaged"),
    ],
)
def test_a_file_that_is_something_else_is_called_what_it_is(folder: Path, content: bytes, said: str) -> None:
    (folder / "t.xlsx").write_bytes(content)
    table, (problem,) = read(folder)
    assert table is None
    assert said in problem.message
    assert problem.hint
    assert "separator" not in problem.message + problem.hint


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"</sheetData>", b"<row/>" * 1_100_000 + b"</sheetData>", "data-large"),
        (b"</sheetData>", b"<row>" + b"<c/>" * 3_500_000 + b"</row></sheetData>", "data-large"),
        (b"</sheetData>", b"<q>" * 2_000_000 + b"</q>" * 2_000_000 + b"</sheetData>", "data-large"),
        (b"<sheetData>", b'<row r="9999999"/><sheetData>', "xlsx-unreadable"),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "xlsx-unreadable"),
        (b"<v>1</v>", b"<v>1e400</v>", "xlsx-unreadable"),
        (b"<v>1</v>", b"<v>een</v>", "xlsx-unreadable"),
        (b"</sheetData>", b"", "xlsx-unreadable"),
        (b"http://schemas.openxmlformats.org", b"urn:x", ""),
    ],
)
def test_broken_and_endless_sheets_end_soon_in_a_message(folder: Path, old: bytes, new: bytes, code: str) -> None:
    write(folder, [HEAD, ["x", 1, 2]])
    rewrite(folder, lambda parts: parts.update({SHEET: parts[SHEET].replace(old, new, 1)}))
    start = time.process_time()
    problems = read(folder)[1]
    assert time.process_time() - start < 2
    assert [problem.code for problem in problems] == ([code] if code else [])


def test_a_workbook_that_is_strict_open_xml_is_told_how_to_save(folder: Path) -> None:
    write(folder, [HEAD, ["x", 1, 2]])
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rewrite(folder, lambda parts: parts.update({name: part.replace(old, new) for name, part in parts.items()}))
    (problem,) = read(folder)[1]
    assert (problem.code, "Excel Workbook" in problem.hint) == ("xlsx-unreadable", True)
