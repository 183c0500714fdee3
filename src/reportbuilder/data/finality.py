"""How final a figure is: provisional, final, or restated."""

from __future__ import annotations

import re
from enum import Enum

from reportbuilder.data.tables import DataRow, DataTable
from reportbuilder.i18n.number_parsing import is_year

STATUS = "status"
_COLUMN = re.compile(rf"{STATUS} ((?:19|20)\d\d)")


class Standing(Enum):
    """How final a figure is; a value is the word in the column `status`, or `status 2022` for the figure of a year."""

    PROVISIONAL = "voorlopig"
    FINAL = "definitief"
    RESTATED = "herzien"


STANDING_NAMES = tuple(standing.value for standing in Standing)


def standing_year(column: str) -> str | None:
    """The year whose figures a column of statuses is about; nothing for all years, None for any other column."""
    match = _COLUMN.fullmatch(column) if column.startswith(STATUS) else None
    return match[1] if match else "" if column == STATUS else None


def standing(row: DataRow, year: str) -> Standing | None:
    """How final the figure of a year is: as the column of that year says, or else the row's; None when nothing does."""
    said = row.text(f"{STATUS} {year}") or row.text(STATUS)
    return next((one for one in Standing if one.value == said), None)


def is_provisional(table: DataTable, row: DataRow, column: str) -> bool:
    """Whether a figure is provisional, or computed from one that is."""
    cell = row.cells[column]
    if cell.formula:
        rows = {other.text("id"): other for other in table.rows}
        used = ((rows.get(source.row, row), source.column) for source in cell.sources)
        return any(is_year(year) and standing(other, year) is Standing.PROVISIONAL for other, year in used)
    return is_year(column) and standing(row, column) is Standing.PROVISIONAL
