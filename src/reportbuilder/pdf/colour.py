"""What the colours of the palette are on the page: an operator each for filling and stroking."""

from collections.abc import Callable, Mapping
from typing import Self

from reportbuilder.style.model import Colour
from reportbuilder.values import Value

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, from 0 to 1."""

OVERPRINT = "Over"
"""The graphics state in which fills leave the other inks below them as they are (ISO 32000-1, 8.6.7)."""
KNOCKOUT = "Knock"
"""The graphics state in which fills take all inks below them away."""


class Spot(Value):
    """An ink of its own: the name of its plate, the resource that pages call it by, and what stands in for it."""

    plate: str
    resource: str
    alternate: Inks


class Palette(Value):
    """The operators that make each palette colour the colour of fills and of lines (ISO 32000-1, table 74).

    Colours that a picture brings itself (`"#rrggbb"`) are worked out by `own_fill` and `own_stroke`.
    """

    fills: Mapping[str, str]
    strokes: Mapping[str, str]
    own_fill: Callable[[str], str]
    own_stroke: Callable[[str], str]

    @classmethod
    def screen(cls, colours: Mapping[str, Colour]) -> Self:
        """The palette in the RGB of the screen."""

        def fill(code: str) -> str:
            return f"{_operands(rgb(code))} rg"

        def stroke(code: str) -> str:
            return f"{_operands(rgb(code))} RG"

        return cls(
            {name: fill(colour.screen) for name, colour in colours.items()},
            {name: stroke(colour.screen) for name, colour in colours.items()},
            fill,
            stroke,
        )

    @classmethod
    def press(cls, inks: Mapping[str, Inks | Spot], own: Mapping[str, Inks]) -> Self:
        """The palette in the inks of the press, with those of the colours that pictures bring themselves; black alone
        overprints, so that a press out of register shows no white around letters."""
        return cls(
            {name: _press_fill(found) for name, found in inks.items()},
            {name: _press_stroke(found) for name, found in inks.items()},
            lambda code: _press_fill(own[code]),
            lambda code: _press_stroke(own[code]),
        )

    def fill(self, name: str) -> str:
        """The operator that makes this the colour of fills and text; an unknown name is a KeyError."""
        return self.own_fill(name) if name.startswith("#") else self.fills[name]

    def stroke(self, name: str) -> str:
        """The operator that makes this the colour of lines."""
        return self.own_stroke(name) if name.startswith("#") else self.strokes[name]


def rgb(code: str) -> tuple[float, float, float]:
    """`"#rrggbb"` as red, green and blue from 0 to 1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _press_fill(inks: Inks | Spot) -> str:
    if isinstance(inks, Spot):
        return f"/{KNOCKOUT} gs /{inks.resource} cs 1 scn"
    state = OVERPRINT if inks == (0.0, 0.0, 0.0, 1.0) else KNOCKOUT
    return f"/{state} gs {_operands(inks)} k"


def _press_stroke(inks: Inks | Spot) -> str:
    return f"/{inks.resource} CS 1 SCN" if isinstance(inks, Spot) else f"{_operands(inks)} K"


def _operands(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.4g}" for value in values)
