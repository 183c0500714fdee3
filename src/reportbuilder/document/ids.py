"""Ids of blocks, by which structure, layout and comparison refer to a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, assert_never, cast
from unicodedata import normalize

from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    Cell,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Document,
    Figure,
    Heading,
    KeyFigures,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Row,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.memo import Memo, Same
from reportbuilder.values import replace

T = TypeVar("T")
B = TypeVar("B", bound=Block)
H = TypeVar("H", ListItem, Cell, Note)


def identify_chapter(chapter: Chapter, name: str = "") -> Chapter:
    """The chapter with an id for every block, its heading and its footnotes' blocks included.

    An id is the name of the chapter (its file, when none is given) and the block's number in reading order, from 1:
    `chapters/start.md#12`. Ids that are there already are kept, unless another block has the same, so that a chapter to
    which blocks were added (by a comparison, say) can be identified again: the new ones are numbered apart,
    `chapters/start.md#+1`.
    """
    return _identified_chapter(chapter, name or chapter.file, set())


def identify(document: Document) -> Document:
    """The document with an id for every block, as `identify_chapter` gives them; chapters that are of no file are named
    by their places among its parts."""
    taken: set[str] = set()
    parts = tuple(
        replace(part, content=_identified_chapter(part.content, part.content.file or f"part-{index}", taken))
        if isinstance(part.content, Chapter)
        else part
        for index, part in enumerate(document.parts)
    )
    colophon = document.colophon and _identified_chapter(document.colophon, document.colophon.file or "colophon", taken)
    return replace(document, parts=parts, colophon=colophon)


class ChapterIds:
    """Gives ids to the blocks of a new chapter, in reading order, as `identify_chapter` does. A run of blocks whose ids
    are those of the last time is the very same as then."""

    def __init__(self, name: str, memo: Memo) -> None:
        self._name, self._memo, self._next = normalize("NFC", name), memo, 1

    def of(self, block: B) -> B:
        """A block with its id."""
        return self._identified("block", block, lambda ids: cast(B, _identified(block, ids)))

    def of_all(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """A run of blocks with their ids."""
        return self._identified("blocks", blocks, lambda ids: _blocks(blocks, ids))

    def of_note(self, note: Note) -> Note:
        """A footnote with the ids of its blocks."""
        return self._identified("note", note, lambda ids: _holder(note, ids))

    def _identified(self, what: str, blocks: T, identify: Callable[[_Ids], T]) -> T:
        first = self._next

        def compute() -> tuple[T, int]:
            ids = _Ids(f"{self._name}#", set(), first)
            return identify(ids), ids.next

        done, self._next = self._memo.get("ids", (what, Same(blocks), self._name, first), compute)
        return done


class _Ids:
    """Gives ids that end in a number, of which `next` is the first that is free; `taken` are those that blocks have."""

    def __init__(self, prefix: str, taken: set[str], first: int = 1) -> None:
        self._prefix = prefix
        self._taken = taken
        self.next = first

    def of(self, block: Block) -> str:
        """The id of a block: its own, or a new one."""
        own = block.id
        while not own or own in self._taken:
            own = f"{self._prefix}{self.next}"
            self.next += 1
        self._taken.add(own)
        return own


def _identified_chapter(chapter: Chapter, name: str, taken: set[str]) -> Chapter:
    ids = _Ids(f"{normalize('NFC', name)}#{'+' if chapter.heading.id else ''}", taken)
    heading = replace(chapter.heading, id=ids.of(chapter.heading))
    blocks = _blocks(chapter.blocks, ids)
    notes = {label: _holder(note, ids) for label, note in chapter.notes.items()}
    return replace(chapter, heading=heading, blocks=blocks, notes=notes)


def _blocks(blocks: Iterable[Block], ids: _Ids) -> tuple[Block, ...]:
    return tuple(_identified(block, ids) for block in blocks)


def _identified(block: Block, ids: _Ids) -> Block:
    own = ids.of(block)
    match block:
        case (
            Paragraph()
            | Heading()
            | ChangeNote()
            | Signature()
            | Break()
            | StatusLegend()
            | Chart()
            | Figure()
            | KeyFigures()
            | CustomBlock()
        ):
            return block if block.id == own else replace(block, id=own)
        case Quote() | Callout():
            return replace(block, id=own, blocks=_blocks(block.blocks, ids))
        case List():
            return replace(block, id=own, items=tuple(_holder(item, ids) for item in block.items))
        case Table():
            return replace(block, id=own, rows=tuple(_row(row, ids) for row in block.rows))
        case _:
            assert_never(block)


def _row(row: Row, ids: _Ids) -> Row:
    return replace(row, cells=tuple(_holder(cell, ids) for cell in row.cells))


def _holder(holder: H, ids: _Ids) -> H:
    return replace(holder, blocks=_blocks(holder.blocks, ids)) if holder.blocks else holder
