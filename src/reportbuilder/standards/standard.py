"""The standards that a file is checked against, and the kinds of requirements that they have for facts."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from reportbuilder.standards.facts import Fact
from reportbuilder.values import Value


class Standard(Enum):
    """A standard that a file can be checked against; its value is its name for users."""

    UA1 = "PDF/UA-1"
    A2A = "PDF/A-2a"
    A2U = "PDF/A-2u"
    A2B = "PDF/A-2b"
    X4 = "PDF/X-4"
    PRESS = "the press"
    """The requirements of presses; they apply to every file that claims PDF/X-4."""
    PDF = "PDF"
    """The format itself (ISO 32000-1); it applies to every file, and is claimed by none."""
    HOUSE = "reportbuilder"
    """The requirements of reportbuilder for its own files, beyond the standards."""


IMPLICIT = frozenset((Standard.PRESS, Standard.PDF, Standard.HOUSE))
"""The standards that apply without being claimed in the metadata."""


class Level(Enum):
    """The kind of a requirement; a standard without a requirement for a fact has no entry for it."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    DISCOURAGED = "discouraged"
    """Reported as a warning; the file conforms all the same."""


class Requirement(Value):
    """The requirement of a standard for a fact: its level, and its clause (`ISO 14289-1, 7.3`; empty for a standard
    without clauses)."""

    level: Level
    clause: str = ""


Requirements = Mapping[Fact, Requirement]


def requirements(
    document: str,
    forbidden: Mapping[Fact, str],
    required: Mapping[Fact, str] = MappingProxyType({}),
    discouraged: Mapping[Fact, str] = MappingProxyType({}),
) -> Requirements:
    """Build the requirements of a standard from clauses by fact; `document` is the number of the ISO standard."""
    levels = ((Level.FORBIDDEN, forbidden), (Level.REQUIRED, required), (Level.DISCOURAGED, discouraged))
    return MappingProxyType(
        {
            fact: Requirement(level, f"{document}, {clause}" if clause else "")
            for level, clauses in levels
            for fact, clause in clauses.items()
        }
    )
