"""Where in a workbook a table stands: a sheet, cells of it, or what has a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reportbuilder.data.declarations import Declaration
from reportbuilder.forms import Marked
from reportbuilder.problems import Findings, Place, nearest
from reportbuilder.values import Value

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}):\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Region(Value):
    """Cells of a sheet, rows and columns from 1; `name` is what the workbook or its declaration calls them."""

    sheet: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    name: str = ""

    def __str__(self) -> str:
        return f"“{self.name}”" if self.name else f"The sheet “{self.sheet}”"

    def touches(self, cells: Any) -> bool:
        """Whether a range of openpyxl has cells of it."""
        rows = cells.min_row <= self.last_row and cells.max_row >= self.first_row
        return bool(rows and cells.min_col <= self.last_column and cells.max_col >= self.first_column)


def find_region(
    book: Any, declaration: Declaration, marked: Marked | None, shown: str, findings: Findings
) -> Region | None:
    """The cells that a declaration asks for, or those of the first sheet; None, and a problem, when there are none."""
    place = marked.place if marked is not None else lambda *key: Place(shown)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        findings.error("file-empty", f"“{shown}” has no sheet with cells.", Place(shown))
        return None
    sheet = sheets.get(declaration.sheet) if declaration.sheet else next(iter(sheets.values()))
    if sheet is None:
        message = f"{shown} has no sheet “{declaration.sheet}”."
        findings.error("xlsx-sheet", message, place("sheet"), nearest(declaration.sheet, sheets))
        return None
    if declaration.range:
        return _of_range(book, sheet, declaration, place("range"), shown, findings)
    if declaration.table:
        return _of_table(sheets, declaration, place("table"), shown, findings)
    return Region(sheet.title, 1, max(sheet.max_row, 1), 1, max(sheet.max_column, 1))


def _of_range(
    book: Any, sheet: Any, declaration: Declaration, place: Place, shown: str, findings: Findings
) -> Region | None:
    """Cells such as A3:G20 of the sheet, or those of a name that the workbook or the sheet defines."""
    asked = declaration.range
    if cells := _cells(asked):
        return Region(sheet.title, *cells, asked)
    if ":" in asked:
        message = f"“{asked}” is no range of cells."
        findings.error("xlsx-range", message, place, "Write the first and the last cell: A3:G20.")
        return None
    named: Mapping[str, Any] = {**book.defined_names, **sheet.defined_names}
    found = {name.casefold(): name for name in named}
    if asked.casefold() not in found:
        message = f"{shown} has no range named “{asked}”."
        findings.error("xlsx-range", message, place, nearest(asked, (n for n in named if not n.startswith("_"))))
        return None
    try:
        parts = list(named[found[asked.casefold()]].destinations)
    except Exception:  # a name for a formula or a constant, which openpyxl cannot take apart
        parts = []
    cells = _cells(parts[0][1]) if len(parts) == 1 else None
    if cells is None or parts[0][0] not in book.sheetnames:
        message = f"The name “{asked}” stands for no single range of cells."
        findings.error("xlsx-range", message, place, "Let it name the table, its heading row included: =Blad1!A3:G20.")
        return None
    return Region(parts[0][0], *cells, asked)


def _of_table(
    sheets: Mapping[str, Any], declaration: Declaration, place: Place, shown: str, findings: Findings
) -> Region | None:
    """The cells of a table of Excel, on any sheet, without its row of totals."""
    tables = {table.displayName: (sheet, table) for sheet in sheets.values() for table in sheet.tables.values()}
    found = {name.casefold(): name for name in tables}
    asked = declaration.table
    if asked.casefold() not in found:
        message = f"{shown} has no table “{asked}”."
        findings.error("xlsx-table", message, place, nearest(asked, tables))
        return None
    sheet, table = tables[found[asked.casefold()]]
    cells = _cells(table.ref)
    if cells is None:
        findings.error("xlsx-table", f"The table “{asked}” has no cells.", place)
        return None
    first_row, last_row, first_column, last_column = cells
    return Region(sheet.title, first_row, last_row - (table.totalsRowCount or 0), first_column, last_column, asked)


def _cells(text: str) -> tuple[int, int, int, int] | None:
    """First and last row, first and last column of A3:G20; None when it is no range, or none of a sheet."""
    match = _CELLS.fullmatch(text.strip())
    if match is None:
        return None
    rows, columns = sorted((int(match[2]), int(match[4]))), sorted((_column(match[1]), _column(match[3])))
    return (rows[0], rows[1], columns[0], columns[1]) if rows[1] <= _LAST_ROW and columns[1] <= _LAST_COLUMN else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
