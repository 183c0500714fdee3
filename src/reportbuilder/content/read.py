"""A report's folder to its document: every chapter read, checked and numbered."""

from __future__ import annotations

from collections.abc import Mapping

from reportbuilder.content.markdown import ReportReader
from reportbuilder.content.model import Chapter, Document, Part
from reportbuilder.content.numbering import number_chapters
from reportbuilder.problems import Findings
from reportbuilder.project import Numbering, PartEntry, Project, check_chapter_file, read_text, shown


def read_document(project: Project, findings: Findings) -> Document | None:
    """The document of a report; None when anything in it is wrong, and then all that is wrong is in the findings."""
    own = Findings()
    reader = ReportReader(project, own)
    if not project.order:
        message = "The report has no parts, so it would have no pages."
        own.error(
            "report-empty", message, project.places.place("parts"), "Name a chapter: “body: [chapters/begin.md]”."
        )
    entries = (*project.order, *((project.colophon,) if project.colophon else ()))
    read = {entry: _read_chapter(entry, reader) for entry in entries if entry.made is None}
    chapters = {entry: chapter for entry, chapter in read.items() if chapter is not None}
    numbered = project.settings.numbering is Numbering.CHAPTERS
    done = number_chapters(tuple(chapters.values()), reader.words, numbered, reader.spoiled, own)
    findings.problems.extend(own.problems)
    if own.failed:
        return None
    return _assemble(project, dict(zip(chapters, done, strict=True)))


def _read_chapter(entry: PartEntry, reader: ReportReader) -> Chapter | None:
    if not check_chapter_file(reader.project, entry, reader.findings):
        return None
    path = reader.project.chapter_file(entry.name)
    text = read_text(path, reader.findings, entry.place)
    return reader.chapter(text, shown(path), entry.matter) if text is not None else None


def _assemble(project: Project, chapters: Mapping[PartEntry, Chapter]) -> Document:
    parts = tuple(Part(entry.matter, entry.made or chapters[entry], entry.place) for entry in project.order)
    colophon = chapters[project.colophon] if project.colophon else None
    return Document(project.settings.language, parts, colophon)
