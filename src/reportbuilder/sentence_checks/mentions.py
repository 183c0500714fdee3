"""The indicators, figures, directions and years that a sentence mentions, with their positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.figure_inventory import numbers_in
from reportbuilder.i18n.formats import Unit
from reportbuilder.i18n.number_parsing import read_number
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.lexicon import PERCENTAGES, NameMatch, Subject
from reportbuilder.sentence_checks.sentences import Sentence, quoted
from reportbuilder.values import Value


class IndicatorMention(Value):
    """An indicator by name; `direct` when the sentence is about it, and not only where it begins (“bij overvallen”)."""

    start: int
    end: int
    subject: Subject
    direct: bool


class StatedFigure(Value):
    """A figure: its value without its sign, its unit as in data, its hedge (`over`, `almost`,
    `about`), and the expression that gave it, if one did."""

    start: int
    end: int
    words: str
    value: Decimal
    decimals: int
    unit: str
    hedge: str = ""
    bound: BoundValue | None = None

    @property
    def percentage(self) -> bool:
        """Whether it is in percent or in percentage points."""
        return self.unit in PERCENTAGES


class Direction(Value):
    """A direction: up (1), down (-1), or none (0); `kind` is verb, noun, more (meer overvallen), or level (boven dat
    van 2021)."""

    start: int
    end: int
    way: int
    kind: str


class YearMention(Value):
    """A mention of one or more years; `role` is own, base (compared with), period, limit (tot 2021, in drie
    jaar), ever (elk jaar), or aside (in brackets)."""

    start: int
    end: int
    years: tuple[int, ...]
    role: str


class YearMentions:
    """The years of a sentence, in order, found when they are first needed: most sentences claim nothing of years.
    `year` is the report's."""

    def __init__(self, sentence: Sentence, year: int) -> None:
        self._sentence, self._year = sentence, year

    @cached_property
    def times(self) -> tuple[YearMention, ...]:
        """All years, and the words that stand for them."""
        return (*years_in(self._sentence, self._year),)


class Annotations(Value):
    """The mentions of a sentence except years, each kind in order."""

    mentions: tuple[IndicatorMention, ...]
    figures: tuple[StatedFigure, ...]
    moves: tuple[Direction, ...]


_M = TypeVar("_M", IndicatorMention, StatedFigure, Direction)


def mentions_in(sentence: Sentence, names: Sequence[NameMatch]) -> tuple[IndicatorMention, ...]:
    """The indicators that a sentence with these names is about."""
    return _own(sentence, _mentions(sentence, names)) if names else ()


def annotate(sentence: Sentence, mentions: tuple[IndicatorMention, ...]) -> Annotations:
    """All mentions of a sentence whose indicators are known."""
    return Annotations(mentions, _own(sentence, _figures(sentence)), _own(sentence, _moves(sentence)))


def _own(sentence: Sentence, marks: Iterable[_M]) -> tuple[_M, ...]:
    """The mentions outside quotations: words between quotation marks are somebody else's."""
    apart = [span for span in quoted(sentence) if span != (0, len(sentence.text))]
    return tuple(mark for mark in marks if not any(first <= mark.start < last for first, last in apart))


def _mentions(sentence: Sentence, names: Sequence[NameMatch]) -> Iterator[IndicatorMention]:
    last: IndicatorMention | None = None
    every = [found for found in names if not sentence.around(found.start)]
    starts = {found.start for found in every}
    for found in every:
        before, after = sentence.low[: found.start], sentence.low[found.end :]
        if _defining(before, last):
            continue
        joined = last is not None and dutch.conjunction().fullmatch(sentence.low[last.end : found.start]) is not None
        direct = last.direct if joined and last is not None else _direct(before, found.subject)
        if direct is None or dutch.narrowing().match(after):
            continue
        others = dutch.and_others().match(after)
        if others and starts.isdisjoint(range(found.end + 1, found.end + others.end() + 1)):
            continue
        last = IndicatorMention(found.start, found.end, found.subject, direct)
        yield last


def _defining(before: str, last: IndicatorMention | None) -> bool:
    """Whether a name stands between brackets right behind another: it says what that is."""
    opened = before.rfind("(")
    return last is not None and opened > before.rfind(")") and 0 <= opened - last.end <= 1


def _direct(before: str, subject: Subject) -> bool | None:
    """Whether a sentence is about what follows these words; None when it is about something of it."""
    if subject.percentage and before.endswith("aantal "):
        return None
    if subject.percentage and dutch.share_of().search(before):
        return True
    if match := dutch.prepositions().search(before):
        if dutch.counting().search(before[: match.start()]):
            return True
        opens = dutch.opening().search(before[: match.start()]) is not None
        return False if opens and match[1] in ("bij", "voor", "van", "in") else None
    return True if dutch.before_direct_mention().search(before) else None


def _figures(sentence: Sentence) -> Iterator[StatedFigure]:
    for bound in sentence.bound:
        if bound.filled.cells and bound.filled.figure:
            read = _read(bound.filled.text)
            value, decimals, unit = read if read else (Decimal(0), 0, "")
            start, end, hedge = bound.start, bound.end, _hedge(sentence, bound.start)
            yield StatedFigure(start, end, sentence.text[start:end], value, decimals, unit, hedge, bound.filled)
    for at, words in numbers_in(sentence.text) if has_typed(sentence) else ():
        if sentence.around(at) is None and (read := _read(words)):
            value, decimals, unit = read
            end = at + len(words)
            if match := dutch.units().match(sentence.low[end:]):
                unit, end = _UNITS[match[1]], end + match.end()
            yield StatedFigure(at, end, sentence.text[at:end], value, decimals, unit, _hedge(sentence, at))
    for match in dutch.counts().finditer(sentence.low) if dutch.holds(sentence.low, dutch.COUNTS) else ():
        if sentence.around(match.start()) is None:
            value = Decimal(dutch.SMALL.index(match[0]))
            yield StatedFigure(match.start(), match.end(), match[0], value, 0, "", _hedge(sentence, match.start()))


def has_typed(sentence: Sentence) -> bool:
    """Whether any figure may be typed in a sentence: whether it has a digit that was not filled in and is of no year,
    or a sign before one that was. What is no figure takes far longer to find."""
    text = sentence.text
    for bound in sentence.bound:
        text = text[: bound.start] + _FILLED * (bound.end - bound.start) + text[bound.end :]
    return dutch.typed().search(dutch.plain_year().sub("", text)) is not None


def _read(words: str) -> tuple[Decimal, int, str] | None:
    """The value without its sign, the decimals and the unit of a figure as it is printed."""
    plain = words.replace("\u00a0", " ").lstrip("+-−")
    unit = Unit.EURO.value if plain.startswith("€") else ""
    digits = plain.lstrip("€ ").partition(" ")
    number = read_number(digits[0].rstrip("%"))
    if number is None:
        return None
    rest = "%" if digits[0].endswith("%") else digits[2]
    return number.value, number.decimals, _UNITS.get(rest, rest) or unit


def _hedge(sentence: Sentence, at: int) -> str:
    match = dutch.hedge_before(sentence.low[:at])
    return dutch.HEDGES[match[1]] if match else ""


def _moves(sentence: Sentence) -> Iterator[Direction]:
    for match in dutch.moves().finditer(sentence.low):
        if sentence.around(match.start()):
            continue
        kind, way = dutch.direction(match)
        if kind == "more" and not dutch.after_more().match(sentence.low[match.end() :]):
            continue
        yield Direction(match.start(), match.end(), way, kind)


def years_in(sentence: Sentence, year: int) -> Iterator[YearMention]:
    """The years of a sentence, and the words that stand for them; `year` is the report's."""
    if "jaar" not in sentence.low and "jaren" not in sentence.low and not dutch.four_digits().search(sentence.low):
        return
    for match in dutch.times().finditer(sentence.low):
        if sentence.around(match.start()):
            continue
        start, end, role = match.start(), match.end(), "own"
        years: tuple[int, ...] = (year,)
        if match["from"]:
            last = match["to"] if len(match["to"]) == 4 else match["from"][:2] + match["to"]
            role, years = "period", (int(match["from"]), int(last))
        elif match["between"]:
            role, years = "period", (int(match["between"]), int(match["and"]))
        elif match["year"]:
            years = (int(match["year"]),)
            of_goal = match["limit"] == "voor " and dutch.goals().search(sentence.low)
            role = "limit" if match["limit"] and not of_goal else "own"
        elif match["before"]:
            years = (year - 1,)
        elif match["ever"]:
            role = "ever"
        elif match["span"]:
            role = "limit"
        if role == "own" and (dutch.base().search(sentence.low[:start]) or _moved_from(sentence.low, start, end)):
            role = "base"
        if role in ("own", "base") and _in_brackets(sentence.low, start):
            role = "aside"
        yield YearMention(start, end, years, role)


def _in_brackets(low: str, at: int) -> bool:
    return low.rfind("(", 0, at) > low.rfind(")", 0, at)


def _moved_from(low: str, start: int, end: int) -> bool:
    """Whether a year is the first of two: “van 117 in 2021 naar 127 in 2022”."""
    return dutch.moved_from().search(low[:start]) is not None and dutch.moved_to().match(low[end:]) is not None


_FILLED = "_"
_UNITS = {
    "%": Unit.PERCENT.value, "procent": Unit.PERCENT.value, "procentpunt": Unit.POINTS.value,
    "procentpunten": Unit.POINTS.value, "kg": Unit.KILOGRAMS.value, "kilo": Unit.KILOGRAMS.value,
    "fte": Unit.FULL_TIME.value, "euro": Unit.EURO.value, "minuten": Unit.MINUTES.value, "": "",
}  # fmt: skip
