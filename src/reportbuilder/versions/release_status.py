"""Checks released versions: whether their snapshots and files exist and are unchanged."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import read_bytes, shown
from reportbuilder.values import Value
from reportbuilder.versions.register import Register, Version, register_file, snapshot_file
from reportbuilder.versions.snapshot import digest
from reportbuilder.versions.unpacking import read_snapshot


class VersionState(Enum):
    """The state of a version's files; the value is the word for it."""

    COMPLETE = "complete"
    SNAPSHOT_ONLY = "snapshot only"
    DAMAGED = "damaged"


class ReleaseStatus(Value):
    """A version and the state of its files."""

    version: Version
    state: VersionState


def release_statuses(
    folder: Path, register: Register, output: Path, diagnostics: Diagnostics
) -> tuple[ReleaseStatus, ...]:
    """The status of each version of the report in a folder; what was lost or changed is a problem.

    `output` is the report's output folder. A version that was built on another computer has only its snapshot here:
    that is a note.
    """
    return tuple(ReleaseStatus(version, _state(folder, version, output, diagnostics)) for version in register.versions)


def _state(folder: Path, version: Version, output: Path, diagnostics: Diagnostics) -> VersionState:
    is_intact = read_snapshot(snapshot_file(folder, version.number), diagnostics, version.snapshot) is not None
    built = output / str(version.number)
    if not built.exists():
        message = f"The files of version {version.number} are not in {shown(output)}; “restore” puts them back."
        diagnostics.add(Code.VERSION_UNBUILT, message, Place(shown(register_file(folder))))
        return VersionState.SNAPSHOT_ONLY if is_intact else VersionState.DAMAGED
    return VersionState.COMPLETE if files_unchanged(built, version, diagnostics) and is_intact else VersionState.DAMAGED


def files_unchanged(built: Path, version: Version, diagnostics: Diagnostics) -> bool:
    """True when a folder holds the files of a version unchanged, and no others; differences are problems."""
    before = len(diagnostics.problems)
    hint = f"Move {shown(built)} away; “reportbuilder restore” makes the files again."
    listed = {file.name: file for file in version.files}
    present = {path.relative_to(built).as_posix() for path in built.rglob("*") if not path.is_dir()}
    for name in sorted(listed.keys() | present):
        place = Place(shown(built / name))
        if name not in present:
            diagnostics.add(Code.VERSION_FILE, f"“{name}” of version {version.number} is missing.", place, hint)
        elif name not in listed:
            message = f"“{name}” is no file of version {version.number}."
            diagnostics.add(Code.VERSION_FILE, message, place, "Move it away.")
        elif digest(read_bytes(built / name, diagnostics) or b"") != listed[name].sha256:
            message = f"“{name}” of version {version.number} was changed after it was released."
            diagnostics.add(Code.VERSION_FILE, message, place, hint)
    return len(diagnostics.problems) == before
