"""The files of a version put back where they are not: made again from its snapshot, and only if they are the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.files.inputs import shown
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.standards.editions import Edition
from reportbuilder.versions.rebuild import Maker, rebuild
from reportbuilder.versions.register import Version, find_version, read_register, register_file
from reportbuilder.versions.release_lock import Target, claimed
from reportbuilder.versions.release_status import files_hold
from reportbuilder.versions.snapshot import digest
from reportbuilder.versions.storing import move, part_of, telling_file_problems, write_files


def restore(
    folder: Path, number: str, output: Path, workplace: Resources, make: Maker, progress: Progress
) -> tuple[Version, Path]:
    """Put the files of a version of the report in a folder back into `output/<report>/<number>/`; gives its entry and
    that folder.

    Raises ReportError when they cannot be made as they were; files that are there and right are left as they are.
    """
    diagnostics = Diagnostics()
    register = read_register(folder, diagnostics)
    if register is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    version = find_version(register, number, Place(shown(register_file(folder))), diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.USAGE)
    target = Target(folder, version.number, output / folder.absolute().name)
    if target.built.exists():
        if not files_hold(target.built, version, diagnostics):
            raise ReportError(diagnostics, ExitCode.FILE)
        return version, target.built
    with telling_file_problems(target.output), claimed(folder) as claim:
        claim.mend(target)
        claim.announce(target)
        try:
            _restore(target, version, workplace, make, progress)
        finally:
            claim.clear(target)
    return version, target.built


def _restore(target: Target, version: Version, workplace: Resources, make: Maker, progress: Progress) -> None:
    diagnostics = Diagnostics()
    progress("making the version again from its snapshot")
    editions = [edition for edition in Edition if edition.value in {file.edition for file in version.files}]
    files = rebuild(target.snapshot, target.work, editions, workplace, make, diagnostics, version.snapshot)
    if files is None:
        raise ReportError(diagnostics, ExitCode.FILE)
    _check_same(files, version, target, diagnostics)
    write_files(part_of(target.built), files)
    move(part_of(target.built), target.built)


def _check_same(files: Mapping[str, bytes], version: Version, target: Target, diagnostics: Diagnostics) -> None:
    """Raise ReportError when a file is not the one that was released."""
    listed = {file.name: file.sha256 for file in version.files}
    made = {name: digest(data) for name, data in files.items()}
    for name in sorted(listed.keys() | made.keys()):
        if listed.get(name) != made.get(name):
            message = (
                f"“{name}” of version {version.number} does not come out as it was released, so nothing is put back."
            )
            hint = "Use the reportbuilder and the libraries that made it, or a copy of the file from elsewhere."
            diagnostics.add(Code.VERSION_DIFFERS, message, Place(shown(target.built / name)), hint)
    if diagnostics.failed:
        raise ReportError(diagnostics, ExitCode.FILE)
