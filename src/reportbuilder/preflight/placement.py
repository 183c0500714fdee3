"""Tracks where a content stream paints: the graphics state with its matrix and clip, paths, and text positions.

A `Placement` executes the operators of one stream and reports each painted object with its place, colour and size to a
`PaintObserver`. Lengths are in points, in the coordinates of the page (ISO 32000-1, 8.3 to 8.10 and 9.3 to 9.4).
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from reportbuilder.preflight.colour import CMYK, GREY, RGB, ColourSpace, InkColour, read_space
from reportbuilder.preflight.content_stream import INLINE_IMAGE
from reportbuilder.preflight.fonts import GlyphMetrics
from reportbuilder.preflight.geometry import (
    EVERYWHERE,
    IDENTITY,
    Matrix,
    PathBuilder,
    Shape,
    around,
    corners,
    grown,
    is_empty,
    meet,
    product,
    shape,
    thinnest,
)
from reportbuilder.preflight.press_file import PrintedPage
from reportbuilder.preflight.reader import dictionary, get, integer, is_true, items, name, numbers, resolved
from reportbuilder.standards.facts import Box
from reportbuilder.values import Value

_UNIT_SQUARE = (0.0, 0.0, 1.0, 1.0)
_DEVICES = {"g": GREY, "rg": RGB, "k": CMYK}
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
_MOST_SAVED = 512
_IMPOSSIBLE = (IndexError, TypeError, ValueError, ZeroDivisionError, OverflowError)
"""The exceptions of an operator with missing operands or operands of a wrong type; such an operator is ignored."""
_DESCENT, _ASCENT = -0.2, 0.72
"""How far letters reach below and above their baseline, approximately, in ems."""
_FILLED_TEXT = frozenset((0, 2, 4, 6))
_STROKED_TEXT = frozenset((1, 2, 5, 6))
"""Text rendering modes (ISO 32000-1, table 106)."""


class StreamKind(Enum):
    """What a content stream describes."""

    PAGE = "page"
    FORM = "form"
    PATTERN = "pattern"
    GLYPH = "glyph"
    SOFT_MASK = "soft mask"


class PaintStyle(Value, eq=False):
    """How an object is painted.

    `overprints` tells whether the inks below are kept where the colour has none; `overprint_requested` whether the file
    asks for that, which has no effect for some colours. `blend` is a blend mode, `alpha` the opacity (0 to 1).
    """

    colour: InkColour
    space: ColourSpace
    overprints: bool
    overprint_requested: bool
    blend: str = "Normal"
    alpha: float = 1.0


class PlacedText(Value, eq=False):
    """A shown text: its size on the page in points, its box, and the number of its visible characters."""

    size: float
    shape: Shape
    count: int


class PaintObserver(Protocol):
    """Receives the painted objects of pages with their places. Shapes are clipped already, and never empty."""

    def begin_page(self, page: Any, printed: PrintedPage) -> None:
        """A page begins."""

    def begin_stream(self, stream: Any, kind: StreamKind, where: Box) -> bool:
        """A form, pattern, glyph or soft mask is drawn within a box; returns whether to interpret its content."""

    def end_stream(self) -> None:
        """The content of a form, pattern, glyph or soft mask ends."""

    def fill(self, shape: Shape, paint: PaintStyle) -> None:
        """An area is filled."""

    def stroke(self, shape: Shape, width: float, paint: PaintStyle) -> None:
        """A line is drawn; `width` is its smallest width on the page."""

    def text(self, text: PlacedText, paint: PaintStyle) -> None:
        """Text is shown."""

    def image(self, shape: Shape, matrix: Matrix, image: Any, paint: PaintStyle) -> None:
        """An image XObject is placed; `paint` is the colour of a stencil mask."""

    def inline_image(
        self, shape: Shape, matrix: Matrix, entries: Any, resources: Mapping[str, Any], paint: PaintStyle
    ) -> None:
        """An inline image is placed."""

    def shading(self, shape: Shape, shading: Any) -> None:
        """An area is filled with a shading."""

    def unfinished(self) -> None:
        """The file has too many operators for the page to be tracked to its end."""


class Drawings(Protocol):
    """Interprets nested content streams and reads fonts; implemented by the interpreter."""

    def metrics(self, raw: Any) -> GlyphMetrics:
        """The metrics of the font of a dictionary."""

    def interpret_painted(
        self, stream: Any, kind: StreamKind, where: Box, state: "State", resources: Mapping[str, Any]
    ) -> None:
        """Interpret a pattern, a glyph or a soft mask where it is painted."""


@dataclass(slots=True)
class State:
    """The graphics state, saved by `q` and restored by `Q` (ISO 32000-1, 8.4 and 9.3)."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    space: ColourSpace = GREY
    colour: InkColour = field(default_factory=GREY.first)
    pattern: Any = None
    stroke_space: ColourSpace = GREY
    stroke_colour: InkColour = field(default_factory=GREY.first)
    stroke_pattern: Any = None
    overprint: bool = False
    stroke_overprint: bool = False
    overprint_mode: int = 0
    blend: str = "Normal"
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    line_width: float = 1.0
    font: GlyphMetrics | None = None
    size: float = 0.0
    character_spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    rendering: int = 0

    def paint(self, stroke: bool = False) -> PaintStyle:
        """The style in which areas or, for `stroke`, lines are painted now.

        Inks below are kept where the colour is a separation, or a process colour in overprint mode 1 (ISO 32000-1,
        8.6.7).
        """
        if stroke:
            colour, space, requested, alpha = (
                self.stroke_colour,
                self.stroke_space,
                self.stroke_overprint,
                self.stroke_alpha,
            )
        else:
            colour, space, requested, alpha = self.colour, self.space, self.overprint, self.alpha
        of_plates = space.kind in ("Separation", "DeviceN")
        of_process = space.kind == "DeviceCMYK" and self.overprint_mode == 1
        return PaintStyle(colour, space, requested and (of_plates or of_process), requested, self.blend, alpha)


def form_state(form: Any, state: State) -> State:
    """The initial graphics state of a form: its matrix is applied, and its box clips."""
    inner = copy(state)
    inner.matrix = product(matrix_of(form), state.matrix)
    box = numbers(get(form, "/BBox"))
    if len(box) == 4:
        inner.clip = meet(state.clip, around(corners(inner.matrix, (box[0], box[1], box[2], box[3]))))
    return inner


def appearance_state(annotation: Any, appearance: Any, page: Box) -> State | None:
    """The initial graphics state of an annotation's appearance (ISO 32000-1, 12.5.5); None if it has no area."""
    box, place = numbers(get(appearance, "/BBox")), numbers(get(annotation, "/Rect"))
    if len(box) != 4 or len(place) != 4:
        return None
    left, foot, right, top = around(corners(matrix_of(appearance), (box[0], box[1], box[2], box[3])))
    x, y = min(place[::2]), min(place[1::2])
    wide = abs(place[2] - place[0]) / (right - left) if right > left else 1.0
    high = abs(place[3] - place[1]) / (top - foot) if top > foot else 1.0
    matrix = (wide, 0.0, 0.0, high, x - left * wide, y - foot * high)
    return form_state(appearance, State(matrix=matrix, clip=page))


def matrix_of(holder: Any, key: str = "/Matrix") -> Matrix:
    """The matrix of a form, pattern or font; the identity if it has none."""
    values: Sequence[float] = numbers(get(holder, key))
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) == 6 else IDENTITY


class Placement:
    """Executes the operators of one content stream, starting with `state`."""

    def __init__(self, drawings: Drawings, observer: PaintObserver, resources: Mapping[str, Any], state: State) -> None:
        self.drawings, self.observer, self.resources, self.state = drawings, observer, resources, state
        self._saved: list[State] = []
        self._unsaved = 0
        self._path = PathBuilder()
        self._clips = False
        self._text = self._line = IDENTITY

    def step(self, operator: str, operands: list[Any]) -> None:
        """Execute an operator; one with invalid operands is ignored."""
        handler = _HANDLERS.get(operator)
        if handler is not None:
            try:
                handler(self, operator, operands)
            except _IMPOSSIBLE:
                return

    def _lay_path(self, operator: str, operands: list[Any]) -> None:
        self._path.add(operator, operands, self.state.matrix)

    def _paint_path(self, operator: str, operands: list[Any]) -> None:
        state, outlines = self.state, self._path.outlines()
        clips, self._clips = self._clips, False
        self._path = PathBuilder()
        if not outlines:
            return
        area = shape(outlines, state.clip)
        if operator in _FILLS and not is_empty(area.box):
            self.observer.fill(area, state.paint())
            self._paint_pattern(state.space, state.pattern, area.box)
        if operator in _STROKES:
            self._stroke(area)
        if clips:
            state.clip = area.box

    def _stroke(self, area: Shape) -> None:
        state = self.state
        width = state.line_width * thinnest(state.matrix)
        thick = grown(area.bounds, width / 2)
        seen = meet(thick, state.clip)
        if not is_empty(seen):
            self.observer.stroke(Shape(area.outlines, thick, seen), width, state.paint(stroke=True))
            self._paint_pattern(state.stroke_space, state.stroke_pattern, seen)

    def _paint_pattern(self, space: ColourSpace, pattern: Any, box: Box) -> None:
        """Interpret the pattern with which something is painted."""
        if space.kind != "Pattern" or pattern is None:
            return
        if get(pattern, "/PatternType") == 1:
            state = State(matrix=matrix_of(pattern))
            self.drawings.interpret_painted(pattern, StreamKind.PATTERN, box, state, self.resources)
        else:
            self._fill_with_shading(get(pattern, "/Shading"), box)

    def _fill_with_shading(self, shading: Any, box: Box) -> None:
        self.observer.shading(shape([corners(IDENTITY, box)], box), shading)

    def _paint_shading(self, operator: str, operands: list[Any]) -> None:
        shading = get(get(self.resources, "/Shading"), operands[0])
        if shading is not None and not is_empty(self.state.clip):
            self._fill_with_shading(shading, self.state.clip)

    def _clip(self, operator: str, operands: list[Any]) -> None:
        self._clips = True

    def _save(self, operator: str, operands: list[Any]) -> None:
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(copy(self.state))
        else:
            self._unsaved += 1

    def _restore(self, operator: str, operands: list[Any]) -> None:
        if self._unsaved:
            self._unsaved -= 1
        elif self._saved:
            self.state = self._saved.pop()

    def _transform(self, operator: str, operands: list[Any]) -> None:
        a, b, c, d, e, f = (float(one) for one in operands)
        self.state.matrix = product((a, b, c, d, e, f), self.state.matrix)

    def _width(self, operator: str, operands: list[Any]) -> None:
        self.state.line_width = float(operands[0])

    def _device_colour(self, operator: str, operands: list[Any]) -> None:
        space = _DEVICES[operator.lower()]
        self._set_colour(operator, space, space.colour(operands))

    def _colour_space(self, operator: str, operands: list[Any]) -> None:
        space = read_space(operands[0], self.resources)
        self._set_colour(operator, space, space.first())

    def _colour(self, operator: str, operands: list[Any]) -> None:
        pattern_name = operands[-1] if operands and isinstance(operands[-1], str) else ""
        pattern = get(get(self.resources, "/Pattern"), pattern_name) if pattern_name else None
        if operator.isupper():
            self.state.stroke_pattern, space = pattern, self.state.stroke_space
        else:
            self.state.pattern, space = pattern, self.state.space
        self._set_colour(operator, space, space.colour(operands))

    def _set_colour(self, operator: str, space: ColourSpace, colour: InkColour) -> None:
        """Select the stroke colour for an operator in capitals, otherwise the fill colour."""
        if operator.isupper():
            self.state.stroke_space, self.state.stroke_colour = space, colour
        else:
            self.state.space, self.state.colour = space, colour

    def _graphics_state(self, operator: str, operands: list[Any]) -> None:
        """Apply a graphics state dictionary; `OP` also applies to fills if there is no `op`."""
        state, parameters = self.state, get(get(self.resources, "/ExtGState"), operands[0])
        lines, areas = get(parameters, "/OP"), get(parameters, "/op")
        if lines is not None:
            state.stroke_overprint = is_true(lines)
        if areas is not None or lines is not None:
            state.overprint = is_true(lines if areas is None else areas)
        mode, width = integer(get(parameters, "/OPM")), get(parameters, "/LW")
        state.overprint_mode = state.overprint_mode if mode is None else mode
        state.line_width = float(width) if isinstance(width, int | float) else state.line_width
        blend = get(parameters, "/BM")
        if blend is not None:
            names = items(blend) if isinstance(blend, list) else [blend]
            state.blend = next((called for one in names if (called := name(resolved(one)))), "Normal")
        alpha, stroke_alpha = get(parameters, "/ca"), get(parameters, "/CA")
        state.alpha = float(alpha) if isinstance(alpha, int | float) else state.alpha
        state.stroke_alpha = float(stroke_alpha) if isinstance(stroke_alpha, int | float) else state.stroke_alpha
        font = items(get(parameters, "/Font"))
        if len(font) == 2:
            state.font, state.size = self.drawings.metrics(resolved(font[0])), numbers(font)[-1]
        mask = get(parameters, "/SMask")
        form = get(mask, "/G")
        if form is not None:
            inner = copy(state)
            inner.matrix, inner.clip = product(matrix_of(form), state.matrix), EVERYWHERE
            self.drawings.interpret_painted(form, StreamKind.SOFT_MASK, state.clip, inner, self.resources)

    def _place_image(self, operator: str, operands: list[Any]) -> None:
        drawing = get(get(self.resources, "/XObject"), operands[0])
        area = shape([corners(self.state.matrix, _UNIT_SQUARE)], self.state.clip)
        if get(drawing, "/Subtype") == "/Image" and not is_empty(area.box):
            self.observer.image(area, self.state.matrix, drawing, self.state.paint())

    def _inline_image(self, operator: str, operands: list[Any]) -> None:
        area = shape([corners(self.state.matrix, _UNIT_SQUARE)], self.state.clip)
        if not is_empty(area.box):
            self.observer.inline_image(area, self.state.matrix, operands[0], self.resources, self.state.paint())

    def _begin_text(self, operator: str, operands: list[Any]) -> None:
        self._text = self._line = IDENTITY

    def _select_font(self, operator: str, operands: list[Any]) -> None:
        raw = get(get(self.resources, "/Font"), operands[0])
        size = float(operands[1])
        self.state.font, self.state.size = (self.drawings.metrics(raw) if raw is not None else None), size

    def _text_matrix(self, operator: str, operands: list[Any]) -> None:
        a, b, c, d, e, f = operands
        self._text = self._line = (a, b, c, d, e, f)

    def _move(self, operator: str, operands: list[Any]) -> None:
        if operator == "TD":
            self.state.leading = -operands[1]
        self._move_line(operands[0], operands[1])

    def _move_line(self, x: float, y: float) -> None:
        self._text = self._line = product((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _text_state(self, operator: str, operands: list[Any]) -> None:
        state, value = self.state, operands[0]
        match operator:
            case "Ts":
                state.rise = float(value)
            case "Tz":
                state.stretch = value / 100
            case "Tc":
                state.character_spacing = float(value)
            case "Tw":
                state.word_spacing = float(value)
            case "TL":
                state.leading = float(value)
            case "Tr":
                state.rendering = int(value)

    def _next_line(self, operator: str, operands: list[Any]) -> None:
        self._move_line(0.0, -self.state.leading)
        if operator == '"':
            self.state.word_spacing, self.state.character_spacing = operands[:2]
        if operator != "T*":
            self._show(operator, operands[-1:])

    def _show(self, operator: str, operands: list[Any]) -> None:
        state, shown = self.state, operands[0]
        metrics, size = state.font, state.size
        if metrics is None:
            return
        font, length, seen = metrics.font, 0.0, 0
        for part in shown if isinstance(shown, list) else [shown]:
            if isinstance(part, bytes):
                codes = font.split(part)
                length += metrics.advance(codes) * size + state.character_spacing * len(codes)
                if state.word_spacing and not font.composite:
                    length += state.word_spacing * part.count(b" ")
                seen += metrics.visible(codes)
            else:
                length -= part / 1000 * size
        length *= state.stretch
        if seen:
            self._place_text(length, seen, metrics)
        self._text = product((1.0, 0.0, 0.0, 1.0, length, 0.0), self._text)

    def _place_text(self, length: float, count: int, metrics: GlyphMetrics) -> None:
        """Report shown text unless all its glyphs are blank; `length` is its width in text space."""
        state = self.state
        size, matrix = abs(state.size), product(self._text, state.matrix)
        foot, top = state.rise + _DESCENT * size, state.rise + _ASCENT * size
        area = shape([corners(matrix, (min(0.0, length), foot, max(0.0, length), top))], state.clip)
        if is_empty(area.box):
            return
        high = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        if state.rendering in _FILLED_TEXT:
            self.observer.text(PlacedText(high, area, count), state.paint())
        if state.rendering in _STROKED_TEXT:
            self.observer.stroke(area, state.line_width * thinnest(state.matrix), state.paint(stroke=True))
        if get(metrics.font.dictionary, "/Subtype") == "/Type3":
            self._draw_glyphs(metrics, matrix, area.box)

    def _draw_glyphs(self, metrics: GlyphMetrics, matrix: Matrix, where: Box) -> None:
        """Interpret the glyph procedures of a Type 3 font, once."""
        if metrics.drawn:
            return
        metrics.drawn = True
        font, state = metrics.font.dictionary, self.state
        inner = copy(state)
        inner.clip = EVERYWHERE
        scale = product((state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise), matrix)
        inner.matrix = product(matrix_of(font, "/FontMatrix"), scale)
        resources = dictionary(get(font, "/Resources")) or self.resources
        for glyph in dictionary(get(font, "/CharProcs")).values():
            self.drawings.interpret_painted(resolved(glyph), StreamKind.GLYPH, where, copy(inner), resources)


_Handler = Callable[[Placement, str, list[Any]], None]


def _handlers() -> Mapping[str, _Handler]:
    groups: tuple[tuple[str, _Handler], ...] = (
        ("m l c v y h re", Placement._lay_path),
        ("f F f* B B* b b* S s n", Placement._paint_path),
        ("sh", Placement._paint_shading),
        ("W W*", Placement._clip),
        ("q", Placement._save),
        ("Q", Placement._restore),
        ("cm", Placement._transform),
        ("w", Placement._width),
        ("g G rg RG k K", Placement._device_colour),
        ("cs CS", Placement._colour_space),
        ("sc SC scn SCN", Placement._colour),
        ("gs", Placement._graphics_state),
        ("Do", Placement._place_image),
        (INLINE_IMAGE, Placement._inline_image),
        ("BT", Placement._begin_text),
        ("Tf", Placement._select_font),
        ("Tm", Placement._text_matrix),
        ("Td TD", Placement._move),
        ("Ts Tz Tc Tw TL Tr", Placement._text_state),
        ("T* ' \"", Placement._next_line),
        ("Tj TJ", Placement._show),
    )
    return {operator: handler for listed, handler in groups for operator in listed.split()}


_HANDLERS: Mapping[str, _Handler] = _handlers()
