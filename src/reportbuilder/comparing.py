"""Opens two versions of a report and compares them, for `reportbuilder diff`, redlines and the concept edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.compare.change_list import to_csv, to_markdown, to_text
from reportbuilder.compare.changes import Comparison
from reportbuilder.compare.comparable import ComparableReport, comparable_report
from reportbuilder.compare.phrasing import Phrases, phrases_of
from reportbuilder.compare.report_comparison import compare
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.document.model import Document
from reportbuilder.files.inputs import shown
from reportbuilder.files.output import work_folder
from reportbuilder.loading import LoadedReport, load_report
from reportbuilder.plugin_failures import end_at_plugin_failure
from reportbuilder.project.project_folder import Resources
from reportbuilder.project.settings import VersionSettings
from reportbuilder.values import Value
from reportbuilder.versions.register import base_version, read_register, register_file
from reportbuilder.versions.released import open_version


class Difference(Value, eq=False):
    """The comparison of two versions: the number of the old one, the document of the new one, and the words in which
    the changes are reported."""

    comparison: Comparison
    version: str
    document: Document
    phrases: Phrases

    def to_text(self) -> str:
        """The list of changes as plain text, in the language of the report."""
        return to_text(self.comparison.changes, self.phrases)

    def to_markdown(self) -> str:
        """The list of changes as Markdown."""
        return to_markdown(self.comparison.changes, self.version, self.phrases)

    def to_csv(self) -> str:
        """The list of changes as CSV, for a spreadsheet."""
        return to_csv(self.comparison.changes, self.phrases)


def read_difference(folder: Path, start: str | None, end: str | None, resources: Resources) -> Difference:
    """Compare two versions of the report in a folder, `start` with `end`, by their numbers.

    `end` defaults to the working text, `start` to the newest version before `end`. Raises ReportError when there is no
    such version, or when one cannot be read completely: the parts that are missing would be reported as deleted.
    """
    old_number = _base_number(folder, start, end)
    new, missing = _read_version(folder, end, resources)
    old, _ = _read_version(folder, old_number, resources, missing)
    return Difference(compare(old, new), old_number, new.document, phrases_of(new.document.language))


def read_base(
    folder: Path, start: str | None, end: str | None, resources: Resources, missing: Mapping[str, str]
) -> ComparableReport:
    """Read the version that `end` (by default the working text) is compared with: `start`, or the newest before it.

    `missing` are the marks that the house style of the newer version prints for missing figures: the old version is
    read with the same, so that another mark is not reported as a change. Raises ReportError.
    """
    return _read_version(folder, _base_number(folder, start, end), resources, missing)[0]


def read_previous(
    folder: Path,
    resources: Resources,
    version: VersionSettings | None,
    missing: Mapping[str, str],
    diagnostics: Diagnostics,
) -> ComparableReport | None:
    """Read the version before the one that is built from a folder, for its concept edition; `missing` as in
    `read_base`.

    None when there is none, or, with a problem, when it cannot be read. Warnings about the old version itself are not
    reported.
    """
    register = read_register(folder, diagnostics)
    previous = register.previous(version.number if version is not None else None) if register is not None else None
    if previous is None:
        return None
    with work_folder() as into:
        source = open_version(folder, previous, resources, into, diagnostics)
        if source is None:
            return None
        try:
            problems = Diagnostics()
            report = load_report(source.folder, source.resources, problems, source.version, missing)
            return _complete(report, str(previous.number), problems)
        except ReportError as error:
            message = f"Version {previous.number} cannot be read by this reportbuilder: {error.problems[0].message}"
            hint = "Build the concept with the reportbuilder that the version was released with."
            diagnostics.add(Code.VERSION_UNREADABLE, message, Place(shown(register_file(folder))), hint)
            return None


def _base_number(folder: Path, start: str | None, end: str | None) -> str:
    """The number of the version to compare with; raises ReportError when there is none."""
    diagnostics = Diagnostics()
    version = base_version(folder, start, end, diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    return str(version.number)


def _read_version(
    folder: Path, number: str | None, resources: Resources, missing: Mapping[str, str] | None = None
) -> tuple[ComparableReport, Mapping[str, str]]:
    """Read a version, or the working text for None; with the marks that its house style prints for missing figures."""
    diagnostics = Diagnostics()
    with end_at_plugin_failure(resources.registry, diagnostics), work_folder() as into:
        source = open_version(folder, number, resources, into, diagnostics)
        if source is None:
            raise ReportError(diagnostics, ExitCode.PROJECT)
        report = load_report(source.folder, source.resources, diagnostics, source.version, missing)
        return _complete(report, number or "", diagnostics), report.style.missing


def _complete(report: LoadedReport, number: str, diagnostics: Diagnostics) -> ComparableReport:
    """The comparable form of a report; raises ReportError when a part of it could not be read."""
    diagnostics.raise_errors()
    return comparable_report(report.folder, report.document, report.charts, number)
