"""The standards that a file can be held to, and which of them an edition promises."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from reportbuilder.standards.editions import Edition
from reportbuilder.values import Value


class Standard(Enum):
    """What a file can be held to; a value is its name for users."""

    UA1 = "PDF/UA-1"
    A2A = "PDF/A-2a"
    A2U = "PDF/A-2u"
    A2B = "PDF/A-2b"
    X4 = "PDF/X-4"
    PREFLIGHT = "the press"
    """What a press cannot print well, whatever ISO thinks of it; every file that promises PDF/X-4 is held to it."""
    PDF = "PDF"
    """ISO 32000-1, which describes the format itself; every file is held to it, and none promises it."""
    HOUSE = "reportbuilder"
    """What we ask of our own files beyond the standards; nobody else's are held to it."""


PROMISES: Mapping[Edition, tuple[Standard, ...]] = MappingProxyType(
    {
        Edition.CONCEPT: (Standard.UA1, Standard.A2A),
        Edition.SCREEN: (Standard.UA1, Standard.A2A),
        Edition.PRINT: (Standard.X4,),
    }
)
"""The standards that an edition's file promises in its metadata."""

UNSAID = frozenset((Standard.PREFLIGHT, Standard.PDF, Standard.HOUSE))
"""What files are held to without promising it in so many words."""


class Rule(Enum):
    """What a standard says of a fact."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    UNWISE = "unwise"
    """Told, but no file fails by it."""
    FREE = "free"


class Law(Value):
    """A rule, and the clause that it is written in."""

    rule: Rule
    clause: str = ""


class Ruling(Value):
    """A fact in plain words (of what is wrong, also for a fact that is required), and every standard's law on it."""

    words: str
    laws: Mapping[Standard, Law]
