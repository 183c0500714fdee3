"""Notes on changes that cannot be marked in words, and the blocks that a redline puts where something was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportbuilder.compare.changes import Action, Change, Comparison, DeleteEdit, MoveEdit
from reportbuilder.compare.markup import deleted_text, nonbreaking
from reportbuilder.compare.phrasing import Phrases, shortened
from reportbuilder.compare.tree import OBJECTS, TextNode, TextRole
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Block,
    Cell,
    ChangeNote,
    Inline,
    LineBreak,
    ListItem,
    PageReference,
    Paragraph,
    Revised,
    Revision,
    Row,
    RowKind,
    Strong,
    Text,
    change_label,
)
from reportbuilder.values import Value, replace

_MOST = 300  # characters of either side that a remark tells


def change_note(change: Change, phrases: Phrases, place: Place = Place()) -> ChangeNote:
    """The note that describes a change, beside its place."""
    words = (_said(inline, change.number) for inline in _words(change, phrases))
    return ChangeNote(tuple(words), change.number, place)


def merge_notes(notes: Sequence[ChangeNote]) -> list[ChangeNote]:
    """Notes on one node as one, a line for each."""
    if not notes:
        return []
    first, *more = notes
    lines = (inline for note in more for inline in (LineBreak(), *note.children))
    return [replace(first, children=(*first.children, *lines))]


def moved_note(change: Change, phrases: Phrases, place: Place = Place()) -> ChangeNote:
    """The note at the former place of something that moved, with a reference to where it is now. It has no number: the
    change is marked at its new place."""
    reference = PageReference(change_label(change.number), phrases.words.page, place, phrases.words.line)
    words = f": {phrases.quoted(shortened(change.old, 80))}." if change.old else "."
    return ChangeNote((Text(f"{phrases.words.to} "), reference, Text(words)), 0, place)


def _said(inline: Inline, change: int) -> Inline:
    """Words of a remark as a part of its change, so that it is found on the pages."""
    return inline if isinstance(inline, Revised) else Revised((inline,), Revision.CHANGED, change)


def _words(change: Change, phrases: Phrases) -> list[Inline]:
    if change.action is Action.MOVED:
        where = phrases.former_place(change)
        kind = _capital(phrases.kind(change))
        return [Text(f"{kind}. {phrases.words.from_.format(place=where)}." if where else f"{kind}.")]
    parts = phrases.part_path(change.now)
    head = _capital(phrases.kind(change)) + (f" ({parts})" if parts else "")
    old, new = (shortened(words, _MOST) for words in phrases.before_and_after(change))
    if change.action in (Action.SPLIT, Action.JOINED) or not (old or new):
        return [Text(f"{head}.")]
    inlines: list[Inline] = [nonbreaking(f"{head}: ")]
    if old:
        inlines.append(deleted_text(old, change.number))
    if old and new:
        inlines.append(Text(" → "))
    if new:
        inlines.append(Revised((nonbreaking(new),), Revision.INSERTED, change.number))
    return inlines


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# Deleted blocks -------------------------------------------------------------------------------------------------------


class DeletedBlock(Value, eq=False):
    """A deleted block, or an item of a list, as a redline shows it; `role` is that of its text."""

    role: TextRole
    content: Block | ListItem

    @property
    def block(self) -> Block:
        """The block by itself, of an item the first."""
        return self.content.blocks[0] if isinstance(self.content, ListItem) else self.content


def deleted_blocks(
    edit: DeleteEdit | MoveEdit, change: Change, comparison: Comparison, phrases: Phrases
) -> Iterator[DeletedBlock]:
    """The blocks that a redline shows where something was deleted, or from where it moved."""
    if isinstance(edit, MoveEdit):
        note = moved_note(change, phrases, change.now.place)
        yield DeletedBlock(TextRole.PARAGRAPH, note)
    else:
        node = _node_at(comparison.old, edit.start)
        if node.role is TextRole.CHAPTER:
            yield from _chapter(node, change, comparison, phrases)
        else:
            yield from _unit(node, change, comparison, phrases)


def deleted_row(node: TextNode, change: Change, comparison: Comparison) -> Row:
    """A deleted row of a table, its words struck."""
    cells = tuple(
        Cell(_deleted_paragraphs(cell, change, comparison), cell.line.level, place=change.now.place)
        for cell in node.children
    )
    return Row(cells, list(RowKind)[node.line.level], change.now.place)


def _node_at(tree: TextNode, line: int) -> TextNode:
    while tree.index != line:
        tree = next(child for child in tree.children if child.index <= line < child.stop)
    return tree


def _chapter(node: TextNode, change: Change, comparison: Comparison, phrases: Phrases) -> Iterator[DeletedBlock]:
    """The content of a deleted chapter, without what moved out of it."""
    yield DeletedBlock(TextRole.PARAGRAPH, change_note(change, phrases, change.now.place))
    edits = (edit for other in comparison.changes for edit in other.edits)
    moved = [range(edit.start, edit.stop) for edit in edits if isinstance(edit, MoveEdit)]
    out = [lines for lines in moved if node.index not in lines]
    for child in node.children:
        if not any(child.index in lines for lines in out):
            yield from _unit(child, change, comparison, phrases)


def _unit(node: TextNode, change: Change, comparison: Comparison, phrases: Phrases) -> Iterator[DeletedBlock]:
    if node.role in OBJECTS or node.role in (TextRole.LEGEND, TextRole.FOOTNOTE):
        note = (
            change_note(change, phrases, change.now.place) if _is_own(change, node) else _note(node, change, comparison)
        )
        yield DeletedBlock(node.role, note)
        return
    blocks = _deleted_paragraphs(node, change, comparison)
    if node.role is TextRole.HEADING:
        blocks = tuple(Paragraph((Strong(block.children),), block.place) for block in blocks)
    for block in blocks:
        is_item = node.role is TextRole.ITEM
        yield DeletedBlock(node.role, ListItem(node.marker or "•", (block,), change.now.place) if is_item else block)


def _is_own(change: Change, node: TextNode) -> bool:
    """Whether a change is about this node, rather than about the chapter that it was in."""
    return any(isinstance(edit, DeleteEdit) and edit.start == node.index for edit in change.edits)


def _note(node: TextNode, change: Change, comparison: Comparison) -> ChangeNote:
    """A note with the first words of an object of a deleted chapter."""
    words = next((under.text for under in node.walk() if under.text), node.name)
    return ChangeNote(
        (deleted_text(comparison.old_names.running_text(words), change.number),), change.number, change.now.place
    )


def _deleted_paragraphs(node: TextNode, change: Change, comparison: Comparison) -> tuple[Paragraph, ...]:
    words = comparison.old_names.running_text(node.text)
    return (Paragraph((deleted_text(words, change.number),), change.now.place),) if words.strip() else ()
