"""Bars: `bar`, `grouped-bar` and `bullet`, lying on their side; a `bar` over years stands upright where it has room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportbuilder.charts.chart_data import series_by_column, series_by_row
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
from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries
from reportbuilder.charts.scales import bar_range
from reportbuilder.charts.spec import ChartSpec, SettingProblem
from reportbuilder.charts.style import NORM_DASHES, THIN_LINE, WHITE, AreaFill, Pattern, white_plate
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.i18n.language import language_of
from reportbuilder.values import replace

if TYPE_CHECKING:
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

    A bar that misses its goal takes the second colour and stripes, and words that say so.
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
    fills = [AreaFill(style.series[1], Pattern.STRIPES) if miss else AreaFill(style.series[0]) for miss in missed]
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
