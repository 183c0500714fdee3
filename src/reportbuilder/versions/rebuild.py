"""Builds a version from its snapshot: at its release, and again later to compare or restore its files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from reportbuilder import __version__
from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import load, on_disk, read_bytes, shown
from reportbuilder.files.output import write_new
from reportbuilder.imposition.geometry import Imposition
from reportbuilder.memo import Memo
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import VersionSettings
from reportbuilder.values import replace
from reportbuilder.versions.durable_files import move, partial_path, reporting_file_errors, write_files
from reportbuilder.versions.register import (
    SNAPSHOTS,
    ReleasedFile,
    Version,
    find_version,
    read_register,
    register_file,
    snapshot_file,
)
from reportbuilder.versions.release_lock import ReleaseTarget, acquire_lock
from reportbuilder.versions.released import UnpackedSnapshot, files_unchanged, open_snapshot
from reportbuilder.versions.snapshot import SnapshotManifest, digest, libraries


class BuildFn(Protocol):
    """The type of the function that builds a report's editions: `pipeline.build_report`."""

    def __call__(
        self,
        root: Path,
        editions: Sequence[str],
        resources: Resources,
        progress: Progress,
        impositions: Sequence[Imposition] = (),
        version: VersionSettings | None = None,
    ) -> BuildResult:
        """Make the editions of the report in a folder, as a version; raises ReportError with every problem."""


def build_version(
    opened: UnpackedSnapshot,
    earlier: Path,
    editions: Sequence[str],
    resources: Resources,
    build: BuildFn,
    progress: Progress,
) -> BuildResult:
    """Build the editions of an unpacked snapshot; `earlier` is the folder with the snapshot of the version that its
    concept is compared with."""
    based_on = opened.manifest.based_on
    if based_on is not None and (earlier / f"{based_on}.zip").is_file():
        (opened.folder / SNAPSHOTS).mkdir(exist_ok=True)
        write_new(opened.folder / SNAPSHOTS / f"{based_on}.zip", load(earlier / f"{based_on}.zip", earlier.parent))
    place = replace(opened.resources(resources), cache=None, memo=Memo())  # from the snapshot, and nothing else
    with _own_date():
        return build(opened.folder, editions, place, progress, (), opened.manifest.settings)


def rebuild(
    snapshot: Path,
    into: Path,
    editions: Sequence[str],
    resources: Resources,
    build: BuildFn,
    diagnostics: Diagnostics,
    sha256: str = "",
) -> Mapping[str, bytes] | None:
    """The files of a version built again from its snapshot, by name; the same program, libraries and fonts give the
    same bytes.

    `into` is an empty folder to work in. Earlier snapshots stand beside this one; `sha256` is its checksum in the
    register. None, and problems, when the snapshot is damaged or a font was changed; another program or library is a
    warning.
    """
    opened = open_snapshot(snapshot, into, diagnostics, sha256)
    if opened is None or not _same_fonts(opened.manifest, resources, Place(shown(snapshot)), diagnostics):
        return None
    _warn_of_other_tools(opened.manifest, Place(shown(snapshot)), diagnostics)
    return build_version(opened, snapshot.parent, editions, resources, build, lambda step: None).files


def in_place(
    problems: Iterable[Diagnostic], opened: UnpackedSnapshot, folder: Path, styles: Path
) -> tuple[Diagnostic, ...]:
    """Problems of an unpacked report, with their places moved to the folder of the working text."""
    moved = {shown(opened.folder): shown(folder), shown(opened.styles): shown(styles)}

    def original_place(file: str) -> str:
        there = next((there for there in moved if file == there or file.startswith(f"{there}/")), "")
        return moved[there] + file.removeprefix(there) if there else file

    return tuple(replace(p, place=replace(p.place, file=original_place(p.place.file))) for p in problems)


@contextlib.contextmanager
def _own_date() -> Iterator[None]:
    """Unset SOURCE_DATE_EPOCH meanwhile: a version has a date of its own."""
    name = "SOURCE_DATE_EPOCH"
    former = os.environ.pop(name, None)
    try:
        yield
    finally:
        if former is not None:
            os.environ[name] = former


def _same_fonts(manifest: SnapshotManifest, resources: Resources, place: Place, diagnostics: Diagnostics) -> bool:
    """Check that the fonts are those that the version was built with; every other one is a problem."""
    before = len(diagnostics.problems)
    for font in manifest.fonts:
        file = on_disk(resources.fonts / font.file)
        if not file.is_file() or digest(load(file, resources.fonts)) != font.sha256:
            state = "is another than" if file.is_file() else "is not there as"
            message = f"The font {shown(file)} {state} when version {manifest.number} was made."
            diagnostics.add(Code.FONT_CHANGED, message, place, "Put that font back, and try again.")
    return len(diagnostics.problems) == before


def _warn_of_other_tools(manifest: SnapshotManifest, place: Place, diagnostics: Diagnostics) -> None:
    """Warn when the version was built with another reportbuilder or other libraries than those here.

    Only libraries that are installed now are compared: older snapshots name more than libraries, such as a checksum of
    the program's source files.
    """
    now = {"reportbuilder": __version__, **libraries()}
    then = {"reportbuilder": manifest.tool, **manifest.libraries}
    other = [f"{name} {then[name]}, now {now[name]}" for name in then if name in now and now[name] != then[name]]
    if other:
        message = f"Version {manifest.number} was made with {'; '.join(other)}; so its files may differ."
        diagnostics.add(Code.REBUILD_TOOL, message, place, "Use the same versions to get the same bytes.")


# Restoring -----------------------------------------------------------------------------------------------------------


def restore(
    folder: Path, number: str, output: Path, resources: Resources, build: BuildFn, progress: Progress
) -> tuple[Version, Path]:
    """Put the files of a version of the report in a folder back into `output/<report>/<number>/`; gives its entry and
    that folder.

    Raises ReportError when they do not come out as they were released; files that are there and unchanged are left
    alone.
    """
    diagnostics = Diagnostics()
    register = read_register(folder, diagnostics)
    if register is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    version = find_version(register, number, Place(shown(register_file(folder))), diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.USAGE)
    target = ReleaseTarget(folder, version.number, output / folder.absolute().name)
    if target.built.exists():
        if not files_unchanged(target.built, version, diagnostics):
            raise ReportError(diagnostics, ExitCode.FILE)
        return version, target.built
    with reporting_file_errors(target.output), acquire_lock(folder) as lock:
        lock.recover(target)
        lock.write_journal(target)
        try:
            _restore(target, version, resources, build, progress)
        finally:
            lock.clean_up(target)
    return version, target.built


def _restore(target: ReleaseTarget, version: Version, resources: Resources, build: BuildFn, progress: Progress) -> None:
    diagnostics = Diagnostics()
    progress("making the version again from its snapshot")
    editions = tuple(file.edition for file in version.files if file.edition)
    files = rebuild(target.snapshot, target.work, editions, resources, build, diagnostics, version.snapshot)
    if files is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    _check_same(files, version, target, diagnostics)
    write_files(partial_path(target.built), files)
    move(partial_path(target.built), target.built)


def _check_same(files: Mapping[str, bytes], version: Version, target: ReleaseTarget, diagnostics: Diagnostics) -> None:
    """Raise ReportError when a file is not the one that was released."""
    listed = {file.name: file.sha256 for file in version.files}
    digests = {name: digest(data) for name, data in files.items()}
    for name in sorted(listed.keys() | digests.keys()):
        if listed.get(name) != digests.get(name):
            message = (
                f"“{name}” of version {version.number} does not come out as it was released, so nothing is put back."
            )
            hint = "Use the reportbuilder and the libraries that made it, or a copy of the file from elsewhere."
            diagnostics.add(Code.VERSION_DIFFERS, message, Place(shown(target.built / name)), hint)
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)


# The files of a released version ------------------------------------------------------------------------------------


def released_files(
    folder: Path,
    version: Version,
    built: Path,
    into: Path,
    resources: Resources,
    build: BuildFn,
    diagnostics: Diagnostics,
) -> Mapping[str, bytes]:
    """The bytes of every file of a version, by name; raises ReportError when one cannot be had.

    `built` is the folder with the released files, which a fresh clone does not have; `into` is an empty folder to work
    in.
    """
    intact = {file.name: data for file in version.files if (data := _intact_file(built, file, diagnostics)) is not None}
    if len(intact) == len(version.files):
        return intact
    snapshot = snapshot_file(folder, version.number)
    editions = tuple(file.edition for file in version.files if file.edition)
    rebuilt = rebuild(snapshot, into, editions, resources, build, diagnostics, version.snapshot)
    if rebuilt is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    check_rebuilt(version, rebuilt, Place(shown(snapshot)), diagnostics)
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)
    return {file.name: rebuilt[file.name] for file in version.files}


def check_rebuilt(version: Version, made: Mapping[str, bytes], place: Place, diagnostics: Diagnostics) -> None:
    """Check files that were built again against the register; every difference is a problem."""
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


def _intact_file(built: Path, file: ReleasedFile, diagnostics: Diagnostics) -> bytes | None:
    """The bytes of a file in the output folder; None when it is missing or differs from the released one."""
    path = built / file.name
    if not path.is_file():
        return None
    data = read_bytes(path, diagnostics)
    if data is not None and digest(data) == file.sha256:
        return data
    message = f"“{shown(path)}” is not the file that was released, so it is made again from the snapshot."
    diagnostics.add(Code.ARCHIVE_CHANGED, message, Place(shown(path)), "Move that folder away.")
    return None
