"""A matplotlib backend that records a figure as a `Picture`: paths in the palette's colours, and texts as texts.

A figure has 72 dots an inch, so that matplotlib's pixels are points. Texts are measured with the widths that the page
will give them, in the house's fonts: matplotlib's own fonts are never looked up. Hatches become lines, clipped to the
shape that they fill. See matplotlib's `backend_bases.RendererBase` for the calls that a renderer answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path as PlotPath
from matplotlib.transforms import Transform

from reportbuilder.charts.style import CAP_HEIGHT, DESCENT, ChartStyle, TextMeasure
from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb
from reportbuilder.style.model import TextStyle

DOTS_PER_INCH = 72.0
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_ANCHORS = {"left": Anchor.START, "center": Anchor.MIDDLE, "right": Anchor.END}
_ANCHOR_SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
_BOLD = 600
_HATCH_ANGLES = {"-": (0.0,), "/": (45.0,), "|": (90.0,), "\\": (135.0,), "x": (45.0, 135.0), "+": (0.0, 90.0)}
_HATCH_STEP = 2.55
"""The distance between the lines of a hatch, in points; a character that is repeated makes them closer."""


class RecordingRenderer(RendererBase):
    """Answers the drawing calls of matplotlib by adding to a list of paths and labels."""

    def __init__(self, width: float, height: float, style: ChartStyle, measure: TextMeasure) -> None:
        super().__init__()
        self.width = width
        self.height = height
        self.items: list[Path | Label] = []
        self._style = style
        self._measure = measure

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: PlotPath,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Record a path; markers and collections come through here too."""
        if gc.get_clip_path()[0] is not None:
            raise ValueError("a chart cannot hold what is clipped to another shape than a rectangle")
        fill = None if rgbFace is None or _is_clear(rgbFace) else self._colour(rgbFace)
        stroke = self._colour(gc.get_rgb()) if gc.get_linewidth() > 0 and not _is_clear(gc.get_rgb()) else None
        hatch = gc.get_hatch()
        if fill is None and stroke is None and not hatch:
            return
        placed, line_clip = _clipped(transform.transform_path(path), gc.get_clip_rectangle(), bool(fill or hatch))
        segments = _segments(placed, line_clip)
        if not segments:
            return
        if hatch:
            if fill is not None:
                self.items.append(Path(segments, fill=fill))
            self._draw_hatch(gc, placed, hatch)
            fill = None
        if stroke is not None:
            dashes: Any = gc.get_dashes()[1]
            self.items.append(
                Path(
                    segments,
                    fill=fill,
                    stroke=stroke,
                    line_width=_rounded(gc.get_linewidth()),
                    dash=tuple(_rounded(dash) for dash in dashes) if dashes else (),
                    cap=_CAPS[gc.get_capstyle()],
                    join=_JOINS[gc.get_joinstyle()],
                )
            )
        elif fill is not None:
            self.items.append(Path(segments, fill=fill))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Any = None,
    ) -> None:
        """Record a line of text; one that ends or is centred at a point is anchored there, whatever the rounding."""
        if "\\mathdefault" in s:
            raise ValueError(f"a chart cannot hold the formula {s}: give the axis a formatter of plain numbers")
        style, size = self._text_style(prop), float(prop.get_size_in_points())
        anchor = _ANCHORS[mtext.get_horizontalalignment()] if mtext is not None and not angle else Anchor.START
        shift = _ANCHOR_SHARES[anchor] * self._measure(s, style.face, size)
        colour = self._colour(gc.get_rgb())
        self.items.append(Label(s, _rounded(x + shift), _rounded(y), style.face, size, colour, anchor, _rounded(angle)))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Transform | None = None
    ) -> None:
        """Refuse an image: charts are vectors only."""
        raise ValueError("a chart cannot hold an image (imshow, pcolorfast, a rasterized artist)")

    def draw_gouraud_triangles(self, gc: Any, triangles_array: Any, colors_array: Any, transform: Any) -> None:
        """Refuse shaded triangles: no colour of theirs is in the palette."""
        raise ValueError("a chart cannot hold shaded triangles")

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """The width that the page gives a line of text; its height, from below the letters to the top of capitals; and
        how far letters reach below the baseline."""
        size = float(prop.get_size_in_points())
        return self._measure(s, self._text_style(prop).face, size), (CAP_HEIGHT + DESCENT) * size, DESCENT * size

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """The ascent, descent and gap between lines of a font: together the leading of the house's text style.

        matplotlib 3.11 asks a renderer for these under this name, and opens a font of its own where it has no answer.
        """
        style, size = self._text_style(prop), float(prop.get_size_in_points())
        leading = style.leading * size / style.size
        return CAP_HEIGHT * size, DESCENT * size, max(leading - (CAP_HEIGHT + DESCENT) * size, 0.0)

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size of the picture in points."""
        return self.width, self.height

    def flipy(self) -> bool:
        """False: the origin is at the lower left, as in a picture."""
        return False

    def points_to_pixels(self, points: Any) -> Any:
        """Points as pixels, which are points."""
        return points

    def _text_style(self, prop: FontProperties) -> TextStyle:
        """The text style of a font: that of strong labels for what is semibold or heavier."""
        weight = prop.get_weight()
        weight = weight_dict.get(weight, 400) if isinstance(weight, str) else weight
        return self._style.strong if weight >= _BOLD else self._style.text

    def _colour(self, colour: Any) -> str:
        """The palette's name of a colour, or its code where the palette has no such colour; what is transparent is
        mixed with white, as it would be seen on paper."""
        alpha = float(colour[3]) if len(colour) == 4 else 1.0
        red, green, blue = (round((float(part) * alpha + 1.0 - alpha) * 255) for part in colour[:3])
        code = f"#{red:02x}{green:02x}{blue:02x}"
        return self._style.names.get(code, code)

    def _draw_hatch(self, gc: GraphicsContextBase, placed: PlotPath, hatch: str) -> None:
        """Record a hatch as lines clipped to the shape; of matplotlib's characters those that are made of lines."""
        unknown = "".join(sorted(set(hatch) - set(_HATCH_ANGLES)))
        if unknown:
            raise ValueError(f"a chart cannot hold the hatch “{unknown}”: use {' '.join(_HATCH_ANGLES)}")
        polygons = placed.to_polygons(closed_only=True)
        width = gc.get_hatch_linewidth()
        segments: list[Segment] = []
        for character in dict.fromkeys(hatch):
            for angle in _HATCH_ANGLES[character]:
                for start, end in hatch_lines(polygons, angle, _HATCH_STEP * 3 / (hatch.count(character) + 2), width):
                    segments += [Segment(Verb.MOVE, start), Segment(Verb.LINE, end)]
        if segments:
            colour = self._colour(gc.get_hatch_color())
            self.items.append(Path(tuple(segments), stroke=colour, line_width=_rounded(width)))


class RecordingCanvas(FigureCanvasBase):
    """The canvas of a figure that is recorded."""

    def __init__(self, figure: Figure, style: ChartStyle, measure: TextMeasure) -> None:
        super().__init__(figure)
        self._style = style
        self._measure = measure

    def get_renderer(self) -> RecordingRenderer:
        """A renderer of the figure's size, by which matplotlib also measures texts."""
        width, height = (float(inches) * DOTS_PER_INCH for inches in self.figure.get_size_inches())
        return RecordingRenderer(width, height, self._style, self._measure)

    def picture(self) -> Picture:
        """Draw the figure."""
        renderer = self.get_renderer()
        self.figure.draw(renderer)
        return Picture(_rounded(renderer.width), _rounded(renderer.height), tuple(renderer.items))


def new_figure(width: float, height: float, style: ChartStyle, measure: TextMeasure) -> Figure:
    """An empty figure of a size in points, on a recording canvas; nothing is painted behind it."""
    figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH, frameon=False)
    RecordingCanvas(figure, style, measure)
    return figure


def hatch_lines(
    polygons: Sequence[Any], angle: float, step: float, least: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Parallel lines at an angle (degrees) and a distance, clipped to polygons by the even-odd rule; those that are
    not longer than `least` are left out.

    The polygons (arrays of points, the last one equal to the first) are turned so that the lines are level, and each
    line is cut where it crosses an edge.
    """
    points = [np.asarray(polygon, dtype=float) for polygon in polygons if len(polygon) > 2]
    if not points:
        return []
    turn = math.radians(angle)
    cosine, sine = math.cos(turn), math.sin(turn)
    turned = [np.column_stack((p @ (cosine, sine), p @ (-sine, cosine))) for p in points]
    starts = np.concatenate([p[:-1] for p in turned])
    ends = np.concatenate([p[1:] for p in turned])
    low, high = float(starts[:, 1].min()), float(starts[:, 1].max())
    lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for number in range(int((high - low) / step + 0.5)):
        level = low + (number + 0.5) * step
        crossed = (starts[:, 1] <= level) != (ends[:, 1] <= level)
        start, end = starts[crossed], ends[crossed]
        where = start[:, 0] + (level - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])
        where.sort()
        for left, right in where[: len(where) // 2 * 2].reshape(-1, 2):
            if right - left > least:
                first, last = (
                    (_rounded(along * cosine - level * sine), _rounded(along * sine + level * cosine))
                    for along in (left, right)
                )
                lines.append((first, last))
    return lines


def _segments(placed: PlotPath, clip: tuple[float, float, float, float] | None) -> tuple[Segment, ...]:
    """The segments of a path in points; `clip` is the rectangle that lines are cut to."""
    result: list[Segment] = []
    current = (0.0, 0.0)
    for raw, code in placed.iter_segments(remove_nans=True, clip=clip, snap=False, simplify=False):
        points = tuple(_rounded(p) for p in raw)
        match code:
            case PlotPath.MOVETO:
                result.append(Segment(Verb.MOVE, points))
            case PlotPath.LINETO:
                result.append(Segment(Verb.LINE, points))
            case PlotPath.CURVE3:
                result.append(Segment(Verb.CURVE, _cubic(current, points)))
            case PlotPath.CURVE4:
                result.append(Segment(Verb.CURVE, points))
            case PlotPath.CLOSEPOLY:
                result.append(Segment(Verb.CLOSE))
                continue
        current = (points[-2], points[-1])
    steps = zip(result, [*result[1:], Segment(Verb.MOVE)], strict=False)  # a move to nowhere draws nothing
    return tuple(step for step, following in steps if not step.verb is following.verb is Verb.MOVE)


def _clipped(placed: PlotPath, clip: Any, is_area: bool) -> tuple[PlotPath, tuple[float, float, float, float] | None]:
    """A path clipped to a rectangle, if it has one: an area by its outline; a line is left, with the rectangle that its
    segments are to be cut to (without the pixel that matplotlib leaves around it)."""
    if clip is None or _is_inside(placed, clip):
        return placed, None
    if is_area:
        return placed.clip_to_bbox(clip), None
    return placed, (clip.x0 + 1, clip.y0 + 1, clip.x1 - 1, clip.y1 - 1)


def _is_inside(path: PlotPath, clip: Any) -> bool:
    if np.size(path.vertices) == 0:
        return True
    box, slack = path.get_extents(), 1e-3  # what stands on the edge is inside, whatever its rounding
    across = box.x0 >= clip.x0 - slack and box.x1 <= clip.x1 + slack
    return bool(across and box.y0 >= clip.y0 - slack and box.y1 <= clip.y1 + slack)


def _cubic(start: tuple[float, float], points: tuple[float, ...]) -> tuple[float, ...]:
    """A quadratic curve as the cubic one of the same shape."""
    x0, y0 = start
    x1, y1, x2, y2 = points
    controls = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3, x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
    return (*(_rounded(c) for c in controls), x2, y2)


def _is_clear(colour: Sequence[float]) -> bool:
    return len(colour) == 4 and float(colour[3]) == 0.0


def _rounded(value: float) -> float:
    """Thousandths of a point: finer than any printer, and the same on every machine."""
    return round(float(value), 3) + 0.0
