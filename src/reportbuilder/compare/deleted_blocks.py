"""What is gone from a report, as blocks that stand where it stood."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.compare.changes import Change, Comparison, Cut, Moved
from reportbuilder.compare.marking import struck
from reportbuilder.compare.nodes import OBJECTS, Node, Role
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.remarks import remark, went_to
from reportbuilder.document.model import Block, Cell, ChangeNote, ListItem, Paragraph, Row, RowKind, Strong
from reportbuilder.values import Value


class Gone(Value, eq=False):
    """A block that is gone, or an item of a list, and what it was."""

    role: Role
    content: Block | ListItem

    @property
    def block(self) -> Block:
        """It as a block by itself."""
        return self.content.blocks[0] if isinstance(self.content, ListItem) else self.content


def remains(edit: Cut | Moved, change: Change, comparison: Comparison, phrases: Phrases) -> Iterator[Gone]:
    """What an edit leaves at the place where something was."""
    if isinstance(edit, Moved):
        note = went_to(change, phrases, change.now.place)
        yield Gone(Role.PARAGRAPH, note)
    else:
        node = _node_at(comparison.old, edit.start)
        if node.role is Role.CHAPTER:
            yield from _chapter(node, change, comparison, phrases)
        else:
            yield from _unit(node, change, comparison, phrases)


def struck_row(node: Node, change: Change, comparison: Comparison) -> Row:
    """A row that is gone."""
    cells = tuple(
        Cell(_struck(cell, change, comparison), cell.line.level, place=change.now.place) for cell in node.children
    )
    return Row(cells, list(RowKind)[node.line.level], change.now.place)


def _node_at(tree: Node, line: int) -> Node:
    while tree.index != line:
        tree = next(child for child in tree.children if child.index <= line < child.stop)
    return tree


def _chapter(node: Node, change: Change, comparison: Comparison, phrases: Phrases) -> Iterator[Gone]:
    """All that stood in a chapter, but for what was moved out of it."""
    yield Gone(Role.PARAGRAPH, remark(change, phrases, change.now.place))
    edits = (edit for other in comparison.changes for edit in other.edits)
    moved = [range(edit.start, edit.stop) for edit in edits if isinstance(edit, Moved)]
    out = [lines for lines in moved if node.index not in lines]
    for child in node.children:
        if not any(child.index in lines for lines in out):
            yield from _unit(child, change, comparison, phrases)


def _unit(node: Node, change: Change, comparison: Comparison, phrases: Phrases) -> Iterator[Gone]:
    if node.role in OBJECTS or node.role in (Role.LEGEND, Role.FOOTNOTE):
        note = remark(change, phrases, change.now.place) if _is_own(change, node) else _note(node, change, comparison)
        yield Gone(node.role, note)
        return
    blocks = _struck(node, change, comparison)
    if node.role is Role.HEADING:
        blocks = tuple(Paragraph((Strong(block.children),), block.place) for block in blocks)
    for block in blocks:
        is_item = node.role is Role.ITEM
        yield Gone(node.role, ListItem(node.marker or "•", (block,), change.now.place) if is_item else block)


def _is_own(change: Change, node: Node) -> bool:
    """Whether a change is about this node, and not about the chapter that it was in."""
    return any(isinstance(edit, Cut) and edit.start == node.index for edit in change.edits)


def _note(node: Node, change: Change, comparison: Comparison) -> ChangeNote:
    """What an object of a chapter that is gone was: its first words."""
    words = next((under.text for under in node.walk() if under.text), node.name)
    return ChangeNote((struck(comparison.old_names.plainly(words), change.number),), change.number, change.now.place)


def _struck(node: Node, change: Change, comparison: Comparison) -> tuple[Paragraph, ...]:
    words = comparison.old_names.plainly(node.text)
    return (Paragraph((struck(words, change.number),), change.now.place),) if words.strip() else ()
