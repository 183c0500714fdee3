"""A report's folder to its document: every chapter read, checked and numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Chapter, Document, Part
from reportbuilder.document.numbering import number_chapters
from reportbuilder.files.inputs import read_text, shown
from reportbuilder.project.settings import Numbering, PartEntry, ReportFolder, check_chapter_file
from reportbuilder.reader.checks import check_no_notes
from reportbuilder.reader.directive import ReleasedVersions, no_released_versions
from reportbuilder.reader.leftovers import leftovers, report_leftover
from reportbuilder.reader.markdown import ReportReader
from reportbuilder.reader.sources import Sources


def read_document(
    project: ReportFolder,
    diagnostics: Diagnostics,
    sources: Sources | None = None,
    released: ReleasedVersions = no_released_versions,
) -> Document:
    """The document of a report, as far as it could be read; `sources` are for whoever reads on in the same data.

    `released` gives the versions that were released before; it is called only where the text has a table of them.

    Blocks, chapters and a colophon that are wrong are absent, and the findings say why; only without errors there is
    the document whole.
    """
    reader = ReportReader(project, sources or Sources(project, diagnostics), diagnostics, released)
    if not project.order:
        message = "The report has no parts, so it would have no pages."
        diagnostics.add(
            Code.REPORT_EMPTY, message, project.places.place("parts"), "Name a chapter: “body: [chapters/begin.md]”."
        )
    _check_words(project, diagnostics)
    read = {entry: _read_chapter(entry, reader) for entry in _chapter_entries(project)}
    chapters = {entry: chapter for entry, chapter in read.items() if chapter is not None}
    complete = len(chapters) == len(read)

    def lost(label: str) -> bool:
        """Whether a label may stand in what could not be read: a chapter that was not may hold any."""
        return not complete or label in reader.spoiled

    numbered = project.settings.numbering is Numbering.CHAPTERS
    done = number_chapters(tuple(chapters.values()), project.settings.language, numbered, lost, diagnostics)
    return _assemble(project, dict(zip(chapters, done, strict=True)))


def _read_chapter(entry: PartEntry, reader: ReportReader) -> Chapter | None:
    """The chapter that an entry names; None, and problems, when its file cannot be read."""
    if not check_chapter_file(reader.project, entry, reader.diagnostics):
        return None
    path = reader.project.chapter_file(entry.name)
    text = read_text(path, reader.diagnostics, entry.place, reader.project.root)
    if text is None:
        return None
    chapter = reader.chapter(text, shown(path), entry.matter)
    if entry == reader.project.colophon:
        check_no_notes((chapter.heading, *chapter.blocks), "the colophon", reader.diagnostics)
    return chapter


def _check_words(project: ReportFolder, diagnostics: Diagnostics) -> None:
    """Report marks of Markdown and of other programs in the settings whose words stand on the cover and in the
    metadata, where no Markdown is read."""
    settings = project.settings
    written: dict[tuple[str, ...], str | None] = {
        **{(key,): getattr(settings, key) for key in ("title", "subtitle", "unit", "motto", "publisher", "author")},
        ("version", "label"): settings.version.label,
        ("version", "note"): settings.version.note,
    }
    for path, text in written.items():
        for _, words, rule in leftovers(text or "", plain=True):
            report_leftover(words, rule, project.places.place(*path), diagnostics)


def _chapter_entries(project: ReportFolder) -> Iterator[PartEntry]:
    """The chapters of a report, the colophon last; one that is named twice, a problem already, only once."""
    seen: set[str] = set()
    for entry in (*project.order, *((project.colophon,) if project.colophon else ())):
        if entry.made is None and entry.name not in seen:
            seen.add(entry.name)
            yield entry


def _assemble(project: ReportFolder, chapters: Mapping[PartEntry, Chapter]) -> Document:
    """The report's parts in order, without the chapters that are not there."""
    contents = ((entry, entry.made or chapters.get(entry)) for entry in project.order)
    parts = tuple(Part(entry.matter, content, entry.place) for entry, content in contents if content is not None)
    return Document(project.settings.language, parts, chapters.get(project.colophon) if project.colophon else None)
