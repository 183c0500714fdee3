"""Figures and dates as they are written in a language, in figures and in words.

Figures are first written the Dutch way (points between thousands, a decimal comma, units that never break off), and
from there in the way of another language. In words: how many times ("ruim drie keer", "bijna gehalveerd"), parts,
numbers under twenty.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

from reportbuilder.i18n.language import LANGUAGES, NumberWords, language_of
from reportbuilder.i18n.number_parsing import Notation
from reportbuilder.values import Value

NO_BREAK = "\u00a0"
MINUS = "\u2212"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)  # digits enough for the largest binary float, 1.8e308
_DUTCH = str.maketrans(",.", ".,")
_SIGN_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)", re.ASCII)
_ENGLISH = (
    (re.compile(rf"(?<=\d){NO_BREAK}%", re.ASCII), "%"),
    (re.compile(rf"€{NO_BREAK}({MINUS}?)(?=\d)", re.ASCII), r"\1€"),
    (re.compile(rf"(?<=\d)({NO_BREAK})procentpunt\b", re.ASCII), r"\1percentage points"),
    (re.compile(rf"(?<=\d)({NO_BREAK})minuten\b", re.ASCII), r"\1minutes"),
    (re.compile(rf"(?<=\d)({NO_BREAK})minuut\b", re.ASCII), r"\1minute"),
    (re.compile(rf"(?<![\d.,])(1{NO_BREAK}percentage point)s"), r"\1"),
)
"""How a figure that is written the Dutch way becomes English, besides its points and commas."""


class Unit(Enum):
    """What a figure counts; a value is the word in the column `eenheid`."""

    COUNT = "aantal"
    PERCENT = "procent"
    POINTS = "procentpunt"
    EURO = "euro"
    MINUTES = "minuten"
    KILOGRAMS = "kg"
    FULL_TIME = "fte"


UNIT_NAMES = tuple(unit.value for unit in Unit)


class UnitForm(Value):
    """How figures in a unit are printed: the `words` beside them, the word beside 1 (`singular`, where it is another),
    whether they stand `before` the figure, and to how many `decimals` figures are rounded, None for their own."""

    name: str
    words: str
    singular: str = ""
    before: bool = False
    decimals: int | None = None

    def places(self, own: int) -> int:
        """The decimals that a figure is printed with, which has `own` ones."""
        return own if self.decimals is None else self.decimals


_FORMS: Mapping[str, UnitForm] = {
    "": UnitForm("", ""),
    Unit.COUNT.value: UnitForm(Unit.COUNT.value, ""),
    Unit.PERCENT.value: UnitForm(Unit.PERCENT.value, "%"),
    Unit.EURO.value: UnitForm(Unit.EURO.value, "€", before=True),
    Unit.MINUTES.value: UnitForm(Unit.MINUTES.value, Unit.MINUTES.value, "minuut"),
}
"""Units that are not simply set after their figures."""


def unit_form(name: str) -> UnitForm:
    """The form of a unit that nothing is declared about: one that is not known stands after its figures."""
    return _FORMS.get(name) or UnitForm(name, name)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A number with so many decimals, rounded half up; no digit of any finite number is lost before that."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def format_number(value: float | Decimal, unit: str | UnitForm | None, decimals: int | None = None) -> str:
    """A figure as it is printed: `95.587`, `82,3 %`, `€ 14.232.000`, `44.000 kg`; the spaces are no-break spaces.

    `decimals` rounds half up (and pads with zeros); without it the figure keeps the decimals that it has. ValueError
    when the value is not a finite number.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"{value} is not a figure.")
    places = max(0, -int(exact.normalize(_EXACT).as_tuple().exponent)) if decimals is None else decimals
    written = rounded(exact, places)
    digits = f"{written.copy_abs():,.{places}f}".translate(_DUTCH)
    figure = f"{MINUS if written < 0 else ''}{digits}"
    form = unit if isinstance(unit, UnitForm) else unit_form(unit or "")
    words = form.singular if form.singular and digits == "1" else form.words
    if not words:
        return figure
    return f"{words}{NO_BREAK}{figure}" if form.before else f"{figure}{NO_BREAK}{words}"


def in_language(figure: str, language: str) -> str:
    """A figure as `format_number` writes it, in the notation of a language (its tag).

    In English, 82,3 % is `82.3%`, € −1.250,50 is `−€1,250.50`, and 0,7 procentpunt is `0.7 percentage points`. Only for
    what the program wrote itself: what an author typed is in the report's language already.
    """
    if language_of(language).notation is Notation.COMMA:
        return figure
    figure = _SIGN_BETWEEN_DIGITS.sub(lambda sign: sign[0].translate(_DUTCH), figure)
    for dutch, english in _ENGLISH:
        figure = dutch.sub(english, figure)
    return figure


_TIMES_FROM = Decimal("1.4")  # less than this is not put into words as a number of times
_HALVED_TO = Decimal("0.58")
_HALVED_FROM = Decimal("0.4")
_NEAR = Decimal("0.02")  # a deviation of this part of a round number is none
_ASIDE = Decimal("0.12")  # more than this part aside is not “bijna” or “ruim” a part


def word_ratio(times: Decimal, words: NumberWords) -> str | None:
    """How many times in words; None when there is no good word for it.

    About a half is "gehalveerd", up to 0,58 "bijna", down to 0,40 "meer dan". From 1,4 on it is a number of times:
    within 2 % of a whole or a half that number itself, else "ruim" or "bijna" the nearest whole or half below twenty.
    """
    if _HALVED_FROM <= times <= _HALVED_TO:
        if abs(times * 2 - 1) <= _NEAR:
            return words.halved
        return f"{words.almost} {words.halved}" if times * 2 > 1 else words.halved_over
    if not _TIMES_FROM <= times < len(words.small) - 1:
        return None
    nearest = min((Decimal(n) / 2 for n in range(3, 2 * len(words.small) - 1)), key=lambda n: abs(times - n))
    if abs(times - nearest) <= _NEAR * nearest:
        return _times(nearest, words)
    if nearest != 3 / Decimal(2) and nearest != int(nearest):  # “ruim tweeënhalf” is too fine: to the whole instead
        nearest = Decimal(int(times)) if times < nearest else Decimal(int(times) + 1)
    return f"{words.over if times > nearest else words.almost} {_times(nearest, words)}"


def word_share(percent: Decimal, words: NumberWords) -> str | None:
    """A share in words ("ruim een derde"); None when it is not near a part that has a name."""
    value = percent / 100
    near = {Decimal(part) / whole: name for (part, whole), name in words.parts.items()}
    nearest = min(near, key=lambda part: abs(value - part))
    if abs(value - nearest) <= _NEAR * nearest:
        return near[nearest]
    if abs(value - nearest) > _ASIDE * nearest or value > 1:
        return None
    return f"{words.over if value > nearest else words.almost} {near[nearest]}"


def word_number(value: Decimal, words: NumberWords) -> str | None:
    """A whole number under twenty in words; None for any other."""
    return words.small[int(value)] if value == int(value) and 0 <= value < len(words.small) else None


def word_ordinal(value: int, words: NumberWords) -> str:
    """A number in a row: 21e."""
    if words.ordinal.endswith("th") and value % 100 not in (11, 12, 13):
        return f"{value}{({1: 'st', 2: 'nd', 3: 'rd'}).get(value % 10, 'th')}"
    return words.ordinal.format(n=value)


def _times(number: Decimal, words: NumberWords) -> str:
    if number == 3 / Decimal(2):
        return words.one_and_a_half
    name = words.small[int(number)]
    if number == int(number):
        return words.times.format(n=name)
    return (
        words.and_a_half.format(n=name).replace("eenhalf", "eënhalf")
        if name.endswith("e")
        else words.and_a_half.format(n=name)
    )


def written_date(date: datetime.date, language: str) -> str:
    """A date in words: 6 april 2020, its day and month on one line.

    >>> written_date(datetime.date(2020, 4, 6), "nl")
    '6\\xa0april 2020'
    """
    return f"{date.day}{NO_BREAK}{language_of(language).numbers.months[date.month - 1]} {date.year}"


def month_pattern(*languages: str) -> str:
    """The names of months as alternatives of a regular expression, of all languages where none is named."""
    names = dict.fromkeys(month for tag in languages or LANGUAGES for month in language_of(tag).numbers.months)
    return "|".join(map(re.escape, names))
