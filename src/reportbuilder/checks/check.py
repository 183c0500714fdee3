"""What a check is, what it looks at, and how all that are registered are run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Protocol

from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, DiagnosticCode, Diagnostics, Place
from reportbuilder.document.model import Document
from reportbuilder.plugin_failures import report_plugin_failures
from reportbuilder.project.settings import ReportFolder
from reportbuilder.registry import PluginError
from reportbuilder.values import Value


class CheckedReport(Value, eq=False):
    """What a check may look at: the report's folder with its settings, its document, and its indicator tables."""

    folder: ReportFolder
    document: Document
    tables: tuple[DataTable, ...]


class CheckExample(Value):
    """A small report, and the codes of all that the check reports of it, in order.

    `text` is the Markdown of a chapter below its title, `data` and `declaration` are `data/indicatoren.csv` and
    `data/indicatoren.yaml`, and `previous` is that data file of the report before it; what is empty is not there. The
    report is Dutch, and about 2022.
    """

    codes: tuple[DiagnosticCode, ...]
    text: str = ""
    data: str = ""
    declaration: str = ""
    previous: str = ""


class Check(Protocol):
    """A check that is registered (`registry.Plugin.check`).

    `code` is its first diagnostic code, by which it is known; those of its further diagnostics are its `other_codes`,
    where it has any. `summary` says what it does, `reason` why that matters; `examples` are reports in which it finds
    something: `CheckExample`, or words for people.
    """

    code: ClassVar[DiagnosticCode]
    summary: ClassVar[str]
    reason: ClassVar[str]
    examples: ClassVar[tuple[object, ...]]

    def check(self, report: CheckedReport) -> Iterable[Diagnostic]:
        """What is wrong with a report."""


def check_figures(
    folder: ReportFolder, document: Document, tables: tuple[DataTable, ...], diagnostics: Diagnostics
) -> None:
    """Run the registered checks on a report. What two of them find at one place, under one code, is reported once: a
    total that is wrong in the data is wrong in the table made of it."""
    report = CheckedReport(folder, document, tables)
    reported: set[tuple[str, Place]] = set()
    for kind in folder.registry.checks.values():
        problems: tuple[Any, ...] = ()
        with report_plugin_failures(folder.registry, diagnostics, Place(folder.name)):
            check: Check = kind.check()
            given: object = check.check(report)
            problems = tuple(given) if isinstance(given, Iterable) else (given,)
            wrong = [one for one in problems if not isinstance(one, Diagnostic)]
            if wrong:
                what = type(given if isinstance(given, str) else wrong[0]).__name__
                problems = ()
                raise PluginError(f"The check “{kind.name}” gives a {what}, and no Diagnostic.")
        diagnostics.problems.extend(one for one in problems if (one.code, one.place) not in reported)
        reported.update((one.code, one.place) for one in problems)
