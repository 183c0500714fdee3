"""Parses SVG into plain elements with their lines, for the subset that artwork may use."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Segment
from reportbuilder.style.svg_shapes import Step, shape_steps
from reportbuilder.values import Value, field

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})

_SVG, _HREF = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink}href"
_TRANSFORM = re.compile(r"\s*,?\s*(\w+)\s*\(([^()]*)\)\s*")
_SPLIT = re.compile(r"[\s,]+")


class SvgElement(Value):
    """An element: its name (empty if it is not an SVG element) and attributes without namespaces, its children, its
    line and column, and the text of a style sheet."""

    tag: str
    attributes: Mapping[str, str]
    place: Place
    children: "list[SvgElement]" = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class SvgSyntaxError(ValueError):
    """The file is not well-formed XML; has the position of the error."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def parse_svg(data: bytes, file: str) -> SvgElement:
    """Parse the root element of an SVG file. Raises SvgSyntaxError."""
    document = SvgElement("", {}, Place(file))
    open_elements = [document]
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, attributes: dict[str, str]) -> None:
        place = Place(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        # Attributes of other namespaces (an editor's own) say nothing about the drawing.
        own = {key: value for key, value in attributes.items() if "}" not in key}
        if _HREF in attributes:
            own.setdefault("href", attributes[_HREF])
        namespace, _, tag = name.rpartition("}")
        element = SvgElement(tag if namespace in ("", _SVG) else "", own, place)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    parser.StartElementHandler = start

    def text(data: str) -> None:
        if open_elements[-1].tag == "style":
            open_elements[-1].text.append(data)

    parser.CharacterDataHandler = text
    parser.EndElementHandler = lambda name: open_elements.pop()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SvgSyntaxError(expat.ErrorString(error.code), error.lineno, error.offset + 1) from error
    return document.children[0]


def numbers(text: str) -> tuple[float, ...]:
    """Parse numbers separated by spaces or commas. Raises ValueError."""
    numbers = tuple(float(part) for part in _SPLIT.split(text.strip()) if part)
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"“{text}” is not finite")
    return numbers


class Matrix(Value):
    """An affine transformation (SVG 1.1, 7.5) of x, y to a·x + c·y + e, b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: "Matrix") -> "Matrix":
        """The product of two matrices: `first` is applied first."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            *self.carried(complex(first.e, first.f)),
        )

    def carried(self, point: complex) -> tuple[float, float]:
        """Transform a point."""
        x, y = point.real, point.imag
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """The mean factor by which lengths are scaled."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def parse_transform(text: str) -> Matrix:
    """Parse a `transform` attribute (SVG 1.1, 7.6). Raises ValueError."""
    result, end = Matrix(), 0
    for match in _TRANSFORM.finditer(text):
        if match.start() != end:
            break
        result, end = result.after(_matrix(match[1], numbers(match[2]))), match.end()
    if end != len(text):
        raise ValueError(f"“{text}” is not a transform")
    return result


def _matrix(name: str, values: tuple[float, ...]) -> Matrix:
    match name, values:
        case "translate", (x, *rest) if len(rest) <= 1:
            return Matrix(e=x, f=sum(rest))
        case "scale", (x, *rest) if len(rest) <= 1:
            return Matrix(a=x, d=sum(rest) if rest else x)
        case "rotate", (angle,):
            return _rotation(angle)
        case "rotate", (angle, x, y):
            return Matrix(e=x, f=y).after(_rotation(angle)).after(Matrix(e=-x, f=-y))
        case "skewX", (angle,):
            return Matrix(c=math.tan(math.radians(angle)))
        case "skewY", (angle,):
            return Matrix(b=math.tan(math.radians(angle)))
        case "matrix", (_, _, _, _, _, _):
            return Matrix(*values)
    raise ValueError(f"“{name}” with {len(values)} numbers is not a transform")


def _rotation(degrees: float) -> Matrix:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Matrix(cosine, sine, -sine, cosine)


def outline(tag: str, attributes: Mapping[str, str], matrix: Matrix) -> tuple[Segment, ...]:
    """The path of a shape, transformed by a matrix. Raises ValueError for invalid geometry."""
    try:
        return tuple(_segments(shape_steps(tag, attributes), matrix))
    except (ValueError, KeyError, ArithmeticError) as error:
        raise ValueError(f"this {tag} cannot be drawn") from error


def _segments(steps: Iterable[Step], matrix: Matrix) -> Iterator[Segment]:
    """Transform the segments as `Matrix.carried` does, inlined: artwork has thousands of points."""
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    for verb, points in steps:
        flat: list[float] = []
        for point in points:
            x, y = point.real, point.imag
            flat += round(a * x + c * y + e, 3), round(b * x + d * y + f, 3)
        if not math.isfinite(sum(flat)):
            raise ValueError("a coordinate is not finite")
        yield Segment(verb, tuple(flat))
