"""Applies the requirements of standards to observations."""

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
"""The requirements of every standard; a test checks that none is missing."""


class Violation(Value):
    """A requirement that is not met: the observation (empty if a required fact was not observed), its description, and
    the standards with their clauses."""

    observation: Observation
    words: str
    standards: tuple[Standard, ...]
    clauses: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """The fact that was observed, or was required and not observed."""
        return self.observation.fact


def judge(
    observations: Iterable[Observation], standards: Sequence[Standard], facts: Iterable[Fact] = tuple(Fact)
) -> tuple[Violation, ...]:
    """The violations of standards, in the order of the observations, and then those for required facts that were not
    observed.

    `facts` are those to judge: `DOCUMENT_FACTS` before building, all of them for a file.
    """
    judged, observed = set(facts), tuple(dict.fromkeys(observations))
    present = {observation.fact for observation in observed}
    missed = [Observation(fact) for fact in Fact if fact in judged - present]
    violations = [_violation(one, standards, Level.FORBIDDEN) for one in observed if one.fact in judged]
    violations += [_violation(one, standards, Level.REQUIRED) for one in missed]
    return tuple(violation for violation in violations if violation is not None)


def advise(observations: Iterable[Observation], standards: Sequence[Standard]) -> tuple[Violation, ...]:
    """The observations that a standard discourages and none forbids, in their order."""
    advice = [
        _violation(observation, standards, Level.DISCOURAGED)
        for observation in dict.fromkeys(observations)
        if _violation(observation, standards, Level.FORBIDDEN) is None
    ]
    return tuple(one for one in advice if one is not None)


def _violation(observation: Observation, standards: Sequence[Standard], level: Level) -> Violation | None:
    """The violation by an observation of the requirements of one level; None if no standard has one for its fact."""
    fact = observation.fact
    requirements = [(standard, REQUIREMENTS[standard].get(fact)) for standard in standards]
    broken = [(standard, one) for standard, one in requirements if one is not None and one.level is level]
    if not broken:
        return None
    clauses = tuple(one.clause for _, one in broken if one.clause)
    return Violation(observation, DESCRIPTIONS[fact], tuple(standard for standard, _ in broken), clauses)
