"""Data tables: what a CSV or Excel file holds, cell by cell, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.data.numbers import decimals_in, is_year, parse_number
from reportbuilder.problems import Findings, Place, nearest
from reportbuilder.values import Value

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE = "n.v.t."


class DataCell(Value):
    """One cell: its text without surrounding space, and the figure in it if it is one."""

    text: str
    number: float | None
    missing: bool
    not_applicable: bool
    place: Place

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
    """A table as its file has it: column names in order, rows in order, and the file as problems name it."""

    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]
    shown: str

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


def read_table(path: Path, shown: str, findings: Findings) -> DataTable | None:
    """Read a CSV file or the first sheet of an Excel workbook; `shown` is its name in problems.

    Whatever is wrong goes into the findings. None when nothing can be made of the file; a table whose rows are uneven
    is still given, so that everything that is wrong with it can be reported at once.
    """
    if not path.is_file():
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        findings.error("file-missing", f"The file “{shown}” does not exist.", Place(shown), nearest(path.name, beside))
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        findings.error("file-unreadable", f"The file cannot be read: {error.strerror}.", Place(shown))
        return None
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from reportbuilder.data.workbooks import parse_workbook

        return parse_workbook(content, shown, findings)
    from reportbuilder.data.csv_files import parse_csv

    return parse_csv(content, shown, findings)


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
