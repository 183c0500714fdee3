"""The XML of a sheet of a workbook, streamed into its filled cells, and what is hidden or merged in it.

ECMA-376 part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from reportbuilder.data.books import Book, SheetPart, elements, local, plain_text, unescaped
from reportbuilder.data.packages import DamagedPackageError
from reportbuilder.data.ranges import LAST_COLUMN, LAST_ROW, Area, area_of, column_of
from reportbuilder.data.rendering import DAYS_TO_1904
from reportbuilder.values import Value

MOST_CELLS = 1_000_000
"""The cells of a sheet at most, empty ones with a border or colour included."""
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_EPOCH = datetime(1899, 12, 30)


class TooLargeError(Exception):
    """A sheet with more rows or cells than are read; the message says how many."""


class ErrorValue(Value):
    """What a formula gives that has no result: `#DIV/0!`."""

    name: str


class NoResult(Value):
    """A formula that no program has computed yet."""


class RawCell(Value):
    """What a file has for a filled cell, and the number of its style."""

    value: float | str | bool | ErrorValue | NoResult
    style: int


class Sheet(Value, eq=False):
    """A sheet that was read: its filled cells by row and column; which rows and columns are hidden; whether a filter
    hides rows; and its merged cells."""

    cells: Mapping[tuple[int, int], RawCell]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    filtered: bool
    merged: tuple[Area, ...]


def read_sheet(book: Book, part: SheetPart) -> Sheet:
    """Read a sheet; TooLargeError before it takes long, DamagedPackageError when it cannot be read."""
    content = book.sheet_bytes(part)
    rows, cells = (content.count(b"<" + n) + content.count(b":" + n) for n in (b"row", b"c"))
    if rows > LAST_ROW + 10 or cells > MOST_CELLS:
        much = f"{rows} rows, and Excel has {LAST_ROW}" if rows > LAST_ROW + 10 else f"{cells} cells"
        raise TooLargeError(f"it has {much}")
    reading = _Reading(book)
    for node in elements(content, "row", "col", "mergeCell", "filterColumn"):
        reading.take(node)
    return Sheet(
        reading.cells, frozenset(reading.hidden), tuple(reading.columns), reading.filtered, tuple(reading.merged)
    )


class _Reading:
    """Takes the elements of a sheet one by one."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._row = 0
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.hidden: set[int] = set()
        self.columns: list[tuple[int, int]] = []
        self.merged: list[Area] = []
        self.filtered = False

    def take(self, node: Any) -> None:
        match local(node.tag):
            case "row":
                self._take_row(node)
            case "col":
                if _is_hidden(node, "width"):
                    self.columns.append((_count(node.get("min")), _count(node.get("max"))))
            case "mergeCell":
                area = area_of(node.get("ref", ""))
                self.merged += [area] if area is not None else []
            case _:
                self.filtered = True

    def _take_row(self, node: Any) -> None:
        self._row = _count(node.get("r")) or self._row + 1
        if self._row > LAST_ROW:
            raise DamagedPackageError(f"it has a row {self._row}")
        if _is_hidden(node, "ht"):
            self.hidden.add(self._row)
        column = 0
        for cell in node:
            if local(cell.tag) != "c":
                continue
            match = _ADDRESS.fullmatch(cell.get("r", ""))
            column = column_of(match[1]) if match else column + 1
            if column > LAST_COLUMN:
                raise DamagedPackageError(f"it has a column {column}")
            value = self._value(cell)
            if value is not None and value != "":
                self.cells[self._row, column] = RawCell(value, _count(cell.get("s")))

    def _value(self, cell: Any) -> float | str | bool | ErrorValue | NoResult | None:
        parts = {local(child.tag): child for child in cell}
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return plain_text(parts["is"]) if "is" in parts else None
        written = parts["v"].text if "v" in parts else None
        if not written:
            return NoResult() if "f" in parts and (kind != "str" or "v" not in parts) else None
        try:
            match kind:
                case "s":
                    return self._book.strings[int(written)]
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
            raise DamagedPackageError(f"cell {cell.get('r', '?')} has no value that can be read") from error
        if not math.isfinite(number):
            raise DamagedPackageError(f"cell {cell.get('r', '?')} has no finite number")
        return number


def _is_hidden(node: Any, size: str) -> bool:
    """Whether a row or column is hidden, by its mark or by its size of nothing."""
    return node.get("hidden") in ("1", "true") or (node.get(size) or "1").strip("0.") == ""


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0


def runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as runs, first and last: 1, 2, 3, 7 are 1 to 3 and 7 to 7."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)
