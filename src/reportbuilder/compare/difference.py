"""Two versions of a report, read and compared: what `reportbuilder diff` tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.compare.changes import Comparison
from reportbuilder.compare.comparable import comparable_report
from reportbuilder.compare.comparison import compare
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.tree import ComparableReport
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.document.model import Document
from reportbuilder.endings import stop_on_errors
from reportbuilder.files.inputs import shown
from reportbuilder.files.temporary import work_folder
from reportbuilder.i18n.change_phrases import phrases_of
from reportbuilder.project.resources import Resources
from reportbuilder.report import Report
from reportbuilder.values import Value
from reportbuilder.versions.drafts import Draft, open_draft
from reportbuilder.versions.register import Version, find_version, read_register, register_file


class Difference(Value, eq=False):
    """A comparison with the number of the old version, the new document, and the words to tell it in."""

    comparison: Comparison
    version: str
    document: Document
    phrases: Phrases


def read_difference(folder: Path, start: str | None, end: str | None, workplace: Resources) -> Difference:
    """Compare two versions of the report in a folder: `start` with `end`, by their numbers; without an end the working
    text, without a start the newest version before it. Raises ReportError when there is no such version, or when one
    cannot be read whole: what is missing from it is not what was taken out of it."""
    diagnostics = Diagnostics()
    version = older_version(folder, start, end, diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    new, missing = _read(folder, end, workplace)
    old = read_comparable(folder, str(version.number), workplace, missing)
    phrases = phrases_of(new.document.language)
    return Difference(compare(old, new), str(version.number), new.document, phrases)


def read_comparable(folder: Path, number: str, workplace: Resources, missing: Mapping[str, str]) -> ComparableReport:
    """A version of the report in a folder as it is compared with a newer one, whose house style prints `missing`
    figures so: marks that only look otherwise are no change of the report. Raises ReportError."""
    return _read(folder, number, workplace, missing)[0]


def _read(
    folder: Path, number: str | None, workplace: Resources, missing: Mapping[str, str] | None = None
) -> tuple[ComparableReport, Mapping[str, str]]:
    """A version of the report in a folder, or its working text, as it is compared, and what its house style prints for
    missing figures; raises ReportError."""
    diagnostics = Diagnostics()
    with work_folder() as into:
        draft = open_draft(folder, number, workplace, into, diagnostics)
        if draft is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        report = draft.read(diagnostics, missing)
        return _whole(report, diagnostics), report.style.missing


def comparable_draft(draft: Draft, missing: Mapping[str, str], diagnostics: Diagnostics) -> ComparableReport:
    """A draft as it is compared with a newer one, as `read_comparable`; raises ReportError with all that is wrong when
    it cannot be read whole."""
    return _whole(draft.read(diagnostics, missing), diagnostics)


def _whole(report: Report, diagnostics: Diagnostics) -> ComparableReport:
    copy = comparable_report(report.project, report.document, diagnostics)
    stop_on_errors(diagnostics)
    return copy


def older_version(folder: Path, start: str | None, end: str | None, diagnostics: Diagnostics) -> Version | None:
    """The version that another (the working text without an `end`) is compared with: `start`, or the newest before it;
    None, and a problem, when there is none."""
    register = read_register(folder, diagnostics)
    if register is None:
        return None
    place = Place(shown(register_file(folder)))
    if start is not None:
        return find_version(register, start, place, diagnostics)
    if end is None:
        found = register.last
    else:
        until = find_version(register, end, place, diagnostics)
        if until is None:
            return None
        found = register.before(until.number)
    if found is None:
        which = f"before {end}" if end is not None else "yet"
        message = f"No version of this report was released {which}, so there is nothing to compare with."
        hint = f"Release one: reportbuilder release {folder.absolute().name} --number 0.1"
        diagnostics.add(Code.DIFF_NO_VERSION, message, Place(shown(folder)), hint)
    return found
