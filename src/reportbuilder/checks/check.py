"""All checks of a report's figures, one after the other."""

from __future__ import annotations

from reportbuilder.checks.arithmetic import check_arithmetic
from reportbuilder.checks.notation import check_notation
from reportbuilder.checks.restatements import check_restatements
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.project.settings import ReportFolder
from reportbuilder.sentence_checks.agreement import check_agreement


def check_figures(
    project: ReportFolder, document: Document, tables: tuple[DataTable, ...], diagnostics: Diagnostics
) -> None:
    """Hold what a report says against its indicator tables; whatever does not agree is a warning or a note."""
    check_agreement(document, project.settings.year, tables, diagnostics)
    check_arithmetic(document, tables, diagnostics)
    check_notation(document, diagnostics)
    check_restatements(project, tables, diagnostics)
