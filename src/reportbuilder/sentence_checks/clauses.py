"""The clauses of a sentence, divided into parts that each state one thing of one group of indicators in some years.

The years are those that a part names, or those that its context implies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise

from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.lexicon import Subject
from reportbuilder.sentence_checks.mentions import (
    Annotations,
    Direction,
    IndicatorMention,
    StatedFigure,
    YearMention,
    YearMentions,
)
from reportbuilder.sentence_checks.sentences import Sentence
from reportbuilder.values import Value, field, replace


class IndicatorGroup(Value):
    """Indicators that are named together; `counted` when they follow “het aantal”, so that their sum may be meant."""

    start: int
    end: int
    subjects: tuple[Subject, ...]
    direct: bool
    counted: bool


class Clause:
    """The properties that all parts of a clause share, each computed when it is first needed. A clause that was
    `wished` before it began states nothing."""

    def __init__(self, text: str, low: str, wished: bool) -> None:
        self._text, self._low, self._wished = text, low, wished

    @cached_property
    def unreal(self) -> bool:
        """Whether it states nothing: a wish, a plan, a question."""
        return self._wished or dutch.is_unreal(self._low)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether it is about another place or a part of the year."""
        return dutch.elsewhere().search(self._low) is not None or _place().search(self._text) is not None

    @cached_property
    def denied(self) -> bool:
        """Whether it denies."""
        return dutch.denying().search(self._low) is not None

    @property
    def wishes(self) -> bool:
        """Whether it ends with a wish, if a colon follows it."""
        return self.unreal or _wish().search(self._low) is not None


class ClausePart(Value):
    """A part of a sentence: its clause, its span, its words in lower case, and its marks."""

    clause: Clause
    years: YearMentions
    sentence: Sentence
    start: int
    end: int
    low: str
    groups: tuple[IndicatorGroup, ...]
    figures: tuple[StatedFigure, ...]
    moves: tuple[Direction, ...]

    @property
    def times(self) -> tuple[YearMention, ...]:
        """Its years."""
        return tuple(times for times in self.years.times if self.start <= times.start < self.end)

    @property
    def unreal(self) -> bool:
        """Whether it states nothing."""
        return self.clause.unreal

    @property
    def elsewhere(self) -> bool:
        """Whether it is about another place or a part of the year."""
        return self.clause.elsewhere

    @property
    def denied(self) -> bool:
        """Whether it denies."""
        return self.clause.denied

    def before(self, at: int) -> str:
        """Its words before a character of the sentence."""
        return self.sentence.low[self.start : at]

    def after(self, at: int) -> str:
        """Its words from a character of the sentence on."""
        return self.sentence.low[at : self.end]


def parts_of(sentence: Sentence, marks: Annotations, years: YearMentions) -> tuple[ClausePart, ...]:
    """The parts of a sentence, in order."""
    found: list[ClausePart] = []
    wished = False
    for start, end in _clauses(sentence.low):
        clause = Clause(sentence.text[start:end], sentence.low[start:end], wished)
        wished = sentence.low.startswith(":", end) and clause.wishes
        cuts = [start, *_cuts(sentence, marks, start, end), end]
        found += [_part(clause, years, sentence, marks, (first, last)) for first, last in pairwise(cuts)]
    return tuple(found)


def _part(
    clause: Clause, years: YearMentions, sentence: Sentence, marks: Annotations, span: tuple[int, int]
) -> ClausePart:
    start, end = span
    return ClausePart(
        clause,
        years,
        sentence,
        start,
        end,
        sentence.low[start:end],
        tuple(_groups(sentence, [m for m in marks.mentions if start <= m.start < end])),
        tuple(figure for figure in marks.figures if start <= figure.start < end),
        tuple(move for move in marks.moves if start <= move.start < end),
    )


def _clauses(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _hard().finditer(low):
        yield start, match.start()
        start = match.end()
    yield start, len(low)


def _cuts(sentence: Sentence, marks: Annotations, start: int, end: int) -> Iterator[int]:
    """Where a clause that has stated something of one indicator goes on to another."""
    if len(marks.figures) + len(marks.moves) < 2:  # it says too little
        return
    points = [m.start() for m in _soft().finditer(sentence.low, start, end)]
    last = start
    for point, following in zip(points, [*points, end][1:], strict=True):
        goes_on = _verb().match(sentence.low[point:]) and all(
            _moves(marks, *span) for span in ((last, point), (point, end))
        )
        if goes_on or (_states(marks, last, point) and _states(marks, point, following)):
            yield point
            last = point


def _states(marks: Annotations, start: int, end: int) -> bool:
    """Whether a range of characters names an indicator and states something of it."""
    named = any(start <= m.start < end for m in marks.mentions)
    figures = [f for f in marks.figures if start <= f.start < end]
    states = bool(figures) or any(start <= m.start < end for m in marks.moves)
    return states and (named or any(figure.bound for figure in figures))


def _moves(marks: Annotations, start: int, end: int) -> bool:
    return any(start <= move.start < end for move in marks.moves)


def _groups(sentence: Sentence, mentions: Sequence[IndicatorMention]) -> Iterator[IndicatorGroup]:
    run: list[IndicatorMention] = []
    for mention in mentions:
        if run and dutch.conjunction().fullmatch(sentence.low[run[-1].end : mention.start]):
            run.append(mention)
            continue
        if run:
            yield _group(sentence, run)
        run = [mention]
    if run:
        yield _group(sentence, run)


def _group(sentence: Sentence, run: Sequence[IndicatorMention]) -> IndicatorGroup:
    counted = _counted().search(sentence.low[: run[0].start]) is not None
    return IndicatorGroup(run[0].start, run[-1].end, tuple(m.subject for m in run), run[0].direct, counted)


@cache
def _hard() -> re.Pattern[str]:
    """Where another clause begins. Each way begins with a character of its own, for then most others are passed by."""
    joins = "(?=(?:maar|terwijl|hoewel|want|omdat|doordat|zodat|waardoor) )"
    return re.compile(
        rf";(?= |(?<=[^ ];)\S)|:(?= )|, {joins}| {joins}|, (?=en (?!het aantal|de |[\w-]+ met|\d))|–(?<= –) | – "
    )


@cache
def _verb() -> re.Pattern[str]:
    """The verb with which a sentence goes on about the same: “steeg in 2022 en is lager dan in 2019”."""
    return re.compile(r" en (?:is|was|zijn|waren|blijft|bleef|bleven|ligt|lag|lagen|steeg|daalde|nam|kwam|groeide)\b")


@cache
def _soft() -> re.Pattern[str]:
    return re.compile(r", | en ")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(r"\baantal (?:geregistreerde |gepleegde )?$")


@cache
def _wish() -> re.Pattern[str]:
    """What a goal begins with, before a colon."""
    return re.compile(rf"\b(?:{dutch.GOAL}|streven|ambitie|inzet)(?!\w)[^:]{{0,30}}$")


@cache
def _place() -> re.Pattern[str]:
    """A place by its name: “in Delft”."""
    return re.compile(
        r"\b(?:[Ii]n|[Oo]p|[Bb]ij|[Rr]ond|[Tt]e) (?:de |het )?(?!Openbaar|Parket|Regionaal)[A-Z][a-z]{2,}"
    )


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
