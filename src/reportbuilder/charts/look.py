"""How charts look: the colours and text styles of the house style that they use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from reportbuilder.charts.series import ChartData
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.values import Value

Measure = Callable[[str, str, float], float]
_WHITE = "#ffffff"


class Pattern(Enum):
    """What tells areas apart on a black-and-white copier, besides their words."""

    SOLID = "solid"
    STRIPES = "stripes"
    GRID = "grid"
    OUTLINE = "outline"


_STATUS_PATTERNS = {
    "gerealiseerd": Pattern.SOLID,
    "deels": Pattern.STRIPES,
    "niet-gerealiseerd": Pattern.GRID,
    "geen-informatie": Pattern.OUTLINE,
}


class Paint(Value):
    """The colour (hexadecimal) of a series and its pattern."""

    colour: str
    pattern: Pattern = Pattern.SOLID


class Look(Value):
    """The style parts that charts use, colours as hexadecimal codes, and the palette's names for those."""

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

    @property
    def leading(self) -> float:
        """The distance between lines of a label, in points."""
        return max(self.text.leading, self.strong.leading)

    @property
    def size(self) -> float:
        """The size of the labels, in points."""
        return max(self.text.size, self.strong.size)

    def paints(self, data: ChartData) -> tuple[Paint, ...]:
        """A paint for each series: by status, years before the last one muted, else in the style's order."""
        from reportbuilder.i18n.number_parsing import is_year  # most charts were drawn before, and need no paint

        if data.by_status:
            return tuple(Paint(self.statuses[s.key], _STATUS_PATTERNS[s.key]) for s in data.series)
        if len(data.series) > 1 and all(is_year(s.key) for s in data.series):
            return (*(Paint(self.muted) for _ in data.series[1:]), Paint(self.series[0]))
        patterns = (Pattern.SOLID, Pattern.STRIPES, Pattern.GRID)
        count = len(self.series)
        return tuple(Paint(self.series[i % count], patterns[i // count % 3]) for i in range(len(data.series)))

    def on(self, ground: str) -> str:
        """White or ink, whichever is read better on a ground (contrast as in WCAG 2.1, 1.4.3)."""
        lightness = _lightness(ground)
        return _WHITE if 1.05 / (lightness + 0.05) >= (lightness + 0.05) / (_lightness(self.ink) + 0.05) else self.ink


def look_of(style: HouseStyle, design: Design) -> Look:
    """Take from a style and a design what charts use."""
    screen = {name: colour.screen for name, colour in style.colours.items()}
    used = [design.text.chart.colour, design.text.chart_strong.colour, *style.charts.series, style.charts.muted]
    used += [style.charts.axis, style.charts.norm, *(s.colour for s in style.statuses.values()), *sorted(screen)]
    names: dict[str, str] = {}
    for name in used:
        names.setdefault(screen[name], name)
    return Look(
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
    )


def _lightness(code: str) -> float:
    """The relative luminance of a colour (WCAG 2.1)."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
