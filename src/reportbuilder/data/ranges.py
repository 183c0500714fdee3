"""Ranges of cells, as spreadsheets write them: A3:G20."""

from __future__ import annotations

import re

from reportbuilder.diagnostics import Place
from reportbuilder.values import Value

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The rows and columns of a sheet in Excel."""
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")


class Area(Value):
    """Cells of a sheet, from the first to the last row and column, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first, last = address(self.first_row, self.first_column), address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def touches(self, other: Area) -> bool:
        """Whether the two have cells in common."""
        rows = other.first_row <= self.last_row and other.last_row >= self.first_row
        return rows and other.first_column <= self.last_column and other.last_column >= self.first_column


def area_of(text: str) -> Area | None:
    """The cells of `A3:G20` or `$A$3`; None for what is no range of a sheet."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    rows = sorted((int(match[2]), int(match[4] or match[2])))
    columns = sorted((column_of(match[1]), column_of(match[3] or match[1])))
    return Area(*rows, *columns) if rows[1] <= LAST_ROW and columns[1] <= LAST_COLUMN else None


def column_of(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    """The name of a cell: B7."""
    return Place("", row, column).cell
