"""The standards that a file can be held to, and what one of them can require of a fact."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from reportbuilder.standards.facts import Fact
from reportbuilder.values import Value


class Standard(Enum):
    """What a file can be held to; a value is its name for users."""

    UA1 = "PDF/UA-1"
    A2A = "PDF/A-2a"
    A2U = "PDF/A-2u"
    A2B = "PDF/A-2b"
    X4 = "PDF/X-4"
    PRESS = "the press"
    """What a press cannot print well; every file that promises PDF/X-4 is held to it."""
    PDF = "PDF"
    """ISO 32000-1, which describes the format itself; every file is held to it, and none promises it."""
    HOUSE = "reportbuilder"
    """What we ask of our own files beyond the standards; nobody else's are held to it."""


IMPLICIT = frozenset((Standard.PRESS, Standard.PDF, Standard.HOUSE))
"""What files are held to without promising it in their metadata."""


class Level(Enum):
    """What a standard says of a fact; of one that it has no requirement on it says nothing."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    DISCOURAGED = "discouraged"
    """Reported as a warning; no file fails by it."""


class Requirement(Value):
    """What a standard says of a fact, and the clause that says so, as `ISO 14289-1, 7.3`; empty for a standard without
    clauses."""

    level: Level
    clause: str = ""


Requirements = Mapping[Fact, Requirement]


def requirements(
    document: str,
    forbidden: Mapping[Fact, str],
    required: Mapping[Fact, str] = MappingProxyType({}),
    discouraged: Mapping[Fact, str] = MappingProxyType({}),
) -> Requirements:
    """The requirements of a standard from its clauses; `document` is the number of the ISO standard."""
    levels = ((Level.FORBIDDEN, forbidden), (Level.REQUIRED, required), (Level.DISCOURAGED, discouraged))
    return MappingProxyType(
        {
            fact: Requirement(level, f"{document}, {clause}" if clause else "")
            for level, clauses in levels
            for fact, clause in clauses.items()
        }
    )
