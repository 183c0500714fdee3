"""The stack of inks at each point of a page, for total ink coverage where areas overprint or are transparent."""

from collections.abc import Iterator, Mapping

from reportbuilder.preflight.colour_spaces import InkColour
from reportbuilder.preflight.geometry import Shape
from reportbuilder.standards.facts import Box
from reportbuilder.values import Value

_CELL = 36.0
"""The side of a grid cell in points; areas are stored by the cells that they touch."""
_LARGEST = 400
_DEEPEST = 200
"""The most areas of a cell that are searched below a point."""


class Area(Value, eq=False):
    """A painted area: its colour, whether it overprints (`over`: inks that its colour lacks are kept below it), its
    blend mode and its opacity (ISO 32000-1, 11.3)."""

    shape: Shape
    colour: InkColour
    over: bool
    blend: str = "Normal"
    alpha: float = 1.0

    @property
    def opaque(self) -> bool:
        """Whether the area hides all inks below it."""
        return not self.over and self.blend in ("Normal", "Compatible") and self.alpha >= 1

    def upon(self, below: Mapping[str, float]) -> dict[str, float]:
        """The share of every ink after the area is painted over inks with these shares."""
        plates = dict(self.colour.plates)
        mixed: dict[str, float] = {}
        for plate in {**below, **plates}:
            lower, upper = below.get(plate, 0.0), plates.get(plate)
            if self.over and upper is None:
                mixed[plate] = lower
                continue
            result = _blended(self.blend, lower, upper or 0.0)
            mixed[plate] = lower + (result - lower) * self.alpha
        return mixed


def _blended(blend: str, below: float, above: float) -> float:
    """The share of an ink that a blend mode gives for a share below and one above; unknown modes add them, the
    maximum."""
    if blend in ("Normal", "Compatible"):
        return above
    if blend == "Multiply":
        return below + above - below * above
    if blend == "Darken":
        return max(below, above)
    if blend in ("Lighten", "Screen", "ColorDodge"):
        return min(below, above)
    return min(1.0, below + above)


class InkStack:
    """The areas painted on a page so far, in a grid of cells."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._cells: dict[tuple[int, int], list[Area]] = {}

    def put(self, area: Area) -> None:
        """Paint an area; an opaque rectangle removes the areas below it from the cells that it covers."""
        hides = area.opaque and area.shape.is_rectangle
        left, foot, right, top = area.shape.box
        for x, y in self._squares(area.shape.box):
            whole = left <= x * _CELL and (x + 1) * _CELL <= right and foot <= y * _CELL and (y + 1) * _CELL <= top
            if hides and whole:
                self._cells[x, y] = [area]
            else:
                self._cells.setdefault((x, y), []).append(area)

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        """The cells that a box touches, within the page."""
        left, foot = max(box[0], self._page[0]), max(box[1], self._page[1])
        right, top = min(box[2], self._page[2]), min(box[3], self._page[3])
        columns = range(int(left // _CELL), min(int(right // _CELL), int(left // _CELL) + _LARGEST) + 1)
        rows = range(int(foot // _CELL), min(int(top // _CELL), int(foot // _CELL) + _LARGEST) + 1)
        return ((x, y) for x in columns for y in rows)

    def together(self, area: Area, x: float, y: float) -> float | None:
        """The total ink in percent at a point after an area is painted there; None where nothing is below it, or an
        image or shading whose ink is unknown."""
        below: list[Area] = []
        for other in self._cells.get((int(x // _CELL), int(y // _CELL)), [])[: -_DEEPEST - 1 : -1]:
            if not other.shape.covers(x, y):
                continue
            if not other.colour.known:
                return None
            below.append(other)
            if other.opaque:
                break
        if not below:
            return None
        plates: dict[str, float] = {}
        for other in (*reversed(below), area):
            plates = other.upon(plates)
        return sum(plates.values()) * 100
