"""The search against its definition: every way to break a small paragraph, costed one line at a time."""

from itertools import combinations
from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.text.breaking import is_ragged, ragged_breaks
from reportbuilder.text.totalfit import LEAST_BANNED, Candidate, Candidates, Fit, best_breaks
from reportbuilder.values import replace

JUSTIFIED = Fit(stretch=0.5, shrink=0.2, give=0.0, power=3.0, tolerance=1.6)
EMERGENCY = Fit(stretch=0.5, shrink=0.2, give=0.02, power=3.0, tolerance=inf)
RAGGED = Fit(stretch=0.0, shrink=0.0, give=1 / 3, power=2.0, tolerance=1.0)
NO_ROWS = replace(RAGGED, max_hyphens=0)
RAGGED_LAST = Fit(stretch=0.0, shrink=0.0, give=1 / 3, power=2.0, tolerance=inf)


def fitness_of(ratio: float) -> int:
    if ratio < -0.5:
        return 0
    if ratio <= 0.5:
        return 1
    return 2 if ratio <= 1.0 else 3


def ratio_of(c: Candidates, a: int, b: int, measure: float, fit: Fit) -> float | None:
    """The ratio of a line, None if it is too long."""
    shortfall = measure - (c.end[b] - c.start[a])
    glue = c.glue_end[b] - c.glue_start[a]
    if abs(shortfall) <= 1e-9 or (shortfall > 0 and b == len(c.end) - 1):
        return 0.0
    if shortfall > 0:
        room = glue * fit.stretch + fit.give * measure
        return shortfall / room if room else inf
    return shortfall / (glue * fit.shrink) if -shortfall <= glue * fit.shrink else None


def demerits_of(c: Candidates, breaks: list[int], measures: list[float], fit: Fit) -> float | None:
    """The demerits of one way to break, None if a line does not fit."""
    total, before, hyphens, start = 0.0, 1, 0, 0
    for number, b in enumerate(breaks):
        ratio = ratio_of(c, start, b, measures[min(number, len(measures) - 1)], fit)
        if ratio is None or ratio > fit.tolerance:
            return None
        total += (fit.line + 100 * abs(ratio) ** fit.power) ** 2 + c.penalty[b] ** 2
        if abs(fitness_of(ratio) - before) > 1:
            total += fit.contrast
        before = fitness_of(ratio)
        hyphens = hyphens + 1 if c.hyphen[b] else 0
        total += fit.double_hyphen * (hyphens > 1) + fit.excess_hyphen * (hyphens > fit.max_hyphens)
        if b == len(c.end) - 1:
            one_word = c.glue_end[b] == c.glue_start[start]
            total += c.hyphen[start] * (fit.last_hyphen + fit.word_rest * one_word)
            total += fit.short_last * (c.end[b] - c.start[start] < c.short_last)
        start = b
    return total


def brute_force(c: Candidates, measures: list[float], fit: Fit) -> float | None:
    """The demerits of the best way, None if there is none within the tolerance and without what is banned."""
    last = len(c.end) - 1
    ways = ([*inner, last] for count in range(last) for inner in combinations(range(1, last), count))
    least = min((d for way in ways if (d := demerits_of(c, way, measures, fit)) is not None), default=None)
    return None if least is None or (least >= LEAST_BANNED and fit.tolerance < inf) else least


def greedy(c: Candidates, measures: list[float], fit: Fit) -> list[int]:
    """As much in every line as fits without shrinking it."""
    breaks: list[int] = []
    start, last = 0, len(c.end) - 1
    while start < last:
        measure = measures[min(len(breaks), len(measures) - 1)]
        fitting = [b for b in range(start + 1, last + 1) if c.end[b] - c.start[start] <= measure]
        start = fitting[-1] if fitting else start + 1
        breaks.append(start)
    return breaks


@st.composite
def paragraphs(draw: st.DrawFn, most: int = 10) -> Candidates:
    """Words and syllables of whole and half units, spaces of two, hyphens of one."""
    rows: list[Candidate] = [(0.0, 0.0, -draw(st.sampled_from([0.0, 5.0])), 0.0, 0.0, 0.0, False)]
    x = glue = 0.0
    count = draw(st.integers(1, most))
    for number in range(count):
        x += draw(st.integers(2, 24)) / 2
        hyphenated = draw(st.booleans())
        if number < count - 1 and hyphenated:
            rows.append((x + 1.0, x, x, glue, glue, 50.0, True))
        elif number < count - 1:
            rows.append((x, x, x + 2.0, glue, glue + 2.0, draw(st.sampled_from([0.0, 0.0, 20.0])), False))
            x, glue = x + 2.0, glue + 2.0
    rows.append((x, x, x, glue, glue, 0.0, False))
    return Candidates.of(rows, draw(st.sampled_from([0.0, 8.0])))


MEASURES = st.lists(st.integers(12, 40).map(float), min_size=1, max_size=3)


@pytest.mark.parametrize(
    "fit",
    [JUSTIFIED, EMERGENCY, RAGGED, NO_ROWS, RAGGED_LAST],
    ids=["just", "emergency", "ragged", "no rows", "any"],
)
@given(c=paragraphs(), measures=MEASURES)
def test_the_best_of_all_ways_is_found(fit: Fit, c: Candidates, measures: list[float]) -> None:
    wanted = brute_force(c, measures, fit)
    found = best_breaks(c, measures, fit)
    if wanted is None:
        assert found is None
    else:
        assert found is not None
        breaks, demerits = found
        assert isclose(demerits, wanted)
        own = demerits_of(c, breaks, measures, fit)
        assert own is not None
        assert isclose(own, demerits)


@pytest.mark.parametrize("fit", [RAGGED, NO_ROWS, replace(RAGGED, tolerance=0.5, max_hyphens=1)])
@given(c=paragraphs(most=40), measure=st.integers(12, 60).map(float))
def test_the_quick_search_for_ragged_lines_finds_what_the_search_for_all_does(
    fit: Fit, c: Candidates, measure: float
) -> None:
    assert is_ragged([measure], fit)
    wanted, found = best_breaks(c, [measure], fit), ragged_breaks(c, measure, fit)
    assert (found is None) == (wanted is None)
    if wanted is not None and found is not None:
        breaks, demerits = found
        assert isclose(demerits, wanted[1])
        own = demerits_of(c, breaks, [measure], fit)
        assert own is not None
        assert isclose(own, demerits)


@pytest.mark.parametrize("fit", [JUSTIFIED, EMERGENCY, RAGGED_LAST])
def test_other_lines_are_not_for_the_quick_search(fit: Fit) -> None:
    assert not is_ragged([20.0], fit)
    assert not is_ragged([20.0, 30.0], RAGGED)


@given(c=paragraphs(most=40), measures=MEASURES)
def test_never_worse_than_greedy(c: Candidates, measures: list[float]) -> None:
    by_greed = demerits_of(c, greedy(c, measures, EMERGENCY), measures, EMERGENCY)
    found = best_breaks(c, measures, EMERGENCY)
    if by_greed is not None:
        assert found is not None
        assert found[1] <= by_greed * (1 + 1e-9)


@pytest.mark.parametrize("fit", [EMERGENCY, RAGGED_LAST])
@given(c=paragraphs(most=30), measure=st.integers(6, 20).map(float))
def test_only_an_unbreakable_piece_is_too_long(fit: Fit, c: Candidates, measure: float) -> None:
    found = best_breaks(c, [measure], fit, last_resort=True)
    assert found is not None
    breaks = found[0]
    assert breaks[-1] == len(c.end) - 1
    for a, b in zip([0, *breaks], breaks, strict=False):
        if ratio_of(c, a, b, measure, fit) is None:
            assert b == a + 1


def test_three_hyphens_in_a_row_only_when_nothing_else_goes() -> None:
    inner: list[Candidate] = [(x + 1, x, x, 0.0, 0.0, 50.0, True) for x in (9.0, 18.0, 27.0)]
    c = Candidates.of([(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False), *inner, (36.0, 36.0, 36.0, 0.0, 0.0, 0.0, False)])
    assert best_breaks(c, [10.0], RAGGED) is None  # so that the next pass looks for something else
    found = best_breaks(c, [10.0], RAGGED, last_resort=True)
    assert found is not None
    assert found[0] == [1, 2, 3, 4]
    assert found[1] > RAGGED.excess_hyphen
