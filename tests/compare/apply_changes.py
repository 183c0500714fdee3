"""A list of changes carried out: the old text form becomes the new one, or the list does not belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportbuilder.compare.changes import Change, DeleteEdit, Edit, InsertEdit, MoveEdit, RoleEdit, TextEdit
from reportbuilder.compare.tree import TextLine, TextNode
from reportbuilder.values import replace


def lines_of(tree: TextNode) -> tuple[TextLine, ...]:
    """The text form of a report: the lines of its tree."""
    return tuple(node.line for node in tree.walk())


class MismatchError(ValueError):
    """The changes are those of another text."""


def apply_changes(lines: Sequence[TextLine], changes: Iterable[Change]) -> tuple[TextLine, ...]:
    """The new text form; raises `MismatchError` where the old one has not the words that a change names."""
    edits = [edit for change in changes for edit in change.edits]
    now = [[line] for line in lines]
    _reform(now, [edit for edit in edits if isinstance(edit, RoleEdit)])
    _reword(now, [edit for edit in edits if isinstance(edit, TextEdit)])
    moves = [edit for edit in edits if isinstance(edit, MoveEdit)]
    fates = _fates(len(lines), edits)
    result = [line for fate, kept in zip(fates, now, strict=True) if fate is None for line in kept]
    arriving = [(edit.at, edit.lines) for edit in edits if isinstance(edit, InsertEdit)]
    for move in moves:
        inside = zip(fates, now, strict=True)
        arriving.append((move.at, tuple(line for fate, kept in inside if fate is move for line in kept)))
    for at, fresh in sorted(arriving, key=lambda entry: entry[0]):
        if at > len(result):
            raise MismatchError(f"Line {at} cannot be reached.")
        result[at:at] = fresh
    return tuple(result)


def _fates(count: int, edits: Iterable[Edit]) -> list[DeleteEdit | MoveEdit | None]:
    """What happens to each line: of the stretches that it is in, the smallest decides."""
    fates: list[DeleteEdit | MoveEdit | None] = [None] * count
    leaving = [edit for edit in edits if isinstance(edit, DeleteEdit | MoveEdit)]
    for edit in sorted(leaving, key=lambda edit: edit.start - edit.stop):
        if not 0 <= edit.start < edit.stop <= count:
            raise MismatchError(f"There are no lines {edit.start} to {edit.stop}.")
        fates[edit.start : edit.stop] = [edit] * (edit.stop - edit.start)
    return fates


def _reform(now: list[list[TextLine]], edits: Iterable[RoleEdit]) -> None:
    for edit in edits:
        now[edit.line] = [replace(line, role=edit.now.role, level=edit.now.level) for line in now[edit.line]]


def _reword(now: list[list[TextLine]], edits: Iterable[TextEdit]) -> None:
    """Carry out the edits of words, from the last to the first, so that those before stay where they are."""
    texts: dict[tuple[int, int], str] = {}
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.at, len(edit.old)), reverse=True):
        stretch = (edit.start, edit.stop)
        text = texts.setdefault(stretch, "\n".join(line.text for lines in now[slice(*stretch)] for line in lines))
        if text[edit.at : edit.at + len(edit.old)] != edit.old:
            raise MismatchError(f"“{edit.old}” does not stand in line {edit.start}.")
        texts[stretch] = text[: edit.at] + edit.new + text[edit.at + len(edit.old) :]
    for (start, stop), text in texts.items():
        (first, *_), *_ = now[start:stop]
        now[start:stop] = [
            [replace(first, text=part) for part in text.split("\n")],
            *([] for _ in range(stop - start - 1)),
        ]
