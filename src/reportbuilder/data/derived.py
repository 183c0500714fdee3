"""Derived columns: computed row by row from the formulas that the declaration of a table gives for them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from reportbuilder.data.declarations import DerivedColumn
from reportbuilder.data.expressions.amounts import (
    Amount,
    ExpressionError,
    Indicator,
    MissingFigureError,
    UndefinedResultError,
    amount_of,
    find_indicator,
)
from reportbuilder.data.expressions.evaluation import check_expression, compute
from reportbuilder.data.expressions.functions import Phrase
from reportbuilder.data.table import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.number_format import format_number, rounded
from reportbuilder.values import Value, replace

THIS = "this"
"""The name by which a formula refers to its own row."""
_LANGUAGE = "nl"  # a formula gives figures, and words are for the text


def with_derived(table: DataTable, diagnostics: Diagnostics) -> DataTable:
    """The table with its derived columns, in the order in which they are declared; each may use those before it.

    Of several formulas the first is used for whose figures none is missing in the row; where there is none, the cell is
    missing. Quotients are rounded half up to the column's decimals; sums and differences keep their own.
    """
    for index, column in enumerate(table.declaration.derived):
        if _has_free_name(table, column, index, diagnostics) and _check_formulas(table, column, index, diagnostics):
            table = _ColumnBuilder(table, column, index, diagnostics).table()
    return table


def _has_free_name(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
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


def _check_formulas(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
    """Report what is wrong with the formulas of a column, also those that no row needs; whether nothing is."""
    valid = True
    for number, formula in enumerate(column.formula):
        try:
            check_expression(formula)
        except ExpressionError as wrong:
            valid = False
            diagnostics.add(wrong.code, wrong.message, _declared(table, index, "formula", number), wrong.hint)
    return valid


class _CellError(NamedTuple):
    """What is wrong with the cell of a row, and where its formula is declared."""

    row: DataRow
    error: ExpressionError
    place: Place


class _ColumnBuilder(Value):
    """Computes one column of a table."""

    before: DataTable
    column: DerivedColumn
    index: int
    diagnostics: Diagnostics

    def table(self) -> DataTable:
        """The table with the column."""
        name = self.column.column
        errors: list[_CellError] = []
        cells = [self._cell(row, errors) for row in self.before.rows]
        self._report(errors)
        if not errors and cells and all(cell.missing for cell in cells):
            message = f"No row has all the figures that “{name}” is computed from."
            hint = "Look at the years and columns in the formula."
            self.diagnostics.add(Code.DERIVED_EMPTY, message, _declared(self.before, self.index, "formula"), hint)
        rows = tuple(
            replace(row, cells={**row.cells, name: cell}) for row, cell in zip(self.before.rows, cells, strict=True)
        )
        return replace(self.before, columns=(*self.before.columns, name), rows=rows)

    def _cell(self, row: DataRow, errors: list[_CellError]) -> DataCell:
        """The cell of a row, by the first formula for whose figures none is missing."""
        for index, formula in enumerate(self.column.formula):
            try:
                return self._computed(row, formula)
            except MissingFigureError:
                continue
            except ExpressionError as error:
                errors.append(_CellError(row, error, _declared(self.before, self.index, "formula", index)))
            break
        return make_cell("", row.place)

    def _computed(self, row: DataRow, formula: str) -> DataCell:
        result = compute(formula, lambda name: self._indicator(name, row), _LANGUAGE)
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
        amount = result.rounded(self.column.decimals) if result.decimals is None else result
        text = format_number(amount.value, None, amount.places())
        cell = number_cell(rounded(amount.value, amount.places()), text, row.place, amount.unit)
        return replace(cell, formula=formula, sources=amount.cells)

    def _indicator(self, name: str, row: DataRow) -> Indicator:
        if name == THIS:
            return Indicator(row.text("id") or THIS, row, self.before)
        return find_indicator(self.before, name, name, (THIS,))

    def _report(self, errors: list[_CellError]) -> None:
        """Report errors: of the figures of a row at that row, of a formula once, with the first row that shows it."""
        reported = set()
        for row, error, place in errors:
            name = row.text("id") or row.text("indicator") or str(row.place)
            if isinstance(error, UndefinedResultError):  # of the figures of this row, and not of the formula
                message = f"“{self.column.column}” of “{name}” cannot be computed: {error.message}"
                hint = f"The formula is at {place}. {error.hint}"
                self.diagnostics.add(Code.DERIVED_CELL, message, row.place, hint)
            elif (place, error.message) not in reported:
                reported.add((place, error.message))
                self.diagnostics.add(error.code, f"{error.message} (Row “{name}”.)", place, error.hint)


def _declared(table: DataTable, index: int, *key: str | int) -> Place:
    located = table.declared_at
    return located.place("derived", index, *key) if located is not None else Place(table.shown)
