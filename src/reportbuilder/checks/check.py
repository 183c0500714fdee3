"""All checks of what a report says, one after the other: those of every report, and those that plug-ins register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from reportbuilder.checks.arithmetic import check_arithmetic
from reportbuilder.checks.notation import check_notation
from reportbuilder.checks.restatements import check_restatements
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.project.settings import ReportFolder
from reportbuilder.sentence_checks.check import check_agreement
from reportbuilder.values import Value


class CheckedReport(Value, eq=False):
    """What a check may look at: the report's folder with its settings, its document, and its indicator tables."""

    folder: ReportFolder
    document: Document
    tables: tuple[DataTable, ...]


class Check(Protocol):
    """A check that is registered (`registry.Plugin.check`); its class also has a `code`, a `summary` of what it does,
    the `reason` why that matters, and `examples` of what it reports."""

    def check(self, report: CheckedReport) -> Iterable[Diagnostic]:
        """What is wrong with a report."""


def check_figures(
    project: ReportFolder, document: Document, tables: tuple[DataTable, ...], diagnostics: Diagnostics
) -> None:
    """Hold what a report says against its indicator tables; whatever does not agree is a warning or a note."""
    check_agreement(document, project.settings.year, tables, diagnostics)
    check_arithmetic(document, tables, diagnostics)
    check_notation(document, diagnostics)
    check_restatements(project, tables, diagnostics)
    report = CheckedReport(project, document, tables)
    for kind in project.registry.checks.values():
        check: Check = kind.check()
        diagnostics.problems.extend(check.check(report))
