"""What became of the nodes under two nodes that are the same one: which are gone, new, or in another place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from reportbuilder.compare.align import Match
from reportbuilder.compare.changes import Action, Change, Cut, Moved, Neighbour, Put, Spot, Subject
from reportbuilder.compare.compare_words import SUBJECTS
from reportbuilder.compare.locations import Side, words_after
from reportbuilder.compare.nodes import OBJECTS, Line, Node, Role
from reportbuilder.values import replace

_SHOWN_BY = (Role.CAPTION, Role.TITLE, Role.IMAGE)


def words_of(node: Node, side: Side) -> str:
    """What a node says, for a list: its own words, the name of an object, the cells of a row."""
    if node.role in OBJECTS:
        titles = (child.text for child in node.children if child.role in _SHOWN_BY)
        return side.shown(next((title for title in titles if title), ""))
    if node.role is Role.ROW:
        return " | ".join(side.shown(cell.text) for cell in node.children)
    if node.role is Role.KEY_FIGURE:
        return " · ".join(side.shown(child.text) for child in node.children if child.text)
    return side.shown(node.text).strip()


def cut(node: Node, before: int, under: int) -> Cut:
    """The edit that takes a node away."""
    return Cut(node.index, node.stop, before, under)


def puts(node: Node, arriving: Iterable[Node] = ()) -> tuple[Put, ...]:
    """The edits that put a node in place, without what comes there from elsewhere."""
    elsewhere = [range(other.index, other.stop) for other in arriving]
    runs: list[tuple[int, list[Line]]] = []
    for under in node.walk():
        if any(under.index in lines for lines in elsewhere):
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == under.index:
            runs[-1][1].append(under.line)
        else:
            runs.append((under.index, [under.line]))
    return tuple(Put(at, tuple(lines)) for at, lines in runs)


def gone_from(
    olds: Sequence[Node], after: Mapping[int, int], first: int, leaving: Iterable[Node]
) -> Iterator[tuple[Node, int]]:
    """What is leaving from among `olds`, each with the new line that it would stand before: the one after what it
    followed (`after`, by old line), or else `first`."""
    gone = {node.index for node in leaving}
    at = first
    for node in olds:
        if node.index in gone:
            yield node, at
        at = after.get(node.index, at)


def kept_after(matches: Iterable[Match]) -> dict[int, int]:
    """The new line after each old node that stayed in order, by its old line."""
    return {old.index: match.news[-1].stop for match in matches if not match.moved for old in match.olds}


def removed(node: Node, before: int, under: int, sides: tuple[Side, Side]) -> Change:
    """That a node is gone; it is met where it would stand in the new version."""
    was, near = sides[0].spot(node), sides[1].spots[max(0, before - 1)]
    known = sides[1].spots[under].parts
    chapter, heading = (near.chapter, near.heading) if under else (was.chapter, "")
    now = Spot(chapter, heading, (*known, *was.parts[len(known) :]), near.place)
    told = Change(SUBJECTS[node.role], Action.REMOVED, words_of(node, sides[0]), was=was, now=now)
    return replace(told, edits=(cut(node, before, under),), line=before)


def added(node: Node, sides: tuple[Side, Side], arriving: Iterable[Node] = ()) -> Change:
    """That a node is new."""
    told = Change(SUBJECTS[node.role], Action.ADDED, new=words_of(node, sides[1]), now=sides[1].spot(node))
    return replace(told, edits=puts(node, arriving), line=node.index)


def moved(
    matches: Sequence[Match],
    before: Mapping[int, tuple[int, int]],
    stayed: Container[int],
    sides: tuple[Side, Side],
) -> Iterator[Change]:
    """What was moved, as few changes as there are stretches; `before` has of each old line the new line that it would
    stand before, and the one that it would stand under. `stayed` are the old lines of what stayed in its place."""
    for run in _runs(sorted(matches, key=lambda match: match.news[0].index), sides):
        olds, news = [match.olds[0] for match in run], [match.news[0] for match in run]
        subject = SUBJECTS[news[0].role] if len(run) == 1 else Subject.PASSAGE
        at, under = before[olds[0].index]
        edit = Moved(olds[0].index, olds[-1].stop, news[0].index, news[-1].stop, at, under)
        words = words_of(news[0], sides[1])
        told = Change(subject, Action.MOVED, words_of(olds[0], sides[0]), words, edits=(edit,), line=edit.at)
        was, now = sides[0].spot(olds[0]), sides[1].spot(news[0])
        if olds[0].role is Role.HEADING:  # it stands under itself
            was = replace(was, heading="")
        near = (was.chapter, was.heading) == (now.chapter, was.heading and now.heading)
        apart = olds[0].role in (Role.CHAPTER, Role.MADE)
        beside = neighbour(olds, stayed, sides[0]) if near or apart else None
        yield replace(told, was=was, now=now, beside=beside)


def neighbour(olds: Sequence[Node], stayed: Container[int], side: Side) -> Neighbour | None:
    """What nodes in a row stood after, or else before: by the first words of the nearest that stayed. A passage with
    a heading is known by the heading that it stood before."""
    siblings = side.nodes[side.parents[olds[0].index]].children
    if siblings[0].role in (Role.CAPTION, Role.TITLE):
        siblings = tuple(node for node in siblings if node.role is olds[0].role)
    near = [node for node in siblings if node.index in stayed and words_of(node, side)]
    earlier = [node for node in near if node.index < olds[0].index]
    later = [node for node in near if node.index >= olds[-1].stop]
    titled = olds[0].role is Role.HEADING
    follows = bool(later) and (later[0].role is Role.HEADING) is titled
    if earlier and not (follows and (titled or earlier[-1].role is Role.HEADING)):
        return Neighbour(_first_words(earlier[-1], side))
    return Neighbour(_first_words(later[0], side), before=True) if later else None


def _first_words(node: Node, side: Side) -> str:
    return words_after(node.name if node.role is Role.ROW and node.name else words_of(node, side), 0)


def changes_of_siblings(
    olds: Sequence[Node],
    news: Sequence[Node],
    matches: Sequence[Match],
    under: int,
    first: int,
    sides: tuple[Side, Side],
) -> Iterator[Change]:
    """Which nodes under another one are gone, new and moved; what is gone from the beginning stood before `first`."""
    known_old = {node.index for match in matches for node in match.olds}
    known_new = {node.index for match in matches for node in match.news}
    out = [match for match in matches if match.moved]
    gone = [node for node in olds if node.index not in known_old]
    leaving = [*gone, *(match.olds[0] for match in out)]
    after = kept_after(matches)
    places = {n.index: (line, under) for n, line in gone_from(olds, after, first, leaving)}
    yield from (removed(node, *places[node.index], sides) for node in gone)
    yield from (added(node, sides) for node in news if node.index not in known_new)
    yield from moved(out, places, after, sides)


def _runs(matches: Sequence[Match], sides: tuple[Side, Side]) -> list[list[Match]]:
    """Moved nodes that stood and stand beside each other, together."""
    runs = [[match] for match in matches[:1]]
    for last, match in pairwise(matches):
        old, new = (last.olds[0], match.olds[0]), (last.news[0], match.news[0])
        together = old[0].stop == old[1].index and new[0].stop == new[1].index
        beside = together and all(
            side.parents[a.index] == side.parents[b.index] for side, (a, b) in zip(sides, (old, new), strict=True)
        )
        if beside:
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs
