"""Codes of glyphs: shaped words as strings of a font's codes, with adjustments for kerning.

There is a code for each combination of a glyph and the text that it represents. A glyph with two texts (a hyphen of the
source and one at a line end) has two codes, so that the ToUnicode map gives exactly the source text (ISO 32000-1,
9.10.3). A code follows from its glyph and text alone (`FontFile.preferred_code`), so that a page is encoded the same
whatever else is in its document. Two of them may get one code in this way, though seldom: `moved_codes` finds a code
for those that have to give way.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
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
_OFFSET_DIGITS = 3  # decimals of an offset in thousandths of an em: finer ones cannot be seen, and are never met again
_TEXT = attrgetter("text")
_MOST_FRAGMENTS = 20_000  # encoded words that are kept


class GlyphCode(Value, eq=False):
    """A code of a font: its glyph, the advance of the glyph in thousandths of an em, its text, and its hexadecimal
    digits."""

    number: int
    gid: int
    width: float
    text: str
    hex: str


class Fragment(Value, eq=False):
    """A shaped word as part of a TJ array, beginning and ending inside a hexadecimal string.

    `width` is the displacement of the text position in thousandths of an em. `rises` is empty for most words; if glyphs
    are shifted up or down, it has the parts between the shifts, each with its height in ems. `used` are the codes.
    """

    code: str
    width: float
    used: tuple[GlyphCode, ...]
    rises: tuple[tuple[float, str], ...] = ()


class _Offset:
    """The difference between the text position in a word and the position from shaping, in thousandths of an em, with
    the cached steps of the glyphs that occurred at this offset, by the identity of the glyph."""

    __slots__ = ("ahead", "steps")

    def __init__(self, ahead: float) -> None:
        self.ahead = ahead
        self.steps: dict[int, _Step] = {}


class _Step(NamedTuple):
    """The string of a glyph, its displacement of the text position, the offset after it, and its code. It keeps the
    glyph, so that no other has its identity."""

    string: str
    moved: float
    then: _Offset
    code: GlyphCode
    glyph: Glyph


Moved = Mapping[tuple[int, str], int]
"""The codes of glyphs with texts that cannot have their preferred code in a document."""


def moved_codes(file: FontFile, used: Iterable[GlyphCode]) -> Moved:
    """The glyphs and texts, among those used in a document, that have to have another code than the preferred one,
    because it is that of another, each with the next code that is free. It does not depend on their order."""
    pairs = {(code.gid, code.text) for code in used}
    preferred = {pair: file.preferred_code(*pair) for pair in pairs}
    if len(set(preferred.values())) == len(pairs):
        return {}
    own = sorted(pairs, key=lambda pair: (preferred[pair] != pair[0], pair))
    taken: set[int] = set()
    moved = {}
    for pair in own:
        code = free_code(file, preferred[pair], taken)
        taken.add(code)
        if code != preferred[pair]:
            moved[pair] = code
    return moved


def free_code(file: FontFile, preferred: int, taken: Container[int]) -> int:
    """The preferred code, or the next that is not taken."""
    codes = file.further_codes
    while preferred in taken:
        preferred = preferred + 1 if preferred + 1 in codes else codes[0]
    return preferred


class FontEncoder:
    """Encodes shaped words in the codes of a font, which are the preferred ones but for those that are `moved`. What
    was encoded is cached."""

    def __init__(self, file: FontFile, moved: Moved = MappingProxyType({})) -> None:
        self.file, self.moved = file, moved
        self._codes: dict[tuple[int, str], GlyphCode] = {}
        self._fragments: dict[ShapedWord, Fragment] = {}
        self._offsets: dict[float, _Offset] = {0.0: _Offset(0.0)}
        self._spread: dict[Glyph, Glyph] = {}
        self._space_gid = file.glyph(" ")

    def space(self, kind: str) -> GlyphCode:
        """The code of a space between words, always drawn with the glyph of U+0020."""
        return self.code(self._space_gid, kind if kind in _FIXED_SPACES else " ")

    def blank(self, text: str) -> GlyphCode:
        """The code of an empty glyph with a text."""
        return self.code(self._space_gid, text)

    def fragment(self, word: ShapedWord) -> Fragment:
        """The codes and adjustments of a word; computed once for each shaped word."""
        fragment = self._fragments.get(word)
        if fragment is None:
            if len(self._fragments) >= _MOST_FRAGMENTS:
                self._fragments.clear()
            fragment = self._fragments[word] = self._encode(self._with_texts(word.glyphs))
        return fragment

    def code(self, gid: int, text: str) -> GlyphCode:
        """The code of a glyph with a text; raises ReportError for the glyph that stands for none."""
        code = self._codes.get((gid, text))
        if code is None:
            if gid == NOTDEF:
                raise self._missing_glyph(text)
            number = self._number(gid, text)
            code = GlyphCode(number, gid, round(self.file.advance(gid), 1), text, f"{number:04x}")
            self._codes[gid, text] = code
        return code

    def _number(self, gid: int, text: str) -> int:
        moved = self.moved.get((gid, text))
        return self.file.preferred_code(gid, text) if moved is None else moved

    def _with_texts(self, glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
        """The glyphs of a word, each with the text for its code; equal ones are one object."""
        if all(map(_TEXT, glyphs)):
            return glyphs
        changed = [replace(glyph, text=text) for glyph, text in zip(glyphs, spread(glyphs), strict=True)]
        return [self._spread.setdefault(glyph, glyph) for glyph in changed]

    def _encode(self, glyphs: Sequence[Glyph]) -> Fragment:
        """Encode glyphs, with adjustments for kerning and offsets.

        A glyph and the offset before it determine the string and the next offset. A report has few of either, so that
        most steps are found in the cache.
        """
        strings: list[str] = []
        used: list[GlyphCode] = []
        moved = 0.0
        offset = self._offsets[0.0]
        for glyph in glyphs:
            step = offset.steps.get(id(glyph))
            if step is None:
                if glyph.dy:
                    return self._encode_risen(glyphs)
                step = offset.steps[id(glyph)] = self._step(glyph, offset.ahead)
            string, by, offset, code, _ = step
            strings.append(string)
            used.append(code)
            moved += by
        if offset.ahead:
            back = round(offset.ahead, 1)
            strings.append(f">{back:g}<")
            moved -= back
        return Fragment("".join(strings), moved, tuple(used))

    def _step(self, glyph: Glyph, ahead: float) -> _Step:
        """The step of a glyph at an offset."""
        code = self.code(glyph.gid, glyph.text)
        shift = round(glyph.dx * 1000 - ahead, 1)
        ahead = round(ahead + shift + (code.width - glyph.advance * 1000), _OFFSET_DIGITS)
        if abs(ahead) < _ROUNDING:
            ahead = 0.0
        offset = self._offsets.setdefault(ahead, _Offset(ahead))
        return _Step(f">{-shift:g}<{code.hex}" if shift else code.hex, shift + code.width, offset, code, glyph)

    def _encode_risen(self, glyphs: Sequence[Glyph]) -> Fragment:
        """Encode a word with vertically shifted glyphs, each separately."""
        level = [replace(glyph, dy=0.0) for glyph in glyphs]
        levels = [self._encode((self._spread.setdefault(glyph, glyph),)) for glyph in level]
        rises = tuple((glyph.dy, level.code) for glyph, level in zip(glyphs, levels, strict=True))
        used = tuple(code for level in levels for code in level.used)
        return Fragment("", sum(level.width for level in levels), used, rises)

    def _missing_glyph(self, text: str) -> ReportError:
        """The error for a character without a glyph: .notdef must not be shown (ISO 14289-1, 7.21.8).

        Texts are checked against the fonts before pages are drawn, with their places; this is the last resort.
        """
        named = ", ".join(f"U+{ord(character):04X}" for character in text)
        message = f"The font has no glyph for {named}, and nothing was drawn in its place."
        place, hint = Place(shown(self.file.path)), "Take the character out of the text, or use a font that has it."
        return ReportError([Diagnostic(Code.GLYPH_MISSING, message, hint, place)], ExitCode.STANDARD)


class OrderedEncoder(FontEncoder):
    """An encoder for a document that is written page by page by others: what finds its code taken gets the next free
    one, in the order of use."""

    def _number(self, gid: int, text: str) -> int:
        taken = {code.number for code in self._codes.values()}
        return free_code(self.file, super()._number(gid, text), taken)


class FaceCodes:
    """The codes of one font that a document, or one page, uses; iterating gives them. `resource` is the resource name
    of the font.

    `fragments` and `spaces` are caches that callers may read themselves, to save a call for each word.
    """

    def __init__(self, encoder: FontEncoder, resource: str) -> None:
        self.encoder, self.resource = encoder, resource
        self.used: set[GlyphCode] = set()
        self.fragments: dict[ShapedWord, Fragment] = {}
        self.spaces: dict[str, GlyphCode] = {}

    def __iter__(self) -> Iterator[GlyphCode]:
        return iter(self.used)

    def space(self, kind: str) -> GlyphCode:
        """The code of a space between words, always drawn with the glyph of U+0020."""
        code = self.spaces.get(kind)
        if code is None:
            code = self.spaces[kind] = self.encoder.space(kind)
            self.used.add(code)
        return code

    def blank(self, text: str) -> GlyphCode:
        """The code of an empty glyph with a text."""
        code = self.encoder.blank(text)
        self.used.add(code)
        return code

    def character(self, character: str) -> GlyphCode:
        """The code of the glyph for one character, without shaping."""
        code = self.encoder.code(self.encoder.file.glyph(character), character)
        self.used.add(code)
        return code

    def fragment(self, word: ShapedWord) -> Fragment:
        """The codes and adjustments of a word."""
        fragment = self.fragments.get(word)
        if fragment is None:
            fragment = self.fragments[word] = self.encoder.fragment(word)
            self.used.update(fragment.used)
        return fragment


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
