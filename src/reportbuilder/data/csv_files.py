"""Reads CSV files into data tables, with the line and column of every cell; their separator and encoding are detected.

The standard library's `csv` divides records into fields; what it does not say, where each field begins, is found in the
lines that it took for the record.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from reportbuilder.data.column_types import declaration_file, read_columns
from reportbuilder.data.declarations import Declaration
from reportbuilder.data.table import DataRow, DataTable, text_cell
from reportbuilder.data.table_layout import CellRange, SourceRow, TableLayout, lay_out_table, parse_range
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.characters import clean
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Mutable, field

_SEPARATORS = ";\t,|"
_LINES_TRIED = 30  # lines
MOST_CELLS, MOST_COLUMNS = 500_000, 500
"""The most cells and columns of a table: larger ones hold records to be counted, and not the figures of a report."""


class _Lines(Mutable):
    """The lines of a file for `csv.reader`, which keeps those that the current record was read from.

    A line that begins with `#` is a comment, but only between records: inside a quoted cell it is text.
    """

    source: Iterator[str]
    between_records: bool = True
    number: int = 0
    first: int = 0
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.source)
        self.number += 1
        while self.between_records and (line.startswith("#") or not line.strip() or self._names_separator(line)):
            line = next(self.source)
            self.number += 1
        if self.between_records:
            self.first, self.taken, self.between_records = self.number, [], False
        self.taken.append(line)
        return line

    def _names_separator(self, line: str) -> bool:
        """Whether this is the line `sep=;` that Excel may write first."""
        return self.number == 1 and len(line.rstrip("\r\n")) == 5 and line.casefold().startswith("sep=")


def parse_csv(
    content: bytes,
    shown: str,
    diagnostics: Diagnostics,
    declaration: Declaration | None = None,
    located: LocatedData | None = None,
) -> DataTable | None:
    """Read a table of a CSV file, separated by semicolons, tabs, commas or bars.

    The declaration says where the table stands (below the lines that it skips, or in a range whose rows are lines of
    the file) and how many heading rows it has. `decode` says in which encodings the file may be.
    """
    declaration = declaration or Declaration()
    text = decode(content, shown, diagnostics)
    if text is None:
        return None
    area = _area(declaration, located, shown, diagnostics) if declaration.range else None
    if declaration.range and area is None:
        return None
    separator = _separator(text, max(declaration.skip, area.first_row - 1 if area else 0))
    records = _records(text, separator, shown, diagnostics)
    if records is None:
        return None
    if area is not None:
        records = [cut for record in records if (cut := _within(record, area)) is not None]
    layout = lay_out_table(records, declaration, located, shown, diagnostics)
    if layout is None:
        return None
    names = tuple(cell.text for cell in layout.headings)
    places = {cell.text: cell.place for cell in layout.headings}
    body = _without_notes(layout, located, shown, diagnostics)
    rows = tuple(_row(names, record, diagnostics) for record in body)
    table = DataTable(names, rows, shown, places, declaration, located, layout.source)
    return read_columns(table, diagnostics, separator)


def _area(
    declaration: Declaration, located: LocatedData | None, shown: str, diagnostics: Diagnostics
) -> CellRange | None:
    """The lines and columns of a declared range; None, and a problem, when it is none."""
    if area := parse_range(declaration.range):
        return area
    place = located.place("range") if located is not None else Place(shown)
    message = f"“{declaration.range}” is no range of cells."
    hint = "Write the first and the last cell, with the lines of the file: A3:G20. Only a workbook names ranges."
    diagnostics.add(Code.DECLARATION_VALUE, message, place, hint)
    return None


def _within(record: SourceRow, area: CellRange) -> SourceRow | None:
    """The part of a row that is in a range; None where it is on other lines."""
    if not area.first_row <= record.place.line <= area.last_row:
        return None
    return SourceRow(record.cells[area.first_column - 1 : area.last_column], record.place)


def _separator(text: str, skip: int) -> str:
    """The separator of the lines after the first `skip`.

    Of the separators in the heading row, it is the one that most other lines have as many of. Where a title stands
    first, it is the one that the lines below have equally many of; a semicolon when there is one column only.
    """
    lines = _Lines(iter(io.StringIO(text, newline="")))
    bare = ["".join(line.split('"')[::2]) for line in islice(lines, skip + _LINES_TRIED) if lines.number > skip]
    if not bare:
        return _SEPARATORS[0]
    heading, body = bare[0], bare[1:]
    agreement = {one: _most_common_count([line.count(one) for line in bare]) for one in _SEPARATORS}
    in_heading = [one for one in _SEPARATORS if one in heading]
    best = max(in_heading, key=lambda one: (agreement[one], heading.count(one)), default="")
    below = {one: _most_common_count([line.count(one) for line in body]) for one in _SEPARATORS[:2]}
    other = max(below, key=lambda one: below[one])
    if below[other] > max(1, agreement.get(best, 0)):
        return other
    return best or _SEPARATORS[0]


def _most_common_count(counts: list[int]) -> int:
    """How many lines have the same number of separators, zero apart."""
    most = Counter(filter(None, counts)).most_common(1)
    return most[0][1] if most else 0


def _records(text: str, separator: str, shown: str, diagnostics: Diagnostics) -> list[SourceRow] | None:
    lines = _Lines(iter(io.StringIO(text, newline="")))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    records: list[SourceRow] = []
    while True:
        lines.between_records = True
        try:
            values = next(reader)
        except StopIteration:
            return records
        except csv.Error as error:
            diagnostics.add(Code.CSV_SYNTAX, _reason(error), Place(shown, lines.first, 1), _SYNTAX_HINT)
            return None
        if len(values) > MOST_COLUMNS or len(records) * len(values) > MOST_CELLS:
            much = f"{MOST_COLUMNS} columns" if len(values) > MOST_COLUMNS else f"{MOST_CELLS} cells"
            message = f"This table is too large: {much} is the most."
            diagnostics.add(Code.DATA_LARGE, message, Place(shown, lines.first, 1), TOO_LARGE_HINT)
            return None
        places = _cell_places(lines.taken, separator, lines.first, shown)
        cells = tuple(text_cell(value, place) for value, place in zip(values, places, strict=False))
        if any(not cell.missing for cell in cells):
            records.append(SourceRow(cells, Place(shown, lines.first, 1)))


TOO_LARGE_HINT = "Count in a spreadsheet or database, and put the results that the report prints into a table."
_SYNTAX_HINT = 'A cell that begins with " must end with one; write "" for a quotation mark inside it.'


def _reason(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "A quotation mark is opened on this line and never closed."
    if "field larger" in str(error):
        return "A cell in this row is longer than 131.072 characters; probably a quotation mark is not closed."
    return f"This row is not valid CSV: {error}."


def _cell_places(lines: list[str], separator: str, line: int, shown: str) -> list[Place]:
    """Where each cell of a record begins; a record has several lines when a quoted cell holds line ends."""
    raw, places = "".join(lines), [Place(shown, line, 1)]
    position = line_start = 0
    while True:
        end = _quoted_end(raw, position) if raw.startswith('"', position) else position
        if len(lines) > 1:
            line += raw.count("\n", position, end)
            line_start = max(line_start, raw.rfind("\n", position, end) + 1)
        following = raw.find(separator, end)
        if following < 0:
            return places
        position = following + 1
        places.append(Place(shown, line, position - line_start + 1))


def _quoted_end(raw: str, position: int) -> int:
    """The position after the quotation mark that closes the one at `position`; two inside stand for one."""
    end = raw.find('"', position + 1)
    while end >= 0 and raw.startswith('"', end + 1):
        end = raw.find('"', end + 2)
    return end + 1 if end >= 0 else len(raw)


def _without_notes(
    layout: TableLayout, located: LocatedData | None, shown: str, diagnostics: Diagnostics
) -> tuple[SourceRow, ...]:
    """The rows without lines of one cell at the end, which are reported once: they may be notes below the table."""
    width = len(layout.headings)
    count = len(layout.body)
    while width > 1 and count and len(layout.body[count - 1].cells) == 1:
        count -= 1
    if count < len(layout.body):
        notes = layout.body[count:]
        message = f"“{notes[0].cells[0].text[:60]}” stands below the table: it has one cell, the headings have {width}."
        cells = CellRange(layout.first_line, notes[0].place.line - 1, 1, width)
        file = declaration_file(DataTable((), (), shown, declared_at=located))
        hint = f"Write “range: {cells}” in {file}, and what it says as “source” or “notes” of the table."
        diagnostics.add(Code.TABLE_NOTE, message, notes[0].cells[0].place, hint)
    return layout.body[:count]


def _row(names: tuple[str, ...], record: SourceRow, diagnostics: Diagnostics) -> DataRow:
    """A row with a cell for every column; one with too many or too few cells is a problem."""
    cells = record.cells
    if len(cells) != len(names):
        hint = "Put a cell with a separator or a line end in it between quotation marks, or add the cells that lack."
        message = f"This row has {len(cells)} cells, the heading row has {len(names)}."
        diagnostics.add(Code.CSV_UNEVEN, message, record.place, hint)
    gap = text_cell("", record.place)
    padded = cells + (gap,) * (len(names) - len(cells))
    return DataRow(dict(zip(names, padded, strict=False)), record.place)


_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
_SAVE = "Save the file as “CSV UTF-8” (in Excel: Save as, CSV UTF-8)."


def decode(content: bytes, shown: str, diagnostics: Diagnostics) -> str | None:
    """The text of a file: UTF-8, UTF-16 with a byte order mark as Excel writes “Unicode text”, or Windows-1252 as it
    writes plain CSV. None, and a diagnostic, when the bytes are none of these.

    Bytes that are not UTF-8 are read as Windows-1252, with a note, unless they have control characters or some
    multi-byte characters of UTF-8: then the file is damaged.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding).lstrip("\ufeff")  # a mark that was written twice
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _CONTROL.search(content) or _UTF8_PAIR.search(content):
            name = "UTF-16" if encoding == "utf-16" else "UTF-8"
            message = f"The character at byte {error.start + 1} is not {name}."
            diagnostics.add(Code.FILE_ENCODING, message, _place(content, error.start, shown), _SAVE)
            return None
        message = "This file is not UTF-8; it is read as Windows-1252, as Excel writes plain CSV."
        hint = f"Look at its accents and €. {_SAVE}"
        diagnostics.add(Code.FILE_ENCODING_ASSUMED, message, _place(content, error.start, shown), hint)
        return clean(content.decode("cp1252"), shown, diagnostics)
    if "\0" in text:
        message = "This file has characters that no text has; it may be UTF-16 without a mark, or no text at all."
        diagnostics.add(Code.FILE_ENCODING, message, _place(content, max(content.find(b"\0"), 0), shown), _SAVE)
        return None
    return clean(text, shown, diagnostics)


def _place(content: bytes, position: int, shown: str) -> Place:
    before = content[:position]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Place(shown, before.count(b"\n") + 1, column)
