"""Makes the archive package of a released version: collects and describes its files, and writes them as a bag.

Nothing is written until everything is complete; then the folder and the ZIP file are moved into place together. A
release tries out its package first: an error that was found only afterwards could not be corrected, because
released versions never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportbuilder import __version__
from reportbuilder.archive.bag import FORMAT_LABEL, MOST_BYTES, MOST_FILES, make_bag
from reportbuilder.archive.model import PackageFile, PackageSubject
from reportbuilder.archive.package_files import PackageContents, assemble, collect, describe
from reportbuilder.archive.signature import ENDING, SigningKey, open_key, sign
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError, Severity
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import load, shown
from reportbuilder.files.output import beside, clear_stale, work_folder
from reportbuilder.project.archive_settings import (
    Appraisal,
    ArchiveSettings,
    Concept,
    Identifier,
    Reference,
    Restriction,
)
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import ReportFolder, VersionStatus, open_report_folder
from reportbuilder.values import Value
from reportbuilder.versions.durable_files import move, remove, reporting_file_errors, write_files
from reportbuilder.versions.rebuild import BuildFn
from reportbuilder.versions.register import Register, Version, find_version, read_register, register_file
from reportbuilder.versions.released import open_snapshot
from reportbuilder.versions.snapshot import deterministic_zip

FORMAT = 1
"""The version of our package format."""
REPORT_LABEL, VERSION_LABEL = "Reportbuilder-Report", "Reportbuilder-Version"
ARCHIVE = "archief"


class PackageRequest(Value):
    """A package to make: the folder of the report, the number of the version, the output folder, and an optional key
    for a signed copy."""

    folder: Path
    number: str
    output: Path
    key: SigningKey | None = None


class ArchivePackage(Value):
    """A package that was made, or already existed (`same`): the bag as a folder and as a ZIP file, the number and total
    size of its files, and warnings."""

    folder: Path
    zip: Path
    files: int
    size: int
    same: bool
    problems: tuple[Diagnostic, ...]


def make_package(request: PackageRequest, resources: Resources, build: BuildFn, progress: Progress) -> ArchivePackage:
    """Make the package of a version in `output/<report>/archief/<number>/`.

    Raises ReportError with all problems if it cannot be made; nothing is written then.
    """
    diagnostics = Diagnostics()
    project, version = _requested(request, diagnostics)
    signer = open_key(request.key) if request.key is not None else None
    with work_folder() as work:
        built = request.output / project.name / str(version.number)
        gathered = collect(project, version, built, work, resources, build, progress, diagnostics)
        if request.key is not None:
            progress("signing")
            gathered = _signed(gathered, signer, request.key)
        progress("describing every file")
        payload = describe(gathered, Path(work), progress, diagnostics)
    _stop_on_errors(diagnostics, ExitCode.STANDARD)
    subject = gathered.subject
    progress("putting everything into a bag")
    files = make_bag({f"{subject.name}/{file.path}": file.data for file in payload}, tuple(_info(subject)))
    target = request.output / project.name / ARCHIVE / str(version.number)
    with reporting_file_errors(target):
        same = publish_package(target, subject.name, files)
    size = sum(len(file.data) for file in payload)
    return ArchivePackage(
        target / subject.name, target / f"{subject.name}.zip", len(payload), size, same, tuple(diagnostics)
    )


def _requested(request: PackageRequest, diagnostics: Diagnostics) -> tuple[ReportFolder, Version]:
    """The report and the version of a request; raises ReportError if they, or the archive settings, are invalid."""
    project = open_report_folder(request.folder, diagnostics)
    register = read_register(request.folder, diagnostics)
    if project is None or register is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    version = find_version(register, request.number, Place(shown(register_file(request.folder))), diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.USAGE)
    check_settings(project, diagnostics)
    _stop_on_errors(diagnostics, ExitCode.PROJECT)
    return project, version


def check_settings(project: ReportFolder, diagnostics: Diagnostics) -> None:
    """Report the archive settings of a report that are missing for a package."""
    archive, places = project.settings.archive, project.places
    if archive is None:
        message = "The report does not say what an archive must know: the key “archive” is missing."
        hint = "Add “archive:” with identifier, creator, appraisal and restrictions; docs/archive.md has an example."
        diagnostics.add(Code.ARCHIVE_MISSING, message, places.start, hint)
    elif archive.appraisal is Appraisal.DESTROY and (archive.retention is None or _is_permanent(archive.retention)):
        message = "A report that is to be destroyed needs a “retention” with a duration or an end."
        place = places.place("archive", "retention" if archive.retention else "appraisal")
        diagnostics.add(
            Code.ARCHIVE_RETENTION, message, place, "Add “retention: {duration: P10Y}”, or keep the report."
        )


def _is_permanent(term: object) -> bool:
    return not (getattr(term, "duration", None) or getattr(term, "end", None))


def _signed(gathered: PackageContents, signer: object, key: SigningKey) -> PackageContents:
    record = gathered.record
    copy = PackageFile(f"{record.path.removesuffix('.pdf')}{ENDING}", sign(record.data, signer, key.moment))
    return gathered.with_file(copy)


def _stop_on_errors(diagnostics: Diagnostics, code: ExitCode) -> None:
    if diagnostics.failed:
        raise ReportError(diagnostics, code)


def _info(subject: PackageSubject) -> Iterator[tuple[str, str]]:
    """The entries of bag-info.txt (RFC 8493, 2.2.2); the date is that of the version."""
    yield "Source-Organization", subject.archive.creator.name
    yield (
        "External-Description",
        f"{subject.title}, versie {subject.version.number} ({subject.version.label}). "
        f"Begin met data/{subject.name}/LEESMIJ.txt.",
    )
    yield "Bagging-Date", subject.version.date.isoformat()
    yield "External-Identifier", subject.identifier
    yield "Bag-Software-Agent", f"reportbuilder {__version__}"
    yield FORMAT_LABEL, str(FORMAT)
    yield REPORT_LABEL, subject.report
    yield VERSION_LABEL, str(subject.version.number)


def publish_package(target: Path, name: str, files: Mapping[str, bytes]) -> bool:
    """Write the bag and its ZIP file to temporary paths and move them into place together.

    Returns True if they existed already; raises ReportError if a different package exists, which is never overwritten.
    """
    inside = {f"{name}/{path}": data for path, data in sorted(files.items())}
    request = {f"{name}.zip": deterministic_zip(inside), **inside}
    if target.exists():
        if _has_exactly(target, request):
            return True
        message = f"There is a package of this version in {shown(target)} already, and another one than this would be."
        hint = "Move it away, or let the new one go elsewhere with --output."
        problem = Diagnostic(Code.ARCHIVE_EXISTS, message, hint, Place(shown(target)))
        raise ReportError([problem], ExitCode.FILE)
    part = beside(target)
    clear_stale(target.parent)
    remove(part)
    try:
        write_files(part, request)
        move(part, target)
    finally:
        remove(part)
    return False


def _has_exactly(target: Path, request: Mapping[str, bytes]) -> bool:
    """Whether a folder contains exactly these files."""
    present = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    return present == request.keys() and all(load(target / path, target) == data for path, data in request.items())


# Rehearsal ------------------------------------------------------------------------------------------------------------


def rehearse_package(
    project: ReportFolder,
    register: Register,
    snapshot: Path,
    files: Mapping[str, bytes],
    resources: Resources,
    progress: Progress,
) -> tuple[Diagnostic, ...]:
    """Report what would prevent the package of the latest version in a register: errors and warnings.

    `snapshot` and `files` are those of the version. A final version requires archive settings. A concept without them
    is checked with placeholder settings: they can be added later, other problems could not be corrected.
    """
    progress("trying whether it can be archived")
    diagnostics, version = Diagnostics(), register.versions[-1]
    archive = project.settings.archive
    if archive is not None or version.status is VersionStatus.FINAL:
        check_settings(project, diagnostics)
    with work_folder() as folder:
        try:
            _rehearse(project, archive or _stand_in(), register, snapshot, files, resources, folder, diagnostics)
        except ReportError as error:
            diagnostics.problems.extend(problem for problem in error.problems if problem not in diagnostics.problems)
    return tuple(problem for problem in diagnostics if problem.severity is not Severity.NOTE)


def _rehearse(
    project: ReportFolder,
    archive: ArchiveSettings,
    register: Register,
    snapshot: Path,
    files: Mapping[str, bytes],
    resources: Resources,
    work: Path,
    diagnostics: Diagnostics,
) -> None:
    version = register.versions[-1]
    opened = open_snapshot(snapshot, work / "opened", diagnostics, version.snapshot)
    if opened is None:
        return
    gathered = assemble(project, archive, version, register, opened, snapshot, files, resources, diagnostics)
    payload = describe(gathered, work, lambda step: None, diagnostics)
    size = sum(len(file.data) for file in payload)
    if len(payload) > MOST_FILES or size > MOST_BYTES:
        message = f"The package of this version would have {len(payload)} files and {size // 2**20} MB."
        hint = f"A package has {MOST_FILES} files and {MOST_BYTES // 2**20} MB at most. Use smaller pictures."
        diagnostics.add(Code.ARCHIVE_SIZE, message, Place(shown(project.root)), hint)


def _stand_in() -> ArchiveSettings:
    """Valid placeholder settings for a report without archive settings; nothing made with them is written."""
    return ArchiveSettings(
        identifier=Identifier(value="-", source="-"),
        creator=Reference(name="-"),
        appraisal=Appraisal.UNDECIDED,
        restrictions=(Restriction(kind=Concept(label="-", vocabulary="-")),),
    )
