"""Amounts: figures on their way into the text, with their unit, their decimals and where they came from.

They are decimal, never binary, so that half up is half up. What is computed with them keeps the cells of all that went
into it. What cannot be done is an `ExpressionError`, in words for whoever wrote the expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from enum import Enum

from reportbuilder.data.norms import Comparison
from reportbuilder.diagnostics import Code
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.number_format import Unit, UnitForm
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, places_of
from reportbuilder.values import Value, replace

LARGEST = Decimal(10) ** 18
"""No figure of a report is larger; more digits are a mistake."""
EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
_HALF_UP_HINT = "Say how it is rounded: “| round(1)”, half up; or “| percent”, “| number” for whole ones."


class ExpressionError(Exception):
    """An expression that cannot be filled in: a code, plain words, what to do; `about` is the part that is wrong."""

    def __init__(self, code: str, message: str, hint: str = "", about: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.about = code, message, hint, about


class UntoldError(Exception):
    """An expression that cannot be filled in because of what is a problem already: its data cannot be read."""


class Kind(Enum):
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
    kind: Kind = Kind.FIGURE
    stated: str = ""
    comparison: Comparison | None = None
    form: UnitForm | None = None

    def settled(self, digits: int) -> Amount:
        """Rounded, half up, to so many decimals; below 0 to tens, hundreds and so on."""
        rounded = safely(lambda: self.value.quantize(Decimal(1).scaleb(-digits), context=EXACT))
        whole = rounded if digits >= 0 else rounded.quantize(Decimal(1), context=EXACT)
        return replace(self, value=whole, decimals=max(digits, 0))

    def places(self) -> int:
        """Its decimals; an error when nobody said to how many it is rounded."""
        if self.decimals is None:
            message = "This is computed, and its decimals have no end."
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
    raise ExpressionError(Code.EXPRESSION_TYPE, f"{said(value)} cannot be computed with.", hint)


def said(value: object) -> str:
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


def computed(parts: Iterable[Amount], value: Decimal, unit: str, decimals: int | None, kind: Kind) -> Amount:
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
    return computed((left, right), value, _same_unit(left, right, "added"), _most(left, right), Kind.FIGURE)


def subtract(left: Amount, right: Amount) -> Amount:
    """The one without the other; of percentages in percentage points."""
    value = safely(lambda: EXACT.subtract(left.value, right.value))
    unit = _same_unit(left, right, "subtracted")
    unit = Unit.POINTS.value if unit == Unit.PERCENT.value else unit
    return computed((left, right), value, unit, _most(left, right), Kind.FIGURE)


def multiply(left: Amount, right: Amount) -> Amount:
    """The product; only one of the two may count something."""
    if left.unit and right.unit:
        message = f"{_counting(left)} cannot be multiplied by {_counting(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Multiply by a number.")
    value = safely(lambda: EXACT.multiply(left.value, right.value))
    known = left.decimals is not None and right.decimals is not None
    decimals = (left.decimals or 0) + (right.decimals or 0) if known else None
    return computed((left, right), value, left.unit or right.unit, decimals, Kind.FIGURE)


def divide(left: Amount, right: Amount) -> Amount:
    """How many times the other goes into the one; or a part of it, when the other is a number."""
    if right.unit and left.unit != right.unit:
        message = f"{_counting(left)} cannot be divided by {_counting(right)}."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Divide by a number, or by what counts the same.")
    value = safely(lambda: EXACT.divide(left.value, right.value))
    times = bool(left.cells and right.cells)
    unit = "" if right.unit else left.unit
    return computed((left, right), value, unit, None, Kind.RATIO if times else Kind.FIGURE)


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
