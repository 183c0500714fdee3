"""Bar charts over columns of the table: an upright bar for each, as years go."""

from __future__ import annotations

from reportbuilder.charts.labels import Box, widest, wrap
from reportbuilder.charts.scales import Scale, bar_range
from reportbuilder.charts.series import Bound, ChartData
from reportbuilder.charts.sheet import NORM_DASH, THIN, Sheet
from reportbuilder.document.graphics import Anchor

_GAP = 4.0
_SHARE = 0.62
_WIDEST = 54.0
_LEAST_PLOT = 40.0


def least_height(data: ChartData, sheet: Sheet) -> float:
    """The height that names, figures and bars that can still be told apart need."""
    return sheet.unit_room(data.unit) + (_name_lines(data, sheet) + 2.5) * sheet.look.leading + _LEAST_PLOT


def has_room(data: ChartData, sheet: Sheet) -> bool:
    """Whether the bars' figures and the words of their names stand side by side without touching."""
    (series,) = data.series
    step = sheet.width / len(data.categories)
    words = [word for name in data.categories for word in name.split(" ")]
    figures = [v.text for v in series.values if v]
    return max(widest(words, sheet.text_width), widest(figures, sheet.strong_width)) + _GAP <= step


def draw_columns(data: ChartData, sheet: Sheet) -> None:
    """Draw the bars on their zero line, each with its figure and its name."""
    (series,) = data.series
    look, step = sheet.look, sheet.width / len(data.categories)
    values = [v.number for v in series.values if v]
    low, high = bar_range([*values, series.bound.number] if series.bound else values)
    foot = _name_lines(data, sheet) * look.leading + _GAP + (look.leading if low < 0 else 0.0)
    head = sheet.height - sheet.unit_room(data.unit) - look.leading * 1.2
    scale = Scale(low, high, foot, head)
    half = min(step * _SHARE, _WIDEST) / 2
    sheet.draw_unit(data.unit)
    last = max(i for i, v in enumerate(series.values) if v)
    for i, (name, value) in enumerate(zip(data.categories, series.values, strict=True)):
        centre = (i + 0.5) * step
        if value:
            ends = sorted((scale.at(0), scale.at(value.number)))
            sheet.area(Box(centre - half, ends[0], centre + half, ends[1]), look.paints(data)[0])
            above = ends[1] + _GAP - 1 if value.number >= 0 else ends[0] - look.leading * 0.9
            sheet.words(centre, above, value.text, Anchor.MIDDLE, strong=i == last)
        for number, line in enumerate(wrap(name, step - _GAP, sheet.text_width)):
            y = foot - _GAP - (number + 0.7) * look.leading - (look.leading if low < 0 else 0.0)
            sheet.words(centre, y, line, Anchor.MIDDLE)
    sheet.line([(0, scale.at(0)), (sheet.width, scale.at(0))], look.axis, THIN)
    if series.bound:
        _draw_bound(series.bound, scale, sheet)


def _name_lines(data: ChartData, sheet: Sheet) -> int:
    step = sheet.width / len(data.categories)
    return max(len(wrap(name, step - _GAP, sheet.text_width)) for name in data.categories)


def _draw_bound(bound: Bound, scale: Scale, sheet: Sheet) -> None:
    y, text = scale.at(bound.number), f"norm {bound.text}"
    sheet.line([(0, y), (sheet.width, y)], sheet.look.norm, THIN, NORM_DASH)
    room = sheet.width - widest([text], sheet.text_width)
    for share in (0.0, 1.0, 0.5):
        for baseline in (y + 0.42 * sheet.look.text.size, y - sheet.look.text.size):
            if sheet.is_free(sheet.box(room * share, baseline, text), margin=0.4):
                sheet.words(room * share, baseline, text, colour=sheet.look.norm)
                return
