"""A version of a report, opened so that it is read by the same road as the working text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.inputs import shown
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import VersionSettings
from reportbuilder.reading import read_report
from reportbuilder.report import Report
from reportbuilder.values import Value
from reportbuilder.versions.register import (
    Register,
    Version,
    find_version,
    read_register,
    register_file,
    snapshot_file,
)
from reportbuilder.versions.unpacking import open_snapshot


class Draft(Value):
    """A version, or the working text, with its files in place: where its report stands, what it is made with, and the
    version that it shows; None for the one that its own settings name."""

    folder: Path
    workplace: Resources
    version: VersionSettings | None = None

    def read(self, diagnostics: Diagnostics, missing: Mapping[str, str] | None = None) -> Report:
        """Its report, as `reading.read_report`."""
        return read_report(self.folder, self.workplace, diagnostics, self.version, missing)


def open_draft(
    folder: Path, number: str | None, workplace: Resources, into: Path, diagnostics: Diagnostics
) -> Draft | None:
    """A version of the report in a folder, by its number; the working text for None.

    A version is unpacked into the empty folder `into`, which must stay as long as anything is made of the draft. None,
    and problems, when there is no such version or it is damaged.
    """
    if number is None:
        return Draft(folder, workplace)
    register = read_register(folder, diagnostics)
    if register is None:
        return None
    version = find_version(register, number, Place(shown(register_file(folder))), diagnostics)
    return open_version(folder, version, workplace, into, diagnostics) if version is not None else None


def open_version(
    folder: Path, version: Version, workplace: Resources, into: Path, diagnostics: Diagnostics
) -> Draft | None:
    """A version that the register of the report in a folder names, as `open_draft`."""
    snapshot = snapshot_file(folder, version.number)
    opened = open_snapshot(snapshot, into, diagnostics, version.snapshot)
    return Draft(opened.folder, opened.workplace(workplace), opened.frozen.settings) if opened is not None else None


def version_before(folder: Path, version: VersionSettings | None, diagnostics: Diagnostics) -> Version | None:
    """The version that a report is compared with: the newest before the one that it is, or the newest of all."""
    register: Register | None = read_register(folder, diagnostics)
    if register is None:
        return None
    number = version.number if version is not None else None
    return register.before(number) if number is not None else register.last
