"""A report's chapters read into its document, which is then numbered and labelled.

The Markdown is CommonMark with tables and footnotes, and MyST's labels, roles and directives.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place
from reportbuilder.document.ids import ChapterIds
from reportbuilder.document.model import (
    Block,
    Chapter,
    Document,
    Heading,
    Inline,
    Matter,
    Note,
    Paragraph,
    Part,
    Status,
    Text,
)
from reportbuilder.document.numbering import number_chapters
from reportbuilder.files.inputs import (
    MOST_TEXT,
    ListedFolder,
    OpenedFile,
    decode,
    load,
    shown,
    tell_unreadable,
    watching_files,
)
from reportbuilder.files.remembered import look_again
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.typography import protect, typographic
from reportbuilder.memo import Memo, Same, Trace
from reportbuilder.project.settings import Numbering, PartEntry, ReportFolder, check_chapter_file
from reportbuilder.reader.blocks import BlockReader
from reportbuilder.reader.chapter_parts import ChapterPart, parts_of
from reportbuilder.reader.checks import check_blocks, check_no_notes, check_outline
from reportbuilder.reader.directive import Directive, ReleasedVersions, no_released_versions
from reportbuilder.reader.directives import build_directive, directives_of
from reportbuilder.reader.expressions import ExpressionFiller, expression_plugin
from reportbuilder.reader.inlines import InlineReader, RoleReader, SourceCursor
from reportbuilder.reader.kept_parts import KeptParts, PartAnswers, ReadBlocks
from reportbuilder.reader.leftovers import leftovers, report_leftover
from reportbuilder.reader.sources import Sources
from reportbuilder.reader.versions_table import version_words
from reportbuilder.values import Value

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


class ReadChapter(Value, eq=False):
    """A chapter that was read (None if its file is no text), the labels of what could not be read in it, and its
    problems."""

    chapter: Chapter | None
    spoiled: frozenset[str] = frozenset()
    problems: tuple[Diagnostic, ...] = ()


class ReportReader:
    """Reads the chapters of one report. What it reads is remembered, by the text and what that asked for; its problems
    are those of the chapter, and are reported by whoever asks for that."""

    def __init__(
        self, project: ReportFolder, sources: Sources, released: ReleasedVersions = no_released_versions
    ) -> None:
        self.project = project
        self.diagnostics = Diagnostics()
        self.words = language_of(project.settings.language).report
        self.sources = sources
        self.released = released
        self.openings = frozenset(directives_of(project.registry))
        self.parser = make_parser()
        self.filler = ExpressionFiller(project, self.sources, self.diagnostics)
        self.inline_reader = InlineReader(RoleReader(self, self.diagnostics), self.filler, self.diagnostics)
        self._key = (Same(project), sources.listing, tuple(sorted(sources.missing.items())))
        self._digests = PartAnswers(sources)

    @property
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

    def chapter(self, content: bytes, file: str, matter: Matter) -> ReadChapter:
        """A chapter from the bytes of its file; nothing in it is numbered yet."""
        key = (content, file, matter, *self._key)
        return self.sources.memo.traced(
            "chapters", key, self._answer, lambda trace: self._chapter(content, file, matter, trace)
        )

    def _chapter(self, content: bytes, file: str, matter: Matter, trace: Trace) -> ReadChapter:
        problems = Diagnostics()
        text = decode(content, file, problems)
        if text is None:
            return ReadChapter(None, frozenset(), tuple(problems.problems))
        front = _FRONT_MATTER.match(text)
        if front:
            message = "A chapter has no settings of its own; these belong to the report as a whole."
            hint = "Remove what stands between the lines “---”; title, author and date stand in report.yaml."
            problems.add(Code.FRONT_MATTER, message, Place(file, 1, 1), hint)
        begin = front.end() if front else 0
        body, first_line, lines = text[begin:], 1 + text.count("\n", 0, begin), text.split("\n")
        kept = self._kept_parts(file)
        parts = [self._read(part, file, lines, kept) for part in parts_of(body, first_line)]
        if len({label for part in parts for label in part.notes}) < sum(len(part.notes) for part in parts):
            parts = [self._read(ChapterPart(body, first_line), file, lines)]  # of two of one name, the first is meant
        if kept is not None:
            kept.save()
        for part in parts:
            problems.problems.extend(part.problems)
            for question in part.asked:
                trace.ask(question)
        chapter = self._joined(parts, file, matter, problems)
        chapter = self.sources.memo.kept("read chapters", (self.project.root, file), chapter)
        spoiled = frozenset(label for part in parts for label in part.spoiled)
        return ReadChapter(chapter, spoiled, tuple(problems.problems))

    def _kept_parts(self, file: str) -> KeptParts | None:
        """What an earlier process read of a chapter, when this process reads it for the first time; later on, only what
        is changed is read, and the next process can do that, too."""
        settings = (self.project.root, self.project.settings, self.sources.listing, self.sources.missing)
        first = list[KeptParts]()

        def open_kept() -> None:
            key = (settings, sorted(self.openings), file)
            first.append(KeptParts(self.sources.cache, key, self._digests))

        self.sources.memo.get("kept chapters", (file, *self._key), open_kept)
        return first[0] if first else None

    def _read(
        self, part: ChapterPart, file: str, lines: Sequence[str], kept_parts: KeptParts | None = None
    ) -> ReadBlocks:
        """The blocks of a part of a chapter with these lines."""
        memo = self.sources.memo

        def compute(trace: Trace) -> ReadBlocks:
            kept = kept_parts.get(part) if kept_parts is not None else None
            if kept is not None:
                for question in kept.asked:
                    trace.ask(question)
                return kept
            read = read_now(trace)
            if kept_parts is not None:
                kept_parts.put(part, read)
            return read

        def read_now(trace: Trace) -> ReadBlocks:
            before = len(self.diagnostics.problems)
            with watching_files(trace.ask), self.sources.watched(trace.ask, self.diagnostics):
                reading = _ChapterReading(self, file, lines)
                blocks = reading.blocks(part.text, part.line)
            found = Diagnostics()
            notes: Mapping[str, Note] = dict(reading.notes)
            check_blocks(blocks, notes.values(), found)
            problems = (*self.diagnostics.problems[before:], *found.problems)
            blocks, notes = memo.kept("read blocks", (self.project.root, file, part), (blocks, notes))
            return ReadBlocks(blocks, notes, frozenset(reading.spoiled), problems, tuple(trace.answers))

        return memo.traced("blocks", (part, file, *self._key), self._answer, compute)

    def _joined(self, parts: Sequence[ReadBlocks], file: str, matter: Matter, diagnostics: Diagnostics) -> Chapter:
        """The chapter of its parts, with an id for every block."""
        blocks = tuple(block for part in parts for block in part.blocks)
        check_outline(blocks, file, diagnostics)
        title = next((b for b in blocks if isinstance(b, Heading) and b.level == 1), None)
        heading = title or Heading(1, (), "", place=Place(file, 1, 1))
        ids = ChapterIds(file, self.sources.memo)
        heading = ids.of(heading)
        rest = tuple(
            block
            for part in parts
            for block in ids.of_all(part.blocks if title not in part.blocks else _without(part.blocks, title))
        )
        notes = {label: ids.of_note(note) for part in parts for label, note in part.notes.items()}
        return Chapter(heading, rest, matter, notes, file)

    def _answer(self, question: Hashable) -> object:
        """The answer to a question that reading asked."""
        return (
            look_again(question) if isinstance(question, OpenedFile | ListedFolder) else self.sources.answer(question)
        )

    def inlines(self, text: str, place: Place) -> tuple[Inline, ...]:
        """Markdown on one line, from a place anywhere."""
        if not _MARKUP.search(text):
            return (Text(protect(typographic(text)), place),) if text else ()
        if "{" in text:  # an expression or a role, which may depend on anything
            return self._inlines(text, place)
        before = len(self.diagnostics.problems)

        def compute() -> tuple[tuple[Inline, ...], tuple[Diagnostic, ...]]:
            found = self._inlines(text, place)
            return found, tuple(self.diagnostics.problems[before:])

        found, problems = self.sources.memo.get("words of cells", (text, place), compute)
        if len(self.diagnostics.problems) == before:
            self.diagnostics.problems.extend(problems)
        return found

    def _inlines(self, text: str, place: Place) -> tuple[Inline, ...]:
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


def _without(blocks: tuple[Block, ...], title: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not title)


class _ChapterReading:
    """Reads a part of a chapter; the `ReadingContext` of its directives.

    `spoiled` collects the labels of blocks that could not be read, so that references to them are not reported too.
    """

    def __init__(self, report: ReportReader, file: str, lines: Sequence[str]) -> None:
        self._report = report
        self.project = report.project
        self.sources = report.sources
        self.released = report.released
        self.words = report.words
        self.diagnostics = report.diagnostics
        self.inlines = report.inlines
        self.cell_blocks = report.cell_blocks
        self.plain = report.filler.words
        self.spoiled: set[str] = set()
        self._reader = BlockReader(
            report.parser,
            report.inline_reader,
            self._directive,
            report.diagnostics,
            Place(file, 1, 1),
            lines,
            report.openings,
            spoiled=self.spoiled,
        )

    @property
    def status_words(self) -> dict[Status, str]:
        return self._report.status_words

    @property
    def notes(self) -> Mapping[str, Note]:
        """The footnotes that were read."""
        return self._reader.notes

    def blocks(self, text: str, first_line: int) -> tuple[Block, ...]:
        return self._reader.read(text, first_line)

    def _directive(self, directive: Directive) -> tuple[Block, ...]:
        blocks = build_directive(directive, self)
        if not blocks:
            self.spoiled.add(directive.argument)
            self.spoiled.update(self.sources.like_chart(directive.argument) if directive.name == "chart" else ())
        if " " in directive.argument:  # no label, and told as such
            self.spoiled.add("-".join(directive.argument.split()))
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
    has no errors. A chapter of which nothing changed that reaches it is the very same object as the last time.
    """
    sources = sources or Sources(project, diagnostics)
    reader = ReportReader(project, sources, released)
    if not project.order:
        message = "The report has no parts, so it would have no pages."
        diagnostics.add(
            Code.REPORT_EMPTY, message, project.places.place("parts"), "Name a chapter: “body: [chapters/begin.md]”."
        )
    sources.memo.collected("words of settings", Same(project), diagnostics, lambda found: _check_words(project, found))
    read = {entry: _read_chapter(entry, reader, diagnostics) for entry in _chapter_entries(project)}
    chapters = {entry: one.chapter for entry, one in read.items() if one is not None and one.chapter is not None}
    complete = len(chapters) == len(read)
    spoiled = frozenset(label for one in read.values() if one is not None for label in one.spoiled)

    def may_exist(label: str) -> bool:
        """Whether a label may be in text that could not be read: any label, when a whole chapter could not."""
        return not complete or label in spoiled

    numbered = project.settings.numbering is Numbering.CHAPTERS
    read_chapters, language, memo = tuple(chapters.values()), project.settings.language, sources.memo
    done = number_chapters(read_chapters, language, numbered, may_exist, diagnostics, memo)
    return _assemble(project, dict(zip(chapters, done, strict=True)), memo)


def _read_chapter(entry: PartEntry, reader: ReportReader, diagnostics: Diagnostics) -> ReadChapter | None:
    """The chapter that an entry names; None, and problems, when its file cannot be read."""
    project, sources = reader.project, reader.sources
    key = (entry, Same(project), sources.listing)
    there = sources.memo.collected(
        "chapter files", key, diagnostics, lambda found: check_chapter_file(project, entry, found)
    )
    if not there:
        return None
    path = project.chapter_file(entry.name)
    try:
        content = load(path, project.root, MOST_TEXT)
    except OSError as error:
        tell_unreadable(path, error, diagnostics, entry.place)
        return None
    read = reader.chapter(content, shown(path), entry.matter)
    diagnostics.problems.extend(read.problems)
    if read.chapter is not None and entry == project.colophon:
        check_no_notes((read.chapter.heading, *read.chapter.blocks), "the colophon", diagnostics)
    return read


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


def _assemble(project: ReportFolder, chapters: Mapping[PartEntry, Chapter], memo: Memo) -> Document:
    """The report's parts in order, without the chapters that are not there: the very same document as the last time
    when all of it is."""
    contents = ((entry, entry.made or chapters.get(entry)) for entry in project.order)
    parts = tuple(Part(entry.matter, content, entry.place) for entry, content in contents if content is not None)
    colophon = chapters.get(project.colophon) if project.colophon else None
    language = project.settings.language
    key = (language, Same(colophon), *((part.matter, part.place, Same(part.content)) for part in parts))
    return memo.get("document", key, lambda: Document(language, parts, colophon))
