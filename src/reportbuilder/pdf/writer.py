"""Writes pages and their structure as a PDF, for all editions: ReportLab draws the pages, pikepdf completes the file.

The entries of the document catalogue are made here: metadata, language, output intent, bookmarks and page labels
(ISO 32000-1, 7.7.2, 12.3.3, 12.4.2 and 14.11.5).
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Pdf

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Revision
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.page import Layout, OutlineEntry, Page
from reportbuilder.pdf.annotations import Destination, LinkBook, add_links
from reportbuilder.pdf.canvas import PageCanvas
from reportbuilder.pdf.colour import Palette, add_separations
from reportbuilder.pdf.graphics import Images
from reportbuilder.pdf.marked_content import Marker, Painted, Unmarked
from reportbuilder.pdf.metadata import NO_CLAIMS, SCREEN_CLAIMS, Claims, DocumentInfo, info, press_claims, xmp
from reportbuilder.pdf.page_boxes import Box, PrintProfile, SheetBoxes, draw_marks
from reportbuilder.pdf.structure import add_structure
from reportbuilder.pdf.surface import CanvasSurface, DrawingKit
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.press.profile import OutputProfile

_SRGB = "sRGB IEC61966-2.1"
_PROFILE = Path(__file__).with_name("profiles") / "sRGB.icc"  # importlib.resources would load zipfile and more


def add_metadata(pdf: Pdf, about: DocumentInfo, claims: Claims, trapped: bool | None = None) -> None:
    """Add language, title in the window, Info and XMP; `trapped` is written where a standard asks for it."""
    metadata, date = about.metadata, about.date
    root = pdf.Root
    root.Lang = metadata.language
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_stream(xmp(metadata, date, claims), Type=Name.Metadata, Subtype=Name.XML)
    entries: dict[str, object] = {f"/{key}": value for key, value in info(metadata, date).items()}
    if trapped is not None:
        entries["/Trapped"] = Name("/True" if trapped else "/False")
    pdf.trailer.Info = pdf.make_indirect(Dictionary(entries))


def add_screen_intent(pdf: Pdf) -> None:
    """Add the output intent of sRGB (ISO 19005-2, 6.2.3), with its profile."""
    _add_intent(pdf, Name.GTS_PDFA1, _PROFILE.read_bytes(), 3, _SRGB, "http://www.color.org")


def add_press_intent(pdf: Pdf, profile: "OutputProfile") -> None:
    """Add the output intent of a press (ISO 15930-7), with its profile."""
    _add_intent(pdf, Name.GTS_PDFX, profile.data, 4, profile.condition, profile.registry)


def _add_intent(pdf: Pdf, kind: Name, profile: bytes, components: int, condition: str, registry: str) -> None:
    alternate = Name.DeviceRGB if components == 3 else Name.DeviceCMYK
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=kind,
        OutputConditionIdentifier=condition,
        RegistryName=registry,
        Info=condition,
        DestOutputProfile=pdf.make_stream(profile, N=components, Alternate=alternate),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def add_outline(pdf: Pdf, entries: Sequence[OutlineEntry], destinations: Mapping[str, Destination]) -> None:
    """Add the bookmarks, nested by level; those of chapters show, what is in them is folded."""
    if not entries:
        return
    pages = [page.obj for page in pdf.pages]
    items: list[OutlineItem] = []
    with pdf.open_outline() as outline:
        open_items: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for entry in entries:
            while open_items[-1][0] >= entry.level:
                open_items.pop()
            item = OutlineItem(entry.title, _place(pages, entry.label, destinations))
            item.is_closed = True
            open_items[-1][1].append(item)
            open_items.append((entry.level, item.children))
            items.append(item)
    for item in items:
        if not item.children and item.obj is not None:
            del item.obj.Count  # pikepdf writes 0, and a bookmark without others in it has none


def add_page_labels(pdf: Pdf, inserted: Sequence[bool]) -> None:
    """Label pages with their folios, from 1; those that are `inserted` with Roman numerals of their own."""
    nums = [0, Dictionary(S=Name.D)]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums += [index, Dictionary(S=Name.r)]
        elif inserted[index - 1] and not inserted[index]:
            nums += [index, Dictionary(S=Name.D, St=inserted[:index].count(False) + 1)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _place(pages: Sequence[Object], label: str, destinations: Mapping[str, Destination]) -> Array:
    """The explicit destination of a label: its page, its height, the zoom as it is."""
    assert label in destinations, f"nothing on the pages carries the label {label!r}"
    spot = destinations[label]
    return Array([pages[spot.page], Name.XYZ, 0, round(spot.top, 2), None])


_OF_READERS = "1.7"
_OF_PRINTERS = "1.6"
"""PDF/X-4 (ISO 15930-7)."""


class _Drawn(Value, eq=False):
    """The pages as written by ReportLab, the painted content of each element, and the links."""

    data: bytes
    painted: Painted
    links: LinkBook


def write_document(
    layout: Layout,
    structure: TagTree | None,
    style: HouseStyle,
    fonts: FontBook,
    images: Images,
    about: DocumentInfo,
    diagnostics: Diagnostics,
    profile: PrintProfile | None = None,
) -> bytes:
    """Write pages as a PDF; equal input gives equal bytes.

    With a `profile` the file is for the press (PDF/X-4): in inks, with page boxes and marks, without structure and
    links. Without one it is in RGB, with links and bookmarks; if there is a structure, it conforms to PDF/UA-1 and
    PDF/A-2a.
    """
    drawn = _draw(layout, structure if profile is None else None, style, fonts, images, about, diagnostics, profile)
    with pikepdf.open(BytesIO(drawn.data)) as pdf:
        # of ReportLab's catalogue only the pages stay
        catalogue = Dictionary(Type=Name.Catalog, Pages=pdf.Root.Pages, PageMode=Name.UseNone)
        pdf.trailer.Root = pdf.make_indirect(catalogue)
        add_page_labels(pdf, [not page.number for page in layout.pages])
        if profile is None:
            _finish_for_readers(pdf, layout, structure, drawn, about)
            return _saved(pdf, _OF_READERS)
        _set_boxes(pdf, profile.boxes)
        add_press_intent(pdf, profile.press)
        add_metadata(pdf, about, press_claims(drawn.data), trapped=False)
        return _saved(pdf, _OF_PRINTERS)


def _draw(
    layout: Layout,
    structure: TagTree | None,
    style: HouseStyle,
    fonts: FontBook,
    images: Images,
    about: DocumentInfo,
    diagnostics: Diagnostics,
    profile: PrintProfile | None,
) -> _Drawn:
    """Draw all pages on one canvas."""
    size = (layout.setup.width, layout.setup.height)
    canvas = PageCanvas(size, style, fonts, diagnostics, profile)
    if profile is None:
        palette = Palette.screen(style.colours)
    else:
        palette = Palette.press(profile.colours)
        add_separations(canvas._doc, profile.colours)
    words = language_of(about.metadata.language).pages
    revisions = {Revision.INSERTED.value: words.inserted, Revision.DELETED.value: words.deleted}
    kit = DrawingKit.of(style, fonts, palette, images, revisions if structure is not None else {})
    marker = None if structure is None else Marker.of(structure.root, *structure.notes.values())
    surface = CanvasSurface(canvas, kit, marker or Unmarked())
    for number, page in enumerate(layout.pages):
        surface.begin_page(number)
        _draw_page(page, layout.setup.height, surface, canvas)
        surface.end_page()
        if profile is not None:
            draw_marks(canvas, profile.boxes)
        canvas.showPage()
    return _Drawn(canvas.file(), marker.painted if marker else Painted(), surface.links)


def _draw_page(page: Page, height: float, surface: CanvasSurface, canvas: PageCanvas) -> None:
    """Draw the items of a page; frames are measured from its top, PDF from its foot."""
    for placed in page.items:
        frame, canvas.place = placed.frame, placed.place
        top = height - frame.top
        for label in placed.labels:
            surface.destination(label, top)
        placed.flowable.drawOn(surface, frame.x, top - frame.height)


def _finish_for_readers(
    pdf: Pdf, layout: Layout, structure: TagTree | None, drawn: _Drawn, about: DocumentInfo
) -> None:
    """Add links, bookmarks, the structure tree and the output intent of the screen."""
    titles = {entry.label: entry.title for entry in layout.outline}
    annotations = add_links(pdf, drawn.links, titles, about.metadata.language)
    add_outline(pdf, layout.outline, drawn.links.destinations)
    if structure is not None:
        add_structure(pdf, structure, drawn.painted, drawn.links.areas, annotations)
    add_screen_intent(pdf)
    add_metadata(pdf, about, NO_CLAIMS if structure is None else SCREEN_CLAIMS)


def _set_boxes(pdf: Pdf, boxes: SheetBoxes) -> None:
    for page in pdf.pages:
        page.obj.MediaBox, page.obj.BleedBox, page.obj.TrimBox = map(_box, (boxes.media, boxes.bleed_box, boxes.trim))


def _box(edges: Box) -> Array:
    return Array([round(edge, 3) for edge in edges])


def _saved(pdf: Pdf, version: str) -> bytes:
    """Save the file with object streams; its id is derived from its content.

    Archives identify a file by its metadata, within its first kilobytes. qpdf writes the catalogue first and the
    objects that it refers to next, unless they are in an object stream: so the objects are packed first, and the
    catalogue is taken out afterwards.
    """
    for page in pdf.pages:
        for key in ("/Trans", "/Rotate"):  # of a ReportLab page, and empty
            if key in page.obj:
                del page.obj[key]
    packed, finished = BytesIO(), BytesIO()
    generate, preserve = ObjectStreamMode.generate, ObjectStreamMode.preserve
    pdf.save(packed, fix_metadata_version=False, object_stream_mode=generate, compress_streams=False, static_id=True)
    with pikepdf.open(packed) as whole:
        for key in ("/Root", "/Info"):
            whole.trailer[key] = whole.make_indirect(Dictionary(dict(whole.trailer[key].items())))
        whole.save(
            finished,
            force_version=version,
            fix_metadata_version=False,
            object_stream_mode=preserve,
            deterministic_id=True,
        )
    return finished.getvalue()
