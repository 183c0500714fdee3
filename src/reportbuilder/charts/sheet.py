"""The sheet that a chart is drawn on: lines, areas and words in points, as artists of a matplotlib figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reportbuilder.charts.labels import Box, Point, crosses, pieces, text_box, wrap
from reportbuilder.charts.look import Look, Measure, Paint, Pattern
from reportbuilder.document.graphics import Anchor, Picture
from reportbuilder.style.model import TextStyle

if TYPE_CHECKING:
    from matplotlib.artist import Artist

HAIR = 0.35
THIN = 0.75
NORM_DASH = (2.5, 2.0)
_SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
WHITE = "#ffffff"
_CLEARANCE = 1.5
_STRIPE_STEP = 3.6
_STRIPE_WIDTH = 0.6
_UNDER = 1_000_000

_MARKERS = ((0, 0.0), (4, math.pi / 4), (3, 0.0), (4, 0.0))
"""The corners of each sign (none for a disc), and how far it is turned."""


class Sheet:
    """Collects what is drawn, in painting order, and remembers where words and lines stand."""

    def __init__(self, width: float, height: float, look: Look, measure: Measure) -> None:
        from reportbuilder.charts.backend import new_figure

        self.width = width
        self.height = height
        self.look = look
        self.boxes: list[Box] = []
        self.strokes: list[tuple[Point, Point]] = []
        self._measure = measure
        self._figure = new_figure(width, height)
        self._count = 0

    def blank(self) -> Sheet:
        """An empty sheet of the same size and look, to try something on."""
        return Sheet(self.width, self.height, self.look, self._measure)

    def picture(self) -> Picture:
        """What has been drawn."""
        from reportbuilder.charts.backend import RecordingCanvas

        canvas = self._figure.canvas
        assert isinstance(canvas, RecordingCanvas)
        return canvas.picture(self.look.names, self._measure)

    def text_width(self, text: str) -> float:
        """The width of a text in the chart style."""
        return self._measure(text, self.look.text.face, self.look.text.size)

    def strong_width(self, text: str) -> float:
        """The width of a text in the strong chart style."""
        return self._measure(text, self.look.strong.face, self.look.strong.size)

    def unit_room(self, unit: str) -> float:
        """The height that the words for the scale take at the top; 0 when there are none."""
        return (len(self._unit_lines(unit)) + 0.5) * self.look.leading if unit else 0.0

    def draw_unit(self, unit: str) -> None:
        """The words for the scale, at the top left."""
        for number, line in enumerate(self._unit_lines(unit) if unit else ()):
            self.words(0, self.height - (number + 0.8) * self.look.leading, line, colour=self.look.norm)

    def _unit_lines(self, unit: str) -> tuple[str, ...]:
        return wrap(unit, self.width, self.text_width)

    def words(
        self, x: float, y: float, text: str, anchor: Anchor = Anchor.START, colour: str = "", strong: bool = False
    ) -> None:
        """A line of text on a baseline."""
        from reportbuilder.charts.backend import Words

        style = self.look.strong if strong else self.look.text
        self.boxes.append(self.box(x, y, text, anchor, strong))
        self._add(Words(x, y, text, style.face, style.size, colour or self.look.ink, anchor))

    def box(self, x: float, y: float, text: str, anchor: Anchor = Anchor.START, strong: bool = False) -> Box:
        """The room that a text would take."""
        style: TextStyle = self.look.strong if strong else self.look.text
        width = self._measure(text, style.face, style.size)
        return text_box(x - _SHARES[anchor] * width, y, width, style.size)

    def is_free(self, box: Box, margin: float = 1.0) -> bool:
        """Whether a rectangle lies on the sheet, clear of all words and of the lines that words should not touch."""
        grown = box.grown(margin)
        if not box.within(Box(0, 0, self.width, self.height)) or any(grown.overlaps(b) for b in self.boxes):
            return False
        return not any(crosses(grown, start, end) for start, end in self.strokes)

    def line(self, points: Sequence[Point], colour: str, width: float, dash: Sequence[float] = ()) -> None:
        """A stroked line; words that look for room later on stay clear of it."""
        self._stroke(points, colour, width, dash)
        self.strokes.extend(pairwise(points))

    def rule(self, start: Point, end: Point, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        """An upright or level line under everything else, broken where words stand that were placed before it."""
        for piece in pieces(start, end, [box.grown(_CLEARANCE) for box in self.boxes]):
            self._stroke(piece, colour, width, dash, under=True)

    def _stroke(
        self, points: Sequence[Point], colour: str, width: float, dash: Sequence[float] = (), under: bool = False
    ) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.transforms import IdentityTransform

        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=width, linestyle="-", transform=IdentityTransform())
        line.set_linestyle((0.0, tuple(part / width for part in dash)) if dash else "-")
        line.set_dash_capstyle("butt")
        line.set_solid_capstyle("butt" if len(points) == 2 else "round")
        line.set_solid_joinstyle("round")
        self._add(line, under)

    def area(self, box: Box, paint: Paint) -> None:
        """A filled rectangle; its pattern is drawn over it in white."""
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import IdentityTransform

        inset = THIN / 2 if paint.pattern is Pattern.OUTLINE else 0.0
        width, height = box.right - box.left - 2 * inset, box.top - box.bottom - 2 * inset
        if width <= 0 or height <= 0:
            return
        outline = paint.pattern is Pattern.OUTLINE
        shape = Rectangle((box.left + inset, box.bottom + inset), width, height, transform=IdentityTransform())
        shape.set_facecolor(WHITE if outline else paint.colour)
        shape.set_edgecolor(paint.colour if outline else "none")
        shape.set_linewidth(THIN if outline else 0.0)
        self._add(shape)
        if paint.pattern in (Pattern.STRIPES, Pattern.GRID):
            self._stripes(box, rising=True)
        if paint.pattern is Pattern.GRID:
            self._stripes(box, rising=False)

    def dot(self, at: Point, radius: float, colour: str, hollow: bool = False) -> None:
        """A disc, or a ring."""
        from matplotlib.patches import Circle
        from matplotlib.transforms import IdentityTransform

        shape = Circle(at, radius, linewidth=1.0, transform=IdentityTransform())
        shape.set_facecolor(WHITE if hollow else colour)
        shape.set_edgecolor(colour)
        self._add(shape)

    def marker(self, at: Point, radius: float, colour: str, series: int) -> None:
        """The sign of a series: a disc, a square, a triangle or a diamond, so that colour does not tell alone."""
        from matplotlib.patches import RegularPolygon
        from matplotlib.transforms import IdentityTransform

        corners, turned = _MARKERS[series % len(_MARKERS)]
        if not corners:
            self.dot(at, radius, colour)
            return
        shape = RegularPolygon(at, corners, radius=1.35 * radius, orientation=turned, transform=IdentityTransform())
        shape.set_facecolor(colour)
        shape.set_edgecolor("none")
        self._add(shape)

    def _stripes(self, box: Box, rising: bool) -> None:
        """White diagonals across a rectangle, cut off at its sides."""
        height, width = box.top - box.bottom, box.right - box.left
        offset = _STRIPE_STEP / 2 - height
        while offset < width:
            low, high = max(0.0, -offset), min(height, width - offset)
            if high - low > _STRIPE_WIDTH:
                ends = [(offset + rise, rise) for rise in (low, high)]
                points = [(box.left + (x if rising else width - x), box.bottom + y) for x, y in ends]
                self._stroke(points, WHITE, _STRIPE_WIDTH)
            offset += _STRIPE_STEP

    def _add(self, artist: Artist, under: bool = False) -> None:
        """Artists are painted in the order in which they come, those that lie under the others first."""
        self._count += 1
        artist.set_zorder(self._count - _UNDER if under else self._count)
        self._figure.add_artist(artist)
