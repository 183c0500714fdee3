"""Releases a version: freezes the report, builds it from the snapshot, and enters it in the register; or changes
nothing at all.

Everything is written beside its place: files in `output/<report>/.<number>.part`, the snapshot in a hidden file. Then
the folder and the snapshot are moved into place, and last the register. That move is the moment that counts: what the
register does not name was not released, and the next run deletes it (see `release_lock`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from reportbuilder import __version__
from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError, Severity
from reportbuilder.diagnostics.model import Progress
from reportbuilder.files.inputs import recording_opened_files, shown
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.scalars import FieldError, VersionNumber, as_number, as_words
from reportbuilder.project.settings import ReportFolder, VersionSettings, VersionStatus, open_report_folder
from reportbuilder.values import Value, replace
from reportbuilder.versions.durable_files import move, partial_path, reporting_file_errors, write_file, write_files
from reportbuilder.versions.rebuild import BuildFn, build_version, in_place
from reportbuilder.versions.register import (
    SNAPSHOTS,
    Register,
    ReleasedFile,
    Version,
    read_register,
    register_file,
    write_register,
)
from reportbuilder.versions.release_lock import ReleaseLock, ReleaseTarget, acquire_lock
from reportbuilder.versions.released import open_snapshot
from reportbuilder.versions.snapshot import Snapshot, digest, make_snapshot

CheckFn = Callable[[Path, Progress, Resources], tuple[Diagnostic, ...]]
"""What finds the problems of a report: `pipeline.check_report`."""


class ReleaseRequest(Value):
    """The version to be released, by the user's arguments; None for a value from the report's settings."""

    number: str
    label: str | None = None
    status: VersionStatus | None = None
    date: datetime.date | None = None
    note: str | None = None


class RehearseFn(Protocol):
    """The type of the function that finds all problems that the archive package of the last version in a register would
    have: `archive.rehearsal.rehearse_package`."""

    def __call__(
        self,
        project: ReportFolder,
        register: Register,
        snapshot: Path,
        files: Mapping[str, bytes],
        resources: Resources,
        progress: Progress,
    ) -> tuple[Diagnostic, ...]:
        """Check the package without writing it; `snapshot` is that of the version, and `files` its built files."""


class BuildHooks(Value):
    """The functions that check and build a report, and rehearse its package: a release is given them, for it cannot lay
    out pages itself."""

    check: CheckFn
    build: BuildFn
    archive: RehearseFn


class Released(Value):
    """A released version: its entry, the places of its files, and problems worth knowing."""

    version: Version
    folder: Path
    snapshot: Path
    pages: int
    problems: tuple[Diagnostic, ...]


class _Plan(Value):
    """The plan of a release: the report, its register, the new version and the one before it, and the target
    folders."""

    project: ReportFolder
    register: Register
    version: VersionSettings
    based_on: VersionNumber | None
    target: ReleaseTarget


def release(
    folder: Path, request: ReleaseRequest, output: Path, resources: Resources, hooks: BuildHooks, progress: Progress
) -> Released:
    """Release the report in a folder as a version, into `output/<report>/<number>/`; raises ReportError with every
    problem when it cannot be released; then no file is changed."""
    plan = _plan(folder, request, output)
    with reporting_file_errors(folder), acquire_lock(folder) as lock:
        lock.recover(plan.target)
        plan = _plan(folder, request, output)  # again, for another run may have been first
        _check_free(plan.target)
        lock.write_journal(plan.target)
        try:
            return _release(plan, resources, hooks, progress)
        finally:
            _clean_up(lock, plan.target)


def _clean_up(lock: ReleaseLock, target: ReleaseTarget) -> None:
    """Delete the temporary files of the release; those that cannot be deleted are deleted by the next release."""
    try:
        lock.clean_up(target)
    except OSError:
        return


def _release(plan: _Plan, resources: Resources, hooks: BuildHooks, progress: Progress) -> Released:
    with recording_opened_files() as used:
        problems = hooks.check(plan.project.root, progress, resources)
    checked = _check(plan, problems)
    progress("freezing text, data and style")
    diagnostics = Diagnostics()
    snapshot = make_snapshot(plan.project, resources, plan.version, plan.based_on, used, diagnostics)
    if snapshot is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    editions = _make(plan, snapshot, resources, hooks.build, progress)
    register = plan.register.with_version(_entry(plan, snapshot, editions))
    part = partial_path(plan.target.snapshot)
    archived = _check(plan, hooks.archive(plan.project, register, part, editions.files, resources, progress))
    progress("entering the version in the register")
    _store(plan, snapshot, editions, register)
    version = register.versions[-1]
    reported = dict.fromkeys((*checked, *editions.diagnostics, *archived, *_same(plan, version), *_left_out(snapshot)))
    return Released(version, plan.target.built, plan.target.snapshot, editions.page_count, tuple(reported))


def _plan(folder: Path, request: ReleaseRequest, output: Path) -> _Plan:
    """The plan of a release; raises ReportError for a request that is not valid."""
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    register = read_register(folder, diagnostics)
    if project is None or register is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    number = _number(request.number, register, Place(shown(register_file(folder))))
    version = _version(project.settings.version, number, request)
    based_on = register.last.number if register.last else None
    return _Plan(project, register, version, based_on, ReleaseTarget(folder, number, output / project.name))


def _version(own: VersionSettings, number: VersionNumber, request: ReleaseRequest) -> VersionSettings:
    """The version of a request; raises ReportError for words that cannot be written."""
    diagnostics = Diagnostics()
    for name, words in (("label", request.label), ("note", request.note)):
        try:
            as_words(words or "")
        except FieldError as misfit:
            diagnostics.add(Code.VERSION_WORDS, f"The {name} {misfit}.", Place(f"--{name}"), misfit.hint)
    if request.label == "":
        diagnostics.add(Code.VERSION_WORDS, "The label is empty.", Place("--label"), "Give it words, or leave it out.")
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.USAGE)
    return VersionSettings(
        number=number,
        label=own.label if request.label is None else request.label,
        status=request.status or own.status,
        date=request.date or own.date,
        note=own.note if request.note is None else request.note,
    )


def _number(written: str, register: Register, place: Place) -> VersionNumber:
    """The number of a new version; raises ReportError when it is none, or no higher than the last."""
    diagnostics = Diagnostics()
    try:
        number = as_number(written)
    except FieldError as misfit:
        diagnostics.add(Code.VERSION_NUMBER, f"“{written}” is no version number.", Place("--number"), misfit.hint)
        raise ReportError(diagnostics, ExitCode.USAGE) from None
    last = register.last
    if last is not None and not number.rises_above(last.number):
        there = register.find(number)
        if there is not None:
            message = f"Version {there.number} was released already, on {there.date}, and is never overwritten."
        else:
            message = f"{number} is lower than {last.number}, the last version; numbers only rise."
        parts = last.number.parts
        higher = VersionNumber((*parts[:-1], parts[-1] + 1))
        diagnostics.add(Code.VERSION_ORDER, message, place, f"The next could be {higher}.")
        raise ReportError(diagnostics, ExitCode.USAGE)
    return number


def _check_free(target: ReleaseTarget) -> None:
    """Raise ReportError when something that is no version stands where this one would be written."""
    diagnostics = Diagnostics()
    for path in (target.built, target.snapshot):
        if path.exists() or path.is_symlink():
            message = f"“{shown(path)}” is there already, and the register names no version {target.number}."
            hint = "Move it away, or put back the register that names it; a version never overwrites anything."
            diagnostics.add(Code.RELEASE_EXISTS, message, Place(shown(path)), hint)
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)


def _check(plan: _Plan, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return the problems; raises ReportError when the version may not have them: errors, and warnings in a final
    version."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    if not errors and warnings and plan.version.status is VersionStatus.FINAL:
        message = "A final version has no warnings, and this report has."
        hint = "Mend them, or release a concept: --status concept."
        place = plan.project.places.place("version", "status")
        raise ReportError([*problems, Diagnostic(Code.RELEASE_WARNINGS, message, hint, place)])
    if errors:
        raise ReportError(problems)
    return problems


def _make(plan: _Plan, snapshot: Snapshot, resources: Resources, build: BuildFn, progress: Progress) -> BuildResult:
    """The editions, built from the snapshot alone."""
    target, diagnostics = plan.target, Diagnostics()
    part = partial_path(target.snapshot)
    write_file(part, snapshot.data)
    opened = open_snapshot(part, target.work, diagnostics, digest(snapshot.data))
    if opened is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    try:
        editions = build_version(opened, target.report / SNAPSHOTS, (), resources, build, progress)
        problems = in_place(editions.diagnostics, opened, target.report, resources.styles)
    except ReportError as error:
        problems = in_place(error.problems, opened, target.report, resources.styles)
        raise ReportError(problems, error.exit_code) from error
    return replace(editions, diagnostics=_check(plan, problems))


def _entry(plan: _Plan, snapshot: Snapshot, made: BuildResult) -> Version:
    """The version's entry in the register."""
    editions = {file: edition for edition, file in made.editions.items()}
    files = tuple(
        ReleasedFile(name, editions.get(name, ""), len(data), digest(data)) for name, data in made.files.items()
    )
    version, manifest = plan.version, snapshot.manifest
    return Version(
        number=plan.target.number,
        label=version.label,
        date=version.date,
        status=version.status,
        note=version.note,
        based_on=plan.based_on,
        tool=__version__,
        content=manifest.content,
        snapshot=digest(snapshot.data),
        files=files,
    )


def _store(plan: _Plan, snapshot: Snapshot, made: BuildResult, register: Register) -> None:
    """Write everything; the register is last, and its move makes the version a released one."""
    target = plan.target
    part = partial_path(target.built)
    write_files(part, made.files)
    move(part, target.built)
    move(partial_path(target.snapshot), target.snapshot)
    write_register(target.report, register)


def _same(plan: _Plan, version: Version) -> tuple[Diagnostic, ...]:
    """A note when nothing changed since the version before."""
    last = plan.register.last
    if last is None or last.content != version.content:
        return ()
    message = f"Text, data and style are the same as in version {last.number}."
    return (Diagnostic(Code.RELEASE_SAME, message, "", Place(shown(plan.target.report))),)


def _left_out(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """A note for every file in the report's folder that is not part of the version."""
    for path in snapshot.left_out:
        message = f"The report does not use “{path.name}”, so it is no part of the version."
        hint = "If it belongs to the report, name it under “attachments” in report.yaml."
        yield Diagnostic(Code.RELEASE_UNUSED, message, hint, Place(shown(path)))
