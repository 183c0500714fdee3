"""A report's folder read, and what it says held against itself."""

from pathlib import Path

from reportbuilder import project as projects
from reportbuilder.content.model import Document
from reportbuilder.content.read import read_document
from reportbuilder.content.sources import Sources
from reportbuilder.problems import ExitCode, Findings, Problem, ReportError
from reportbuilder.project import Project, VersionSettings
from reportbuilder.read import Read
from reportbuilder.style.model import HouseStyle
from reportbuilder.workplace import Workplace


def read_report(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> tuple[Project, HouseStyle, Document]:
    """The project, its house style and what could be read of its document, its figures checked; ends here, with all
    that is wrong, when there is no project or no style. A `version` takes the place of the one that the report names
    itself."""
    from reportbuilder.house import style_of  # whoever reads in a process of its own leaves the style to another

    project = open_report(folder, findings, version)
    style = style_of(project, workplace, findings)
    read = read_unchecked(project, findings)
    findings.problems.extend(check_read(project, read))
    if isinstance(style, ExitCode):
        raise ReportError(findings, style)
    return project, style, read.document


def open_report(folder: Path, findings: Findings, version: VersionSettings | None = None) -> Project:
    """The project of a report's folder; raises ReportError when there is none."""
    project = projects.open_project(folder, findings, version)
    if project is None:
        from reportbuilder.endings import exit_code  # nearly always there is a project

        raise ReportError(findings, exit_code(findings, ExitCode.PROJECT))
    return project


def read_unchecked(project: Project, findings: Findings) -> Read:
    """What a report's text and data say, as far as they could be read, not held against each other yet."""
    sources = Sources(project, findings)
    document = read_document(project, findings, sources)
    return Read(document, sources.tables(), sources.known)


def check_read(project: Project, read: Read) -> tuple[Problem, ...]:
    """What does not agree in what was read: warnings and notes, nothing that stops a build."""
    from reportbuilder.checks.check import check_figures  # what was read is handed over before it is loaded

    findings = Findings()
    check_figures(project, read.document, read.tables, findings)
    return tuple(findings.problems)
