"""Sparklines: lines through a few values, as small as a word, with the last value marked and the norm as a ring.

E. Tufte, *Beautiful Evidence* (2006). Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.document.model import Sparkline
from reportbuilder.style.model import ChartLook

_STEP = 1.15
"""The distance between two values, in ems."""
_HEIGHT = 0.95
_DOT = 0.16
_LINE = 0.11
_RING_LINE = 0.085
_RING_GAP = 0.7


def draw_sparkline(line: Sparkline, size: float, look: ChartLook) -> Picture:
    """Draw a sparkline beside text of a size, as high as its capitals; the scale runs from the least to the greatest of
    the values and the norm. A value that is not known breaks the line."""
    known = [value for value in (*line.values, line.norm) if value is not None]
    low, high = min(known), max(known)
    radius = _DOT * size
    room = _HEIGHT * size - 2 * radius

    def point(index: int, value: float) -> tuple[float, float]:
        return radius + index * _STEP * size, radius + (room * (value - low) / (high - low) if high > low else room / 2)

    items = [
        Path(stretch, stroke=look.series[0], line_width=_LINE * size, join=1, cap=1)
        for stretch in _stretches([None if v is None else point(i, v) for i, v in enumerate(line.values)])
    ]
    last = len(line.values) - 1
    if (value := line.values[last]) is not None:
        items.append(Path(disc(*point(last, value), radius), fill=look.series[0]))
    width = 2 * radius + last * _STEP * size
    if line.norm is not None:
        ring = disc(width + _RING_GAP * size, point(0, line.norm)[1], 1.1 * radius)
        items.append(Path(ring, stroke=look.norm, line_width=_RING_LINE * size))
        width += _RING_GAP * size + 1.1 * radius + _RING_LINE * size / 2
    return Picture(width, _HEIGHT * size, tuple(items))


def _stretches(points: list[tuple[float, float] | None]) -> Iterator[tuple[Segment, ...]]:
    """The parts of a line between values that are not known; a single value is a dot."""
    stretch: list[Segment] = []
    for point in (*points, None):
        if point is not None:
            stretch.append(Segment(Verb.LINE if stretch else Verb.MOVE, point))
        elif stretch:
            yield tuple(stretch) if len(stretch) > 1 else (*stretch, Segment(Verb.LINE, stretch[0].points))
            stretch = []


def disc(x: float, y: float, radius: float) -> tuple[Segment, ...]:
    """A circle from four curves (control points at 0.5523 of the radius)."""
    k = radius * 0.5523
    return (
        Segment(Verb.MOVE, (x + radius, y)),
        Segment(Verb.CURVE, (x + radius, y + k, x + k, y + radius, x, y + radius)),
        Segment(Verb.CURVE, (x - k, y + radius, x - radius, y + k, x - radius, y)),
        Segment(Verb.CURVE, (x - radius, y - k, x - k, y - radius, x, y - radius)),
        Segment(Verb.CURVE, (x + k, y - radius, x + radius, y - k, x + radius, y)),
        Segment(Verb.CLOSE),
    )
