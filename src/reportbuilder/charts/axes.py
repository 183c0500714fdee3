"""The axes that charts are drawn on: matplotlib's `Axes`, in the house style and in a picture of a given size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, ScalarFormatter
from matplotlib.transforms import Bbox

from reportbuilder.charts.backend import DOTS_PER_INCH, RecordingCanvas, new_figure
from reportbuilder.charts.labels import ASCENT, LabelBox, LabelSpace, text_box, wrap
from reportbuilder.charts.scales import TICK_STEPS, tick_texts
from reportbuilder.charts.style import CAP_HEIGHT, ChartStyle, TextMeasure
from reportbuilder.document.graphics import Picture

_FIT_ROUNDS = 2  # the second one for what became wider or narrower by the first, such as a scale with fewer numbers


class HouseFormatter(ScalarFormatter):
    """Writes the numbers of a scale as the report does: in its language, all with the decimals of the finest."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The texts of some ticks."""
        return list(tick_texts(tuple(float(value) for value in values), self._language)) if len(values) else []

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The text of one number."""
        return tick_texts((float(x),), self._language)[0]


class ChartAxes(Axes):
    """Axes with the house style in `style`, and with what matplotlib lacks for the size and the labels of a chart.

    Positions of the picture are in points from its lower left corner. Axes that a drawing function does not place
    itself (`set_plot_area`) are fitted to the picture with all their labels.
    """

    style: ChartStyle
    _measure: TextMeasure
    _language = "nl"
    _is_placed = False

    @property
    def _picture(self) -> Figure:
        figure = self.get_figure(root=True)
        assert figure is not None
        return figure

    @property
    def picture_size(self) -> tuple[float, float]:
        """The width and height of the picture."""
        width, height = self._picture.get_size_inches() * DOTS_PER_INCH
        return float(width), float(height)

    def require_height(self, height: float) -> None:
        """Make the picture at least so high."""
        width, current = self.picture_size
        if height > current:
            self._picture.set_size_inches(width / DOTS_PER_INCH, height / DOTS_PER_INCH)

    def set_plot_area(self, left: float, bottom: float, right: float, top: float) -> None:
        """Place the rectangle that the axes enclose; labels stand around it."""
        width, height = self.picture_size
        self._is_placed = True
        self.set_position((left / width, bottom / height, (right - left) / width, (top - bottom) / height))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The position in the picture of a point of the data."""
        across, up = self.transData.transform((x, y))
        return float(across), float(up)

    def text_width(self, text: str, strong: bool = False) -> float:
        """The width that the page gives a line of text."""
        style = self.style.strong if strong else self.style.text
        return self._measure(text, style.face, style.size)

    def widest(self, texts: Sequence[str], strong: bool = False) -> float:
        """The width of the widest of some lines of text; 0 when there are none."""
        return max((self.text_width(text, strong) for text in texts), default=0.0)

    def wrap(self, text: str, room: float, strong: bool = False) -> tuple[str, ...]:
        """The lines of a label that is no wider than `room`."""
        return wrap(text, room, lambda line: self.text_width(line, strong))

    def text_box(self, x: float, baseline: float, text: str, share: float = 0.0, strong: bool = False) -> LabelBox:
        """The rectangle that a line of text takes whose `share` (0 left end, 1 right end) stands at `x`."""
        width = self.text_width(text, strong)
        return text_box(x - share * width, baseline, width, (self.style.strong if strong else self.style.text).size)

    def unit_height(self, unit: str) -> float:
        """The height that the unit of the values takes above a chart; 0 without one."""
        return (len(self.wrap(unit, self.picture_size[0])) + 0.5) * self.style.leading if unit else 0.0

    def draw_unit(self, unit: str, space: LabelSpace | None = None) -> None:
        """Write the unit of the values at the top left of the picture."""
        width, height = self.picture_size
        for number, line in enumerate(self.wrap(unit, width) if unit else ()):
            y = height - (number + 0.8) * self.style.leading
            self.write(0.0, y, line, color=self.style.norm)
            if space is not None:
                space.add(self.text_box(0.0, y, line))

    def write(self, x: float, baseline: float, text: str, **style: Any) -> Text:
        """Write a line of text at a position of the picture."""
        return self.text(x, baseline, text, transform=None, va="baseline", clip_on=False, **style)

    def twinx(self, *args: Any, **kwargs: Any) -> Axes:
        """A second scale of values, on the right, that writes its numbers as the first one does."""
        twin = super().twinx(*args, **kwargs)
        twin.yaxis.set_major_formatter(HouseFormatter(self._language))
        twin.grid(False)
        return twin

    def set_xscale(self, value: Any, **kwargs: Any) -> None:
        """Set the kind of the horizontal scale; a logarithmic one has plain numbers, too."""
        super().set_xscale(value, **kwargs)
        self._use_plain_numbers(self.xaxis, value)

    def set_yscale(self, value: Any, **kwargs: Any) -> None:
        """Set the kind of the vertical scale; a logarithmic one has plain numbers, too."""
        super().set_yscale(value, **kwargs)
        self._use_plain_numbers(self.yaxis, value)

    def _use_plain_numbers(self, axis: Any, scale: Any) -> None:
        if scale in ("log", "symlog"):  # each number with decimals of its own, and no powers of ten
            axis.set_major_formatter(FuncFormatter(HouseFormatter(self._language)))
            axis.set_minor_formatter(NullFormatter())

    def fit(self) -> None:
        """Move the edges of the axes so that all their labels stand in the picture, and no room is left over."""
        width, height = self.picture_size
        edge = (ASCENT - CAP_HEIGHT) * self.style.size  # matplotlib measures texts to the top of capitals
        for _ in range(_FIT_ROUNDS):
            renderer = _canvas_of(self).get_renderer()
            boxes = [box for axes in self._picture.axes if (box := axes.get_tightbbox(renderer)) is not None]
            inner, outer = self.bbox, Bbox.union(boxes)
            left, bottom = inner.x0 - outer.x0 + edge, inner.y0 - outer.y0 + edge
            right, top = width - (outer.x1 - inner.x1) - edge, height - (outer.y1 - inner.y1) - edge
            self.set_plot_area(left, bottom, max(right, left + 1), max(top, bottom + 1))

    @property
    def is_placed(self) -> bool:
        """Whether a drawing function has placed the axes itself."""
        return self._is_placed


def new_axes(width: float, height: float, language: str, style: ChartStyle, measure: TextMeasure) -> ChartAxes:
    """Empty axes in a picture of a size in points, made under the settings of `style.matplotlib_settings`."""
    axes = new_figure(width, height, style, measure).add_subplot(axes_class=ChartAxes)
    assert isinstance(axes, ChartAxes)
    axes.style = style
    axes._measure = measure
    axes._language = language
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(HouseFormatter(language))
        axis.isDefault_majfmt = True  # so that categories are still written as such
        axis.set_major_locator(MaxNLocator(nbins=5, steps=TICK_STEPS))
        axis.isDefault_majloc = True
    return axes


def picture_of(axes: ChartAxes) -> Picture:
    """The picture of what is drawn on axes, which are fitted to it unless they were placed."""
    if not axes.is_placed:
        axes.fit()
    return _canvas_of(axes).picture()


def _canvas_of(axes: ChartAxes) -> RecordingCanvas:
    canvas = axes.figure.canvas
    assert isinstance(canvas, RecordingCanvas)
    return canvas
