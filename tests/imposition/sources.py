"""Small finished PDFs to impose, and imposed ones read back with another library than imposed them."""

import re
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from reportbuilder.imposition.geometry import PageRectangle
from reportbuilder.values import Value

WIDTH, HEIGHT, BLEED, MARKS = 200.0, 280.0, 9.0, 30.0
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" pdfaid:part="2" pdf:Trapped="False">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Één &amp; ander</rdf:li></rdf:Alt></dc:title>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def finished(count: int, bleed: float = BLEED, at: tuple[float, float] = (0, 0), width: float = WIDTH) -> bytes:
    """A tagged PDF/X of so many pages with marks around them, their trim at a place; points."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, count + 1):
        page = pdf.add_blank_page(page_size=(width, HEIGHT)).obj
        trim = PageRectangle(at[0], at[1], at[0] + width, at[1] + HEIGHT)
        page.MediaBox, page.BleedBox, page.TrimBox = map(_array, (trim.grown(MARKS), trim.grown(bleed), trim))
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        page.Contents = pdf.make_stream(b"q BT /F 40 Tf 20 20 Td (%d) Tj ET Q" % number)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Border=[0, 0, 0])
        page.Annots = Array([pdf.make_indirect(link)])
    _describe(pdf, at)
    stream = BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def _describe(pdf: Pdf, at: tuple[float, float]) -> None:
    """What the file as a whole says: its standards, its colours, its tags, and a bookmark for every page."""
    root = pdf.Root
    root.Metadata = pdf.make_stream(_XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA51")])
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.MarkInfo, root.Lang = Dictionary(Marked=True), "nl"
    root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D)])
    pdf.docinfo.Title, pdf.docinfo.GTS_PDFXVersion, pdf.docinfo.Trapped = "Één & ander", "PDF/X-4", Name.False_
    pdf.docinfo.CreationDate = "D:20221231000000Z"
    with pdf.open_outline() as outline:
        for number in range(len(pdf.pages)):
            item = OutlineItem(f"Page {number + 1}", number, "XYZ", left=at[0] + 20, top=at[1] + 60)
            item.children.append(OutlineItem("Nowhere"))
            item.is_closed = number % 2 == 0
            outline.root.append(item)


class Seen(Value):
    """A page on a sheet: its number, from 1, by its text; what is seen of it there; where its own (0, 0) came."""

    page: int
    box: PageRectangle
    x: float
    y: float
    scale: float


_DRAWN = re.compile(r"q (\S+) 0 0 (\S+) (\S+) (\S+) cm (/\w+) Do Q")


def sheets(data: bytes) -> list[list[Seen]]:
    """The pages on every side of an imposed PDF, from left to right; qpdf has nothing against the file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        return [_seen(page) for page in pdf.pages]


def _seen(page: pikepdf.Page) -> list[Seen]:
    found = []
    for scale, again, x, y, name in _DRAWN.findall(page.obj.Contents.read_bytes().decode()):
        assert scale == again
        form = page.obj.Resources.XObject[name]
        text = re.search(rb"\((\d+)\) Tj", form.read_bytes())
        assert text is not None
        s, dx, dy = float(scale), float(x), float(y)
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        box = PageRectangle(left * s + dx, bottom * s + dy, right * s + dx, top * s + dy)
        found.append(Seen(int(text[1]), box, dx, dy, s))
    return found


def boxes(data: bytes) -> set[tuple[PageRectangle, PageRectangle, PageRectangle]]:
    """The media, bleed and trim that the sides of an imposed PDF have."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return {(_box(p.obj.MediaBox), _box(p.obj.BleedBox), _box(p.obj.TrimBox)) for p in pdf.pages}


def _box(array: Any) -> PageRectangle:
    return PageRectangle(*(float(edge) for edge in array))


def _array(box: PageRectangle) -> Array:
    return Array([box.left, box.bottom, box.right, box.top])
