"""Builds the tag tree of a document before layout: the structure elements of all blocks in reading order.

Every block gives one element (breaks give none), and what is painted of a block, or of a part of it, finds its element
by the block's id (`PartTags.mark`). Elements that nothing is painted for are left out when the tree is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
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
from reportbuilder.memo import Memo, Same
from reportbuilder.registry import PluginError
from reportbuilder.structure.model import Element, PartKey, PartTags, Role, TagTree, footnote_key
from reportbuilder.values import Value, replace

_LEADS = (RowKind.GROUP, RowKind.SPAN)


HEADINGS = (Role.H1, Role.H2, Role.H3, Role.H4, Role.H5, Role.H6)


_Entry = tuple[int, str]
"""An entry of the contents or of a list: its level, and the label that it leads to."""


def tag_document(document: Document, cover_texts: int, memo: Memo | None = None) -> TagTree:
    """The tag tree of a document whose cover has so many texts.

    With a memo the elements of a part are the same objects as before while its content is the same object (a chapter)
    or has the same entries (contents and lists).
    """
    memo = Memo() if memo is None else memo
    parts = tuple(_tag_part(part, document, cover_texts, memo) for part in document.parts)
    return memo.get("tag tree", tuple(map(Same, parts)), lambda: _tree_of(parts))


def _tree_of(parts: tuple[PartTags, ...]) -> TagTree:
    notes = {label: note for part in parts for label, note in part.notes.items()}
    return TagTree(Element(Role.DOCUMENT, (), tuple(part.root for part in parts)), parts, notes)


def _tag_part(part: Part, document: Document, cover_texts: int, memo: Memo) -> PartTags:
    match part.content:
        case Chapter() as chapter:
            return memo.get("tags", Same(chapter), lambda: Tagger().chapter(chapter))
        case MadePage.COVER:
            return memo.get("tags", (part.content, cover_texts), lambda: Tagger().cover(cover_texts))
        case MadePage.CONTENTS:
            entries = tuple(entry for found in _entries(document, memo) for entry in found.contents)
            return memo.get("tags", (part.content, entries), lambda: Tagger().contents_page(entries))
        case MadePage.LISTS:
            found = _entries(document, memo)
            tables, figures = (tuple(e for one in found for e in getattr(one, of)) for of in ("tables", "figures"))
            return memo.get("tags", (part.content, tables, figures), lambda: Tagger().lists_page(tables, figures))
        case MadePage.COLOPHON:
            colophon = document.colophon
            if colophon is None:
                return memo.get("tags", part.content, lambda: PartTags(Element(Role.GROUP)))
            return memo.get("tags", Same(colophon), lambda: Tagger().chapter(colophon))
        case _:
            assert_never(part.content)


class _ChapterEntries(Value):
    """The entries of a chapter in the contents, and in the lists of tables and of figures."""

    contents: tuple[_Entry, ...]
    tables: tuple[_Entry, ...]
    figures: tuple[_Entry, ...]


def _entries(document: Document, memo: Memo) -> Sequence[_ChapterEntries]:
    """The entries of all chapters."""
    return [memo.get("entries", Same(chapter), partial(_entries_of, chapter)) for chapter in document.chapters]


def _entries_of(chapter: Chapter) -> _ChapterEntries:
    headings = (chapter.heading, *(block for block in chapter.blocks if isinstance(block, Heading)))
    listed = [b for b in blocks_in(chapter.blocks) if isinstance(b, Table | Chart | Figure) and b.number]
    return _ChapterEntries(
        tuple((heading.level, heading.label) for heading in headings),
        tuple((1, block.label) for block in listed if isinstance(block, Table)),
        tuple((1, block.label) for block in listed if not isinstance(block, Table)),
    )


class Tagger:
    """Makes the elements of a part of a report."""

    def __init__(self) -> None:
        self._keys: set[PartKey] = set()
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
        painted for it: `PartTags.mark` finds it by these. Raises ValueError for a block without an id, and for a second
        element of one part."""
        if of:
            if not of[0] or of in self._keys:
                raise ValueError(f"{'A second element' if of[0] else 'No id'} for {of}")
            self._keys.add(of)
        return Element(role, of, tuple(children), alt=alt, id=id, numbering=numbering)

    def chapter(self, chapter: Chapter) -> PartTags:
        """A chapter: its heading, then an element for each of its blocks; and its footnotes."""
        heading = self.element(Role.H1, of=(chapter.heading.id,))
        sections = [block for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
        listed = (self.element(Role.TOCI, of=(chapter.heading.id, "section", one.label)) for one in sections)
        contents = (self.element(Role.TOC, listed),) if len(sections) > 1 else ()
        root = self.element(Role.SECT, (heading, *contents, *self.blocks(chapter.blocks)))
        notes = {label: self._note(note.number, label) for label, note in chapter.notes.items()}
        return PartTags(root, frozenset(self._keys), notes)

    def cover(self, texts: int) -> PartTags:
        """A cover with so many texts."""
        elements = (self.element(Role.P, of=(MadePage.COVER.value, index)) for index in range(texts))
        return PartTags(self.element(Role.SECT, elements), frozenset(self._keys))

    def contents_page(self, entries: Sequence[_Entry]) -> PartTags:
        """The table of contents."""
        heading = self.element(Role.H1, of=(MadePage.CONTENTS.value,))
        root = self.element(Role.SECT, (heading, self._entries(entries, MadePage.CONTENTS)))
        return PartTags(root, frozenset(self._keys))

    def lists_page(self, tables: Sequence[_Entry], figures: Sequence[_Entry]) -> PartTags:
        """The lists of tables and of figures."""
        elements = [self.element(Role.H1, of=(MadePage.LISTS.value,))]
        for part, entries in (("tables", tables), ("figures", figures)):
            elements.append(self.element(Role.H2, of=(MadePage.LISTS.value, part)))
            elements.append(self._entries(entries, MadePage.LISTS))
        return PartTags(self.element(Role.SECT, elements), frozenset(self._keys))

    def _entries(self, entries: Sequence[_Entry], page: MadePage) -> Element:
        """Entries by level: those of a lower level stand in a TOC of their own after the one that they belong to."""
        elements: list[Element] = []
        start = 0
        while start < len(entries):
            level, label = entries[start]
            end = start + 1
            while end < len(entries) and entries[end][0] > level:
                end += 1
            elements.append(self.element(Role.TOCI, of=(page.value, "entry", label)))
            if end > start + 1:
                elements.append(self._entries(entries[start + 1 : end], page))
            start = end
        return self.element(Role.TOC, elements)

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
