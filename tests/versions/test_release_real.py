"""Real releases of a small report, by the command: killed on the way, released, and made again byte for byte."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.pipeline import build_report
from reportbuilder.versions.rebuild import rebuild
from reportbuilder.versions.register import read_register
from reportbuilder.versions.released import VersionState, release_statuses
from tests.whole_reports import EDITIONS, resources

ROOT = Path(__file__).parents[2]
TABLE = """
## Versiebeheer

Dit is versie {version}`number` van {version}`date`, {version}`status`.

:::{versions}
:::
"""
KILLS = 1


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reportbuilder", *arguments]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a copy of the small report, which has a table of its versions."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "tests/documents/good-alles", root / "content/alles")
    (root / "styles").symlink_to(ROOT / "styles")
    (root / "fonts").symlink_to(ROOT / "fonts")
    with (root / "content/alles/chapters/bijlage.md").open("a", encoding="utf-8") as file:
        file.write(TABLE)
    return root


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def released(project: Path, environment: dict[str, str]) -> str:
    """Release 0.1 after a first try was killed at a random moment; gives what the command says."""
    asked = command("release", "alles", "--number", "0.1", "--note", "Eerste")
    chance = random.Random(20200406)
    for _ in range(KILLS):
        with subprocess.Popen(asked, cwd=project, env=environment, stdout=subprocess.DEVNULL) as program:
            time.sleep(chance.uniform(0.5, 2.5))
            program.kill()
        diagnostics = Diagnostics()
        register = read_register(project / "content/alles", diagnostics)
        assert list(diagnostics) == []
        assert register is not None
        if register.last is not None:
            break
    else:
        done = subprocess.run(asked, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
    return ""


def test_a_release_that_was_killed_is_done_again(project: Path, released: str) -> None:
    diagnostics = Diagnostics()
    register = read_register(project / "content/alles", diagnostics)
    assert register is not None
    (standing,) = release_statuses(project / "content/alles", register, project / "output/alles", diagnostics)
    assert list(diagnostics) == []
    assert standing.state is VersionState.COMPLETE
    assert {file.edition for file in standing.version.files} >= set(EDITIONS)
    assert sorted(path.name for path in (project / "output/alles").iterdir()) == ["0.1"]


def test_the_release_is_made_again_byte_for_byte(
    project: Path, released: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    (project / "content/alles/chapters/voorwoord.md").write_text("# Anders\n\nAnders.\n", encoding="utf-8")
    diagnostics = Diagnostics()
    place = resources(ROOT / "styles", ROOT / "fonts", tmp_path / "cache")
    snapshot = project / "content/alles/versions/0.1.zip"
    files = rebuild(snapshot, tmp_path / "in", EDITIONS, place, build_report, diagnostics)
    assert list(diagnostics) == []
    assert files
    assert files == {path.name: path.read_bytes() for path in (project / "output/alles/0.1").iterdir()}


def test_the_report_shows_its_version(project: Path, released: str) -> None:
    from pypdf import PdfReader

    pages = PdfReader(project / "output/alles/0.1/alles-screen.pdf").pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Dit is versie 0.1 van 1 april 2022, concept." in words
    assert "Versie Datum Status Toelichting 0.1 1 april 2022 concept Eerste" in words
    assert "Versie 1 april 2022" in " ".join(pages[0].extract_text().split())
