"""Rules between the columns of a page, beside text and not through what spans the columns."""

from collections.abc import Iterator, Sequence

from reportbuilder.document.model import Span
from reportbuilder.layout.columns import ItemPosition
from reportbuilder.layout.flow import Surface
from reportbuilder.layout.furniture import PageSized
from reportbuilder.layout.page import Geometry, Side
from reportbuilder.style.model import Rule

LEAST_LINES = 2
"""A rule is at least so many grid lines high: a shorter one would be a mark."""


class ColumnRules(PageSized):
    """Vertical rules, each with its place from the left edge of the page, and its top and foot from the upper one."""

    rule: Rule
    lines: tuple[tuple[float, float, float], ...]

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the rules."""
        for at, top, foot in self.lines:
            ends = y + self.page_height - foot, y + self.page_height - top
            surface.rule(x + at, ends[0], x + at, ends[1], self.rule.width, self.rule.colour)


def column_rules(rule: Rule, positions: Sequence[ItemPosition], geometry: Geometry, side: Side) -> ColumnRules | None:
    """The rules of a page of this side with its items; None where there are none."""
    setup = geometry.setup
    lines: list[tuple[float, float, float]] = []
    for column in range(1, geometry.columns):
        x = geometry.column_x(side, column) - setup.gutter / 2
        for top, foot in _free(positions, column):
            if foot - top >= LEAST_LINES * setup.grid:
                lines.append((x, setup.top + top, setup.top + foot))
    return ColumnRules(setup.width, setup.height, rule, tuple(lines)) if lines else None


def _free(positions: Sequence[ItemPosition], column: int) -> Iterator[tuple[float, float]]:
    """The heights, from the top of the type area, at which text stands on both sides of the gutter before a column, and
    nothing in it."""
    beside: dict[int, list[tuple[float, float]]] = {column - 1: [], column: []}
    across: list[tuple[float, float]] = []
    for position in positions:
        item, extent = position.item, (position.top, position.top + position.item.flowable.height)
        width = {Span.COLUMN: 1, Span.WIDE: 2}.get(item.span, column + 1)
        first = 0 if item.span is Span.PAGE else position.column
        if first < column < first + width:
            across.append(extent)
        elif width == 1 and position.column in beside:
            beside[position.column].append(extent)
    if not all(beside.values()):
        return
    top = max(min(start for start, _ in extents) for extents in beside.values())
    foot = max(end for extents in beside.values() for _, end in extents)
    for start, end in sorted(across):
        if end <= top or start >= foot:
            continue
        if start > top:
            yield top, start
        top = end
    if foot > top:
        yield top, foot
