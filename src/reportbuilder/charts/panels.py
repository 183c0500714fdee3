"""Small multiples: a chart as several small ones side by side, each with its name above it.

They replace one chart whose scales differ so much that its small figures could not be told apart, or whose lines lie on
each other. Lengths are points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reportbuilder.charts.labels import wrap
from reportbuilder.charts.model import ChartData, ChartSpec, Panels
from reportbuilder.document.graphics import Label, Path, Picture, Segment
from reportbuilder.i18n.language import language_of
from reportbuilder.values import Value, replace

if TYPE_CHECKING:
    from reportbuilder.charts.style import ChartStyle, TextMeasure

_LEAST_WIDTH = 130.0
_LEAST_HEIGHT = 10.0
_GUTTER = 18.0
_ROW_GAP = 9.0
_SCALE_RATIO = 10.0


class ChartPanel(Value):
    """One of the small charts: its name, which is not drawn by the chart itself, and its data."""

    title: str
    data: ChartData


Split = Callable[[ChartData], tuple[ChartPanel, ...]]
"""Splits the data of a chart into those of its panels."""


def split_by_series(data: ChartData) -> tuple[ChartPanel, ...]:
    """A panel for each series."""
    return tuple(
        ChartPanel(series.name, replace(data, series=(replace(series, name=""),), unit="", in_panels=False))
        for series in data.series
    )


def split_by_category(data: ChartData) -> tuple[ChartPanel, ...]:
    """A panel for each category, with all series."""
    return tuple(
        ChartPanel(
            name,
            replace(
                data,
                categories=("",),
                series=tuple(replace(series, values=series.values[index : index + 1]) for series in data.series),
                norms=data.norms[index : index + 1],
                notes=data.notes[index : index + 1],
                unit="",
                in_panels=False,
            ),
        )
        for index, name in enumerate(data.categories)
    )


def wants_panels(spec: ChartSpec, data: ChartData, split: Split) -> bool:
    """Whether a chart is drawn as small multiples: as its description says, or where its scales differ by ten."""
    if spec.panels is Panels.AUTO:
        return _differ_by_ten(split(data))
    return spec.panels is Panels.ALWAYS


def draw_panels(
    data: ChartData,
    panels: Sequence[ChartPanel],
    draw: Callable[[ChartData, float, float], Picture],
    style: ChartStyle,
    width: float,
    height: float,
    measure: TextMeasure,
) -> Picture:
    """Draw panels by `draw(data, width, height)`, in as many columns as the width allows, under the unit of the chart.

    They have one scale, unless each is held to a norm of its own or their scales differ by ten, which the chart says.
    A chart that needs more height than it is given makes its picture higher.
    """
    has_own_scales = _differ_by_ten(panels) or any(series.norm for series in data.series) or any(data.norms)
    if not has_own_scales:
        numbers = data.numbers
        panels = [
            replace(panel, data=replace(panel.data, shared_range=(min(numbers), max(numbers)))) for panel in panels
        ]
    columns = _column_count(len(panels), width)
    rows = math.ceil(len(panels) / columns)
    panel_width = (width - (columns - 1) * _GUTTER) / columns

    def lines(text: str, room: float, face: str, size: float) -> tuple[str, ...]:
        return wrap(text, room, lambda line: measure(line, face, size)) if text else ()

    head = lines(_head(data, has_own_scales), width, style.text.face, style.text.size)
    titles = [lines(panel.title, panel_width, style.strong.face, style.strong.size) for panel in panels]
    title_height = (max(map(len, titles)) + 0.4) * style.leading
    head_height = (len(head) + 0.5) * style.leading if head else 0.0
    room = max((height - head_height - (rows - 1) * _ROW_GAP) / rows - title_height, _LEAST_HEIGHT)
    pictures = [draw(panel.data, panel_width, room) for panel in panels]
    tallest = max(picture.height for picture in pictures)
    pictures = [
        picture if picture.height == tallest else draw(panel.data, panel_width, tallest)
        for panel, picture in zip(panels, pictures, strict=True)
    ]
    row_height = title_height + tallest
    whole = max(height, head_height + rows * row_height + (rows - 1) * _ROW_GAP)
    items: list[Path | Label] = _text_lines(head, 0.0, whole, style, style.names.get(style.norm, style.norm))
    for number, (title, picture) in enumerate(zip(titles, pictures, strict=True)):
        x = (number % columns) * (panel_width + _GUTTER)
        top = whole - head_height - (number // columns) * (row_height + _ROW_GAP)
        items += _text_lines(title, x, top, style, style.names.get(style.ink, style.ink), strong=True)
        items += (_moved(item, x, top - row_height) for item in picture.items)
    return Picture(round(width, 3), round(whole, 3), tuple(items))


def _head(data: ChartData, has_own_scales: bool) -> str:
    """The unit of the values, and that each panel has its own scale."""
    note = language_of(data.language).charts.own_scales if has_own_scales else ""
    if data.unit and note:
        return f"{data.unit} ({note})"
    return data.unit or note[:1].upper() + note[1:]


def _text_lines(
    lines: Sequence[str], x: float, top: float, style: ChartStyle, colour: str, strong: bool = False
) -> list[Path | Label]:
    text = style.strong if strong else style.text
    return [
        Label(line, round(x, 3), round(top - (number + 0.8) * style.leading, 3), text.face, text.size, colour)
        for number, line in enumerate(lines)
    ]


def _column_count(count: int, width: float) -> int:
    """How many panels stand side by side: as many as are wide enough, spread evenly over the rows that this makes."""
    most = max(1, min(count, int((width + _GUTTER) // (_LEAST_WIDTH + _GUTTER))))
    return math.ceil(count / math.ceil(count / most))


def _differ_by_ten(panels: Sequence[ChartPanel]) -> bool:
    """Whether the greatest figure of one panel is ten times that of another, or more."""
    sizes = [
        max((abs(value.number) for series in panel.data.series for value in series.known), default=0.0)
        for panel in panels
    ]
    sizes = [size for size in sizes if size > 0]
    return len(sizes) > 1 and max(sizes) >= _SCALE_RATIO * min(sizes)


def _moved(item: Path | Label, x: float, y: float) -> Path | Label:
    """A part of a picture, moved right and up."""
    if isinstance(item, Label):
        return replace(item, x=round(item.x + x, 3), y=round(item.y + y, 3))
    return replace(item, segments=tuple(_moved_segment(segment, x, y) for segment in item.segments))


def _moved_segment(segment: Segment, x: float, y: float) -> Segment:
    points = tuple(round(point + (x, y)[index % 2], 3) for index, point in enumerate(segment.points))
    return replace(segment, points=points)
