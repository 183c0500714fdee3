"""Lines: one for each series, named at its end.

Where there is room, every figure stands at its point and the chart needs no scale; where there is not, only the last
figures are given, and a light grid carries the scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportbuilder.charts.labels import LabelSpace, Point, spread
from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartSpec, SettingProblem
from reportbuilder.charts.scales import line_range, round_ticks, tick_texts
from reportbuilder.charts.style import HAIRLINE, NORM_DASHES, THIN_LINE, white_plate
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.charts.axes import ChartAxes

_GAP = 5.0
_OVERHANG = 1.7
"""How far the lines of the scale reach beyond the first and last points, as the markers do."""
_KEY_ROOM = 2 * _OVERHANG + 4.0
"""The room for a series' marker before its name."""
_LABEL_SHARE = 0.4
_PLATE = 0.4


class _Label(Value):
    """A text that has found its place: the position of its baseline, the share of its width that is left of it (0, 0.5
    or 1), whether it covers what is under it; the number of the series whose marker stands at `marker_at` before it."""

    x: float
    baseline: float
    text: str
    share: float = 0.0
    colour: str = ""
    strong: bool = False
    covers: bool = False
    series: int = 0
    marker_at: Point | None = None


class _EndLabel(Value):
    """The lines of a label beside the end of a series, and that end."""

    lines: tuple[str, ...]
    end: Point
    series: int


def check_line_settings(spec: ChartSpec) -> Iterator[SettingProblem]:
    """A line needs two points."""
    if len(spec.columns) == 1:
        yield SettingProblem("columns", "A line needs two columns or more.", "Name more columns, or set “kind: bar”.")


def draw_lines(ax: ChartAxes, data: ChartData) -> None:
    """Draw the chart with every figure at its point if that can be done without crowding, else with a scale."""
    leading = ax.style.leading
    lines = sum(len(_end_lines(ax, series)) for series in data.series)
    ax.require_height(ax.unit_height(data.unit) + max(lines, 4) * leading + 3 * leading + _GAP)
    labels = _set_labelled(ax, data) or _set_scaled(ax, data)
    ax.draw_unit(data.unit)
    _draw_norms(ax, data)
    _draw_series(ax, data)
    for label in labels:
        ax.write(
            label.x,
            label.baseline,
            label.text,
            ha={0.0: "left", 0.5: "center", 1.0: "right"}[label.share],
            color=label.colour or ax.style.ink,
            zorder=4,
            **(white_plate(_PLATE) if label.covers else {}),
            **(ax.style.strong_text if label.strong else {}),
        )
        if label.marker_at is not None:
            x, y = label.marker_at
            colour = ax.style.fills(data)[label.series].colour
            ax.plot([x], [y], color=colour, ls="none", transform=None, clip_on=False, **ax.style.marker(label.series))


# The axes --------------------------------------------------------------------------------------------------------


def _set_labelled(ax: ChartAxes, data: ChartData) -> list[_Label] | None:
    """Set the axes for figures at the points; all labels, or None where they do not find room."""
    leading, (low, high) = ax.style.leading, line_range(data.numbers)
    firsts = [series.known[0].text for series in data.series]
    bottom, top = _set_plot_area(ax, data, ax.widest(firsts) + _GAP + _OVERHANG)
    is_on_zero = low == 0
    if high > low:  # figures at the points need no round ends, but room above and below
        per_point = (high - low) / (top - leading - bottom - (0.0 if is_on_zero else 1.2 * leading))
        ax.set_ylim(low if is_on_zero else low - 1.2 * leading * per_point, high + leading * per_point)
    else:
        ticks = round_ticks(low, high, 2)
        ax.set_ylim(ticks[0], ticks[-1])
    ax.set_yticks([])
    ax.grid(False)
    ax.spines["bottom"].set(visible=is_on_zero, bounds=_scale_bounds(ax))
    space = _taken(ax, data)
    groups = [_end_labels(ax, data, space), _first_labels(ax, data, space)]
    if groups[-1] is not None:
        groups.append(_point_labels(ax, data, space))
    norms = _norm_labels(ax, data, space)
    if None in groups or len(norms) < len(_norms(data)):
        return None
    return [label for group in (*groups, norms) for label in group or ()]


def _set_scaled(ax: ChartAxes, data: ChartData) -> list[_Label]:
    """Set the axes for a light grid with round numbers; the labels at the ends and of the norms."""
    low, high = line_range(data.numbers)
    bottom, top = _vertical_room(ax, data)
    ticks = round_ticks(low, high, max(2, min(6, int((top - bottom) / (2.6 * ax.style.leading)))))
    texts = tick_texts(ticks, data.language)
    _set_plot_area(ax, data, ax.widest(texts) + _GAP + _OVERHANG)
    ax.set_ylim(ticks[0], ticks[-1])
    ax.set_yticks(ticks, texts)
    ax.tick_params(axis="y", pad=_OVERHANG + _GAP)
    ax.grid(False)
    ax.spines["bottom"].set(visible=True, bounds=_scale_bounds(ax))
    start, end = _scale_bounds(ax)
    ax.hlines(ticks[1:], start, end, colors=ax.style.axis, linewidths=HAIRLINE, zorder=0.5, clip_on=False)
    space = _taken(ax, data)
    for tick, text in zip(ticks, texts, strict=True):
        x, y = ax.point(0.0, tick)
        space.add(ax.text_box(x - _OVERHANG - _GAP, y - 0.33 * ax.style.text.size, text, 1.0))
    return [*_end_labels(ax, data, space), *_norm_labels(ax, data, space)]


def _vertical_room(ax: ChartAxes, data: ChartData) -> tuple[float, float]:
    """The lower and upper edge of the plot: above the categories, below the unit."""
    leading, height = ax.style.leading, ax.picture_size[1]
    head = ax.unit_height(data.unit) + 0.5 * leading if data.unit else 0.8 * leading
    return leading + _GAP, height - head


def _set_plot_area(ax: ChartAxes, data: ChartData, left: float) -> tuple[float, float]:
    """Place the axes between the labels on their left and the names at the ends; a tick for as many categories as have
    room, the last one among them. Gives the lower and upper edge."""
    lines = [line for series in data.series for line in _end_lines(ax, series)]
    right = ax.widest(lines, strong=True) + _GAP + _OVERHANG + (_KEY_ROOM if len(data.series) > 1 else 0.0)
    first, final = (ax.text_width(name) / 2 for name in (data.categories[0], data.categories[-1]))
    bottom, top = _vertical_room(ax, data)
    ax.set_plot_area(max(left, first), bottom, ax.picture_size[0] - max(right, final), top)
    last = len(data.categories) - 1
    ax.set_xlim(0, last)
    step, needed = ax.bbox.width / last, ax.widest(data.categories) + _GAP
    every = next((n for n in range(1, last + 1) if n * step >= needed), last + 1)
    ticked = list(range(last, -1, -every))
    ax.set_xticks(ticked, [data.categories[index] for index in ticked])
    ax.tick_params(axis="x", labelcolor=ax.style.ink, pad=bottom - 0.95 * ax.style.text.size)
    return bottom, top


def _scale_bounds(ax: ChartAxes) -> tuple[float, float]:
    """Where the lines of the scale begin and end, on the scale of the categories."""
    last = ax.get_xlim()[1]
    overhang = _OVERHANG / ax.bbox.width * last
    return -overhang, last + overhang


# What is drawn ---------------------------------------------------------------------------------------------------


def _draw_series(ax: ChartAxes, data: ChartData) -> None:
    """Draw the lines, broken where there is no information. Where there are several, every point has the marker of its
    line, and so has its name; one line has a dot at its end and on every point that stands alone."""
    fills, several = ax.style.fills(data), len(data.series) > 1
    for index, (series, fill) in enumerate(zip(data.series, fills, strict=True)):
        ax.plot(
            range(len(data.categories)),
            series.numbers,
            color=fill.colour,
            markevery=None if several else _lone_points(series),
            clip_on=False,
            zorder=3,
            **ax.style.marker(index),
        )


def _lone_points(series: ChartSeries) -> list[int]:
    """The last point of a line, and those without neighbours."""
    points = [index for index, value in enumerate(series.values) if value]
    known = set(points)
    return [index for index in points if index == points[-1] or not known & {index - 1, index + 1}]


def _draw_norms(ax: ChartAxes, data: ChartData) -> None:
    for norm in _norms(data):
        ax.axhline(norm.number, color=ax.style.norm, lw=THIN_LINE, ls=NORM_DASHES, zorder=0.8, clip_on=False)


def _norms(data: ChartData) -> list[ChartNorm]:
    return list(dict.fromkeys(series.norm for series in data.series if series.norm))


# Labels ----------------------------------------------------------------------------------------------------------


def _taken(ax: ChartAxes, data: ChartData) -> LabelSpace:
    """The space around what is drawn: the lines, the norms, the unit and the categories."""
    width, height = ax.picture_size
    space = LabelSpace(width, height)
    for number, line in enumerate(ax.wrap(data.unit, width) if data.unit else ()):
        space.add(ax.text_box(0.0, height - (number + 0.8) * ax.style.leading, line))
    for index, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True):
        space.add(ax.text_box(ax.point(index, 0.0)[0], 0.28 * ax.style.text.size, label.get_text(), 0.5))
    for norm in _norms(data):
        y = ax.point(0.0, norm.number)[1]
        space.add_line([(ax.bbox.x0, y), (ax.bbox.x1, y)])
    for series in data.series:
        for stretch in _stretches(_points(ax, series)):
            space.add_line(stretch)
    return space


def _points(ax: ChartAxes, series: ChartSeries) -> list[Point | None]:
    return [ax.point(index, value.number) if value else None for index, value in enumerate(series.values)]


def _stretches(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The parts of a line between points that are not known."""
    stretch: list[Point] = []
    for point in (*points, None):
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _end_lines(ax: ChartAxes, series: ChartSeries) -> tuple[str, ...]:
    """A series' name and its last figure, in lines that leave room for the plot."""
    text = f"{series.name} {series.known[-1].text}".strip()
    return ax.wrap(text, ax.picture_size[0] * _LABEL_SHARE, strong=True)


def _end_labels(ax: ChartAxes, data: ChartData, space: LabelSpace) -> list[_Label]:
    """The names of the series and their last figures, to the right of their lines."""
    x, several = ax.bbox.x1 + _OVERHANG + _GAP - 1, len(data.series) > 1
    ends = [
        _EndLabel(_end_lines(ax, series), next(p for p in reversed(_points(ax, series)) if p), index)
        for index, series in enumerate(data.series)
    ]
    labels: list[_Label] = []
    for entry, centre in _spread(ax, ends):
        height = len(entry.lines) * ax.style.leading
        marker_at = (x + _OVERHANG, centre + (height - ax.style.leading) / 2) if several else None
        for number, line in enumerate(entry.lines):
            y = centre + height / 2 - (number + 0.5) * ax.style.leading - 0.33 * ax.style.size
            left = x + (_KEY_ROOM if several else 0.0)
            marker = marker_at if number == 0 else None
            labels.append(_Label(left, y, line, strong=True, series=entry.series, marker_at=marker))
            space.add(ax.text_box(left, y, line, strong=True))
    return labels


def _first_labels(ax: ChartAxes, data: ChartData, space: LabelSpace) -> list[_Label] | None:
    """The first figures, to the left of their lines, equal ones once; None when a line begins later than the first
    category, or when they would stand far from their points."""
    x = ax.bbox.x0 - _OVERHANG - _GAP + 1
    firsts: dict[str, _EndLabel] = {}
    for index, series in enumerate(data.series):
        value, point = series.values[0], _points(ax, series)[0]
        if value is None or point is None:
            return None
        firsts[value.text] = _EndLabel((value.text,), point, index)
    placed = _spread(ax, list(firsts.values()))
    labels = [_Label(x, centre - 0.33 * ax.style.size, entry.lines[0], 1.0) for entry, centre in placed]
    for label in labels:
        space.add(ax.text_box(label.x, label.baseline, label.text, 1.0))
    return labels if all(abs(centre - entry.end[1]) < ax.style.leading for entry, centre in placed) else None


def _spread(ax: ChartAxes, entries: Sequence[_EndLabel]) -> list[tuple[_EndLabel, float]]:
    """The labels beside the ends of lines from below, and the middle of each: moved apart where they would touch."""
    leading = ax.style.leading
    entries = sorted(entries, key=lambda entry: entry.end[1])
    heights = [len(entry.lines) * leading for entry in entries]
    middles = spread([entry.end[1] for entry in entries], heights, leading + _GAP - 2, ax.picture_size[1])
    return list(zip(entries, middles, strict=True))


def _point_labels(ax: ChartAxes, data: ChartData, space: LabelSpace) -> list[_Label] | None:
    """The figures between the first and the last, above or below their points; None where one finds no room."""
    size = ax.style.text.size
    labels: list[_Label] = []
    for series in data.series:
        values = [(value, point) for value, point in zip(series.values, _points(ax, series), strict=True) if value]
        for value, point in values[1:-1] if series.values[0] else values[:-1]:
            if value is None or point is None:
                continue
            aside = 0.4 * ax.text_width(value.text)
            places = [
                (point[0] + shift, point[1] + rise)
                for rise in (0.6 * size, -1.3 * size)
                for shift in (0.0, -aside, aside)
            ]
            free = [place for place in places if space.is_free(ax.text_box(*place, value.text, 0.5), 0.6)]
            if not free:
                return None
            labels.append(_Label(*free[0], value.text, 0.5))
            space.add(ax.text_box(*free[0], value.text, 0.5))
    return labels


def _norm_labels(ax: ChartAxes, data: ChartData, space: LabelSpace) -> list[_Label]:
    """The words of the norms, below or above their lines; fewer than there are norms where one finds no room."""
    size = ax.style.text.size
    labels: list[_Label] = []
    for norm in _norms(data):
        text, y = f"norm {norm.text}", ax.point(0.0, norm.number)[1]
        room = max(ax.bbox.width - ax.text_width(text), 0.0)
        places = (
            (ax.bbox.x0 + share * room, baseline)
            for share in (0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875)
            for baseline in (y - size, y + 0.42 * size)
        )
        place = next((place for place in places if space.is_free(ax.text_box(*place, text), 0.4)), None)
        if place is not None:
            labels.append(_Label(*place, text, colour=ax.style.norm, covers=True))
            space.add(ax.text_box(*place, text))
    return labels
