"""Excel workbooks read into data tables. Percentages become the number that the cell shows, as in CSV."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from typing import Any

from reportbuilder.data.tables import DataCell, DataRow, DataTable, check_headings, make_cell
from reportbuilder.problems import Findings, Place

_ERRORS = ("#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def parse_workbook(content: bytes, shown: str, findings: Findings) -> DataTable | None:
    """Read the first sheet: its first filled row is the heading row; places are row and column numbers."""
    try:
        values, formulas = _first_sheet(content, True), _first_sheet(content, False)
    except Exception as error:  # openpyxl lets errors of zip, XML and its own descriptors through
        findings.error(
            "xlsx-unreadable",
            f"This is not a readable Excel workbook ({type(error).__name__}).",
            Place(shown),
            "Open it in Excel and save it as .xlsx again, without a password; or save the sheet as CSV UTF-8.",
        )
        return None
    rows = [
        tuple(_cell(v, f, Place(shown, y, x), findings) for x, (v, f) in enumerate(zip(row, row_f, strict=True), 1))
        for y, (row, row_f) in enumerate(zip(values, formulas, strict=True), 1)
    ]
    filled = [row for row in rows if any(not c.missing for c in row) and not row[0].text.startswith("#")]
    if not filled:
        findings.error("file-empty", f"The first sheet of “{shown}” is empty.", Place(shown))
        return None
    width = max(i for row in filled for i, c in enumerate(row, 1) if not c.missing)
    headings, *body = (row[:width] for row in filled)
    if not check_headings(headings, findings):
        return None
    names = tuple(c.text for c in headings)
    return DataTable(names, tuple(DataRow(dict(zip(names, r, strict=True)), _row_place(r)) for r in body), shown)


def _first_sheet(content: bytes, computed: bool) -> list[tuple[Any, ...]]:
    """The cells of the first sheet, with the results of formulas or with the formulas themselves."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter for the figures
        book = load_workbook(io.BytesIO(content), data_only=computed)
    return list(book.worksheets[0].iter_rows())


def _row_place(row: tuple[DataCell, ...]) -> Place:
    return Place(row[0].place.file, row[0].place.line)


def _cell(value: Any, formula: Any, place: Place, findings: Findings) -> DataCell:
    if value.value is None and formula.data_type == "f":
        findings.error(
            "xlsx-formula",
            f"The formula in {value.coordinate} has no result yet.",
            place,
            "Open the workbook in Excel, let it compute, and save it.",
        )
    text = _text(value.value, str(value.number_format))
    if text in _ERRORS:
        findings.error("xlsx-error", f"Cell {value.coordinate} holds the error {text}.", place)
    return make_cell(text, place)


def _text(value: Any, number_format: str) -> str:
    """A value as CSV would have it: decimal comma, no thousands points; 0.823 shown as 82,3% gives 82,3."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        decimals = len(number_format.split(";")[0].partition(".")[2].rstrip('%"') or "") if "." in number_format else 0
        percent = number_format.rstrip().endswith("%")
        figure = round(value * 100, 10) if percent else value
        short = f"{figure:.{decimals}f}" if percent or _is_whole(figure) else repr(figure)
        return short.replace(".", ",")
    return str(value)


def _is_whole(figure: float) -> bool:
    return float(figure).is_integer()
