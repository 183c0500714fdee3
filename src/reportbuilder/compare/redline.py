"""The redline: the new document with its changes since the old one marked in it.

New words are wrapped and words that are gone stand struck where they were; whole blocks that are gone stand in place
as paragraphs and items, tables and figures as a note. What cannot be marked in words is told in a note beside it.
Nothing that is gone gets into headings, captions or labels, so that numbers, contents and lists are those of the new
document. With bars alone only the new text is there, wrapped as changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from reportbuilder.compare.change_notes import DeletedBlock, change_note, deleted_blocks, deleted_row, merge_notes
from reportbuilder.compare.changes import Comparison, DeleteEdit
from reportbuilder.compare.markup import MarkedSpan, clip, deleted_text, marked
from reportbuilder.compare.markup_plan import MarkupPlan, RedlineMode, plan_markup
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.tree import ComparableReport, TextNode, TextRole, TreeBuilder
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
from reportbuilder.values import replace


def redline(
    document: Document, comparison: Comparison, phrases: Phrases, marks: RedlineMode = RedlineMode.ALL
) -> Document:
    """The new document of a comparison with its changes marked."""
    plan = plan_markup(comparison, marks, phrases)
    chapters = [node for node in comparison.new.children if node.role is TextRole.CHAPTER]
    waiting = iter(chapters)

    def marked(chapter: Chapter) -> Chapter:
        node = next(waiting)
        return _Marker(plan, phrases, node, _gone_in(plan, node, chapters, phrases)).chapter(chapter)

    parts = tuple(
        replace(part, content=marked(part.content)) if isinstance(part.content, Chapter) and not part.inserted else part
        for part in document.parts
    )
    colophon = marked(document.colophon) if document.colophon else None
    marked_document = replace(document, parts=parts, colophon=colophon, changes=len(comparison.changes))
    return identify(marked_document)  # blocks that are gone, and remarks, are new in it


def _gone_in(
    plan: MarkupPlan, chapter: TextNode, chapters: Sequence[TextNode], phrases: Phrases
) -> dict[int, list[DeletedBlock]]:
    """What is gone from a chapter, by the line that it stood before; a chapter that is gone stands in the one before
    it."""
    found: dict[int, list[DeletedBlock]] = {}
    for line, entries in plan.gone.items():
        for edit, change in entries:
            if plan.old_nodes[edit.start].role is TextRole.ROW:
                continue
            before = [node for node in chapters if node.index < edit.before]
            owner = (before[-1] if before else chapters[0]).index if edit.under == 0 else edit.under
            if owner == chapter.index:
                found.setdefault(line, []).extend(deleted_blocks(edit, change, plan.comparison, phrases))
    return found


class _Marker:
    """Goes through a chapter in the order in which its nodes were made (`growing.Grower`)."""

    def __init__(self, plan: MarkupPlan, phrases: Phrases, node: TextNode, gone: dict[int, list[DeletedBlock]]) -> None:
        self._plan = plan
        self._phrases = phrases
        self._node = node
        self._gone = gone
        self._units = deque(child for child in node.children if child.role is not TextRole.FOOTNOTE)

    def chapter(self, chapter: Chapter) -> Chapter:
        """The chapter with its changes marked."""
        line = self._node.index
        heading = replace(chapter.heading, children=self._plan.write(chapter.heading.children, line))
        opening: list[Block] = []
        for early in sorted(at for at in self._gone if at <= line):
            _place(opening, self._take(early))
        opening += [*self._told(self._node, whole=False), *self._old_title(self._node)]
        blocks = self._blocks(chapter.blocks, opening)
        for late in sorted(self._gone):
            _place(blocks, self._take(late))
        footnotes = [child for child in self._node.children if child.role is TextRole.FOOTNOTE]
        notes = {
            label: replace(note, blocks=marked_blocks(note.blocks, under, self._plan))
            for (label, note), under in zip(chapter.notes.items(), footnotes, strict=True)
        }
        told = [note for under in footnotes for note in self._told(under)]
        return replace(chapter, heading=heading, blocks=(*blocks, *told), notes=notes)

    def _blocks(self, blocks: Iterable[Block], opening: Iterable[Block] = ()) -> list[Block]:
        found = list(opening)
        for block in blocks:
            match block:
                case Break():
                    found.append(block)
                case List():
                    self._list(block, found)
                case Quote() | Callout():
                    self._aside(block, found)
                case Signature():
                    self._signature(block, found)
                case CustomBlock():
                    texts = block.texts().items()
                    found.append(
                        block.with_texts(
                            {name: self._plan.write(text, self._next(found).index) for name, text in texts}
                        )
                    )
                case Heading():
                    node = self._next(found)
                    found += self._old_title(node)
                    found.append(replace(block, children=self._plan.write(block.children, node.index)))
                case Paragraph() | ChangeNote():
                    node = self._next(found)
                    found.append(replace(block, children=self._plan.write(block.children, node.index)))
                case Table() | Chart() | Figure() | KeyFigures() | StatusLegend():
                    node = self._next(found)
                    found.append(self._marked(block, node))
                case _:
                    assert_never(block)
        return found

    def _marked(self, block: Table | Chart | Figure | KeyFigures | StatusLegend, node: TextNode) -> Block:
        match block:
            case Table():
                return marked_table(block, node, self._plan)
            case Chart():
                title, source = (node.child(role).index for role in (TextRole.TITLE, TextRole.SOURCE))
                written = self._plan.write(block.title, title)
                return replace(block, title=written, source=self._plan.write(block.source, source))
            case Figure():
                return replace(block, caption=self._plan.write(block.caption, node.child(TextRole.CAPTION).index))
            case KeyFigures() | StatusLegend():  # their changes are told beside them
                return block
            case _:
                assert_never(block)

    def _list(self, block: List, found: list[Block]) -> None:
        """A list; items that are gone from before an item stand before it."""
        entries = self._take_next()
        inside = _split_off(entries, TextRole.ITEM)
        _place(found, entries)
        items = [entry.content for entry in inside if isinstance(entry.content, ListItem)]
        for item in block.items:
            for entry in self._take_next():
                if isinstance(entry.content, ListItem):
                    items.append(entry.content)
                elif items:
                    items[-1] = replace(items[-1], blocks=(*items[-1].blocks, entry.content))
                else:
                    found.append(entry.content)
            items.append(replace(item, blocks=tuple(self._blocks(item.blocks))))
        found.append(replace(block, items=tuple(items)))

    def _aside(self, block: Quote | Callout, found: list[Block]) -> None:
        """A quote or a callout; remarks about what is in it stand before it."""
        entries = self._take_next()
        inside = _split_off(entries, TextRole.QUOTE if isinstance(block, Quote) else TextRole.CALLOUT)
        _place(found, entries)
        if isinstance(block, Callout) and block.title:
            self._next(found)
        blocks = self._blocks(block.blocks, [entry.block for entry in inside])
        if isinstance(block, Quote) and block.attribution:
            self._next(found)
        found += [inner for inner in blocks if isinstance(inner, ChangeNote)]
        found.append(replace(block, blocks=tuple(inner for inner in blocks if not isinstance(inner, ChangeNote))))

    def _signature(self, block: Signature, found: list[Block]) -> None:
        lines = [self._plan.write(line, self._next(found).index) for line in block.lines]
        found.append(replace(block, lines=tuple(lines)))

    # What stands beside it ---------------------------------------------------------------------------------------

    def _next(self, found: list[Block]) -> TextNode:
        """The next node, after what is gone from before it and what is told about it."""
        node = self._units.popleft()
        _place(found, self._take(node.index))
        found += self._told(node)
        return node

    def _take_next(self) -> list[DeletedBlock]:
        return self._take(self._units[0].index) if self._units else []

    def _take(self, line: int) -> list[DeletedBlock]:
        return self._gone.pop(line, [])

    def _told(self, node: TextNode, whole: bool = True) -> list[ChangeNote]:
        """The remarks about a node, and about what is under it if it is taken as a `whole`."""
        lines = range(node.index, node.stop if whole else node.index + 1)
        changes = (change for line in lines for change in self._plan.told.get(line, ()))
        return merge_notes([change_note(change, self._phrases, node.place) for change in changes])

    def _old_title(self, node: TextNode) -> list[Block]:
        """The words of a heading that it has no more; not in it, for it is said again in contents."""
        change = self._plan.retitled.get(node.index)
        if change is None or not change.old:
            return []
        return [Paragraph((deleted_text(change.old, change.number),), node.place)]


def _split_off(entries: list[DeletedBlock], role: TextRole) -> list[DeletedBlock]:
    """Take the last entries off that are of a role."""
    at = len(entries)
    while at and entries[at - 1].role is role:
        at -= 1
    taken = entries[at:]
    del entries[at:]
    return taken


def _place(found: list[Block], entries: Iterable[DeletedBlock]) -> None:
    """Put what is gone after the blocks before it; an item goes into the list before it, or into one of its own."""
    for entry in entries:
        if not isinstance(entry.content, ListItem):
            found.append(entry.content)
        elif found and isinstance(last := found[-1], List):
            found[-1] = replace(last, items=(*last.items, entry.content))
        else:
            found.append(List(ListStyle.BULLET, (entry.content,)))


# Tables and footnotes -------------------------------------------------------------------------------------------------


def marked_table(table: Table, node: TextNode, plan: MarkupPlan) -> Table:
    """A table with its changes: rows that are gone stand struck in place."""
    lines = {role: [child.index for child in node.children if child.role is role] for role in TextRole}
    columns = zip(table.columns, lines[TextRole.COLUMN], strict=True)
    notes = zip(table.notes, lines[TextRole.TABLE_NOTE], strict=True)
    return replace(
        table,
        caption=plan.write(table.caption, lines[TextRole.CAPTION][0]),
        columns=tuple(replace(column, label=plan.write(column.label, line)) for column, line in columns),
        rows=tuple(_rows(table, node, plan)),
        notes=tuple(plan.write(note, line) for note, line in notes),
        source=plan.write(table.source, lines[TextRole.SOURCE][0]),
    )


def _rows(table: Table, node: TextNode, plan: MarkupPlan) -> Iterator[Row]:
    rows = [child for child in node.children if child.role is TextRole.ROW]
    for row, under in zip(table.rows, rows, strict=True):
        yield from _gone_rows(under.index, plan)
        yield _row(row, under, plan)
    last = (
        rows[-1]
        if rows
        else [child for child in node.children if child.role in (TextRole.CAPTION, TextRole.COLUMN)][-1]
    )
    yield from _gone_rows(last.stop, plan)


def _gone_rows(line: int, plan: MarkupPlan) -> Iterator[Row]:
    """The rows that stood before a line."""
    for edit, change in plan.gone.get(line, ()):
        old = plan.old_nodes[edit.start]
        if isinstance(edit, DeleteEdit) and old.role is TextRole.ROW:
            yield deleted_row(old, change, plan.comparison)


def _row(row: Row, node: TextNode, plan: MarkupPlan) -> Row:
    cells = zip(row.cells, node.children, strict=True)
    return replace(row, cells=tuple(_cell(cell, under, plan) for cell, under in cells))


def _cell(cell: Cell, node: TextNode, plan: MarkupPlan) -> Cell:
    return replace(cell, blocks=marked_blocks(cell.blocks, node, plan)) if node.index in plan.marks else cell


def marked_blocks(blocks: tuple[Block, ...], node: TextNode, plan: MarkupPlan) -> tuple[Block, ...]:
    """The blocks of a cell or a footnote, which are one text, with its changes."""
    marks = plan.marks.get(node.index, [])
    writer = _Writer(plan, marks, len(node.text))
    found = writer.blocks(blocks)
    late = [mark for mark in marks if mark.gone and not writer.written]
    return (*found, *(Paragraph(marked((), (mark,), plan.comparison.new_names)) for mark in late))


class _Writer:
    """Goes through blocks from the beginning of their text to its end."""

    def __init__(self, plan: MarkupPlan, marks: Sequence[MarkedSpan], length: int) -> None:
        self._plan = plan
        self._marks = marks
        self._length = length
        self._at = 0
        self._builder = TreeBuilder(ComparableReport(Document("", ())), plan.comparison.new_names)
        self.written = False

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Blocks with the marks that are in them."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading() | ChangeNote():
                start, stop = self._step(self._builder.said(block.children))
                marks = clip(self._marks, start, stop, stop == self._length)
                self.written = True
                return replace(block, children=marked(block.children, marks, self._plan.comparison.new_names))
            case List():
                return replace(block, items=tuple(replace(i, blocks=self.blocks(i.blocks)) for i in block.items))
            case Quote():
                found = self.blocks(block.blocks)
                self._skip(replace(block, blocks=()))
                return replace(block, blocks=found)
            case Callout():
                self._skip(replace(block, blocks=()))
                return replace(block, blocks=self.blocks(block.blocks))
            case Signature() | StatusLegend() | Table() | Chart() | Figure() | KeyFigures() | Break() | CustomBlock():
                self._skip(block)
                return block
            case _:
                assert_never(block)

    def _skip(self, block: Block) -> None:
        for node in self._builder.inside((block,)):
            self._step(node.text)

    def _step(self, text: str) -> tuple[int, int]:
        """The stretch of the next block of the text, whose end is one character."""
        start = self._at
        self._at = start + len(text) + 1
        return start, start + len(text)
