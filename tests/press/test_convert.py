"""Screen colours in inks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from reportbuilder.press.inks import Converter, opened
from reportbuilder.press.profile import OutputProfile


def on_screen(inks: tuple[float, ...], profile: OutputProfile) -> tuple[int, ...]:
    """What inks look like, in sRGB: the way back."""
    back = ImageCms.buildTransform(
        opened(profile.data), ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    pixel = Image.new("CMYK", (1, 1), tuple(round(ink * 2.55) for ink in inks))
    shown = ImageCms.applyTransform(pixel, back, inPlace=False)
    assert shown is not None
    return tuple(shown.tobytes())


def test_white_is_paper_and_black_is_black_ink_alone(converter: Converter) -> None:
    assert converter.percentages("#ffffff") == (0, 0, 0, 0)
    assert converter.percentages("#fefefe") == (0, 0, 0, 0)  # no specks
    assert converter.percentages("#000000") == (0, 0, 0, 100)


@pytest.mark.parametrize("code", ["#202020", "#808080", "#c0c0c0", "#f0f0f0"])
def test_greys_are_black_ink_alone_and_as_light(code: str, converter: Converter, profile: OutputProfile) -> None:
    inks = converter.percentages(code)
    assert inks[:3] == (0, 0, 0)
    _, green, _ = on_screen(inks, profile)
    assert green == pytest.approx(int(code[1:3], 16), abs=22)  # black ink alone is not as dark as all inks together


def test_greys_get_lighter_step_by_step(converter: Converter) -> None:
    assert converter.blacks[0] == 255
    assert converter.blacks[255] == 0
    assert list(converter.blacks) == sorted(converter.blacks, reverse=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("#003366", (97, 69, 2, 49)),
        ("#f2b234", (5, 33, 86, 0)),
        ("#b3261e", (0, 93, 85, 28)),
        ("#9cc3e0", (43, 14, 7, 0)),
    ],
)
def test_known_colours_within_tolerance(code: str, expected: tuple[int, ...], converter: Converter) -> None:
    assert converter.percentages(code) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("code", ["#336699", "#b3261e", "#1b7f4b", "#e4edf5"])
def test_inks_look_like_the_colour_that_they_stand_for(
    code: str, converter: Converter, profile: OutputProfile
) -> None:  # fmt: skip
    seen = on_screen(converter.percentages(code), profile)
    assert seen == pytest.approx(tuple(bytes.fromhex(code[1:])), abs=12)


@settings(max_examples=60, deadline=None)
@given(code=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_inks_are_whole_percentages_and_the_same_each_time(code: str, profile: OutputProfile) -> None:
    inks = Converter(profile).percentages(code)
    assert all(0 <= ink <= 100 and ink == int(ink) and ink != 1 for ink in inks)
    assert inks == Converter(profile).percentages(code)


def test_what_the_profile_makes_is_not_cut_off_at_a_limit(converter: Converter) -> None:
    assert sum(converter.percentages("#000005")) > 300
