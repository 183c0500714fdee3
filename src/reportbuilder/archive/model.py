"""The subject of a package (one version of a report), and the files of the package."""

from __future__ import annotations

import hashlib

from reportbuilder.archive.formats import FileFormat, format_of
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.settings import ReportSettings
from reportbuilder.values import Value
from reportbuilder.versions.register import Version


class PackageSubject(Value):
    """A version of a report: its settings when it was released, the current archive settings, its entry in the version
    register, and the name of the report's folder."""

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
        """The full title of the report."""
        settings = self.settings
        return " – ".join(filter(None, (settings.title, settings.subtitle, settings.unit)))

    @property
    def identifier(self) -> str:
        """The identifier of the version, in the register that the setting `archive.identifier` names."""
        return f"{self.archive.identifier.value}/{self.version.number}"

    @property
    def moment(self) -> str:
        """The date of the version as an ISO 8601 date and time; the time is midnight, as packages never have clock
        times."""
        return f"{self.version.date.isoformat()}T00:00:00"


class PackageFile(Value):
    """A file of a package: its path, its bytes, and whether it is metadata instead of a representation of the
    report."""

    path: str
    data: bytes
    metadata: bool = False

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return self.path.rpartition("/")[2]

    @property
    def format(self) -> FileFormat:
        """The format of the file."""
        return format_of(self.path, self.data)

    @property
    def sha256(self) -> str:
        """The SHA-256 checksum of the file."""
        return hashlib.sha256(self.data).hexdigest()
