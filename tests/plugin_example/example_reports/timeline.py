"""A kind of block: a timeline, dates with what happened then::

:::{timeline} De eerste jaren
2019: De wijkteams beginnen.
maart 2020: Het **loket** sluit.
:::
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from reportbuilder.diagnostics import DiagnosticCode, Place
from reportbuilder.document.model import Block, CustomBlock, Inline, Strong
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable, Item, NoteCost, Surface
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.registry import Plugin
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.values import Value, replace

register = Plugin("timeline")

GAP = 12.0
"""Points between the dates and what happened."""


class Code(DiagnosticCode):
    """What can be wrong with a timeline."""

    TIMELINE_LINE = "timeline-line"


class Event(Value):
    """What happened, and when."""

    date: tuple[Inline, ...]
    words: tuple[Inline, ...]


@register.block("timeline", needs="its title")
class Timeline(CustomBlock):
    """Events under a title."""

    title: tuple[Inline, ...]
    events: tuple[Event, ...]

    @classmethod
    def read(cls, directive: Directive, settings: object, reading: ReadingContext) -> tuple[Block, ...]:
        """Every line of the body is a date, a colon and what happened."""
        del settings
        events: list[Event] = []
        for number, line in enumerate(directive.body.split("\n")):
            place = Place(directive.place.file, directive.body_line + number, 1)
            date, colon, words = line.partition(":")
            if colon and date.strip() and words.strip():
                start = replace(place, column=len(date) + 3)
                events.append(Event(reading.inlines(date.strip(), place), reading.inlines(words.strip(), start)))
            elif line.strip():
                message = f"“{line.strip()}” is no event of a timeline."
                reading.diagnostics.add(Code.TIMELINE_LINE, message, place, "Write “2019: what happened”.")
        title = reading.inlines(directive.argument, directive.place)
        return (cls(title, tuple(events), place=directive.place),) if events else ()

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """The title, and of each event its date and its words."""
        found = {"title": self.title}
        for number, event in enumerate(self.events, 1):
            found |= {f"date {number}": event.date, f"event {number}": event.words}
        return found

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The same events in other words."""
        numbers = range(1, len(self.events) + 1)
        events = tuple(Event(texts[f"date {number}"], texts[f"event {number}"]) for number in numbers)
        return replace(self, title=texts["title"], events=events)

    def style_of(self, text: str) -> str:
        """The title is a caption."""
        return "caption" if text == "title" else "body"

    def structure(self, tags: Tagger) -> Element:
        """The title, and a list: of each event its date and its words."""
        items = []
        for number in range(1, len(self.events) + 1):
            event = [tags.element(Role.P, of=(self.id, f"{part} {number}")) for part in ("date", "event")]
            items.append(tags.element(Role.LI, (tags.element(Role.L_BODY, event),)))
        title = tags.element(Role.P, of=(self.id, "title"))
        return tags.element(Role.DIV, (title, tags.element(Role.L, items, numbering="None")))

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The title, and below it a row for each event."""
        text, grid = setter.setter.design.text, setter.geometry.setup.grid
        body = replace(text.body, justify=False)
        width = setter.geometry.column_width
        title = setter.on_grid(self.title, text.caption, width, setter.tags.mark(self.id, "title"), self.place)
        yield Item(title, grid, 0.0, keep_with_next=True, labels=(self.label,), place=self.place)
        dates = [(Strong(event.date),) for event in self.events]
        indent = max(setter.setter.natural_width(date, body) for date in dates) + GAP
        for number, (date, event) in enumerate(zip(dates, self.events, strict=True), 1):
            marks = [setter.tags.mark(self.id, f"{part} {number}") for part in ("date", "event")]
            row = Row(
                setter.on_grid(date, body, indent, marks[0], self.place),
                setter.on_grid(event.words, body, width - indent, marks[1], self.place),
                text.caption.colour,
            )
            yield Item(row, 0.0, grid if number == len(self.events) else 0.0, place=self.place)

    def name_in(self, language: str) -> str:
        """What a timeline is called."""
        return "tijdlijn" if language == "nl" else "timeline"


class Row(Flowable):
    """A date with its event beside it, and a rule between the two."""

    date: TextBlock
    words: TextBlock
    colour: str

    @property
    def width(self) -> float:
        """Date and event."""
        return self.date.width + self.words.width

    @property
    def height(self) -> float:
        """The taller of the two."""
        return max(self.date.height, self.words.height)

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of both."""
        return (*self.date.notes, *self.words.notes)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """A long event goes on without its date."""
        halves = self.words.cut(available, note_cost)
        if halves is None or self.date.height > available:
            return None
        first, rest = (replace(self, words=half) for half in halves)
        return first, replace(rest, date=replace(self.date, lines=(), notes_by_line=()))

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the date at the top, the event beside it."""
        top, left = y + self.height, x + self.date.width
        self.date.drawOn(surface, x, top - self.date.height)
        surface.rule(left - GAP / 2, y, left - GAP / 2, top, 0.75, self.colour)
        self.words.drawOn(surface, left, top - self.words.height)
