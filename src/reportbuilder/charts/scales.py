"""Scales of charts: the range that values need, the round numbers in it, and how these are printed."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportbuilder.i18n.formats import format_number, in_language
from reportbuilder.i18n.number_parsing import places_of

TICK_STEPS = (1, 2, 2.5, 5, 10)
"""The steps of scales, times a power of ten."""
_ZERO_SHARE = 0.4
_DIGITS = 12  # of the numbers of a scale: what is beyond is the error of binary fractions


def line_range(values: Iterable[float]) -> tuple[float, float]:
    """The range that lines and dots need: from zero, unless that would press their differences together."""
    numbers = list(values)
    low, high = min(numbers), max(numbers)
    return (0.0 if 0 < low <= _ZERO_SHARE * high else low), high


def bar_range(values: Iterable[float]) -> tuple[float, float]:
    """The range that bars need: always with zero in it."""
    numbers = [0.0, *values]
    low, high = min(numbers), max(numbers)
    return (low, high) if high > low else (0.0, 1.0)


def round_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers in `most` steps or fewer, from the last one at or below `low` to the first at or above `high`."""
    from matplotlib.ticker import MaxNLocator

    size = max(abs(low), abs(high), 1e-6)
    if high - low <= size * 1e-9:  # one value, as far as a picture can show
        high = low + max(size, 1.0)
    slack = (high - low) * 1e-9
    ticks: tuple[float, ...] = (low, high)
    for steps in range(most, 0, -1):  # ticks at or beyond both ends can be a step more than was asked for
        candidates = [
            _clean(tick) for tick in MaxNLocator(steps, steps=TICK_STEPS, min_n_ticks=1).tick_values(low, high)
        ]
        first = max(i for i, tick in enumerate(candidates) if tick <= low + slack)
        last = min(i for i, tick in enumerate(candidates) if tick >= high - slack)
        ticks = tuple(candidates[first : last + 1])
        if len(ticks) - 1 <= most:
            return ticks
    return ticks[0], ticks[-1]


def tick_texts(ticks: Sequence[float], language: str = "nl") -> tuple[str, ...]:
    """The numbers of a scale as they are printed, all with the decimals that the finest needs: 0, 0,25 and 0,5 are
    0,00, 0,25 and 0,50."""
    numbers = [_clean(tick) for tick in ticks]
    places = max(places_of(Decimal(repr(number)).normalize()) for number in numbers)
    return tuple(in_language(format_number(number, None, places), language) for number in numbers)


def _clean(number: float) -> float:
    return float(f"{float(number):.{_DIGITS}g}") + 0.0
