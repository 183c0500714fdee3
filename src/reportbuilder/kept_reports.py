"""Keeps the files of a build, and the problems of a check, for later processes, which take them while nothing that the
report is made from has changed.

Reports that plug-ins work on are not kept, for these may look at anything; nor are those with errors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import Diagnostic, Severity
from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.files.disk_cache import Codec, DiskCache
from reportbuilder.files.kept_results import keeping_result, kept_result
from reportbuilder.imposition.geometry import Imposition
from reportbuilder.values import Value


class KeptBuild(Value):
    """The result of a build, without its source maps."""

    files: dict[str, bytes]
    page_count: int
    problems: tuple[KeptProblem, ...]
    editions: dict[str, str]


BUILD = Codec[KeptBuild](KeptBuild)
CHECK = Codec[tuple[KeptProblem, ...]](tuple[KeptProblem, ...])


class ReportKeeper(Value):
    """Keeps the results of a report: that in the folder `report` of the project in the folder `root`, whose problems
    are shown from `shown_from`."""

    cache: DiskCache
    root: Path
    report: Path
    shown_from: Path

    def build(self, editions: Sequence[str], impositions: Sequence[Imposition]) -> BuildResult | None:
        """The result of an earlier build of these editions; None when there is none that still holds."""
        kept = kept_result(self.cache, "builds", self._key(*editions, *impositions), BUILD)
        if (
            kept is None
            or not all(map(_is_file_name, kept.files))
            or not kept.files.keys() >= set(kept.editions.values())
        ):
            return None
        problems = problems_kept(kept.problems)
        if problems is None:
            return None
        return BuildResult(self.report.name, kept.files, kept.page_count, problems, kept.editions)

    def check(self) -> tuple[Diagnostic, ...] | None:
        """The problems that an earlier check found; None when there was none that still holds."""
        kept = kept_result(self.cache, "checks", self._key(), CHECK)
        return problems_kept(kept) if kept is not None else None

    def keeping_build(
        self, editions: Sequence[str], impositions: Sequence[Imposition], build: Callable[[], BuildResult]
    ) -> BuildResult:
        """Build these editions, and keep the result."""

        def encode(result: BuildResult) -> bytes | None:
            problems = _kept(result.diagnostics)
            if problems is None:
                return None
            return BUILD.encode(KeptBuild(dict(result.files), result.page_count, problems, dict(result.editions)))

        key = self._key(*editions, *impositions)
        return keeping_result(self.cache, "builds", key, self._folder_of, encode, build)

    def keeping_check(self, check: Callable[[], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        """Check the report, and keep the problems."""

        def encode(found: tuple[Diagnostic, ...]) -> bytes | None:
            problems = _kept(found)
            return CHECK.encode(problems) if problems is not None else None

        return keeping_result(self.cache, "checks", self._key(), self._folder_of, encode, check)

    def _key(self, *what: object) -> object:
        date = os.environ.get("SOURCE_DATE_EPOCH", "")
        return (self.root, self.report, self.shown_from, date, what)

    def _folder_of(self, path: Path) -> Path:
        """The folder in which names matter to whatever opened a file: that of its report or house style, or `fonts/`;
        of what is outside the project, the folder that it stands in."""
        if path.is_relative_to(self.report):
            return self.report
        if not path.is_relative_to(self.root):
            return path.parent
        top = path.relative_to(self.root).parts
        return self.root.joinpath(*top[: min(2, len(top) - 1)])


def _is_file_name(name: str) -> bool:
    """Whether a name is that of a file in the folder of a report."""
    return name == PurePath(name).name and name not in ("", "..") and "\0" not in name and "\\" not in name


def _kept(problems: tuple[Diagnostic, ...]) -> tuple[KeptProblem, ...] | None:
    """The form in which problems are kept; None where there are errors, or codes of a plug-in."""
    return None if any(one.severity is Severity.ERROR for one in problems) else kept_problems(problems)
