"""Draws lines of shaped text as ReportLab text objects: one for a line, with one TJ array for a run in the same style.

Viewers add up the widths in the font; kerning and justification are adjustments to them in thousandths of an em (ISO
32000-1, 9.4.3). Glyphs that are set wider or narrower have a horizontal scaling (9.3.4). Every word is positioned by
its place in the line, so that rounding errors do not add up. Spaces between words are drawn as glyphs, so that text can
be copied and searched.
"""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.fonts import DocumentFonts
from reportbuilder.pdf.glyph_codes import Fragment
from reportbuilder.pdf.objects import number
from reportbuilder.text.breaking import Piece
from reportbuilder.text.runs import RunStyle
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.values import Mutable, Value

_LONGEST = 8
"""The most characters for one glyph that all programs read."""
_TOLERANCE = 0.005
"""The error in points within which a word is not moved."""


class GraphicsState(Mutable):
    """The current graphics state of a page, so that only changes are written."""

    font: str = ""
    size: float = 0.0
    fill: str = ""
    rise: float = 0.0
    stroke: str = ""
    line_width: float = -1.0


class Lettering(Value):
    """The fonts of the document and the colours of the palette, for text."""

    fonts: DocumentFonts
    palette: Palette


class ShapedText(PDFTextObject):  # type: ignore[misc]
    """A text object that shows shaped words by glyph codes; `state` is the graphics state of the page."""

    def __init__(self, canvas: Canvas, lettering: Lettering, state: GraphicsState, x: float, y: float) -> None:
        # not ReportLab's, which looks up a font that is not used here and formats numbers in Python
        self._code = ["BT", f"1 0 0 1 {round(x, 2):.7g} {round(y, 2):.7g} Tm"]
        self._canvas, self._doc = canvas, canvas._doc
        self._colorsUsed, self._enforceColorSpace = canvas._colorsUsed, getattr(canvas, "_enforceColorSpace", None)
        self._clipping = 0
        self._lettering, self._state = lettering, state

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the pieces (at least one) of a line; the text object begins at the first."""
        at, scale = pieces[0].x, 1.0
        style: RunStyle | None = None
        strings: list[str] = []
        for piece in pieces:
            if (piece.style is not style and piece.style != style) or piece.scale != scale:
                self._show(strings)
                if piece.scale != scale:
                    scale = round(piece.scale, 5)
                    self._code.append(f"{number(round(scale * 100, 3))} Tz")
                style = piece.style
                face = self._lettering.fonts.face(style.face)
                unit = style.size * scale / 1000
                self._set_style(style, face.resource)
            gap = piece.x - at
            if not -_TOLERANCE <= gap <= _TOLERANCE:
                shift = round(gap / unit)
                strings.append(f">{-shift}<")
                at += shift * unit
            fragment = face.fragments.get(piece.word) or face.fragment(piece.word)
            if fragment.rises:
                self._show_risen(fragment, style, strings)
            else:
                strings.append(fragment.code)
            at += fragment.width * unit
            if piece.space:
                space = face.spaces.get(piece.space) or face.space(piece.space)
                strings.append(space.hex)
                at += space.width * unit
        self._show(strings)
        if scale != 1.0:
            self._code.append("100 Tz")

    def show_word(self, word: ShapedWord, style: RunStyle) -> None:
        """Show a shaped word."""
        face = self._lettering.fonts.face(style.face)
        self._set_style(style, face.resource)
        fragment = face.fragment(word)
        strings: list[str] = [fragment.code]
        if fragment.rises:
            self._show_risen(fragment, style, strings)
        self._show(strings)

    def show_reading(self, piece: Piece) -> None:
        """Show the word of a symbol and the space after it: an empty glyph of the symbol's width with the whole word as
        its text. Every program that extracts text reads that; not all read ActualText."""
        style, text = piece.style, piece.word.text
        face = self._lettering.fonts.face(style.face)
        self._set_style(style, face.resource)
        if text:
            blanks = [face.blank(text[start : start + _LONGEST]) for start in range(0, len(text), _LONGEST)]
            width = sum(blank.width for blank in blanks)
            self._code.append(f"{number(round(piece.word.width / width * 100_000, 2))} Tz")
            self._show(["".join(blank.hex for blank in blanks)])
            self._code.append("100 Tz")
        if piece.space:
            self._show([face.space(piece.space).hex])

    def _set_style(self, style: RunStyle, resource: str) -> None:
        """Set font, size, colour and rise, where they change."""
        state = self._state
        if resource != state.font or style.size != state.size:
            state.font, state.size = resource, style.size
            self._code.append(f"/{resource} {number(style.size)} Tf")
        if style.colour != state.fill:
            state.fill = style.colour
            self._lettering.palette.fill(self, style.colour)
        self.set_rise(style.rise)

    def set_rise(self, rise: float) -> None:
        """Set the rise of the baseline in points."""
        if rise != self._state.rise:
            self._state.rise = rise
            self._code.append(f"{number(round(rise, 2))} Ts")

    def _show_risen(self, fragment: Fragment, style: RunStyle, strings: list[str]) -> None:
        """Show a word with vertically shifted glyphs: a TJ array for every height."""
        for rise, code in fragment.rises:
            height = style.rise + rise * style.size
            if height != self._state.rise:
                self._show(strings)
                self.set_rise(height)
            strings.append(code)
        if self._state.rise != style.rise:
            self._show(strings)
            self.set_rise(style.rise)

    def _show(self, strings: list[str]) -> None:
        """Write the current TJ array; ReportLab's text objects have none for codes."""
        if strings:
            inside = f"[<{''.join(strings)}>]TJ"
            self._code.append(inside.replace("[<>", "[").replace("<>]", "]").replace("<>", " "))
            strings.clear()
