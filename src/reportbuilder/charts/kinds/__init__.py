"""The kinds of charts: those that come with the program, in the modules of this folder, and those of plug-ins."""

from collections.abc import Mapping

from reportbuilder.charts.chart_data import series_against_norm, series_by_column
from reportbuilder.charts.chart_type import ChartType
from reportbuilder.charts.kinds import bars, dots, line_charts, maps
from reportbuilder.charts.model import list_figures
from reportbuilder.charts.panels import split_by_category, split_by_series
from reportbuilder.registry import ChartKind, Plugin, PluginError, Registry, registry_of

register = Plugin("kinds of charts")
register.chart("line", check_settings=line_charts.check_line_settings, split=split_by_series)(line_charts.draw_lines)
register.chart("bar", take_figures=bars.take_bars)(bars.draw_bar_chart)
register.chart("grouped-bar", take_figures=series_by_column, split=split_by_category)(bars.draw_bars)
register.chart("stacked-bar", take_figures=bars.take_stacks, counts=True)(bars.draw_stacks)
register.chart("dot", take_figures=series_by_column, split=split_by_category)(dots.draw_dots)
register.chart("bullet", take_figures=series_against_norm, check_settings=bars.check_bullet_settings)(bars.draw_bullets)

register.chart("map", take_figures=maps.take_regions, check_settings=maps.check_map_settings, has_regions=True)(
    maps.draw_map
)


def chart_types(registry: Registry) -> Mapping[str, ChartType]:
    """The kinds of charts by name: those of plug-ins, and those that come with the program also where `registry` lacks
    them.

    Raises PluginError for a kind that was registered with an option that `ChartType` does not have.
    """
    return {**{name: _chart_type(kind) for name, kind in registry.charts.items()}, **BUILT_IN}


def _chart_type(kind: ChartKind) -> ChartType:
    unknown = [option for option in kind.options if option not in ChartType.__struct_fields__]
    if unknown:
        raise PluginError(f"the kind of chart “{kind.name}” is registered with “{unknown[0]}”, which no kind has.")
    return ChartType(kind.name, kind.draw, kind.describe or list_figures, **kind.options)


BUILT_IN: Mapping[str, ChartType] = {name: _chart_type(kind) for name, kind in registry_of(register).charts.items()}
