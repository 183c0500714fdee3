"""Numbers, labels and references: "Tabel 3", "2.1", the label of every heading and figure, the words of references.

Every heading, table, figure and set of key figures gets a label of its own; then the references of the text, which name
labels, get their words, and footnotes their numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TypeVar, assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
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
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import Inlines, blocks_in, map_blocks, map_inlines, plain
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.i18n.typography import ends_in_abbreviation
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
) -> tuple[Chapter, ...]:
    """The chapters in reading order, numbered (those of the body, if `numbered`), labelled, and their references in
    words of the language.

    `may_exist` tells whether a label may be in text that could not be read, so that references to it are not reported.
    """
    several = sum(chapter.matter is Matter.APPENDIX for chapter in chapters) > 1
    labels = _Labels(language_of(language).report, language, numbered, several, diagnostics)
    labels.reserve(chapters)
    labelled = tuple(labels.chapter(chapter) for chapter in chapters)
    return tuple(
        _References(labels.targets, may_exist, diagnostics, chapter.notes, chapter.heading.label).chapter(chapter)
        for chapter in labelled
    )


class ReferenceTarget(Value):
    """The target of references: the words of a reference to it, and its place."""

    words: str
    place: Place


class _Labels(Mutable):
    """Numbers and labels headings, tables and figures in reading order."""

    words: ReportWords
    language: str
    numbered_chapters: bool
    several_appendices: bool
    diagnostics: Diagnostics
    targets: dict[str, ReferenceTarget] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _chapters: int = 0
    _tables: int = 0
    _figures: int = 0

    def reserve(self, chapters: tuple[Chapter, ...]) -> None:
        """Reserve the labels that authors gave, so that no other block gets one of them."""
        blocks = (block for chapter in chapters for block in (chapter.heading, *blocks_in(chapter.blocks)))
        self._taken.update(block.label for block in blocks if isinstance(block, Labelled) and block.label)

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its numbers and labels."""
        heading = chapter.heading
        if self.numbered_chapters and chapter.matter is Matter.BODY:
            self._chapters += 1
            heading = replace(heading, number=str(self._chapters))
        labelled = self._labelled(heading, self._chapter_words(heading, chapter.matter))
        blocks = map_blocks(chapter.blocks, self._block)
        return replace(chapter, heading=labelled, blocks=blocks)

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
        self._figures += 1
        number = f"{self.words.figure.capitalize()} {self._figures}"
        return self._labelled(replace(block, number=number), _inside(number))

    def _table_number(self) -> str:
        self._tables += 1
        return f"{self.words.table.capitalize()} {self._tables}"

    def _chapter_words(self, heading: Heading, matter: Matter) -> str:
        title = self._quoted(plain(heading.children))
        if matter is Matter.APPENDIX:
            return f"{self.words.appendix} {title}" if self.several_appendices else self.words.appendix
        return f"{self.words.chapter}\u00a0{heading.number}" if heading.number else title

    def _quoted(self, title: str) -> str:
        return f"{self.words.opening_quote}{title}{self.words.closing_quote}"

    def _labelled(self, block: L, words: str) -> L:
        label = block.label or self._free_label(block)
        known = self.targets.get(label)
        if known is not None:
            message = f"The label “{label}” stands at {known.place} too."
            self.diagnostics.add(Code.LABEL_DUPLICATE, message, block.place, "Give one of them another label.")
        else:
            self.targets[label] = ReferenceTarget(words, block.place)
        return replace(block, label=label)

    def _free_label(self, block: Labelled) -> str:
        wanted = _slug(_name(block)) or type(block).__name__.lower()
        label, count = wanted, 1
        while label in self._taken:
            count += 1
            label = f"{wanted}-{count}"
        self._taken.add(label)
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


class _References(Mutable):
    """Puts the references of one chapter into words, and numbers its footnotes in order. `name` is the
    chapter's label."""

    targets: Mapping[str, ReferenceTarget]
    may_exist: Callable[[str], bool]
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
            case StatusMark() | LineBreak():
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
        target = self.targets.get(label)
        if target is None and not self.may_exist(label):
            message = f"There is no label “{label}” in this report."
            self.diagnostics.add(
                Code.LABEL_UNKNOWN, message, place, nearest(label, self.targets) if self.targets else ""
            )
        return target

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
