"""The tables of a report as grids of figures, read from the words on the page, and how far rounding puts sums aside.

A figure that is printed with `n` decimals stands for all that rounds to it: up to half a unit of its last decimal more
or less. A sum of rounded figures can be as far aside as all those halves together, the total's own included. Whole
counts are not rounded: they add up exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from reportbuilder.checks.check import CheckedReport, CheckExample, check_each_table
from reportbuilder.data.calculations import half_unit
from reportbuilder.data.column_types import ambiguous_in
from reportbuilder.data.table import DataCell
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import (
    Cell,
    Document,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    PageReference,
    Paragraph,
    Revised,
    Row,
    RowKind,
    Script,
    Sparkline,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.i18n.formats import NO_BREAK, Unit, format_number
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_parsing import Notation, read_number, readings
from reportbuilder.memo import Memo
from reportbuilder.values import Value

_LISTED = 6
"""More parts than this are not listed in a message."""


class PrintedFigure(Value):
    """A figure as it is printed: its value, its decimals, its unit (`%`, `€`, `kg`; nothing for a count), its place."""

    value: Decimal
    decimals: int
    unit: str = ""
    place: Place = Place()

    @property
    def half(self) -> Decimal:
        """Half a unit of its last decimal; nothing for a whole count, which is exact."""
        return half_unit(self.decimals) if self.decimals or self.unit else Decimal()

    def __str__(self) -> str:
        return format_number(self.value, self.unit, self.decimals).replace("\u00a0", " ")


def is_count(unit: str) -> bool:
    """Whether figures of a unit are counts, which are exact when they are whole."""
    return unit in ("", Unit.COUNT.value)


def printed(cell: DataCell, unit: str) -> PrintedFigure | None:
    """The figure of a data cell, in its row's unit; None where it has none."""
    if cell.value is None:
        return None
    return PrintedFigure(cell.value, cell.decimals, "" if is_count(unit) else unit, cell.place)


def summed(parts: Sequence[PrintedFigure]) -> PrintedFigure:
    """The parts together, in the unit of the first and with the decimals of the most precise."""
    total = sum((part.value for part in parts), Decimal())
    return PrintedFigure(total, max(part.decimals for part in parts), parts[0].unit, parts[0].place)


def slack(parts: Sequence[PrintedFigure]) -> Decimal:
    """How far rounding can put a sum of parts aside: half a unit of each one's last decimal."""
    return sum((part.half for part in parts), Decimal())


def adds_up(total: PrintedFigure, parts: Sequence[PrintedFigure]) -> bool:
    """Whether parts make a total, as far as rounding lets it be seen."""
    return abs(total.value - summed(parts).value) <= slack((*parts, total))


def listed(parts: Sequence[PrintedFigure]) -> str:
    """The sum in words: "40 + 58 = 98"; only its result when there are many parts."""
    terms = [f"({part})" if part.value < 0 else str(part) for part in parts]
    return f"{' + '.join(terms)} = {summed(parts)}" if len(parts) <= _LISTED else str(summed(parts))


def places(parts: Sequence[PrintedFigure]) -> str:
    """Where parts stand: "data/cijfers.csv, lines 3, 4 and 5"."""
    first = parts[0].place
    lines = sorted({part.place.line for part in parts})
    file = (first.file, first.sheet)
    if any((part.place.file, part.place.sheet) != file for part in parts) or not all(lines):
        return ", ".join(str(part.place) for part in parts)
    where, word = (f"{first.file}, sheet “{first.sheet}”", "row") if first.sheet else (first.file, "line")
    if len(lines) == 1:
        return f"{where}, {word} {lines[0]}"
    return f"{where}, {word}s {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def rounding(allowed: Decimal, unit: str = "") -> str:
    """A sentence about what rounding explains; nothing for exact sums."""
    if not allowed:
        return ""
    shown = format_number(allowed, unit).replace("\u00a0", " ")
    return f" Rounding explains {shown} at most (half a unit of each figure’s last decimal)."


_TOTAL = frozenset(
    ("totaal", "in totaal", "subtotaal", "eindtotaal", "totaal generaal", "total", "subtotal", "grand total")
)
_DUTCH = "nl"
_WITH_UNIT = re.compile(r"(?P<number>.*\d\)?) ?(?P<unit>[^\W\d_][^\d()]*)")


class FigureRow(Value):
    """A row: its first words, what it is, and its figures by column; None where a cell holds anything else."""

    name: str
    kind: RowKind
    figures: tuple[PrintedFigure | None, ...]
    place: Place


def read_grid(table: Table, language: str) -> tuple[FigureRow, ...]:
    """The rows of a table; those that are called a total are of that kind, whatever the table says."""
    return tuple(_line(row, len(table.columns), language) for row in table.rows)


def has_totals(table: Table) -> bool:
    """Whether a row or a column of a table is called a total."""
    if any(is_total(_words(column.label)) for column in table.columns):
        return True
    return any(row.kind is RowKind.TOTAL or (row.cells and is_total(cell_words(row.cells[0]))) for row in table.rows)


def is_total(words: str) -> bool:
    """Whether words are those of a total, and nothing else: “Totaal aantal misdrijven” is an indicator."""
    return words.strip().rstrip(":").casefold() in _TOTAL


def _line(row: Row, columns: int, language: str) -> FigureRow:
    name = cell_words(row.cells[0]) if row.cells else ""
    if len(row.cells) != columns:  # one cell over several columns: a heading over the rows below it
        return FigureRow(name, RowKind.GROUP, (None,) * columns, row.place)
    kind = RowKind.TOTAL if is_total(name) else row.kind
    return FigureRow(name, kind, tuple(_figure(cell, language) for cell in row.cells), row.place)


def _figure(cell: Cell, language: str) -> PrintedFigure | None:
    words = cell_words(cell).removesuffix("*").rstrip()  # of a provisional figure
    with_unit = _WITH_UNIT.fullmatch(words)
    written = with_unit["number"] if with_unit else words
    number = readings(written).point if language_of(language).notation is Notation.POINT else read_number(written)
    if number is None:
        return None
    unit = number.unit or (with_unit["unit"].strip() if with_unit else "")
    return PrintedFigure(number.value, number.decimals, unit, cell.place)


def cell_words(cell: Cell) -> str:
    """The words of a cell of one paragraph, without raised signs and marks of status."""
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return ""
    return _words(cell.blocks[0].children)


def _words(inlines: Iterable[Inline]) -> str:
    texts: list[str] = []
    for inline in inlines:
        match inline:
            case Text():
                texts.append(inline.text)
            case Emphasis() | Strong() | Foreign() | Link() | Revised():
                texts.append(_words(inline.children))
            case LineBreak():
                texts.append(" ")
            case Script() | NoteReference() | PageReference() | StatusMark() | Sparkline():
                pass  # no part of the figure or the name
            case _:
                assert_never(inline)
    return "".join(texts).replace(NO_BREAK, " ").strip()


class NumberNotation:
    """Reads the numbers of each column of a table, also those that are typed in Markdown."""

    code = Code.NUMBER_AMBIGUOUS_TYPED
    summary = "A number in a table can be read in two ways."
    reason = "A reader who takes a decimal point for a thousands separator is wrong by a factor of a thousand."
    examples = (
        CheckExample(
            (Code.NUMBER_AMBIGUOUS_TYPED,), "| Team | Uren |\n| --- | --- |\n| Noord | 0.5 |\n| Zuid | 1.250 |"
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """The numbers that can be read in two ways."""
        diagnostics = Diagnostics()
        check_notation(report.document, diagnostics, report.memo)
        return diagnostics


def check_notation(document: Document, diagnostics: Diagnostics, memo: Memo | None = None) -> None:
    """Warn of numbers such as 1.250 in a column that has a decimal point elsewhere (0.5), in a Dutch report."""
    check_each_table("notation", document.chapters, document.language, _check_notation, memo or Memo(), diagnostics)


def _check_notation(table: Table, language: str, diagnostics: Diagnostics) -> None:
    if language != _DUTCH:
        return
    for column in range(len(table.columns)):
        cells = [row.cells[column] for row in table.rows if len(row.cells) == len(table.columns)]
        words = [cell_words(cell) for cell in cells]
        for index, sure in ambiguous_in(words):
            read = readings(words[index])
            both = " or ".join(f"{one.value:f}".replace(".", ",") for one in (read.comma, read.point) if one)
            message = f"“{words[index]}” can be {both}: “{words[sure]}” in its column has a decimal point."
            hint = "Write all numbers of the column with a decimal comma."
            diagnostics.add(Code.NUMBER_AMBIGUOUS_TYPED, message, cells[index].place, hint)
