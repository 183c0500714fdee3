"""Columns that are combined, each by the formula in the table's declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from reportbuilder.data.declarations import DerivedColumn
from reportbuilder.data.expressions.amounts import Amount, ExpressionError, Indicator, amount_of, find_indicator
from reportbuilder.data.expressions.evaluation import check_expression, compute
from reportbuilder.data.expressions.filters import Phrase
from reportbuilder.data.table import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.number_format import format_number, rounded
from reportbuilder.values import Value, replace

THIS = "this"
"""What a formula calls its own row."""
_LACKING = Code.EXPRESSION_MISSING
_OF_ROW = Code.EXPRESSION_ZERO  # wrong in one row, and right in the next
_LANGUAGE = "nl"  # a formula gives figures, and words are for the text


def with_derived(table: DataTable, diagnostics: Diagnostics) -> DataTable:
    """The table with its computed columns, each after those that were declared before it.

    Of several formulas the first is taken that has all its figures; a cell of which none has is missing. Quotients are
    rounded, half up, to the column's decimals; what has an end of itself keeps its own.
    """
    for index, column in enumerate(table.declaration.derived):
        if _may_stand(table, column, index, diagnostics) and _can_be_read(table, column, index, diagnostics):
            table = _Deriving(table, column, index, diagnostics).table()
    return table


def _may_stand(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
    place = _declared(table, index, "published")
    if column.published and column.published not in table.columns:
        message = f"{table.shown} has no column “{column.published}”."
        diagnostics.add(Code.COLUMN_UNKNOWN, message, place, nearest(column.published, table.columns))
    if column.column not in table.columns:
        return True
    if column.column not in table.headings:
        message = f"The column “{column.column}” is declared twice."
        diagnostics.add(Code.DERIVED_TWICE, message, _declared(table, index, "column"), "Remove one of the two.")
        return False
    message = f"The column “{column.column}” is combined, so it cannot be typed."
    hint = f"Take the column out; its formula is at {_declared(table, index, 'formula')}."
    diagnostics.add(Code.DERIVED_TYPED, message, table.heading(column.column), hint)
    return False


def _can_be_read(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
    """Whether every formula is an expression, also those that no row comes to."""
    whole = True
    for number, formula in enumerate(column.formula):
        try:
            check_expression(formula)
        except ExpressionError as wrong:
            whole = False
            diagnostics.add(wrong.code, wrong.message, _declared(table, index, "formula", number), wrong.hint)
    return whole


class _Wrong(NamedTuple):
    row: DataRow
    error: ExpressionError
    place: Place


class _Deriving(Value):
    """One column being computed."""

    before: DataTable
    column: DerivedColumn
    index: int
    diagnostics: Diagnostics

    def table(self) -> DataTable:
        """The table with the column."""
        name = self.column.column
        wrong: list[_Wrong] = []
        cells = [self._cell(row, wrong) for row in self.before.rows]
        self._tell(wrong)
        if not wrong and cells and all(cell.missing for cell in cells):
            message = f"No row has all the figures that “{name}” is computed from."
            hint = "Look at the years and columns in the formula."
            self.diagnostics.add(Code.DERIVED_EMPTY, message, _declared(self.before, self.index, "formula"), hint)
        rows = tuple(
            replace(row, cells={**row.cells, name: cell}) for row, cell in zip(self.before.rows, cells, strict=True)
        )
        return replace(self.before, columns=(*self.before.columns, name), rows=rows)

    def _cell(self, row: DataRow, wrong: list[_Wrong]) -> DataCell:
        """The cell of a row: what the first formula gives that has all its figures."""
        for index, formula in enumerate(self.column.formula):
            try:
                return self._computed(row, formula)
            except ExpressionError as error:
                if error.code == _LACKING:
                    continue
                wrong.append(_Wrong(row, error, _declared(self.before, self.index, "formula", index)))
            break
        return make_cell("", row.place)

    def _computed(self, row: DataRow, formula: str) -> DataCell:
        result = compute(formula, lambda name: self._series(name, row), _LANGUAGE)
        if isinstance(result, Phrase) and not result.figure:
            return replace(make_cell(result.text, row.place), formula=formula, sources=result.cells)
        if isinstance(result, int | Decimal):
            result = amount_of(result)
        if not isinstance(result, Amount):
            message = "A computed column holds figures, and this gives words."
            hint = "Say how it is written where it is shown: “format” of a table’s column."
            raise ExpressionError(Code.DERIVED_WORDS, message, hint)
        if not result.cells:
            message = "This is computed from no figure of the data."
            raise ExpressionError(Code.EXPRESSION_SOURCE, message, "Write “this[2022]” for the row’s own figure.")
        amount = result.settled(self.column.decimals) if result.decimals is None else result
        text = format_number(amount.value, None, amount.places())
        cell = number_cell(rounded(amount.value, amount.places()), text, row.place, amount.unit)
        return replace(cell, formula=formula, sources=amount.cells)

    def _series(self, name: str, row: DataRow) -> Indicator:
        if name == THIS:
            return Indicator(row.text("id") or THIS, row, self.before)
        return find_indicator(self.before, name, name, (THIS,))

    def _tell(self, wrong: list[_Wrong]) -> None:
        """Report what is wrong: in the figures of a row there, in a formula once, with the first row that it is in."""
        told = set()
        for row, error, place in wrong:
            name = row.text("id") or row.text("indicator") or str(row.place)
            if error.code == _OF_ROW:
                message = f"“{self.column.column}” of “{name}” cannot be computed: {error.message}"
                hint = f"The formula is at {place}. {error.hint}"
                self.diagnostics.add(Code.DERIVED_CELL, message, row.place, hint)
            elif (place, error.message) not in told:
                told.add((place, error.message))
                self.diagnostics.add(error.code, f"{error.message} (Row “{name}”.)", place, error.hint)


def _declared(table: DataTable, index: int, *key: str | int) -> Place:
    marked = table.declared_at
    return marked.place("derived", index, *key) if marked is not None else Place(table.shown)
