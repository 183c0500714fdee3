"""Rows: the layout of charts whose bars or dots lie on their side, in groups with the names of the categories.

The axes of such a chart have points upwards as their scale, so that rows, bars and the lines of names are as high as
the house style wants them; a chart with more rows than its height can hold legibly makes its picture higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportbuilder.charts.model import ChartData
from reportbuilder.charts.style import CAP_HEIGHT, DESCENT, NORM_DASHES, THIN_LINE, WHITE
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.charts.axes import ChartAxes

GAP = 5.0
_NARROW = 240.0
_NAME_SHARE = 0.36
_ROW_NAME_SHARE = 0.25
_NORM_SHARE = 0.35
_BAR_SHARE = 0.74
_THICKEST = 12.0
_LEAST_PITCH = 10.5
_MOST_PITCH = 19.0
_LEAST_SPACE = 5.0
_MOST_SPACE = 14.0

_Lines = tuple[tuple[str, ...], ...]


class RowNeeds(Value):
    """The needs of a chart for the layout of its rows: the names of the rows in each group (empty: no name), the height
    over the rows of each group, and what is kept free above and below all of them, in points."""

    row_names: tuple[str, ...] = ("",)
    over: float = 0.0
    head: float = 0.0
    foot: float = 0.0


class RowLayout(Value):
    """The positions of the rows of a chart, in points from the lower left of the picture.

    `names` are the lines of each category's name, `row_names` those of each row in a group; `tops` are the upper edges
    of the groups, `headers` the heights over their first rows; `pitch` is the height of a row; rows begin at `left`.
    """

    names: _Lines
    row_names: _Lines
    name_above: bool
    headers: tuple[float, ...]
    tops: tuple[float, ...]
    pitch: float
    left: float
    foot: float

    @property
    def groups(self) -> range:
        """The numbers of the groups."""
        return range(len(self.tops))

    def centre(self, group: int, row: int = 0) -> float:
        """The middle of a row."""
        return self.tops[group] - self.headers[group] - (row + 0.5) * self.pitch

    def centres(self, row: int = 0) -> list[float]:
        """The middles of a row in all groups."""
        return [self.centre(group, row) for group in self.groups]

    def span(self, group: int) -> tuple[float, float]:
        """The lower and upper edge of a group's rows."""
        top = self.tops[group] - self.headers[group]
        return top - len(self.row_names) * self.pitch, top


def is_narrow(ax: ChartAxes) -> bool:
    """Whether names stand over their rows instead of beside them."""
    return ax.picture_size[0] < _NARROW


def row_names(data: ChartData) -> tuple[str, ...]:
    """The names of the rows in a group: those of the series; a single series needs none."""
    return tuple(series.name for series in data.series) if len(data.series) > 1 else ("",)


def lay_out_rows(ax: ChartAxes, data: ChartData, needs: RowNeeds) -> RowLayout:
    """Make the picture as high as the rows need, and place them in it: as airy as its height allows, within bounds."""
    above, leading = is_narrow(ax), ax.style.leading
    names, names_of_rows = _wrapped(ax, data, needs)
    headers = tuple(needs.over + (len(lines) * leading + 1 if above and any(lines) else 0.0) for lines in names)
    blocks = tuple(0.0 if above else len(lines) * leading for lines in names)
    count, least = len(names_of_rows), max(_LEAST_PITCH, max(len(lines) for lines in names_of_rows) * leading)
    ax.require_height(needs.head + needs.foot + _body(headers, blocks, count, least, _LEAST_SPACE))
    height = ax.picture_size[1]
    pitch, space = _fit(height - needs.head - needs.foot, headers, blocks, count, least)
    tops: list[float] = []
    y = height - needs.head
    for header, block in zip(headers, blocks, strict=True):
        tops.append(y)
        y -= header + max(count * pitch, block) + space
    name_room = 0.0 if above or not any(map(any, names)) else max(ax.widest(lines) for lines in names) + 2 * GAP
    row_room = max(ax.widest(lines) for lines in names_of_rows)
    left = name_room + (row_room + GAP if row_room else 0.0)
    return RowLayout(names, names_of_rows, above, headers, tuple(tops), pitch, left, needs.foot)


def set_rows(ax: ChartAxes, layout: RowLayout, low: float, high: float, left: float, right: float) -> None:
    """Set the axes' limits and their edges left and right; a tick for every category (major) and row (minor) with its
    name; no frame and no scale."""
    top = max(layout.tops)
    ax.set_plot_area(left, layout.foot, right, top)
    ax.set(xlim=(low, high), ylim=(layout.foot, top))
    ax.spines[:].set_visible(False)
    ax.grid(False)
    ax.set_xticks([])
    ax.yaxis.remove_overlapping_locs = False  # a group and its middle row stand at the same height
    middles = [_centred(ax, _name_middle(ax, layout, group), layout.names[group]) for group in layout.groups]
    ax.set_yticks(middles, ["\n".join(lines) for lines in layout.names])
    ax.tick_params(axis="y", which="major", pad=left, labelcolor=ax.style.ink)
    for label in ax.get_yticklabels():
        label.set_horizontalalignment("left")
    if any(map(any, layout.row_names)):
        rows = [(group, row) for group in layout.groups for row in range(len(layout.row_names))]
        names = ["\n".join(layout.row_names[row]) for _, row in rows]
        middles = [_centred(ax, layout.centre(group, row), layout.row_names[row]) for group, row in rows]
        ax.set_yticks(middles, names, minor=True)
        ax.tick_params(axis="y", which="minor", pad=left - layout.left + GAP)


def draw_zero_line(ax: ChartAxes, layout: RowLayout) -> None:
    """Draw the line on which bars stand, beside the rows of each group."""
    bottoms, tops = zip(*(layout.span(group) for group in layout.groups), strict=True)
    ax.vlines([0.0] * len(tops), bottoms, tops, colors=ax.style.axis, linewidths=THIN_LINE, zorder=2.5, clip_on=False)


def bar_thickness(layout: RowLayout) -> float:
    """The thickness of a bar in its row."""
    return min(layout.pitch * _BAR_SHARE, _THICKEST)


def norm_height(ax: ChartAxes, data: ChartData) -> float:
    """The height that the words of norms need over the rows."""
    return max((len(_norm_lines(ax, norm.text)) for norm in data.norms if norm), default=0) * ax.style.leading


def draw_norms(ax: ChartAxes, data: ChartData, layout: RowLayout) -> None:
    """Draw the norm of each group: a dashed line across its rows, white where it crosses a bar; its words above."""
    style, width = ax.style, ax.picture_size[0]
    for group, norm in enumerate(data.norms):
        if norm is None:
            continue
        bottom, top = layout.span(group)
        lines = _norm_lines(ax, norm.text)
        x, half = ax.point(norm.number, top)[0], ax.widest(lines) / 2
        centre = min(max(x, half if layout.name_above else layout.left + half), width - half)
        for number, line in enumerate(reversed(lines)):
            ax.write(centre, top + number * style.leading + 0.3 * style.text.size, line, ha="center", color=style.norm)
        ax.plot([norm.number] * 2, [bottom, top - 1], color=style.norm, lw=THIN_LINE, ls=NORM_DASHES, zorder=0.6)
        for row, series in enumerate(data.series):
            value = series.values[group]
            if value and ax.get_xlim()[0] == 0 and ax.point(value.number, top)[0] > x + THIN_LINE:
                middle, half_bar = layout.centre(group, row), bar_thickness(layout) / 2
                ends = [middle - half_bar, middle + half_bar]
                ax.plot([norm.number] * 2, ends, color=WHITE, lw=THIN_LINE, ls=NORM_DASHES, zorder=2.2)


def _norm_lines(ax: ChartAxes, text: str) -> tuple[str, ...]:
    return ax.wrap(f"norm {text}", ax.picture_size[0] * _NORM_SHARE)


def _name_middle(ax: ChartAxes, layout: RowLayout, group: int) -> float:
    """The middle of the name of a group: over its rows, beside its only row, or beside its first row."""
    bottom, top = layout.span(group)
    height = len(layout.names[group]) * ax.style.leading
    if layout.name_above:
        return layout.tops[group] - height / 2
    if len(layout.row_names) == 1:
        return (bottom + top) / 2 if height <= top - bottom else min((bottom + top + height) / 2, top) - height / 2
    return top - max(layout.pitch - ax.style.leading, 0.0) / 2 - height / 2


def _centred(ax: ChartAxes, middle: float, lines: Sequence[str]) -> float:
    """Where a tick has to stand for the lines of its label to be centred on a height: matplotlib counts half of the gap
    between lines as part of a label of several lines, above it alone."""
    size, leading = ax.style.text.size, ax.style.text.leading
    return middle + (leading - (CAP_HEIGHT + DESCENT) * size) / 4 if len(lines) > 1 else middle


def _wrapped(ax: ChartAxes, data: ChartData, needs: RowNeeds) -> tuple[_Lines, _Lines]:
    width = ax.picture_size[0]
    names = tuple(ax.wrap(name, width * (1.0 if is_narrow(ax) else _NAME_SHARE)) for name in data.categories)
    return names, tuple(ax.wrap(name, width * _ROW_NAME_SHARE) for name in needs.row_names)


def _body(headers: Sequence[float], blocks: Sequence[float], rows: int, pitch: float, space: float) -> float:
    """The height of all groups with the space between them."""
    heights = (header + max(rows * pitch, block) for header, block in zip(headers, blocks, strict=True))
    return sum(heights) + space * (len(headers) - 1)


def _fit(
    room: float, headers: Sequence[float], blocks: Sequence[float], rows: int, least: float
) -> tuple[float, float]:
    """The height of a row and the space between groups: as large as the room allows, within bounds."""
    best = (least, _LEAST_SPACE)
    for step in range(41):
        share = step / 40
        pitch = least + share * max(_MOST_PITCH - least, 0.0)
        space = _LEAST_SPACE + share * (_MOST_SPACE - _LEAST_SPACE)
        if _body(headers, blocks, rows, pitch, space) <= room + 1e-6:
            best = (pitch, space)
    return best
