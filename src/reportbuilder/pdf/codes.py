"""Glyphs to the codes that stand for them in the page, one code for each glyph and source text.

A glyph that stands for two texts (a hyphen of its own and one at a line end) has two codes, so that the ToUnicode map
gives back exactly the source text (ISO 32000-1, 9.10.3). Codes are dealt out in the order of drawing.
"""

from collections.abc import Iterator, Sequence

from reportbuilder.pdf.fontfiles import FontFile
from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE
from reportbuilder.text.shaping import FontBook, Glyph, ShapedWord
from reportbuilder.values import Value, replace

_FIXED_SPACES = (NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE)
_ROUNDING = 0.05  # thousandths of an em: what is left over by the fonts' own rounding


class Code(Value):
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


class FaceCodes:
    """The codes of one face and its file. `resource` is the name of its font on every page."""

    def __init__(self, face: str, fonts: FontBook, turns: Turns) -> None:
        self.face = face
        self.resource = resource_of(face, fonts)
        self._turns = turns
        self.file = FontFile(fonts.path(face))
        self._codes: dict[tuple[int, str], Code] = {}
        self._fragments: dict[ShapedWord, Fragment] = {}
        self._spaces: dict[str, Code] = {}
        self._space_gid = fonts.shape(" ", face).glyphs[0].gid

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def space(self, kind: str) -> Code:
        """The code of a space between words, drawn with the glyph of U+0020 whatever kind it is."""
        code = self._spaces.get(kind)
        if code is None:
            text = kind if kind in _FIXED_SPACES else " "
            code = self._spaces[kind] = self._code(self._space_gid, text)
        return code

    def blank(self, text: str) -> Code:
        """The code of an empty glyph that reads as a text."""
        return self._code(self._space_gid, text)

    def fragment(self, word: ShapedWord) -> Fragment:
        """A word's glyphs as codes and adjustments; made once for each shaped word."""
        fragment = self._fragments.get(word)
        if fragment is None:
            fragment = self._fragments[word] = self._encode(word)
        return fragment

    def _encode(self, word: ShapedWord) -> Fragment:
        """Codes one after another, with the pen moved where kerning and offsets ask for it."""
        codes = self._codes
        strings: list[str] = []
        moved = ahead = 0.0  # how far the pen goes, and how far it is ahead of where it should be
        for glyph, text in zip(word.glyphs, spread(word.glyphs), strict=True):
            if glyph.dy:
                return self._encode_risen(word)
            code = codes.get((glyph.gid, text)) or self._code(glyph.gid, text)
            if ahead or glyph.dx:
                shift = round(glyph.dx * 1000 - ahead, 1)
                if shift:
                    strings.append(f">{-shift:g}<")
                    ahead += shift
                    moved += shift
            strings.append(code.hex)
            width = code.width
            moved += width
            ahead += width - glyph.advance * 1000
            if -_ROUNDING < ahead < _ROUNDING:
                ahead = 0.0
        if ahead:
            strings.append(f">{round(ahead, 1):g}<")
            moved -= round(ahead, 1)
        return Fragment("".join(strings), moved)

    def _encode_risen(self, word: ShapedWord) -> Fragment:
        """A word with glyphs above or below the baseline, each encoded by itself."""
        parts: list[tuple[float, str]] = []
        moved = 0.0
        for glyph, text in zip(word.glyphs, spread(word.glyphs), strict=True):
            level = ShapedWord(text, word.face, (replace(glyph, dy=0.0, text=text),), glyph.advance)
            fragment = self._encode(level)
            parts.append((glyph.dy, fragment.code))
            moved += fragment.width
        return Fragment("", moved, tuple(parts))

    def _code(self, gid: int, text: str) -> Code:
        code = self._codes.get((gid, text))
        if code is None:
            width = round(self.file.advance(gid), 1)
            number = self._turns.number(len(self._codes))
            code = Code(number, gid, width, text, f"{number:04x}")
            self._codes[gid, text] = code
        return code


def resource_of(face: str, fonts: FontBook) -> str:
    """What pages call the font of a face by."""
    return f"T{fonts.number(face)}"


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
    """The codes of all faces that are drawn with, numbered in turns. Code 0 of a font is .notdef."""

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
