"""Reads Excel workbooks into data tables: a cell of the table has what Excel shows in the cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from reportbuilder.data.csv_files import MOST_CELLS, MOST_COLUMNS, TOO_LARGE_HINT
from reportbuilder.data.declarations import Declaration, Hidden
from reportbuilder.data.format_codes import FormatCode, FormatCodeError, parse_format
from reportbuilder.data.rendering import Rendering, Show, render_number, render_text
from reportbuilder.data.sheets import (
    ErrorValue,
    NoResult,
    RawCell,
    Region,
    SheetCells,
    TooLargeError,
    consecutive_runs,
    declaration_path,
    find_region,
    likely_area,
    read_sheet,
    used_area,
)
from reportbuilder.data.table import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.data.table_layout import CellRange, SourceRow, joined_headings, without_source
from reportbuilder.data.workbook_package import (
    DamagedPackageError,
    StrictFormatError,
    Workbook,
    open_package,
    report_unreadable,
)
from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place
from reportbuilder.i18n.formats import MINUS, NO_BREAK, Unit
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import replace

LARGEST = Decimal(10) ** 18
_LISTED = 6  # cells or rows that a message names before it counts the rest
_THOUSANDS = re.compile(r"duizend|miljoen|miljard|mln|mld|1\.?000|\bk\b|\bm\b", re.IGNORECASE)
_READ_ALL = "Write “hidden: read” in {file} if they belong to the table, “hidden: skip” if not; or show them in Excel."


def parse_workbook(
    content: bytes,
    shown: str,
    diagnostics: Diagnostics,
    declaration: Declaration | None = None,
    located: LocatedData | None = None,
) -> DataTable | None:
    """Read the table of a workbook from the range that its declaration names, or else from the first sheet.

    The first filled row is the heading row. A number is the figure that its cell shows, in its unit and with its
    decimals; dates, times and codes are text. Places have the sheet, and row and column numbers. None, and problems,
    when there is no table.
    """
    package = open_package(content, shown, diagnostics)
    if package is None:
        return None
    declaration = declaration or Declaration()
    try:
        book = Workbook(package)
        region = find_region(book, declaration, located, shown, diagnostics)
        if region is None:
            return None
        return _TableReader(book, region, declaration, shown, diagnostics).read()
    except TooLargeError as error:
        hint = f"In Excel, delete the empty rows and columns around the table, and save. {TOO_LARGE_HINT}"
        diagnostics.add(Code.DATA_LARGE, f"A sheet of this workbook is too large: {error}.", Place(shown), hint)
    except StrictFormatError:
        message = "This workbook is saved as “Strict Open XML”, which is not read."
        hint = "Open it in Excel and save it as “Excel Workbook (.xlsx)”, the usual kind."
        diagnostics.add(Code.XLSX_UNREADABLE, message, Place(shown), hint)
    except DamagedPackageError as error:
        report_unreadable(str(error), shown, diagnostics)
    return None


class _TableReader:
    """Reads a table from a region of a workbook."""

    def __init__(
        self, book: Workbook, region: Region, declaration: Declaration, shown: str, diagnostics: Diagnostics
    ) -> None:
        self._book, self._region, self._declaration = book, region, declaration
        self._shown, self._diagnostics = shown, diagnostics
        self._sheet: SheetCells = read_sheet(book, region.sheet)
        self._codes: dict[int, FormatCode | str] = {}
        self._scaled: dict[Place, int] = {}
        self._reported: dict[tuple[DiagnosticCode, str, str], list[Place]] = {}

    def read(self) -> DataTable | None:
        """The table; None, and problems, when there is none."""
        area = self._region.area or used_area(self._sheet)
        if area is None or not self._is_small(area) or not self._none_merged(area):
            if area is None:
                message = f"{self._region} of “{self._shown}” is empty."
                hint = "Name the sheet with the table in a declaration: “sheet: Blad2”."
                self._diagnostics.add(Code.FILE_EMPTY, message, self._place(0, 0), hint)
            return None
        lines = self._lines(area)
        self._report()
        if not lines:
            message = f"{self._region} of “{self._shown}” is empty."
            self._diagnostics.add(
                Code.FILE_EMPTY, message, self._place(0, 0), "Name the cells of the table: “range: A3:G20”."
            )
            return None
        width = max(i for _, line in lines for i, cell in enumerate(line, 1) if not cell.missing)
        records, source = without_source([SourceRow(line[:width], self._place(row, 0)) for row, line in lines])
        headings = joined_headings([record.cells for record in records[: self._declaration.headings]])
        body = [(record.place.line, record.cells) for record in records[self._declaration.headings :]]
        if not self._headed(headings, area):
            return None
        self._report_hidden([row for row, _ in body], headings)
        self._report_gap(area, body, width)
        names = tuple(cell.text for cell in headings)
        rows = tuple(DataRow(dict(zip(names, line, strict=True)), self._place(row, 0)) for row, line in body)
        places = {cell.text: cell.place for cell in headings}
        table = DataTable(names, rows, self._shown, places, source=source)
        if table.of_indicators:
            self._check_units(table)
        return table

    def _place(self, row: int, column: int) -> Place:
        return Place(self._shown, row, column, self._region.sheet.name)

    # Which cells ------------------------------------------------------------------------------------------------

    def _is_small(self, area: CellRange) -> bool:
        rows, columns = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        if rows * columns <= MOST_CELLS and columns <= MOST_COLUMNS:
            return True
        message = f"{self._region} is too large: it has {rows} rows of {columns} columns."
        hint = f"Say where the table stands: “range: A1:G20”. {TOO_LARGE_HINT}"
        self._diagnostics.add(Code.DATA_LARGE, message, self._place(area.first_row, area.first_column), hint)
        return False

    def _none_merged(self, area: CellRange) -> bool:
        """Whether no cells of the table are merged, which would leave others empty; in headings of several rows merged
        cells span columns. Merged ones are reported."""
        headings = self._declaration.headings  # of several rows, whose cells span columns; one row has a name in each
        last = area.first_row + headings - 1 if headings > 1 else 0
        merged = [one for one in self._sheet.merged if one.touches(area) and one.last_row > last]
        if merged and self._region.area is None and (likely := self._likely()):
            self._report_title(area, likely)
            return False
        for cells in merged[:_LISTED]:
            message = f"The cells {cells} are merged, so it is not clear which rows and columns they are of."
            hint = "Unmerge them in Excel and fill in each; or name the cells of the table alone: “range: A3:G20”."
            self._diagnostics.add(Code.XLSX_MERGED, message, self._place(cells.first_row, cells.first_column), hint)
        return not merged

    def _lines(self, area: CellRange) -> list[tuple[int, tuple[DataCell, ...]]]:
        """The filled rows of a range, each with its number, without comments and hidden rows that are skipped."""
        skips = self._declaration.hidden is Hidden.SKIP
        columns = [
            column
            for column in range(area.first_column, area.last_column + 1)
            if not (skips and self._is_hidden(column))
        ]
        by_row: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in self._sheet.cells.items():
            if area.first_row <= row <= area.last_row:
                by_row.setdefault(row, {})[column] = cell
        lines: list[tuple[int, tuple[DataCell, ...]]] = []
        for row in sorted(by_row):
            if skips and lines and row in self._sheet.hidden_rows:
                continue
            line = tuple(self._cell(by_row[row].get(column), self._place(row, column)) for column in columns)
            if line and any(not cell.missing for cell in line) and not line[0].text.startswith("#"):
                lines.append((row, line))
        return lines

    def _is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self._sheet.hidden_columns)

    # Cells ------------------------------------------------------------------------------------------------------

    def _cell(self, raw: RawCell | None, place: Place) -> DataCell:
        if raw is None:
            return make_cell("", place)
        value = raw.value
        match value:
            case NoResult():
                hint = "Open the workbook in Excel, which computes it, and save it."
                self._note(Code.XLSX_FORMULA, "The formula in {cells} has no result yet.", hint, place)
                return make_cell("", place)
            case ErrorValue():
                message = f"Cell {{cells}} holds the error {value.name}."
                self._note(Code.XLSX_ERROR, message, "Correct its formula in Excel, or empty the cell.", place)
                return make_cell("", place)
            case bool():
                return _text_cell("ja" if value else "nee", place)
        code = self._code(raw.style)
        if isinstance(code, FormatCode):
            try:
                if isinstance(value, str):
                    return make_cell(render_text(value, code), place)
                return self._figure(value, render_number(value, code, from_1904=self._book.from_1904), place)
            except FormatCodeError as error:
                code = str(error)
        elif isinstance(value, str):
            return make_cell(value, place)
        written = self._book.formats[raw.style] if raw.style < len(self._book.formats) else None
        message = f"What {{cells}} shows cannot be told: its format is “{written or 'unknown'}”, and {code}."
        hint = "Give it another number format in Excel (Format Cells); words in one stand between quotation marks."
        self._note(Code.XLSX_FORMAT, message, hint, place)
        return make_cell("", place)

    def _code(self, style: int) -> FormatCode | str:
        """The number format of a style, or why it cannot be read."""
        if style not in self._codes:
            formats = self._book.formats
            written = formats[style] if style < len(formats) else "General"
            try:
                self._codes[style] = parse_format(written) if written is not None else "its number is not known"
            except FormatCodeError as error:
                self._codes[style] = str(error)
        return self._codes[style]

    def _figure(self, value: float, rendering: Rendering, place: Place) -> DataCell:
        if not rendering.text:
            message = "The number format of {cells} hides its value, so it is read as empty."
            hint = "Empty the cell, or give it a number format that shows the value."
            self._note(Code.XLSX_HIDDEN_VALUE, message, hint, place)
            return make_cell("", place)
        if rendering.number is None:
            return _text_cell(rendering.text, place)
        if abs(rendering.number) >= LARGEST:
            message = f"The number in {{cells}}, {value:.3g}, is larger than any figure of a report."
            self._note(Code.DATA_NOT_A_NUMBER, message, "Look at it again; or count in thousands or millions.", place)
            return make_cell("", place)
        if rendering.scale:
            self._scaled[place] = rendering.scale
        text = f"{rendering.number:f}".replace(".", ",")
        cell = number_cell(rendering.number, text, place, rendering.unit)
        return replace(cell, shown=_typeset(rendering)) if rendering.show is Show.FORMED else cell

    def _check_units(self, table: DataTable) -> None:
        """Report figures whose cells show another unit, or other thousands, than the unit of their row."""
        for row in table.rows:
            counted = row.text("eenheid")
            for cell in row.cells.values():
                if cell.value is None or not cell.native or not counted:
                    continue
                if cell.unit == Unit.PERCENT.value and counted not in (Unit.PERCENT.value, Unit.POINTS.value):
                    self._report_unit("a percentage", counted, cell.place)
                elif cell.unit == Unit.EURO.value and Unit.EURO.value not in counted:
                    self._report_unit("an amount in euros", counted, cell.place)
                elif cell.place in self._scaled and not _THOUSANDS.search(f"{counted} {cell.unit}"):
                    much = f"10^{-self._scaled[cell.place]}".replace("10^3", "a thousand").replace("10^6", "a million")
                    message = (
                        f"{cell.place.cell} shows {cell.text}, its value divided by {much}, and counts “{counted}”."
                    )
                    hint = (
                        "Take the commas at the end out of its number format, or let its unit say it: “miljoen euro”."
                    )
                    self._diagnostics.add(Code.DATA_UNIT, message, cell.place, hint)

    def _report_unit(self, shows: str, counted: str, place: Place) -> None:
        message = f"{place.cell} shows {shows}, and its row counts “{counted}”."
        self._diagnostics.add(
            Code.DATA_UNIT, message, place, "Correct the unit, or the number format of the cell in Excel."
        )

    # Problems ---------------------------------------------------------------------------------------------------

    def _note(self, code: DiagnosticCode, message: str, hint: str, place: Place) -> None:
        """Keep a diagnostic of a cell; cells with the same one are reported together."""
        self._reported.setdefault((code, message, hint), []).append(place)

    def _report(self) -> None:
        for (code, message, hint), places in self._reported.items():
            text = message.replace("{cells}", _listed([place.cell for place in places]))
            self._diagnostics.add(code, text, places[0], hint)

    def _headed(self, headings: Sequence[DataCell], area: CellRange) -> bool:
        """Whether every column has a name of its own; others are reported, with where a table seems to begin."""
        unnamed = [cell for cell in headings if cell.missing]
        if unnamed and self._region.area is None and (likely := self._likely()):
            self._report_title(area, likely)
            return False
        for cell in unnamed[:_LISTED]:
            message = "This column has cells and no name."
            hint = "Give it a name in the heading row; or name the cells of the table alone: “range: A3:G20”."
            self._diagnostics.add(Code.COLUMN_UNNAMED, message, cell.place, hint)
        seen: dict[str, DataCell] = {}
        double = False
        for cell in headings:
            if not cell.missing and cell.text in seen:
                double = True
                message = f"There are two columns named “{cell.text}”; the other is {seen[cell.text].place.cell}."
                self._diagnostics.add(Code.COLUMN_DUPLICATE, message, cell.place, "Give one of them another name.")
            seen.setdefault(cell.text, cell)
        return not unnamed and not double

    def _likely(self) -> CellRange | None:
        """The range of what looks like a table, if it is not all filled cells, and none of its cells are merged."""
        likely = likely_area(self._sheet)
        if likely is None or likely == used_area(self._sheet):
            return None
        first = likely.first_row + (1 if self._headings_above(likely) else 0)
        rows = CellRange(first, likely.last_row, likely.first_column, likely.last_column)
        return None if any(one.touches(rows) for one in self._sheet.merged) else likely

    def _report_title(self, area: CellRange, likely: CellRange) -> None:
        first = next(cell.value for at, cell in sorted(self._sheet.cells.items()) if at[0] == area.first_row)
        named = f" (“{first[:40]}”)" if isinstance(first, str) else ""
        sheet = self._region.sheet.name
        message = f"Row {area.first_row} of the sheet “{sheet}”{named} does not give every column a name."
        above = self._headings_above(likely)
        stands = CellRange(likely.first_row - above, likely.last_row, likely.first_column, likely.last_column)
        wanted = [f"range: {stands}"] if stands != area else []
        wanted += [f"headings: {above + 1}"] if above else []
        wanted += [f"sheet: {sheet}"] if self._declaration.sheet else []
        written = _listed([f"“{line}”" for line in wanted])
        hint = f"The table seems to begin at {str(stands).partition(':')[0]}. Write {written} in {self._declared()}."
        self._diagnostics.add(Code.XLSX_RANGE, message, self._place(area.first_row, area.first_column), hint)

    def _headings_above(self, likely: CellRange) -> int:
        """How many rows right above a table's last heading row seem to be headings too: those with cells over columns
        other than the first, unlike a title."""
        count = 0
        while any(
            (likely.first_row - count - 1, column) in self._sheet.cells
            for column in range(likely.first_column + 1, likely.last_column + 1)
        ):
            count += 1
        return count

    def _declared(self) -> str:
        """The file with the declaration of the table, or the one that it would be in."""
        return declaration_path(self._shown)

    def _report_hidden(self, rows: Sequence[int], headings: Sequence[DataCell]) -> None:
        """Warn that rows, columns or the sheet are hidden in Excel, and read all the same."""
        if self._declaration.hidden is not None:
            return
        hidden = [row for row in rows if row in self._sheet.hidden_rows]
        if hidden:
            why = " by a filter" if self._sheet.filtered else ""
            listed = _listed([f"{a}" if a == b else f"{a} to {b}" for a, b in consecutive_runs(hidden)])
            self._warn_hidden(f"{_plural('Row', hidden)} {listed}", len(hidden), why, self._place(hidden[0], 0))
        columns = [cell for cell in headings if self._is_hidden(cell.place.column)]
        if columns:
            listed = _listed([f"“{cell.text}”" for cell in columns])
            self._warn_hidden(f"{_plural('Column', columns)} {listed}", len(columns), "", columns[0].place)
        if self._region.sheet.hidden and not self._declaration.sheet:
            self._warn_hidden("The whole", 1, "", self._place(0, 0))

    def _warn_hidden(self, what: str, count: int, why: str, place: Place) -> None:
        verb, of = "is" if count == 1 else "are", "" if what == "The whole" else " of the"
        message = f"{what}{of} sheet “{place.sheet}” {verb} hidden{why}, and read all the same."
        self._diagnostics.add(Code.XLSX_HIDDEN, message, place, _READ_ALL.format(file=self._declared()))

    def _report_gap(self, area: CellRange, body: Sequence[tuple[int, Sequence[DataCell]]], width: int) -> None:
        """Warn that a row below an empty one is read as a row of the table, though it looks like a note."""
        if self._region.area is not None or width < 3:
            return
        for (above, _), (row, line) in pairwise(body):
            if row > above + 1 and sum(not cell.missing for cell in line) == 1:
                message = f"Row {row} stands below an empty row, and is read as a row of the table."
                table = CellRange(area.first_row, above, area.first_column, area.last_column)
                hint = f"If it is a note, write “range: {table}” in {self._declared()}."
                self._diagnostics.add(Code.XLSX_GAP, message, self._place(row, 0), hint)
                return


def _text_cell(text: str, place: Place) -> DataCell:
    """A cell whose text is not a number, whatever it looks like: a date, a time, a code."""
    return replace(make_cell(text, place), value=None, unit="", native=True)


def _typeset(rendering: Rendering) -> str:
    """A cell in the typography of reports: a minus sign, no-break spaces, a space before a per cent sign."""
    if rendering.text == "-":
        return "–"
    text = (
        rendering.text.replace("-", MINUS) if rendering.number is not None and rendering.number < 0 else rendering.text
    )
    if text.endswith("%") and text[-2:-1].isdigit():
        text = f"{text[:-1]} %"
    return text.replace(" ", NO_BREAK)


def _listed(words: Sequence[str]) -> str:
    """Words as a list: “2, 3 and 7”; of many the first ones, and how many more there are."""
    if len(words) > _LISTED:
        return f"{', '.join(words[:_LISTED])} and {len(words) - _LISTED} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _plural(word: str, items: Sequence[object]) -> str:
    return word if len(items) == 1 else f"{word}s"
