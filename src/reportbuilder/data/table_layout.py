"""Finds the parts of a table among the rows of a CSV file or a sheet: title, headings, body, source; ranges of cells.

Registered thefts                            skip: 1
Period  ; 2022  ; 2022     ; 2023            headings: 2, named “Period”, “2022 Number”, “2022 Per 1 000” …
        ; Number; Per 1 000; Number
Town    ; 12345 ; 34,5     ; 11987           the rows
Bron: CBS                                    the source, which stands under the printed table
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportbuilder.data.column_types import declaration_file
from reportbuilder.data.declarations import Declaration
from reportbuilder.data.table import DataCell, DataTable, check_headings
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.i18n.number_parsing import MARKS, Look, is_year, look_of
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value, replace

MOST_HEADINGS = 8
_SOURCE = re.compile(r"(?:Bron(?:nen)?|Sources?)\s*:\s*(?=\S)|(?=©)", re.IGNORECASE)
_ROWS_TRIED = 30  # rows


class SourceRow(Value):
    """A row of a CSV file or a sheet: its cells, and the place where it begins."""

    cells: tuple[DataCell, ...]
    place: Place

    @property
    def filled(self) -> tuple[DataCell, ...]:
        """Its cells that are not empty."""
        return tuple(cell for cell in self.cells if cell.text)


class TableLayout(Value):
    """The parts of a table: the cells with the names of its columns, its rows, the line on which its headings begin,
    and its source, if its last line gives one (`Bron: CBS`)."""

    headings: tuple[DataCell, ...]
    body: tuple[SourceRow, ...]
    first_line: int
    source: DataCell | None = None


def lay_out_table(
    records: Sequence[SourceRow],
    declaration: Declaration,
    located: LocatedData | None,
    shown: str,
    diagnostics: Diagnostics,
) -> TableLayout | None:
    """Find the parts of a table among the rows of its file, by the `skip` and `headings` of its declaration.

    None, and one diagnostic that says what to declare, when a title or several heading rows are not declared; None, and
    diagnostics, when columns have no names or share one.
    """
    place = located.place if located is not None else lambda *key: Place(shown)
    rows = [record for record in records if record.place.line > declaration.skip and record.filled]
    if not rows and (declaration.skip or declaration.range):
        key = "skip" if declaration.skip else "range"
        diagnostics.add(Code.FILE_EMPTY, f"“{shown}” has no cells there.", place(key), f"Look at “{key}”.")
        return None
    if not rows:
        hint = "Put the names of the columns on its first line, and a row on each line after it."
        diagnostics.add(Code.FILE_EMPTY, f"The file “{shown}” is empty.", Place(shown, 1, 1), hint)
        return None
    rows, source = without_source(rows)
    above = _title_rows(rows)
    if above:
        _report_title(rows, above, declaration, located, shown, diagnostics)
        return None
    count = declaration.headings
    if len(rows) < count:
        message = f"“{shown}” has {len(rows)} rows, and its headings would take {count}."
        diagnostics.add(Code.DECLARATION_VALUE, message, place("headings"), "Look at “headings”.")
        return None
    headings = joined_headings([row.cells for row in rows[:count]])
    guess = _guess(rows)
    several = count == 1 < guess and not _are_names(headings)
    if several and _are_names(joined_headings([row.cells for row in rows[:guess]])):
        message = f"The headings of this table take {guess} rows."
        hint = f"Write “headings: {guess}” in {_file(located, shown)}; their words are put together."
        diagnostics.add(Code.TABLE_HEADINGS, message, rows[0].place, hint)
        return None
    if not check_headings(headings, diagnostics):
        return None
    return TableLayout(headings, tuple(rows[count:]), rows[0].place.line, source)


def _report_title(
    rows: Sequence[SourceRow],
    above: int,
    declaration: Declaration,
    located: LocatedData | None,
    shown: str,
    diagnostics: Diagnostics,
) -> None:
    below = rows[above:]
    count = _guess(below)
    first, last = below[0].place.line, below[count - 1].place.line
    wanted = [f"skip: {first - 1}", *([f"headings: {count}"] if count > 1 else [])]
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    message = f"“{rows[0].filled[0].text[:60]}” stands above the table, whose headings are on {lines}."
    written = "” and, on a line of its own, “".join(wanted)
    hint = f"Write “{written}” in {_file(located, shown)}."
    if declaration.skip:
        hint = f"{hint} It skips {declaration.skip} now."
    diagnostics.add(Code.TABLE_TITLE, message, rows[0].filled[0].place, hint)


def _file(located: LocatedData | None, shown: str) -> str:
    return declaration_file(DataTable((), (), shown, declared_at=located))


def without_source(rows: list[SourceRow]) -> tuple[list[SourceRow], DataCell | None]:
    """The rows without a last one that gives the source, and the source without the word “Bron”."""
    last = rows[-1]
    if len(rows) < 3 or max(len(row.cells) for row in rows[:_ROWS_TRIED]) < 2 or len(last.filled) != 1:
        return rows, None
    match = _SOURCE.match(last.filled[0].text)
    if match is None:
        return rows, None
    cell = last.filled[0]
    return rows[:-1], replace(cell, text=cell.text[match.end() :])


def _title_rows(rows: Sequence[SourceRow]) -> int:
    """How many rows stand above the table: those of one cell, before the first of several."""
    count = next((index for index, row in enumerate(rows[:_ROWS_TRIED]) if len(row.filled) > 1), 0)
    if any(_is_value(cell.text) for cell in rows[count].cells[1:]):  # the headings lack names
        return 0
    return count if all(row.cells[0].text or len(row.cells) > 2 for row in rows[:count]) else 0


def joined_headings(rows: Sequence[Sequence[DataCell]]) -> tuple[DataCell, ...]:
    """The names of columns, joined from the cells of several heading rows from top to bottom, each word once.

    An empty cell of an upper row takes the text of the cell to its left, which spans several columns. A single row is
    returned as it is.
    """
    *upper, last = rows
    if not upper:
        return tuple(last)
    width = max(len(row) for row in rows)
    words: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        spanning = ""
        for index in range(width):
            text = row[index].text if index < len(row) else ""
            spanning = text or (spanning if row is not last else "")
            if spanning and spanning.casefold() not in (word.casefold() for word in words[index]):
                words[index].append(spanning)
    places = [cell.place for cell in last] + [last[-1].place] * (width - len(last))
    return tuple(
        replace(last[0], text=" ".join(" ".join(parts).split()), place=place, missing=not parts, value=None, unit="")
        for parts, place in zip(words, places, strict=True)
    )


def _are_names(cells: Sequence[DataCell]) -> bool:
    names = [cell.text for cell in cells]
    return all(names) and len(set(names)) == len(names)


def _guess(rows: Sequence[SourceRow]) -> int:
    """How many heading rows a table seems to have: those before the first row with a figure, or a mark for one."""
    for index, row in enumerate(rows[: MOST_HEADINGS + 1]):
        cells = row.cells[1:]
        if index and any(_is_value(cell.text) for cell in cells):
            return index
    return 1


def _is_value(text: str) -> bool:
    return text in MARKS or (look_of(text) is not Look.WORDS and not is_year(text))


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The number of rows and columns that a sheet of Excel has."""
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")


class CellRange(Value):
    """A rectangle of cells: first and last row, first and last column, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first, last = address(self.first_row, self.first_column), address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def touches(self, other: CellRange) -> bool:
        """Whether the two rectangles have cells in common."""
        rows = other.first_row <= self.last_row and other.last_row >= self.first_row
        return rows and other.first_column <= self.last_column and other.last_column >= self.first_column


def parse_range(text: str) -> CellRange | None:
    """The range of `A3:G20` or `$A$3`; None for anything that is not one."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    rows = sorted((int(match[2]), int(match[4] or match[2])))
    columns = sorted((column_number(match[1]), column_number(match[3] or match[1])))
    return CellRange(*rows, *columns) if rows[1] <= LAST_ROW and columns[1] <= LAST_COLUMN else None


def column_number(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    """The name of a cell: B7."""
    return Place("", row, column).cell
