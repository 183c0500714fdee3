"""Bound values: figures in the text that were computed by expressions, with the data cells they come from."""

from enum import Enum

from reportbuilder.diagnostics import Place
from reportbuilder.values import Value


class SourceCell(Value):
    """A cell of a data file: its place (row and column), the row's id and the column's name."""

    place: Place
    row: str
    column: str

    def __str__(self) -> str:
        sheet = f", sheet “{self.place.sheet}”" if self.place.sheet else ""
        return f"{self.place.file}{sheet}, row {self.place.line}, column “{self.column}”"


class Origin(Enum):
    """Where a figure comes from: a data file (`DATA`), a person who is named in the text (`STATED`), or typing."""

    DATA = "data"
    STATED = "stated"
    TYPED = "typed"


class BoundValue(Value):
    """A figure that an expression gave.

    `text` is what is printed, `written` the expression with its braces, `cells` are those of the data that it is
    computed from, `stated` names the person who states it; `place` is that of the expression, `at` the index of the
    figure in its text. A date is a bound value and no `figure`.
    """

    text: str
    written: str
    cells: tuple[SourceCell, ...] = ()
    stated: str = ""
    place: Place = Place()
    at: int = 0
    figure: bool = True

    @property
    def expression(self) -> str:
        """What was written, without its braces."""
        return self.written.removeprefix("{{").removesuffix("}}").strip()

    @property
    def origin(self) -> Origin:
        """DATA when any cell is in the expression, else STATED."""
        return Origin.DATA if self.cells else Origin.STATED if self.stated else Origin.TYPED
