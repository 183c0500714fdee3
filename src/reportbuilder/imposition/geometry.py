"""The arrangement of pages on sheets: their order, and the position and clip of each.

Pages count from 0, and lengths are in points. A pair has the left and the right page on one side of a sheet; None is a
blank.
"""

from collections.abc import Sequence
from enum import Enum
from itertools import zip_longest

from reportbuilder.values import Value

Pair = tuple[int | None, int | None]


class Imposition(Enum):
    """A way to place pages together on sheets; the value is its name in commands and file names."""

    BOOKLET = "booklet"
    TWO_UP = "2up"
    SPREADS = "spreads"

    @property
    def edition(self) -> str:
        """The name of the edition whose pages are imposed: the print edition for sheets that are printed."""
        return "screen" if self is Imposition.SPREADS else "print"


def folded(count: int) -> tuple[Pair, ...]:
    """The sides of the sheets of a saddle-stitched booklet: front and back of the outermost sheet first.

    Blanks at the end fill the pages up to a multiple of four. The sheet is turned over its short edge: behind the right
    page of the front is the left page of the back.
    """
    filled = count + -count % 4
    sides: list[Pair] = []
    for low in range(0, filled // 2, 2):
        high = filled - 1 - low
        sides += [(_real(high, count), _real(low, count)), (_real(low + 1, count), _real(high - 1, count))]
    return tuple(sides)


def in_pairs(count: int) -> tuple[Pair, ...]:
    """The pages two by two: 0 and 1, 2 and 3, …"""
    return tuple(zip_longest(range(0, count, 2), range(1, count, 2)))


def opened(count: int) -> tuple[Pair, ...]:
    """The pages as in an open bound report: the cover alone on the right, then left and right."""
    cover: Pair = (None, 0)
    return (cover, *((left, left + 1 if left + 1 < count else None) for left in range(1, count, 2))) if count else ()


def creep(side: int, thickness: float) -> float:
    """How far the pages on a side of a booklet move towards the spine, in points.

    Creep (also push-out): in a folded booklet every sheet lies around the next, so that the next sticks out at the fore
    edge by the thickness of the paper, and loses as much more when all are trimmed in one cut. Shingling makes up for
    it: with k sheets around its own, a page moves k × thickness towards the spine; 0 on the outermost sheet.
    """
    return side // 2 * thickness


def _real(page: int, count: int) -> int | None:
    return page if page < count else None


MARGIN = 14.0
"""The margin around and between the pages of a proof in points: the area that office printers cannot print on (5
mm)."""


class SheetSize(Enum):
    """The paper sizes for office printers, in landscape; the value is the name in commands."""

    A4 = "a4"
    A3 = "a3"

    @property
    def size(self) -> tuple[float, float]:
        """The width and height of the sheet in landscape, in points (ISO 216)."""
        width, height = {SheetSize.A4: (297, 210), SheetSize.A3: (420, 297)}[self]
        return width * 72 / 25.4, height * 72 / 25.4


class PageRectangle(Value):
    """A rectangle in the coordinates of its page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def grown(self, by: float) -> "PageRectangle":
        """The rectangle extended at every edge."""
        return PageRectangle(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Leaf(Value):
    """A page before placement: its trim and bleed boxes."""

    trim: PageRectangle
    bleed: PageRectangle


class PlacedPage(Value):
    """A page on a sheet: its coordinates × scale + (dx, dy) are those of the sheet, and it is clipped to `clip`, a box
    in its own coordinates."""

    page: int
    clip: PageRectangle
    dx: float
    dy: float
    scale: float = 1.0


class SheetSide(Value):
    """One side of a sheet; its trim starts at (0, 0), its bleed box is the media box."""

    trim: PageRectangle
    bleed: PageRectangle
    placed: tuple[PlacedPage, ...]


def booklet_sides(leaves: Sequence[Leaf], thickness: float) -> tuple[SheetSide, ...]:
    """Printer's spreads: two pages of equal size side by side, with bleed outwards, shifted towards the spine for
    creep."""
    width, height = _largest(leaves)
    trim = PageRectangle(0, 0, 2 * width, height)
    sheet = trim.grown(max(_bleed(leaf) for leaf in leaves))

    def side(pair: Pair, shift: float) -> SheetSide:
        left, right = pair
        placed = []
        if left is not None:
            cut, bleed = leaves[left].trim, leaves[left].bleed
            clip = PageRectangle(bleed.left, bleed.bottom, cut.right - shift, bleed.top)
            placed.append(PlacedPage(left, clip, width - cut.right + shift, -cut.bottom))
        if right is not None:
            cut, bleed = leaves[right].trim, leaves[right].bleed
            clip = PageRectangle(cut.left + shift, bleed.bottom, bleed.right, bleed.top)
            placed.append(PlacedPage(right, clip, width - cut.left - shift, -cut.bottom))
        return SheetSide(trim, sheet, tuple(placed))

    return tuple(side(pair, creep(at, thickness)) for at, pair in enumerate(folded(len(leaves))))


def spread_sides(leaves: Sequence[Leaf]) -> tuple[SheetSide, ...]:
    """Reader's spreads, all of equal width, so that the zoom on screen does not change; pages meet in the middle."""
    width, height = _largest(leaves)
    trim = PageRectangle(0, 0, 2 * width, height)

    def placed(pair: Pair) -> tuple[PlacedPage, ...]:
        cuts = [None if page is None else leaves[page].trim for page in pair]
        starts = (width - cuts[0].width if cuts[0] else 0, width)
        return tuple(
            PlacedPage(page, cut, start - cut.left, -cut.bottom)
            for page, cut, start in zip(pair, cuts, starts, strict=True)
            if page is not None and cut is not None
        )

    return tuple(SheetSide(trim, trim, placed(pair)) for pair in opened(len(leaves)))


def proof_sides(leaves: Sequence[Leaf], sheet: SheetSize) -> tuple[SheetSide, ...]:
    """Two pages on each sheet, each centred in its half, all reduced by the factor that the largest needs; never
    enlarged."""
    trim = PageRectangle(0, 0, *sheet.size)
    cell = (trim.width - 3 * MARGIN) / 2, trim.height - 2 * MARGIN
    width, height = _largest(leaves)
    scale = min(1.0, cell[0] / width, cell[1] / height)

    def placed(pair: Pair) -> tuple[PlacedPage, ...]:
        placed = []
        for page, start in zip(pair, (MARGIN, 2 * MARGIN + cell[0]), strict=True):
            if page is not None:
                cut = leaves[page].trim
                dx = start + (cell[0] - cut.width * scale) / 2 - cut.left * scale
                dy = MARGIN + (cell[1] - cut.height * scale) / 2 - cut.bottom * scale
                placed.append(PlacedPage(page, cut, dx, dy, scale))
        return tuple(placed)

    return tuple(SheetSide(trim, trim, placed(pair)) for pair in in_pairs(len(leaves)))


def _largest(leaves: Sequence[Leaf]) -> tuple[float, float]:
    return max(leaf.trim.width for leaf in leaves), max(leaf.trim.height for leaf in leaves)


def _bleed(leaf: Leaf) -> float:
    """The largest bleed of a page at any edge."""
    trim, bleed = leaf.trim, leaf.bleed
    edges = (trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)
    return max(0.0, *edges)
