"""A paragraph as words and the spaces between them, and the places where its lines may end."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, Box, Run, RunStyle
from reportbuilder.text.totalfit import Candidates
from reportbuilder.text.words import Opportunity, Vocabulary, Word

_SPACES = " \t\r\f\v\u00a0\u202f\u2000-\u200a\u3000"
_TOKENS = re.compile(rf"([^{_SPACES}\n]*)([{_SPACES}]*)(\n?)")
_FIXED = frozenset((NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE))
_BLANKS = frozenset(" \t\r\f\v\u00a0\u202f\u3000\n") | {chr(code) for code in range(0x2000, 0x200B)}

Divide = Callable[[Word, str], tuple[Opportunity, ...]]
Ending = tuple[int, Opportunity | None]
"""Where a line ends: inside a word, or after it; -1 is before the first word."""


@dataclass(slots=True)
class Stretch:
    """The text between two forced line ends: words, each followed by a space ("" after the last, perhaps).

    Parallel lists: word `i` came from the runs `runs[i]` (one for each of its parts), in the language `languages[i]`;
    the space after it is `spaces[i]`, `widths[i]` points wide; a line may end there if `breaks[i]`, and the space
    stretches and shrinks by its share of `gives[i]` points. `tail` is the forced line end.
    """

    words: list[Word] = field(default_factory=list)
    runs: list[tuple[int, ...]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    spaces: list[str] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    breaks: list[bool] = field(default_factory=list)
    gives: list[float] = field(default_factory=list)
    tail: str = ""

    def add(self, word: Word, runs: tuple[int, ...], language: str) -> None:
        """Add a word without a space after it."""
        self.words.append(word)
        self.runs.append(runs)
        self.languages.append(language)
        self.spaces.append("")
        self.widths.append(0.0)
        self.breaks.append(False)
        self.gives.append(0.0)

    @property
    def natural(self) -> float:
        """The width on one line, in points, without the space at its end."""
        return sum(w.width for w in self.words) + sum(self.widths[:-1])


def compose(runs: Sequence[Run], language: str, vocabulary: Vocabulary) -> list[Stretch]:
    """Cut the runs of a paragraph into stretches of words. A word that crosses runs stays one word; a paragraph that
    ends with a forced line end has no empty stretch after it."""
    work = _Composition(language, vocabulary)
    last = len(runs) - 1
    for number, run in enumerate(runs):
        if run.box is not None:
            work.piece(run.text, run, number)
        else:
            work.text(run, number, number < last and _goes_on(runs[number + 1]))
    return work.finish()


def candidates(stretch: Stretch, indent: float, short_last: float, divide: Divide) -> tuple[Candidates, list[Ending]]:
    """The places where the lines of a stretch may end, as numbers for the search and as words. `divide` gives the
    places inside a word of a language."""
    found = Candidates(short_last=short_last)
    add = found.add
    add(0.0, 0.0, -indent, 0.0, 0.0)
    endings: list[Ending] = [(-1, None)]
    x = glue = 0.0
    last = len(stretch.words) - 1
    rows = zip(stretch.words, stretch.languages, stretch.widths, stretch.breaks, stretch.gives, strict=True)
    for i, (word, language, space, breaks, gives) in enumerate(rows):
        for o in divide(word, language):
            add(x + o.end, x + o.base, x + o.start, glue, glue, o.penalty, o.hyphen)
            endings.append((i, o))
        x += word.width
        if breaks or i == last:
            add(x, x, x + space, glue, glue + gives)
            endings.append((i, None))
        x += space
        glue += gives
    return found, endings


def _goes_on(following: Run) -> bool:
    """Whether a word at the end of a run may go on in the next one."""
    return following.box is not None or following.text[:1] not in _BLANKS


class _Composition:
    """A paragraph in the making: what is finished, and the pieces of a word that may go on in the next run."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self._language = language
        self._vocabulary = vocabulary
        self._done: list[Stretch] = []
        self._now = Stretch()
        self._pieces: list[tuple[str, RunStyle, Box | None]] = []
        self._origins: list[int] = []

    def text(self, run: Run, number: int, goes_on: bool) -> None:
        """Add the words of a run; `goes_on` if its last word may have more of it in the next run."""
        style = run.style
        language = style.language or self._language
        make, origin = self._vocabulary.single(style, language), (number,)
        tokens = _TOKENS.findall(run.text)[:-1]  # the last match is always empty
        last = len(tokens) - 1
        for i, (text, space, forced) in enumerate(tokens):
            if text:
                if self._pieces or (goes_on and i == last and not space and not forced):
                    self.piece(text, run, number)
                else:
                    self._now.add(make(text), origin, language)
            if space or forced:
                if self._pieces:
                    self._close()
                if not self._now.words:
                    self._now.add(make(""), origin, language)
                if space:
                    self._space(space, style)
                if forced:
                    self._end(forced)

    def piece(self, text: str, run: Run, number: int) -> None:
        """Add a piece of a word that may go on."""
        self._pieces.append((text, run.style, run.box))
        self._origins.append(number)

    def finish(self) -> list[Stretch]:
        """All stretches."""
        if self._pieces:
            self._close()
        if self._now.words:
            self._done.append(self._now)
        return self._done

    def _close(self) -> None:
        language = self._pieces[0][1].language or self._language
        word = self._vocabulary.joined(self._pieces, language)
        self._now.add(word, tuple(self._origins), language)
        self._pieces, self._origins = [], []

    def _space(self, space: str, style: RunStyle) -> None:
        """Add a space after the last word. One at the beginning of the stretch, or a second one, is text without
        width."""
        now = self._now
        if not now.spaces[-1] and (now.words[-1].text or now.words[-1].width):
            kind = space[0] if space[0] > NO_BREAK_SPACE else " "
            now.widths[-1] = self._vocabulary.space(style, kind)
            now.gives[-1] = now.widths[-1] if kind == " " else 0.0
        now.spaces[-1] += space
        if now.widths[-1]:
            now.breaks[-1] = now.breaks[-1] or not _FIXED.issuperset(space)

    def _end(self, forced: str) -> None:
        self._now.tail = forced
        self._done.append(self._now)
        self._now = Stretch()
