"""Builds the tag tree of a document before layout: the structure elements of all blocks in reading order.

Every block gives one element (breaks give none), and what is painted of a block, or of a part of it, finds its element
by the block's id (`TagTree.mark`). Elements that nothing is painted for are left out when the tree is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

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
    Row,
    RowKind,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.registry import PluginError
from reportbuilder.structure.model import Element, PartKey, Role, TagTree, footnote_key
from reportbuilder.values import replace

_LEADS = (RowKind.GROUP, RowKind.SPAN)


HEADINGS = (Role.H1, Role.H2, Role.H3, Role.H4, Role.H5, Role.H6)


def tag_document(document: Document, cover_texts: int) -> TagTree:
    """The tag tree of a document whose cover has so many texts."""
    return Tagger().tree(document, cover_texts)


class Tagger:
    """Makes the elements of a document."""

    def __init__(self) -> None:
        self._keys: set[PartKey] = set()
        self._contents: dict[str, Element] = {}
        self._listed: dict[str, Element] = {}
        self._tables = _TableTagger(self)

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
        if of:
            if not of[0] or of in self._keys:
                raise ValueError(f"{'A second element' if of[0] else 'No id'} for {of}")
            self._keys.add(of)
        return Element(role, of, tuple(children), alt=alt, id=id, numbering=numbering)

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
        yield self._entries(headings, MadePage.CONTENTS, self._contents)

    def _entries(self, headings: Sequence[tuple[int, str]], page: MadePage, by_label: dict[str, Element]) -> Element:
        """Entries by level, put into `by_label` too: those of a lower level stand in a TOC of their own after the one
        that they belong to."""
        entries: list[Element] = []
        start = 0
        while start < len(headings):
            level, label = headings[start]
            end = start + 1
            while end < len(headings) and headings[end][0] > level:
                end += 1
            by_label[label] = self.element(Role.TOCI, of=(page.value, "entry", label))
            entries.append(by_label[label])
            if end > start + 1:
                entries.append(self._entries(headings[start + 1 : end], page, by_label))
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
            yield self._entries(labels, MadePage.LISTS, self._listed)

    def _note(self, number: int, label: str) -> Element:
        return self.element(Role.NOTE, of=footnote_key(label), id=f"note-{number}-{label}")

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
        """A quote: its blocks, then its attribution."""
        said_by = (self.element(Role.P, of=(block.id, "attribution")),) if block.attribution else ()
        return self.element(Role.BLOCK_QUOTE, (*self.blocks(block.blocks), *said_by))

    def _callout(self, block: Callout) -> Element:
        """The title, then the blocks."""
        title = (self.element(Role.P, of=(block.id, "title")),) if block.title else ()
        return self.element(Role.DIV, (*title, *self.blocks(block.blocks)))

    def _custom(self, block: CustomBlock) -> Element:
        """The element of a block of a plug-in; raises PluginError for words that have none: a
        screen reader would not read them."""
        element = block.structure(self)
        if not isinstance(element, Element):
            raise PluginError(f"{type(block).__name__}.structure gives no Element.", block.place)
        for name, words in block.texts().items():
            if words and (block.id, name) not in self._keys:
                message = f"{type(block).__name__}.structure gives no element for the text “{name}”."
                raise PluginError(message, block.place)
        return element


class _TableTagger:
    """Tags tables. Where a row heads the rows below it, or a cell spans columns, every cell names its headers by id,
    for scope alone does not tell (ISO 32000-1, table 349).

    A heading over rows stands in the first column, with an empty cell for the others: reading programs take a row of
    nothing but header cells for one more head of the table. For the same reason the first column of two heads nothing.
    """

    def __init__(self, tagger: "Tagger") -> None:
        self._element = tagger.element
        self._blocks = tagger.blocks

    def table(self, table: Table) -> Element:
        """A group: the table, then a paragraph for each note and for the source."""
        grid = self._table(table)
        notes = [self._element(Role.P, of=(table.id, "note", index)) for index in range(len(table.notes))]
        source = [self._element(Role.P, of=(table.id, "source"))] if table.source else []
        return self._element(Role.GROUP, (grid, *notes, *source))

    def _table(self, table: Table) -> Element:
        by_id = any(row.kind in _LEADS or any(c.columns > 1 for c in row.cells) for row in table.rows)
        name = f"{table.label}-" if by_id else ""
        head = self._element(Role.T_HEAD, (self._header(table, name),))
        body = self._element(Role.T_BODY, self._rows(table, name))
        return self._element(Role.TABLE, (self._element(Role.CAPTION, of=(table.id, "caption")), head, body))

    def _header(self, table: Table, name: str) -> Element:
        cells = (
            replace(
                self._element(Role.TH, of=(table.id, "column", index)),
                scope="Column",
                id=f"{name}c{index}" if name else "",
            )
            for index, _ in enumerate(table.columns)
        )
        return self._element(Role.TR, cells)

    def _rows(self, table: Table, name: str) -> Iterator[Element]:
        """The rows of the body; `over` are the ids of the rows that head the next ones."""
        over: dict[RowKind, str] = {}
        for number, row in enumerate(table.rows):
            if row.kind in _LEADS:
                over = {kind: above for kind, above in over.items() if _outranks(kind, row.kind)}
            yield self._row(table, row, f"{name}r{number}" if name else "", tuple(over.values()))
            if row.kind in _LEADS:
                over[row.kind] = f"{name}r{number}"

    def _row(self, table: Table, row: Row, name: str, over: tuple[str, ...]) -> Element:
        """A row; with a name its cells have ids that begin with it, and name the cells that head them."""
        cells: list[Element] = []
        index, head = 0, ""
        for cell in row.cells:
            leads = row.kind in _LEADS and index == 0
            heading = leads or (table.columns[index].header and len(table.columns) > 2)
            identity = ""
            headers: tuple[str, ...] = ()
            if name:
                columns = (f"{table.label}-c{i}" for i in range(index, index + cell.columns) if not leads)
                headers = tuple(filter(None, (*over, *columns, head)))
                identity = (f"{name}-{index}" if index else name) if heading else ""
            cells.append(self._cell(cell, heading, identity, headers))
            head = head or identity
            index += cell.columns
            if leads and cell.columns > 1:
                cells[-1] = replace(cells[-1], columns=1)
                cells.append(replace(self._element(Role.TD), columns=cell.columns - 1, headers=(identity,)))
        return self._element(Role.TR, cells)

    def _cell(self, cell: Cell, heading: bool, identity: str, headers: tuple[str, ...]) -> Element:
        """A cell; one that is a single paragraph is not a paragraph besides."""
        role = Role.TH if heading else Role.TD
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
            made = self._element(role, of=(cell.blocks[0].id,))
        else:
            made = self._element(role, self._blocks(cell.blocks))
        scope = "Row" if heading else ""
        return replace(made, scope=scope, id=identity, headers=headers, columns=cell.columns)


def _outranks(kind: RowKind, other: RowKind) -> bool:
    """Whether a heading row of one kind still applies below one of the other: a group row does below the aims in it."""
    return kind is RowKind.GROUP and other is RowKind.SPAN


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
