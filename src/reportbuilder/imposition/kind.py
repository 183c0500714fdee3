"""The ways to put pages on sheets together."""

from enum import Enum


class Imposition(Enum):
    """A way to put pages on sheets together; a value is the name that users give and files bear."""

    BOOKLET = "booklet"
    TWO_UP = "2up"
    SPREADS = "spreads"

    @property
    def edition(self) -> str:
        """The edition whose pages they are: sheets of paper take those for the press."""
        return "screen" if self is Imposition.SPREADS else "print"
