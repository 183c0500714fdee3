"""A report's folder read, and what it says held against itself."""

from pathlib import Path

from reportbuilder import project as projects
from reportbuilder.content.model import Document
from reportbuilder.content.read import read_document
from reportbuilder.content.sources import Sources
from reportbuilder.data.tables import DataTable
from reportbuilder.files import shown
from reportbuilder.problems import ExitCode, Findings, Problem, ReportError, nearest
from reportbuilder.project import Project, VersionSettings
from reportbuilder.read import Read
from reportbuilder.style.model import HouseStyle
from reportbuilder.style.read import read_style
from reportbuilder.workplace import Workplace


def read_report(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> tuple[Project, HouseStyle, Document]:
    """The project, its house style and what could be read of its document, its figures checked."""
    read = read_unchecked(folder, workplace, findings, version)
    findings.problems.extend(check_read(read))
    return read.project, read.style, read.document


def read_unchecked(
    folder: Path, workplace: Workplace, findings: Findings, version: VersionSettings | None = None
) -> Read:
    """What a report's folder says, its figures not held against each other yet; ends here, with all that is wrong, when
    there is no project or no style. A `version` takes the place of the one that the report names itself."""
    project = projects.open_project(folder, findings, version)
    if project is None:
        from reportbuilder.endings import exit_code  # nearly always there is a project

        raise ReportError(findings, exit_code(findings, ExitCode.PROJECT))
    style = _read_style(project, workplace, findings)
    sources = Sources(project, findings)
    document = read_document(project, findings, sources)
    if isinstance(style, ExitCode):
        findings.problems.extend(_checked(project, document, sources.tables()))
        raise ReportError(findings, style)
    return Read(project, style, document, sources.tables(), sources.known)


def check_read(read: Read) -> tuple[Problem, ...]:
    """What does not agree in what was read: warnings and notes, nothing that stops a build."""
    return _checked(read.project, read.document, read.tables)


def _checked(project: Project, document: Document, tables: tuple[DataTable, ...]) -> tuple[Problem, ...]:
    from reportbuilder.checks.check import check_figures  # what was read is handed over before it is loaded

    findings = Findings()
    check_figures(project, document, tables, findings)
    return tuple(findings.problems)


def _read_style(project: Project, workplace: Workplace, findings: Findings) -> HouseStyle | ExitCode:
    """The house style of a report, or what its problem ends the command with."""
    name, place = project.settings.style, project.places.place("style")
    styles = workplace.styles
    if not (styles / name / "style.yaml").is_file():
        elsewhere = "Run the command in the project's folder: the one that holds content/, styles/ and fonts/."
        hint = nearest(name, (p.parent.name for p in styles.glob("*/style.yaml"))) or elsewhere
        findings.error("style-unknown", f"There is no house style “{name}” in {styles}/.", place, hint)
        return ExitCode.PROJECT
    design = project.settings.design
    style = read_style(styles / name, workplace.fonts, shown, findings, design)
    if style is None:
        missing = any(p.code == "style-font-missing" for p in findings)
        return ExitCode.MISSING_TOOL if missing else ExitCode.PROJECT
    if design not in style.designs:
        message = f"The house style “{name}” has no design “{design}”."
        place = project.places.place("design")
        findings.error("design-unknown", message, place, nearest(design, style.designs))
        return ExitCode.PROJECT
    return style
