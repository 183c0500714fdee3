"""What a workbook's file is, before it is opened: a zip of XML that is not too large, and not locked."""

from __future__ import annotations

import io
import re
import zipfile

from reportbuilder.data.csv_files import MOST_CELLS, TOO_LARGE_HINT
from reportbuilder.problems import Findings, Place

MOST_UNPACKED = 60_000_000
"""Bytes of XML in a workbook at most."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of locked workbooks, and of those from before 2007
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb"""mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")


def check_package(content: bytes, shown: str, findings: Findings) -> bool:
    """Whether a workbook can be opened without harm; if not, that is a problem.

    ECMA-376: a workbook is a zip of XML parts; [MS-OFFCRYPTO]: a locked one is an OLE container with that zip in it.
    """
    if content.startswith(_OLE):
        if _LOCKED in content:
            message, hint = "This workbook has a password.", "Save it without one (in Excel: Info, Protect Workbook)."
            findings.error("xlsx-locked", message, Place(shown), hint)
        else:
            message = "This is a workbook in the format of before 2007."
            findings.error("xlsx-unreadable", message, Place(shown), "Open it in Excel and save it as .xlsx.")
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [part for part in package.infolist() if part.filename.endswith((".xml", ".rels", ".bin"))]
            unpacked = sum(part.file_size for part in parts)
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/sheet")]
            if unpacked <= MOST_UNPACKED and not any(_merges_all(package.read(part)) for part in sheets):
                return True
    except Exception as error:  # a damaged zip lets errors of zlib, struct and its own through
        findings.error(
            "xlsx-unreadable",
            f"This is not a readable Excel workbook ({type(error).__name__}).",
            Place(shown),
            "Open it in Excel and save it as .xlsx again; or save the sheet as CSV UTF-8.",
        )
        return False
    much = f"{unpacked / 1e6:.0f} MB when unpacked" if unpacked > MOST_UNPACKED else "cells merged over whole sheets"
    findings.error("data-large", f"This workbook is too large: it has {much}.", Place(shown), TOO_LARGE_HINT)
    return False


def _merges_all(sheet: bytes) -> bool:
    """Whether a sheet has more merged cells than openpyxl, which makes each of them, can hold."""
    merged = 0
    for first, top, last, bottom in _MERGED.findall(sheet):
        merged += (abs(int(bottom) - int(top)) + 1) * (abs(_number(last) - _number(first)) + 1)
    return merged > MOST_CELLS


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
