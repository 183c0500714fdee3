"""Interprets the content streams of pages, and of the forms, patterns, glyphs and soft masks that they use (ISO
32000-1, 7.8, 8 and 9).

One pass over the content of a page serves two observers. A `ContentObserver` receives marked content, shown text,
painting, fonts and colours in order; an optional `PaintObserver` (of `placement`) also receives the place of everything
on the page, which costs more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from reportbuilder.preflight.content_stream import INLINE_IMAGE, operations
from reportbuilder.preflight.fonts import Font, GlyphMetrics
from reportbuilder.preflight.placement import PaintObserver, Placement, State, StreamKind, appearance_state, form_state
from reportbuilder.preflight.press_file import PrintedPage
from reportbuilder.preflight.reader import (
    content_data,
    dictionary,
    get,
    get_inherited,
    items,
    name,
    resolved,
    stream_data,
)
from reportbuilder.standards.facts import Box, Fact

_DEVICES = {
    "g": "/DeviceGray",
    "G": "/DeviceGray",
    "rg": "/DeviceRGB",
    "RG": "/DeviceRGB",
    "k": "/DeviceCMYK",
    "K": "/DeviceCMYK",
}
_MOST_SAVED = 28
"""Saved graphics states (ISO 19005-2, 6.1.13)."""
_DEEPEST = 100
"""The deepest nesting of forms; a file with more cannot be checked."""
MOST_STEPS = 2_000_000
"""The most operators of a file that are placed on their pages; pages beyond that are reported as not checked."""
_FORM_STEPS = 40
"""The fixed cost of drawing a form, in operators."""


class ContentObserver:
    """Receives the content of pages in order; subclasses override the methods that they need."""

    def begin_page(self, page: Any, number: int, resources: Mapping[str, Any]) -> None:
        """A page begins; pages are counted from 1."""

    def begin_stream(self, stream: Any, kind: StreamKind) -> bool:
        """A form, pattern or glyph is drawn; returns whether to interpret its content."""
        return False

    def end_stream(self, stream: Any, kind: StreamKind) -> None:
        """The content of a form, pattern or glyph ends."""

    def open_mark(self, tag: str, properties: Mapping[str, Any], in_text: bool) -> None:
        """A sequence of marked content begins (BDC, BMC)."""

    def close_mark(self, in_text: bool) -> None:
        """A sequence of marked content ends (EMC)."""

    def paint(self, what: str) -> None:
        """Something is painted: a text, a line or shape, an image or a shading."""

    def show_text(self, font: Font, string: bytes) -> None:
        """A string is shown in a font."""

    def use_font(self, font: Font) -> None:
        """A font is selected for the first time."""

    def use_colour_space(self, space: Any, resources: Mapping[str, Any]) -> None:
        """A colour space is selected, by name or array, also implicitly by a device colour operator."""

    def use_image(self, image: Any, resources: Mapping[str, Any]) -> None:
        """An image, or another external object that is no form, is painted."""

    def use_inline_image(self, entries: Mapping[str, Any], resources: Mapping[str, Any]) -> None:
        """An image within the content is painted."""

    def use_graphics_state(self, state: Any) -> None:
        """A graphics state dictionary is applied (gs)."""

    def use_intent(self, intent: Any) -> None:
        """A rendering intent is selected (ri)."""

    def fault(self, fact: Fact, detail: str = "") -> None:
        """The content is malformed."""


_NOBODY = ContentObserver()


class Interpreter:
    """Interprets the pages of a file one after another; each font is read once."""

    def __init__(self, content: ContentObserver, painting: PaintObserver | None = None) -> None:
        self.content, self.painting = content, painting
        self._fonts: dict[int, Font] = {}
        self._metrics: dict[int, GlyphMetrics] = {}
        self._operations: dict[int, tuple[Any, list[tuple[str, list[Any]]]]] = {}
        self._inside: set[int] = set()
        self._steps = 0

    def page(self, page: Any, number: int, printed: PrintedPage | None = None) -> None:
        """Interpret a page, and for a `PaintObserver` the appearance of its annotations: `printed` are its boxes."""
        resources = dictionary(get_inherited(page, "/Resources"))
        self.content.begin_page(page, number, resources)
        placement = None
        if self.painting is not None and printed is not None:
            self.painting.begin_page(page, printed)
            placement = Placement(self, self.painting, resources, State(clip=printed.media))
        run = _Run(self, self.content, resources, placement)
        run.follow(operations(content_data(page), every=placement is not None))
        self.content.end_stream(page, StreamKind.PAGE)
        if self.painting is not None and printed is not None:
            for raw in items(get(page, "/Annots")):
                self._annotation(resolved(raw), printed)

    def font(self, raw: Any) -> Font:
        """The font of a dictionary."""
        if id(raw) not in self._fonts:
            self._fonts[id(raw)] = font = Font(raw)
            self.content.use_font(font)
            for glyph in dictionary(get(raw, "/CharProcs")).values():
                self.interpret_selected(resolved(glyph), StreamKind.GLYPH, get(raw, "/Resources"), self.content)
        return self._fonts[id(raw)]

    def metrics(self, raw: Any) -> GlyphMetrics:
        """The widths and blank glyphs of the font of a dictionary."""
        if id(raw) not in self._metrics:
            self._metrics[id(raw)] = GlyphMetrics(self.font(raw))
        return self._metrics[id(raw)]

    def interpret_selected(self, stream: Any, kind: StreamKind, resources: Any, content: ContentObserver) -> None:
        """Interpret a pattern or glyph for a `ContentObserver` where it is selected."""
        if id(stream) not in self._inside and content.begin_stream(stream, kind):
            self._run(stream, content, dictionary(get(stream, "/Resources") or resources))
            content.end_stream(stream, kind)

    def interpret_painted(
        self, stream: Any, kind: StreamKind, where: Box, state: State, resources: Mapping[str, Any]
    ) -> None:
        """Interpret a pattern, glyph or soft mask for the `PaintObserver` where it is painted."""
        observer = self.painting
        if observer is not None and id(stream) not in self._inside and observer.begin_stream(stream, kind, where):
            inner = dictionary(get(stream, "/Resources")) or resources
            self._run(stream, _NOBODY, inner, Placement(self, observer, inner, state))
            observer.end_stream()

    def form(
        self, form: Any, content: ContentObserver, resources: Mapping[str, Any], state: State | None = None
    ) -> None:
        """Interpret a form where it is drawn; `state` is its initial graphics state, if placement is tracked."""
        if id(form) in self._inside:
            return
        listens = content.begin_stream(form, StreamKind.FORM)
        own_resources = dictionary(get(form, "/Resources"))
        placement, observer = None, self.painting
        if observer is not None and state is not None and observer.begin_stream(form, StreamKind.FORM, state.clip):
            placement = Placement(self, observer, own_resources or resources, state)
        if listens or placement:
            self._run(
                form, content if listens else _NOBODY, own_resources or resources, placement, borrowed=not own_resources
            )
        if placement and observer is not None:
            observer.end_stream()
        if listens:
            content.end_stream(form, StreamKind.FORM)

    def step(self) -> bool:
        """Count an operator that is placed; returns whether the file is still within the limit."""
        self._steps += 1
        return self._steps <= MOST_STEPS

    def _run(
        self,
        stream: Any,
        content: ContentObserver,
        resources: Mapping[str, Any],
        placement: Placement | None = None,
        borrowed: bool = False,
    ) -> None:
        """Interpret a stream; for placement a stream is parsed once, however often it is drawn."""
        if len(self._inside) >= _DEEPEST:
            raise RecursionError
        self._inside.add(id(stream))
        steps: Iterable[tuple[str, list[Any]]]
        if self.painting is None:
            steps = operations(stream_data(stream))
        else:
            self._steps += _FORM_STEPS
            if id(stream) not in self._operations:
                self._operations[id(stream)] = stream, list(operations(stream_data(stream), every=True))
            steps = self._operations[id(stream)][1]
        _Run(self, content, resources, placement, borrowed).follow(steps)
        self._inside.discard(id(stream))

    def _annotation(self, annotation: Any, page: PrintedPage) -> None:
        """Interpret the appearance of an annotation (ISO 32000-1, 12.5.5)."""
        appearance = get(get(annotation, "/AP"), "/N")
        if appearance is not None and not hasattr(appearance, "get_data"):
            appearance = get(appearance, f"/{name(get(annotation, '/AS'))}")
        state = appearance_state(annotation, appearance, page.media)
        if state is not None:
            self.form(appearance, _NOBODY, {}, state)


class _Run:
    """The interpretation of one content stream: of a page, form, pattern or glyph.

    `borrowed` means that the stream has no resources of its own, and uses those of the stream that draws it.
    """

    def __init__(
        self,
        interpreter: Interpreter,
        content: ContentObserver,
        resources: Mapping[str, Any],
        placement: Placement | None = None,
        borrowed: bool = False,
    ) -> None:
        self.interpreter, self.content, self.placement = interpreter, content, placement
        self.resources, self.borrowed = resources, borrowed
        self.own: Mapping[str, Any] = {} if borrowed else resources
        self.in_text = False
        self.lenient = 0
        """The nesting depth of compatibility sections (BX), in which unknown operators are ignored."""
        self.font: Font | None = None
        self.saved: list[Font | None] = []
        self.devices: set[str] = set()

    def follow(self, steps: Iterable[tuple[str, list[Any]]]) -> None:
        """Interpret operators one after another."""
        handlers, counted = _HANDLERS, self.interpreter.step
        for operator, operands in steps:
            handler = handlers.get(operator)
            if handler is not None:
                handler(self, operator, operands)
            elif operator not in _PLACED:
                fact = Fact.OPERATOR_SKIPPED if self.lenient > 0 else Fact.OPERATOR_UNKNOWN
                self.content.fault(fact, f"“{operator[:20]}”")
            if self.placement is not None:
                if counted():
                    self.placement.step(operator, operands)
                else:
                    self.placement.observer.unfinished()
                    self.placement = None

    def _save(self, operator: str, operands: list[Any]) -> None:
        self.saved.append(self.font)
        if len(self.saved) > _MOST_SAVED:
            self.content.fault(Fact.LIMIT_EXCEEDED, f"more than {_MOST_SAVED} saved states of drawing")

    def _restore(self, operator: str, operands: list[Any]) -> None:
        if self.saved:
            self.font = self.saved.pop()

    def _text_object(self, operator: str, operands: list[Any]) -> None:
        self.in_text = operator == "BT"

    def _select_font(self, operator: str, operands: list[Any]) -> None:
        raw = self._resource("/Font", operands)
        self.font = self.interpreter.font(raw) if raw is not None else None

    def _show(self, operator: str, operands: list[Any]) -> None:
        shown = operands[-1] if operands else b""
        string = b"".join([part for part in shown if isinstance(part, bytes)]) if isinstance(shown, list) else shown
        if not isinstance(string, bytes) or not string:
            return
        self.content.paint("text")
        if self.font is None:
            self.content.fault(Fact.RESOURCE_MISSING, "the font of a text")
        else:
            self.content.show_text(self.font, string)

    def _paint_path(self, operator: str, operands: list[Any]) -> None:
        self.content.paint("a line or shape")

    def _paint_shading(self, operator: str, operands: list[Any]) -> None:
        self.content.paint("a shading")
        self._use_shading(self._resource("/Shading", operands))

    def _use_shading(self, shading: Any) -> None:
        if shading is not None:
            self.content.use_colour_space(get(shading, "/ColorSpace"), self.own)

    def _open_mark(self, operator: str, operands: list[Any]) -> None:
        tag = operands[0] if operands and isinstance(operands[0], str) else ""
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, str):
            named = get(get(self.own, "/Properties"), properties)
            if not isinstance(named, dict):
                self.content.fault(Fact.PROPERTIES_UNKNOWN, properties)
            properties = {key: resolved(value) for key, value in dictionary(named).items()}
        self.content.open_mark(tag, properties if isinstance(properties, dict) else {}, self.in_text)

    def _close_mark(self, operator: str, operands: list[Any]) -> None:
        self.content.close_mark(self.in_text)

    def _draw(self, operator: str, operands: list[Any]) -> None:
        drawing = self._resource("/XObject", operands)
        if get(drawing, "/Subtype") == "/Form":
            state = form_state(drawing, self.placement.state) if self.placement else None
            self.interpreter.form(drawing, self.content, self.resources, state)
        elif drawing is not None:
            self.content.paint("an image")
            self.content.use_image(drawing, self.own)

    def _inline_image(self, operator: str, operands: list[Any]) -> None:
        self.content.paint("an image")
        self.content.use_inline_image(operands[0], self.own)

    def _device_colour(self, operator: str, operands: list[Any]) -> None:
        device = _DEVICES[operator]
        if device not in self.devices:  # the same for the whole stream, and there are thousands
            self.devices.add(device)
            self.content.use_colour_space(device, self.own)

    def _colour_space(self, operator: str, operands: list[Any]) -> None:
        self.content.use_colour_space(operands[-1] if operands else None, self.own)

    def _colour(self, operator: str, operands: list[Any]) -> None:
        """Select a colour; an operand that is a name selects a pattern."""
        if operands and isinstance(operands[-1], str):
            pattern = self._resource("/Pattern", operands)
            self._use_shading(get(pattern, "/Shading"))
            if get(pattern, "/PatternType") == 1:
                self.interpreter.interpret_selected(pattern, StreamKind.PATTERN, self.resources, self.content)

    def _graphics_state(self, operator: str, operands: list[Any]) -> None:
        state = self._resource("/ExtGState", operands)
        self.content.use_graphics_state(state)
        font = items(get(state, "/Font"))
        if len(font) == 2:
            self.font = self.interpreter.font(resolved(font[0]))

    def _intent(self, operator: str, operands: list[Any]) -> None:
        self.content.use_intent(operands[0] if operands else None)

    def _compatibility(self, operator: str, operands: list[Any]) -> None:
        self.lenient += 1 if operator == "BX" else -1

    def _resource(self, kind: str, operands: list[Any]) -> Any:
        """The resource that an operator names, in its first operand or, for colours, in its last."""
        key = next((operand for operand in reversed(operands) if isinstance(operand, str)), "")
        resource = get(get(self.resources, kind), key)
        if resource is None or self.borrowed:
            self.content.fault(Fact.RESOURCE_MISSING, f"{kind[1:]} {key[1:]}")
        return resource


_Handler = Callable[[_Run, str, list[Any]], None]


def _handlers() -> Iterator[tuple[str, _Handler]]:
    """The operators that a `ContentObserver` receives, with the methods that handle them."""
    groups: tuple[tuple[str, _Handler], ...] = (
        ("q", _Run._save),
        ("Q", _Run._restore),
        ("BT ET", _Run._text_object),
        ("Tf", _Run._select_font),
        ("Tj TJ ' \"", _Run._show),
        ("f F f* B B* b b* S s", _Run._paint_path),
        ("sh", _Run._paint_shading),
        ("BDC BMC", _Run._open_mark),
        ("EMC", _Run._close_mark),
        ("Do", _Run._draw),
        (INLINE_IMAGE, _Run._inline_image),
        ("g G rg RG k K", _Run._device_colour),
        ("cs CS", _Run._colour_space),
        ("sc SC scn SCN", _Run._colour),
        ("gs", _Run._graphics_state),
        ("ri", _Run._intent),
        ("BX EX", _Run._compatibility),
    )
    return ((operator, handler) for listed, handler in groups for operator in listed.split())


_HANDLERS: Mapping[str, _Handler] = dict(_handlers())
_LAYOUT_OPERATORS = "m l c v y h re n W W* cm w J j M i Td TD Tm T* Tc Tw Tz TL Ts Tr d d0 d1 MP DP"
_PLACED = frozenset(_LAYOUT_OPERATORS.split())
"""Operators that only matter for placement: they paint nothing and select no font or colour."""
