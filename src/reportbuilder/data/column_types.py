"""Reads the numbers of a data table column by column, for CSV files and workbooks alike.

A number alone can be ambiguous (`1.250`), and a mark alone can be a word (`x`): the other cells of the column decide.

    2022     2023                        2022                        2023
    0.125    0.500      read_columns ->  0.125: a decimal point      error: 1.250 can be 1250 or 1,250
    x        1.250                       missing

What stays text: columns of words, columns with a code in them (`007`), and those that are declared (`text: [Nr]`).
Cells that are `native` (a workbook's numbers) are taken as they are, and count as numbers of their column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.i18n.number_parsing import (
    MARKS,
    Look,
    Notation,
    Number,
    Readings,
    is_too_long,
    is_year,
    look_of,
    readings,
)
from reportbuilder.values import Value, replace

GOALS = frozenset(("doel_waarde", "resultaat_waarde"))
FIGURES = frozenset(("realisatie", *GOALS))
"""Columns that hold figures by their name, as years do."""
_CODED = re.compile(
    r"(?!aantal|totaal|gemiddeld|som\b|.* per )"
    r"(?:.*code|.*nummer|(?:.*[ ._-])?(?:nr|id|kvk|bsn|rsin|oin|zip)|pc[46])\.?",
    re.IGNORECASE,
)
"""Names of columns that hold codes."""
_COMPARISONS = frozenset(("vergelijking",))
_EXPRESSION = "{{"
_FORMULA = re.compile(
    r"""=\s*[-+(]*\s*(?: [A-Za-z][\w.]*\( | \$?[A-Za-z]{1,3}\$?\d | (?:'[^']+'|\w+)!\$?[A-Z] | "
        | [\d.,]+\s*[-+*/^]\s*[\d($A-Z] )""",
    re.ASCII | re.VERBOSE,
)
_ERROR = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|VALUE!|WAARDE!|NULL!|LEEG!|NUM!|GETAL!|SPILL!|OVERLOOP!|CALC!"
    r"|BEREKENEN!|GETTING_DATA|#+)"
)


class _ReadCell(Value):
    """A filled cell, with the numbers that its text can be read as."""

    row: int
    column: str
    cell: DataCell
    look: Look
    readings: Readings

    @property
    def points(self) -> bool:
        """Whether its text is a number with a decimal point only: 0.5."""
        return self.readings.comma is None and self.readings.point is not None

    @property
    def commas(self) -> bool:
        """Whether its text is a number with a decimal comma only: 0,5."""
        return self.readings.comma is not None and self.readings.point is None

    @property
    def surely_decimal(self) -> bool:
        """Whether it has a decimal point that is not one of a section number (1.2): 0.5 and 1,234.5."""
        return _is_sure(self.cell.text, self.readings)

    def number(self, notation: Notation) -> Number | None:
        """The number in a notation."""
        return self.readings.comma if notation is Notation.COMMA else self.readings.point


def read_columns(table: DataTable, diagnostics: Diagnostics, separator: str = "") -> DataTable:
    """The table with the numbers, missing-value marks and codes of each column. An ambiguous number, and a text that
    looks like a number and is none, are errors at their cells.

    Where every number of a column is ambiguous (1.250, 1,250), the other columns decide, and then the `separator` of
    the file: cells are separated by commas where numbers have a decimal point.
    """
    _check_texts(table, diagnostics)
    figures = [name for name in table.columns if is_figures(name)]
    groups = [figures, *([name] for name in table.columns if not is_figures(name))]
    changed: dict[tuple[int, str], DataCell] = {}
    read: list[_ColumnGroup] = []
    for group in groups:
        columns = [name for name in group if name not in _COMPARISONS]
        read.append(_ColumnGroup(table, columns, diagnostics))
    if table.declaration.decimal is None:
        _check_open(table, read, separator, diagnostics)
    for column in read:
        changed.update(column.read())
    if not changed:
        return table
    rows = list(table.rows)
    by_row: dict[int, dict[str, DataCell]] = {}
    for (index, name), cell in changed.items():
        by_row.setdefault(index, {})[name] = cell
    for index, cells in by_row.items():
        rows[index] = replace(rows[index], cells={**rows[index].cells, **cells})
    return replace(table, rows=tuple(rows))


def _check_open(table: DataTable, read: Sequence[_ColumnGroup], separator: str, diagnostics: Diagnostics) -> None:
    """Report columns in which every number is ambiguous, where the rest of the file suggests a decimal point."""
    sure = next((cell for columns in read for cell in columns.counted if cell.surely_decimal), None)
    if sure is None and (separator != "," or any(cell.commas for columns in read for cell in columns.counted)):
        return
    file = declaration_file(table)
    for columns in read:
        ambiguous = next((cell for cell in columns.counted if cell.readings.ambiguous), None)
        if ambiguous is None or any(cell.points or cell.commas for cell in columns.counted):
            continue
        first, second = _both(ambiguous.readings)
        because = (
            f"“{sure.cell.text}” in the column “{sure.column}” has a decimal point"
            if sure is not None
            else "files with commas between their cells mostly have decimal points"
        )
        message = f"“{ambiguous.cell.text}” in the column “{ambiguous.column}” can be {first} or {second}: {because}."
        hint = f"Write “decimal: point” in {file} if it is {second}, or “decimal: comma” if it is {first}"
        hint = f"{hint}." if sure is None else f"{hint} and all other numbers have a decimal comma, too."
        diagnostics.add(Code.NUMBER_AMBIGUOUS, message, ambiguous.cell.place, hint)


def _both(read: Readings) -> tuple[str, str]:
    """An ambiguous number in Dutch notation, as read with a decimal comma and with a decimal point."""
    assert read.comma is not None
    assert read.point is not None
    return f"{read.comma.value:f}".replace(".", ","), f"{read.point.value:f}".replace(".", ",")


def is_figures(column: str) -> bool:
    """Whether a column holds figures by its name: a year, or one for results and goals."""
    return is_year(column) or column in FIGURES


def marks_of(table: DataTable) -> Collection[str]:
    """The missing-value marks of a table, known and declared."""
    return MARKS.keys() | table.declaration.missing.keys()


def are_figures(texts: Sequence[str]) -> bool:
    """Whether a column of texts, such as one in Markdown, holds nothing but numbers and marks for missing ones."""
    filled = [text for text in texts if text.strip() and text.strip() not in MARKS]
    return bool(filled) and all(look_of(text) is Look.NUMBER for text in filled)


def ambiguous_in(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The ambiguous numbers of a column of text (1.250), each with one that surely has a decimal point (0.5)."""
    read = [readings(text) for text in texts]
    sure = next((index for index, one in enumerate(read) if _is_sure(texts[index], one)), None)
    if sure is not None:
        yield from ((index, sure) for index, one in enumerate(read) if one.ambiguous)


def _is_sure(text: str, read: Readings) -> bool:
    """Whether a text has a decimal point that is not one of a section number (1.2): 0.5, 1,234.5 and 12.5 %."""
    number = read.point
    return read.comma is None and number is not None and (abs(number.value) < 1 or "," in text or number.unit != "")


def why_failed(text: str, table: DataTable, column: str) -> str:
    """The hint for a text that looks like a number and is none."""
    lower = text.casefold()
    if look_of(text) is Look.CODE:
        return "A number does not begin with a zero: take it out, or move the code to a column of its own."
    if is_too_long(text):
        hint = "A figure has 18 digits before the decimal sign at most, and 10 behind it: round it."
    elif "e" in lower and any(c.isdigit() for c in lower):
        hint = "Write all its digits: a spreadsheet shortens long numbers so, and digits can be lost."
    elif any(word in lower for word in ("nan", "inf", "∞")):
        hint = "Leave the cell empty, or write a mark for what is missing (x)."
    else:
        hint = "Write a figure with a decimal comma, and points before every three digits: 83,0 or 1.234.567."
    if is_figures(column):
        return hint
    return f"{hint} If the column holds codes, write “text: [{column}]” in {declaration_file(table)}."


def declaration_file(table: DataTable) -> str:
    """The file with the declaration of a table, or the one that it would be in."""
    if table.declared_at is not None and table.declared_at.start.file:
        return table.declared_at.start.file
    return f"{table.shown.rpartition('.')[0]}.yaml"


_LETTERS_FOR_DIGITS = re.compile(r"(?=[^\d]*\d)(?=.*[OolI])[\dOolI][\d.,OolI]*")
_DIGITS_FOR_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


class _ColumnGroup:
    """Columns that share a notation of numbers: all columns of figures, or one other column."""

    def __init__(self, table: DataTable, names: Sequence[str], diagnostics: Diagnostics) -> None:
        self._table, self._names, self._diagnostics = table, names, diagnostics
        self._marks = marks_of(table)
        self._declared = table.declaration.decimal
        self._parts = [self._read_cells(name) for name in names]
        self.counted = [
            cell
            for name, part in zip(names, self._parts, strict=True)
            if not self._is_text(name, part)
            for cell in part
        ]

    def read(self) -> dict[tuple[int, str], DataCell]:
        """The cells that change by being read, by row and column."""
        notation = self._notation(self.counted)
        changed: dict[tuple[int, str], DataCell] = {}
        for name, part in zip(self._names, self._parts, strict=True):
            for index, cell in self._cells(name, part, notation):
                if cell is not self._table.rows[index].cells[name]:
                    changed[index, name] = cell
        return changed

    def _read_cells(self, name: str) -> list[_ReadCell]:
        """The filled cells of a column, with the numbers that they can be read as."""
        cells = []
        for index, row in enumerate(self._table.rows):
            cell = row.cells.get(name)
            if cell is None or cell.missing or cell.not_applicable or cell.text.startswith(_EXPRESSION):
                continue
            if cell.native:
                number = Number(cell.value, cell.unit) if cell.value is not None else None
                look = Look.WORDS if number is None else Look.NUMBER
                cells.append(_ReadCell(index, name, cell, look, Readings(number, number)))
            else:
                read = readings(cell.text)
                number = read.comma or read.point
                cells.append(_ReadCell(index, name, cell, Look.NUMBER if number else look_of(cell.text), read))
        return cells

    def _is_text(self, name: str, part: Sequence[_ReadCell]) -> bool:
        """Whether a column is text, printed as it is written: declared so, or with codes in it."""
        if name in self._table.declaration.text:
            return True
        if self._is_checked(name):
            return False
        return any(read.look is Look.CODE for read in part) or _are_codes(name, part)

    def _is_checked(self, name: str) -> bool:
        """Whether a column must hold figures only, which `check_indicators` and `check_goals` check."""
        return name in GOALS or (is_figures(name) and self._table.of_indicators)

    def _notation(self, cells: Sequence[_ReadCell]) -> Notation:
        """The notation of the columns; each number in another notation is an error."""
        points, commas = [r for r in cells if r.points], [r for r in cells if r.commas]
        if self._declared is not None:
            return self._declared
        if not points:
            return Notation.COMMA
        if any(read.look is Look.WORDS and read.cell.text not in self._marks for read in cells):
            points, commas = [r for r in points if r.surely_decimal], []  # others among words may be no numbers
        if not points:
            return Notation.COMMA
        if commas:
            wrong, right = (points, commas[0]) if len(points) <= len(commas) else (commas, points[0])
            for read in wrong:
                message = f"“{read.cell.text}” and “{right.cell.text}” ({_where(right)}) have other decimal signs."
                self._diagnostics.add(Code.NUMBER_NOTATION, message, read.cell.place, "Write all with a decimal comma.")
            return Notation.COMMA
        for read in cells:
            if read.readings.ambiguous:
                self._report_ambiguous(read, points[0])
        return Notation.POINT

    def _report_ambiguous(self, read: _ReadCell, other: _ReadCell) -> None:
        first, second = _both(read.readings)
        message = (
            f"“{read.cell.text}” can be {first} or {second}: “{other.cell.text}” ({_where(other)}) has a decimal point."
        )
        hint = (
            f"Write {first}, if that is meant. If it is {second}: write “decimal: point” in "
            f"{declaration_file(self._table)}, or write all numbers of the column with a decimal comma."
        )
        if first == read.cell.text:
            hint = (
                f"Write “decimal: point” in {declaration_file(self._table)}, or write the column with decimal commas."
            )
        self._diagnostics.add(Code.NUMBER_AMBIGUOUS, message, read.cell.place, hint)

    def _cells(self, name: str, part: Sequence[_ReadCell], notation: Notation) -> Iterable[tuple[int, DataCell]]:
        if self._is_text(name, part):
            return [(read.row, _as_text(read.cell)) for read in part]
        missing = [read for read in part if read.cell.text in self._marks]
        others = [read for read in part if read.cell.text not in self._marks]
        numbers = [read for read in others if read.number(notation) is not None]
        words = [read for read in others if read.look is Look.WORDS]
        if not is_figures(name):
            if not numbers or self._is_numbering(numbers, notation):
                self._report_decimals(name, numbers, notation)
                return [(read.row, _as_text(read.cell)) for read in part if not read.cell.native]
            if words:  # among words a mark (x) is a word too; numbers are still numbers
                self._report_letters(name, words)
                return [(read.row, self._numbered(read, notation)) for read in others]
        if numbers and not words and not self._is_checked(name):
            self._report_failed(name, [read for read in others if read.number(notation) is None])
        return [
            *((read.row, self._numbered(read, notation)) for read in others),
            *((read.row, self._missing(read.cell)) for read in missing),
        ]

    def _report_letters(self, name: str, words: Sequence[_ReadCell]) -> None:
        """Warn of words among numbers that have a letter in the place of a digit: 12O4 for 1204."""
        for read in words:
            if _LETTERS_FOR_DIGITS.fullmatch(read.cell.text):
                message = f"“{read.cell.text}” in the column “{name}” has a letter where figures have a digit."
                hint = f"Write {read.cell.text.translate(_DIGITS_FOR_LETTERS)}, if that is meant."
                self._diagnostics.add(Code.DATA_LETTER, message, read.cell.place, hint)

    def _is_numbering(self, numbers: Sequence[_ReadCell], notation: Notation) -> bool:
        """Whether these may be labels: section and version numbers (1.1, 2.0), or numbers in brackets, (1) and (2)."""
        if numbers and all(read.readings.comma and read.readings.comma.bracketed for read in numbers):
            return True
        by_points = notation is Notation.POINT and self._declared is None
        return by_points and not any(read.surely_decimal for read in numbers)

    def _report_decimals(self, name: str, numbers: Sequence[_ReadCell], notation: Notation) -> None:
        """Warn of numbers with points that are read as section numbers, and are not in the order of such."""
        written = [read.readings.point for read in numbers]
        counted = [tuple(map(int, f"{number.value:f}".split("."))) for number in written if number is not None]
        if notation is not Notation.POINT or any(read.readings.ambiguous for read in numbers):  # reported already
            return
        if counted in (sorted(counted), sorted(counted, reverse=True)):
            return
        read = next(read for read in numbers if read.points)
        message = f"“{read.cell.text}” in the column “{name}” has a decimal point, and is printed as it stands."
        file = declaration_file(self._table)
        hint = f"Write “decimal: point” in {file} if these are figures, or “text: [{name}]” if they are not."
        self._diagnostics.add(Code.DATA_DECIMAL_POINT, message, read.cell.place, hint)

    def _report_failed(self, name: str, failed: Sequence[_ReadCell]) -> None:
        for read in failed:
            if read.look is Look.NUMBER and self._declared is None:  # its notation is reported already
                continue
            message = f"“{read.cell.text}” in the column “{name}” is not a number."
            hint = why_failed(read.cell.text, self._table, name)
            self._diagnostics.add(Code.DATA_NOT_A_NUMBER, message, read.cell.place, hint)

    def _numbered(self, read: _ReadCell, notation: Notation) -> DataCell:
        if read.cell.native:
            return read.cell
        number = read.number(notation)
        if number is None and self._declared is None:  # of the other notation, which is reported
            number = read.readings.comma or read.readings.point
        if number is None:
            return _as_text(read.cell)
        if read.cell.value == number.value and read.cell.unit == number.unit:
            return read.cell
        return replace(read.cell, value=number.value, unit=number.unit)

    def _missing(self, cell: DataCell) -> DataCell:
        return replace(
            cell, value=None, unit="", missing=True, shown=self._table.declaration.missing.get(cell.text, "")
        )


def _as_text(cell: DataCell) -> DataCell:
    return replace(cell, text=cell.shown or cell.text, value=None, unit="") if cell.value is not None else cell


def _are_codes(name: str, part: Sequence[_ReadCell]) -> bool:
    """Whether a column holds codes by its name (Postcode, KvK-nummer), of more digits than a small number has."""
    texts = [read.cell.shown or read.cell.text for read in part]
    return bool(_CODED.fullmatch(name)) and all(map(str.isdecimal, texts)) and any(len(text) > 3 for text in texts)


def _where(read: _ReadCell) -> str:
    return f"line {read.cell.place.line}"


def _check_texts(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report formulas and error values of spreadsheets that were exported as text."""
    for row in table.rows:
        for cell in row.cells.values():
            if cell.text[:1] not in ("=", "#") or cell.native:
                continue
            if _ERROR.fullmatch(cell.text.upper()):
                message = f"“{cell.text}” is an error of a spreadsheet."
                diagnostics.add(Code.DATA_ERROR, message, cell.place, "Correct its formula, or leave the cell empty.")
            elif _FORMULA.match(cell.text):
                message = f"“{cell.text}” is a formula as text, and no result."
                hint = "Write its result; or save the file from the spreadsheet again, which writes results."
                diagnostics.add(Code.DATA_FORMULA, message, cell.place, hint)
