"""Totals, percentages, changes and counts of a table's figures: exact, by pandas.

In: data frames of `decimal.Decimal` with `Decimal("NaN")` where there is no figure, as `DataTable.figures` returns
them. Results have the same index, so that each is at the position of its row. All of it is worked out with 60 digits,
rounded half up at the last: a report's figures have 18 digits before the decimal sign and 10 behind it, so that sums
and differences are exact, and quotients are rounded where nobody sees it.

    >>> figures = table.figures(["2021", "2022"])
    >>> total(figures)["2022"]
    Decimal('1204')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import TYPE_CHECKING, Any

from reportbuilder.data.table import NO_FIGURE
from reportbuilder.i18n.number_parsing import places_of

if TYPE_CHECKING:
    import pandas as pd

    from reportbuilder.data.table import DataRow, DataTable

EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The decimal context that figures are computed in; what has no result raises DecimalException."""
_ZERO: Any = Decimal()  # the type stubs of pandas know no Decimal
_HUNDRED: Any = Decimal(100)


def total(figures: pd.DataFrame) -> pd.Series[Any]:
    """The sum of each column, by its name; cells without a figure add nothing."""
    with localcontext(EXACT):
        return figures.where(figures.notna(), _ZERO).sum()


def totals_by_year(rows: Sequence[DataRow]) -> dict[str, Decimal]:
    """The sum of several rows, which may be of several tables, in each year that all of them have a figure for.

    Without pandas: a report whose sentences name such a sum computes with no other table when a word was changed.
    """
    years = [row.figures() for row in rows]
    found = {}
    with localcontext(EXACT):
        for year in years[0] if years else ():
            figures = [figure for one in years if (figure := one.get(year)) is not None]
            if len(figures) == len(years):
                found[year] = sum(figures, Decimal())
    return found


def percentages(figures: pd.DataFrame, wholes: Iterable[Decimal]) -> pd.DataFrame:
    """Each figure as a percentage of its row's whole, as for an index or a share; no figure where the whole is zero."""
    import pandas as pd

    of = pd.Series(list(wholes), index=figures.index, dtype="object")
    with localcontext(EXACT):
        return figures.mul(_HUNDRED).div(of.where(of != 0, NO_FIGURE), axis=0)


def changes(figures: pd.DataFrame, now: str, before: str) -> pd.DataFrame:
    """The changes from one column to another, by row: the `difference`, and that as `percent` of the absolute value of
    the former figure, which is no figure where that is zero."""
    with localcontext(EXACT):
        difference = figures[now].sub(figures[before])
        former = figures[before].abs()
        percent = difference.mul(_HUNDRED).div(former.where(former != 0, NO_FIGURE))
    return difference.to_frame("difference").assign(percent=percent)


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last of so many decimals: 0.05 for one. A figure that was rounded is off by that at most."""
    return Decimal(5).scaleb(-decimals - 1)


def wrong_totals(figures: pd.DataFrame, whole: int, parts: Sequence[int], *, counted: bool = False) -> pd.Series[bool]:
    """The columns in which the figures of some rows, by position, do not add up to that of the row `whole`, by more
    than their rounding explains. Whole figures of something `counted` are not rounded."""
    of_whole, of_parts = figures.iloc[[whole]], figures.iloc[list(parts)]
    allowed = total(_half_units(of_whole, counted=counted)) + total(_half_units(of_parts, counted=counted))
    with localcontext(EXACT):
        off = (of_whole.iloc[0] - total(of_parts)).abs()
    wrong: pd.Series[bool] = off.where(off.notna(), _ZERO) > allowed
    return wrong


def wrong_shares(figures: pd.DataFrame) -> pd.Series[bool]:
    """The columns in which percentages do not add up to 100, by more than their rounding explains."""
    with localcontext(EXACT):
        off = (total(figures) - _HUNDRED).abs()
    wrong: pd.Series[bool] = off > total(_half_units(figures))
    return wrong


def differing_rows(figures: pd.DataFrame) -> Iterator[int]:
    """The rows, by position, whose figures in the two columns of a frame differ by more than the rounding of the one
    with fewer decimals explains; rows that lack one of the two differ in nothing."""
    both = figures.dropna()
    one, other = both.columns
    with localcontext(EXACT):
        differs = (both[one] - both[other]).abs() > _half_units(both).max(axis=1)
    return iter(both.index[differs])


def _half_units(figures: pd.DataFrame, *, counted: bool = False) -> pd.DataFrame:
    """Half a unit of each figure's last decimal; none for whole ones that are counted, and where there is no figure."""

    def half(figure: Decimal) -> Decimal:
        if figure.is_nan() or (counted and not places_of(figure)):
            return NO_FIGURE
        return half_unit(places_of(figure))

    return figures.map(half)


def counts(table: DataTable, by: str, of: Iterable[str]) -> pd.DataFrame:
    """Count the rows by two values: a line for each text in the column `by` and a column for each value in `of`, which
    has one for every row (`table.texts["status"]`); both in the order in which they first appear."""
    import pandas as pd

    texts, values = table.texts[by], pd.Series(list(of), dtype="object")
    counted = pd.crosstab(texts, values)
    return counted.reindex(index=list(texts.unique()), columns=list(values.unique()))
