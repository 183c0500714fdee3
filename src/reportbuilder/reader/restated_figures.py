"""The `{restated-figures}` directive: a table of the figures that were published before with another value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reportbuilder.data.restatements import Restated, restated
from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Align, Block, Cell, Column, Paragraph, Row, Table, Text
from reportbuilder.i18n.number_format import Unit, format_number, in_language
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.reader.data_tables import FrameSettings, chosen_rows, framed
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body
from reportbuilder.reader.previous_report import Earlier, read_earlier

_DIGIT = re.compile(r"\d")


def build_restated(directive: Directive, settings: FrameSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The table of restated figures; a sentence when there are none."""
    expect_no_body(directive, reading.diagnostics)
    if not reading.project.settings.previous:
        message = "The report names no earlier report, so it is not known which figures were restated."
        hint = "Add “previous: …” to report.yaml, with the name of the earlier report."
        reading.diagnostics.add(Code.RESTATED_PREVIOUS, message, directive.place, hint)
        return ()
    earlier = read_earlier(reading.project, Diagnostics())  # what is wrong with it is told by the check of all figures
    if earlier is None:
        return ()
    found = restated(reading.sources.tables(), earlier.tables)
    shown = _chosen([this for this in found if is_year(this.column)], directive, settings, reading)
    if not shown:
        return _paragraph(Text(reading.words.restated.none, directive.place))
    rows = tuple(_row(this, earlier, reading) for this in shown)
    return (framed(Table("", (), _columns(earlier, reading), rows), directive, settings, reading),)


def _chosen(
    found: Sequence[Restated], directive: Directive, settings: FrameSettings, reading: ReadingContext
) -> list[Restated]:
    """The figures of the indicators that `only` asks for: all of them where it asks for none."""
    if not settings.only or not found:
        return list(found)
    tables = {this.pair.table.shown: this.pair.table for this in found}
    columns = tuple(dict.fromkeys(name for table in tables.values() for name in table.columns))
    rows = tuple({id(this.pair.now): this.pair.now for this in found}.values())
    data = DataTable(columns, rows, " and ".join(tables))
    rows_left = {id(row) for row in chosen_rows(data, settings.only, directive, reading.diagnostics).rows}
    return [this for this in found if id(this.pair.now) in rows_left]


def _columns(earlier: Earlier, reading: ReadingContext) -> tuple[Column, ...]:
    words = reading.words.restated
    before = words.before if earlier.title == reading.project.settings.title else earlier.title
    return (
        Column("indicator", (Text(words.indicator),), header=True),
        Column("jaar", (Text(words.year),)),
        Column("eerder", (Text(before),), Align.DECIMAL),
        Column("nu", (Text(words.now),), Align.DECIMAL),
        Column("verschil", (Text(words.difference),), Align.DECIMAL),
        Column("toelichting", (Text(words.reason),)),
    )


def _row(this: Restated, earlier: Earlier, reading: ReadingContext) -> Row:
    name = this.pair.now.cells.get("indicator") or this.pair.now.cells["id"]
    why = reading.cell_blocks(this.because.words, this.because.place) if this.because.words else ()
    cells = (
        Cell(reading.cell_blocks(name.text, name.place), place=name.place),
        _words(this.column, this.now.place),
        _figure(this, this.then, reading, f"{earlier.name}: "),
        _figure(this, this.now, reading),
        _difference(this, earlier, reading),
        Cell(why, place=this.because.place) if why else _words(reading.sources.printed_empty, this.now.place),
    )
    return Row(cells, place=this.now.place)


def _figure(this: Restated, cell: DataCell, reading: ReadingContext, report: str = "") -> Cell:
    """The figure of one of the two reports."""
    if cell.missing:
        return _words(reading.sources.printed_missing(cell), cell.place)
    value, form = cell.value, this.pair.now.form(this.unit)
    words = cell.text if value is None else format_number(value, form, form.places(cell.decimals))
    words = words if value is None else in_language(words, reading.project.settings.language)
    filled = _filled(words, this, (cell,), f"{report}{this.key}[{this.column}]")
    return Cell(_paragraph(Text(words, cell.place, (filled,))), value=cell.value, place=cell.place)


def _difference(this: Restated, earlier: Earlier, reading: ReadingContext) -> Cell:
    """The figure of now less the earlier one, with its sign and both its cells; of percentages in points."""
    difference = this.difference
    if difference is None:
        return _words(reading.sources.printed_empty, this.now.place)
    unit = Unit.POINTS.value if this.unit == Unit.PERCENT.value else this.unit
    words = format_number(difference, this.pair.now.form(unit), max(this.now.decimals, this.then.decimals))
    words = in_language(words, reading.project.settings.language)
    if difference > Decimal():
        words = _DIGIT.sub(r"+\g<0>", words, count=1)
    named = f"{this.key}[{this.column}]"
    filled = _filled(words, this, (this.now, this.then), f"{named} - {earlier.name}: {named}")
    text = Text(words, this.now.place, (filled,))
    return Cell(_paragraph(text), value=difference, place=this.now.place)


def _filled(words: str, this: Restated, cells: Sequence[DataCell], expression: str) -> BoundValue:
    sources = tuple(SourceCell(cell.place, this.key, this.column) for cell in cells)
    return BoundValue(words, f"{{{{ {expression} }}}}", sources, place=cells[0].place)


def _words(words: str, place: Place) -> Cell:
    return Cell(_paragraph(Text(words, place)) if words else (), place=place)


def _paragraph(text: Text) -> tuple[Block, ...]:
    return (Paragraph((text,), text.place),)
