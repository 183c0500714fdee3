"""The `{table}` directive: a table from `data/`, or one written in Markdown, filled in and formatted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from reportbuilder.data.norms import NORM, norm_of
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.model import Block, Cell, Inline, Paragraph, Row, RowKind, Table, Text
from reportbuilder.project.schema import Before, Words
from reportbuilder.reader.data_columns import PROVISIONAL, ColumnSettings, DataColumn, printed
from reportbuilder.reader.directive import Directive, Placed, Reading, check_label, expect_no_body
from reportbuilder.reader.markdown_tables import check_table_lines
from reportbuilder.values import field, replace

__all__ = ["ColumnSettings", "FrameSettings", "TableSettings", "build_table", "chosen_rows", "framed",
           "known_column", "setting_inlines", "text_cell", "wide_row"]  # fmt: skip


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FrameSettings(Placed):
    """What every table may have around it, and which rows of its data it shows."""

    caption: Words = ""
    only: Mapping[str, Words] = field(default_factory=dict)
    source: Words = ""
    notes: Annotated[tuple[Words, ...], Before(_one_or_more)] = ()


class TableSettings(FrameSettings):
    """The settings of a table."""

    data: str = ""
    group: Words = ""
    columns: tuple[ColumnSettings, ...] = ()


def build_table(directive: Directive, settings: TableSettings, reading: Reading) -> tuple[Block, ...]:
    """The table of a directive."""
    table = _from_data(directive, settings, reading) if settings.data else _from_markdown(directive, settings, reading)
    return (framed(table, directive, settings, reading),) if table is not None else ()


def framed(table: Table, directive: Directive, settings: FrameSettings, reading: Reading) -> Table:
    """A table with its label, caption, source and notes, its own last, and where it goes."""
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


def setting_inlines(text: str, directive: Directive, key: str, reading: Reading) -> tuple[Inline, ...]:
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


def text_cell(cell: DataCell | None, reading: Reading, place: Place) -> Cell:
    """A cell with the words of the data."""
    if cell is None or cell.not_applicable or (cell.missing and not cell.text):
        return Cell((), place=cell.place if cell else place)
    if cell.missing:
        words = Text(reading.sources.printed_missing(cell), cell.place)
        return Cell((Paragraph((words,), cell.place),), place=cell.place)
    return Cell(reading.cell_blocks(printed(cell, reading), cell.place), value=cell.value, place=cell.place)


def _from_data(directive: Directive, settings: TableSettings, reading: Reading) -> Table | None:
    diagnostics = reading.diagnostics
    expect_no_body(directive, diagnostics)
    data = reading.sources.table(settings.data, directive.settings.place("data"))
    if data is None:
        return None
    asked = settings.columns or tuple(ColumnSettings(key=name) for name in data.columns)
    places = [directive.settings.place("columns", index, "key") for index in range(len(asked))]
    known = [known_column(column.key, data, place, diagnostics) for column, place in zip(asked, places, strict=True)]
    if settings.group:
        known.append(known_column(settings.group, data, directive.settings.place("group"), diagnostics))
    chosen = chosen_rows(data, settings.only, directive, diagnostics)
    rows = chosen.rows
    known += [_has_norms(column, index, data, rows, directive, diagnostics) for index, column in enumerate(asked)]
    if not all(known):
        return None
    columns = [DataColumn(column, data, rows, place, reading) for column, place in zip(asked, places, strict=True)]
    body: list[Row] = []
    for group, members in (chosen.groups(settings.group) if settings.group else {"": chosen}).items():
        if group:
            place = members.rows[0].cells[settings.group].place
            body.append(wide_row(reading.cell_blocks(group, place), len(columns), RowKind.GROUP, place))
        body.extend(Row(tuple(c.cell(row) for c in columns), place=row.place) for row in members.rows)
    provisional = any(column.provisional(row) for column in columns for row in rows)
    notes = ((Text(f"{PROVISIONAL} {reading.words.provisional}"),),) if provisional else ()
    source = reading.inlines(data.source.text, data.source.place) if data.source is not None else ()
    return Table("", (), tuple(c.column for c in columns), tuple(body), source=source, notes=notes)


def _has_norms(
    asked: ColumnSettings,
    index: int,
    data: DataTable,
    rows: Sequence[DataRow],
    directive: Directive,
    diagnostics: Diagnostics,
) -> bool:
    """Whether there is a norm for what is to be shown as met or not; if there is none at all, that is a problem."""
    if not asked.met:
        return True
    place = directive.settings.place("columns", index, "norm" if asked.norm != NORM else "met")
    if not known_column(asked.norm, data, place, diagnostics):
        return False
    if not rows or any(norm_of(row, asked.norm) for row in rows):
        return True
    message = f"No row has a norm in the column “{asked.norm}”, so none can be met."
    diagnostics.add(Code.NORM_MISSING, message, place, "Fill the norms in, or take “met” away.")
    return False


def _from_markdown(directive: Directive, settings: TableSettings, reading: Reading) -> Table | None:
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
    table: Table, directive: Directive, asked: Sequence[ColumnSettings], diagnostics: Diagnostics
) -> Table:
    """A Markdown table whose columns take the settings given for them; `key` is the heading's words."""
    names = ["".join(i.text for i in column.label if isinstance(i, Text)) for column in table.columns]
    columns = list(table.columns)
    for index, column in enumerate(asked):
        if column.key not in names:
            place = directive.settings.place("columns", index, "key")
            message = f"The table has no column “{column.key}”."
            diagnostics.add(Code.COLUMN_UNKNOWN, message, place, nearest(column.key, names))
            continue
        at = names.index(column.key)
        align = column.align or columns[at].align
        columns[at] = replace(columns[at], align=align, header=column.header, width=column.width)
    return replace(table, columns=tuple(columns))
