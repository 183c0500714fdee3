"""The tables of a report as grids of figures, read from the words that stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from reportbuilder.checks.sums import PrintedFigure
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Cell,
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
from reportbuilder.i18n.number_format import NO_BREAK
from reportbuilder.i18n.number_parsing import read_number, readings
from reportbuilder.values import Value

_TOTAL = frozenset(
    ("totaal", "in totaal", "subtotaal", "eindtotaal", "totaal generaal", "total", "subtotal", "grand total")
)
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
    number = readings(written).point if language == "en" else read_number(written)
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
    found = []
    for inline in inlines:
        match inline:
            case Text():
                found.append(inline.text)
            case Emphasis() | Strong() | Foreign() | Link() | Revised():
                found.append(_words(inline.children))
            case LineBreak():
                found.append(" ")
            case Script() | NoteReference() | PageReference() | StatusMark():  # no part of the figure or the name
                pass
            case _:
                assert_never(inline)
    return "".join(found).replace(NO_BREAK, " ").strip()
