"""The data of a chart as frozen values: its categories, series of values, and norms."""

from __future__ import annotations

from reportbuilder.data.norms import Relation
from reportbuilder.values import Value


class ChartValue(Value):
    """A value of a series, and how it is printed in the report's language."""

    number: float
    text: str


class ChartNorm(Value):
    """A norm: its position on the scale of the chart, its words, and how a value has to compare with it."""

    number: float
    text: str
    comparison: Relation = Relation.AT_LEAST

    def met_by(self, number: float) -> bool:
        """Whether a value on the same scale meets the norm."""
        return self.comparison.holds(number, self.number)


class ChartSeries(Value):
    """Values that belong together, one for each category (None: no information), and the norm of all of them.

    `key` is the row's id, the column, or the status that they are of; `name` is what the chart calls it.
    """

    key: str
    name: str
    values: tuple[ChartValue | None, ...]
    norm: ChartNorm | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values as matplotlib takes them: NaN where there is no information."""
        return tuple(value.number if value else float("nan") for value in self.values)

    @property
    def known(self) -> tuple[ChartValue, ...]:
        """The values that there are."""
        return tuple(value for value in self.values if value)


class ChartData(Value):
    """The data of a chart: every series has a value for each category.

    `kind` is the name of its kind; `norms` are those of the categories, `notes` words for each category; `by_status`:
    the series are the statuses of the status matrix; `over_columns`: the categories are columns of the table, such as
    years; `norms_are_goals`: the norms are called goals; `language` is that of the report.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    norms: tuple[ChartNorm | None, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = ""
    by_status: bool = False
    over_columns: bool = False
    norms_are_goals: bool = False
    language: str = "nl"

    @property
    def numbers(self) -> tuple[float, ...]:
        """All numbers that are drawn, those of the norms included."""
        norms = (*(series.norm for series in self.series), *self.norms)
        values = (value.number for series in self.series for value in series.known)
        return (*values, *(norm.number for norm in norms if norm))

    @property
    def texts(self) -> tuple[str, ...]:
        """All values as they are printed."""
        return tuple(value.text for series in self.series for value in series.known)
