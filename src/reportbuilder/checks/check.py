"""All checks of a report's figures, one after the other."""

from __future__ import annotations

from reportbuilder.checks.agreement import check_agreement
from reportbuilder.checks.arithmetic import check_arithmetic
from reportbuilder.checks.notation import check_notation
from reportbuilder.checks.restatements import check_restatements
from reportbuilder.content.model import Document
from reportbuilder.data.tables import DataTable
from reportbuilder.problems import Findings
from reportbuilder.project import Project


def check_figures(project: Project, document: Document, tables: tuple[DataTable, ...], findings: Findings) -> None:
    """Hold what a report says against its indicator tables; whatever does not agree is a warning or a note."""
    check_agreement(document, project.settings.year, tables, findings)
    check_arithmetic(document, tables, findings)
    check_notation(document, findings)
    check_restatements(project, tables, findings)
