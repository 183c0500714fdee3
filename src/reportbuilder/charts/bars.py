"""Charts of lying bars: bars and grouped bars, results against their goal, and counts in parts."""

from __future__ import annotations

from reportbuilder.charts.labels import Box, widest
from reportbuilder.charts.look import Paint, Pattern
from reportbuilder.charts.rows import GAP, RowPlan, draw_names, draw_row_names, needed_height, plan_rows
from reportbuilder.charts.scales import Scale, bar_range
from reportbuilder.charts.series import ChartData, Value
from reportbuilder.charts.sheet import NORM_DASH, THIN, WHITE, Sheet
from reportbuilder.graphics import Anchor

_BAR_SHARE = 0.74
_THICKEST = 12.0


def bars_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a chart of lying bars."""
    return needed_height(data, sheet, len(data.series), _bound_room(data, sheet), _unit_room(data, sheet))


def draw_bars(data: ChartData, sheet: Sheet) -> None:
    """Draw a bar for every value from the zero line, its figure at its end; a norm is a dashed line over its group."""
    row_names = tuple(s.name for s in data.series) if len(data.series) > 1 else ()
    widths = widest(row_names, sheet.text_width)
    over = _bound_room(data, sheet)
    plan = plan_rows(data, sheet, len(data.series), widths, over, _unit_room(data, sheet))
    values = [v.number for s in data.series for v in s.values if v]
    low, high = bar_range([*values, *(b.number for b in data.bounds if b)])
    labels = widest((v.text for s in data.series for v in s.values if v), sheet.strong_width) + GAP
    scale = Scale(low, high, plan.left + (labels if low < 0 else 0.0), sheet.width - labels)
    _draw_unit(data, sheet)
    draw_names(plan, sheet)
    if row_names:
        draw_row_names(plan, row_names, sheet)
    for row, (series, paint) in enumerate(zip(data.series, sheet.look.paints(data), strict=True)):
        for group, value in enumerate(series.values):
            if value:
                strong = len(data.series) > 1 and row == len(data.series) - 1
                _draw_bar(value, plan.centre(group, row), plan.pitch, scale, paint, sheet, strong)
    _draw_zero_line(plan, scale, sheet)
    draw_bounds(data, plan, scale, sheet)


def draw_bounds(data: ChartData, plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    """The norm of each group: a dashed line across its rows, its words above."""
    look = sheet.look
    for group, bound in enumerate(data.bounds):
        if bound is None:
            continue
        bottom, top = plan.span(group)
        x, text = scale.at(bound.number), f"norm {bound.text}"
        sheet.line([(x, bottom), (x, top + 1)], look.norm, THIN, NORM_DASH)
        half = sheet.text_width(text) / 2
        centre = min(max(x, half if plan.name_above else plan.left + half), sheet.width - half)
        sheet.words(centre, top + 0.3 * look.text.size, text, Anchor.MIDDLE, look.norm)


def _draw_bar(
    value: Value, centre: float, pitch: float, scale: Scale, paint: Paint, sheet: Sheet, strong: bool = False
) -> None:
    half = bar_half(pitch)
    zero, end = scale.at(0), scale.at(value.number)
    sheet.area(Box(min(zero, end), centre - half, max(zero, end), centre + half), paint)
    y = centre - 0.33 * sheet.look.text.size
    before = value.number < 0
    sheet.words(end - 3 if before else end + 3, y, value.text, Anchor.END if before else Anchor.START, strong=strong)


def bar_half(pitch: float) -> float:
    """Half the thickness of a bar in rows of a given height."""
    return min(pitch * _BAR_SHARE, _THICKEST) / 2


def _draw_zero_line(plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    x = scale.at(0)
    for group in range(len(plan.tops)):
        bottom, top = plan.span(group)
        sheet.line([(x, bottom), (x, top)], sheet.look.axis, THIN)


def _bound_room(data: ChartData, sheet: Sheet) -> float:
    return sheet.look.leading if any(data.bounds) else 0.0


def _unit_room(data: ChartData, sheet: Sheet) -> float:
    return sheet.look.leading * 1.5 if data.unit else 0.0


def _draw_unit(data: ChartData, sheet: Sheet) -> None:
    if data.unit:
        sheet.words(0, sheet.height - sheet.look.leading * 0.8, data.unit, colour=sheet.look.norm)


# Results against their goal --------------------------------------------------------------------------------------


def bullet_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a bullet chart: a line over all for the goal's words, and a line of words for each row."""
    return needed_height(data, sheet, 1, sheet.look.leading, sheet.look.leading * 1.4)


def draw_bullets(data: ChartData, sheet: Sheet) -> None:
    """Draw each result as a bar, with the goal as one dashed line at 100 % across all of them.

    A bar that misses its goal takes the second colour and stripes, so that it is told apart without colour as well.
    """
    look, (series,) = sheet.look, data.series
    plan = plan_rows(data, sheet, 1, over=look.leading, head=look.leading * 1.4)
    _low, high = bar_range([100.0, *(v.number for v in series.values if v)])
    labels = widest((v.text for v in series.values if v), sheet.strong_width) + GAP
    scale = Scale(0, high, plan.left, sheet.width - labels)
    draw_names(plan, sheet)
    for group, (value, bound, note) in enumerate(zip(series.values, data.bounds, data.notes, strict=True)):
        missed = value is not None and bound is not None and not bound.met_by(value.number)
        paint = Paint(look.series[1], Pattern.STRIPES) if missed else Paint(look.series[0])
        if value:
            _draw_bar(value, plan.centre(group, 0), plan.pitch, scale, paint, sheet, strong=True)
        _bottom, top = plan.span(group)
        words = f"{note}: niet gehaald" if missed else note
        sheet.words(plan.left, top + 0.12 * look.text.size, words, colour=look.norm)
    _draw_zero_line(plan, scale, sheet)
    _draw_goal(data, plan, scale, sheet)


def _draw_goal(data: ChartData, plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    """The goal's line: dashed between the bars, white across those that pass it."""
    x, look, text = scale.at(100), sheet.look, data.unit or "doel = 100\u00a0%"
    top = sheet.height - look.leading * 1.2
    sheet.rule((x, plan.span(len(plan.tops) - 1)[0]), (x, top), look.norm, THIN, NORM_DASH)
    half_bar = bar_half(plan.pitch)
    for group, value in enumerate(data.series[0].values):
        if value and scale.at(value.number) > x + THIN:
            centre = plan.centre(group, 0)
            sheet.line([(x, centre - half_bar), (x, centre + half_bar)], WHITE, THIN)
    half = sheet.text_width(text) / 2
    sheet.words(min(x, sheet.width - half), top + 0.35 * look.text.size, text, Anchor.MIDDLE, look.norm)


# Counts in parts -------------------------------------------------------------------------------------------------


def stacked_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a stacked bar chart, its key included."""
    return needed_height(data, sheet, 1, head=_key_height(data, sheet) + _unit_room(data, sheet))


def draw_stacks(data: ChartData, sheet: Sheet) -> None:
    """Draw each category as one bar of parts, the parts' figures in them and their sum at the end."""
    sums = [sum(v.number for v in parts if v) for parts in zip(*(s.values for s in data.series), strict=True)]
    head = _key_height(data, sheet) + _unit_room(data, sheet)
    plan = plan_rows(data, sheet, 1, head=head)
    _draw_unit(data, sheet)
    _draw_key(data, sheet)
    draw_names(plan, sheet)
    scale = Scale(0, max(*sums, 1.0), plan.left, sheet.width)
    paints = sheet.look.paints(data)
    half = min(plan.pitch * 0.86, _THICKEST + 3) / 2
    for group in range(len(data.categories)):
        reached, y = 0.0, plan.centre(group, 0)
        for series, paint in zip(data.series, paints, strict=True):
            value = series.values[group]
            if value is None:
                continue
            left, right = scale.at(reached), scale.at(reached + value.number)
            sheet.area(Box(left, y - half, right - 0.75, y + half), paint)
            _draw_part_label(value, (left + right) / 2, y, right - left, paint, sheet)
            reached += value.number
    _draw_zero_line(plan, scale, sheet)


def _draw_part_label(value: Value, x: float, y: float, room: float, paint: Paint, sheet: Sheet) -> None:
    """A part's figure in its middle, on a white plate where there is a pattern; left out where it does not fit."""
    width, size = sheet.strong_width(value.text), sheet.look.strong.size
    if width + 2 > room:
        return
    baseline, solid = y - 0.33 * size, paint.pattern is Pattern.SOLID
    if paint.pattern in (Pattern.STRIPES, Pattern.GRID):
        pad = min(2.5, (room - width) / 2 - 0.5)
        plate = Box(x - width / 2 - pad, baseline - 0.2 * size, x + width / 2 + pad, baseline + 0.86 * size)
        sheet.area(plate, Paint(WHITE))
    colour = sheet.look.on(paint.colour) if solid else sheet.look.ink
    sheet.words(x, baseline, value.text, Anchor.MIDDLE, colour, strong=True)


_SWATCH = 9.0


def _key_lines(data: ChartData, sheet: Sheet) -> list[list[tuple[int, float]]]:
    """The key, line by line: the series and where each begins, in the order of the bars' parts."""
    lines: list[list[tuple[int, float]]] = [[]]
    x = 0.0
    for index, series in enumerate(data.series):
        width = _SWATCH + 3 + sheet.text_width(series.name)
        if lines[-1] and x + width > sheet.width:
            lines.append([])
            x = 0.0
        lines[-1].append((index, x))
        x += width + 2.5 * GAP
    return lines


def _key_height(data: ChartData, sheet: Sheet) -> float:
    return len(_key_lines(data, sheet)) * (sheet.look.leading + 1) + 2 * GAP


def _draw_key(data: ChartData, sheet: Sheet) -> None:
    paints, size = sheet.look.paints(data), sheet.look.text.size
    top = sheet.height - _unit_room(data, sheet)
    for number, line in enumerate(_key_lines(data, sheet)):
        baseline = top - (number + 1) * (sheet.look.leading + 1) + 0.33 * size
        for index, x in line:
            sheet.area(Box(x, baseline - 0.1 * size, x + _SWATCH, baseline + 0.75 * size), paints[index])
            sheet.words(x + _SWATCH + 3, baseline, data.series[index].name)
