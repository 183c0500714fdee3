"""From what was seen to what is wrong: sightings held against the table of rulings."""

from collections.abc import Iterable, Sequence

from reportbuilder.standards.facts import Fact, Sighting
from reportbuilder.standards.names import Rule, Standard
from reportbuilder.standards.rules import RULINGS
from reportbuilder.values import Value


class Violation(Value):
    """A law that is broken: by which sighting (an empty one if the fact should have been seen), and whose law."""

    sighting: Sighting
    words: str
    standards: tuple[Standard, ...]
    clauses: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """What was seen, or missed."""
        return self.sighting.fact


def judge(
    sightings: Iterable[Sighting], standards: Sequence[Standard], facts: Iterable[Fact] = tuple(Fact)
) -> tuple[Violation, ...]:
    """The violations among sightings, in their order, and after them what should have been seen and was not.

    Judged are the facts named: `DOCUMENT_FACTS` before building, all of them for a file.
    """
    judged, seen = set(facts), tuple(dict.fromkeys(sightings))
    present = {sighting.fact for sighting in seen}
    missed = [Sighting(fact) for fact in Fact if fact in judged - present]
    found = [_broken(sighting, standards, Rule.FORBIDDEN) for sighting in seen if sighting.fact in judged]
    found += [_broken(sighting, standards, Rule.REQUIRED) for sighting in missed]
    return tuple(violation for violation in found if violation is not None)


def advise(sightings: Iterable[Sighting], standards: Sequence[Standard]) -> tuple[Violation, ...]:
    """What among sightings is unwise by a standard, though none forbids it, in their order."""
    found = [
        _broken(sighting, standards, Rule.UNWISE)
        for sighting in dict.fromkeys(sightings)
        if _broken(sighting, standards, Rule.FORBIDDEN) is None
    ]
    return tuple(advice for advice in found if advice is not None)


def _broken(sighting: Sighting, standards: Sequence[Standard], rule: Rule) -> Violation | None:
    ruling = RULINGS[sighting.fact]
    broken = tuple(standard for standard in standards if ruling.laws[standard].rule is rule)
    clauses = tuple(clause for standard in broken if (clause := ruling.laws[standard].clause))
    return Violation(sighting, ruling.words, broken, clauses) if broken else None
