"""The regions of a map, read from GeoJSON (RFC 7946): polygons, each with the value by which a row of data finds it.

Coordinates are longitude and latitude in degrees, or metres of a national grid as statistical offices give them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.values import Value

Ring = tuple[tuple[float, float], ...]
"""The points of a closed line; the last one is equal to the first."""

_HINT = "Save the regions as GeoJSON with polygons (QGIS: Export, Save features as, GeoJSON)."


class MapRegion(Value):
    """A region: the value of the property that names it, and its polygons, each an outline and the holes in it."""

    key: str
    polygons: tuple[tuple[Ring, ...], ...]


def read_regions(
    path: Path, root: Path, match: str, place: Place, diagnostics: Diagnostics, shown: str
) -> tuple[MapRegion, ...]:
    """Read the regions of a file in `root`, named by their property `match`; none, and a diagnostic, when that cannot
    be done. `place` is where the chart names the file."""
    try:
        content = load(path, root, MOST_TEXT)
    except FileNotFoundError:
        names = [p.name for p in path.parent.glob("*.geojson")]
        message = f"There is no file “{path.name}” with regions in {path.parent.name}/."
        diagnostics.add(Code.CHART_REGIONS, message, place, nearest(path.name, names) or _HINT)
        return ()
    except OSError as error:
        tell_unreadable(path, error, diagnostics, place)
        return ()
    text = decode(content, shown, diagnostics)
    if text is None:
        return ()
    try:
        return tuple(_regions(json.loads(text), match))
    except (json.JSONDecodeError, RecursionError) as error:
        diagnostics.add(Code.CHART_REGIONS, f"“{shown}” is no JSON: {error}.", place, _HINT)
    except _GeoJSONError as error:
        diagnostics.add(Code.CHART_REGIONS, f"“{shown}” {error}.", place, error.hint)
    return ()


class _GeoJSONError(Exception):
    def __init__(self, message: str, hint: str = _HINT) -> None:
        super().__init__(message)
        self.hint = hint


def _regions(data: Any, match: str) -> Iterator[MapRegion]:
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _GeoJSONError("has no list of “features”")
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise _GeoJSONError(f"has a feature without properties, the one with number {number}")
        named = {"id": feature.get("id"), **properties} if "id" in feature else properties
        if match not in named:
            hint = nearest(match, named) or f"Write “match:” with one of: {', '.join(sorted(named))}."
            raise _GeoJSONError(f"has no property “{match}” in feature {number}", hint)
        yield MapRegion(str(named[match]), tuple(_polygons(feature.get("geometry"), number)))


def _polygons(geometry: Any, number: int) -> Iterator[tuple[Ring, ...]]:
    geometry = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else None
    if not isinstance(polygons, list) or not polygons:
        raise _GeoJSONError(f"has a feature that is no polygon, the one with number {number}")
    try:
        for rings in polygons:
            yield tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in rings)
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise _GeoJSONError(f"has a point that is not two numbers, in the feature with number {number}") from error


def projected(regions: Sequence[MapRegion]) -> tuple[MapRegion, ...]:
    """The regions in a plane: degrees are multiplied by the cosine of the middle latitude (equirectangular, true at the
    middle, and good enough for a province or a country of this size); metres stay as they are."""
    points = [point for region in regions for rings in region.polygons for ring in rings for point in ring]
    if not points or any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        return tuple(regions)
    latitudes = [y for _, y in points]
    factor = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return tuple(
        MapRegion(
            region.key,
            tuple(tuple(tuple((x * factor, y) for x, y in ring) for ring in rings) for rings in region.polygons),
        )
        for region in regions
    )
