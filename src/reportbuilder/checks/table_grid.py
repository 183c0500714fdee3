"""The tables of a report as grids of figures, read from the words on the page, and numbers that can be misread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.checks.sums import PrintedFigure
from reportbuilder.data.column_types import ambiguous_in
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
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_format import NO_BREAK
from reportbuilder.i18n.number_parsing import Notation, read_number, readings
from reportbuilder.values import Value

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
            case Script() | NoteReference() | PageReference() | StatusMark():  # no part of the figure or the name
                pass
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
        check_notation(report.document, diagnostics)
        return diagnostics


def check_notation(document: Document, diagnostics: Diagnostics) -> None:
    """Warn of numbers such as 1.250 in a column that has a decimal point elsewhere (0.5), in a Dutch report."""
    if document.language != _DUTCH:
        return
    for chapter in document.chapters:
        for block in blocks_in(chapter.blocks):
            if isinstance(block, Table):
                _check_table(block, diagnostics)


def _check_table(table: Table, diagnostics: Diagnostics) -> None:
    for column in range(len(table.columns)):
        cells = [row.cells[column] for row in table.rows if len(row.cells) == len(table.columns)]
        words = [cell_words(cell) for cell in cells]
        for index, sure in ambiguous_in(words):
            read = readings(words[index])
            both = " or ".join(f"{one.value:f}".replace(".", ",") for one in (read.comma, read.point) if one)
            message = f"“{words[index]}” can be {both}: “{words[sure]}” in its column has a decimal point."
            hint = "Write all numbers of the column with a decimal comma."
            diagnostics.add(Code.NUMBER_AMBIGUOUS_TYPED, message, cells[index].place, hint)
