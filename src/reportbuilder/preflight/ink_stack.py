"""The inks that lie on each other on a page, so that those that overprint are added to those below them."""

from collections.abc import Iterator, Mapping

from reportbuilder.preflight.colour_spaces import InkColour
from reportbuilder.preflight.geometry import Shape
from reportbuilder.standards.facts import Box
from reportbuilder.values import Value

_CELL = 36.0
"""Points: the page is looked at in squares of this size."""
_LARGEST = 400
_DEEPEST = 200
"""Areas in one square that are looked through for what lies under something."""


class Area(Value, eq=False):
    """A painted area: its colour, if that is known, whether the inks below are left where it has none, and how it is
    mixed with what lies below: its blend mode and opacity (ISO 32000-1, 11.3)."""

    shape: Shape
    colour: InkColour
    over: bool
    blend: str = "Normal"
    alpha: float = 1.0

    @property
    def opaque(self) -> bool:
        """Whether nothing of the inks below is left."""
        return not self.over and self.blend in ("Normal", "Compatible") and self.alpha >= 1

    def upon(self, below: Mapping[str, float]) -> dict[str, float]:
        """The inks on every plate once it is painted upon those below."""
        own = dict(self.colour.plates)
        mixed: dict[str, float] = {}
        for plate in {**below, **own}:
            there, here = below.get(plate, 0.0), own.get(plate)
            if self.over and here is None:
                mixed[plate] = there
                continue
            result = _blended(self.blend, there, here or 0.0)
            mixed[plate] = there + (result - there) * self.alpha
        return mixed


def _blended(blend: str, below: float, above: float) -> float:
    """The ink that a blend mode makes of two, as shares; a mode that is not known here adds them, which is the most
    that any makes."""
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
    """The areas painted on a page so far."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._cells: dict[tuple[int, int], list[Area]] = {}

    def put(self, area: Area) -> None:
        """Paint an area; one that covers a square takes all below it away there."""
        hides = area.opaque and area.shape.is_rectangle
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

    def together(self, area: Area, x: float, y: float) -> float | None:
        """All ink at a point once an area is painted there, in percent; None where nothing lies below, or an image or
        a shading whose ink is not known."""
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
