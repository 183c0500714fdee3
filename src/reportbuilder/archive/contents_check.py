"""What a package says of itself held to what is in it: its metadata, its register, its snapshot, its descriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reportbuilder.archive.describing import DIWOO
from reportbuilder.archive.gathering import CHANGES, CONTENT, FONTS, PDFS, VERSIONS
from reportbuilder.archive.mdto import FILE_ENDING, NAMESPACE, OBJECT_ENDING
from reportbuilder.archive.signing import ENDING
from reportbuilder.archive.tables import DATA, DESCRIPTION, columns_in
from reportbuilder.archive.xml import DIWOO_SCHEMA, MDTO_SCHEMA, misfits, read, schema_bytes
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.values import Value, replace
from reportbuilder.versions.register import REGISTER_FILE, Version, parse_register
from reportbuilder.versions.snapshot import LIST, Frozen, digest
from reportbuilder.versions.unpacking import read_snapshot

_COPY = "Take that file from another copy of the package."


class Payload(Value, eq=False):
    """The files of a package by their paths in its folder, which stands at `prefix` in the bag; those of which
    something was said already (`named`) are not looked at again."""

    folder: Path
    prefix: str
    files: dict[str, bytes]
    named: frozenset[str]

    def place(self, path: str) -> Place:
        """Where a file stands in the bag."""
        return Place(self.prefix + path)

    def get(self, path: str) -> bytes | None:
        """A file, if it is there and nothing is wrong with it yet."""
        return None if self.prefix + path in self.named else self.files.get(path)

    def __contains__(self, path: str) -> bool:
        return path in self.files


def check_metadata(payload: Payload, name: str, diagnostics: Diagnostics) -> None:
    """Hold the metadata to their schemas, and to the files that they are about."""
    described = {path for path in payload.files if not path.endswith(OBJECT_ENDING)}
    for path in sorted(described):
        _check_sidecar(payload, path, diagnostics)
    for path in sorted(path for path in payload.files if path.endswith(FILE_ENDING)):
        if path.removesuffix(FILE_ENDING) not in described:
            message = f"“{path}” describes a file that is not there."
            diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), "Put that file back.")
    _check_object(payload, f"{name}{OBJECT_ENDING}", described, diagnostics)
    _document(payload, DIWOO, DIWOO_SCHEMA, diagnostics)
    own = payload.get(f"{DIWOO.rpartition('/')[0]}/{MDTO_SCHEMA}")
    if own is not None and own != schema_bytes(MDTO_SCHEMA):
        path = f"{DIWOO.rpartition('/')[0]}/{MDTO_SCHEMA}"
        diagnostics.add(Code.PACKAGE_SCHEMA, f"“{path}” is not the schema of MDTO 1.0.1.", payload.place(path), _COPY)
    _check_tables(payload, diagnostics)


def _document(payload: Payload, path: str, schema: str, diagnostics: Diagnostics) -> Any | None:
    """The root of a document that holds by its schema; None, and problems, when there is none."""
    if path not in payload:
        diagnostics.add(Code.PACKAGE_METADATA, f"“{path}” is missing.", payload.place(path), _COPY)
        return None
    data = payload.get(path)
    if data is None:
        return None
    root = read(data)
    wrong = misfits(root, schema) if root is not None else ("it is no XML",)
    for words in wrong[:3]:
        message = f"“{path}” does not hold by its schema: {words}."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)
    return None if wrong else root


def _check_sidecar(payload: Payload, path: str, diagnostics: Diagnostics) -> None:
    """Hold what is said of a file to the file: its name, its size, its checksum."""
    sidecar = path + FILE_ENDING
    data, root = payload.get(path), _document(payload, sidecar, MDTO_SCHEMA, diagnostics)
    if data is None or root is None:
        return
    true = {
        "naam": path.rpartition("/")[2],
        "omvang": str(len(data)),
        "checksumWaarde": hashlib.sha256(data).hexdigest(),
    }
    for name, value in true.items():
        said = next((element.text or "" for element in root.iter(f"{{{NAMESPACE}}}{name}")), "")
        if said != value:
            message = f"“{sidecar}” says {name} “{said}”, and that of the file is “{value}”."
            diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(sidecar), _COPY)


def _check_object(payload: Payload, path: str, described: set[str], diagnostics: Diagnostics) -> None:
    """Hold the description of the report to the files: it names every one of them, and no other."""
    root = _document(payload, path, MDTO_SCHEMA, diagnostics)
    if root is None:
        return
    own = str(root.findtext(".//{*}informatieobject/{*}identificatie/{*}identificatieKenmerk") or "")
    links = (*root.iter(f"{{{NAMESPACE}}}heeftRepresentatie"), *root.iter(f"{{{NAMESPACE}}}aanvullendeMetagegevens"))
    named = {str(link.findtext(".//{*}identificatieKenmerk") or "").removeprefix(f"{own}/") for link in links}
    for missing in sorted(named - described):
        message = f"“{path}” names “{missing}”, which is not there."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)
    for unnamed in sorted(described - named):
        message = f"“{path}” does not name “{unnamed}”."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)


def _check_tables(payload: Payload, diagnostics: Diagnostics) -> None:
    """Hold the description of the tables to their heading rows."""
    data = payload.get(DESCRIPTION)
    if data is None:
        return
    try:
        for name, columns in columns_in(data):
            table = payload.get(f"{DATA}/{name}")
            heading = table.decode("utf-8", "replace").split("\r\n", 1)[0] if table is not None else None
            if heading is not None and heading.replace('"', "") != ";".join(columns).replace('"', ""):
                message = f"“{DATA}/{name}” has other columns than its description says."
                diagnostics.add(Code.PACKAGE_TABLE, message, payload.place(f"{DATA}/{name}"), _COPY)
    except ValueError:
        message = "This is no description of tables (CSV on the Web)."
        diagnostics.add(Code.PACKAGE_TABLE, message, payload.place(DESCRIPTION), _COPY)


def check_version(payload: Payload, number: str, diagnostics: Diagnostics) -> Version | None:
    """Hold the register to the files of the version, and the snapshot to what it was unpacked to; the version's entry,
    or None when the register does not hold."""
    path = f"{VERSIONS}/{REGISTER_FILE}"
    text = payload.get(path)
    if text is None:
        return None
    register = parse_register(text.decode("utf-8", "replace"), payload.place(path).file, diagnostics)
    version = next((one for one in register.versions if str(one.number) == number), None) if register else None
    if version is None or register is None:
        if register is not None:
            message = f"The register has no version {number}, which this package is of."
            diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)
        return None
    _check_files(payload, version, diagnostics)
    _check_snapshot(payload, version, diagnostics)
    _check_other_snapshots(payload, {f"{VERSIONS}/{one.number}.zip": one for one in register.versions}, diagnostics)
    return version


def _check_files(payload: Payload, version: Version, diagnostics: Diagnostics) -> None:
    """Hold the released files to the register."""
    expected = {released_path(file.name): file for file in version.files}
    for path, file in expected.items():
        data = payload.get(path)
        if path not in payload:
            message = f"“{path}” of version {version.number} is missing."
            diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)
        elif data is not None and digest(data) != file.sha256:
            message = f"“{path}” is not the file that the register has of version {version.number}."
            diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)
    for path in sorted(payload.files):
        ours = path.endswith((OBJECT_ENDING, ENDING))
        if path.startswith((f"{PDFS}/", f"{CHANGES}/")) and path not in expected and not ours:
            message = f"“{path}” is no file of version {version.number}."
            diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), "Take it out.")


def released_path(name: str) -> str:
    """Where a released file stands in a package."""
    return f"{PDFS if name.endswith('.pdf') else CHANGES}/{name}"


def _check_snapshot(payload: Payload, version: Version, diagnostics: Diagnostics) -> None:
    path = f"{VERSIONS}/{version.number}.zip"
    if path not in payload:
        message = f"The snapshot of version {version.number} is missing."
        diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)
    if payload.get(path) is None:
        return
    own = Diagnostics()
    opened = read_snapshot(payload.folder / path, own, version.snapshot)
    diagnostics.problems.extend(replace(problem, place=payload.place(path)) for problem in own)
    if opened is None:
        return
    frozen, contents = opened
    for name, content in contents.items():
        there = payload.get(f"{CONTENT}/{name}")
        if f"{CONTENT}/{name}" not in payload or (there is not None and there != content):
            message = f"“{CONTENT}/{name}” is not what the snapshot has."
            diagnostics.add(Code.PACKAGE_CONTENT, message, payload.place(f"{CONTENT}/{name}"), _COPY)
    for name in sorted(_unpacked(payload) - contents.keys() - {LIST}):
        message = f"“{CONTENT}/{name}” is not in the snapshot."
        diagnostics.add(Code.PACKAGE_CONTENT, message, payload.place(f"{CONTENT}/{name}"), "Take it out.")
    _check_fonts(payload, frozen, diagnostics)


def _check_other_snapshots(payload: Payload, known: Mapping[str, Version], diagnostics: Diagnostics) -> None:
    """Hold the snapshots of earlier versions to the register."""
    for path in sorted(path for path in payload.files if path.startswith(f"{VERSIONS}/") and path.endswith(".zip")):
        data = payload.get(path)
        if path not in known:
            diagnostics.add(
                Code.PACKAGE_VERSION, f"“{path}” is of no version in the register.", payload.place(path), _COPY
            )
        elif data is not None and digest(data) != known[path].snapshot:
            message = f"“{path}” is not the snapshot that the register has."
            diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)


def _unpacked(payload: Payload) -> set[str]:
    prefix = f"{CONTENT}/"
    paths: Iterator[str] = (path for path in payload.files if not path.endswith(FILE_ENDING))
    return {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}


def _check_fonts(payload: Payload, frozen: Frozen, diagnostics: Diagnostics) -> None:
    for font in frozen.fonts:
        path = f"{FONTS}/{font.file}"
        data = payload.get(path)
        if path not in payload or (data is not None and digest(data) != font.sha256):
            message = f"“{path}” is not the font that the version was made with."
            diagnostics.add(Code.PACKAGE_FONT, message, payload.place(path), _COPY)
