"""The lock on a report while a version of it is released: one run at a time, and a journal of what it writes.

The lock is held on the file `versions/.release`; the system releases it when the process ends, however it ends. The
file is also the journal: it names the version that is being released, and its output folder. A run that takes the lock
and finds a journal cleans up what an interrupted run left.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import stat
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path
from typing import IO

from reportbuilder.diagnostics import (
    Code,
    Diagnostic,
    DiagnosticCode,
    Diagnostics,
    ExitCode,
    Place,
    ReportError,
)
from reportbuilder.files.inputs import OutsideError, resolve_inside, shown
from reportbuilder.project.scalars import FieldError, VersionNumber, as_number
from reportbuilder.values import Value
from reportbuilder.versions.durable_files import partial_path, remove
from reportbuilder.versions.register import SNAPSHOTS, read_register, register_file, snapshot_file

_LOCK_FILE = ".release"
_LONGEST = 10_000  # characters of a journal


class ReleaseTarget(Value):
    """The target of a release: the report's folder, the number of the version, and the report's output folder."""

    report: Path
    number: VersionNumber
    output: Path

    @property
    def built(self) -> Path:
        """The folder of its files."""
        return self.output / str(self.number)

    @property
    def snapshot(self) -> Path:
        """Its snapshot."""
        return snapshot_file(self.report, self.number)

    @property
    def work(self) -> Path:
        """The folder in which it is built."""
        return self.output / f".{self.number}.work"

    @property
    def leftovers(self) -> tuple[Path, ...]:
        """The files and folders that exist only during a release."""
        return (
            self.work,
            partial_path(self.built),
            partial_path(self.snapshot),
            partial_path(register_file(self.report)),
        )


class ReleaseLock:
    """The lock on a report, held by this process.

    The journal stands in the report's folder, which may come from anybody. So nothing is deleted but what the program
    itself writes in the report's folder and in the output folder of this command.
    """

    def __init__(self, report: Path, file: IO[str]) -> None:
        self._report = report
        self._file = file

    def recover(self, target: ReleaseTarget) -> None:
        """Clean up after an interrupted run, if there was one; raises ReportError when it wrote to another output
        folder than that of `target`."""
        try:
            resolve_inside(target.output, target.output.parent)
        except OutsideError as error:
            message = f"“{shown(target.output)}” {error.strerror}, so no version is put there."
            hint = "Remove the link, or name the folder that it leads to with --output."
            place = Place(shown(target.output))
            raise ReportError([Diagnostic(Code.OUTPUT_OUTSIDE, message, hint, place)], ExitCode.FILE) from error
        interrupted = self._interrupted_target()
        if interrupted is None:
            return
        if os.path.realpath(interrupted.output) != os.path.realpath(target.output):
            journal = shown(self._report / SNAPSHOTS / _LOCK_FILE)
            message = (
                f"A release of version {interrupted.number} was broken off, by what {journal} says, while it was "
                f"writing to {shown(interrupted.output)}. That is not in the output folder, so nothing was done there."
            )
            hint = f"Remove {journal}, and give the command again."
            if interrupted.output.name == target.output.name:  # as a release with another --output leaves it
                clears = f"give the command with --output {shown(interrupted.output.parent)}, which clears it"
                hint = f"If you released there, {clears}; if not, remove {journal}, and give it again."
            raise _refused(Code.RELEASE_ELSEWHERE, message, hint, self._report / SNAPSHOTS / _LOCK_FILE)
        self.clean_up(interrupted)

    def write_journal(self, target: ReleaseTarget) -> None:
        """Write the target of this release to the journal."""
        output = os.path.relpath(target.output.absolute(), self._report.absolute())  # the project's folder may move
        journal = {"number": str(target.number), "output": output, "by": _who()}
        self._write(json.dumps(journal))

    def clean_up(self, target: ReleaseTarget) -> None:
        """Delete the files of a version that is not in the register."""
        for path in target.leftovers:
            remove(path)
        register = read_register(self._report, Diagnostics())
        if register is not None and register.find(target.number) is None:
            remove(target.built)
            remove(target.snapshot)
        if register is not None:
            self._write("")

    def _interrupted_target(self) -> ReleaseTarget | None:
        """The target of an interrupted release, by the journal; None when there is none. An incomplete journal counts
        as none: the release had written nothing else yet."""
        self._file.seek(0)
        try:
            journal = json.loads(self._file.read(_LONGEST))
            if "\0" in journal["output"]:
                return None
            return ReleaseTarget(
                self._report, as_number(journal["number"]), Path(normpath(self._report.absolute() / journal["output"]))
            )
        except (ValueError, KeyError, TypeError, RecursionError, FieldError):
            return None

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()
        os.fsync(self._file.fileno())


@contextlib.contextmanager
def acquire_lock(report: Path) -> Iterator[ReleaseLock]:
    """Hold the lock on a report; raises ReportError at once when another run holds it."""
    path = report / SNAPSHOTS / _LOCK_FILE
    try:
        resolve_inside(path.parent, report)
    except OutsideError as error:
        message = f"“{shown(path.parent)}” {error.strerror}, so no version is put there."
        hint = "Put the folder itself there in the place of the link."
        raise _refused(Code.FILE_OUTSIDE, message, hint, path.parent) from error
    path.parent.mkdir(exist_ok=True)
    with _open_journal(path) as file:
        _lock(file, path)
        yield ReleaseLock(report, file)


def _open_journal(path: Path) -> IO[str]:
    """Open the journal to read and write it; raises ReportError when something else has its name."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags, 0o666)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError(errno.ENXIO, "it is no ordinary file")
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise
        message = f"“{shown(path)}” is a link, a folder or a device; the program keeps a file of its own there."
        raise _refused(Code.RELEASE_JOURNAL, message, "Remove it, and try again.", path) from error
    return os.fdopen(handle, "r+", encoding="utf-8", errors="replace")


def _refused(code: DiagnosticCode, message: str, hint: str, path: Path) -> ReportError:
    """The error for a file or folder that a release cannot use."""
    return ReportError([Diagnostic(code, message, hint, Place(shown(path)))], ExitCode.FILE)


def _lock(file: IO[str], path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        message = "Versions can only be released on a system that locks files: Linux or macOS."
        problem = Diagnostic(Code.RELEASE_SYSTEM, message, "Release it there.", Place(shown(path)))
        raise ReportError([problem], ExitCode.MISSING_TOOL) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        message = f"This report is being released at this moment{_holder_of(file.read(_LONGEST))}, so nothing was done."
        problem = Diagnostic(Code.RELEASE_BUSY, message, "Wait until that is done, and try again.", Place(shown(path)))
        raise ReportError([problem], ExitCode.FILE) from None


def _holder_of(journal: str) -> str:
    """The process that holds the lock and its version, as far as the journal names them."""
    try:
        entry = json.loads(journal)
        return f", as version {entry['number']} by {entry['by']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _who() -> str:
    return f"process {os.getpid()} on {platform.node() or 'this computer'}"
