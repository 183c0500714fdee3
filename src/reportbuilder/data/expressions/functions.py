"""The functions and filters of expressions: what is computed from figures, and how the result is printed.

A function takes two figures, `change(straatroven[2021], straatroven[2022])`, or an indicator and two years,
`change(straatroven, 2021, 2022)`; `sum` and `mean` take any number of figures.

A filter is written after `|`. `round` and `abs` give a figure again; the others give a `Phrase`, the printed form, so
they come last. Only `as_stated`, which names who states a figure, may follow them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal

from reportbuilder.data.calculations import EXACT
from reportbuilder.data.expressions.amounts import (
    Amount,
    AmountKind,
    ExpressionError,
    Indicator,
    UndefinedResultError,
    add,
    amount_of,
    checked,
    combined,
    subtract,
)
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.formats import NO_BREAK, Unit, format_number, word_number, word_ordinal, word_ratio, word_share
from reportbuilder.i18n.language import NumberWords
from reportbuilder.values import Value, replace

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
        raise UndefinedResultError(Code.EXPRESSION_ZERO, message, "Write both figures.", "growth")
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


# Filters ---------------------------------------------------------------------------------------------------------

MOST_DECIMALS = 6
_PLAIN = ("", Unit.COUNT.value)


class Phrase(Value):
    """The printed form of a figure, with its source cells or who states it; of a date, `figure` is False."""

    text: str
    cells: tuple[SourceCell, ...] = ()
    stated: str = ""
    figure: bool = True


def as_phrase(value: object) -> Phrase:
    """The printed form of the result of an expression; ExpressionError for a text, or an indicator without a year."""
    if isinstance(value, Phrase):
        return value
    if isinstance(value, str):
        raise ExpressionError(Code.EXPRESSION_TYPE, "These are words, not a figure.", "Write them without braces.")
    if hasattr(value, "years"):
        message = f"“{value}” does not say which year."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, f"Write a year after it: “{value}[2022]”.", str(value))
    return _phrase(amount_of(value), None)


def rounded(value: object, digits: object = 0) -> Amount:
    """The figure rounded half up to a number of decimals; -1 rounds to tens, -2 to hundreds."""
    return amount_of(_not_a_phrase(value)).rounded(_digits(digits, -MOST_DECIMALS))


def absolute(value: object) -> Amount:
    """The figure without its sign: what changed by -43 % is 43 % lower."""
    amount = amount_of(_not_a_phrase(value))
    return replace(amount, value=abs(amount.value))


def number(value: object, digits: object = None) -> Phrase:
    """The figure without its unit, with points between thousands: 1.234."""
    return _phrase(replace(_with_decimals(value, digits), unit=""), None)


def plain(value: object, digits: object = None) -> Phrase:
    """The figure without its unit and without points between thousands: 1234, as in running text."""
    phrase = number(value, digits)
    return replace(phrase, text=phrase.text.replace(".", ""))


def percent(value: object, digits: object = None) -> Phrase:
    """The figure in percent, with a no-break space: 12 %."""
    return _in_unit(value, digits, "percent", Unit.PERCENT.value, "“share(…)” and “change(…)” give percentages.")


def euro(value: object, digits: object = None) -> Phrase:
    """The figure in euros: `€ 14.232.000`."""
    return _in_unit(value, digits, "euro", Unit.EURO.value, "Look at the column “eenheid”.")


def signed(value: object, digits: object = None) -> Phrase:
    """The figure with its sign, also above zero: +12 %."""
    amount = _with_decimals(value, digits)
    return _phrase(amount, None, "+" if amount.value > 0 else "")


def words(value: object, wording: NumberWords) -> Phrase:
    """A whole number under twenty in words, any other in digits."""
    amount = amount_of(_not_a_phrase(value))
    name = word_number(amount.value, wording) if amount.decimals is not None else None
    return _phrase(replace(amount, unit=""), name)


def ordinal(value: object, wording: NumberWords) -> Phrase:
    """The ordinal of a whole number: 21e."""
    amount = amount_of(_not_a_phrase(value))
    if amount.value != int(amount.value) or amount.value < 0:
        raise ExpressionError(Code.EXPRESSION_TYPE, "Only a whole number has a place in a row.", "Use “| number”.")
    return _phrase(amount, word_ordinal(int(amount.value), wording))


def date(value: object, wording: NumberWords) -> Phrase:
    """A date in words, from an ISO date: 6 april 2020."""
    try:
        day = datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        message, hint = "This is not a date.", 'Write year-month-day between quotation marks: “"2020-04-06" | date”.'
        raise ExpressionError(Code.EXPRESSION_TYPE, message, hint) from None
    return Phrase(f"{day.day}{NO_BREAK}{wording.months[day.month - 1]} {day.year}", figure=False)


def as_word(value: object, wording: NumberWords) -> Phrase:
    """A ratio, change or share in words: “bijna gehalveerd”, “ruim drie keer”, “een derde”."""
    amount = amount_of(_not_a_phrase(value))
    if amount.kind is AmountKind.SHARE:
        name = word_share(amount.value, wording)
    elif amount.kind is AmountKind.FIGURE:
        message = "Only a ratio, a change or a share is put into words."
        raise ExpressionError(
            Code.EXPRESSION_TYPE, message, "Write “ratio(straatroven, 2018, 2022) | as_word”.", "as_word"
        )
    else:
        times = amount.value if amount.kind is AmountKind.RATIO else 1 + amount.value / 100
        name = word_ratio(times, wording)
    if name is None:
        shown = format_number(amount.rounded(2).value, amount.unit, 2)
        message = f"There is no good word for {shown}."
        raise ExpressionError(Code.EXPRESSION_WORD, message, "Print the figure: “| percent”, “| round(1)”.", "as_word")
    return _phrase(amount, name)


def as_stated(value: object, source: object = "") -> Amount | Phrase:
    """A figure that comes from no data file, with who states it."""
    if not isinstance(source, str) or not source.strip():
        message = "“as_stated” does not say by whom."
        raise ExpressionError(
            Code.EXPRESSION_SOURCE, message, 'Write who: “26 | as_stated("korpsleiding, december 2022")”.', "as_stated"
        )
    figure = Phrase(value) if isinstance(value, str) and value.strip() else value
    if isinstance(figure, Phrase):
        _check_no_source_cells(figure.cells)
        return replace(figure, stated=source.strip())
    amount = amount_of(figure)
    _check_no_source_cells(amount.cells)
    return replace(amount, stated=source.strip())


Filter = Callable[..., Amount | Phrase]

FILTERS: Mapping[str, Filter] = {
    "round": rounded,
    "abs": absolute,
    "number": number,
    "plain": plain,
    "percent": percent,
    "euro": euro,
    "signed": signed,
    "as_stated": as_stated,
}
LANGUAGE_FILTERS: Mapping[str, Callable[[object, NumberWords], Phrase]] = {
    "words": words,
    "ordinal": ordinal,
    "date": date,
    "as_word": as_word,
}
"""The filters that need the words of the report's language."""


def check_filter(name: str) -> None:
    """ExpressionError, with the nearest name, when there is no filter of this name."""
    if name not in FILTERS and name not in LANGUAGE_FILTERS:
        message = f"There is no “| {name}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(name, (*FILTERS, *LANGUAGE_FILTERS)), name)


def _phrase(amount: Amount, name: str | None, sign: str = "") -> Phrase:
    """The printed form of an amount: `name` in place of the figure, if there is one."""
    return Phrase(name if name is not None else f"{sign}{_written(amount)}", amount.cells, amount.stated)


def _written(amount: Amount) -> str:
    form = amount.form if amount.form is not None and amount.form.name == amount.unit else amount.unit
    return format_number(amount.value, form, amount.places())


def _in_unit(value: object, digits: object, name: str, unit: str, hint: str) -> Phrase:
    amount = _with_decimals(value, digits)
    if amount.unit not in (*_PLAIN, unit) or (
        amount.unit in _PLAIN and amount.cells and amount.kind is AmountKind.FIGURE
    ):
        counts = amount.unit or Unit.COUNT.value
        raise ExpressionError(Code.EXPRESSION_TYPE, f"This counts “{counts}”, and “{name}” does not.", hint, name)
    return _phrase(replace(amount, unit=unit), None)


def _with_decimals(value: object, digits: object) -> Amount:
    """An amount with the decimals that a filter is given, or else with its own, or else whole."""
    amount = amount_of(_not_a_phrase(value))
    if digits is None and amount.decimals is not None:
        return amount
    return amount.rounded(_digits(0 if digits is None else digits))


def _not_a_phrase(value: object) -> object:
    """The value; ExpressionError for one that a filter has put into words already."""
    if isinstance(value, Phrase):
        message = f"“{value.text}” is put into words already."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Round first, and say how it is written last.")
    return value


def _digits(argument: object, least: int = 0) -> int:
    if isinstance(argument, Amount) and not argument.cells and argument.value == int(argument.value):  # “-3” is one
        argument = int(argument.value)
    if isinstance(argument, int) and not isinstance(argument, bool) and least <= argument <= MOST_DECIMALS:
        return argument
    message = f"A figure is rounded to {least} to {MOST_DECIMALS} decimals."
    raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “| round(1)”.", "round")


def _check_no_source_cells(cells: tuple[SourceCell, ...]) -> None:
    if cells:
        message = f"This figure comes from the data ({cells[0]}), so nobody needs to state it."
        raise ExpressionError(Code.EXPRESSION_SOURCE, message, "Remove “as_stated”.", "as_stated")
