"""The archive package of a version rehearsed while the version is being released: made in full, and not written.

What stops a package after a release could not be mended any more, because a released version never changes. So whatever
can stop it is found before.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.archive.describing import described
from reportbuilder.archive.gathering import assemble
from reportbuilder.archive.opening import MOST_BYTES, MOST_FILES
from reportbuilder.archive.package import check_settings
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, ReportError, Severity
from reportbuilder.files.inputs import shown
from reportbuilder.files.temporary import work_folder
from reportbuilder.progress import Progress
from reportbuilder.project.archive_settings import (
    Appraisal,
    ArchiveSettings,
    Concept,
    Identifier,
    Reference,
    Restriction,
)
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, VersionStatus
from reportbuilder.versions.register import Register
from reportbuilder.versions.unpacking import open_snapshot


def rehearse_package(
    project: ReportFolder,
    register: Register,
    snapshot: Path,
    files: Mapping[str, bytes],
    workplace: Resources,
    progress: Progress,
) -> tuple[Diagnostic, ...]:
    """Find what would stop the package of the last version in a register, whose snapshot and files are given: errors
    and warnings.

    A final version needs the settings under `archive`. A concept without them is rehearsed with stand-ins: they can be
    added later, and what else is wrong could not be mended.
    """
    progress("trying whether it can be archived")
    diagnostics, version = Diagnostics(), register.versions[-1]
    archive = project.settings.archive
    if archive is not None or version.status is VersionStatus.FINAL:
        check_settings(project, diagnostics)
    with work_folder() as folder:
        try:
            _rehearse(project, archive or _stand_in(), register, snapshot, files, workplace, folder, diagnostics)
        except ReportError as error:
            diagnostics.problems.extend(problem for problem in error.problems if problem not in diagnostics.problems)
    return tuple(problem for problem in diagnostics if problem.severity is not Severity.NOTE)


def _rehearse(
    project: ReportFolder,
    archive: ArchiveSettings,
    register: Register,
    snapshot: Path,
    files: Mapping[str, bytes],
    workplace: Resources,
    work: Path,
    diagnostics: Diagnostics,
) -> None:
    version = register.versions[-1]
    opened = open_snapshot(snapshot, work / "opened", diagnostics, version.snapshot)
    if opened is None:
        return
    gathered = assemble(project, archive, version, register, opened, snapshot, files, workplace, diagnostics)
    payload = described(gathered, work, lambda step: None, diagnostics)
    size = sum(len(file.data) for file in payload)
    if len(payload) > MOST_FILES or size > MOST_BYTES:
        message = f"The package of this version would have {len(payload)} files and {size // 2**20} MB."
        hint = f"A package has {MOST_FILES} files and {MOST_BYTES // 2**20} MB at most. Use smaller pictures."
        diagnostics.add(Code.ARCHIVE_SIZE, message, Place(shown(project.root)), hint)


def _stand_in() -> ArchiveSettings:
    """Settings that hold, for a report that has none yet; nothing made with them is written."""
    return ArchiveSettings(
        identifier=Identifier(value="-", source="-"),
        creator=Reference(name="-"),
        appraisal=Appraisal.UNDECIDED,
        restrictions=(Restriction(kind=Concept(label="-", vocabulary="-")),),
    )
