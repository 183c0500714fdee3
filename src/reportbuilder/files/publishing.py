"""Writes the finished files of a report: all of them, or none.

They are first written to temporary paths beside their targets. When all are on the disk they are moved into place; if a
move fails, those before it are undone. So the files of a report are always from one build.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.files.inputs import OutsideError, resolve_inside, shown
from reportbuilder.files.temporary import FORMER, beside, clear_stale, remove, write_new

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
