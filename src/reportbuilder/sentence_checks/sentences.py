"""Text split into sentences, each with the figures that were filled into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.text_spans import TextSpan
from reportbuilder.i18n.typography import ABBREVIATIONS
from reportbuilder.values import Value

KEY_FIGURE_LINES = 3
_SPACES = "\u00a0\u202f\u2009"


class FilledFigure(Value):
    """A figure that was filled in, and where it stands in its sentence."""

    start: int
    end: int
    filled: BoundValue


class Sentence(Value):
    """One sentence: as it is read, and in lower case with plain spaces, character for character. A `label` is the
    figure, the line and the note of a key figure in one, without a verb."""

    text: str
    low: str
    bound: tuple[FilledFigure, ...]
    span: TextSpan
    start: int
    label: bool = False

    def place(self, at: int) -> Place:
        """The place of one of its characters."""
        return self.span.place_at(self.start + at)

    def around(self, at: int) -> FilledFigure | None:
        """The figure that was filled in over a character."""
        return next((bound for bound in self.bound if bound.start <= at < bound.end), None)


class Passage:
    """A span of text in lower case, and its sentences.

    It is split when its sentences are first needed: most spans claim nothing, which the whole shows sooner. `low` may
    be longer than the text (some capitals have two small letters), so positions in it mean nothing.
    """

    def __init__(self, span: TextSpan) -> None:
        self._span = span
        self.low = _spaced(_joined(span)).lower()

    @property
    def computed(self) -> bool:
        """Whether a figure in it was filled in from cells."""
        return any(one.cells for _, text in self._span.pieces for one in text.filled)

    @property
    def computed_from(self) -> frozenset[str]:
        """The ids of the indicators from which figures in it were computed."""
        filled = (one for _, text in self._span.pieces for one in text.filled)
        return frozenset(cell.row for one in filled for cell in one.cells)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        return (*sentences_in(self._span),)


def sentences_in(span: TextSpan) -> Iterator[Sentence]:
    """The sentences of a span, in order."""
    filled = [(start + one.at, one) for start, text in span.pieces for one in text.filled]
    label, joined = _is_label(span), _joined(span)
    for start, end in [(0, len(joined))] if label else _spans(joined):
        text = joined[start:end]
        bound = tuple(
            FilledFigure(at - start, at - start + len(one.text), one) for at, one in filled if start <= at and at < end
        )
        yield Sentence(text, _lowered(text), bound, span, start, label)


def quoted(sentence: Sentence) -> Iterable[tuple[int, int]]:
    """The positions (start, end) of quotations and titles."""
    if "“" not in sentence.text and "‘" not in sentence.text:
        return ()
    return ((match.start(), match.end()) for match in _quotes().finditer(sentence.text))


def _is_label(span: TextSpan) -> bool:
    return span.text.count("\n") == KEY_FIGURE_LINES - 1


def _joined(span: TextSpan) -> str:
    """The text of a span, the lines of a label in one."""
    text = span.text
    return text.replace("\n", " ", 1).replace("\n", ";", 1) if "\n" in text and _is_label(span) else text


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _ends().finditer(text):
        word = text[start : match.start()].rpartition(" ")[2].lower().strip("(")
        if match[0][0] == "." and word in ABBREVIATIONS:
            continue
        yield start, match.start() if match["end"] is None else match.start("end")
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _spaced(text: str) -> str:
    if text.isascii():
        return text
    for space in _SPACES:
        text = text.replace(space, " ")
    return text


def _lowered(text: str) -> str:
    spaced = _spaced(text)
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
