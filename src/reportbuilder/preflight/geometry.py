"""Plane geometry of painted objects: matrices, paths, shapes and bounding boxes (ISO 32000-1, 8.3 and 8.5).

Lengths are in points, in the coordinate system of the page, from its lower left corner.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from reportbuilder.standards.facts import Box
from reportbuilder.values import Value

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_STEPS = 8
"""The number of straight segments that approximate a curve."""
_STRAIGHT = 0.01


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and then `then` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def point(matrix: Matrix, x: float, y: float) -> Point:
    """Transform a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def corners(matrix: Matrix, box: Box) -> tuple[Point, ...]:
    """Transform the corners of a box."""
    left, foot, right, top = box
    return tuple(point(matrix, x, y) for x, y in ((left, foot), (right, foot), (right, top), (left, top)))


def thinnest(matrix: Matrix) -> float:
    """The smallest factor by which a matrix scales lengths, over all directions."""
    a, b, c, d, _, _ = matrix
    sum_of_squares, area = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    widest = ((sum_of_squares + max(0.0, sum_of_squares**2 - 4 * area**2) ** 0.5) / 2) ** 0.5
    return area / widest if widest else 0.0


def around(points: Iterable[Point]) -> Box:
    """The bounding box of points, of which there must be at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meet(first: Box, second: Box) -> Box:
    """The intersection of two boxes; if they do not meet, its right is less than its left, or its top less than its
    foot."""
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def is_empty(box: Box) -> bool:
    """Whether a box is empty."""
    return box[2] < box[0] or box[3] < box[1]


def grown(box: Box, margin: float) -> Box:
    """A box extended on all sides."""
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def curve(start: Point, first_control: Point, second_control: Point, end: Point) -> list[Point]:
    """Points along a Bézier curve, without its start."""
    points = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        k0, k1, k2, k3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        x = k0 * start[0] + k1 * first_control[0] + k2 * second_control[0] + k3 * end[0]
        points.append((x, k0 * start[1] + k1 * first_control[1] + k2 * second_control[1] + k3 * end[1]))
    return points


class Shape(Value, eq=False):
    """An area or a line: its outlines, their bounding box, and the part of that box inside the clipping path."""

    outlines: Sequence[Sequence[Point]]
    bounds: Box
    box: Box

    @property
    def is_rectangle(self) -> bool:
        """Whether the shape is a single rectangle with sides parallel to the axes."""
        if len(self.outlines) != 1 or not 4 <= len(self.outlines[0]) <= 5:
            return False
        left, foot, right, top = self.bounds
        return all(
            min(abs(x - left), abs(x - right)) < _STRAIGHT and min(abs(y - foot), abs(y - top)) < _STRAIGHT
            for x, y in self.outlines[0]
        )

    def covers(self, x: float, y: float) -> bool:
        """Whether a point is inside the shape (even-odd rule)."""
        left, foot, right, top = self.box
        if not (left <= x <= right and foot <= y <= top):
            return False
        return sum(_crossings(outline, x, y) for outline in self.outlines) % 2 == 1

    def runs_along(self, side: int, position: float, tolerance: float) -> bool:
        """Whether a side of the box (0 left, 1 foot, 2 right, 3 top) that is at a line is a straight edge of the shape,
        its own or by clipping, and not just the extreme point of a curve."""
        inside = 1 if side < 2 else -1
        if (self.bounds[side] - self.box[side]) * inside < -_STRAIGHT:
            return True
        axis = side % 2
        for outline in self.outlines:
            for one, two in zip(outline, (*outline[1:], outline[0]), strict=True):
                near = abs(one[axis] - position) <= tolerance and abs(two[axis] - position) <= tolerance
                if near and abs(one[1 - axis] - two[1 - axis]) > 1:
                    return True
        return False


def shape(outlines: Sequence[Sequence[Point]], clip: Box) -> Shape:
    """The shape of outlines, of which there must be at least one, inside a clip."""
    bounds = around(corner for outline in outlines for corner in outline)
    return Shape(outlines, bounds, meet(bounds, clip))


def _crossings(outline: Sequence[Point], x: float, y: float) -> int:
    count = 0
    x1, y1 = outline[-1]
    for x2, y2 in outline:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
        x1, y1 = x2, y2
    return count


class PathBuilder:
    """Builds a path from path construction operators; points are transformed to the page."""

    def __init__(self) -> None:
        self._outlines: list[list[Point]] = []

    def outlines(self) -> list[list[Point]]:
        """The outlines built so far; points without a segment are left out."""
        return [outline for outline in self._outlines if len(outline) > 1]

    def add(self, operator: str, operands: list[Any], matrix: Matrix) -> None:
        """Apply a path construction operator."""
        if operator == "re":
            x, y, width, height = operands
            across, up = x + width, y + height
            places = ((x, y), (across, y), (across, up), (x, up))
            self._outlines.append([point(matrix, *place) for place in places])
            return
        if operator == "h":
            if self._outlines:  # what comes next without a move begins where this outline began
                self._outlines.append(self._outlines[-1][:1])
            return
        points = [point(matrix, x, y) for x, y in zip(operands[::2], operands[1::2], strict=True)]
        if operator == "m":
            if self._outlines and len(self._outlines[-1]) == 1:
                self._outlines.pop()
            self._outlines.append(points[:1])
        elif self._outlines:
            self._continue(operator, points)

    def _continue(self, operator: str, points: list[Point]) -> None:
        """Continue the current outline with segments."""
        outline = self._outlines[-1]
        if operator == "l":
            outline.extend(points[:1])
        elif operator == "c":
            outline.extend(curve(outline[-1], points[0], points[1], points[2]))
        elif operator == "v":
            outline.extend(curve(outline[-1], outline[-1], points[0], points[1]))
        else:
            outline.extend(curve(outline[-1], points[0], points[1], points[1]))
