"""A column of a table that says whether a figure meets its norm: a symbol, a word, and the norm itself."""

from __future__ import annotations

from decimal import Decimal

from reportbuilder.data.norms import Norm, is_norm, norm_cell, norm_of, written_norm
from reportbuilder.data.table import DataRow
from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Cell, Column, Inline, Paragraph, Status, StatusMark, Text
from reportbuilder.reader.directive import ReadingContext


class VerdictColumn:
    """The verdicts on the figures of a column by the norm of their row. Where another norm of the row comes to another
    verdict, that is said, too."""

    def __init__(self, column: Column, figures: str, norm: str, reading: ReadingContext) -> None:
        self.column = column
        self._figures, self._norm, self._reading = figures, norm, reading

    def cell(self, row: DataRow) -> Cell:
        """The verdict in a row; what is printed for a missing norm where there is none."""
        value, norm = row.cells[self._figures].value, norm_of(row, self._norm)
        verdict = self._verdict(value, norm, self._norm, row) if value is not None and norm is not None else ()
        if not verdict or value is None:
            cell = norm_cell(row, self._norm)
            words = self._reading.sources.printed_missing(cell) if cell is not None and cell.missing else ""
            return Cell((Paragraph((Text(words, row.place),), row.place),) if words else (), place=row.place)
        others = [name for name in row.cells if is_norm(name) and name != self._norm]
        more: list[Inline] = []
        for name in others:
            other = norm_of(row, name)
            said = self._verdict(value, other, name, row) if other is not None else ()
            if said and _status(said) is not _status(verdict):
                more += [Text(f"; {name}: "), *said]
        return Cell((Paragraph((*verdict, *more), row.place),), place=row.place)

    def provisional(self, row: DataRow) -> bool:
        """False: a verdict shows no figure of its own."""
        return False

    def _verdict(self, value: Decimal, norm: Norm, column: str, row: DataRow) -> tuple[Inline, ...]:
        """The symbol with its word, and the norm; nothing where the norm has no number."""
        met = norm.met(value, row.figures())
        if met is None:
            return ()
        words = self._reading.words
        status, word = (Status.DONE, words.goal_met) if met else (Status.NOT_DONE, words.goal_missed)
        cell = norm_cell(row, column)
        place: Place = cell.place if cell is not None else row.place
        text = written_norm(norm, row.text(column), row.form(), self._reading.project.settings.language)
        bound = BoundValue(text, "", (SourceCell(place, row.text("id"), column),), place=place, at=2)
        return StatusMark(status, word, inferred=True), Text(f" ({text})", place, (bound,))


def _status(verdict: tuple[Inline, ...]) -> Status | None:
    return next((inline.status for inline in verdict if isinstance(inline, StatusMark)), None)
