"""Fonts of a house style for ReportLab: embedded composite fonts with Identity-H encoding, subset, with exact ToUnicode
maps (ISO 32000-1, 9.7 and 9.10.3).

ReportLab registers fonts by name for the whole process, and asks a dynamic font for its objects when a document is
saved. So each font here has a name that is unique for its file (`SourceSans3-Regular-0f3a9c12`), and codes for each
document; it can be used on any canvas.
"""

import struct
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from reportbuilder.pdf.font_files import DescriptorMetrics, FaceCodes, FontFile, GlyphCode, Subset, keyed_by_code
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


def register_face(fonts: FontBook, face: str) -> str:
    """Make a face of a style known to ReportLab; the name that `canvas.setFont` and paragraph styles take.

    >>> name = register_face(fonts, "semibold")
    >>> table.setStyle(TableStyle([("FONT", (0, 0), (-1, 0), name, 9)]))
    """
    return composite_font(fonts, face).fontName


def composite_font(fonts: FontBook, face: str) -> "CompositeFont":
    """The font of a face; the same object for the same file. Raises KeyError for an unknown face."""
    font = CompositeFont(FontFile(fonts.path(face)))
    pdfmetrics.registerFont(font)  # leaves a font of the same name, which is of the same file, as it is
    registered: CompositeFont = pdfmetrics.getFont(font.fontName)
    return registered


class CompositeFont:
    """A font file with ReportLab's protocol for dynamic fonts (`reportlab.pdfbase.ttfonts.TTFont`).

    Text that ReportLab shows itself is set glyph by glyph, without kerning and ligatures.
    """

    _dynamicFont = 1  # noqa: N815 - ReportLab's name
    _multiByte = 1  # noqa: N815
    shapable = False

    def __init__(self, file: FontFile) -> None:
        self.file = file
        self.fontName = f"{file.metrics.name}-{file.digest[:8]}"
        metrics = file.metrics
        self.face = SimpleNamespace(
            name=self.fontName, ascent=metrics.ascent, descent=metrics.descent, builtIn=0, bbox=metrics.box
        )
        self.encoding = SimpleNamespace(name="Identity-H")
        self._documents: WeakKeyDictionary[PDFDocument, FaceCodes] = WeakKeyDictionary()
        self._advances: dict[str, float] = {}

    def codes(self, document: PDFDocument) -> FaceCodes:
        """The codes of this font in a document, which embeds it when it is saved."""
        codes = self._documents.get(document)
        if codes is None:
            resource = f"T{len(document.delayedFonts) + 1}"
            codes = self._documents[document] = FaceCodes(self.file, resource)
            document.fontMapping[self.fontName] = f"/{resource}"
            document.delayedFonts.append(self)
        return codes

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - ReportLab's name
        """The width of a text in points, at a size in points."""
        del encoding
        return 0.001 * size * sum(map(self._advance, text))

    def splitString(  # noqa: N802 - ReportLab's name
        self, text: str, doc: PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Encode a text, with two bytes for a character; there is one subset, number 0."""
        del encoding
        codes = self.codes(doc)
        return [(0, b"".join(codes.character(character).number.to_bytes(2, "big") for character in text))]

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:  # noqa: N802 - ReportLab's name
        """The resource name of the font, with its slash."""
        del subset
        return f"/{self.codes(doc).resource}"

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Embed the font if it was used: ReportLab calls this when it saves the document."""
        codes = self.codes(doc)
        if used := list(codes):
            doc.idToObject["BasicFonts"].dict[codes.resource] = _embed(doc, self.file, codes.resource, used)

    def _advance(self, character: str) -> float:
        advance = self._advances.get(character)
        if advance is None:
            advance = self._advances[character] = round(self.file.advance(self.file.glyph(character)), 1)
        return advance


class DocumentFonts:
    """The fonts of the faces of a style in one document."""

    def __init__(self, fonts: FontBook, document: PDFDocument) -> None:
        self._fonts, self._document = fonts, document
        self._faces: dict[str, FaceCodes] = {}

    def face(self, key: str) -> FaceCodes:
        """The codes of a face; raises KeyError for an unknown face."""
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = composite_font(self._fonts, key).codes(self._document)
        return face


def _embed(doc: PDFDocument, file: FontFile, resource: str, codes: Sequence[GlyphCode]) -> PDFObjectReference:
    """Add the objects of a font with these codes, which are consecutive from 1; returns the font dictionary."""
    metrics, subset = file.metrics, file.subset({code.gid for code in codes})
    base = PDFName(f"{subset.tag}+{metrics.name}")
    descriptor, descendant = _descriptor(metrics, base), {"Type": PDFName("Font"), "BaseFont": base}
    if file.compact:
        program = keyed_by_code(subset.table("CFF "), {code.number: subset.glyphs[code.gid] for code in codes})
        descriptor["FontFile3"] = _stream(doc, f"{resource}.program", program, Subtype=PDFName("CIDFontType0C"))
        descendant["Subtype"] = PDFName("CIDFontType0")
    else:
        descriptor["FontFile2"] = _stream(doc, f"{resource}.program", subset.data, Length1=len(subset.data))
        descendant["Subtype"] = PDFName("CIDFontType2")
        descendant["CIDToGIDMap"] = _stream(doc, f"{resource}.glyphs", _glyph_map(codes, subset))
    descendant |= {
        "FontDescriptor": doc.Reference(PDFDictionary(descriptor), f"{resource}.descriptor"),
        "CIDSystemInfo": PDFDictionary(
            {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        ),
        "DW": 1000,
        "W": f"[{codes[0].number} [{' '.join([f'{code.width:g}' for code in codes])}]]",
    }
    font = {
        "Type": PDFName("Font"),
        "Subtype": PDFName("Type0"),
        "BaseFont": base,
        "Encoding": PDFName("Identity-H"),
        "DescendantFonts": PDFArrayCompact([doc.Reference(PDFDictionary(descendant), f"{resource}.descendant")]),
        "ToUnicode": _stream(doc, f"{resource}.unicode", to_unicode(codes).encode("ascii")),
    }
    return doc.Reference(PDFDictionary(font), f"{resource}.font")


def _descriptor(metrics: DescriptorMetrics, base: str) -> dict[str, object]:
    return {
        "Type": PDFName("FontDescriptor"),
        "FontName": base,
        "Flags": metrics.flags,
        "FontBBox": PDFArrayCompact(metrics.box),
        "ItalicAngle": metrics.italic_angle,
        "Ascent": metrics.ascent,
        "Descent": metrics.descent,
        "CapHeight": metrics.cap_height,
        "StemV": metrics.stem,
    }


def _stream(doc: PDFDocument, name: str, data: bytes, **entries: object) -> PDFObjectReference:
    return doc.Reference(PDFStream(PDFDictionary(entries), data, [PDFZCompress]), name)


def _glyph_map(codes: Sequence[GlyphCode], subset: Subset) -> bytes:
    """The CIDToGIDMap: two bytes for every code from 0, with the glyph number in the subset."""
    numbers = bytearray(2 * (codes[-1].number + 1))
    for code in codes:
        struct.pack_into(">H", numbers, 2 * code.number, subset.glyphs[code.gid])
    return bytes(numbers)


def to_unicode(codes: Iterable[GlyphCode]) -> str:
    """The ToUnicode CMap of codes."""
    entries = [f"<{code.number:04X}> <{code.text.encode('utf-16-be').hex().upper()}>" for code in codes if code.text]
    blocks = []
    for start in range(0, len(entries), _MOST_IN_BLOCK):
        block = entries[start : start + _MOST_IN_BLOCK]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return _CMAP.format(blocks="\n".join(blocks))
