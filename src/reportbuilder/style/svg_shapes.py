"""Converts the shapes of SVG into lines and curves, with the attributes that apply to each.

Path data follow the grammar of SVG 2 (9.3.9), and also accept SVG 1.1's trailing point (`1.`). Points are complex
numbers, so that rotation and scaling are multiplications.

Drawing programs write `.st0{fill:#003366}` in a `<style>` element, and `class="st0"` on shapes. Simple selectors are
supported: an element name, a class, an id, `*`, and combinations of these (CSS 2.1, 5).
"""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.document.graphics import Verb
from reportbuilder.values import Value

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<tag>\*|[\w-]*)(?P<rest>(?:[.#][\w-]+)*)")
_PART = re.compile(r"([.#])([\w-]+)")


class CssRule(Value):
    """A style rule: its properties, and its selector as an element name (empty: any), classes and an id (empty:
    any)."""

    tag: str
    classes: frozenset[str]
    id: str
    declarations: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        """The specificity of the selector (CSS 2.1, 6.4.3)."""
        return (1 if self.id else 0, len(self.classes), 1 if self.tag else 0)

    def holds(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether the selector matches an element."""
        return (
            self.tag in ("", tag)
            and self.classes <= set(attributes.get("class", "").split())
            and self.id in ("", attributes.get("id", ""))
        )


def parse_sheet(text: str) -> tuple[list[CssRule], list[str]]:
    """Parse a style sheet into its rules, in order, and the selectors and at-rules that are not supported."""
    rules, unread = list[CssRule](), list[str]()
    for selectors, body in _RULE.findall(_COMMENT.sub("", text)):
        declarations = parse_declarations(body)
        for selector in (part.strip() for part in selectors.split(",")):
            matched = _SELECTOR.fullmatch(selector)
            if matched is None or not selector:
                unread.append(selector)
                continue
            parts = _PART.findall(matched["rest"])
            classes = frozenset(name for sign, name in parts if sign == ".")
            name = next((name for sign, name in parts if sign == "#"), "")
            rules.append(CssRule(matched["tag"].strip("*"), classes, name, declarations))
    return rules, unread


def parse_declarations(text: str) -> dict[str, str]:
    """Parse the properties of a `style` attribute or a rule."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        key.strip().lower(): value.replace("!important", "").strip() for key, _, value in pairs if key.strip() and value
    }


def properties_of(tag: str, attributes: Mapping[str, str], rules: Sequence[CssRule]) -> dict[str, str]:
    """The properties and other attributes of an element: rules override attributes, and its `style` overrides rules
    (SVG 2, 6.6)."""
    matched = {key: value for key, value in attributes.items() if key not in ("style", "class")}
    for rule in sorted((rule for rule in rules if rule.holds(tag, attributes)), key=lambda rule: rule.weight):
        matched |= rule.declarations
    return matched | parse_declarations(attributes.get("style", ""))


PIXEL = 0.75
"""A CSS pixel (1/96 inch) in points."""

_UNITS = {"px": PIXEL, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "q": 18 / 25.4}
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|q)?", re.IGNORECASE)
_FUNCTION = re.compile(r"rgba?\(([^()]*)\)")
_NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "lime": "#00ff00", "blue": "#0000ff",
    "yellow": "#ffff00", "cyan": "#00ffff", "aqua": "#00ffff", "magenta": "#ff00ff", "fuchsia": "#ff00ff",
    "grey": "#808080", "gray": "#808080", "silver": "#c0c0c0", "maroon": "#800000", "olive": "#808000",
    "green": "#008000", "purple": "#800080", "teal": "#008080", "navy": "#000080", "orange": "#ffa500",
}  # fmt: skip


def parse_unit(text: str, pixel: float | None = None) -> float:
    """Parse a length: in points if `pixel` gives the points of a user unit, otherwise in user units, which are CSS
    pixels (SVG 2, 8.9). Raises ValueError."""
    matched = _LENGTH.fullmatch(text.strip())
    if matched is None:
        raise ValueError(f"“{text}” is not a length")
    value, unit = float(matched[1]), (matched[2] or "").lower()
    if pixel is not None:
        return value * (pixel if unit in ("", "px") else _UNITS[unit])
    return value if unit in ("", "px") else value * _UNITS[unit] / PIXEL


def colour_code(text: str) -> str | None:
    """A colour as `"#rrggbb"`; None for `none` and invisible colours. An unknown colour is returned as it is."""
    low = text.strip().lower()
    if low in ("none", "transparent"):
        return None
    if re.fullmatch(r"#[0-9a-f]{3}", low):
        return "#" + "".join(digit * 2 for digit in low[1:])
    matched = _FUNCTION.fullmatch(low)
    if matched:
        parts = matched[1].replace(",", " ").split()
        if len(parts) == 3 or (len(parts) in (4, 5) and parts[-1] in ("1", "100%")):
            channels = [float(p[:-1]) * 2.55 if p.endswith("%") else float(p) for p in parts[:3]]
            return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in channels)
    return _NAMED.get(low, low)


Step = tuple[Verb, tuple[complex, ...]]
"""A segment in user units, with its points."""
Command = tuple[str, tuple[float, ...]]
"""A command letter of path data and one set of its numbers."""

_COMMAND = re.compile(r"\s*([MmZzLlHhVvCcSsQqTtAa])")
_NUMBER = re.compile(r"\s*,?\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")
_FLAG = re.compile(r"\s*,?\s*([01])")
_COUNTS = {"M": 2, "Z": 0, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_FLAGS = (3, 4)  # of an arc's numbers: these may stand without anything between them and the next
_QUARTER = math.pi / 2 + 0.001  # a little more, so that rounding makes no fifth quarter


def path_steps(data: str) -> Iterator[Step]:
    """Parse path data (the attribute `d`) into segments. Raises ValueError."""
    return _Pen().draw(_commands(data))


def shape_steps(tag: str, attributes: Mapping[str, str]) -> Iterator[Step]:
    """The segments of a basic shape (SVG 2, 10) from its attributes. Raises ValueError, or KeyError for a missing
    one."""
    lengths = {key: parse_unit(value) for key, value in attributes.items() if key in _LENGTHS}
    match tag:
        case "path":
            return path_steps(attributes.get("d", ""))
        case "polyline" | "polygon":
            points = attributes.get("points", "")
            return path_steps(f"M{points}{'z' if tag == 'polygon' else ''}" if points.strip() else "")
        case "line":
            x1, y1, x2, y2 = (lengths.get(key, 0.0) for key in ("x1", "y1", "x2", "y2"))
            return _Pen().draw([("M", (x1, y1)), ("L", (x2, y2))])
        case "circle":
            return _Pen().draw(_ellipse(lengths, lengths["r"], lengths["r"]))
        case "ellipse":
            return _Pen().draw(_ellipse(lengths, lengths["rx"], lengths["ry"]))
        case "rect":
            return _Pen().draw(_rectangle(lengths))
    raise ValueError(f"“{tag}” is not a shape")


_LENGTHS = frozenset({"x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2"})


def _ellipse(lengths: Mapping[str, float], rx: float, ry: float) -> Iterator[Command]:
    """An ellipse as two arcs: one arc cannot end where it begins."""
    x, y = lengths.get("cx", 0.0), lengths.get("cy", 0.0)
    _check_lengths(rx, ry)
    yield "M", (x - rx, y)
    yield "A", (rx, ry, 0, 1, 1, x + rx, y)
    yield "A", (rx, ry, 0, 1, 1, x - rx, y)


def _rectangle(lengths: Mapping[str, float]) -> Iterator[Command]:
    x, y, width, height = lengths.get("x", 0.0), lengths.get("y", 0.0), lengths["width"], lengths["height"]
    rx, ry = lengths.get("rx", 0.0), lengths.get("ry", 0.0)
    _check_lengths(width, height, rx, ry)
    rx, ry = min(rx or ry, width / 2), min(ry or rx, height / 2)
    right, bottom = x + width, y + height
    corners = [(right, y + ry), (right - rx, bottom), (x, bottom - ry), (x + rx, y)]
    sides = [("H", right - rx), ("V", bottom - ry), ("H", x + rx), ("V", y + ry)]
    yield "M", (x + rx, y)
    for (letter, end), corner in zip(sides, corners, strict=True):
        yield letter, (end,)
        if rx and ry:
            yield "A", (rx, ry, 0, 0, 1, *corner)
    yield "Z", ()


def _check_lengths(*lengths: float) -> None:
    if min(lengths) < 0:
        raise ValueError("a length is below zero")


def _commands(data: str) -> Iterator[Command]:
    """The commands of path data, one for every set of numbers after a letter."""
    at, end = 0, len(data.rstrip())
    while at < end:
        matched = _COMMAND.match(data, at)
        if matched is None or (at == 0 and matched[1] not in "Mm"):
            raise ValueError(f"“{data[at : at + 20]}” is not path data")
        letter, at = matched[1], matched.end()
        numbers, at = _numbers(data, at, _COUNTS[letter.upper()])
        yield letter, numbers
        # More numbers repeat the command; after a move, as lines.
        letter = {"M": "L", "m": "l"}.get(letter, letter)
        while numbers and _NUMBER.match(data, at):
            numbers, at = _numbers(data, at, len(numbers))
            yield letter, numbers


def _numbers(data: str, offset: int, count: int) -> tuple[tuple[float, ...], int]:
    """Parse `count` numbers from an offset on; returns them and the offset after them."""
    numbers: list[float] = []
    for index in range(count):
        flag = count == _COUNTS["A"] and index in _FLAGS
        matched = (_FLAG if flag else _NUMBER).match(data, offset)
        if matched is None:
            raise ValueError(f"“{data[offset : offset + 20]}” is not a number")
        numbers.append(float(matched[1]))
        offset = matched.end()
    return tuple(numbers), offset


class _Pen:
    """Executes path commands: keeps the current point, the start of the subpath, and the control point for smooth
    curves."""

    def __init__(self) -> None:
        self._here = self._start = 0j
        self._mirrored: tuple[str, complex] = ("", 0j)
        self._closed = False

    def draw(self, commands: Iterator[Command] | list[Command]) -> Iterator[Step]:
        for letter, numbers in commands:
            kind = letter.upper()
            if self._closed and kind not in "MZ":
                yield Verb.MOVE, (self._start,)  # what follows a closed path begins where that one did
            closed, self._closed = self._closed, kind == "Z"
            mirrored, self._mirrored = self._mirrored, ("", 0j)
            origin = self._here if letter.islower() else 0j
            match kind:
                case "Z":
                    if self._here != self._start:
                        yield self._line(self._start)
                    if not closed:
                        yield Verb.CLOSE, ()
                case "H":
                    yield self._line(complex(origin.real + numbers[0], self._here.imag))
                case "V":
                    yield self._line(complex(self._here.real, origin.imag + numbers[0]))
                case "A":
                    yield from self._arc(numbers, origin + complex(*numbers[5:]))
                case _:
                    points = [origin + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
                    yield self._through(kind, points, mirrored)

    def _through(self, kind: str, points: list[complex], mirrored: tuple[str, complex]) -> Step:
        """The segment of a command whose numbers are all points."""
        match kind, points:
            case "M", [point]:
                self._here = self._start = point
                return Verb.MOVE, (point,)
            case "C", [first, second, end]:
                return self._curve(first, second, end)
            case "S", [second, end]:
                return self._curve(self._mirror("cubic", mirrored), second, end)
            case "Q", [control, end]:
                return self._quadratic(control, end)
            case "T", [end]:
                return self._quadratic(self._mirror("quadratic", mirrored), end)
        return self._line(points[0])

    def _line(self, end: complex) -> Step:
        self._here = end
        return Verb.LINE, (end,)

    def _curve(self, first: complex, second: complex, end: complex) -> Step:
        self._here, self._mirrored = end, ("cubic", second)
        return Verb.CURVE, (first, second, end)

    def _quadratic(self, control: complex, end: complex) -> Step:
        """A quadratic curve as a cubic one."""
        start, self._here, self._mirrored = self._here, end, ("quadratic", control)
        return Verb.CURVE, (start + 2 / 3 * (control - start), end + 2 / 3 * (control - end), end)

    def _mirror(self, kind: str, mirrored: tuple[str, complex]) -> complex:
        """The reflection of the last control point at the current point; the current point itself if the last command
        was no such curve."""
        return 2 * self._here - mirrored[1] if mirrored[0] == kind else self._here

    def _arc(self, numbers: tuple[float, ...], end: complex) -> Iterator[Step]:
        start, self._here = self._here, end
        rx, ry, turn, large, sweep = numbers[:5]
        if start == end:
            return
        if not (rx and ry):
            yield Verb.LINE, (end,)
            return
        for points in arc_curves(start, end, (abs(rx), abs(ry)), math.radians(turn), bool(large), bool(sweep)):
            yield Verb.CURVE, points


def arc_curves(
    start: complex, end: complex, radii: tuple[float, float], turn: float, large: bool, sweep: bool
) -> Iterator[tuple[complex, complex, complex]]:
    """Approximate an elliptical arc by cubic curves of at most a quarter each (SVG 2, B.2.4 and B.2.5); `turn` is in
    radians.

    The arc is computed on the unit circle and transformed back. Radii that are too small are scaled up.
    """
    turned = cmath.rect(1, turn)
    half = (start - end) / 2 / turned
    reach = max(math.hypot(half.real / radii[0], half.imag / radii[1]), 1)
    rx, ry = radii[0] * reach, radii[1] * reach

    def on_circle(point: complex) -> complex:
        point /= turned
        return complex(point.real / rx, point.imag / ry)

    def on_ellipse(point: complex) -> complex:
        return complex(point.real * rx, point.imag * ry) * turned

    first, last = on_circle(start), on_circle(end)
    chord = last - first
    aside = math.sqrt(max(1 / abs(chord) ** 2 - 0.25, 0)) * (-1 if sweep == large else 1)
    centre = (first + last) / 2 + chord * 1j * aside
    begin, angle = cmath.phase(first - centre), cmath.phase((last - centre) / (first - centre))
    if sweep != (angle > 0):
        angle += 2 * math.pi if sweep else -2 * math.pi
    count = max(math.ceil(abs(angle) / _QUARTER), 1)
    handle = 4 / 3 * math.tan(angle / count / 4)
    for index in range(count):
        near = cmath.rect(1, begin + index * angle / count)
        far = cmath.rect(1, begin + (index + 1) * angle / count)
        points = (near * (1 + handle * 1j), far * (1 - handle * 1j), far)
        one, two, three = (on_ellipse(centre + point) for point in points)
        yield one, two, end if index == count - 1 else three
