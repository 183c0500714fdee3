"""Kinds of charts: what the room needs of one, with defaults for what a plug-in leaves out.

A kind is a function that draws on the axes of matplotlib; everything else has a default::

    register = Plugin("area chart")

    @register.chart("area", titles={"nl": "vlakdiagram", "en": "area chart"})
    def draw_area(ax: Axes, data: ChartData) -> None:
        for series in data.series:
            ax.fill_between(range(len(data.categories)), series.numbers, label=series.name)
        ax.set_xticks(range(len(data.categories)), labels=data.categories)
        ax.legend()
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportbuilder.charts.chart_data import series_by_row
from reportbuilder.charts.model import list_figures
from reportbuilder.charts.panels import Split
from reportbuilder.values import Value, field

if TYPE_CHECKING:
    from reportbuilder.charts.model import ChartData, ChartSpec, SettingProblem
    from reportbuilder.data.table import DataTable
    from reportbuilder.diagnostics import Diagnostics
    from reportbuilder.i18n.language import ReportWords

_OWN = "reportbuilder."


def _no_problems(spec: ChartSpec) -> Iterable[SettingProblem]:
    return ()


class ChartType(Value):
    """A kind of chart.

    - `draw(ax, data)` draws on a `ChartAxes`, which is a matplotlib `Axes` in the house style;
    - `describe(data, words)` gives the alternative text that follows the author's own: by default all figures in words;
    - `take_figures(spec, table, diagnostics)` takes the figures from a table of the chosen rows: by default a series
      for each row, a category for each column; None, and diagnostics, when it cannot;
    - `check_settings(spec)` gives the settings of the description that do not go together for this kind;
    - `split(data)` gives the panels of a chart that is drawn as small multiples; a kind without it has none;
    - `counts` says that the kind can count rows (`count:`) instead of showing columns;
    - `has_regions` says that the kind draws regions (`regions:`), which its data then have;
    - `titles` are what the kind is called, by language, in the comparison of versions.
    """

    name: str
    draw: Callable[[Any, ChartData], None]
    describe: Callable[[ChartData, ReportWords], str] = list_figures
    take_figures: Callable[[ChartSpec, DataTable, Diagnostics], ChartData | None] = series_by_row
    check_settings: Callable[[ChartSpec], Iterable[SettingProblem]] = _no_problems
    split: Split | None = None
    counts: bool = False
    has_regions: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title of the kind in a language; its name where it has none."""
        return self.titles.get(language.split("-")[0], self.name)

    @property
    def is_built_in(self) -> bool:
        """Whether the kind comes with the program."""
        return str(_function(self.draw).__module__).startswith(_OWN)

    def code_digest(self) -> str:
        """A digest of the function that draws the kind and of the module that it stands in, so that pictures of an
        older one are drawn again; empty for the kinds of this package, whose drawing has a version of its own."""
        if self.is_built_in:
            return ""
        draw = _function(self.draw)
        file = getattr(sys.modules.get(draw.__module__), "__file__", None)
        source = Path(file).read_bytes() if file else b""
        return hashlib.sha256(source + str(draw.__qualname__).encode()).hexdigest()


def _function(draw: Callable[..., Any]) -> Any:
    return draw.func if isinstance(draw, partial) else draw
