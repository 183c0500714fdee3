"""The way from a chart's description to its figures."""

from reportbuilder.charts.counts import take_counts
from reportbuilder.charts.figures import take_figures
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.spec import ChartSpec
from reportbuilder.data.goals import StatusRules
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics


def bind(
    spec: ChartSpec, table: DataTable, diagnostics: Diagnostics, rules: StatusRules | None = None
) -> ChartData | None:
    """Take a chart's figures from its table; what is not there goes into the findings, and the answer is None.

    `rules` work out the statuses that a chart counts.
    """
    if spec.count is not None:
        return take_counts(spec, spec.count, table, rules, diagnostics)
    return take_figures(spec, table, diagnostics)
