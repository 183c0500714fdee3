"""Contrast, against the values that WCAG itself gives."""

from colorsys import rgb_to_hls

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.style.contrast_pairs import contrast_ratio, nearest_passing

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


@pytest.mark.parametrize(
    ("colour", "ground", "ratio", "nearest"),
    [
        ("#777777", "#ffffff", 4.5, "#767676"),
        ("#000000", "#ffffff", 4.5, "#000000"),
        ("#9ba8b4", "#ffffff", 3.0, "#8796a5"),
        ("#0000ff", "#000000", 4.5, "#5e5eff"),
        ("#808080", "#808080", 4.5, "#171717"),
        ("#808080", "#808080", 21.0, "#000000"),
    ],
)
def test_the_nearest_colour_that_passes(colour: str, ground: str, ratio: float, nearest: str) -> None:
    assert nearest_passing(colour, ground, ratio) == nearest


@given(COLOURS, COLOURS, st.sampled_from([3.0, 4.5]))
def test_the_nearest_colour_passes_and_keeps_its_hue(colour: str, ground: str, ratio: float) -> None:
    found = nearest_passing(colour, ground, ratio)
    assert contrast_ratio(found, ground) >= ratio
    assert found == nearest_passing(colour, ground, ratio)
    old, new = (rgb_to_hls(*(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))) for code in (colour, found))
    chroma = min(saturation * (1 - abs(2 * lightness - 1)) for _, lightness, saturation in (old, new))
    if chroma > 0.2:  # of what is nearly grey, rounding to whole levels decides the hue
        turned = abs(old[0] - new[0])
        assert min(turned, 1 - turned) < 0.02


@given(st.integers(0, 255), st.integers(0, 255), st.sampled_from([3.0, 4.5]))
def test_no_grey_that_passes_is_nearer(level: int, ground: int, ratio: float) -> None:
    colour, behind = f"#{level:02x}{level:02x}{level:02x}", f"#{ground:02x}{ground:02x}{ground:02x}"
    found = int(nearest_passing(colour, behind, ratio)[1:3], 16)
    passing = [n for n in range(256) if contrast_ratio(f"#{n:02x}{n:02x}{n:02x}", behind) >= ratio]
    assert abs(found - level) <= min(abs(n - level) for n in passing) + 1
