"""The files of a released version: those that stand in the output folder, or else made again from the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.files.inputs import read_bytes, shown
from reportbuilder.project.resources import Resources
from reportbuilder.standards.editions import Edition
from reportbuilder.versions.rebuild import Maker, rebuild
from reportbuilder.versions.register import ReleasedFile, Version, snapshot_file
from reportbuilder.versions.snapshot import digest


def released_files(
    folder: Path,
    version: Version,
    built: Path,
    into: Path,
    workplace: Resources,
    make: Maker,
    diagnostics: Diagnostics,
) -> Mapping[str, bytes]:
    """The bytes of every file that the register names for a version, by name; raises ReportError when they cannot all
    be had.

    `built` is where the release put them, which a fresh clone does not have; `into` is an empty folder to work in.
    """
    found = {file.name: data for file in version.files if (data := _standing(built, file, diagnostics)) is not None}
    if len(found) == len(version.files):
        return found
    snapshot = snapshot_file(folder, version.number)
    editions = tuple(Edition(file.edition) for file in version.files if file.edition)
    made = rebuild(snapshot, into, editions, workplace, make, diagnostics, version.snapshot)
    if made is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    compare(version, made, Place(shown(snapshot)), diagnostics)
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)
    return {file.name: made[file.name] for file in version.files}


def compare(version: Version, made: Mapping[str, bytes], place: Place, diagnostics: Diagnostics) -> None:
    """Hold files that were made again to the register; every difference is a problem that says what differs."""
    hint = "The version itself is not lost: the snapshot holds all that it was made of."
    for file in version.files:
        data = made.get(file.name)
        if data is None:
            message = f"“{file.name}” of version {version.number} was not made again from the snapshot."
            diagnostics.add(Code.REBUILD_MISSING, message, place, hint)
        elif digest(data) != file.sha256:
            size = f"{len(data)} bytes, and {file.size} were released" if len(data) != file.size else "the same size"
            message = f"“{file.name}” of version {version.number} differs when it is made again: it has {size}."
            diagnostics.add(Code.REBUILD_DIFFERS, message, place, hint)
    for name in sorted(made.keys() - {file.name for file in version.files}):
        message = f"“{name}” was made again from the snapshot, and version {version.number} has no such file."
        diagnostics.add(Code.REBUILD_ADDED, message, place, hint)


def _standing(built: Path, file: ReleasedFile, diagnostics: Diagnostics) -> bytes | None:
    """A file as it stands in the output folder; None when it is not there, or is another than was released."""
    path = built / file.name
    if not path.is_file():
        return None
    data = read_bytes(path, diagnostics)
    if data is not None and digest(data) == file.sha256:
        return data
    message = f"“{shown(path)}” is not the file that was released, so it is made again from the snapshot."
    diagnostics.add(Code.ARCHIVE_CHANGED, message, Place(shown(path)), "Move that folder away.")
    return None
