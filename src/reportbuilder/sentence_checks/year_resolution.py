"""The years that a part of a sentence is about: those that it names, or those that its context implies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportbuilder.sentence_checks.clauses import ClausePart
from reportbuilder.sentence_checks.mentions import YearMention, YearMentions
from reportbuilder.values import Value, field, replace

Pair = tuple[int, int]
"""A year, and the year that it is compared with."""


class YearContext(Value):
    """The years in the sentences before, in the same span of text: `own`, and those compared with (`bases`)."""

    year: int
    own: tuple[int, ...] = ()
    bases: tuple[int, ...] = ()
    sentence: tuple[ClausePart, ...] = field(default_factory=tuple)


class YearReadings(Value):
    """The years of a part: its possible readings, the likeliest first, each one or more pairs that must
    all hold; `vague` when it speaks of years that cannot be determined, `over` when it
    speaks of a period as a whole."""

    readings: tuple[tuple[Pair, ...], ...]
    own: tuple[int, ...]
    bases: tuple[int, ...]
    vague: bool = False
    over: bool = False


def years_of(part: ClausePart, context: YearContext, norm_years: Iterable[int] = ()) -> YearReadings:
    """The readings of a part; years that it does not name are taken from the sentence around it, or else understood:
    the report's year, compared with the year before."""
    own, bases, period = _named(part, context.sentence)
    vague = any(times.role in ("limit", "ever") for times in part.times)
    if period:
        first, last = period
        vague = vague or last <= first
        return YearReadings((((last, first),), ((last, first - 1),)), (last,), (first,), vague, over=True)
    owns = [own] if own else [(context.year,), *((year,) for year in context.own if year != context.year)]
    readings: list[tuple[Pair, ...]] = []
    for years in owns:
        if bases:
            readings.append(tuple((year, base) for year in years for base in bases if base != year))
            continue
        readings.append(tuple((year, year - 1) for year in years))
        others = dict.fromkeys((*context.bases, *(() if own else (*norm_years, *context.own))))
        readings += [tuple((year, base) for year in years) for base in others if base not in years]
    return YearReadings(tuple(reading for reading in dict.fromkeys(readings) if reading), own, bases, vague)


def _named(part: ClausePart, sentence: Sequence[ClausePart]) -> tuple[tuple[int, ...], tuple[int, ...], Pair | None]:
    """The years that a part names, those that it compares with, and its period; of the sentence where it has none."""
    own, bases, periods = _roles(part.times)
    around = _roles(times for other in sentence if other.start <= part.start for times in other.times)
    if not own and not periods:
        own = around[0]
        periods = around[2] if not own and not bases else ()
    if not bases and not periods:
        bases = around[1]
    if bases and periods and not own:
        own, periods = (periods[-1][1],), ()
    return own, tuple(base for base in bases if base not in own), periods[0] if periods and not bases else None


def _roles(every: Iterable[YearMention]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Pair, ...]]:
    every = tuple(every)
    own = [year for times in every if times.role == "own" for year in times.years]
    bases = [year for times in every if times.role == "base" for year in times.years]
    periods = [(times.years[0], times.years[1]) for times in every if times.role == "period"]
    return tuple(dict.fromkeys(own)), tuple(dict.fromkeys(bases)), tuple(dict.fromkeys(periods))


class YearTracker:
    """The years of the sentences of a span so far, put together when a claim asks for them."""

    def __init__(self, year: int) -> None:
        self._context = YearContext(year)
        self._unread: list[YearMentions] = []

    def add(self, years: YearMentions) -> None:
        """Go on to the sentence after the one with these years."""
        self._unread.append(years)

    def context(self, parts: tuple[ClausePart, ...]) -> YearContext:
        """The years before a sentence with these parts."""
        for years in self._unread:
            self._context = _seen(self._context, years.times)
        self._unread.clear()
        return replace(self._context, sentence=parts)


def _seen(context: YearContext, times: Iterable[YearMention]) -> YearContext:
    """The context of the next sentence, after one with these years."""
    own, bases, periods = _roles(times)
    own = (*context.own, *own, *(last for _, last in periods))
    bases = (*context.bases, *bases, *(first for first, _ in periods))
    return YearContext(context.year, tuple(dict.fromkeys(own)), tuple(dict.fromkeys(bases)))
