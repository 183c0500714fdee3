"""What is read in one go: the words of a paragraph, a cell, a caption or a title, with where each figure came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import Filled, SourceCell
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
from reportbuilder.document.walk import plain
from reportbuilder.values import Value, replace

_ROW_NUMBERS = frozenset(("nr.", "nr", "no.", "no", "#"))  # the headings of columns that number the rows
ASIDE = "\ufffc"
"""Stands for words that are made for the author, such as references: their numbers are no figures."""


class Stretch(Value):
    """Words that are read in one go; `cell` is the cell of a data file that they are from."""

    text: str
    pieces: tuple[tuple[int, Text], ...]
    block: Place
    heading: bool = False
    cell: SourceCell | None = None

    def place_at(self, at: int) -> Place:
        """The place of one of its characters."""
        start, text = next(((s, t) for s, t in reversed(self.pieces) if s <= at), (0, Text("", self.block)))
        return _place(text, at - start)


def stretches_of(chapter: Chapter) -> Iterator[Stretch]:
    """All that a chapter says, in reading order, its footnotes last; pictures and descriptions of them are no text."""
    yield from _stretches((chapter.heading, *chapter.blocks), Place(), chapter.file)
    for note in chapter.notes.values():
        yield from (replace(words, block=note.place) for words in _stretches(note.blocks, note.place, chapter.file))


def unfolded(place: Place, lines: Sequence[str]) -> Place:
    """The place of a character of a paragraph that goes on to further lines, counted as if it were one: on the line of
    the file where it is."""
    line, column = place.line, place.column
    while 0 < line < len(lines) and column > len(lines[line - 1]):
        column += len(lines[line]) - len(lines[line].lstrip()) - len(lines[line - 1]) - 1
        line += 1
    return replace(place, line=line, column=column)


def _stretches(blocks: Iterable[Block], inside: Place, file: str) -> Iterator[Stretch]:
    """The words of blocks; `inside` is the block that is placed as a whole, if they are in one."""
    for block in blocks:
        place = inside if inside.file else block.place
        match block:
            case Heading() | Paragraph() | ChangeNote():
                yield _stretch(block.children, place, heading=isinstance(block, Heading))
            case List():
                for item in block.items:
                    yield from _stretches(item.blocks, inside, file)
            case Quote():
                yield from _stretches(block.blocks, place, file)
                yield _line(block.attribution, block.filled, place, block.place)
            case Callout():
                yield _line(block.title, block.filled, place, block.place)
                yield from _stretches(block.blocks, place, file)
            case Signature():
                yield from (_stretch(line, place) for line in block.lines)
            case Figure():
                yield _stretch(block.caption, place)
            case Chart():
                yield _stretch(block.title, place)
                yield _stretch(block.source, place)
            case KeyFigures():
                yield from (_line(item.words, item.filled, place, item.place) for item in block.items)
            case Table():
                yield from _of_table(block, place, file)
            case CustomBlock():
                yield from (_stretch(text, place) for text in block.texts().values())
            case StatusLegend() | Break():  # no sentence, no figure
                pass
            case _:
                assert_never(block)


def _of_table(table: Table, place: Place, file: str) -> Iterator[Stretch]:
    yield _stretch(table.caption, place)
    for column in table.columns:
        yield _stretch(column.label, place)
    for row in table.rows:
        index = 0
        for cell in row.cells:
            column = table.columns[index]
            index += cell.columns
            if plain(column.label).casefold() in _ROW_NUMBERS:
                continue
            source = SourceCell(cell.place, "", column.key) if cell.place.file != file and cell.place.file else None
            yield from (replace(words, cell=source) for words in _stretches(cell.blocks, place, file))
    for note in table.notes:
        yield _stretch(note, place)
    yield _stretch(table.source, place)


def _line(words: str, filled: tuple[Filled, ...], block: Place, place: Place) -> Stretch:
    return Stretch(words, ((0, Text(words, place, filled)),), block)


def _stretch(inlines: tuple[Inline, ...], block: Place, heading: bool = False) -> Stretch:
    """The words of inline content in one, with where each piece of text begins in them."""
    texts: list[str] = []
    pieces: list[tuple[int, Text]] = []

    def add(inlines: tuple[Inline, ...], aside: bool) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    if not aside:
                        pieces.append((sum(map(len, texts)), inline))
                    texts.append(ASIDE if aside else inline.text)
                case Link():
                    add(inline.children, inline.target.startswith("#") or plain(inline.children) == inline.target)
                case Emphasis() | Strong() | Foreign() | Script() | Revised():
                    add(inline.children, aside)
                case StatusMark():
                    texts.append(inline.word)
                case PageReference() | NoteReference() | LineBreak():
                    texts.append(ASIDE)
                case _:
                    assert_never(inline)

    add(inlines, False)
    return Stretch("".join(texts), tuple(pieces), block, heading)


def _place(text: Text, at: int) -> Place:
    """The place of a character of a text, which is written on one line."""
    place, shift = text.place, at
    for filled in text.filled:
        if filled.at < at and filled.place.line == place.line:
            shift += len(filled.written) - len(filled.text)
    return replace(place, column=place.column + shift) if place.column else place
