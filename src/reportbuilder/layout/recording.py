"""The lines of a page with their places, as drawing them would put them: for what counts or marks lines."""

from collections.abc import Iterator

from reportbuilder.document.graphics import Picture
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Layer, Page, Placed
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.text.breaking import Line
from reportbuilder.values import Mutable, Value, field

SAME_LINE = 1.5
"""Points by which the baselines of one row of a table may differ."""


class SetText(Value):
    """A line on a page: its left edge and baseline, in points from the lower left corner of the trim box."""

    line: Line
    x: float
    baseline: float


class Numbered(Value):
    """A line of text as a reader counts it: its number on the page, where it stands, and all that is set on it."""

    number: int
    left: float
    right: float
    baseline: float
    texts: tuple[SetText, ...]


class _Recorder(Mutable):
    """A surface that keeps the lines that belong to an element."""

    texts: list[SetText] = field(default_factory=list)

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Keep a line; one that is an artifact is not read, and not counted."""
        if not isinstance(mark, Artifact) and line.pieces:
            self.texts.append(SetText(line, x, baseline))

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Not a line."""

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """Not a line."""

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Not a line."""

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Not a line."""

    def destination(self, label: str, top: float) -> None:
        """Not a line."""


class _MarksRecorder(Mutable):
    """A surface that keeps the marks of what is drawn on it."""

    marks: set[Mark] = field(default_factory=set)

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Keep the mark of a line that has something in it."""
        if line.pieces:
            self.marks.add(mark)

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """An artifact."""

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """An artifact."""

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Keep the mark of a picture."""
        self.marks.add(mark)

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Keep the mark of an image."""
        self.marks.add(mark)

    def destination(self, label: str, top: float) -> None:
        """Nothing that is drawn."""


def marks_of(flowable: Flowable) -> frozenset[Mark]:
    """The marks of everything that a flowable draws."""
    recorder = _MarksRecorder()
    flowable.drawOn(recorder, 0.0, 0.0)
    return frozenset(recorder.marks)


def texts_of(placed: Placed, page_height: float) -> tuple[SetText, ...]:
    """The lines of an item that are read, in the order in which they are drawn."""
    recorder, frame = _Recorder(), placed.frame
    placed.flowable.drawOn(recorder, frame.x, page_height - frame.top - frame.height)
    return tuple(recorder.texts)


def content_of(page: Page) -> Iterator[Placed]:
    """What a page says: its items but for furniture."""
    return (placed for placed in page.items if placed.layer is Layer.CONTENT)


def numbered_lines(page: Page, page_height: float) -> Iterator[Numbered]:
    """The lines of a page from 1, in reading order; a row of a table counts for as many as its tallest cell has. The
    head of a chapter and a cover are not counted."""
    number = 0
    for placed in content_of(page):
        if isinstance(placed.flowable, PageArt):
            continue
        rows: list[list[SetText]] = []
        for text in sorted(texts_of(placed, page_height), key=lambda text: -text.baseline):
            if rows and rows[-1][0].baseline - text.baseline < SAME_LINE:
                rows[-1].append(text)
            else:
                rows.append([text])
        for row in rows:
            number += 1
            left, right = placed.frame.x, placed.frame.x + placed.frame.width
            yield Numbered(number, left, right, row[0].baseline, tuple(row))
