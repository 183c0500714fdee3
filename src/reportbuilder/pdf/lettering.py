"""Lines of text as operators: one text object a line, one TJ array a run of the same looks.

The widths that a viewer adds up are the fonts' own; kerning and justification are adjustments to them in thousandths of
an em (ISO 32000-1, 9.4.3). Every word is put where its line has it, so that rounding never adds up. Spaces between
words are drawn as glyphs: what is copied or searched must have them.
"""

from collections.abc import Sequence

from reportbuilder.pdf.codes import Fragment, GlyphCodes
from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.numbers import fine, number
from reportbuilder.text.breaking import Piece
from reportbuilder.text.runs import RunStyle
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.values import Mutable, Value

_LONGEST = 8
"""Some programs read no more characters than this for one glyph."""
_TOLERANCE = 0.005
"""A word that is so little out of place, in points, is not moved."""


class Pen(Mutable):
    """What the page's graphics state is at this point of its content, so that nothing is said twice."""

    font: str = ""
    size: float = 0.0
    fill: str = ""
    rise: float = 0.0
    stroke: str = ""
    line_width: float = -1.0


class Lettering(Value):
    """Writes lines and words in the codes of the report's fonts and the colours of a palette."""

    codes: GlyphCodes
    palette: Palette

    def line(self, pieces: Sequence[Piece], x: float, baseline: float, pen: Pen) -> str:
        """The pieces (one at least) of a line whose left edge is `x`."""
        at = pieces[0].x
        parts = [f"BT {number(x + at)} {number(baseline)} Td"]
        self._set(pieces, at, parts, pen)
        parts.append("ET")
        return " ".join(parts)

    def _set(self, pieces: Sequence[Piece], at: float, parts: list[str], pen: Pen) -> None:
        """Write pieces from where the pen is, in points from the line's left edge."""
        style: RunStyle | None = None
        strings: list[str] = []
        for piece in pieces:
            if piece.style is not style and piece.style != style:
                _close(strings, parts)
                style = piece.style
                face = self.codes.face(style.face)
                unit = style.size / 1000
                self._look(style, face.resource, parts, pen)
            gap = piece.x - at
            if not -_TOLERANCE <= gap <= _TOLERANCE:
                shift = round(gap / unit)
                strings.append(f">{-shift}<")
                at += shift * unit
            fragment = face.fragments.get(piece.word) or face.fragment(piece.word)
            if fragment.rises:
                self._risen(fragment, style, strings, parts, pen)
            else:
                strings.append(fragment.code)
            at += fragment.width * unit
            if piece.space:
                space = face.spaces.get(piece.space) or face.space(piece.space)
                strings.append(space.hex)
                at += space.width * unit
        _close(strings, parts)

    def word(self, word: ShapedWord, style: RunStyle, matrix: tuple[float, ...], pen: Pen) -> str:
        """One shaped text under a text matrix."""
        parts = [f"BT {' '.join(fine(v) for v in matrix[:4])} {number(matrix[4])} {number(matrix[5])} Tm"]
        face = self.codes.face(style.face)
        self._look(style, face.resource, parts, pen)
        fragment = face.fragment(word)
        strings: list[str] = [fragment.code]
        if fragment.rises:
            self._risen(fragment, style, strings, parts, pen)
        _close(strings, parts)
        parts.append("ET")
        return " ".join(parts)

    def reading(self, piece: Piece, x: float, baseline: float, pen: Pen) -> str:
        """What a symbol reads as, and the space after it: an empty glyph as wide as the symbol that stands for the
        whole word. Every program that takes text out of a PDF sees that; not all of them see an ActualText."""
        style, text = piece.style, piece.word.text
        face = self.codes.face(style.face)
        parts = [f"BT {number(x)} {number(baseline)} Td"]
        self._look(style, face.resource, parts, pen)
        if text:
            blanks = [face.blank(text[start : start + _LONGEST]) for start in range(0, len(text), _LONGEST)]
            width = sum(blank.width for blank in blanks)
            codes = "".join(blank.hex for blank in blanks)
            parts.append(f"{number(piece.word.width / width * 100_000)} Tz <{codes}> Tj 100 Tz")
        if piece.space:
            parts.append(f"<{face.space(piece.space).hex}> Tj")
        parts.append("ET")
        return " ".join(parts)

    def _look(self, style: RunStyle, resource: str, parts: list[str], pen: Pen) -> None:
        """Change font, size, colour and rise, where they change."""
        if resource != pen.font or style.size != pen.size:
            pen.font, pen.size = resource, style.size
            parts.append(f"/{resource} {number(style.size)} Tf")
        if style.colour != pen.fill:
            pen.fill = style.colour
            parts.append(self.palette.fill(style.colour))
        if style.rise != pen.rise:
            pen.rise = style.rise
            parts.append(f"{number(style.rise)} Ts")

    def _risen(self, fragment: Fragment, style: RunStyle, strings: list[str], parts: list[str], pen: Pen) -> None:
        """A word with glyphs above or below the baseline: a TJ array for every height."""
        for rise, code in fragment.rises:
            height = style.rise + rise * style.size
            if height != pen.rise:
                _close(strings, parts)
                pen.rise = height
                parts.append(f"{number(height)} Ts")
            strings.append(code)
        if pen.rise != style.rise:
            _close(strings, parts)
            pen.rise = style.rise
            parts.append(f"{number(style.rise)} Ts")


def _close(strings: list[str], parts: list[str]) -> None:
    """End the TJ array that is being written."""
    if strings:
        inside = f"[<{''.join(strings)}>]TJ"
        parts.append(inside.replace("[<>", "[").replace("<>]", "]").replace("<>", " "))
        strings.clear()
