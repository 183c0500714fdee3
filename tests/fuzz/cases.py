"""One case of the fuzzer: a damaged project, a command, and all that must hold whatever was damaged."""

import contextlib
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportbuilder.cli.start import main
from reportbuilder.diagnostics import ExitCode
from tests.diagnostics.whole_file_codes import WHOLE
from tests.fuzz.mutations import damage_file, damage_folder
from tests.fuzz.project import NAME, clone, make_project

MOST_SECONDS = 60.0
MOST_MEMORY = 3_000_000_000
"""Bytes of addresses that a command may take beyond those of the process that it is a fork of."""
ALLOWED = {int(code) for code in ExitCode} - {ExitCode.INTERNAL, ExitCode.SYSTEM, ExitCode.INTERRUPTED}
COMMANDS = {
    "check basis": 8,
    "build basis --edition screen": 3,
    "build basis --edition print": 2,
    "build basis": 1,
    "release basis --number 0.2": 1,
    "archive basis --version 0.1": 1,
    "restore basis --version 0.1": 1,
    "versions basis": 1,
    "diff basis": 1,
    "figures basis": 1,
    "verify output/basis/basis-screen.pdf": 1,
    "verify output/basis/basis-print.pdf": 1,
}
_NO_PLACE = re.compile(r"^(?:error|warning|note): .*", re.MULTILINE)
_PROBLEM = re.compile(r"^(.+?): (?:error|warning|note): .* \[([\w-]+)\]$", re.MULTILINE)
_LINE = re.compile(r":\d+$|, sheet “")
# What the commands that write may change in the report's folder.
_OWN = ("content/basis/versions", "output/")


class Outcome(NamedTuple):
    """What a case did, and what was wrong with it; nothing if it was right."""

    command: str
    damage: Sequence[str]
    code: int
    seconds: float
    said: str
    wrong: Sequence[str]


class Fuzzer:
    """Makes cases of a seed; each is the same whenever it is made, by its number."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self._base = folder / "base"
        self._outside = folder / "outside"

    def prepare(self) -> None:
        """Make the project whole: built, with one version; raises AssertionError when that does not do."""
        make_project(self._base)
        self._outside.mkdir()
        for ending in ("md", "csv", "yaml", "png", "svg", "ttf"):
            (self._outside / f"secret.{ending}").write_bytes(b"SECRET\n")
        for command in ("build basis", "release basis --number 0.1"):
            code, said, _ = _run(self._base, command, MOST_SECONDS, cores=2)
            assert code == 0, said

    def case(self, number: int) -> Outcome:
        """Do one case, and take its project away again unless something was wrong."""
        rng = random.Random(f"{self.seed}-{number}")
        project = self.folder / f"case-{number}"
        clone(self._base, project)
        command = rng.choices([*COMMANDS], [*COMMANDS.values()])[0]
        damage = self._damage(rng, project, command)
        before, secret = _states(project), _states(self._outside)
        code, said, seconds = _run(project, command, MOST_SECONDS, cores=rng.choice([1, 2]))
        wrong = [*_faults(code, said, seconds), *_changes(before, _states(project), command, code)]
        if _states(self._outside) != secret:
            wrong.append("something outside of the project was changed")
        if "SECRET" in said:
            wrong.append("something outside of the project was read")
        if not wrong:
            _take_away(project)
        return Outcome(command, damage, code, seconds, said, wrong)

    def _damage(self, rng: random.Random, project: Path, command: str) -> list[str]:
        report = project / "content" / NAME
        inputs = [path for path in sorted(report.rglob("*")) if path.is_file() and "versions" not in path.parts]
        style = [path for path in sorted((project / "styles").rglob("*")) if path.is_file() and path.suffix != ".md"]
        weights = {tuple(inputs): 8, tuple(style): 2, tuple(sorted((project / "fonts").iterdir())): 1}
        if command.startswith("verify"):
            weights = {(project / command.split()[1],): 1}
        elif command.split()[0] in ("archive", "restore", "versions", "diff"):
            weights[tuple(sorted([*report.glob("versions/*.zip"), *report.glob("versions.yaml")]))] = 6
        done = []
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            path = rng.choice(rng.choices([*weights], [*weights.values()])[0])
            if not path.is_file() or path.is_symlink():
                continue
            if rng.random() < 0.12:
                done.append(damage_folder(rng, path, inputs, self._outside))
            else:
                done.append(damage_file(rng, path))
        return done


def _run(project: Path, command: str, most: float, cores: int) -> tuple[int, str, float]:
    """The exit code of a command in a folder, what it says, and its seconds; -9 when it does not end in time."""
    with tempfile.TemporaryFile() as heard:
        began = time.monotonic()
        child = os.fork()
        if not child:
            _begin(project, command, cores, heard.fileno())
        status: int | None = None
        while status is None and time.monotonic() - began < most:
            done, found = os.waitpid(child, os.WNOHANG)
            status = os.waitstatus_to_exitcode(found) if done else None
            time.sleep(0.005)
        seconds = time.monotonic() - began
        with contextlib.suppress(ProcessLookupError):  # and whatever it began
            os.killpg(child, signal.SIGKILL)
        if status is None:
            os.waitpid(child, 0)
            status = -signal.SIGKILL
        heard.seek(0)
        return status, heard.read().decode("utf-8", "replace"), seconds


def _address_space() -> int:
    """The size of this process in bytes of addresses."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * resource.getpagesize()


def _begin(project: Path, command: str, cores: int, heard: int) -> None:
    """Become a command; never returns."""
    code = 99
    try:
        os.setpgid(0, 0)
        os.chdir(project)
        os.dup2(heard, 1)
        os.dup2(heard, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        limit = _address_space() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if cores == 1 and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.environ["NO_COLOR"] = "1"
        sys.argv = ["reportbuilder", *command.split()]
        main()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def _faults(code: int, said: str, seconds: float) -> Iterator[str]:
    if seconds >= MOST_SECONDS:
        yield f"it had not ended after {MOST_SECONDS:.0f} seconds"
    elif code not in ALLOWED:
        yield f"it ended with exit code {code}"
    if "Traceback (most recent call last)" in said:
        yield "it gave a traceback"
    if found := _NO_PLACE.search(said):
        yield f"a problem has no place: {found[0]}"
    for place, kind in _PROBLEM.findall(said):
        if not (_LINE.search(place) or kind in WHOLE or place.endswith(".pdf")):  # a PDF's pages are in the words
            yield f"a problem names no line: {place}: {kind}"
    if code not in (0, *(ALLOWED - {1, 6, 7})) and "error" not in said:
        yield "it failed without a word"


def _states(folder: Path) -> Mapping[str, str]:
    """What stands at every path below a folder."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                what = hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                what = os.readlink(path) if stat.S_ISLNK(mode) else str(stat.S_IFMT(mode))
            found[path.relative_to(folder).as_posix()] = what
    return found


def _changes(before: Mapping[str, str], after: Mapping[str, str], command: str, code: int) -> Iterator[str]:
    """What a command changed that it may not."""
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path) or path.startswith("output/.cache"):
            continue
        if path.endswith(".release") or (path == "content/basis/versions" and path not in before):
            continue
        if not path.startswith(_OWN):
            yield f"{path} was changed"
        elif code != 0 and not path.startswith("output/fault") and after.get(path) != str(stat.S_IFDIR):
            yield f"{path} was changed, and the command failed"
        elif ".part" in path or ".former" in path or ".work" in path:
            yield f"{path} was left behind"
        elif before.get(path) is not None and command.split()[0] not in ("build", "release"):
            yield f"{path} was changed by {command}"


def _take_away(project: Path) -> None:
    for path in project.rglob("*"):
        if not path.is_symlink() and path.is_file() and not os.access(path, os.R_OK):
            path.chmod(0o600)
    shutil.rmtree(project)
