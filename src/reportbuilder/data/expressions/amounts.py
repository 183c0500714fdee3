"""Amounts: figures on their way into the text, with their unit, their decimals and where they came from.

They are decimal, never binary, so that half up is half up. What is computed with them keeps the cells of all that went
into it. What cannot be done is an `ExpressionError`, in words for whoever wrote the expression.
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
from reportbuilder.i18n.number_format import Unit, UnitForm
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, is_year, places_of
from reportbuilder.values import Value, replace

LARGEST = Decimal(10) ** 18
"""No figure of a report is larger; more digits are a mistake."""
_HALF_UP_HINT = "Say how it is rounded: “| round(1)”, half up; or “| percent”, “| number” for whole ones."


class ExpressionError(Exception):
    """An expression that cannot be filled in: a code, plain words, what to do; `about` is the part that is wrong."""

    def __init__(self, code: DiagnosticCode, message: str, hint: str = "", about: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.about = code, message, hint, about


class UnreadableDataError(Exception):
    """An expression that cannot be filled in because of what is a problem already: its data cannot be read."""


class AmountKind(Enum):
    """What an amount says: so much of something, a change in percent, a share in percent, or how many times."""

    FIGURE = "figure"
    CHANGE = "change"
    SHARE = "share"
    RATIO = "ratio"


class Amount(Value):
    """A figure: `decimals` are those that it is printed with, None when that must still be said; `stated` is who says
    so, when it is from no data file; a norm's has the `comparison` that others stand in to it; `form` is how its unit
    is printed, where that is declared."""

    value: Decimal
    unit: str = ""
    decimals: int | None = 0
    cells: tuple[SourceCell, ...] = ()
    kind: AmountKind = AmountKind.FIGURE
    stated: str = ""
    comparison: Relation | None = None
    form: UnitForm | None = None

    def settled(self, digits: int) -> Amount:
        """Rounded, half up, to so many decimals; below 0 to tens, hundreds and so on."""
        rounded = safely(lambda: self.value.quantize(Decimal(1).scaleb(-digits), context=EXACT))
        whole = rounded if digits >= 0 else rounded.quantize(Decimal(1), context=EXACT)
        return replace(self, value=whole, decimals=max(digits, 0))

    def places(self) -> int:
        """Its decimals; an error when nobody said to how many it is rounded."""
        if self.decimals is None:
            message = "This is combined, and its decimals have no end."
            raise ExpressionError(Code.EXPRESSION_UNROUNDED, message, _HALF_UP_HINT)
        return self.decimals


def amount_of(value: object) -> Amount:
    """What is written in an expression as an amount; an error for anything else."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        exact = _checked(Decimal(value))
        if places_of(exact) > MOST_DECIMALS:
            message = f"This number has more than {MOST_DECIMALS} decimals."
            raise ExpressionError(Code.EXPRESSION_TYPE, message, "Round it.")
        return Amount(exact, decimals=places_of(exact))
    hint = "A filter holds for what stands right before it: put a sum between brackets, and the filter after it."
    raise ExpressionError(Code.EXPRESSION_TYPE, f"{described(value)} cannot be computed with.", hint)


def described(value: object) -> str:
    """What a value is, in words at the beginning of a sentence."""
    if isinstance(value, Amount | int | Decimal):
        return "A figure"
    if isinstance(value, str):
        return f"The words “{value[:40]}”"
    return f"“{value}” without a year" if hasattr(value, "years") else "What is put into words already"


def safely(work: Callable[[], Decimal]) -> Decimal:
    """A result of computing; an error when there is none, or when it is larger than any figure."""
    try:
        return _checked(work())
    except ZeroDivisionError:  # DivisionByZero is one too
        raise ExpressionError(
            Code.EXPRESSION_ZERO, "This divides by zero.", "A share or a change of nothing cannot be told; write words."
        ) from None
    except (DecimalException, ValueError, OverflowError):
        raise ExpressionError(
            Code.EXPRESSION_TYPE, "This has no result.", "Look at the figures it is made of."
        ) from None


def combined(parts: Iterable[Amount], value: Decimal, unit: str, decimals: int | None, kind: AmountKind) -> Amount:
    """An amount that is made of others, with all their cells and whoever stated them."""
    parts = tuple(parts)
    cells = tuple(dict.fromkeys(cell for part in parts for cell in part.cells))
    stated = "; ".join(dict.fromkeys(part.stated for part in parts if part.stated))
    form = next((part.form for part in parts if part.form and part.form.name == unit), None)
    return Amount(value, unit, decimals, cells, kind, stated, form=form)


def negative(amount: Amount) -> Amount:
    """The amount below zero."""
    return replace(amount, value=-amount.value)


def add(left: Amount, right: Amount) -> Amount:
    """Both together; they must count the same."""
    value = safely(lambda: EXACT.add(left.value, right.value))
    return combined((left, right), value, _same_unit(left, right, "added"), _most(left, right), AmountKind.FIGURE)


def subtract(left: Amount, right: Amount) -> Amount:
    """The one without the other; of percentages in percentage points."""
    value = safely(lambda: EXACT.subtract(left.value, right.value))
    unit = _same_unit(left, right, "subtracted")
    unit = Unit.POINTS.value if unit == Unit.PERCENT.value else unit
    return combined((left, right), value, unit, _most(left, right), AmountKind.FIGURE)


def multiply(left: Amount, right: Amount) -> Amount:
    """The product; only one of the two may count something."""
    if left.unit and right.unit:
        message = f"{_counting(left)} cannot be multiplied by {_counting(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Multiply by a number.")
    value = safely(lambda: EXACT.multiply(left.value, right.value))
    known = left.decimals is not None and right.decimals is not None
    decimals = (left.decimals or 0) + (right.decimals or 0) if known else None
    return combined((left, right), value, left.unit or right.unit, decimals, AmountKind.FIGURE)


def divide(left: Amount, right: Amount) -> Amount:
    """How many times the other goes into the one; or a part of it, when the other is a number."""
    if right.unit and left.unit != right.unit:
        message = f"{_counting(left)} cannot be divided by {_counting(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Divide by a number, or by what counts the same.")
    value = safely(lambda: EXACT.divide(left.value, right.value))
    times = bool(left.cells and right.cells)
    unit = "" if right.unit else left.unit
    return combined((left, right), value, unit, None, AmountKind.RATIO if times else AmountKind.FIGURE)


OPERATORS: Mapping[str, Callable[[Amount, Amount], Amount]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}


def _checked(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise ExpressionError(Code.EXPRESSION_TYPE, "This number is larger than any figure of a report.", "Look again.")
    return value


def _most(left: Amount, right: Amount) -> int | None:
    if left.decimals is None or right.decimals is None:
        return None
    return max(left.decimals, right.decimals)


def _same_unit(left: Amount, right: Amount, done: str) -> str:
    if left.unit == right.unit:
        return left.unit
    message = f"{_counting(left)} and {_counting(right)} cannot be {done}."
    raise ExpressionError(Code.EXPRESSION_TYPE, message, "Both must count the same.")


def _counting(amount: Amount) -> str:
    return f"“{amount.unit}”" if amount.unit else "a plain number"


class Indicator(Value):
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


def find_indicator(table: DataTable, identity: str, name: str, elsewhere: Iterable[str] = ()) -> Indicator:
    """The row of a table with an id; an error that proposes the nearest when there is none."""
    if "id" not in table.columns:
        message = f"{table.shown} has no column “id”, so its rows have no names."
        raise ExpressionError(Code.EXPRESSION_NAME, message, "Add a column “id” with a short name for every row.", name)
    row = table.row(identity)
    if row is None:
        known = [*(row.text("id") for row in table.rows), *elsewhere]
        message = f"{table.shown} has no indicator “{identity}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(identity, known), name)
    return Indicator(name, row, table)
