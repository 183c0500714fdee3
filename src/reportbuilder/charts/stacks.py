"""Stacked bars: parts of a whole, told apart by pattern and word as well as by colour."""

from __future__ import annotations

from reportbuilder.charts.bars import draw_zero_line
from reportbuilder.charts.labels import Box, wrap
from reportbuilder.charts.look import Paint, Pattern
from reportbuilder.charts.rows import GAP, Demand, draw_names, needed_height, plan_rows
from reportbuilder.charts.scales import Scale
from reportbuilder.charts.series import Amount, ChartData
from reportbuilder.charts.sheet import WHITE, Sheet
from reportbuilder.document.graphics import Anchor

_SWATCH = 9.0
_SEAM = 0.75
_BAR_SHARE = 0.86
_THICKEST = 15.0


def stacked_height(data: ChartData, sheet: Sheet) -> float:
    """The least height of a stacked bar chart, its key included."""
    return needed_height(data, sheet, _demand(data, sheet))


def draw_stacks(data: ChartData, sheet: Sheet) -> None:
    """Draw each category as one bar of parts, each part with its figure; a key in the order of the parts is above."""
    plan = plan_rows(data, sheet, _demand(data, sheet))
    sheet.draw_unit(data.unit)
    _draw_key(data, sheet)
    draw_names(plan, sheet)
    sums = [sum(v.number for v in parts if v) for parts in zip(*(s.values for s in data.series), strict=True)]
    scale = Scale(0, max(sums) or 1.0, plan.left, sheet.width)
    half = min(plan.pitch * _BAR_SHARE, _THICKEST) / 2
    paints = sheet.look.paints(data)
    for group in range(len(data.categories)):
        reached, y = 0.0, plan.centre(group, 0)
        for series, paint in zip(data.series, paints, strict=True):
            value = series.values[group]
            if value is None:
                continue
            left, right = scale.at(reached), scale.at(reached + value.number)
            sheet.area(Box(left, y - half, right - _SEAM, y + half), paint)
            _draw_part_label(value, (left + right - _SEAM) / 2, y, right - left, paint, sheet)
            reached += value.number
    draw_zero_line(plan, scale, sheet)


def _demand(data: ChartData, sheet: Sheet) -> Demand:
    return Demand(head=sheet.unit_room(data.unit) + _key_rows(data, sheet) * (sheet.look.leading + 1) + 2 * GAP)


def _draw_part_label(value: Amount, x: float, y: float, room: float, paint: Paint, sheet: Sheet) -> None:
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


def _key(data: ChartData, sheet: Sheet) -> list[tuple[int, float, int, tuple[str, ...]]]:
    """The key in the order of the bars' parts: series, left edge, row, and the lines of its name."""
    entries: list[tuple[int, float, int, tuple[str, ...]]] = []
    x, row, deepest = 0.0, 0, 1
    for index, series in enumerate(data.series):
        lines = wrap(series.name, sheet.width - _SWATCH - 3, sheet.text_width)
        width = _SWATCH + 3 + max(sheet.text_width(line) for line in lines)
        if x > 0 and x + width > sheet.width:
            x, row, deepest = 0.0, row + deepest, 1
        entries.append((index, x, row, lines))
        deepest = max(deepest, len(lines))
        x += width + 2.5 * GAP
    return entries


def _key_rows(data: ChartData, sheet: Sheet) -> int:
    return max(row + len(lines) for _, _, row, lines in _key(data, sheet))


def _draw_key(data: ChartData, sheet: Sheet) -> None:
    paints, size = sheet.look.paints(data), sheet.look.text.size
    top = sheet.height - sheet.unit_room(data.unit)
    for index, x, row, lines in _key(data, sheet):
        for number, line in enumerate(lines):
            baseline = top - (row + number + 1) * (sheet.look.leading + 1) + 0.33 * size
            if number == 0:
                sheet.area(Box(x, baseline - 0.1 * size, x + _SWATCH, baseline + 0.75 * size), paints[index])
            sheet.words(x + _SWATCH + 3, baseline, line)
