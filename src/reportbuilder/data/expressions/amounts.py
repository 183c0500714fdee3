"""The operands of expressions: figures with their unit, decimals and source cells, and the indicators that have them.

An `Amount` is an exact decimal number. Arithmetic on amounts checks that their units can be combined, and keeps the
source cells of all operands. What cannot be computed raises `ExpressionError`, worded for the author of the expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, DecimalException
from enum import Enum

from reportbuilder.data.calculations import EXACT
from reportbuilder.data.norms import Relation, is_norm, norm_cell, parse_norm
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, DiagnosticCode, nearest
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.formats import Unit, UnitForm
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, is_year, places_of
from reportbuilder.values import Value, replace

LARGEST = Decimal(10) ** 18
"""No figure of a report is larger; more digits are a mistake."""
_HALF_UP_HINT = "Say how it is rounded: “| round(1)”, half up; or “| percent”, “| number” for whole ones."


class ExpressionError(Exception):
    """An expression that has no result: the code, message and hint of a diagnostic; `about` is the part of the
    expression that is wrong, by which its place is found."""

    def __init__(self, code: DiagnosticCode, message: str, hint: str = "", about: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.about = code, message, hint, about


class MissingFigureError(ExpressionError):
    """An expression that asks for a figure which is missing in the data."""


class UndefinedResultError(ExpressionError):
    """An expression that arithmetic gives no result for: a division by zero, or growth from nothing."""


class UnreadableDataError(Exception):
    """An expression that has no result because its data file cannot be read, which is reported already."""


class AmountKind(Enum):
    """What an amount measures: a quantity, a change in percent, a share in percent, or a ratio."""

    FIGURE = "figure"
    CHANGE = "change"
    SHARE = "share"
    RATIO = "ratio"


class Amount(Value):
    """A figure with its unit, decimals and sources.

    `decimals` are those that it is printed with; None for a quotient, which has to be rounded first. `cells` are the
    cells that it was computed from. `stated` names who states it, when it is from no data file. The number of a norm
    has the `comparison` of the norm. `form` is how its unit is printed, where that is declared.
    """

    value: Decimal
    unit: str = ""
    decimals: int | None = 0
    cells: tuple[SourceCell, ...] = ()
    kind: AmountKind = AmountKind.FIGURE
    stated: str = ""
    comparison: Relation | None = None
    form: UnitForm | None = None

    def rounded(self, digits: int) -> Amount:
        """The amount rounded half up to a number of decimals; -1 rounds to tens, -2 to hundreds."""
        rounded = checked(lambda: self.value.quantize(Decimal(1).scaleb(-digits), context=EXACT))
        whole = rounded if digits >= 0 else rounded.quantize(Decimal(1), context=EXACT)
        return replace(self, value=whole, decimals=max(digits, 0))

    def places(self) -> int:
        """The decimals that it is printed with; ExpressionError when it was not rounded yet."""
        if self.decimals is None:
            message = "This is combined, and its decimals have no end."
            raise ExpressionError(Code.EXPRESSION_UNROUNDED, message, _HALF_UP_HINT)
        return self.decimals


def amount_of(value: object) -> Amount:
    """A value of an expression as an amount; ExpressionError when it is neither an amount nor a number."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        exact = _within_limits(Decimal(value))
        if places_of(exact) > MOST_DECIMALS:
            message = f"This number has more than {MOST_DECIMALS} decimals."
            raise ExpressionError(Code.EXPRESSION_TYPE, message, "Round it.")
        return Amount(exact, decimals=places_of(exact))
    hint = "A filter holds for what stands right before it: put a sum between brackets, and the filter after it."
    raise ExpressionError(Code.EXPRESSION_TYPE, f"{described(value)} cannot be computed with.", hint)


def described(value: object) -> str:
    """The kind of a value, in words that begin a message."""
    if isinstance(value, Amount | int | Decimal):
        return "A figure"
    if isinstance(value, str):
        return f"The words “{value[:40]}”"
    return f"“{value}” without a year" if hasattr(value, "years") else "What is put into words already"


def checked(compute: Callable[[], Decimal]) -> Decimal:
    """The result of a computation; ExpressionError when it has none, or one that is larger than any figure."""
    try:
        return _within_limits(compute())
    except ZeroDivisionError:  # DivisionByZero is one too
        raise UndefinedResultError(
            Code.EXPRESSION_ZERO, "This divides by zero.", "A share or a change of nothing cannot be told; write words."
        ) from None
    except (DecimalException, ValueError, OverflowError):
        raise ExpressionError(
            Code.EXPRESSION_TYPE, "This has no result.", "Look at the figures it is made of."
        ) from None


def combined(parts: Iterable[Amount], value: Decimal, unit: str, decimals: int | None, kind: AmountKind) -> Amount:
    """An amount that was computed from others, with the source cells and the stated sources of all of them."""
    parts = tuple(parts)
    cells = tuple(dict.fromkeys(cell for part in parts for cell in part.cells))
    stated = "; ".join(dict.fromkeys(part.stated for part in parts if part.stated))
    form = next((part.form for part in parts if part.form and part.form.name == unit), None)
    return Amount(value, unit, decimals, cells, kind, stated, form=form)


def negative(amount: Amount) -> Amount:
    """The amount with its sign changed."""
    return replace(amount, value=-amount.value)


def add(left: Amount, right: Amount) -> Amount:
    """The sum of two amounts of one unit."""
    value = checked(lambda: EXACT.add(left.value, right.value))
    return combined((left, right), value, _same_unit(left, right, "added"), _decimals(left, right), AmountKind.FIGURE)


def subtract(left: Amount, right: Amount) -> Amount:
    """The difference of two amounts of one unit; of percentages it is in percentage points."""
    value = checked(lambda: EXACT.subtract(left.value, right.value))
    unit = _same_unit(left, right, "subtracted")
    unit = Unit.POINTS.value if unit == Unit.PERCENT.value else unit
    return combined((left, right), value, unit, _decimals(left, right), AmountKind.FIGURE)


def multiply(left: Amount, right: Amount) -> Amount:
    """The product of two amounts, of which one at most has a unit."""
    if left.unit and right.unit:
        message = f"{_unit_in_words(left)} cannot be multiplied by {_unit_in_words(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Multiply by a number.")
    value = checked(lambda: EXACT.multiply(left.value, right.value))
    known = left.decimals is not None and right.decimals is not None
    decimals = (left.decimals or 0) + (right.decimals or 0) if known else None
    return combined((left, right), value, left.unit or right.unit, decimals, AmountKind.FIGURE)


def divide(left: Amount, right: Amount) -> Amount:
    """The quotient: a ratio of two amounts of one unit, or an amount divided by a plain number."""
    if right.unit and left.unit != right.unit:
        message = f"{_unit_in_words(left)} cannot be divided by {_unit_in_words(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Divide by a number, or by what counts the same.")
    value = checked(lambda: EXACT.divide(left.value, right.value))
    times = bool(left.cells and right.cells)
    unit = "" if right.unit else left.unit
    return combined((left, right), value, unit, None, AmountKind.RATIO if times else AmountKind.FIGURE)


OPERATORS: Mapping[str, Callable[[Amount, Amount], Amount]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}


def _within_limits(value: Decimal) -> Decimal:
    if not value.is_finite() or value.copy_abs() > LARGEST:  # abs() would round to the context, and overflow
        raise ExpressionError(Code.EXPRESSION_TYPE, "This number is larger than any figure of a report.", "Look again.")
    return value


def _decimals(left: Amount, right: Amount) -> int | None:
    if left.decimals is None or right.decimals is None:
        return None
    return max(left.decimals, right.decimals)


def _same_unit(left: Amount, right: Amount, operation: str) -> str:
    if left.unit == right.unit:
        return left.unit
    message = f"{_unit_in_words(left)} and {_unit_in_words(right)} cannot be {operation}."
    raise ExpressionError(Code.EXPRESSION_TYPE, message, "Both must count the same.")


def _unit_in_words(amount: Amount) -> str:
    return f"“{amount.unit}”" if amount.unit else "a plain number"


class Indicator(Value):
    """An indicator: a row of a data table, the table, and the name by which the expression calls it."""

    name: str
    row: DataRow
    table: DataTable

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> tuple[str, ...]:
        """The years that its table has columns for, in order."""
        return tuple(sorted(name for name in self.table.columns if is_year(name)))

    def amount(self, column: str) -> Amount:
        """The figure in a column: a year, another column, or a norm, whose number it is. ExpressionError when there is
        no such column, or no figure in it."""
        cell = norm_cell(self.row, column) if is_norm(column) else self.row.cells.get(column)
        if cell is None or column not in self.table.columns:
            known = self.years if column.isdigit() else self.table.columns
            message = f"{self.table.shown} has no {'year' if column.isdigit() else 'column'} “{column}”."
            raise ExpressionError(Code.EXPRESSION_YEAR, message, nearest(column, known), column)
        if is_norm(column):
            return self._norm_number(cell, column)
        if cell.value is None:
            raise self._no_figure(column, cell)
        if cell.formula:
            return Amount(cell.value, cell.unit, cell.decimals, cell.sources, form=self.row.form(cell.unit))
        form = self.row.form(cell.unit or _plain(self.row.unit_of(column)))
        return Amount(cell.value, form.name, form.places(cell.decimals), (self._source(cell, column),), form=form)

    def between(self, first: str, last: str) -> tuple[Amount, ...]:
        """The figures of all years of the table from the first to the last."""
        start, end = self.amount(first), self.amount(last)
        if not (is_year(first) and is_year(last)) or first >= last:
            message = f"{last} is not a year after {first}."
            raise ExpressionError(Code.EXPRESSION_YEAR, message, "Write the earlier year first.", last)
        return (start, *(self.amount(year) for year in self.years if first < year < last), end)

    @property
    def unit(self) -> str:
        """The unit of its figures; empty for plain numbers."""
        return _plain(self.row.text("eenheid"))

    def _norm_number(self, cell: DataCell, column: str) -> Amount:
        norm = parse_norm(cell.text)
        if norm is None:
            raise self._no_figure(column, cell)
        if norm.year in self.table.columns:
            return replace(self.amount(norm.year), comparison=norm.comparison)
        cells = (self._source(cell, column),)
        form = self.row.form(self.unit)
        return Amount(norm.number, self.unit, norm.decimals, cells, comparison=norm.comparison, form=form)

    def _source(self, cell: DataCell, column: str) -> SourceCell:
        return SourceCell(cell.place, self.row.text("id"), column)

    def _no_figure(self, column: str, cell: DataCell) -> ExpressionError:
        message = f"“{self.name}” has no figure in the column “{column}” (at {cell.place})."
        hint = "Fill the figure in, or choose another year."
        return MissingFigureError(Code.EXPRESSION_MISSING, message, hint, column)


def _plain(unit: str) -> str:
    """The unit; empty for that of plain numbers."""
    return "" if unit == Unit.COUNT.value else unit


def find_indicator(table: DataTable, identity: str, name: str, others: Iterable[str] = ()) -> Indicator:
    """The row of a table with an id, called `name` in the expression; ExpressionError with the nearest id, or the
    nearest of `others`, when there is none."""
    if "id" not in table.columns:
        message = f"{table.shown} has no column “id”, so its rows have no names."
        raise ExpressionError(Code.EXPRESSION_NAME, message, "Add a column “id” with a short name for every row.", name)
    row = table.row(identity)
    if row is None:
        known = [*(row.text("id") for row in table.rows), *others]
        message = f"{table.shown} has no indicator “{identity}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(identity, known), name)
    return Indicator(name, row, table)
