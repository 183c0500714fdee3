"""The lines of finished pages: their positions and numbers, and the changes marked in them.

They are recorded by drawing the pages on a surface that keeps lines instead of painting them.
"""

from collections.abc import Iterable, Iterator, Mapping

from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import change_label
from reportbuilder.layout.flow import Flowable, PlatypusFlowable, Surface
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Frame, Layer, Page, Placed
from reportbuilder.layout.stack import ImageBox
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

SAME_LINE = 1.5
"""Points by which the baselines of one row of a table may differ."""


class PlacedLine(Value):
    """A line on a page: its left edge and baseline, in points from the lower left corner of the trim box."""

    line: Line
    x: float
    baseline: float


class NumberedLine(Value):
    """A line of text as a reader counts it: its number on the page, where it stands, and all that is set on it."""

    number: int
    left: float
    right: float
    baseline: float
    texts: tuple[PlacedLine, ...]


class _LineRecorder(Surface):
    """A surface that records the lines of structure elements."""

    def __init__(self) -> None:
        self.texts: list[PlacedLine] = []

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Keep a line; one that is an artifact is not read, and not counted."""
        if not isinstance(mark, Artifact) and line.pieces:
            self.texts.append(PlacedLine(line, x, baseline))


class _MarkRecorder(Surface):
    """A surface that records the marks of everything drawn on it, and the paths of images."""

    def __init__(self) -> None:
        self.marks: set[Mark] = set()
        self.images: set[str] = set()

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Keep the mark of a line that has something in it."""
        if line.pieces:
            self.marks.add(mark)

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Keep the mark of a picture."""
        self.marks.add(mark)

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Keep the mark and the path of an image."""
        self.marks.add(mark)
        self.images.add(path)

    def platypus(self, flowable: PlatypusFlowable, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Keep the mark of a flowable of ReportLab's."""
        self.marks.add(mark)


def marks_of(flowable: Flowable) -> frozenset[Mark]:
    """The marks of everything that a flowable draws; raises TypeError when it draws an image that is not among its
    `images`, for no edition would have it."""
    recorder = _MarkRecorder()
    flowable.drawOn(recorder, 0.0, 0.0)
    unknown = recorder.images - {image.path for image in flowable.images if isinstance(image, ImageBox)}
    if unknown:
        raise TypeError(f"{type(flowable).__name__} draws an image that is not among its images: {min(unknown)}.")
    return frozenset(recorder.marks)


def texts_of(placed: Placed, page_height: float) -> tuple[PlacedLine, ...]:
    """The lines of an item that are read, in the order in which they are drawn."""
    recorder, frame = _LineRecorder(), placed.frame
    placed.flowable.drawOn(recorder, frame.x, page_height - frame.top - frame.height)
    return tuple(recorder.texts)


def content_of(page: Page) -> Iterator[Placed]:
    """The items of a page without its furniture."""
    return (placed for placed in page.items if placed.layer is Layer.CONTENT)


def numbered_lines(page: Page, page_height: float) -> Iterator[NumberedLine]:
    """The lines of a page from 1, in reading order; a row of a table counts for as many as its tallest cell has. The
    head of a chapter and a cover are not counted; what stands in the margin belongs to the lines beside it."""
    number = 0
    aside: list[PlacedLine] = []
    for placed in content_of(page):
        if isinstance(placed.flowable, PageArt):
            continue
        if placed.beside:
            aside += texts_of(placed, page_height)
            continue
        rows: list[list[PlacedLine]] = []
        for text in sorted(texts_of(placed, page_height), key=lambda text: -text.baseline):
            if rows and rows[-1][0].baseline - text.baseline < SAME_LINE:
                rows[-1].append(text)
            else:
                rows.append([text])
        for text in aside if rows else ():
            min(rows, key=lambda row: abs(row[0].baseline - text.baseline)).append(text)
        aside = [] if rows else aside
        for row in rows:
            number += 1
            left, right = placed.frame.x, placed.frame.x + placed.frame.width
            yield NumberedLine(number, left, right, row[0].baseline, tuple(row))


class ChangePosition(Value):
    """The position where a change begins: page number, line number (0 where lines are not counted), and the left edge
    and baseline of the line, in points from the lower left corner."""

    change: int
    page: int
    line: int
    x: float
    baseline: float


class LinkTarget(Flowable):
    """An invisible flowable of no size, that links lead to."""

    @property
    def width(self) -> float:
        """No width."""
        return 0.0

    @property
    def height(self) -> float:
        """No height."""
        return 0.0

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw nothing."""


def changes_in(text: PlacedLine) -> set[int]:
    """The changes that words of a line belong to."""
    return {piece.style.change for piece in text.line.pieces if piece.style.change}


def find_changes(pages: Iterable[Page], page_height: float, running: bool) -> dict[int, ChangePosition]:
    """The position where each change begins in the report, by its number. Lines count from 1 on each page, or on from
    page to page (`running`)."""
    first: dict[int, ChangePosition] = {}
    before = 0
    for page in (page for page in pages if page.number):
        for position in _on_page(page, page_height, before):
            first.setdefault(position.change, position)
        if running:
            before += sum(1 for _ in numbered_lines(page, page_height))
    return first


def _on_page(page: Page, page_height: float, before: int) -> Iterator[ChangePosition]:
    for placed in content_of(page):
        if isinstance(placed.flowable, PageArt):
            for text in texts_of(placed, page_height):
                for change in sorted(changes_in(text)):
                    yield ChangePosition(change, page.number, 0, text.x, text.baseline)
    for line in numbered_lines(page, page_height):
        for change in sorted({change for text in line.texts for change in changes_in(text)}):
            yield ChangePosition(change, page.number, before + line.number, line.left, line.baseline)


def with_change_anchors(
    pages: Iterable[Page], positions: Mapping[int, ChangePosition], page_height: float, above: float
) -> list[Page]:
    """The pages with an anchor `above` the baseline of the line in which a change begins."""
    by_page: dict[int, list[Placed]] = {}
    for position in positions.values():
        frame = Frame(position.x, page_height - position.baseline - above, 0.0, 0.0)
        by_page.setdefault(position.page, []).append(
            Placed(LinkTarget(), frame, labels=(change_label(position.change),))
        )
    return [
        replace(page, items=(*page.items, *by_page.get(page.number, ()))) if page.number else page for page in pages
    ]


def lines_by_label(positions: Mapping[int, ChangePosition]) -> dict[str, int]:
    """The line of each change that stands in one, by its label."""
    return {change_label(position.change): position.line for position in positions.values() if position.line}
