"""Set lines: pieces at their places, with the spaces between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportbuilder.text.paragraph import Ending, Stretch
from reportbuilder.text.runs import Box, RunStyle
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.text.words import Part

EXCESS = 0.01
"""Points by which a line may be too long before it is called overfull: less than can be seen or printed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A shaped word, a part of one, or a box, `x` points from the line's left edge; `run` is the run it came from.

    `space` is the source's space after it ("" for none, also at the end of a line); `space_after` is its width as
    set, 0 at the end of a line. The width of the piece is `word.width * style.size`, a box's too.
    """

    x: float
    word: ShapedWord
    style: RunStyle
    run: int
    space_after: float = 0.0
    space: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A set line. `width` reaches from the left edge (so it includes the indent) to the last ink; `ratio` is how far
    its spaces are stretched (1: as far as is good) or shrunk (-1: as far as is allowed), 0 in ragged setting.

    `text` is the source's text, with its last space or line end and without a hyphen that was put in: the texts of
    a paragraph's lines joined are the readable text of its runs.
    """

    pieces: tuple[Piece, ...]
    width: float
    ratio: float
    hyphenated: bool
    overfull: bool
    text: str


@dataclass(frozen=True, slots=True)
class BrokenParagraph:
    """The lines of a paragraph, and the demerits of the way it was broken."""

    lines: tuple[Line, ...]
    demerits: float


def set_line(
    stretch: Stretch, begin: Ending, end: Ending, indent: float, measure: float, ratio: float, factor: float
) -> Line:
    """Set the line between two endings; every space that gives is wider by `factor` times what it gives."""
    pieces: list[Piece] = []
    texts: list[str] = []
    x = indent
    widths, gives, spaces, all_runs = stretch.widths, stretch.gives, stretch.spaces, stretch.runs
    last = end[0]
    for i, parts, text in _words(stretch, begin, end):
        texts.append(text)
        runs = all_runs[i]
        inner = parts[:-1]
        for part in inner:
            pieces.append(Piece(x, part.shaped, part.style, runs[part.run], 0.0, "", part.box))
            x += part.width
        part = parts[-1]
        space, after = spaces[i], 0.0
        if i != last:
            after = widths[i] + gives[i] * factor
        elif end[1] is not None:
            space = ""
        pieces.append(Piece(x, part.shaped, part.style, runs[part.run], after, space, part.box))
        texts.append(space)
        x += part.width + after
    drawn = end[1] is not None and end[1].drawn
    text = "".join(texts) + (stretch.tail if end == (len(stretch.words) - 1, None) else "")
    return Line(tuple(pieces), x, ratio, drawn, x > measure + EXCESS, text)


def _words(stretch: Stretch, begin: Ending, end: Ending) -> Iterator[tuple[int, tuple[Part, ...], str]]:
    """The words of a line, whole or in part: number, parts, source text."""
    first, last = begin[0], end[0]
    words = stretch.words
    if begin[1] is not None:
        stop = end[1] if first == last else None
        word = words[first]
        yield first, word.fragment(begin[1], stop), word.text[begin[1].index : stop.index if stop else None]
        if first == last:
            return
    whole_until = last if end[1] is not None else last + 1
    for i in range(first + 1, whole_until):
        yield i, words[i].parts, words[i].text
    if end[1] is not None:
        yield last, words[last].fragment(None, end[1]), words[last].text[: end[1].index]
