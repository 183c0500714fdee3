"""The claim on a report while a version of it is released: one run at a time, and a journal of what it writes.

The claim is a lock on the file `versions/.release`, which the system lets go of when its process ends, however it ends.
The file says which version is being released and where to. Whoever takes the claim next and finds it filled in knows
what a run left behind that was broken off.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path
from typing import IO

from reportbuilder.files import shown
from reportbuilder.forms import MisfitError
from reportbuilder.problems import ExitCode, Findings, Place, Problem, ReportError, Severity
from reportbuilder.values import Value
from reportbuilder.versions.number import Number, as_number
from reportbuilder.versions.register import SNAPSHOTS, read_register, register_file, snapshot_file
from reportbuilder.versions.storing import part_of, remove

_CLAIM = ".release"


class Target(Value):
    """Where a version goes: its report's folder, its number, and the folder for what is built of the report."""

    report: Path
    number: Number
    output: Path

    @property
    def built(self) -> Path:
        """The folder with its files."""
        return self.output / str(self.number)

    @property
    def snapshot(self) -> Path:
        """Its snapshot."""
        return snapshot_file(self.report, self.number)

    @property
    def work(self) -> Path:
        """Where it is made."""
        return self.output / f".{self.number}.work"

    @property
    def leftovers(self) -> tuple[Path, ...]:
        """What is only there while it is released."""
        return (self.work, part_of(self.built), part_of(self.snapshot), part_of(register_file(self.report)))


class Claim:
    """The claim on a report, held."""

    def __init__(self, report: Path, file: IO[str]) -> None:
        self._report = report
        self._file = file

    def mend(self) -> None:
        """Clear away what a run left that was broken off, if one was."""
        if left := self._left():
            self.clear(left)

    def announce(self, target: Target) -> None:
        """Write down what is going to be written, before anything is."""
        output = os.path.relpath(target.output.absolute(), self._report.absolute())  # the project's folder may move
        said = {"number": str(target.number), "output": output, "by": _who()}
        self._write(json.dumps(said))

    def clear(self, target: Target) -> None:
        """Clear away what is there of a version that the register does not name; nothing of one that it names."""
        for path in target.leftovers:
            remove(path)
        register = read_register(self._report, Findings())
        if register is not None and register.find(target.number) is None:
            remove(target.built)
            remove(target.snapshot)
        if register is not None:
            self._write("")

    def _left(self) -> Target | None:
        """What the last run was releasing when it was broken off; None if it ended in its own time.

        Half a note is as good as none: nothing had been written yet.
        """
        self._file.seek(0)
        try:
            said = json.loads(self._file.read())
            return Target(
                self._report, as_number(said["number"]), Path(normpath(self._report.absolute() / said["output"]))
            )
        except (ValueError, KeyError, TypeError, MisfitError):
            return None

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()
        os.fsync(self._file.fileno())


@contextlib.contextmanager
def claimed(report: Path) -> Iterator[Claim]:
    """Hold the claim on a report; raises ReportError at once when another run holds it."""
    path = report / SNAPSHOTS / _CLAIM
    path.parent.mkdir(exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _lock(file, path)
        yield Claim(report, file)


def _lock(file: IO[str], path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        message = "Versions can only be released on a system that locks files: Linux or macOS."
        problem = Problem(Severity.ERROR, "release-system", message)
        raise ReportError([problem], ExitCode.MISSING_TOOL) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        message = f"This report is being released at this moment{_told(file.read())}, so nothing was done."
        problem = Problem(
            Severity.ERROR, "release-busy", message, "Wait until that is done, and try again.", Place(shown(path))
        )
        raise ReportError([problem], ExitCode.FILE) from None


def _told(journal: str) -> str:
    """Who is releasing which version, as far as the journal says so yet."""
    try:
        said = json.loads(journal)
        return f", as version {said['number']} by {said['by']}"
    except (ValueError, KeyError, TypeError):
        return ""


def _who() -> str:
    return f"process {os.getpid()} on {platform.node() or 'this computer'}"
