"""The `{table}` directive: a table made from a data file or from Markdown, and the formats of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Annotated

from reportbuilder.data.column_types import declaration_file, is_figures
from reportbuilder.data.data_files import THIS
from reportbuilder.data.indicators import is_provisional
from reportbuilder.data.norms import (
    NORM,
    is_no_norm,
    is_norm,
    norm_cell,
    norm_of,
    parse_norm,
    written_goal,
    written_norm,
)
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    Paragraph,
    Row,
    RowKind,
    Status,
    StatusMark,
    Table,
    Text,
)
from reportbuilder.i18n.formats import MINUS, NO_BREAK, Unit, format_number, in_language
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.project.schema import Before, Form, Limits, Words
from reportbuilder.reader.directive import Directive, PlacementSettings, ReadingContext, check_label, expect_no_body
from reportbuilder.reader.markdown_tables import check_table_lines
from reportbuilder.reader.trend_column import TrendColumn
from reportbuilder.reader.verdict_column import VerdictColumn
from reportbuilder.values import field, replace

PROVISIONAL = "*"


class Format(Enum):
    """How the figures of a column are written."""

    AUTO = "auto"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    CHANGE = "change"
    GOAL = "goal"


_UNITS = {
    Format.NUMBER: Unit.COUNT.value,
    Format.PERCENT: Unit.PERCENT.value,
    Format.POINTS: Unit.POINTS.value,
    Format.CHANGE: "",
}
"""The formats of numbers, each with the unit that it prints; a change has its cell's own."""


class ColumnSettings(Form):
    """The settings of one column of a table; `met` shows whether a figure meets the goal in the column `norm`. With a
    `trend`, the column shows a line through the figures of those columns, and has no figures of its own; with a
    `verdict`, it says whether the figure of that column meets its norm. What is shown `once` is left out where it is
    the same as in the row above."""

    key: Words
    label: Words | None = None
    header: bool = False
    format: Format = Format.AUTO
    align: Align | None = None
    width: Annotated[float, Limits(above=0)] | None = None
    met: bool = False
    norm: Words = NORM
    trend: Annotated[tuple[Words, ...], Limits(2)] | None = None
    verdict: Words = ""
    once: bool = False


def printed(cell: DataCell, reading: ReadingContext) -> str:
    """The printed text of a cell in a column of words: its text, or the number of a workbook's cell."""
    is_number = cell.native and cell.value is not None
    return in_language(cell.printed, reading.project.settings.language) if is_number else cell.printed


class DataColumn:
    """One column of a table from data."""

    def __init__(
        self, wanted: ColumnSettings, data: DataTable, rows: Sequence[DataRow], place: Place, reading: ReadingContext
    ) -> None:
        self._wanted = wanted
        self._data = data
        self._reading = reading
        filled = [c for c in (self._found(row) for row in rows) if not (c.missing or c.not_applicable)]
        figures = bool(filled) and all(c.value is not None for c in filled) and wanted.format is not Format.TEXT
        written = is_figures(wanted.key) or (figures and not all(is_year(c.text) for c in filled))
        self._formats = written if wanted.format is Format.AUTO else wanted.format is not Format.TEXT
        if wanted.format is Format.AUTO and not figures:
            self._warn_mixed(filled)
        label = wanted.key if wanted.label is None else wanted.label
        default = Align.DECIMAL if figures and not wanted.header else Align.LEFT
        inlines = reading.inlines(label, place) if label else ()
        self.column = Column(wanted.key, inlines, wanted.align or default, wanted.header, wanted.width)

    def cell(self, row: DataRow) -> Cell:
        """The column's cell in a row."""
        cell = self._found(row)
        if cell.not_applicable:
            return self._words(self._reading.words.not_applicable, cell)
        if cell.missing:
            words = self._reading.sources.printed_missing(cell)
            return self._words(words, cell) if words else Cell((), place=cell.place)
        if is_norm(self._wanted.key) and self._wanted.format is not Format.TEXT and not is_no_norm(cell):
            return self._norm(cell, row)
        if cell.value is None and self._wanted.format in _UNITS and not cell.formula:
            message = f"“{cell.text}” is not a number, and “format: {self._wanted.format.value}” is for numbers."
            hint = f"Write a figure; or take “format” of the column “{self._wanted.key}” away from the table."
            self._reading.diagnostics.add(Code.DATA_NOT_A_NUMBER, message, cell.place, hint)
        if cell.value is None or not self._formats:
            return Cell(
                self._reading.cell_blocks(printed(cell, self._reading), cell.place), value=cell.value, place=cell.place
            )
        return self._figure(cell, cell.value, row)

    def provisional(self, row: DataRow) -> bool:
        """Whether the figure in a row is provisional."""
        cell = row.cells[self._wanted.key]
        return cell.value is not None and is_provisional(self._data, row, self._wanted.key)

    def _found(self, row: DataRow) -> DataCell:
        """The cell of the data for a row; without a norm for the year, that for all years."""
        cell = norm_cell(row, self._wanted.key) if is_norm(self._wanted.key) else None
        return cell or row.cells[self._wanted.key]

    def _words(self, words: str, cell: DataCell) -> Cell:
        return Cell((Paragraph((Text(words, cell.place),), cell.place),), place=cell.place)

    def _norm(self, cell: DataCell, row: DataRow) -> Cell:
        """A norm in the words of the data, or with its sign; of a goal the figure alone."""
        norm, unit = parse_norm(cell.text), row.form()
        if norm is None:  # which is a problem already
            return self._words(cell.text, cell)
        goal = self._wanted.format is Format.GOAL
        language = self._reading.project.settings.language
        if goal:
            return self._words(in_language(written_goal(norm, unit), language), cell)
        return self._words(written_norm(norm, cell.text, unit, language), cell)

    def _check_unit(self, cell: DataCell, row: DataRow) -> None:
        """Report a format that would print a figure in percent which counts something else."""
        counted = cell.unit or (row.text("eenheid") if is_year(self._wanted.key) else "")
        wanted = self._wanted.format
        if wanted not in (Format.PERCENT, Format.POINTS) or counted in ("", Unit.PERCENT.value, Unit.POINTS.value):
            return
        message = f"“{cell.text}” counts “{counted}”, and “format: {wanted.value}” would print it as a percentage."
        hint = f"Take “format” of the column “{self._wanted.key}” away from the table, or choose its rows with “only”."
        self._reading.diagnostics.add(Code.FORMAT_UNIT, message, cell.place, hint)

    def _figure(self, cell: DataCell, value: Decimal, row: DataRow) -> Cell:
        self._check_unit(cell, row)
        figure = in_language(self._written(cell, value, row), self._reading.project.settings.language)
        mark = self._mark(value, row)
        raised = PROVISIONAL if self.provisional(row) else ""
        filled = (BoundValue(figure, *self._source(cell, row), place=cell.place),)
        children: tuple[Inline, ...] = (Text(f"{figure}{raised}{NO_BREAK if mark else ''}", cell.place, filled),)
        return Cell((Paragraph((*children, *mark), cell.place),), value=cell.value, place=cell.place)

    def _written(self, cell: DataCell, value: Decimal, row: DataRow) -> str:
        style = self._wanted.format
        if style is Format.AUTO and cell.shown:
            return cell.shown
        if style is Format.CHANGE or (style is Format.AUTO and cell.formula):
            unit = cell.unit
        else:
            unit = _UNITS.get(style) or cell.unit or row.unit_of(self._wanted.key)
        form = row.form(unit)
        figure = format_number(value, form, cell.decimals if cell.formula else form.places(cell.decimals))
        return f"+{figure}" if style is Format.CHANGE and value > 0 else figure

    def _warn_mixed(self, filled: Sequence[DataCell]) -> None:
        """Warn of words among numbers that are printed as they are typed because of them: 12345 beside 1.234."""
        numbers = [c for c in filled if c.value is not None and not (c.native or is_year(c.text))]
        words = [c for c in filled if c.value is None]
        as_typed = [c for c in numbers if c.text.replace("-", MINUS) != format_number(c.value or 0, "", c.decimals)]
        if self._formats or not as_typed or len(numbers) <= len(words):
            return
        message = (
            f"“{words[0].text}” is no number, so the numbers of column “{self._wanted.key}” are printed as they are "
            f"typed: {as_typed[0].text}."
        )
        hint = (
            f"If it says that the figure is missing, write “missing: [{words[0].text}]” in "
            f"{declaration_file(self._data)}; if the column holds words, write “format: text” for it in the table."
        )
        self._reading.diagnostics.add(Code.DATA_MIXED, message, words[0].place, hint)

    def _source(self, cell: DataCell, row: DataRow) -> tuple[str, tuple[SourceCell, ...]]:
        """The expression that gives the figure, as the text would write it, and the cells that it is from."""
        identity, column = row.text("id"), self._wanted.key
        if cell.formula:
            return re.sub(rf"\b{THIS}\b", identity or THIS, cell.formula), cell.sources
        written = f"{identity}[{column}]" if is_year(column) else f'{identity}["{column}"]'
        return written if identity else "", (SourceCell(cell.place, identity, column),)

    def _mark(self, value: Decimal, row: DataRow) -> tuple[StatusMark, ...]:
        norm = norm_of(row, self._wanted.norm) if self._wanted.met else None
        met = norm.met(value, row.figures()) if norm else None
        if met is None:
            return ()
        words = self._reading.words
        status, word = (Status.DONE, words.goal_met) if met else (Status.NOT_DONE, words.goal_missed)
        return (StatusMark(status, word, inferred=True, show_word=False),)


__all__ = ["ColumnSettings", "FrameSettings", "TableSettings", "build_table", "chosen_rows", "framed",
           "known_column", "setting_inlines", "text_cell", "wide_row"]  # fmt: skip


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FrameSettings(PlacementSettings):
    """The settings that all tables from data share: caption, source, notes, and the rows that are shown."""

    caption: Words = ""
    only: Mapping[str, Words] = field(default_factory=dict)
    source: Words = ""
    notes: Annotated[tuple[Words, ...], Before(_one_or_more)] = ()


class TableSettings(FrameSettings):
    """The settings of a table."""

    data: str = ""
    group: Words = ""
    columns: tuple[ColumnSettings, ...] = ()


def build_table(directive: Directive, settings: TableSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The table of a directive."""
    table = _from_data(directive, settings, reading) if settings.data else _from_markdown(directive, settings, reading)
    return (framed(table, directive, settings, reading),) if table is not None else ()


def framed(table: Table, directive: Directive, settings: FrameSettings, reading: ReadingContext) -> Table:
    """A table with the label, caption, source, notes and placement of its directive; notes of the table itself come
    last."""
    place = directive.settings.place
    notes = (reading.inlines(note, place("notes", index)) for index, note in enumerate(settings.notes))
    return replace(
        table,
        label=check_label(directive, reading.diagnostics),
        caption=setting_inlines(settings.caption, directive, "caption", reading),
        source=setting_inlines(settings.source, directive, "source", reading) or table.source,
        notes=(*notes, *table.notes),
        span=settings.span,
        float=settings.floats,
        place=directive.place,
    )


def setting_inlines(text: str, directive: Directive, key: str, reading: ReadingContext) -> tuple[Inline, ...]:
    """A setting's Markdown."""
    return reading.inlines(text, directive.settings.place(key)) if text else ()


def known_column(name: str, data: DataTable, place: Place, diagnostics: Diagnostics) -> bool:
    """Whether a table has a column; if not, that is a problem which proposes the nearest."""
    if name in data.columns:
        return True
    diagnostics.add(Code.COLUMN_UNKNOWN, f"{data.shown} has no column “{name}”.", place, nearest(name, data.columns))
    return False


def chosen_rows(data: DataTable, only: Mapping[str, str], directive: Directive, diagnostics: Diagnostics) -> DataTable:
    """The rows in which each column of `only` has the value that it asks for; none at all is a problem."""
    chosen = data
    for key, value in only.items():
        place = directive.settings.place("only", key)
        if not known_column(key, data, place, diagnostics):
            return chosen
        chosen = chosen.where({key: value})
        if not chosen.rows:
            values = {row.text(key) for row in data.rows if row.text(key)}
            message = f"No row of {data.shown} has “{value}” in the column “{key}”."
            diagnostics.add(Code.TABLE_EMPTY, message, place, nearest(value, values))
    return chosen


def wide_row(blocks: tuple[Block, ...], columns: int, kind: RowKind, place: Place) -> Row:
    """A row of one cell over all columns."""
    return Row((Cell(blocks, columns, place=place),), kind, place)


def text_cell(cell: DataCell | None, reading: ReadingContext, place: Place) -> Cell:
    """A cell with the words of the data."""
    if cell is None or cell.not_applicable or (cell.missing and not cell.text):
        return Cell((), place=cell.place if cell else place)
    if cell.missing:
        words = Text(reading.sources.printed_missing(cell), cell.place)
        return Cell((Paragraph((words,), cell.place),), place=cell.place)
    return Cell(reading.cell_blocks(printed(cell, reading), cell.place), value=cell.value, place=cell.place)


def _from_data(directive: Directive, settings: TableSettings, reading: ReadingContext) -> Table | None:
    diagnostics = reading.diagnostics
    expect_no_body(directive, diagnostics)
    data = reading.sources.table(settings.data, directive.settings.place("data"))
    if data is None:
        return None
    wanted = settings.columns or tuple(ColumnSettings(key=name) for name in data.columns)
    places = [directive.settings.place("columns", index, "key") for index in range(len(wanted))]
    known = [
        known_column(column.verdict or column.key, data, place, diagnostics)
        for column, place in zip(wanted, places, strict=True)
        if column.trend is None
    ]
    for index, column in enumerate(wanted):
        for number, name in enumerate(column.trend or ()):
            place = directive.settings.place("columns", index, "trend", number)
            known.append(known_column(name, data, place, diagnostics))
        known += [_report_without_effect(name, index, directive, diagnostics) for name in _without_effect(column)]
    if settings.group:
        known.append(known_column(settings.group, data, directive.settings.place("group"), diagnostics))
    chosen = chosen_rows(data, settings.only, directive, diagnostics)
    rows = chosen.rows
    known += [_has_norms(column, index, data, rows, directive, diagnostics) for index, column in enumerate(wanted)]
    if not all(known):
        return None
    columns = [_column(one, data, rows, place, reading) for one, place in zip(wanted, places, strict=True)]
    body: list[Row] = []
    for group, members in (chosen.groups(settings.group) if settings.group else {"": chosen}).items():
        if group:
            place = members.rows[0].cells[settings.group].place
            body.append(wide_row(reading.cell_blocks(group, place), len(columns), RowKind.GROUP, place))
        above: DataRow | None = None
        for row in members.rows:
            hidden = {at for at, one in enumerate(wanted) if one.once and _repeats(row, above, one.key)}
            cells = (Cell((), place=row.place) if at in hidden else one.cell(row) for at, one in enumerate(columns))
            body.append(Row(tuple(cells), place=row.place))
            above = row
    provisional = any(column.provisional(row) for column in columns for row in rows)
    notes = ((Text(f"{PROVISIONAL} {reading.words.provisional}"),),) if provisional else ()
    source = reading.inlines(data.source.text, data.source.place) if data.source is not None else ()
    return Table("", (), tuple(c.column for c in columns), tuple(body), source=source, notes=notes)


def _without_effect(column: ColumnSettings) -> Iterator[str]:
    """The settings of a column of sparklines or verdicts that are for columns of data."""
    if column.trend is None and not column.verdict:
        return
    if column.trend is not None and column.verdict:
        yield "verdict"
    given = {"once": column.once, "header": column.header, "format": column.format is not Format.AUTO}
    yield from (name for name, is_given in given.items() if is_given)
    if column.trend is None and column.met:
        yield "met"


def _report_without_effect(setting: str, index: int, directive: Directive, diagnostics: Diagnostics) -> bool:
    """False, after a problem: a column has a setting that nothing would come of."""
    message = f"“{setting}” has no effect in a column with “trend” or “verdict”."
    place = directive.settings.place("columns", index, setting)
    diagnostics.add(Code.DIRECTIVE_VALUE, message, place, f"Take “{setting}” away, or give it a column of its own.")
    return False


def _column(
    wanted: ColumnSettings, data: DataTable, rows: Sequence[DataRow], place: Place, reading: ReadingContext
) -> DataColumn | TrendColumn | VerdictColumn:
    """A column of a table: of data, of sparklines or of verdicts."""
    if wanted.trend is None and not wanted.verdict:
        return DataColumn(wanted, data, rows, place, reading)
    label = wanted.key if wanted.label is None else wanted.label
    words = reading.inlines(label, place) if label else ()
    column = Column(wanted.key, words, wanted.align or Align.LEFT, width=wanted.width)
    if wanted.trend is not None:
        return TrendColumn(column, wanted.trend, wanted.norm if wanted.met else "", reading)
    return VerdictColumn(column, wanted.verdict, wanted.norm, reading)


def _repeats(row: DataRow, above: DataRow | None, column: str) -> bool:
    """Whether a row has the same words in a column as the row above it."""
    return above is not None and row.text(column) == above.text(column)


def _has_norms(
    wanted: ColumnSettings,
    index: int,
    data: DataTable,
    rows: Sequence[DataRow],
    directive: Directive,
    diagnostics: Diagnostics,
) -> bool:
    """Whether any row has the norm that a column with `met` compares figures with; a problem when none has."""
    if not (wanted.met or wanted.verdict):
        return True
    place = directive.settings.place("columns", index, "norm" if wanted.norm != NORM else "key")
    if not known_column(wanted.norm, data, place, diagnostics):
        return False
    if not rows or any(norm_of(row, wanted.norm) for row in rows):
        return True
    message = f"No row has a norm in the column “{wanted.norm}”, so none can be met."
    diagnostics.add(Code.NORM_MISSING, message, place, "Fill the norms in, or take “met” away.")
    return False


def _from_markdown(directive: Directive, settings: TableSettings, reading: ReadingContext) -> Table | None:
    diagnostics = reading.diagnostics
    for key, value in (("group", settings.group), ("only", settings.only)):
        if value:
            message = f"“{key}” is for a table from a data file, and this table names none."
            diagnostics.add(Code.DIRECTIVE_VALUE, message, directive.settings.place(key), "Add “data: …” or remove it.")
    if not check_table_lines(directive.body, directive.body_line, directive.place.file, diagnostics):
        return None
    blocks = reading.blocks(directive.body, directive.body_line)
    tables = [block for block in blocks if isinstance(block, Table)]
    if len(tables) != 1 or len(blocks) != 1:
        message = "A table directive without `data` holds one Markdown table, and nothing else."
        hint = "Add “data: …” to its settings, or write a table with “|” between the cells."
        diagnostics.add(Code.TABLE_BODY, message, directive.place, hint)
        return None
    return _with_columns(tables[0], directive, settings.columns, diagnostics)


def _with_columns(
    table: Table, directive: Directive, wanted: Sequence[ColumnSettings], diagnostics: Diagnostics
) -> Table:
    """A Markdown table whose columns take the settings given for them; `key` is the heading's words."""
    names = ["".join(i.text for i in column.label if isinstance(i, Text)) for column in table.columns]
    columns = list(table.columns)
    for index, column in enumerate(wanted):
        if column.key not in names:
            place = directive.settings.place("columns", index, "key")
            message = f"The table has no column “{column.key}”."
            diagnostics.add(Code.COLUMN_UNKNOWN, message, place, nearest(column.key, names))
            continue
        index = names.index(column.key)
        align = column.align or columns[index].align
        columns[index] = replace(columns[index], align=align, header=column.header, width=column.width)
    return replace(table, columns=tuple(columns))
