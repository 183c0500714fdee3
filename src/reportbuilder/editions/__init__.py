"""What each edition asks of the other rooms, as data."""

from enum import Enum


class Edition(Enum):
    """The editions that can be built; a value is the name that users give and files bear."""

    SCREEN = "screen"
    PRINT = "print"
