"""`:::{activities}`: rows of data as headed text, the name as a heading over its description, and in the margin what it
contributes to::

    :::{activities}
    :data: ggp-activiteiten.csv
    :::
"""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.blocks.margin_notes import MarginNote
from reportbuilder.data.table import DataRow
from reportbuilder.document.model import Block, Heading, Inline, LineBreak
from reportbuilder.project.schema import Form
from reportbuilder.reader.data_tables import known_column
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body

NAME, TEXT, NOTE = "activiteit", "omschrijving", "opgave"
"""The columns: what is done, how it went, and what it contributes to, separated by semicolons."""


class ActivitiesSettings(Form, kw_only=True):
    """The settings of headed text from data."""

    data: str


def read_activities(directive: Directive, settings: ActivitiesSettings, reading: ReadingContext) -> tuple[Block, ...]:
    """The heading, the note and the text of each row, in order."""
    expect_no_body(directive, reading.diagnostics)
    place = directive.settings.place("data")
    data = reading.sources.table(settings.data, place)
    if data is None:
        return ()
    known = [known_column(name, data, place, reading.diagnostics) for name in (NAME, TEXT, NOTE)]
    return tuple(block for row in data.rows for block in _activity(row, reading)) if all(known) else ()


def _activity(row: DataRow, reading: ReadingContext) -> Iterator[Block]:
    name, text = row.cells[NAME], row.cells[TEXT]
    if name.text:
        yield Heading(3, reading.inlines(name.text, name.place), "", place=name.place)
    words: list[Inline] = []
    for note in filter(None, (part.strip() for part in row.text(NOTE).split(";"))):
        words += [LineBreak()] if words else []
        words += reading.inlines(note, row.cells[NOTE].place)
    if words:
        yield MarginNote(tuple(words), place=row.cells[NOTE].place)
    if text.text:
        yield from reading.cell_blocks(text.text, text.place)
