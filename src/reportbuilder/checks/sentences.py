"""Text into sentences, each with the figures that were filled into it and with what was said before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from reportbuilder.content.stretches import Stretch
from reportbuilder.figures import Filled
from reportbuilder.problems import Place
from reportbuilder.values import Value

_SHORT = [
    "mln",
    "mld",
    "ca",
    "nr",
    "nrs",
    "art",
    "bijv",
    "bv",
    "o.a",
    "m.b.t",
    "t.o.v",
    "o.l.v",
    "dhr",
    "mevr",
    "mr",
    "dr",
    "prof",
    "incl",
    "excl",
    "jl",
    "blz",
    "m.m.v",
    "i.p.v",
    "zgn",
    "d.w.z",
    "evt",
    "vgl",
    "resp",
    "wnd",
    "t.a.v",
    "i.v.m",
    "t.b.v",
    "max",
    "min",
    "gem",
]
KEY_FIGURE_LINES = 3
_SPACES = "\u00a0\u202f\u2009"


class Bound(Value):
    """A figure that was filled in, and where it stands in its sentence."""

    start: int
    end: int
    filled: Filled


class Sentence(Value):
    """One sentence: as it is read, and in small letters with plain spaces, character for character. A `label` is the
    figure, the line and the note of a key figure in one, without a verb."""

    text: str
    low: str
    bound: tuple[Bound, ...]
    stretch: Stretch
    start: int
    label: bool = False

    def place(self, at: int) -> Place:
        """The place of one of its characters."""
        return self.stretch.place_at(self.start + at)

    def around(self, at: int) -> Bound | None:
        """The figure that was filled in over a character."""
        return next((bound for bound in self.bound if bound.start <= at < bound.end), None)


def sentences_in(stretch: Stretch) -> Iterator[Sentence]:
    """The sentences of a stretch, in order."""
    filled = [(start + one.at, one) for start, text in stretch.pieces for one in text.filled]
    label = stretch.text.count("\n") == KEY_FIGURE_LINES - 1
    joined = stretch.text.replace("\n", " ", 1).replace("\n", ";", 1) if label else stretch.text
    for start, end in [(0, len(joined))] if label else _spans(joined):
        text = joined[start:end]
        bound = tuple(
            Bound(at - start, at - start + len(one.text), one) for at, one in filled if start <= at and at < end
        )
        yield Sentence(text, _lowered(text), bound, stretch, start, label)


def quoted(sentence: Sentence) -> Iterable[tuple[int, int]]:
    """Where the words of somebody else, and titles, stand."""
    return ((match.start(), match.end()) for match in _quotes().finditer(sentence.text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _ends().finditer(text):
        word = text[start : match.start()].rpartition(" ")[2].lower().strip("(")
        if match[0][0] == "." and word in _SHORT:
            continue
        yield start, match.start() if match["end"] is None else match.start("end")
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _lowered(text: str) -> str:
    spaced = text
    for space in _SPACES:
        spaced = spaced.replace(space, " ")
    low = spaced.lower()
    return low if len(low) == len(text) else spaced


@cache
def _ends() -> re.Pattern[str]:
    """What ends a sentence, up to the first character of the next: a sign and what it is closed with (`end` is behind
    them), or else a new line. It begins with a set of characters, for that is found fastest."""
    return re.compile(r"[.!?…\n](?:(?<!\n)[”’\"')\]]*(?P<end>)\s+|(?<=\n)\s*)(?=[“‘\"'(\[]?[A-ZÀ-Ý0-9€])")


@cache
def _quotes() -> re.Pattern[str]:
    return re.compile(r"[“‘][^”’]{0,200}[”’]")
