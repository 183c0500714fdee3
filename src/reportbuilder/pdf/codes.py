"""Glyphs to the codes that stand for them in the page, one code for each glyph and source text.

A glyph that stands for two texts (a hyphen of its own and one at a line end) has two codes, so that the ToUnicode map
gives back exactly the source text (ISO 32000-1, 9.10.3). Codes are dealt out in the order of drawing.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import shown
from reportbuilder.pdf.fontfiles import FontFile
from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE
from reportbuilder.text.shaping import FontBook, Glyph, ShapedWord
from reportbuilder.values import Value, replace

NOTDEF = 0
"""The glyph that a font shows for characters that it has not (ISO/IEC 14496-22, 5.7)."""
_FIXED_SPACES = (NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE)
_ROUNDING = 0.05  # thousandths of an em: what is left over by the fonts' own rounding
_TEXT = attrgetter("text")


class GlyphCode(Value):
    """A code of a font: its glyph, the glyph's own advance in thousandths of an em, the text it reads as, and the code
    as strings write it."""

    number: int
    gid: int
    width: float
    text: str
    hex: str


class Turns(Value):
    """Which numbers somebody gives who shares them with others: every `step`th from `first`."""

    first: int = 1
    step: int = 1

    def number(self, count: int) -> int:
        """The number after `count` others."""
        return self.first + count * self.step


ALONE = Turns()
"""The turns of who shares with nobody."""


class Fragment(Value):
    """A shaped word as the inside of a TJ array, from within one hexadecimal string to within another.

    `width` is how far the pen moves, in thousandths of an em. `rises` is empty for nearly every word; where glyphs are
    shifted up or down it has the parts between the shifts, each with its height in ems.
    """

    code: str
    width: float
    rises: tuple[tuple[float, str], ...] = ()


class _Lead:
    """A state of the pen inside a word: how far it is ahead of where it should be, in thousandths of an em, and what
    each glyph does that was met in this state."""

    __slots__ = ("ahead", "steps")

    def __init__(self, ahead: float) -> None:
        self.ahead = ahead
        self.steps: dict[Glyph, _Step] = {}


class _Step(NamedTuple):
    """What a glyph does to a word: what it adds to the strings, how far it moves the pen, and the state after it."""

    code: str
    moved: float
    then: _Lead


class FaceCodes:
    """The codes of one face and its file. `resource` is the name of its font on every page.

    `fragments` and `spaces` have what was asked for before, for those who ask too often to make a call each time.
    """

    def __init__(self, face: str, fonts: FontBook, turns: Turns) -> None:
        self.face = face
        self.resource = resource_of(face, fonts)
        self._turns = turns
        self.file = FontFile(fonts.path(face))
        self._codes: dict[tuple[int, str], GlyphCode] = {}
        self.fragments: dict[ShapedWord, Fragment] = {}
        self.spaces: dict[str, GlyphCode] = {}
        self._leads: dict[float, _Lead] = {0.0: _Lead(0.0)}
        self._space_gid = fonts.shape(" ", face).glyphs[0].gid

    def __iter__(self) -> Iterator[GlyphCode]:
        return iter(self._codes.values())

    def space(self, kind: str) -> GlyphCode:
        """The code of a space between words, drawn with the glyph of U+0020 whatever kind it is."""
        code = self.spaces.get(kind)
        if code is None:
            text = kind if kind in _FIXED_SPACES else " "
            code = self.spaces[kind] = self._code(self._space_gid, text)
        return code

    def blank(self, text: str) -> GlyphCode:
        """The code of an empty glyph that reads as a text."""
        return self._code(self._space_gid, text)

    def fragment(self, word: ShapedWord) -> Fragment:
        """A word's glyphs as codes and adjustments; made once for each shaped word."""
        fragment = self.fragments.get(word)
        if fragment is None:
            fragment = self.fragments[word] = self._encode(_told(word.glyphs))
        return fragment

    def _encode(self, glyphs: Sequence[Glyph]) -> Fragment:
        """Codes one after another, with the pen moved where kerning and offsets ask for it.

        Glyph and state say together what is written and what the next state is. A report has few of either, so that
        nearly every step of the way was taken before.
        """
        strings: list[str] = []
        moved = 0.0
        lead = self._leads[0.0]
        for glyph in glyphs:
            step = lead.steps.get(glyph)
            if step is None:
                if glyph.dy:
                    return self._encode_risen(glyphs)
                step = lead.steps[glyph] = self._step(glyph, lead.ahead)
            code, by, lead = step
            strings.append(code)
            moved += by
        if lead.ahead:
            back = round(lead.ahead, 1)
            strings.append(f">{back:g}<")
            moved -= back
        return Fragment("".join(strings), moved)

    def _step(self, glyph: Glyph, ahead: float) -> _Step:
        """What a glyph does when the pen is `ahead`."""
        code = self._code(glyph.gid, glyph.text)
        shift = round(glyph.dx * 1000 - ahead, 1)
        ahead = ahead + shift + (code.width - glyph.advance * 1000)
        if abs(ahead) < _ROUNDING:
            ahead = 0.0
        lead = self._leads.setdefault(ahead, _Lead(ahead))
        return _Step(f">{-shift:g}<{code.hex}" if shift else code.hex, shift + code.width, lead)

    def _encode_risen(self, glyphs: Sequence[Glyph]) -> Fragment:
        """A word with glyphs above or below the baseline, each encoded by itself."""
        levels = [self._encode((replace(glyph, dy=0.0),)) for glyph in glyphs]
        rises = tuple((glyph.dy, level.code) for glyph, level in zip(glyphs, levels, strict=True))
        return Fragment("", sum(level.width for level in levels), rises)

    def _code(self, gid: int, text: str) -> GlyphCode:
        code = self._codes.get((gid, text))
        if code is None:
            if gid == NOTDEF:
                raise self._notdef(text)
            width = round(self.file.advance(gid), 1)
            number = self._turns.number(len(self._codes))
            code = GlyphCode(number, gid, width, text, f"{number:04x}")
            self._codes[gid, text] = code
        return code

    def _notdef(self, text: str) -> ReportError:
        """What ends the drawing of a glyph that is none, which no standard allows (ISO 14289-1, 7.21.8).

        The text is held to the fonts before it is drawn, and then tells the place; this is the last net under that.
        """
        named = ", ".join(f"U+{ord(character):04X}" for character in text)
        message = f"The font has no glyph for {named}, and nothing was drawn in its place."
        place, hint = Place(shown(self.file.path)), "Take the character out of the text, or use a font that has it."
        return ReportError([Diagnostic(Code.GLYPH_MISSING, message, hint, place)], ExitCode.STANDARD)


def resource_of(face: str, fonts: FontBook) -> str:
    """What pages call the font of a face by."""
    return f"T{fonts.number(face)}"


def _told(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a word, each with the text that its code is to stand for."""
    if all(map(_TEXT, glyphs)):
        return glyphs
    return [replace(glyph, text=text) for glyph, text in zip(glyphs, spread(glyphs), strict=True)]


def spread(glyphs: Sequence[Glyph]) -> list[str]:
    """The text of each glyph. Where several glyphs share a cluster's text, each takes a character of it and the last
    the rest, so that as few glyphs as possible stand for nothing."""
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


class GlyphCodes:
    """The codes of all faces that are drawn with, numbered in turns. GlyphCode 0 of a font is .notdef."""

    def __init__(self, fonts: FontBook, turns: Turns = ALONE) -> None:
        self._fonts, self._turns = fonts, turns
        self._faces: dict[str, FaceCodes] = {}

    def __iter__(self) -> Iterator[FaceCodes]:
        return iter(self._faces.values())

    def face(self, key: str) -> FaceCodes:
        """The codes of a face; an unknown face is a KeyError."""
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = FaceCodes(key, self._fonts, self._turns)
        return face
