"""Dots: values on a common scale that need not begin at zero, each row with its own dot and figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportbuilder.charts.kinds.rows import (
    GAP,
    RowLayout,
    RowNeeds,
    draw_norms,
    lay_out_rows,
    norm_height,
    row_names,
    set_rows,
)
from reportbuilder.charts.labels import LabelSpace
from reportbuilder.charts.model import ChartData
from reportbuilder.charts.scales import line_range, round_ticks, tick_texts
from reportbuilder.charts.style import CAP_HEIGHT, HAIRLINE, WHITE, white_plate

if TYPE_CHECKING:
    from reportbuilder.charts.axes import ChartAxes

_DIAMETER = 5.2
_RING = 1.0
_LABEL_PAD = 3.0
_TICK_LENGTH = 2.0
_NUMBER_GAP = 1.5
_SCALE_GAP = 2.0
"""Between the lowest row and the line of the scale."""


def draw_dots(ax: ChartAxes, data: ChartData) -> None:
    """Draw a dot for every value on its row's thin line, its figure beside it, and the scale at the foot."""
    style, radius = ax.style, _DIAMETER / 2
    foot = style.leading + GAP
    layout = lay_out_rows(ax, data, RowNeeds(row_names(data), norm_height(ax, data), foot=foot))
    start = layout.left + radius
    end = ax.picture_size[0] - ax.widest(data.texts, strong=True) - GAP - radius
    ticks = _ticks(ax, data, end - start)
    texts = tick_texts(ticks, data.language)
    # Half of the first number stands before the scale, and half of the last one after it.
    start = max(start, ax.text_width(texts[0]) / 2)
    end = min(end, ax.picture_size[0] - ax.text_width(texts[-1]) / 2)
    set_rows(ax, layout, ticks[0], ticks[-1], start, end)
    _draw_scale(ax, layout, ticks, texts)
    _draw_unit(ax, data.unit, texts)
    rows = [(group, row) for group in layout.groups for row in range(len(data.series))]
    lines = [layout.centre(*row) for row in rows]
    ax.hlines(lines, ticks[0], ticks[-1], colors=style.axis, linewidths=HAIRLINE, zorder=0.5, clip_on=False)
    draw_norms(ax, data, layout)
    last = len(data.series) - 1
    for row, (series, fill) in enumerate(zip(data.series, style.fills(data), strict=True)):
        face = WHITE if row < last and fill.colour == style.muted else fill.colour
        ax.plot(
            series.numbers, layout.centres(row), "o", ms=_DIAMETER, mfc=face, mec=fill.colour, mew=_RING, clip_on=False
        )
        for group, value in enumerate(series.values):
            if value:
                place = (value.number, layout.centre(group, row))
                ax.annotate(
                    value.text,
                    place,
                    (radius + _LABEL_PAD, 0),
                    textcoords="offset points",
                    va="center_baseline",
                    annotation_clip=False,
                    **white_plate(1.5),
                    **(style.strong_text if row == last else {}),
                )


def _ticks(ax: ChartAxes, data: ChartData, room: float) -> tuple[float, ...]:
    """Round numbers that have room on the scale."""
    low, high = line_range(data.numbers)
    low -= 0.02 * (high - low) if low else 0.0  # so that a norm does not stand on the edge of the scale
    widest = ax.widest(tick_texts((low, high), data.language))
    return round_ticks(low, high, max(1, min(6, int(room / (widest + 3 * GAP)))))


def _draw_scale(ax: ChartAxes, layout: RowLayout, ticks: tuple[float, ...], texts: tuple[str, ...]) -> None:
    """Draw the scale below the rows: its line, ticks and round numbers."""
    spine = ax.spines["bottom"]
    spine.set(visible=True, linewidth=HAIRLINE, position=("outward", _SCALE_GAP))
    ax.set_xticks(ticks, texts)
    ax.tick_params(axis="x", length=_TICK_LENGTH, pad=_NUMBER_GAP, labelcolor=ax.style.norm)


def _draw_unit(ax: ChartAxes, unit: str, texts: tuple[str, ...]) -> None:
    """Write the unit on the line of the scale's numbers, after or before them, if it has room."""
    if not unit:
        return
    width, height = ax.picture_size
    size = ax.style.text.size
    baseline = ax.bbox.y0 - _SCALE_GAP - _TICK_LENGTH - _NUMBER_GAP - CAP_HEIGHT * size
    space = LabelSpace(width, height)
    for x, text in ((ax.bbox.x0, texts[0]), (ax.bbox.x1, texts[-1])):
        space.add(ax.text_box(x, baseline, text, 0.5))
    for x in (ax.bbox.x1 + ax.text_width(texts[-1]) / 2 + GAP, 0.0):
        if space.is_free(ax.text_box(x, baseline, unit), margin=1.0):
            ax.write(x, baseline, unit, color=ax.style.norm)
            return
