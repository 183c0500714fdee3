"""What is judged of the standards, and what is said not to be."""

import pytest

from reportbuilder.preflight.verdict import UNJUDGED, clause_order, coverage
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.standards.judge import judge
from reportbuilder.standards.standard import IMPLICIT, Standard

PROMISED = sorted(set(Standard) - IMPLICIT, key=lambda one: one.value)


def test_every_standard_says_what_is_not_judged_of_it() -> None:
    assert set(UNJUDGED) == set(Standard)
    assert all(UNJUDGED[standard] for standard in PROMISED)
    for points in UNJUDGED.values():
        assert len({(point.clause, point.words) for point in points}) == len(points)


@pytest.mark.parametrize("standard", PROMISED)
def test_what_is_judged_follows_from_the_rulings(standard: Standard) -> None:
    found = coverage(standard, ())
    assert found.checks > 30
    assert list(found.clauses) == sorted(found.clauses, key=clause_order)
    assert found.broken == ()


def test_broken_clauses_are_those_of_the_violations() -> None:
    seen = [Observation(Fact.SUSPECTS), Observation(Fact.UNMARKED_CONTENT), Observation(Fact.HEADING_SKIPPED)]
    violations = judge(seen, (Standard.UA1,), (Fact.SUSPECTS, Fact.UNMARKED_CONTENT, Fact.HEADING_SKIPPED))
    assert coverage(Standard.UA1, violations).broken == ("ISO 14289-1, 7.1", "ISO 14289-1, 7.4.2")
    assert coverage(Standard.A2B, violations).broken == ()


def test_clauses_are_in_the_order_of_numbers() -> None:
    assert sorted(["7.10", "7.2", "7.18.1", "5"], key=clause_order) == ["5", "7.2", "7.10", "7.18.1"]
