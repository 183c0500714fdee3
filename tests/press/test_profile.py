"""The profile of a press: what a good one says, and one clear error at its line for everything else."""

from pathlib import Path

import pytest
from PIL import ImageCms

from reportbuilder.diagnostics import Diagnostics, Severity
from reportbuilder.press.prepare import prepare_press
from reportbuilder.press.profile import OutputProfile, read_profile
from reportbuilder.style.model import HouseStyle, PressSettings
from reportbuilder.values import replace

from .conftest import RVO, SOURCE, Spoil

NAMED = "profile: FOGRA39L_coated.icc"


def test_a_good_profile_says_what_it_is(profile: OutputProfile) -> None:
    assert profile.data == (RVO / "icc/FOGRA39L_coated.icc").read_bytes()
    assert profile.space == "CMYK"
    assert profile.description == "FOGRA39L Coated"
    assert (profile.condition, profile.registry) == ("FOGRA39", "http://www.color.org")


def test_a_profile_alone_says_its_condition(style: HouseStyle) -> None:
    bare = replace(style, print=PressSettings(profile="FOGRA39L_coated.icc"))
    found = read_profile(bare, RVO, Diagnostics())
    assert found is not None
    assert (found.condition, found.registry) == ("FOGRA39", "http://www.color.org")


def make_wrong_files(folder: Path) -> None:
    """Files that are no profile of a press."""
    good = (folder / "FOGRA39L_coated.icc").read_bytes()
    files = {
        "text.icc": b"This is not a profile. " * 20,
        "empty.icc": b"",
        "cut.icc": good[: len(good) // 2],
        "header.icc": (200).to_bytes(4, "big") + good[4:200],
        "scanner.icc": good[:12] + b"scnr" + good[16:],
        "lab.icc": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder.icc").mkdir()


WRONG = [
    ("sRGB.icc", "“sRGB.icc” is a profile for RGB of a screen; a press needs one for CMYK.", "printer"),
    ("lab.icc", "“lab.icc” is a profile for Lab", "CMYK"),
    ("text.icc", "“text.icc” is not an ICC profile.", "printer"),
    ("empty.icc", "“empty.icc” is not an ICC profile.", "printer"),
    ("cut.icc", "“cut.icc” is not whole", "Copy"),
    ("header.icc", "“header.icc” is damaged", "Copy"),
    ("scanner.icc", "“scanner.icc” is a profile of a scanner or camera, not of a press", "output profile"),
    ("folder.icc", "“folder.icc” cannot be read", ""),
    ("FOGRA39_coated.icc", "There is no file “FOGRA39_coated.icc” in the style's folder icc/.", "FOGRA39L_coated.icc"),
    ('""', "The style does not say for which press it is printed.", "profile: "),
]


@pytest.mark.parametrize(("name", "says", "hint"), WRONG, ids=[name for name, _, _ in WRONG])
def test_a_wrong_profile_is_one_error_at_its_line(name: str, says: str, hint: str, folder: Path, spoil: Spoil) -> None:
    make_wrong_files(folder / "icc")
    (problem,), line = spoil(NAMED, f"profile: {name}")
    assert (problem.code, problem.severity) == ("print-profile", Severity.ERROR)
    assert (problem.place.file, problem.place.line) == ("style.yaml", line)
    assert says in problem.message
    assert hint in problem.hint


def test_a_style_that_says_nothing_about_print_is_one_error(folder: Path, spoil: Spoil) -> None:
    start = SOURCE.index("print:\n")
    section = SOURCE[start : SOURCE.index("designs:\n", start)]
    (problem,), _ = spoil(section, "")
    assert problem.code == "print-profile"
    assert "print: {profile:" in problem.hint


def test_one_line_is_enough(folder: Path, spoil: Spoil) -> None:
    start = SOURCE.index("print:\n")
    section = SOURCE[start : SOURCE.index("designs:\n", start)]
    assert spoil(section, "print: {profile: FOGRA39L_coated.icc}\n\n")[0] == []


def test_the_style_that_ships_can_be_printed(style: HouseStyle) -> None:
    diagnostics = Diagnostics()
    assert prepare_press(style, RVO, diagnostics) is not None
    assert [str(p) for p in diagnostics] == []
