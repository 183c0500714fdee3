"""Drawing a chart: its figures and the house style made into a picture."""

from __future__ import annotations

from collections.abc import Callable

from reportbuilder.charts import bars, columns, dots, lines
from reportbuilder.charts.look import Measure, look_of
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.sheet import Sheet
from reportbuilder.charts.spec import ChartSpec, Kind
from reportbuilder.graphics import Picture
from reportbuilder.style.model import Design, HouseStyle

_Height = Callable[[ChartData, Sheet], float]
_Drawing = Callable[[ChartData, Sheet], None]


def draw_chart(
    data: ChartData, spec: ChartSpec, style: HouseStyle, design: Design, width: float, height: float, measure: Measure
) -> Picture:
    """Draw a chart at a size in points; `measure(text, face, size)` gives the width that the page gives a text.

    The title and the source are not drawn: the layout sets them. A chart with more rows than the height can hold
    legibly comes out higher than asked; the picture says how high. Nothing of matplotlib's own settings is used or
    left changed, so that the same figures and style give the same picture everywhere.
    """
    import matplotlib

    look = look_of(style, design)
    needed, drawing = _kind(data)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        height = max(height, needed(data, Sheet(width, height, look, measure)))
        sheet = Sheet(width, height, look, measure)
        drawing(data, sheet)
        return sheet.picture()


def _kind(data: ChartData) -> tuple[_Height, _Drawing]:
    match data.kind:
        case Kind.LINE:
            return lines.least_height, lines.draw_lines
        case Kind.BAR if len(data.series) == 1 and data.upright:
            return columns.least_height, columns.draw_columns
        case Kind.BAR | Kind.GROUPED_BAR:
            return bars.bars_height, bars.draw_bars
        case Kind.STACKED_BAR:
            return bars.stacked_height, bars.draw_stacks
        case Kind.DOT:
            return dots.dots_height, dots.draw_dots
        case Kind.BULLET:
            return bars.bullet_height, bars.draw_bullets
