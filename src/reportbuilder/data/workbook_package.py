"""The file of an Excel workbook: a zip of XML parts. Its kind and size are checked before anything is unpacked.

`open_package` opens the zip; `Workbook` reads sheet names, tables, named ranges, shared strings and number formats.
ECMA-376 part 2 (open packaging): parts have no document type declarations. [MS-OFFCRYPTO]: a workbook with a password
is an OLE container with the zip in it.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import iterparse

from reportbuilder.data.csv_files import TOO_LARGE_HINT
from reportbuilder.data.format_codes import BUILT_IN
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.values import Value

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHEET = "/worksheet"  # how the type of a sheet's relationship ends; chart sheets and old macro sheets are others
_MOST_STRINGS = 500_000
_MOST_TAGS = 3_000_000
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml"


class StrictFormatError(Exception):
    """A workbook in the strict variant of Office Open XML, whose namespaces openpyxl does not know."""


class SheetPart(Value):
    """A sheet with cells: its name, its part in the package, and whether Excel hides it."""

    name: str
    part: str
    hidden: bool


class NamedTable(Value):
    """A table of Excel: its sheet, its cells (A3:G20) and how many rows of totals it ends with."""

    sheet: str
    cells: str
    totals: int


class Workbook:
    """A workbook, whose parts are read on demand; DamagedPackageError when one cannot be read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        root = _relationships(package, "_rels/.rels")
        self._part = next((r.target for r in root if r.Type.endswith("/officeDocument")), "")
        content = package.read(self._part)
        if _STRICT in content:
            raise StrictFormatError
        self._book = _parsed(content, "workbook")
        self._rels = _relationships(package, _rels_of(self._part))

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The sheets with cells, in order."""
        parts = {r.id: r.target for r in self._rels if r.Type.endswith(_SHEET)}
        named = ((str(s.name), parts.get(s.id), s.state in ("hidden", "veryHidden")) for s in self._book.sheets)
        return tuple(SheetPart(name, part, hidden) for name, part, hidden in named if part in self._package.names)

    @property
    def from_1904(self) -> bool:
        """Whether its dates are counted from 1904 (a setting of Excel for Macintosh)."""
        return bool(self._book.properties is not None and self._book.properties.date1904)

    def ranges(self, sheet: str) -> Mapping[str, str]:
        """Named ranges by name, those of one sheet before those of all: `'Blad 1'!$A$3:$G$20`."""
        ranges: dict[str, str] = {}
        names = [s.name for s in self._book.sheets]
        for one in self._book.definedNames.definedName if self._book.definedNames else ():
            local = one.localSheetId
            if local is None:
                ranges.setdefault(one.name, str(one.value))
            elif 0 <= int(local) < len(names) and names[int(local)] == sheet:
                ranges[one.name] = str(one.value)
        return {name: value for name, value in ranges.items() if not name.startswith("_xlnm.")}

    @cached_property
    def tables(self) -> Mapping[str, NamedTable]:
        """The tables of all sheets by name."""
        from openpyxl.worksheet.table import Table
        from openpyxl.xml.functions import fromstring

        tables: dict[str, NamedTable] = {}
        for sheet in self.sheets:
            rels = _rels_of(sheet.part)
            for rel in _relationships(self._package, rels) if rels in self._package.names else ():
                if rel.Type.endswith("/table"):
                    content = self._package.read(rel.target)
                    try:
                        table = Table.from_tree(fromstring(content))
                    except Exception as error:  # openpyxl lets errors of XML and of its own descriptors through
                        raise DamagedPackageError(f"{rel.target}: {type(error).__name__}") from error
                    tables[table.displayName] = NamedTable(sheet.name, str(table.ref), table.totalsRowCount or 0)
        return tables

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The shared strings, rich text as plain; readings (furigana) are left out."""
        part = next((r.target for r in self._rels if r.Type.endswith("/sharedStrings")), "")
        if part not in self._package.names:
            return ()
        content = self._package.read(part)
        if content.count(b"<si") > _MOST_STRINGS:
            raise DamagedPackageError(f"it has more than {_MOST_STRINGS} texts")
        return tuple(plain_text(node) for node in elements(content, "si"))

    @cached_property
    def formats(self) -> tuple[str | None, ...]:
        """The number format of each style of a cell; None where the file names one by a number that is not known."""
        part = next((r.target for r in self._rels if r.Type.endswith("/styles")), "")
        if part not in self._package.names:
            return ()
        codes: dict[int, str] = dict(BUILT_IN)
        styles: list[int] = []
        for node in elements(self._package.read(part), "numFmts", "cellXfs"):
            for child in node:
                number = _number(child.get("numFmtId"))
                if local(node.tag) == "numFmts":
                    codes[number] = child.get("formatCode") or "General"
                else:
                    styles.append(number)
        return tuple(codes.get(number) for number in styles)

    def sheet_bytes(self, sheet: SheetPart) -> bytes:
        """The XML of a sheet."""
        return self._package.read(sheet.part)


def elements(content: bytes, *names: str) -> Any:
    """Iterate over the elements with these local names while the XML is parsed; each is emptied afterwards, so that a
    large part takes little memory."""
    if content.count(b"<") > _MOST_TAGS:
        raise DamagedPackageError(f"one of its parts has more than {_MOST_TAGS} tags")
    try:
        path: list[Any] = []
        for event, node in iterparse(io.BytesIO(content), ("start", "end")):
            if event == "start":
                path.append(node)
                continue
            path.pop()
            if local(node.tag) in names:
                yield node
                if path:
                    path[-1].clear()
    except SyntaxError as error:  # ParseError is one
        raise DamagedPackageError("its XML is broken") from error


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def plain_text(node: Any) -> str:
    """The text of a shared or inline string, without formatting and with its escapes (`_x000D_`) resolved."""
    parts = []
    for child in node:
        if local(child.tag) == "t":
            parts.append(child.text or "")
        elif local(child.tag) == "r":
            parts += [part.text or "" for part in child if local(part.tag) == "t"]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """A text of a workbook with its escaped characters (`_x000D_`) resolved."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _relationships(package: Package, part: str) -> list[Any]:
    from openpyxl.packaging.relationship import get_dependents

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(get_dependents(package, part))
    except DamagedPackageError:
        raise
    except Exception as error:  # openpyxl lets errors of XML and of its own descriptors through
        raise DamagedPackageError(f"{part}: {type(error).__name__}") from error


def _parsed(content: bytes, name: str) -> Any:
    from openpyxl.packaging.workbook import WorkbookPackage
    from openpyxl.xml.functions import fromstring

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that do not matter for the figures
            return WorkbookPackage.from_tree(fromstring(content))
    except Exception as error:  # as above
        raise DamagedPackageError(f"{name}: {type(error).__name__}") from error


MOST_UNPACKED = 60_000_000
"""The most bytes of XML in a workbook."""
MOST_PARTS = 5_000
"""The most files in the zip."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of locked workbooks, and of those from before 2007
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"\s*(?:<\?[^>]*>\s*)*(?:<!--.*?-->\s*)*<(!doctype html|html|table|[\w:]*workbook)", re.I | re.S)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SAVE = "Open it in Excel and save it as “Excel Workbook (.xlsx)”."


class DamagedPackageError(Exception):
    """A part of a workbook that is missing, cannot be unpacked, or is broken or unsafe XML."""


class Package:
    """The parts of a workbook, unpacked on demand; it has the method of a zip file that openpyxl uses, `read`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; DamagedPackageError when it cannot be unpacked, or declares entities."""
        try:
            part = self._archive.read(name)
        except Exception as error:  # a damaged zip lets errors of zlib, struct and its own through
            raise DamagedPackageError(f"{name}: {type(error).__name__}") from error
        plain = part.replace(b"\0", b"") if part[:2] in (b"\xff\xfe", b"\xfe\xff") else part
        if _DECLARES.search(plain):
            raise DamagedPackageError(f"{name} declares entities, which no workbook does")
        return part


def open_package(content: bytes, shown: str, diagnostics: Diagnostics) -> Package | None:
    """The package of a workbook; None, and a diagnostic that says what the file is, when it is something else."""
    wrong = _other_kind(content)
    if wrong is not None:
        code, message, hint = wrong
        diagnostics.add(code, message, Place(shown), hint)
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except Exception as error:  # as above
        report_unreadable(type(error).__name__, shown, diagnostics)
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


def report_unreadable(reason: str, shown: str, diagnostics: Diagnostics) -> None:
    """Report a workbook that is damaged."""
    message = f"This is not a readable Excel workbook: it is damaged ({reason})."
    hint = f"{_SAVE} If Excel cannot open it either, take an earlier copy."
    diagnostics.add(Code.XLSX_UNREADABLE, message, Place(shown), hint)


def _other_kind(content: bytes) -> tuple[Code, str, str] | None:
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
