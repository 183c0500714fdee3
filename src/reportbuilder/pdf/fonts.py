"""Fonts of a house style for ReportLab: embedded composite fonts with Identity-H encoding, subset, with exact ToUnicode
maps (ISO 32000-1, 9.7 and 9.10.3).

ReportLab registers fonts by name for the whole process, and asks a dynamic font for its objects when a document is
saved. So each font here has a name that is unique for its file (`SourceSans3-Regular-0f3a9c12`); it can be used on any
canvas.
"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType, SimpleNamespace
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

from reportbuilder.pdf.font_files import DescriptorMetrics, FontFile, Subset, keyed_by_code
from reportbuilder.pdf.glyph_codes import FaceCodes, FontEncoder, GlyphCode, Moved, OrderedEncoder
from reportbuilder.pdf.objects import name, number, numbers, reference, stream
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
    font = CompositeFont(FontFile(fonts.path(face), fonts.data(face)))
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
        self.resource = f"F{file.digest[:8]}"
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
            encoder_of: Callable[[FontFile], FontEncoder] = getattr(document, ENCODER_OF, OrderedEncoder)
            codes = self._documents[document] = FaceCodes(encoder_of(self.file), self.resource)
            document.fontMapping[self.fontName] = f"/{self.resource}"
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
            first = doc.objectcounter + 1
            objects = font_objects(self.file, used, first)
            references = [doc.Reference(WrittenObject(one), f"{codes.resource}.{i}") for i, one in enumerate(objects)]
            doc.idToObject["BasicFonts"].dict[codes.resource] = references[0]

    def _advance(self, character: str) -> float:
        advance = self._advances.get(character)
        if advance is None:
            advance = self._advances[character] = round(self.file.advance(self.file.glyph(character)), 1)
        return advance


ENCODER_OF = "encoder_of"
"""The attribute of a document that gives the encoders of fonts for it, if it is of a page of ours."""


class WrittenObject(PDFObject):  # type: ignore[misc]
    """An object that is written out already, in a document of ReportLab's."""

    def __init__(self, written: str | bytes) -> None:
        self._written = written

    def format(self, document: PDFDocument) -> bytes:
        """The object; ReportLab's method."""
        del document
        return self._written if isinstance(self._written, bytes) else self._written.encode("ascii")


class Typefaces:
    """The fonts of the faces of a style, opened once, with their encoders. `moved` are, by the resource names of fonts,
    the codes of glyphs that cannot have their preferred one."""

    def __init__(self, fonts: FontBook, moved: Mapping[str, Moved] = MappingProxyType({})) -> None:
        self.fonts = fonts
        self._moved = moved
        self._faces: dict[str, CompositeFont] = {}
        self._encoders: dict[str, FontEncoder] = {}

    def face(self, key: str) -> CompositeFont:
        """The font of a face; raises KeyError for an unknown face."""
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = composite_font(self.fonts, key)
        return face

    @property
    def opened(self) -> Mapping[str, str]:
        """The faces that were opened, by the names of their resources: of one file, the first."""
        found: dict[str, str] = {}
        for key, face in self._faces.items():
            found.setdefault(face.resource, key)
        return found

    def encoder(self, file: FontFile) -> FontEncoder:
        """The encoder of a font file, one of the style or another."""
        encoder = self._encoders.get(file.digest)
        if encoder is None:
            moved = self._moved.get(f"F{file.digest[:8]}", {})
            encoder = self._encoders[file.digest] = FontEncoder(file, moved)
        return encoder


class DocumentFonts:
    """The fonts of the faces of a style in one document."""

    def __init__(self, typefaces: Typefaces, document: PDFDocument) -> None:
        self._typefaces, self._document = typefaces, document
        self._faces: dict[str, FaceCodes] = {}

    def face(self, key: str) -> FaceCodes:
        """The codes of a face; raises KeyError for an unknown face."""
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = self._typefaces.face(key).codes(self._document)
        return face


FONT_OBJECTS = 6
"""The most objects that a font has in a file."""


def font_objects(file: FontFile, used: Iterable[GlyphCode], first: int) -> list[str | bytes]:
    """The objects of a font with these codes, numbered from `first`, which is that of the font dictionary."""
    by_number = {code.number: code for code in used}
    codes = [by_number[code] for code in sorted(by_number)]
    metrics, subset = file.metrics, file.subset({code.gid for code in codes})
    base = name(f"{subset.tag}+{metrics.name}")
    descendant, descriptor, program, unicode, glyphs = map(reference, range(first + 1, first + FONT_OBJECTS))
    if file.compact:
        data = keyed_by_code(subset.table("CFF "), {code.number: subset.glyphs[code.gid] for code in codes})
        embedded, kind = stream(data, "/Subtype/CIDFontType0C"), "/CIDFontType0"
        entries, entry = [], f"/FontFile3 {program}"
    else:
        embedded, kind = stream(subset.data, f"/Length1 {len(subset.data)}"), f"/CIDFontType2/CIDToGIDMap {glyphs}"
        entries, entry = [stream(_glyph_map(codes, subset))], f"/FontFile2 {program}"
    return [
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H/DescendantFonts[{descendant}]"
        f"/ToUnicode {unicode}>>",
        f"<</Type/Font/Subtype{kind}/BaseFont{base}/FontDescriptor {descriptor}"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W{_widths(codes)}>>",
        f"<</Type/FontDescriptor/FontName{base}{_descriptor(metrics)}{entry}>>",
        embedded,
        stream(to_unicode(codes).encode("ascii")),
        *entries,
    ]


def _descriptor(metrics: DescriptorMetrics) -> str:
    return (
        f"/Flags {metrics.flags}/FontBBox{numbers(metrics.box)}/ItalicAngle {number(metrics.italic_angle)}"
        f"/Ascent {metrics.ascent}/Descent {metrics.descent}/CapHeight {metrics.cap_height}/StemV {metrics.stem}"
    )


def _widths(codes: Sequence[GlyphCode]) -> str:
    """The widths of codes (ISO 32000-1, 9.7.4.3): an array for every run of consecutive ones."""
    parts = [f"[{codes[0].number}[{number(codes[0].width)}"]
    for before, code in pairwise(codes):
        gap = " " if code.number == before.number + 1 else f"]{code.number}["
        parts.append(f"{gap}{number(code.width)}")
    return "".join([*parts, "]]"])


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
