"""A walk over the content of pages that follows where everything is painted, in which inks and how large.

It goes into forms each time that they are drawn, into patterns, soft masks, drawn glyphs and annotations; what it finds
is told to `press_rules`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportbuilder.preflight.fonts import Font
from reportbuilder.preflight.operations import operations
from reportbuilder.preflight.press_images import Image, read_image
from reportbuilder.preflight.press_page import Leaf
from reportbuilder.preflight.press_rules import Rules
from reportbuilder.preflight.press_shapes import EVERYWHERE, IDENTITY, Matrix, around, corners, meet, product
from reportbuilder.preflight.press_state import Face, State
from reportbuilder.preflight.press_stream import Stream
from reportbuilder.preflight.reading import content_data, dictionary, get, items, name, numbers, resolved, stream_data
from reportbuilder.preflight.walk import get_inherited
from reportbuilder.standards.facts import Box, Fact

_MOST_STEPS = 2_000_000
"""Operations in a file; a page that needs more is told, and no longer looked at."""
_FORM_STEPS = 40
"""What drawing a form counts for, however little is in it."""
_DEEP = 20
_INKS = frozenset(("DeviceCMYK", "DeviceGray"))


class PressWalk:
    """A walk over all pages of a file; what is read once is kept."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._faces: dict[int, Face] = {}
        self._images: dict[int, Image] = {}
        self._contents: dict[int, tuple[Any, list[tuple[str, list[Any]]]]] = {}
        self._aside: set[tuple[int, int]] = set()
        self._inside: list[int] = []
        self._page = 0
        self._steps = 0

    def page(self, page: Any, leaf: Leaf) -> None:
        """Walk over a page and its annotations."""
        self._page = leaf.number
        self.rules.begin(leaf)
        self._group(get(page, "/Group"), leaf.media, mask=False)
        resources = dictionary(get_inherited(page, "/Resources"))
        Stream(self, resources, State(clip=leaf.media)).run(self.steps(operations(content_data(page), every=True)))
        for raw in items(get(page, "/Annots")):
            self._annotation(resolved(raw), leaf)

    def steps(self, found: Iterator[tuple[str, list[Any]]]) -> Iterator[tuple[str, list[Any]]]:
        """Operations, as long as there are not too many in the file."""
        for one in found:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                self.rules.see(Fact.PAGE_UNFINISHED, "")
                return
            yield one

    def face(self, raw: Any) -> Face:
        """The font of a dictionary."""
        if id(raw) not in self._faces:
            self._faces[id(raw)] = Face(Font(raw))
        return self._faces[id(raw)]

    def image(self, raw: Any) -> Image:
        """An image of the file."""
        if id(raw) not in self._images:
            self._images[id(raw)] = read_image(raw, self.rules.limits)
        return self._images[id(raw)]

    def form(self, form: Any, state: State, resources: Mapping[str, Any]) -> None:
        """Walk over a form where it is drawn."""
        if id(form) in self._inside or len(self._inside) >= _DEEP:
            return
        inner = state.kept()
        inner.matrix = product(_matrix(form), state.matrix)
        box = numbers(get(form, "/BBox"))
        if len(box) == 4:
            inner.clip = meet(state.clip, around(corners(inner.matrix, (box[0], box[1], box[2], box[3]))))
        self._group(get(form, "/Group"), inner.clip, self.rules.mask)
        self._run(form, dictionary(get(form, "/Resources")) or resources, inner)

    def _run(self, stream: Any, resources: Mapping[str, Any], state: State) -> None:
        """Walk over a stream that is read once, however often it is drawn."""
        if id(stream) not in self._contents:
            self._contents[id(stream)] = stream, list(operations(stream_data(stream), every=True))
        self._steps += _FORM_STEPS
        self._inside.append(id(stream))
        Stream(self, resources, state).run(self.steps(iter(self._contents[id(stream)][1])))
        self._inside.pop()

    def pattern(self, pattern: Any, where: Box, resources: Mapping[str, Any]) -> None:
        """Look at the cell of a pattern, once a page."""
        state = State(matrix=_matrix(pattern))
        self._look_aside(pattern, where, dictionary(get(pattern, "/Resources")) or resources, state)

    def glyphs(self, face: Face, matrix: Matrix, where: Box, state: State, resources: Mapping[str, Any]) -> None:
        """Look at the drawings that a font has for glyphs, once."""
        if face.drawn:
            return
        face.drawn = True
        font = face.font.dictionary
        scale = numbers(get(font, "/FontMatrix"))
        inner = state.kept()
        inner.clip = EVERYWHERE
        inner.matrix = product((*scale,) if len(scale) == 6 else IDENTITY, matrix)  # type: ignore[arg-type]
        for drawing in dictionary(get(font, "/CharProcs")).values():
            self._look_aside(resolved(drawing), where, dictionary(get(font, "/Resources")) or resources, inner.kept())

    def mask(self, mask: Any, state: State, resources: Mapping[str, Any]) -> None:
        """Look at a soft mask: its colours alone, for they are never printed."""
        form = get(mask, "/G")
        if form is None:
            return
        inner = state.kept()
        inner.matrix, inner.clip = product(_matrix(form), state.matrix), EVERYWHERE
        before, self.rules.mask = self.rules.mask, True
        where = state.clip
        self._group(get(form, "/Group"), where, mask=True)
        self._look_aside(form, where, dictionary(get(form, "/Resources")) or resources, inner)
        self.rules.mask = before

    def _look_aside(self, stream: Any, where: Box, resources: Mapping[str, Any], state: State) -> None:
        key = (id(stream), self._page)
        if key in self._aside or len(self._inside) >= _DEEP:
            return
        self._aside.add(key)
        before, self.rules.aside = self.rules.aside, self.rules.aside or where
        self._run(stream, resources, state)
        self.rules.aside = before

    def _annotation(self, annotation: Any, leaf: Leaf) -> None:
        """Walk over how an annotation looks (ISO 32000-1, 12.5.5)."""
        looks = get(get(annotation, "/AP"), "/N")
        if looks is not None and not hasattr(looks, "get_data"):
            looks = get(looks, f"/{name(get(annotation, '/AS'))}")
        box, place = numbers(get(looks, "/BBox")), numbers(get(annotation, "/Rect"))
        if len(box) != 4 or len(place) != 4:
            return
        left, foot, right, top = around(corners(_matrix(looks), (box[0], box[1], box[2], box[3])))
        x, y = min(place[::2]), min(place[1::2])
        wide = abs(place[2] - place[0]) / (right - left) if right > left else 1.0
        high = abs(place[3] - place[1]) / (top - foot) if top > foot else 1.0
        matrix = (wide, 0.0, 0.0, high, x - left * wide, y - foot * high)
        self.form(looks, State(matrix=matrix, clip=leaf.media), {})

    def _group(self, group: Any, where: Box, mask: bool) -> None:
        """A transparency group mixes in the inks of the press, or in those around it; a soft mask is grey."""
        space = get(group, "/CS")
        if space is None or get(group, "/S") != "/Transparency":
            return
        called = name(space) or name(resolved((items(space) or [None])[0]))
        if called not in (_INKS if mask else {"DeviceCMYK"}):
            self.rules.see(Fact.BLENDING_SPACE_WRONG, called, where)


def _matrix(holder: Any) -> Matrix:
    found: Sequence[float] = numbers(get(holder, "/Matrix"))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else IDENTITY
