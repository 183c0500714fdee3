"""The comparable form of a report: its document, settings, figures of charts, and digests of images."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from reportbuilder.charts.model import ChartNorm
from reportbuilder.charts.report_charts import ReportChart, charts_of
from reportbuilder.document.model import Document, Figure
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.inputs import load, shown
from reportbuilder.i18n.formats import written_date
from reportbuilder.i18n.language import ChangeWords, ReportWords, language_of
from reportbuilder.project.settings import ReportFolder
from reportbuilder.values import Value, field

_DIGITS = 8  # of an image's digest: enough to tell that it is another one


class ComparableReport(Value):
    """A version of a report in the form in which it is compared: its document (without drawn charts), the settings of
    the report as a whole by name, the figures of its charts by label, each a pair of a name and a text, and digests of
    its images by path.

    `root` is the folder from which it was read, as places have it, and `version` its number if it was released.
    """

    document: Document
    settings: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    root: str = ""
    version: str = ""


def comparable_report(
    project: ReportFolder, document: Document, charts: Mapping[str, ReportChart], version: str = ""
) -> ComparableReport:
    """Make the comparable form of a report; `version` is its number if it was released.

    `charts` are the charts of the document by the names of their files; one that could not be read is not compared.
    """
    words = language_of(document.language).report
    changes = language_of(document.language).changes
    figures = {
        chart.label: tuple(_chart_figures(charts[chart.file], words, changes))
        for chart in charts_of(document)
        if chart.file in charts
    }
    settings = _settings(project, document.language)
    return ComparableReport(document, settings, figures, _images(project, document), shown(project.root), version)


def _settings(project: ReportFolder, language: str) -> Mapping[str, str]:
    """The settings of the report as a whole that are compared, by name; without empty ones."""
    settings, version = project.settings, project.settings.version
    compared = {
        "title": settings.title,
        "subtitle": settings.subtitle,
        "unit": settings.unit,
        "year": str(settings.year),
        "language": settings.language,
        "publisher": settings.publisher,
        "author": settings.author,
        "subject": settings.subject,
        "keywords": ", ".join(settings.keywords),
        "motto": settings.motto,
        "label": version.label,
        "status": version.status.value,
        "date": written_date(version.date, language),
    }
    return {name: value for name, value in compared.items() if value}


def _images(project: ReportFolder, document: Document) -> Mapping[str, str]:
    """Digests of the images by their paths; an image that cannot be read has none."""
    digests: dict[str, str] = {}
    for chapter in document.chapters:
        for block in blocks_in(chapter.blocks):
            if isinstance(block, Figure) and block.path not in digests:
                path = project.image_file(block.path)
                if path.is_file():
                    digests[block.path] = hashlib.sha256(load(path, project.root)).hexdigest()[:_DIGITS]
    return digests


def _chart_figures(chart: ReportChart, words: ReportWords, changes: ChangeWords) -> Iterator[tuple[str, str]]:
    """The kind, unit, figures and norms of a chart, each as a pair of a name and a text. A figure is named by its
    category, preceded by its series where the chart has several."""
    data, kind = chart.data, chart.kind
    yield changes.charts[0], changes.chart_kinds.get(kind.name) or kind.title(data.language)
    if data.unit:
        yield changes.charts[1], data.unit
    norm = words.goal.lower() if data.norms_are_goals else words.norm
    for series in data.series:
        for category, value in zip(data.categories, series.values, strict=True):
            name = f"{series.name}, {category}" if len(data.series) > 1 else category
            yield name, value.text if value is not None else words.no_figure
        yield from _norm_text(f"{norm} {series.name}", series.norm)
    for category, category_norm in zip(data.categories, data.norms, strict=False):
        yield from _norm_text(f"{norm} {category}", category_norm)


def _norm_text(name: str, norm: ChartNorm | None) -> Iterator[tuple[str, str]]:
    if norm is not None:
        yield name, norm.text
