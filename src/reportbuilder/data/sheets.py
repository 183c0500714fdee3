"""The XML of a sheet of a workbook, streamed into its filled cells, and what is hidden or merged in it.

ECMA-376 part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.parsers import expat

from reportbuilder.data.packages import DamagedPackageError
from reportbuilder.data.ranges import LAST_COLUMN, LAST_ROW, Area, address, area_of, column_of
from reportbuilder.data.rendering import DAYS_TO_1904
from reportbuilder.data.workbook_parts import Book, SheetPart, unescaped
from reportbuilder.values import Value

MOST_TAGS = 3_000_000
"""The tags in the XML of a sheet at most: those of half a million cells with formulas, and of a million empty rows."""
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
    rows = content.count(b"<row") + content.count(b":row")
    if rows > LAST_ROW + 10:
        raise TooLargeError(f"it has {rows} rows, and Excel has {LAST_ROW}")
    if content.count(b"<") > MOST_TAGS:
        raise TooLargeError(f"its XML has {content.count(b'<')} tags, and {MOST_TAGS} are read at most")
    reading = _Reading(book)
    try:
        reading.read(content)
    except expat.ExpatError as error:
        raise DamagedPackageError("the XML of a sheet is broken") from error
    return Sheet(
        reading.cells, frozenset(reading.hidden), tuple(reading.columns), reading.filtered, tuple(reading.merged)
    )


class _Reading:
    """Takes the tags and texts of a sheet one by one: most elements of a sheet need no tree, and sheets are long."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._row = self._column = 0
        self._attributes: Mapping[str, str] = {}  # of the cell at hand
        self._parts: dict[str, list[str]] = {}  # what was read of it, by element: `v`, `t` (inline text), `f`
        self._open: list[str] | None = None
        self._reading_aid = False  # inside of `rPh`
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.hidden: set[int] = set()
        self.columns: list[tuple[int, int]] = []
        self.merged: list[Area] = []
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
                self._column = column_of(match[1]) if match else self._column + 1
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
                area = area_of(attributes.get("ref", ""))
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
    """Whether a row or column is hidden, by its mark or by its size of nothing."""
    return attributes.get("hidden") in ("1", "true") or (attributes.get(size) or "1").strip("0.") == ""


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
