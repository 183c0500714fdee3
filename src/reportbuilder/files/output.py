"""Writes the finished files of a report, all of them or none, by way of temporary files.

They are first written to temporary paths beside their targets. When all are on the disk they are moved into place; if a
move fails, those before it are undone. So the files of a report are always from one build.

The names of temporary files and folders contain the process that made them. A killed process leaves them behind; a
later command recognises leftovers by their names: those of this computer whose process has ended, and those of any
computer that are older than a day. Nothing else is ever removed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import OutsideError, resolve_inside, shown

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


Check = Callable[[Mapping[Path, Path]], None]


def publish(files: Mapping[str, bytes], folder: Path, root: Path, check: Check | None = None) -> tuple[Path, ...]:
    """Write files into a folder, all of them or none; returns their paths.

    `folder` must be `root` or inside it, also when symbolic links are followed. A `check` is called with the written
    files and their target paths before any is moved into place; it raises ReportError to prevent that.

    Raises ReportError if the files cannot be written, or from the `check`; existing files are left unchanged then.
    """
    targets = [folder / name for name in files]
    at = folder
    try:
        resolve_inside(folder, root)
        folder.mkdir(parents=True, exist_ok=True)
        clear_stale(folder)
        try:
            for at, data in zip(targets, files.values(), strict=True):
                write_new(beside(at), data)
            if check is not None:
                check({beside(target): target for target in targets})
            _move_all(targets)
        finally:
            for target in targets:
                with contextlib.suppress(OSError):
                    remove(beside(target))
    except OSError as error:
        named = Path(error.filename2 or error.filename or at)
        raise ReportError([_unwritable(error, named if named in targets else at)], ExitCode.FILE) from error
    return tuple(targets)


def _move_all(targets: Sequence[Path]) -> None:
    """Move files from their temporary paths to their targets; raises OSError if one cannot be moved, after undoing the
    others."""
    moved: list[Path] = []
    try:
        for target in targets:
            _keep(target)
        for target in targets:
            os.replace(beside(target), target)
            moved.append(target)
        _settle(targets[0].parent if targets else None)
    except BaseException:
        for target in moved:
            former = beside(target, FORMER)
            if os.path.lexists(former):
                os.replace(former, target)
            else:
                target.unlink()
        raise
    finally:
        for target in targets:
            with contextlib.suppress(OSError):
                remove(beside(target, FORMER))


def _keep(target: Path) -> None:
    """Keep an existing target under a second name until all moves have succeeded."""
    former = beside(target, FORMER)
    remove(former)
    if not os.path.lexists(target):
        return
    try:
        os.link(target, former, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links, or a folder, which no file takes the place of
        shutil.copy2(target, former, follow_symlinks=False)


def _settle(folder: Path | None) -> None:
    """Flush the entries of a folder to the disk (fsync), where the system supports that."""
    with contextlib.suppress(OSError):
        if folder is not None:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _unwritable(error: OSError, path: Path) -> Diagnostic:
    if isinstance(error, OutsideError):
        message = f"“{shown(path)}” {error.strerror}, so nothing is written there."
        hint = "Remove the link, or name the folder that it leads to with --output."
        return Diagnostic(Code.OUTPUT_OUTSIDE, message, hint, Place(shown(path)))
    message = f"The file cannot be written: {error.strerror or error}. No file of the report was replaced."
    hint = "Make room on the disk; close the file where it is open; check the folder's permissions. Then try again."
    return Diagnostic(Code.OUTPUT_UNWRITABLE, message, hint, Place(shown(path)))
