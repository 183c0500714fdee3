"""Where in a workbook a table stands: a sheet, cells of it, or what has a name; and where one seems to stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportbuilder.data.declarations import Declaration
from reportbuilder.data.ranges import Area, area_of
from reportbuilder.data.sheets import Sheet
from reportbuilder.data.workbook_parts import Book, SheetPart
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value

_MOST_HEADINGS = 8
_TRIED = 50  # rows that may be the heading row
_NAMED = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!(),;+*/]+))!([$A-Za-z0-9:]+)")


class Region(Value):
    """A sheet and the cells of it that a table has: all that are filled, when `area` is None. `name` is what the
    workbook or its declaration calls them."""

    sheet: SheetPart
    area: Area | None = None
    name: str = ""

    def __str__(self) -> str:
        return f"“{self.name}”" if self.name else f"The sheet “{self.sheet.name}”"


def find_region(
    book: Book, declaration: Declaration, marked: LocatedData | None, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """The cells that a declaration asks for, or else the first sheet that is not hidden; None, and a problem, when
    there are none."""
    place = marked.place if marked is not None else lambda *key: Place(shown)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if not sheets:
        diagnostics.add(
            Code.FILE_EMPTY, f"“{shown}” has no sheet with cells.", Place(shown), "Add a sheet with a table."
        )
        return None
    if declaration.sheet:
        sheet = sheets.get(declaration.sheet)
        if sheet is None:
            message = f"{shown} has no sheet “{declaration.sheet}”."
            diagnostics.add(Code.XLSX_SHEET, message, place("sheet"), nearest(declaration.sheet, sheets))
            return None
    else:
        sheet = next((one for one in sheets.values() if not one.hidden), next(iter(sheets.values())))
        if not declaration.table and not declaration.range:
            _tell_others(sheet, book, declared_in(shown), Place(shown, sheet=sheet.name), diagnostics)
    if declaration.range:
        return _of_range(book, sheet, declaration, place("range"), shown, diagnostics)
    if declaration.table:
        return _of_table(book, declaration, place("table"), shown, diagnostics)
    return Region(sheet)


def declared_in(shown: str) -> str:
    """The file in which the table of a workbook is declared, or can be."""
    return f"{shown.rpartition('.')[0]}.yaml"


def _tell_others(sheet: SheetPart, book: Book, file: str, place: Place, diagnostics: Diagnostics) -> None:
    """Say which sheet is read when a workbook has several that are not hidden, and none is declared."""
    others = [one.name for one in book.sheets if one is not sheet and not one.hidden]
    if others:
        named = ", ".join(f"“{name}”" for name in others[:3]) + (" and more" if len(others) > 3 else "")
        message = f"This workbook has other sheets ({named}); the first, “{sheet.name}”, is read."
        hint = f"Write “sheet: {sheet.name}” in {file}, or the name of the sheet that is meant."
        diagnostics.add(Code.XLSX_SHEETS, message, place, hint)


def _of_range(
    book: Book, sheet: SheetPart, declaration: Declaration, place: Place, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """Cells such as A3:G20 of the sheet, or those of a name that the workbook or the sheet defines."""
    asked = declaration.range
    area = area_of(asked) if ":" in asked else None
    if area is not None:
        return Region(sheet, area, asked)
    if ":" in asked:
        message = f"“{asked}” is no range of cells."
        diagnostics.error(Code.XLSX_RANGE, message, place, "Write the first and the last cell: A3:G20.")
        return None
    named = book.ranges(sheet.name)
    found = {name.casefold(): name for name in named}
    if asked.casefold() not in found:
        message = f"{shown} has no range named “{asked}”."
        hint = nearest(asked, (name for name in named if not name.startswith("_")))
        diagnostics.error(Code.XLSX_RANGE, message, place, hint or "Write the first and the last cell: A3:G20.")
        return None
    match = _NAMED.fullmatch(named[found[asked.casefold()]])
    area = area_of(match[3]) if match else None
    sheets = {one.name: one for one in book.sheets}
    name = (match[1] or match[2]).replace("''", "'") if match else ""
    if area is None or name not in sheets:
        message = f"The name “{asked}” stands for no single range of cells."
        diagnostics.error(
            Code.XLSX_RANGE, message, place, "Let it name the table, its heading row included: =Blad1!A3:G20."
        )
        return None
    return Region(sheets[name], area, asked)


def _of_table(
    book: Book, declaration: Declaration, place: Place, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """The cells of a table of Excel, on any sheet, without its row of totals."""
    tables = book.tables
    found = {name.casefold(): name for name in tables}
    asked = declaration.table
    if asked.casefold() not in found:
        message = f"{shown} has no table “{asked}”."
        hint = nearest(asked, tables) or "It has none; name its cells: “range: A3:G20”."
        diagnostics.add(Code.XLSX_TABLE, message, place, hint)
        return None
    table = tables[found[asked.casefold()]]
    area, sheet = area_of(table.cells), next(one for one in book.sheets if one.name == table.sheet)
    if area is None or area.last_row - table.totals < area.first_row:
        diagnostics.add(
            Code.XLSX_TABLE, f"The table “{asked}” has no cells.", place, "Name its cells: “range: A3:G20”."
        )
        return None
    last = area.last_row - table.totals
    return Region(sheet, Area(area.first_row, last, area.first_column, area.last_column), asked)


def used_area(sheet: Sheet) -> Area | None:
    """The cells from the first to the last that is filled; None when none is."""
    if not sheet.cells:
        return None
    rows, columns = [row for row, _ in sheet.cells], [column for _, column in sheet.cells]
    return Area(min(rows), max(rows), min(columns), max(columns))


def likely_area(sheet: Sheet) -> Area | None:
    """Where a table seems to stand on a sheet with more than a table: from its last heading row, whose columns have all
    that stands below, to the row before an empty one or before a note. None when nothing looks like one."""
    filled: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        filled.setdefault(row, []).append(column)
    best: Area | None = None
    for start in list(filled)[:_TRIED]:
        names = all(_may_be_name(sheet.cells[start, column].value) for column in filled[start])
        area = _block(filled, start) if names and (best is None or start > best.last_row) else None
        if area is not None and (best is None or _size(area) > _size(best)):
            best = area
    return best


def _may_be_name(value: object) -> bool:
    """Whether a value may be the name of a column: words or a year."""
    return isinstance(value, str) or (isinstance(value, float) and 1900 <= value < 2100 and value.is_integer())


def _block(filled: dict[int, list[int]], start: int) -> Area | None:
    """The table whose last heading row is `start`: its names, or those of heading rows right above, stand side by side,
    and rows with cells below them only."""
    named, above = set(filled[start]), start - 1
    while above in filled and above > start - _MOST_HEADINGS:
        named |= set(filled[above])
        above -= 1
    columns = _run(sorted(named))
    if len(columns) < 2 or len(filled[start]) < 2:
        return None
    last = start
    while last + 1 in filled and set(filled[last + 1]) & set(columns):
        below = filled[last + 1]
        if len(columns) > 2 and len(below) == 1:  # a note below the table
            break
        if columns[-1] + 1 in below or columns[0] - 1 in below:  # a column without a name: no heading row
            return None
        last += 1
    return Area(start, last, columns[0], columns[-1]) if last > start else None


def _run(columns: Iterable[int]) -> list[int]:
    """The longest run of columns side by side."""
    best: list[int] = []
    run: list[int] = []
    for column in columns:
        run = [*run, column] if run and column == run[-1] + 1 else [column]
        best = max(best, run, key=len)
    return best


def _size(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
