"""Two versions of a report, read and compared: what `reportbuilder diff` tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.content.model import Document
from reportbuilder.endings import stop_on_errors
from reportbuilder.files import shown
from reportbuilder.problems import ExitCode, Findings, Place, ReportError
from reportbuilder.report import Report
from reportbuilder.temporary import work_folder
from reportbuilder.values import Value
from reportbuilder.versions.changes import Comparison
from reportbuilder.versions.compare import compare
from reportbuilder.versions.copies import copy_of
from reportbuilder.versions.drafts import Draft, open_draft
from reportbuilder.versions.nodes import Copy
from reportbuilder.versions.phrases import phrases_of
from reportbuilder.versions.phrasing import Phrases
from reportbuilder.versions.register import Version, find_version, read_register, register_file
from reportbuilder.workplace import Workplace


class Difference(Value, eq=False):
    """A comparison with the number of the old version, the new document, and the words to tell it in."""

    comparison: Comparison
    version: str
    document: Document
    phrases: Phrases


def read_difference(folder: Path, start: str | None, end: str | None, workplace: Workplace) -> Difference:
    """Compare two versions of the report in a folder: `start` with `end`, by their numbers; without an end the working
    text, without a start the newest version before it. Raises ReportError when there is no such version, or when one
    cannot be read whole: what is missing from it is not what was taken out of it."""
    findings = Findings()
    version = older_version(folder, start, end, findings)
    if version is None:
        raise ReportError(findings, ExitCode.PROJECT)
    new, missing = _read(folder, end, workplace)
    old = read_copy(folder, str(version.number), workplace, missing)
    phrases = phrases_of(new.document.language)
    return Difference(compare(old, new), str(version.number), new.document, phrases)


def read_copy(folder: Path, number: str, workplace: Workplace, missing: Mapping[str, str]) -> Copy:
    """A version of the report in a folder as it is compared with a newer one, whose house style prints `missing`
    figures so: marks that only look otherwise are no change of the report. Raises ReportError."""
    return _read(folder, number, workplace, missing)[0]


def _read(
    folder: Path, number: str | None, workplace: Workplace, missing: Mapping[str, str] | None = None
) -> tuple[Copy, Mapping[str, str]]:
    """A version of the report in a folder, or its working text, as it is compared, and what its house style prints for
    missing figures; raises ReportError."""
    findings = Findings()
    with work_folder() as into:
        draft = open_draft(folder, number, workplace, into, findings)
        if draft is None:
            raise ReportError(findings, ExitCode.PROJECT)
        report = draft.read(findings, missing)
        return _whole(report, findings), report.style.missing


def copy_of_draft(draft: Draft, missing: Mapping[str, str], findings: Findings) -> Copy:
    """A draft as it is compared with a newer one, as `read_copy`; raises ReportError with all that is wrong when it
    cannot be read whole."""
    return _whole(draft.read(findings, missing), findings)


def _whole(report: Report, findings: Findings) -> Copy:
    copy = copy_of(report.project, report.document, findings)
    stop_on_errors(findings)
    return copy


def older_version(folder: Path, start: str | None, end: str | None, findings: Findings) -> Version | None:
    """The version that another (the working text without an `end`) is compared with: `start`, or the newest before it;
    None, and a problem, when there is none."""
    register = read_register(folder, findings)
    if register is None:
        return None
    place = Place(shown(register_file(folder)))
    if start is not None:
        return find_version(register, start, place, findings)
    if end is None:
        found = register.last
    else:
        until = find_version(register, end, place, findings)
        if until is None:
            return None
        found = register.before(until.number)
    if found is None:
        which = f"before {end}" if end is not None else "yet"
        message = f"No version of this report was released {which}, so there is nothing to compare with."
        hint = f"Release one: reportbuilder release {folder.absolute().name} --number 0.1"
        findings.error("diff-no-version", message, Place(shown(folder)), hint)
    return found
