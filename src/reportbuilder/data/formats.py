"""Figures written the Dutch way: points between thousands, a decimal comma, units that never break off."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

NO_BREAK = "\u00a0"
MINUS = "\u2212"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)  # digits enough for the largest binary float, 1.8e308
_DUTCH = str.maketrans(",.", ".,")


class Unit(Enum):
    """What a figure counts; a value is the word in the column `eenheid`."""

    COUNT = "aantal"
    PERCENT = "procent"
    POINTS = "procentpunt"
    EURO = "euro"
    MINUTES = "minuten"
    KILOGRAMS = "kg"
    FULL_TIME = "fte"


_AROUND = {
    "": ("", ""),
    Unit.COUNT.value: ("", ""),
    Unit.PERCENT.value: ("", f"{NO_BREAK}%"),
    Unit.EURO.value: (f"€{NO_BREAK}", ""),
}
"""What stands before and after a figure, where that is not its unit."""
UNIT_NAMES = tuple(unit.value for unit in Unit)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A number with so many decimals, rounded half up; no digit of any finite number is lost before that."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def format_number(value: float | Decimal, unit: str | None, decimals: int | None = None) -> str:
    """A figure as it is printed: `95.587`, `82,3 %`, `€ 14.232.000`, `44.000 kg`; the spaces are no-break spaces.

    `decimals` rounds half up (and pads with zeros); without it the figure keeps the decimals that it has. A unit that
    is none of `Unit` is set after the figure as it is. ValueError when the value is not a finite number.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"{value} is not a figure.")
    places = max(0, -int(exact.normalize(_EXACT).as_tuple().exponent)) if decimals is None else decimals
    written = rounded(exact, places)
    digits = f"{written.copy_abs():,.{places}f}".translate(_DUTCH)
    figure = f"{MINUS if written < 0 else ''}{digits}"
    before, after = _AROUND.get(unit or "") or ("", f"{NO_BREAK}{unit}")
    return f"{before}{figure}{after}"
