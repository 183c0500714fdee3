"""Contrast, against the values that WCAG itself gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.style.contrast import contrast_ratio

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_has_no_direction_and_stays_between_1_and_21(one: str, other: str) -> None:
    ratio = contrast_ratio(one, other)
    assert ratio == contrast_ratio(other, one)
    assert 1 <= ratio <= 21


@given(COLOURS)
def test_a_colour_does_not_stand_out_against_itself(colour: str) -> None:
    assert contrast_ratio(colour, colour) == 1
