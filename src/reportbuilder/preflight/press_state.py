"""The graphics state, as far as a press minds (ISO 32000-1, 8.4 and 9.3)."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from reportbuilder.preflight.fonts import Font, Widths
from reportbuilder.preflight.glyphs import Outlines
from reportbuilder.preflight.press_colours import GREY, Colour, Space
from reportbuilder.preflight.press_rules import Paint
from reportbuilder.preflight.press_shapes import EVERYWHERE, IDENTITY, Matrix
from reportbuilder.standards.facts import Box

_BLANK = frozenset(" \u00a0\u00ad\u2009\u200b\u202f\t\r\n")


class Face:
    """A font with what of it is looked up for every text: widths, and the codes that show nothing."""

    def __init__(self, font: Font) -> None:
        self.font = font
        self.widths: Widths = font.width()
        self.drawn = False
        """Whether the drawings of its glyphs, if it has them, were looked at."""
        self._blank: dict[int, bool] = {}
        self._outlines = Outlines(font)

    def advance(self, codes: Any) -> float:
        """The widths of codes together, in ems."""
        widths, default = self.widths.listed, self.widths.default
        return sum([widths.get(code, default) for code in codes]) / 1000

    def visible(self, codes: Any) -> int:
        """How many codes show something."""
        blank, known = self._blank, self.font.unicode
        count = 0
        for code in codes:
            found = blank.get(code)
            if found is None:
                spaces = bool(known.get(code)) and _BLANK.issuperset(known[code])
                found = blank[code] = spaces or self._outlines.is_blank(code)
            count += not found
        return count


@dataclass(slots=True)
class State:
    """The graphics state: what `q` keeps and `Q` brings back."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    space: Space = GREY
    colour: Colour = field(default_factory=GREY.first)
    stroke_space: Space = GREY
    stroke_colour: Colour = field(default_factory=GREY.first)
    over: bool = False
    stroke_over: bool = False
    mode: int = 0
    blend: str = "Normal"
    alpha: float = 1.0
    stroke_alpha: float = 1.0
    width: float = 1.0
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0

    def kept(self) -> "State":
        """The same, to be changed."""
        return copy(self)

    def paint(self, stroke: bool = False) -> Paint:
        """How areas, or lines, are painted now. Inks below are left where the colour is one of plates, or of process
        inks in the mode that says so (ISO 32000-1, 8.6.7)."""
        if stroke:
            colour, space, asked = self.stroke_colour, self.stroke_space, self.stroke_over
        else:
            colour, space, asked = self.colour, self.space, self.over
        plates = space.kind in ("Separation", "DeviceN") or (space.kind == "DeviceCMYK" and self.mode == 1)
        alpha = self.stroke_alpha if stroke else self.alpha
        return Paint(colour, space, asked and plates, asked, self.blend, alpha)
