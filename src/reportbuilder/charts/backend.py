"""A matplotlib backend that records what is drawn as a `graphics.Picture`, in points.

matplotlib's figure is taken at 72 dots an inch, so that its pixels are points. Text is measured with the widths that
the page will have (`measure`), never with matplotlib's own fonts; colours become names of the palette again.
See matplotlib's `backend_bases.RendererBase` for the calls that a renderer answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as PlotPath
from matplotlib.transforms import Transform

from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb

Measure = Callable[[str, str, float], float]
DOTS_PER_INCH = 72.0
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


class Words(Artist):
    """A line of text at a point of the picture, in a face of the style: no font of matplotlib's is looked up."""

    def __init__(self, x: float, y: float, text: str, face: str, size: float, colour: str, anchor: Anchor) -> None:
        super().__init__()
        self.at = (x, y)
        self.text = text
        self.face = face
        self.size = size
        self.colour = colour
        self.anchor = anchor

    def draw(self, renderer: Any) -> None:
        """Hand the text to the renderer as matplotlib's own texts are: from its left end, on the baseline."""
        properties = FontProperties(family=[self.face], size=self.size)
        width, _, _ = renderer.get_text_width_height_descent(self.text, properties, False)
        context = renderer.new_gc()
        context.set_foreground(self.colour)
        x, y = self.at
        renderer.draw_text(context, x - _SHARES[self.anchor] * width, y, self.text, properties, 0.0, False, self)
        context.restore()


class RecordingRenderer(RendererBase):
    """Answers matplotlib's drawing calls by adding to a display list."""

    def __init__(self, width: float, height: float, names: Mapping[str, str], measure: Measure) -> None:
        super().__init__()
        self.width = width
        self.height = height
        self.items: list[Path | Label] = []
        self._names = names
        self._measure = measure

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: PlotPath,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Record a path; markers and collections come through here too."""
        fill = None if rgbFace is None or _is_clear(rgbFace) else self._name(rgbFace)
        stroke = self._name(gc.get_rgb()) if gc.get_linewidth() > 0 and not _is_clear(gc.get_rgb()) else None
        if fill is None and stroke is None:
            return
        segments = _segments(path, transform, gc.get_clip_rectangle(), fill is not None)
        if not segments:
            return
        dashes: Any = gc.get_dashes()[1]
        self.items.append(
            Path(
                segments=segments,
                fill=fill,
                stroke=stroke,
                line_width=_rounded(gc.get_linewidth()) if stroke else 0.0,
                dash=tuple(_rounded(d) for d in dashes) if dashes and stroke else (),
                cap=_CAPS[gc.get_capstyle()] if stroke else 0,
                join=_JOINS[gc.get_joinstyle()] if stroke else 0,
            )
        )

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
        """Record a text, anchored as its artist asks, so that a right-hand edge stays one whatever the rounding."""
        (face, *_), size = prop.get_family(), float(prop.get_size_in_points())
        anchor = mtext.anchor if isinstance(mtext, Words) else Anchor.START
        shift = _SHARES[anchor] * self._measure(s, face, size)
        turn = math.radians(angle)
        self.items.append(
            Label(
                text=s,
                x=_rounded(x + shift * math.cos(turn)),
                y=_rounded(y + shift * math.sin(turn)),
                face=face,
                size=size,
                colour=self._name(gc.get_rgb()),
                anchor=anchor,
                angle=_rounded(angle),
            )
        )

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Transform | None = None
    ) -> None:
        """Charts are vectors only."""
        raise ValueError("A chart cannot hold an image.")

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """The width that the page gives the text; the heights are those of a usual text face."""
        size = float(prop.get_size_in_points())
        return self._measure(s, prop.get_family()[0], size), size * 0.95, size * 0.22

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size of the picture."""
        return self.width, self.height

    def flipy(self) -> bool:
        """The origin is at the lower left, as in a picture."""
        return False

    def points_to_pixels(self, points: Any) -> Any:
        """Pixels are points."""
        return points

    def _name(self, colour: Sequence[float]) -> str:
        red, green, blue = (round(float(part) * 255) for part in colour[:3])
        code = f"#{red:02x}{green:02x}{blue:02x}"
        return self._names.get(code, code)


class RecordingCanvas(FigureCanvasBase):
    """The canvas on which a figure is drawn to be recorded."""

    def picture(self, names: Mapping[str, str], measure: Measure) -> Picture:
        """Draw the figure; `names` are the palette's names by their hexadecimal codes."""
        width, height = (float(inches) * DOTS_PER_INCH for inches in self.figure.get_size_inches())
        renderer = RecordingRenderer(width, height, names, measure)
        self.figure.draw(renderer)
        return Picture(_rounded(width), _rounded(height), tuple(renderer.items))


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of a size in points, on a recording canvas; nothing is painted behind it."""
    figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH, frameon=False)
    RecordingCanvas(figure)
    return figure


def _segments(path: PlotPath, transform: Transform, clip: Any, filled: bool) -> tuple[Segment, ...]:
    """The segments of a path in points, clipped to a rectangle: areas by their outline, lines piece by piece."""
    placed = transform.transform_path(path)
    lines_clip = None
    if clip is not None and not _inside(placed, clip):
        if filled:
            placed = placed.clip_to_bbox(clip)
        else:
            lines_clip = (clip.x0 + 1, clip.y0 + 1, clip.x1 - 1, clip.y1 - 1)  # matplotlib leaves a pixel around it
    result: list[Segment] = []
    current = (0.0, 0.0)
    for raw, code in placed.iter_segments(remove_nans=True, clip=lines_clip, snap=False, simplify=False):
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
    return tuple(result)


def _inside(path: PlotPath, clip: Any) -> bool:
    if np.size(path.vertices) == 0:
        return True
    box = path.get_extents()
    return bool(box.x0 >= clip.x0 and box.y0 >= clip.y0 and box.x1 <= clip.x1 and box.y1 <= clip.y1)


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
