"""What a chart draws, as values."""

from reportbuilder.charts.spec import ChartSpec, Kind
from reportbuilder.data.norms import Relation
from reportbuilder.values import Value


class Amount(Value):
    """A figure of a chart, and how it is printed."""

    number: float
    text: str


class Bound(Value):
    """A norm as it is drawn: its height on the scale, its words, and how a figure has to compare with it."""

    number: float
    text: str
    comparison: Relation = Relation.AT_LEAST

    def met_by(self, number: float) -> bool:
        """Whether a figure on the same scale meets the norm."""
        return self.comparison.holds(number, self.number)


class Series(Value):
    """Figures that belong together; None where there is no information. `key` is the row's id, column or status."""

    key: str
    name: str
    values: tuple[Amount | None, ...]
    bound: Bound | None = None


class ChartData(Value):
    """What a chart draws: every series has a value for each category; `bounds` are the norms of categories.

    `notes` are words for categories, `upright` says that the categories are columns of the table, such as years;
    `language` is that of the report.
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    bounds: tuple[Bound | None, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = ""
    by_status: bool = False
    upright: bool = False
    language: str = "nl"


Charted = tuple[ChartSpec, ChartData]
"""What a chart is made from: its description and its figures."""
