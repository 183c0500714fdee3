"""A paragraph as words with the spaces between them, and the candidates for its line ends."""

import re
from collections.abc import Callable, Sequence
from math import ceil, inf
from typing import NamedTuple

from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, Box, Run, RunStyle
from reportbuilder.text.totalfit import Candidate, Candidates, Fit
from reportbuilder.text.words import Opportunity, Vocabulary, Word
from reportbuilder.values import Mutable, Value, field

_SPACES = " \t\r\f\v\u00a0\u202f\u2000-\u200a\u3000"
_TOKENS = re.compile(rf"([^{_SPACES}\n]*)([{_SPACES}]*)(\n?)")
_FIXED = frozenset((NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE))
_BLANK = re.compile(rf"[{_SPACES}\n]")

Divide = Callable[[Word, str], tuple[Opportunity, ...]]
Ending = tuple[int, Opportunity | None]
"""The end of a line: inside a word, or after it; -1 is before the first word."""


class Slot(NamedTuple):
    """A word of a stretch and the space after it: the runs of the word's parts, its language, the text of the space (""
    for none) and its width in points, whether a line may end there, and its stretch."""

    word: Word
    runs: tuple[int, ...]
    language: str
    space: str
    width: float
    breaks: bool
    gives: float


class Stretch(Mutable):
    """The text between two forced line breaks; `tail` is the break at its end."""

    slots: list[Slot] = field(default_factory=list)
    tail: str = ""

    @property
    def natural(self) -> float:
        """The width on one line in points, without the space at its end."""
        return sum(slot.word.width + slot.width for slot in self.slots) - self.slots[-1].width

    @property
    def last(self) -> Ending:
        """The end of the last word."""
        return len(self.slots) - 1, None


class Zone(Value):
    """The words in which a line can end in a pass of the search: those between the shortest and longest extent of one
    line, two lines and so on. Hyphenating all others would be a waste."""

    measure: float
    fit: Fit
    slack: float  # a hyphen at most, or a space

    def holds(self, x: float, glue: float, width: float) -> bool:
        """Whether a line can end in a word that begins at `x`, after `glue` of space."""
        fit = self.fit
        if fit.tolerance == inf:
            return True
        shortest = self.measure * (1 - fit.tolerance * fit.give) - self.slack
        furthest = x + width + fit.tolerance * fit.stretch * glue
        if shortest <= 0:
            return True
        lines = ceil((x - fit.shrink * glue + self.slack) / (self.measure * (1 + fit.squeeze) + self.slack))
        return max(1, lines) * shortest <= furthest


def compose(runs: Sequence[Run], language: str, vocabulary: Vocabulary) -> list[Stretch]:
    """Divide the runs of a paragraph into stretches of words. A word in several runs is one word; a forced line break
    at the end of a paragraph adds no empty stretch."""
    work = _Composition(language, vocabulary)
    last = len(runs) - 1
    for number, run in enumerate(runs):
        if run.box is not None:
            work.piece(run.text, run, number)
        else:
            work.text(run, number, number < last and _goes_on(runs[number + 1]))
    return work.finish()


def candidates(
    stretch: Stretch,
    indent: float,
    short_last: float,
    divide: Divide | None,
    zone: Zone | None = None,
    hang: bool = False,
) -> tuple[Candidates, list[Ending]]:
    """The possible line ends of a stretch, as numbers for the search and as words.

    `divide` returns the hyphenation points of a word in a language; it is called only for words in the zone that may
    have any. Without it, lines can only end at a word's own hyphens and dashes.
    With `hang`, marks at the ends of lines stand outside the measure.
    """
    first = stretch.slots[0].word.hang_left if hang else 0.0
    rows: list[Candidate] = [(0.0, 0.0, first - indent, 0.0, 0.0, 0.0, False)]
    endings: list[Ending] = [(-1, None)]
    x = glue = 0.0
    last = len(stretch.slots) - 1
    for i, (word, _, language, _, space, breaks, gives) in enumerate(stretch.slots):
        inside = word.plain
        if divide and word.hyphenated != () and (zone is None or zone.holds(x + indent, glue, word.width)):
            inside = divide(word, language)
        for o in inside:
            _, end, base, start, penalty, hyphen, drawn, _, out = o
            if out and hang:
                end -= out
                base -= 0.0 if drawn else out
            rows.append((x + end, x + base, x + start, glue, glue, penalty, hyphen))
            endings.append((i, o))
        x += word.width
        if breaks or i == last:
            end, start = x, x + space
            if hang:
                end -= word.hang_right
                start += stretch.slots[i + 1].word.hang_left if i != last else 0.0
            rows.append((end, end, start, glue, glue + gives, 0.0, False))
            endings.append((i, None))
        x += space
        glue += gives
    return Candidates.of(rows, short_last), endings


def _goes_on(following: Run) -> bool:
    """Whether a word at the end of a run may continue in the next one."""
    return following.box is not None or _BLANK.match(following.text) is None


class _Composition:
    """A paragraph under construction: the finished stretches, and the pieces of a word that may continue in the next
    run."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self._language = language
        self._vocabulary = vocabulary
        self._done: list[Stretch] = []
        self._now = Stretch()
        self._pieces: list[tuple[str, RunStyle, Box | None]] = []
        self._origins: list[int] = []

    def text(self, run: Run, number: int, goes_on: bool) -> None:
        """Add the words of a run; `goes_on` if its last word may continue in the next run."""
        style = run.style
        language = style.language or self._language
        words, origin = self._vocabulary.single(style, language), (number,)
        width = self._vocabulary.space(style, " ")
        tokens = _TOKENS.findall(run.text)[:-1]  # the last match is always empty
        last = len(tokens) - 1
        for i, (text, space, forced) in enumerate(tokens):
            if space == " " and text and not self._pieces:
                self._now.slots.append(Slot(words[text], origin, language, " ", width, True, width))
            else:
                whole = not goes_on or i < last or space != "" or forced != ""
                if text and (self._pieces or not whole):
                    self.piece(text, run, number)
                elif text:
                    self._now.slots.append(Slot(words[text], origin, language, "", 0.0, False, 0.0))
                if space or forced:
                    self._close()
                    if not self._now.slots:
                        self._now.slots.append(Slot(words[""], origin, language, "", 0.0, False, 0.0))
                if space:
                    self._space(space, style)
            if forced:
                self._end(forced)

    def piece(self, text: str, run: Run, number: int) -> None:
        """Add a piece of a word that may continue."""
        self._pieces.append((text, run.style, run.box))
        self._origins.append(number)

    def finish(self) -> list[Stretch]:
        """All stretches."""
        self._close()
        if self._now.slots:
            self._done.append(self._now)
        return self._done

    def _close(self) -> None:
        """Finish the current word, if there is one."""
        if self._pieces:
            language = self._pieces[0][1].language or self._language
            word = self._vocabulary.joined(self._pieces, language)
            self._now.slots.append(Slot(word, tuple(self._origins), language, "", 0.0, False, 0.0))
            self._pieces, self._origins = [], []

    def _space(self, space: str, style: RunStyle) -> None:
        """Add a space after the last word. One at the beginning of the stretch is text without width; of consecutive
        ones only the first has a width, and a line may end there if any allows it."""
        slot = self._now.slots[-1]
        breaks = not _FIXED.issuperset(space)
        if not slot.space and (slot.word.text or slot.word.width):
            kind = space[0] if space[0] > NO_BREAK_SPACE else " "
            width = self._vocabulary.space(style, kind)
            slot = slot._replace(width=width, gives=width if kind == " " else 0.0, breaks=breaks)
        elif slot.width:
            slot = slot._replace(breaks=slot.breaks or breaks)
        self._now.slots[-1] = slot._replace(space=slot.space + space)

    def _end(self, forced: str) -> None:
        self._now.tail = forced
        self._done.append(self._now)
        self._now = Stretch()
