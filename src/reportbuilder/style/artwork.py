"""Reads the SVG artwork of a house style into pictures with colours of the palette."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os.path import isfile
from pathlib import Path as FilePath

from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place, nearest
from reportbuilder.document.graphics import Clip, Path, Picture, Segment
from reportbuilder.files.inputs import load, on_disk, tell_unreadable
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.svg import (
    SHAPES,
    Matrix,
    SvgElement,
    SvgSyntaxError,
    numbers,
    outline,
    parse_svg,
    parse_transform,
)
from reportbuilder.style.svg_shapes import PIXEL, CssRule, colour_code, parse_sheet, parse_unit, properties_of
from reportbuilder.values import Value, replace

_GROUPS = frozenset({"g", "svg", "a", "switch"})
_SILENT = frozenset({"", "title", "desc", "metadata", "defs", "style", "linearGradient", "radialGradient", "pattern",
                     "clipPath", "mask", "symbol", "marker", "filter"})  # fmt: skip
_GEOMETRY = frozenset({"d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points"})
_PAINT = frozenset({"fill", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
                    "stroke-linejoin", "transform"})  # fmt: skip
_PLAIN = frozenset({"id", "version", "viewBox", "role", "class", "style", "href", "baseProfile", "lang", "target"})
_FREE = frozenset({"enable-background", "overflow", "stroke-miterlimit", "clip-rule", "shape-rendering", "display",
                   "visibility", "color", "color-interpolation", "image-rendering", "text-rendering", "fill-opacity",
                   "stroke-opacity", "stroke-dashoffset", "preserveAspectRatio", "solid-color",
                   "solid-opacity"}) - {"fill-opacity", "stroke-opacity"}  # fmt: skip
"""Prefixes of SVG attributes without an effect on flat shapes, or read by other functions."""
_FOREIGN = ("-", "data-", "aria-", "font", "text-", "line-height", "letter-spacing", "word-spacing", "white-space",
            "writing-mode", "baseline-shift", "direction", "unicode-bidi", "marker-", "on", "xmlns", "xml:",
            "gradient", "color-", "dominant-baseline")  # fmt: skip
_UNCLIPPED = frozenset({"clipPath", "mask", "text", "tspan", "image"})  # what is not drawn, or told by itself
_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')]+)["']?\s*\)""")
_WITHOUT_EFFECT = {
    "mix-blend-mode": ("normal",), "isolation": ("auto", "isolate"), "filter": ("none",), "mask": ("none",),
    "clip-path": ("none",), "paint-order": ("normal", "fill", "markers fill stroke", "fill markers stroke"),
    "vector-effect": ("none",), "marker": ("none",),
}  # fmt: skip
_MESSAGES = {
    "clip-path": "This clipping path cannot be drawn.",
    "mask": "A mask cannot be drawn.",
    "filter": "An effect (filter) cannot be drawn.",
}
_HINTS = {
    "clip-path": "Cut the shapes to size: in Illustrator with Pathfinder > Crop, in Inkscape with Path > Intersection.",
    "mask": "Release it and cut the shapes to size: in Illustrator with Pathfinder > Crop, in Inkscape with "
    "Path > Intersection.",
    "filter": "Take the effect away (shadow, blur, glow).",
    "mix-blend-mode": "Set its blend mode to normal.",
}  # fmt: skip
_ELEMENTS = {
    "text": "Text cannot be drawn: its font is not in the file.",
    "image": "An image cannot be part of artwork.",
}
_ELEMENT_HINTS = {
    "text": "Turn it into outlines: in Illustrator with Type > Create Outlines, in Inkscape with Path > Object to "
    "Path. Titles and dates are put on the cover by the style's “texts”.",
    "image": "Take it out and trace it as shapes: in Illustrator with Image Trace > Expand, in Inkscape with "
    "Path > Trace Bitmap.",
    "use": "What it copies is not in the file: draw it out. In Inkscape with Edit > Clone > Unlink Clone.",
}
_CSS_HINT = "Export it with “Styling: Presentation Attributes” (in Illustrator: File > Export > Export As, SVG)."
_NUMBERS_HINT = "Write numbers: in the units of the viewBox, or with px, pt, mm, cm or in."
_MOST_COPIES = 10_000
"""The most elements that `use` elements may show in total: recursive ones would never end."""
_CODE = re.compile(r"#[0-9a-f]{6}")
_ADOBE = b"Adobe Illustrator"
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_FILL_RULES = {"nonzero": False, "evenodd": True}


def read_pictures(
    names: Iterable[str],
    layers: Sequence[tuple[FilePath, Mapping[str, str]]],
    shown: Callable[[FilePath], str],
    diagnostics: Diagnostics,
    named_at: NamedAt,
) -> dict[str, Picture]:
    """Read the pictures with these names from the folder of a style, or else of one that it extends.

    `layers` are these folders, the style's own first, each with the screen colours of its palette: artwork of a parent
    is read with the colours that it was drawn in, and shown in those that the style has by their names. `named_at`
    gives the place in `style.yaml` of a name.
    """
    pictures: dict[str, Picture] = {}
    for name in names:
        folder, palette = next((layer for layer in layers if isfile(on_disk(layer[0] / name))), layers[0])
        path = on_disk(folder / name)
        if not isfile(path):
            known = (p.relative_to(folder).as_posix() for folder, _ in layers for p in folder.rglob("*.svg"))
            hint = nearest(name, known)
            diagnostics.add(
                Code.ARTWORK_MISSING, f"There is no file “{name}” in the style's folder.", named_at(name), hint
            )
        elif (picture := read_artwork(path, shown, palette, diagnostics, folder, named_at(name))) is not None:
            pictures[name] = picture
    return pictures


NamedAt = Callable[[str], Place]


def artwork_names(style: HouseStyle, design: str = "") -> tuple[str, ...]:
    """The SVG files that a style names, each once; with a `design`, only those that its reports need."""
    designs = [d for name, d in style.designs.items() if design in ("", name)]
    names = [*(d.cover.artwork for d in designs), *(d.opener.artwork for d in designs)]
    names += [d.cover.wrap.artwork for d in designs if d.cover.wrap is not None]
    return tuple(dict.fromkeys(n for n in (*names, *(s.symbol for s in style.statuses.values())) if n))


def read_artwork(
    path: FilePath,
    shown: Callable[[FilePath], str],
    palette: Mapping[str, str],
    diagnostics: Diagnostics,
    folder: FilePath | None = None,
    named_at: Place | None = None,
) -> Picture | None:
    """Read an SVG file as a picture in points, y upwards; None, after reporting, if something in it cannot be drawn.

    Supported are paths, shapes, groups and copies with flat fills and strokes, by attributes or style sheets. A colour
    must be `none` or exactly the screen colour of a palette entry, so that every edition has its own version of it.
    Things that cannot be drawn are reported once for each kind.
    """
    try:
        data = load(path, folder or path.parent)
    except OSError as error:
        tell_unreadable(path, error, diagnostics, named_at)
        return None
    return parse_artwork(data, shown(path), palette, diagnostics)


def parse_artwork(
    data: bytes, file: str, palette: Mapping[str, str] | None, diagnostics: Diagnostics
) -> Picture | None:
    """Parse the bytes of an SVG file as `read_artwork` does; `file` is its name in messages. Without a palette any
    colours are accepted and kept as `"#rrggbb"`."""
    try:
        root = parse_svg(data, file)
    except SvgSyntaxError as error:
        place = Place(file, error.line, error.column)
        hint = "Save it from the drawing program again, as plain SVG."
        diagnostics.add(Code.ARTWORK_SYNTAX, f"This is not valid XML: {error}.", place, hint)
        return None
    earlier_problems = len(diagnostics)
    pixel = 1.0 if _ADOBE in data[:1000] else PIXEL  # Illustrator writes points where others write pixels
    picture = _Reader(palette, diagnostics).picture(root, pixel)
    return picture if len(diagnostics) == earlier_problems else None


class _Paint(Value):
    """The properties that a shape inherits from its groups, initially those of SVG."""

    transform: Matrix
    fill: str | None = "#000000"
    stroke: str | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: int = 0
    join: int = 0
    even_odd: bool = False
    group_opacity: float = 1.0
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    clips: tuple[Clip, ...] = ()


class _Reader:
    """Converts the elements of a file into paths, and reports what it cannot draw, each kind of thing once."""

    def __init__(self, palette: Mapping[str, str] | None, diagnostics: Diagnostics) -> None:
        self.free = palette is None
        self.names = {screen: name for name, screen in reversed(list((palette or {}).items()))}
        self.diagnostics = diagnostics
        self.reports: dict[str, tuple[DiagnosticCode, str, Place, str, int]] = {}
        self.rules: list[CssRule] = []
        self.known: Mapping[str, SvgElement] = {}

    def picture(self, root: SvgElement, pixel: float) -> Picture | None:
        """Convert the drawing; `pixel` is the size of its user unit in points if it has no physical size."""
        size = self._size(root, pixel)
        if size is None:
            return None
        width, height, transform = size
        known = self.known = self._definitions(root)
        items: list[Path] = []
        pending, copies = [(root, _Paint(transform))], 0
        while pending:
            element, paint = pending.pop()
            if element.tag in _SILENT or "requiredExtensions" in element.attributes:
                continue
            properties = self._properties(element)
            if properties.get("display") == "none" or properties.get("visibility") in ("hidden", "collapse"):
                continue
            paint = self._inherit(element, properties, paint, element is root)
            if element.tag in _GROUPS:
                pending.extend((child, paint) for child in reversed(element.children))
            elif element.tag == "use" and (used := known.get(properties.get("href", "").removeprefix("#"))):
                copies += 1
                if copies > _MOST_COPIES:
                    message = f"There are more than {_MOST_COPIES} copies (use), or one that contains itself."
                    self._error(Code.ARTWORK_ELEMENT, message, element, "Draw them out.")
                    break
                pending.append((used, self._translated(element, properties, paint)))
            elif (path := self._path(element, properties, paint)) is not None:
                items.append(path)
        for code, message, place, hint, count in self.reports.values():
            often = f" ({count} times in this file.)" if count > 1 else ""
            self.diagnostics.add(code, message + often, place, hint)
        return Picture(width, height, tuple(items))

    def _definitions(self, root: SvgElement) -> Mapping[str, SvgElement]:
        """The elements with an id; style sheets are read as well."""
        known: dict[str, SvgElement] = {}
        pending = [root]
        while pending:
            element = pending.pop()
            pending.extend(element.children)
            if "id" in element.attributes:
                known.setdefault(element.attributes["id"], element)
            if element.tag == "style":
                rules, unread = parse_sheet("".join(element.text))
                self.rules += rules
                if unread:
                    message = f"The style sheet has a selector that is not read here: “{unread[0][:40]}”."
                    self._error(Code.ARTWORK_ATTRIBUTE, message, element, _CSS_HINT)
        return known

    def _properties(self, element: SvgElement) -> Mapping[str, str]:
        if not self.rules and "style" not in element.attributes:
            return element.attributes  # as in most artwork, which has thousands of shapes
        return properties_of(element.tag, element.attributes, self.rules)

    def _translated(self, element: SvgElement, properties: Mapping[str, str], paint: _Paint) -> _Paint:
        """The paint of the content of a `use` element, with its translation."""
        try:
            x, y = (parse_unit(properties.get(key, "0")) for key in ("x", "y"))
        except ValueError:
            self._error(Code.ARTWORK_SHAPE, "A copy (use) has a place that is no number.", element, _NUMBERS_HINT)
            return paint
        return replace(paint, transform=paint.transform.after(Matrix(e=x, f=y)))

    def _size(self, root: SvgElement, pixel: float) -> tuple[float, float, Matrix] | None:
        """The size in points, and the transformation from user units, with y downwards."""
        try:
            box = numbers(root.attributes["viewBox"]) if "viewBox" in root.attributes else ()
            sides = [root.attributes.get(side, "100%") for side in ("width", "height")]
            given = [None if side.endswith("%") else parse_unit(side, pixel) for side in sides]
            if not box and None not in given:
                box = (0.0, 0.0, *(side / pixel for side in given if side is not None))
            left, top, across, down = box
            width, height = (
                side if side is not None else length * pixel for side, length in zip(given, (across, down), strict=True)
            )
        except ValueError:
            width = height = across = down = 0.0
        if root.tag != "svg" or min(width, height, across, down) <= 0:
            hint = 'Begin with <svg width="210mm" height="297mm" viewBox="0 0 210 297">.'
            self.diagnostics.add(Code.ARTWORK_SIZE, "The drawing does not say how large it is.", root.place, hint)
            return None
        scale = width / across
        if not math.isclose(scale, height / down, rel_tol=0.005):
            hint = "Give width and height the proportions of the viewBox."
            message = "The drawing would be stretched: its size and viewBox differ in shape."
            self.diagnostics.add(Code.ARTWORK_SIZE, message, root.place, hint)
            return None
        return width, height, Matrix(scale, 0, 0, -scale, -left * scale, height + top * scale)

    def _inherit(self, element: SvgElement, properties: Mapping[str, str], paint: _Paint, root: bool) -> _Paint:
        """The paint of an element: its own properties, and the inherited ones."""
        for key, value in properties.items():
            text = value.strip()
            try:
                match key:
                    case "fill" | "stroke" if text == "inherit":
                        pass
                    case "fill":
                        paint = replace(paint, fill=colour_code(text))
                    case "stroke":
                        paint = replace(paint, stroke=colour_code(text))
                    case "stroke-width":
                        paint = replace(paint, line_width=max(parse_unit(text), 0.0))
                    case "stroke-dasharray":
                        paint = replace(paint, dash=() if text == "none" else _dashes(text))
                    case "stroke-linecap":
                        paint = replace(paint, cap=_CAPS[text])
                    case "stroke-linejoin":
                        paint = replace(paint, join=_JOINS[text])
                    case "fill-rule":
                        paint = replace(paint, even_odd=_FILL_RULES[text])
                    case "transform":
                        paint = replace(paint, transform=paint.transform.after(parse_transform(value)))
                    case "opacity":
                        paint = replace(paint, group_opacity=paint.group_opacity * _share(text))
                    case "fill-opacity" | "stroke-opacity" if text == "inherit":
                        pass
                    case "fill-opacity":
                        paint = replace(paint, fill_opacity=_share(text))
                    case "stroke-opacity":
                        paint = replace(paint, stroke_opacity=_share(text))
                    case "clip-path":
                        pass  # below: it stands in the coordinates of the element
                    case _ if key not in _GEOMETRY | _PLAIN | _FREE and not key.startswith(_FOREIGN):
                        self._unknown(key, text, element)
            except (ValueError, KeyError):
                self._error(Code.ARTWORK_VALUE, f"“{key}” cannot be “{value}”.", element, _values_hint(key))
        clipped = properties.get("clip-path", "none").strip()
        if clipped not in ("none", "inherit", "initial") and element.tag not in _UNCLIPPED:
            paint = replace(paint, clips=(*paint.clips, *self._clips(clipped, element, paint.transform)))
        return paint

    def _clips(self, reference: str, element: SvgElement, transform: Matrix) -> Iterator[Clip]:
        """The area of a clipping path, which an element refers to as `url(#name)`."""
        matched = _REFERENCE.fullmatch(reference)
        found = self.known.get(matched[1]) if matched is not None else None
        if found is None or found.tag != "clipPath" or found.attributes.get("clipPathUnits") == "objectBoundingBox":
            self._error(Code.ARTWORK_ATTRIBUTE, _MESSAGES["clip-path"], element, _HINTS["clip-path"], kind="clip-path")
            return
        segments: list[Segment] = []
        rules: set[str] = set()
        try:
            inner = transform.after(parse_transform(found.attributes.get("transform", "")))
            for child in found.children:
                shape = (
                    self.known.get(child.attributes.get("href", "").removeprefix("#")) if child.tag == "use" else child
                )
                if shape is None or shape.tag not in SHAPES:
                    if child.tag in _SILENT:
                        continue
                    raise ValueError(child.tag)
                properties = self._properties(shape)
                placed = inner.after(parse_transform(properties.get("transform", "")))
                rules.add(properties.get("clip-rule", "nonzero"))
                segments += outline(shape.tag, properties, placed)
        except ValueError:
            self._error(Code.ARTWORK_ATTRIBUTE, _MESSAGES["clip-path"], element, _HINTS["clip-path"], kind="clip-path")
            return
        yield Clip(tuple(segments), rules == {"evenodd"})

    def _unknown(self, key: str, text: str, element: SvgElement) -> None:
        """Report a property that affects how a shape looks and is not supported; others are ignored."""
        if text in _WITHOUT_EFFECT.get(key, ("inherit", "initial")):
            return
        if element.tag in ("text", "tspan", "image", "use") and key not in _HINTS:
            return  # the element itself is reported, or what it shows
        message = _MESSAGES.get(key, f"“{key}” cannot be drawn.")
        self._error(Code.ARTWORK_ATTRIBUTE, message, element, _HINTS.get(key) or nearest(key, _PAINT), kind=key)

    def _path(self, element: SvgElement, properties: Mapping[str, str], paint: _Paint) -> Path | None:
        if element.tag not in SHAPES:
            hint = _ELEMENT_HINTS.get(element.tag, "Turn it into outlines or paths in the drawing program.")
            message = _ELEMENTS.get(element.tag, f"A “{element.tag}” cannot be drawn.")
            self._error(Code.ARTWORK_ELEMENT, message, element, hint, kind=element.tag)
            return None
        try:
            segments = outline(element.tag, properties, paint.transform)
        except ValueError as error:
            self._error(Code.ARTWORK_SHAPE, f"The shape is wrong: {error}.", element, "Look at its numbers.")
            return None
        scale = paint.transform.scale
        fill = None if element.tag == "line" else self._colour(paint.fill, element)
        stroke = self._colour(paint.stroke, element) if paint.line_width else None
        dash = tuple(round(length * scale, 3) for length in paint.dash)
        if not segments or (fill is None and stroke is None):
            return None
        width = round(paint.line_width * scale, 3)
        return Path(
            segments,
            fill,
            stroke,
            width,
            dash,
            paint.cap,
            paint.join,
            paint.even_odd,
            round(paint.group_opacity * paint.fill_opacity, 4),
            round(paint.group_opacity * paint.stroke_opacity, 4),
            paint.clips,
        )

    def _colour(self, value: str | None, element: SvgElement) -> str | None:
        if value is None or value in self.names:
            return value and self.names[value]
        if self.free and _CODE.fullmatch(value):
            return value
        if value.startswith("url("):
            message = "A gradient or pattern cannot be drawn: the press would not know its inks."
            hint = "Give the shape one flat colour of the palette: in Illustrator or Inkscape, as its fill."
            self._error(Code.ARTWORK_GRADIENT, message, element, hint, kind="url")
            return None
        if self.free:
            hint = "Write it as six hexadecimal digits, such as #003366, or “none”."
            self._error(Code.ARTWORK_COLOUR, f"The colour {value} is not known.", element, hint)
            return None
        hint = self._near_colour(value)
        self._error(Code.ARTWORK_COLOUR, f"The colour {value} is not in the palette.", element, hint)
        return None

    def _near_colour(self, value: str) -> str:
        try:
            channels = _channels(value)
        except ValueError:
            return "Write it as the screen colour of a palette entry, such as #003366, or “none”."
        screen = min(self.names, key=lambda known: (math.dist(_channels(known), channels), known))
        return f"The nearest palette colour is {screen} (“{self.names[screen]}”)."

    def _error(self, code: DiagnosticCode, message: str, element: SvgElement, hint: str, kind: str = "") -> None:
        """Collect a problem; further ones of its kind (by default, with the same message) are only counted."""
        key = f"{code} {kind or message}"
        first = self.reports.get(key, (code, message, element.place, hint, 0))
        self.reports[key] = (*first[:4], first[4] + 1)


def _dashes(text: str) -> tuple[float, ...]:
    return tuple(parse_unit(part) for part in text.replace(",", " ").split())


def _share(text: str) -> float:
    """An opacity from 0 to 1. Raises ValueError."""
    value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not math.isfinite(value):
        raise ValueError(text)
    return min(max(value, 0.0), 1.0)


def _channels(colour: str) -> tuple[int, int, int]:
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _values_hint(key: str) -> str:
    choices: Mapping[str, Iterable[str]] = {
        "stroke-linecap": _CAPS, "stroke-linejoin": _JOINS, "fill-rule": _FILL_RULES,
    }  # fmt: skip
    if key in choices:
        return f"Known are: {', '.join(choices[key])}."
    if key == "transform":
        return "Known are translate, scale, rotate, skewX, skewY and matrix, with numbers."
    return _NUMBERS_HINT
