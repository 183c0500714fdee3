"""Indicator tables: a row for each indicator, with its unit, its figures by year, its norm, and how final they are.

How final a figure is stands in the column `status`, or `status 2022` for one year.
"""

from __future__ import annotations

import re
from enum import Enum

from reportbuilder.data.column_types import declaration_file, why_failed
from reportbuilder.data.norms import is_no_norm, is_norm, parse_norm
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.i18n.formats import NO_BREAK, UNIT_NAMES, Unit, format_number
from reportbuilder.i18n.number_parsing import Look, Notation, is_year, look_of, readings

_FIGURE = re.compile(r"\d[\d.,]*\d")


def check_indicators(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report every id that is missing or used twice, and whatever is no unit, figure, norm or status.

    A table without the columns `id` and `eenheid` is not an indicator table, and is not checked.
    """
    if not table.of_indicators:
        return
    _check_ids(table, diagnostics)
    points = _has_points(table)
    for row in table.rows:
        _check_unit(table, row.cells["eenheid"], diagnostics)
        _check_figures(table, row, diagnostics)
        _check_fractions(row, diagnostics)
        _check_statuses(row, diagnostics)
        for name in filter(is_norm, table.columns):
            _check_norm(row.cells[name], table.columns, diagnostics)
            if points:
                _check_norm_notation(row.cells[name], diagnostics)


def _check_ids(table: DataTable, diagnostics: Diagnostics) -> None:
    first: dict[str, DataCell] = {}
    for row in table.rows:
        cell = row.cells["id"]
        if cell.missing:
            diagnostics.add(Code.DATA_ID, "This row has no id.", row.place, "Give it a short name in the column “id”.")
        elif cell.text in first:
            message = f"The id “{cell.text}” stands on line {first[cell.text].place.line} too."
            diagnostics.add(Code.DATA_DUPLICATE_ID, message, cell.place, "Give every row an id of its own.")
        first.setdefault(cell.text, cell)


def _check_unit(table: DataTable, cell: DataCell, diagnostics: Diagnostics) -> None:
    units = (*UNIT_NAMES, *table.declaration.units)
    if not cell.text:
        hint = f"Write what its figures count, or “{UNIT_NAMES[0]}”."
        diagnostics.add(Code.DATA_UNIT, "This row has no unit.", cell.place, hint)
    elif cell.text not in units:
        hint = f"{nearest(cell.text, units)} If it is a unit of its own, write “units: [{cell.text}]” in "
        hint = f"{hint.lstrip()}{declaration_file(table)}."
        diagnostics.add(Code.DATA_UNIT, f"“{cell.text}” is not a unit.", cell.place, hint)


def _check_figures(table: DataTable, row: DataRow, diagnostics: Diagnostics) -> None:
    for name, cell in row.cells.items():
        if not (is_year(name) or name == "realisatie") or cell.missing or cell.not_applicable:
            continue
        if cell.value is None:
            hint = "Write a figure with a decimal comma (83,0); a mark (x) or nothing, when there is no information; "
            hint = f"{hint}or n.v.t." if look_of(cell.text) is Look.WORDS else why_failed(cell.text, table, name)
            message = f"“{cell.text}” in the column “{name}” is not a number."
            diagnostics.add(Code.DATA_NOT_A_NUMBER, message, cell.place, hint)
        elif is_year(name) and not cell.native and cell.unit and not _fits(cell.unit, row.text("eenheid")):
            message = f"“{cell.text}” is in {cell.unit}, and its row counts “{row.text('eenheid')}”."
            diagnostics.add(Code.DATA_UNIT, message, cell.place, "Correct the unit of the row, or take the sign away.")


def _check_fractions(row: DataRow, diagnostics: Diagnostics) -> None:
    """Warn of percentages that are all below 1 and have two decimals or more: 0,825 may stand for 82,5 %."""
    if row.text("eenheid") != Unit.PERCENT.value:
        return
    figures = ((cell, cell.value) for name, cell in row.cells.items() if is_year(name))
    cells = [(cell, value) for cell, value in figures if value is not None and value != 0]
    if not cells or not all(abs(value) < 1 and cell.decimals > 1 and not cell.unit for cell, value in cells):
        return
    cell, value = cells[0]
    small, large = (format_number(one, Unit.PERCENT.value).replace(NO_BREAK, " ") for one in (value, value * 100))
    message = f"“{cell.text}” is printed as {small}."
    hint = f"If it is {large}, write it so, or give the cells of the workbook a format with %; if not, write “{small}”."
    diagnostics.add(Code.PERCENT_FRACTION, message, cell.place, hint)


def _fits(own: str, counted: str) -> bool:
    """Whether the % or € of a cell agrees with the unit of its row."""
    if own == Unit.PERCENT.value:
        return counted in ("", Unit.PERCENT.value, Unit.POINTS.value)
    return not counted or own in counted


def _check_statuses(row: DataRow, diagnostics: Diagnostics) -> None:
    for name, cell in row.cells.items():
        if finality_year(name) is not None and not cell.missing and cell.text not in FINALITY_NAMES:
            message = f"“{cell.text}” is not the status of a figure."
            diagnostics.add(Code.DATA_STATUS, message, cell.place, nearest(cell.text, FINALITY_NAMES))


def _has_points(table: DataTable) -> bool:
    """Whether figures of a table have a decimal point."""
    if table.declaration.decimal is Notation.POINT:
        return True
    read_texts = (readings(row.text(name)) for name in filter(is_year, table.columns) for row in table.rows)
    return any(read.comma is None and read.point is not None for read in read_texts)


def _check_norm_notation(cell: DataCell, diagnostics: Diagnostics) -> None:
    """Report a norm such as >= 1.250 beside figures with a decimal point: it can be 1250 or 1,25."""
    for figure in _FIGURE.findall(cell.text):
        read = readings(figure)
        if read.ambiguous and read.comma is not None and read.point is not None:
            first, second = (f"{one.value:f}".replace(".", ",") for one in (read.comma, read.point))
            message = f"“{figure}” can be {first} or {second}: the figures of this table have a decimal point."
            diagnostics.add(Code.NUMBER_AMBIGUOUS, message, cell.place, f"Write {first}, or {second.rstrip('0')}.")


def _check_norm(cell: DataCell, columns: tuple[str, ...], diagnostics: Diagnostics) -> None:
    norm = parse_norm(cell.text)
    if norm is None and not is_no_norm(cell):
        hint = (
            "Write >= 50, <= 2018 for the figure of that year, or words: minimaal 31 per jaar, 82 % of hoger; or geen."
        )
        diagnostics.add(Code.DATA_NORM, f"“{cell.text}” is not a norm.", cell.place, hint)
    elif norm is not None and norm.year and norm.year not in columns:
        message = f"There is no column {norm.year}, so this norm is the number {norm.year}."
        hint = f"Add the column of that year; a number of that size is written {norm.number:,.0f}.".replace(",", ".", 1)
        diagnostics.add(Code.DATA_NORM_YEAR, message, cell.place, hint)


STATUS = "status"
_COLUMN = re.compile(rf"{STATUS} ((?:19|20)\d\d)")


class Finality(Enum):
    """How final a figure is; a value is the word in the column `status`, or `status 2022` for the figure of a year."""

    PROVISIONAL = "voorlopig"
    FINAL = "definitief"
    RESTATED = "herzien"


FINALITY_NAMES = tuple(finality.value for finality in Finality)


def finality_year(column: str) -> str | None:
    """The year that a column of finality is about; empty for the column for all years, None for any other column."""
    match = _COLUMN.fullmatch(column) if column.startswith(STATUS) else None
    return match[1] if match else "" if column == STATUS else None


def finality_of(row: DataRow, year: str) -> Finality | None:
    """The finality of the figure of a year, from the column for that year, or else for all years; None without
    either."""
    word = row.text(f"{STATUS} {year}") or row.text(STATUS)
    return next((finality for finality in Finality if finality.value == word), None)


def is_provisional(table: DataTable, row: DataRow, column: str) -> bool:
    """Whether a figure is provisional, or computed from one that is."""
    cell = row.cells[column]
    if cell.formula:
        used = ((table.row(source.row) or row, source.column) for source in cell.sources)
        return any(is_year(year) and finality_of(other, year) is Finality.PROVISIONAL for other, year in used)
    return is_year(column) and finality_of(row, column) is Finality.PROVISIONAL
