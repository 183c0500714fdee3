"""What the colours of the palette are on the page: an operator each for filling and stroking."""

from collections.abc import Mapping
from typing import Self

from reportbuilder.style.model import Colour
from reportbuilder.values import Value


class Palette(Value):
    """The operands of each palette colour and the operators that they go with (ISO 32000-1, table 74).

    `inks` maps a name to numbers from 0 to 1; `fill_operator` and `stroke_operator` say in which colour space they
    are. Colours that a picture brings itself (`"#rrggbb"`) are found in `own`, or taken as screen colours.
    """

    inks: Mapping[str, tuple[float, ...]]
    fill_operator: str
    stroke_operator: str

    @classmethod
    def screen(cls, colours: Mapping[str, Colour]) -> Self:
        """The palette in the RGB of the screen."""
        return cls({name: rgb(colour.screen) for name, colour in colours.items()}, "rg", "RG")

    def fill(self, name: str) -> str:
        """The operator that makes this the colour of fills and text; an unknown name is a KeyError."""
        return f"{self._operands(name)} {self.fill_operator}"

    def stroke(self, name: str) -> str:
        """The operator that makes this the colour of lines."""
        return f"{self._operands(name)} {self.stroke_operator}"

    def _operands(self, name: str) -> str:
        inks = rgb(name) if name.startswith("#") else self.inks[name]
        return " ".join(f"{ink:.4g}" for ink in inks)


def rgb(code: str) -> tuple[float, float, float]:
    """`"#rrggbb"` as red, green and blue from 0 to 1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
