"""Makes snapshots: ZIP files with the sources of a version. Equal sources give the same bytes.

A snapshot holds `snapshot.yaml`, which lists everything else with its checksum, the report's folder under `report/`,
its house style under `style/<name>/`, text and data of the earlier report that it is checked against under
`earlier/<name>/`, and the register as it was (`versions.yaml`). Of the fonts it has names and checksums: they stand in
the project, and are no part of the report.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from unicodedata import normalize

from reportbuilder import __version__
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import load, on_disk, read_bytes, shown
from reportbuilder.project.located_yaml import as_yaml, read_yaml
from reportbuilder.project.project_folder import FONTS, SETTINGS_FILE, STYLE_FILE, Resources
from reportbuilder.project.scalars import VersionNumber
from reportbuilder.project.schema import Form, Words
from reportbuilder.project.settings import ReportFolder, VersionSettings, VersionStatus
from reportbuilder.values import Value, field
from reportbuilder.versions.register import FORMAT, REGISTER_FILE, SNAPSHOTS, Digest, Numbered, as_plain

MANIFEST = "snapshot.yaml"
_DISTRIBUTION = "reportbuilder"
_REQUIREMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # how a requirement begins (PEP 508)
_SAME_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file knows
_UNIX = 3
_PLAIN_FILE = 0o100644


class ManifestFile(Form):
    """One file of a snapshot, by its path in it."""

    path: str
    size: int = field(name="bytes")
    sha256: Digest


class ManifestFont(Form):
    """A font that a version was built with."""

    file: str
    sha256: Digest


class SnapshotManifest(VersionSettings, kw_only=True):
    """The content of `snapshot.yaml`: the version as the report names it, and the checksums of its sources."""

    format: int
    report: str
    style: str
    number: Numbered
    status: VersionStatus
    based_on: Numbered | None = None
    tool: Words
    libraries: Mapping[str, Words] = field(default_factory=dict)
    fonts: tuple[ManifestFont, ...]
    files: tuple[ManifestFile, ...]

    @property
    def settings(self) -> VersionSettings:
        """The version as a report shows it."""
        return VersionSettings(number=self.number, label=self.label, status=self.status, date=self.date, note=self.note)

    @property
    def content(self) -> str:
        """The checksum of the report and its style, independent of the version's name."""
        return content_digest({file.path: file.sha256 for file in self.files})


class Snapshot(Value):
    """A new snapshot: its bytes, its manifest, and the files of the report's folder that are not in it."""

    data: bytes
    manifest: SnapshotManifest
    left_out: tuple[Path, ...] = ()


def make_snapshot(
    project: ReportFolder,
    resources: Resources,
    version: VersionSettings,
    based_on: VersionNumber | None,
    used: AbstractSet[Path],
    diagnostics: Diagnostics,
) -> Snapshot | None:
    """Freeze a report as it is now, as a version; None, and problems, when something cannot be read.

    `version` must have a number. `used` are the files that the report was read from, as absolute paths: only these are
    included, with those that the report names as attachments. The register is included as it is, if there is one.
    """
    if version.number is None:
        raise ValueError("a version has a number")
    style = resources.styles / project.settings.style
    gathered = collect_contents(project, resources.styles, used, diagnostics)
    files = dict(gathered.files)
    register = project.root / REGISTER_FILE
    if register.exists():
        files[REGISTER_FILE] = read_bytes(register, diagnostics) or b""
    if diagnostics.failed:
        return None
    manifest = SnapshotManifest(
        format=FORMAT,
        report=project.name,
        style=style.name,
        number=version.number,
        label=version.label,
        status=version.status,
        date=version.date,
        note=version.note,
        based_on=based_on,
        tool=__version__,
        libraries=libraries(),
        fonts=tuple(_fonts(files, resources.fonts)),
        files=tuple(ManifestFile(path, len(data), digest(data)) for path, data in sorted(files.items())),
    )
    return Snapshot(
        deterministic_zip({MANIFEST: as_yaml(_plain(manifest)).encode(), **dict(sorted(files.items()))}),
        manifest,
        gathered.left_out,
    )


def digest(data: bytes) -> str:
    """The SHA-256 checksum of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def is_entry_name(name: str) -> bool:
    """True for a name that an entry of a snapshot may have: unpacked, it stays inside the target folder."""
    return name in (MANIFEST, REGISTER_FILE) or _is_content_path(name)


def content_digest(files: Mapping[str, str]) -> str:
    """The checksum of all files of a report, by their paths in a snapshot and their checksums.

    It is that of the list which `sha256sum` prints for them in the order of their paths, so that anybody can compute
    it.
    """
    content_paths = sorted(path for path in files if path.partition("/")[0] in DEPTHS)
    return digest("".join(f"{files[path]}  {path}\n" for path in content_paths).encode())


@cache
def libraries() -> Mapping[str, str]:
    """The installed versions of the libraries that this program requires, by name; without those of its extras.

    The bytes of a PDF depend on them. Nothing is named that changes while the version numbers stay the same, such as a
    checksum of source files: a snapshot made again later, by the same versions, has the same bytes.
    """
    from importlib import metadata  # only for who makes a snapshot: it takes a sixth of listing the versions

    installed = {}
    with contextlib.suppress(metadata.PackageNotFoundError):
        for requirement in metadata.requires(_DISTRIBUTION) or ():
            name = _REQUIREMENT_NAME.match(requirement)
            if name is not None and "extra ==" not in requirement:
                with contextlib.suppress(metadata.PackageNotFoundError):
                    installed[name[0]] = metadata.version(name[0])
    return dict(sorted(installed.items()))


def _fonts(files: Mapping[str, bytes], folder: Path) -> Iterator[ManifestFont]:
    """The fonts of the project that a house style, or one that it extends, names; those in the folder of a style are
    files of the snapshot. Problems in the file of a style are reported when it is read."""
    styles = [data for path, data in files.items() if _is_style_file(path)]
    own = {path.partition(f"/{FONTS}/")[2] for path in files if path.startswith(f"{STYLE}/")}
    names = {name for data in styles for name in _font_names(data)} - own
    for name in sorted(names):
        if on_disk(folder / name).is_file():
            yield ManifestFont(name, digest(load(folder / name, folder)))


def _is_style_file(path: str) -> bool:
    first, _, rest = path.partition("/")
    return first == STYLE and rest.partition("/")[2] == STYLE_FILE


def _font_names(style: bytes) -> Iterator[str]:
    """The files of the faces that a `style.yaml` names."""
    marked = read_yaml(style.decode("utf-8", "replace"), Place(), Diagnostics())
    faces = marked.data.get("fonts") if marked is not None and isinstance(marked.data, dict) else None
    entries: Iterable[object] = faces.values() if isinstance(faces, dict) else ()
    return (str(entry["file"]) for entry in entries if isinstance(entry, dict) and entry.get("file"))


def _plain(manifest: SnapshotManifest) -> dict[str, Any]:
    """A snapshot's list as plain data, in the order in which it is written."""
    return as_plain(manifest, "format", "report", "style", "number", "label", "status", "date", "note")


def deterministic_zip(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these entries in this order; the same entries give the same bytes, whenever and wherever."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, _SAME_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


# Which files go in ---------------------------------------------------------------------------------------------------


REPORT, STYLE, EARLIER = "report", "style", "earlier"
DEPTHS = {REPORT: 1, STYLE: 2, EARLIER: 2}
"""The folders that a snapshot may have, and how many names stand before those of their files."""
_UNWRITABLE = re.compile(r"[\\:\x00-\x1f\x7f\ud800-\udfff]")  # characters that some systems allow in no file name
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|readme|ofl)[^/]*", re.IGNORECASE)
"""The texts that say on what terms an ICC profile or a drawing of a house style may be passed on."""


class SnapshotContents(Value):
    """The files of a snapshot by their paths in it, and the files of the report's folder that are left out."""

    files: dict[str, bytes]
    left_out: tuple[Path, ...]


def collect_contents(
    project: ReportFolder, styles: Path, used: AbstractSet[Path], diagnostics: Diagnostics
) -> SnapshotContents:
    """Read the files of a report, of its house style (in the folder `styles`) and of its previous report that were
    `used` (absolute paths).

    A file that cannot be read, or whose name cannot be written on every system, is a problem.
    """
    attached = frozenset(path for name in project.settings.attachments for path in _attached(project.attachment(name)))
    included = used | attached
    files = _read_folder(project.root, REPORT, included, diagnostics)
    for style in (styles / name for name in _style_names(project, styles, used)):
        licences = frozenset(path for path in _files_under(style) if _LICENCE.fullmatch(path.name))
        files |= _read_folder(style, f"{STYLE}/{style.name}", used | licences, diagnostics)
    earlier = project.previous_folder
    if project.settings.previous and (earlier / SETTINGS_FILE).is_file():
        files |= _read_folder(earlier, f"{EARLIER}/{normalize('NFC', earlier.name)}", used, diagnostics)
    left_out = tuple(
        path for path in _files_under(project.root) if path not in included and not _is_release(path, project)
    )
    return SnapshotContents(files, left_out)


def _style_names(project: ReportFolder, styles: Path, used: AbstractSet[Path]) -> list[str]:
    """The names of a report's house style and of those that it extends, whose files were opened too."""
    root = styles.absolute()
    opened = {path.relative_to(root).parts[0] for path in used if path.is_relative_to(root) and path.parent != root}
    return sorted(opened | {project.settings.style})


def _is_content_path(name: str) -> bool:
    """Whether a path may be that of a file in a snapshot: it stays in the folder where the snapshot is unpacked, and
    can be written on every system."""
    path = PurePosixPath(name)
    inside = len(path.parts) > DEPTHS.get(path.parts[0] if path.parts else "", len(path.parts))
    strange = _UNWRITABLE.search(name) or any(part.startswith(".") for part in path.parts)
    return inside and not strange and path.as_posix() == name


def _attached(path: Path) -> Iterator[Path]:
    """The files of an attachment: itself, or all in a folder."""
    absolute = Path(os.path.normpath(path.absolute()))
    if absolute.is_dir():
        yield from _files_under(absolute)
    else:
        yield absolute


def _read_folder(folder: Path, prefix: str, kept: AbstractSet[Path], diagnostics: Diagnostics) -> dict[str, bytes]:
    """The files of a folder that are kept, by their paths in the snapshot."""
    root, files = folder.absolute(), {}
    for path in sorted(path for path in kept if path.is_relative_to(root)):
        name = normalize("NFC", path.relative_to(root).as_posix())  # as the text of the report names it
        if prefix == REPORT and (name == REGISTER_FILE or name.startswith(f"{SNAPSHOTS}/")):
            continue  # the register goes in under a name of its own, and snapshots hold no snapshots
        link = next((parent for parent in path.parents if parent.is_relative_to(root) and _is_link(parent, root)), None)
        if link is not None:
            message = f"“{link.name}” leads to another folder, which a snapshot of the report cannot hold."
            diagnostics.add(Code.SNAPSHOT_LINK, message, Place(shown(link)), "Put the folder itself into the report's.")
        elif f"{prefix}/{name}" in files:
            message = f"There are two files “{name}”, whose names differ in their Unicode form alone."
            diagnostics.add(Code.SNAPSHOT_NAME, message, Place(shown(path)), "Give one of them another name.")
        elif not _is_content_path(f"{prefix}/{name}"):
            hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
            what = (
                "begins with a point, so that it is hidden" if hidden else "has signs that not every system can write"
            )
            message = f"The name of “{ascii(name)[1:-1]}” {what}."
            diagnostics.add(Code.SNAPSHOT_NAME, message, Place(shown(path)), "Give it another name.")
        else:
            data = read_bytes(path, diagnostics, root=root)
            if data is not None:
                files[f"{prefix}/{name}"] = data
    return files


def _is_link(folder: Path, root: Path) -> bool:
    return folder != root and folder.is_symlink()


def _is_release(path: Path, project: ReportFolder) -> bool:
    """True for the files of earlier releases: their snapshots and the register."""
    name = path.relative_to(project.root.absolute()).as_posix()
    return name == REGISTER_FILE or name.startswith(f"{SNAPSHOTS}/")


def _files_under(folder: Path) -> Iterator[Path]:
    """The files under a folder, absolute and in order; without hidden ones, and without following links to folders."""
    for parent, folders, files in os.walk(folder.absolute()):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(files) if not name.startswith("."))
