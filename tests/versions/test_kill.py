"""A release that is killed, at whatever moment, leaves the old state or the new one; and the next release works."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.versions.released import VersionState, release_statuses
from tests.versions.small_releases import TEXT, everything, lay_out_folders, register_of, released

ROOT = Path(__file__).parents[2]
Killed = Callable[..., tuple[int, float]]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes cannot be killed so here")


@pytest.fixture(scope="module")
def killed() -> Iterator[Killed]:
    """Releases version 0.2 in a process that is killed; gives the signal that ended it (0: it was done) and how long
    it took."""
    command = [sys.executable, "-m", "tests.versions.killed_releases"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:

        def ask(folder: Path, **when: float) -> tuple[int, float]:
            assert program.stdin is not None
            assert program.stdout is not None
            print(json.dumps({"folder": str(folder), "number": "0.2", **when}), file=program.stdin, flush=True)
            ended, seconds = json.loads(program.stdout.readline())
            return ended, seconds

        yield ask
        assert program.stdin is not None
        program.stdin.close()


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with version 0.1 of the tiny report, whose text has changed since."""
    root = tmp_path_factory.mktemp("before")
    folder = lay_out_folders(root)
    released(root, "0.1")
    (folder / "chapters" / "een.md").write_text(TEXT + "\nMeer.\n", encoding="utf-8")
    return root


def holds_old_or_new(root: Path, before: Path) -> str:
    """The last version after a kill; what the register names is there, whole, and what was there still is."""
    register = register_of(root)
    diagnostics = Diagnostics()
    states = release_statuses(root / "content" / "klein", register, root / "output" / "klein", diagnostics)
    assert list(diagnostics) == []
    assert {standing.state for standing in states} == {VersionState.COMPLETE}
    last = str(states[-1].version.number)
    kept = {name: data for name, data in everything(before).items() if last == "0.1" or "versions.yaml" not in name}
    assert everything(root).items() >= kept.items()
    return last


def recovers(root: Path, last: str) -> None:
    """The next release works, and nothing is left of the one that was killed."""
    number = "0.2" if last == "0.1" else "0.3"
    made = released(root, number)
    assert holds_old_or_new(root, root) == number
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.name.startswith(".")}
    assert names <= {"content/klein/versions/.release"}
    assert (root / "content/klein/versions/.release").read_text() == ""
    assert {path.name for path in (root / "output" / "klein").iterdir()} == {"0.1", "0.2", number}
    assert made.version.files


@pytest.fixture(scope="module")
def interrupted(killed: Killed, before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The project as releases left it that were killed before each change that they make to files, in order; tests
    leave them as they are."""
    folder = tmp_path_factory.mktemp("interrupted")
    roots, ended = list[Path](), int(signal.SIGKILL)
    while ended == signal.SIGKILL:
        root = Path(shutil.copytree(before, folder / str(len(roots) + 1)))
        ended, _ = killed(root, step=len(roots) + 1)
        roots.append(root)
    assert ended == 0
    return roots[:-1]


def test_killed_before_each_step(interrupted: list[Path], before: Path, tmp_path: Path) -> None:
    assert len(interrupted) > 20
    states = []
    for broken in interrupted:
        root = Path(shutil.copytree(broken, tmp_path / broken.name))
        states.append(holds_old_or_new(root, before))
        recovers(root, states[-1])
        shutil.rmtree(root)
    assert states == sorted(states)  # from one step on, the new version is there
    assert set(states) == {"0.1", "0.2"}


def test_killed_at_random_moments(killed: Killed, before: Path, tmp_path: Path) -> None:
    whole = min(killed(Path(shutil.copytree(before, tmp_path / name)))[1] for name in "abc")
    chance = random.Random(20200406)
    ends = []
    for index in range(10):
        root = Path(shutil.copytree(before, tmp_path / str(index)))
        ended, _ = killed(root, delay=chance.uniform(0.0005, whole * 1.1))
        assert ended in (0, signal.SIGKILL)
        last = holds_old_or_new(root, before)
        ends.append(last)
        recovers(root, last)
        shutil.rmtree(root)
    assert "0.1" in ends


def test_killed_while_it_clears_up(killed: Killed, interrupted: list[Path], before: Path, tmp_path: Path) -> None:
    """A run that is killed while it clears up after another that was killed leaves no less to clear up."""
    broken = next(root for root in interrupted if (root / "content/klein/.versions.yaml.part").exists())
    for step in range(1, 16):
        root = Path(shutil.copytree(broken, tmp_path / str(step)))
        assert killed(root, step=step)[0] == signal.SIGKILL
        assert holds_old_or_new(root, before) == "0.1"
        recovers(root, "0.1")
        shutil.rmtree(root)
