"""The charts of a report: their descriptions and figures read from its files, without drawing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from reportbuilder.charts.chart_data import take_data
from reportbuilder.charts.chart_type import ChartType
from reportbuilder.charts.kinds import chart_types
from reportbuilder.charts.model import ChartData, ChartSpec, read_chart
from reportbuilder.charts.regions import MapRegion, read_regions
from reportbuilder.data.data_files import read_table
from reportbuilder.data.goals import StatusRules, read_rules
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.diagnostics.kept import KeptProblem, kept_problems, problems_kept
from reportbuilder.document.model import Chapter, Chart, Document
from reportbuilder.document.walk import all_chapters, blocks_in
from reportbuilder.files.disk_cache import Codec, DiskCache, digest_of
from reportbuilder.files.inputs import exists
from reportbuilder.files.remembered import remembered
from reportbuilder.memo import Memo, Same
from reportbuilder.plugin_failures import report_plugin_failures
from reportbuilder.registry import Registry
from reportbuilder.values import Value, replace


class ReportFiles(Protocol):
    """The parts of a report's folder that charts need: the paths of its files, their names for users, and the registry
    of plug-ins."""

    @property
    def root(self) -> Path:
        """The report's folder, which all its files are in."""

    @property
    def status_rules_file(self) -> Path:
        """The rules for statuses."""

    @property
    def registry(self) -> Registry:
        """The registry of plug-ins."""

    def chart_file(self, name: str) -> Path:
        """A chart's description."""

    def data_file(self, name: str) -> Path:
        """A data file."""

    def shown(self, path: Path) -> str:
        """A path as users see it."""


class ReportChart(Value):
    """A chart of a report: the kind that it is of, its description, and what it shows."""

    kind: ChartType
    spec: ChartSpec
    data: ChartData


def read_charts(
    document: Document,
    folder: ReportFiles,
    diagnostics: Diagnostics,
    read: Mapping[Path, object] = MappingProxyType({}),
    memo: Memo | None = None,
    cache: DiskCache | None = None,
) -> Mapping[str, ReportChart]:
    """The charts of a document by the names of their files; those that cannot be made are left out, with diagnostics.

    Files that were `read` already are not read again, and a line of data that has an error in the diagnostics gets no
    second one. A chart whose description and data the `memo` knows is the very same object as before; in
    the `cache` figures are kept for later processes.
    """
    faulty = frozenset((p.place.file, p.place.line) for p in diagnostics.problems if p.severity is Severity.ERROR)
    kinds, memo = chart_types(folder.registry), memo or Memo()
    reader = _ChartReader(folder, kinds, diagnostics, faulty, dict(read), document.language, memo, cache)
    names = dict.fromkeys(
        name
        for chapter in all_chapters(document)
        for name in memo.get("charts of chapters", Same(chapter), partial(chart_names, chapter))
    )
    charts = {name: reader.chart(name) for name in names}
    return {name: chart for name, chart in charts.items() if chart is not None}


def charts_of(document: Document) -> Iterator[Chart]:
    """The chart blocks of a document in reading order."""
    for chapter in all_chapters(document):
        yield from (block for block in blocks_in(chapter.blocks) if isinstance(block, Chart))


def chart_names(chapter: Chapter) -> tuple[str, ...]:
    """The names of the files of the charts in a chapter."""
    return tuple(block.file for block in blocks_in(chapter.blocks) if isinstance(block, Chart))


class _KeptData(Value):
    """The data of a chart, and the problems in them."""

    data: ChartData | None
    problems: tuple[KeptProblem, ...]


_DATA = Codec[_KeptData](_KeptData)


class _ChartReader(Value):
    """Reads the files of charts, each once; `faulty` are the lines (file, number) that have an error already."""

    folder: ReportFiles
    kinds: Mapping[str, ChartType]
    diagnostics: Diagnostics
    faulty: frozenset[tuple[str, int]]
    files: dict[Path, object]
    language: str
    memo: Memo
    cache: DiskCache | None

    def chart(self, name: str) -> ReportChart | None:
        """A chart's description and figures; None, and diagnostics, when they are not there."""
        path = self.folder.chart_file(name)
        if path not in self.files:
            read = partial(read_chart, kinds=self.kinds)
            self.files[path] = read(path, self.folder.shown(path), self.diagnostics, self.folder.root)
        spec = self.files[path]
        table = self._table(spec) if isinstance(spec, ChartSpec) else None
        if not isinstance(spec, ChartSpec) or table is None:
            return None
        rules = self._rules() if spec.count else None
        if spec.count and rules is None and self.folder.status_rules_file.is_file():
            return None
        key = (Same(self.folder.registry), Same(spec), Same(table), Same(rules), self.language)
        problems = Diagnostics()
        make = partial(self._made, spec, table, rules)
        if spec.regions:  # which are in a file of their own
            chart = remembered(self.memo, "maps", key, problems, make)
        else:
            chart = self.memo.collected("charts", key, problems, make)
        self.diagnostics.problems.extend(problem for problem in problems.problems if not self._is_known(problem, table))
        return chart

    def _table(self, spec: ChartSpec) -> DataTable | None:
        path, root = self.folder.data_file(spec.data), self.folder.root
        if path not in self.files:
            is_there = exists(path, self.diagnostics, spec.place("data"), root)
            self.files[path] = read_table(path, self.folder.shown(path), self.diagnostics, root) if is_there else None
        table = self.files[path]
        return table if isinstance(table, DataTable) else None

    def _rules(self) -> StatusRules | None:
        path = self.folder.status_rules_file
        if path not in self.files:
            shown, root = self.folder.shown(path), self.folder.root
            self.files[path] = read_rules(path, shown, self.diagnostics, root) if path.is_file() else None
        rules = self.files[path]
        return rules if isinstance(rules, StatusRules) else None

    def _made(
        self, spec: ChartSpec, table: DataTable, rules: StatusRules | None, diagnostics: Diagnostics
    ) -> ReportChart | None:
        """The chart of a description and a table; None when its data are missing."""
        spec, kind = replace(spec, language=self.language), self.kinds[spec.kind]
        if spec.regions:
            spec = replace(spec, shapes=self._regions(spec, diagnostics))
            if not spec.shapes:
                return None
        data, problems = self._taken(kind, spec, table, rules)
        diagnostics.problems.extend(problems)
        return ReportChart(kind, spec, data) if data is not None else None

    def _regions(self, spec: ChartSpec, diagnostics: Diagnostics) -> tuple[MapRegion, ...]:
        """The regions of a map; none, and diagnostics, when they cannot be read."""
        path = self.folder.data_file(spec.regions)
        root, place, shown = self.folder.root, spec.place("regions"), self.folder.shown(path)
        return read_regions(path, root, spec.match, place, diagnostics, shown)

    def _taken(
        self, kind: ChartType, spec: ChartSpec, table: DataTable, rules: StatusRules | None
    ) -> tuple[ChartData | None, tuple[Diagnostic, ...]]:
        """The data of a chart and the problems in them, of an earlier process or taken now; those of a plug-in's kind
        are always taken now."""
        cache = self.cache if kind.is_built_in else None
        key = digest_of((kind.name, spec, table, rules)) if cache is not None else b""
        kept = _DATA.decode(cache.get("chart data", key) or b"") if cache is not None else None
        problems = problems_kept(kept.problems) if kept is not None else None
        if kept is not None and problems is not None:
            return kept.data, problems
        found = Diagnostics()
        data = None
        with report_plugin_failures(self.folder.registry, found, spec.place("kind")):
            data = take_data(kind, spec, table, found, rules)
        form = kept_problems(found.problems)
        if cache is not None and form is not None:
            cache.put("chart data", key, _DATA.encode(_KeptData(data, form)))
        return data, tuple(found.problems)

    def _is_known(self, problem: Diagnostic, table: DataTable) -> bool:
        """True for a problem in a line of the data for which an error is reported already."""
        return problem.place.file == table.shown and (problem.place.file, problem.place.line) in self.faulty
