"""Gives words that are divided over lines replacement texts, so that they can be searched, copied and read as a whole.

The hyphen at a line end has the text U+00AD, which satisfies ISO 32000-1, 14.8.2.2.3; but most programs that extract
text keep it, and the line end, inside the word. So the first part of a word also has the whole word as its ActualText,
and the parts on the next lines have an empty one (14.9.4). They are marked-content sequences of the paragraph, not
nested in one: programs that follow tags mishandle nested sequences.
"""

from collections.abc import Sequence

from reportbuilder.pdf.marked_content import Owner
from reportbuilder.text.breaking import Line, Piece
from reportbuilder.text.runs import SOFT_HYPHEN, readable
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.values import Value, replace

_FARTHEST = 3.0  # ems from a baseline to the next one of the same paragraph


class LineSegment(Value):
    """Consecutive pieces of a line that belong to one element."""

    pieces: Sequence[Piece]
    owner: Owner


class SetLine(Value):
    """A positioned line (left edge and baseline in points) in segments, with the replacement texts (ActualText) of its
    first and last words, if they have one."""

    line: Line
    x: float
    baseline: float
    segments: tuple[LineSegment, ...]
    first: str | None = None
    last: str | None = None

    @property
    def one_word(self) -> bool:
        """Whether the line has no space."""
        return not any(piece.space for piece in self.line.pieces)

    @property
    def first_word(self) -> Sequence[Piece]:
        """The pieces before the first space."""
        pieces = self.line.pieces
        return pieces[: next((i for i, piece in enumerate(pieces, 1) if piece.space), len(pieces))]

    @property
    def last_word(self) -> Sequence[Piece]:
        """The pieces after the last space, not counting one at the end."""
        pieces = self.line.pieces
        return pieces[next((i for i in range(len(pieces) - 1, 0, -1) if pieces[i - 1].space), 0) :]

    def carries_on(self, above: "SetLine") -> bool:
        """Whether this is the next line of the paragraph of the other line: directly below it, in the same run, and
        sharing a word without symbols in one element."""
        ends, begins = above.segments[-1], self.segments[0]
        if ends.owner is not begins.owner:
            return False
        if above.last_word[0] not in ends.pieces or self.first_word[-1] not in begins.pieces:
            return False
        last, first = above.line.pieces[-1], self.line.pieces[0]
        if (last.run, last.style) != (first.run, first.style):
            return False
        fall = above.baseline - self.baseline
        apart = self.x > above.x + above.line.width or above.x > self.x + self.line.width
        if apart or not 0 < fall < _FARTHEST * last.style.size:
            return False
        return all(piece.box is None for piece in (*above.last_word, *self.first_word))


def phrases(
    pieces: Sequence[Piece], first: str | None, last: str | None
) -> Sequence[tuple[Sequence[Piece], str | None]]:
    """Divide the pieces of a line into parts with their replacement texts (None for most): `first` for its first word
    and `last` for its last, if given. The space after a word is not part of it."""
    if first is None and last is None:
        return ((pieces, None),)
    ends = [index for index, piece in enumerate(pieces, 1) if piece.space and index < len(pieces)]
    head = 0 if first is None else ends[0] if ends else len(pieces)
    tail = len(pieces) if last is None else max(ends[-1] if ends else 0, head)
    begins, after = _without_space(pieces[:head])
    closes, end = _without_space(pieces[tail:])
    between = (*after, *pieces[head:tail])
    return [part for part in ((begins, first), (between, None), (closes, last), (end, None)) if part[0]]


def _without_space(word: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A word, and the space after it as a separate piece."""
    if not word or not word[-1].space:
        return tuple(word), ()
    last = word[-1]
    nothing = ShapedWord("", last.word.face, (), 0.0)
    space = replace(last, x=last.x + last.word.width * last.style.size, word=nothing, box=None)
    return (*word[:-1], replace(last, space="")), (space,)


class HyphenJoiner:
    """Holds lines back until the word at their end is complete."""

    def __init__(self) -> None:
        self._held: list[SetLine] = []

    @property
    def waiting(self) -> bool:
        """Whether lines are held back."""
        return bool(self._held)

    def add(self, line: SetLine) -> Sequence[SetLine]:
        """Add the next line; returns the lines that can be drawn, in order."""
        if not self._held and not line.line.hyphenated:
            return (line,)
        ready: Sequence[SetLine] = ()
        if self._held and not line.carries_on(self._held[-1]):
            ready = self.release()
        self._held.append(line)
        return ready if line.line.hyphenated else (*ready, *self.release())

    def release(self) -> Sequence[SetLine]:
        """Return all lines that are held back, with their words as far as they are known."""
        lines, self._held = self._held, []
        return _joined(lines)


def _joined(lines: Sequence[SetLine]) -> list[SetLine]:
    """The lines, all but the last hyphenated, with the replacement texts of the words that they share."""
    firsts: dict[int, str] = {}
    lasts: dict[int, str] = {}
    start = 0
    while start < len(lines) - 1:
        end = start + 1
        while end < len(lines) - 1 and lines[end].one_word:
            end += 1
        pieces = [*lines[start].last_word, *(p for line in lines[start + 1 : end + 1] for p in line.first_word)]
        cut_off = lines[end].one_word and lines[end].line.hyphenated
        lasts[start] = readable("".join(p.word.text for p in pieces)) + (SOFT_HYPHEN if cut_off else "")
        firsts |= dict.fromkeys(range(start + 1, end + 1), "")
        start = end
    return [replace(line, first=firsts.get(i), last=lasts.get(i)) for i, line in enumerate(lines)]
