"""Line charts: a line for each series, named at its end.

Where there is room, every figure stands at its point and the chart needs no scale; where there is not, only the last
figures are given, and a light grid carries the scale.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportbuilder.charts.labels import Point, spread, widest, wrap
from reportbuilder.charts.scales import Scale, line_range, round_ticks, tick_texts
from reportbuilder.charts.series import Bound, ChartData, Series
from reportbuilder.charts.sheet import HAIR, NORM_DASH, THIN, Sheet
from reportbuilder.document.graphics import Anchor
from reportbuilder.values import Value

_GAP = 5.0
_DOT = 1.7
_SIGN = 2 * _DOT + 4.0
"""The room for a series' sign before its name."""
_LABEL_SHARE = 0.4


class _Plot(Value):
    """Where the lines stand: the scales, the round numbers, whether the plot stands on zero, and the points of
    each series (None where it has no figure)."""

    x: Scale
    y: Scale
    ticks: tuple[float, ...]
    based: bool
    points: tuple[tuple[Point | None, ...], ...]


class _Tag(Value):
    """Words beside an end of a line, which may take several lines of text; the sign of the series before them, if
    there is one: its number and its colour."""

    lines: tuple[str, ...]
    point: Point
    sign: tuple[int, str] | None = None


def least_height(data: ChartData, sheet: Sheet) -> float:
    """The height that the end labels and three steps of the scale need."""
    leading = sheet.look.leading
    lines = sum(len(_end_lines(s, sheet)) for s in data.series)
    return sheet.unit_room(data.unit) + max(lines, 4) * leading + 3 * leading + _GAP


def draw_lines(data: ChartData, sheet: Sheet) -> None:
    """Draw the chart with every figure at its point if that can be done without crowding, else with a scale."""
    if _draw_labelled(data, sheet.blank()):
        _draw_labelled(data, sheet)
    else:
        _draw_scaled(data, sheet)


def _draw_labelled(data: ChartData, sheet: Sheet) -> bool:
    """Draw the lines with every figure at its point; whether there was room for all of them, and for the norms."""
    firsts = [next(v for v in s.values if v).text for s in data.series]
    plot = _place(data, sheet, widest(firsts, sheet.text_width) + _GAP + _DOT)
    _draw_frame(data, plot, sheet)
    _draw_series(data, plot, sheet)
    _draw_end_labels(data, plot, sheet)
    first_tags = _draw_first_labels(data, plot, sheet)
    fits = first_tags and _draw_point_labels(data, plot, sheet) and _draw_bounds(data, plot, sheet)
    if plot.based:
        sheet.rule((plot.x.start - _DOT, plot.y.start), (plot.x.end + _DOT, plot.y.start), sheet.look.axis, THIN)
    return fits


def _draw_scaled(data: ChartData, sheet: Sheet) -> None:
    """Draw the lines over a light grid with round numbers."""
    plot = _place(data, sheet, 0.0)
    look = sheet.look
    _draw_frame(data, plot, sheet)
    for tick, text in zip(plot.ticks, tick_texts(plot.ticks, data.language), strict=True):
        y = plot.y.at(tick) - 0.33 * look.text.size
        sheet.words(plot.x.start - _DOT - _GAP, y, text, Anchor.END, look.norm)
    _draw_series(data, plot, sheet)
    _draw_end_labels(data, plot, sheet)
    _draw_bounds(data, plot, sheet)
    for tick in plot.ticks:
        y, width = plot.y.at(tick), THIN if tick == plot.ticks[0] else HAIR
        sheet.rule((plot.x.start - _DOT, y), (plot.x.end + _DOT, y), look.axis, width)


def _place(data: ChartData, sheet: Sheet, left: float) -> _Plot:
    """Work out the scales; without a width for labels on the left, there is room for the round numbers."""
    leading = sheet.look.leading
    values = [v.number for s in data.series for v in s.values if v] + [s.bound.number for s in data.series if s.bound]
    top = sheet.height - (sheet.unit_room(data.unit) + 0.5 * leading if data.unit else 0.8 * leading)
    bottom = leading + _GAP
    low, high = line_range(values)
    ticks = round_ticks(low, high, max(2, min(6, int((top - bottom) / (2.6 * leading)))))
    labelled, based = left > 0, low == 0
    if not labelled:
        left = widest(tick_texts(ticks, data.language), sheet.text_width) + _GAP + _DOT
    lines = [line for s in data.series for line in _end_lines(s, sheet)]
    right = widest(lines, sheet.strong_width) + _GAP + _DOT + (_SIGN if len(data.series) > 1 else 0.0)
    names = [sheet.text_width(name) / 2 for name in (data.categories[0], data.categories[-1])]
    x = Scale(0, len(data.categories) - 1, max(left, names[0]), sheet.width - max(right, names[1]))
    y = Scale(ticks[0], ticks[-1], bottom, top)
    if labelled and high > low:  # figures at the points need no round ends, but room above and below
        y = Scale(low, high, bottom if based else bottom + 1.2 * leading, top - leading)
    points = tuple(
        tuple((x.at(i), y.at(v.number)) if v else None for i, v in enumerate(series.values)) for series in data.series
    )
    return _Plot(x, y, ticks, based, points)


def _draw_frame(data: ChartData, plot: _Plot, sheet: Sheet) -> None:
    """The words around the plot: the unit above, the categories below."""
    look = sheet.look
    sheet.draw_unit(data.unit)
    last = len(data.categories) - 1
    step = plot.x.at(1) - plot.x.at(0)
    needed = widest(data.categories, sheet.text_width) + _GAP
    every = next((n for n in range(1, last + 1) if n * step >= needed), last + 1)
    for i in range(last, -1, -every):
        sheet.words(plot.x.at(i), 0.28 * look.text.size, data.categories[i], Anchor.MIDDLE)


def _draw_series(data: ChartData, plot: _Plot, sheet: Sheet) -> None:
    """The lines, broken where there is no information; a dot at each end and on every point that stands alone. Where
    there are several, every point has the sign of its line.

    The room that the norms' lines will take is kept free of words from here on.
    """
    for bound in _bounds(data):
        y = plot.y.at(bound.number)
        sheet.strokes.append(((plot.x.start, y), (plot.x.end, y)))
    several = len(data.series) > 1
    for number, (points, paint) in enumerate(zip(plot.points, sheet.look.paints(data), strict=True)):
        stretches = _stretches(points)
        for stretch in stretches:
            if len(stretch) > 1:
                sheet.line(stretch, paint.colour, sheet.look.line_width)
            alone = len(stretch) == 1 or stretch is stretches[-1]
            for point in stretch if several else stretch[-1:] if alone else ():
                sheet.marker(point, _DOT, paint.colour, number)


def _stretches(points: Sequence[Point | None]) -> list[list[Point]]:
    stretches: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [s for s in stretches if s]


def _end_lines(series: Series, sheet: Sheet) -> tuple[str, ...]:
    """A series' name and its last figure, in lines that leave room for the plot."""
    last = next(v for v in reversed(series.values) if v)
    return wrap(f"{series.name} {last.text}", sheet.width * _LABEL_SHARE, sheet.strong_width)


def _draw_end_labels(data: ChartData, plot: _Plot, sheet: Sheet) -> None:
    several = len(data.series) > 1
    paints = sheet.look.paints(data)
    tags = [
        _Tag(
            _end_lines(series, sheet),
            next(p for p in reversed(points) if p),
            (number, paints[number].colour) if several else None,
        )
        for number, (series, points) in enumerate(zip(data.series, plot.points, strict=True))
    ]
    _draw_tags(tags, plot.x.end + _DOT + _GAP - 1, Anchor.START, True, sheet)


def _draw_first_labels(data: ChartData, plot: _Plot, sheet: Sheet) -> bool:
    """The first figures, to the left of their lines, equal ones once; False when a line begins later than the first
    category, or when they would stand far from their points."""
    tags: dict[str, _Tag] = {}
    for series, points in zip(data.series, plot.points, strict=True):
        value, point = series.values[0], points[0]
        if value is None or point is None:
            return False
        tags[value.text] = _Tag((value.text,), point)
    centres = _draw_tags(list(tags.values()), plot.x.start - _DOT - _GAP + 1, Anchor.END, False, sheet)
    return all(abs(centre - wanted) < sheet.look.leading for centre, wanted in centres)


def _draw_tags(tags: list[_Tag], x: float, anchor: Anchor, strong: bool, sheet: Sheet) -> list[tuple[float, float]]:
    """Words beside the ends of lines, moved apart where they would touch; where each stands and where it wanted to."""
    tags = sorted(tags, key=lambda tag: tag.point[1])
    leading = sheet.look.leading
    heights = [len(tag.lines) * leading for tag in tags]
    centres = spread([tag.point[1] for tag in tags], heights, leading + _GAP - 2, sheet.height)
    for tag, height, centre in zip(tags, heights, centres, strict=True):
        left = x
        if tag.sign is not None:
            number, colour = tag.sign
            sheet.marker((x + _DOT, centre + (height - leading) / 2), _DOT, colour, number)
            left = x + _SIGN
        for number, line in enumerate(tag.lines):
            y = centre + height / 2 - (number + 0.5) * leading - 0.33 * sheet.look.size
            sheet.words(left, y, line, anchor, strong=strong)
    return [(centre, tag.point[1]) for centre, tag in zip(centres, tags, strict=True)]


def _draw_point_labels(data: ChartData, plot: _Plot, sheet: Sheet) -> bool:
    """The figures between the first and the last, above or below their points; whether all of them found room."""
    size = sheet.look.text.size
    complete = True
    for series, points in zip(data.series, plot.points, strict=True):
        final = max(i for i, v in enumerate(series.values) if v)
        for value, point in list(zip(series.values, points, strict=True))[1:final]:
            if value is None or point is None:
                continue
            aside = 0.4 * sheet.text_width(value.text)
            places = [
                (point[0] + shift, point[1] + rise)
                for rise in (0.6 * size, -1.3 * size)
                for shift in (0.0, -aside, aside)
            ]
            free = [p for p in places if sheet.is_free(sheet.box(*p, value.text, Anchor.MIDDLE), margin=0.6)]
            if free:
                sheet.words(*free[0], value.text, Anchor.MIDDLE, sheet.look.ink)
            complete = complete and bool(free)
    return complete


def _draw_bounds(data: ChartData, plot: _Plot, sheet: Sheet) -> bool:
    """The words of the norms and their dashed lines; whether all the words found room."""
    found = [_draw_bound_label(bound, plot, sheet) for bound in _bounds(data)]
    for bound in _bounds(data):
        y = plot.y.at(bound.number)
        sheet.rule((plot.x.start, y), (plot.x.end, y), sheet.look.norm, THIN, NORM_DASH)
    return all(found)


def _bounds(data: ChartData) -> list[Bound]:
    return list(dict.fromkeys(s.bound for s in data.series if s.bound))


def _draw_bound_label(bound: Bound, plot: _Plot, sheet: Sheet) -> bool:
    text, size = f"norm {bound.text}", sheet.look.text.size
    y = plot.y.at(bound.number)
    room = max(plot.x.end - plot.x.start - sheet.text_width(text), 0.0)
    for share in (0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875):
        for baseline in (y - size, y + 0.42 * size):
            x = plot.x.start + share * room
            if sheet.is_free(sheet.box(x, baseline, text), margin=0.4):
                sheet.words(x, baseline, text, colour=sheet.look.norm)
                return True
    return False
