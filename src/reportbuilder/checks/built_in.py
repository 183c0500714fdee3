"""The registration of the checks that are run on every report; each is tested by its examples."""

from reportbuilder.checks.declared_sums import DeclaredShares, DeclaredTotals, PublishedColumns
from reportbuilder.checks.figure_mentions import FigureMentions
from reportbuilder.checks.restatements import Restatements
from reportbuilder.checks.status_matrix import StatusMatrices
from reportbuilder.checks.table_grid import NumberNotation
from reportbuilder.checks.table_totals import TableTotals
from reportbuilder.registry import Plugin

register = Plugin("checks")
for _check in (
    StatusMatrices,
    DeclaredTotals,
    DeclaredShares,
    PublishedColumns,
    TableTotals,
    NumberNotation,
    Restatements,
    FigureMentions,
):
    register.check(_check)
