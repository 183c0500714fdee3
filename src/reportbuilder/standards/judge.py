"""The judge: what was observed held against what standards require."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from reportbuilder.standards.descriptions import DESCRIPTIONS
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.pdf import HOUSE, PDF
from reportbuilder.standards.pdf_a import PDF_A_2A, PDF_A_2B, PDF_A_2U
from reportbuilder.standards.pdf_ua import PDF_UA_1
from reportbuilder.standards.pdf_x import PDF_X_4, PRESS
from reportbuilder.standards.standard import Level, Requirements, Standard
from reportbuilder.values import Value

REQUIREMENTS: Mapping[Standard, Requirements] = MappingProxyType(
    {
        Standard.UA1: PDF_UA_1,
        Standard.A2A: PDF_A_2A,
        Standard.A2U: PDF_A_2U,
        Standard.A2B: PDF_A_2B,
        Standard.X4: PDF_X_4,
        Standard.PRESS: PRESS,
        Standard.PDF: PDF,
        Standard.HOUSE: HOUSE,
    }
)
"""What every standard requires; a test proves that none is missing."""


class Violation(Value):
    """Requirements that are not met: by which observation (an empty one if the fact should have been observed), in
    words, and by which standards, with their clauses."""

    observation: Observation
    words: str
    standards: tuple[Standard, ...]
    clauses: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """What was observed, or missed."""
        return self.observation.fact


def judge(
    observations: Iterable[Observation], standards: Sequence[Standard], facts: Iterable[Fact] = tuple(Fact)
) -> tuple[Violation, ...]:
    """The violations among observations, in their order, and after them what should have been observed and was not.

    Judged are the facts named: `DOCUMENT_FACTS` before building, all of them for a file.
    """
    judged, observed = set(facts), tuple(dict.fromkeys(observations))
    present = {observation.fact for observation in observed}
    missed = [Observation(fact) for fact in Fact if fact in judged - present]
    violations = [_violation(one, standards, Level.FORBIDDEN) for one in observed if one.fact in judged]
    violations += [_violation(one, standards, Level.REQUIRED) for one in missed]
    return tuple(violation for violation in violations if violation is not None)


def advise(observations: Iterable[Observation], standards: Sequence[Standard]) -> tuple[Violation, ...]:
    """What among observations a standard discourages, though none forbids it, in their order."""
    advice = [
        _violation(observation, standards, Level.DISCOURAGED)
        for observation in dict.fromkeys(observations)
        if _violation(observation, standards, Level.FORBIDDEN) is None
    ]
    return tuple(one for one in advice if one is not None)


def _violation(observation: Observation, standards: Sequence[Standard], level: Level) -> Violation | None:
    """What the standards that have a requirement of this level on a fact hold against an observation of it."""
    fact = observation.fact
    requirements = [(standard, REQUIREMENTS[standard].get(fact)) for standard in standards]
    broken = [(standard, one) for standard, one in requirements if one is not None and one.level is level]
    if not broken:
        return None
    clauses = tuple(one.clause for _, one in broken if one.clause)
    return Violation(observation, DESCRIPTIONS[fact], tuple(standard for standard, _ in broken), clauses)
