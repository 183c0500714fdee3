"""The kinds of charts: those that come with the program, in the modules of this folder, and those of plug-ins."""

from collections.abc import Mapping

from reportbuilder.charts.alt_text import list_figures
from reportbuilder.charts.chart_data import series_against_norm, series_by_column
from reportbuilder.charts.chart_type import ChartType
from reportbuilder.charts.kinds import bars, dots, line_charts, stacks
from reportbuilder.registry import Registry

BUILT_IN: Mapping[str, ChartType] = {
    kind.name: kind
    for kind in (
        ChartType("line", line_charts.draw_lines, check_settings=line_charts.check_line_settings),
        ChartType("bar", bars.draw_bar_chart, take_figures=bars.take_bars),
        ChartType("grouped-bar", bars.draw_bars, take_figures=series_by_column),
        ChartType("stacked-bar", stacks.draw_stacks, take_figures=stacks.take_stacks, counts=True),
        ChartType("dot", dots.draw_dots, take_figures=series_by_column),
        ChartType(
            "bullet",
            bars.draw_bullets,
            take_figures=series_against_norm,
            check_settings=bars.check_bullet_settings,
        ),
    )
}


def chart_types(registry: Registry) -> Mapping[str, ChartType]:
    """The kinds of charts by name: those of the registry, and those that come with the program.

    Raises TypeError for a kind that was registered with an option that `ChartType` does not have.
    """
    registered = (
        ChartType(kind.name, kind.draw, kind.describe or list_figures, **kind.options)
        for kind in registry.charts.values()
    )
    return {**{kind.name: kind for kind in registered}, **BUILT_IN}
