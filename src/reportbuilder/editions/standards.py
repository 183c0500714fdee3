"""The standards that a file can be held to, and which of them an edition promises."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from reportbuilder.editions import Edition
from reportbuilder.values import Value


class Standard(Enum):
    """What a file can be held to; a value is its name for users."""

    UA1 = "PDF/UA-1"
    A2A = "PDF/A-2a"
    HOUSE = "reportbuilder"
    """What we ask of our own files beyond the standards; nobody else's are held to it."""


PROMISES: Mapping[Edition, tuple[Standard, ...]] = MappingProxyType(
    {Edition.SCREEN: (Standard.UA1, Standard.A2A), Edition.PRINT: ()}
)
"""The standards that an edition's file promises in its metadata."""


class Rule(Enum):
    """What a standard says of a fact."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    FREE = "free"


class Law(Value):
    """A rule, and the clause that it is written in."""

    rule: Rule
    clause: str = ""


class Ruling(Value):
    """A fact in plain words (of what is wrong, also for a fact that is required), and every standard's law on it."""

    words: str
    laws: Mapping[Standard, Law]
