"""Checks of the text of a chapter: its outline, misplaced blocks, footnotes in titles, alternative texts.

The last section gives advice on accessibility that goes beyond what standards require.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics, Place
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
    Note,
    NoteReference,
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import blocks_in, has_words, inlines_in, plain, within


def check_outline(blocks: Sequence[Block], file: str, diagnostics: Diagnostics) -> None:
    """Report headings of a chapter that do not make an outline."""
    _check_title(blocks, file, diagnostics)
    _check_levels([block for block in blocks if isinstance(block, Heading)], diagnostics)


def check_blocks(blocks: tuple[Block, ...], notes: Iterable[Note], diagnostics: Diagnostics) -> None:
    """Report what is wrong with blocks of a chapter, or with its footnotes, each by itself: images without an
    alternative text, blocks that stand inside others, references to footnotes in a chapter's title, which stands above
    the columns that notes are set in. Give advice on accessibility."""
    notes = tuple(notes)
    for block in blocks_in(blocks):
        if isinstance(block, Figure):
            _check_alt(block, diagnostics)
    check_places(blocks, notes, diagnostics)
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            check_no_notes((block,), "a chapter title", diagnostics)
    advise((*blocks, *(block for note in notes for block in note.blocks)), diagnostics)


def check_no_notes(blocks: Sequence[Block], where: str, diagnostics: Diagnostics) -> None:
    """Report references to footnotes in content that cannot have any; `where` names it in words."""
    for inline in inlines_in(blocks):
        if isinstance(inline, NoteReference):
            message = f"A footnote cannot be referred to in {where}."
            diagnostics.add(Code.FOOTNOTE_PLACE, message, inline.place, "Refer to it in the text, or say it there.")


def check_places(blocks: Sequence[Block], notes: Iterable[Note], diagnostics: Diagnostics) -> None:
    """Report blocks inside others that cannot contain them, because they would be missing from the pages."""
    for block in blocks:
        match block:
            case Callout():
                _check_inside(block.blocks, "an aside", (Paragraph, List, Table), diagnostics)
            case Quote():
                _check_inside(block.blocks, "a quote", (Paragraph, List), diagnostics)
            case List():
                inner = [child for item in block.items for child in item.blocks]
                _check_inside([child for child in inner if isinstance(child, Break)], "a list", (), diagnostics)
                check_places(inner, (), diagnostics)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        _check_inside(cell.blocks, "a cell", (Paragraph, List), diagnostics)
            case Heading() | Paragraph() | Chart() | Figure() | KeyFigures() | Signature() | StatusLegend():
                pass  # words and pictures alone
            case ChangeNote() | Break() | CustomBlock():
                pass
            case _:
                assert_never(block)
    for note in notes:
        _check_inside(note.blocks, "a footnote", (Paragraph,), diagnostics)


def _check_inside(
    blocks: Sequence[Block], where: str, allowed: tuple[type[Block], ...], diagnostics: Diagnostics
) -> None:
    for block in blocks:
        if not isinstance(block, allowed):
            report_misplaced(block, where, diagnostics)
        elif isinstance(block, List):
            for item in block.items:
                _check_inside(item.blocks, where, allowed, diagnostics)
        elif isinstance(block, Table):
            check_places((block,), (), diagnostics)


def report_misplaced(block: Block, where: str, diagnostics: Diagnostics) -> None:
    """Report a block inside another that cannot contain it; `where` names that one ("a quote")."""
    message = f"{_name(block)} cannot stand in {where}."
    outer = "table" if where == "a cell" else where.split(" ", 1)[1]
    diagnostics.add(Code.BLOCK_PLACE, message, block.place, f"Put it before or after the {outer}.")


def _name(block: Block) -> str:
    match block:
        case Heading():
            return "A heading"
        case Paragraph():
            return "A paragraph"
        case List():
            return "A list"
        case Table():
            return "A table"
        case Figure():
            return "An image"
        case Chart():
            return "A chart"
        case KeyFigures():
            return "A set of key figures"
        case Quote():
            return "A quote"
        case Callout():
            return "An aside"
        case Signature():
            return "A signature"
        case StatusLegend():
            return "The key to the statuses"
        case ChangeNote():
            return "A remark about a change"
        case Break():
            return "A break"
        case CustomBlock():
            return f"A {block.name_in('en')}"
        case _:
            assert_never(block)


def _check_title(blocks: Sequence[Block], file: str, diagnostics: Diagnostics) -> None:
    titles = [block for block in blocks if isinstance(block, Heading) and block.level == 1]
    hint = "A chapter has one heading “# …”, on its first line; the others have two hashes or more."
    if not titles:
        place = blocks[0].place if blocks else Place(file, 1, 1)
        diagnostics.add(Code.HEADING_TITLE, "The chapter has no heading of the first level.", place, hint)
        return
    if blocks[0] is not titles[0]:
        message = "This stands before the chapter's heading."
        diagnostics.add(Code.HEADING_TITLE, message, blocks[0].place, hint)
    for title in titles[1:]:
        message = f"The chapter has a second heading of the first level; the first is at {titles[0].place}."
        diagnostics.add(Code.HEADING_TITLE, message, title.place, hint)


def _check_levels(headings: Sequence[Heading], diagnostics: Diagnostics) -> None:
    before = 1
    for heading in headings:
        if heading.level > before + 1:
            message = f"This heading is of level {heading.level}, and the one before it of level {before}."
            hint = f"Write it with {before + 1} hashes: “{'#' * (before + 1)} …”."
            diagnostics.add(Code.HEADING_SKIPPED, message, heading.place, hint)
        waits = any(isinstance(inline, Link) for inline in within(heading.children))  # for the words of what it names
        if not has_words(heading.children) and not waits:
            diagnostics.add(
                Code.HEADING_EMPTY, "This heading has no words.", heading.place, "Give it words, or remove it."
            )
        before = heading.level


def _check_alt(figure: Figure, diagnostics: Diagnostics) -> None:
    if not figure.alt and not figure.decorative:
        message = "The image has no text for who cannot see it."
        hint = "Add “:alt: what the image shows”; or “:decorative: true”, if it adds nothing to the text."
        diagnostics.add(Code.FIGURE_WITHOUT_ALT, message, figure.place, hint)
    elif figure.alt and figure.decorative:
        message = "The image has a text for who cannot see it, and is called decorative."
        diagnostics.add(Code.FIGURE_ALT, message, figure.place, "Remove one of the two.")


_VAGUE = frozenset(
    {"hier", "klik hier", "kijk hier", "lees hier", "zie hier", "lees meer", "lees verder", "deze link", "link"}
    | {"here", "click here", "see here", "read more", "this link"}
)
"""What a link says that is read by itself, out of a list of links, and then says nothing."""


def advise(blocks: tuple[Block, ...], diagnostics: Diagnostics) -> None:
    """Add notes about what is not accessible to readers who listen to the report."""
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
    """For each row, whether its cell in a column has content; cells that span columns do not count."""
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if at == index:
                yield bool(cell.blocks) and cell.columns == 1
            at += cell.columns


def _folded(words: str) -> str:
    return " ".join(words.split()).rstrip(".:…»›> ").casefold()
