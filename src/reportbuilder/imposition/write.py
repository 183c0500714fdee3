"""Writes sheets as a PDF: every page becomes a form XObject that is drawn at its place."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from reportbuilder.imposition.bookmarks import add_bookmarks
from reportbuilder.imposition.geometry import PageRectangle, PlacedPage, SheetSide
from reportbuilder.imposition.source import Source, claims_standard, unclaimed
from reportbuilder.values import Value

_KEPT = ("/Lang", "/OutputIntents", "/OCProperties")
"""Catalogue entries that are kept: the language, the output intents, and the layers that the forms use."""


class ViewingOptions(Value):
    """How the sheets are used: on screen, with page labels and bookmarks, or printed on both sides."""

    labels: bool = False
    bookmarks: bool = False
    duplex: bool = False


def write_sheets(source: Source, sides: Sequence[SheetSide], reading: ViewingOptions, identity: bytes) -> bytes:
    """The PDF with these sides as its pages; `identity` is its ID, so that equal sources give equal files."""
    writer = PdfWriter()
    writer.pdf_header = source.reader.pdf_header
    forms: dict[int, IndirectObject] = {}
    for side in sides:
        for placed in side.placed:
            forms[placed.page] = writer._add_object(_form(writer, source, placed))
        _add_side(writer, source, side, forms)
    _add_catalog(writer, source, reading)
    _add_metadata(writer, source)
    if reading.labels:
        _add_labels(writer, source, sides)
    if reading.bookmarks:
        add_bookmarks(writer, source, sides)
    writer._ID = ArrayObject([ByteStringObject(identity), ByteStringObject(identity)])  # pypdf's own are random
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _form(writer: PdfWriter, source: Source, placed: PlacedPage) -> PdfObject:
    """A page as a form XObject (ISO 32000-1, 8.10), clipped to its clip box."""
    page = source.pages[placed.page]
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(contents.get_data() if contents is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = _rectangle(placed.clip)
    resources = page.raw_get("/Resources") if "/Resources" in page else DictionaryObject()
    form[NameObject("/Resources")] = resources.clone(writer)
    group = page.get("/Group")
    if group is not None:
        copy: Any = group.get_object().clone(writer)
        copy[NameObject("/I")] = BooleanObject(True)  # a page's group is isolated without saying so (11.6.6)
        form[NameObject("/Group")] = copy
    return form.flate_encode()


def _add_side(writer: PdfWriter, source: Source, side: SheetSide, forms: dict[int, IndirectObject]) -> None:
    page = writer.add_blank_page(side.bleed.width, side.bleed.height)
    page[NameObject("/MediaBox")] = _rectangle(side.bleed)
    page[NameObject("/BleedBox")] = _rectangle(side.bleed)
    page[NameObject("/TrimBox")] = _rectangle(side.trim)
    names = {placed.page: f"/Page{placed.page + 1}" for placed in side.placed}
    forms_here = DictionaryObject({NameObject(name): forms[page] for page, name in names.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms_here})
    contents = DecodedStreamObject()
    contents.set_data("\n".join(_drawing(placed, names[placed.page]) for placed in side.placed).encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(contents.flate_encode())
    groups = [group for placed in side.placed if (group := source.pages[placed.page].get("/Group")) is not None]
    if groups:  # so that colours are mixed on the sheet as they were on the page
        page[NameObject("/Group")] = groups[0].get_object().clone(writer)


def _drawing(placed: PlacedPage, name: str) -> str:
    scale = _number(placed.scale)
    return f"q {scale} 0 0 {scale} {_number(placed.dx)} {_number(placed.dy)} cm {name} Do Q"


def _add_catalog(writer: PdfWriter, source: Source, reading: ViewingOptions) -> None:
    catalog, source_catalog = writer.root_object, source.reader.root_object
    for key in _KEPT:
        if key in source_catalog:
            catalog[NameObject(key)] = source_catalog.raw_get(key).clone(writer)
    catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(False)})
    preferences = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    if reading.duplex:
        preferences[NameObject("/Duplex")] = NameObject("/DuplexFlipShortEdge")
        preferences[NameObject("/PrintScaling")] = NameObject("/None")
    catalog[NameObject("/ViewerPreferences")] = preferences
    catalog[NameObject("/PageLayout")] = NameObject("/SinglePage")


def _add_metadata(writer: PdfWriter, source: Source) -> None:
    """Copy Info and XMP of the source, without claims; pypdf would add its own producer and convert names to
    strings."""
    source_info = source.reader.trailer.get("/Info")
    entries = source_info.get_object() if source_info is not None else {}
    info = writer._info
    if info is not None:
        info.clear()
        for key, value in entries.items():
            if not claims_standard(key[1:]):
                info[NameObject(key)] = value.clone(writer)
    xmp = source.reader.root_object.get("/Metadata")
    packet = None if xmp is None else unclaimed(xmp.get_object().get_data())
    if packet is not None:
        stream = DecodedStreamObject()
        stream.set_data(packet)
        stream[NameObject("/Type")] = NameObject("/Metadata")
        stream[NameObject("/Subtype")] = NameObject("/XML")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def _add_labels(writer: PdfWriter, source: Source, sides: Sequence[SheetSide]) -> None:
    """Label the sheets with the pages on them, as in “2–3” (ISO 32000-1, 12.4.2)."""
    numbers = ArrayObject()
    for at, side in enumerate(sides):
        label = "–".join(filter(None, (source.labels[placed.page] for placed in side.placed)))
        numbers += [NumberObject(at), DictionaryObject({NameObject("/P"): TextStringObject(label)})]
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): numbers})


def _rectangle(box: PageRectangle) -> ArrayObject:
    return ArrayObject(FloatObject(_number(edge)) for edge in (box.left, box.bottom, box.right, box.top))


def _number(value: float) -> str:
    """Format a number for PDF, rounded to a hundred-thousandth of a point."""
    return f"{value:.5f}".rstrip("0").rstrip(".")
