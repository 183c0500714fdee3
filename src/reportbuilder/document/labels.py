"""Numbers and labels: every heading, table, figure and set of key figures gets a label of its own."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TypeVar, assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Figure,
    Heading,
    KeyFigures,
    List,
    Matter,
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import blocks_in, map_blocks, plain
from reportbuilder.i18n.report_words import Words
from reportbuilder.values import Mutable, Value, field, replace

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
Labelled = Heading | Table | Chart | Figure | KeyFigures | CustomBlock
L = TypeVar("L", bound=Labelled)


class Target(Value):
    """Something that can be referred to: what a reference to it says, and where it stands."""

    words: str
    place: Place


class Labels(Mutable):
    """What has been numbered and labelled so far, in reading order."""

    words: Words
    language: str
    numbered_chapters: bool
    several_appendices: bool
    diagnostics: Diagnostics
    targets: dict[str, Target] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _chapters: int = 0
    _tables: int = 0
    _figures: int = 0

    def reserve(self, chapters: tuple[Chapter, ...]) -> None:
        """Keep the labels that were given free for those who were given them."""
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
            self.targets[label] = Target(words, block.place)
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
