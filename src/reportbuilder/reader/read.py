"""A report's chapters read into its document, which is then numbered and labelled.

The Markdown is CommonMark with tables and footnotes, and MyST's labels, roles and directives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.ids import identify_chapter
from reportbuilder.document.model import (
    Block,
    Chapter,
    Document,
    Heading,
    Inline,
    Matter,
    Paragraph,
    Part,
    Status,
    Text,
)
from reportbuilder.document.numbering import number_chapters
from reportbuilder.files.inputs import read_text, shown
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.project.settings import Numbering, PartEntry, ReportFolder, check_chapter_file
from reportbuilder.reader.blocks import BlockReader
from reportbuilder.reader.checks import advise, check_chapter, check_no_notes, check_notes, check_places
from reportbuilder.reader.directive import Directive, ReleasedVersions, no_released_versions
from reportbuilder.reader.directives import build_directive, directives_of
from reportbuilder.reader.expressions import ExpressionFiller, expression_plugin
from reportbuilder.reader.inlines import InlineReader, RoleReader, SourceCursor
from reportbuilder.reader.leftovers import leftovers, report_leftover
from reportbuilder.reader.sources import Sources
from reportbuilder.reader.versions_table import version_words

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&!\n:~^$%#@•▪◦●○‣∙']|  |\+\+|==|--")


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[\w-]+:.*\n|[ \t#-].*\n|\n)+(?:---|\.\.\.)[ \t]*(?:\n|$)")


def make_parser() -> MarkdownIt:
    """CommonMark with tables, footnotes, labels, roles and colon fences; indented text is no program code."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.validateLink = _any_address  # type: ignore[method-assign]
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(sub_plugin).use(superscript_plugin)
    parser.use(myst_role_plugin).use(colon_fence_plugin).use(myst_block_plugin).use(expression_plugin)
    return parser.disable(["myst_line_comment", "myst_block_break", "text_join"])  # it hides what stood behind “\\”


def _any_address(url: str) -> bool:
    """Accept every address of a link: addresses are checked, and reported, after parsing."""
    return True


class ReportReader:
    """Reads the chapters of one report.

    `spoiled` collects the labels of blocks that could not be read, so that references to them are not reported too.
    """

    def __init__(
        self,
        project: ReportFolder,
        sources: Sources,
        diagnostics: Diagnostics,
        released: ReleasedVersions = no_released_versions,
    ) -> None:
        self.project = project
        self.diagnostics = diagnostics
        self.words = language_of(project.settings.language).report
        self.sources = sources
        self.released = released
        self.spoiled: set[str] = set()
        self.parser = make_parser()
        self.filler = ExpressionFiller(project, self.sources, diagnostics)
        self.inline_reader = InlineReader(RoleReader(self, diagnostics), self.filler, diagnostics)

    @cached_property
    def status_words(self) -> dict[Status, str]:
        """The words of the statuses: those of the report's rules, or else of its language."""
        rules = self.sources.rules()
        own = rules.words if rules is not None else {}
        return {status: own.get(status.value, self.words.statuses[status.value]) for status in Status}

    @cached_property
    def version_words(self) -> Mapping[str, str]:
        """The words about the report's version, by their names."""
        settings = self.project.settings
        return version_words(settings.version, settings.language)

    def chapter(self, text: str, file: str, matter: Matter) -> Chapter:
        """A chapter from its text; nothing in it is numbered yet."""
        return _ChapterReading(self, text, file).chapter(matter)

    def inlines(self, text: str, place: Place) -> tuple[Inline, ...]:
        """Markdown on one line, from a place anywhere."""
        if not _MARKUP.search(text):
            return (Text(protect(typographic(text)), place),) if text else ()
        tokens = self.parser.parseInline(" ".join(text.split()), {})
        return self.inline_reader.read(tokens[0].children or (), SourceCursor(text, place))

    def cell_blocks(self, text: str, place: Place) -> tuple[Block, ...]:
        """Markdown of one or more paragraphs, from a place anywhere."""
        if "\n" not in text:
            children = self.inlines(text, place)
            return (Paragraph(children, place),) if children else ()
        reader = BlockReader(self.parser, self.inline_reader, self._no_directive, self.diagnostics, place)
        return reader.read(text, place.line)

    def _no_directive(self, directive: Directive) -> tuple[Block, ...]:
        message = f"“{{{directive.name}}}” cannot stand in a cell."
        self.diagnostics.add(Code.DIRECTIVE_PLACE, message, directive.place, "Put it into a chapter.")
        return ()


class _ChapterReading:
    """Reads one chapter; the `ReadingContext` of its directives."""

    def __init__(self, report: ReportReader, text: str, file: str) -> None:
        self._report = report
        self._text = text
        self._file = file
        self.project = report.project
        self.sources = report.sources
        self.released = report.released
        self.words = report.words
        self.diagnostics = report.diagnostics
        self.inlines = report.inlines
        self.cell_blocks = report.cell_blocks
        self.plain = report.filler.words
        self._reader = BlockReader(
            report.parser,
            report.inline_reader,
            self._directive,
            report.diagnostics,
            Place(file, 1, 1),
            text.split("\n"),
            frozenset(directives_of(report.project.registry)),
            spoiled=report.spoiled,
        )

    @property
    def status_words(self) -> dict[Status, str]:
        return self._report.status_words

    def blocks(self, text: str, first_line: int) -> tuple[Block, ...]:
        return self._reader.read(text, first_line)

    def chapter(self, matter: Matter) -> Chapter:
        front = _FRONT_MATTER.match(self._text)
        if front:
            message = "A chapter has no settings of its own; these belong to the report as a whole."
            hint = "Remove what stands between the lines “---”; title, author and date stand in report.yaml."
            self.diagnostics.add(Code.FRONT_MATTER, message, Place(self._file, 1, 1), hint)
        begin = front.end() if front else 0
        blocks = self.blocks(self._text[begin:], 1 + self._text.count("\n", 0, begin))
        check_chapter(blocks, self._file, self.diagnostics)
        check_places(blocks, self._reader.notes.values(), self.diagnostics)
        check_notes(blocks, self.diagnostics)
        advise((*blocks, *(block for note in self._reader.notes.values() for block in note.blocks)), self.diagnostics)
        title = next((b for b in blocks if isinstance(b, Heading) and b.level == 1), None)
        heading = title or Heading(1, (), "", place=Place(self._file, 1, 1))
        rest = tuple(block for block in blocks if block is not title)
        return identify_chapter(Chapter(heading, rest, matter, dict(self._reader.notes), self._file))

    def _directive(self, directive: Directive) -> tuple[Block, ...]:
        blocks = build_directive(directive, self)
        if not blocks:
            self._report.spoiled.add(directive.argument)
            self._report.spoiled.update(
                self.sources.like_chart(directive.argument) if directive.name == "chart" else ()
            )
        if " " in directive.argument:  # no label, and told as such
            self._report.spoiled.add("-".join(directive.argument.split()))
        return blocks


def read_document(
    project: ReportFolder,
    diagnostics: Diagnostics,
    sources: Sources | None = None,
    released: ReleasedVersions = no_released_versions,
) -> Document:
    """The document of a report, as far as it could be read; `sources` are its data, where the caller reads more of it.

    `released` gives the versions that were released before; it is called only where the text has a table of them.

    Blocks and chapters with errors are left out, and reported in `diagnostics`; the document is complete only when it
    has no errors.
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

    def may_exist(label: str) -> bool:
        """Whether a label may be in text that could not be read: any label, when a whole chapter could not."""
        return not complete or label in reader.spoiled

    numbered = project.settings.numbering is Numbering.CHAPTERS
    done = number_chapters(tuple(chapters.values()), project.settings.language, numbered, may_exist, diagnostics)
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
