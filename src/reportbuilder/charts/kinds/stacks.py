"""Stacked bars: parts of a whole, told apart by pattern and word as well as by colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportbuilder.charts.chart_data import column_name, row_name, series_by_row
from reportbuilder.charts.kinds.rows import GAP, RowNeeds, draw_zero_line, lay_out_rows, set_rows
from reportbuilder.charts.model import ChartData, ChartValue
from reportbuilder.charts.spec import ChartSpec
from reportbuilder.charts.style import AreaFill, Pattern, white_plate
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics

if TYPE_CHECKING:
    from matplotlib.legend import Legend

    from reportbuilder.charts.axes import ChartAxes

_SWATCH = 9.0
_SWATCH_GAP = 3.0
_KEY_GAP = 13.0
_SEAM = 0.75
_BAR_SHARE = 0.86
_THICKEST = 15.0


def take_stacks(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData | None:
    """The figures of a stacked bar chart: a part for each row, a bar for each column."""
    negative = [row for row in table.rows if any((row.value(name) or 0) < 0 for name in spec.columns)]
    for row in negative:
        diagnostics.add(Code.CHART_NEGATIVE, "A stacked bar cannot have a part below 0.", row.place)
    if negative:
        return None
    _warn_of_missing_parts(spec, table.rows, diagnostics)
    return series_by_row(spec, table, diagnostics)


def draw_stacks(ax: ChartAxes, data: ChartData) -> None:
    """Draw each category as one bar of parts, each part with its figure; a key in the order of the parts is above."""
    fills = ax.style.fills(data)
    unit_height = ax.unit_height(data.unit)
    key = _draw_key(ax, data, fills)
    key_height = key.get_window_extent().height
    layout = lay_out_rows(ax, data, RowNeeds(head=unit_height + key_height + _KEY_GAP))
    width, height = ax.picture_size
    key.set_bbox_to_anchor((0.0, 1.0 - (unit_height + 2.0) / height), transform=ax.figure.transSubfigure)
    sums = [
        sum(value.number for value in parts if value) for parts in zip(*(s.values for s in data.series), strict=True)
    ]
    set_rows(ax, layout, 0.0, max(sums) or 1.0, layout.left, width)
    ax.draw_unit(data.unit)
    per_point = ax.get_xlim()[1] / ax.bbox.width
    thickness = min(layout.pitch * _BAR_SHARE, _THICKEST)
    for group in layout.groups:
        start = 0.0
        for series, fill in zip(data.series, fills, strict=True):
            value = series.values[group]
            if value is None:
                continue
            room = value.number / per_point
            length = room - _SEAM - 2 * fill.inset
            if length > 0:
                bar = ax.barh(
                    layout.centre(group),
                    length * per_point,
                    left=start + fill.inset * per_point,
                    height=thickness - 2 * fill.inset,
                    **fill.patch,
                )
                _label_part(ax, bar, value, room, fill)
            start += value.number
    draw_zero_line(ax, layout)


def _label_part(ax: ChartAxes, bar: Any, value: ChartValue, room: float, fill: AreaFill) -> None:
    """Write a part's figure in its middle, on a white plate where there is a pattern; not where it has no room."""
    width = ax.text_width(value.text, strong=True)
    if width + 2 > room:
        return
    is_striped = fill.pattern in (Pattern.STRIPES, Pattern.GRID)
    plate = white_plate(min(2.0, (room - width) / 2 - 0.5)) if is_striped else {}
    colour = ax.style.text_on(fill.colour) if fill.pattern is Pattern.SOLID else ax.style.ink
    (label,) = ax.bar_label(bar, [value.text], label_type="center", color=colour, **plate, **ax.style.strong_text)
    label.set_verticalalignment("center_baseline")


def _draw_key(ax: ChartAxes, data: ChartData, fills: Sequence[AreaFill]) -> Legend:
    """Draw the key over the bars, in as many columns as its width allows."""
    from matplotlib.patches import Rectangle

    style, width = ax.style, ax.picture_size[0]
    names = [ax.wrap(series.name, width - _SWATCH - _SWATCH_GAP) for series in data.series]
    widths = [_SWATCH + _SWATCH_GAP + ax.widest(lines) for lines in names]
    columns = next(n for n in range(len(names), 0, -1) if _key_width(widths, n) <= width or n == 1)
    order = list(_by_columns(len(names), columns))
    size = style.text.size
    return ax.legend(
        [Rectangle((0, 0), 1, 1, **fills[index].patch) for index in order],
        ["\n".join(names[index]) for index in order],
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        bbox_transform=ax.figure.transSubfigure,
        ncols=columns,
        handlelength=_SWATCH / size,
        handleheight=0.85,
        handletextpad=_SWATCH_GAP / size,
        columnspacing=2.5 * GAP / size,
        labelspacing=(style.leading + 1 - size) / size,
        alignment="left",
    )


def _key_width(widths: Sequence[float], columns: int) -> float:
    """The width of a key that is filled row by row."""
    return sum(max(widths[column::columns]) for column in range(columns)) + 2.5 * GAP * (columns - 1)


def _by_columns(count: int, columns: int) -> Iterator[int]:
    """The entries of a key in the order in which matplotlib takes them, column by column, so that they read row by row;
    the first columns are the longer ones."""
    for column in range(columns):
        yield from range(column, count, columns)


def _warn_of_missing_parts(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> None:
    """Warn of bars that are shorter than they are because a part has no figure; `n.v.t.` has none, rightly."""
    for name in spec.columns:
        missing = [row for row in rows if row.cells[name].missing]
        if missing and len(missing) < len(rows):
            bar, part = column_name(spec, name), row_name(spec, missing[0])
            message = f"The bar “{bar}” lacks the part “{part}”, which has no figure."
            hint = f"Fill it in (0 where there were none, n.v.t. where there can be none), or leave “{name}” out."
            diagnostics.add(Code.CHART_PART_MISSING, message, missing[0].cells[name].place, hint)
