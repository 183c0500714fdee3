"""A report's folder in, its editions out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostic, Diagnostics, ExitCode, Place, ReportError, Severity
from reportbuilder.files.inputs import shown
from reportbuilder.files.publishing import Check, Made, publish
from reportbuilder.pipeline import make_editions
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.reading import read_report
from reportbuilder.standards.editions import Edition, Imposition
from reportbuilder.values import Value, replace

if TYPE_CHECKING:
    from reportbuilder.project.settings import VersionSettings


class Built(Value):
    """A report that was built: its files, its pages, how long it took, and what is worth knowing about it."""

    report: str
    paths: tuple[Path, ...]
    pages: int
    seconds: float
    problems: tuple[Diagnostic, ...]


def build_report(
    folder: Path,
    editions: Sequence[Edition],
    output: Path,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    verify: bool = False,
) -> Built:
    """Build a report's editions, and their pages on sheets together where that is asked; raises ReportError with every
    problem when nothing can be written. To `verify` is to read every PDF back
    and hold it to its promises before any is put in its place."""
    started = time.perf_counter()
    made = make_report(folder, editions, Resources(cache=output / ".cache"), progress, impositions)
    paths = publish(made.files, output / made.report, output, _verified(progress) if verify else None)
    return Built(made.report, paths, made.pages, time.perf_counter() - started, made.problems)


def _verified(progress: Progress) -> Check:
    """A check that raises ReportError for every promise that is broken by any of the PDFs."""

    def check(files: Mapping[Path, Path]) -> None:
        from reportbuilder.preflight.report import report_on  # it takes a sixth of a build to load

        broken: list[Diagnostic] = []
        for made, target in files.items():
            if target.suffix == ".pdf":
                progress(f"verifying {target.name}")
                errors = (p for p in report_on(made, reference=False).problems if p.severity is Severity.ERROR)
                broken.extend(replace(problem, place=Place(shown(target))) for problem in errors)
        if broken:
            raise ReportError(broken, ExitCode.STANDARD)

    return check


def make_report(
    folder: Path,
    editions: Sequence[Edition],
    workplace: Resources,
    progress: Progress,
    impositions: Sequence[Imposition] = (),
    version: VersionSettings | None = None,
) -> Made:
    """Make a report's editions (those of its status when none are named) without writing them, as the version that its
    settings name, or as another `version` that is released; raises ReportError with every problem."""
    progress("reading text and data")
    diagnostics = Diagnostics()
    report = read_report(folder, workplace, diagnostics, version)
    return make_editions(report, folder, workplace, diagnostics, editions, progress, impositions, version)
