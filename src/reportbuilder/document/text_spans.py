"""Text spans: the words of a paragraph, a cell, a caption or a title as one string, with the places of its characters.

Checks search them for figures and claims, across the boundaries of emphasised words and links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue, SourceCell
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
from reportbuilder.document.walk import plain
from reportbuilder.values import Value, replace

_ROW_NUMBERS = frozenset(("nr.", "nr", "no.", "no", "#"))  # the headings of columns that number the rows
PLACEHOLDER = "\ufffc"
"""Stands in a text span for words that are generated, such as references: their numbers are no figures."""


class TextSpan(Value):
    """A string of the document. `pieces` are its texts, each with the index of its first character; `block` is the
    place of the block that it is in, `cell` the cell of a data file that it comes from."""

    text: str
    pieces: tuple[tuple[int, Text], ...]
    block: Place
    heading: bool = False
    cell: SourceCell | None = None

    def place_at(self, at: int) -> Place:
        """The place in the source of the character with an index."""
        start, text = next(((s, t) for s, t in reversed(self.pieces) if s <= at), (0, Text("", self.block)))
        return _place(text, at - start)


def spans_of(chapter: Chapter) -> Iterator[TextSpan]:
    """The text spans of a chapter in reading order, its footnotes last; pictures and their alternative texts are left
    out."""
    for block in (chapter.heading, *chapter.blocks):
        yield from spans_of_block(block, chapter.file)
    for note in chapter.notes.values():
        yield from spans_of_note(note, chapter.file)


def spans_of_block(block: Block, file: str) -> Iterator[TextSpan]:
    """The text spans of a block of the chapter in a file."""
    return _block_spans((block,), Place(), file)


def spans_of_note(note: Note, file: str) -> Iterator[TextSpan]:
    """The text spans of a footnote of the chapter in a file."""
    return (replace(words, block=note.place) for words in _block_spans(note.blocks, note.place, file))


def source_place(place: Place, lines: Sequence[str]) -> Place:
    """The line and column of a character whose column was counted as if its paragraph stood on one line; `lines` are
    those of the file."""
    line, column = place.line, place.column
    while 0 < line < len(lines) and column > len(lines[line - 1]):
        column += len(lines[line]) - len(lines[line].lstrip()) - len(lines[line - 1]) - 1
        line += 1
    return replace(place, line=line, column=column)


def _block_spans(blocks: Iterable[Block], inside: Place, file: str) -> Iterator[TextSpan]:
    """The text spans of blocks; `inside` is the place of the outer block that they are in, if they are in one."""
    for block in blocks:
        place = inside if inside.file else block.place
        match block:
            case Heading() | Paragraph() | ChangeNote():
                yield _span(block.children, place, heading=isinstance(block, Heading))
            case List():
                for item in block.items:
                    yield from _block_spans(item.blocks, inside, file)
            case Quote():
                yield from _block_spans(block.blocks, place, file)
                yield _plain_span(block.attribution, block.filled, place, block.place)
            case Callout():
                yield _plain_span(block.title, block.filled, place, block.place)
                yield from _block_spans(block.blocks, place, file)
            case Signature():
                yield from (_span(line, place) for line in block.lines)
            case Figure():
                yield _span(block.caption, place)
            case Chart():
                yield _span(block.title, place)
                yield _span(block.source, place)
            case KeyFigures():
                yield from (_plain_span(item.words, item.filled, place, item.place) for item in block.items)
            case Table():
                yield from _table_spans(block, place, file)
            case CustomBlock():
                yield from (_span(text, place) for text in block.texts().values())
            case StatusLegend() | Break():  # no sentence, no figure
                pass
            case _:
                assert_never(block)


def _table_spans(table: Table, place: Place, file: str) -> Iterator[TextSpan]:
    yield _span(table.caption, place)
    for column in table.columns:
        yield _span(column.label, place)
    for row in table.rows:
        index = 0
        for cell in row.cells:
            column = table.columns[index]
            index += cell.columns
            if plain(column.label).casefold() in _ROW_NUMBERS:
                continue
            source = SourceCell(cell.place, "", column.key) if cell.place.file != file and cell.place.file else None
            yield from (replace(words, cell=source) for words in _block_spans(cell.blocks, place, file))
    for note in table.notes:
        yield _span(note, place)
    yield _span(table.source, place)


def _plain_span(words: str, filled: tuple[BoundValue, ...], block: Place, place: Place) -> TextSpan:
    return TextSpan(words, ((0, Text(words, place, filled)),), block)


def _span(inlines: tuple[Inline, ...], block: Place, heading: bool = False) -> TextSpan:
    """The text span of inline content."""
    texts: list[str] = []
    pieces: list[tuple[int, Text]] = []

    def add(inlines: tuple[Inline, ...], generated: bool) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    if not generated:
                        pieces.append((sum(map(len, texts)), inline))
                    texts.append(PLACEHOLDER if generated else inline.text)
                case Link():
                    add(inline.children, inline.target.startswith("#") or plain(inline.children) == inline.target)
                case Emphasis() | Strong() | Foreign() | Script() | Revised():
                    add(inline.children, generated)
                case StatusMark():
                    texts.append(inline.word)
                case PageReference() | NoteReference() | Sparkline() | LineBreak():
                    texts.append(PLACEHOLDER)
                case _:
                    assert_never(inline)

    add(inlines, False)
    return TextSpan("".join(texts), tuple(pieces), block, heading)


def _place(text: Text, at: int) -> Place:
    """The place of a character of a text, which is written on one line: figures are longer or shorter there."""
    place, shift = text.place, at
    for filled in text.filled:
        if filled.at < at and filled.place.line == place.line:
            shift += len(filled.written) - len(filled.text)
    return replace(place, column=place.column + shift) if place.column else place
