"""The concept edition: the report with its changes since the version before it, and the marks of a concept on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportbuilder.compare.change_list import to_chapter, to_csv, to_markdown
from reportbuilder.compare.changes import Change, Comparison
from reportbuilder.compare.comparable import comparable_report
from reportbuilder.compare.comparison import compare
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.tree import ComparableReport
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Document, MadePage, Matter, Part, change_label
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.draft import mark_draft
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.project.settings import ReportFolder
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import TagTree
from reportbuilder.values import Value, replace


class Concept(Value, eq=False):
    """A concept's pages and their meaning, and its list of changes as files, by name."""

    layout: Layout
    tags: TagTree
    files: Mapping[str, bytes]


def set_concept(
    project: ReportFolder,
    read: Document,
    drawn: Document,
    material: Material,
    earlier: ComparableReport | None,
    diagnostics: Diagnostics,
    marks: RedlineMode = RedlineMode.ALL,
) -> Concept:
    """The pages of a concept: `read` is the document as it was read, which is compared with the earlier version, and
    `drawn` the same with its charts drawn, in which the changes are marked."""
    document, changes = drawn, tuple[Change, ...]()
    if earlier is not None:
        own = comparable_report(project, read, Diagnostics())  # its problems were reported when it was read
        found = compare(earlier, own)
        changes, document = found.changes, _redlined(drawn, found, earlier.version, marks)
    tags = tag_document(document, len(material.design.cover.texts))
    layout = lay_out(document, tags, material, diagnostics)
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, str, diagnostics
    )
    pages = mark_draft(setter, layout, PAGE_WORDS[document.language].concept, stamp_of(material, document.language))
    return Concept(pages, tags, _files(changes, earlier.version, layout, read.language) if earlier is not None else {})


def _redlined(document: Document, found: Comparison, number: str, marks: RedlineMode) -> Document:
    """The document with its changes marked, and their list behind its cover."""
    phrases = phrases_of(document.language)
    marked = redline(document, found, phrases, marks)
    listed = Part(Matter.FRONT, to_chapter(found.changes, number, marked, phrases), inserted=True)
    at = next((i + 1 for i, part in enumerate(marked.parts) if part.content is MadePage.COVER), 0)
    return replace(marked, parts=(*marked.parts[:at], listed, *marked.parts[at:]))


def stamp_of(material: Material, language: str) -> str:
    """What every page of a concept says: its status, number, label and date; a label that has the date says it."""
    imprint, word = material.imprint, PAGE_WORDS[language].version
    number = f"{word}\u00a0{imprint.number}" if imprint.number else ""
    said = imprint.version.replace("\u00a0", " ")
    date = "" if imprint.date.replace("\u00a0", " ") in said else imprint.date
    return " · ".join(filter(None, (imprint.status, number, imprint.version, date)))


def _files(changes: Sequence[Change], number: str, layout: Layout, language: str) -> Mapping[str, bytes]:
    """The list of changes for whoever does not read the PDF."""
    phrases, name = phrases_of(language), PAGE_WORDS[language].changes
    labels = {change.number: change_label(change.number) for change in changes}
    spots = {
        change: (layout.pages_by_label[label], layout.lines_by_label.get(label, 0))
        for change, label in labels.items()
        if label in layout.pages_by_label
    }
    return {
        f"{name}.md": to_markdown(changes, number, phrases, spots).encode(),
        f"{name}.csv": to_csv(changes, phrases, spots).encode(),
    }
