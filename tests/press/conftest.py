"""The house style and its press, and copies that may be spoilt."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.press.inks import Converter
from reportbuilder.press.prepare import prepare_press
from reportbuilder.press.profile import OutputProfile, read_profile
from reportbuilder.style.model import HouseStyle
from tests.styles import read_style

ROOT = Path(__file__).parents[2]
RVO = ROOT / "styles/rvo"
SOURCE = (RVO / "style.yaml").read_text(encoding="utf-8")

Spoil = Callable[..., tuple[list[Diagnostic], int]]


def read(folder: Path) -> HouseStyle:
    """The style in a folder, which must be a good one for the screen."""
    diagnostics = Diagnostics()
    style = read_style(folder, ROOT / "fonts", lambda p: p.name, diagnostics)
    assert style is not None, [p.message for p in diagnostics]
    return style


@pytest.fixture(scope="session")
def style() -> HouseStyle:
    return read(RVO)


@pytest.fixture(scope="session")
def profile(style: HouseStyle) -> OutputProfile:
    diagnostics = Diagnostics()
    found = read_profile(style, RVO, diagnostics)
    assert found is not None
    assert not list(diagnostics)
    return found


@pytest.fixture(scope="session")
def converter(profile: OutputProfile) -> Converter:
    return Converter(profile)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the house style that may be spoilt."""
    shutil.copytree(RVO, tmp_path / "rvo")
    (tmp_path / "rvo/icc").chmod(0o755)
    return tmp_path / "rvo"


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Prepares the press of a style with one piece of text changed: gives the problems, and the line of the change."""

    def spoilt(old: str, new: str, start: int = 0) -> tuple[list[Diagnostic], int]:
        at = SOURCE.index(old, start)
        (folder / "style.yaml").write_text(SOURCE[:at] + new + SOURCE[at + len(old) :], encoding="utf-8")
        diagnostics = Diagnostics()
        prepare_press(read(folder), folder, diagnostics)
        return list(diagnostics), SOURCE[:at].count("\n") + 1

    return spoilt
