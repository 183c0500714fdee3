"""Dot plots: values on a common scale that need not begin at zero, each row with its own dot and figure."""

from __future__ import annotations

from reportbuilder.charts.bars import bound_room, draw_bounds, row_names
from reportbuilder.charts.labels import widest
from reportbuilder.charts.rows import GAP, Demand, RowPlan, draw_names, needed_height, plan_rows
from reportbuilder.charts.scales import Scale, line_range, round_ticks, tick_texts
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.sheet import HAIR, Sheet
from reportbuilder.document.graphics import Anchor
from reportbuilder.i18n.number_format import format_number

_RADIUS = 2.6


def dots_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a dot plot, its scale included."""
    return needed_height(data, sheet, _demand(data, sheet))


def draw_dots(data: ChartData, sheet: Sheet) -> None:
    """Draw a dot for every value on its row's thin line, its figure beside it, and the scale at the foot."""
    plan = plan_rows(data, sheet, _demand(data, sheet))
    values = [v.number for s in data.series for v in s.values if v] + [b.number for b in data.bounds if b]
    labels = widest((v.text for s in data.series for v in s.values if v), sheet.strong_width) + GAP + _RADIUS
    start, end = plan.left + _RADIUS, sheet.width - labels
    low, high = line_range(values)
    low -= 0.02 * (high - low) if low else 0.0  # so that a norm does not stand on the edge of the scale
    tick_room = max(sheet.text_width(format_number(t, None)) for t in (low, high)) + 3 * GAP
    ticks = round_ticks(low, high, max(1, min(6, int((end - start) / tick_room))))
    texts = tick_texts(ticks, data.language)
    start = max(start, sheet.text_width(texts[0]) / 2)  # half of its first figure stands before it
    end = min(end, sheet.width - sheet.text_width(texts[-1]) / 2)  # and half of its last after it
    scale = Scale(ticks[0], ticks[-1], start, end)
    draw_names(plan, sheet)
    draw_bounds(data, plan, scale, sheet)
    paints = sheet.look.paints(data)
    for row, (series, paint) in enumerate(zip(data.series, paints, strict=True)):
        for group, value in enumerate(series.values):
            y = plan.centre(group, row)
            if value is None:
                continue
            hollow = row < len(data.series) - 1 and paint.colour == sheet.look.muted
            sheet.dot((scale.at(value.number), y), _RADIUS, paint.colour, hollow)
            strong = row == len(data.series) - 1
            x = scale.at(value.number) + _RADIUS + 3
            sheet.words(x, y - 0.33 * sheet.look.text.size, value.text, strong=strong)
    _draw_scale(data, plan, scale, ticks, sheet)


def _demand(data: ChartData, sheet: Sheet) -> Demand:
    return Demand(row_names(data), bound_room(data, sheet), foot=sheet.look.leading + GAP)


def _draw_scale(data: ChartData, plan: RowPlan, scale: Scale, ticks: tuple[float, ...], sheet: Sheet) -> None:
    """The thin lines of the rows, and the round numbers below them with the unit."""
    look = sheet.look
    for group in range(len(plan.tops)):
        for row in range(len(plan.row_names)):
            y = plan.centre(group, row)
            sheet.rule((scale.start, y), (scale.end, y), look.axis, HAIR)
    y = plan.foot - 2
    sheet.rule((scale.start, y), (scale.end, y), look.axis, HAIR)
    texts = tick_texts(ticks, data.language)
    for tick, text in zip(ticks, texts, strict=True):
        sheet.rule((scale.at(tick), y - 2), (scale.at(tick), y), look.axis, HAIR)
        sheet.words(scale.at(tick), y - 2.5 - look.text.size * 0.8, text, Anchor.MIDDLE, look.norm)
    baseline = y - 2.5 - look.text.size * 0.8
    after = scale.at(ticks[-1]) + sheet.text_width(texts[-1]) / 2 + GAP
    for x in (after, 0.0):
        if data.unit and sheet.is_free(sheet.box(x, baseline, data.unit)):
            sheet.words(x, baseline, data.unit, colour=look.norm)
            return
