"""A column of sparklines in a table: in every row a line through its figures, read aloud as its first and last."""

from __future__ import annotations

from collections.abc import Sequence

from reportbuilder.data.norms import norm_of, written_norm
from reportbuilder.data.table import DataCell, DataRow
from reportbuilder.diagnostics import Code
from reportbuilder.document.model import Cell, Column, Paragraph, Sparkline
from reportbuilder.i18n.formats import format_number, in_language
from reportbuilder.reader.directive import ReadingContext


class TrendColumn:
    """A column of sparklines through the figures of the columns `trend`, with the norm in the column `norm`, if any."""

    def __init__(self, column: Column, trend: Sequence[str], norm: str, reading: ReadingContext) -> None:
        self.column, self._trend, self._norm, self._reading = column, trend, norm, reading

    def cell(self, row: DataRow) -> Cell:
        """The sparkline of a row; an empty cell where fewer than two of its figures are known."""
        cells = [row.cells[name] for name in self._trend]
        known = [(name, cell) for name, cell in zip(self._trend, cells, strict=True) if cell.value is not None]
        for cell in cells:
            if cell.value is None and not (cell.missing or cell.not_applicable):
                message = f"“{cell.text}” cannot be drawn: it is not a number."
                hint = f"Write a figure, or take its column away from “trend” of “{self.column.key}”."
                self._reading.diagnostics.add(Code.DATA_NOT_A_NUMBER, message, cell.place, hint)
        if len(known) < 2:
            return Cell((), place=row.place)
        words, language = self._reading.words, self._reading.project.settings.language
        (first_column, first), (last_column, last) = known[0], known[-1]
        texts = [_in_unit(cell, row, name, language) for name, cell in ((first_column, first), (last_column, last))]
        word = words.trend.format(first=texts[0], first_column=first_column, last=texts[1], last_column=last_column)
        norm = norm_of(row, self._norm) if self._norm else None
        bound = norm.bound(row.figures()) if norm else None
        if norm is not None and bound is not None:
            written = written_norm(norm, row.text(self._norm), row.form(), language)
            word = words.trend_norm.format(trend=word, norm=written)
        values = tuple(None if cell.value is None else float(cell.value) for cell in cells)
        line = Sparkline(values, word, None if bound is None else float(bound))
        return Cell((Paragraph((line,), row.place),), place=row.place)

    def provisional(self, row: DataRow) -> bool:
        """False: a sparkline shows no figure in words."""
        return False


def _in_unit(cell: DataCell, row: DataRow, column: str, language: str) -> str:
    """A figure as it is written in its unit."""
    form = row.form(cell.unit or row.unit_of(column))
    return in_language(format_number(cell.value or 0, form, form.places(cell.decimals)), language)
