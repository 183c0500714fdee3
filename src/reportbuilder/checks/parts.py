"""Sentences into parts that each state one thing: about what, in which years, and in which direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from reportbuilder.checks import dutch, grammar
from reportbuilder.checks.marks import Figure, Marks, Mention, Move, Times
from reportbuilder.checks.sentences import Sentence
from reportbuilder.checks.subjects import Subject
from reportbuilder.values import Value


class Group(Value):
    """Indicators that are named together; `counted` when they follow “het aantal”, so that their sum may be meant."""

    start: int
    end: int
    subjects: tuple[Subject, ...]
    direct: bool
    counted: bool


class Part(Value):
    """A part of a sentence: its span, and its marks. `unreal` when it states nothing (a wish, a plan, a question),
    `elsewhere` when it is about another place or a part of the year, `denied` when it denies."""

    sentence: Sentence
    start: int
    end: int
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    moves: tuple[Move, ...]
    times: tuple[Times, ...]
    unreal: bool
    elsewhere: bool
    denied: bool

    @property
    def low(self) -> str:
        """Its words in small letters."""
        return self.sentence.low[self.start : self.end]

    def before(self, at: int) -> str:
        """Its words before a character of the sentence."""
        return self.sentence.low[self.start : at]

    def after(self, at: int) -> str:
        """Its words from a character of the sentence on."""
        return self.sentence.low[at : self.end]


def parts_of(sentence: Sentence, marks: Marks) -> tuple[Part, ...]:
    """The parts of a sentence, in order."""
    found: list[Part] = []
    wished = False
    for start, end in _clauses(sentence.low):
        clause = sentence.low[start:end]
        text = sentence.text[start:end]
        unreal = wished or dutch.unreal().search(clause) is not None
        wished = sentence.low[end : end + 1] == ":" and (unreal or _wish().search(clause) is not None)
        elsewhere = dutch.elsewhere().search(clause) is not None or _place().search(text) is not None
        denied = dutch.denying().search(clause) is not None
        cuts = [start, *_cuts(sentence, marks, start, end), end]
        found += [_part(sentence, marks, first, last, (unreal, elsewhere, denied)) for first, last in pairwise(cuts)]
    return tuple(found)


def _part(sentence: Sentence, marks: Marks, start: int, end: int, kind: tuple[bool, bool, bool]) -> Part:
    return Part(
        sentence,
        start,
        end,
        tuple(_groups(sentence, [m for m in marks.mentions if start <= m.start < end])),
        tuple(figure for figure in marks.figures if start <= figure.start < end),
        tuple(move for move in marks.moves if start <= move.start < end),
        tuple(times for times in marks.times if start <= times.start < end),
        *kind,
    )


def _clauses(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _hard().finditer(low):
        yield start, match.start()
        start = match.start("next") if match["next"] else match.end()
    yield start, len(low)


def _cuts(sentence: Sentence, marks: Marks, start: int, end: int) -> Iterator[int]:
    """Where a clause goes on to another indicator after it has said something of one."""
    points = [m.start() for m in _soft().finditer(sentence.low, start, end)]
    last = start
    for point, following in zip(points, [*points, end][1:], strict=True):
        goes_on = _verb().match(sentence.low[point:]) and all(
            _moves(marks, *span) for span in ((last, point), (point, end))
        )
        if goes_on or (_states(marks, last, point) and _states(marks, point, following)):
            yield point
            last = point


def _states(marks: Marks, start: int, end: int) -> bool:
    """Whether a stretch names an indicator and says something of it."""
    named = any(start <= m.start < end for m in marks.mentions)
    figures = [f for f in marks.figures if start <= f.start < end]
    told = bool(figures) or any(start <= m.start < end for m in marks.moves)
    return told and (named or any(figure.bound for figure in figures))


def _moves(marks: Marks, start: int, end: int) -> bool:
    return any(start <= move.start < end for move in marks.moves)


def _groups(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Group]:
    run: list[Mention] = []
    for mention in mentions:
        if run and grammar.joint().fullmatch(sentence.low[run[-1].end : mention.start]):
            run.append(mention)
            continue
        if run:
            yield _group(sentence, run)
        run = [mention]
    if run:
        yield _group(sentence, run)


def _group(sentence: Sentence, run: Sequence[Mention]) -> Group:
    counted = _counted().search(sentence.low[: run[0].start]) is not None
    return Group(run[0].start, run[-1].end, tuple(m.subject for m in run), run[0].direct, counted)


@cache
def _hard() -> re.Pattern[str]:
    """Where another clause begins; `next` is its first word, when that belongs to it."""
    return re.compile(
        r"[;:](?= )|(?<=[^ ]);(?=\S)|,? (?P<next>(?:maar|terwijl|hoewel|want|omdat|doordat|zodat|waardoor)(?= ))"
        r"|, (?=en (?!het aantal|de |[\w-]+ met|\d))|(?<= )– | – "
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
