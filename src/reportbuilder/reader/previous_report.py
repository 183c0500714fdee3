"""The previous year's report: its data, and the `{restated-figures}` table of figures that were restated since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from reportbuilder.data.restatements import Restated, restated
from reportbuilder.data.table import DataCell, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, Severity, nearest
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Align, Block, Cell, Column, Paragraph, Row, Table, Text
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.i18n.formats import Unit, format_number, in_language
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.memo import Memo, Same
from reportbuilder.project.project_folder import SETTINGS_FILE, find_reports
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.reader.data_tables import FrameSettings, chosen_rows, framed
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body
from reportbuilder.reader.sources import Sources
from reportbuilder.values import Value


class Earlier(Value):
    """An earlier report: its name, its title, and its indicator tables."""

    name: str
    title: str
    tables: tuple[DataTable, ...]


def read_earlier(project: ReportFolder, diagnostics: Diagnostics, memo: Memo | None = None) -> Earlier | None:
    """The earlier report's figures; None when none is named, and when there is no such report, which is a problem.

    Only its settings and its data are read. Their problems are reported when that report is checked; here they are one
    note that figures are missing.
    """
    if not project.settings.previous:
        return None
    key = Same(project), find_reports(project.root.absolute().parent)
    used = memo or Memo()
    return remembered(used, "earlier report", key, diagnostics, lambda found: _read_earlier(project, found, used))


def _read_earlier(project: ReportFolder, diagnostics: Diagnostics, memo: Memo) -> Earlier | None:
    place, folder = project.places.place("previous"), project.previous_folder
    folder_listing(folder)
    if not (folder / SETTINGS_FILE).is_file():
        known = {path.name for path in find_reports(project.root.absolute().parent)} - {project.name}
        hint = nearest(project.settings.previous, known) or "Name a report whose folder stands beside this one."
        diagnostics.add(Code.PREVIOUS_UNKNOWN, f"There is no report “{project.settings.previous}”.", place, hint)
        return None
    unreported = Diagnostics()
    earlier = open_report_folder(folder, unreported, registry=project.registry, memo=memo)
    if earlier is not None and not _comes_before(earlier, project, diagnostics):
        return None
    tables = _tables(earlier, unreported, memo) if earlier is not None else ()
    wrong = next((problem for problem in unreported if problem.severity is Severity.ERROR), None)
    if wrong is not None:
        message = f"Not all figures of the earlier report “{folder.name}” could be read, so not all were compared."
        diagnostics.add(Code.PREVIOUS_UNREAD, message, place, f"At {wrong.place}: {wrong.message}")
    return Earlier(folder.name, earlier.settings.title, tables) if earlier is not None else None


def _tables(earlier: ReportFolder, unreported: Diagnostics, memo: Memo) -> tuple[DataTable, ...]:
    """The indicator tables of a report; problems in them go into `unreported`."""
    return Sources(earlier, unreported, memo=memo).tables(unreported)


def _comes_before(earlier: ReportFolder, project: ReportFolder, diagnostics: Diagnostics) -> bool:
    """Whether a report can have come before this one; if not, that is a problem."""
    place, root = project.places.place("previous"), project.root.resolve()
    if earlier.root.resolve() == root:
        message, hint = "The report names itself as the one before it.", "Name the earlier report, or remove the line."
        diagnostics.add(Code.PREVIOUS_CYCLE, message, place, hint)
        return False
    if earlier.settings.year > project.settings.year:
        message = f"“{earlier.name}” is about {earlier.settings.year}, which is not before {project.settings.year}."
        diagnostics.add(Code.PREVIOUS_LATER, message, place, "Name the report of an earlier year.")
        return False
    seen, one = {root}, earlier
    while one.root.resolve() not in seen and one.settings.previous:
        seen.add(one.root.resolve())
        before = open_report_folder(one.previous_folder, Diagnostics())
        if before is None:
            return True
        one = before
    if one.root.resolve() == root:
        message = f"“{earlier.name}” comes before this report, and this report before “{earlier.name}”."
        diagnostics.add(Code.PREVIOUS_CYCLE, message, place, "Remove “previous” from the older of the two.")
        return False
    return True


_DIGIT = re.compile(r"\d")


def build_restated(directive: Directive, settings: FrameSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The table of restated figures; a sentence when there are none."""
    expect_no_body(directive, reading.diagnostics)
    if not reading.project.settings.previous:
        message = "The report names no earlier report, so it is not known which figures were restated."
        hint = "Add “previous: …” to report.yaml, with the name of the earlier report."
        reading.diagnostics.add(Code.RESTATED_PREVIOUS, message, directive.place, hint)
        return ()
    earlier = read_earlier(
        reading.project, Diagnostics(), reading.sources.memo
    )  # its problems are reported by the check of all figures
    if earlier is None:
        return ()
    found = restated(reading.sources.tables(), earlier.tables, reading.sources.memo)
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
    """The present figure minus the earlier one, signed, with the cells of both; in percentage points for
    percentages."""
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
