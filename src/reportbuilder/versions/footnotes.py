"""Footnotes that are gone: told where their marks stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportbuilder.values import replace
from reportbuilder.versions.align import Match
from reportbuilder.versions.changes import Change, Cut
from reportbuilder.versions.compare_words import edits_of
from reportbuilder.versions.nodes import Node
from reportbuilder.versions.siblings import removed
from reportbuilder.versions.spots import Side


def removed_footnote(
    node: Node, places: Mapping[int, tuple[int, int]], texts: Sequence[Match], sides: tuple[Side, Side]
) -> Change:
    """That a footnote is gone, met in the text where its mark stood; if that text is gone too, or is a table, after it.
    `places` has of each old line that is gone the new line that it would stand before, and under."""
    where = sides[0].marks.get(node.index)
    if where is None:
        return removed(node, *places[node.index], sides)
    line, at = where
    match = next((match for match in texts if any(line in range(n.index, n.stop) for n in match.olds)), None)
    if match is None:
        unit = next((index for index in places if line in range(index, sides[0].nodes[index].stop)), node.index)
        return removed(node, *places[unit], sides)
    last = match.news[-1]
    mark = _met(match, line, at) if any(line == old.index for old in match.olds) else None
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
