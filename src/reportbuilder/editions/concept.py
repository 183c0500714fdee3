"""The concept edition: the report with its changes since the version before it, and the marks of a concept on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportbuilder.compare.change_list import to_chapter, to_csv, to_markdown
from reportbuilder.compare.changes import Change, Comparison
from reportbuilder.compare.comparable import comparable_report
from reportbuilder.compare.comparison import compare
from reportbuilder.compare.difference import comparable_draft, older_version, read_comparable
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.redline import redline
from reportbuilder.compare.tree import ComparableReport
from reportbuilder.diagnostics import Code, Diagnostics, ExitCode, Place, ReportError
from reportbuilder.document.model import Document, MadePage, Matter, Part, change_label
from reportbuilder.files.inputs import shown
from reportbuilder.files.temporary import work_folder
from reportbuilder.i18n.change_phrases import phrases_of
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.draft import mark_draft
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.project.resources import Resources
from reportbuilder.project.settings import ReportFolder, VersionSettings
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import TagTree
from reportbuilder.values import Value, replace
from reportbuilder.versions.drafts import open_version, version_before
from reportbuilder.versions.register import register_file


class Earlier(Value, eq=False):
    """The version that a report is compared with: its number, and what it says."""

    number: str
    copy: ComparableReport


class Concept(Value, eq=False):
    """A concept's pages and their meaning, and its list of changes as files, by name."""

    layout: Layout
    tags: TagTree
    files: Mapping[str, bytes]


def read_earlier(
    folder: Path,
    workplace: Resources,
    version: VersionSettings | None,
    missing: Mapping[str, str],
    diagnostics: Diagnostics,
) -> Earlier | None:
    """The version before the one that is made of the report in a folder, read to be compared with it: its `missing`
    figures are printed as in that. None when there is none, or, with a problem, when it cannot be read. What was wrong
    with it in its time is not told again."""
    before = version_before(folder, version, diagnostics)
    if before is None:
        return None
    with work_folder() as into:
        draft = open_version(folder, before, workplace, into, diagnostics)
        if draft is None:
            return None
        try:
            return Earlier(str(before.number), comparable_draft(draft, missing, Diagnostics()))
        except ReportError as error:
            message = f"Version {before.number} cannot be read by this reportbuilder: {error.problems[0].message}"
            hint = "Build the concept with the reportbuilder that the version was released with."
            diagnostics.add(Code.VERSION_UNREADABLE, message, Place(shown(register_file(folder))), hint)
            return None


def read_older(
    folder: Path, start: str | None, end: str | None, workplace: Resources, missing: Mapping[str, str]
) -> Earlier:
    """The version that a version `end`, or the working text, is compared with, and whose `missing` figures are printed
    as in that: `start`, or the newest before it; raises ReportError."""
    diagnostics = Diagnostics()
    version = older_version(folder, start, end, diagnostics)
    if version is None:
        raise ReportError(diagnostics, ExitCode.PROJECT)
    return Earlier(str(version.number), read_comparable(folder, str(version.number), workplace, missing))


def set_concept(
    project: ReportFolder,
    read: Document,
    drawn: Document,
    material: Material,
    earlier: Earlier | None,
    diagnostics: Diagnostics,
    marks: RedlineMode = RedlineMode.ALL,
) -> Concept:
    """The pages of a concept: `read` is the document as it was read, which is compared with the earlier version, and
    `drawn` the same with its charts drawn, in which the changes are marked."""
    document, changes = drawn, tuple[Change, ...]()
    if earlier is not None:
        found = compare(
            earlier.copy, comparable_report(project, read, Diagnostics())
        )  # its problems were told when it was read
        changes, document = found.changes, _redlined(drawn, found, earlier.number, marks)
    tags = tag_document(document, len(material.design.cover.texts))
    layout = lay_out(document, tags, material, diagnostics)
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, str, diagnostics
    )
    pages = mark_draft(setter, layout, PAGE_WORDS[document.language].concept, stamp_of(material, document.language))
    return Concept(pages, tags, _files(changes, earlier.number, layout, read.language) if earlier is not None else {})


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
