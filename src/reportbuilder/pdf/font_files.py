"""Font files opened for embedding: their metrics for a FontDescriptor (ISO 32000-1, table 122), and their subsets.

Reads the few fields needed from the tables of the file (OpenType specification: head, OS/2, post, name). Outlines are
TrueType or CFF; a CFF program is keyed by the codes of the page (ISO 32000-1, 9.9, FontFile3 of subtype
CIDFontType0C): the codes of a page are the CIDs of the font (Identity-H), and a CIDFontType0 has no CIDToGIDMap.
"""

import hashlib
import struct
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from reportbuilder.files.inputs import load
from reportbuilder.values import Value

_NEEDED_TABLES = frozenset({"head", "hhea", "maxp", "hmtx", "loca", "glyf", "CFF ", "cvt ", "fpgm", "prep"})
"""ISO 32000-1, 9.9."""
_SYMBOLIC, _FIXED_PITCH, _ITALIC = 1 << 2, 1 << 0, 1 << 6


class DescriptorMetrics(Value):
    """What a FontDescriptor says of a font: its PostScript name, lengths in thousandths of an em, the angle in
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
    """A font file with the glyphs that are used, the numbers that they have in it, and its six-letter tag."""

    data: bytes
    glyphs: Mapping[int, int]
    tag: str

    def table(self, tag: str) -> bytes:
        """One table of the file."""
        return bytes(hb.Face(self.data).reference_table(tag).data)


class FontFile:
    """A TrueType or OpenType file, opened for embedding; `compact` if its outlines are CFF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = load(path, path.parent)
        self._face = hb.Face(self._data)
        self.compact = "CFF " in self._face.table_tags
        self._font = hb.Font(self._face)

    def advance(self, gid: int) -> float:
        """A glyph's own advance in thousandths of an em, without the kerning that its neighbours give it."""
        return float(self._font.get_glyph_h_advance(gid) * 1000 / self._face.upem)

    def glyph(self, character: str) -> int:
        """The number of the glyph of a character; that of .notdef, 0, when the font has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    @cached_property
    def digest(self) -> str:
        """What tells this file from another of the same name."""
        return hashlib.sha256(self._data).hexdigest()

    @cached_property
    def metrics(self) -> DescriptorMetrics:
        """The metrics, as the tables of the file have them."""
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
        """The file with these glyphs and those that they are made of; the same glyphs give the same bytes."""
        wanted = hb.SubsetInput()
        wanted.unicode_set.clear()
        wanted.glyph_set.clear()
        wanted.glyph_set.update(gids)
        unneeded = set(self._face.table_tags) - _NEEDED_TABLES
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in unneeded)
        plan = hb.SubsetPlan(self._face, wanted)
        data = plan.execute().blob.data
        renumbered = plan.old_to_new_glyph_mapping
        return Subset(data, {gid: renumbered[gid] for gid in gids}, _tag(data))

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data)

    def _name(self) -> str:
        name = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return "".join(c for c in name or "Font" if c.isascii() and (c.isalnum() or c in "-_"))


def _tag(data: bytes) -> str:
    """Six capitals that stand for the subset's content (ISO 32000-1, 9.6.4)."""
    number = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def keyed_by_code(program: bytes, glyphs: Mapping[int, int]) -> bytes:
    """A CFF program (the table of a font file) keyed by CID; `glyphs` has the number of the glyph of every code.

    The program gets a glyph for every code, in the order of the codes: one that two codes stand for is there twice.
    Charstrings, their subroutines and hints stay as they are.
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
    """A charstring, read, and the number of its font dictionary."""
    string, selector = charstrings.getItemAndSelector(name)
    string.decompile()
    return string, selector or 0


def _add_font_dictionary(top: Any, subroutines: Any) -> None:
    """Move the hints and subroutines of a font with one set of them into the font dictionary that CIDs need."""
    from fontTools.cffLib import FDArrayIndex, FontDict

    own = FontDict(GlobalSubrs=subroutines)
    own.Private = top.Private
    own.FontName = "Font"
    top.FDArray = FDArrayIndex()
    top.FDArray.append(own)
    del top.Private
    top.rawDict.pop("Private", None)


def _select(top: Any, selectors: tuple[int, ...]) -> None:
    """Give every glyph the number of its font dictionary."""
    from fontTools.cffLib import FDSelect

    top.FDSelect = FDSelect()
    top.FDSelect.gidArray = list(selectors)
    top.FDSelect.format = 3
