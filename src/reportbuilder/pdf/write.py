"""Pages to a finished PDF, for the screen or for the press: ReportLab's canvas draws them, pikepdf finishes it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from types import MappingProxyType

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.content.model import Revision
from reportbuilder.graphics import Picture
from reportbuilder.layout.page import Layout, Page
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.pdf.codes import GlyphCodes
from reportbuilder.pdf.colour import Inks, Palette, Spot
from reportbuilder.pdf.finish import Described, Structure, Ways, finish_print, finish_screen
from reportbuilder.pdf.images import ImageShelf, Raster, printed
from reportbuilder.pdf.intent import Device
from reportbuilder.pdf.lettering import Lettering
from reportbuilder.pdf.marking import Marker, Unmarked
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.pdf.sheet import Sheet
from reportbuilder.pdf.surface import CanvasSurface, Tools
from reportbuilder.style.model import HouseStyle
from reportbuilder.tagging.model import Artifact, TagTree
from reportbuilder.text.lines import Line
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value


class PrintJob(Value):
    """What the press asks: the sheet, the inks of the palette's colours and of others, the device that the inks are
    meant for, images in those inks by path, and a line for the slug of each page."""

    sheet: Sheet
    inks: Mapping[str, Inks | Spot]
    convert: Callable[[str], Inks]
    device: Device
    images: Mapping[str, Raster]
    slugs: Sequence[Line]


def write_screen(
    layout: Layout, tags: TagTree | None, style: HouseStyle, fonts: FontBook, metadata: Metadata, date: datetime
) -> bytes:
    """The pages as a PDF 1.7 file, tagged if there are tags. Lengths are points; the same input gives the same
    bytes."""
    structure = Structure(tags, Marker.of(tags.root, *tags.notes.values())) if tags else None
    words = PAGE_WORDS[metadata.language]
    told = {Revision.INSERTED.value: words.inserted, Revision.DELETED.value: words.deleted}
    marker = structure.marker if structure else None
    drawing = _Drawing(layout, style, fonts, Palette.screen(style.colours), marker, revisions=told)
    for page in layout.pages:
        drawing.page(page)
    ways = Ways(drawing.surface.links, layout.outline, [not page.number for page in layout.pages])
    return finish_screen(drawing.save(), drawing.codes, ways, structure, Described(metadata, date))


def write_print(
    layout: Layout, job: PrintJob, style: HouseStyle, fonts: FontBook, metadata: Metadata, date: datetime
) -> bytes:
    """The same pages as a PDF/X-4 file (ISO 15930-7), each on its sheet."""
    drawing = _Drawing(
        layout, style, fonts, Palette.press(job.inks, job.convert), None, ImageShelf(printed(job.images))
    )
    x, baseline = job.sheet.slug_line
    for page, slug in zip(layout.pages, job.slugs, strict=True):
        drawing.page(page, (slug, x, baseline) if job.sheet.marks else None)
    spots = tuple(found for found in job.inks.values() if isinstance(found, Spot))
    return finish_print(drawing.save(), drawing.codes, job.sheet, spots, job.device, Described(metadata, date))


class _Drawing:
    """A file in the making: its canvas, and the surface on it."""

    def __init__(
        self,
        layout: Layout,
        style: HouseStyle,
        fonts: FontBook,
        palette: Palette,
        marker: Marker | None,
        images: ImageShelf | None = None,
        revisions: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._height = layout.setup.height
        self._drawn = BytesIO()
        size = (layout.setup.width, self._height)
        self._canvas = _PlainCanvas(self._drawn, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 7))
        self.codes = GlyphCodes(fonts)
        lettering = Lettering(self.codes, palette)
        tools = Tools(fonts, _symbols(style), images or ImageShelf(ImageReader), revisions)
        self.surface = CanvasSurface(self._canvas, lettering, tools, marker or Unmarked())

    def page(self, page: Page, slug: tuple[Line, float, float] | None = None) -> None:
        """Draw the items of a page; frames are measured from its top, PDF from its foot."""
        for placed in page.items:
            frame = placed.frame
            top = self._height - frame.top
            for label in placed.labels:
                self.surface.destination(label, top)
            placed.flowable.drawOn(self.surface, frame.x, top - frame.height)
        if slug is not None:
            self.surface.text(*slug, Artifact.LAYOUT)
        self.surface.end_page()

    def save(self) -> bytes:
        """The file as ReportLab writes it."""
        with _binary_streams():
            self._canvas.save()
        return self._drawn.getvalue()


def _symbols(style: HouseStyle) -> Mapping[str, Picture]:
    """The artwork of the statuses by status."""
    pictures = style.pictures
    return {status: pictures[look.symbol] for status, look in style.statuses.items() if look.symbol in pictures}


class _PlainCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose pages begin empty, where ReportLab's begin with a line of Helvetica."""

    def _make_preamble(self) -> None:
        self._preamble = ""


@contextmanager
def _binary_streams() -> Iterator[None]:
    """ReportLab writes streams in base 85 unless its configuration, which is global, says otherwise."""
    before = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = before
