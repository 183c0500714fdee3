"""A report's folder read, and what it says held against itself."""

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics, ExitCode, ReportError
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import VersionSettings
from reportbuilder.report import Report
from reportbuilder.style.loader import read_missing
from reportbuilder.styling import style_of
from reportbuilder.texts import check_text, open_report, read_sheet_of, read_text


def read_report(
    folder: Path,
    workplace: Resources,
    diagnostics: Diagnostics,
    version: VersionSettings | None = None,
    missing: Mapping[str, str] | None = None,
) -> Report:
    """The report in a folder, its figures checked; ends here, with all that is wrong, when there is no project or no
    style. A `version` takes the place of the one that the report names itself, and what is printed
    for `missing` figures that of its house style."""
    project = open_report(folder, diagnostics, version)
    sheet = read_sheet_of(project, workplace, diagnostics)
    style = style_of(project, sheet, workplace, diagnostics)
    read, tables = read_text(project, read_missing(sheet) if missing is None else missing, diagnostics)
    diagnostics.problems.extend(check_text(project, read.document, tables))
    if isinstance(style, ExitCode):
        raise ReportError(diagnostics, style)
    return Report(project, style, read.document, read.charts)
