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
    combined,
    safely,
    subtract,
)
from reportbuilder.data.expressions.filters import Phrase
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.i18n.number_format import Unit

_HUNDRED = Decimal(100)
_COUNT = Unit.COUNT.value
YES, NO = "ja", "nee"
_POINTS = (Unit.PERCENT.value, Unit.POINTS.value)


def change(*given: object) -> Amount:
    """By how many percent the second is more than the first; less is below zero."""
    old, new = _two("change", given)
    if old.unit in _POINTS:
        message = "A change of a percentage is counted in percentage points."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “points(…)”.", "change")
    difference = subtract(new, old)
    value = safely(lambda: EXACT.multiply(EXACT.divide(difference.value, abs(old.value)), _HUNDRED))
    return combined((old, new), value, Unit.PERCENT.value, None, AmountKind.CHANGE)


def points(*given: object) -> Amount:
    """The difference between two percentages, in percentage points."""
    old, new = _two("points", given)
    if old.unit not in _POINTS or new.unit not in _POINTS:
        message = "Percentage points are the difference between two percentages."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “change(…)”, or subtract the one.", "points")
    difference = subtract(new, old)
    return combined((old, new), difference.value, Unit.POINTS.value, difference.decimals, AmountKind.FIGURE)


def difference(*given: object) -> Amount:
    """By how much the second differs from the first: in percent, and of percentages in percentage points."""
    old, new = _two("difference", given)
    return points(old, new) if old.unit in _POINTS else change(old, new)


def share(*given: object) -> Amount:
    """How many percent the first is of the second."""
    part, whole = _two("share", given)
    _alike(part, whole, "share")
    value = safely(lambda: EXACT.multiply(EXACT.divide(part.value, whole.value), _HUNDRED))
    return combined((part, whole), value, Unit.PERCENT.value, None, AmountKind.SHARE)


def ratio(*given: object) -> Amount:
    """How many times the first the second is: from the old to the new."""
    old, new = _two("ratio", given)
    _alike(old, new, "ratio")
    value = safely(lambda: EXACT.divide(new.value, old.value))
    return combined((old, new), value, "", None, AmountKind.RATIO)


def total(*given: object) -> Amount:
    """All together."""
    first, *rest = _all("sum", given)
    for amount in rest:
        first = add(first, amount)
    return first


def mean(*given: object) -> Amount:
    """The mean."""
    parts = _all("mean", given)
    whole = total(*parts)
    value = safely(lambda: EXACT.divide(whole.value, Decimal(len(parts))))
    return combined(parts, value, whole.unit, None, AmountKind.FIGURE)


def growth(*given: object) -> Amount:
    """By how many percent a year it grew, on average, from the first year to the last."""
    if len(given) != 3 or not isinstance(given[0], Indicator):
        message = "“growth” takes an indicator and two years."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “growth(straatroven, 2019, 2022)”.", "growth")
    series, first, last = given[0], _year(given[1]), _year(given[2])
    old, *_, new = series.between(first, last)
    if old.value <= 0 or new.value <= 0:
        message = f"“{series}” is not above zero in {first} and {last}, so it has no growth a year."
        raise ExpressionError(Code.EXPRESSION_ZERO, message, "Write both figures.", "growth")
    power = safely(lambda: EXACT.divide(Decimal(1), Decimal(int(last) - int(first))))
    times = safely(lambda: EXACT.power(EXACT.divide(new.value, old.value), power))
    value = safely(lambda: EXACT.multiply(EXACT.subtract(times, Decimal(1)), _HUNDRED))
    return combined((old, new), value, Unit.PERCENT.value, None, AmountKind.CHANGE)


def goal_met(*given: object) -> Phrase:
    """Whether a figure meets a norm: “ja” or “nee”."""
    if len(given) != 2 or not all(isinstance(one, Amount) for one in given):
        message = "“goal_met” takes a figure and a norm."
        hint = 'Write “goal_met(this[2022], this["norm"])”.'
        raise ExpressionError(Code.EXPRESSION_TYPE, message, hint, "goal_met")
    result, norm = amount_of(given[0]), amount_of(given[1])
    if norm.comparison is None:
        message = "“goal_met” compares with a norm, and this is a figure."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, 'Write “x["norm"]” as the second.', "goal_met")
    _alike(result, norm, "goal_met")
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
    """An error that proposes the nearest when there is no such function."""
    if name not in FUNCTIONS:
        message = f"There is no function “{name}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(name, FUNCTIONS), name)


def _year(value: object) -> str:
    if isinstance(value, int | str) and not isinstance(value, bool):
        return str(value)
    raise ExpressionError(Code.EXPRESSION_TYPE, "A year is expected here.", "Write it in four digits: 2022.")


def _two(name: str, given: tuple[object, ...]) -> tuple[Amount, Amount]:
    """Two figures: as they are given, or an indicator's in two years."""
    if len(given) == 3 and isinstance(given[0], Indicator):
        return given[0].amount(_year(given[1])), given[0].amount(_year(given[2]))
    if len(given) == 2 and not any(isinstance(one, Indicator) for one in given):
        return amount_of(given[0]), amount_of(given[1])
    hint = f"Write “{name}(straatroven, 2021, 2022)” or “{name}(straatroven[2021], overvallen[2021])”."
    raise ExpressionError(
        Code.EXPRESSION_TYPE, f"“{name}” takes an indicator and two years, or two figures.", hint, name
    )


def _all(name: str, given: tuple[object, ...]) -> tuple[Amount, ...]:
    """Any number of figures, or an indicator's from year to year."""
    if len(given) == 3 and isinstance(given[0], Indicator):
        return given[0].between(_year(given[1]), _year(given[2]))
    if given and not any(isinstance(one, Indicator) for one in given):
        return tuple(amount_of(one) for one in given)
    hint = f"Write “{name}(straatroven, 2019, 2022)” or “{name}(straatroven[2022], overvallen[2022])”."
    raise ExpressionError(Code.EXPRESSION_TYPE, f"“{name}” takes an indicator and two years, or figures.", hint, name)


def _alike(one: Amount, other: Amount, name: str) -> None:
    if one.unit != other.unit:
        message = f"“{name}” compares what counts the same, not “{one.unit or _COUNT}” with “{other.unit or _COUNT}”."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Look at the column “eenheid” of both.", name)
