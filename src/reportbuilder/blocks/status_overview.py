"""`:::{status-overview}`: every goal of a status matrix as its symbol, by theme and ambition, each a link to its row::

    :::{status-overview}
    :data: statusmatrix.csv
    :::

The symbols are read as their words, after the name of their ambition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from reportbuilder.document.model import Block, CustomBlock, Inline, Link, StatusMark, Text
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable, Item, Surface
from reportbuilder.layout.margin import margin_width
from reportbuilder.layout.typeset import NO_PAGE, TextBlock
from reportbuilder.project.schema import Form, Words
from reportbuilder.reader.directive import Directive, ReadingContext, expect_no_body
from reportbuilder.reader.matrix import StatusMarks, goal_label, matrix_rows
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.style.model import Rule
from reportbuilder.values import Value, replace

NAMES = 0.62
"""The share of the width for the names of ambitions."""
BETWEEN = " "
"""What stands between two symbols."""
PAD = 3.0
"""The space around a row in points, half of it above."""


class StatusOverviewSettings(Form, kw_only=True):
    """The settings of an overview: the goals that it shows."""

    data: str
    theme: Words = ""


class AmbitionGoals(Value):
    """An ambition, the symbols of its goals, and the labels of their rows."""

    name: tuple[Inline, ...]
    marks: tuple[Inline, ...]
    labels: tuple[str, ...]


class ThemeGoals(Value):
    """A theme and its ambitions."""

    name: tuple[Inline, ...]
    ambitions: tuple[AmbitionGoals, ...]


class StatusOverview(CustomBlock):
    """The statuses of all goals."""

    themes: tuple[ThemeGoals, ...]

    @classmethod
    def read(cls, directive: Directive, settings: StatusOverviewSettings, reading: ReadingContext) -> tuple[Block, ...]:
        """The rows of the data in order, by their columns `thema` and `ambitie`."""
        expect_no_body(directive, reading.diagnostics)
        data = reading.sources.table(settings.data, directive.settings.place("data"))
        if data is None:
            return ()
        statuses = StatusMarks(data, reading, wanted=True)
        found: dict[str, dict[str, list[tuple[StatusMark, str]]]] = {}
        for row in matrix_rows(data, settings.theme, directive, reading, ("thema", "ambitie")):
            for mark in statuses.mark(row):
                goals = found.setdefault(row.text("thema"), {}).setdefault(row.text("ambitie"), [])
                goals.append((replace(mark, show_word=False), goal_label(row)))
        themes = tuple(
            ThemeGoals(
                reading.inlines(theme, directive.place) if theme else (),
                tuple(
                    AmbitionGoals(
                        reading.inlines(name, directive.place) if name else (),
                        tuple(one for mark, _ in goals for one in (mark, Text(BETWEEN)))[:-1],
                        tuple(label for _, label in goals),
                    )
                    for name, goals in ambitions.items()
                ),
            )
            for theme, ambitions in found.items()
        )
        return (cls(themes, place=directive.place),) if themes else ()

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """The names of themes and ambitions, each ambition's symbols after it."""
        found: dict[str, tuple[Inline, ...]] = {}
        for number, theme in enumerate(self.themes):
            found[f"theme {number}"] = theme.name
            for index, ambition in enumerate(theme.ambitions):
                found[f"ambition {number} {index}"] = ambition.name
                found[f"goals {number} {index}"] = ambition.marks
        return found

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The same goals in other words."""
        themes = tuple(
            replace(
                theme,
                name=texts[f"theme {number}"],
                ambitions=tuple(
                    replace(one, name=texts[f"ambition {number} {index}"], marks=texts[f"goals {number} {index}"])
                    for index, one in enumerate(theme.ambitions)
                ),
            )
            for number, theme in enumerate(self.themes)
        )
        return replace(self, themes=themes)

    def style_of(self, text: str) -> str:
        """As tables are set."""
        return "table_group" if text.startswith("theme") else "table"

    def structure(self, tags: Tagger) -> Element:
        """A paragraph for each theme, and a list of its ambitions: of each its name and its goals."""
        parts: list[Element] = []
        for number, theme in enumerate(self.themes):
            parts.append(tags.element(Role.P, of=(self.id, f"theme {number}")))
            items = []
            for index in range(len(theme.ambitions)):
                kinds = ("ambition", "goals")
                body = [tags.element(Role.P, of=(self.id, f"{kind} {number} {index}")) for kind in kinds]
                items.append(tags.element(Role.LI, (tags.element(Role.L_BODY, body),)))
            parts.append(tags.element(Role.L, items, numbering="None"))
        return tags.element(Role.DIV, parts)

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The ambitions of each theme with their symbols; its name beside them in the margin, or above them."""
        design, grid = setter.setter.design, setter.geometry.setup.grid
        look, aside, width = design.margin, margin_width(design, setter.geometry), setter.geometry.column_width
        for number, theme in enumerate(self.themes):
            mark = setter.tags.mark(self.id, f"theme {number}")
            rows = tuple(self._row(setter, number, index, width) for index in range(len(theme.ambitions)))
            box = OverviewBox(rows, width, design.table.end_rule, design.table.row_rule)
            if look is not None and aside:
                head = setter.setter.block(theme.name, look.head, aside, mark, place=self.place, whole=True)
                yield Item(box, 0.0, 0.0, place=self.place, margin=(head,))
            else:
                style = design.text.table_group
                above = setter.setter.block(theme.name, style, width, mark, place=self.place, whole=True)
                yield Item(above, grid, 0.0, keep_with_next=True, place=self.place)
                yield Item(box, 0.0, 0.0, place=self.place)

    def _row(self, setter: BlockSetter, number: int, index: int, width: float) -> OverviewRow:
        """The name of an ambition and its goals."""
        ambition, style = self.themes[number].ambitions[index], setter.setter.design.text.table
        style = replace(style, justify=False)
        marks = [setter.tags.mark(self.id, f"{kind} {number} {index}") for kind in ("ambition", "goals")]
        names = width * NAMES
        larger = replace(style, size=style.size * 1.25, leading=style.leading)
        shown = tuple(label if setter.setter.page_of(label) != str(NO_PAGE) else "" for label in ambition.labels)
        goals = _linked(ambition.marks, shown)
        return OverviewRow(
            setter.setter.block(ambition.name, style, names - style.size, marks[0], place=self.place, whole=True),
            setter.setter.block(goals, larger, width - names, marks[1], place=self.place, whole=True),
            names,
        )

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "statusoverzicht" if language == "nl" else "status overview"


def _linked(marks: tuple[Inline, ...], labels: tuple[str, ...]) -> tuple[Inline, ...]:
    """Symbols as links to the rows with these labels ("" for one that no table of the report shows); as they are where
    a comparison has changed their number."""
    symbols = [mark for mark in marks if isinstance(mark, StatusMark)]
    if len(symbols) != len(labels):
        return marks
    targets = iter(labels)
    found: list[Inline] = []
    for mark in marks:
        label = next(targets) if isinstance(mark, StatusMark) else ""
        found.append(Link((mark,), f"#{label}") if label else mark)
    return tuple(found)


class OverviewRow(Value):
    """The name of an ambition, and the symbols of its goals from `left` on."""

    name: TextBlock
    goals: TextBlock
    left: float

    @property
    def height(self) -> float:
        """The taller of the two, with a little space."""
        return max(self.name.height, self.goals.height) + PAD


class OverviewBox(Flowable):
    """The ambitions of a theme under each other: a rule above them all, and one between each two."""

    rows: tuple[OverviewRow, ...]
    measure: float
    above: Rule
    between: Rule

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """All rows."""
        return sum(row.height for row in self.rows)

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw row by row from the top."""
        top = y + self.height
        for index, row in enumerate(self.rows):
            rule = self.between if index else self.above
            surface.rule(x, top, x + self.measure, top, rule.width, rule.colour)
            row.name.drawOn(surface, x, top - PAD / 2 - row.name.height)
            row.goals.drawOn(surface, x + row.left, top - PAD / 2 - row.goals.height)
            top -= row.height
