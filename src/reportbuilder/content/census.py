"""Every figure of a document, with where it came from: the data, somebody who states it, or the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportbuilder.content.model import (
    Block,
    Callout,
    Chapter,
    Chart,
    Document,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    Link,
    List,
    Paragraph,
    Quote,
    Script,
    Signature,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.content.typed import numbers_in
from reportbuilder.content.walk import plain
from reportbuilder.figures import Filled, Origin, SourceCell
from reportbuilder.problems import Place
from reportbuilder.values import Value, replace

_ROW_NUMBERS = frozenset(("nr.", "nr", "no.", "no", "#"))  # the headings of columns that number the rows
ASIDE = "\ufffc"
"""Stands for words that are made for the author, such as references: their numbers are no figures."""


class Number(Value):
    """One figure: its words, where it came from, where it stands, the chapter's title, and the text around it (it
    begins at `at`) with the place of the block that holds it."""

    text: str
    origin: Origin
    place: Place
    chapter: str
    context: str
    at: int
    block: Place
    expression: str = ""
    cells: tuple[SourceCell, ...] = ()
    stated: str = ""


class _Stretch(Value):
    """Words that are read in one go; `cell` is the cell of a data file that they are from."""

    text: str
    pieces: tuple[tuple[int, Text], ...]
    block: Place
    heading: bool = False
    cell: SourceCell | None = None


def numbers_of(document: Document) -> tuple[Number, ...]:
    """All figures in reading order; those in pictures and in descriptions of them are not on a page as text."""
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    return tuple(number for chapter in chapters for number in _of_chapter(chapter))


def _of_chapter(chapter: Chapter) -> Iterator[Number]:
    title = plain(chapter.heading.children) or chapter.file
    blocks = (chapter.heading, *chapter.blocks)
    stretches = [*_stretches(blocks, Place(), chapter.file)]
    for note in chapter.notes.values():
        stretches += [
            replace(stretch, block=note.place) for stretch in _stretches(note.blocks, note.place, chapter.file)
        ]
    for stretch in stretches:
        yield from _numbers(stretch, title)


def _stretches(blocks: Iterable[Block], inside: Place, file: str) -> Iterator[_Stretch]:
    """The words of blocks; `inside` is the block that is placed as a whole, if they are in one."""
    for block in blocks:
        place = inside if inside.file else block.place
        match block:
            case Heading() | Paragraph():
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


def _of_table(table: Table, place: Place, file: str) -> Iterator[_Stretch]:
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


def _line(words: str, filled: tuple[Filled, ...], block: Place, place: Place) -> _Stretch:
    return _Stretch(words, ((0, Text(words, place, filled)),), block)


def _stretch(inlines: tuple[Inline, ...], block: Place, heading: bool = False) -> _Stretch:
    """The words of inline content in one, with where each piece of text begins in them."""
    texts: list[str] = []
    pieces: list[tuple[int, Text]] = []

    def add(inlines: tuple[Inline, ...], aside: bool) -> None:
        for inline in inlines:
            match inline:
                case Text() if not aside:
                    pieces.append((sum(map(len, texts)), inline))
                    texts.append(inline.text)
                case Link():
                    add(inline.children, inline.target.startswith("#") or plain(inline.children) == inline.target)
                case Emphasis() | Strong() | Foreign() | Script():
                    add(inline.children, aside)
                case StatusMark():
                    texts.append(inline.word)
                case _:
                    texts.append(ASIDE)

    add(inlines, False)
    return _Stretch("".join(texts), tuple(pieces), block, heading)


def _numbers(stretch: _Stretch, chapter: str) -> Iterator[Number]:
    """The figures of a stretch in order: those that were filled in, and between them those that are typed."""
    found: list[Number] = []
    spans: list[tuple[int, int]] = []
    for start, text in stretch.pieces:
        for filled in text.filled:
            at = start + filled.at
            spans.append((at, at + len(filled.text)))
            if filled.figure:
                found.append(
                    Number(filled.text, filled.origin, filled.place, chapter, stretch.text, at, stretch.block,
                           filled.expression, filled.cells, filled.stated)
                )  # fmt: skip
    for at, words in numbers_in(stretch.text, stretch.heading):
        if not any(start < at + len(words) and at < end for start, end in spans):
            found.append(_typed(words, at, stretch, chapter))
    return iter(sorted(found, key=lambda number: number.at))


def _typed(words: str, at: int, stretch: _Stretch, chapter: str) -> Number:
    """A figure that is written out: in a chapter by whoever typed it, in a cell of a data file as data."""
    if stretch.cell is not None:
        cells, place = (stretch.cell,), stretch.cell.place
        return Number(words, Origin.DATA, place, chapter, stretch.text, at, stretch.block, cells=cells)
    start, text = next(((s, t) for s, t in reversed(stretch.pieces) if s <= at), (0, Text("", stretch.block)))
    return Number(words, Origin.TYPED, _place(text, at - start), chapter, stretch.text, at, stretch.block)


def _place(text: Text, at: int) -> Place:
    """The place of a character of a text, which is written on one line."""
    place, shift = text.place, at
    for filled in text.filled:
        if filled.at < at and filled.place.line == place.line:
            shift += len(filled.written) - len(filled.text)
    return replace(place, column=place.column + shift) if place.column else place
