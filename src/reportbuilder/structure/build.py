"""From the document to its tag tree, before layout: the structure elements of all blocks in reading order.

Every block gives one element (breaks give none), and what is painted of a block, or of a part of it, finds its element
by the block's id (`TagTree.mark`). Elements that nothing is painted for are left out when the tree is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import assert_never

from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
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
    ListStyle,
    MadePage,
    Paragraph,
    Part,
    Quote,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.structure.model import Element, PartKey, Role, TagTree
from reportbuilder.structure.tables import TableTagger

HEADINGS = (Role.H1, Role.H2, Role.H3, Role.H4, Role.H5, Role.H6)


def tag_document(document: Document, cover_texts: int) -> TagTree:
    """The tag tree of a document whose cover has so many texts."""
    return Tagger().tree(document, cover_texts)


class Tagger:
    """Makes the elements of a document, each with the next key."""

    def __init__(self) -> None:
        self._next_key = count(1)
        self._keys: dict[PartKey, int] = {}
        self._contents: dict[str, Element] = {}
        self._listed: dict[str, Element] = {}
        self._tables = TableTagger(self.element, self.blocks)

    def element(
        self,
        role: Role,
        children: Iterable[Element] = (),
        *,
        of: PartKey = (),
        alt: str = "",
        id: str = "",
        numbering: str = "",
    ) -> Element:
        """An element. `of` is the id of the block that it is of, and the name of the part of it, where something is
        painted for it: `TagTree.mark` finds it by these. Raises ValueError for a block without an id, and for a second
        element of one part."""
        made = Element(role, next(self._next_key), tuple(children), alt=alt, id=id, numbering=numbering)
        if of:
            if not of[0] or of in self._keys:
                raise ValueError(f"{'A second element' if of[0] else 'No id'} for {of}")
            self._keys[of] = made.key
        return made

    def tree(self, document: Document, cover_texts: int) -> TagTree:
        """The tree of a whole document."""
        parts = (self._part(part, document, cover_texts) for part in document.parts)
        root = self.element(Role.DOCUMENT, parts)
        colophon = (document.colophon,) if document.colophon else ()
        notes = {
            label: self._note(note.number, label)
            for chapter in (*document.chapters, *colophon)
            for label, note in chapter.notes.items()
        }
        return TagTree(root, self._keys, notes, self._contents, self._listed)

    def _part(self, part: Part, document: Document, cover_texts: int) -> Element:
        match part.content:
            case Chapter():
                return self._chapter(part.content)
            case MadePage.COVER:
                texts = (self.element(Role.P, of=(MadePage.COVER.value, index)) for index in range(cover_texts))
                return self.element(Role.SECT, texts)
            case MadePage.CONTENTS:
                return self.element(Role.SECT, self._contents_page(document))
            case MadePage.LISTS:
                return self.element(Role.SECT, self._lists_page(document))
            case MadePage.COLOPHON:
                return self._chapter(document.colophon) if document.colophon else self.element(Role.GROUP)
            case _:
                assert_never(part.content)

    def _chapter(self, chapter: Chapter) -> Element:
        """A chapter: its heading, then an element for each of its blocks."""
        return self.element(Role.SECT, (self.element(Role.H1, of=(chapter.heading.id,)), *self.blocks(chapter.blocks)))

    def _contents_page(self, document: Document) -> Iterator[Element]:
        yield self.element(Role.H1, of=(MadePage.CONTENTS.value,))
        headings = [
            (heading.level, heading.label)
            for chapter in document.chapters
            for heading in (chapter.heading, *(b for b in chapter.blocks if isinstance(b, Heading)))
        ]
        yield self._entries(headings, self._contents)

    def _entries(self, headings: Sequence[tuple[int, str]], by_label: dict[str, Element]) -> Element:
        """Entries by level, put into `by_label` too: those of a lower level stand in a TOC of their own after the one
        that they belong to."""
        entries: list[Element] = []
        start = 0
        while start < len(headings):
            level, label = headings[start]
            end = start + 1
            while end < len(headings) and headings[end][0] > level:
                end += 1
            by_label[label] = self.element(Role.TOCI)
            entries.append(by_label[label])
            if end > start + 1:
                entries.append(self._entries(headings[start + 1 : end], by_label))
            start = end
        return self.element(Role.TOC, entries)

    def _lists_page(self, document: Document) -> Iterator[Element]:
        yield self.element(Role.H1, of=(MadePage.LISTS.value,))
        for part, kinds in (("tables", (Table,)), ("figures", (Chart, Figure))):
            yield self.element(Role.H2, of=(MadePage.LISTS.value, part))
            labels = [
                (1, block.label)
                for chapter in document.chapters
                for block in blocks_in(chapter.blocks)
                if isinstance(block, kinds) and block.number
            ]
            yield self._entries(labels, self._listed)

    def _note(self, number: int, label: str) -> Element:
        return self.element(Role.NOTE, id=f"note-{number}-{label}")

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Element]:
        """An element for each block that is not a break."""
        return (self._block(block) for block in blocks if not isinstance(block, Break))

    def _block(self, block: Block) -> Element:
        match block:
            case Heading():
                return self.element(HEADINGS[block.level - 1], of=(block.id,))
            case Paragraph() | Signature() | ChangeNote():
                return self.element(Role.P, of=(block.id,))
            case List():
                return self._list(block)
            case Table():
                return self._tables.table(block)
            case Chart() | Figure():
                return self._figure(block)
            case KeyFigures():
                return self._key_figures(block)
            case Quote():
                return self._quote(block)
            case Callout():
                return self._callout(block)
            case StatusLegend():
                marks = range(len(block.marks))
                return self._bare_list(self.element(Role.L_BODY, of=(block.id, "status", index)) for index in marks)
            case CustomBlock():
                return self._custom(block)
            case Break():
                raise AssertionError("breaks are taken out before")
            case _:
                assert_never(block)

    def _list(self, block: List) -> Element:
        items = (self._list_item(item, (block.id, "label", index)) for index, item in enumerate(block.items))
        return self.element(Role.L, items, numbering=_numbering(block.style))

    def _list_item(self, item: ListItem, label: PartKey) -> Element:
        """A list item: what marks it, and its blocks."""
        marker = self.element(Role.LBL, of=label)
        return self.element(Role.LI, (marker, self.element(Role.L_BODY, self.blocks(item.blocks))))

    def _bare_list(self, bodies: Iterable[Element]) -> Element:
        return self.element(Role.L, (self.element(Role.LI, (body,)) for body in bodies), numbering="None")

    def _figure(self, block: Chart | Figure) -> Element:
        """A figure between its caption and its source; a decorative image is none."""
        decorative = isinstance(block, Figure) and block.decorative
        picture = (block.id, "figure")
        shown = self.element(Role.GROUP) if decorative else self.element(Role.FIGURE, of=picture, alt=block.alt)
        caption = self.element(Role.CAPTION, of=(block.id, "caption"))
        return self.element(Role.DIV, (caption, shown, self.element(Role.P, of=(block.id, "source"))))

    def _key_figures(self, block: KeyFigures) -> Element:
        """A list of key figures: of each its numeral, its line and its note."""
        return self._bare_list(
            self.element(
                Role.L_BODY, (self.element(Role.P, of=(block.id, part, index)) for part in ("value", "label", "note"))
            )
            for index in range(len(block.items))
        )

    def _quote(self, block: Quote) -> Element:
        """The blocks, then who said it."""
        said_by = (self.element(Role.P, of=(block.id, "attribution")),) if block.attribution else ()
        return self.element(Role.BLOCK_QUOTE, (*self.blocks(block.blocks), *said_by))

    def _callout(self, block: Callout) -> Element:
        """The title, then the blocks."""
        title = (self.element(Role.P, of=(block.id, "title")),) if block.title else ()
        return self.element(Role.DIV, (*title, *self.blocks(block.blocks)))

    def _custom(self, block: CustomBlock) -> Element:
        """The element of a block of a plug-in; raises TypeError for words that have none: a
        screen reader would not read them."""
        element = block.structure(self)
        if not isinstance(element, Element):
            raise TypeError(f"{type(block).__name__}.structure gives no Element.")
        for name, words in block.texts().items():
            if words and (block.id, name) not in self._keys:
                raise TypeError(f"{type(block).__name__}.structure gives no element for the text “{name}”.")
        return element


def _numbering(style: ListStyle) -> str:
    """The ListNumbering attribute of a list (ISO 32000-1, table 347)."""
    match style:
        case ListStyle.BULLET:
            return "Disc"
        case ListStyle.DECIMAL:
            return "Decimal"
        case ListStyle.LETTER:
            return "UpperAlpha"
        case ListStyle.LOWER_LETTER:
            return "LowerAlpha"
        case ListStyle.UPPER_ROMAN:
            return "UpperRoman"
        case ListStyle.LOWER_ROMAN:
            return "LowerRoman"
        case _:
            assert_never(style)
