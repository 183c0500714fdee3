"""Draws one page, or one picture, on a canvas of its own: its operators, and what they refer to.

What is drawn does not depend on other pages: names of resources, MCIDs and numbers of links are those of the page, and
codes of glyphs follow from the glyphs. So a page that did not change need not be drawn again when another did.
"""

from collections.abc import Callable, Iterator, Mapping

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.graphics import Picture
from reportbuilder.layout.page import Page
from reportbuilder.pdf.annotations import LinkArea
from reportbuilder.pdf.canvas import PageCanvas
from reportbuilder.pdf.colour import add_separations, separation_names
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.pdf.fonts import DocumentFonts
from reportbuilder.pdf.glyph_codes import GlyphCode
from reportbuilder.pdf.graphics import PictureDrawing, picture_box
from reportbuilder.pdf.guest_objects import GuestObjects, guest_objects
from reportbuilder.pdf.marked_content import Box, Marker, PaintedContent, Unmarked, Untagged
from reportbuilder.pdf.objects import COMPRESSED, compressed, numbers
from reportbuilder.pdf.page_boxes import PrintProfile, draw_marks
from reportbuilder.pdf.surface import CanvasSurface, DrawingKit, OpenInline
from reportbuilder.pdf.text import Lettering
from reportbuilder.structure.model import PartKey, Role
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value

_FORM = "FormXob."
"""The beginning of the names that ReportLab gives to XObjects."""


class FontUse(Value, eq=False):
    """The codes of a font that are used."""

    file: FontFile
    codes: frozenset[GlyphCode]


class ResourceUse(Value, eq=False):
    """The resources that operators use, by the names that they have there: fonts, vector pictures, image files by their
    paths, and separations. `states` are the graphics states, written out; `guests` what flowables of others brought."""

    fonts: Mapping[str, FontUse]
    pictures: Mapping[str, Picture]
    images: Mapping[str, str]
    separations: tuple[str, ...]
    states: str
    guests: GuestObjects | None


class DrawnPicture(Value, eq=False):
    """A vector picture as a form XObject: the first entries of its dictionary, its operators compressed, and the
    resources that they use."""

    entries: str
    data: bytes
    resources: ResourceUse


class DrawnPage(Value, eq=False):
    """A page as a content stream, compressed, and all that it needs in the file.

    `contents` is what was painted for elements, and `boxes` the bounding boxes of figures, by the keys of the elements.
    `marks` are the keys of all elements that were drawn. `notes` are the labels of the footnotes that it refers to.
    `ends` are the inline elements in which elements with lines here end, with the number of the link among them;
    `continued` are the links that elements begin with here, and which continue those of the page before.
    """

    data: bytes
    resources: ResourceUse
    areas: tuple[LinkArea, ...]
    destinations: Mapping[str, float]
    contents: Mapping[PartKey, PaintedContent]
    boxes: Mapping[PartKey, Box]
    marks: tuple[PartKey, ...]
    notes: tuple[str, ...]
    ends: tuple[tuple[PartKey, OpenInline, int], ...]
    continued: tuple[tuple[PartKey, int], ...]
    problems: tuple[Diagnostic, ...]


class Sheet(Value, eq=False):
    """What all pages of a document are drawn with: their size in points, the style, the resources of surfaces, the
    settings of a print edition, and whether the document has a structure tree."""

    size: tuple[float, float]
    style: HouseStyle
    kit: DrawingKit
    profile: PrintProfile | None
    tagged: bool

    def canvas(self, diagnostics: Diagnostics) -> PageCanvas:
        """An empty canvas."""
        canvas = PageCanvas(self.size, self.style, self.kit.typefaces, diagnostics, self.profile)
        if self.profile is not None:
            add_separations(canvas._doc, self.profile.colours)
        return canvas


class _PageXObjects:
    """The external objects of a page, numbered in the order of their first use on it; equal pictures are one."""

    def __init__(self) -> None:
        self.pictures: dict[Picture, str] = {}
        self.images: dict[str, str] = {}

    def picture(self, picture: Picture) -> str:
        """The name of a vector picture."""
        return self.pictures.setdefault(picture, f"picture{len(self.pictures) + 1}")

    def image(self, path: str) -> str:
        """The name of an image file. It does not tell the path: that would make the bytes of a report depend on the
        folder that it was built in."""
        return self.images.setdefault(path, f"image{len(self.images) + 1}")


def draw_page(
    page: Page, sheet: Sheet, role_of: Callable[[PartKey], Role], ended: Callable[[PartKey], OpenInline | None]
) -> DrawnPage:
    """Draw the items of a page; frames are measured from its top, PDF from its foot.

    `role_of` gives the role of an element by its key, `ended` the inline elements that it ended in on the page before.
    """
    diagnostics = Diagnostics()
    canvas, xobjects = sheet.canvas(diagnostics), _PageXObjects()
    marker = Marker(role_of) if sheet.tagged else Untagged() if sheet.profile is None else Unmarked()
    surface = CanvasSurface(canvas, sheet.kit, marker, xobjects, ended)
    surface.begin_page()
    for placed in page.items:
        frame, canvas.place = placed.frame, placed.place
        top = sheet.size[1] - frame.top
        for label in placed.labels:
            surface.destination(label, top)
        placed.flowable.drawOn(surface, frame.x, top - frame.height)
    surface.end_page()
    if sheet.profile is not None:
        draw_marks(canvas, sheet.profile.boxes)
    contents = marker.contents if isinstance(marker, Marker) else {}
    for content in contents.values():
        _forget_parents(content)
    inline = [(mark, one) for mark, content in contents.items() for one in _inline(content)]
    return DrawnPage(
        compressed(canvas.operators()),
        _resources(canvas, sheet, xobjects),
        tuple(surface.links.areas),
        surface.links.destinations,
        contents,
        marker.boxes if isinstance(marker, Marker) else {},
        tuple(dict.fromkeys((*contents, *surface.marks))),
        tuple(dict.fromkeys(one.note for _, one in inline if one.note)),
        tuple(surface.ends()),
        tuple((mark, one.link) for mark, one in inline if one.continues and one.link > 0),
        tuple(diagnostics.problems),
    )


def _forget_parents(content: PaintedContent) -> None:
    """Leave nothing that leads back from an inline element: what is drawn is kept as plain data."""
    for kid in content.kids:
        if isinstance(kid, PaintedContent):
            kid.parent = None
            _forget_parents(kid)


def _inline(content: PaintedContent) -> Iterator[PaintedContent]:
    """The inline elements in painted content."""
    for kid in content.kids:
        if isinstance(kid, PaintedContent):
            yield kid
            yield from _inline(kid)


def draw_picture(picture: Picture, sheet: Sheet) -> DrawnPicture:
    """Draw a vector picture as a form XObject."""
    canvas, kit = sheet.canvas(Diagnostics()), sheet.kit
    if kit.palette.overprinting:
        canvas.setOverprintMask(True)
    lettering = Lettering(DocumentFonts(kit.typefaces, canvas._doc), kit.palette)
    PictureDrawing(canvas, lettering, kit.fonts).draw(picture)
    entries = f"/Type/XObject/Subtype/Form/BBox{numbers(picture_box(picture))}{COMPRESSED}"
    return DrawnPicture(entries, compressed(canvas.operators()), _resources(canvas, sheet, _PageXObjects()))


def _resources(canvas: PageCanvas, sheet: Sheet, xobjects: _PageXObjects) -> ResourceUse:
    """The resources that the operators of a canvas use."""
    document = canvas._doc
    fonts = {}
    for font in document.delayedFonts:
        codes = font.codes(document)
        if codes.used:
            fonts[codes.resource] = FontUse(font.file, frozenset(codes.used))
    pictures = {_FORM + name: picture for picture, name in xobjects.pictures.items()}
    images = {_FORM + name: path for path, name in xobjects.images.items()}
    ours = pictures.keys() | images.keys()
    separations = frozenset(() if sheet.profile is None else separation_names(sheet.profile.colours))
    brought = {_FORM + name for name in canvas._formsinuse} - ours
    used, states, guests = tuple(sorted(canvas._colorsUsed.keys() & separations)), _states(canvas), None
    if brought or canvas._shadingUsed or not canvas._colorsUsed.keys() <= separations:
        guests = guest_objects(canvas, ours, separations)
    return ResourceUse(fonts, pictures, images, used, states, guests)


def _states(canvas: PageCanvas) -> str:
    """The graphics states of a canvas."""
    states = sorted((name, key, value) for (key, value), name in canvas._extgstate._c.items())
    return "".join(f"/{name}<</{key} {value}>>" for name, key, value in states)
