"""The result of a build: finished files in memory, and how they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostic, Place, ReportError, Severity
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.files.inputs import shown
from reportbuilder.files.output import publish
from reportbuilder.values import Value, field, replace

if TYPE_CHECKING:
    from reportbuilder.layout.source_map import SourceMap


class BuildResult(Value, eq=False):
    """A report that was built: its files by their names, how many pages it has, and what is worth knowing about it.

    `editions` has the names of the files of editions, by the names of these. `output` is the folder that the result is
    saved into if no other is named. `source_maps` tell which words stand where on the pages of an edition, and what
    they come from. It is frozen, and can be pickled.
    """

    report: str
    files: Mapping[str, bytes]
    page_count: int
    diagnostics: tuple[Diagnostic, ...]
    editions: Mapping[str, str] = field(default_factory=dict)
    output: Path | None = None
    source_maps: Mapping[str, SourceMap] = field(default_factory=dict)

    @property
    def source_map(self) -> SourceMap:
        """The source map of the first edition."""
        return next(iter(self.source_maps.values()))

    def save(
        self, output: Path | str | None = None, *, verify: bool = False, progress: Progress = silent
    ) -> tuple[Path, ...]:
        """Write the files into a folder of the report's name in `output`, all of them or none; gives their paths.

        To `verify` is to read every PDF back first and hold it to what it promises. Raises ReportError when a file
        cannot be written, or breaks a promise, and then the folder is unchanged; ValueError without an output folder.
        """
        into = self.output if output is None else Path(output)
        if into is None:
            raise ValueError("name the folder to save into")

        def check(files: Mapping[Path, Path]) -> None:
            _verify_promises(files, progress)

        return publish(self.files, into / self.report, into, check if verify else None)


def _verify_promises(files: Mapping[Path, Path], progress: Progress) -> None:
    """Raise ReportError for every promise that a PDF breaks; `files` are given with the paths that they will have."""
    from reportbuilder.preflight.report import report_on  # loads pypdf, which takes a sixth of a build

    broken: list[Diagnostic] = []
    for written, target in files.items():
        if target.suffix == ".pdf":
            progress(f"verifying {target.name}")
            problems = report_on(written, reference=False).problems
            errors = (problem for problem in problems if problem.severity is Severity.ERROR)
            broken.extend(replace(problem, place=Place(shown(target))) for problem in errors)
    if broken:
        raise ReportError(broken)
