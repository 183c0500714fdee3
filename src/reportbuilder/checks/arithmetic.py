"""Whether figures add up: sums and shares that are declared, computed columns, and totals in the tables themselves."""

from __future__ import annotations

from collections.abc import Iterable

from reportbuilder.checks.declared import check_declared
from reportbuilder.checks.totals import check_totals
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Document


def check_arithmetic(document: Document, tables: Iterable[DataTable], diagnostics: Diagnostics) -> None:
    """Report what does not add up, with all its figures and their places.

    What is declared and cannot hold (an unknown row, a total among its parts) is an error, a sum that is off by more
    than rounding a warning, and what cannot be known a note. A total that is wrong in the data and in the table made of
    it is told once, for both have one place.
    """
    for table in tables:
        check_declared(table, diagnostics)
    told = {problem.place for problem in diagnostics.problems if problem.code == Code.SUM_TOTAL}
    shown = Diagnostics()
    check_totals(document, shown)
    diagnostics.problems.extend(problem for problem in shown.problems if problem.place not in told)
