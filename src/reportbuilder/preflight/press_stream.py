"""One content stream followed operation by operation: paths, text, images, and the state that they are painted in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from reportbuilder.preflight.operations import INLINE_IMAGE
from reportbuilder.preflight.press_colours import CMYK, GREY, RGB, read_space, shaded
from reportbuilder.preflight.press_images import read_inline
from reportbuilder.preflight.press_lettering import Lettering
from reportbuilder.preflight.press_path import Path
from reportbuilder.preflight.press_shapes import Shape, corners, grown, is_empty, meet, product, shape, thinnest
from reportbuilder.preflight.press_state import State
from reportbuilder.preflight.reading import get, items, name, numbers, resolved, whole, yes
from reportbuilder.standards.facts import Box

if TYPE_CHECKING:
    from reportbuilder.preflight.press_walk import PressWalk

_UNIT = (0.0, 0.0, 1.0, 1.0)
_DEVICES = {"g": GREY, "rg": RGB, "k": CMYK}
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
_PAINTS = _FILLS | _STROKES | {"n"}
_PATHS = frozenset(("m", "l", "c", "v", "y", "h", "re"))
_MOST_SAVED = 512


class Stream:
    """A page's content, a form's, a pattern's; `state` is the one that it begins in."""

    def __init__(self, walk: PressWalk, resources: Mapping[str, Any], state: State) -> None:
        self.walk, self.rules, self.resources, self.state = walk, walk.rules, resources, state
        self._saved: list[State] = []
        self._path = Path()
        self._clips = False
        self._text = Lettering(walk, resources)
        self._pattern: dict[bool, Any] = {False: None, True: None}
        self._special: dict[str, Callable[[list[Any]], None]] = {
            "cm": self._transform,
            "gs": self._settings,
            "Do": self._draw,
            "sh": self._shade,
            INLINE_IMAGE: self._inline,
        }

    def run(self, steps: Iterable[tuple[str, list[Any]]]) -> None:
        """Follow the operations; those with operands that cannot be are passed over."""
        for operator, operands in steps:
            try:
                self._step(operator, operands)
            except (IndexError, TypeError, ValueError, ZeroDivisionError, OverflowError):
                continue

    def _step(self, operator: str, operands: list[Any]) -> None:
        if operator in _PATHS:
            self._path.add(operator, operands, self.state.matrix)
        elif operator in _PAINTS:
            self._paint(operator)
        elif operator == "q":
            if len(self._saved) < _MOST_SAVED:
                self._saved.append(self.state.kept())
        elif operator == "Q":
            if self._saved:
                self.state = self._saved.pop()
        elif operator in self._special:
            self._special[operator](operands)
        elif operator.lower() in _DEVICES:
            self._device(operator, operands)
        elif operator in ("cs", "CS", "sc", "scn", "SC", "SCN"):
            self._colour(operator, operands)
        elif operator == "w":
            self.state.width = float(operands[0])
        elif operator in ("W", "W*"):
            self._clips = True
        else:
            self._text.step(operator, operands, self.state)

    def _device(self, operator: str, operands: list[Any]) -> None:
        space = _DEVICES[operator.lower()]
        if operator.islower():
            self.state.space, self.state.colour = space, space.colour(operands)
        else:
            self.state.stroke_space, self.state.stroke_colour = space, space.colour(operands)

    def _colour(self, operator: str, operands: list[Any]) -> None:
        state, stroke = self.state, operator.isupper()
        if operator in ("cs", "CS"):
            space = read_space(operands[0], self.resources)
            colour = space.first()
        else:
            space = state.stroke_space if stroke else state.space
            colour = space.colour(operands)
            called = operands[-1] if operands and isinstance(operands[-1], str) else ""
            self._pattern[stroke] = get(get(self.resources, "/Pattern"), called) if called else None
        if stroke:
            state.stroke_space, state.stroke_colour = space, colour
        else:
            state.space, state.colour = space, colour

    def _transform(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = (float(one) for one in operands)
        self.state.matrix = product((a, b, c, d, e, f), self.state.matrix)

    def _settings(self, operands: list[Any]) -> None:
        """Settings from a dictionary; `OP` is for areas too where `op` is not said."""
        state, found = self.state, get(get(self.resources, "/ExtGState"), operands[0])
        lines, areas = get(found, "/OP"), get(found, "/op")
        if lines is not None:
            state.stroke_over = yes(lines)
        if areas is not None or lines is not None:
            state.over = yes(lines if areas is None else areas)
        mode, width = whole(get(found, "/OPM")), get(found, "/LW")
        state.mode = state.mode if mode is None else mode
        state.width = float(width) if isinstance(width, int | float) else state.width
        blend = get(found, "/BM")
        if blend is not None:
            names = items(blend) if isinstance(blend, list) else [blend]
            state.blend = next((called for one in names if (called := name(resolved(one)))), "Normal")
        fills, lines_too = get(found, "/ca"), get(found, "/CA")
        state.alpha = float(fills) if isinstance(fills, int | float) else state.alpha
        state.stroke_alpha = float(lines_too) if isinstance(lines_too, int | float) else state.stroke_alpha
        font = items(get(found, "/Font"))
        if len(font) == 2:
            state.face, state.size = self.walk.face(resolved(font[0])), numbers(font)[-1]
        mask = get(found, "/SMask")
        if isinstance(mask, dict):
            self.walk.mask(mask, state, self.resources)

    def _paint(self, operator: str) -> None:
        state, path = self.state, self._path
        outlines = path.outlines()
        if outlines and operator != "n":
            area = shape(outlines, state.clip)
            if operator in _FILLS and not is_empty(area.box):
                self.rules.fill(area, state.paint())
                self._patterned(area.box, stroke=False)
            if operator in _STROKES:
                self._stroke(area)
        if self._clips and outlines:
            state.clip = meet(state.clip, shape(outlines, state.clip).box)
        self._clips = False
        self._path = Path()

    def _stroke(self, area: Shape) -> None:
        state = self.state
        width = state.width * thinnest(state.matrix)
        thick = grown(area.whole, width / 2)
        seen = meet(thick, state.clip)
        if not is_empty(seen):
            self.rules.stroke(Shape(area.outlines, thick, seen), width, state.paint(stroke=True))
            self._patterned(seen, stroke=True)

    def _patterned(self, box: Box, stroke: bool) -> None:
        """Look at the pattern that something was painted with."""
        space, pattern = self.state.stroke_space if stroke else self.state.space, self._pattern[stroke]
        if space.kind != "Pattern" or pattern is None:
            return
        if get(pattern, "/PatternType") == 1:
            self.walk.pattern(pattern, box, self.resources)
        else:
            self._shading(get(pattern, "/Shading"), box)

    def _shade(self, operands: list[Any]) -> None:
        found = get(get(self.resources, "/Shading"), operands[0])
        if found is not None and not is_empty(self.state.clip):
            self._shading(found, self.state.clip)

    def _shading(self, shading: Any, box: Box) -> None:
        space, most = shaded(shading)
        self.rules.shading(shape([corners((1, 0, 0, 1, 0, 0), box)], box), space, most)

    def _draw(self, operands: list[Any]) -> None:
        drawing = get(get(self.resources, "/XObject"), operands[0])
        kind = get(drawing, "/Subtype")
        if kind == "/Form":
            self.walk.form(drawing, self.state, self.resources)
        elif kind == "/Image":
            self._place(self.walk.image(drawing))

    def _inline(self, operands: list[Any]) -> None:
        self._place(read_inline(operands[0], self.resources))

    def _place(self, image: Any) -> None:
        state = self.state
        area = shape([corners(state.matrix, _UNIT)], state.clip)
        if not is_empty(area.box):
            self.rules.image(area, state.matrix, image, state.paint() if image.space is None else None)
