"""What each edition asks of the other rooms, as data."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from reportbuilder.standards.standard import Standard


class Edition(Enum):
    """The editions that can be built; a value is the name that users give and files bear."""

    CONCEPT = "concept"
    SCREEN = "screen"
    PRINT = "print"


def usual_editions(final: bool) -> tuple[Edition, ...]:
    """The editions that a report has when none are named: one that is `final` has no concept any more."""
    return tuple(edition for edition in Edition if not (final and edition is Edition.CONCEPT))


class Imposition(Enum):
    """The ways to put pages on sheets together; a value is the name that users give and files bear."""

    BOOKLET = "booklet"
    TWO_UP = "2up"
    SPREADS = "spreads"

    @property
    def of(self) -> Edition:
        """The edition whose pages they are: sheets of paper take those for the press."""
        return Edition.SCREEN if self is Imposition.SPREADS else Edition.PRINT


PROMISES: Mapping[Edition, tuple[Standard, ...]] = MappingProxyType(
    {
        Edition.CONCEPT: (Standard.UA1, Standard.A2A),
        Edition.SCREEN: (Standard.UA1, Standard.A2A),
        Edition.PRINT: (Standard.X4,),
    }
)
"""The standards that an edition's file promises in its metadata."""
