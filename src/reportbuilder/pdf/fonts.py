"""Fonts in the file: composite, Identity-H, subset, with exact ToUnicode maps (ISO 32000-1, 9.7 and 9.10.3)."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence

from reportbuilder.pdf.codes import GlyphCode, resource_of
from reportbuilder.pdf.compact_fonts import keyed_by_code
from reportbuilder.pdf.fontfiles import FontFacts, FontFile, Subset
from reportbuilder.pdf.numbers import number
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.syntax import array, dictionary, name, reference
from reportbuilder.text.shaping import FontBook

_MOST_IN_BLOCK = 100  # entries between beginbfchar and endbfchar (Adobe technical note 5411)
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def embed_fonts(skeleton: Skeleton, fonts: FontBook, codes: Mapping[str, Sequence[GlyphCode]]) -> str:
    """Embed every face that was drawn with, with its codes; the dictionary of fonts by the names that pages use."""
    return dictionary(
        {
            resource_of(face, fonts): reference(_embed(skeleton, fonts, face, codes[face]))
            for face in sorted(codes, key=fonts.number)
        }
    )


def _embed(skeleton: Skeleton, fonts: FontBook, face: str, drawn: Sequence[GlyphCode]) -> int:
    codes = sorted(drawn, key=lambda code: code.number)
    file = FontFile(fonts.path(face))
    facts, subset = file.facts(), file.subset({code.gid for code in codes})
    base = name(f"{subset.tag}+{facts.name}")
    if file.compact:
        program = keyed_by_code(subset.table("CFF "), {code.number: subset.glyphs[code.gid] for code in codes})
        embedded = f"/FontFile3 {_stream(skeleton, program, '/Subtype/CIDFontType0C')}"
        kind, order = "CIDFontType0", ""
    else:
        embedded = f"/FontFile2 {_stream(skeleton, subset.data, f'/Length1 {len(subset.data)}')}"
        kind, order = "CIDFontType2", f"/CIDToGIDMap {_stream(skeleton, _glyph_map(codes, subset))}"
    descriptor = reference(skeleton.add(_descriptor(base, facts, embedded)))
    descendant = skeleton.add(
        f"<</Type/Font/Subtype/{kind}/BaseFont{base}/FontDescriptor {descriptor}/DW 1000/W{_widths(codes)}"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{order}>>"
    )
    unicode = _stream(skeleton, to_unicode(codes).encode("ascii"))
    return skeleton.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H/DescendantFonts[{reference(descendant)}]"
        f"/ToUnicode {unicode}>>"
    )


def _descriptor(base: str, facts: FontFacts, embedded: str) -> str:
    return (
        f"<</Type/FontDescriptor/FontName{base}/Flags {facts.flags}/FontBBox{array(map(str, facts.box))}"
        f"/ItalicAngle {number(facts.italic_angle)}/Ascent {facts.ascent}/Descent {facts.descent}"
        f"/CapHeight {facts.cap_height}/StemV {facts.stem}{embedded}>>"
    )


def _stream(skeleton: Skeleton, data: bytes, entries: str = "") -> str:
    return reference(skeleton.stream(f"/Filter/FlateDecode{entries}", zlib.compress(data, 9)))


def _widths(codes: Sequence[GlyphCode]) -> str:
    """Runs of codes that follow each other, each with its first code and its widths (ISO 32000-1, 9.7.4.3)."""
    runs: list[tuple[int, list[str]]] = []
    for before, code in zip((None, *codes), codes, strict=False):
        if before is None or code.number != before.number + 1:
            runs.append((code.number, []))
        runs[-1][1].append(number(code.width))
    return array(f"{first}{array(widths)}" for first, widths in runs)


def _glyph_map(codes: Sequence[GlyphCode], subset: Subset) -> bytes:
    """Two bytes for every code from 0: the glyph's number in the subset, or that of .notdef."""
    numbers = bytearray(2 * (codes[-1].number + 1))
    for code in codes:
        struct.pack_into(">H", numbers, 2 * code.number, subset.glyphs[code.gid])
    return bytes(numbers)


def to_unicode(codes: Iterable[GlyphCode]) -> str:
    """The map from codes to text, as a CMap."""
    entries = [f"<{code.number:04X}> <{code.text.encode('utf-16-be').hex().upper()}>" for code in codes if code.text]
    blocks = []
    for start in range(0, len(entries), _MOST_IN_BLOCK):
        block = entries[start : start + _MOST_IN_BLOCK]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return _CMAP.format(blocks="\n".join(blocks))
