"""Walking through blocks, and rewriting them: what is nested in what is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reportbuilder.content.model import (
    Block,
    Callout,
    ChangeNote,
    Chart,
    Figure,
    Heading,
    Inline,
    List,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Revised,
    Revision,
    Signature,
    StatusMark,
    Styled,
    Table,
    Text,
)
from reportbuilder.values import replace

Inlines = tuple[Inline, ...]
InlineChange = Callable[[Inlines], Inlines]
BlockChange = Callable[[Block], Block]

_SILENT = frozenset("“”‘’\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that say nothing by themselves: quotation marks around nothing, and what has no width."""


def blocks_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks in reading order, those inside lists, quotes and callouts after what they are in."""
    for block in blocks:
        yield block
        if isinstance(block, Quote | Callout):
            yield from blocks_in(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from blocks_in(item.blocks)


def map_blocks(blocks: tuple[Block, ...], change: BlockChange) -> tuple[Block, ...]:
    """The blocks changed one by one, in reading order."""
    return tuple(_map_block(block, change) for block in blocks)


def map_inlines(blocks: tuple[Block, ...], change: InlineChange) -> tuple[Block, ...]:
    """The blocks with every paragraph, heading, caption and cell changed, in reading order."""
    return tuple(_map_inline(block, change) for block in blocks)


def inlines_in(blocks: Iterable[Block]) -> Iterator[Inline]:
    """All inline content in reading order, what is inside links and stressed words after what it is in."""
    found: list[Inlines] = []

    def keep(inlines: Inlines) -> Inlines:
        found.append(inlines)
        return inlines

    map_inlines(tuple(blocks), keep)
    return (inline for inlines in found for inline in within(inlines))


def said_again(inlines: Inlines) -> Inlines:
    """Inline content for where it is said once more: without its references to notes and the marks of changes."""
    found: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Revised):
            found.extend(said_again(inline.children) if inline.revision is not Revision.DELETED else ())
        elif isinstance(inline, Styled):
            found.append(replace(inline, children=said_again(inline.children)))
        elif not isinstance(inline, NoteReference):
            found.append(inline)
    return tuple(found)


def within(inlines: Inlines) -> Iterator[Inline]:
    """Inline content and what is inside it."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Styled):
            yield from within(inline.children)


def plain(inlines: Inlines) -> str:
    """The words of inline content, without its notes."""
    found: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            found.append(inline.text)
        elif isinstance(inline, Styled):
            found.append(plain(inline.children))
        elif isinstance(inline, StatusMark):
            found.append(inline.word)
    return "".join(found)


def says_something(inlines: Inlines) -> bool:
    """Whether anything of inline content, but for its notes, can be seen and read aloud."""
    seen = any(not c.isspace() and c not in _SILENT for c in plain(inlines))
    return seen or any(isinstance(inline, PageReference) for inline in within(inlines))


def _map_block(block: Block, change: BlockChange) -> Block:
    block = change(block)
    if isinstance(block, Quote | Callout):
        return replace(block, blocks=map_blocks(block.blocks, change))
    if isinstance(block, List):
        return replace(block, items=tuple(replace(i, blocks=map_blocks(i.blocks, change)) for i in block.items))
    return block


def _map_inline(block: Block, change: InlineChange) -> Block:
    match block:
        case Heading() | Paragraph() | ChangeNote():
            children = change(block.children)
            return block if children is block.children else replace(block, children=children)
        case List():
            return replace(block, items=tuple(replace(i, blocks=map_inlines(i.blocks, change)) for i in block.items))
        case Quote() | Callout():
            return replace(block, blocks=map_inlines(block.blocks, change))
        case Signature():
            return replace(block, lines=tuple(change(line) for line in block.lines))
        case Figure():
            return replace(block, caption=change(block.caption))
        case Chart():
            return replace(block, title=change(block.title), source=change(block.source))
        case Table():
            return _map_table(block, change)
        case _:
            return block


def _map_table(table: Table, change: InlineChange) -> Table:
    return replace(
        table,
        caption=change(table.caption),
        columns=tuple(replace(column, label=change(column.label)) for column in table.columns),
        rows=tuple(
            replace(row, cells=tuple(replace(cell, blocks=map_inlines(cell.blocks, change)) for cell in row.cells))
            for row in table.rows
        ),
        notes=tuple(change(note) for note in table.notes),
        source=change(table.source),
    )
