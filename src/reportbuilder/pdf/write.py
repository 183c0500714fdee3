"""Pages to a finished PDF: ReportLab's canvas draws them, pikepdf finishes the file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.graphics import Picture
from reportbuilder.layout.page import Layout, Page
from reportbuilder.pdf.codes import GlyphCodes
from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.finish import Structure, Ways, finish
from reportbuilder.pdf.lettering import Lettering
from reportbuilder.pdf.marking import Marker, Unmarked
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.pdf.surface import CanvasSurface
from reportbuilder.style.model import HouseStyle
from reportbuilder.tagging.model import TagTree
from reportbuilder.text.shaping import FontBook


def write_pdf(
    layout: Layout, tags: TagTree | None, style: HouseStyle, fonts: FontBook, metadata: Metadata, date: datetime
) -> bytes:
    """The pages as a PDF 1.7 file, tagged if there are tags. Lengths are points; the same input gives the same
    bytes."""
    codes = GlyphCodes(fonts)
    lettering = Lettering(codes, Palette.screen(style.colours))
    drawn = BytesIO()
    size = (layout.setup.width, layout.setup.height)
    canvas = _PlainCanvas(drawn, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 7))
    structure = Structure(tags, Marker.of(tags.root, *tags.notes.values())) if tags else None
    marking = structure.marker if structure else Unmarked()
    surface = CanvasSurface(canvas, lettering, fonts, _symbols(style), marking)
    for page in layout.pages:
        _draw_page(page, surface, layout.setup.height)
    with _binary_streams():
        canvas.save()
    ways = Ways(surface.links, layout.outline)
    return finish(drawn.getvalue(), codes, ways, structure, metadata, date)


def _draw_page(page: Page, surface: CanvasSurface, height: float) -> None:
    """Draw the items of a page; frames are measured from its top, PDF from its foot."""
    for placed in page.items:
        frame = placed.frame
        top = height - frame.top
        for label in placed.labels:
            surface.destination(label, top)
        placed.flowable.drawOn(surface, frame.x, top - frame.height)
    surface.end_page()


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
