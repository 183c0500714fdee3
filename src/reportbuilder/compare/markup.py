"""Makes the marks of a redline: revised stretches of inline content, notes on changes, and deleted blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reportbuilder.compare.changes import Action, Change, Comparison, DeleteEdit, MoveEdit
from reportbuilder.compare.normalized_text import BLOCK, LabelNames, normalize_with_offsets, normalized_leaves
from reportbuilder.compare.phrasing import Phrases, shortened
from reportbuilder.compare.tree import OBJECTS, TextNode, TextRole
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Block,
    Cell,
    ChangeNote,
    Inline,
    LineBreak,
    Link,
    ListItem,
    NoteReference,
    PageReference,
    Paragraph,
    Revised,
    Revision,
    Row,
    RowKind,
    Sparkline,
    Status,
    StatusMark,
    Strong,
    Text,
    change_label,
)
from reportbuilder.document.walk import Inlines
from reportbuilder.i18n.language import LANGUAGES, language_of
from reportbuilder.i18n.typography import protect
from reportbuilder.text.runs import NO_BREAK_SPACE
from reportbuilder.values import Value, replace


class MarkedSpan(Value):
    """The characters from `start` to `stop` of a normalized text that were revised; `deleted` are the words that stood
    before them."""

    start: int
    stop: int
    revision: Revision
    change: int
    deleted: str = ""


def marked(
    inlines: Inlines, marks: Iterable[MarkedSpan], names: LabelNames, notes: Mapping[str, int] | None = None
) -> Inlines:
    """Inline content with its marks; `notes` are the numbers of the changes that inserted footnotes, by label."""
    pen = _InlineMarker(names, notes or {}, sorted(marks, key=lambda mark: (mark.start, mark.stop)))
    return (*pen.write(inlines), *pen.rest())


def nonbreaking(words: str) -> Text:
    """Words with the no-break spaces of typesetting, which normalized text lacks."""
    return Text(protect(words).replace(" …", f"{NO_BREAK_SPACE}…"))


def deleted_text(words: str, change: int) -> Revised:
    """Struck words; each of several blocks is on a line of its own."""
    lines: list[Inline] = []
    for block in filter(None, words.split(BLOCK)):
        lines += [LineBreak(), nonbreaking(block)] if lines else [nonbreaking(block)]
    return Revised(tuple(lines), Revision.DELETED, change)


def with_symbols(inline: Inline) -> Inline:
    """Deleted words before a status, of which the word of another status has its symbol again."""
    if not isinstance(inline, Revised):
        return inline
    statuses = _status_words()
    children = (
        StatusMark(statuses[word], child.text)
        if isinstance(child, Text) and (word := child.text.replace(NO_BREAK_SPACE, " ").strip()) in statuses
        else child
        for child in inline.children
    )
    return replace(inline, children=tuple(children))


@cache
def _status_words() -> Mapping[str, Status]:
    """The statuses by their words in each language."""
    languages = (language_of(tag).report.statuses for tag in LANGUAGES)
    return {word: Status(name) for words in languages for name, word in words.items()}


def clip(marks: Iterable[MarkedSpan], start: int, stop: int, is_last: bool = True) -> Iterator[MarkedSpan]:
    """The parts of marks that lie in a stretch, with characters counted from its beginning. Words deleted at its end
    belong to the next stretch, unless this is the last one."""
    for mark in marks:
        low, high = max(mark.start, start), min(mark.stop, stop)
        has_deleted = bool(mark.deleted) and (start <= mark.start < stop or (mark.start == stop and is_last))
        if low < high or has_deleted:
            deleted = mark.deleted if has_deleted else ""
            yield replace(mark, start=low - start, stop=max(low, high) - start, deleted=deleted)


def unmarked(marks: Sequence[MarkedSpan], stop: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text that no mark covers; `stop` is its length."""
    at = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start > at:
            yield at, mark.start
        at = max(at, mark.stop)
    if at < stop:
        yield at, stop


def widen_to_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch widened to whole words; an empty one becomes the word that stands there."""
    if start == stop:
        while stop < len(text) and text[stop].isspace():
            stop += 1
        start = stop if stop < len(text) else len(text.rstrip())
        stop = start
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    return start, stop


@dataclass
class _InlineMarker:
    """Copies inline content with marks; `at` is the next character of its normalized text, `next_mark` the next mark
    whose deleted words are to be put back."""

    names: LabelNames
    notes: Mapping[str, int]
    marks: list[MarkedSpan]
    at: int = 0
    next_mark: int = 0

    def write(self, inlines: Inlines) -> Inlines:
        written: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Text):
                written += self._text(inline)
            elif isinstance(inline, NoteReference):
                change = self.notes.get(inline.label, 0)
                written.append(Revised((inline,), Revision.INSERTED, change) if change else inline)
            elif isinstance(inline, PageReference | StatusMark | Sparkline | LineBreak) or self._is_known(inline):
                written += self._undivided(inline)
            else:
                written.append(replace(inline, children=self.write(inline.children)))
        return tuple(written)

    def rest(self) -> Iterator[Inline]:
        """The words that were deleted from the end."""
        return self._deletions(self.at + 1)

    def _is_known(self, inline: Inline) -> bool:
        return isinstance(inline, Link) and self.names.knows(inline)

    def _deletions(self, before: int) -> Iterator[Inline]:
        """The words that were deleted from before a character and are not put back yet."""
        while self.next_mark < len(self.marks) and self.marks[self.next_mark].start < before:
            mark = self.marks[self.next_mark]
            self.next_mark += 1
            if mark.deleted:
                deleted = deleted_text(mark.deleted, mark.change)
                own_lines = BLOCK in mark.deleted and mark.start < mark.stop  # what is new begins on the next one
                yield replace(deleted, children=(*deleted.children, LineBreak())) if own_lines else deleted

    def _undivided(self, inline: Inline) -> Iterator[Inline]:
        stop = self.at + sum(len(text) for _, text in normalized_leaves((inline,), self.names))
        deleted = self._deletions(self.at + 1)
        yield from map(with_symbols, deleted) if isinstance(inline, StatusMark) else deleted
        yield self._wrapped(inline, self.at, stop)
        self.at = stop

    def _text(self, inline: Text) -> Iterator[Inline]:
        text, starts = normalize_with_offsets(inline.text)
        stop = self.at + len(text)
        ends = {end for mark in self.marks for end in (mark.start, mark.stop) if self.at < end < stop}
        if not text:
            yield inline
        for a, b in pairwise(sorted({self.at, *ends, stop})):
            yield from self._deletions(a + 1)
            low, high = a - self.at, b - self.at
            raw = (0 if not low else starts[low], starts[high]) if starts else (low, high)
            yield self._wrapped(_piece(inline, *raw), a, b)
        self.at = stop

    def _wrapped(self, inline: Inline, start: int, stop: int) -> Inline:
        for mark in self.marks:
            if mark.start < stop and start < mark.stop:
                return Revised((inline,), mark.revision, mark.change)
        return inline


def _piece(inline: Text, start: int, stop: int) -> Text:
    """A part of a text, with the figures that were filled into it."""
    if (start, stop) == (0, len(inline.text)):
        return inline
    filled = tuple(
        replace(figure, at=figure.at - start)
        for figure in inline.filled
        if start <= figure.at and figure.at + len(figure.text) <= stop
    )
    return replace(inline, text=inline.text[start:stop], filled=filled)


# Notes, and blocks that were deleted ---------------------------------------------------------------------------------


_MOST = 300  # characters of either side that a remark tells


def change_note(change: Change, phrases: Phrases, place: Place = Place()) -> ChangeNote:
    """The note that describes a change, beside its place."""
    words = (_as_change(inline, change.number) for inline in _words(change, phrases))
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


def _as_change(inline: Inline, change: int) -> Inline:
    """Mark an inline of a note as part of its change, so that the page and line of the change can be looked up."""
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
    moved_out = [lines for lines in moved if node.index not in lines]
    for child in node.children:
        if not any(child.index in lines for lines in moved_out):
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
    """True when a change is about this node itself, and not about its chapter."""
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
