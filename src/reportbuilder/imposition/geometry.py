"""Where pages come to stand on sheets; boxes and numbers, no PDF. All lengths are points."""

from collections.abc import Sequence
from enum import Enum

from reportbuilder.imposition.order import Pair, creep, folded, in_pairs, opened
from reportbuilder.values import Value

MARGIN = 14.0
"""Around the pages of a proof, and between them: what office printers cannot print on (5 mm)."""


class Sheet(Enum):
    """The sheets of the office printer, used on their side; a value is the name that users give."""

    A4 = "a4"
    A3 = "a3"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the sheet on its side, in points (ISO 216)."""
        width, height = {Sheet.A4: (297, 210), Sheet.A3: (420, 297)}[self]
        return width * 72 / 25.4, height * 72 / 25.4


class Box(Value):
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

    def grown(self, by: float) -> "Box":
        """The box with as much more at every edge."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Leaf(Value):
    """A page before it is placed: where it will be cut, and how far its artwork goes on."""

    trim: Box
    bleed: Box


class Placed(Value):
    """A page on a sheet: its coordinates × scale + (dx, dy) are the sheet's, and only what is in `clip`, a box in the
    page's own coordinates, is seen."""

    page: int
    clip: Box
    dx: float
    dy: float
    scale: float = 1.0


class Side(Value):
    """One side of a sheet; its trim starts at (0, 0), its bleed is as large as the medium."""

    trim: Box
    bleed: Box
    placed: tuple[Placed, ...]


def booklet_sides(leaves: Sequence[Leaf], thickness: float) -> tuple[Side, ...]:
    """Printer's spreads: two pages of equal size side by side, bleeding outwards, closer to the spine inside."""
    width, height = _largest(leaves)
    trim = Box(0, 0, 2 * width, height)
    sheet = trim.grown(max(_bleed(leaf) for leaf in leaves))

    def side(pair: Pair, shift: float) -> Side:
        left, right = pair
        placed = []
        if left is not None:
            cut, bleed = leaves[left].trim, leaves[left].bleed
            clip = Box(bleed.left, bleed.bottom, cut.right - shift, bleed.top)
            placed.append(Placed(left, clip, width - cut.right + shift, -cut.bottom))
        if right is not None:
            cut, bleed = leaves[right].trim, leaves[right].bleed
            clip = Box(cut.left + shift, bleed.bottom, bleed.right, bleed.top)
            placed.append(Placed(right, clip, width - cut.left - shift, -cut.bottom))
        return Side(trim, sheet, tuple(placed))

    return tuple(side(pair, creep(at, thickness)) for at, pair in enumerate(folded(len(leaves))))


def spread_sides(leaves: Sequence[Leaf]) -> tuple[Side, ...]:
    """Reader's spreads, all equally wide, so that the zoom on screen stays as it is; pages meet in the middle."""
    width, height = _largest(leaves)
    trim = Box(0, 0, 2 * width, height)

    def placed(pair: Pair) -> tuple[Placed, ...]:
        cuts = [None if page is None else leaves[page].trim for page in pair]
        starts = (width - cuts[0].width if cuts[0] else 0, width)
        return tuple(
            Placed(page, cut, start - cut.left, -cut.bottom)
            for page, cut, start in zip(pair, cuts, starts, strict=True)
            if page is not None and cut is not None
        )

    return tuple(Side(trim, trim, placed(pair)) for pair in opened(len(leaves)))


def proof_sides(leaves: Sequence[Leaf], sheet: Sheet) -> tuple[Side, ...]:
    """Two pages in the middle of each half of a sheet, all as much smaller as the largest asks; never larger."""
    trim = Box(0, 0, *sheet.size)
    cell = (trim.width - 3 * MARGIN) / 2, trim.height - 2 * MARGIN
    width, height = _largest(leaves)
    scale = min(1.0, cell[0] / width, cell[1] / height)

    def placed(pair: Pair) -> tuple[Placed, ...]:
        found = []
        for page, start in zip(pair, (MARGIN, 2 * MARGIN + cell[0]), strict=True):
            if page is not None:
                cut = leaves[page].trim
                dx = start + (cell[0] - cut.width * scale) / 2 - cut.left * scale
                dy = MARGIN + (cell[1] - cut.height * scale) / 2 - cut.bottom * scale
                found.append(Placed(page, cut, dx, dy, scale))
        return tuple(found)

    return tuple(Side(trim, trim, placed(pair)) for pair in in_pairs(len(leaves)))


def _largest(leaves: Sequence[Leaf]) -> tuple[float, float]:
    return max(leaf.trim.width for leaf in leaves), max(leaf.trim.height for leaf in leaves)


def _bleed(leaf: Leaf) -> float:
    """The most that a page bleeds at any edge."""
    trim, bleed = leaf.trim, leaf.bleed
    edges = (trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)
    return max(0.0, *edges)
