"""The version that a package is about, and the files of the package."""

from __future__ import annotations

import hashlib

from reportbuilder.archive.formats import FileFormat, format_of
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.settings import ReportSettings
from reportbuilder.values import Value
from reportbuilder.versions.register import Version


class PackageSubject(Value):
    """One version of a report: its settings at that time, today's settings for the archive, its entry in the register,
    and the name of the report's folder."""

    report: str
    settings: ReportSettings
    archive: ArchiveSettings
    version: Version

    @property
    def name(self) -> str:
        """The name of the package: the report's name and the version's number."""
        return f"{self.report}-{self.version.number}"

    @property
    def title(self) -> str:
        """The report's title in full."""
        settings = self.settings
        return " – ".join(filter(None, (settings.title, settings.subtitle, settings.unit)))

    @property
    def identifier(self) -> str:
        """The identifier of this version in the register that `archive.identifier` names."""
        return f"{self.archive.identifier.value}/{self.version.number}"

    @property
    def moment(self) -> str:
        """The version's date as a moment of ISO 8601; a package never has the time of day."""
        return f"{self.version.date.isoformat()}T00:00:00"


class PackageFile(Value):
    """A file of a package: its path in the report's folder, its bytes, and whether it describes the report (`metadata`)
    rather than being (a form of) it."""

    path: str
    data: bytes
    metadata: bool = False

    @property
    def name(self) -> str:
        """Its name without the folders."""
        return self.path.rpartition("/")[2]

    @property
    def format(self) -> FileFormat:
        """What kind of file it is."""
        return format_of(self.path, self.data)

    @property
    def sha256(self) -> str:
        """Its checksum."""
        return hashlib.sha256(self.data).hexdigest()
