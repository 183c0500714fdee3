"""Where the changes of a concept stand on its pages: their anchors, and the lines that a reader can point at."""

from collections.abc import Iterable, Iterator, Mapping

from reportbuilder.document.model import change_label
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Frame, Page, Placed
from reportbuilder.layout.recording import SetText, content_of, numbered_lines, texts_of
from reportbuilder.layout.surface import Surface
from reportbuilder.values import Value, replace


class ChangeSpot(Value):
    """Where a change begins: its page, the line on it (0 where lines are not counted), and the line's left edge and
    baseline."""

    change: int
    page: int
    line: int
    x: float
    baseline: float


class Anchor(Flowable):
    """Nothing to be seen: what references lead to."""

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


def changes_in(text: SetText) -> set[int]:
    """The changes that words of a line belong to."""
    return {piece.style.change for piece in text.line.pieces if piece.style.change}


def find_changes(pages: Iterable[Page], page_height: float, running: bool) -> dict[int, ChangeSpot]:
    """Where each change begins in the report, by its number. Lines count from 1 on each page, or on from page to page
    (`running`)."""
    found: dict[int, ChangeSpot] = {}
    before = 0
    for page in (page for page in pages if page.number):
        for spot in _on_page(page, page_height, before):
            found.setdefault(spot.change, spot)
        if running:
            before += sum(1 for _ in numbered_lines(page, page_height))
    return found


def _on_page(page: Page, page_height: float, before: int) -> Iterator[ChangeSpot]:
    for placed in content_of(page):
        if isinstance(placed.flowable, PageArt):
            for text in texts_of(placed, page_height):
                for change in sorted(changes_in(text)):
                    yield ChangeSpot(change, page.number, 0, text.x, text.baseline)
    for line in numbered_lines(page, page_height):
        for change in sorted({change for text in line.texts for change in changes_in(text)}):
            yield ChangeSpot(change, page.number, before + line.number, line.left, line.baseline)


def anchored(pages: Iterable[Page], spots: Mapping[int, ChangeSpot], page_height: float, above: float) -> list[Page]:
    """The pages with an anchor `above` the baseline of the line in which a change begins."""
    by_page: dict[int, list[Placed]] = {}
    for spot in spots.values():
        frame = Frame(spot.x, page_height - spot.baseline - above, 0.0, 0.0)
        by_page.setdefault(spot.page, []).append(Placed(Anchor(), frame, labels=(change_label(spot.change),)))
    return [
        replace(page, items=(*page.items, *by_page.get(page.number, ()))) if page.number else page for page in pages
    ]


def lines_by_label(spots: Mapping[int, ChangeSpot]) -> dict[str, int]:
    """The line of each change that stands in one, by its label."""
    return {change_label(spot.change): spot.line for spot in spots.values() if spot.line}
