"""A report's folder read, and what it says held against itself."""

from pathlib import Path

from reportbuilder.content.model import Document
from reportbuilder.problems import ExitCode, Findings, ReportError
from reportbuilder.project import Project, VersionSettings
from reportbuilder.style.model import HouseStyle
from reportbuilder.styling import style_of
from reportbuilder.texts import check_text, open_report, read_text
from reportbuilder.workplace import Workplace


def read_report(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> tuple[Project, HouseStyle, Document]:
    """The project, its house style and what could be read of its document, its figures checked; ends here, with all
    that is wrong, when there is no project or no style. A `version` takes the place of the one that the report names
    itself."""
    project = open_report(folder, findings, version)
    style = style_of(project, workplace, findings)
    read = read_text(project, findings)
    findings.problems.extend(check_text(project, read))
    if isinstance(style, ExitCode):
        raise ReportError(findings, style)
    return project, style, read.document
