"""Recognises files of other programs by their first bytes, for messages about files of the wrong kind."""

from __future__ import annotations

import io

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a Word document (.rtf)"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "a file of an old office program (such as .doc or .xls), or one with a password"),
)
_OFFICE = (
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a presentation (.pptx)"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "a text document of LibreOffice (.odt)",
    b"application/vnd.oasis.opendocument.spreadsheet": "a spreadsheet of LibreOffice (.ods)",
}


def foreign_kind(content: bytes) -> str:
    """The kind of a file with an article ("a Word document (.docx)"); empty if it is unknown."""
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), "")


def _kind_of_package(content: bytes) -> str:
    """The kind of a ZIP file, by the names of its entries; only the few bytes of OpenDocument's `mimetype` are
    unpacked."""
    import zipfile  # only a message about a wrong file needs it, and every command would load it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            kind = next((kind for folder, kind in _OFFICE if any(name.startswith(folder) for name in names)), "")
            if not kind and "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                kind = _OPEN_DOCUMENT.get(package.read("mimetype").strip(), "")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return "a damaged file of an office program, or a ZIP file"
    return kind or "a ZIP file"
