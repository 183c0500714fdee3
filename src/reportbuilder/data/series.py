"""The indicators that an expression can name: a row of a data file, and its figure in a column."""

from __future__ import annotations

from collections.abc import Iterable

from reportbuilder.data.amounts import Amount, ExpressionError
from reportbuilder.data.norms import is_norm, norm_cell, parse_norm
from reportbuilder.data.tables import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.number_format import Unit
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.values import Value, replace


class Series(Value):
    """An indicator: its row, the table that it stands in, and how the expression calls it."""

    name: str
    row: DataRow
    table: DataTable

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> tuple[str, ...]:
        """The years of its table, in order."""
        return tuple(sorted(name for name in self.table.columns if is_year(name)))

    def amount(self, column: str) -> Amount:
        """Its figure in a year, or in another column by name; of its norm, the number."""
        cell = norm_cell(self.row, column) if is_norm(column) else self.row.cells.get(column)
        if cell is None or column not in self.table.columns:
            known = self.years if column.isdigit() else self.table.columns
            message = f"{self.table.shown} has no {'year' if column.isdigit() else 'column'} “{column}”."
            raise ExpressionError(Code.EXPRESSION_YEAR, message, nearest(column, known), column)
        if is_norm(column):
            return self._bound(cell, column)
        if cell.value is None:
            return self._lacks(column, cell)
        if cell.formula:
            return Amount(cell.value, cell.unit, cell.decimals, cell.sources, form=self.row.form(cell.unit))
        form = self.row.form(cell.unit or _plain(self.row.unit_of(column)))
        return Amount(cell.value, form.name, form.places(cell.decimals), (self._source(cell, column),), form=form)

    def between(self, first: str, last: str) -> tuple[Amount, ...]:
        """Its figures in all years from the first to the last."""
        start, end = self.amount(first), self.amount(last)
        if not (is_year(first) and is_year(last)) or first >= last:
            message = f"{last} is not a year after {first}."
            raise ExpressionError(Code.EXPRESSION_YEAR, message, "Write the earlier year first.", last)
        return (start, *(self.amount(year) for year in self.years if first < year < last), end)

    @property
    def unit(self) -> str:
        """What it counts; nothing for a plain number."""
        return _plain(self.row.text("eenheid"))

    def _bound(self, cell: DataCell, column: str) -> Amount:
        norm = parse_norm(cell.text)
        if norm is None:
            return self._lacks(column, cell)
        if norm.year in self.table.columns:
            return replace(self.amount(norm.year), comparison=norm.comparison)
        cells = (self._source(cell, column),)
        form = self.row.form(self.unit)
        return Amount(norm.number, self.unit, norm.decimals, cells, comparison=norm.comparison, form=form)

    def _source(self, cell: DataCell, column: str) -> SourceCell:
        return SourceCell(cell.place, self.row.text("id"), column)

    def _lacks(self, column: str, cell: DataCell) -> Amount:
        message = f"“{self.name}” has no figure in the column “{column}” (at {cell.place})."
        hint = "Fill the figure in, or choose another year."
        raise ExpressionError(Code.EXPRESSION_MISSING, message, hint, column)


def _plain(unit: str) -> str:
    """A unit; nothing for that of plain numbers."""
    return "" if unit == Unit.COUNT.value else unit


def find_series(table: DataTable, identity: str, name: str, elsewhere: Iterable[str] = ()) -> Series:
    """The row of a table with an id; an error that proposes the nearest when there is none."""
    if "id" not in table.columns:
        message = f"{table.shown} has no column “id”, so its rows have no names."
        raise ExpressionError(Code.EXPRESSION_NAME, message, "Add a column “id” with a short name for every row.", name)
    row = next((row for row in table.rows if row.text("id") == identity), None)
    if row is None:
        known = [*(row.text("id") for row in table.rows), *elsewhere]
        message = f"{table.shown} has no indicator “{identity}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(identity, known), name)
    return Series(name, row, table)
