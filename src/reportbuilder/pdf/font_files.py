"""Font files for embedding: metrics for the FontDescriptor (ISO 32000-1, table 122), character codes, and subsets.

Reads the few fields that are needed from the tables of the file (OpenType: head, OS/2, post, name). Outlines are
TrueType or CFF; a CFF program is converted to a CID-keyed one with the codes of the page as CIDs (ISO 32000-1, 9.9,
FontFile3 of subtype CIDFontType0C), because a CIDFontType0 has no CIDToGIDMap.

There is a code for each combination of a glyph and the text that it represents. A glyph with two texts (a hyphen of the
source and one at a line end) has two codes, so that the ToUnicode map gives exactly the source text (ISO 32000-1,
9.10.3). Codes are assigned from 1 in the order of first use; code 0 is .notdef.
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import load, shown
from reportbuilder.text.runs import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE
from reportbuilder.text.shaping import Glyph, ShapedWord
from reportbuilder.values import Value, replace

_NEEDED_TABLES = frozenset({"head", "hhea", "maxp", "hmtx", "loca", "glyf", "CFF ", "cvt ", "fpgm", "prep"})
"""The tables of an embedded TrueType program (ISO 32000-1, 9.9)."""
_SYMBOLIC, _FIXED_PITCH, _ITALIC = 1 << 2, 1 << 0, 1 << 6


class DescriptorMetrics(Value):
    """The values of a FontDescriptor: the PostScript name, lengths in thousandths of an em, and the italic angle in
    degrees."""

    name: str
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    stem: int
    flags: int
    box: tuple[int, int, int, int]


class Subset(Value):
    """A subset of a font file, the new numbers of its glyphs, and its six-letter tag."""

    data: bytes
    glyphs: Mapping[int, int]
    tag: str

    def table(self, tag: str) -> bytes:
        """The data of a table of the file."""
        return bytes(hb.Face(self.data).reference_table(tag).data)


class FontFile:
    """A TrueType or OpenType file opened for embedding; `compact` if its outlines are CFF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = load(path, path.parent)
        self._face = hb.Face(self._data)
        self.compact = "CFF " in self._face.table_tags
        self._font = hb.Font(self._face)

    def advance(self, gid: int) -> float:
        """The advance width of a glyph in thousandths of an em, without kerning."""
        return float(self._font.get_glyph_h_advance(gid) * 1000 / self._face.upem)

    def glyph(self, character: str) -> int:
        """The glyph number of a character; 0 (.notdef) if the font has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    @cached_property
    def digest(self) -> str:
        """A hash of the file, to distinguish it from another with the same name."""
        return hashlib.sha256(self._data).hexdigest()

    @cached_property
    def metrics(self) -> DescriptorMetrics:
        """The metrics, from the tables of the file."""
        head, os2, post = (self._table(tag) for tag in ("head", "OS/2", "post"))
        upem: int = self._face.upem
        extents = self._font.get_font_extents("ltr")
        box = struct.unpack_from(">4h", head, 36)
        weight = struct.unpack_from(">H", os2, 4)[0]
        version = struct.unpack_from(">H", os2, 0)[0]
        cap_height = struct.unpack_from(">h", os2, 88)[0] if version >= 2 else extents.ascender
        angle = struct.unpack_from(">i", post, 4)[0] / 65536
        fixed = struct.unpack_from(">I", post, 12)[0]

        def scaled(value: float) -> int:
            return round(value * 1000 / upem)

        return DescriptorMetrics(
            name=self._name(),
            ascent=scaled(extents.ascender),
            descent=scaled(extents.descender),
            cap_height=scaled(cap_height),
            italic_angle=round(angle, 2),
            stem=round(50 + (weight / 65) ** 2),  # the file does not say; the usual estimate from the weight
            flags=_SYMBOLIC | (_FIXED_PITCH if fixed else 0) | (_ITALIC if angle else 0),
            box=(scaled(box[0]), scaled(box[1]), scaled(box[2]), scaled(box[3])),
        )

    def subset(self, gids: set[int]) -> Subset:
        """Subset the file to these glyphs and their components; equal glyphs give equal bytes."""
        request = hb.SubsetInput()
        request.unicode_set.clear()
        request.glyph_set.clear()
        request.glyph_set.update(gids)
        unneeded = set(self._face.table_tags) - _NEEDED_TABLES
        request.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in unneeded)
        plan = hb.SubsetPlan(self._face, request)
        data = plan.execute().blob.data
        renumbered = plan.old_to_new_glyph_mapping
        return Subset(data, {gid: renumbered[gid] for gid in gids}, _tag(data))

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data)

    def _name(self) -> str:
        name = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return "".join(c for c in name or "Font" if c.isascii() and (c.isalnum() or c in "-_"))


def _tag(data: bytes) -> str:
    """The tag of a subset: six capitals derived from its content (ISO 32000-1, 9.6.4)."""
    number = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def keyed_by_code(program: bytes, glyphs: Mapping[int, int]) -> bytes:
    """Convert a CFF program (the table of a font file) to a CID-keyed one; `glyphs` maps codes to glyph numbers.

    The program gets a glyph for every code, in the order of the codes; a glyph with two codes is included twice.
    Charstrings, subroutines and hints are not changed.
    """
    from fontTools.cffLib import CFFFontSet, CharStrings  # only a style with such a font needs it
    from fontTools.ttLib import TTFont

    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    top = fonts[0]
    codes = sorted(glyphs)
    sources = [top.charset[0], *(top.charset[glyphs[code]] for code in codes)]
    names = [".notdef", *(f"cid{code:05d}" for code in codes)]
    strings, selectors = zip(*(_string(top.CharStrings, source) for source in sources), strict=True)
    if not hasattr(top, "ROS"):
        _add_font_dictionary(top, fonts.GlobalSubrs)
    _select(top, selectors)
    charstrings = CharStrings(None, names, fonts.GlobalSubrs, None, top.FDSelect, top.FDArray)
    charstrings.charStrings = dict(zip(names, strings, strict=True))
    top.CharStrings, top.charset, top.numGlyphs = charstrings, names, len(names)
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), codes[-1] + 1
    top.rawDict.pop("Encoding", None)
    file = BytesIO()
    fonts.compile(file, TTFont(recalcBBoxes=False), isCFF2=False)
    return file.getvalue()


def _string(charstrings: Any, name: str) -> tuple[Any, int]:
    """A decompiled charstring, and the index of its font dictionary."""
    string, selector = charstrings.getItemAndSelector(name)
    string.decompile()
    return string, selector or 0


def _add_font_dictionary(top: Any, subroutines: Any) -> None:
    """Move the hints and subroutines of a font that is not CID-keyed into a font dictionary."""
    from fontTools.cffLib import FDArrayIndex, FontDict

    font_dictionary = FontDict(GlobalSubrs=subroutines)
    font_dictionary.Private = top.Private
    font_dictionary.FontName = "Font"
    top.FDArray = FDArrayIndex()
    top.FDArray.append(font_dictionary)
    del top.Private
    top.rawDict.pop("Private", None)


def _select(top: Any, selectors: tuple[int, ...]) -> None:
    """Assign every glyph its font dictionary."""
    from fontTools.cffLib import FDSelect

    top.FDSelect = FDSelect()
    top.FDSelect.gidArray = list(selectors)
    top.FDSelect.format = 3


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
