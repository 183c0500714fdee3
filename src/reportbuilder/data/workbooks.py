"""Excel workbooks read into data tables. Percentages become the number that the cell shows, as in CSV."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from reportbuilder.data.csv_files import MOST_CELLS, MOST_COLUMNS, TOO_LARGE_HINT
from reportbuilder.data.declarations import Declaration
from reportbuilder.data.packages import check_package
from reportbuilder.data.regions import Region, find_region
from reportbuilder.data.tables import DataCell, DataRow, DataTable, check_headings, make_cell
from reportbuilder.forms import Marked
from reportbuilder.problems import Findings, Place

_ERRORS = ("#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")
_DIGITS = 15  # as many as Excel shows: the rest is what binary fractions leave


class _Double(NamedTuple):
    """A workbook twice: with the results of its formulas, and with the formulas."""

    results: Any
    formulas: Any


def parse_workbook(
    content: bytes, shown: str, findings: Findings, declaration: Declaration | None = None, marked: Marked | None = None
) -> DataTable | None:
    """Read a table of a workbook: where its declaration says it stands, or else the first sheet. Its first filled row
    is the heading row; places are row and column numbers of the sheet."""
    if not check_package(content, shown, findings):
        return None
    try:
        books = _Double(_load(content, True), _load(content, False))
    except Exception as error:  # openpyxl lets errors of zip, XML and its own descriptors through
        findings.error(
            "xlsx-unreadable",
            f"This is not a readable Excel workbook ({type(error).__name__}).",
            Place(shown),
            "Open it in Excel and save it as .xlsx again, without a password; or save the sheet as CSV UTF-8.",
        )
        return None
    region = find_region(books.results, declaration or Declaration(), marked, shown, findings)
    if region is None or not _is_small(region, shown, findings):
        return None
    if not _none_merged(books.results, region, shown, findings):
        return None
    rows = list(_rows(books, region, shown, findings))
    filled = [row for row in rows if any(not c.missing for c in row) and not row[0].text.startswith("#")]
    if not filled:
        findings.error("file-empty", f"{region} of “{shown}” is empty.", Place(shown))
        return None
    return _table(filled, shown, findings)


def _table(filled: list[tuple[DataCell, ...]], shown: str, findings: Findings) -> DataTable | None:
    width = max(i for row in filled for i, c in enumerate(row, 1) if not c.missing)
    headings, *body = (row[:width] for row in filled)
    if not check_headings(headings, findings):
        return None
    names = tuple(c.text for c in headings)
    made = tuple(DataRow(dict(zip(names, r, strict=True)), Place(shown, r[0].place.line)) for r in body)
    return DataTable(names, made, shown, {c.text: c.place for c in headings})


def _load(content: bytes, computed: bool) -> Any:
    """A workbook, with the results of formulas or with the formulas themselves."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter for the figures
        return load_workbook(io.BytesIO(content), data_only=computed)


def _is_small(region: Region, shown: str, findings: Findings) -> bool:
    rows, columns = region.last_row - region.first_row + 1, region.last_column - region.first_column + 1
    if rows * columns <= MOST_CELLS and columns <= MOST_COLUMNS:
        return True
    message = f"{region} is too large: it has {rows} rows of {columns} columns."
    hint = f"Say where the table stands: “range: A1:G20”. {TOO_LARGE_HINT}"
    findings.error("data-large", message, Place(shown, region.first_row, region.first_column), hint)
    return False


def _none_merged(book: Any, region: Region, shown: str, findings: Findings) -> bool:
    """Whether every cell of a region stands alone: a merged one would leave others without what it says."""
    merged = [r for r in book[region.sheet].merged_cells.ranges if region.touches(r)]
    for cells in merged:
        message = f"The cells {cells.coord} are merged, so it is not clear which rows and columns they are of."
        hint = "Unmerge them in Excel and fill in each; or name the cells of the table alone: “range: A3:G20”."
        findings.error("xlsx-merged", message, Place(shown, cells.min_row, cells.min_col), hint)
    return not merged


def _rows(books: _Double, region: Region, shown: str, findings: Findings) -> Iterator[tuple[DataCell, ...]]:
    bounds = region.first_row, region.last_row, region.first_column, region.last_column
    sheets = (book[region.sheet].iter_rows(*bounds) for book in books)
    for y, (values, formulas) in enumerate(zip(*sheets, strict=True), region.first_row):
        yield tuple(
            _cell(value, formula, Place(shown, y, x), findings)
            for x, (value, formula) in enumerate(zip(values, formulas, strict=True), region.first_column)
        )


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
        findings.error(
            "xlsx-error", f"Cell {value.coordinate} holds the error {text}.", place, "Correct its formula in Excel."
        )
        text = ""
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
        short = f"{figure:.{decimals}f}" if percent or float(figure).is_integer() else _shortest(float(figure))
        return short.replace(".", ",")
    return str(value)


def _shortest(figure: float) -> str:
    """A figure with the digits that Excel shows, never with an exponent: 0.3, not 0.30000000000000004."""
    return f"{Decimal(f'{figure:.{_DIGITS}g}'):f}"
