"""Scales of charts: values to points, and the round numbers that a scale shows."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportbuilder.i18n.number_format import format_number, in_language
from reportbuilder.i18n.number_parsing import places_of
from reportbuilder.values import Value

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ZERO_SHARE = 0.6


class Scale(Value):
    """A linear scale: the values `low` to `high` on the points `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands, in points."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers, `most` steps or fewer, from the last one at or below `low` to the first at or above `high`."""
    span, size = high - low, max(abs(low), abs(high), 1e-6)
    if span <= size * 1e-9:  # one figure, as far as a picture can show
        span = max(size, 1.0)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(s * power for s in (*_STEPS, 20.0) if _steps(low, low + span, s * power) <= most or s == 20.0)
    first = math.floor(low / step + 1e-9)
    last = math.ceil((low + span) / step - 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def tick_texts(ticks: Sequence[float], language: str = "nl") -> tuple[str, ...]:
    """The numbers of a scale as they are printed, all with the decimals that the finest needs: 0, 0,25 and 0,5 are
    0,00, 0,25 and 0,50."""
    places = max(places_of(Decimal(repr(float(tick))).normalize()) for tick in ticks)
    return tuple(in_language(format_number(tick, None, places), language) for tick in ticks)


def _steps(low: float, high: float, step: float) -> int:
    return math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9)


def line_range(values: Iterable[float]) -> tuple[float, float]:
    """The range that lines need: from zero, unless that would press their differences together."""
    numbers = list(values)
    low, high = min(numbers), max(numbers)
    return (0.0 if 0 < low <= _ZERO_SHARE * high else low), high


def bar_range(values: Iterable[float]) -> tuple[float, float]:
    """The range that bars need: always with zero in it."""
    numbers = [0.0, *values]
    low, high = min(numbers), max(numbers)
    return (low, high) if high > low else (0.0, 1.0)
