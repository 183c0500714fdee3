"""The redline: the new document with its changes since the old one marked in it.

New words are wrapped and words that are gone stand struck where they were; whole blocks that are gone stand in place
as paragraphs and items, tables and figures as a note. What cannot be marked in words is told in a note beside it.
Nothing that is gone gets into headings, captions or labels, so that numbers, contents and lists are those of the new
document. With bars alone only the new text is there, wrapped as changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import assert_never

from reportbuilder.compare.changes import Comparison
from reportbuilder.compare.deleted_blocks import Gone, remains
from reportbuilder.compare.marked_tables import marked_blocks, marked_table
from reportbuilder.compare.marking import struck
from reportbuilder.compare.markup_plan import Marks, Plan, plan_of
from reportbuilder.compare.nodes import Node, Role
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.remarks import remark, together
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
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
)
from reportbuilder.values import replace


def redline(document: Document, comparison: Comparison, phrases: Phrases, marks: Marks = Marks.ALL) -> Document:
    """The new document of a comparison with its changes marked."""
    plan = plan_of(comparison, marks, phrases)
    chapters = [node for node in comparison.new.children if node.role is Role.CHAPTER]
    waiting = iter(chapters)

    def marked(chapter: Chapter) -> Chapter:
        node = next(waiting)
        return _Marker(plan, phrases, node, _gone_in(plan, node, chapters, phrases)).chapter(chapter)

    parts = tuple(
        replace(part, content=marked(part.content)) if isinstance(part.content, Chapter) and not part.inserted else part
        for part in document.parts
    )
    colophon = marked(document.colophon) if document.colophon else None
    return replace(document, parts=parts, colophon=colophon, changes=len(comparison.changes))


def _gone_in(plan: Plan, chapter: Node, chapters: Sequence[Node], phrases: Phrases) -> dict[int, list[Gone]]:
    """What is gone from a chapter, by the line that it stood before; a chapter that is gone stands in the one before
    it."""
    found: dict[int, list[Gone]] = {}
    for line, entries in plan.gone.items():
        for edit, change in entries:
            if plan.old_nodes[edit.start].role is Role.ROW:
                continue
            before = [node for node in chapters if node.index < edit.before]
            owner = (before[-1] if before else chapters[0]).index if edit.under == 0 else edit.under
            if owner == chapter.index:
                found.setdefault(line, []).extend(remains(edit, change, plan.comparison, phrases))
    return found


class _Marker:
    """Goes through a chapter in the order in which its nodes were made (`growing.Grower`)."""

    def __init__(self, plan: Plan, phrases: Phrases, node: Node, gone: dict[int, list[Gone]]) -> None:
        self._plan = plan
        self._phrases = phrases
        self._node = node
        self._gone = gone
        self._units = deque(child for child in node.children if child.role is not Role.FOOTNOTE)

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
        footnotes = [child for child in self._node.children if child.role is Role.FOOTNOTE]
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

    def _marked(self, block: Table | Chart | Figure | KeyFigures | StatusLegend, node: Node) -> Block:
        match block:
            case Table():
                return marked_table(block, node, self._plan)
            case Chart():
                title, source = (node.child(role).index for role in (Role.TITLE, Role.SOURCE))
                written = self._plan.write(block.title, title)
                return replace(block, title=written, source=self._plan.write(block.source, source))
            case Figure():
                return replace(block, caption=self._plan.write(block.caption, node.child(Role.CAPTION).index))
            case KeyFigures() | StatusLegend():  # their changes are told beside them
                return block
            case _:
                assert_never(block)

    def _list(self, block: List, found: list[Block]) -> None:
        """A list; items that are gone from before an item stand before it."""
        entries = self._take_next()
        inside = _split_off(entries, Role.ITEM)
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
        inside = _split_off(entries, Role.QUOTE if isinstance(block, Quote) else Role.CALLOUT)
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

    def _next(self, found: list[Block]) -> Node:
        """The next node, after what is gone from before it and what is told about it."""
        node = self._units.popleft()
        _place(found, self._take(node.index))
        found += self._told(node)
        return node

    def _take_next(self) -> list[Gone]:
        return self._take(self._units[0].index) if self._units else []

    def _take(self, line: int) -> list[Gone]:
        return self._gone.pop(line, [])

    def _told(self, node: Node, whole: bool = True) -> list[ChangeNote]:
        """The remarks about a node, and about what is under it if it is taken as a `whole`."""
        lines = range(node.index, node.stop if whole else node.index + 1)
        changes = (change for line in lines for change in self._plan.told.get(line, ()))
        return together([remark(change, self._phrases, node.place) for change in changes])

    def _old_title(self, node: Node) -> list[Block]:
        """The words of a heading that it has no more; not in it, for it is said again in contents."""
        change = self._plan.retitled.get(node.index)
        if change is None or not change.old:
            return []
        return [Paragraph((struck(change.old, change.number),), node.place)]


def _split_off(entries: list[Gone], role: Role) -> list[Gone]:
    """Take the last entries off that are of a role."""
    at = len(entries)
    while at and entries[at - 1].role is role:
        at -= 1
    taken = entries[at:]
    del entries[at:]
    return taken


def _place(found: list[Block], entries: Iterable[Gone]) -> None:
    """Put what is gone after the blocks before it; an item goes into the list before it, or into one of its own."""
    for entry in entries:
        if not isinstance(entry.content, ListItem):
            found.append(entry.content)
        elif found and isinstance(last := found[-1], List):
            found[-1] = replace(last, items=(*last.items, entry.content))
        else:
            found.append(List(ListStyle.BULLET, (entry.content,)))
