"""Text as it is set: how large, where, and how much of it can be seen (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reportbuilder.preflight.press_rules import Letters
from reportbuilder.preflight.press_shapes import IDENTITY, Matrix, Shape, corners, is_empty, product, shape, thinnest
from reportbuilder.preflight.press_state import State
from reportbuilder.preflight.reading import get

if TYPE_CHECKING:
    from reportbuilder.preflight.press_walk import PressWalk

_FOOT, _TOP = -0.2, 0.72
"""How far letters reach below and above their line, in ems; about."""
(
    _FILLED,
    _OUTLINED,
) = frozenset((0, 2, 4, 6)), frozenset((1, 2, 5, 6))


class Lettering:
    """The text of one content stream."""

    def __init__(self, walk: PressWalk, resources: Mapping[str, Any]) -> None:
        self._walk, self._resources = walk, resources
        self._matrix = self._line = IDENTITY

    def step(self, operator: str, operands: list[Any], state: State) -> None:
        """Follow an operation, if it is about text."""
        if operator in ("TJ", "Tj"):
            self._show(operands[0], state)
        elif operator == "Td":
            self._move(operands[0], operands[1])
        elif operator == "BT":
            self._matrix = self._line = IDENTITY
        elif operator == "Tm":
            a, b, c, d, e, f = operands
            self._matrix = self._line = (a, b, c, d, e, f)
        elif operator == "Tf":
            raw = get(get(self._resources, "/Font"), operands[0])
            state.face, state.size = (self._walk.face(raw) if raw is not None else None), float(operands[1])
        else:
            self._other(operator, operands, state)

    def _other(self, operator: str, operands: list[Any], state: State) -> None:
        if operator == "Ts":
            state.rise = float(operands[0])
        elif operator == "Tz":
            state.stretch = operands[0] / 100
        elif operator == "Tc":
            state.spacing = float(operands[0])
        elif operator == "Tw":
            state.word_spacing = float(operands[0])
        elif operator == "TL":
            state.leading = float(operands[0])
        elif operator == "Tr":
            state.render = int(operands[0])
        elif operator == "TD":
            state.leading = -operands[1]
            self._move(operands[0], operands[1])
        elif operator in ("T*", "'", '"'):
            self._move(0.0, -state.leading)
            if operator == '"':
                state.word_spacing, state.spacing = operands[:2]
            if operator != "T*":
                self._show(operands[-1], state)

    def _move(self, x: float, y: float) -> None:
        self._matrix = self._line = product((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _show(self, shown: Any, state: State) -> None:
        face, size = state.face, state.size
        if face is None:
            return
        length, seen = 0.0, 0
        for part in shown if isinstance(shown, list) else [shown]:
            if isinstance(part, bytes):
                codes = face.font.fall_apart(part)
                length += face.advance(codes) * size + state.spacing * len(codes)
                if state.word_spacing and not face.font.composite:
                    length += state.word_spacing * part.count(b" ")
                seen += face.visible(codes)
            else:
                length -= part / 1000 * size
        length *= state.stretch
        if seen:
            self._seen(length, seen, state)
        self._matrix = product((1.0, 0.0, 0.0, 1.0, length, 0.0), self._matrix)

    def _seen(self, length: float, count: int, state: State) -> None:
        """A text with letters that are not blank."""
        size, matrix = abs(state.size), product(self._matrix, state.matrix)
        foot, top = state.rise + _FOOT * size, state.rise + _TOP * size
        area = shape([corners(matrix, (min(0.0, length), foot, max(0.0, length), top))], state.clip)
        if is_empty(area.box):
            return
        rules = self._walk.rules
        high = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        if state.render in _FILLED:
            rules.letters(Letters(high, area, count), state.paint())
        if state.render in _OUTLINED:
            rules.stroke(area, state.width * thinnest(state.matrix), state.paint(stroke=True))
        if state.face is not None and get(state.face.font.dictionary, "/Subtype") == "/Type3":
            self._drawn(matrix, area, state)

    def _drawn(self, matrix: Matrix, area: Shape, state: State) -> None:
        assert state.face is not None
        inner = product((state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise), matrix)
        self._walk.glyphs(state.face, inner, area.box, state, self._resources)
