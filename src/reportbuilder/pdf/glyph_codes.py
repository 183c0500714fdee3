"""The character codes of glyphs: one for each combination of a glyph and the text that it represents.

A glyph with two texts (a hyphen of the source and one at a line end) has two codes, so that the ToUnicode map gives
exactly the source text (ISO 32000-1, 9.10.3). Codes are assigned from 1 in the order of first use; code 0 is .notdef.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import shown
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE
from reportbuilder.text.shaping import Glyph, ShapedWord
from reportbuilder.values import Value, replace

NOTDEF = 0
"""The glyph that a font shows for characters that it lacks (ISO/IEC 14496-22, 5.7)."""
_FIXED_SPACES = (NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE)
_ROUNDING = 0.05  # thousandths of an em: what is left over by the fonts' own rounding
_TEXT = attrgetter("text")


class GlyphCode(Value):
    """A code of a font: its glyph, the advance of the glyph in thousandths of an em, its text, and its hexadecimal
    digits."""

    number: int
    gid: int
    width: float
    text: str
    hex: str


class Fragment(Value):
    """A shaped word as part of a TJ array, beginning and ending inside a hexadecimal string.

    `width` is the displacement of the text position in thousandths of an em. `rises` is empty for most words; if glyphs
    are shifted up or down, it has the parts between the shifts, each with its height in ems.
    """

    code: str
    width: float
    rises: tuple[tuple[float, str], ...] = ()


class _Offset:
    """The difference between the text position in a word and the position from shaping, in thousandths of an em, with
    the cached steps of the glyphs that occurred at this offset."""

    __slots__ = ("ahead", "steps")

    def __init__(self, ahead: float) -> None:
        self.ahead = ahead
        self.steps: dict[Glyph, _Step] = {}


class _Step(NamedTuple):
    """The string of a glyph, its displacement of the text position, and the offset after it."""

    code: str
    moved: float
    then: _Offset


class FaceCodes:
    """The codes of one font in one document. `resource` is the resource name of the font on every page.

    `fragments` and `spaces` are caches that callers may read themselves, to save a call for each word.
    """

    def __init__(self, file: FontFile, resource: str) -> None:
        self.file, self.resource = file, resource
        self._codes: dict[tuple[int, str], GlyphCode] = {}
        self.fragments: dict[ShapedWord, Fragment] = {}
        self.spaces: dict[str, GlyphCode] = {}
        self._offsets: dict[float, _Offset] = {0.0: _Offset(0.0)}
        self._space_gid = file.glyph(" ")

    def __iter__(self) -> Iterator[GlyphCode]:
        return iter(self._codes.values())

    def space(self, kind: str) -> GlyphCode:
        """The code of a space between words, always drawn with the glyph of U+0020."""
        code = self.spaces.get(kind)
        if code is None:
            text = kind if kind in _FIXED_SPACES else " "
            code = self.spaces[kind] = self._code(self._space_gid, text)
        return code

    def blank(self, text: str) -> GlyphCode:
        """The code of an empty glyph with a text."""
        return self._code(self._space_gid, text)

    def character(self, character: str) -> GlyphCode:
        """The code of the glyph for one character, without shaping."""
        return self._code(self.file.glyph(character), character)

    def fragment(self, word: ShapedWord) -> Fragment:
        """The codes and adjustments of a word; computed once for each shaped word."""
        fragment = self.fragments.get(word)
        if fragment is None:
            fragment = self.fragments[word] = self._encode(_with_texts(word.glyphs))
        return fragment

    def _encode(self, glyphs: Sequence[Glyph]) -> Fragment:
        """Encode glyphs, with adjustments for kerning and offsets.

        A glyph and the offset before it determine the string and the next offset. A report has few of either, so that
        most steps are found in the cache.
        """
        strings: list[str] = []
        moved = 0.0
        offset = self._offsets[0.0]
        for glyph in glyphs:
            step = offset.steps.get(glyph)
            if step is None:
                if glyph.dy:
                    return self._encode_risen(glyphs)
                step = offset.steps[glyph] = self._step(glyph, offset.ahead)
            code, by, offset = step
            strings.append(code)
            moved += by
        if offset.ahead:
            back = round(offset.ahead, 1)
            strings.append(f">{back:g}<")
            moved -= back
        return Fragment("".join(strings), moved)

    def _step(self, glyph: Glyph, ahead: float) -> _Step:
        """The step of a glyph at an offset."""
        code = self._code(glyph.gid, glyph.text)
        shift = round(glyph.dx * 1000 - ahead, 1)
        ahead = ahead + shift + (code.width - glyph.advance * 1000)
        if abs(ahead) < _ROUNDING:
            ahead = 0.0
        offset = self._offsets.setdefault(ahead, _Offset(ahead))
        return _Step(f">{-shift:g}<{code.hex}" if shift else code.hex, shift + code.width, offset)

    def _encode_risen(self, glyphs: Sequence[Glyph]) -> Fragment:
        """Encode a word with vertically shifted glyphs, each separately."""
        levels = [self._encode((replace(glyph, dy=0.0),)) for glyph in glyphs]
        rises = tuple((glyph.dy, level.code) for glyph, level in zip(glyphs, levels, strict=True))
        return Fragment("", sum(level.width for level in levels), rises)

    def _code(self, gid: int, text: str) -> GlyphCode:
        code = self._codes.get((gid, text))
        if code is None:
            if gid == NOTDEF:
                raise self._missing_glyph(text)
            number = len(self._codes) + 1
            code = GlyphCode(number, gid, round(self.file.advance(gid), 1), text, f"{number:04x}")
            self._codes[gid, text] = code
        return code

    def _missing_glyph(self, text: str) -> ReportError:
        """The error for a character without a glyph: .notdef must not be shown (ISO 14289-1, 7.21.8).

        Texts are checked against the fonts before pages are drawn, with their places; this is the last resort.
        """
        named = ", ".join(f"U+{ord(character):04X}" for character in text)
        message = f"The font has no glyph for {named}, and nothing was drawn in its place."
        place, hint = Place(shown(self.file.path)), "Take the character out of the text, or use a font that has it."
        return ReportError([Diagnostic(Code.GLYPH_MISSING, message, hint, place)], ExitCode.STANDARD)


def _with_texts(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a word, each with the text for its code."""
    if all(map(_TEXT, glyphs)):
        return glyphs
    return [replace(glyph, text=text) for glyph, text in zip(glyphs, spread(glyphs), strict=True)]


def spread(glyphs: Sequence[Glyph]) -> list[str]:
    """Distribute the text of clusters over their glyphs: each glyph gets one character and the last the rest, so that
    few glyphs have no text."""
    texts = [glyph.text for glyph in glyphs]
    if "" not in texts:
        return texts
    texts = []
    rest = ""
    for glyph in glyphs:
        if glyph.text:
            if rest:
                texts[-1] += rest
            texts.append(glyph.text[0])
            rest = glyph.text[1:]
        else:
            texts.append(rest[:1])
            rest = rest[1:]
    if rest:
        texts[-1] += rest
    return texts
