"""The plan of charts that lie on their side: groups of rows with their names, down the height of the picture."""

from __future__ import annotations

from reportbuilder.charts.labels import widest, wrap
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.sheet import Sheet
from reportbuilder.document.graphics import Anchor
from reportbuilder.values import Value

GAP = 5.0
_NARROW = 240.0
_NAME_SHARE = 0.36
_ROW_NAME_SHARE = 0.25
_LEAST_PITCH = 10.5
_MOST_PITCH = 19.0
_LEAST_SPACE = 5.0
_MOST_SPACE = 14.0


class Demand(Value):
    """What a chart asks of the plan: the names of the rows in each group (empty: no name), the height over the rows
    of each group, and what is kept free above and below all of them, in points."""

    row_names: tuple[str, ...] = ("",)
    over: float = 0.0
    head: float = 0.0
    foot: float = 0.0


class RowPlan(Value):
    """Where everything of a chart with lying rows stands, in points.

    `names` are the lines of each category's name, `row_names` those of each row in a group; `tops` are the upper edges
    of the groups, `headers` the heights over their first rows; `pitch` is the height of a row; rows begin at `left`.
    """

    names: tuple[tuple[str, ...], ...]
    row_names: tuple[tuple[str, ...], ...]
    name_above: bool
    headers: tuple[float, ...]
    tops: tuple[float, ...]
    pitch: float
    left: float
    foot: float

    def centre(self, group: int, row: int) -> float:
        """The middle of a row."""
        return self.tops[group] - self.headers[group] - (row + 0.5) * self.pitch

    def span(self, group: int) -> tuple[float, float]:
        """The lower and upper edge of a group's rows."""
        top = self.tops[group] - self.headers[group]
        return top - len(self.row_names) * self.pitch, top


def is_narrow(sheet: Sheet) -> bool:
    """Whether names stand over their rows instead of beside them."""
    return sheet.width < _NARROW


def plan_rows(data: ChartData, sheet: Sheet, demand: Demand) -> RowPlan:
    """Plan the groups in the sheet: as airy as its height allows, within bounds."""
    above, leading = is_narrow(sheet), sheet.look.leading
    names, row_names = _wrapped(data, sheet, demand)
    headers = tuple(demand.over + (len(n) * leading + 1 if above else 0.0) for n in names)
    blocks = tuple(0.0 if above else len(n) * leading for n in names)
    least = _least_pitch(row_names, leading)
    pitch, space = _fit(sheet.height - demand.head - demand.foot, headers, blocks, len(row_names), least)
    tops: list[float] = []
    y = sheet.height - demand.head
    for header, block in zip(headers, blocks, strict=True):
        tops.append(y)
        y -= header + max(len(row_names) * pitch, block) + space
    name_room = 0.0 if above else widest((line for lines in names for line in lines), sheet.text_width) + 2 * GAP
    row_room = widest((line for lines in row_names for line in lines), sheet.text_width)
    left = name_room + (row_room + GAP if row_room else 0.0)
    return RowPlan(names, row_names, above, headers, tuple(tops), pitch, left, demand.foot)


def needed_height(data: ChartData, sheet: Sheet, demand: Demand) -> float:
    """The height below which rows would touch."""
    names, row_names = _wrapped(data, sheet, demand)
    leading = sheet.look.leading
    body = len(row_names) * _least_pitch(row_names, leading)
    heights = [
        demand.over + (len(n) * leading + 1 + body if is_narrow(sheet) else max(len(n) * leading, body)) for n in names
    ]
    return demand.head + demand.foot + sum(heights) + _LEAST_SPACE * (len(heights) - 1)


def draw_names(plan: RowPlan, sheet: Sheet) -> None:
    """The categories' names over their rows or to the left of them, and the rows' own names beside the rows."""
    size, leading = sheet.look.text.size, sheet.look.leading
    for group, lines in enumerate(plan.names):
        bottom, top = plan.span(group)
        if plan.name_above:
            first = plan.tops[group]
        elif len(plan.row_names) == 1:
            first = (bottom + top + len(lines) * leading) / 2
            first = min(first, top) if len(lines) * leading > top - bottom else first
        else:
            first = top - max(plan.pitch - leading, 0.0) / 2
        for number, line in enumerate(lines):
            sheet.words(0, first - (number + 0.5) * leading - 0.33 * size, line)
        for row, row_lines in enumerate(plan.row_names):
            middle = plan.centre(group, row) + len(row_lines) * leading / 2
            for number, line in enumerate(row_lines if any(row_lines) else ()):
                y = middle - (number + 0.5) * leading - 0.33 * size
                sheet.words(plan.left - GAP, y, line, Anchor.END, sheet.look.norm)


_Lines = tuple[tuple[str, ...], ...]


def _wrapped(data: ChartData, sheet: Sheet, demand: Demand) -> tuple[_Lines, _Lines]:
    room = sheet.width * (1.0 if is_narrow(sheet) else _NAME_SHARE)
    names = tuple(wrap(name, room, sheet.text_width) for name in data.categories)
    return names, tuple(wrap(name, sheet.width * _ROW_NAME_SHARE, sheet.text_width) for name in demand.row_names)


def _least_pitch(row_names: _Lines, leading: float) -> float:
    return max(_LEAST_PITCH, max(len(lines) for lines in row_names) * leading)


def _fit(
    room: float, headers: tuple[float, ...], blocks: tuple[float, ...], rows: int, least: float
) -> tuple[float, float]:
    """The height of a row and the space between groups: as large as the room allows, within bounds."""
    best = (least, _LEAST_SPACE)
    for step in range(41):
        share = step / 40
        pitch = least + share * max(_MOST_PITCH - least, 0.0)
        space = _LEAST_SPACE + share * (_MOST_SPACE - _LEAST_SPACE)
        used = sum(h + max(rows * pitch, b) for h, b in zip(headers, blocks, strict=True)) + space * (len(headers) - 1)
        if used <= room + 1e-6:
            best = (pitch, space)
    return best
