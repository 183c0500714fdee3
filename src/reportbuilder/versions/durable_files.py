"""Files written so that they survive a crash: complete and on the disk before they get their names."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import shown
from reportbuilder.files.output import write_new


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, and flush them to the disk."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        write_file(folder / name, data)
    _settle(folder)


def write_file(path: Path, data: bytes) -> None:
    """Write a file, and flush it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # a link that somebody put there is not followed
    write_new(path, data)


def move(source: Path, target: Path) -> None:
    """Rename a file or folder within its folder: at any moment it has the one name or the other."""
    source.replace(target)
    _settle(target.parent)


def remove(path: Path) -> None:
    """Delete a file or folder if it is there. A folder is renamed first, so that one half deleted has no name that
    counts."""
    if path.is_dir() and not path.is_symlink():
        part = partial_path(path) if not path.name.startswith(".") else path
        if part != path:
            path.replace(part)
        shutil.rmtree(part)
    else:
        path.unlink(missing_ok=True)


def partial_path(path: Path) -> Path:
    """The hidden name beside a file or folder under which it is written."""
    return path.with_name(f".{path.name}.part")


@contextlib.contextmanager
def reporting_file_errors(where: Path) -> Iterator[None]:
    """Report a full disk, a read-only folder and the like as a problem; raises ReportError with exit code 5."""
    try:
        yield
    except OSError as error:
        path = shown(Path(error.filename)) if error.filename else shown(where)
        message = f"“{path}” cannot be written or read: {error.strerror or error}. What was there is as it was."
        hint = "Make room on the disk, or check that you may write there; then give the command again."
        problem = Diagnostic(Code.RELEASE_UNWRITABLE, message, hint, Place(path))
        raise ReportError([problem], ExitCode.FILE) from error


def _settle(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
