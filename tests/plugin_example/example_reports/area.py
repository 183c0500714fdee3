"""A kind of chart: areas on top of each other (`kind: area` in a file of charts/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportbuilder.charts.model import ChartData, list_figures
from reportbuilder.i18n.language import ReportWords
from reportbuilder.registry import Plugin

if TYPE_CHECKING:  # matplotlib is loaded when a chart is drawn, and not by every command
    from matplotlib.axes import Axes

register = Plugin("area chart")


def area_in_words(data: ChartData, words: ReportWords) -> str:
    """What the areas show: all figures, series by series."""
    return f"{len(data.series)} vlakken op elkaar. {list_figures(data, words)}"


@register.chart("area", describe=area_in_words)
def draw_area(axes: Axes, data: ChartData) -> None:
    """An area for each series, the first at the foot."""
    figures = [series.numbers for series in data.series]
    axes.stackplot(data.categories, figures, labels=[series.name for series in data.series])
    axes.set_ylabel(data.unit)
    axes.set_ylim(0, 1.4 * max(map(sum, zip(*figures, strict=True))))  # room for the legend, for words need contrast
    axes.legend(loc="upper left")
    axes.margins(x=0)
