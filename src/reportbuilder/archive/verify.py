"""Verifies a package: the integrity of its files, and the conformance of its PDFs to the standards that they claim.

Metadata are checked against their schemas and the files that they describe, the version register and the snapshot
against the released files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reportbuilder.archive.bag import FORMAT_LABEL, INFO, PAYLOAD, Bag, open_bag
from reportbuilder.archive.bag_check import BagCheck, check_any_bag, check_bag
from reportbuilder.archive.csvw import DATA, DESCRIPTION, columns_in
from reportbuilder.archive.metadata import (
    DIWOO_SCHEMA,
    FILE_ENDING,
    MDTO_NAMESPACE,
    MDTO_SCHEMA,
    OBJECT_ENDING,
    parse_xml,
    schema_bytes,
    schema_errors,
)
from reportbuilder.archive.package import FORMAT, REPORT_LABEL, VERSION_LABEL
from reportbuilder.archive.package_files import CHANGES, CONTENT, DIWOO, FONTS, PDFS, VERSIONS
from reportbuilder.archive.readme import README
from reportbuilder.archive.signature import ENDING, SigningToolError, signatures
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import shown
from reportbuilder.files.output import work_folder
from reportbuilder.preflight.press_file import DEFAULT_LIMITS, PressLimits
from reportbuilder.preflight.report import FileReport, report_on
from reportbuilder.project.project_folder import Resources
from reportbuilder.registry import EMPTY, Registry
from reportbuilder.values import Value, replace
from reportbuilder.versions.rebuild import BuildFn, check_rebuilt, rebuild
from reportbuilder.versions.register import REGISTER_FILE, Version, parse_register
from reportbuilder.versions.released import read_snapshot
from reportbuilder.versions.snapshot import MANIFEST, SnapshotManifest, digest


class PackageVerdict(Value):
    """The result for a package: its report and version, the number of its files, whether its PDFs were built again, its
    signatures in words, and all problems."""

    report: str
    version: str
    files: int
    rebuilt: bool
    signatures: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    covered: tuple[str, ...] = ()
    """A line for each standard that each PDF claims: how much was checked of it, and how much was not."""
    unjudged: tuple[str, ...] = ()
    """A line for each requirement that was not checked."""
    whole: bool = True
    """Whether everything could be checked: the standards that the PDFs claim, and the signatures."""


def verify_package(
    path: Path,
    build: BuildFn | None,
    progress: Progress,
    reference: bool = False,
    limits: PressLimits = DEFAULT_LIMITS,
    registry: Registry = EMPTY,
) -> PackageVerdict:
    """Verify a package, a folder or a ZIP file.

    With `make`, its PDFs are built again from the snapshot and compared byte by byte. If `reference`, veraPDF checks
    the PDFs too. `limits` are those of the press, and `registry` has the editions that can be built.

    Raises ReportError if the path is no package, is not safe to open, or has a newer format, and if veraPDF is required
    and not installed.
    """
    diagnostics = Diagnostics()
    with work_folder() as work:
        (work / "bag").mkdir()
        bag = open_bag(path, work / "bag")
        progress("comparing files with their checksums")
        checked = (
            check_bag(bag, diagnostics) if _is_own(bag) else BagCheck(check_any_bag(bag, diagnostics), frozenset())
        )
        _check_format(checked.info, path, diagnostics)
        report, number = checked.info.get(REPORT_LABEL, ""), checked.info.get(VERSION_LABEL, "")
        signed: tuple[str, ...] = ()
        rebuilt, reports = False, tuple[tuple[str, FileReport], ...]()
        if report and number:
            payload = _payload(bag, f"{report}-{number}", checked.named)
            progress("holding metadata to their schema and to the files")
            check_metadata(payload, f"{report}-{number}", diagnostics)
            version = check_version(payload, number, diagnostics)
            progress("holding PDFs to their promises")
            reports = tuple(_check_pdfs(payload, reference, limits, diagnostics))
            signed = tuple(_check_signatures(payload, report, diagnostics))
            if build is not None and version is not None and not diagnostics.failed:
                progress("making the PDFs again")
                _rebuild(payload, version, work, build, registry, diagnostics)
                rebuilt = True
    return PackageVerdict(
        report,
        number,
        len(bag.paths),
        rebuilt,
        signed,
        tuple(diagnostics),
        tuple(f"{name}: {line}" for name, one in reports for line in one.covered),
        tuple(f"{name}: {line}" for name, one in reports for line in one.unjudged),
        all(one.complete for _, one in reports)
        and not any(problem.code == Code.SIGNATURE_UNCHECKED for problem in diagnostics),
    )


def _is_own(bag: Bag) -> bool:
    """Whether a bag was made by reportbuilder, judged by bag-info.txt or by a file that only its packages have: a
    damaged package still is one, and is checked more strictly than other bags."""
    info = bag.data(INFO).decode("utf-8", "replace") if INFO in bag.paths else ""
    return f"{FORMAT_LABEL}:" in info or any(path.endswith(f"/{README}") for path in bag.paths)


def _check_format(info: Mapping[str, str], path: Path, diagnostics: Diagnostics) -> None:
    """Check that the version of the package format is supported; raises ReportError for a newer one."""
    form = info.get(FORMAT_LABEL, "")
    if form.isdigit() and int(form) > FORMAT:
        message = f"The package was made by a newer reportbuilder: it has format {form}, and {FORMAT} is known here."
        hint = "Use that newer version of reportbuilder. Any program that knows BagIt can compare the checksums."
        raise ReportError([Diagnostic(Code.PACKAGE_NEWER, message, hint, Place(shown(path)))], ExitCode.FILE)
    if not form.isdigit() or not info.get(REPORT_LABEL) or not info.get(VERSION_LABEL):
        message = f"“{INFO}” does not say that this is a package of reportbuilder, so its checksums were compared only."
        hint = "" if diagnostics.failed else "Of another program's bag, nothing more can be said."
        diagnostics.add(Code.PACKAGE_FOREIGN, message, Place(INFO), hint)


def _payload(bag: Bag, name: str, named: frozenset[str]) -> Payload:
    prefix = f"{PAYLOAD}{name}/"
    files = {path.removeprefix(prefix): bag.data(path) for path in bag.paths if path.startswith(prefix)}
    return Payload(bag.root / prefix, prefix, files, named)


def _check_pdfs(
    payload: Payload, reference: bool, limits: PressLimits, diagnostics: Diagnostics
) -> Iterator[tuple[str, FileReport]]:
    """Check every PDF against the standards that it claims; yields its name and report."""
    for path in sorted(payload.files):
        if path.startswith(f"{PDFS}/") and path.endswith(".pdf") and payload.get(path) is not None:
            try:
                report = report_on(payload.folder / path, reference, limits)
                problems = report.problems
                yield path.rpartition("/")[2], report
            except ReportError as error:
                if error.exit_code is ExitCode.MISSING_TOOL:
                    raise
                problems = error.problems
            diagnostics.problems.extend(replace(problem, place=payload.place(path)) for problem in problems)


def _check_signatures(payload: Payload, report: str, diagnostics: Diagnostics) -> Iterator[str]:
    """Check the signatures; yields the signers, in words."""
    for path in sorted(path for path in payload.files if path.endswith(ENDING)):
        data, place = payload.get(path), payload.place(path)
        record = payload.files.get(f"{path.removesuffix(ENDING)}.pdf", b"")
        if data is None:
            continue
        if not record or not data.startswith(record):
            message = f"“{path}” is no signed copy of the record: it does not begin with its bytes."
            diagnostics.add(Code.SIGNATURE_COPY, message, place, "Take it from another copy of the package.")
        try:
            checked = signatures(data)
        except SigningToolError as error:
            diagnostics.add(Code.SIGNATURE_UNCHECKED, f"The signature of “{path}” was not checked. {error}", place)
            continue
        if not checked:
            diagnostics.add(Code.SIGNATURE_NONE, f"“{path}” has no signature.", place)
        for signature in checked:
            for words in signature.wrong:
                diagnostics.add(Code.SIGNATURE_WRONG, words, place, "Do not rely on this copy.")
            if not signature.wrong:
                yield f"{path}: signed by {signature.signer}, {signature.moment}; certificate by {signature.issuer}"


def _rebuild(
    payload: Payload, version: Version, work: Path, build: BuildFn, registry: Registry, diagnostics: Diagnostics
) -> None:
    """Build the PDFs of the version again from its snapshot, with the fonts of the package, and compare their bytes."""
    folder, place = payload.folder, payload.place(f"{VERSIONS}/{version.number}.zip")
    resources = Resources(folder, folder / FONTS, None, registry)  # its styles are in the snapshot
    editions = tuple(file.edition for file in version.files if file.edition)
    collected, rebuilt = Diagnostics(), None
    try:
        snapshot = folder / VERSIONS / f"{version.number}.zip"
        rebuilt = rebuild(snapshot, work / "made", editions, resources, build, collected, version.snapshot)
    except ReportError as error:
        collected.problems.extend(error.problems)
    diagnostics.problems.extend(replace(problem, place=place) for problem in collected)
    if rebuilt is not None:
        check_rebuilt(version, rebuilt, place, diagnostics)


# Contents -------------------------------------------------------------------------------------------------------------


_COPY = "Take that file from another copy of the package."


class Payload(Value, eq=False):
    """The files of a package by path in its folder, which is `prefix` in the bag; files for which a problem was
    reported already (`named`) are not checked again."""

    folder: Path
    prefix: str
    files: dict[str, bytes]
    named: frozenset[str]

    def place(self, path: str) -> Place:
        """The place of a file in the bag."""
        return Place(self.prefix + path)

    def get(self, path: str) -> bytes | None:
        """The bytes of a file; None if it is missing or has a problem already."""
        return None if self.prefix + path in self.named else self.files.get(path)

    def __contains__(self, path: str) -> bool:
        return path in self.files


def check_metadata(payload: Payload, name: str, diagnostics: Diagnostics) -> None:
    """Check the metadata against their schemas, and against the files that they describe."""
    describe = {path for path in payload.files if not path.endswith(OBJECT_ENDING)}
    for path in sorted(describe):
        _check_sidecar(payload, path, diagnostics)
    for path in sorted(path for path in payload.files if path.endswith(FILE_ENDING)):
        if path.removesuffix(FILE_ENDING) not in describe:
            message = f"“{path}” describes a file that is not there."
            diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), "Put that file back.")
    _check_object(payload, f"{name}{OBJECT_ENDING}", describe, diagnostics)
    _document(payload, DIWOO, DIWOO_SCHEMA, diagnostics)
    own = payload.get(f"{DIWOO.rpartition('/')[0]}/{MDTO_SCHEMA}")
    if own is not None and own != schema_bytes(MDTO_SCHEMA):
        path = f"{DIWOO.rpartition('/')[0]}/{MDTO_SCHEMA}"
        diagnostics.add(Code.PACKAGE_SCHEMA, f"“{path}” is not the schema of MDTO 1.0.1.", payload.place(path), _COPY)
    _check_tables(payload, diagnostics)


def _document(payload: Payload, path: str, schema: str, diagnostics: Diagnostics) -> Any | None:
    """The root of a document that is valid by its schema; None, after reporting, if it is not."""
    if path not in payload:
        diagnostics.add(Code.PACKAGE_METADATA, f"“{path}” is missing.", payload.place(path), _COPY)
        return None
    data = payload.get(path)
    if data is None:
        return None
    root = parse_xml(data)
    errors = schema_errors(root, schema) if root is not None else ("it is no XML",)
    for words in errors[:3]:
        message = f"“{path}” does not hold by its schema: {words}."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)
    return None if errors else root


def _check_sidecar(payload: Payload, path: str, diagnostics: Diagnostics) -> None:
    """Check the metadata of a file: its name, size and checksum."""
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
        stated = next((element.text or "" for element in root.iter(f"{{{MDTO_NAMESPACE}}}{name}")), "")
        if stated != value:
            message = f"“{sidecar}” says {name} “{stated}”, and that of the file is “{value}”."
            diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(sidecar), _COPY)


def _check_object(payload: Payload, path: str, describe: set[str], diagnostics: Diagnostics) -> None:
    """Check that the metadata of the report name exactly the files of the package."""
    root = _document(payload, path, MDTO_SCHEMA, diagnostics)
    if root is None:
        return
    identifier = str(root.findtext(".//{*}informatieobject/{*}identificatie/{*}identificatieKenmerk") or "")
    links = (
        *root.iter(f"{{{MDTO_NAMESPACE}}}heeftRepresentatie"),
        *root.iter(f"{{{MDTO_NAMESPACE}}}aanvullendeMetagegevens"),
    )
    named = {str(link.findtext(".//{*}identificatieKenmerk") or "").removeprefix(f"{identifier}/") for link in links}
    for missing in sorted(named - describe):
        message = f"“{path}” names “{missing}”, which is not there."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)
    for unnamed in sorted(describe - named):
        message = f"“{path}” does not name “{unnamed}”."
        diagnostics.add(Code.PACKAGE_METADATA, message, payload.place(path), _COPY)


def _check_tables(payload: Payload, diagnostics: Diagnostics) -> None:
    """Check the description of the tables against the header rows of the CSV files."""
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
    """Check the released files against the version register, and the unpacked sources against the snapshot; returns the
    version's entry, or None if the register is invalid."""
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
    """Check the released files against the version register."""
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
    """The path of a released file in a package."""
    return f"{PDFS if name.endswith('.pdf') else CHANGES}/{name}"


def _check_snapshot(payload: Payload, version: Version, diagnostics: Diagnostics) -> None:
    path = f"{VERSIONS}/{version.number}.zip"
    if path not in payload:
        message = f"The snapshot of version {version.number} is missing."
        diagnostics.add(Code.PACKAGE_VERSION, message, payload.place(path), _COPY)
    if payload.get(path) is None:
        return
    collected = Diagnostics()
    opened = read_snapshot(payload.folder / path, collected, version.snapshot)
    diagnostics.problems.extend(replace(problem, place=payload.place(path)) for problem in collected)
    if opened is None:
        return
    manifest, contents = opened
    for name, content in contents.items():
        present = payload.get(f"{CONTENT}/{name}")
        if f"{CONTENT}/{name}" not in payload or (present is not None and present != content):
            message = f"“{CONTENT}/{name}” is not what the snapshot has."
            diagnostics.add(Code.PACKAGE_CONTENT, message, payload.place(f"{CONTENT}/{name}"), _COPY)
    for name in sorted(_unpacked(payload) - contents.keys() - {MANIFEST}):
        message = f"“{CONTENT}/{name}” is not in the snapshot."
        diagnostics.add(Code.PACKAGE_CONTENT, message, payload.place(f"{CONTENT}/{name}"), "Take it out.")
    _check_fonts(payload, manifest, diagnostics)


def _check_other_snapshots(payload: Payload, known: Mapping[str, Version], diagnostics: Diagnostics) -> None:
    """Check the snapshots of earlier versions against the version register."""
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


def _check_fonts(payload: Payload, manifest: SnapshotManifest, diagnostics: Diagnostics) -> None:
    for font in manifest.fonts:
        path = f"{FONTS}/{font.file}"
        data = payload.get(path)
        if path not in payload or (data is not None and digest(data) != font.sha256):
            message = f"“{path}” is not the font that the version was made with."
            diagnostics.add(Code.PACKAGE_FONT, message, payload.place(path), _COPY)
