"""In which order pages go on sheets; only numbers, no PDF.

Pages count from 0. A pair is what lies left and right on one side of a sheet; None is a blank.
"""

from itertools import zip_longest

Pair = tuple[int | None, int | None]


def folded(count: int) -> tuple[Pair, ...]:
    """The sides of the sheets of a saddle-stitched booklet: front and back of the outermost sheet first.

    Blanks at the end fill the pages up to a multiple of four. The back is what is seen when the sheet is turned over
    its short edge: behind the right page of the front lies the left page of the back.
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
    """The pages as a reader of the bound report has them open: the cover alone on the right, then left and right."""
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
