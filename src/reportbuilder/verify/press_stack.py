"""What lies under what on a page, so that inks that overprint are added to those below them."""

from collections.abc import Iterator

from reportbuilder.editions.facts import Box
from reportbuilder.values import Value
from reportbuilder.verify.press_colours import Colour
from reportbuilder.verify.press_shapes import Shape

_CELL = 36.0
"""Points: the page is looked at in squares of this size."""
_LARGEST = 400
_DEEPEST = 200
"""Areas in one square that are looked through for what lies under something."""


class Area(Value, eq=False):
    """A painted area: its colour, if that is known, and whether the inks below are left where it has none."""

    shape: Shape
    colour: Colour
    over: bool


class Stack:
    """The areas painted on a page so far."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._cells: dict[tuple[int, int], list[Area]] = {}

    def put(self, area: Area) -> None:
        """Paint an area; one that covers a square takes all below it away there."""
        hides = not area.over and area.shape.is_rectangle
        left, foot, right, top = area.shape.box
        for x, y in self._squares(area.shape.box):
            whole = left <= x * _CELL and (x + 1) * _CELL <= right and foot <= y * _CELL and (y + 1) * _CELL <= top
            if hides and whole:
                self._cells[x, y] = [area]
            else:
                self._cells.setdefault((x, y), []).append(area)

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        left, foot = max(box[0], self._page[0]), max(box[1], self._page[1])
        right, top = min(box[2], self._page[2]), min(box[3], self._page[3])
        columns = range(int(left // _CELL), min(int(right // _CELL), int(left // _CELL) + _LARGEST) + 1)
        rows = range(int(foot // _CELL), min(int(top // _CELL), int(foot // _CELL) + _LARGEST) + 1)
        return ((x, y) for x in columns for y in rows)

    def together(self, colour: Colour, x: float, y: float) -> tuple[float, Colour | None]:
        """All ink at a point once a colour is printed over it, in percent, and the colour that lies there."""
        plates = dict(colour.plates)
        for area in self._cells.get((int(x // _CELL), int(y // _CELL)), [])[: -_DEEPEST - 1 : -1]:
            if not area.shape.covers(x, y):
                continue
            if not area.colour.known:
                break
            for plate, share in area.colour.plates:
                plates.setdefault(plate, share)
            if not area.over:
                return sum(plates.values()) * 100, area.colour
        return sum(plates.values()) * 100, None
