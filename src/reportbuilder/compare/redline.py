"""Makes a redline: the new document with its changes since the old version marked.

Inserted words are wrapped, and deleted words are shown struck through at their former place. Deleted blocks stand in
place as paragraphs and items, deleted tables and figures as a note. A note beside a block describes what cannot be
marked in words. No deleted words go into headings, captions or labels, so that numbers, contents and lists are those of
the new document. With bars alone only the new text is there, wrapped as changed.

The changes of a text are found by the id of its block and the name of the text in it, never by counting blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from reportbuilder.compare.changes import Comparison, DeleteEdit
from reportbuilder.compare.markup import (
    DeletedBlock,
    MarkedSpan,
    change_note,
    clip,
    deleted_blocks,
    deleted_row,
    deleted_text,
    marked,
    merge_notes,
)
from reportbuilder.compare.markup_plan import MarkupPlan, RedlineMode, plan_markup
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.tree import (
    ATTRIBUTION,
    CAPTION,
    SOURCE,
    TITLE,
    TextKey,
    TextNode,
    TextRole,
    cell_part,
    footnote_part,
    numbered,
)
from reportbuilder.document.ids import identify
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
    Paragraph,
    Quote,
    Row,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.document.walk import Inlines
from reportbuilder.values import replace


def redline(
    document: Document, comparison: Comparison, phrases: Phrases, marks: RedlineMode = RedlineMode.ALL
) -> Document:
    """The new document of a comparison with its changes marked. Raises KeyError when a block was not compared."""
    plan = plan_markup(comparison, marks, phrases)
    deletions = _deletions_by_chapter(plan, phrases)

    def marked(chapter: Chapter) -> Chapter:
        node = plan.node(chapter.heading.id)
        return _ChapterMarker(plan, phrases, node, deletions.get(node.index, {})).chapter(chapter)

    parts = tuple(
        replace(part, content=marked(part.content)) if isinstance(part.content, Chapter) and not part.inserted else part
        for part in document.parts
    )
    colophon = marked(document.colophon) if document.colophon else None
    marked_document = replace(document, parts=parts, colophon=colophon, changes=len(comparison.changes))
    return identify(marked_document)  # deleted blocks and notes are new in it, and have no ids


def _deletions_by_chapter(plan: MarkupPlan, phrases: Phrases) -> dict[int, dict[int, list[DeletedBlock]]]:
    """The deletions by the line of the chapter that shows them and the line that follows them; a deleted chapter is
    shown in the chapter before it."""
    chapters = [node for node in plan.comparison.new.children if node.role is TextRole.CHAPTER]
    by_chapter: dict[int, dict[int, list[DeletedBlock]]] = {}
    for line, entries in plan.deletions.items():
        for edit, change in entries:
            if not chapters or plan.old_nodes[edit.start].role is TextRole.ROW:
                continue
            before = [node for node in chapters if node.index < edit.before]
            owner = (before[-1] if before else chapters[0]).index if edit.under == 0 else edit.under
            blocks = deleted_blocks(edit, change, plan.comparison, phrases)
            by_chapter.setdefault(owner, {}).setdefault(line, []).extend(blocks)
    return by_chapter


class _ChapterMarker:
    """Marks the changes of a chapter: finds the node of every text by the id of its block.

    `node` is that of the chapter, `deleted` what was deleted from it, by the line that it stood before.
    """

    def __init__(
        self, plan: MarkupPlan, phrases: Phrases, node: TextNode, deleted: dict[int, list[DeletedBlock]]
    ) -> None:
        self._plan = plan
        self._phrases = phrases
        self._node = node
        self._deleted = deleted

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its changes marked."""
        heading_id = chapter.heading.id
        heading = replace(chapter.heading, children=self._plan.write(chapter.heading.children, heading_id))
        opening: list[Block] = []
        for early in sorted(line for line in self._deleted if line <= self._node.index):
            _append(opening, self._take(early))
        opening += [*self._notes_on(self._node, whole=False), *self._old_title(self._node)]
        blocks = self._blocks(chapter.blocks, opening)
        for late in sorted(self._deleted):
            _append(blocks, self._take(late))
        footnotes = {label: self._plan.node(heading_id, footnote_part(label)) for label in chapter.notes}
        notes = {
            label: replace(note, blocks=_marked_blocks(note.blocks, footnotes[label], self._plan))
            for label, note in chapter.notes.items()
        }
        on_footnotes = [note for node in footnotes.values() for note in self._notes_on(node)]
        return replace(chapter, heading=heading, blocks=(*blocks, *on_footnotes), notes=notes)

    def _blocks(self, blocks: Iterable[Block], opening: Iterable[Block] = ()) -> list[Block]:
        shown = list(opening)
        for block in blocks:
            match block:
                case Break():
                    shown.append(block)
                case List():
                    self._list(block, shown)
                case Quote() | Callout():
                    self._aside(block, shown)
                case Signature():
                    texts = {numbered("line", index): line for index, line in enumerate(block.lines)}
                    shown.append(replace(block, lines=tuple(self._texts(block, texts, shown).values())))
                case CustomBlock():
                    shown.append(block.with_texts(self._texts(block, block.texts(), shown)))
                case Heading():
                    node = self._before(block.id, "", shown)
                    shown += self._old_title(node)
                    shown.append(replace(block, children=self._plan.write(block.children, block.id)))
                case Paragraph() | ChangeNote():
                    self._before(block.id, "", shown)
                    shown.append(replace(block, children=self._plan.write(block.children, block.id)))
                case Table() | Chart() | Figure() | KeyFigures() | StatusLegend():
                    self._before(block.id, "", shown)
                    shown.append(self._object(block))
                case _:
                    assert_never(block)
        return shown

    def _texts(self, block: Block, texts: Mapping[str, Inlines], shown: list[Block]) -> dict[str, Inlines]:
        """The texts of a block by their names, with their marks; what stands before any of them stands before it."""
        for name in texts:
            self._before(block.id, name, shown)
        return {name: self._plan.write(text, block.id, name) for name, text in texts.items()}

    def _object(self, block: Table | Chart | Figure | KeyFigures | StatusLegend) -> Block:
        match block:
            case Table():
                return _marked_table(block, self._plan)
            case Chart():
                title = self._plan.write(block.title, block.id, TITLE)
                return replace(block, title=title, source=self._plan.write(block.source, block.id, SOURCE))
            case Figure():
                return replace(block, caption=self._plan.write(block.caption, block.id, CAPTION))
            case KeyFigures() | StatusLegend():  # a note beside them describes their changes
                return block
            case _:
                assert_never(block)

    def _list(self, block: List, shown: list[Block]) -> None:
        """A list; items that were deleted from before an item stand before it."""
        entries = self._take_before((block,))
        inside = _split_off(entries, TextRole.ITEM)
        _append(shown, entries)
        items = [entry.content for entry in inside if isinstance(entry.content, ListItem)]
        for item in block.items:
            for entry in self._take_before(item.blocks):
                if isinstance(entry.content, ListItem):
                    items.append(entry.content)
                elif items:
                    items[-1] = replace(items[-1], blocks=(*items[-1].blocks, entry.content))
                else:
                    shown.append(entry.content)
            items.append(replace(item, blocks=tuple(self._blocks(item.blocks))))
        shown.append(replace(block, items=tuple(items)))

    def _aside(self, block: Quote | Callout, shown: list[Block]) -> None:
        """A quote or a callout; notes on what is in it stand before it."""
        entries = self._take_before((block,))
        inside = _split_off(entries, TextRole.QUOTE if isinstance(block, Quote) else TextRole.CALLOUT)
        _append(shown, entries)
        if isinstance(block, Callout) and block.title:
            self._before(block.id, TITLE, shown)
        blocks = self._blocks(block.blocks, [entry.block for entry in inside])
        if isinstance(block, Quote) and block.attribution:
            self._before(block.id, ATTRIBUTION, shown)
        shown += [inner for inner in blocks if isinstance(inner, ChangeNote)]
        shown.append(replace(block, blocks=tuple(inner for inner in blocks if not isinstance(inner, ChangeNote))))

    # What stands beside a text -----------------------------------------------------------------------------------

    def _before(self, block: str, part: str, shown: list[Block]) -> TextNode:
        """Put what was deleted from before a text, and the notes on it, after the blocks before it; gives its node."""
        node = self._plan.node(block, part)
        _append(shown, self._take(node.index))
        shown += self._notes_on(node)
        return node

    def _take_before(self, blocks: Iterable[Block]) -> list[DeletedBlock]:
        """Take the deletions before the first text of blocks."""
        first = next((self._plan.node(*key) for block in blocks for key in _keys(block)), None)
        return self._take(first.index) if first is not None else []

    def _take(self, line: int) -> list[DeletedBlock]:
        return self._deleted.pop(line, [])

    def _notes_on(self, node: TextNode, whole: bool = True) -> list[ChangeNote]:
        """The notes on a node, and on those below it if it is taken as a `whole`."""
        lines = range(node.index, node.stop if whole else node.index + 1)
        changes = (change for line in lines for change in self._plan.notes_beside.get(line, ()))
        return merge_notes([change_note(change, self._phrases, node.place) for change in changes])

    def _old_title(self, node: TextNode) -> list[Block]:
        """The former words of a heading, beside it and not in it: the table of contents repeats its words."""
        change = self._plan.retitled.get(node.index)
        if change is None or not change.old:
            return []
        return [Paragraph((deleted_text(change.old, change.number),), node.place)]


def _split_off(entries: list[DeletedBlock], role: TextRole) -> list[DeletedBlock]:
    """Remove the last entries of a role, and give them."""
    at = len(entries)
    while at and entries[at - 1].role is role:
        at -= 1
    taken = entries[at:]
    del entries[at:]
    return taken


def _append(shown: list[Block], entries: Iterable[DeletedBlock]) -> None:
    """Put deleted blocks after the blocks before them; an item goes into the list before it, or into one of its own."""
    for entry in entries:
        if not isinstance(entry.content, ListItem):
            shown.append(entry.content)
        elif shown and isinstance(last := shown[-1], List):
            shown[-1] = replace(last, items=(*last.items, entry.content))
        else:
            shown.append(List(ListStyle.BULLET, (entry.content,)))


def _keys(block: Block) -> Iterator[TextKey]:
    """The keys of the texts of a block, and of the blocks in it, in reading order."""
    match block:
        case List():
            yield from (key for item in block.items for inner in item.blocks for key in _keys(inner))
        case Quote():
            yield from (key for inner in block.blocks for key in _keys(inner))
            if block.attribution:
                yield block.id, ATTRIBUTION
        case Callout():
            if block.title:
                yield block.id, TITLE
            yield from (key for inner in block.blocks for key in _keys(inner))
        case Signature():
            yield from ((block.id, numbered("line", index)) for index in range(len(block.lines)))
        case CustomBlock():
            yield from ((block.id, name) for name in block.texts())
        case Heading() | Paragraph() | ChangeNote() | Table() | Chart() | Figure() | KeyFigures() | StatusLegend():
            yield block.id, ""
        case Break():
            pass
        case _:
            assert_never(block)


# Tables, cells and footnotes ------------------------------------------------------------------------------------------


def _marked_table(table: Table, plan: MarkupPlan) -> Table:
    """A table with its changes; deleted rows stand struck where they stood."""
    columns = (
        replace(column, label=plan.write(column.label, table.id, numbered("column", index)))
        for index, column in enumerate(table.columns)
    )
    notes = (plan.write(note, table.id, numbered("note", index)) for index, note in enumerate(table.notes))
    return replace(
        table,
        caption=plan.write(table.caption, table.id, CAPTION),
        columns=tuple(columns),
        rows=tuple(_rows(table, plan)),
        notes=tuple(notes),
        source=plan.write(table.source, table.id, SOURCE),
    )


def _rows(table: Table, plan: MarkupPlan) -> Iterator[Row]:
    last = numbered("column", len(table.columns) - 1) if table.columns else CAPTION
    for index, row in enumerate(table.rows):
        last = numbered("row", index)
        yield from _deleted_rows(plan.node(table.id, last).index, plan)
        cells = (_cell(cell, plan.node(table.id, cell_part(index, at)), plan) for at, cell in enumerate(row.cells))
        yield replace(row, cells=tuple(cells))
    yield from _deleted_rows(plan.node(table.id, last).stop, plan)


def _deleted_rows(line: int, plan: MarkupPlan) -> Iterator[Row]:
    """The rows that were deleted from before a line."""
    for edit, change in plan.deletions.get(line, ()):
        old = plan.old_nodes[edit.start]
        if isinstance(edit, DeleteEdit) and old.role is TextRole.ROW:
            yield deleted_row(old, change, plan.comparison)


def _cell(cell: Cell, node: TextNode, plan: MarkupPlan) -> Cell:
    return replace(cell, blocks=_marked_blocks(cell.blocks, node, plan)) if node.index in plan.marks else cell


def _marked_blocks(blocks: tuple[Block, ...], node: TextNode, plan: MarkupPlan) -> tuple[Block, ...]:
    """The blocks of a cell or a footnote, whose `node` joins their texts, with its changes."""
    marks = plan.marks.get(node.index, [])
    marker = _PieceMarker(plan, node, marks)
    shown = tuple(marker.block(block) for block in blocks)
    without_place = [mark for mark in marks if mark.deleted and not marker.has_written]
    return (*shown, *(Paragraph(marked((), (mark,), plan.comparison.new_names)) for mark in without_place))


class _PieceMarker:
    """Marks the blocks whose texts a node joins, each by its piece of the text."""

    def __init__(self, plan: MarkupPlan, node: TextNode, marks: Sequence[MarkedSpan]) -> None:
        self._names = plan.comparison.new_names
        self._length = len(node.text)
        self._pieces = {piece.key: piece for piece in node.pieces}
        self._marks = marks
        self.has_written = False

    def block(self, block: Block) -> Block:
        """A block with the marks in its texts."""
        match block:
            case Paragraph() | Heading() | ChangeNote():
                return replace(block, children=self._text(block.children, block.id))
            case List():
                return replace(block, items=tuple(replace(i, blocks=self._blocks(i.blocks)) for i in block.items))
            case Quote() | Callout():
                return replace(block, blocks=self._blocks(block.blocks))
            case Signature():
                lines = (self._text(line, block.id, numbered("line", i)) for i, line in enumerate(block.lines))
                return replace(block, lines=tuple(lines))
            case CustomBlock():
                texts = block.texts().items()
                return block.with_texts({name: self._text(text, block.id, name) for name, text in texts})
            case StatusLegend() | Table() | Chart() | Figure() | KeyFigures() | Break():  # their words cannot be marked
                return block
            case _:
                assert_never(block)

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks)

    def _text(self, inlines: Inlines, block: str, part: str = "") -> Inlines:
        piece = self._pieces[block, part]
        self.has_written = True
        marks = clip(self._marks, piece.start, piece.stop, piece.stop == self._length)
        return marked(inlines, marks, self._names)
