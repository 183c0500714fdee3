"""Finds and reads the data files of a report: CSV files, workbooks, and the declarations beside them.

Derived columns are computed here, row by row, from the formulas that the declaration of a table gives for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportbuilder.data.column_types import read_columns
from reportbuilder.data.csv_files import TOO_LARGE_HINT, parse_csv
from reportbuilder.data.declarations import Declaration, DerivedColumn
from reportbuilder.data.expressions.amounts import (
    Amount,
    ExpressionError,
    Indicator,
    MissingFigureError,
    UndefinedResultError,
    amount_of,
    find_indicator,
)
from reportbuilder.data.expressions.evaluation import check_expression, compute
from reportbuilder.data.expressions.functions import Phrase
from reportbuilder.data.goals import has_expressions, with_goals
from reportbuilder.data.table import DataCell, DataRow, DataTable, make_cell, number_cell
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import DECLARATION_SETTINGS
from reportbuilder.files.characters import normalised
from reportbuilder.files.inputs import foreign_kind, load, on_disk, read_text, tell_unreadable
from reportbuilder.files.inputs import shown as shown_path
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.i18n.formats import format_number, rounded
from reportbuilder.memo import Memo
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.schema import parse_settings
from reportbuilder.values import Value, replace

THIS = "this"
"""The name by which a formula refers to its own row."""
_LANGUAGE = "nl"  # a formula gives figures, and words are for the text


def with_derived(table: DataTable, diagnostics: Diagnostics) -> DataTable:
    """The table with its derived columns, in the order in which they are declared; each may use those before it.

    Of several formulas the first is used for whose figures none is missing in the row; where there is none, the cell is
    missing. Quotients are rounded half up to the column's decimals; sums and differences keep their own.
    """
    for index, column in enumerate(table.declaration.derived):
        if _has_free_name(table, column, index, diagnostics) and _check_formulas(table, column, index, diagnostics):
            table = _ColumnBuilder(table, column, index, diagnostics).table()
    return table


def _has_free_name(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
    place = _declared(table, index, "published")
    if column.published and column.published not in table.columns:
        message = f"{table.shown} has no column “{column.published}”."
        diagnostics.add(Code.COLUMN_UNKNOWN, message, place, nearest(column.published, table.columns))
    if column.column not in table.columns:
        return True
    if column.column not in table.headings:
        message = f"The column “{column.column}” is declared twice."
        diagnostics.add(Code.DERIVED_TWICE, message, _declared(table, index, "column"), "Remove one of the two.")
        return False
    message = f"The column “{column.column}” is combined, so it cannot be typed."
    hint = f"Take the column out; its formula is at {_declared(table, index, 'formula')}."
    diagnostics.add(Code.DERIVED_TYPED, message, table.heading(column.column), hint)
    return False


def _check_formulas(table: DataTable, column: DerivedColumn, index: int, diagnostics: Diagnostics) -> bool:
    """Report what is wrong with the formulas of a column, also those that no row needs; whether nothing is."""
    valid = True
    for number, formula in enumerate(column.formula):
        try:
            check_expression(formula)
        except ExpressionError as wrong:
            valid = False
            diagnostics.add(wrong.code, wrong.message, _declared(table, index, "formula", number), wrong.hint)
    return valid


class _CellError(NamedTuple):
    """What is wrong with the cell of a row, and where its formula is declared."""

    row: DataRow
    error: ExpressionError
    place: Place


class _ColumnBuilder(Value):
    """Computes one column of a table."""

    before: DataTable
    column: DerivedColumn
    index: int
    diagnostics: Diagnostics

    def table(self) -> DataTable:
        """The table with the column."""
        name = self.column.column
        errors: list[_CellError] = []
        cells = [self._cell(row, errors) for row in self.before.rows]
        self._report(errors)
        if not errors and cells and all(cell.missing for cell in cells):
            message = f"No row has all the figures that “{name}” is computed from."
            hint = "Look at the years and columns in the formula."
            self.diagnostics.add(Code.DERIVED_EMPTY, message, _declared(self.before, self.index, "formula"), hint)
        rows = tuple(
            replace(row, cells={**row.cells, name: cell}) for row, cell in zip(self.before.rows, cells, strict=True)
        )
        return replace(self.before, columns=(*self.before.columns, name), rows=rows)

    def _cell(self, row: DataRow, errors: list[_CellError]) -> DataCell:
        """The cell of a row, by the first formula for whose figures none is missing."""
        for index, formula in enumerate(self.column.formula):
            try:
                return self._computed(row, formula)
            except MissingFigureError:
                continue
            except ExpressionError as error:
                errors.append(_CellError(row, error, _declared(self.before, self.index, "formula", index)))
            break
        return make_cell("", row.place)

    def _computed(self, row: DataRow, formula: str) -> DataCell:
        result = compute(formula, lambda name: self._indicator(name, row), _LANGUAGE)
        if isinstance(result, Phrase) and not result.figure:
            return replace(make_cell(result.text, row.place), formula=formula, sources=result.cells)
        if isinstance(result, int | Decimal):
            result = amount_of(result)
        if not isinstance(result, Amount):
            message = "A computed column holds figures, and this gives words."
            hint = "Say how it is written where it is shown: “format” of a table’s column."
            raise ExpressionError(Code.DERIVED_WORDS, message, hint)
        if not result.cells:
            message = "This is computed from no figure of the data."
            raise ExpressionError(Code.EXPRESSION_SOURCE, message, "Write “this[2022]” for the row’s own figure.")
        amount = result.rounded(self.column.decimals) if result.decimals is None else result
        text = format_number(amount.value, None, amount.places())
        cell = number_cell(rounded(amount.value, amount.places()), text, row.place, amount.unit)
        return replace(cell, formula=formula, sources=amount.cells)

    def _indicator(self, name: str, row: DataRow) -> Indicator:
        if name == THIS:
            return Indicator(row.text("id") or THIS, row, self.before)
        return find_indicator(self.before, name, name, (THIS,))

    def _report(self, errors: list[_CellError]) -> None:
        """Report errors: of the figures of a row at that row, of a formula once, with the first row that shows it."""
        reported = set()
        for row, error, place in errors:
            name = row.text("id") or row.text("indicator") or str(row.place)
            if isinstance(error, UndefinedResultError):  # of the figures of this row, and not of the formula
                message = f"“{self.column.column}” of “{name}” cannot be computed: {error.message}"
                hint = f"The formula is at {place}. {error.hint}"
                self.diagnostics.add(Code.DERIVED_CELL, message, row.place, hint)
            elif (place, error.message) not in reported:
                reported.add((place, error.message))
                self.diagnostics.add(error.code, f"{error.message} (Row “{name}”.)", place, error.hint)


def _declared(table: DataTable, index: int, *key: str | int) -> Place:
    located = table.declared_at
    return located.place("derived", index, *key) if located is not None else Place(table.shown)


CSV, WORKBOOKS, DECLARATIONS = (".csv",), (".xlsx", ".xlsm"), (".yaml",)
MOST_BYTES = 20_000_000
"""The largest data file that is read at all."""
_RULES = "statusregels.yaml"  # beside the data, and no declaration
_IN_WORKBOOK, _IN_CSV = ("sheet", "table", "hidden"), ("skip",)


class _Source(Value):
    """A data file to read, and what is declared about it; `located` is the declaration with its places, or None."""

    path: Path
    declaration: Declaration = Declaration()
    located: LocatedData | None = None
    root: Path | None = None


def data_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that are tables: CSV files, workbooks, and declarations that name one of these.

    A name that begins with “~” or “.” is that of a lock or a copy which an office program left behind.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    named = [path for path in files if path.is_file() and path.name[:1] not in "~." and path.name != _RULES]
    data = [path for path in named if path.suffix.lower() in (*CSV, *WORKBOOKS)]
    stems = {normalised(path.stem) for path in data}
    alone = [path for path in named if path.suffix.lower() in DECLARATIONS and normalised(path.stem) not in stems]
    return tuple(sorted((*data, *alone)))


def stray_declarations(folder: Path) -> Iterator[tuple[Path, str]]:
    """The declarations in a folder that belong to no data file, each with a hint; they are not read.

    These are declarations without a line `file` that have the name of no data file, and files that end in `.yml`.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    data = [path.name for path in files if path.suffix.lower() in (*CSV, *WORKBOOKS)]
    stems = {normalised(Path(name).stem) for name in data}
    for path in files:
        stem = normalised(path.stem)
        if path.suffix.lower() == ".yml":
            yield path, f"Rename it to {path.stem}.yaml."
        elif path.suffix.lower() in DECLARATIONS and path.name != _RULES and stem not in stems:
            located = read_yaml(read_text(path, Diagnostics(), root=folder) or "", Place(), Diagnostics())
            if located is None or not isinstance(located.data, dict) or not located.data.get("file"):
                yield path, nearest(f"{path.stem}.csv", data) or "Add a line “file: cijfers.csv”, or remove the file."


def read_table(
    path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None, memo: Memo | None = None
) -> DataTable | None:
    """Read a CSV file, an Excel workbook, or a declaration that names one of these.

    `shown` is its name in diagnostics, and `root` the folder that it has to be inside of (its own when none is given).
    A declaration beside a data file (`cijfers.yaml` beside `cijfers.csv`) applies to it. None, and diagnostics, when
    the file has no table; a table with uneven rows is given, so that everything that is wrong with it can be reported
    at once. What is in the file itself is remembered in the `memo`, and its goals are computed anew.
    """
    memo = memo or Memo()
    table = _remembered(path, shown, diagnostics, root, memo)
    if table is None or not has_expressions(table):
        return table
    return _with_goals(table, path, shown, diagnostics, root, memo)


def read_tables(folder: Path, diagnostics: Diagnostics, root: Path) -> dict[str, DataTable]:
    """Read all tables of a folder, by their names without extension; with it, where several files share a name.

    What cannot be read is left out, and a diagnostic. `root` is the folder that all files have to be inside of.
    """
    files = data_files(folder)
    stems = Counter(normalised(file.stem) for file in files)
    names = {file: normalised(file.stem if stems[normalised(file.stem)] == 1 else file.name) for file in files}
    tables = {name: read_table(file, shown_path(file), diagnostics, root) for file, name in names.items()}
    return {name: table for name, table in tables.items() if table is not None}


def read_indicators(
    path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None, memo: Memo | None = None
) -> DataTable | None:
    """Read a table as `read_table` does; None when its rows are not indicators."""
    table = _remembered(path, shown, diagnostics, root, memo or Memo())
    return table if table is not None and table.of_indicators else None


def _remembered(path: Path, shown: str, diagnostics: Diagnostics, root: Path | None, memo: Memo) -> DataTable | None:
    key = path, shown, root, folder_listing(path.parent)
    return remembered(memo, "data files", key, diagnostics, lambda found: _read(path, shown, found, root))


def _read(path: Path, shown: str, diagnostics: Diagnostics, root: Path | None) -> DataTable | None:
    source = _source(path, shown, diagnostics, root or path.parent)
    if source is None or not _exists(source.path, _beside(shown, source.path.name), diagnostics):
        return None
    table = _read_file(source, _beside(shown, source.path.name), diagnostics)
    if table is None:
        return None
    table = replace(table, declaration=source.declaration, declared_at=source.located)
    _check_declared(table, diagnostics)
    if source.declaration.units:
        units = {name: unit.form(name) for name, unit in source.declaration.units.items()}
        table = replace(table, rows=tuple(replace(row, units=units) for row in table.rows))
    return with_derived(table, diagnostics) if table.declaration.derived else table


def _with_goals(
    table: DataTable, path: Path, shown: str, diagnostics: Diagnostics, root: Path | None, memo: Memo
) -> DataTable:
    """The table with the goals that are expressions computed from the tables in the other files of its folder."""
    files = {normalised(file.stem): file for file in data_files(path.parent) if file != path}

    @cache
    def read(name: str) -> DataTable | None:
        return read_table(files[name], _beside(shown, files[name].name), diagnostics, root, memo)

    return with_goals(table, read, tuple(files), diagnostics)


def _check_declared(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report declarations about rows and columns that the table does not have."""
    for index, column in enumerate(table.declaration.text):
        if column not in table.columns and table.declared_at is not None:
            message, place = f"{table.shown} has no column “{column}”.", table.declared_at.place("text", index)
            diagnostics.add(Code.COLUMN_UNKNOWN, message, place, nearest(column, table.columns))
    ids = {row.text("id") for row in table.rows if row.text("id")}
    for name in table.declaration.names:
        if name not in ids and table.declared_at is not None:
            message, place = f"{table.shown} has no indicator “{name}”.", table.declared_at.place("names", name)
            diagnostics.add(Code.INDICATOR_UNKNOWN, message, place, nearest(name, ids))


def _source(path: Path, shown: str, diagnostics: Diagnostics, root: Path) -> _Source | None:
    """The data file and the declaration of a path; None, and diagnostics, when the declaration is wrong."""
    declares = path.suffix.lower() in DECLARATIONS
    file = path if declares else on_disk(path.with_suffix(DECLARATIONS[0]))
    if path.name == _RULES:
        diagnostics.add(Code.FILE_KIND, "These are rules for statuses, and no table.", Place(shown), "Name a CSV file.")
        return None
    if file.name == _RULES or not file.is_file():
        return _Source(path, root=root)
    located = _read_declaration(file, _beside(shown, file.name), diagnostics, root)
    form = parse_settings(Declaration, located, diagnostics, DECLARATION_SETTINGS) if located is not None else None
    if located is None or form is None:
        return None
    data = _file_of(file, form, located, diagnostics) if declares else path
    if data is None:
        return None
    if not declares and form.file and form.file != normalised(path.name):
        message = f"This stands beside “{path.name}”, and names another file."
        hint = "Remove the line “file”, or give the declaration a name of its own."
        diagnostics.add(Code.DECLARATION_FILE, message, located.place("file"), hint)
        return None
    is_csv = data.suffix.lower() in CSV
    wrong = [key for key in (_IN_WORKBOOK if is_csv else _IN_CSV) if getattr(form, key)]
    for key in wrong:
        message = f"A CSV file is one table: it has no “{key}”." if is_csv else f"A workbook has no “{key}”."
        hint = (
            f"Remove the line “{key}”." if is_csv else f"Remove the line “{key}”, and name the cells: “range: A3:G20”."
        )
        diagnostics.add(Code.DECLARATION_VALUE, message, located.place(key), hint)
    if form.range and form.table:
        message = "A table stands in a range of cells or has a name, not both."
        diagnostics.add(Code.DECLARATION_VALUE, message, located.place("table"), "Remove the line “range” or “table”.")
        return None
    return None if wrong else _Source(data, form, located, root)


def _file_of(source: Path, form: Declaration, located: LocatedData, diagnostics: Diagnostics) -> Path | None:
    """The data file of a declaration: the one that it names, or else the one of the same name."""
    kinds = (*CSV, *WORKBOOKS)
    files = {normalised(path.name): path.name for path in source.parent.iterdir() if path.suffix.lower() in kinds}
    if form.file:
        if form.file in files:
            return source.with_name(files[form.file])
        message = f"There is no data file “{form.file}” beside this one."
        diagnostics.add(Code.DECLARATION_FILE, message, located.place("file"), nearest(form.file, files))
        return None
    names = [normalised(source.with_suffix(kind).name) for kind in kinds]
    beside = [files[name] for name in names if name in files]
    if len(beside) == 1:
        return source.with_name(beside[0])
    message = "This declares a table, and does not say in which file it is."
    diagnostics.add(Code.DECLARATION_FILE, message, located.start, "Add a line “file: cijfers.csv”.")
    return None


def _read_declaration(source: Path, shown: str, diagnostics: Diagnostics, root: Path) -> LocatedData | None:
    text = read_text(source, diagnostics, Place(shown), root)
    return read_yaml(text, Place(shown, 1, 1), diagnostics) if text is not None else None


def _exists(path: Path, shown: str, diagnostics: Diagnostics) -> bool:
    if path.is_file():
        return True
    beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    diagnostics.add(Code.FILE_MISSING, f"The file “{shown}” does not exist.", Place(shown), nearest(path.name, beside))
    return False


def _read_file(source: _Source, shown: str, diagnostics: Diagnostics) -> DataTable | None:
    try:
        size = source.path.stat().st_size
        if size > MOST_BYTES:
            message = f"This file has {size / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB is the most."
            diagnostics.add(Code.DATA_LARGE, message, Place(shown), TOO_LARGE_HINT)
            return None
        content = load(source.path, source.root)
    except OSError as error:
        tell_unreadable(source.path, error, diagnostics, Place(shown))
        return None
    if source.path.suffix.lower() in WORKBOOKS:
        from reportbuilder.data.workbooks import parse_workbook

        table = parse_workbook(content, shown, diagnostics, source.declaration, source.located)
        if table is None:
            return None
        return read_columns(replace(table, declaration=source.declaration, declared_at=source.located), diagnostics)
    if kind := foreign_kind(content):
        message = f"This is {kind}, and not CSV."
        diagnostics.add(Code.FILE_KIND, message, Place(shown), "Save it as .xlsx, or as CSV UTF-8.")
        return None
    return parse_csv(content, shown, diagnostics, source.declaration, source.located)


def _beside(shown: str, name: str) -> str:
    """The name in diagnostics of a file in the same folder as another."""
    return shown[: shown.rfind("/") + 1] + name
