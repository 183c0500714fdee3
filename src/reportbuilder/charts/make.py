"""The story of the charts: for each one in a document, its description, its figures, and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from reportbuilder.charts.bind import bind
from reportbuilder.charts.cache import ChartCache, digest
from reportbuilder.charts.look import Measure, look_of
from reportbuilder.charts.series import ChartData
from reportbuilder.charts.spec import ChartSpec, read_chart
from reportbuilder.content.model import Chapter, Chart, Document, Part, Span
from reportbuilder.data.statuses import StatusRules, read_rules
from reportbuilder.data.tables import DataTable, read_table
from reportbuilder.graphics import Picture
from reportbuilder.problems import Findings
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
    """The document with a picture in every chart of its chapters; `widths` are points by span.

    One that cannot be drawn stays without a picture, and the findings say why. Drawn
    pictures are kept in the cache; matplotlib is loaded only when one is not there yet.
    """
    studio = _Studio(_Sources(project, findings, {}), style, design, widths, measure, cache, findings)
    parts = tuple(_with_pictures(part, studio) for part in document.parts)
    return replace(document, parts=parts)


def _with_pictures(part: Part, studio: _Studio) -> Part:
    if not isinstance(part.content, Chapter):
        return part
    blocks = tuple(
        replace(block, picture=studio.picture(block)) if isinstance(block, Chart) else block
        for block in part.content.blocks
    )
    return replace(part, content=replace(part.content, blocks=blocks))


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

    def rules(self) -> StatusRules | None:
        path = self.project.status_rules_file
        if path not in self.read:
            self.read[path] = read_rules(path, self.project.shown(path), self.findings) if path.is_file() else None
        rules = self.read[path]
        return rules if isinstance(rules, StatusRules) else None


class _Studio(Value):
    """Everything that drawing needs, gathered once."""

    sources: _Sources
    style: HouseStyle
    design: Design
    widths: Mapping[Span, float]
    measure: Measure
    cache: ChartCache
    findings: Findings

    def picture(self, chart: Chart) -> Picture | None:
        """The picture of a chart: kept, or drawn now; None when it cannot be drawn."""
        path = self.sources.project.chart_file(chart.name or chart.label)
        spec = read_chart(path, self.sources.project.shown(path), self.findings)
        table = self.sources.table(spec.data) if spec else None
        if spec is None or table is None:
            return None
        data = bind(spec, table, self.findings, self.sources.rules() if spec.count else None)
        return self._kept_or_drawn(data, spec, self.widths[chart.span]) if data else None

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
