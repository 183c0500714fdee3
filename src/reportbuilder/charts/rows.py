"""The plan of charts that lie on their side: groups of rows with their names, down the height of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportbuilder.charts.labels import widest, wrap
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.sheet import Sheet
from reportbuilder.graphics import Anchor

GAP = 5.0
_NARROW = 240.0
_NAME_SHARE = 0.36
_LEAST_PITCH = 10.5
_MOST_PITCH = 19.0
_LEAST_SPACE = 5.0
_MOST_SPACE = 14.0


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Where everything of a chart with lying rows stands, in points.

    `names` are the lines of each category's name, `tops` the upper edge of each group; `header` is the height over a
    group's first row (for its name on narrow charts, and for the words of its norm); `pitch` is the height of a row.
    """

    names: tuple[tuple[str, ...], ...]
    name_above: bool
    headers: tuple[float, ...]
    tops: tuple[float, ...]
    pitch: float
    rows: int
    left: float
    foot: float

    def centre(self, group: int, row: int) -> float:
        """The middle of a row."""
        return self.tops[group] - self.headers[group] - (row + 0.5) * self.pitch

    def span(self, group: int) -> tuple[float, float]:
        """The lower and upper edge of a group's rows."""
        top = self.tops[group] - self.headers[group]
        return top - self.rows * self.pitch, top


def plan_rows(
    data: ChartData,
    sheet: Sheet,
    rows: int,
    row_names: float = 0.0,
    over: float = 0.0,
    head: float = 0.0,
    foot: float = 0.0,
) -> RowPlan:
    """Plan groups of `rows` rows in the sheet; `row_names` is the width that the rows' own names need.

    `over` is the height wanted over the rows of each group, `head` and `foot` what is kept free above and below all.
    """
    above = sheet.width < _NARROW
    room = sheet.width if above else sheet.width * _NAME_SHARE
    names = tuple(wrap(name, room, sheet.text_width) for name in data.categories)
    leading = sheet.look.leading
    headers = tuple(over + (len(n) * leading + 1 if above else 0.0) for n in names)
    blocks = tuple(0.0 if above else len(n) * leading for n in names)
    pitch, space = _fit(sheet.height - head - foot, headers, blocks, rows)
    tops: list[float] = []
    y = sheet.height - head
    for header, block in zip(headers, blocks, strict=True):
        tops.append(y)
        y -= header + max(rows * pitch, block) + space
    name_room = 0.0 if above else widest((line for lines in names for line in lines), sheet.text_width) + 2 * GAP
    left = name_room + (row_names + GAP if row_names else 0.0)
    return RowPlan(names, above, headers, tuple(tops), pitch, rows, left, foot)


def needed_height(
    data: ChartData, sheet: Sheet, rows: int, over: float = 0.0, head: float = 0.0, foot: float = 0.0
) -> float:
    """The height below which rows would touch."""
    above = sheet.width < _NARROW
    room = sheet.width if above else sheet.width * _NAME_SHARE
    leading = sheet.look.leading
    heights = []
    for name in data.categories:
        lines = len(wrap(name, room, sheet.text_width)) * leading
        body = rows * _LEAST_PITCH
        heights.append(over + (lines + 1 + body if above else max(lines, body)))
    return head + foot + sum(heights) + _LEAST_SPACE * (len(heights) - 1)


def draw_names(plan: RowPlan, sheet: Sheet) -> None:
    """The categories' names: over their rows on a narrow chart, else to the left of them."""
    size, leading = sheet.look.text.size, sheet.look.leading
    for group, lines in enumerate(plan.names):
        bottom, top = plan.span(group)
        if plan.name_above:
            first = plan.tops[group]
        elif plan.rows == 1:
            first = min((bottom + top + len(lines) * leading) / 2, top + leading / 4)
        else:
            first = top - (plan.pitch - leading) / 2
        for number, line in enumerate(lines):
            sheet.words(0, first - (number + 0.5) * leading - 0.33 * size, line)


def draw_row_names(plan: RowPlan, names: tuple[str, ...], sheet: Sheet) -> None:
    """The names of the rows in each group, beside the rows."""
    for group, row in _rows(plan):
        y = plan.centre(group, row) - 0.33 * sheet.look.text.size
        sheet.words(plan.left - GAP, y, names[row], Anchor.END, sheet.look.norm)


def _rows(plan: RowPlan) -> Iterator[tuple[int, int]]:
    return ((group, row) for group in range(len(plan.tops)) for row in range(plan.rows))


def _fit(room: float, headers: tuple[float, ...], blocks: tuple[float, ...], rows: int) -> tuple[float, float]:
    """The height of a row and the space between groups: as large as the room allows, within bounds."""
    best = (_LEAST_PITCH, _LEAST_SPACE)
    for step in range(41):
        share = step / 40
        pitch = _LEAST_PITCH + share * (_MOST_PITCH - _LEAST_PITCH)
        space = _LEAST_SPACE + share * (_MOST_SPACE - _LEAST_SPACE)
        used = sum(h + max(rows * pitch, b) for h, b in zip(headers, blocks, strict=True)) + space * (len(headers) - 1)
        if used <= room + 1e-6:
            best = (pitch, space)
    return best
