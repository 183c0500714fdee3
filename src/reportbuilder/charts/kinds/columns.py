"""Upright bars, one for each column of the table, as years go: how a `bar` chart of one row is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportbuilder.charts.labels import LabelBox, LabelSpace
from reportbuilder.charts.model import ChartData, ChartNorm
from reportbuilder.charts.scales import bar_range
from reportbuilder.charts.style import NORM_DASHES, THIN_LINE, white_plate

if TYPE_CHECKING:
    from reportbuilder.charts.axes import ChartAxes

_GAP = 4.0
_LABEL_PAD = 3.0
_SHARE = 0.62
_WIDEST = 54.0
_LEAST_PLOT = 40.0


def have_room(ax: ChartAxes, data: ChartData) -> bool:
    """Whether the bars' figures and the words of their names stand side by side without touching."""
    words = [word for name in data.categories for word in name.split(" ")]
    return max(ax.widest(words), ax.widest(data.texts, strong=True)) + _GAP <= _step(ax, data)


def draw_columns(ax: ChartAxes, data: ChartData) -> None:
    """Draw the bars on their zero line, each with its figure and its name."""
    style, step, (series,) = ax.style, _step(ax, data), data.series
    names = [ax.wrap(name, step - _GAP) for name in data.categories]
    name_height = max(map(len, names)) * style.leading
    ax.require_height(ax.unit_height(data.unit) + name_height + 2.5 * style.leading + _LEAST_PLOT)
    low, high = bar_range(data.numbers)
    below = style.leading if low < 0 else 0.0
    width, height = ax.picture_size
    foot, head = name_height + _GAP + below, height - ax.unit_height(data.unit) - style.leading * 1.2
    ax.set_plot_area(0.0, foot, width, head)
    ax.set(xlim=(-0.5, len(data.categories) - 0.5), ylim=(low, high))
    ax.spines[:].set_visible(False)
    ax.grid(False)
    ax.set_yticks([])
    ax.set_xticks(range(len(data.categories)), ["\n".join(lines) for lines in names])
    ax.tick_params(axis="x", pad=_GAP + below, labelcolor=style.ink)
    ax.draw_unit(data.unit)
    share = min(step * _SHARE, _WIDEST) / step
    bars = [(index, value) for index, value in enumerate(series.values) if value]
    for index, value in bars:
        bar = ax.bar(index, value.number, width=share, **style.fills(data)[0].patch)
        text_style = style.strong_text if index == bars[-1][0] else {}
        (label,) = ax.bar_label(bar, [value.text], padding=_LABEL_PAD, **text_style)
        label.set_verticalalignment("baseline" if value.number >= 0 else "top")
    ax.axhline(0.0, color=style.axis, lw=THIN_LINE, zorder=2.5)
    if series.norm:
        _draw_norm(ax, data, series.norm)


def _step(ax: ChartAxes, data: ChartData) -> float:
    """The room of a bar with the gap beside it."""
    return ax.picture_size[0] / len(data.categories)


def _draw_norm(ax: ChartAxes, data: ChartData, norm: ChartNorm) -> None:
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
