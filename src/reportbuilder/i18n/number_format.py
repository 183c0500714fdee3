"""Figures written the Dutch way: points between thousands, a decimal comma, units that never break off; and from there
in the way of another language."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

from reportbuilder.i18n.language import language_of
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
