"""What could be better for readers who do not see the page: notes, for no standard asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chart,
    CustomBlock,
    Figure,
    Heading,
    KeyFigures,
    Link,
    List,
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import blocks_in, has_words, inlines_in, plain

_VAGUE = frozenset(
    {"hier", "klik hier", "kijk hier", "lees hier", "zie hier", "lees meer", "lees verder", "deze link", "link"}
    | {"here", "click here", "see here", "read more", "this link"}
)
"""What a link says that is read by itself, out of a list of links, and then says nothing."""


def advise(blocks: tuple[Block, ...], diagnostics: Diagnostics) -> None:
    """Note what a reader who hears the report would miss."""
    for block in blocks_in(blocks):
        match block:
            case Figure():
                path = PurePosixPath(block.path)
                _advise_alt(block, (plain(block.caption), path.name, path.stem), diagnostics)
            case Chart():
                _advise_alt(block, (plain(block.title),), diagnostics)
            case Table():
                _advise_headers(block, diagnostics)
            case Heading() | Paragraph() | List() | Quote() | Callout() | Signature() | KeyFigures() | StatusLegend():
                pass
            case ChangeNote() | Break() | CustomBlock():
                pass
            case _:
                assert_never(block)
    for inline in inlines_in(blocks):
        if isinstance(inline, Link) and _folded(plain(inline.children)) in _VAGUE:
            message = f"The link says only “{plain(inline.children)}”, not where it leads."
            hint = "Make words that name it the link: “Zie het [jaarplan](…)”."
            diagnostics.add(Code.LINK_VAGUE, message, inline.place, hint)


def _advise_alt(block: Figure | Chart, others: Iterable[str], diagnostics: Diagnostics) -> None:
    alt = _folded(block.alt)
    if alt and alt in {_folded(other) for other in others}:
        message = f"“alt” repeats what is read already, or a file's name: “{block.alt}”."
        hint = "Say what there is to see, and what it shows."
        diagnostics.add(Code.ALT_REPEATS, message, block.place, hint)


def _advise_headers(table: Table, diagnostics: Diagnostics) -> None:
    """Note columns without a heading between others that have one; the first may do without, above the rows' names."""
    named = [has_words(column.label) for column in table.columns]
    if not any(named):
        return
    for index in range(1, len(named)):
        if not named[index] and any(_filled(table, index)):
            message = f"Column {index + 1} of the table has figures or words in it, and nothing above it."
            hint = "Say above the column what is in it; who hears the table hears that with every cell."
            diagnostics.add(Code.HEADER_EMPTY, message, table.place, hint)


def _filled(table: Table, index: int) -> Iterable[bool]:
    """Of each row whether it has something in a column of its own."""
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if at == index:
                yield bool(cell.blocks) and cell.columns == 1
            at += cell.columns


def _folded(words: str) -> str:
    return " ".join(words.split()).rstrip(".:…»›> ").casefold()
