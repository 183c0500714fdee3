"""Font files for embedding: metrics for the FontDescriptor (ISO 32000-1, table 122), codes of glyphs, and subsets.

Reads the few fields that are needed from the tables of the file (OpenType: head, OS/2, post, name). Outlines are
TrueType or CFF; a CFF program is converted to a CID-keyed one with the codes of the page as CIDs (ISO 32000-1, 9.9,
FontFile3 of subtype CIDFontType0C), because a CIDFontType0 has no CIDToGIDMap.
"""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from reportbuilder.files.inputs import load
from reportbuilder.values import Value

_NEEDED_TABLES = frozenset({"head", "hhea", "maxp", "hmtx", "loca", "glyf", "CFF ", "cvt ", "fpgm", "prep"})
"""The tables of an embedded TrueType program (ISO 32000-1, 9.9)."""
_MOST_CODES = 1 << 16
_FURTHER = 4096
"""The fewest codes that are enough beside those that are glyph numbers."""
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

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        self._data = load(path, path.parent) if data is None else data
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
    def further_codes(self) -> range:
        """The codes for glyphs with another text than the character that the font has them for: those that are no
        glyph numbers, or all of them if too few are left."""
        first = self._face.glyph_count
        return range(first if first <= _MOST_CODES - _FURTHER else 1, _MOST_CODES)

    @cached_property
    def _characters(self) -> dict[int, str]:
        """The character of each glyph, the first where it has several."""
        found: dict[int, str] = {}
        for character in sorted(self._face.unicodes):
            found.setdefault(self._font.get_nominal_glyph(character) or 0, chr(character))
        return found

    def preferred_code(self, gid: int, text: str) -> int:
        """The code of a glyph with a text: its own number, if the font has it for this character; otherwise one of the
        further codes, by a checksum."""
        if self._characters.get(gid) == text:
            return gid
        codes = self.further_codes
        return codes[zlib.crc32(f"{gid} {text}".encode("utf-8", "surrogatepass")) % len(codes)]

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
