"""Maps: regions shaded by a figure, light to dark in classes of round numbers; names and figures where they fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reportbuilder.charts.chart_data import series_by_column
from reportbuilder.charts.labels import LabelBox, LabelSpace
from reportbuilder.charts.model import ChartData, ChartSpec, ChartValue, SettingProblem
from reportbuilder.charts.regions import MapRegion, projected
from reportbuilder.charts.scales import round_ticks, tick_texts
from reportbuilder.charts.style import HAIRLINE, WHITE
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.i18n.language import language_of
from reportbuilder.values import Value, replace

if TYPE_CHECKING:
    from matplotlib.path import Path

    from reportbuilder.charts.axes import ChartAxes

_KEY_STEP = 1.35
"""The distance between the entries of a key beside the map, in leadings."""
_GUTTER = 12.0
_SWATCH = 9.0
_SWATCH_GAP = 4.0
_TOLERANCE = 0.25  # points: corners that are nearer than this to a straight line are left out


def check_map_settings(spec: ChartSpec) -> Iterator[SettingProblem]:
    """A map shows one column, and names the file of its regions."""
    if not spec.regions:
        hint = "Put a GeoJSON file in data/, and write “regions: gemeenten.geojson”."
        yield SettingProblem("kind", "A map needs the file of its regions.", hint)
    if len(spec.columns) > 1:
        yield SettingProblem("columns", "A map shows one column.", "Name one column, or make a map for each.")


def take_regions(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData | None:
    """The figures of a map: one column of all rows, each with the region that its cell `id` names."""
    known = {region.key for region in spec.shapes}
    if not known:  # reported where the file was read
        diagnostics.add(Code.CHART_EMPTY, "The map has no regions.", spec.place("regions"), "Look at its file.")
        return None
    for row in table.rows:
        name = row.text("id")
        if name not in known:
            message = f"“{spec.regions}” has no region whose “{spec.match}” is “{name}”."
            hint = nearest(name, known) or "“match: …” says which property of a region is the “id” of a row."
            place = row.cells["id"].place if "id" in row.cells else row.place
            diagnostics.add(Code.CHART_REGION_UNKNOWN, message, place, hint)
    data = series_by_column(spec, table, diagnostics)
    keys = tuple(row.text("id") for row in table.rows)
    return replace(data, keys=keys, regions=projected(spec.shapes))


def draw_map(ax: ChartAxes, data: ChartData) -> None:
    """Draw the regions as large as the picture allows, with the key of their shades beside or below them."""
    style = ax.style
    figures = dict(zip(data.keys, data.series[0].values, strict=True))
    names = dict(zip(data.keys, data.categories, strict=True))
    ticks = _classes(data, len(style.shades))
    shades = _shades_of(len(ticks) - 1, style.shades)
    has_blank = any(figures.get(region.key) is None for region in data.regions)
    key = _key_entries(data, ticks, shades, has_blank)
    ax.draw_unit(data.unit)
    _place_map_and_key(ax, data, key)
    shapes = [(region, [_outline(ax, rings) for rings in region.polygons]) for region in data.regions]
    for region, outlines in shapes:
        value = figures.get(region.key)
        colour = WHITE if value is None else shades[_class_of(value, ticks)]
        for outline in outlines:
            ax.add_patch(_patch(outline, colour, style.axis if value is None else WHITE))
    space = LabelSpace(*ax.picture_size)
    for region, outlines in sorted(shapes, key=lambda shape: -max(map(_area, shape[1]))):
        value = figures.get(region.key)
        colour = style.ink if value is None else style.text_on(shades[_class_of(value, ticks)])
        _write_label(ax, max(outlines, key=_area), names.get(region.key, ""), value, colour, space)


class _KeyEntry(Value):
    """A class of figures in the key: its words and its shade."""

    text: str
    colour: str


def _key_entries(data: ChartData, ticks: Sequence[float], shades: Sequence[str], has_blank: bool) -> list[_KeyEntry]:
    """The classes from high to low, and regions without a figure."""
    texts, words = tick_texts(ticks, data.language), language_of(data.language).charts
    classes = zip(pairwise(texts), shades, strict=True)
    entries = [_KeyEntry(words.from_to.format(low=low, high=high), shade) for (low, high), shade in classes]
    return [*reversed(entries), *([_KeyEntry(words.no_figure, WHITE)] if has_blank else [])]


def _place_map_and_key(ax: ChartAxes, data: ChartData, key: Sequence[_KeyEntry]) -> None:
    """Place the map under the unit, and the key where the map becomes larger: on its right, or below it in rows."""
    (width, height), head, leading = ax.picture_size, ax.unit_height(data.unit), ax.style.leading
    entry_width = _SWATCH + _SWATCH_GAP + ax.widest([entry.text for entry in key])
    across = max(1, int((width + _GUTTER) // (entry_width + _GUTTER)))
    rows = math.ceil(len(key) / across)
    low_x, low_y, high_x, high_y = _bounds(data.regions)
    beside = min((width - entry_width - _GUTTER) / (high_x - low_x), (height - head - 1) / (high_y - low_y))
    below = min(width / (high_x - low_x), (height - head - 1 - (rows + 0.5) * leading) / (high_y - low_y))
    scale = max(beside, below, 1e-9)
    map_width, map_height = scale * (high_x - low_x), scale * (high_y - low_y)
    top = height - head - 0.5
    ax.set_plot_area(0.5, top - map_height, map_width, top)
    ax.set(xlim=(low_x, high_x), ylim=(low_y, high_y))
    ax.set_axis_off()
    for number, entry in enumerate(key):
        if beside >= below:
            x, y = map_width + _GUTTER, top - (number + 1) * _KEY_STEP * leading
        else:
            x = (number % across) * (entry_width + _GUTTER)
            y = top - map_height - (number // across + 1.25) * leading
        ax.add_patch(_patch(_rectangle(x, y, _SWATCH, 0.7 * leading), entry.colour, ax.style.axis))
        ax.write(x + _SWATCH + _SWATCH_GAP, y + 0.08 * leading, entry.text)


def _bounds(regions: Sequence[MapRegion]) -> tuple[float, float, float, float]:
    """The least and greatest coordinates: left, bottom, right, top."""
    points = [point for region in regions for rings in region.polygons for ring in rings for point in ring]
    (low_x, high_x), (low_y, high_y) = ((min(values), max(values)) for values in zip(*points, strict=True))
    return low_x, low_y, max(high_x, low_x + 1e-9), max(high_y, low_y + 1e-9)


def _rectangle(x: float, y: float, width: float, height: float) -> Path:
    from matplotlib.path import Path

    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return Path(corners, [Path.MOVETO, *([Path.LINETO] * 3), Path.CLOSEPOLY])


def _classes(data: ChartData, most: int) -> tuple[float, ...]:
    """The bounds of the classes: round numbers around all figures."""
    numbers = [value.number for value in data.series[0].known]
    return round_ticks(min(numbers), max(numbers), most)


def _shades_of(count: int, shades: Sequence[str]) -> tuple[str, ...]:
    """The shades of some classes: the lightest, the darkest, and those evenly between them."""
    if count == 1:
        return (shades[-1],)
    return tuple(shades[round(number * (len(shades) - 1) / (count - 1))] for number in range(count))


def _class_of(value: ChartValue, ticks: Sequence[float]) -> int:
    """The number of the class of a figure; one on a bound belongs to the class that begins there."""
    inner = ticks[1:-1]
    return sum(value.number >= bound for bound in inner)


def _outline(ax: ChartAxes, rings: Sequence[Sequence[tuple[float, float]]]) -> Path:
    """The path of a polygon with its holes in points of the picture, without corners too small to be seen."""
    from matplotlib.path import Path

    parts = []
    for ring in rings:
        points = _simplified([ax.point(x, y) for x, y in ring], _TOLERANCE)
        codes = [Path.MOVETO, *([Path.LINETO] * (len(points) - 2)), Path.CLOSEPOLY]
        parts.append(Path(points, codes))
    return Path.make_compound_path(*parts)


def _simplified(points: Sequence[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """A line without the points that lie within a tolerance of the line without them (Douglas and Peucker, 1973); of a
    closed one at least four are left."""
    if len(points) < 5:
        return list(points)
    far = max(range(len(points)), key=lambda i: _distance(points[i], points[0], points[0]))
    kept = {0, far, len(points) - 1}
    stretches = [(0, far), (far, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        most = max(inner, key=lambda i: _distance(points[i], points[first], points[last]))
        if _distance(points[most], points[first], points[last]) > tolerance:
            kept.add(most)
            stretches += [(first, most), (most, last)]
    if len(kept) < 4:
        kept.add(far // 2)
    return [points[index] for index in sorted(kept)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """The distance of a point from a stretch of line."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = min(max(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0.0), 1.0) if length else 0.0
    return float(((x - x0 - along * (x1 - x0)) ** 2 + (y - y0 - along * (y1 - y0)) ** 2) ** 0.5)


def _patch(outline: Path, colour: str, edge: str) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import IdentityTransform

    place = IdentityTransform()
    return PathPatch(outline, facecolor=colour, edgecolor=edge, linewidth=HAIRLINE, transform=place, clip_on=False)


def _area(outline: Path) -> float:
    """The area of the rectangle around a path."""
    box = outline.get_extents()
    return float(box.width * box.height)


def _write_label(
    ax: ChartAxes, outline: Path, name: str, value: ChartValue | None, colour: str, space: LabelSpace
) -> None:
    """Write the name and the figure of a region inside it, or else its figure, or else nothing."""
    style, figure = ax.style, value.text if value else ""
    for lines in (tuple(filter(None, (name, figure))), (figure,) if figure else ()):
        place = _place_inside(ax, outline, lines, space) if lines else None
        if place is None:
            continue
        x, top = place
        for number, line in enumerate(lines):
            strong = line == figure and len(lines) > 1
            ax.write(
                x, top - (number + 0.75) * style.leading, line, ha="center", color=colour, zorder=3,
                **(style.strong_text if strong else {}),
            )  # fmt: skip
        return


def _place_inside(ax: ChartAxes, outline: Path, lines: Sequence[str], space: LabelSpace) -> tuple[float, float] | None:
    """The middle and the top of a place for some lines inside an outline, nearest its middle; None where there is
    none."""
    style, box = ax.style, outline.get_extents()
    width, height = ax.widest(lines, strong=True), len(lines) * style.leading
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    steps = [step / 8 for step in range(1, 8)]
    centres = [(box.x0 + across * box.width, box.y0 + up * box.height) for across in steps for up in steps]
    for x, y in sorted(centres, key=lambda centre: (centre[0] - middle[0]) ** 2 + (centre[1] - middle[1]) ** 2):
        label = LabelBox(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        edges = (label.bottom, y, label.top)
        corners = [(label.left + share / 4 * width, edge) for edge in edges for share in range(5)]
        if bool(outline.contains_points(corners).all()) and space.is_free(label, 0.5):
            space.add(label)
            return x, label.top
    return None
