"""Drawing a chart: its figures and the house style made into a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from reportbuilder.charts import bars, columns, dots, lines, stacks
from reportbuilder.charts.look import Measure, look_of
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.sheet import Sheet
from reportbuilder.charts.spec import ChartSpec, Kind
from reportbuilder.document.graphics import Picture
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import replace

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
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        trial = Sheet(width, height, look, measure)
        data = data if _stands(data, trial) else _lying(data)
        needed, drawing = _kind(data)
        height = max(height, needed(data, trial))
        sheet = Sheet(width, height, look, measure)
        drawing(data, sheet)
        return sheet.picture()


def _stands(data: ChartData, sheet: Sheet) -> bool:
    """Whether a bar chart's bars stand upright, as bars over years do where they have room."""
    return data.kind is Kind.BAR and data.upright and columns.has_room(data, sheet)


def _lying(data: ChartData) -> ChartData:
    """A chart whose bars, if it has any, lie: the norm of a series over columns becomes that of every column."""
    if data.kind is not Kind.BAR or not data.upright:
        return data
    (series,) = data.series
    bounds = (series.bound,) * len(data.categories) if series.bound else ()
    return replace(data, upright=False, bounds=bounds)


def _kind(data: ChartData) -> tuple[_Height, _Drawing]:
    match data.kind:
        case Kind.LINE:
            return lines.least_height, lines.draw_lines
        case Kind.BAR if data.upright:
            return columns.least_height, columns.draw_columns
        case Kind.BAR | Kind.GROUPED_BAR:
            return bars.bars_height, bars.draw_bars
        case Kind.STACKED_BAR:
            return stacks.stacked_height, stacks.draw_stacks
        case Kind.DOT:
            return dots.dots_height, dots.draw_dots
        case Kind.BULLET:
            return bars.bullet_height, bars.draw_bullets
        case _:
            assert_never(data.kind)
