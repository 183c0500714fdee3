"""The filters of expressions: how a figure is rounded and written, the Dutch way, and who stated it.

`round` and `abs` give a figure again; the others put it into words, so they come last (but for `as_stated`, which may
follow them).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from reportbuilder.data.expressions.amounts import Amount, AmountKind, ExpressionError, amount_of
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.number_format import NO_BREAK, Unit, format_number
from reportbuilder.i18n.number_words import Wording, word_number, word_ordinal, word_ratio, word_share
from reportbuilder.values import Value, replace

MOST_DECIMALS = 6
_PLAIN = ("", Unit.COUNT.value)


class Phrase(Value):
    """A figure put into words, with the cells that it is from, or who stated it; a date is no figure."""

    text: str
    cells: tuple[SourceCell, ...] = ()
    stated: str = ""
    figure: bool = True


def spoken(value: object) -> Phrase:
    """What an expression gives, as it stands in the text."""
    if isinstance(value, Phrase):
        return value
    if isinstance(value, str):
        raise ExpressionError(Code.EXPRESSION_TYPE, "These are words, not a figure.", "Write them without braces.")
    if hasattr(value, "years"):
        message = f"“{value}” does not say which year."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, f"Write a year after it: “{value}[2022]”.", str(value))
    return _phrase(amount_of(value), None)


def rounded(value: object, digits: object = 0) -> Amount:
    """To so many decimals, half up; below 0 to tens (−1), hundreds (−2) and so on."""
    return amount_of(_unsaid(value)).settled(_digits(digits, -MOST_DECIMALS))


def absolute(value: object) -> Amount:
    """Without its sign: what fell by 43 % is 43 % lower."""
    amount = amount_of(_unsaid(value))
    return replace(amount, value=abs(amount.value))


def number(value: object, digits: object = None) -> Phrase:
    """The figure alone, with points between its thousands."""
    return _phrase(replace(_set(value, digits), unit=""), None)


def plain(value: object, digits: object = None) -> Phrase:
    """The figure alone, without points: as four figures are often written in running text."""
    phrase = number(value, digits)
    return replace(phrase, text=phrase.text.replace(".", ""))


def percent(value: object, digits: object = None) -> Phrase:
    """In percent, with a space that does not break."""
    return _as(value, digits, "percent", Unit.PERCENT.value, "“share(…)” and “change(…)” give percentages.")


def euro(value: object, digits: object = None) -> Phrase:
    """In euros: `€ 14.232.000`."""
    return _as(value, digits, "euro", Unit.EURO.value, "Look at the column “eenheid”.")


def signed(value: object, digits: object = None) -> Phrase:
    """With its sign, also above zero."""
    amount = _set(value, digits)
    return _phrase(amount, None, "+" if amount.value > 0 else "")


def words(value: object, wording: Wording) -> Phrase:
    """A whole number under twenty in words, any other in figures."""
    amount = amount_of(_unsaid(value))
    name = word_number(amount.value, wording) if amount.decimals is not None else None
    return _phrase(replace(amount, unit=""), name)


def ordinal(value: object, wording: Wording) -> Phrase:
    """The place in a row: 21e."""
    amount = amount_of(_unsaid(value))
    if amount.value != int(amount.value) or amount.value < 0:
        raise ExpressionError(Code.EXPRESSION_TYPE, "Only a whole number has a place in a row.", "Use “| number”.")
    return _phrase(amount, word_ordinal(int(amount.value), wording))


def date(value: object, wording: Wording) -> Phrase:
    """A date in words, from year-month-day: 6 april 2020."""
    try:
        day = datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        message, hint = "This is not a date.", 'Write year-month-day between quotation marks: “"2020-04-06" | date”.'
        raise ExpressionError(Code.EXPRESSION_TYPE, message, hint) from None
    return Phrase(f"{day.day}{NO_BREAK}{wording.months[day.month - 1]} {day.year}", figure=False)


def as_word(value: object, wording: Wording) -> Phrase:
    """How many times, or which part, in words: “bijna gehalveerd”, “ruim drie keer”, “een derde”."""
    amount = amount_of(_unsaid(value))
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
        shown = format_number(amount.settled(2).value, amount.unit, 2)
        message = f"There is no good word for {shown}."
        raise ExpressionError(Code.EXPRESSION_WORD, message, "Print the figure: “| percent”, “| round(1)”.", "as_word")
    return _phrase(amount, name)


def as_stated(value: object, source: object = "") -> Amount | Phrase:
    """A figure that is from no data file, and who states it."""
    if not isinstance(source, str) or not source.strip():
        message = "“as_stated” does not say by whom."
        raise ExpressionError(
            Code.EXPRESSION_SOURCE, message, 'Write who: “26 | as_stated("korpsleiding, december 2022")”.', "as_stated"
        )
    given = Phrase(value) if isinstance(value, str) and value.strip() else value
    if isinstance(given, Phrase):
        _check_unbound(given.cells)
        return replace(given, stated=source.strip())
    amount = amount_of(given)
    _check_unbound(amount.cells)
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
WORDED: Mapping[str, Callable[[object, Wording], Phrase]] = {
    "words": words,
    "ordinal": ordinal,
    "date": date,
    "as_word": as_word,
}
"""The filters that need the words of the report's language."""


def check_filter(name: str) -> None:
    """An error that proposes the nearest when there is no such filter."""
    if name not in FILTERS and name not in WORDED:
        message = f"There is no “| {name}”."
        raise ExpressionError(Code.EXPRESSION_NAME, message, nearest(name, (*FILTERS, *WORDED)), name)


def _phrase(amount: Amount, name: str | None, sign: str = "") -> Phrase:
    """An amount in the text, by name if it has one."""
    return Phrase(name if name is not None else f"{sign}{_written(amount)}", amount.cells, amount.stated)


def _written(amount: Amount) -> str:
    form = amount.form if amount.form is not None and amount.form.name == amount.unit else amount.unit
    return format_number(amount.value, form, amount.places())


def _as(value: object, digits: object, name: str, unit: str, hint: str) -> Phrase:
    amount = _set(value, digits)
    if amount.unit not in (*_PLAIN, unit) or (
        amount.unit in _PLAIN and amount.cells and amount.kind is AmountKind.FIGURE
    ):
        counts = amount.unit or Unit.COUNT.value
        raise ExpressionError(Code.EXPRESSION_TYPE, f"This counts “{counts}”, and “{name}” does not.", hint, name)
    return _phrase(replace(amount, unit=unit), None)


def _set(value: object, digits: object) -> Amount:
    """An amount with its decimals: those asked for, or else its own, or else none."""
    amount = amount_of(_unsaid(value))
    if digits is None and amount.decimals is not None:
        return amount
    return amount.settled(_digits(0 if digits is None else digits))


def _unsaid(value: object) -> object:
    if isinstance(value, Phrase):
        message = f"“{value.text}” is put into words already."
        raise ExpressionError(Code.EXPRESSION_TYPE, message, "Round first, and say how it is written last.")
    return value


def _digits(given: object, least: int = 0) -> int:
    if isinstance(given, Amount) and not given.cells and given.value == int(given.value):  # “-3” is computed
        given = int(given.value)
    if isinstance(given, int) and not isinstance(given, bool) and least <= given <= MOST_DECIMALS:
        return given
    message = f"A figure is rounded to {least} to {MOST_DECIMALS} decimals."
    raise ExpressionError(Code.EXPRESSION_TYPE, message, "Write “| round(1)”.", "round")


def _check_unbound(cells: tuple[SourceCell, ...]) -> None:
    if cells:
        message = f"This figure comes from the data ({cells[0]}), so nobody needs to state it."
        raise ExpressionError(Code.EXPRESSION_SOURCE, message, "Remove “as_stated”.", "as_stated")
