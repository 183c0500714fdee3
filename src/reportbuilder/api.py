"""The public API: opens a project, and does with its reports whatever the command line does.

    from reportbuilder import open_project

    project = open_project(".")
    report = project.report("jaarverslag-2022")
    for problem in report.check():
        print(problem)
    report.build("screen", "print").save()

Nothing depends on the working directory: paths are relative to the project's folder, also in the problems that are
reported. Arguments and results are frozen and can be pickled, so that reports can be given to other processes.

What does the work is imported by the methods, not at the top, so that each loads only what it needs: a build takes ten
times as long to load as the list of versions.
"""

from __future__ import annotations

import datetime
import os.path
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, ReportError
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.files.inputs import paths_shown_from
from reportbuilder.memo import Memo, Same
from reportbuilder.project.project_folder import CACHE, ProjectFolder, Resources, find_project
from reportbuilder.registry import Plugin, plugins_are_installed, register
from reportbuilder.values import Value, field, replace

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from reportbuilder.archive.package import ArchivePackage
    from reportbuilder.archive.signature import SigningKey
    from reportbuilder.build_result import BuildResult
    from reportbuilder.comparing import Difference
    from reportbuilder.data.table import DataTable
    from reportbuilder.figure_report import FigureEntry
    from reportbuilder.imposition.geometry import Imposition
    from reportbuilder.kept_reports import ReportKeeper
    from reportbuilder.layout.page_faults import PageFault
    from reportbuilder.registry import Edition
    from reportbuilder.versions.register import Version
    from reportbuilder.versions.release import Released
    from reportbuilder.versions.released import ReleaseStatus


class Project(Value):
    """A project: the folder with `content/`, `styles/` and `fonts/`, and the plug-ins that its reports may use besides
    those that are installed. Problems show paths relative to `shown_from`.

    It remembers what its reports were built from (`memo`), in this process: a later build repeats only what changed.
    What took longest is kept for later processes in the `cache`.
    """

    folder: ProjectFolder
    plugins: tuple[Plugin, ...] = ()
    shown_from: Path = Path()
    output: Path = Path()
    memo: Memo = field(default_factory=Memo)
    cache: DiskCache | None = None

    @property
    def root(self) -> Path:
        """Its folder; absolute."""
        return self.folder.root

    def editions(self) -> tuple[Edition, ...]:
        """The editions that can be built, with the standards that each promises."""
        from reportbuilder.plugins import registry_with

        return tuple(registry_with(self.plugins).editions.values())

    def reports(self) -> tuple[Report, ...]:
        """All reports in `content/`, by name."""
        return tuple(Report(self, folder) for folder in self.folder.reports())

    def report(self, name: str | Path) -> Report:
        """A report by its name in `content/`, or by the path of its folder; raises ReportError when there is none."""
        return self.reports_named([str(name)])[0]

    def reports_named(self, names: Sequence[str]) -> tuple[Report, ...]:
        """Reports by name or path; all of them when none is named. Raises ReportError for names that no report has,
        and when there are no reports."""
        diagnostics = Diagnostics()
        with paths_shown_from(self.shown_from):
            folders = self.folder.reports_named(names, diagnostics)
        diagnostics.raise_errors()
        return tuple(Report(self, folder) for folder in folders)

    def build(
        self, *names: str, editions: Sequence[str] = (), executor: Executor | None = None, progress: Progress = silent
    ) -> tuple[BuildResult, ...]:
        """Build reports by name, all of them when none is named: each in the executor, when there is one. Raises
        ReportError with the problems of the first that cannot be built."""
        if isinstance(editions, str):
            raise TypeError(f'Editions are a list of names, as ["{editions}"].')
        _expect_names(*names, *editions)
        reports = self.reports_named(names)
        if executor is None:
            return tuple(report.build(*editions, progress=progress) for report in reports)
        futures = [executor.submit(_build, report, tuple(editions), ()) for report in reports]
        return _results(futures)


class Report(Value):
    """A report of a project, by its folder. Every method reads the files as they are then."""

    project: Project
    folder: Path

    @property
    def name(self) -> str:
        """Its name: that of its folder."""
        return self.folder.name

    def check(self, progress: Progress = silent, *, reuse: bool = False) -> tuple[Diagnostic, ...]:
        """Return the problems of the report, in the order of their places. Errors are returned too, and not raised.

        With `reuse`, they are those of an earlier process when nothing has changed since then.
        """
        keeper = self._keeper if reuse else None
        if keeper is not None and (kept := keeper.check()) is not None:
            return kept

        def check() -> tuple[Diagnostic, ...]:
            from reportbuilder.pipeline import check_report

            try:
                return check_report(self.folder, progress, self._resources)
            except ReportError as error:
                return error.problems

        with self._operation("check"):
            return keeper.keeping_check(check) if keeper is not None else check()

    def build(
        self,
        *editions: str,
        impositions: Sequence[Imposition] = (),
        executor: Executor | None = None,
        progress: Progress = silent,
        reuse: bool = False,
    ) -> BuildResult:
        """Build editions by name (those that a report of its status has when none are named), and their pages on
        sheets together (`impositions`), without writing anything.

        With an `executor` every edition is built by a task of its own; the files have the same bytes. With `reuse` they
        are those of an earlier process when nothing has changed since then (`kept_build`). Raises ReportError, with
        every problem, when anything is an error.
        """
        _expect_names(*editions)
        if reuse and (kept := self.kept_build(*editions, impositions=impositions)) is not None:
            return kept
        from reportbuilder.pipeline import build_report, merge_results

        if executor is None or len(editions) < 2 or impositions:
            keeper = self._keeper if reuse else None

            def build() -> BuildResult:
                return build_report(self.folder, editions, self._resources, progress, impositions)

            with self._operation("build", *editions):
                result = keeper.keeping_build(editions, impositions, build) if keeper is not None else build()
                return replace(result, output=self.project.output)
        return merge_results(_results([executor.submit(_build, self, (name,), ()) for name in editions]))

    def kept_build(self, *editions: str, impositions: Sequence[Imposition] = ()) -> BuildResult | None:
        """The result of an earlier process that built the same with `reuse`, when nothing that it was made from has
        changed since then, without source maps; else None. It takes no longer than reading the files."""
        keeper = self._keeper
        kept = keeper.build(editions, impositions) if keeper is not None else None
        return replace(kept, output=self.project.output) if kept is not None else None

    def figures(self, progress: Progress = silent) -> tuple[FigureEntry, ...]:
        """Every figure in it, in reading order: its page, where it comes from, and its place in the text. Raises
        ReportError when the report has errors."""
        from reportbuilder.figure_report import list_figures
        from reportbuilder.pipeline import compose_report

        with self._operation("figures"):
            progress("reading text and data")
            diagnostics = Diagnostics()
            composed = compose_report(self.folder, self._resources, diagnostics)
            diagnostics.raise_errors()
            return list_figures(composed)

    def page_faults(self, progress: Progress = silent) -> tuple[PageFault, ...]:
        """Faults of its pages that a typesetter would mend, by page and line: feet that are not level, runts,
        introductions apart from their table, pages left empty, ladders of hyphens and others. Raises ReportError when
        the report has errors."""
        from reportbuilder.layout.page_faults import find_page_faults
        from reportbuilder.pipeline import compose_report

        with self._operation("page faults"):
            progress("reading text and data")
            diagnostics = Diagnostics()
            composed = compose_report(self.folder, self._resources, diagnostics)
            diagnostics.raise_errors()
            return find_page_faults(composed.layout, composed.document)

    def tables(self) -> dict[str, DataTable]:
        """The tables in its data files, by the names of these without extension; `frame` of each is a pandas data frame
        of exact figures. Raises ReportError when one of them cannot be read."""
        from reportbuilder.data.data_files import read_tables

        diagnostics = Diagnostics()
        with self._operation("tables"):
            tables = read_tables(self.folder / "data", diagnostics, self.folder)
        diagnostics.raise_errors()
        return tables

    def compare(self, start: str | None = None, end: str | None = None) -> Difference:
        """Compare version `start` (the newest before the other, if not given) with version `end` (the working text, if
        not given). Raises ReportError when there is no such version, or when one cannot be read."""
        from reportbuilder.comparing import read_difference

        _expect_names(*(number for number in (start, end) if number is not None))
        with self._operation("compare"):
            return read_difference(self.folder, start, end, self._resources)

    def redline(
        self, start: str | None = None, end: str | None = None, bars: bool = False, progress: Progress = silent
    ) -> bytes:
        """The same comparison as a PDF: the report with its changes marked, with `bars` only beside the text."""
        from reportbuilder.pipeline import build_redline

        _expect_names(*(number for number in (start, end) if number is not None))
        with self._operation("redline"):
            return build_redline(self.folder, start, end, self._resources, progress, bars)

    def versions(self) -> tuple[Version, ...]:
        """The released versions, oldest first. Raises ReportError when the register was altered."""
        return tuple(status.version for status in self.release_statuses()[0])

    def release_statuses(self) -> tuple[tuple[ReleaseStatus, ...], tuple[Diagnostic, ...]]:
        """The released versions, oldest first, each with the state of its files (complete, snapshot only, damaged), and
        the problems found. Raises ReportError when the register was altered."""
        from reportbuilder.versions.register import read_register
        from reportbuilder.versions.released import release_statuses

        diagnostics = Diagnostics()
        with self._operation("release_statuses"):
            entries = read_register(self.folder, diagnostics)
            if entries is None:
                raise ReportError(diagnostics)
            statuses = release_statuses(self.folder, entries, self.project.output / self.name, diagnostics)
        return statuses, tuple(diagnostics)

    def release(
        self,
        number: str,
        *,
        label: str | None = None,
        status: str | None = None,
        date: datetime.date | None = None,
        note: str | None = None,
        progress: Progress = silent,
    ) -> Released:
        """Release the report as a version: freeze its sources in a snapshot, build its editions from that, and enter it
        in the register. Arguments that are None default to the report's settings. Raises ReportError when the version
        cannot be released; then no file is changed."""
        from reportbuilder.archive.package import rehearse_package
        from reportbuilder.pipeline import build_report, check_report
        from reportbuilder.project.settings import VersionStatus
        from reportbuilder.versions.release import BuildHooks, ReleaseRequest, release

        request = ReleaseRequest(number, label, VersionStatus(status) if status else None, date, note)
        hooks = BuildHooks(check_report, build_report, rehearse_package)
        with self._operation("release"):
            return release(self.folder, request, self.project.output, self._resources, hooks, progress)

    def restore(self, number: str, progress: Progress = silent) -> tuple[Version, Path]:
        """Build the missing files of a version again from its snapshot; gives its entry in the register and the folder
        of its files. Raises ReportError when their bytes differ from those released."""
        from reportbuilder.pipeline import build_report
        from reportbuilder.versions.rebuild import restore

        _expect_names(number)
        with self._operation("restore"):
            return restore(self.folder, number, self.project.output, self._resources, build_report, progress)

    def archive(self, number: str, *, key: SigningKey | None = None, progress: Progress = silent) -> ArchivePackage:
        """Make the archive package of a released version; `key` signs a copy of its screen edition. Raises ReportError
        when it cannot be made, and then nothing is written."""
        from reportbuilder.archive.package import PackageRequest, make_package
        from reportbuilder.pipeline import build_report

        _expect_names(number)
        request = PackageRequest(self.folder, number, self.project.output, key)
        with self._operation("archive"):
            return make_package(request, self._resources, build_report, progress)

    @property
    def _keeper(self) -> ReportKeeper | None:
        """What keeps its results for later processes; None where plug-ins may work on it, and without a cache."""
        project = self.project
        if project.cache is None or project.plugins or plugins_are_installed():
            return None
        from reportbuilder.kept_reports import ReportKeeper

        return ReportKeeper(project.cache, project.root, self.folder, project.shown_from)

    @property
    def _resources(self) -> Resources:
        from reportbuilder.plugins import registry_with

        project = self.project
        key = tuple((Same(plugin), len(plugin.kinds)) for plugin in project.plugins)  # they can register more
        registry = project.memo.get("registry", key, lambda: registry_with(project.plugins))
        of = Resources.of(project.root, registry=registry, memo=project.memo)
        return replace(of, cache=project.cache)

    @contextmanager
    def _operation(self, *kind: str) -> Iterator[None]:
        """An operation on the report, one at a time in its project: paths in problems are relative to the project's
        `shown_from`, and when it ends the project forgets what those of its kind did not need for long."""
        with self.project.memo.operation((self.folder, kind)):
            try:
                with paths_shown_from(self.project.shown_from):
                    yield
            finally:
                if self.project.cache is not None:
                    self.project.cache.trim()


def open_project(
    folder: str | Path = ".",
    *,
    plugins: Sequence[Plugin] = (),
    output: str | Path | None = None,
    shown_from: str | Path | None = None,
) -> Project:
    """Open the project that a folder is in: the nearest one, from that folder upwards, with a `reportbuilder.yaml`, or
    with `content/` beside `styles/` or `fonts/`.

    `plugins` are what reports may use besides what is installed and what was added to `register`. Finished files go to
    `output`, or else to `output/` in the project; problems show paths relative to `shown_from`, or else to the project.
    Raises ReportError when the folder is in no project.
    """
    project = find_project(Path(folder))
    if project is None:
        diagnostics = Diagnostics()
        message = "This folder is in no project."
        hint = (
            "A project's folder holds content/, styles/ and fonts/, or a file reportbuilder.yaml, which may be empty."
        )
        diagnostics.add(Code.PROJECT_UNKNOWN, message, Place(os.path.abspath(folder)), hint)
        raise ReportError(diagnostics)
    return project_of(project, plugins, output, shown_from)


def project_of(
    folder: ProjectFolder,
    plugins: Sequence[Plugin] = (),
    output: str | Path | None = None,
    shown_from: str | Path | None = None,
) -> Project:
    """Make the project of a folder that is known; arguments as of `open_project`."""
    for plugin in plugins if isinstance(plugins, Sequence) else (plugins,):
        if isinstance(plugins, Plugin) or not isinstance(plugin, Plugin):
            raise TypeError(f"“plugins” is a list of Plugin, and not of {type(plugin).__name__}")
    into = Path(os.path.abspath(output)) if output is not None else folder.output
    return Project(
        folder,
        (*plugins, register) if register.kinds else tuple(plugins),
        Path(os.path.abspath(shown_from or folder.root)),
        into,
        cache=DiskCache(into / CACHE),
    )


def _expect_names(*names: object) -> None:
    """Raise TypeError for what is no name (of a report, an edition or a version): each is text."""
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"A name is expected here, as “screen” or “0.9”, and not {name!r}.")


def _build(report: Report, editions: tuple[str, ...], impositions: tuple[Imposition, ...]) -> BuildResult:
    """The task of a worker of an executor: build a report."""
    return report.build(*editions, impositions=impositions)


def _results(futures: Sequence[Future[BuildResult]]) -> tuple[BuildResult, ...]:
    """Wait for the results of tasks; raises the exception of the first that failed."""
    return tuple(future.result() for future in futures)
