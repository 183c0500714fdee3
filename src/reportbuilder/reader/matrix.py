"""The `{status-matrix}` directive: goals, results and statuses, in the layout of the appendix."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath

from reportbuilder.data.goals import StatusRules, check_goals, met_by_figures, report_status_against_figures
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, nearest
from reportbuilder.document.model import (
    Block,
    Cell,
    Column,
    Inline,
    Paragraph,
    Row,
    RowKind,
    Status,
    StatusMark,
    Strong,
    Table,
    TableKind,
    Text,
)
from reportbuilder.files.characters import normalised
from reportbuilder.project.schema import Words
from reportbuilder.reader.data_tables import (
    FrameSettings,
    chosen_rows,
    framed,
    known_column,
    text_cell,
    wide_row,
)
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body
from reportbuilder.reader.inlines import read_status
from reportbuilder.values import replace


class MatrixLayout(Enum):
    """The columns of a matrix."""

    MATRIX = "matrix"
    AGENDA = "agenda"
    ACTIVITIES = "activities"


_NEEDS = {
    MatrixLayout.MATRIX: ("ambitie", "onderwerp", "doelstelling", "doel", "resultaat"),
    MatrixLayout.AGENDA: ("onderwerp", "doel", "resultaat"),
    MatrixLayout.ACTIVITIES: ("activiteit", "opgave"),
}


class MatrixSettings(FrameSettings, kw_only=True):
    """The settings of a status matrix."""

    data: str
    theme: Words = ""
    layout: MatrixLayout = MatrixLayout.MATRIX


def build_matrix(directive: Directive, settings: MatrixSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The status matrix of a directive."""
    diagnostics = reading.diagnostics
    expect_no_body(directive, diagnostics)
    place = directive.settings.place("data")
    data = reading.sources.table(settings.data, place)
    if data is None:
        return ()
    needed = [*_NEEDS[settings.layout], *(["thema"] if settings.theme else [])]
    known = [known_column(name, data, place, diagnostics) for name in needed]
    if not all(known):
        return ()
    chosen = of_theme(
        chosen_rows(data, settings.only, directive, diagnostics), data, settings.theme, directive, reading
    )
    marks = StatusMarks(data, reading, settings.layout is not MatrixLayout.ACTIVITIES)
    make = {MatrixLayout.MATRIX: _matrix, MatrixLayout.AGENDA: _agenda, MatrixLayout.ACTIVITIES: _activities}[
        settings.layout
    ]
    table = framed(make(chosen, marks, reading), directive, settings, reading)
    wanted = chosen.rows if settings.layout is not MatrixLayout.ACTIVITIES else ()
    if not any(mark.inferred for row in wanted for mark in marks.mark(row)):
        return (table,)
    return (replace(table, notes=(*table.notes, (Text(reading.words.inferred),))),)


def of_theme(
    chosen: DataTable, data: DataTable, theme: str, directive: Directive, reading: ReadingContext
) -> DataTable:
    """The chosen rows with a theme, all if it is empty; a problem when there are none."""
    if not theme:
        return chosen
    found = chosen.where({"thema": theme})
    if not found.rows:
        hint = nearest(theme, {row.text("thema") for row in data.rows})
        message = f"No row of {data.shown} has the theme “{theme}”."
        reading.diagnostics.add(Code.TABLE_EMPTY, message, directive.settings.place("theme"), hint)
    return found


def goal_label(row: DataRow) -> str:
    """The label of a goal's row, by its place in the data: `doel-statusmatrix-12`."""
    return normalised(f"doel-{PurePosixPath(row.place.file).stem}-{row.place.line}")


def matrix_rows(
    data: DataTable, theme: str, directive: Directive, reading: ReadingContext, columns: tuple[str, ...] = ()
) -> tuple[DataRow, ...]:
    """The goals of a theme, or of all themes, for a directive that shows their statuses and these other columns; none,
    and problems, when the data has no such columns."""
    place = directive.settings.place("data")
    needed = dict.fromkeys(("doel", *(("thema",) if theme else ()), *columns))
    known = [known_column(name, data, place, reading.diagnostics) for name in needed]
    if not all(known):
        return ()
    return of_theme(data, data, theme, directive, reading).rows


class StatusMarks:
    """Determines the statuses of rows: by the report's rules, or else by their figures, or else as typed."""

    def __init__(self, data: DataTable, reading: ReadingContext, wanted: bool) -> None:
        self._reading = reading
        self._rules: StatusRules | None = reading.sources.rules() if wanted else None
        if wanted:
            check_goals(data, reading.diagnostics)
        if self._rules is not None:
            self._rules.check(data, reading.diagnostics)

    def mark(self, row: DataRow) -> tuple[StatusMark, ...]:
        """The status of a row; None, and a problem, when it cannot be determined."""
        if self._rules is not None:
            key, inferred = self._rules.status(row)
            status: Status | None = read_status(key, row.place, self._reading.diagnostics)
        else:
            figures = self._by_figures(row)
            inferred, status = figures is not None, figures or self._typed(row)
        return (StatusMark(status, self._reading.words.statuses[status.value], inferred),) if status else ()

    def _by_figures(self, row: DataRow) -> Status | None:
        """The status that follows from goal and result, without rules; a problem when another status is typed."""
        met = met_by_figures(row)
        if met is None:
            return None
        status, cell = Status.DONE if met else Status.NOT_DONE, row.cells.get("status")
        typed = self._typed(row) if cell is not None and not cell.missing else None
        if cell is not None and typed is not None and typed is not status:
            report_status_against_figures(
                row, cell, self._reading.words.statuses[status.value], self._reading.diagnostics
            )
        return status

    def _typed(self, row: DataRow) -> Status | None:
        cell = row.cells.get("status")
        if cell is not None and not cell.missing:
            return read_status(cell.text, cell.place, self._reading.diagnostics)
        if self._reading.sources.has_rules:  # they could not be read, which is a problem already
            return None
        message = "This row has no status, and there are no rules to work it out."
        hint = "Fill in the column “status”, or write the rules in data/statusregels.yaml."
        self._reading.diagnostics.add(Code.STATUS_MISSING, message, cell.place if cell else row.place, hint)
        return None

    def cell(self, row: DataRow, *before: Inline) -> Cell:
        """A cell with the status of a row."""
        children = (*before, *self.mark(row))
        return Cell((Paragraph(children, row.place),) if children else (), place=row.place)


def _columns(*labels: tuple[str, str], header: str = "") -> tuple[Column, ...]:
    return tuple(Column(key, (Text(label),), header=key == header) for key, label in labels)


def _matrix(data: DataTable, marks: StatusMarks, reading: ReadingContext) -> Table:
    words = reading.words
    columns = _columns(("doel", words.goal), ("resultaat", words.result), ("status", words.status))
    body: list[Row] = []
    for ambition, members in data.groups("ambitie").items():
        if ambition:
            place = members.rows[0].cells["ambitie"].place
            body.append(wide_row(reading.cell_blocks(ambition, place), 3, RowKind.GROUP, place))
        before = ("", "")
        for row in members.rows:
            subject = (row.text("onderwerp"), row.text("doelstelling"))
            if subject != before and (blocks := _aim(row, subject[0] != before[0], reading)):
                body.append(wide_row(blocks, 3, RowKind.SPAN, row.cells["onderwerp"].place))
            before = subject
            goal = text_cell(row.cells["doel"], reading, row.place)
            result = text_cell(row.cells["resultaat"], reading, row.place)
            body.append(Row((goal, result, marks.cell(row)), place=row.place, label=goal_label(row)))
    return Table("", (), columns, tuple(body), look=TableKind.MATRIX)


def _aim(row: DataRow, with_subject: bool, reading: ReadingContext) -> tuple[Block, ...]:
    """The subject, strong, and the aim under it; only the aim where the subject goes on."""
    subject, aim = row.cells["onderwerp"], row.cells["doelstelling"]
    blocks: tuple[Block, ...] = ()
    if with_subject and subject.text:
        blocks = (Paragraph((Strong(reading.inlines(subject.text, subject.place)),), subject.place),)
    return (*blocks, *(reading.cell_blocks(aim.text, aim.place) if aim.text else ()))


def _agenda(data: DataTable, marks: StatusMarks, reading: ReadingContext) -> Table:
    words = reading.words
    labels = (("onderwerp", words.topic), ("doel", words.goal), ("status", words.status))
    return Table(
        "",
        (),
        _columns(*labels, header="onderwerp"),
        tuple(_agenda_row(row, marks, reading) for row in data.rows),
        look=TableKind.MATRIX,
    )


def _agenda_row(row: DataRow, marks: StatusMarks, reading: ReadingContext) -> Row:
    topic = text_cell(row.cells["onderwerp"], reading, row.place)
    goal = text_cell(row.cells["doel"], reading, row.place)
    result = text_cell(row.cells["resultaat"], reading, row.place)
    mark = marks.cell(row)
    repeated = row.text("resultaat").rstrip(".").casefold() in {w.casefold() for w in reading.words.statuses.values()}
    status = replace(result, blocks=mark.blocks if repeated else (*mark.blocks, *result.blocks))
    return Row((topic, goal, status), place=row.place, label=goal_label(row))


def _activities(data: DataTable, marks: StatusMarks, reading: ReadingContext) -> Table:
    words = reading.words
    columns = _columns(("activiteit", words.activity), ("opgave", words.assignment), header="activiteit")
    body: list[Row] = []
    for row in data.rows:
        name = row.cells["activiteit"]
        strong = (Paragraph((Strong(reading.inlines(name.text, name.place)),), name.place),) if name.text else ()
        described = text_cell(row.cells.get("omschrijving"), reading, row.place)
        first = Cell((*strong, *described.blocks), place=name.place)
        body.append(Row((first, text_cell(row.cells["opgave"], reading, row.place)), place=row.place))
    return Table("", (), columns, tuple(body), look=TableKind.MATRIX)
