"""The columns of a table from data: how each looks, and its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Annotated

from reportbuilder.data.columns import declaration_file, is_figures
from reportbuilder.data.derived import THIS
from reportbuilder.data.indicators import is_provisional
from reportbuilder.data.norms import NORM, is_norm, no_norm, norm_cell, norm_of, parse_norm, written_goal, written_norm
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Place
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Align, Cell, Column, Inline, Paragraph, Status, StatusMark, Text
from reportbuilder.i18n.number_format import MINUS, NO_BREAK, Unit, format_number, in_language
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.project.schema import Form, Limits, Words
from reportbuilder.reader.directive import Reading

PROVISIONAL = "*"


class Format(Enum):
    """How the figures of a column are written."""

    AUTO = "auto"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    CHANGE = "change"
    GOAL = "goal"


_UNITS = {
    Format.NUMBER: Unit.COUNT.value,
    Format.PERCENT: Unit.PERCENT.value,
    Format.POINTS: Unit.POINTS.value,
    Format.CHANGE: "",
}
"""The formats of numbers, each with the unit that it prints; a change has its cell's own."""


class ColumnSettings(Form):
    """What a table says about one of its columns; `met` shows whether a figure meets the goal in the column `norm`."""

    key: Words
    label: Words | None = None
    header: bool = False
    format: Format = Format.AUTO
    align: Align | None = None
    width: Annotated[float, Limits(above=0)] | None = None
    met: bool = False
    norm: Words = NORM


def printed(cell: DataCell, reading: Reading) -> str:
    """What is printed of a cell whose column is not one of figures: its text, or the number of a workbook's cell."""
    own = cell.native and cell.value is not None
    return in_language(cell.printed, reading.project.settings.language) if own else cell.printed


class DataColumn:
    """One column of a table from data."""

    def __init__(
        self, asked: ColumnSettings, data: DataTable, rows: Sequence[DataRow], place: Place, reading: Reading
    ) -> None:
        self._asked = asked
        self._data = data
        self._reading = reading
        filled = [c for c in (self._found(row) for row in rows) if not (c.missing or c.not_applicable)]
        figures = bool(filled) and all(c.value is not None for c in filled) and asked.format is not Format.TEXT
        written = is_figures(asked.key) or (figures and not all(is_year(c.text) for c in filled))
        self._formats = written if asked.format is Format.AUTO else asked.format is not Format.TEXT
        if asked.format is Format.AUTO and not figures:
            self._warn_mixed(filled)
        label = asked.key if asked.label is None else asked.label
        default = Align.DECIMAL if figures and not asked.header else Align.LEFT
        inlines = reading.inlines(label, place) if label else ()
        self.column = Column(asked.key, inlines, asked.align or default, asked.header, asked.width)

    def cell(self, row: DataRow) -> Cell:
        """The column's cell in a row."""
        cell = self._found(row)
        if cell.not_applicable:
            return self._words(self._reading.words.not_applicable, cell)
        if cell.missing:
            words = self._reading.sources.printed_missing(cell)
            return self._words(words, cell) if words else Cell((), place=cell.place)
        if is_norm(self._asked.key) and self._asked.format is not Format.TEXT and not no_norm(cell):
            return self._norm(cell, row)
        if cell.value is None and self._asked.format in _UNITS and not cell.formula:
            message = f"“{cell.text}” is not a number, and “format: {self._asked.format.value}” is for numbers."
            hint = f"Write a figure; or take “format” of the column “{self._asked.key}” away from the table."
            self._reading.diagnostics.add(Code.DATA_NOT_A_NUMBER, message, cell.place, hint)
        if cell.value is None or not self._formats:
            return Cell(
                self._reading.cell_blocks(printed(cell, self._reading), cell.place), value=cell.value, place=cell.place
            )
        return self._figure(cell, cell.value, row)

    def provisional(self, row: DataRow) -> bool:
        """Whether the figure in a row is provisional."""
        cell = row.cells[self._asked.key]
        return cell.value is not None and is_provisional(self._data, row, self._asked.key)

    def _found(self, row: DataRow) -> DataCell:
        """What the data has for a row: the norm of a year may be the one of all years."""
        cell = norm_cell(row, self._asked.key) if is_norm(self._asked.key) else None
        return cell or row.cells[self._asked.key]

    def _words(self, words: str, cell: DataCell) -> Cell:
        return Cell((Paragraph((Text(words, cell.place),), cell.place),), place=cell.place)

    def _norm(self, cell: DataCell, row: DataRow) -> Cell:
        """A norm in the words of the data, or with its sign; of a goal the figure alone."""
        norm, unit = parse_norm(cell.text), row.form()
        if norm is None:  # which is a problem already
            return self._words(cell.text, cell)
        goal = self._asked.format is Format.GOAL
        language = self._reading.project.settings.language
        if goal:
            return self._words(in_language(written_goal(norm, unit), language), cell)
        return self._words(written_norm(norm, cell.text, unit, language), cell)

    def _check_unit(self, cell: DataCell, row: DataRow) -> None:
        """Report a format that would print a figure in percent which counts something else."""
        counted = cell.unit or (row.text("eenheid") if is_year(self._asked.key) else "")
        asked = self._asked.format
        if asked not in (Format.PERCENT, Format.POINTS) or counted in ("", Unit.PERCENT.value, Unit.POINTS.value):
            return
        message = f"“{cell.text}” counts “{counted}”, and “format: {asked.value}” would print it as a percentage."
        hint = f"Take “format” of the column “{self._asked.key}” away from the table, or choose its rows with “only”."
        self._reading.diagnostics.add(Code.FORMAT_UNIT, message, cell.place, hint)

    def _figure(self, cell: DataCell, value: Decimal, row: DataRow) -> Cell:
        self._check_unit(cell, row)
        figure = in_language(self._written(cell, value, row), self._reading.project.settings.language)
        mark = self._mark(value, row)
        raised = PROVISIONAL if self.provisional(row) else ""
        filled = (BoundValue(figure, *self._source(cell, row), place=cell.place),)
        children: tuple[Inline, ...] = (Text(f"{figure}{raised}{NO_BREAK if mark else ''}", cell.place, filled),)
        return Cell((Paragraph((*children, *mark), cell.place),), value=cell.value, place=cell.place)

    def _written(self, cell: DataCell, value: Decimal, row: DataRow) -> str:
        style = self._asked.format
        if style is Format.AUTO and cell.shown:
            return cell.shown
        if style is Format.CHANGE or (style is Format.AUTO and cell.formula):
            unit = cell.unit
        else:
            unit = _UNITS.get(style) or cell.unit or row.unit_of(self._asked.key)
        form = row.form(unit)
        figure = format_number(value, form, cell.decimals if cell.formula else form.places(cell.decimals))
        return f"+{figure}" if style is Format.CHANGE and value > 0 else figure

    def _warn_mixed(self, filled: Sequence[DataCell]) -> None:
        """Warn of words among numbers that are printed as they are typed because of them: 12345 beside 1.234."""
        numbers = [c for c in filled if c.value is not None and not (c.native or is_year(c.text))]
        words = [c for c in filled if c.value is None]
        as_typed = [c for c in numbers if c.text.replace("-", MINUS) != format_number(c.value or 0, "", c.decimals)]
        if self._formats or not as_typed or len(numbers) <= len(words):
            return
        message = (
            f"“{words[0].text}” is no number, so the numbers of the column “{self._asked.key}” are printed as they are "
            f"typed: {as_typed[0].text}."
        )
        hint = (
            f"If it says that the figure is missing, write “missing: [{words[0].text}]” in "
            f"{declaration_file(self._data)}; if the column holds words, write “format: text” for it in the table."
        )
        self._reading.diagnostics.add(Code.DATA_MIXED, message, words[0].place, hint)

    def _source(self, cell: DataCell, row: DataRow) -> tuple[str, tuple[SourceCell, ...]]:
        """The expression that gives the figure, as the text would write it, and the cells that it is from."""
        identity, column = row.text("id"), self._asked.key
        if cell.formula:
            return re.sub(rf"\b{THIS}\b", identity or THIS, cell.formula), cell.sources
        written = f"{identity}[{column}]" if is_year(column) else f'{identity}["{column}"]'
        return written if identity else "", (SourceCell(cell.place, identity, column),)

    def _mark(self, value: Decimal, row: DataRow) -> tuple[StatusMark, ...]:
        norm = norm_of(row, self._asked.norm) if self._asked.met else None
        met = norm.met(value, row.figures()) if norm else None
        if met is None:
            return ()
        words = self._reading.words
        status, word = (Status.DONE, words.goal_met) if met else (Status.NOT_DONE, words.goal_missed)
        return (StatusMark(status, word, inferred=True, show_word=False),)
