"""The artwork of a house style: SVG files read into pictures whose colours are names of the palette."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from os.path import isfile
from pathlib import Path as FilePath

from reportbuilder.files import load, tell_unreadable
from reportbuilder.graphics import Path, Picture
from reportbuilder.problems import Findings, Place, nearest
from reportbuilder.style.model import Colour, HouseStyle
from reportbuilder.style.svg import (
    SHAPES,
    Element,
    Matrix,
    SvgSyntaxError,
    numbers,
    outline,
    parse_svg,
    parse_transform,
)
from reportbuilder.style.units import parse_length
from reportbuilder.values import Value, replace

_GROUPS = frozenset({"g", "svg"})
_SILENT = frozenset({"title", "desc", "metadata"})
_GEOMETRY = frozenset({"d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points"})
_PAINT = frozenset({"fill", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
                    "stroke-linejoin", "transform"})  # fmt: skip
_PLAIN = frozenset({"id", "version", "viewBox", "role"})
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_FILL_RULES = {"nonzero": False, "evenodd": True}


def read_pictures(
    names: Iterable[str],
    palette: Mapping[str, Colour],
    folder: FilePath,
    shown: Callable[[FilePath], str],
    findings: Findings,
    named_at: NamedAt,
) -> dict[str, Picture]:
    """The pictures of these names in a style's folder. `named_at` gives the place in the style where a name stands."""
    pictures: dict[str, Picture] = {}
    for name in names:
        path = folder / name
        if not isfile(path):
            known = (p.relative_to(folder).as_posix() for p in folder.rglob("*.svg"))
            hint = nearest(name, known)
            findings.error("artwork-missing", f"There is no file “{name}” in the style's folder.", named_at(name), hint)
        elif (picture := read_artwork(path, shown, palette, findings, folder, named_at(name))) is not None:
            pictures[name] = picture
    return pictures


NamedAt = Callable[[str], Place]


def artwork_names(style: HouseStyle, design: str = "") -> tuple[str, ...]:
    """The SVG files that a style names, each once; with a design, only those that its reports need."""
    designs = [d for name, d in style.designs.items() if design in ("", name)]
    names = [*(d.cover.artwork for d in designs), *(d.opener.artwork for d in designs)]
    return tuple(dict.fromkeys(n for n in (*names, *(s.symbol for s in style.statuses.values())) if n))


def read_artwork(
    path: FilePath,
    shown: Callable[[FilePath], str],
    palette: Mapping[str, Colour],
    findings: Findings,
    folder: FilePath | None = None,
    named_at: Place | None = None,
) -> Picture | None:
    """An SVG file as a picture in points, y upwards; None (and the problems) if something in it cannot be drawn.

    Known are paths, shapes and groups with plain fills and strokes. A colour is `none` or exactly the screen colour of
    a palette entry, so that every edition knows what to make of it.
    """
    try:
        data = load(path, folder or path.parent)
    except OSError as error:
        tell_unreadable(path, error, findings, named_at)
        return None
    return parse_artwork(data, shown(path), palette, findings)


def parse_artwork(data: bytes, file: str, palette: Mapping[str, Colour], findings: Findings) -> Picture | None:
    """The bytes of an SVG file as a picture, as `read_artwork`; `file` is its name in problems."""
    try:
        root = parse_svg(data, file)
    except SvgSyntaxError as error:
        place = Place(file, error.line, error.column)
        hint = "Save it from the drawing program again, as plain SVG."
        findings.error("artwork-syntax", f"This is not valid XML: {error}.", place, hint)
        return None
    before = len(findings)
    picture = _Reader(palette, findings).picture(root)
    return picture if len(findings) == before else None


class _Paint(Value):
    """What a shape inherits from the groups around it; SVG's own defaults."""

    transform: Matrix
    fill: str | None = "#000000"
    stroke: str | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: int = 0
    join: int = 0
    even_odd: bool = False


class _Reader:
    """Turns the elements of one file into paths; says what it cannot draw."""

    def __init__(self, palette: Mapping[str, Colour], findings: Findings) -> None:
        self.names = {colour.screen: name for name, colour in reversed(list(palette.items()))}
        self.findings = findings

    def picture(self, root: Element) -> Picture | None:
        size = self._size(root)
        if size is None:
            return None
        width, height, transform = size
        items: list[Path] = []
        waiting = [(root, _Paint(transform))]
        while waiting:
            element, paint = waiting.pop()
            if element.tag in _SILENT:
                continue
            paint = self._inherit(element, paint)
            if element.tag in _GROUPS:
                waiting.extend((child, paint) for child in reversed(element.children))
            elif (path := self._path(element, paint)) is not None:
                items.append(path)
        return Picture(width, height, tuple(items))

    def _size(self, root: Element) -> tuple[float, float, Matrix] | None:
        """The size in points, and the transform from the drawing's own units, in which y points down."""
        try:
            width, height = (parse_length(root.attributes[side]) for side in ("width", "height"))
            left, top, across, down = numbers(root.attributes["viewBox"])
        except (KeyError, ValueError):
            width = height = across = down = 0.0
        if root.tag != "svg" or min(width, height, across, down) <= 0:
            hint = 'Begin with <svg width="210mm" height="297mm" viewBox="0 0 210 297">.'
            self._error("artwork-size", "The drawing does not say how large it is.", root, hint)
            return None
        scale = width / across
        if not math.isclose(scale, height / down, rel_tol=0.005):
            hint = "Give width and height the proportions of the viewBox."
            message = "The drawing would be stretched: its size and viewBox differ in shape."
            self._error("artwork-size", message, root, hint)
            return None
        return width, height, Matrix(scale, 0, 0, -scale, -left * scale, height + top * scale)

    def _inherit(self, element: Element, paint: _Paint) -> _Paint:
        """The paint of an element: its own attributes over what is inherited."""
        for key, value in element.attributes.items():
            text = value.strip()
            try:
                match key:
                    case "fill":
                        paint = replace(paint, fill=None if text == "none" else text.lower())
                    case "stroke":
                        paint = replace(paint, stroke=None if text == "none" else text.lower())
                    case "stroke-width":
                        paint = replace(paint, line_width=max(float(text), 0.0))
                    case "stroke-dasharray":
                        paint = replace(paint, dash=() if text == "none" else numbers(text))
                    case "stroke-linecap":
                        paint = replace(paint, cap=_CAPS[text])
                    case "stroke-linejoin":
                        paint = replace(paint, join=_JOINS[text])
                    case "fill-rule":
                        paint = replace(paint, even_odd=_FILL_RULES[text])
                    case "transform":
                        paint = replace(paint, transform=paint.transform.after(parse_transform(value)))
                    case _ if key not in _GEOMETRY | _PLAIN:
                        self._error("artwork-attribute", f"“{key}” cannot be drawn.", element, _attribute_hint(key))
            except (ValueError, KeyError):
                self._error("artwork-value", f"“{key}” cannot be “{value}”.", element, _values_hint(key))
        return paint

    def _path(self, element: Element, paint: _Paint) -> Path | None:
        if element.tag not in SHAPES:
            hint = "Turn it into outlines or paths in the drawing program."
            self._error("artwork-element", f"A “{element.tag}” cannot be drawn.", element, hint)
            return None
        try:
            segments = outline(element, paint.transform)
        except ValueError as error:
            self._error("artwork-shape", f"The shape is wrong: {error}.", element, "Look at its numbers.")
            return None
        scale = paint.transform.scale
        fill = None if element.tag == "line" else self._colour(paint.fill, element)
        stroke = self._colour(paint.stroke, element)
        dash = tuple(round(length * scale, 3) for length in paint.dash)
        if not segments or (fill is None and stroke is None):
            return None
        width = round(paint.line_width * scale, 3)
        return Path(segments, fill, stroke, width, dash, paint.cap, paint.join, paint.even_odd)

    def _colour(self, value: str | None, element: Element) -> str | None:
        if value is None or value in self.names:
            return value and self.names[value]
        hint = self._near_colour(value)
        self._error("artwork-colour", f"The colour {value} is not in the palette.", element, hint)
        return None

    def _near_colour(self, value: str) -> str:
        try:
            wanted = _channels(value)
        except ValueError:
            return "Write it as the screen colour of a palette entry, such as #003366, or “none”."
        screen = min(self.names, key=lambda known: (math.dist(_channels(known), wanted), known))
        return f"The nearest palette colour is {screen} (“{self.names[screen]}”)."

    def _error(self, code: str, message: str, element: Element, hint: str) -> None:
        self.findings.error(code, message, element.place, hint)


def _channels(colour: str) -> tuple[int, int, int]:
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _attribute_hint(key: str) -> str:
    if key in ("style", "class"):
        return 'Save with presentation attributes (fill="…") instead of CSS.'
    return nearest(key, _PAINT)


def _values_hint(key: str) -> str:
    choices: Mapping[str, Iterable[str]] = {
        "stroke-linecap": _CAPS, "stroke-linejoin": _JOINS, "fill-rule": _FILL_RULES,
    }  # fmt: skip
    if key in choices:
        return f"Known are: {', '.join(choices[key])}."
    if key == "transform":
        return "Known are translate, scale, rotate and matrix, with numbers."
    return "Write plain numbers, in the units of the viewBox."
