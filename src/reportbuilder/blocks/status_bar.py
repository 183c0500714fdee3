"""`:::{status-bar}`: how many goals have which status, as a bar and in words, counted from a status matrix::

:::{status-bar}
:data: statusmatrix.csv
:theme: Ondermijning
:::
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Self

from reportbuilder.blocks.margin_notes import side_figure
from reportbuilder.data.table import DataRow
from reportbuilder.document.bound_values import BoundValue, SourceCell
from reportbuilder.document.model import Block, CustomBlock, Inline, Status, Text
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable, Item, Surface
from reportbuilder.layout.legend import LegendBox, set_legend
from reportbuilder.project.schema import Form, Words
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body
from reportbuilder.reader.matrix import StatusMarks, matrix_rows
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.values import Value, replace

ORDER = (Status.DONE, Status.PARTLY, Status.NOT_DONE, Status.UNKNOWN)
"""The statuses from left to right."""
BAR = 8.0
"""The height of the bar in points."""
GAP = 6.0
"""The space between bar and words."""
BETWEEN = 1.0
"""The space between two parts of the bar."""


class StatusBarSettings(Form, kw_only=True):
    """The settings of a bar: the rows that it counts."""

    data: str
    theme: Words = ""


class CountedStatus(Value):
    """A status with the number of its goals, and the words that say so."""

    status: Status
    count: int
    words: tuple[Inline, ...]


class StatusBar(CustomBlock):
    """The statuses of goals, counted."""

    total: tuple[Inline, ...]
    goals: tuple[Inline, ...]
    counts: tuple[CountedStatus, ...]

    @classmethod
    def read(cls, directive: Directive, settings: StatusBarSettings, reading: ReadingContext) -> tuple[Block, ...]:
        """The rows of a theme, or all rows, by their status."""
        expect_no_body(directive, reading.diagnostics)
        place = directive.settings.place("data")
        data = reading.sources.table(settings.data, place)
        if data is None:
            return ()
        rows = matrix_rows(data, settings.theme, directive, reading)
        marks = StatusMarks(data, reading, wanted=True)
        found = [(row, mark) for row in rows for mark in marks.mark(row)]
        tally = Counter(mark.status for _, mark in found)
        counts = tuple(
            CountedStatus(
                status, tally[status], (mark, _figure(tally[status], [r for r, m in found if m.status is status]))
            )
            for status in ORDER
            for mark in [next((mark for _, mark in found if mark.status is status), None)]
            if mark is not None
        )
        if not counts:
            return ()
        total = (_figure(len(found), [row for row, _ in found], before=""),)
        words = reading.words.goals_one if len(found) == 1 else reading.words.goals
        return (cls(total, (Text(words),), counts, place=directive.place),)

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """How many goals there are, and how many have each status."""
        return {"value": self.total, "label": self.goals} | {
            f"status {index}": counted.words for index, counted in enumerate(self.counts)
        }

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The same counts in other words."""
        counts = tuple(replace(counted, words=texts[f"status {index}"]) for index, counted in enumerate(self.counts))
        return replace(self, total=texts["value"], goals=texts["label"], counts=counts)

    def style_of(self, text: str) -> str:
        """The total is a key figure, the statuses are set as tables are."""
        return {"value": "key_value", "label": "key_label"}.get(text, "table")

    def structure(self, tags: Tagger) -> Element:
        """The total, then a list of the statuses."""
        total = [tags.element(Role.P, of=(self.id, part)) for part in ("value", "label")]
        items = [
            tags.element(Role.LI, (tags.element(Role.L_BODY, of=(self.id, f"status {index}")),))
            for index in range(len(self.counts))
        ]
        return tags.element(Role.DIV, (*total, tags.element(Role.L, items, numbering="None")))

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The total in the margin, or above the bar where there is none; the bar with its words below it."""
        grid, width = setter.geometry.setup.grid, setter.geometry.column_width
        total = side_figure(setter, self.id, self.total, self.goals, self.place)
        whole = sum(counted.count for counted in self.counts)
        free = width - BETWEEN * (len(self.counts) - 1)
        colours = setter.setter.style.statuses
        parts = tuple((free * counted.count / whole, colours[counted.status.value].colour) for counted in self.counts)
        texts = [
            (counted.words, setter.tags.mark(self.id, f"status {index}")) for index, counted in enumerate(self.counts)
        ]
        words = set_legend(setter.setter, texts, setter.setter.design.text.table, width, self.place)
        box = StatusBarBox(parts, words, width)
        if total.beside:
            yield Item(box, grid, grid, keep_with_next=True, place=self.place, margin=(total.flowable,))
        else:
            yield replace(total, keep_with_next=True)
            yield Item(box, grid, grid, place=self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "statusbalk" if language == "nl" else "status bar"


def _figure(count: int, rows: list[DataRow], before: str = "\u00a0") -> Text:
    """A number of rows, from their cells."""
    cells = tuple(SourceCell(row.place, row.text("doel"), "status") for row in rows)
    return Text(
        f"{before}{count}", rows[0].place, (BoundValue(str(count), "", cells, place=rows[0].place, at=len(before)),)
    )


class StatusBarBox(Flowable):
    """A bar in parts (width in points, colour), and the words for them below it."""

    parts: tuple[tuple[float, str], ...]
    words: LegendBox
    measure: float

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """Bar and words."""
        return BAR + GAP + self.words.height

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the bar at the top, the words below it."""
        left = x
        for width, colour in self.parts:
            surface.rect(left, y + self.height - BAR, width, BAR, colour)
            left += width + BETWEEN
        self.words.drawOn(surface, x, y)
