"""From what was seen to what is wrong: observations held against the table of rulings."""

from collections.abc import Iterable, Sequence

from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.names import Rule, Standard
from reportbuilder.standards.rules import RULINGS
from reportbuilder.values import Value


class Violation(Value):
    """A law that is broken: by which observation (an empty one if the fact should have been seen), and whose law."""

    observation: Observation
    words: str
    standards: tuple[Standard, ...]
    clauses: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """What was seen, or missed."""
        return self.observation.fact


def judge(
    observations: Iterable[Observation], standards: Sequence[Standard], facts: Iterable[Fact] = tuple(Fact)
) -> tuple[Violation, ...]:
    """The violations among observations, in their order, and after them what should have been seen and was not.

    Judged are the facts named: `DOCUMENT_FACTS` before building, all of them for a file.
    """
    judged, seen = set(facts), tuple(dict.fromkeys(observations))
    present = {observation.fact for observation in seen}
    missed = [Observation(fact) for fact in Fact if fact in judged - present]
    found = [_broken(observation, standards, Rule.FORBIDDEN) for observation in seen if observation.fact in judged]
    found += [_broken(observation, standards, Rule.REQUIRED) for observation in missed]
    return tuple(violation for violation in found if violation is not None)


def advise(observations: Iterable[Observation], standards: Sequence[Standard]) -> tuple[Violation, ...]:
    """What among observations is unwise by a standard, though none forbids it, in their order."""
    found = [
        _broken(observation, standards, Rule.UNWISE)
        for observation in dict.fromkeys(observations)
        if _broken(observation, standards, Rule.FORBIDDEN) is None
    ]
    return tuple(advice for advice in found if advice is not None)


def _broken(observation: Observation, standards: Sequence[Standard], rule: Rule) -> Violation | None:
    ruling = RULINGS[observation.fact]
    broken = tuple(standard for standard in standards if ruling.laws[standard].rule is rule)
    clauses = tuple(clause for standard in broken if (clause := ruling.laws[standard].clause))
    return Violation(observation, ruling.words, broken, clauses) if broken else None
