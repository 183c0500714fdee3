"""The concept edition: the report with its changes since the version before it, and the marks of a concept on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportbuilder.compare.change_list import to_chapter, to_csv, to_markdown
from reportbuilder.compare.changes import Change, Comparison
from reportbuilder.compare.comparable import ComparableReport, comparable_report
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.comparing import read_previous
from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document, MadePage, Matter, Part, change_label
from reportbuilder.editions.model import EditionPages
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.draft import mark_draft
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.loading import LoadedReport
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard
from reportbuilder.structure.build import tag_document
from reportbuilder.values import replace

register = Plugin("concept edition")


@register.edition("concept", promises=(Standard.UA1, Standard.A2A), for_drafts=True)
def concept_edition(composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
    """The report with its changes since the version before it, and a list of them as Markdown and CSV; without a
    version before it, with the marks of a concept alone."""
    report = composed.report
    root, missing = report.folder.root, report.style.missing
    previous = read_previous(root, report.resources, report.version, missing, diagnostics)
    return mark_changes(report, composed.material, composed.document, previous, diagnostics)


def mark_changes(
    report: LoadedReport,
    material: Material,
    drawn: Document,
    base: ComparableReport | None,
    diagnostics: Diagnostics,
    mode: RedlineMode = RedlineMode.ALL,
) -> EditionPages:
    """The pages of a report as a concept, with its changes since the version `base`; `drawn` is its document with its
    charts drawn, in which they are marked."""
    document, changes = drawn, tuple[Change, ...]()
    if base is not None:
        current = comparable_report(report.folder, report.document, report.charts)
        comparison = compare(base, current)
        changes, document = comparison.changes, _redlined(drawn, comparison, base.version, mode)
    tags = tag_document(document, len(material.design.cover.texts), report.resources.memo)
    layout = lay_out(document, tags, material, diagnostics)
    setter = material.setter(document.language, diagnostics)
    pages = mark_draft(
        setter, layout, language_of(document.language).pages.concept, stamp_of(material, document.language)
    )
    root, memo = str(report.folder.root), report.resources.memo
    kept = (memo.kept("pages of concepts", (root, mode, index), page) for index, page in enumerate(pages.pages))
    pages = replace(pages, pages=tuple(kept))
    files = _files(changes, base.version, layout, document.language) if base is not None else {}
    return EditionPages(pages, material, tags, files=files, document=document)


def _redlined(document: Document, comparison: Comparison, number: str, marks: RedlineMode) -> Document:
    """The document with its changes marked, and their list behind its cover."""
    phrases = phrases_of(document.language)
    marked = redline(document, comparison, phrases, marks)
    listed = Part(Matter.FRONT, to_chapter(comparison.changes, number, marked, phrases), inserted=True)
    index = next((i + 1 for i, part in enumerate(marked.parts) if part.content is MadePage.COVER), 0)
    return replace(marked, parts=(*marked.parts[:index], listed, *marked.parts[index:]))


def stamp_of(material: Material, language: str) -> str:
    """The stamp on every page of a concept: status, number, label and date; without the date when the label has it."""
    imprint, word = material.imprint, language_of(language).pages.version
    number = f"{word}\u00a0{imprint.number}" if imprint.number else ""
    label = imprint.version.replace("\u00a0", " ")
    date = "" if imprint.date.replace("\u00a0", " ") in label else imprint.date
    return " · ".join(filter(None, (imprint.status, number, imprint.version, date)))


def _files(changes: Sequence[Change], number: str, layout: Layout, language: str) -> Mapping[str, bytes]:
    """The list of changes as files beside the PDF, Markdown and CSV, by name."""
    phrases, name = phrases_of(language), language_of(language).pages.changes
    labels = {change.number: change_label(change.number) for change in changes}
    positions = {
        change: (layout.pages_by_label[label], layout.lines_by_label.get(label, 0))
        for change, label in labels.items()
        if label in layout.pages_by_label
    }
    return {
        f"{name}.md": to_markdown(changes, number, phrases, positions).encode(),
        f"{name}.csv": to_csv(changes, phrases, positions).encode(),
    }
