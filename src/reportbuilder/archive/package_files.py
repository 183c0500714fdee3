"""The files of a package: the released files, their sources, data, fonts and version register, and the metadata files
that describe them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportbuilder.archive.csvw import tables_of
from reportbuilder.archive.metadata import (
    DIWOO_SCHEMA,
    FILE_ENDING,
    MDTO_SCHEMA,
    OBJECT_ENDING,
    describe_file,
    describe_object,
    describe_publication,
    parse_xml,
    schema_bytes,
    schema_errors,
)
from reportbuilder.archive.model import PackageFile, PackageSubject
from reportbuilder.archive.readme import README, readme
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError, Severity
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import open_file, read_bytes, shown
from reportbuilder.preflight.report import FileReport, ToolError, find_verapdf, knows, render_report, report_on
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.standards.standard import Standard
from reportbuilder.values import Value, replace
from reportbuilder.versions.rebuild import BuildFn, released_files
from reportbuilder.versions.register import (
    REGISTER_FILE,
    Register,
    Version,
    read_register,
    register_text,
    snapshot_file,
)
from reportbuilder.versions.released import UnpackedSnapshot, open_snapshot
from reportbuilder.versions.snapshot import SnapshotManifest, digest

PDFS, CHANGES, CONTENT, VERSIONS, FONTS = "pdf", "wijzigingen", "inhoud", "versies", "lettertypen"
_LICENCES = (".md", ".txt")


class PackageContents(Value):
    """The files of a package before they are described, with its subject."""

    subject: PackageSubject
    files: tuple[PackageFile, ...]

    @property
    def record(self) -> PackageFile:
        """The screen edition, which is the record."""
        names = {file.name for file in self.subject.version.files if file.edition == "screen"}
        return next(file for file in self.files if file.path.startswith(f"{PDFS}/") and file.name in names)

    def with_file(self, file: PackageFile) -> PackageContents:
        """The contents with one file more, in the order of paths."""
        return replace(self, files=tuple(sorted((*self.files, file), key=lambda one: one.path)))


def collect(
    project: ReportFolder,
    version: Version,
    built: Path,
    work: Path,
    resources: Resources,
    build: BuildFn,
    progress: Progress,
    diagnostics: Diagnostics,
) -> PackageContents:
    """Collect the files of a version of a report whose settings have `archive`; raises ReportError when one is missing
    or damaged. `work` is an empty folder, `built` the folder with the released files."""
    progress("reading what the version was made of")
    snapshot = snapshot_file(project.root, version.number)
    opened = open_snapshot(snapshot, work / "opened", diagnostics, version.snapshot)
    register = read_register(project.root, diagnostics)
    if opened is None or register is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    progress("getting the released files")
    released = released_files(project.root, version, built, work / "made", resources, build, diagnostics)
    if project.settings.archive is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    return assemble(
        project, project.settings.archive, version, register, opened, snapshot, released, resources, diagnostics
    )


def assemble(
    project: ReportFolder,
    archive: ArchiveSettings,
    version: Version,
    register: Register,
    opened: UnpackedSnapshot,
    snapshot: Path,
    released: Mapping[str, bytes],
    resources: Resources,
    diagnostics: Diagnostics,
) -> PackageContents:
    """The files of a version's package, from its snapshot (the file, and `opened`) and its `released` files; raises
    ReportError when something is missing or damaged. `register` names the version."""
    then = open_report_folder(opened.folder, diagnostics, opened.manifest.settings)
    if then is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    subject = PackageSubject(project.name, then.settings, archive, version)
    files = (
        *_released(released),
        *_content(snapshot),
        *tables_of(then.data_folder, archive.columns, diagnostics),
        *_fonts(opened.manifest, resources.fonts, diagnostics),
        *_versions(project.root, register, version, snapshot, diagnostics),
    )
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)
    _check_names(files, Place(shown(project.root)), diagnostics)
    return PackageContents(subject, tuple(sorted(files, key=lambda file: file.path)))


def _released(released: Mapping[str, bytes]) -> Iterator[PackageFile]:
    for name, data in released.items():
        yield PackageFile(f"{PDFS if name.endswith('.pdf') else CHANGES}/{name}", data)


def _content(snapshot: Path) -> Iterator[PackageFile]:
    """The files of the snapshot, which was verified before: text, data and style."""
    with open_file(snapshot, None) as file, zipfile.ZipFile(file) as archive:
        yield from (PackageFile(f"{CONTENT}/{name}", archive.read(name)) for name in archive.namelist())


def _fonts(manifest: SnapshotManifest, folder: Path, diagnostics: Diagnostics) -> Iterator[PackageFile]:
    """The fonts that the version was built with, and the texts beside them: their licences."""
    for font in manifest.fonts:
        data = read_bytes(folder / font.file, diagnostics, root=folder)
        if data is None:
            continue
        if digest(data) != font.sha256:
            message = f"The font {shown(folder / font.file)} is another than when version {manifest.number} was made."
            diagnostics.add(Code.FONT_CHANGED, message, Place(shown(folder / font.file)), "Put that font back.")
        yield PackageFile(f"{FONTS}/{font.file}", data)
    texts = sorted(path for path in folder.iterdir() if path.suffix.lower() in _LICENCES) if folder.is_dir() else []
    for path in texts:
        data = read_bytes(path, diagnostics)
        if data is not None:
            yield PackageFile(f"{FONTS}/{path.name}", data, metadata=True)


def _versions(
    folder: Path, register: Register, version: Version, snapshot: Path, diagnostics: Diagnostics
) -> Iterator[PackageFile]:
    """The register up to this version, its snapshot, and that of the version that it was compared with."""
    until = Register(tuple(one for one in register.versions if not one.number.rises_above(version.number)))
    yield PackageFile(f"{VERSIONS}/{REGISTER_FILE}", register_text(until).encode(), metadata=True)
    earlier = register.find(version.based_on) if version.based_on is not None else None
    snapshots = {version.number: snapshot}
    if earlier is not None:
        snapshots[earlier.number] = snapshot_file(folder, earlier.number)
    for number, path in snapshots.items():
        data = read_bytes(path, diagnostics)
        if data is not None:
            yield PackageFile(f"{VERSIONS}/{number}.zip", data)


def _check_names(files: tuple[PackageFile, ...], place: Place, diagnostics: Diagnostics) -> None:
    """Warn of names that an e-depot does not take (MDTO, specification of the SIP)."""
    strange = set('<>:"“\\|?*#&% ')
    for file in files:
        if signs := sorted(strange & set(file.path)):
            message = (
                f"The name “{file.path}” has {' '.join(f'“{sign}”' for sign in signs)}, which e-depots do not take."
            )
            diagnostics.add(Code.ARCHIVE_NAME, message, place, "Give the file another name in the next version.")


# Descriptions ---------------------------------------------------------------------------------------------------------


METADATA = "metadata"
DIWOO = f"{METADATA}/diwoo.xml"


def describe(
    gathered: PackageContents, work: Path, progress: Progress, diagnostics: Diagnostics
) -> tuple[PackageFile, ...]:
    """All files of a package in the order of their paths: those collected, and those that describe them.

    A PDF that breaks its promises is an error, and so are metadata that their schema does not allow (which would be a
    fault of the program: the settings were checked before). `work` is a folder to work in.
    """
    subject = gathered.subject
    files = [*gathered.files, *_pdf_reports(gathered, work, progress, diagnostics)]
    publication = PackageFile(DIWOO, describe_publication(subject), metadata=True)
    files += [publication, PackageFile(f"{METADATA}/{MDTO_SCHEMA}", schema_bytes(MDTO_SCHEMA), metadata=True)]
    files.sort(key=lambda file: file.path)
    files.append(PackageFile(README, readme(subject, files), metadata=True))
    sidecars = tuple(_sidecars(subject, files))
    _check(publication, DIWOO_SCHEMA, diagnostics)
    for sidecar in sidecars:
        _check(sidecar, MDTO_SCHEMA, diagnostics)
    return tuple(sorted((*files, *sidecars), key=lambda file: file.path))


def _pdf_reports(
    gathered: PackageContents, work: Path, progress: Progress, diagnostics: Diagnostics
) -> Iterator[PackageFile]:
    reference = has_verapdf()
    if not reference:
        message = "veraPDF is not here, so the package has our own reports on its PDFs only."
        hint = "Let VERAPDF name the program to have both."
        diagnostics.add(Code.ARCHIVE_VERAPDF, message, Place(PDFS), hint)
    for file in gathered.files:
        if file.path.startswith(f"{PDFS}/"):
            progress(f"holding {file.name} to its promises")
            yield from reports_on(file, work, reference, diagnostics)


def _sidecars(subject: PackageSubject, files: Sequence[PackageFile]) -> Iterator[PackageFile]:
    yield PackageFile(f"{subject.name}{OBJECT_ENDING}", describe_object(subject, files))
    for file in files:
        yield PackageFile(f"{file.path}{FILE_ENDING}", describe_file(subject, file))


def _check(document: PackageFile, schema: str, diagnostics: Diagnostics) -> None:
    for words in schema_errors(parse_xml(document.data), schema):
        message = f"The metadata that would be written do not hold by their schema: {words}."
        diagnostics.add(
            Code.ARCHIVE_METADATA, message, Place(document.path), "Please report this; nothing was written."
        )


# Reports on the PDFs --------------------------------------------------------------------------------------------------


REPORTS = "controle"


def reports_on(pdf: PackageFile, work: Path, reference: bool, diagnostics: Diagnostics) -> tuple[PackageFile, ...]:
    """The reports on a PDF: our own as JSON and as a page, and that of veraPDF by `reference`.

    What is wrong with the PDF is an error. `work` is a folder where it is written to be checked.
    """
    path = work / pdf.name
    path.write_bytes(pdf.data)
    report = report_on(path, reference)
    for problem in report.problems:
        if problem.severity is Severity.ERROR:
            diagnostics.problems.append(_placed(problem, pdf))
    stem = f"{REPORTS}/{pdf.name.removesuffix('.pdf')}"
    own = tuple(
        PackageFile(f"{stem}{kind}", render_report(pdf.name, report.verdict, (), kind).encode(), metadata=True)
        for kind in (".json", ".html")
    )
    if not reference or not _requested(report):
        return own
    return (*own, PackageFile(f"{stem}.verapdf.json", _by_verapdf(pdf, report), metadata=True))


def has_verapdf() -> bool:
    """Whether veraPDF is installed."""
    try:
        find_verapdf()
    except ToolError:
        return False
    return True


def _requested(report: FileReport) -> tuple[Standard, ...]:
    """The standards that a PDF promises and veraPDF knows."""
    return tuple(standard for standard in report.verdict.standards if knows(standard.value))


def _by_verapdf(pdf: PackageFile, report: FileReport) -> bytes:
    objections = [
        {"standard": one.standard, "clause": one.clause, "words": one.words, "count": one.count}
        for one in report.objections
    ]
    content = {
        "file": pdf.name,
        "validator": "veraPDF",
        "standards": [standard.value for standard in _requested(report)],
        "passed": not objections,
        "objections": objections,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _placed(problem: Diagnostic, pdf: PackageFile) -> Diagnostic:
    return replace(problem, place=Place(pdf.path))
