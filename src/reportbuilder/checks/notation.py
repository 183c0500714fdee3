"""Whether the numbers of each column of a table can be read in one way, also where they are typed in Markdown."""

from __future__ import annotations

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.checks.table_grid import cell_words
from reportbuilder.data.column_types import ambiguous_in
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Document, Table
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.number_parsing import readings

_DUTCH = "nl"


class NumberNotation:
    """Reads the numbers of each column of a table, also those that are typed in Markdown."""

    code = Code.NUMBER_AMBIGUOUS_TYPED
    summary = "A number in a table can be read in two ways."
    reason = "A reader who takes a decimal point for a thousands separator is wrong by a factor of a thousand."
    examples = (
        CheckExample(
            (Code.NUMBER_AMBIGUOUS_TYPED,), "| Team | Uren |\n| --- | --- |\n| Noord | 0.5 |\n| Zuid | 1.250 |"
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """The numbers that can be read in two ways."""
        diagnostics = Diagnostics()
        check_notation(report.document, diagnostics)
        return diagnostics


def check_notation(document: Document, diagnostics: Diagnostics) -> None:
    """Warn of numbers such as 1.250 in a column that has a decimal point elsewhere (0.5), in a Dutch report."""
    if document.language != _DUTCH:
        return
    for chapter in document.chapters:
        for block in blocks_in(chapter.blocks):
            if isinstance(block, Table):
                _check_table(block, diagnostics)


def _check_table(table: Table, diagnostics: Diagnostics) -> None:
    for column in range(len(table.columns)):
        cells = [row.cells[column] for row in table.rows if len(row.cells) == len(table.columns)]
        words = [cell_words(cell) for cell in cells]
        for index, sure in ambiguous_in(words):
            read = readings(words[index])
            both = " or ".join(f"{one.value:f}".replace(".", ",") for one in (read.comma, read.point) if one)
            message = f"“{words[index]}” can be {both}: “{words[sure]}” in its column has a decimal point."
            hint = "Write all numbers of the column with a decimal comma."
            diagnostics.add(Code.NUMBER_AMBIGUOUS_TYPED, message, cells[index].place, hint)
