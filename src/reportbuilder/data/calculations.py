"""Totals, percentages, changes and counts of a table's figures: exact, by pandas.

What goes in are data frames of `decimal.Decimal` with `Decimal("NaN")` where there is no figure, as
`DataTable.figures` gives them; what comes out has the same index, so that each result is at the position of the row
that it is from. All of it is worked out with 60 digits, rounded half up at the last: a report's figures have 18 digits
before the decimal sign and 10 behind it, so that sums and differences are exact, and quotients are rounded where nobody
sees it.

    >>> figures = table.figures(["2021", "2022"])
    >>> total(figures)["2022"]
    Decimal('1204')
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import TYPE_CHECKING, Any

from reportbuilder.data.table import NO_FIGURE

if TYPE_CHECKING:
    import pandas as pd

    from reportbuilder.data.table import DataTable

EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The decimal context that figures are computed in; what has no result raises DecimalException."""
_ZERO: Any = Decimal()  # the type stubs of pandas know no Decimal
_HUNDRED: Any = Decimal(100)


def total(figures: pd.DataFrame) -> pd.Series[Any]:
    """The sum of each column, by its name; cells without a figure add nothing."""
    with localcontext(EXACT):
        return figures.where(figures.notna(), _ZERO).sum()


def complete_total(figures: pd.DataFrame) -> pd.Series[Any]:
    """The sum of each column, by its name; no figure where a cell of it has none."""
    return total(figures).where(figures.notna().all(), NO_FIGURE)


def percentages(figures: pd.DataFrame, whole: pd.Series[Any]) -> pd.DataFrame:
    """How many percent each figure is of its row's whole, as an index or a share; no figure where that is zero."""
    with localcontext(EXACT):
        return figures.mul(_HUNDRED).div(whole.where(whole != 0, NO_FIGURE), axis=0)


def changes(figures: pd.DataFrame, now: str, before: str) -> pd.DataFrame:
    """How figures changed from one column to another, by row: the `difference`, and the `percent` of the former figure
    (of its size, where it is below zero), which is no figure where that is zero."""
    with localcontext(EXACT):
        difference = figures[now].sub(figures[before])
        former = figures[before].abs()
        percent = difference.mul(_HUNDRED).div(former.where(former != 0, NO_FIGURE))
    return difference.to_frame("difference").assign(percent=percent)


def counts(table: DataTable, by: str, of: pd.Series[str]) -> pd.DataFrame:
    """How many rows have each value of a column: a line for each text in the column `by` and a column for each value in
    `of`, which has one for every row (`table.texts["status"]`); both in the order in which they first appear."""
    import pandas as pd

    texts = table.texts[by]
    counted = pd.crosstab(texts, of)
    return counted.reindex(index=list(texts.unique()), columns=list(of.unique()))
