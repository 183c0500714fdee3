"""The style of charts: their colours and text styles from the house style, also as matplotlib's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial
from typing import Any

from reportbuilder.charts.model import ChartData
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.values import Value

TextMeasure = Callable[[str, str, float], float]
"""The width in points that the page gives a text: `measure(text, face, size)`."""

WHITE = "#ffffff"
CAP_HEIGHT = 0.66
"""The height of capitals and figures, in ems; texts are centred on them."""
DESCENT = 0.23
"""How far letters reach below the baseline, in ems."""
HAIRLINE = 0.35
THIN_LINE = 0.75
NORM_DASHES = (0.0, (2.5, 2.0))
"""The dashes of a norm's line, in points, as matplotlib writes them."""
MARKERS = ("o", "s", "^", "D")
"""A marker for each series, so that not colour alone tells them apart."""
_MARKER_SIZES = {"o": 4.4, "s": 3.3, "^": 3.7, "D": 3.3}
_HATCH_WIDTH = 0.6


class Pattern(Enum):
    """The patterns that distinguish areas in black and white; the value is matplotlib's `hatch`."""

    SOLID = ""
    STRIPES = "/"
    GRID = "x"
    OUTLINE = "outline"


_STATUS_PATTERNS = {
    "gerealiseerd": Pattern.SOLID,
    "deels": Pattern.STRIPES,
    "niet-gerealiseerd": Pattern.GRID,
    "geen-informatie": Pattern.OUTLINE,
}


class AreaFill(Value):
    """The colour (hexadecimal) of the areas of a series, and their pattern, which is drawn over it in white."""

    colour: str
    pattern: Pattern = Pattern.SOLID

    @property
    def inset(self) -> float:
        """The inset of the area from its edges, in points: half the width of its outline."""
        return THIN_LINE / 2 if self.pattern is Pattern.OUTLINE else 0.0

    @property
    def patch(self) -> Mapping[str, Any]:
        """The keyword arguments of a matplotlib patch of this fill."""
        if self.pattern is Pattern.OUTLINE:
            return {"facecolor": WHITE, "edgecolor": self.colour, "linewidth": THIN_LINE}
        return {"facecolor": self.colour, "linewidth": 0.0, "hatch": self.pattern.value or None}


class ChartStyle(Value):
    """The part of the house style that charts use: colours as hexadecimal codes, and the palette's names for those."""

    text: TextStyle
    strong: TextStyle
    ink: str
    series: tuple[str, ...]
    muted: str
    axis: str
    norm: str
    line_width: float
    statuses: Mapping[str, str]
    names: Mapping[str, str]
    shades: tuple[str, ...] = ()
    textures: bool = False

    @property
    def leading(self) -> float:
        """The distance between the lines of a label, in points."""
        return max(self.text.leading, self.strong.leading)

    @property
    def size(self) -> float:
        """The size of the labels, in points."""
        return max(self.text.size, self.strong.size)

    @property
    def strong_text(self) -> Mapping[str, Any]:
        """The keyword arguments of a matplotlib text in the strong style."""
        return {"fontweight": "bold", "fontsize": self.strong.size}

    def marker(self, index: int) -> Mapping[str, Any]:
        """The keyword arguments of a matplotlib line with the marker of a series."""
        marker = MARKERS[index % len(MARKERS)]
        return {"marker": marker, "markersize": _MARKER_SIZES[marker]}

    def fills(self, data: ChartData) -> tuple[AreaFill, ...]:
        """A fill for each series: by status, years before the last one muted, else in the order of the house style;
        patterns where the style has textures, and for series beyond its colours."""
        if data.by_status:
            return tuple(AreaFill(self.statuses[s.key], self.pattern(_STATUS_PATTERNS[s.key])) for s in data.series)
        if len(data.series) > 1 and all(is_year(s.key) for s in data.series):
            return (*(AreaFill(self.muted) for _ in data.series[1:]), AreaFill(self.series[0]))
        patterns = (Pattern.SOLID, Pattern.STRIPES, Pattern.GRID)
        count = len(self.series)
        return tuple(AreaFill(self.series[i % count], patterns[i // count % 3]) for i in range(len(data.series)))

    def pattern(self, pattern: Pattern) -> Pattern:
        """A pattern, or solid where the style has no textures; an outline is always one."""
        return pattern if self.textures or pattern is Pattern.OUTLINE else Pattern.SOLID

    def text_on(self, ground: str) -> str:
        """White or ink, whichever has the greater contrast with a ground (WCAG 2.1, 1.4.3)."""
        lightness = _luminance(ground)
        return WHITE if 1.05 / (lightness + 0.05) >= (lightness + 0.05) / (_luminance(self.ink) + 0.05) else self.ink

    def matplotlib_settings(self) -> Mapping[str, Any]:
        """The settings (`rcParams`) under which plain calls of matplotlib draw in the house style: its colours in their
        order, its fonts and sizes, a light grid under the values, and no frame."""
        return {
            "font.family": [self.text.face],
            "font.size": self.text.size,
            "text.color": self.ink,
            "text.parse_math": False,
            "axes.prop_cycle": f"cycler(color={list(self.series)})",
            "axes.facecolor": "none",
            "axes.edgecolor": self.axis,
            "axes.linewidth": THIN_LINE,
            "axes.labelcolor": self.norm,
            "axes.labelsize": self.text.size,
            "axes.titlesize": self.strong.size,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "axes.axisbelow": True,
            "axes.formatter.useoffset": False,
            "grid.color": self.axis,
            "grid.linewidth": HAIRLINE,
            **{f"{axis}tick.{key}": value for axis in "xy" for key, value in self._tick_settings().items()},
            "lines.linewidth": self.line_width,
            "lines.markersize": _MARKER_SIZES["o"],
            "lines.markeredgewidth": 0.0,
            "lines.scale_dashes": False,
            "lines.solid_capstyle": "round",
            "lines.dash_capstyle": "butt",
            "patch.linewidth": THIN_LINE,
            "patch.edgecolor": self.ink,
            **{f"boxplot.{part}.color": self.ink for part in ("flierprops", "boxprops", "whiskerprops", "capprops")},
            "boxplot.flierprops.markeredgecolor": self.ink,
            "hatch.color": WHITE,
            "hatch.linewidth": _HATCH_WIDTH,
            "legend.frameon": False,
            "legend.fontsize": self.text.size,
            "legend.borderpad": 0.0,
            "legend.borderaxespad": 0.0,
            "path.simplify": False,
        }

    def _tick_settings(self) -> Mapping[str, Any]:
        return {
            "color": self.axis,
            "labelcolor": self.norm,
            "labelsize": self.text.size,
            "major.width": HAIRLINE,
            "minor.width": HAIRLINE,
            "major.size": 0.0,
            "minor.size": 0.0,
            "major.pad": 5.0,
            "minor.pad": 5.0,
        }


def white_plate(pad: float) -> Mapping[str, Any]:
    """The keyword arguments of a matplotlib text that covers what is under it with a white plate, so many points wider
    on its left and right, and a little higher than the text."""
    return {"bbox": {"boxstyle": partial(_plate, pad), "facecolor": WHITE, "edgecolor": "none", "linewidth": 0.0}}


def _plate(pad: float, left: float, bottom: float, width: float, height: float, size: float) -> Any:
    from matplotlib.path import Path
    from matplotlib.transforms import Bbox, BboxTransformTo

    del size
    above = min(pad, 0.7)
    box = Bbox.from_bounds(left - pad, bottom - above, width + 2 * pad, height + 2 * above)
    return Path.unit_rectangle().transformed(BboxTransformTo(box))


def chart_style(style: HouseStyle, design: Design) -> ChartStyle:
    """The style of charts of a house style and a design of it.

    Two names of the palette that have the same code on the screen become the one that charts use (the colours of the
    texts and of `charts:` first, in the order of the style).
    """
    screen = {name: colour.screen for name, colour in style.colours.items()}
    charts = style.charts
    shades = charts.shades or (charts.axis, charts.muted, charts.series[0])
    used = [design.text.chart.colour, design.text.chart_strong.colour, *charts.series, *shades, charts.muted]
    used += [style.charts.axis, style.charts.norm, *(s.colour for s in style.statuses.values()), *sorted(screen)]
    names: dict[str, str] = {}
    for name in used:
        names.setdefault(screen[name], name)
    return ChartStyle(
        text=design.text.chart,
        strong=design.text.chart_strong,
        ink=screen[design.text.chart.colour],
        series=tuple(screen[name] for name in style.charts.series[:4]),
        muted=screen[style.charts.muted],
        axis=screen[style.charts.axis],
        norm=screen[style.charts.norm],
        line_width=style.charts.line_width,
        statuses={key: screen[s.colour] for key, s in style.statuses.items()},
        names=names,
        shades=tuple(screen[name] for name in shades),
        textures=style.charts.textures,
    )


def _luminance(code: str) -> float:
    """The relative luminance of a colour (WCAG 2.1)."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
