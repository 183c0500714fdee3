"""A small OpenType font with CFF outlines, made of one with TrueType outlines."""

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont


def with_compact_outlines(data: bytes) -> bytes:
    """The font with its outlines as cubic curves in a table CFF."""
    font = TTFont(BytesIO(data))
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    builder = FontBuilder(font=font)
    builder.isTTF = False
    for tag in ("glyf", "loca", "fpgm", "prep", "cvt ", "gasp"):
        if tag in font:
            del font[tag]
    builder.setupCFF("Test-Compact", {"FullName": "Test"}, strings, {})
    builder.setupMaxp()
    font.sfntVersion = "OTTO"
    file = BytesIO()
    font.save(file)
    return file.getvalue()
