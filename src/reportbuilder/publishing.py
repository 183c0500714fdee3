"""Finished files on disk: written beside their target, and moved into place when they are whole."""

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.files import shown
from reportbuilder.problems import ExitCode, Place, Problem, ReportError, Severity
from reportbuilder.values import Value


class Made(Value):
    """A report that was made and is not yet on disk: its files by their names, its pages, and what is worth knowing."""

    report: str
    files: Mapping[str, bytes]
    pages: int
    problems: tuple[Problem, ...]


def publish(data: bytes, folder: Path, name: str) -> Path:
    """Write beside the target and move it into place, so that what was good stays until the new file is whole."""
    path = folder / name
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"The file cannot be written: {error.strerror or error}."
        hint = "If it is open in another program, close it there; else check the folder's permissions."
        problem = Problem(Severity.ERROR, "output-unwritable", message, hint, Place(shown(path)))
        raise ReportError([problem], ExitCode.FILE) from error
    return path
