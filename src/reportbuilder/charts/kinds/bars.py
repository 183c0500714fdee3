"""Bars: `bar`, `grouped-bar` and `bullet`, lying on their side, and `stacked-bar`.

A `bar` over years stands upright where it has room. The parts of a stacked bar are told apart by pattern and word as
well as by colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportbuilder.charts.chart_data import column_name, row_name, series_by_column, series_by_row
from reportbuilder.charts.kinds.rows import (
    GAP,
    RowLayout,
    RowNeeds,
    bar_thickness,
    draw_norms,
    draw_zero_line,
    is_narrow,
    lay_out_rows,
    norm_height,
    row_names,
    set_rows,
)
from reportbuilder.charts.labels import LabelBox, LabelSpace
from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartSpec, ChartValue, SettingProblem
from reportbuilder.charts.scales import bar_range
from reportbuilder.charts.status_marks import status_mark
from reportbuilder.charts.style import CAP_HEIGHT, NORM_DASHES, THIN_LINE, WHITE, AreaFill, Pattern, white_plate
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.i18n.language import language_of
from reportbuilder.values import replace

if TYPE_CHECKING:
    from matplotlib.legend import Legend

    from reportbuilder.charts.axes import ChartAxes


_LABEL_PAD = 3.0
_COLUMN_GAP = 4.0
_COLUMN_SHARE = 0.62
_WIDEST_COLUMN = 54.0
_LEAST_PLOT = 40.0
_NOTE_SHARE = 0.55
_DESCENT = 0.3  # of the size: how far letters reach below their line, so that words clear the bar under them


def take_bars(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData | None:
    """The figures of a bar chart: one column of all rows, or all columns of one row."""
    if len(spec.columns) == 1:
        return series_by_column(spec, table, diagnostics)
    if len(table.rows) > 1:
        hint = "Name one row or one column, or set “kind: grouped-bar”."
        diagnostics.add(Code.CHART_SHAPE, "A bar chart shows one row or one column.", spec.place("columns"), hint)
        return None
    return series_by_row(spec, table, diagnostics)


def draw_bar_chart(ax: ChartAxes, data: ChartData) -> None:
    """Draw upright bars over columns where they have room, else lying bars."""
    if not data.over_columns:
        draw_bars(ax, data)
    elif _columns_have_room(ax, data):
        _draw_columns(ax, data)
    else:
        (series,) = data.series
        draw_bars(ax, replace(data, norms=(series.norm,) * len(data.categories) if series.norm else ()))


def draw_bars(ax: ChartAxes, data: ChartData) -> None:
    """Draw a bar for every value from the zero line, its figure at its end; a norm is a dashed line over its group."""
    needs = RowNeeds(row_names(data), norm_height(ax, data), ax.unit_height(data.unit))
    layout = lay_out_rows(ax, data, needs)
    low, high = bar_range(data.numbers)
    room = ax.widest(data.texts, strong=True) + GAP
    set_rows(ax, layout, low, high, layout.left + (room if low < 0 else 0.0), ax.picture_size[0] - room)
    ax.draw_unit(data.unit)
    fills = ax.style.fills(data)
    last = len(data.series) - 1
    for row, (series, fill) in enumerate(zip(data.series, fills, strict=True)):
        _draw_series(ax, layout, row, series, [fill] * len(series.values), strong=0 < row == last)
    draw_zero_line(ax, layout)
    draw_norms(ax, data, layout)


def _draw_series(
    ax: ChartAxes, layout: RowLayout, row: int, series: ChartSeries, fills: Sequence[AreaFill], strong: bool
) -> None:
    """Draw the bars of a series, each with its figure at its end."""
    text_style = ax.style.strong_text if strong else {}
    for group, (value, fill) in enumerate(zip(series.values, fills, strict=True)):
        if value:
            bar = ax.barh(layout.centre(group, row), value.number, height=bar_thickness(layout), **fill.patch)
            (label,) = ax.bar_label(bar, [value.text], padding=_LABEL_PAD, **text_style)
            label.set_verticalalignment("center_baseline")
            label.set_annotation_clip(False)


# Upright bars -------------------------------------------------------------------------------------------------------


def _columns_have_room(ax: ChartAxes, data: ChartData) -> bool:
    """Whether the bars' figures and the words of their names stand side by side without touching."""
    words = [word for name in data.categories for word in name.split(" ")]
    return max(ax.widest(words), ax.widest(data.texts, strong=True)) + _COLUMN_GAP <= _column_step(ax, data)


def _draw_columns(ax: ChartAxes, data: ChartData) -> None:
    """Draw the bars on their zero line, each with its figure and its name."""
    style, step, (series,) = ax.style, _column_step(ax, data), data.series
    names = [ax.wrap(name, step - _COLUMN_GAP) for name in data.categories]
    name_height = max(map(len, names)) * style.leading
    ax.require_height(ax.unit_height(data.unit) + name_height + 2.5 * style.leading + _LEAST_PLOT)
    low, high = bar_range(data.numbers)
    below = style.leading if low < 0 else 0.0
    width, height = ax.picture_size
    foot, head = name_height + _COLUMN_GAP + below, height - ax.unit_height(data.unit) - style.leading * 1.2
    ax.set_plot_area(0.0, foot, width, head)
    ax.set(xlim=(-0.5, len(data.categories) - 0.5), ylim=(low, high))
    ax.spines[:].set_visible(False)
    ax.grid(False)
    ax.set_yticks([])
    ax.set_xticks(range(len(data.categories)), ["\n".join(lines) for lines in names])
    ax.tick_params(axis="x", pad=_COLUMN_GAP + below, labelcolor=style.ink)
    ax.draw_unit(data.unit)
    share = min(step * _COLUMN_SHARE, _WIDEST_COLUMN) / step
    bars = [(index, value) for index, value in enumerate(series.values) if value]
    for index, value in bars:
        bar = ax.bar(index, value.number, width=share, **style.fills(data)[0].patch)
        text_style = style.strong_text if index == bars[-1][0] else {}
        (label,) = ax.bar_label(bar, [value.text], padding=_LABEL_PAD, **text_style)
        label.set_verticalalignment("baseline" if value.number >= 0 else "top")
    ax.axhline(0.0, color=style.axis, lw=THIN_LINE, zorder=2.5)
    if series.norm:
        _draw_column_norm(ax, data, series.norm)


def _column_step(ax: ChartAxes, data: ChartData) -> float:
    """The room of a bar with the gap beside it."""
    return ax.picture_size[0] / len(data.categories)


def _draw_column_norm(ax: ChartAxes, data: ChartData, norm: ChartNorm) -> None:
    """Draw the norm across all bars, its words where they touch no figure and, if that can be, no bar."""
    style, (series,) = ax.style, data.series
    width, height = ax.picture_size
    ax.axhline(norm.number, color=style.norm, lw=THIN_LINE, ls=NORM_DASHES, zorder=2.4, clip_on=False)
    texts, bars = LabelSpace(width, height), LabelSpace(width, height)
    for index, value in enumerate(series.values):
        if value:
            x, y = ax.point(index, value.number)
            baseline = y + _LABEL_PAD if value.number >= 0 else y - style.leading
            texts.add(ax.text_box(x, baseline, value.text, 0.5, strong=True))
    for patch in ax.patches:
        box = patch.get_window_extent()
        bars.add(LabelBox(box.x0, box.y0, box.x1, box.y1))
    y, text = ax.point(0.0, norm.number)[1], f"norm {norm.text}"
    room, size = width - ax.text_width(text), style.text.size
    places = [(room * share, base) for share in (0.0, 1.0, 0.5) for base in (y + 0.42 * size, y - size)]
    boxes = {place: ax.text_box(*place, text) for place in places}
    free = [place for place in places if texts.is_free(boxes[place], 0.4)]
    clear = [place for place in free if bars.is_free(boxes[place], 0.4)]
    for x, baseline in (clear or free)[:1]:
        ax.write(x, baseline, text, color=style.norm, zorder=4, **({} if clear else white_plate(0.0)))


# Results against their goal --------------------------------------------------------------------------------------


def check_bullet_settings(spec: ChartSpec) -> Iterator[SettingProblem]:
    """A bullet chart shows one column, as percentages."""
    if len(spec.columns) > 1:
        yield SettingProblem("columns", "A bullet chart shows one column against its norm.", "Name one column.")
    if spec.index:
        yield SettingProblem("index", "A bullet chart already shows percentages, of the norm.", "Take “index” away.")


def draw_bullets(ax: ChartAxes, data: ChartData) -> None:
    """Draw each result as a bar, with the goal as one dashed line at 100 % across all of them.

    A bar that misses its goal takes the second colour, and words that say so.
    """
    style, (series,) = ax.style, data.series
    missed = [_is_missed(data, group) for group in range(len(data.categories))]
    notes = _notes(ax, data, missed)
    over = max(len(lines) for lines in notes) * style.leading + _DESCENT * style.text.size
    needs = RowNeeds(over=over, head=ax.unit_height(data.unit) + 1.4 * style.leading)
    layout = lay_out_rows(ax, data, needs)
    room = ax.widest(data.texts, strong=True) + GAP
    _, high = bar_range((100.0, *(value.number for value in series.known)))
    set_rows(ax, layout, 0.0, high, layout.left, ax.picture_size[0] - room)
    ax.draw_unit(data.unit)
    fills = [
        AreaFill(style.series[1], style.pattern(Pattern.STRIPES)) if miss else AreaFill(style.series[0])
        for miss in missed
    ]
    _draw_series(ax, layout, 0, series, fills, strong=True)
    for group, lines in enumerate(notes):
        for number, line in enumerate(reversed(lines)):
            y = layout.span(group)[1] + number * style.leading + _DESCENT * style.text.size
            ax.write(layout.left, y, line, color=style.norm)
    draw_zero_line(ax, layout)
    _draw_goal(ax, data, layout)


def _notes(ax: ChartAxes, data: ChartData, missed: Sequence[bool]) -> list[tuple[str, ...]]:
    """The notes over the bars: the result and its goal, and whether it was missed."""
    words = language_of(data.language).charts.missed
    room = ax.picture_size[0] * (1.0 if is_narrow(ax) else _NOTE_SHARE)
    return [ax.wrap(f"{note}: {words}" if miss else note, room) for note, miss in zip(data.notes, missed, strict=True)]


def _is_missed(data: ChartData, group: int) -> bool:
    value, norm = data.series[0].values[group], data.norms[group]
    return value is not None and norm is not None and not norm.met_by(value.number)


def _draw_goal(ax: ChartAxes, data: ChartData, layout: RowLayout) -> None:
    """Draw the goal's line: dashed between the bars, white across those that pass it; its words above."""
    style, width = ax.style, ax.picture_size[0]
    top, bottom = layout.tops[0] + 0.2 * style.leading, layout.span(layout.groups[-1])[0]
    ax.plot([100.0] * 2, [bottom, top], color=style.norm, lw=THIN_LINE, ls=NORM_DASHES, zorder=0.6, clip_on=False)
    x, half_bar = ax.point(100.0, top)[0], bar_thickness(layout) / 2
    for centre, value in zip(layout.centres(), data.series[0].values, strict=True):
        if value and ax.point(value.number, top)[0] > x + THIN_LINE:
            ax.plot([100.0] * 2, [centre - half_bar, centre + half_bar], color=WHITE, lw=THIN_LINE, zorder=2.2)
    goal = language_of(data.language).charts.whole_goal
    half = ax.text_width(goal) / 2
    ax.write(min(max(x, half), width - half), top + 0.35 * style.text.size, goal, ha="center", color=style.norm)


_SWATCH = 9.0
_SWATCH_GAP = 3.0
_KEY_GAP = 13.0
_SEAM = 0.75
_MARK_GAP = 2.4
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
                _label_part(ax, bar, value, room, fill, series.key if data.by_status else "")
            start += value.number
    draw_zero_line(ax, layout)


def _label_part(ax: ChartAxes, bar: Any, value: ChartValue, room: float, fill: AreaFill, status: str) -> None:
    """Write a part's figure in its middle, after the mark of its status, on a white plate where there is a pattern; not
    where it has no room."""
    width = ax.text_width(value.text, strong=True)
    if width + 2 > room:
        return
    size = 0.8 * ax.style.size
    if status and not ax.style.textures and width + size + 3 * _MARK_GAP <= room:
        colour = ax.style.text_on(fill.colour) if fill.pattern is Pattern.SOLID else fill.colour
        box = bar.patches[0].get_window_extent()
        left = (box.x0 + box.x1 - width - size - _MARK_GAP) / 2
        for artist in status_mark(status, left + size / 2, (box.y0 + box.y1) / 2, size, colour):
            ax.add_artist(artist)
        text_colour = colour if fill.pattern is Pattern.SOLID else ax.style.ink
        baseline = (box.y0 + box.y1 - CAP_HEIGHT * ax.style.size) / 2
        ax.write(left + size + _MARK_GAP, baseline, value.text, color=text_colour, zorder=3, **ax.style.strong_text)
        return
    is_striped = fill.pattern in (Pattern.STRIPES, Pattern.GRID)
    plate = white_plate(min(2.0, (room - width) / 2 - 0.5)) if is_striped else {}
    colour = ax.style.text_on(fill.colour) if fill.pattern is Pattern.SOLID else ax.style.ink
    (label,) = ax.bar_label(bar, [value.text], label_type="center", color=colour, **plate, **ax.style.strong_text)
    label.set_verticalalignment("center_baseline")


def _draw_key(ax: ChartAxes, data: ChartData, fills: Sequence[AreaFill]) -> Legend:
    """Draw the key over the bars, in as many columns as its width allows."""
    from matplotlib.legend_handler import HandlerPatch
    from matplotlib.patches import Rectangle

    class StatusHandler(HandlerPatch):
        """Draws the swatch of a part, with the mark of its status on it."""

        def create_artists(self, legend: Any, orig_handle: Any, *place: Any) -> Any:
            artists = list(super().create_artists(legend, orig_handle, *place))
            left, below, width, height, _, transform = place
            index = orig_handle.get_gid()
            fill = fills[index]
            colour = style.text_on(fill.colour) if fill.pattern is Pattern.SOLID else fill.colour
            centre = (width / 2 - left, height / 2 - below)
            return [*artists, *status_mark(data.series[index].key, *centre, 0.9 * height, colour, transform)]

    style, width = ax.style, ax.picture_size[0]
    names = [ax.wrap(series.name, width - _SWATCH - _SWATCH_GAP) for series in data.series]
    widths = [_SWATCH + _SWATCH_GAP + ax.widest(lines) for lines in names]
    columns = next(n for n in range(len(names), 0, -1) if _key_width(widths, n) <= width or n == 1)
    order = list(_by_columns(len(names), columns))
    size = style.text.size
    has_marks = data.by_status and not style.textures
    return ax.legend(
        [Rectangle((0, 0), 1, 1, gid=index, **fills[index].patch) for index in order],
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
        handler_map={Rectangle: StatusHandler()} if has_marks else None,
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
