"""Temporary files and folders whose names contain the process that made them.

A killed process leaves them behind. A later command recognises leftovers by their names: those of this computer whose
process has ended, and those of any computer that are older than a day. Nothing else is ever removed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

PART, FORMER = "part", "former"
HOST = re.sub(r"[^A-Za-z0-9]", "", os.uname().nodename if hasattr(os, "uname") else "")[:20] or "here"
_OWNER = r"(?P<host>[A-Za-z0-9]+)-(?P<process>\d{1,10})"
_BESIDE = re.compile(rf"\.(?P<name>.+)\.{_OWNER}\.(?P<kind>{PART}|{FORMER})", re.DOTALL)
_WORK = re.compile(rf"reportbuilder-{_OWNER}-.+", re.DOTALL)
_OLD = 24 * 3600.0  # seconds


def beside(path: Path, kind: str = PART) -> Path:
    """The temporary path of this process beside `path`: for its new contents (PART), or to keep the old ones
    (FORMER)."""
    return path.with_name(f".{path.name}.{HOST}-{os.getpid()}.{kind}")


def write_new(path: Path, data: bytes, settle: bool = True) -> None:
    """Write a new file and, if `settle`, flush it to the disk (fsync); raises OSError, also if the path exists.

    An existing path, a symbolic link in particular, is never followed or overwritten.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        if settle:
            os.fsync(file.fileno())


def clear_stale(folder: Path) -> None:
    """Remove the temporary files that killed processes left in a folder.

    A process killed while it moved files into place has moved only some of them; then the former files are restored, so
    that all are from one build.
    """
    parts: dict[tuple[str, str], list[Path]] = {}
    formers: dict[tuple[str, str], list[tuple[Path, str]]] = {}
    for path, found in _entries(folder, _BESIDE):
        owner = found["host"], found["process"]
        if found["kind"] == PART:
            parts.setdefault(owner, []).append(path)
        else:
            formers.setdefault(owner, []).append((path, found["name"]))
    with contextlib.suppress(OSError):  # what cannot be cleared now, a later command will
        for owner, kept in formers.items():
            for former, name in kept:
                if owner in parts:
                    former.replace(folder / name)
                remove(former)  # still there when both names are of one file
        for left in parts.values():
            for part in left:
                remove(part)


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """Make a temporary folder in the system's temporary folder; it is removed on exit."""
    import tempfile

    clear_stale_work()
    with tempfile.TemporaryDirectory(prefix=f"reportbuilder-{HOST}-{os.getpid()}-") as folder:
        yield Path(folder)


def clear_stale_work() -> None:
    """Remove the temporary folders that killed processes of this user left in the system's temporary folder."""
    import tempfile

    with contextlib.suppress(OSError):
        for path, _ in _entries(Path(tempfile.gettempdir()), _WORK):
            facts = path.lstat()
            own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
            if stat.S_ISDIR(facts.st_mode) and own:
                remove(path)


def remove(path: Path) -> None:
    """Remove a file, a folder with its contents, or a link (but not its target), if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _entries(folder: Path, names: re.Pattern[str]) -> Iterator[tuple[Path, re.Match[str]]]:
    """The paths in a folder with temporary names whose process has ended."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        match = names.fullmatch(entry.name)
        if match is not None and _is_left(Path(entry.path), match["host"], int(match["process"])):
            yield Path(entry.path), match


def _is_left(path: Path, host: str, process: int) -> bool:
    """Whether the process that made a file or folder has ended."""
    try:
        if time.time() - path.lstat().st_mtime > _OLD:
            return True
    except OSError:
        return False
    if host != HOST or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # another user's
        return False
    return False
