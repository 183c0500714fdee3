"""What an expression can compute: `change`, `points`, `difference`, `share`, `ratio`, `sum`, `mean`, `growth`,
`goal_met`.

Each takes two figures, `change(straatroven[2021], straatroven[2022])`, or an indicator and two years,
`change(straatroven, 2021, 2022)`; `sum` and `mean` take any number of figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from reportbuilder.data.calculations import EXACT
from reportbuilder.data.expressions.amounts import (
    Amount,
    AmountKind,
    ExpressionError,
    Indicator,
    add,
    amount_of,
    checked,
    combined,
    subtract,
)
from reportbuilder.data.expressions.filters import Phrase
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.i18n.number_format import Unit

_HUNDRED = Decimal(100)
_COUNT = Unit.COUNT.value
YES, NO = "ja", "nee"
_POINTS = (Unit.PERCENT.value, Unit.POINTS.value)


def change(*arguments: object) -> Amount:
    """The change from the first figure to the second, in percent of the first."""
    old, new = _two_amounts("change", arguments)
    if old.unit in _POINTS:
        message = "A change of a percentage is counted in percentage points."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “points(…)”.", "change")
    difference = subtract(new, old)
    value = checked(lambda: EXACT.multiply(EXACT.divide(difference.value, abs(old.value)), _HUNDRED))
    return combined((old, new), value, Unit.PERCENT.value, None, AmountKind.CHANGE)


def points(*arguments: object) -> Amount:
    """The difference between two percentages, in percentage points."""
    old, new = _two_amounts("points", arguments)
    if old.unit not in _POINTS or new.unit not in _POINTS:
        message = "Percentage points are the difference between two percentages."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “change(…)”, or subtract the one.", "points")
    difference = subtract(new, old)
    return combined((old, new), difference.value, Unit.POINTS.value, difference.decimals, AmountKind.FIGURE)


def difference(*arguments: object) -> Amount:
    """The change from the first figure to the second: in percent, and of percentages in percentage points."""
    old, new = _two_amounts("difference", arguments)
    return points(old, new) if old.unit in _POINTS else change(old, new)


def share(*arguments: object) -> Amount:
    """The first figure as a percentage of the second."""
    part, whole = _two_amounts("share", arguments)
    _check_units(part, whole, "share")
    value = checked(lambda: EXACT.multiply(EXACT.divide(part.value, whole.value), _HUNDRED))
    return combined((part, whole), value, Unit.PERCENT.value, None, AmountKind.SHARE)


def ratio(*arguments: object) -> Amount:
    """The second figure divided by the first: the new one as a multiple of the old one."""
    old, new = _two_amounts("ratio", arguments)
    _check_units(old, new, "ratio")
    value = checked(lambda: EXACT.divide(new.value, old.value))
    return combined((old, new), value, "", None, AmountKind.RATIO)


def total(*arguments: object) -> Amount:
    """The sum of the figures."""
    first, *rest = _amounts("sum", arguments)
    for amount in rest:
        first = add(first, amount)
    return first


def mean(*arguments: object) -> Amount:
    """The mean of the figures."""
    parts = _amounts("mean", arguments)
    whole = total(*parts)
    value = checked(lambda: EXACT.divide(whole.value, Decimal(len(parts))))
    return combined(parts, value, whole.unit, None, AmountKind.FIGURE)


def growth(*arguments: object) -> Amount:
    """The compound annual growth of an indicator from the first year to the last, in percent."""
    if len(arguments) != 3 or not isinstance(arguments[0], Indicator):
        message = "“growth” takes an indicator and two years."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “growth(straatroven, 2019, 2022)”.", "growth")
    series, first, last = arguments[0], _year(arguments[1]), _year(arguments[2])
    old, *_, new = series.between(first, last)
    if old.value <= 0 or new.value <= 0:
        message = f"“{series}” is not above zero in {first} and {last}, so it has no growth a year."
        raise ExpressionError(Code.EXPRESSION_ZERO, message, "Write both figures.", "growth")
    power = checked(lambda: EXACT.divide(Decimal(1), Decimal(int(last) - int(first))))
    times = checked(lambda: EXACT.power(EXACT.divide(new.value, old.value), power))
    value = checked(lambda: EXACT.multiply(EXACT.subtract(times, Decimal(1)), _HUNDRED))
    return combined((old, new), value, Unit.PERCENT.value, None, AmountKind.CHANGE)


def goal_met(*arguments: object) -> Phrase:
    """Whether a figure meets a norm: “ja” or “nee”."""
    if len(arguments) != 2 or not all(isinstance(one, Amount) for one in arguments):
        message = "“goal_met” takes a figure and a norm."
        hint = 'Write “goal_met(this[2022], this["norm"])”.'
        raise ExpressionError(Code.EXPRESSION_TYPE, message, hint, "goal_met")
    result, norm = amount_of(arguments[0]), amount_of(arguments[1])
    if norm.comparison is None:
        message = "“goal_met” compares with a norm, and this is a figure."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, 'Write “x["norm"]” as the second.', "goal_met")
    _check_units(result, norm, "goal_met")
    met = norm.comparison.holds(result.value, norm.value)
    both = combined((result, norm), result.value, "", None, AmountKind.FIGURE)
    return Phrase(YES if met else NO, both.cells, both.stated, figure=False)


FUNCTIONS: Mapping[str, Callable[..., Amount | Phrase]] = {
    "change": change,
    "points": points,
    "difference": difference,
    "share": share,
    "ratio": ratio,
    "sum": total,
    "mean": mean,
    "growth": growth,
    "goal_met": goal_met,
}


def check_function(name: str) -> None:
    """ExpressionError, with the nearest name, when there is no function of this name."""
    if name not in FUNCTIONS:
        message = f"There is no function “{name}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(name, FUNCTIONS), name)


def _year(value: object) -> str:
    if isinstance(value, int | str) and not isinstance(value, bool):
        return str(value)
    raise ExpressionError(Code.EXPRESSION_TYPE, "A year is expected here.", "Write it in four digits: 2022.")


def _two_amounts(name: str, arguments: tuple[object, ...]) -> tuple[Amount, Amount]:
    """The two figures that a function is given: as amounts, or as an indicator and two years."""
    if len(arguments) == 3 and isinstance(arguments[0], Indicator):
        return arguments[0].amount(_year(arguments[1])), arguments[0].amount(_year(arguments[2]))
    if len(arguments) == 2 and not any(isinstance(one, Indicator) for one in arguments):
        return amount_of(arguments[0]), amount_of(arguments[1])
    hint = f"Write “{name}(straatroven, 2021, 2022)” or “{name}(straatroven[2021], overvallen[2021])”."
    raise ExpressionError(
        Code.EXPRESSION_TYPE, f"“{name}” takes an indicator and two years, or two figures.", hint, name
    )


def _amounts(name: str, arguments: tuple[object, ...]) -> tuple[Amount, ...]:
    """The figures that a function is given: amounts, or an indicator and its first and last year."""
    if len(arguments) == 3 and isinstance(arguments[0], Indicator):
        return arguments[0].between(_year(arguments[1]), _year(arguments[2]))
    if arguments and not any(isinstance(one, Indicator) for one in arguments):
        return tuple(amount_of(one) for one in arguments)
    hint = f"Write “{name}(straatroven, 2019, 2022)” or “{name}(straatroven[2022], overvallen[2022])”."
    raise ExpressionError(Code.EXPRESSION_TYPE, f"“{name}” takes an indicator and two years, or figures.", hint, name)


def _check_units(one: Amount, other: Amount, name: str) -> None:
    """ExpressionError when two amounts have different units."""
    if one.unit != other.unit:
        message = f"“{name}” compares what counts the same, not “{one.unit or _COUNT}” with “{other.unit or _COUNT}”."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Look at the column “eenheid” of both.", name)
