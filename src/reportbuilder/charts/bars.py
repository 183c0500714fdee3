"""Charts of lying bars: bars and grouped bars, and results against their goal."""

from __future__ import annotations

from reportbuilder.charts.labels import Box, widest, wrap
from reportbuilder.charts.look import Paint, Pattern
from reportbuilder.charts.rows import GAP, Demand, RowPlan, draw_names, is_narrow, needed_height, plan_rows
from reportbuilder.charts.scales import Scale, bar_range
from reportbuilder.charts.series import Amount, ChartData
from reportbuilder.charts.sheet import NORM_DASH, THIN, WHITE, Sheet
from reportbuilder.document.graphics import Anchor
from reportbuilder.i18n.chart_words import CHART_WORDS

_BAR_SHARE = 0.74
_THICKEST = 12.0
_NOTE_SHARE = 0.55
_DESCENT = 0.3  # of the size: how far letters reach below their line, so that words clear the bar under them


def bars_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a chart of lying bars."""
    return needed_height(data, sheet, _bars_demand(data, sheet))


def draw_bars(data: ChartData, sheet: Sheet) -> None:
    """Draw a bar for every value from the zero line, its figure at its end; a norm is a dashed line over its group."""
    plan = plan_rows(data, sheet, _bars_demand(data, sheet))
    values = [v.number for s in data.series for v in s.values if v]
    low, high = bar_range([*values, *(b.number for b in data.bounds if b)])
    labels = widest((v.text for s in data.series for v in s.values if v), sheet.strong_width) + GAP
    scale = Scale(low, high, plan.left + (labels if low < 0 else 0.0), sheet.width - labels)
    sheet.draw_unit(data.unit)
    draw_names(plan, sheet)
    for row, (series, paint) in enumerate(zip(data.series, sheet.look.paints(data), strict=True)):
        for group, value in enumerate(series.values):
            if value:
                strong = len(data.series) > 1 and row == len(data.series) - 1
                _draw_bar(value, plan.centre(group, row), plan.pitch, scale, paint, sheet, strong)
    draw_zero_line(plan, scale, sheet)
    draw_bounds(data, plan, scale, sheet)


def row_names(data: ChartData) -> tuple[str, ...]:
    """The names of the rows in a group; a single series needs none."""
    return tuple(s.name for s in data.series) if len(data.series) > 1 else ("",)


def bound_room(data: ChartData, sheet: Sheet) -> float:
    """The height that the words of norms need over the rows."""
    return max((len(_bound_lines(b.text, sheet)) for b in data.bounds if b), default=0) * sheet.look.leading


def draw_bounds(data: ChartData, plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    """The norm of each group: a dashed line across its rows, its words above."""
    look = sheet.look
    for group, bound in enumerate(data.bounds):
        if bound is None:
            continue
        bottom, top = plan.span(group)
        x, lines = scale.at(bound.number), _bound_lines(bound.text, sheet)
        half = widest(lines, sheet.text_width) / 2
        centre = min(max(x, half if plan.name_above else plan.left + half), sheet.width - half)
        for number, line in enumerate(reversed(lines)):
            y = top + number * look.leading + 0.3 * look.text.size
            sheet.words(centre, y, line, Anchor.MIDDLE, look.norm)
        sheet.rule((x, bottom), (x, top + 1), look.norm, THIN, NORM_DASH)
        for row, series in enumerate(data.series):
            value = series.values[group]
            if value and scale.low == 0 and scale.at(value.number) > x + THIN:
                middle, reach = plan.centre(group, row), bar_half(plan.pitch)
                sheet.line([(x, middle - reach), (x, middle + reach)], WHITE, THIN, NORM_DASH)


def draw_zero_line(plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    """The line on which bars stand, beside the rows of each group."""
    x = scale.at(0)
    for group in range(len(plan.tops)):
        bottom, top = plan.span(group)
        sheet.line([(x, bottom), (x, top)], sheet.look.axis, THIN)


def bar_half(pitch: float) -> float:
    """Half the thickness of a bar in rows of a given height."""
    return min(pitch * _BAR_SHARE, _THICKEST) / 2


def _bars_demand(data: ChartData, sheet: Sheet) -> Demand:
    return Demand(row_names(data), bound_room(data, sheet), sheet.unit_room(data.unit))


def _bound_lines(text: str, sheet: Sheet) -> tuple[str, ...]:
    return wrap(f"norm {text}", sheet.width * 0.35, sheet.text_width)


def _draw_bar(
    value: Amount, centre: float, pitch: float, scale: Scale, paint: Paint, sheet: Sheet, strong: bool = False
) -> None:
    half = bar_half(pitch)
    zero, end = scale.at(0), scale.at(value.number)
    sheet.area(Box(min(zero, end), centre - half, max(zero, end), centre + half), paint)
    y = centre - 0.33 * sheet.look.text.size
    before = value.number < 0
    sheet.words(end - 3 if before else end + 3, y, value.text, Anchor.END if before else Anchor.START, strong=strong)


# Results against their goal --------------------------------------------------------------------------------------


def bullet_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a bullet chart: a line over all for the goal's words, and the words over each row."""
    return needed_height(data, sheet, _bullet_demand(data, sheet))


def draw_bullets(data: ChartData, sheet: Sheet) -> None:
    """Draw each result as a bar, with the goal as one dashed line at 100 % across all of them.

    A bar that misses its goal takes the second colour and stripes, and words that say so.
    """
    look, (series,) = sheet.look, data.series
    plan = plan_rows(data, sheet, _bullet_demand(data, sheet))
    _low, high = bar_range([100.0, *(v.number for v in series.values if v)])
    labels = widest((v.text for v in series.values if v), sheet.strong_width) + GAP
    scale = Scale(0, high, plan.left, sheet.width - labels)
    sheet.draw_unit(data.unit)
    draw_names(plan, sheet)
    for group, (value, lines) in enumerate(zip(series.values, _notes(data, sheet), strict=True)):
        paint = Paint(look.series[1], Pattern.STRIPES) if _is_missed(data, group) else Paint(look.series[0])
        if value:
            _draw_bar(value, plan.centre(group, 0), plan.pitch, scale, paint, sheet, strong=True)
        for number, line in enumerate(reversed(lines)):
            y = plan.span(group)[1] + number * look.leading + _DESCENT * look.text.size
            sheet.words(plan.left, y, line, colour=look.norm)
    draw_zero_line(plan, scale, sheet)
    _draw_goal(data, plan, scale, sheet)


def _bullet_demand(data: ChartData, sheet: Sheet) -> Demand:
    leading = sheet.look.leading
    over = max(len(lines) for lines in _notes(data, sheet)) * leading + _DESCENT * sheet.look.text.size
    return Demand(over=over, head=sheet.unit_room(data.unit) + 1.4 * leading)


def _notes(data: ChartData, sheet: Sheet) -> list[tuple[str, ...]]:
    """What stands over each bar: the result and its goal, and whether it was missed."""
    missed = CHART_WORDS[data.language].missed
    notes = [f"{note}: {missed}" if _is_missed(data, i) else note for i, note in enumerate(data.notes)]
    room = sheet.width * (1.0 if is_narrow(sheet) else _NOTE_SHARE)
    return [wrap(note, room, sheet.text_width) for note in notes]


def _is_missed(data: ChartData, group: int) -> bool:
    value, bound = data.series[0].values[group], data.bounds[group]
    return value is not None and bound is not None and not bound.met_by(value.number)


def _draw_goal(data: ChartData, plan: RowPlan, scale: Scale, sheet: Sheet) -> None:
    """The goal's line: dashed between the bars, white across those that pass it."""
    x, look = scale.at(100), sheet.look
    top = plan.tops[0] + 0.2 * look.leading
    sheet.rule((x, plan.span(len(plan.tops) - 1)[0]), (x, top), look.norm, THIN, NORM_DASH)
    reach = bar_half(plan.pitch)
    for group, value in enumerate(data.series[0].values):
        if value and scale.at(value.number) > x + THIN:
            centre = plan.centre(group, 0)
            sheet.line([(x, centre - reach), (x, centre + reach)], WHITE, THIN)
    goal = CHART_WORDS[data.language].whole_goal
    half = sheet.text_width(goal) / 2
    sheet.words(min(max(x, half), sheet.width - half), top + 0.35 * look.text.size, goal, Anchor.MIDDLE, look.norm)
