"""The archive package of a released version: everything gathered, described, put into a bag, and moved into place.

Nothing is written before all of it has been found good, and then the folder and the ZIP file come in one move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportbuilder import __version__
from reportbuilder.archive.bag import FORMAT_LABEL, bagged
from reportbuilder.archive.describing import described
from reportbuilder.archive.gathering import Gathered, gather
from reportbuilder.archive.signing import ENDING, Key, open_key, sign
from reportbuilder.archive.subject import PackageFile, Subject
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.files.inputs import load, shown
from reportbuilder.files.temporary import beside, clear_stale, work_folder
from reportbuilder.progress import Progress
from reportbuilder.project.archive_settings import Appraisal
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, open_report_folder
from reportbuilder.values import Value
from reportbuilder.versions.rebuild import Maker
from reportbuilder.versions.register import Version, find_version, read_register, register_file
from reportbuilder.versions.snapshot import zipped
from reportbuilder.versions.storing import move, remove, telling_file_problems, write_files

FORMAT = 1
"""The version of the form in which packages are made."""
REPORT_LABEL, VERSION_LABEL = "Reportbuilder-Report", "Reportbuilder-Version"
ARCHIVE = "archief"


class Wanted(Value):
    """What is to be archived: the report in a folder, which version, where to, and the key that signs a copy of it."""

    folder: Path
    number: str
    output: Path
    key: Key | None = None


class Packed(Value):
    """A package that was made, or was there already (`same`): the bag as a folder and as a ZIP file, its files, the
    bytes of what it holds, and what is worth knowing."""

    folder: Path
    zip: Path
    files: int
    size: int
    same: bool
    problems: tuple[Diagnostic, ...]


def make_package(wanted: Wanted, workplace: Resources, make: Maker, progress: Progress) -> Packed:
    """Make the package of a version into `output/<report>/archief/<number>/`; raises ReportError with every problem
    when it cannot be made, and then nothing is written."""
    diagnostics = Diagnostics()
    project, version = _asked(wanted, diagnostics)
    signer = open_key(wanted.key) if wanted.key is not None else None
    with work_folder() as work:
        built = wanted.output / project.name / str(version.number)
        gathered = gather(project, version, built, work, workplace, make, progress, diagnostics)
        if wanted.key is not None:
            progress("signing")
            gathered = _signed(gathered, signer, wanted.key)
        progress("describing every file")
        payload = described(gathered, Path(work), progress, diagnostics)
    _stop_on_errors(diagnostics, ExitCode.STANDARD)
    subject = gathered.subject
    progress("putting everything into a bag")
    files = bagged({f"{subject.name}/{file.path}": file.data for file in payload}, tuple(_info(subject)))
    target = wanted.output / project.name / ARCHIVE / str(version.number)
    with telling_file_problems(target):
        same = _publish(target, subject.name, files)
    size = sum(len(file.data) for file in payload)
    return Packed(target / subject.name, target / f"{subject.name}.zip", len(payload), size, same, tuple(diagnostics))


def _asked(wanted: Wanted, diagnostics: Diagnostics) -> tuple[ReportFolder, Version]:
    """The report and the version that are asked for; raises ReportError when they, or what `archive` says, are not as
    they must be."""
    project = open_report_folder(wanted.folder, diagnostics)
    register = read_register(wanted.folder, diagnostics)
    if project is None or register is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    version = find_version(register, wanted.number, Place(shown(register_file(wanted.folder))), diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.USAGE)
    check_settings(project, diagnostics)
    _stop_on_errors(diagnostics, ExitCode.PROJECT)
    return project, version


def check_settings(project: ReportFolder, diagnostics: Diagnostics) -> None:
    """Report what `archive` in a report's settings lacks before a package can be made."""
    archive, places = project.settings.archive, project.places
    if archive is None:
        message = "The report does not say what an archive must know: the key “archive” is missing."
        hint = "Add “archive:” with identifier, creator, appraisal and restrictions; docs/archive.md has an example."
        diagnostics.add(Code.ARCHIVE_MISSING, message, places.start, hint)
    elif archive.appraisal is Appraisal.DESTROY and (archive.retention is None or _endless(archive.retention)):
        message = "A report that is to be destroyed needs a “retention” with a duration or an end."
        place = places.place("archive", "retention" if archive.retention else "appraisal")
        diagnostics.add(
            Code.ARCHIVE_RETENTION, message, place, "Add “retention: {duration: P10Y}”, or keep the report."
        )


def _endless(term: object) -> bool:
    return not (getattr(term, "duration", None) or getattr(term, "end", None))


def _signed(gathered: Gathered, signer: object, key: Key) -> Gathered:
    record = gathered.record
    copy = PackageFile(f"{record.path.removesuffix('.pdf')}{ENDING}", sign(record.data, signer, key.moment))
    return gathered.with_file(copy)


def _stop_on_errors(diagnostics: Diagnostics, code: ExitCode) -> None:
    if diagnostics.failed:
        raise ReportError(diagnostics, code)


def _info(subject: Subject) -> Iterator[tuple[str, str]]:
    """The lines of bag-info.txt (RFC 8493, 2.2.2); the date is the version's."""
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


def _publish(target: Path, name: str, files: Mapping[str, bytes]) -> bool:
    """Write the bag and its ZIP file beside their place, and move them there together. True when they are there
    already; raises ReportError when another package is: one that was made is never overwritten."""
    inside = {f"{name}/{path}": data for path, data in sorted(files.items())}
    wanted = {f"{name}.zip": zipped(inside), **inside}
    if target.exists():
        if _stands(target, wanted):
            return True
        message = f"There is a package of this version in {shown(target)} already, and another one than this would be."
        hint = "Move it away, or let the new one go elsewhere with --output."
        problem = Diagnostic(Code.ARCHIVE_EXISTS, message, hint, Place(shown(target)))
        raise ReportError([problem], ExitCode.FILE)
    part = beside(target)
    clear_stale(target.parent)
    remove(part)
    try:
        write_files(part, wanted)
        move(part, target)
    finally:
        remove(part)
    return False


def _stands(target: Path, wanted: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these files, and no others."""
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    return there == wanted.keys() and all(load(target / path, target) == data for path, data in wanted.items())
