"""A report's settings and the files that they name read: its style sheet, its text, its data; and what these say held
against itself."""

import os.path
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from reportbuilder.charts.sources import read_charts
from reportbuilder.data.data_files import stray_declarations
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, ExitCode, Place, ReportError, nearest
from reportbuilder.document.model import Document
from reportbuilder.files.inputs import shown
from reportbuilder.project import settings as projects
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, VersionSettings
from reportbuilder.read import Read
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from reportbuilder.registry import load_registry
from reportbuilder.style.loader import STYLE_FILE, StyleSheet, read_sheet
from reportbuilder.values import replace
from reportbuilder.versions.register import released_versions


def open_report(folder: Path, diagnostics: Diagnostics, version: VersionSettings | None = None) -> ReportFolder:
    """The project in a folder; ends here, with all that is wrong, when there is none. A `version` takes the place of
    the one that the report names itself."""
    project = projects.open_report_folder(folder, diagnostics, version)
    if project is None:
        from reportbuilder.endings import exit_code  # nearly always there is a project

        raise ReportError(diagnostics, exit_code(diagnostics, ExitCode.PROJECT))
    registry = load_registry()
    diagnostics.problems.extend(registry.problems)
    return replace(project, registry=registry)


def read_sheet_of(project: ReportFolder, workplace: Resources, diagnostics: Diagnostics) -> StyleSheet | None:
    """The file of the house style that a report names; None, and a problem, when there is none of that name."""
    name, styles = project.settings.style, workplace.styles
    if len(Path(name).parts) == 1 and name != ".." and os.path.isfile(styles / name / STYLE_FILE):
        return read_sheet(styles / name, shown)
    elsewhere = "Run the command in the project's folder: the one that holds content/, styles/ and fonts/."
    hint = nearest(name, (p.parent.name for p in styles.glob(f"*/{STYLE_FILE}"))) or elsewhere
    message = f"There is no house style “{name}” in {styles}/."
    diagnostics.add(Code.STYLE_UNKNOWN, message, project.places.place("style"), hint)
    return None


def read_text(
    project: ReportFolder, missing: Mapping[str, str], diagnostics: Diagnostics
) -> tuple[Read, tuple[DataTable, ...]]:
    """What could be read of a report's text and data, its figures not held against each other yet; and the tables that
    these are from. `missing` is what the house style prints for missing figures, by their marks."""
    sources = Sources(project, diagnostics, missing)
    document = read_document(project, diagnostics, sources, partial(released_versions, project.root))
    return Read(document, read_charts(document, project, diagnostics, sources.known)), sources.tables()


def check_text(project: ReportFolder, document: Document, tables: tuple[DataTable, ...]) -> tuple[Diagnostic, ...]:
    """What does not agree in what was read: warnings and notes, nothing that stops a build."""
    from reportbuilder.checks.check import check_figures  # what was read is handed over before it is loaded

    diagnostics = Diagnostics()
    for path, hint in stray_declarations(project.data_folder):
        message = "This declaration holds for no data file, so what stands in it is not read."
        diagnostics.add(Code.DECLARATION_STRAY, message, Place(shown(path), 1, 1), hint)
    check_figures(project, document, tables, diagnostics)
    return tuple(diagnostics.problems)
