"""A check: a figure that is less than half of the year before, which is more often a slip than news."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.checks.check import CheckedReport
from reportbuilder.diagnostics import Diagnostic, DiagnosticCode, Severity
from reportbuilder.registry import Plugin

register = Plugin("halved figures")


class Code(DiagnosticCode):
    """What the check finds."""

    FIGURE_HALVED = "figure-halved", Severity.WARNING


@register.check
class HalvedFigures:
    """Compares the figures of the report's year with those of the year before."""

    code = Code.FIGURE_HALVED
    summary = "A figure is less than half of that of the year before."
    reason = "Most of the time a digit is missing."
    examples = ("meldingen;Zorg;Meldingen;aantal;1.200;135",)

    def check(self, report: CheckedReport) -> Iterator[Diagnostic]:
        """A warning for every figure that fell by more than half."""
        year = report.folder.settings.year
        for table in report.tables:
            for row in table.rows:
                now, before = row.cells.get(str(year)), row.cells.get(str(year - 1))
                if now is None or before is None or now.value is None or before.value is None:
                    continue
                if 0 <= 2 * now.value < before.value:
                    message = f"“{row.text('indicator')}” is {now.text}, less than half of {before.text} in {year - 1}."
                    yield Diagnostic(self.code, message, "Compare it with where it comes from.", now.place)
