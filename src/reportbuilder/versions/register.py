"""Reads and writes the register of a report's versions: `versions.yaml`, the oldest version first.

Every entry is sealed with a checksum over its content and over the seal before it (a hash chain), so that an entry that
was altered, removed or inserted afterwards is detected and reported.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from reportbuilder.diagnostics import Code, Diagnostics, Place, Severity, nearest
from reportbuilder.diagnostics.codes import REGISTER_SETTINGS
from reportbuilder.files.inputs import read_text, shown
from reportbuilder.project.located_yaml import LocatedData, as_yaml, read_yaml
from reportbuilder.project.scalars import FieldError, VersionNumber, as_number
from reportbuilder.project.schema import Form, Parsed, Words, parse_settings
from reportbuilder.project.settings import VersionSettings, VersionStatus
from reportbuilder.values import Value, field, fields, replace
from reportbuilder.versions.durable_files import move, partial_path, write_file

REGISTER_FILE = "versions.yaml"
SNAPSHOTS = "versions"
FORMAT = 1
"""The version of the form in which registers and snapshots are written."""

_HEAD = """\
# The versions of this report. reportbuilder writes this file when a version is released; please do not edit it: every
# entry is sealed with a checksum, and a change is found out.
"""
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _as_digest(value: object) -> str:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    raise FieldError("is no SHA-256 checksum", "It has 64 digits and letters a to f.")


Digest = Annotated[str, Parsed(_as_digest)]
Numbered = Annotated[VersionNumber, Parsed(as_number)]


class ReleasedFile(Form):
    """One file of a released version; `edition` is that of a PDF, and empty for what goes with it."""

    name: str
    edition: str
    size: int = field(name="bytes")
    sha256: Digest


class Version(VersionSettings, kw_only=True):
    """One entry of the register: the version as a report's settings name it, and what was built of it.

    `content` is the checksum of what was frozen (`snapshot.content_digest`), `snapshot` that of the snapshot's file;
    `based_on` is the version before it, and `tool` the reportbuilder that built it.
    """

    number: Numbered
    status: VersionStatus
    based_on: Numbered | None = None
    tool: Words
    content: Digest
    snapshot: Digest
    files: tuple[ReleasedFile, ...]
    seal: Words = ""


class Register(Value):
    """The versions of a report, rising."""

    versions: tuple[Version, ...] = ()

    @property
    def last(self) -> Version | None:
        """The newest version, if there is any."""
        return self.versions[-1] if self.versions else None

    def find(self, number: VersionNumber) -> Version | None:
        """The version with this number, however many zeros it is written with."""
        return next((version for version in self.versions if version.number.rank == number.rank), None)

    def before(self, number: VersionNumber) -> Version | None:
        """The newest version with a lower number."""
        return next((version for version in reversed(self.versions) if number.rises_above(version.number)), None)

    def previous(self, number: VersionNumber | None) -> Version | None:
        """The version that one with this number is compared with; for the working text, which has none, the newest."""
        return self.last if number is None else self.before(number)

    def with_version(self, version: Version) -> Register:
        """The register with one more version, sealed."""
        return Register((*self.versions, replace(version, seal=_seal(version, self.last.seal if self.last else ""))))


class _Written(Form, kw_only=True):
    format: int
    versions: tuple[Version, ...]


def register_file(folder: Path) -> Path:
    """The register of the report in a folder."""
    return folder / REGISTER_FILE


def snapshot_file(folder: Path, number: VersionNumber) -> Path:
    """The snapshot of a version of the report in a folder."""
    return folder / SNAPSHOTS / f"{number}.zip"


def read_register(folder: Path, diagnostics: Diagnostics) -> Register | None:
    """The register of the report in a folder: empty without a file; None, and problems, when it is damaged."""
    path = register_file(folder)
    if not path.exists():
        return Register()
    text = read_text(path, diagnostics)
    return parse_register(text, shown(path), diagnostics) if text is not None else None


def parse_register(text: str, file: str, diagnostics: Diagnostics) -> Register | None:
    """The register in the text of a file; None, and problems, when it is damaged."""
    problems = Diagnostics()
    marked = read_yaml(text, Place(file, 1, 1), problems)
    known = marked is None or _is_known_format(marked, problems)
    written = None
    if marked is not None and known:
        written = parse_settings(_Written, marked, problems, REGISTER_SETTINGS)
    register = Register(written.versions) if written is not None else None
    if register is not None and marked is not None:
        _check_order(register, marked, problems)
        _check_seals(register, marked, problems)
    diagnostics.problems.extend(problems)
    if not problems.failed:
        return register
    if register is None and known:
        first = next(p for p in problems if p.severity is Severity.ERROR)
        which = _entry_at(marked, first.place.line) if marked is not None else ""
        message = f"The register of versions is damaged{which}, so nothing was done with it."
        diagnostics.add(Code.REGISTER_DAMAGED, message, first.place, _restore(register))
    return None


def find_version(register: Register, number: str, place: Place, diagnostics: Diagnostics) -> Version | None:
    """The version with a number as the user wrote it; None, and a problem that proposes the nearest, when there is
    none."""
    try:
        version = register.find(as_number(number))
    except FieldError as misfit:
        diagnostics.add(Code.VERSION_NUMBER, f"“{number}” is no version number.", place, misfit.hint)
        return None
    if version is None:
        numbers = [str(version.number) for version in register.versions]
        hint = nearest(number, numbers) or "No version of this report was released yet."
        diagnostics.add(Code.VERSION_UNKNOWN, f"There is no version “{number}” of this report.", place, hint)
    return version


def base_version(folder: Path, start: str | None, end: str | None, diagnostics: Diagnostics) -> Version | None:
    """The version that version `end`, or the working text, is compared with: `start`, or the newest before it.

    None, and a problem, when there is none.
    """
    register = read_register(folder, diagnostics)
    if register is None:
        return None
    place = Place(shown(register_file(folder)))
    if start is not None:
        return find_version(register, start, place, diagnostics)
    newer = find_version(register, end, place, diagnostics) if end is not None else None
    if end is not None and newer is None:
        return None
    base = register.previous(newer.number if newer is not None else None)
    if base is None:
        which = f"before {end}" if end is not None else "yet"
        message = f"No version of this report was released {which}, so there is nothing to compare with."
        hint = f"Release one: reportbuilder release {folder.absolute().name} --number 0.1"
        diagnostics.add(Code.DIFF_NO_VERSION, message, Place(shown(folder)), hint)
    return base


def released_versions(folder: Path, diagnostics: Diagnostics) -> tuple[VersionSettings, ...] | None:
    """The released versions of the report in a folder, as its settings name a version; None, and problems, when the
    register is damaged."""
    register = read_register(folder, diagnostics)
    return None if register is None else register.versions


def register_text(register: Register) -> str:
    """The text of the register's file."""
    return _HEAD + as_yaml({"format": FORMAT, "versions": [_plain(version) for version in register.versions]})


def write_register(folder: Path, register: Register) -> None:
    """Write the register of the report in a folder: the old one is there until the new one is."""
    target = register_file(folder)
    part = partial_path(target)
    write_file(part, register_text(register).encode())
    move(part, target)


def _plain(version: Version) -> dict[str, Any]:
    return as_plain(version, "number", "label", "date", "status", "note")


def as_plain(form: Form, *first: str) -> dict[str, Any]:
    """A form as plain data for YAML or JSON; the keys `first` lead, the others follow as the class has them."""
    keys = {entry.encode_name: entry.name for entry in fields(form)}
    ordered = dict.fromkeys((*first, *keys))
    return {key: _plain_value(getattr(form, keys[key])) for key in ordered}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Form):
        return as_plain(value)
    if isinstance(value, tuple):
        return [_plain_value(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: _plain_value(entry) for key, entry in value.items()}
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, VersionNumber) else value


def _seal(version: Version, before: str) -> str:
    """SHA-256 of an entry without its seal, and of the seal before it."""
    content = json.dumps(_plain(replace(version, seal=before)), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def _is_known_format(marked: LocatedData, diagnostics: Diagnostics) -> bool:
    """Check that this program knows the register's format; a higher one is that of a newer program, and a problem."""
    form = marked.data.get("format") if isinstance(marked.data, dict) else None
    if isinstance(form, int) and form > FORMAT:
        message = (
            f"The register was written by a newer reportbuilder: it has format {form}, and {FORMAT} is known here."
        )
        diagnostics.add(
            Code.REGISTER_NEWER, message, marked.place("format"), "Use that newer version of reportbuilder."
        )
        return False
    return True


def _check_order(register: Register, marked: LocatedData, diagnostics: Diagnostics) -> None:
    for index, (version, after) in enumerate(zip(register.versions, register.versions[1:], strict=False), 1):
        if not after.number.rises_above(version.number):
            message = f"Version {after.number} stands in the register after {version.number}, which is no lower."
            place = marked.place("versions", index, "number")
            diagnostics.add(Code.REGISTER_ORDER, message, place, _restore(register))


def _check_seals(register: Register, marked: LocatedData, diagnostics: Diagnostics) -> None:
    """Report the first entry whose seal does not match; the seals of later entries depend on it."""
    before = ""
    for index, version in enumerate(register.versions):
        if version.seal != _seal(version, before):
            what = "was altered after it was released, or the entry before it was taken out or put in"
            message = f"The entry of version {version.number} {what}."
            diagnostics.add(Code.REGISTER_ALTERED, message, marked.place("versions", index), _restore(register))
            return
        before = version.seal


def _entry_at(marked: LocatedData, line: int) -> str:
    """The entry at a line of the register, as part of a sentence (" at entry 2"); empty when there is none."""
    entries = marked.data.get("versions") if isinstance(marked.data, dict) else None
    count = len(entries) if isinstance(entries, list) else 0
    before = [index for index in range(count) if marked.place("versions", index).line <= line]
    if not before or not isinstance(entries, list):
        return ""
    number = entries[before[-1]].get("number", "") if isinstance(entries[before[-1]], dict) else ""
    return f" at the entry of version {number}" if number else f" at entry {before[-1] + 1}"


def _restore(register: Register | None) -> str:
    newest = f"{register.last.number}.zip" if register and register.last else "….zip"
    return (
        f"Put {REGISTER_FILE} back as it was, from version control or a backup; {SNAPSHOTS}/{newest} has it as it "
        "was before that version."
    )
