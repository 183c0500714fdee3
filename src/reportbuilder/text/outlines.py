"""The shapes of glyphs, for words that are drawn and not read."""

from reportbuilder.values import Mutable, field

Point = tuple[float, float]
Stroke = tuple[str, tuple[float, ...]]
"""A step of an outline: PDF's operator (m, l, c, h) and its coordinates, in ems."""


class OutlinePen(Mutable):
    """Takes the outline of glyphs as HarfBuzz tells it, to a pen of fontTools' protocol."""

    scale: float
    origin: Point = (0.0, 0.0)
    strokes: list[Stroke] = field(default_factory=list)
    _last: Point = (0.0, 0.0)

    def moveTo(self, point: Point) -> None:  # noqa: N802 - fontTools' name, as are those below
        """Begin a contour."""
        self._add("m", point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        """A straight line."""
        self._add("l", point)

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        """A cubic curve."""
        self._add("c", *points)

    def qCurveTo(self, control: Point, end: Point) -> None:  # noqa: N802
        """A quadratic curve, written as the cubic one that it is."""
        start = self._last
        first, second = (tuple(a + (c - a) * 2 / 3 for a, c in zip(at, control, strict=True)) for at in (start, end))
        self._add("c", (first[0], first[1]), (second[0], second[1]), end)

    def closePath(self) -> None:  # noqa: N802
        """End a contour."""
        self.strokes.append(("h", ()))

    def _add(self, verb: str, *points: Point) -> None:
        (x, y), scale = self.origin, self.scale
        self.strokes.append((verb, tuple(v for px, py in points for v in (x + px * scale, y + py * scale))))
        self._last = points[-1]
