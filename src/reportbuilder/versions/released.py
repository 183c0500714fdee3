"""Opens released versions, and checks that their snapshots and files exist and are unchanged.

All checksums, names and sizes of a snapshot are verified before it is unpacked, since it may come from anybody.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place
from reportbuilder.diagnostics.codes import SNAPSHOT_SETTINGS
from reportbuilder.files.inputs import read_bytes, shown
from reportbuilder.project.located_yaml import read_yaml
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.schema import parse_settings
from reportbuilder.project.settings import VersionSettings
from reportbuilder.values import Value, replace
from reportbuilder.versions.register import (
    FORMAT,
    REGISTER_FILE,
    Register,
    Version,
    find_version,
    read_register,
    register_file,
    snapshot_file,
)
from reportbuilder.versions.snapshot import EARLIER, MANIFEST, REPORT, STYLE, SnapshotManifest, digest, is_entry_name

MEBIBYTE = 1 << 20
MOST_FILES = 20_000
MOST_BYTES = 2048 * MEBIBYTE
MOST_MANIFEST = 16 * MEBIBYTE
"""More than this no report has: a file that unpacks to more was made to fill a disk."""

_RESTORE = "Put the snapshot back as it was, from version control or a backup."


class UnpackedSnapshot(Value):
    """An unpacked snapshot: its manifest, the report's folder, and the folder of its house style."""

    manifest: SnapshotManifest
    folder: Path
    styles: Path

    def resources(self, shared: Resources) -> Resources:
        """The resources to build its report with: its own style, and the shared fonts."""
        return replace(shared, styles=self.styles)


class VersionSource(Value):
    """A version, or the working text, whose files can be read: the folder of its report, the folders that it is built
    with, and the version that it is; None for the one that its own settings name."""

    folder: Path
    resources: Resources
    version: VersionSettings | None = None


class _BadSnapshotError(Exception):
    """An error in a snapshot, with the code of its diagnostic."""

    def __init__(self, says: str, code: DiagnosticCode = Code.SNAPSHOT_DAMAGED, hint: str = _RESTORE) -> None:
        super().__init__(says)
        self.code = code
        self.hint = hint


def open_snapshot(path: Path, into: Path, diagnostics: Diagnostics, sha256: str = "") -> UnpackedSnapshot | None:
    """Unpack a snapshot into an empty folder; None, and problems, when it is damaged or not safe.

    All checksums are verified, and that of the file itself if the register's is given (`sha256`). Nothing is written
    before all of it was verified, and nothing outside `into`.
    """
    read = read_snapshot(path, diagnostics, sha256)
    if read is None:
        return None
    manifest, contents = read
    folder, styles = into / "content" / manifest.report, into / "styles"
    for name, content in contents.items():
        first, _, rest = name.partition("/")
        target = {
            REPORT: folder / rest,
            STYLE: styles / rest,
            EARLIER: folder.parent / rest,
            REGISTER_FILE: folder / REGISTER_FILE,
        }[first]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return UnpackedSnapshot(manifest, folder, styles)


def open_version(
    folder: Path, version: Version | str | None, resources: Resources, into: Path, diagnostics: Diagnostics
) -> VersionSource | None:
    """A version of the report in a folder, by its number or its entry in the register; for None, the working text.

    A version is unpacked into the empty folder `into`, which must stay as long as the source is used. None, and
    problems, when there is no such version or it is damaged.
    """
    if version is None:
        return VersionSource(folder, resources)
    if isinstance(version, str):
        register = read_register(folder, diagnostics)
        if register is None:
            return None
        version = find_version(register, version, Place(shown(register_file(folder))), diagnostics)
        if version is None:
            return None
    opened = open_snapshot(snapshot_file(folder, version.number), into, diagnostics, version.snapshot)
    return VersionSource(opened.folder, opened.resources(resources), opened.manifest.settings) if opened else None


def read_snapshot(
    path: Path, diagnostics: Diagnostics, sha256: str = ""
) -> tuple[SnapshotManifest, Mapping[str, bytes]] | None:
    """The manifest of a snapshot, and its files by their paths; None, and problems, as for `open_snapshot`."""
    place = Place(shown(path))
    if not path.exists():
        diagnostics.add(Code.SNAPSHOT_MISSING, f"The snapshot {place.file} is gone.", place, _RESTORE)
        return None
    data = read_bytes(path, diagnostics, root=path.absolute().parent.parent)  # versions/ may be no link either
    if data is None:
        return None
    try:
        if sha256 and digest(data) != sha256:
            raise _BadSnapshotError(
                "it is not the file that was released: its checksum is another than the register has"
            )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _checked_entries(archive)
            manifest = _read_manifest(archive, entries, place)
            contents = {name: archive.read(entry) for name, entry in entries.items() if name != MANIFEST}
        _check_contents(manifest, contents)
    except _BadSnapshotError as bad:
        diagnostics.add(bad.code, f"The snapshot cannot be used: {bad}.", place, bad.hint)
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        diagnostics.add(Code.SNAPSHOT_DAMAGED, "The snapshot cannot be used: it is no whole ZIP file.", place, _RESTORE)
        return None
    return manifest, contents


def _checked_entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries by name; all of a size, kind and name that a snapshot may have."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        what = f"{len(infos)} files and {sum(info.file_size for info in infos) // MEBIBYTE} MB"
        raise _BadSnapshotError(
            f"it would unpack to {what}, more than any report", Code.SNAPSHOT_SIZE, "Do not trust where it is from."
        )
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.orig_filename
        if not is_entry_name(name) or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise _BadSnapshotError(f"it has an entry “{name[:80]}”, which no snapshot has", Code.SNAPSHOT_ENTRY)
        if name in entries:
            raise _BadSnapshotError(f"it has two entries “{name[:80]}”", Code.SNAPSHOT_ENTRY)
        entries[name] = info
    return entries


def _read_manifest(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], place: Place) -> SnapshotManifest:
    """The content of `snapshot.yaml`."""
    if MANIFEST not in entries or entries[MANIFEST].file_size > MOST_MANIFEST:
        raise _BadSnapshotError(f"it has no {MANIFEST}, so it is no snapshot of a report")
    problems = Diagnostics()
    text = archive.read(entries[MANIFEST]).decode("utf-8", "replace")
    marked = read_yaml(text, Place(f"{place.file}/{MANIFEST}", 1, 1), problems)
    form = marked.data.get("format") if marked is not None and isinstance(marked.data, dict) else None
    if isinstance(form, int) and form > FORMAT:
        says = f"it was made by a newer reportbuilder; it has format {form}, and {FORMAT} is known here"
        raise _BadSnapshotError(says, Code.SNAPSHOT_NEWER, "Use that newer version of reportbuilder.")
    manifest = parse_settings(SnapshotManifest, marked, problems, SNAPSHOT_SETTINGS) if marked is not None else None
    if manifest is None or problems.failed:
        first = next(iter(problems))
        raise _BadSnapshotError(f"line {first.place.line} of its {MANIFEST} does not hold: {first.message.rstrip('.')}")
    if not is_entry_name(f"{REPORT}/{manifest.report}") or "/" in manifest.report + manifest.style:
        raise _BadSnapshotError(f"“{manifest.report[:80]}” is no name of a report")
    if any(file.path.startswith(f"{EARLIER}/{manifest.report}/") for file in manifest.files):
        raise _BadSnapshotError("its earlier report has the name of the report itself")
    return manifest


def _check_contents(manifest: SnapshotManifest, contents: Mapping[str, bytes]) -> None:
    """Check the files against the manifest: none more, none less, none changed."""
    listed = {file.path: file.sha256 for file in manifest.files}
    for name in sorted(listed.keys() | contents.keys()):
        if name not in contents:
            raise _BadSnapshotError(f"“{name}” is missing from it")
        if name not in listed:
            raise _BadSnapshotError(f"“{name}” was added to it")
        if digest(contents[name]) != listed[name]:
            raise _BadSnapshotError(f"“{name}” in it was changed")


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
