"""Figures that were filled into the text, and where each came from: values that the rooms share."""

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
    """Where a figure comes from: a data file, somebody who states it, or the keyboard."""

    DATA = "data"
    STATED = "stated"
    TYPED = "typed"


class BoundValue(Value):
    """A figure filled in: its words, what was written for it (braces and all), the cells that it was made of, who
    stated it, where it was written, and at which character of its text it stands. A date is no figure."""

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
        """Data, as soon as a cell is in it."""
        return Origin.DATA if self.cells else Origin.STATED if self.stated else Origin.TYPED
