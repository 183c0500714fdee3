"""The PDFs of a package held to their promises, and the reports of that as files."""

from __future__ import annotations

import json
from pathlib import Path

from reportbuilder.archive.subject import PackageFile
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place, Severity
from reportbuilder.preflight.report import Told, tell
from reportbuilder.preflight.verapdf import ToolError, find_verapdf, knows
from reportbuilder.preflight.written import written
from reportbuilder.standards.names import Standard
from reportbuilder.values import replace

REPORTS = "controle"


def judged(pdf: PackageFile, work: Path, reference: bool, diagnostics: Diagnostics) -> tuple[PackageFile, ...]:
    """The reports on a PDF: our own as JSON and as a page, by `reference` what veraPDF says, too.

    What is wrong with it is an error. `work` is a folder to put it in while it is looked at.
    """
    path = work / pdf.name
    path.write_bytes(pdf.data)
    told = tell(path, reference)
    for problem in told.problems:
        if problem.severity is Severity.ERROR:
            diagnostics.problems.append(_placed(problem, pdf))
    stem = f"{REPORTS}/{pdf.name.removesuffix('.pdf')}"
    own = tuple(
        PackageFile(f"{stem}{kind}", written(pdf.name, told.verdict, (), kind).encode(), metadata=True)
        for kind in (".json", ".html")
    )
    if not reference or not _asked(told):
        return own
    return (*own, PackageFile(f"{stem}.verapdf.json", _by_verapdf(pdf, told), metadata=True))


def has_verapdf() -> bool:
    """Whether veraPDF is there to be asked."""
    try:
        find_verapdf()
    except ToolError:
        return False
    return True


def _asked(told: Told) -> tuple[Standard, ...]:
    """The standards that a PDF promises and veraPDF knows."""
    return tuple(standard for standard in told.verdict.standards if knows(standard.value))


def _by_verapdf(pdf: PackageFile, told: Told) -> bytes:
    objections = [
        {"standard": one.standard, "clause": one.clause, "words": one.words, "count": one.count}
        for one in told.objections
    ]
    said = {
        "file": pdf.name,
        "validator": "veraPDF",
        "standards": [standard.value for standard in _asked(told)],
        "passed": not objections,
        "objections": objections,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _placed(problem: Diagnostic, pdf: PackageFile) -> Diagnostic:
    return replace(problem, place=Place(pdf.path))
