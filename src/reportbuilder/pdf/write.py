"""Pages drawn for the screen or for the press, take by take, on ReportLab's canvas; `finish` makes files of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import Revision
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.page import Layout, Page
from reportbuilder.layout.takes import Take
from reportbuilder.pdf.branches import write_branches
from reportbuilder.pdf.codes import GlyphCodes, Turns
from reportbuilder.pdf.colour import Inks, Palette, Spot
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.finish import Described, Ways, finish_screen
from reportbuilder.pdf.images import Images
from reportbuilder.pdf.lettering import Lettering
from reportbuilder.pdf.marking import Marker, Unmarked
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.pdf.surface import CanvasSurface, Tools
from reportbuilder.pdf.written import take_apart
from reportbuilder.structure.model import Artifact, TagTree
from reportbuilder.style.model import HouseStyle, PageSetup
from reportbuilder.text.lines import Line
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, replace


class PressInks(Value):
    """What pages for the press are drawn with: the inks of the palette's colours and of those that pictures bring,
    and where the slug line begins, if there is one."""

    palette: Mapping[str, Inks | Spot]
    own: Mapping[str, Inks]
    slug: tuple[float, float] | None


def write_screen(
    layout: Layout,
    tags: TagTree | None,
    style: HouseStyle,
    fonts: FontBook,
    images: Images,
    metadata: Metadata,
    date: datetime,
) -> bytes:
    """The pages as a PDF 1.7 file, tagged if there are tags. Lengths are points; the same input gives the same
    bytes."""
    takes = [draw_screen(Take(dict(enumerate(layout.pages))), layout.setup, tags, style, fonts, metadata.language)]
    inserted = [not page.number for page in layout.pages]
    return finish_screen(takes, fonts, images, Ways(layout.outline, inserted), tags, Described(metadata, date))


def draw_screen(
    take: Take,
    setup: PageSetup,
    tags: TagTree | None,
    style: HouseStyle,
    fonts: FontBook,
    language: str,
) -> Drawn:
    """The pages of a take for a file for readers."""
    words = PAGE_WORDS[language]
    told = {Revision.INSERTED.value: words.inserted, Revision.DELETED.value: words.deleted}
    marker = Marker.of(tags.root, *tags.notes.values()) if tags else None
    tools = Tools(fonts, _symbols(style), told)
    drawing = _Drawing(setup, tools, Palette.screen(style.colours), marker, take)
    for at, page in take.pages.items():
        drawing.page(at, page)
    drawn = drawing.finished()
    if tags is None or marker is None:
        return drawn
    return replace(drawn, branches=write_branches(tags, marker.painted, drawn.book.areas))


def draw_print(
    take: Take,
    setup: PageSetup,
    inks: PressInks,
    slugs: Mapping[int, Line],
    style: HouseStyle,
    fonts: FontBook,
) -> Drawn:
    """The pages of a take for the press, with the line for the slug of each."""
    tools = Tools(fonts, _symbols(style), {})
    drawing = _Drawing(setup, tools, Palette.press(inks.palette, inks.own), None, take)
    for at, page in take.pages.items():
        drawing.page(at, page, (slugs[at], *inks.slug) if inks.slug else None)
    return drawing.finished()


class _Drawing:
    """A file in the making: its canvas, and the surface on it."""

    def __init__(self, setup: PageSetup, tools: Tools, palette: Palette, marker: Marker | None, take: Take) -> None:
        self._height = setup.height
        self._stream = BytesIO()
        size = (setup.width, setup.height)
        self._canvas = _PlainCanvas(self._stream, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 7))
        self._take, turns = take, Turns(take.number + 1, take.count)
        self._codes = GlyphCodes(tools.fonts, turns)
        self._surface = CanvasSurface(self._canvas, Lettering(self._codes, palette), tools, marker or Unmarked(), turns)

    def page(self, at: int, page: Page, slug: tuple[Line, float, float] | None = None) -> None:
        """Draw the items of a page, which is at this place; frames are measured from its top, PDF from its foot."""
        self._surface.begin_page(at)
        for placed in page.items:
            frame = placed.frame
            top = self._height - frame.top
            for label in placed.labels:
                self._surface.destination(label, top)
            placed.flowable.drawOn(self._surface, frame.x, top - frame.height)
        if slug is not None:
            self._surface.text(*slug, Artifact.LAYOUT)
        self._surface.end_page()

    def finished(self) -> Drawn:
        """The file as ReportLab writes it, and what goes with it."""
        with _binary_streams():
            self._canvas.save()
        codes = {face.face: found for face in self._codes if (found := tuple(face))}
        data, take = self._stream.getvalue(), self._take
        written = take_apart(data, self._surface.images.paths)
        return Drawn(take.number, list(take.pages), data, written, codes, self._surface.links, None)


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
