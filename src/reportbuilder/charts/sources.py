"""The files that charts are made from: their descriptions, their tables, and what they show, without drawing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from reportbuilder.charts.bind import bind
from reportbuilder.charts.series import ChartData, Charted
from reportbuilder.charts.spec import ChartSpec, read_chart
from reportbuilder.data.data_files import read_table
from reportbuilder.data.goals import StatusRules, read_rules
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.document.model import Chart, Document
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.inputs import exists
from reportbuilder.values import Value, replace


class ReportFiles(Protocol):
    """What the charts ask of a project: where its files are, and how they are shown."""

    @property
    def root(self) -> Path:
        """The report's folder, which all its files are in."""

    @property
    def status_rules_file(self) -> Path:
        """The rules for statuses."""

    def chart_file(self, name: str) -> Path:
        """A chart's description."""

    def data_file(self, name: str) -> Path:
        """A data file."""

    def shown(self, path: Path) -> str:
        """A path as users see it."""


class ChartSources(Value):
    """Reads the charts of a report, each file once: `read` are those that were read, and `known` the lines that errors
    stand at already, which are not found wrong again."""

    project: ReportFiles
    diagnostics: Diagnostics
    known: frozenset[tuple[str, int]]
    read: dict[Path, object]
    language: str = "nl"

    def chart(self, chart: Chart) -> Charted | None:
        """A chart's description and its figures; None, and problems, when they are not there."""
        path = self.project.chart_file(chart.file)
        if path not in self.read:
            self.read[path] = read_chart(path, self.project.shown(path), self.diagnostics, self.project.root)
        spec = self.read[path]
        table = self._table(spec) if isinstance(spec, ChartSpec) else None
        if not isinstance(spec, ChartSpec) or table is None:
            return None
        spec = replace(spec, language=self.language)
        data = self._data(spec, table)
        return (spec, data) if data is not None else None

    def _table(self, spec: ChartSpec) -> DataTable | None:
        path, root = self.project.data_file(spec.data), self.project.root
        if path not in self.read:
            there = exists(path, self.diagnostics, spec.place("data"), root)
            self.read[path] = read_table(path, self.project.shown(path), self.diagnostics, root) if there else None
        table = self.read[path]
        return table if isinstance(table, DataTable) else None

    @property
    def _has_rules(self) -> bool:
        """Whether the report has rules for statuses, though they may be wrong."""
        return self.project.status_rules_file.is_file()

    def _rules(self) -> StatusRules | None:
        path = self.project.status_rules_file
        if path not in self.read:
            shown, root = self.project.shown(path), self.project.root
            self.read[path] = read_rules(path, shown, self.diagnostics, root) if self._has_rules else None
        rules = self.read[path]
        return rules if isinstance(rules, StatusRules) else None

    def _data(self, spec: ChartSpec, table: DataTable) -> ChartData | None:
        """The figures of a chart; None when they are not there, or follow from what cannot be read."""
        rules = self._rules() if spec.count else None
        if spec.count and rules is None and self._has_rules:
            return None
        own = Diagnostics()
        data = bind(spec, table, own, rules)
        self.diagnostics.problems.extend(problem for problem in own.problems if not self._follows(problem, table))
        return data

    def _follows(self, problem: Diagnostic, table: DataTable) -> bool:
        """Whether a problem stands in a line of the data that an error was found in before."""
        return problem.place.file == table.shown and (problem.place.file, problem.place.line) in self.known


def chart_sources(
    project: ReportFiles,
    diagnostics: Diagnostics,
    language: str,
    read: Mapping[Path, object] = MappingProxyType({}),
) -> ChartSources:
    """The charts of a report that is otherwise read: lines that were found wrong are known, and some files `read`."""
    known = frozenset((p.place.file, p.place.line) for p in diagnostics if p.severity is Severity.ERROR)
    return ChartSources(project, diagnostics, known, dict(read), language)


def read_charts(
    document: Document,
    project: ReportFiles,
    diagnostics: Diagnostics,
    read: Mapping[Path, object] = MappingProxyType({}),
) -> Mapping[str, Charted]:
    """What the charts of a document are made from, by their names; those that cannot be made are left out, and the
    findings say why. A line of data that was found wrong before, with the text, is not found wrong again; files that
    are `read` already are not read again."""
    sources = chart_sources(project, diagnostics, document.language, read)
    found = {chart.file: sources.chart(chart) for chart in _charts(document)}
    return {name: charted for name, charted in found.items() if charted is not None}


def charts_in(document: Document, sources: ChartSources) -> Iterator[tuple[Chart, ChartData]]:
    """The charts of a document in reading order with what they show; those that cannot be read are left out."""
    for chart in _charts(document):
        found = sources.chart(chart)
        if found is not None:
            yield chart, found[1]


def _charts(document: Document) -> Iterator[Chart]:
    for chapter in (*document.chapters, *((document.colophon,) if document.colophon else ())):
        yield from (block for block in blocks_in(chapter.blocks) if isinstance(block, Chart))
