"""Checks that a font file can be used: its format, tables, licence bits, and the characters that every text needs.

HarfBuzz, which shapes and subsets, accepts any bytes, and draws empty boxes for what it cannot find. So everything that
it would ignore is checked here. Sources: the OpenType specification (table directory, checksums, OS/2.fsType, cmap).
"""

import struct
from array import array
from collections.abc import Iterator, Mapping
from sys import byteorder

import uharfbuzz as hb

from reportbuilder.values import Value

_REQUIRED = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post")
_FEWEST_BYTES = {"head": 54, "hhea": 36, "maxp": 6, "OS/2": 78, "post": 32, "name": 6, "cmap": 4}
_OUTLINES = ("glyf", "CFF ")
_COLOURS = ("COLR", "SVG ", "CBDT", "sbix")
_MAGIC = 0x5F0F3CF5  # head.magicNumber
_RESTRICTED, _NO_SUBSETTING, _BITMAPS_ONLY, _EDITABLE_OR_PREVIEW = 0x2, 0x100, 0x200, 0xC  # OS/2.fsType
_AGAIN = "Get the file again from where it came from."
_SINGLE = "Use a single font with outlines, as a file .ttf or .otf."
_FORMATS = (
    (b"ttcf", "is a collection of several fonts", _SINGLE),
    (b"wOFF", "is a font for web pages (WOFF)", "Use the font as a file .ttf or .otf."),
    (b"wOF2", "is a font for web pages (WOFF2)", "Use the font as a file .ttf or .otf."),
    (b"%!PS", "is a Type 1 font, which is out of date", "Use the font as a file .ttf or .otf."),
    (b"\x80\x01", "is a Type 1 font, which is out of date", "Use the font as a file .ttf or .otf."),
)


class FontProblem(Value):
    """A problem of a font file, in words that follow its name, and a hint; `grave` if the font cannot be used."""

    message: str
    hint: str
    grave: bool = True


def font_problems(data: bytes, fallback: bool = False) -> tuple[FontProblem, ...]:
    """Check the bytes of a font; empty if it can be used. A `fallback` font needs no hyphen. Never raises for bytes
    that are no font or a damaged one."""
    for start, what, hint in _FORMATS:
        if data.startswith(start):
            return (FontProblem(what, hint),)
    tables = _tables(data)
    if isinstance(tables, FontProblem):
        return (tables,)
    return tuple(_table_problems(data, tables)) or tuple(_face_problems(data, tables, fallback))


def font_features(data: bytes) -> frozenset[str]:
    """The OpenType features that a font substitutes glyphs by, for any script and language."""
    face = hb.Face(data)
    scripts = face.get_table_script_tags("GSUB")
    return frozenset(
        tag for script in range(len(scripts)) for tag in face.get_language_feature_tags("GSUB", script, 0xFFFF)
    )


def _tables(data: bytes) -> Mapping[str, tuple[int, int, int]] | FontProblem:
    """Parse the table directory: checksum, offset and length by tag."""
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO") or len(data) < 12:
        return FontProblem("is no font", _SINGLE)
    (count,) = struct.unpack_from(">H", data, 4)
    if 12 + 16 * count > len(data):
        return FontProblem("is damaged: its list of tables is cut off", _AGAIN)
    tables = {}
    for number in range(count):
        tag, checksum, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        name = tag.decode("latin-1")
        if offset + length > len(data):
            return FontProblem(f"is damaged: its table “{_printable(name)}” is cut off", _AGAIN)
        tables[name] = (checksum, offset, length)
    return tables


def _table_problems(data: bytes, tables: Mapping[str, tuple[int, int, int]]) -> Iterator[FontProblem]:
    """Check for tables that are missing, too short, or changed since the font was made."""
    changed = [tag for tag, (checksum, offset, size) in tables.items() if _sum(data, tag, offset, size) != checksum]
    if changed:
        names = ", ".join(f"“{_printable(tag)}”" for tag in changed)
        yield FontProblem(
            f"is damaged: {names} {'is' if len(changed) == 1 else 'are'} not as when the font was made (the checksum "
            "is wrong)",
            f"{_AGAIN} If that has the same fault, open it in a font editor and export it again.",
        )
        return
    missing = [tag for tag in _REQUIRED if tag not in tables]
    if missing:
        yield FontProblem(f"is not whole: it has no table {', '.join(missing)}", _AGAIN)
    elif not any(tag in tables for tag in _OUTLINES):
        what = "pictures of its glyphs only" if any(tag in tables for tag in _COLOURS) else "no outlines"
        yield FontProblem(f"has {what}, and cannot be scaled", _SINGLE)
    elif "glyf" in tables and "loca" not in tables:
        yield FontProblem("is not whole: it has no table loca", _AGAIN)
    short = [tag for tag, least in _FEWEST_BYTES.items() if tag in tables and tables[tag][2] < least]
    if short:
        yield FontProblem(f"is damaged: its table “{short[0]}” is too short", _AGAIN)
    elif not missing and struct.unpack_from(">I", data, tables["head"][1] + 12)[0] != _MAGIC:
        yield FontProblem("is damaged: its table “head” is not one", _AGAIN)
    if "fvar" in tables:
        yield FontProblem(
            "is a variable font, of which only one form would be used",
            "Use the static fonts that come with it, one file for each weight (often in a folder “static”).",
        )


def _face_problems(data: bytes, tables: Mapping[str, tuple[int, int, int]], fallback: bool) -> Iterator[FontProblem]:
    """Check the licence and the characters of an intact font."""
    (rights,) = struct.unpack_from(">H", data, tables["OS/2"][1] + 8)
    if rights & _RESTRICTED and not rights & _EDITABLE_OR_PREVIEW:
        yield FontProblem(
            "may not be embedded in a document (OS/2.fsType)",
            "Ask its maker for a licence that allows it, or take another.",
        )
    elif rights & (_NO_SUBSETTING | _BITMAPS_ONLY):
        yield FontProblem(
            "may not be embedded in part, as this program does (OS/2.fsType)",
            "Ask its maker for a licence that allows it, or take another.",
        )
    face = hb.Face(data)
    if not 16 <= face.upem <= 16384 or face.glyph_count < 2 or _glyphs(data, tables) != face.glyph_count:
        yield FontProblem("is damaged: it says nothing sensible of its size", _AGAIN)
        return
    characters = set(face.unicodes)
    plain = {c for c in characters if not 0xE000 <= c <= 0xF8FF}
    if not plain - {0x20, 0xA0}:
        yield FontProblem(
            "is a font of symbols, whose characters are not those of Unicode", "Use a font with Unicode characters."
        )
        return
    lacks = [] if 0x20 in characters else ["space (U+0020)"]
    lacks += [] if fallback or 0x2D in characters else ["hyphen (U+002D)"]
    if lacks:
        yield FontProblem(
            f"has no {' and no '.join(lacks)}", "Take another font; one that lacks a hyphen can still be a fallback."
        )
    if not _draws(face):
        yield FontProblem("is damaged: nothing can be drawn with it", _AGAIN)
    elif any(tag in tables for tag in _COLOURS):
        yield FontProblem(
            "has coloured glyphs, which are drawn in the colour of the text", "Take a font without colours.", False
        )


def _draws(face: hb.Face) -> bool:
    """Whether text can be shaped with the font, and its glyphs subset."""
    try:
        font, buffer = hb.Font(face), hb.Buffer()
        buffer.add_str("Aa 1")
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        font.get_font_extents("ltr")
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({info.codepoint for info in buffer.glyph_infos or ()})
        return bool(hb.SubsetPlan(face, wanted).execute().blob.data)
    except (RuntimeError, ValueError, MemoryError):
        return False


def _glyphs(data: bytes, tables: Mapping[str, tuple[int, int, int]]) -> int:
    """The number of glyphs, from the table maxp."""
    return int(struct.unpack_from(">H", data, tables["maxp"][1] + 4)[0])


def _sum(data: bytes, tag: str, offset: int, length: int) -> int:
    """The checksum of a table: the sum of its 32-bit words; that of head without its checkSumAdjustment."""
    table = data[offset : offset + length]
    if tag == "head":
        table = table[:8] + bytes(4) + table[12:]
    words = array("I", table + bytes(-length % 4))
    if byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _printable(tag: str) -> str:
    """A table tag with only printable characters."""
    return "".join(c if c.isprintable() else "?" for c in tag).strip()
