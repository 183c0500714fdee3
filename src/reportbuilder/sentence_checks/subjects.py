"""The subjects of claims: an indicator, or several that are counted together, with their figures by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from reportbuilder.data.calculations import totals_by_year
from reportbuilder.data.norms import NORM, Norm, is_norm, parse_norm
from reportbuilder.data.table import DataRow
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.i18n.number_format import Unit, format_number
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.values import Value, field, settle

PERCENTAGES = (Unit.PERCENT.value, Unit.POINTS.value)


class KnownFigure(Value):
    """A figure from the data: its value, its decimals, and the cells that it was read from."""

    value: Decimal
    decimals: int
    unit: str
    cells: tuple[SourceCell, ...]

    def __str__(self) -> str:
        """The figure as it is printed."""
        return format_number(self.value, self.unit, self.decimals)


class Goal(Value):
    """A norm of an indicator: its comparison, and its cell."""

    norm: Norm
    text: str
    cell: SourceCell


class Subject(Value):
    """An indicator, or the sum of several: their rows; `elsewhere` are the rows of an indicator in other tables, which
    may give it other norms. `norms` are all norms of one indicator alone, `totals` the sums by year of several; both
    follow from its rows."""

    rows: tuple[DataRow, ...]
    name: str
    elsewhere: tuple[DataRow, ...] = ()
    norms: tuple[Goal, ...] = ()
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the norms and add up the figures once: every sentence about the indicator asks for them."""
        if len(self.rows) == 1:
            settle(self, "norms", tuple(_goals((self.rows[0], *self.elsewhere))))
        else:
            settle(self, "totals", totals_by_year(self.rows))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(row.text("id") for row in self.rows)

    @property
    def unit(self) -> str:
        """What it counts."""
        return self.rows[0].text("eenheid")

    @property
    def percentage(self) -> bool:
        """Whether its figures are percentages, whose changes are in percentage points."""
        return self.unit in PERCENTAGES

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it has figures for, in order."""
        return tuple(sorted(filled_years(self.rows[0]) if len(self.rows) == 1 else map(int, self.totals)))

    def known(self, year: int) -> KnownFigure | None:
        """Its figure in a year; None when the data have none."""
        column = str(year)
        value = self.rows[0].value(column) if len(self.rows) == 1 else self.totals.get(column)
        if value is None:
            return None
        cells = [row.cells[column] for row in self.rows]
        sources = tuple(
            SourceCell(cell.place, row.text("id"), column) for cell, row in zip(cells, self.rows, strict=True)
        )
        return KnownFigure(value, max(cell.decimals for cell in cells), self.unit, sources)

    def goals(self, year: int | None = None) -> tuple[Goal, ...]:
        """Its norms, of one indicator alone: in the column `norm`, and in that of a year (of any year, when none is
        given). The text may mean either."""
        if year is None:
            return self.norms
        return tuple(goal for goal in self.norms if goal.cell.column in (NORM, f"{NORM} {year}"))

    def bound(self, goal: Goal) -> Decimal | None:
        """The number that a norm stands for; None when its year has no figure."""
        year = goal.norm.year
        if year and year in self.rows[0].cells:
            known = self.known(int(year))
            return known.value if known else None
        return goal.norm.number


def _goals(rows: Iterable[DataRow]) -> Iterator[Goal]:
    for row in rows:
        for name, cell in row.cells.items():
            norm = parse_norm(cell.text) if is_norm(name) else None
            if norm is not None:
                yield Goal(norm, cell.text, SourceCell(cell.place, row.text("id"), name))


def filled_years(row: DataRow) -> set[int]:
    """The years that a row has figures for."""
    return {int(name) for name, cell in row.cells.items() if is_year(name) and cell.value is not None}


def together(subjects: Iterable[Subject]) -> Subject | None:
    """Several indicators as one sum; None when they do not count the same."""
    every = tuple(subjects)
    rows = tuple(row for subject in every for row in subject.rows)
    if len({row.text("eenheid") for row in rows}) != 1 or every[0].percentage:
        return None
    return Subject(rows, " + ".join(subject.name for subject in every))


def places_of(cells: Iterable[SourceCell]) -> str:
    """Where cells stand, in words: the file once, then rows and columns."""
    by_file: dict[str, list[SourceCell]] = {}
    for cell in cells:
        by_file.setdefault(cell.place.file, []).append(cell)
    return "; ".join(f"{file}, {_rows(found)}" for file, found in by_file.items())


def _rows(cells: list[SourceCell]) -> str:
    rows = list(dict.fromkeys(cell.place.line for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    named = " and ".join(f"“{column}”" for column in columns)
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}, column{'s' * (len(columns) > 1)} {named}"
