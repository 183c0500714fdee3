"""Data tables: what a CSV or Excel file holds, cell by cell, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportbuilder.data.declarations import Declaration
from reportbuilder.data.numbers import decimals_in, is_year, parse_number
from reportbuilder.figures import SourceCell
from reportbuilder.forms import Marked
from reportbuilder.problems import Findings, Place
from reportbuilder.values import Value, field

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE = "n.v.t."


class DataCell(Value):
    """One cell: its text without surrounding space, and the figure in it if it is one. One that is computed has the
    `formula` that gave it, the `sources` that went into it, and a `unit` of its own; its place is its row."""

    text: str
    number: float | None
    missing: bool
    not_applicable: bool
    place: Place
    formula: str = ""
    sources: tuple[SourceCell, ...] = ()
    unit: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals the figure is written with."""
        return decimals_in(self.text)


class DataRow(Value):
    """One row: its cells by column name."""

    cells: Mapping[str, DataCell]
    place: Place

    def text(self, column: str) -> str:
        """The text of a cell; empty where the table has no such column."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def number(self, column: str) -> float | None:
        """The figure of a cell; None where it is empty, words, or not there."""
        cell = self.cells.get(column)
        return cell.number if cell else None

    def figures(self) -> dict[str, float | None]:
        """The figures by year, for the columns that are years; None where the year has none."""
        return {name: cell.number for name, cell in self.cells.items() if is_year(name)}


class DataTable(Value):
    """A table as its file has it: column names in order, rows in order, and the file as problems name it; what is
    declared about it, and where each line of the declaration stands (None when nothing is declared)."""

    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]
    shown: str
    headings: Mapping[str, Place] = field(default_factory=dict)
    declaration: Declaration = Declaration()
    declared_at: Marked | None = None

    def heading(self, column: str) -> Place:
        """Where the name of a column stands; the file for one that is computed."""
        return self.headings.get(column, Place(self.shown))

    @property
    def of_indicators(self) -> bool:
        """Whether each row is an indicator, with an id and a unit."""
        return {"id", "eenheid"} <= set(self.columns)

    def frame(self) -> pd.DataFrame:
        """The table as a pandas data frame: floats where every filled cell of a column is a figure, else text."""
        import pandas as pd

        return pd.DataFrame({name: self._series(name) for name in self.columns}, columns=list(self.columns))

    def _series(self, name: str) -> pd.Series[float] | pd.Series[str]:
        import pandas as pd

        cells = [row.cells[name] for row in self.rows]
        filled = [c for c in cells if not (c.missing or c.not_applicable)]
        if filled and all(c.number is not None for c in filled):
            return pd.Series([c.number for c in cells], dtype="float64")
        return pd.Series([None if c.missing else c.text for c in cells], dtype="object")


def make_cell(text: str, place: Place) -> DataCell:
    """A cell from what its file says: empty is missing, `n.v.t.` is not applicable."""
    text = text.strip()
    return DataCell(text, parse_number(text), not text, text.casefold() == NOT_APPLICABLE, place)


def check_headings(headings: tuple[DataCell, ...], findings: Findings) -> bool:
    """Whether every column has a name of its own; each that has not is a problem."""
    seen: dict[str, DataCell] = {}
    for number, cell in enumerate(headings, 1):
        if cell.missing:
            findings.error(
                "column-unnamed",
                f"Column {number} has no name.",
                cell.place,
                "Give every column a name in the heading row, or take away the separator at the end of the line.",
            )
        elif cell.text in seen:
            findings.error(
                "column-duplicate",
                f"There are two columns named “{cell.text}”.",
                cell.place,
                "Give one of them another name.",
            )
        seen.setdefault(cell.text, cell)
    return len(seen) == len(headings) and "" not in seen
