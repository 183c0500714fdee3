"""Numbers, labels and references: "Tabel 3", "2.1", the label of every heading and figure, the words of references.

Every heading, table, figure and set of key figures gets a label of its own; then the references of the text, which name
labels, get their words, and footnotes their numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar, assert_never, cast

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place, nearest
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    Link,
    List,
    Matter,
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Revised,
    Script,
    Signature,
    Sparkline,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import Inlines, blocks_in, map_blocks, map_inlines, plain
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.i18n.typography import ends_in_abbreviation
from reportbuilder.memo import Memo, Same, Trace
from reportbuilder.values import Mutable, Value, field, replace

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
Labelled = Heading | Table | Chart | Figure | KeyFigures | CustomBlock
L = TypeVar("L", bound=Labelled)
_SENTENCE_END = re.compile(r"[.!?…][’”\")]*\s+$")


def number_chapters(
    chapters: tuple[Chapter, ...],
    language: str,
    numbered: bool,
    may_exist: Callable[[str], bool],
    diagnostics: Diagnostics,
    memo: Memo | None = None,
) -> tuple[Chapter, ...]:
    """The chapters in reading order, numbered (those of the body, if `numbered`), labelled, and their references in
    words of the language.

    `may_exist` tells whether a label may be in text that could not be read, so that references to it are not reported.
    A chapter that the `memo` remembers is numbered again only when a number or label that reaches it is another one;
    blocks to which numbering gives what it gave them before are the very same objects.
    """
    memo = memo or Memo()
    several = sum(chapter.matter is Matter.APPENDIX for chapter in chapters) > 1
    report = _ReportLabels(language, numbered, several, memo, diagnostics)
    report.reserve(chapters)
    labelled = tuple(report.chapter(chapter) for chapter in chapters)
    references = _ReportReferences(report.targets, may_exist, memo, diagnostics)
    return tuple(references.chapter(chapter, was) for was, chapter in zip(chapters, labelled, strict=True))


class ReferenceTarget(Value):
    """The target of references: the words of a reference to it, and its place."""

    words: str
    place: Place


class _Counts(Value):
    """How many chapters, tables and figures are numbered before a chapter."""

    chapters: int = 0
    tables: int = 0
    figures: int = 0


class _LabelledChapter(Value, eq=False):
    """A chapter with its numbers and labels, the targets and the further labels that it adds to those of the report,
    and how many chapters, tables and figures are numbered after it."""

    chapter: Chapter
    targets: Mapping[str, ReferenceTarget]
    taken: frozenset[str]
    counts: _Counts


class _IsTaken(Value):
    """The question whether a label is taken elsewhere in the report."""

    label: str


class _ReportLabels(Mutable):
    """Numbers and labels the chapters of a report in reading order."""

    language: str
    numbered_chapters: bool
    several_appendices: bool
    memo: Memo
    diagnostics: Diagnostics
    targets: dict[str, ReferenceTarget] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _counts: _Counts = _Counts()

    def reserve(self, chapters: tuple[Chapter, ...]) -> None:
        """Reserve the labels that authors gave, so that no other block gets one of them."""
        for chapter in chapters:
            self._taken |= self.memo.get("own labels", Same(chapter), partial(_own_labels, chapter))

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its numbers and labels."""
        key = (Same(chapter), self.language, self.numbered_chapters, self.several_appendices, self._counts)

        def compute(trace: Trace) -> tuple[_LabelledChapter, tuple[Diagnostic, ...]]:
            found = Diagnostics()
            words = language_of(self.language).report
            numbered, several = self.numbered_chapters, self.several_appendices
            labels = _Labels(words, self.language, numbered, several, found, trace, self._counts)
            return labels.chapter(chapter), tuple(found.problems)

        done, problems = self.memo.traced("labels", key, self._answer, compute)
        self.diagnostics.problems.extend(problems)
        self.targets.update(done.targets)
        self._taken |= done.taken
        self._counts = done.counts
        return self.memo.kept("labelled chapters", Same(chapter), done.chapter)

    def _answer(self, question: Hashable) -> object:
        """Whether a label is taken, or what it leads to: None when it leads nowhere yet."""
        if isinstance(question, _IsTaken):
            return question.label in self._taken
        return self.targets.get(cast(str, question))


def _own_labels(chapter: Chapter) -> frozenset[str]:
    blocks = (chapter.heading, *blocks_in(chapter.blocks))
    return frozenset(block.label for block in blocks if isinstance(block, Labelled) and block.label)


class _Labels(Mutable):
    """Numbers and labels headings, tables and figures of one chapter in reading order; asks the `trace` what labels are
    taken and lead to in chapters before it."""

    words: ReportWords
    language: str
    numbered_chapters: bool
    several_appendices: bool
    diagnostics: Diagnostics
    trace: Trace
    counts: _Counts
    targets: dict[str, ReferenceTarget] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def chapter(self, chapter: Chapter) -> _LabelledChapter:
        """The chapter with its numbers and labels."""
        heading = chapter.heading
        if self.numbered_chapters and chapter.matter is Matter.BODY:
            self.counts = replace(self.counts, chapters=self.counts.chapters + 1)
            heading = replace(heading, number=str(self.counts.chapters))
        labelled = self._labelled(heading, self._chapter_words(heading, chapter.matter))
        blocks = map_blocks(chapter.blocks, self._block)
        done = replace(chapter, heading=labelled, blocks=blocks)
        return _LabelledChapter(done, self.targets, frozenset(self.taken), self.counts)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | List() | Quote() | Callout() | Signature() | StatusLegend() | ChangeNote() | Break():
                return block
            case Heading():
                return self._labelled(block, self._quoted(plain(block.children)))
            case Table():
                number = self._table_number() if block.caption else ""
                return self._labelled(replace(block, number=number), _inside(number) or self.words.table)
            case Chart():
                return self._figure(block)
            case Figure():
                return self._figure(block) if block.caption else self._labelled(block, self.words.figure)
            case KeyFigures():
                return self._labelled(block, self._quoted(block.title))
            case CustomBlock():
                return self._labelled(block, block.name_in(self.language))
            case _:
                assert_never(block)

    def _figure(self, block: Chart | Figure) -> Block:
        self.counts = replace(self.counts, figures=self.counts.figures + 1)
        number = f"{self.words.figure.capitalize()} {self.counts.figures}"
        return self._labelled(replace(block, number=number), _inside(number))

    def _table_number(self) -> str:
        self.counts = replace(self.counts, tables=self.counts.tables + 1)
        return f"{self.words.table.capitalize()} {self.counts.tables}"

    def _chapter_words(self, heading: Heading, matter: Matter) -> str:
        title = self._quoted(plain(heading.children))
        if matter is Matter.APPENDIX:
            return f"{self.words.appendix} {title}" if self.several_appendices else self.words.appendix
        return f"{self.words.chapter}\u00a0{heading.number}" if heading.number else title

    def _quoted(self, title: str) -> str:
        return f"{self.words.opening_quote}{title}{self.words.closing_quote}"

    def _labelled(self, block: L, words: str) -> L:
        label = block.label or self._free_label(block)
        known = self.targets.get(label) or cast(ReferenceTarget | None, self.trace.ask(label))
        if known is not None:
            message = f"The label “{label}” stands at {known.place} too."
            self.diagnostics.add(Code.LABEL_DUPLICATE, message, block.place, "Give one of them another label.")
        else:
            self.targets[label] = ReferenceTarget(words, block.place)
        return replace(block, label=label)

    def _free_label(self, block: Labelled) -> str:
        wanted = _slug(_name(block)) or type(block).__name__.lower()
        label, count = wanted, 1
        while label in self.taken or self.trace.ask(_IsTaken(label)):
            count += 1
            label = f"{wanted}-{count}"
        self.taken.add(label)
        return label


def _name(block: Labelled) -> str:
    match block:
        case Heading():
            return plain(block.children)
        case Figure():
            return PurePosixPath(block.path).stem
        case Table():
            return plain(block.caption) or block.number
        case Chart():
            return plain(block.title)
        case KeyFigures():
            return block.title
        case CustomBlock():
            return plain(next(iter(block.texts().values()), ()))
        case _:
            assert_never(block)


def _slug(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_IN_SLUG.sub("-", decomposed).strip("-")[:60].strip("-")


def _inside(number: str) -> str:
    """A number as it stands inside a sentence: "tabel 1", not broken off."""
    return f"{number[:1].lower()}{number[1:]}".replace(" ", "\u00a0")


class _ReportReferences(Value, eq=False):
    """Puts the references of chapters into words, with the targets of the whole report."""

    targets: Mapping[str, ReferenceTarget]
    may_exist: Callable[[str], bool]
    memo: Memo
    diagnostics: Diagnostics

    def chapter(self, chapter: Chapter, before: Chapter) -> Chapter:
        """A labelled chapter with its references in words; `before` is the chapter as it was read."""

        def compute(trace: Trace) -> tuple[Chapter, tuple[Diagnostic, ...]]:
            found = Diagnostics()
            done = _References(trace, found, chapter.notes, chapter.heading.label).chapter(chapter)
            return self._settled(done, before), tuple(found.problems)

        done, problems = self.memo.traced("references", Same(chapter), self._answer, compute)
        self.diagnostics.problems.extend(problems)
        return done

    def _settled(self, done: Chapter, before: Chapter) -> Chapter:
        """A numbered chapter with the very same blocks as the last time where they are equal to those."""
        pairs = zip((done.heading, *done.blocks), (before.heading, *before.blocks), strict=True)
        heading, *blocks = (self.memo.kept("numbered", Same(was), block) for block, was in pairs)
        notes = {
            label: self.memo.kept("numbered notes", (before.file, label), note) for label, note in done.notes.items()
        }
        assert isinstance(heading, Heading)  # what went in comes out
        settled = replace(done, heading=heading, blocks=tuple(blocks), notes=notes)
        return self.memo.kept("numbered chapters", Same(before), settled)

    def _answer(self, label: Hashable) -> object:
        """What a label leads to; where it leads nowhere, a hint if that is a problem, or else None."""
        assert isinstance(label, str)
        target = self.targets.get(label)
        if target is not None or self.may_exist(label):
            return target
        return nearest(label, self.targets) if self.targets else ""


class _References(Mutable):
    """Puts the references of one chapter into words, and numbers its footnotes in order. `name` is the
    chapter's label; the `trace` is asked what labels lead to."""

    trace: Trace
    diagnostics: Diagnostics
    notes: Mapping[str, Note]
    name: str
    numbers: dict[str, int] = field(default_factory=dict)

    def chapter(self, chapter: Chapter) -> Chapter:
        heading, *blocks = map_inlines((chapter.heading, *chapter.blocks), self.sequence)
        done: dict[str, Note] = {}
        while fresh := [label for label in self.numbers if label in self.notes and label not in done]:
            for label in fresh:
                note = self.notes[label]
                body = map_inlines(note.blocks, self.sequence)
                done[label] = replace(note, label=self._unique(label), number=self.numbers[label], blocks=body)
        for note in self.notes.values():
            if note.label not in done:
                message = f"Nothing refers to the footnote “{note.label}”."
                hint = f"Write [^{note.label}] in the text, or remove the note."
                self.diagnostics.add(Code.FOOTNOTE_UNUSED, message, note.place, hint)
        assert isinstance(heading, Heading)  # what went in comes out
        unique = {note.label: note for note in done.values()}
        return replace(chapter, heading=heading, blocks=tuple(blocks), notes=unique)

    def sequence(self, inlines: Inlines, opening: bool = True) -> Inlines:
        """The inlines with their references in words; the same tuple where there are none."""
        if all(isinstance(inline, Text) for inline in inlines):
            return inlines
        found: list[Inline] = []
        for inline in inlines:
            found.append(self._one(inline, _opens(found, opening)))
        return tuple(found)

    def _one(self, inline: Inline, opening: bool) -> Inline:
        match inline:
            case Text():
                return inline
            case Link(target=target) if target.startswith("#"):
                return self._link(inline, opening)
            case Emphasis() | Strong() | Foreign() | Script() | Link():
                return replace(inline, children=self.sequence(inline.children, opening))
            case PageReference():
                self._target(inline.label, inline.place)
                return replace(inline, prefix=_capital(inline.prefix)) if opening else inline
            case NoteReference():
                return self._note(inline)
            case Revised():
                return replace(inline, children=self.sequence(inline.children, opening))
            case StatusMark() | Sparkline() | LineBreak():
                return inline
            case _:
                assert_never(inline)

    def _link(self, link: Link, opening: bool) -> Link:
        """The link with its words: its own, or else those of what it leads to; none where it leads nowhere."""
        target = self._target(link.target[1:], link.place)
        if link.children:
            return replace(link, children=self.sequence(link.children, opening))
        if target is None:
            return link
        words = _capital(target.words) if opening else target.words
        return replace(link, children=(Text(words, link.place),))

    def _target(self, label: str, place: Place) -> ReferenceTarget | None:
        answer = self.trace.ask(label)
        if isinstance(answer, str):
            message = f"There is no label “{label}” in this report."
            self.diagnostics.add(Code.LABEL_UNKNOWN, message, place, answer)
            return None
        return cast(ReferenceTarget | None, answer)

    def _note(self, reference: NoteReference) -> NoteReference:
        if reference.label not in self.notes:
            message = f"There is no footnote “{reference.label}” in this chapter."
            hint = nearest(reference.label, self.notes) or f"Add a line “[^{reference.label}]: …”."
            self.diagnostics.add(Code.FOOTNOTE_UNKNOWN, message, reference.place, hint)
        number = self.numbers.setdefault(reference.label, len(self.numbers) + 1)
        return replace(reference, label=self._unique(reference.label), number=number)

    def _unique(self, label: str) -> str:
        """A footnote's label in the report: each chapter has its own."""
        return f"{self.name}-{label}"


def _opens(before: list[Inline], opening: bool) -> bool:
    """Whether the inline content after `before` begins a sentence."""
    if not before:
        return opening
    last = before[-1]
    if not isinstance(last, Text):
        return False
    return bool(_SENTENCE_END.search(last.text)) and not ends_in_abbreviation(last.text)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
