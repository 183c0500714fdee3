"""Pages for the press: the same pages as on the screen, moved for the binding and filled up with blank ones."""

from collections.abc import Iterator, Sequence

from reportbuilder.diagnostics import Place
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Frame, Layer, Master, Page, Placed, Side
from reportbuilder.layout.stack import ImageBox
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Artifact
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

SLUG_SIZE = 6.0


class PlacedImage(Value):
    """An image file on a page: its size there, the place in the text that asks for it, and the pixels of the file."""

    path: str
    size: tuple[float, float]
    place: Place
    pixels: tuple[int, int] = (0, 0)


def images_on(page: Page) -> Iterator[PlacedImage]:
    """The image files on a page."""
    for placed in page.items:
        for image in placed.flowable.images:
            if isinstance(image, ImageBox):
                yield PlacedImage(image.path, (image.measure, image.depth), placed.place, image.pixels)


def for_binding(page: Page, binding: float) -> Page:
    """The page with everything `binding` points further from the spine, artwork excepted (it reaches the trim on all
    sides)."""
    if not binding:
        return page
    away = binding if page.side is Side.RIGHT else -binding
    return replace(page, items=tuple(_shifted(placed, away) for placed in page.items))


def blank_pages(count: int, multiple: int) -> tuple[Page, ...]:
    """The blank pages after `count` others that make the number of pages a multiple of `multiple`."""
    return tuple(_blank(index + 1) for index in range(count, count + -count % multiple))


class SlugLine(Flowable):
    """A line outside the trim; its left edge and baseline are where it is placed."""

    line: Line

    @property
    def width(self) -> float:
        """That of the line."""
        return self.line.width

    @property
    def height(self) -> float:
        """0: its baseline is the lower edge of its frame."""
        return 0.0

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the line."""
        surface.text(self.line, x, y, Artifact.LAYOUT)


def with_slugs(
    setter: Typesetter, pages: Sequence[Page], words: str, plates: str, at: tuple[float, float]
) -> tuple[Page, ...]:
    """The pages with a line outside the trim of each (`at` is its left edge and baseline, in points from the lower left
    of the trim): what it belongs to, its number, its inks."""
    style = replace(setter.design.text.folio, size=SLUG_SIZE, leading=SLUG_SIZE, colour=setter.design.text.body.colour)
    page_word, (x, baseline) = language_of(setter.language).pages.page, at
    top = setter.design.page.height - baseline
    slugged = []
    for page in pages:
        line = setter.words(f"{words} · {page_word} {page.number} · {plates}", style)
        slug = Placed(SlugLine(line), Frame(x, top, line.width, 0.0), layer=Layer.FURNITURE)
        slugged.append(replace(page, items=(*page.items, slug)))
    return tuple(slugged)


def _shifted(placed: Placed, away: float) -> Placed:
    if isinstance(placed.flowable, PageArt):
        texts = tuple(replace(text, x=text.x + away) for text in placed.flowable.texts)
        return replace(placed, flowable=replace(placed.flowable, texts=texts))
    return replace(placed, frame=replace(placed.frame, x=placed.frame.x + away))


def _blank(number: int) -> Page:
    return Page(number, Side.RIGHT if number % 2 else Side.LEFT, Master.COVER, "", ())
