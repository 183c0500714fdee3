"""Traversal and rewriting of blocks and inline content: the one module that knows how they are nested.

Paragraphs and plain text come first in every `match`: nearly all values are one of these, and a class pattern that does
not match takes five times as long as one that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import TypeVar, assert_never

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
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    Link,
    List,
    ListItem,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Revised,
    Revision,
    Row,
    Script,
    Signature,
    Sparkline,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.values import replace

T = TypeVar("T")
H = TypeVar("H", bound=Quote | Callout | ListItem | Cell)
Inlines = tuple[Inline, ...]
InlineChange = Callable[[Inlines], Inlines]
BlockChange = Callable[[Block], Block]

_SILENT = frozenset("“”‘’\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that are no words by themselves: quotation marks, and characters without a width."""


def all_chapters(document: Document) -> tuple[Chapter, ...]:
    """The chapters of a document in reading order, and its colophon."""
    return (*document.chapters, *((document.colophon,) if document.colophon else ()))


def blocks_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks in reading order, those inside lists, quotes and callouts after what they are in."""
    for block in blocks:
        yield block
        match block:
            case Paragraph() | Heading() | ChangeNote() | Signature() | Break() | StatusLegend():
                pass
            case Quote() | Callout():
                yield from blocks_in(block.blocks)
            case List():
                for item in block.items:
                    yield from blocks_in(item.blocks)
            case Table() | Chart() | Figure() | KeyFigures() | CustomBlock():  # cells hold text alone
                pass
            case _:
                assert_never(block)


def map_blocks(blocks: tuple[Block, ...], change: BlockChange) -> tuple[Block, ...]:
    """The blocks changed one by one, in reading order; the same tuple where none of them changes."""
    return _unless_same(blocks, [_map_block(block, change) for block in blocks])


def map_inlines(blocks: tuple[Block, ...], change: InlineChange) -> tuple[Block, ...]:
    """The blocks with every paragraph, heading, caption and cell changed, in reading order; the same tuple where none
    of them changes."""
    return _unless_same(blocks, [_map_inline(block, change) for block in blocks])


def inlines_in(blocks: Iterable[Block]) -> Iterator[Inline]:
    """All inline content in reading order, what is inside links and stressed words after what it is in."""
    return (inline for inlines in _inlines_of(blocks) for inline in within(inlines))


def _inlines_of(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Every paragraph, heading, caption and cell, in the order of `map_inlines`; nothing is made anew for it."""
    for block in blocks:
        match block:
            case Paragraph() | Heading() | ChangeNote():
                yield block.children
            case List():
                for item in block.items:
                    yield from _inlines_of(item.blocks)
            case Quote() | Callout():
                yield from _inlines_of(block.blocks)
            case Signature():
                yield from block.lines
            case Figure():
                yield block.caption
            case Chart():
                yield block.title
                yield block.source
            case Table():
                yield block.caption
                yield from (column.label for column in block.columns)
                for row in block.rows:
                    for cell in row.cells:
                        yield from _inlines_of(cell.blocks)
                yield from block.notes
                yield block.source
            case CustomBlock():
                yield from block.texts().values()
            case KeyFigures() | StatusLegend() | Break():  # no inline content of the author's
                pass
            case _:
                assert_never(block)


def repeatable(inlines: Inlines) -> Inlines:
    """Inline content as it can be repeated elsewhere (in the contents, in a continued caption): without its references
    to footnotes and the marks of changes."""
    found: list[Inline] = []
    for inline in inlines:
        match inline:
            case Revised():
                found.extend(repeatable(inline.children) if inline.revision is not Revision.DELETED else ())
            case Emphasis() | Strong() | Foreign() | Script() | Link():
                found.append(replace(inline, children=repeatable(inline.children)))
            case Text() | PageReference() | StatusMark() | Sparkline() | LineBreak():
                found.append(inline)
            case NoteReference():
                pass
            case _:
                assert_never(inline)
    return tuple(found)


def within(inlines: Inlines) -> Iterator[Inline]:
    """Inline content and what is inside it."""
    for inline in inlines:
        yield inline
        match inline:
            case Text() | PageReference() | NoteReference() | StatusMark() | Sparkline() | LineBreak():
                pass
            case Emphasis() | Strong() | Foreign() | Script() | Link() | Revised():
                yield from within(inline.children)
            case _:
                assert_never(inline)


def plain(inlines: Inlines) -> str:
    """The words of inline content, without its notes."""
    found: list[str] = []
    for inline in inlines:
        match inline:
            case Text():
                found.append(inline.text)
            case Emphasis() | Strong() | Foreign() | Script() | Link() | Revised():
                found.append(plain(inline.children))
            case StatusMark() | Sparkline():
                found.append(inline.word)
            case LineBreak():
                found.append(" ")
            case PageReference() | NoteReference():  # known when pages are made; said where it is met
                pass
            case _:
                assert_never(inline)
    return "".join(found)


def has_words(inlines: Inlines) -> bool:
    """Whether inline content has anything that can be seen and read aloud; references to footnotes do not count."""
    seen = any(not c.isspace() and c not in _SILENT for c in plain(inlines))
    return seen or any(isinstance(inline, PageReference) for inline in within(inlines))


def _unless_same(before: tuple[T, ...], after: list[T]) -> tuple[T, ...]:
    """The new values as a tuple; the old tuple itself where no value changed, so that most of a report is shared and
    not copied."""
    return before if all(map(is_, before, after)) else tuple(after)


def _map_block(block: Block, change: BlockChange) -> Block:
    block = change(block)
    match block:
        case Paragraph() | Heading() | ChangeNote() | Signature() | Break() | StatusLegend():
            return block
        case Quote() | Callout():
            return _with_blocks(block, map_blocks(block.blocks, change))
        case List():
            return _with_items(block, [_with_blocks(item, map_blocks(item.blocks, change)) for item in block.items])
        case Table() | Chart() | Figure() | KeyFigures() | CustomBlock():  # cells hold text alone
            return block
        case _:
            assert_never(block)


def _map_inline(block: Block, change: InlineChange) -> Block:
    match block:
        case Paragraph() | Heading() | ChangeNote():
            children = change(block.children)
            return block if children is block.children else replace(block, children=children)
        case List():
            return _with_items(block, [_with_blocks(item, map_inlines(item.blocks, change)) for item in block.items])
        case Quote() | Callout():
            return _with_blocks(block, map_inlines(block.blocks, change))
        case Signature():
            return replace(block, lines=tuple(change(line) for line in block.lines))
        case Figure():
            return replace(block, caption=change(block.caption))
        case Chart():
            return replace(block, title=change(block.title), source=change(block.source))
        case Table():
            return _map_table(block, change)
        case CustomBlock():
            return block.with_texts({name: change(text) for name, text in block.texts().items()})
        case KeyFigures() | StatusLegend() | Break():  # no inline content of the author's
            return block
        case _:
            assert_never(block)


def _map_table(table: Table, change: InlineChange) -> Table:
    return replace(
        table,
        caption=change(table.caption),
        columns=tuple(replace(column, label=change(column.label)) for column in table.columns),
        rows=_unless_same(table.rows, [_map_row(row, change) for row in table.rows]),
        notes=tuple(change(note) for note in table.notes),
        source=change(table.source),
    )


def _map_row(row: Row, change: InlineChange) -> Row:
    cells = _unless_same(row.cells, [_with_blocks(cell, map_inlines(cell.blocks, change)) for cell in row.cells])
    return row if cells is row.cells else replace(row, cells=cells)


def _with_blocks(holder: H, blocks: tuple[Block, ...]) -> H:
    return holder if blocks is holder.blocks else replace(holder, blocks=blocks)


def _with_items(block: List, items: list[ListItem]) -> List:
    kept = _unless_same(block.items, items)
    return block if kept is block.items else replace(block, items=kept)
