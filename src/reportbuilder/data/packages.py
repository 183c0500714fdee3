"""The file of an Excel workbook: a zip of XML parts, looked at before anything of it is unpacked.

ECMA-376 part 2 (open packaging): parts have no document type declarations; [MS-OFFCRYPTO]: a workbook with a password
is an OLE container with the zip in it.
"""

from __future__ import annotations

import io
import re
import zipfile

from reportbuilder.data.csv_files import TOO_LARGE_HINT
from reportbuilder.diagnostics import Code, Diagnostics, Place

MOST_UNPACKED = 60_000_000
"""Bytes of XML in a workbook at most."""
MOST_PARTS = 5_000
"""Files in the zip at most."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of locked workbooks, and of those from before 2007
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"\s*(?:<\?[^>]*>\s*)*(?:<!--.*?-->\s*)*<(!doctype html|html|table|[\w:]*workbook)", re.I | re.S)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SAVE = "Open it in Excel and save it as “Excel Workbook (.xlsx)”."


class DamagedPackageError(Exception):
    """A part of a workbook that is not there, cannot be unpacked, or is no XML that may be read."""


class Package:
    """The parts of a workbook, unpacked when they are asked for. It has what openpyxl asks of a zip file: `read`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; DamagedPackageError when it cannot be had."""
        try:
            part = self._archive.read(name)
        except Exception as error:  # a damaged zip lets errors of zlib, struct and its own through
            raise DamagedPackageError(f"{name}: {type(error).__name__}") from error
        plain = part.replace(b"\0", b"") if part[:2] in (b"\xff\xfe", b"\xfe\xff") else part
        if _DECLARES.search(plain):
            raise DamagedPackageError(f"{name} declares entities, which no workbook does")
        return part


def open_package(content: bytes, shown: str, diagnostics: Diagnostics) -> Package | None:
    """The parts of a workbook; None, and a problem that says what the file is instead, when it is none."""
    wrong = _other_kind(content)
    if wrong is not None:
        code, message, hint = wrong
        diagnostics.error(code, message, Place(shown), hint)
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except Exception as error:  # as above
        unreadable(type(error).__name__, shown, diagnostics)
        return None
    names = frozenset(part.filename for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        diagnostics.add(Code.XLSX_LOCKED, "This file is a zip with a password.", Place(shown), f"Unzip it. {_SAVE}")
        return None
    if not any(name.lower().endswith(("workbook.xml", "workbook2.xml")) for name in names):
        message, hint = _other_package(names)
        diagnostics.add(Code.XLSX_UNREADABLE, message, Place(shown), hint)
        return None
    unpacked = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        much = f"{unpacked / 1e6:.0f} MB when unpacked" if unpacked > MOST_UNPACKED else f"{len(parts)} parts"
        diagnostics.add(Code.DATA_LARGE, f"This workbook is too large: it has {much}.", Place(shown), TOO_LARGE_HINT)
        return None
    return Package(archive)


def unreadable(reason: str, shown: str, diagnostics: Diagnostics) -> None:
    """Report a workbook that is damaged."""
    message = f"This is not a readable Excel workbook: it is damaged ({reason})."
    hint = f"{_SAVE} If Excel cannot open it either, take an earlier copy."
    diagnostics.add(Code.XLSX_UNREADABLE, message, Place(shown), hint)


def _other_kind(content: bytes) -> tuple[str, str, str] | None:
    """Code, message and hint for a file that is no zip at all."""
    if content.startswith(_OLE) and _LOCKED in content:
        hint = "In Excel: File, Info, Protect Workbook, Encrypt with Password; empty the password, and save."
        return Code.XLSX_LOCKED, "This workbook has a password.", hint
    if content.startswith(_OLE):
        return (
            Code.XLSX_UNREADABLE,
            "This is a workbook in the format of before 2007 (.xls), whatever its name says.",
            _SAVE,
        )
    if not content:
        return Code.XLSX_UNREADABLE, "This file is empty: it has not one byte.", "Take another copy of the workbook."
    if content.startswith(b"PK"):
        return None
    start = content[:2000].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    if _MARKUP.match(start):
        message = "This is a web page or XML that Excel can open, and no workbook, whatever its name says."
        return Code.XLSX_UNREADABLE, message, _SAVE
    if start and all(byte >= 32 or byte in b"\t\r\n" for byte in start):
        message = "This is plain text, and no workbook, whatever its name says."
        return Code.XLSX_UNREADABLE, message, "If it is CSV, let its name end in .csv; else save it as .xlsx in Excel."
    return Code.XLSX_UNREADABLE, "This is not an Excel workbook.", _SAVE


def _other_package(names: frozenset[str]) -> tuple[str, str]:
    """Message and hint for a zip that is no workbook of Excel."""
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb), whatever its name says.", _SAVE
    if "content.xml" in names and "mimetype" in names:
        message = "This is an OpenDocument file (.ods, of LibreOffice), whatever its name says."
        return message, "Open it in LibreOffice and save it as “Excel 2007-365 (.xlsx)”."
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "This is a text or a presentation of an office program, and no workbook.", "Name the workbook."
    return "This is a zip file without a workbook in it.", _SAVE
