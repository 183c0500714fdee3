"""Imposes a finished PDF: takes its bytes, and returns those of a PDF with its pages on sheets.

Every page becomes a form XObject that is drawn unchanged at its place. Annotations (links included), tags, attachments
and form fields are dropped, and the file is not marked as tagged. The output intent is kept; the metadata are those of
the source without its claims to PDF/X, PDF/A or PDF/UA. Equal sources give equal bytes.

Bookmarks are copied, with destinations on the sheets. pypdf opens those that were closed, so the linked list of outline
items (ISO 32000-1, 12.3.3) is built here.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any, assert_never

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
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from reportbuilder.diagnostics import Code, ExitCode
from reportbuilder.imposition.geometry import (
    Imposition,
    Leaf,
    PageRectangle,
    PlacedPage,
    SheetSide,
    SheetSize,
    booklet_sides,
    proof_sides,
    spread_sides,
)
from reportbuilder.imposition.source import UNNAMED, Source, claims_standard, read_source, refusal, unclaimed
from reportbuilder.values import Value

_Targets = Mapping[int, tuple[int, PlacedPage]]
"""The sheet (from 0) and the placement of every page of the source."""


class _Bookmark(Value, eq=False):
    """A bookmark as pypdf reads it, with its children."""

    item: Any
    under: tuple["_Bookmark", ...]

    @property
    def open(self) -> bool:
        """Whether its children are shown."""
        return int(self.item.get("/Count", 0)) >= 0


def add_bookmarks(writer: PdfWriter, source: Source, sides: Sequence[SheetSide]) -> None:
    """Add the bookmarks; one without a destination keeps its title and children."""
    bookmarks = tuple(_nested(source.reader.outline))
    if not bookmarks:
        return
    targets = {placed.page: (at, placed) for at, side in enumerate(sides) for placed in side.placed}
    root = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    writer.root_object[NameObject("/Outlines")] = reference = writer._add_object(root)
    _add_level(writer, source, targets, bookmarks, reference)
    root[NameObject("/Count")] = NumberObject(_visible_count(bookmarks))


def _nested(outline: Sequence[Any]) -> Iterator[_Bookmark]:
    """Bookmarks as a tree; pypdf gives the children of a bookmark as a list after it."""
    for at, item in enumerate(outline):
        if not isinstance(item, list):
            after = outline[at + 1] if at + 1 < len(outline) else None
            yield _Bookmark(item, tuple(_nested(after)) if isinstance(after, list) else ())


def _visible_count(bookmarks: Sequence[_Bookmark]) -> int:
    """The number of visible bookmarks below an open one."""
    return sum(1 + (_visible_count(bookmark.under) if bookmark.open else 0) for bookmark in bookmarks)


def _add_level(
    writer: PdfWriter, source: Source, targets: _Targets, bookmarks: Sequence[_Bookmark], parent: IndirectObject
) -> None:
    """Add a level of bookmarks to a parent, recursively."""
    nodes = [_node(source, targets, writer, bookmark.item) for bookmark in bookmarks]
    references = [writer._add_object(node) for node in nodes]
    for at, (bookmark, node) in enumerate(zip(bookmarks, nodes, strict=True)):
        node[NameObject("/Parent")] = parent
        if at:
            node[NameObject("/Prev")] = references[at - 1]
        if at + 1 < len(nodes):
            node[NameObject("/Next")] = references[at + 1]
        if bookmark.under:
            shown = _visible_count(bookmark.under)
            node[NameObject("/Count")] = NumberObject(shown if bookmark.open else -shown)
            _add_level(writer, source, targets, bookmark.under, references[at])
    above: Any = parent.get_object()
    above[NameObject("/First")], above[NameObject("/Last")] = references[0], references[-1]


def _node(source: Source, targets: _Targets, writer: PdfWriter, item: Any) -> DictionaryObject:
    """A bookmark without its links: its title, style and destination."""
    node = DictionaryObject({NameObject("/Title"): TextStringObject(item.title or "")})
    for key in ("/C", "/F"):
        if key in item:
            node[NameObject(key)] = item[key].clone(writer)
    page = None if isinstance(item.page, NullObject | None) else source.reader.get_destination_page_number(item)
    if page is not None and page in targets:
        sheet, placed = targets[page]
        x = _edge(item.get("/Left"), placed.clip.left) * placed.scale + placed.dx
        y = _edge(item.get("/Top"), placed.clip.top) * placed.scale + placed.dy
        corner = (FloatObject(round(x, 3)), FloatObject(round(y, 3)))
        goal = [writer.pages[sheet].indirect_reference, NameObject("/XYZ"), *corner, NullObject()]
        node[NameObject("/Dest")] = ArrayObject(goal)
    return node


def _edge(value: Any, otherwise: float) -> float:
    """An edge given by a destination, in points, or else that of its page."""
    return float(value) if isinstance(value, int | float) else otherwise


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


__all__ = ["Imposition", "SheetSize", "booklet", "impose", "spreads", "two_up"]

_SAME_SIZE = 0.5
"""The difference in points within which pages count as being of one size: the precision of a guillotine."""


def impose(
    data: bytes, imposition: Imposition, thickness: float = 0.0, sheet: SheetSize = SheetSize.A4, name: str = UNNAMED
) -> bytes:
    """Impose a PDF, called `name` in messages. `thickness` of the paper, in points, applies to booklets, `sheet` to
    proofs. Raises ReportError."""
    match imposition:
        case Imposition.BOOKLET:
            return booklet(data, thickness, name)
        case Imposition.TWO_UP:
            return two_up(data, sheet, name)
        case Imposition.SPREADS:
            return spreads(data, name)
        case _:
            assert_never(imposition)


def booklet(data: bytes, thickness: float = 0.0, name: str = UNNAMED) -> bytes:
    """Make printer's spreads for saddle stitching, outermost sheet first, front and back in turn.

    Sheets are printed on both sides and turned over the short edge; TrimBox and BleedBox are set. With the `thickness`
    of one sheet of paper in points (0.1 mm is 0.28), pages are shifted against creep: see `geometry.creep`. Raises
    ReportError for pages of several sizes, and for paper that is too thick.
    """
    source = read_source(data, name)
    _check_sizes(source.leaves, name)
    width = source.leaves[0].trim.width
    sheets = -(-len(source.leaves) // 4)
    if not (thickness >= 0 and thickness * max(1, sheets - 1) < width / 2):
        message = f"Paper of {thickness:g} points cannot be folded into a booklet of {sheets} sheets."
        hint = "The thickness of the paper is that of one sheet: mostly between 0.2 and 0.5 points."
        raise refusal(Code.IMPOSITION_THICKNESS, message, name, hint, ExitCode.USAGE)
    identity = _identity(data, Imposition.BOOKLET, f"{thickness:.5f}")
    return write_sheets(source, booklet_sides(source.leaves, thickness), ViewingOptions(duplex=True), identity)


def two_up(data: bytes, sheet: SheetSize = SheetSize.A4, name: str = UNNAMED) -> bytes:
    """Make proofs for an office printer: the pages in order, two on a landscape sheet, reduced to fit, never
    enlarged."""
    source = read_source(data, name)
    identity = _identity(data, Imposition.TWO_UP, sheet.value)
    return write_sheets(source, proof_sides(source.leaves, sheet), ViewingOptions(labels=True), identity)


def spreads(data: bytes, name: str = UNNAMED) -> bytes:
    """Make reader's spreads for the screen: the cover alone on the right, then left and right pages side by side.

    Sheets are labelled with their pages (“2–3”), and bookmarks lead to their positions on them. Links and tags are
    dropped: the source file has them.
    """
    source = read_source(data, name)
    identity = _identity(data, Imposition.SPREADS)
    return write_sheets(source, spread_sides(source.leaves), ViewingOptions(labels=True, bookmarks=True), identity)


def _check_sizes(leaves: tuple[Leaf, ...], name: str) -> None:
    first = leaves[0].trim
    for number, leaf in enumerate(leaves, 1):
        if max(abs(leaf.trim.width - first.width), abs(leaf.trim.height - first.height)) > _SAME_SIZE:
            message = f"Page {number} has another size than page 1, so the pages do not fold into a booklet."
            raise refusal(Code.IMPOSITION_SIZES, message, name)


def _identity(data: bytes, imposition: Imposition, *settings: str) -> bytes:
    """The ID of the file, derived from its source and the imposition, so that it does not depend on time or chance."""
    return sha256(b"\0".join([data, imposition.value.encode(), *(word.encode() for word in settings)])).digest()[:16]
