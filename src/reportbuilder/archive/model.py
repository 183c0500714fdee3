"""The subject of a package (one version of a report), and its files, each with its format.

The format of a file is identified by its extension and first bytes, with its number in the PRONOM register (The
National Archives).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.settings import ReportSettings
from reportbuilder.values import Value
from reportbuilder.versions.register import Version


class FileFormat(Value):
    """A file format: its name in PRONOM, its PUID (empty if it has none), and its media type."""

    name: str
    puid: str
    media: str


_PDF = "application/pdf"
_PLAIN_PDF = FileFormat("Acrobat PDF 1.7 - Portable Document Format", "fmt/276", _PDF)
PDF_A = FileFormat("Acrobat PDF/A - Portable Document Format 2a", "fmt/476", _PDF)
PDF_X = FileFormat("Acrobat PDF/X - Portable Document Format - Exchange PDF/X-4", "fmt/488", _PDF)

_BY_ENDING: Mapping[str, FileFormat] = MappingProxyType(
    {
        ".csv": FileFormat("Comma Separated Values", "x-fmt/18", "text/csv"),
        ".docx": FileFormat(
            "Microsoft Word for Windows 2007 onwards",
            "fmt/412",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ".html": FileFormat("Hypertext Markup Language 5", "fmt/471", "text/html"),
        ".icc": FileFormat("International Color Consortium profile", "", "application/vnd.iccprofile"),
        ".json": FileFormat("JSON Data Interchange Format", "fmt/817", "application/json"),
        ".md": FileFormat("Markdown", "fmt/1149", "text/markdown"),
        ".otf": FileFormat("OpenType Font File", "fmt/520", "font/otf"),
        ".svg": FileFormat("Scalable Vector Graphics 1.1", "fmt/92", "image/svg+xml"),
        ".tif": FileFormat("Tagged Image File Format", "fmt/353", "image/tiff"),
        ".tiff": FileFormat("Tagged Image File Format", "fmt/353", "image/tiff"),
        ".ttf": FileFormat("TrueType Font", "x-fmt/453", "font/ttf"),
        ".txt": FileFormat("Plain Text File", "x-fmt/111", "text/plain"),
        ".xlsx": FileFormat(
            "Microsoft Excel for Windows 2007 onwards",
            "fmt/214",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ".xml": FileFormat("Extensible Markup Language 1.0", "fmt/101", "application/xml"),
        ".xsd": FileFormat("XML Schema Definition", "x-fmt/280", "application/xml"),
        ".yaml": FileFormat("YAML", "fmt/818", "application/yaml"),
        ".yml": FileFormat("YAML", "fmt/818", "application/yaml"),
        ".zip": FileFormat("ZIP Format", "x-fmt/263", "application/zip"),
    }
)
_PNG = {"1.0": "fmt/11", "1.1": "fmt/12", "1.2": "fmt/13"}
_JFIF = {b"\1\0": ("1.00", "fmt/42"), b"\1\1": ("1.01", "fmt/43"), b"\1\2": ("1.02", "fmt/44")}
_GIF = {b"GIF87a": ("1987a", "fmt/3"), b"GIF89a": ("1989a", "fmt/4")}
_WEBP = {b"VP8 ": ("Lossy", "fmt/566"), b"VP8L": ("Lossless", "fmt/567"), b"VP8X": ("Extended", "fmt/568")}
_BMP_HEADER_3_0 = (40).to_bytes(4, "little")
_PART = re.compile(rb"pdfaid:part(?:>|=['\"])\s*(\d)")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:>|=['\"])\s*([A-Za-z])")
_EXCHANGE = re.compile(rb"GTS_PDFXVersion(?:>|=['\"])\s*PDF/X-4")


def format_of(path: str, data: bytes) -> FileFormat:
    """The format of a file by its path and its bytes; for a PDF, the format that its metadata claims."""
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".pdf":
        return _of_pdf(data)
    if ending == ".png":
        return _of_png(data)
    if ending in (".jpg", ".jpeg"):
        return _of_jpeg(data)
    if ending == ".gif":
        version, puid = _GIF.get(data[:6], ("", ""))
        return FileFormat(f"Graphics Interchange Format {version}".strip(), puid, "image/gif")
    if ending == ".webp":
        version, puid = _WEBP.get(data[12:16], ("", ""))
        return FileFormat(f"WebP {version}".strip(), puid, "image/webp")
    if ending == ".bmp":
        return FileFormat("Windows Bitmap", "fmt/116" if data[14:18] == _BMP_HEADER_3_0 else "", "image/bmp")
    return _BY_ENDING.get(ending) or FileFormat(
        f"onbekend ({ending or 'zonder extensie'})", "", "application/octet-stream"
    )


def _of_pdf(data: bytes) -> FileFormat:
    part, conformance = _PART.search(data), _CONFORMANCE.search(data)
    if part is not None and conformance is not None and (part[1], conformance[1].upper()) == (b"2", b"A"):
        return PDF_A
    return PDF_X if _EXCHANGE.search(data) else _PLAIN_PDF


def _of_png(data: bytes) -> FileFormat:
    """The version of PNG, by the chunk types that its signature in PRONOM looks for."""
    version = (
        "1.2" if b"iTXt" in data else "1.1" if any(name in data for name in (b"iCCP", b"sRGB", b"sPLT")) else "1.0"
    )
    return FileFormat(f"Portable Network Graphics {version}", _PNG[version], "image/png")


def _of_jpeg(data: bytes) -> FileFormat:
    if data[6:11] == b"JFIF\0" and data[11:13] in _JFIF:
        version, puid = _JFIF[data[11:13]]
        return FileFormat(f"JPEG File Interchange Format {version}", puid, "image/jpeg")
    return FileFormat("Raw JPEG Stream", "fmt/41", "image/jpeg")


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
