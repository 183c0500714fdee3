"""CSV files read into data tables, with the line and column of every cell."""

import csv
import io
from collections.abc import Iterator

from reportbuilder.data.encodings import decode
from reportbuilder.data.tables import DataCell, DataRow, DataTable, check_headings, make_cell
from reportbuilder.problems import Findings, Place
from reportbuilder.values import Mutable, Value, field

_SEPARATORS = ";\t,|"
MOST_CELLS, MOST_COLUMNS = 500_000, 500
"""The cells and columns of a table at most: more are no figures of a report, but what they are counted from."""


class _Record(Value):
    cells: tuple[DataCell, ...]
    place: Place


class _Lines(Mutable):
    """Gives a CSV reader its lines, and remembers which ones the record at hand came from.

    A line that begins with `#` is a comment, but only between records: inside a quoted cell it is text.
    """

    source: Iterator[str]
    between_records: bool = True
    number: int = 0
    first: int = 0
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> "_Lines":
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


def parse_csv(content: bytes, shown: str, findings: Findings) -> DataTable | None:
    """Read CSV separated by semicolons, tabs, commas or bars (whichever the heading row has most of); `decode` says in
    which encodings it may be."""
    text = decode(content, shown, findings)
    if text is None:
        return None
    separator = _separator(text)
    records = _records(text, separator, shown, findings)
    if records is None:
        return None
    if not records:
        hint = "Put the names of the columns on its first line, and a row on each line after it."
        findings.error("file-empty", f"The file “{shown}” is empty.", Place(shown), hint)
        return None
    headings, *body = records
    if not check_headings(headings.cells, findings):
        return None
    names = tuple(cell.text for cell in headings.cells)
    places = {cell.text: cell.place for cell in headings.cells}
    return DataTable(names, tuple(_row(names, record, findings) for record in body), shown, places)


def _separator(text: str) -> str:
    """The separator that the heading row has most of outside quotes; a semicolon when there is one column only."""
    lines = _Lines(iter(io.StringIO(text, newline="")))
    bare = "".join(next(lines, "").split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _records(text: str, separator: str, shown: str, findings: Findings) -> list[_Record] | None:
    lines = _Lines(iter(io.StringIO(text, newline="")))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    records: list[_Record] = []
    while True:
        lines.between_records = True
        try:
            values = next(reader)
        except StopIteration:
            return records
        except csv.Error as error:
            findings.error("csv-syntax", _reason(error), Place(shown, lines.first), _SYNTAX_HINT)
            return None
        if len(values) > MOST_COLUMNS or len(records) * len(values) > MOST_CELLS:
            much = f"{MOST_COLUMNS} columns" if len(values) > MOST_COLUMNS else f"{MOST_CELLS} cells"
            message = f"This table is too large: {much} is the most."
            findings.error("data-large", message, Place(shown, lines.first), TOO_LARGE_HINT)
            return None
        places = _cell_places(lines.taken, separator, lines.first, shown)
        cells = tuple(make_cell(value, place) for value, place in zip(values, places, strict=False))
        if any(not cell.missing for cell in cells):
            records.append(_Record(cells, Place(shown, lines.first)))


TOO_LARGE_HINT = "Count in a spreadsheet or database, and put the results that the report prints into a table."
_SYNTAX_HINT = 'A cell that begins with " must end with one; write "" for a quotation mark inside it.'


def _reason(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "A quotation mark is opened on this line and never closed."
    if "field larger" in str(error):
        return "A cell in this row is longer than 131.072 characters; probably a quotation mark is not closed."
    return f"This row is not valid CSV: {error}."


def _cell_places(lines: list[str], separator: str, line: int, shown: str) -> list[Place]:
    """Where each cell of a record begins; a record is one line, or more when a quoted cell holds line ends."""
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
    """Behind the quotation mark that closes the one at `position`; two of them inside stand for one."""
    end = raw.find('"', position + 1)
    while end >= 0 and raw.startswith('"', end + 1):
        end = raw.find('"', end + 2)
    return end + 1 if end >= 0 else len(raw)


def _row(names: tuple[str, ...], record: _Record, findings: Findings) -> DataRow:
    """A row with a cell for every column; one with too many or too few cells is a problem."""
    cells = record.cells
    if len(cells) != len(names):
        findings.error(
            "csv-uneven",
            f"This row has {len(cells)} cells, the heading row has {len(names)}.",
            record.place,
            "Put a cell with a separator or a line end in it between quotation marks, or add the cells that lack.",
        )
    gap = make_cell("", record.place)
    padded = cells + (gap,) * (len(names) - len(cells))
    return DataRow(dict(zip(names, padded, strict=False)), record.place)
