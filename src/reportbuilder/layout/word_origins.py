"""Where the words of every part of a document come from: the texts that are painted with a key, and their places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter
from types import MappingProxyType
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import BoundValue
from reportbuilder.document.graphics import Label
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
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
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    List,
    MadePage,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Revised,
    Revision,
    Script,
    Signature,
    Sparkline,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in, plain, repeatable
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.page_words import REPEATED, RUNNING_HEAD
from reportbuilder.layout.source_words import FAR, SourceText, read_text
from reportbuilder.structure.model import PartKey, footnote_key
from reportbuilder.text.runs import readable
from reportbuilder.values import Value, field, replace


class WordOrigin(Value, eq=False):
    """What is painted with a key: the id of the block that it is of, the place of that in the source, and its texts in
    the order in which they are painted. Words between them are the program's own, as the number of a table."""

    block: str
    place: Place
    texts: tuple[SourceText, ...] = ()


WordOrigins = Mapping[PartKey, WordOrigin]


class TextStart(Value):
    """Where a text begins in a file, or a cell of data that a figure in it comes from: its key, and its number among
    those of the key; -1 for a block as a whole."""

    place: Place
    key: PartKey
    number: int


class PartOrigins(Value, eq=False):
    """The origins of a part of a document; the ids of tables by those of the blocks in their cells; and the beginnings
    of texts in order, by file. Those of the labels of charts are not known: they may stand `anywhere` in a file."""

    origins: WordOrigins
    tables: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, tuple[TextStart, ...]] = field(default_factory=dict)
    anywhere: Mapping[str, tuple[TextStart, ...]] = field(default_factory=dict)


def part_origins(origins: WordOrigins, tables: Mapping[str, str] = MappingProxyType({})) -> PartOrigins:
    """Origins with the beginnings of their texts."""
    starts: dict[str, list[TextStart]] = {}
    anywhere: dict[str, list[TextStart]] = {}
    blocks: dict[str, WordOrigin] = {}
    for key, origin in origins.items():
        for number, text in enumerate(origin.texts):
            for file in text.whole:
                anywhere.setdefault(file, []).append(TextStart(Place(file), key, number))
            begins = (text.place,) if text.words is None or (text.words.strip() and not text.whole) else ()
            for place in dict.fromkeys((*begins, *(cell.place for f in text.filled for cell in f.cells))):
                if place.line:
                    starts.setdefault(place.file, []).append(TextStart(place, key, number))
        blocks.setdefault(origin.block, origin)
    for block, origin in blocks.items():
        if origin.place.line:
            starts.setdefault(origin.place.file, []).append(TextStart(origin.place, (block,), -1))
    in_order = {file: tuple(sorted(found, key=text_position)) for file, found in starts.items()}
    return PartOrigins(origins, dict(tables), in_order, {file: tuple(found) for file, found in anywhere.items()})


def text_position(start: TextStart) -> tuple[int, int]:
    """The line and column of a beginning, by which they are in order."""
    return start.place.line, start.place.column


def chapter_origins(chapter: Chapter, charts: Mapping[str, tuple[str, ...]]) -> PartOrigins:
    """The origins of what a chapter paints, by key; of its headings, tables and figures also for their entries in the
    contents and lists, and of a table ("…", "repeated") for the head of its next parts. `charts` are the names of the
    files of each chart that its words may stand in."""
    found = dict(_heading(chapter.heading))
    heading, title = chapter.heading, tuple(_texts(repeatable(chapter.heading.children)))
    found[RUNNING_HEAD, plain(heading.children)] = WordOrigin(heading.id, heading.place, title)
    for block in chapter.blocks:
        found.update(_block(block))
    for block in blocks_in(chapter.blocks):
        if isinstance(block, Chart) and block.picture is not None:
            labels = [item.text for item in block.picture.items if isinstance(item, Label)]
            place = next((text.place for text in _texts(block.title)), block.place)
            files = charts.get(block.file, ())
            texts = tuple(SourceText(readable(label), place, whole=files) for label in labels)
            found[block.id, "figure"] = WordOrigin(block.id, block.place, texts)
    for note in chapter.notes.values():
        words = (text for block in note.blocks if isinstance(block, Paragraph) for text in _texts(block.children))
        first = note.blocks[0].id if note.blocks else ""
        found[footnote_key(note.label)] = WordOrigin(first, note.place, tuple(words))
        for block in note.blocks:
            found.update(_block(block))
    return part_origins(found, _tables_of(chapter))


def page_origins(document: Document, imprint: Imprint, cover: Sequence[str], heads: Sequence[str]) -> PartOrigins:
    """The origins of what pages that are made paint, and of running heads that are no titles; `cover` and `heads` are
    the templates of their texts."""
    found: dict[PartKey, WordOrigin] = {}
    for part in document.parts:
        if isinstance(part.content, MadePage):
            page = part.content.value
            found[page,] = WordOrigin(page, part.place)
            for name in ("tables", "figures") if part.content is MadePage.LISTS else ():
                found[page, name] = WordOrigin(page, part.place)
    for index, template in enumerate(cover):
        texts = tuple(_imprint_texts(template, imprint))
        found[MadePage.COVER.value, index] = WordOrigin(MadePage.COVER.value, imprint.place(template), texts)
    words = (text for template in heads for text in _imprint_texts(template, imprint))
    found[(RUNNING_HEAD,)] = WordOrigin("", Place(), tuple(words))
    return part_origins(found)


def _imprint_texts(template: str, imprint: Imprint) -> Iterator[SourceText]:
    """The texts of a template (`{title}, {year}`) that the settings of a report fill."""
    for _, name, _, _ in Formatter().parse(template):
        if name is None:
            continue
        words = imprint.title if name == "report" else str(getattr(imprint, name, ""))
        if words and (place := imprint.places.get("title" if name == "report" else name)) is not None:
            yield read_text(words, place)


def _tables_of(chapter: Chapter) -> Mapping[str, str]:
    """The ids of the tables of a chapter by the ids of the blocks in their cells."""
    return {
        inner.id: block.id
        for block in blocks_in(chapter.blocks)
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        for inner in blocks_in(cell.blocks)
    }


def _heading(heading: Heading) -> Iterator[tuple[PartKey, WordOrigin]]:
    yield (heading.id,), WordOrigin(heading.id, heading.place, tuple(_texts(heading.children)))
    entry = WordOrigin(heading.id, heading.place, tuple(_texts(repeatable(heading.children))))
    yield (MadePage.CONTENTS.value, "entry", heading.label), entry


def _blocks(blocks: Iterable[Block]) -> Iterator[tuple[PartKey, WordOrigin]]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[tuple[PartKey, WordOrigin]]:
    match block:
        case Paragraph() | ChangeNote():
            yield (block.id,), WordOrigin(block.id, block.place, tuple(_texts(block.children)))
        case Heading():
            yield from _heading(block)
        case List():
            for index, item in enumerate(block.items):
                yield (block.id, "label", index), WordOrigin(block.id, item.place)
                yield from _blocks(item.blocks)
        case Table():
            yield from _table(block)
        case Chart():
            yield from _captioned(block, block.title)
            yield (block.id, "source"), WordOrigin(block.id, block.place, tuple(_texts(block.source)))
        case Figure():
            yield from _captioned(block, block.caption)
        case KeyFigures():
            for index, figure in enumerate(block.items):
                yield from _key_figure(block.id, index, figure)
        case Quote():
            yield from _blocks(block.blocks)
            words = (read_text(block.attribution, block.place, block.filled, FAR),)
            yield (block.id, "attribution"), WordOrigin(block.id, block.place, words)
        case Callout():
            words = (read_text(block.title, block.place, block.filled, FAR),)
            yield (block.id, "title"), WordOrigin(block.id, block.place, words)
            yield from _blocks(block.blocks)
        case Signature():
            texts = (text for line in block.lines for text in _texts(line))
            yield (block.id,), WordOrigin(block.id, block.place, tuple(texts))
        case StatusLegend():
            for index, _ in enumerate(block.marks):
                yield (block.id, "status", index), WordOrigin(block.id, block.place)
        case CustomBlock():
            for name, inlines in block.texts().items():
                yield (block.id, name), WordOrigin(block.id, block.place, tuple(_texts(inlines)))
        case Break():
            pass
        case _:
            assert_never(block)


def _captioned(block: Chart | Figure | Table, caption: tuple[Inline, ...]) -> Iterator[tuple[PartKey, WordOrigin]]:
    """The caption of a block, on its page and in the lists of tables and figures."""
    yield (block.id, "caption"), WordOrigin(block.id, block.place, tuple(_texts(caption)))
    yield (block.id, "figure"), WordOrigin(block.id, block.place)
    entry = WordOrigin(block.id, block.place, tuple(_texts(repeatable(caption))))
    yield (MadePage.LISTS.value, "entry", block.label), entry


def _table(table: Table) -> Iterator[tuple[PartKey, WordOrigin]]:
    yield from _captioned(table, table.caption)
    for index, column in enumerate(table.columns):
        yield (table.id, "column", index), WordOrigin(table.id, table.place, tuple(_texts(column.label)))
    again = [text for words in (table.caption, *(c.label for c in table.columns)) for text in _texts(repeatable(words))]
    yield (table.id, REPEATED), WordOrigin(table.id, table.place, tuple(again))
    for row in table.rows:
        for cell in row.cells:
            yield from _blocks(cell.blocks)
    for index, note in enumerate(table.notes):
        yield (table.id, "note", index), WordOrigin(table.id, table.place, tuple(_texts(note)))
    yield (table.id, "source"), WordOrigin(table.id, table.place, tuple(_texts(table.source)))


def _key_figure(block: str, index: int, item: KeyFigure) -> Iterator[tuple[PartKey, WordOrigin]]:
    """The texts of a key figure; its figures are those of its words, in which they are counted on."""
    cells = dict.fromkeys(cell.place for figure in item.filled for cell in figure.cells)
    rows = tuple(replace(place, column=1) for place in cells if not place.sheet)
    start = 0
    for name, words in (("value", item.value), ("label", item.label), ("note", item.note)):
        end = start + len(words)
        filled = [figure for figure in item.filled if start <= figure.at < end]
        text = read_text(words, item.place, [_moved(figure, -start) for figure in filled], FAR)
        yield (block, name, index), WordOrigin(block, item.place, (replace(text, also=rows),))
        start = end + 1


def _moved(figure: BoundValue, by: int) -> BoundValue:
    return replace(figure, at=figure.at + by)


def _texts(inlines: tuple[Inline, ...]) -> Iterator[SourceText]:
    """The texts of inline content as they are set."""
    for inline in inlines:
        match inline:
            case Text():
                yield read_text(inline.text, inline.place, inline.filled)
            case Revised(revision=Revision.DELETED):
                for text in _texts(inline.children):
                    yield replace(text, generated=True)
            case Link() if _is_made(inline):
                yield SourceText(None, inline.place, generated=True)
            case Emphasis() | Strong() | Foreign() | Script() | Link() | Revised():
                yield from _texts(inline.children)
            case PageReference():
                yield SourceText(None, inline.place, generated=True)
            case NoteReference():
                yield SourceText(str(inline.number), inline.place, generated=True)
            case StatusMark() | Sparkline():
                yield SourceText(inline.word, Place(), generated=True)
            case LineBreak():
                pass
            case _:
                assert_never(inline)


def _is_made(link: Link) -> bool:
    """Whether the words of a link are made from what it leads to ("tabel 1"): they stand where the link does, and words
    of its own after its bracket."""
    (*_, last) = link.children or (None,)
    return link.target.startswith("#") and isinstance(last, Text) and last.place == link.place
