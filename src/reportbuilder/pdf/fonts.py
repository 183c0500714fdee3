"""Fonts in the file: composite, Identity-H, subset, with exact ToUnicode maps (ISO 32000-1, 9.7 and 9.10.3)."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from reportbuilder.pdf.codes import Code, resource_of
from reportbuilder.pdf.fontfiles import FontFacts, FontFile, Subset
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


def embed_fonts(pdf: Pdf, fonts: FontBook, codes: Mapping[str, Sequence[Code]]) -> Dictionary:
    """Embed every face that was drawn with, with its codes; the dictionary of fonts by the names that pages use."""
    return Dictionary(
        {
            f"/{resource_of(face, fonts)}": _embed(pdf, fonts, face, codes[face])
            for face in sorted(codes, key=fonts.number)
        }
    )


def _embed(pdf: Pdf, fonts: FontBook, face: str, drawn: Sequence[Code]) -> Object:
    codes = sorted(drawn, key=lambda code: code.number)
    file = FontFile(fonts.path(face))
    facts, subset = file.facts(), file.subset({code.gid for code in codes})
    name = Name(f"/{subset.tag}+{facts.name}")
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, name, facts, subset)),
        DW=1000,
        W=_widths(codes),
        CIDToGIDMap=_stream(pdf, _glyph_map(codes, subset)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=_stream(pdf, to_unicode(codes).encode("ascii")),
        )
    )


def _descriptor(pdf: Pdf, name: Name, facts: FontFacts, subset: Subset) -> Dictionary:
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=facts.flags,
        FontBBox=Array(facts.box),
        ItalicAngle=facts.italic_angle,
        Ascent=facts.ascent,
        Descent=facts.descent,
        CapHeight=facts.cap_height,
        StemV=facts.stem,
        FontFile2=_stream(pdf, subset.data, Length1=len(subset.data)),
    )


def _stream(pdf: Pdf, data: bytes, **entries: int) -> Object:
    return pdf.make_indirect(Stream(pdf, zlib.compress(data, 9), Filter=Name.FlateDecode, **entries))


def _widths(codes: Sequence[Code]) -> Array:
    """Runs of codes that follow each other, each with its first code and its widths (ISO 32000-1, 9.7.4.3)."""
    entries: list[object] = []
    widths: list[int | float] = []
    for before, code in zip((None, *codes), codes, strict=False):
        if before is None or code.number != before.number + 1:
            widths = []
            entries += [code.number, widths]
        widths.append(int(code.width) if code.width.is_integer() else code.width)
    return Array([Array(entry) if isinstance(entry, list) else entry for entry in entries])


def _glyph_map(codes: Sequence[Code], subset: Subset) -> bytes:
    """Two bytes for every code from 0: the glyph's number in the subset, or that of .notdef."""
    numbers = bytearray(2 * (codes[-1].number + 1))
    for code in codes:
        struct.pack_into(">H", numbers, 2 * code.number, subset.glyphs[code.gid])
    return bytes(numbers)


def to_unicode(codes: Iterable[Code]) -> str:
    """The map from codes to text, as a CMap."""
    entries = [f"<{code.number:04X}> <{code.text.encode('utf-16-be').hex().upper()}>" for code in codes if code.text]
    blocks = []
    for start in range(0, len(entries), _MOST_IN_BLOCK):
        block = entries[start : start + _MOST_IN_BLOCK]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return _CMAP.format(blocks="\n".join(blocks))
