"""From the document to its tag tree, before layout: one element for each thing that is said, in reading order.

Every block gives exactly one element (breaks give none), so that whoever sets a block is handed its element with it.
Elements that nothing is painted for are left out when the tree is written.
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
from reportbuilder.structure.model import Element, Role, TagTree
from reportbuilder.structure.tables import TableTagger

HEADINGS = (Role.H1, Role.H2, Role.H3, Role.H4, Role.H5, Role.H6)


def tag_document(document: Document, cover_texts: int) -> TagTree:
    """The tag tree of a document whose cover has so many texts."""
    return _Builder().tree(document, cover_texts)


class _Builder:
    """A tree in the making."""

    def __init__(self) -> None:
        self._keys = count(1)
        self._contents: dict[str, Element] = {}
        self._listed: dict[str, Element] = {}
        self._tables = TableTagger(self.element, self.blocks)

    def element(
        self, role: Role, children: Iterable[Element] = (), *, alt: str = "", id: str = "", numbering: str = ""
    ) -> Element:
        """An element with the next key."""
        return Element(role, next(self._keys), tuple(children), alt=alt, id=id, numbering=numbering)

    def tree(self, document: Document, cover_texts: int) -> TagTree:
        parts = (self._part(part, document, cover_texts) for part in document.parts)
        root = self.element(Role.DOCUMENT, parts)
        colophon = (document.colophon,) if document.colophon else ()
        notes = {
            label: self._note(note.number, label)
            for chapter in (*document.chapters, *colophon)
            for label, note in chapter.notes.items()
        }
        return TagTree(root, notes, self._contents, self._listed)

    def _part(self, part: Part, document: Document, cover_texts: int) -> Element:
        match part.content:
            case Chapter():
                return self._chapter(part.content)
            case MadePage.COVER:
                return self.element(Role.SECT, (self.element(Role.P) for _ in range(cover_texts)))
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
        return self.element(Role.SECT, (self.element(Role.H1), *self.blocks(chapter.blocks)))

    def _contents_page(self, document: Document) -> Iterator[Element]:
        yield self.element(Role.H1)
        headings = [
            (heading.level, heading.label)
            for chapter in document.chapters
            for heading in (chapter.heading, *(b for b in chapter.blocks if isinstance(b, Heading)))
        ]
        yield self._entries(headings, self._contents)

    def _entries(self, headings: Sequence[tuple[int, str]], found: dict[str, Element]) -> Element:
        """Entries by level: those of a lower level stand in a TOC of their own after the one that they belong to."""
        entries: list[Element] = []
        at = 0
        while at < len(headings):
            level, label = headings[at]
            end = at + 1
            while end < len(headings) and headings[end][0] > level:
                end += 1
            found[label] = self.element(Role.TOCI)
            entries.append(found[label])
            if end > at + 1:
                entries.append(self._entries(headings[at + 1 : end], found))
            at = end
        return self.element(Role.TOC, entries)

    def _lists_page(self, document: Document) -> Iterator[Element]:
        yield self.element(Role.H1)
        for kinds in ((Table,), (Chart, Figure)):
            yield self.element(Role.H2)
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
                return self.element(HEADINGS[block.level - 1])
            case Paragraph() | Signature() | ChangeNote():
                return self.element(Role.P)
            case List():
                return self._list(block)
            case Table():
                return self._tables.table(block)
            case Chart() | Figure():
                return self._figure(block)
            case KeyFigures():
                return self._key_figures(block)
            case Quote():
                return self._aside(Role.BLOCK_QUOTE, block.blocks, last=1 if block.attribution else 0)
            case Callout():
                return self._aside(Role.DIV, block.blocks, first=1 if block.title else 0)
            case StatusLegend():
                return self._bare_list(self.element(Role.L_BODY) for _ in block.marks)
            case CustomBlock():
                element: Element = block.structure(self)
                return element
            case Break():
                raise AssertionError("breaks are taken out before")
            case _:
                assert_never(block)

    def _list(self, block: List) -> Element:
        items = (self._list_item(item) for item in block.items)
        return self.element(Role.L, items, numbering=_numbering(block.style))

    def _list_item(self, item: ListItem) -> Element:
        """A list item: what marks it, and its blocks."""
        return self.element(Role.LI, (self.element(Role.LBL), self.element(Role.L_BODY, self.blocks(item.blocks))))

    def _bare_list(self, bodies: Iterable[Element]) -> Element:
        return self.element(Role.L, (self.element(Role.LI, (body,)) for body in bodies), numbering="None")

    def _figure(self, block: Chart | Figure) -> Element:
        """A figure between its caption and its source; a decorative image is none."""
        decorative = isinstance(block, Figure) and block.decorative
        shown = self.element(Role.GROUP) if decorative else self.element(Role.FIGURE, alt=block.alt)
        return self.element(Role.DIV, (self.element(Role.CAPTION), shown, self.element(Role.P)))

    def _key_figures(self, block: KeyFigures) -> Element:
        """A list of key figures: of each its numeral, its line and its note."""
        return self._bare_list(self.element(Role.L_BODY, (self.element(Role.P) for _ in range(3))) for _ in block.items)

    def _aside(self, role: Role, blocks: Iterable[Block], first: int = 0, last: int = 0) -> Element:
        """Blocks apart, with a paragraph of its own before or after them."""
        before = tuple(self.element(Role.P) for _ in range(first))
        after = tuple(self.element(Role.P) for _ in range(last))
        return self.element(role, (*before, *self.blocks(blocks), *after))


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
