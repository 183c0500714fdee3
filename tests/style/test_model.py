"""The section `print` of a style: its defaults, and one error at its line for what does not fit."""

import shutil
from pathlib import Path

import pytest
from tests.styles import read_style

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.style.model import HouseStyle, PressSettings, PrintImages

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "styles/rvo/style.yaml").read_text(encoding="utf-8")
START = SOURCE.index("\nprint:\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the house style that may be spoilt; it has no profiles, for only print asks for them."""
    shutil.copytree(ROOT / "styles/rvo/artwork", tmp_path / "rvo/artwork")
    return tmp_path / "rvo"


def spoil(folder: Path, old: str, new: str, start: int = START) -> tuple[HouseStyle | None, list[Diagnostic], int]:
    at = SOURCE.index(old, start)
    (folder / "style.yaml").write_text(SOURCE[:at] + new + SOURCE[at + len(old) :], encoding="utf-8")
    diagnostics = Diagnostics()
    style = read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics)
    return style, list(diagnostics), SOURCE[:at].count("\n") + 1


def test_the_style_that_ships_says_what_is_sensible_anyway(folder: Path) -> None:
    style, problems, _ = spoil(folder, "marks: true", "marks: true")
    assert style is not None
    assert problems == []
    assert style.print == PressSettings(profile="FOGRA39L_coated.icc")
    assert style.places.place("print", "profile").line == SOURCE[: SOURCE.index("  profile: ")].count("\n") + 1


def test_lengths_and_numbers_are_read(folder: Path) -> None:
    style, _, _ = spoil(folder, "images: {warn: 250, least: 150}", "images: {warn: 300}")
    assert style is not None
    assert style.print.images == PrintImages(warn=300, least=150)
    assert style.print.bleed == pytest.approx(8.504, abs=0.001)


MISTAKES = [
    ("profile: F", "profil: F", "style-key", "profile"),
    ("ink-limit: 300", "ink_limit: 300", "style-key", "ink-limit"),
    ("ink-limit: 300", "ink-limit: 500", "style-value", ""),
    ("bleed: 3mm", "bleed: 3", "style-value", "unit"),
    ("bleed: 3mm", "bleed: -3mm", "style-value", ""),
    ("slug: 12mm", "slug: 2mm", "style-print", "12mm"),
    ("marks: true", "marks: perhaps", "style-value", "true or false"),
    ("rich-black: []", "rich-black: [blak]", "style-colour", ""),
    ("rich-black: []", "rich-black: blue", "style-value", "list"),
    ("spots: {}", "spots: {bleu: PANTONE 294 C}", "style-colour", "“blue”"),
    ("spots: {}", "spots: {blue: Black}", "style-value", "PANTONE"),
    ("spots: {}", "spots: {blue: ''}", "style-value", "PANTONE"),
    ("hairline: 0.25pt", "hairline: thin", "style-value", "unit"),
    ("images: {warn: 250", "images: {warn: 100", "style-print", "larger"),
    ("images: {warn: 250", "images: {warn: many", "style-value", ""),
    ("smallest-text: 5pt", "smallest-text: 5", "style-value", "unit"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), MISTAKES, ids=[new for _, new, _, _ in MISTAKES])
def test_a_mistake_is_one_error_with_its_line(old: str, new: str, code: str, hint: str, folder: Path) -> None:
    style, problems, line = spoil(folder, old, new)
    assert style is None
    assert [(p.code, p.severity, p.place.line) for p in problems] == [(code, Severity.ERROR, line)]
    assert hint in problems[0].hint


def test_the_limit_holds_for_the_palette(folder: Path) -> None:
    _, (problem,), _ = spoil(folder, "ink-limit: 300", "ink-limit: 235")
    assert problem.code == "style-ink"
    assert "“blue-night” takes 240 % of ink; the paper takes 235 %." in problem.message


def test_a_colour_may_name_an_ink_of_its_own(folder: Path) -> None:
    style, _, _ = spoil(folder, "cmyk: [100, 75, 0, 38]}", "cmyk: [100, 75, 0, 38], spot: PANTONE 294 C}", 0)
    assert style is not None
    assert style.colours["blue"].spot == "PANTONE 294 C"
    _, (problem,), line = spoil(folder, "cmyk: [100, 75, 0, 38]}", "cmyk: [100, 75, 0, 38], spot: All}", 0)
    assert (problem.code, problem.place.line) == ("style-value", line)
