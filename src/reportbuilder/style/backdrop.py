"""Determines the colours behind text on a page, from the fills and wide lines of the artwork, by scan lines."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot
from typing import assert_never

from reportbuilder.document.graphics import Label, Path, Verb
from reportbuilder.values import Value

PAPER = ""
"""The colour behind text where nothing is drawn."""

_CURVE_STEPS = 8
_LEAST = 0.5  # points: what shows less of itself beside a row is not behind it
_WIDE_LINE = 0.1  # of a text's size: a line as thick as the strokes of its letters hides them, a thinner one does not
_ROWS = (0.02, 0.25, 0.5, 0.7)  # of the size: the baseline, the small letters, the capitals

_Point = tuple[float, float]
_Span = tuple[float, float]
_Bounds = tuple[float, float, float, float]


class TextBox(Value):
    """The position of a text in a picture, in points with y upwards: its left and right edges, its baselines, and its
    size."""

    left: float
    right: float
    baselines: tuple[float, ...]
    size: float

    @property
    def rows(self) -> tuple[float, ...]:
        """The heights of the scan lines."""
        return tuple(y + share * self.size for y in self.baselines for share in _ROWS)


class Backdrop(Value):
    """Artwork prepared for finding the colours behind texts: its paths, the topmost first, each with its bounding
    box."""

    paths: list[tuple[Path, _Bounds]]

    @classmethod
    def of(cls, items: Iterable[Path | Label]) -> "Backdrop":
        """Prepare the paths of a picture, once for all texts."""
        paths = [item for item in items if isinstance(item, Path) and item.segments]
        return cls([(path, _bounding_box(path)) for path in reversed(paths)])

    def colours(self, box: TextBox) -> tuple[str, ...]:
        """The colours behind a text, from the topmost down; `PAPER` where nothing is drawn."""
        rows = {y: [(box.left, box.right)] for y in box.rows}
        colours: dict[str, None] = {}
        for colour, shape, hides in self._shapes(box):
            for y, free in rows.items():
                spans = shape.spans(y) if free else []
                if any(min(right, b) - max(left, a) > _LEAST for left, right in spans for a, b in free):
                    colours[colour] = None
                    if hides:
                        rows[y] = _subtract(free, spans)
            if not any(rows.values()):
                break
        if any(rows.values()):
            colours[PAPER] = None
        return tuple(colours)

    def _shapes(self, box: TextBox) -> Iterator[tuple[str, "_Shape", bool]]:
        """The areas that may be behind a text, with their colours, and whether nothing is seen through them: of a shape
        that lets through or is clipped, the text must be legible on it and on what is behind."""
        low, high = min(box.baselines), max(box.baselines) + box.size
        for path, (left, right, bottom, top) in self.paths:
            if left >= box.right or right <= box.left or bottom > high or top < low:
                continue
            lines = list(_flattened(path))
            if path.stroke is not None and path.line_width >= _WIDE_LINE * box.size:
                yield (
                    path.stroke,
                    _Shape([edge for line in lines for edge in _line_edges(line, path.line_width / 2)]),
                    path.is_opaque,
                )
            if path.fill is not None:
                edges = [edge for line in lines for edge in zip(line, (*line[1:], line[0]), strict=True)]
                yield path.fill, _Shape(edges, path.even_odd), path.is_opaque


class _Shape(Value):
    """An area, as the line segments around it."""

    edges: list[tuple[_Point, _Point]]
    even_odd: bool = False

    def spans(self, y: float) -> list[_Span]:
        """The spans of a horizontal line that are inside the area."""
        crossings = sorted(
            (x0 + (y - y0) * (x1 - x0) / (y1 - y0), 1 if y1 > y0 else -1)
            for (x0, y0), (x1, y1) in self.edges
            if (y0 <= y) != (y1 <= y)
        )
        result: list[_Span] = []
        winding, start = 0, 0.0
        for x, turn in crossings:
            inside = self._inside(winding)
            winding += turn
            if not inside:
                start = x
            elif not self._inside(winding):
                result.append((start, x))
        return result

    def _inside(self, winding: int) -> bool:
        return winding % 2 == 1 if self.even_odd else winding != 0


def _bounding_box(path: Path) -> _Bounds:
    """The bounding box of the points and control points of a path: left, right, bottom and top."""
    xs = [x for segment in path.segments for x in segment.points[::2]]
    ys = [y for segment in path.segments for y in segment.points[1::2]]
    half = path.line_width / 2 if path.stroke is not None else 0.0
    return min(xs) - half, max(xs) + half, min(ys) - half, max(ys) + half


def _flattened(path: Path) -> Iterator[list[_Point]]:
    """The subpaths of a path, with curves approximated by lines."""
    line: list[_Point] = []
    for segment in path.segments:
        points = list(zip(segment.points[::2], segment.points[1::2], strict=True))
        match segment.verb:
            case Verb.MOVE:
                if len(line) > 1:
                    yield line
                line = points
            case Verb.LINE:
                line = [*line, *points]
            case Verb.CURVE:
                line = [*line, *_curve_points(line[-1], *points)]
            case Verb.CLOSE:
                line = [*line, line[0]]
            case _:
                assert_never(segment.verb)
    if len(line) > 1:
        yield line


def _curve_points(start: _Point, first: _Point, second: _Point, end: _Point) -> Iterator[_Point]:
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        yield (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )


def _line_edges(line: list[_Point], half: float) -> Iterator[tuple[_Point, _Point]]:
    """The edges of the rectangles around the segments of a line; all have the same orientation."""
    for (x0, y0), (x1, y1) in pairwise(line):
        length = hypot(x1 - x0, y1 - y0)
        if length:
            dx, dy = (y0 - y1) / length * half, (x1 - x0) / length * half
            corners = ((x0 + dx, y0 + dy), (x0 - dx, y0 - dy), (x1 - dx, y1 - dy), (x1 + dx, y1 + dy))
            yield from zip(corners, (*corners[1:], corners[0]), strict=True)


def _subtract(free: list[_Span], spans: list[_Span]) -> list[_Span]:
    """The parts of spans that other spans do not cover."""
    for left, right in spans:
        free = [part for a, b in free for part in ((a, min(b, left)), (max(a, right), b))]
        free = [(a, b) for a, b in free if b - a > _LEAST]
    return free
