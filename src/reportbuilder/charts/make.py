"""The story of the charts: for each one in a document, its description, its figures, and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from reportbuilder.charts.bind import bind
from reportbuilder.charts.cache import ChartCache, digest
from reportbuilder.charts.look import Measure, look_of
from reportbuilder.charts.reading import in_words
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.spec import ChartSpec, read_chart
from reportbuilder.content.model import Block, Chapter, Chart, Document, Span
from reportbuilder.content.walk import map_blocks
from reportbuilder.content.words import WORDS, Words
from reportbuilder.data.statuses import StatusRules, read_rules
from reportbuilder.data.tables import DataTable, read_table
from reportbuilder.graphics import Picture
from reportbuilder.problems import Findings, Problem, Severity
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import Value, replace


class ReportFiles(Protocol):
    """What the charts ask of a project: where its files are, and how they are shown."""

    @property
    def status_rules_file(self) -> Path:
        """The rules for statuses."""

    def chart_file(self, name: str) -> Path:
        """A chart's description."""

    def data_file(self, name: str) -> Path:
        """A data file."""

    def shown(self, path: Path) -> str:
        """A path as users see it."""


def make_pictures(
    document: Document,
    project: ReportFiles,
    style: HouseStyle,
    design: Design,
    widths: Mapping[Span, float],
    measure: Measure,
    cache: ChartCache,
    findings: Findings,
) -> Document:
    """The document with a picture in every chart, and its figures in what is read for it; `widths` are points by span.

    One that cannot be drawn stays without a picture, and the findings say why. A line of data that was found wrong
    before, with the text, is not found wrong again. Drawn pictures are kept in the cache; matplotlib is loaded only
    when one is not there yet.
    """
    known = frozenset((p.place.file, p.place.line) for p in findings if p.severity is Severity.ERROR)
    studio = _Studio(_Sources(project, findings, {}), style, design, widths, measure, cache, known, findings)
    words = WORDS.get(document.language.split("-")[0], WORDS["en"])

    def drawn(block: Block) -> Block:
        return studio.drawn(block, words) if isinstance(block, Chart) else block

    def chapter(content: Chapter) -> Chapter:
        return replace(content, blocks=map_blocks(content.blocks, drawn))

    parts = tuple(
        replace(part, content=chapter(part.content)) if isinstance(part.content, Chapter) else part
        for part in document.parts
    )
    return replace(document, parts=parts, colophon=chapter(document.colophon) if document.colophon else None)


class _Sources(Value):
    """The files that charts are made from, each read once."""

    project: ReportFiles
    findings: Findings
    read: dict[Path, DataTable | StatusRules | None]

    def table(self, name: str) -> DataTable | None:
        path = self.project.data_file(name)
        if path not in self.read:
            self.read[path] = read_table(path, self.project.shown(path), self.findings)
        table = self.read[path]
        return table if isinstance(table, DataTable) else None

    @property
    def has_rules(self) -> bool:
        """Whether the report has rules for statuses, though they may be wrong."""
        return self.project.status_rules_file.is_file()

    def rules(self) -> StatusRules | None:
        path = self.project.status_rules_file
        if path not in self.read:
            self.read[path] = read_rules(path, self.project.shown(path), self.findings) if self.has_rules else None
        rules = self.read[path]
        return rules if isinstance(rules, StatusRules) else None


class _Studio(Value):
    """Everything that drawing needs, gathered once; `known` are the lines that errors stand at already."""

    sources: _Sources
    style: HouseStyle
    design: Design
    widths: Mapping[Span, float]
    measure: Measure
    cache: ChartCache
    known: frozenset[tuple[str, int]]
    findings: Findings

    def drawn(self, chart: Chart, words: Words) -> Chart:
        """The chart with its picture, kept or drawn now, and its figures in words; as it was if it cannot be drawn."""
        path = self.sources.project.chart_file(chart.name or chart.label)
        spec = read_chart(path, self.sources.project.shown(path), self.findings)
        table = self.sources.table(spec.data) if spec else None
        if spec is None or table is None:
            return chart
        data = self._data(spec, table)
        if data is None:
            return chart
        picture = self._kept_or_drawn(data, spec, self.widths[chart.span])
        return replace(chart, picture=picture, alt=f"{chart.alt} {in_words(data, words)}")

    def _data(self, spec: ChartSpec, table: DataTable) -> ChartData | None:
        """The figures of a chart; None when they are not there, or follow from what cannot be read."""
        rules = self.sources.rules() if spec.count else None
        if spec.count and rules is None and self.sources.has_rules:
            return None
        own = Findings()
        data = bind(spec, table, own, rules)
        self.findings.problems.extend(problem for problem in own.problems if not self._follows(problem, table))
        return data

    def _follows(self, problem: Problem, table: DataTable) -> bool:
        """Whether a problem stands in a line of the data that an error was found in before."""
        return problem.place.file == table.shown and (problem.place.file, problem.place.line) in self.known

    def _kept_or_drawn(self, data: ChartData, spec: ChartSpec, width: float) -> Picture:
        key = digest(data, look_of(self.style, self.design), width, spec.height, self.measure)
        picture = self.cache.get(key)
        if picture is None:
            from reportbuilder.charts.draw import draw_chart

            picture = draw_chart(data, spec, self.style, self.design, width, spec.height, self.measure)
            self.cache.put(key, picture)
        if picture.height > spec.height + 0.5:
            self.findings.note(
                "chart-height",
                f"The chart needs {picture.height / 72 * 25.4:.0f} mm for its rows, not {spec.height / 72 * 25.4:.0f}.",
                spec.place("height"),
                "It is drawn as high as it needs; give it that height to be sure of the page.",
            )
        return picture
