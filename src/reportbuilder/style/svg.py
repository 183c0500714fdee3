"""SVG read into plain elements that know their line: the part of SVG that house artwork may use."""

import math
import re
from collections.abc import Mapping
from xml.parsers import expat

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import PathBuilder, parse_path

from reportbuilder.graphics import Segment, Verb
from reportbuilder.problems import Place
from reportbuilder.values import Value, field

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})

# fontTools takes geometry on trust; whatever it stumbles over, the shape is at fault.
_MISTAKEN = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
_TRANSFORM = re.compile(r"\s*,?\s*(\w+)\s*\(([^()]*)\)\s*")
_SPLIT = re.compile(r"[\s,]+")


class Element(Value):
    """An element: its name and attributes without namespaces, its children, and where it stands."""

    tag: str
    attributes: Mapping[str, str]
    place: Place
    children: "list[Element]" = field(default_factory=list)


class SvgSyntaxError(ValueError):
    """The file is not XML at all; says where."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def parse_svg(data: bytes, file: str) -> Element:
    """The root element of an SVG file. Raises SvgSyntaxError."""
    document = Element("", {}, Place(file))
    open_elements = [document]
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, attributes: dict[str, str]) -> None:
        place = Place(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        # Attributes of other namespaces (an editor's own) say nothing about the drawing.
        own = {key: value for key, value in attributes.items() if "}" not in key}
        element = Element(name.rpartition("}")[2], own, place)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_elements.pop()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SvgSyntaxError(expat.ErrorString(error.code), error.lineno, error.offset + 1) from error
    return document.children[0]


def numbers(text: str) -> tuple[float, ...]:
    """Numbers separated by spaces or commas. Raises ValueError."""
    found = tuple(float(part) for part in _SPLIT.split(text.strip()) if part)
    if not all(math.isfinite(number) for number in found):
        raise ValueError(f"“{text}” is not finite")
    return found


def parse_transform(text: str) -> Transform:
    """The matrix of a `transform` attribute (SVG 1.1, 7.6), without skewing. Raises ValueError."""
    result, end = Identity, 0
    for match in _TRANSFORM.finditer(text):
        if match.start() != end:
            break
        result, end = result.transform(_matrix(match[1], numbers(match[2]))), match.end()
    if end != len(text):
        raise ValueError(f"“{text}” is not a transform")
    return result


def _matrix(name: str, values: tuple[float, ...]) -> Transform:
    match name, values:
        case "translate", (x, *rest) if len(rest) <= 1:
            return Identity.translate(x, *rest)
        case "scale", (x, *rest) if len(rest) <= 1:
            return Identity.scale(x, *(rest or [x]))
        case "rotate", (angle,):
            return Identity.rotate(math.radians(angle))
        case "rotate", (angle, x, y):
            return Identity.translate(x, y).rotate(math.radians(angle)).translate(-x, -y)
        case "matrix", (_, _, _, _, _, _):
            return Transform(*values)
    raise ValueError(f"“{name}” with {len(values)} numbers is not a transform")


def outline(element: Element, transform: Transform) -> tuple[Segment, ...]:
    """The path of a shape, carried over by a transform. Raises ValueError for geometry that makes no sense."""
    builder = PathBuilder()
    pen = RecordingPen()
    try:
        geometry = {key: value for key, value in element.attributes.items() if key != "transform"}
        builder.add_path_from_element(_Geometry(element.tag, geometry))
        for path in builder.paths:
            parse_path(path, TransformPen(pen, transform))
        return _segments(pen)
    except _MISTAKEN as error:
        raise ValueError(f"this {element.tag} cannot be drawn") from error


class _Geometry(Value):
    """An element as fontTools asks for it."""

    tag: str
    attrib: Mapping[str, str]


def _segments(pen: RecordingPen) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    here = (0.0, 0.0)
    for operator, points in pen.value:
        match operator:
            case "moveTo":
                segments.append(_segment(Verb.MOVE, points))
            case "lineTo":
                segments.append(_segment(Verb.LINE, points))
            case "curveTo":
                segments.append(_segment(Verb.CURVE, points))
            case "qCurveTo":
                segments.append(_segment(Verb.CURVE, _raised(here, *points)))
            case "closePath":
                segments.append(Segment(Verb.CLOSE))
        here = points[-1] if points else here
    return tuple(segments)


def _segment(verb: Verb, points: tuple[tuple[float, float], ...]) -> Segment:
    flat = tuple(round(number, 3) for point in points for number in point)
    if not math.isfinite(sum(flat)):
        raise ValueError("a coordinate is not finite")
    return Segment(verb, flat)


def _raised(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """A quadratic curve as a cubic one: the control point two thirds of the way from either end."""
    first = (start[0] + 2 / 3 * (control[0] - start[0]), start[1] + 2 / 3 * (control[1] - start[1]))
    second = (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
    return first, second, end
