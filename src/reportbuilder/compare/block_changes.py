"""Changes of whole nodes: deleted, inserted and moved children of two matching nodes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from reportbuilder.compare.align import Match
from reportbuilder.compare.changes import (
    Action,
    Aspect,
    Change,
    DeleteEdit,
    InsertEdit,
    Location,
    MoveEdit,
    Neighbour,
    subject_of,
)
from reportbuilder.compare.locations import VersionIndex, Versions, words_after
from reportbuilder.compare.tree import OBJECTS, TextLine, TextNode, TextRole
from reportbuilder.values import replace

_SHOWN_BY = (TextRole.CAPTION, TextRole.TITLE, TextRole.IMAGE)


def summary_text(node: TextNode, side: VersionIndex) -> str:
    """The words by which a list names a node: its text, the title of an object, or the cells of a row."""
    if node.role in OBJECTS:
        titles = (child.text for child in node.children if child.role in _SHOWN_BY)
        return side.readable(next((title for title in titles if title), ""))
    if node.role is TextRole.ROW:
        return " | ".join(side.readable(cell.text) for cell in node.children)
    if node.role is TextRole.KEY_FIGURE:
        return " · ".join(side.readable(child.text) for child in node.children if child.text)
    return side.readable(node.text).strip()


def delete_edit(node: TextNode, before: int, under: int) -> DeleteEdit:
    """The edit that deletes a node."""
    return DeleteEdit(node.index, node.stop, before, under)


def insert_edits(node: TextNode, arriving: Iterable[TextNode] = ()) -> tuple[InsertEdit, ...]:
    """The edits that insert a node, without the nodes below it that moved there (`arriving`)."""
    elsewhere = [range(other.index, other.stop) for other in arriving]
    runs: list[tuple[int, list[TextLine]]] = []
    for under in node.walk():
        if any(under.index in lines for lines in elsewhere):
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == under.index:
            runs[-1][1].append(under.line)
        else:
            runs.append((under.index, [under.line]))
    return tuple(InsertEdit(at, tuple(lines)) for at, lines in runs)


def deletion_points(
    olds: Sequence[TextNode], after: Mapping[int, int], first: int, leaving: Iterable[TextNode]
) -> Iterator[tuple[TextNode, int]]:
    """The nodes of `olds` that are `leaving`, each with the new line that it would stand before: the line after the
    node that it followed (`after`, by old line), or else `first`."""
    deleted = {node.index for node in leaving}
    at = first
    for node in olds:
        if node.index in deleted:
            yield node, at
        at = after.get(node.index, at)


def lines_after_kept(matches: Iterable[Match]) -> dict[int, int]:
    """The new line after each old node that kept its place, by old line."""
    return {old.index: match.news[-1].stop for match in matches if not match.moved for old in match.olds}


def removed_change(node: TextNode, before: int, under: int, versions: Versions) -> Change:
    """The change that a node was deleted; its location is where it would stand in the new version."""
    was, near = versions[0].location(node), versions[1].locations[max(0, before - 1)]
    parts = versions[1].locations[under].parts
    chapter, heading = (near.chapter, near.heading) if under else (was.chapter, "")
    now = Location(chapter, heading, (*parts, *was.parts[len(parts) :]), near.place)
    change = Change(subject_of(node.role), Action.REMOVED, summary_text(node, versions[0]), was=was, now=now)
    return replace(change, edits=(delete_edit(node, before, under),), line=before)


def added_change(node: TextNode, versions: Versions, arriving: Iterable[TextNode] = ()) -> Change:
    """The change that a node was inserted."""
    change = Change(
        subject_of(node.role), Action.ADDED, new=summary_text(node, versions[1]), now=versions[1].location(node)
    )
    return replace(change, edits=insert_edits(node, arriving), line=node.index)


def moved(
    matches: Sequence[Match],
    before: Mapping[int, tuple[int, int]],
    stayed: Container[int],
    versions: Versions,
) -> Iterator[Change]:
    """The changes of moved nodes, one for each run of neighbours. `before` maps an old line to the new line that would
    follow it and to that of its parent; `stayed` are the old lines of nodes that kept their places."""
    for run in _runs(sorted(matches, key=lambda match: match.news[0].index), versions):
        olds, news = [match.olds[0] for match in run], [match.news[0] for match in run]
        subject = subject_of(news[0].role) if len(run) == 1 else Aspect.PASSAGE
        at, under = before[olds[0].index]
        edit = MoveEdit(olds[0].index, olds[-1].stop, news[0].index, news[-1].stop, at, under)
        words = summary_text(news[0], versions[1])
        change = Change(subject, Action.MOVED, summary_text(olds[0], versions[0]), words, edits=(edit,), line=edit.at)
        was, now = versions[0].location(olds[0]), versions[1].location(news[0])
        if olds[0].role is TextRole.HEADING:  # it stands under itself
            was = replace(was, heading="")
        near = (was.chapter, was.heading) == (now.chapter, was.heading and now.heading)
        apart = olds[0].role in (TextRole.CHAPTER, TextRole.MADE_PAGE)
        beside = neighbour(olds, stayed, versions[0]) if near or apart else None
        yield replace(change, was=was, now=now, beside=beside)


def neighbour(olds: Sequence[TextNode], stayed: Container[int], side: VersionIndex) -> Neighbour | None:
    """The former neighbour of moved nodes: the first words of the nearest node before them (or else after them) that
    kept its place. A passage with a heading is located by the heading that followed it."""
    siblings = side.nodes[side.parents[olds[0].index]].children
    if siblings[0].role in (TextRole.CAPTION, TextRole.TITLE):
        siblings = tuple(node for node in siblings if node.role is olds[0].role)
    near = [node for node in siblings if node.index in stayed and summary_text(node, side)]
    earlier = [node for node in near if node.index < olds[0].index]
    later = [node for node in near if node.index >= olds[-1].stop]
    titled = olds[0].role is TextRole.HEADING
    follows = bool(later) and (later[0].role is TextRole.HEADING) is titled
    if earlier and not (follows and (titled or earlier[-1].role is TextRole.HEADING)):
        return Neighbour(_first_words(earlier[-1], side))
    return Neighbour(_first_words(later[0], side), before=True) if later else None


def _first_words(node: TextNode, side: VersionIndex) -> str:
    return words_after(node.name if node.role is TextRole.ROW and node.name else summary_text(node, side), 0)


def changes_of_siblings(
    olds: Sequence[TextNode],
    news: Sequence[TextNode],
    matches: Sequence[Match],
    under: int,
    first: int,
    versions: Versions,
) -> Iterator[Change]:
    """The deleted, inserted and moved nodes among the children of a node; what was deleted from their beginning stood
    before the line `first`."""
    known_old = {node.index for match in matches for node in match.olds}
    known_new = {node.index for match in matches for node in match.news}
    out = [match for match in matches if match.moved]
    deleted = [node for node in olds if node.index not in known_old]
    leaving = [*deleted, *(match.olds[0] for match in out)]
    after = lines_after_kept(matches)
    places = {n.index: (line, under) for n, line in deletion_points(olds, after, first, leaving)}
    yield from (removed_change(node, *places[node.index], versions) for node in deleted)
    yield from (added_change(node, versions) for node in news if node.index not in known_new)
    yield from moved(out, places, after, versions)


def _runs(matches: Sequence[Match], versions: Versions) -> list[list[Match]]:
    """Groups of moved nodes that are neighbours in both versions."""
    runs = [[match] for match in matches[:1]]
    for last, match in pairwise(matches):
        old, new = (last.olds[0], match.olds[0]), (last.news[0], match.news[0])
        merge_notes = old[0].stop == old[1].index and new[0].stop == new[1].index
        beside = merge_notes and all(
            side.parents[a.index] == side.parents[b.index] for side, (a, b) in zip(versions, (old, new), strict=True)
        )
        if beside:
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs
