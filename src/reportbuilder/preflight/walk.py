"""A walk over the content of pages, and of the forms and patterns that it draws with.

It follows what matters here: marks, fonts, colours and what is painted; not where on the page it is painted.
"""

from collections.abc import Mapping
from typing import Any

from reportbuilder.preflight.fonts import Font
from reportbuilder.preflight.marks import Marks
from reportbuilder.preflight.operations import INLINE_IMAGE, operations
from reportbuilder.preflight.paints import Paints
from reportbuilder.preflight.reading import File, content_data, dictionary, get, number, resolved, stream_data
from reportbuilder.standards.facts import Fact

_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}
_SHOWS = {"Tj", "TJ", "'", '"'}
_DEVICES = {"g": "G", "G": "G", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}
_OTHER = {"d", "d0", "d1", "MP", "DP"}
_DEEPEST = 28
"""Saved graphics states (ISO 19005-2, 6.1.13)."""


class Walk:
    """What a walk over all pages of a file finds."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.paints = Paints(self.marks.see)
        self.fonts: dict[int, Font] = {}
        self.forms: dict[int, str | None] = {}
        """The forms that were drawn, by object: their text, or None if they have tagged pieces of their own."""
        self._done: dict[tuple[int, bool, bool, bool], str] = {}
        self._inside: set[int] = set()

    def page(self, page: Any, at: int) -> None:
        """Walk over a page."""
        self.marks.page = at
        resources = dictionary(get_inherited(page, "/Resources"))
        self.paints.begin_page(page, resources)
        Stream(self, number(page), resources).run(content_data(page))

    def form(self, form: Any) -> None:
        """Walk over a form where it is drawn; once for each kind of place that it is drawn in."""
        now = self.marks.now
        key = (id(form), now.artifact, now.piece is not None, now.replaced)
        if id(form) in self._inside:
            return
        if key in self._done:
            if self.forms[number(form)] is None:
                self.marks.see(Fact.FORM_DRAWN_TWICE)
            self.marks.say(self._done[key])
            return
        self._inside.add(id(form))
        start, pieces = len(self.marks.tape), len(self.marks.pieces)
        self.paints.form(form)
        Stream(self, number(form), dictionary(get(form, "/Resources"))).run(stream_data(form))
        own = len(self.marks.pieces) > pieces
        self._done[key] = "" if own else "".join(self.marks.tape[start:])
        self.forms[number(form)] = None if own else self._done[key]
        self._inside.discard(id(form))

    def font(self, raw: Any) -> Font:
        """The font of a dictionary."""
        if id(raw) not in self.fonts:
            self.fonts[id(raw)] = Font(raw)
            for drawing in dictionary(get(raw, "/CharProcs")).values():
                self.aside(resolved(drawing), get(raw, "/Resources"))
        return self.fonts[id(raw)]

    def aside(self, stream: Any, resources: Any) -> None:
        """Walk over a pattern or a drawn glyph: its fonts and colours matter, its marks do not."""
        if id(stream) not in self._inside:
            self._inside.add(id(stream))  # and it stays there: once is enough
            self.marks.open("/Artifact", {}, 0, False)
            Stream(self, number(stream), dictionary(get(stream, "/Resources") or resources)).run(stream_data(stream))
            self.marks.close(0, False)


class Stream:
    """One content stream: a page's, a form's or a pattern's."""

    def __init__(self, walk: Walk, number: int, resources: Mapping[str, Any]) -> None:
        self.walk, self.number, self.resources = walk, number, resources
        self.marks, self.paints = walk.marks, walk.paints
        self.floor = self.marks.depth
        self.in_text = False
        self.lenient = 0
        """In how many sections (BX) unknown operators are to be passed over."""
        self.font: Font | None = None
        self.saved: list[Font | None] = []

    def run(self, data: bytes) -> None:
        """Follow the operations."""
        for operator, operands in operations(data):
            if operator in _SHOWS:
                self._show(operands)
            elif operator in _PAINTS:
                self.marks.paint("a shading" if operator == "sh" else "a line or shape")
                if operator == "sh":
                    self.paints.shading(self._resource("/Shading", operands), self.resources)
            elif operator in ("BDC", "BMC"):
                self._open_mark(operands)
            elif operator == "EMC":
                self.marks.close(self.floor, self.in_text)
            else:
                self._other(operator, operands)
        self.marks.close_all(self.floor)

    def _other(self, operator: str, operands: list[Any]) -> None:
        if operator in ("q", "Q"):
            self._save(operator)
        elif operator in ("BT", "ET"):
            self.in_text = operator == "BT"
        elif operator == "Tf":
            raw = self._resource("/Font", operands)
            self.font = self.walk.font(raw) if raw is not None else None
        elif operator == "Do":
            self._draw(self._resource("/XObject", operands))
        elif operator == INLINE_IMAGE:
            self.marks.paint("an image")
            self.paints.inline(operands[0], self.resources)
        elif operator in _DEVICES:
            self.paints.device(_DEVICES[operator], self.resources)
        elif operator in ("cs", "CS"):
            self.paints.space(operands[-1] if operands else None, self.resources)
        elif operator in ("sc", "SC", "scn", "SCN"):
            self._pattern(operands)
        elif operator == "gs":
            self.paints.state(self._resource("/ExtGState", operands))
        elif operator == "ri":
            self.paints.intent(operands[0] if operands else None)
        elif operator in ("BX", "EX"):
            self.lenient += 1 if operator == "BX" else -1
        elif operator not in _OTHER:
            fact = Fact.OPERATOR_SKIPPED if self.lenient > 0 else Fact.OPERATOR_UNKNOWN
            self.marks.see(fact, f"“{operator[:20]}”")

    def _save(self, operator: str) -> None:
        if operator == "q":
            self.saved.append(self.font)
            if len(self.saved) > _DEEPEST:
                self.marks.see(Fact.LIMIT_EXCEEDED, f"more than {_DEEPEST} saved states of drawing")
        elif self.saved:
            self.font = self.saved.pop()

    def _show(self, operands: list[Any]) -> None:
        shown = operands[-1] if operands else b""
        string = b"".join(part for part in shown if isinstance(part, bytes)) if isinstance(shown, list) else shown
        if not isinstance(string, bytes) or not string:
            return
        self.marks.paint("text")
        if self.font is None:
            self.marks.see(Fact.RESOURCE_MISSING, "the font of a text")
        else:
            self.marks.say(self.font.show(string, self.marks.page, self.marks.now))

    def _open_mark(self, operands: list[Any]) -> None:
        tag = operands[0] if operands and isinstance(operands[0], str) else ""
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, str):
            named = get(get(self.resources, "/Properties"), properties)
            if not isinstance(named, dict):
                self.marks.see(Fact.PROPERTIES_UNKNOWN, properties)
            properties = {key: resolved(value) for key, value in dictionary(named).items()}
        self.marks.open(tag, properties if isinstance(properties, dict) else {}, self.number, self.in_text)

    def _draw(self, drawing: Any) -> None:
        kind = get(drawing, "/Subtype")
        if kind == "/Form":
            self.walk.form(drawing)
        elif drawing is not None:
            self.marks.paint("an image")
            self.paints.image(drawing, self.resources)

    def _pattern(self, operands: list[Any]) -> None:
        if operands and isinstance(operands[-1], str):
            pattern = self._resource("/Pattern", operands)
            self.paints.shading(get(pattern, "/Shading"), self.resources)
            if get(pattern, "/PatternType") == 1:
                self.walk.aside(pattern, self.resources)

    def _resource(self, kind: str, operands: list[Any]) -> Any:
        """The resource that an operation names; it names it first, but for colours."""
        called = next((operand for operand in reversed(operands) if isinstance(operand, str)), "")
        found = get(get(self.resources, kind), called)
        if found is None:
            self.marks.see(Fact.RESOURCE_MISSING, f"{kind[1:]} {called[1:]}")
        return found


def get_inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of what it stands in."""
    for _ in range(50):
        if get(page, key) is not None or page is None:
            return get(page, key)
        page = get(page, "/Parent")
    return None


def walk_over(file: File) -> Walk:
    """Walk over all pages of a file."""
    walk = Walk()
    for at, page in enumerate(file.pages, 1):
        walk.page(page, at)
    return walk
