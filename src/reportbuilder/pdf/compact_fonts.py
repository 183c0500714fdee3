"""CFF font programs for composite fonts (ISO 32000-1, 9.9, FontFile3 of subtype CIDFontType0C).

The codes of a page are the CIDs of the font (Identity-H). A CIDFontType0 has no CIDToGIDMap, so its program itself has
to be keyed by CID: this one has a glyph for every code, in the order of the codes. A glyph that two codes stand for is
there twice.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any


def keyed_by_code(program: bytes, glyphs: Mapping[int, int]) -> bytes:
    """A CFF program (the table of a font file) keyed by CID; `glyphs` has the number of the glyph of every code.

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
    """Say for every glyph which font dictionary it has."""
    from fontTools.cffLib import FDSelect

    top.FDSelect = FDSelect()
    top.FDSelect.gidArray = list(selectors)
    top.FDSelect.format = 3
