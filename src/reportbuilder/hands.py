"""The hands that make a report's pages: each sets, composes and draws some takes, at the same time as the others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportbuilder.diagnostics import Diagnostic
from reportbuilder.document.model import Document
from reportbuilder.elsewhere import Asked, Elsewhere, Here, Lots, ask_all, cores
from reportbuilder.layout.compositor import Compositor
from reportbuilder.layout.pagination import Extent, Known, Pagination
from reportbuilder.layout.press import PlacedImage, images_on
from reportbuilder.layout.sections import Material
from reportbuilder.layout.takes import Division, Take, divide, takes_of
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.write import draw_screen
from reportbuilder.structure.model import TagTree
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.editions.print import PrintOrder

WORTH_A_PROCESS = 30_000
"""The weight of a report whose pages take longer than making a process and handing things over."""


class PageContents(Value):
    """What is on pages: the image files, and what looking at the pages found to be wrong."""

    images: tuple[PlacedImage, ...]
    problems: tuple[Diagnostic, ...]


class Hand:
    """Makes the pages of the takes of a report that it draws from the `lots`."""

    def __init__(self, document: Document, tags: TagTree, material: Material, division: Division, lots: Lots) -> None:
        self._document, self._tags, self._material = document, tags, material
        self._division, self._lots = division, lots
        self._compositor = Compositor(document, tags, material, division.takes)
        self._parts: list[int] = []
        self._takes: tuple[Take, ...] = ()

    def begin(self) -> None:
        """Compose what it draws, while nothing is known yet."""
        self.compose(Known())

    def compose(self, known: Known) -> tuple[Extent, ...]:
        """Compose its parts with the pages that are known: those that it has, and those of takes that nobody has."""
        extents = list(self._compositor.compose(self._parts, known))
        while (take := self._lots.draw()) is not None:
            parts = self._division.parts(take)
            extents += self._compositor.compose(parts, known)
            self._parts += parts
        return tuple(extents)

    def paginate(self, pagination: Pagination) -> dict[int, PageContents]:
        """Make its pages, now that all pages have numbers; what is on them, by the places of the pages."""
        pages = self._compositor.pages(pagination)
        self._takes = takes_of(pages, self._division.count)
        return {
            at: PageContents(tuple(images_on(page)), self._compositor.inspect((page,))) for at, page in pages.items()
        }

    def draw_screen(self) -> list[Drawn]:
        """Draw its pages for readers."""
        material = self._material
        return [
            draw_screen(take, material.design.page, self._tags, material.style, material.fonts, self._document.language)
            for take in self._takes
        ]

    def draw_print(self, order: PrintOrder) -> list[Drawn]:
        """Draw its pages for the press."""
        from reportbuilder.editions.print import draw_take

        return [draw_take(take, order, self._material, self._document.language) for take in self._takes]


class Crew:
    """All hands of a report: one in this process, and where it is worth that, one for every other core; those begin
    when this is made."""

    def __init__(self, document: Document, tags: TagTree, material: Material) -> None:
        division = divide(document)
        self._lots = Lots(division.count)
        hand = Hand(document, tags, material, division, self._lots)
        others = min(cores(), division.count) - 1 if division.weight > WORTH_A_PROCESS else 0
        self._hands: list[Asked[Hand]] = [Here(hand), *(Elsewhere(hand) for _ in range(others))]
        for other in self._hands[1:]:
            other.ask(Hand.begin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.close()
        self._lots.close()

    def compose(self, known: Known) -> tuple[Extent, ...]:
        """All parts composed with the pages that are known, in order."""
        extents = chain.from_iterable(ask_all(self._hands, Hand.compose, known))
        return tuple(sorted(extents, key=lambda extent: extent.part))

    def paginate(self, pagination: Pagination) -> PageContents:
        """Make all pages; what is on them, page by page."""
        found: dict[int, PageContents] = {}
        for contents in ask_all(self._hands, Hand.paginate, pagination):
            found |= contents
        pages = [found[at] for at in sorted(found)]
        return PageContents(
            tuple(chain.from_iterable(page.images for page in pages)),
            tuple(chain.from_iterable(page.problems for page in pages)),
        )

    def draw_screen(self) -> tuple[Drawn, ...]:
        """All pages drawn for readers, take by take."""
        return _in_order(ask_all(self._hands, Hand.draw_screen))

    def draw_print(self, order: PrintOrder) -> tuple[Drawn, ...]:
        """All pages drawn for the press, take by take."""
        return _in_order(ask_all(self._hands, Hand.draw_print, order))


def _in_order(drawn: Iterable[Iterable[Drawn]]) -> tuple[Drawn, ...]:
    return tuple(sorted(chain.from_iterable(drawn), key=lambda take: take.places[0]))
