"""Plans a redline: assigns the marks and notes of each change to lines of the new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from reportbuilder.compare.changes import (
    Action,
    Aspect,
    Change,
    Comparison,
    DeleteEdit,
    Edit,
    InsertEdit,
    MoveEdit,
    RoleEdit,
    StyleEdit,
    TextEdit,
)
from reportbuilder.compare.markup import MarkedSpan, marked, unmarked, widen_to_words
from reportbuilder.compare.phrasing import Phrases
from reportbuilder.compare.tree import OBJECTS, TextKey, TextNode, TextRole
from reportbuilder.document.model import Revision
from reportbuilder.document.walk import Inlines

MARKABLE = frozenset(
    {
        TextRole.CHAPTER,
        TextRole.HEADING,
        TextRole.PARAGRAPH,
        TextRole.ITEM,
        TextRole.QUOTE,
        TextRole.CALLOUT,
        TextRole.SIGNATURE,
        TextRole.CAPTION,
        TextRole.TITLE,
        TextRole.COLUMN,
        TextRole.CELL,
        TextRole.TABLE_NOTE,
        TextRole.SOURCE,
        TextRole.FOOTNOTE,
    }
)
"""What has words in which a change can be marked."""
TITLES = frozenset({TextRole.CHAPTER, TextRole.HEADING, TextRole.CAPTION, TextRole.TITLE})
"""What is also said in contents, lists and bookmarks: words that are gone may not stand in it."""
RESTORED = OBJECTS | {
    TextRole.CHAPTER,
    TextRole.HEADING,
    TextRole.PARAGRAPH,
    TextRole.ITEM,
    TextRole.QUOTE,
    TextRole.ATTRIBUTION,
    TextRole.CALLOUT,
    TextRole.CALLOUT_TITLE,
    TextRole.SIGNATURE,
    TextRole.LEGEND,
    TextRole.FOOTNOTE,
}
"""The roles of texts that are shown in place when they are deleted; deletions of others are described in a note."""
_ALWAYS_NOTED = (Action.MOVED, Action.SPLIT, Action.JOINED)


class RedlineMode(Enum):
    """The form of a redline: insertions and deletions marked in the text, or only bars beside the new text."""

    ALL = "all"
    BARS = "bars"


@dataclass
class MarkupPlan:
    """The plan of a redline, by lines of the new version: the marks in a line (`marks`), deletions before it
    (`deletions`), changes that are described by a note beside it (`notes_beside`), and reworded headings (`retitled`).
    `new_footnotes` maps the labels of inserted footnotes to the numbers of their changes.

    `keyed` maps the id of a block and the name of a text in it to the node of that text.
    """

    comparison: Comparison
    old_nodes: list[TextNode]
    nodes: list[TextNode]
    texts: list[str]
    keyed: Mapping[TextKey, TextNode]
    marks: dict[int, list[MarkedSpan]] = field(default_factory=dict)
    deletions: dict[int, list[tuple[DeleteEdit | MoveEdit, Change]]] = field(default_factory=dict)
    notes_beside: dict[int, list[Change]] = field(default_factory=dict)
    retitled: dict[int, Change] = field(default_factory=dict)
    new_footnotes: dict[str, int] = field(default_factory=dict)

    def mark(self, line: int, mark: MarkedSpan) -> None:
        """Mark a stretch of a line."""
        self.marks.setdefault(line, []).append(mark)

    def node(self, block: str, part: str = "") -> TextNode:
        """The node of a text, by the id of its block and its name in it; raises KeyError for a block that was not
        compared."""
        return self.keyed[block, part]

    def write(self, inlines: Inlines, block: str, part: str = "") -> Inlines:
        """The inline content of a text with its marks."""
        marks = self.marks.get(self.node(block, part).index, ())
        return marked(inlines, marks, self.comparison.new_names, self.new_footnotes)


def plan_markup(comparison: Comparison, marks: RedlineMode, phrases: Phrases) -> MarkupPlan:
    """The plan of a redline."""
    nodes = list(comparison.new.walk())
    plan = MarkupPlan(comparison, list(comparison.old.walk()), nodes, [node.text for node in nodes], _by_key(nodes))
    for change in comparison.changes:
        if marks is RedlineMode.ALL:
            _plan_all(plan, change, phrases)
    for change in comparison.changes:
        if marks is RedlineMode.BARS:
            _plan_bars(plan, change)
        else:
            _plan_unchanged(plan, change)
    return plan


def _by_key(nodes: Iterable[TextNode]) -> Mapping[TextKey, TextNode]:
    """Nodes by their keys; raises ValueError where two blocks have one id, for a change would be marked in the wrong
    one."""
    keyed: dict[TextKey, TextNode] = {}
    for node in nodes:
        if node.key[0] and keyed.setdefault(node.key, node) is not node:
            raise ValueError(f"two texts of the report have the key {node.key}")
    return keyed


# All marks --------------------------------------------------------------------------------------------------------


def _plan_all(plan: MarkupPlan, change: Change, phrases: Phrases) -> None:
    """Plan the marks of a change in the text, and a note where they do not show all of it."""
    is_shown, line = False, change.line
    for edit in change.edits:
        if isinstance(edit, TextEdit):
            is_shown |= _mark_rewording(plan, edit, change)
        elif isinstance(edit, InsertEdit):
            is_shown |= _mark_insertion(plan, edit, change)
        elif isinstance(edit, StyleEdit):
            is_shown |= _is_markable(plan, edit.new_line)
        elif isinstance(edit, DeleteEdit) and edit.mark is not None and _takes_words(plan, edit.mark[0]):
            line, character = edit.mark
            words = f"[{phrases.words.subjects[change.subject.value][0]}: {change.old}]"
            space = (
                " " if plan.texts[line][:character].strip() and not plan.texts[line][character - 1].isspace() else ""
            )
            plan.mark(line, MarkedSpan(character, character, Revision.DELETED, change.number, space + words))
            is_shown = True
        elif isinstance(edit, DeleteEdit):
            if _can_show_in_place(plan, edit):
                plan.deletions.setdefault(edit.before, []).append((edit, change))
                is_shown = True
            else:
                line = edit.under
        elif not isinstance(edit, MoveEdit | RoleEdit):  # a note beside their words describes these
            assert_never(edit)
    if change.subject is Aspect.SENTENCE:
        return
    if (
        not is_shown
        or change.action in _ALWAYS_NOTED
        or (change.subject, change.action) == (TextRole.ROW, Action.CHANGED)
    ):
        plan.notes_beside.setdefault(line, []).append(change)


def _can_show_in_place(plan: MarkupPlan, edit: DeleteEdit) -> bool:
    """True when deleted lines can be shown at their former place; a row only in a table with as many columns."""
    old = plan.old_nodes[edit.start]
    if old.role is TextRole.ROW:
        columns = [node for node in plan.nodes[edit.under].children if node.role is TextRole.COLUMN]
        return sum(cell.line.level for cell in old.children) == len(columns)
    return old.role in RESTORED


def _mark_rewording(plan: MarkupPlan, edit: TextEdit, change: Change) -> bool:
    """Mark new words and put back those that they replace; whether that was possible."""
    node = plan.nodes[edit.new_line]
    if not _is_markable(plan, edit.new_line):
        return False
    if node.role in TITLES:
        if node.index not in plan.retitled:
            plan.retitled[node.index] = change
            plan.mark(node.index, MarkedSpan(0, len(node.text), Revision.INSERTED, change.number))
        return node.role in (TextRole.CHAPTER, TextRole.HEADING)
    deleted = plan.comparison.old_names.running_text(edit.old)
    if not edit.old.strip() and not edit.new.strip() and "\n" in edit.old + edit.new:  # a split or a join
        return False
    for line, start, stop, is_first in _lines(plan, edit):
        mark = MarkedSpan(start, stop, Revision.INSERTED, change.number, deleted if is_first else "")
        if start < stop or mark.deleted:
            plan.mark(line, mark)
    return bool(deleted.strip() or edit.new.strip())


def _lines(plan: MarkupPlan, edit: TextEdit) -> Iterator[tuple[int, int, int, bool]]:
    """The lines that the new words of an edit stand in: each with the stretch, and whether it is the first."""
    line, start = edit.new_line, edit.new_at
    while start > len(plan.texts[line]):
        start -= len(plan.texts[line]) + 1
        line += 1
    for index, part in enumerate(edit.new.split("\n")):
        yield line + index, start, start + len(part), index == 0
        start = 0


def _mark_insertion(plan: MarkupPlan, edit: InsertEdit, change: Change) -> bool:
    is_shown = False
    for index, line in enumerate(edit.lines, edit.at):
        if line.role is TextRole.FOOTNOTE:
            plan.new_footnotes[plan.nodes[index].name] = change.number
        if line.text and _is_markable(plan, index):
            plan.mark(index, MarkedSpan(0, len(line.text), Revision.INSERTED, change.number))
            is_shown = True
    return is_shown


def _is_markable(plan: MarkupPlan, line: int) -> bool:
    """Whether the words of a line can be marked; those of the title of key figures cannot."""
    node = plan.nodes[line]
    return node.role in MARKABLE and not (
        node.role is TextRole.TITLE and plan.nodes[line - 1].role is TextRole.KEY_FIGURES
    )


def _takes_words(plan: MarkupPlan, line: int) -> bool:
    return _is_markable(plan, line) and plan.nodes[line].role not in TITLES


def _plan_unchanged(plan: MarkupPlan, change: Change) -> None:
    """Mark as changed what was moved, split, joined or set in another style, where none of its words are marked; show
    where it moved from."""
    for edit in change.edits:
        if isinstance(edit, StyleEdit):
            _mark_changed(plan, edit.new_line, edit.start, edit.stop, change)
        elif isinstance(edit, TextEdit) and "\n" in edit.old + edit.new:
            for line, start, stop, is_first in _lines(plan, edit):
                if not is_first or "\n" in edit.old:
                    _mark_changed(plan, line, start if is_first else stop, len(plan.texts[line]), change)
        if isinstance(edit, MoveEdit) and change.subject is not TextRole.CHAPTER:
            if plan.old_nodes[edit.start].role in RESTORED:
                plan.deletions.setdefault(edit.before, []).append((edit, change))
            for line in _moved_lines(plan, edit):
                _mark_changed(plan, line, 0, len(plan.texts[line]), change)


def _mark_changed(plan: MarkupPlan, line: int, start: int, stop: int, change: Change) -> None:
    """Mark the unmarked parts of a stretch as changed."""
    for first, last in _free(plan, line, start, stop) if _is_markable(plan, line) else ():
        plan.mark(line, MarkedSpan(first, last, Revision.CHANGED, change.number))


def _moved_lines(plan: MarkupPlan, edit: MoveEdit) -> Iterator[int]:
    """The lines of what moved whose words can be marked."""
    return (line for line in range(edit.at, edit.end) if _is_markable(plan, line))


# Bars -------------------------------------------------------------------------------------------------------------


def _plan_bars(plan: MarkupPlan, change: Change) -> None:
    """Mark whole words, those inserted or those beside a deletion, so that lines break as in the clean text."""
    for line, start, stop in _touched(plan, change.edits):
        text = plan.texts[line]
        low, high = widen_to_words(text, start, min(stop, len(text)))
        for first, last in _free(plan, line, low, high):
            plan.mark(line, MarkedSpan(first, last, Revision.CHANGED, change.number))


def _free(plan: MarkupPlan, line: int, start: int, stop: int) -> list[tuple[int, int]]:
    taken = [mark for mark in plan.marks.get(line, ()) if mark.stop > start and mark.start < stop]
    shifted = [MarkedSpan(max(0, m.start - start), m.stop - start, m.revision, m.change) for m in taken]
    return [(start + low, start + high) for low, high in unmarked(shifted, stop - start)]


def _touched(plan: MarkupPlan, edits: Iterable[Edit]) -> Iterator[tuple[int, int, int]]:
    for edit in edits:
        match edit:
            case TextEdit():
                if _is_markable(plan, edit.new_line):
                    yield from ((line, start, stop) for line, start, stop, _ in _lines(plan, edit))
                else:
                    yield from _beside(plan, edit.new_line)
            case InsertEdit():
                lines = [at for at in range(edit.at, edit.at + len(edit.lines)) if _is_markable(plan, at)]
                yield from ((line, 0, len(plan.texts[line])) for line in lines)
                if not lines:
                    yield from _beside(plan, edit.at)
            case MoveEdit():
                yield from ((line, 0, len(plan.texts[line])) for line in _moved_lines(plan, edit))
            case DeleteEdit():
                line, at = edit.mark if edit.mark is not None else (0, 0)
                yield from [(line, at, at)] if _is_markable(plan, line) else _beside(plan, edit.before)
            case StyleEdit():
                if _is_markable(plan, edit.new_line):
                    yield edit.new_line, edit.start, edit.stop
            case RoleEdit():
                yield from ((line, 0, len(plan.texts[line])) for line in [edit.new_line] if _is_markable(plan, line))
            case _:
                assert_never(edit)


def _beside(plan: MarkupPlan, line: int) -> Iterator[tuple[int, int, int]]:
    """Words beside a place where nothing can be marked: the next ones, or else the last before it."""
    for near in range(line, min(line + 3, len(plan.nodes))):
        if _is_markable(plan, near) and plan.texts[near].strip():
            yield near, 0, 0
            return
    for near in range(min(line, len(plan.nodes)) - 1, max(0, line - 4), -1):
        if _is_markable(plan, near) and plan.texts[near].strip():
            yield near, len(plan.texts[near]), len(plan.texts[near])
            return
