"""Reads a sheet of a workbook: its filled cells, what is hidden and merged, and where on it a table stands.

ECMA-376 part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.parsers import expat

from reportbuilder.data.declarations import Declaration
from reportbuilder.data.rendering import DAYS_TO_1904
from reportbuilder.data.table_layout import LAST_COLUMN, LAST_ROW, CellRange, address, column_number, parse_range
from reportbuilder.data.workbook_package import DamagedPackageError, SheetPart, Workbook, unescaped
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value

MOST_TAGS = 3_000_000
"""The most tags in the XML of a sheet: those of half a million cells with formulas, and of a million empty rows."""
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_EPOCH = datetime(1899, 12, 30)


class TooLargeError(Exception):
    """A sheet with too many rows or cells; the message says how many."""


class ErrorValue(Value):
    """The error that a formula results in: `#DIV/0!`."""

    name: str


class NoResult(Value):
    """A formula whose result is not in the file."""


class RawCell(Value):
    """The stored value of a filled cell, and the index of its style."""

    value: float | str | bool | ErrorValue | NoResult
    style: int


class SheetCells(Value, eq=False):
    """The contents of a sheet: its filled cells by row and column, its hidden rows and columns, whether a filter hides
    rows, and its merged ranges."""

    cells: Mapping[tuple[int, int], RawCell]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    filtered: bool
    merged: tuple[CellRange, ...]


def read_sheet(book: Workbook, part: SheetPart) -> SheetCells:
    """Read a sheet; TooLargeError before it takes long, DamagedPackageError when it cannot be read."""
    content = book.sheet_bytes(part)
    rows = content.count(b"<row") + content.count(b":row")
    if rows > LAST_ROW + 10:
        raise TooLargeError(f"it has {rows} rows, and Excel has {LAST_ROW}")
    if content.count(b"<") > MOST_TAGS:
        raise TooLargeError(f"its XML has {content.count(b'<')} tags, and {MOST_TAGS} are read at most")
    handler = _SheetHandler(book)
    try:
        handler.read(content)
    except expat.ExpatError as error:
        raise DamagedPackageError("the XML of a sheet is broken") from error
    return SheetCells(
        handler.cells, frozenset(handler.hidden), tuple(handler.columns), handler.filtered, tuple(handler.merged)
    )


class _SheetHandler:
    """Handles the events of an expat parser for the XML of a sheet: building a tree of a long sheet would cost more."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._row = self._column = 0
        self._attributes: Mapping[str, str] = {}  # of the cell at hand
        self._parts: dict[str, list[str]] = {}  # what was read of it, by element: `v`, `t` (inline text), `f`
        self._open: list[str] | None = None
        self._reading_aid = False  # inside of `rPh`
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.hidden: set[int] = set()
        self.columns: list[tuple[int, int]] = []
        self.merged: list[CellRange] = []
        self.filtered = False

    def read(self, content: bytes) -> None:
        """Read the XML of a sheet; ExpatError where it is broken."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                match = _ADDRESS.fullmatch(attributes.get("r", ""))
                self._column = column_number(match[1]) if match else self._column + 1
                if self._column > LAST_COLUMN:
                    raise DamagedPackageError(f"it has a column {self._column}")
                self._attributes, self._parts = attributes, {}
            case "v" | "t" | "f" as part if not self._reading_aid:
                self._open = self._parts.setdefault(part, [])
            case "row":
                self._row, self._column = _count(attributes.get("r")) or self._row + 1, 0
                if self._row > LAST_ROW:
                    raise DamagedPackageError(f"it has a row {self._row}")
                if _is_hidden(attributes, "ht"):
                    self.hidden.add(self._row)
            case "rPh":
                self._reading_aid = True
            case "col":
                if _is_hidden(attributes, "width"):
                    self.columns.append((_count(attributes.get("min")), _count(attributes.get("max"))))
            case "mergeCell":
                area = parse_range(attributes.get("ref", ""))
                self.merged += [area] if area is not None else []
            case "filterColumn":
                self.filtered = True

    def _data(self, text: str) -> None:
        if self._open is not None:
            self._open.append(text)

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v" | "t" | "f":
                self._open = None
            case "c":
                value = self._value() if self._parts else None
                if value is not None and value != "":
                    self.cells[self._row, self._column] = RawCell(value, _count(self._attributes.get("s")))
            case "rPh":
                self._reading_aid = False

    def _value(self) -> float | str | bool | ErrorValue | NoResult | None:
        kind, parts = self._attributes.get("t", "n"), self._parts
        if kind == "inlineStr":
            return unescaped("".join(parts.get("t", ())))
        written = "".join(parts.get("v", ()))
        if not written:
            return NoResult() if "f" in parts and (kind != "str" or "v" not in parts) else None
        try:
            match kind:
                case "s":
                    return self._book.strings[int(written) if written.isdigit() else MOST_TAGS]
                case "str":
                    return unescaped(written)
                case "b":
                    return written.strip() in ("1", "true")
                case "e":
                    return ErrorValue(written)
                case "d":
                    moment = datetime.fromisoformat(written.strip().rstrip("Z"))
                    days = (moment.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
                    return days - DAYS_TO_1904 if self._book.from_1904 else days
                case _:
                    number = float(written)
        except (ValueError, IndexError) as error:
            raise DamagedPackageError(f"cell {address(self._row, self._column)} has no value of its kind") from error
        if not math.isfinite(number):
            raise DamagedPackageError(f"cell {address(self._row, self._column)} has no finite number")
        return number


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """True for a row or column that is marked as hidden, or has no height or width."""
    return attributes.get("hidden") in ("1", "true") or (attributes.get(size) or "1").strip("0.") == ""


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0


def consecutive_runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as runs of consecutive ones, first and last: 1, 2, 3, 7 are (1, 3) and (7, 7)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


_MOST_HEADINGS = 8
_TRIED = 50  # rows that may be the heading row
_NAMED = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!(),;+*/]+))!([$A-Za-z0-9:]+)")


class Region(Value):
    """The cells of a sheet that hold a table: a range, or all filled cells when `area` is None. `name` is that of the
    range, in the workbook or the declaration."""

    sheet: SheetPart
    area: CellRange | None = None
    name: str = ""

    def __str__(self) -> str:
        return f"“{self.name}”" if self.name else f"The sheet “{self.sheet.name}”"


def find_region(
    book: Workbook, declaration: Declaration, located: LocatedData | None, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """The region that a declaration names, or else the first sheet that is not hidden; None, and a diagnostic, when
    there is none."""
    place = located.place if located is not None else lambda *key: Place(shown)
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
            _report_others(sheet, book, declaration_path(shown), Place(shown, sheet=sheet.name), diagnostics)
    if declaration.range:
        return _of_range(book, sheet, declaration, place("range"), shown, diagnostics)
    if declaration.table:
        return _of_table(book, declaration, place("table"), shown, diagnostics)
    return Region(sheet)


def declaration_path(shown: str) -> str:
    """The file with the declaration of a workbook, or the one that it would be in."""
    return f"{shown.rpartition('.')[0]}.yaml"


def _report_others(sheet: SheetPart, book: Workbook, file: str, place: Place, diagnostics: Diagnostics) -> None:
    """Note which sheet is read when a workbook has several that are not hidden, and none is declared."""
    others = [one.name for one in book.sheets if one is not sheet and not one.hidden]
    if others:
        named = ", ".join(f"“{name}”" for name in others[:3]) + (" and more" if len(others) > 3 else "")
        message = f"This workbook has other sheets ({named}); the first, “{sheet.name}”, is read."
        hint = f"Write “sheet: {sheet.name}” in {file}, or the name of the sheet that is meant."
        diagnostics.add(Code.XLSX_SHEETS, message, place, hint)


def _of_range(
    book: Workbook, sheet: SheetPart, declaration: Declaration, place: Place, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """The region of a range such as A3:G20, or of a named range of the workbook or the sheet."""
    wanted = declaration.range
    area = parse_range(wanted) if ":" in wanted else None
    if area is not None:
        return Region(sheet, area, wanted)
    if ":" in wanted:
        message = f"“{wanted}” is no range of cells."
        diagnostics.add(Code.XLSX_RANGE, message, place, "Write the first and the last cell: A3:G20.")
        return None
    named = book.ranges(sheet.name)
    by_folded_name = {name.casefold(): name for name in named}
    if wanted.casefold() not in by_folded_name:
        message = f"{shown} has no range named “{wanted}”."
        hint = nearest(wanted, (name for name in named if not name.startswith("_")))
        diagnostics.add(Code.XLSX_RANGE, message, place, hint or "Write the first and the last cell: A3:G20.")
        return None
    match = _NAMED.fullmatch(named[by_folded_name[wanted.casefold()]])
    area = parse_range(match[3]) if match else None
    sheets = {one.name: one for one in book.sheets}
    name = (match[1] or match[2]).replace("''", "'") if match else ""
    if area is None or name not in sheets:
        message = f"The name “{wanted}” stands for no single range of cells."
        diagnostics.add(
            Code.XLSX_RANGE, message, place, "Let it name the table, its heading row included: =Blad1!A3:G20."
        )
        return None
    return Region(sheets[name], area, wanted)


def _of_table(
    book: Workbook, declaration: Declaration, place: Place, shown: str, diagnostics: Diagnostics
) -> Region | None:
    """The region of a table of Excel, on any sheet, without its row of totals."""
    tables = book.tables
    by_folded_name = {name.casefold(): name for name in tables}
    wanted = declaration.table
    if wanted.casefold() not in by_folded_name:
        message = f"{shown} has no table “{wanted}”."
        hint = nearest(wanted, tables) or "It has none; name its cells: “range: A3:G20”."
        diagnostics.add(Code.XLSX_TABLE, message, place, hint)
        return None
    table = tables[by_folded_name[wanted.casefold()]]
    area, sheet = parse_range(table.cells), next(one for one in book.sheets if one.name == table.sheet)
    if area is None or area.last_row - table.totals < area.first_row:
        diagnostics.add(
            Code.XLSX_TABLE, f"The table “{wanted}” has no cells.", place, "Name its cells: “range: A3:G20”."
        )
        return None
    last = area.last_row - table.totals
    return Region(sheet, CellRange(area.first_row, last, area.first_column, area.last_column), wanted)


def used_area(sheet: SheetCells) -> CellRange | None:
    """The range from the first filled cell to the last; None when the sheet is empty."""
    if not sheet.cells:
        return None
    rows, columns = [row for row, _ in sheet.cells], [column for _, column in sheet.cells]
    return CellRange(min(rows), max(rows), min(columns), max(columns))


def likely_area(sheet: SheetCells) -> CellRange | None:
    """The range of what looks like a table on a sheet with other cells too; None when nothing does.

    It goes from a last heading row, whose columns have all cells below, to the row before an empty one or a note.
    """
    filled: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        filled.setdefault(row, []).append(column)
    best: CellRange | None = None
    for start in list(filled)[:_TRIED]:
        names = all(_may_be_name(sheet.cells[start, column].value) for column in filled[start])
        area = _block(filled, start) if names and (best is None or start > best.last_row) else None
        if area is not None and (best is None or _size(area) > _size(best)):
            best = area
    return best


def _may_be_name(value: object) -> bool:
    """True for a value that may be the name of a column: words or a year."""
    return isinstance(value, str) or (isinstance(value, float) and 1900 <= value < 2100 and value.is_integer())


def _block(filled: dict[int, list[int]], start: int) -> CellRange | None:
    """The range of the table whose last heading row is `start`; None when there is none.

    The names in it and in heading rows right above are side by side, and all cells of the rows are below them.
    """
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
    return CellRange(start, last, columns[0], columns[-1]) if last > start else None


def _run(columns: Iterable[int]) -> list[int]:
    """The longest run of columns side by side."""
    best: list[int] = []
    run: list[int] = []
    for column in columns:
        run = [*run, column] if run and column == run[-1] + 1 else [column]
        best = max(best, run, key=len)
    return best


def _size(area: CellRange) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
