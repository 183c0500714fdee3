"""Data tables: the cells of a CSV file or a workbook with their places, beside a pandas data frame of their values.

A cell keeps what the file says and where it says so; a data frame is what is computed with. Both have the same rows in
the same order: row `i` of a frame is `table.rows[i]`, so that a result can be followed back to the cells it is from.

One type of number goes from the file to the page: `decimal.Decimal`, in columns of dtype `object`. It is exact and
keeps the decimals that were written (83,0 is not 83): what adds up on paper adds up here, and half up is half up.
Binary floats do neither; Arrow's decimal128 has one number of decimals for a whole column, and needs a library of its
own. Objects are added one by one in Python, which is slower and does not show in the tables of a report (a hundred
thousand figures take some milliseconds). Where there is no figure a frame has `Decimal("NaN")`: pandas leaves it out of
sums, and a difference with it is one too. A float is made only where something is drawn.

pandas does not read the files itself: `read_csv` cannot say on which line and in which column a cell stands, and it
guesses at what may be a number (12:30, 007, 1.250), which `column_types.read_columns` decides with the whole column, or
reports. It is imported by the first table that is computed with: importing it takes a third of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from reportbuilder.data.declarations import Declaration
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.files.characters import normalised
from reportbuilder.i18n.formats import Unit, UnitForm, format_number, unit_form
from reportbuilder.i18n.number_parsing import is_year, places_of, read_number
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value, field, replace

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE = "n.v.t."
_NAMED_UNITS = {
    Unit.EURO: re.compile(r"\b(?:euro|budget|kosten|bedrag|lasten|baten|omzet|begroting)\b|€", re.IGNORECASE),
    Unit.PERCENT: re.compile(r"\b(?:procent|percentage|aandeel)\b|%", re.IGNORECASE),
    Unit.COUNT: re.compile(r"\b(?:aantal|respondenten|steekproef|volgorde|rang|nr|jaar|n)\b", re.IGNORECASE),
}
"""Words in the name of a column by which the unit of its figures is recognised."""


class DataCell(Value):
    """One cell of a data table.

    `text` is what the file has, without surrounding space; `value` is the number in it, None where it is not a number.
    `missing` cells have no figure: they are empty, or hold a mark for a missing one (`x`, `.`, `-`). `unit` is the unit
    in the cell itself (`procent` for 82,3 %). `shown` is printed in place of the formatted number or the text, where it
    is not empty. `native` cells come from a file with typed cells, such as a workbook: `value` is the stored number,
    and the text is not interpreted.

    A computed cell has the `formula` that it was computed by and its `sources`, the cells that the formula used; its
    place is that of its row.
    """

    text: str
    value: Decimal | None
    missing: bool
    not_applicable: bool
    place: Place
    formula: str = ""
    sources: tuple[SourceCell, ...] = ()
    unit: str = ""
    shown: str = ""
    native: bool = False

    @property
    def printed(self) -> str:
        """The printed form of the cell in a column that is not one of figures: its text; of a number in a workbook what
        Excel shows, with its unit."""
        if self.value is None or not self.native or (is_year(self.text) and not self.unit):
            return self.text
        return self.shown or format_number(self.value, self.unit, self.decimals)

    @property
    def decimals(self) -> int:
        """The number of decimals that the figure is written with."""
        return places_of(self.value) if self.value is not None else 0


class DataRow(Value):
    """One row: its cells by the names of the columns, its place, and the units that are declared for its table."""

    cells: Mapping[str, DataCell]
    place: Place
    units: Mapping[str, UnitForm] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """The text of a cell; empty where the table has no such column."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def value(self, column: str) -> Decimal | None:
        """The figure of a cell; None where it is empty, words, or not there."""
        cell = self.cells.get(column)
        return cell.value if cell else None

    def form(self, unit: str | None = None) -> UnitForm:
        """How figures are printed in a unit; in that of the row (`eenheid`) when none is given."""
        name = self.text("eenheid") if unit is None else unit
        return self.units.get(name) or unit_form(name)

    def unit_of(self, column: str) -> str:
        """The unit of the row's figures in a column: that of the row, or none where the name of the column has another
        one, such as “budget” and “aantal respondenten” beside percentages."""
        unit = self.text("eenheid")
        named = next((one.value for one, words in _NAMED_UNITS.items() if words.search(column.replace("_", " "))), "")
        return unit if not named or named in unit else ""

    def figures(self) -> dict[str, Decimal | None]:
        """The figures by year, for the columns that are years; None where the year has none."""
        return {name: cell.value for name, cell in self.cells.items() if is_year(name)}


class DataTable(Value, dict=True):  # with a dict, which keeps the frames once they are made
    """A table of a data file.

    `columns` are the names of its columns and `rows` its rows, both in the order of the file; `shown` is the file as
    diagnostics name it, `headings` are the places of the names of columns. `declaration` is what is declared about the
    table and `declared_at` where each line of that stands (None without a declaration file). `source` is the cell that
    says where the figures come from, where the file has one (`Bron: CBS`).
    """

    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]
    shown: str
    headings: Mapping[str, Place] = field(default_factory=dict)
    declaration: Declaration = Declaration()
    declared_at: LocatedData | None = None
    source: DataCell | None = None

    def heading(self, column: str) -> Place:
        """The place of the name of a column; the file for one that is computed."""
        return self.headings.get(column, Place(self.shown))

    @property
    def of_indicators(self) -> bool:
        """Whether each row is an indicator, with an id and a unit."""
        return {"id", "eenheid"} <= set(self.columns)

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a data frame, typed by column: `decimal.Decimal` where every filled cell is a figure
        (`Decimal("NaN")` where there is none), else text (`NaN` where there is none).

        A frame of its own for every caller, who may change it. `report.tables["cijfers"].frame["2022"].sum()` is exact
        within the 28 digits of Python's own decimal context; `calculations.total` is exact without a limit.
        """
        return self._frame.copy(deep=False)

    def figures(self, columns: Iterable[str]) -> pd.DataFrame:
        """The figures of some columns; `Decimal("NaN")` for empty cells, marks and words, also in columns of words."""
        return self._values[list(columns)]

    @property
    def texts(self) -> pd.DataFrame:
        """The text of every cell as its file has it; empty cells are empty texts."""
        return self._texts.copy(deep=False)

    def where(self, only: Mapping[str, str]) -> DataTable:
        """The rows whose cells have these texts, by the names of their columns: `table.where({"thema": "Verkeer"})`."""
        if not only:
            return self
        if unknown := only.keys() - set(self.columns):
            raise KeyError(min(unknown))
        wanted = tuple(only.items())  # without pandas: to choose rows is all that some tables are asked for
        return replace(
            self, rows=tuple(row for row in self.rows if all(row.text(name) == text for name, text in wanted))
        )

    def groups(self, column: str) -> dict[str, DataTable]:
        """The rows by what they have in a column, in the order in which each first appears; each group is a table."""
        grouped = self._texts.groupby(column, sort=False)
        return {str(name): self.take(rows.index) for name, rows in grouped}

    def take(self, positions: Iterable[int]) -> DataTable:
        """Some of the rows, by their positions."""
        return replace(self, rows=tuple(self.rows[position] for position in positions))

    def row(self, identity: str) -> DataRow | None:
        """The first row with an id (in the column `id`); None when there is none."""
        return next((row for row in self.rows if row.text("id") == identity), None)

    @cached_property
    def _texts(self) -> pd.DataFrame:
        import pandas as pd

        texts = {name: [row.text(name) for row in self.rows] for name in self.columns}
        return pd.DataFrame(texts, columns=list(self.columns), dtype="object")

    @cached_property
    def _values(self) -> pd.DataFrame:
        import pandas as pd

        values = {name: [_value(row.value(name)) for row in self.rows] for name in self.columns}
        return pd.DataFrame(values, columns=list(self.columns), dtype="object")

    @cached_property
    def _frame(self) -> pd.DataFrame:
        import pandas as pd

        made = {name: self._values[name] if self._holds_figures(name) else self._words(name) for name in self.columns}
        return pd.DataFrame(made, columns=list(self.columns))

    def _holds_figures(self, name: str) -> bool:
        cells = [cell for row in self.rows if (cell := row.cells.get(name)) is not None]
        filled = [cell for cell in cells if not (cell.missing or cell.not_applicable)]
        return bool(filled) and all(cell.value is not None for cell in filled)

    def _words(self, name: str) -> pd.Series[str]:
        import pandas as pd

        cells = [row.cells.get(name) for row in self.rows]
        return pd.Series([None if cell is None or cell.missing else cell.text for cell in cells], dtype="str")


NO_FIGURE = Decimal("NaN")
"""What a data frame has where a cell has no figure."""


def _value(value: Decimal | None) -> Decimal:
    return NO_FIGURE if value is None else value


def make_cell(text: str, place: Place) -> DataCell:
    """A cell of a text, read by itself: an empty text is missing, `n.v.t.` is not applicable, a number is one in Dutch
    notation."""
    text = normalised(text).strip()
    number = read_number(text)
    value, unit = (number.value, number.unit) if number else (None, "")
    return DataCell(text, value, not text, text.casefold() == NOT_APPLICABLE, place, unit=unit)


def text_cell(text: str, place: Place) -> DataCell:
    """A cell of a text that is not interpreted yet: `column_types.read_columns` does that with the whole column."""
    text = text.strip()
    return DataCell(text, None, not text, text.casefold() == NOT_APPLICABLE, place)


def number_cell(value: Decimal, text: str, place: Place, unit: str = "") -> DataCell:
    """A cell of a number, whatever its text looks like."""
    return DataCell(text, value, False, False, place, unit=unit, native=True)


def check_headings(headings: tuple[DataCell, ...], diagnostics: Diagnostics) -> bool:
    """Report columns without a name, or with that of another; whether there are none."""
    seen: dict[str, DataCell] = {}
    for number, cell in enumerate(headings, 1):
        if cell.missing:
            diagnostics.add(
                Code.COLUMN_UNNAMED,
                f"Column {number} has no name.",
                cell.place,
                "Give every column a name in the heading row, or take away the separator at the end of the line.",
            )
        elif cell.text in seen:
            diagnostics.add(
                Code.COLUMN_DUPLICATE,
                f"There are two columns named “{cell.text}”.",
                cell.place,
                "Give one of them another name.",
            )
        seen.setdefault(cell.text, cell)
    return len(seen) == len(headings) and "" not in seen
