"""What changed between two versions of a report: found in their documents, told in reading order.

Chapters are matched first; then their texts, tables, charts and figures (`align`), also from chapter to chapter; then
the words inside these. Every change has the edits that it stands for, so that the whole list gives the new text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from reportbuilder.compare.align import Match, align, in_order
from reportbuilder.compare.block_changes import added, gone_from, kept_after, moved, removed
from reportbuilder.compare.changes import Change, Comparison
from reportbuilder.compare.compare_objects import changes_inside
from reportbuilder.compare.compare_words import changes_of_text, changes_of_words
from reportbuilder.compare.footnotes import matched_by_marks, removed_footnote
from reportbuilder.compare.locations import Side, side_of
from reportbuilder.compare.nodes import Copy, Line, Node, Role
from reportbuilder.compare.order import in_reading_order
from reportbuilder.compare.tokens import meaning
from reportbuilder.compare.tree_builder import tree_of
from reportbuilder.values import Value, replace

_NONE = Node(Line(Role.REPORT, "", -1))
_SAME_CHAPTER = 0.5  # the share of words from which on chapters with other files and titles are the same one


def compare(old: Copy, new: Copy) -> Comparison:
    """All changes from one version to another, numbered from 1 in the order of the new one."""
    before, after = side_of(*tree_of(old), old.root), side_of(*tree_of(new), new.root)
    same = all(
        (a.line, a.looks) == (b.line, b.looks) for a, b in zip_longest(before.nodes, after.nodes, fillvalue=_NONE)
    )
    found = [] if same else in_reading_order(_changes(before, after), after, new.document.colophon is not None)
    changes = tuple(replace(change, number=number) for number, change in enumerate(found, 1))
    return Comparison(changes, before.tree, after.tree, before.names, after.names)


def _changes(before: Side, after: Side) -> Iterator[Change]:
    sides = (before, after)
    parts = _match_parts(before.tree, after.tree)
    chapters = [match for match in parts if match.news[0].role is Role.CHAPTER]
    texts = matched_by_marks(align(_lists(before.tree, after.tree, chapters)), sides)
    yield from _changes_of_parts(parts, texts, sides)
    for match in texts:
        if len(match.olds) == len(match.news) == 1:
            yield from changes_of_text(match.olds[0], match.news[0], *sides)
            yield from changes_inside(match.olds[0], match.news[0], sides)
        else:
            yield from changes_of_words(match.olds, match.news, *sides)
    yield from _changes_of_blocks(before, after, parts, texts)


# Parts ------------------------------------------------------------------------------------------------------------


def _match_parts(old: Node, new: Node) -> list[Match]:
    """The settings, made pages and chapters that are the same ones; those out of order are moved."""
    olds, news = list(old.children), list(new.children)
    pairs: list[tuple[Node, Node]] = []
    for is_same in (_same_name, _same_text, _same_words):
        for one in tuple(olds):
            other = next((node for node in news if one.role is node.role and is_same(one, node)), None)
            if other is not None:
                pairs.append((one, other))
                olds.remove(one)
                news.remove(other)
    pairs.sort(key=lambda pair: pair[1].index)
    stay = in_order([one.index for one, _ in pairs])
    return [Match((one,), (other,), index not in stay) for index, (one, other) in enumerate(pairs)]


def _same_name(one: Node, other: Node) -> bool:
    return bool(one.name) and one.name == other.name


def _same_text(one: Node, other: Node) -> bool:
    return one.role is Role.CHAPTER and bool(one.text) and one.text == other.text


def _same_words(one: Node, other: Node) -> bool:
    if one.role is not Role.CHAPTER:
        return False
    left, right = (meaning("\n".join(node.text for node in chapter.walk())) for chapter in (one, other))
    return bool(left and right) and 2 * len(left & right) / (len(left) + len(right)) >= _SAME_CHAPTER


def _lists(old: Node, new: Node, chapters: Iterable[Match]) -> list[tuple[Sequence[Node], Sequence[Node]]]:
    """What is compared with what: the blocks of a chapter with those of the same one, its footnotes apart; the blocks
    of chapters that have no counterpart may have come or gone from anywhere."""
    pairs = [(match.olds[0], match.news[0]) for match in chapters]
    known = {node.index for pair in pairs for node in pair}, {other.index for _, other in pairs}
    lists: list[tuple[Sequence[Node], Sequence[Node]]] = []
    for one, other in pairs:
        lists += [(_blocks(one), _blocks(other)), (_footnotes(one), _footnotes(other))]
    old_known = {one.index for one, _ in pairs}
    lists += [(node.children, ()) for node in old.children if node.index not in old_known]
    lists += [((), node.children) for node in new.children if node.index not in known[1]]
    return lists


def _blocks(chapter: Node) -> list[Node]:
    return [node for node in chapter.children if node.role is not Role.FOOTNOTE]


def _footnotes(chapter: Node) -> list[Node]:
    return [node for node in chapter.children if node.role is Role.FOOTNOTE]


def _changes_of_parts(parts: Sequence[Match], texts: Sequence[Match], sides: tuple[Side, Side]) -> Iterator[Change]:
    """What happened to the report's settings, made pages and chapters as such."""
    before, after = sides
    for match in parts:
        yield from changes_of_text(match.olds[0], match.news[0], *sides)
    known_old = {match.olds[0].index for match in parts}
    known_new = {match.news[0].index for match in parts}
    gone = [node for node in before.tree.children if node.index not in known_old]
    out = [match for match in parts if match.moved]
    leaving = [*gone, *(match.olds[0] for match in out)]
    stayed = kept_after(parts)
    places = {node.index: (line, 0) for node, line in gone_from(before.tree.children, stayed, 1, leaving)}
    yield from (removed(node, *places[node.index], sides) for node in gone)
    yield from moved(out, places, stayed, sides)
    for node in after.tree.children:
        if node.index not in known_new:
            inside = range(node.index, node.stop)
            yield added(node, sides, [n for match in texts for n in match.news if n.index in inside])


# Blocks -----------------------------------------------------------------------------------------------------------


class _Known(Value, eq=False):
    """The lines of the blocks that have a counterpart."""

    olds: frozenset[int]
    news: frozenset[int]


def _changes_of_blocks(before: Side, after: Side, parts: Sequence[Match], texts: Sequence[Match]) -> Iterator[Change]:
    """Which blocks are gone, new and moved; those of a chapter that is itself gone or new, only if they were moved."""
    sides = (before, after)
    known = _Known(
        frozenset(node.index for match in texts for node in match.olds),
        frozenset(node.index for match in texts for node in match.news),
    )
    out = [match for match in texts if match.moved]
    after_old = kept_after(texts)
    chapters = {match.olds[0].index: match.news[0] for match in parts}
    places: dict[int, tuple[int, int]] = {}
    lost = {node.index: line for node, line in _lost_parts(before, parts)}
    for chapter in before.tree.children:
        there = chapters.get(chapter.index)
        gone = [node for node in chapter.children if node.index not in known.olds]
        leaving = [*gone, *(match.olds[0] for match in out)]
        if there is None:
            places |= {node.index: (lost[chapter.index], 0) for node in chapter.children}
            continue
        for node, line in gone_from(chapter.children, after_old, there.index + 1, leaving):
            places[node.index] = (line, there.index)
        yield from (
            removed_footnote(node, places, texts, sides)
            if node.role is Role.FOOTNOTE
            else removed(node, *places[node.index], sides)
            for node in gone
        )
        yield from (added(node, sides) for node in there.children if node.index not in known.news)
    yield from moved(out, places, after_old, sides)


def _lost_parts(before: Side, parts: Sequence[Match]) -> Iterator[tuple[Node, int]]:
    known = {match.olds[0].index for match in parts}
    gone = [node for node in before.tree.children if node.index not in known]
    return gone_from(before.tree.children, kept_after(parts), 1, gone)
