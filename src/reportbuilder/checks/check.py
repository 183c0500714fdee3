"""What a check is, what it looks at, and how all that are registered are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar, Protocol

from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, DiagnosticCode, Diagnostics, Place
from reportbuilder.document.model import Chapter, Document, Table
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.remembered import remembered
from reportbuilder.memo import Memo, Same
from reportbuilder.plugin_failures import report_plugin_failures
from reportbuilder.project.settings import ReportFolder
from reportbuilder.registry import CheckKind, PluginError
from reportbuilder.values import Value, field


class CheckedReport(Value, eq=False):
    """What a check may look at: the report's folder with its settings, its document, and its indicator tables.

    A check whose findings in one table or chapter depend on nothing else can remember them in the `memo`; a check is
    run only when anything of the report has changed. In the `cache` is what an earlier process found; None without one.
    """

    folder: ReportFolder
    document: Document
    tables: tuple[DataTable, ...]
    memo: Memo = field(default_factory=Memo)
    cache: DiskCache | None = None


class CheckExample(Value):
    """A small report, and the codes of all that the check reports of it, in order.

    `text` is the Markdown of a chapter below its title, `data` and `declaration` are `data/indicatoren.csv` and
    `data/indicatoren.yaml`, `chart` is `charts/grafiek.yaml`, and `previous` is that data file of the report before it;
    what is empty is not there. The report is Dutch, and about 2022.
    """

    codes: tuple[DiagnosticCode, ...]
    text: str = ""
    data: str = ""
    declaration: str = ""
    previous: str = ""
    chart: str = ""


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


def check_each_table(
    name: str,
    chapters: Iterable[Chapter],
    language: str,
    check: Callable[[Table, str, Diagnostics], None],
    memo: Memo,
    diagnostics: Diagnostics,
) -> None:
    """Run a check on every table of chapters by itself, with the language of the report; what it finds is remembered
    under a name, by chapter and by table."""

    def in_chapter(chapter: Chapter, found: Diagnostics) -> None:
        for block in blocks_in(chapter.blocks):
            if isinstance(block, Table):
                memo.collected(f"{name}: tables", (Same(block), language), found, partial(check, block, language))

    for chapter in chapters:
        memo.collected(name, (Same(chapter), language), diagnostics, partial(in_chapter, chapter))


def check_figures(
    folder: ReportFolder,
    document: Document,
    tables: tuple[DataTable, ...],
    diagnostics: Diagnostics,
    memo: Memo | None = None,
    cache: DiskCache | None = None,
) -> None:
    """Run the registered checks on a report. What two of them find at one place, under one code, is reported once: a
    total that is wrong in the data is wrong in the table made of it."""
    report = CheckedReport(folder, document, tables, memo or Memo(), cache)
    key = (Same(folder), Same(document), *map(Same, tables))
    reported: set[tuple[str, Place]] = set()
    for kind in folder.registry.checks.values():
        run = partial(_run, kind, report)
        problems = remembered(report.memo, "checks", (kind.name, Same(kind.check), *key), diagnostics, run)
        diagnostics.problems.extend(one for one in problems if (one.code, one.place) not in reported)
        reported.update((one.code, one.place) for one in problems)


def _run(kind: CheckKind, report: CheckedReport, diagnostics: Diagnostics) -> tuple[Diagnostic, ...]:
    """What a check finds in a report; its failure is a problem in `diagnostics`."""
    registry = report.folder.registry
    with report_plugin_failures(registry, diagnostics, Place(report.folder.name)):
        check: Check = kind.check()
        given: object = check.check(report)
        problems: tuple[Any, ...] = tuple(given) if isinstance(given, Iterable) else (given,)
        wrong = [one for one in problems if not isinstance(one, Diagnostic)]
        if wrong:
            what = type(given if isinstance(given, str) else wrong[0]).__name__
            raise PluginError(f"The check “{kind.name}” gives a {what}, and no Diagnostic.")
        return problems
    return ()
