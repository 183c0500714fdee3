"""Footnotes: which of two versions are the same ones, and those that are gone, told where their marks stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reportbuilder.compare.align import Match
from reportbuilder.compare.block_changes import removed
from reportbuilder.compare.changes import Change, Cut
from reportbuilder.compare.compare_words import edits_of
from reportbuilder.compare.locations import Side
from reportbuilder.compare.nodes import Node, Role
from reportbuilder.compare.similarity import Item, likeness
from reportbuilder.values import replace

_ALIKE = 0.7
"""From which share of the same words on a footnote is the same one wherever it is marked."""


def matched_by_marks(texts: Sequence[Match], sides: tuple[Side, Side]) -> list[Match]:
    """The matches, with footnotes matched by where they are marked.

    Words alone do not tell: one note goes with its paragraph and another comes elsewhere, and in the list of notes the
    second stands in the place of the first. Two notes are the same one when they are alike, or when their marks stand
    at the same place, or in the same text with the same label; what is left of both sides is matched by its place.
    """
    kept = [match for match in texts if match.olds[0].role is not Role.FOOTNOTE or _belong(match, texts, sides)]
    known = {node.index for match in kept for node in match.olds}, {node.index for match in kept for node in match.news}
    olds, news = (
        [node for node in side.nodes if node.role is Role.FOOTNOTE and node.index not in taken]
        for side, taken in zip(sides, known, strict=True)
    )
    marks = {sides[1].marks[node.index]: node for node in news if node.index in sides[1].marks}
    for old in olds:
        where = sides[0].marks.get(old.index)
        host = _host(where, texts) if where is not None else None
        if where is None or host is None or not _is_text(host, where[0]):
            continue
        new = marks.pop(_met(host, *where), None)
        if new is not None:
            kept.append(Match((old,), (new,)))
    return sorted(kept, key=lambda match: match.news[0].index)


def _belong(match: Match, texts: Iterable[Match], sides: tuple[Side, Side]) -> bool:
    """Whether two footnotes are the same one."""
    old, new = match.olds[0], match.news[0]
    if likeness(Item(replace(old, name="")), Item(replace(new, name=""))) >= _ALIKE:
        return True
    before, after = (side.marks.get(node.index) for side, node in zip(sides, (old, new), strict=True))
    if before is None or after is None:
        return before is after
    host = _host(before, texts)
    if host is None or not any(after[0] in range(node.index, node.stop) for node in host.news):
        return False
    return old.name == new.name or not _is_text(host, before[0]) or _met(host, *before) == after


def _host(mark: tuple[int, int], texts: Iterable[Match]) -> Match | None:
    """The match of the text in which an old footnote is marked."""
    return next((match for match in texts if any(mark[0] in range(n.index, n.stop) for n in match.olds)), None)


def _is_text(match: Match, line: int) -> bool:
    """Whether an old line is itself what was matched, and not a cell or a caption in it."""
    return any(line == node.index for node in match.olds)


def removed_footnote(
    node: Node, places: Mapping[int, tuple[int, int]], texts: Sequence[Match], sides: tuple[Side, Side]
) -> Change:
    """That a footnote is gone, met in the text where its mark stood; if that text is gone too, or is a table, after it.
    `places` has of each old line that is gone the new line that it would stand before, and under."""
    where = sides[0].marks.get(node.index)
    if where is None:
        return removed(node, *places[node.index], sides)
    line, at = where
    match = _host(where, texts)
    if match is None:
        unit = next((index for index in places if line in range(index, sides[0].nodes[index].stop)), node.index)
        return removed(node, *places[unit], sides)
    last = match.news[-1]
    mark = _met(match, line, at) if _is_text(match, line) else None
    before = mark[0] + 1 if mark is not None else last.stop
    change = removed(node, before, sides[1].parents[last.index], sides)
    edits = tuple(replace(edit, mark=mark) if isinstance(edit, Cut) else edit for edit in change.edits)
    return replace(change, edits=edits, line=mark[0]) if mark is not None else change


def _met(match: Match, line: int, at: int) -> tuple[int, int]:
    """The new line and the character in which a place in an old line is found again."""
    at += sum(len(old.text) + 1 for old in match.olds if old.index < line)
    shift = 0
    for edit in edits_of(match.olds, match.news):
        if edit.at + len(edit.old) <= at:
            shift = edit.new_at + len(edit.new) - edit.at - len(edit.old)
        elif edit.at < at:
            at, shift = edit.new_at + len(edit.new), 0
            break
    at += shift
    for new in match.news:
        if at <= len(new.text) or new is match.news[-1]:
            return new.index, min(at, len(new.text))
        at -= len(new.text) + 1
    raise AssertionError("a match has new nodes")
