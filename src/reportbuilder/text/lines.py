"""Set lines: shaped pieces with their positions, and the spaces between them."""

from reportbuilder.text.paragraph import Ending, Stretch
from reportbuilder.text.runs import Box, RunStyle
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.values import Value, replace

EXCESS = 0.01
"""The excess width in points up to which a line is not overfull; less cannot be seen or printed."""


class Piece(Value, gc=False):
    """A shaped word, a part of one, or a box, `x` points from the line's left edge; `run` is the run it came from.

    `space` is the source's space after it ("" for none, also at the end of a line; a forced line end is one);
    `space_after` is its width as
    set, 0 at the end of a line. The width of the piece is `word.width * style.size`, a box's too.
    """

    x: float
    word: ShapedWord
    style: RunStyle
    run: int
    space_after: float = 0.0
    space: str = ""
    box: Box | None = None


class Line(Value, gc=False):
    """A set line. `width` is from the left edge (with the indent) to the end of the ink; `ratio` is the stretch of its
    spaces (1: the acceptable maximum) or their shrinkage (-1: the allowed maximum), 0 in ragged setting.

    `text` is the source text, with its last space or line end and without an inserted hyphen: the texts of the lines of
    a paragraph joined are the readable text of its runs.
    """

    pieces: tuple[Piece, ...]
    width: float
    ratio: float
    hyphenated: bool
    overfull: bool
    text: str


class BrokenParagraph(Value):
    """The lines of a paragraph, and their total demerits."""

    lines: tuple[Line, ...]
    demerits: float


def set_line(
    stretch: Stretch, begin: Ending, end: Ending, indent: float, measure: float, ratio: float, factor: float
) -> Line:
    """Set the line between two endings; each stretchable space is wider by `factor` times its stretch."""
    pieces: list[Piece] = []
    texts: list[str] = []
    x = indent
    last, cut = end
    first = begin[0] if begin[1] is not None else begin[0] + 1
    for i in range(first, last + 1):
        word, runs, _, space, width, _, gives = stretch.slots[i]
        parts, text = word.parts, word.text
        start = begin[1] if i == first else None
        stop = cut if i == last else None
        if start is not None or stop is not None:
            parts = word.fragment(start, stop)
            text = text[start.at if start else 0 : stop.at if stop else None]
        if len(parts) > 1:
            for part in parts[:-1]:
                pieces.append(Piece(x, part.shaped, part.style, runs[part.run], 0.0, "", part.box))
                x += part.width
        _, _, run, shaped, style, box, ink = parts[-1]
        after = width + gives * factor if i != last else 0.0
        if stop is not None:
            space = ""
        pieces.append(Piece(x, shaped, style, runs[run], after, space, box))
        texts += text, space
        x += ink + after
    if end == stretch.last:
        if stretch.tail and pieces and not pieces[-1].space and not "".join(texts)[-1:].isspace():
            pieces[-1] = replace(pieces[-1], space=" ")  # the words on either side of the line end are two words
        texts.append(stretch.tail)
    drawn = cut is not None and cut.drawn
    if any(piece.style.level for piece in pieces):
        pieces = _reordered(pieces)
    return Line(tuple(pieces), x, ratio, drawn, x > measure + EXCESS, "".join(texts))


def _reordered(pieces: list[Piece]) -> list[Piece]:
    """Reorder the positions of right-to-left pieces on the line (UAX #9, rule L2). The pieces stay in reading order."""
    found = list(pieces)
    begin = 0
    while begin < len(found):
        end = begin
        while end < len(found) and found[end].style.level:
            end += 1
        if end - begin > 1:
            left, last = found[begin].x, found[end - 1]
            right = last.x + last.word.width * last.style.size
            for i in range(begin, end):
                width = found[i].word.width * found[i].style.size
                found[i] = replace(found[i], x=left + right - found[i].x - width)
        begin = max(end, begin + 1)
    return found
