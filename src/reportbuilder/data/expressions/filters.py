"""The filters of expressions, written after `|`: how a figure is rounded and printed, and who states it.

`round` and `abs` give a figure again. The others give a `Phrase`, the printed form, so they come last; only `as_stated`
may follow them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from reportbuilder.data.expressions.amounts import Amount, AmountKind, ExpressionError, amount_of
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.language import NumberWords
from reportbuilder.i18n.number_format import NO_BREAK, Unit, format_number
from reportbuilder.i18n.number_words import word_number, word_ordinal, word_ratio, word_share
from reportbuilder.values import Value, replace

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
