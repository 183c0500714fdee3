"""Snapshots: what a version was made of, frozen in one ZIP file whose bytes follow from what is in it.

It holds `snapshot.yaml`, which lists everything else with its checksum, the report's folder under `report/`, its house
style under `style/<name>/`, text and data of the earlier report that it is held against under `earlier/<name>/`, and
the register as it was (`versions.yaml`). Of the fonts it has names and checksums: they stand in the project, and are
no part of the report.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from reportbuilder import __version__
from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.inputs import load, on_disk, read_bytes
from reportbuilder.project.located_yaml import as_yaml, read_yaml
from reportbuilder.project.resources import Resources
from reportbuilder.project.schema import Form, Words
from reportbuilder.project.settings import ReportFolder, VersionSettings, VersionStatus
from reportbuilder.project.version_number import Number
from reportbuilder.style.sheet import STYLE_FILE
from reportbuilder.values import Value, field
from reportbuilder.versions import contents
from reportbuilder.versions.contents import STYLE, gather_contents
from reportbuilder.versions.register import FORMAT, REGISTER_FILE, Digest, Numbered, as_plain

LIST = "snapshot.yaml"
_DISTRIBUTION = "reportbuilder"
_REQUIREMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # how a requirement begins (PEP 508)
_SAME_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file knows
_UNIX = 3
_PLAIN_FILE = 0o100644


class FrozenFile(Form):
    """One file of a snapshot, by its path in it."""

    path: str
    size: int = field(name="bytes")
    sha256: Digest


class FrozenFont(Form):
    """A font that a version was made with."""

    file: str
    sha256: Digest


class Frozen(VersionSettings, kw_only=True):
    """What `snapshot.yaml` says: the version as the report names it, and what it is made of."""

    format: int
    report: str
    style: str
    number: Numbered
    status: VersionStatus
    based_on: Numbered | None = None
    tool: Words
    libraries: Mapping[str, Words] = field(default_factory=dict)
    fonts: tuple[FrozenFont, ...]
    files: tuple[FrozenFile, ...]

    @property
    def settings(self) -> VersionSettings:
        """The version as a report shows it."""
        return VersionSettings(number=self.number, label=self.label, status=self.status, date=self.date, note=self.note)

    @property
    def content(self) -> str:
        """The checksum of the report and its style, whatever the version is called."""
        return content_digest({file.path: file.sha256 for file in self.files})


class Snapshot(Value):
    """A snapshot that was made: its bytes, what its list says, and the files of the report's folder that stayed out."""

    data: bytes
    frozen: Frozen
    left_out: tuple[Path, ...] = ()


def make_snapshot(
    project: ReportFolder,
    workplace: Resources,
    version: VersionSettings,
    based_on: Number | None,
    used: AbstractSet[Path],
    diagnostics: Diagnostics,
) -> Snapshot | None:
    """Freeze a report as it stands now, as a version; None, and problems, when something cannot be read.

    `version` must have a number. `used` are the files that the report was read from, as absolute paths: they alone go
    in, with those that the report names as attachments. The register, if there is one, goes in as it stands.
    """
    if version.number is None:
        raise ValueError("a version has a number")
    style = workplace.styles / project.settings.style
    gathered = gather_contents(project, workplace.styles, used, diagnostics)
    files = dict(gathered.files)
    register = project.root / REGISTER_FILE
    if register.exists():
        files[REGISTER_FILE] = read_bytes(register, diagnostics) or b""
    if diagnostics.failed:
        return None
    frozen = Frozen(
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
        fonts=tuple(_fonts(files.get(f"{STYLE}/{style.name}/{STYLE_FILE}", b""), workplace.fonts)),
        files=tuple(FrozenFile(path, len(data), digest(data)) for path, data in sorted(files.items())),
    )
    return Snapshot(
        zipped({LIST: as_yaml(_plain(frozen)).encode(), **dict(sorted(files.items()))}), frozen, gathered.left_out
    )


def digest(data: bytes) -> str:
    """The SHA-256 checksum of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def is_entry(name: str) -> bool:
    """Whether a snapshot may have an entry of this name; one that may stays in the folder where it is unpacked."""
    return name in (LIST, REGISTER_FILE) or contents.is_entry(name)


def content_digest(files: Mapping[str, str]) -> str:
    """The checksum of all that a report is made of, by the paths in a snapshot and their checksums.

    It is that of the list which `sha256sum` prints for them in the order of their paths, so anybody can work it out.
    """
    own = sorted(path for path in files if path.partition("/")[0] in contents.DEPTHS)
    return digest("".join(f"{files[path]}  {path}\n" for path in own).encode())


@cache
def libraries() -> Mapping[str, str]:
    """The installed versions of the libraries that this program requires, by name; without those of its extras.

    The bytes of a PDF depend on them. Nothing is named that changes while the version numbers stay the same, such as a
    checksum of source files: a snapshot made again later, by the same versions, has the same bytes.
    """
    installed = {}
    with contextlib.suppress(metadata.PackageNotFoundError):
        for requirement in metadata.requires(_DISTRIBUTION) or ():
            name = _REQUIREMENT_NAME.match(requirement)
            if name is not None and "extra ==" not in requirement:
                with contextlib.suppress(metadata.PackageNotFoundError):
                    installed[name[0]] = metadata.version(name[0])
    return dict(sorted(installed.items()))


def _fonts(style: bytes, folder: Path) -> Iterator[FrozenFont]:
    """The fonts of a house style, by its file; what is wrong with them is told by whoever reads the style."""
    marked = read_yaml(style.decode("utf-8", "replace"), Place(), Diagnostics())
    faces = marked.data.get("fonts") if marked is not None and isinstance(marked.data, dict) else None
    entries: Iterable[object] = faces.values() if isinstance(faces, dict) else ()
    names = {str(entry["file"]) for entry in entries if isinstance(entry, dict) and entry.get("file")}
    for name in sorted(names):
        if on_disk(folder / name).is_file():
            yield FrozenFont(name, digest(load(folder / name, folder)))


def _plain(frozen: Frozen) -> dict[str, Any]:
    """A snapshot's list as plain data, in the order in which it is written."""
    return as_plain(frozen, "format", "report", "style", "number", "label", "status", "date", "note")


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP file with these entries in this order, without anything that differs from one moment or machine to
    another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, _SAME_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
