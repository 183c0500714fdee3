"""Fonts in the file: composite, Identity-H, subset, with exact ToUnicode maps (ISO 32000-1, 9.7 and 9.10.3)."""

import zlib
from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from reportbuilder.pdf.codes import Code, FaceCodes, GlyphCodes
from reportbuilder.pdf.fontfiles import FontFacts, Subset

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


def embed_fonts(pdf: Pdf, codes: GlyphCodes) -> Dictionary:
    """Embed every face that was drawn with; the dictionary of fonts by the names that pages use."""
    return Dictionary({f"/{face.resource}": _embed(pdf, face) for face in codes if any(True for _ in face)})


def _embed(pdf: Pdf, face: FaceCodes) -> Object:
    codes = list(face)
    facts, subset = face.file.facts(), face.file.subset({code.gid for code in codes})
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
    """Codes follow each other without gaps, so one run of widths does."""
    widths = [int(code.width) if code.width.is_integer() else code.width for code in codes]
    return Array([codes[0].number, Array(widths)])


def _glyph_map(codes: Iterable[Code], subset: Subset) -> bytes:
    """Two bytes for every code from 0: the glyph's number in the subset."""
    return b"\0\0" + b"".join(subset.glyphs[code.gid].to_bytes(2, "big") for code in codes)


def to_unicode(codes: Iterable[Code]) -> str:
    """The map from codes to text, as a CMap."""
    entries = [f"<{code.number:04X}> <{code.text.encode('utf-16-be').hex().upper()}>" for code in codes if code.text]
    blocks = []
    for start in range(0, len(entries), _MOST_IN_BLOCK):
        block = entries[start : start + _MOST_IN_BLOCK]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return _CMAP.format(blocks="\n".join(blocks))
