"""Finds the changes between two versions of a report.

Chapters are matched first, then their texts, tables, charts and figures (`align`), also across chapters, and last the
words in these. Every change has its edits, and all of them together make the new text form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import assert_never

from reportbuilder.compare.align import Match, MatchItem, align, in_order, similarity
from reportbuilder.compare.changes import (
    Change,
    Comparison,
    DeleteEdit,
    InsertEdit,
    MoveEdit,
    RoleEdit,
    StyleEdit,
    TextEdit,
    VersionIndex,
    Versions,
    index_version,
)
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.object_changes import (
    added_change,
    changes_inside,
    deletion_points,
    lines_after_kept,
    moved,
    removed_change,
)
from reportbuilder.compare.text_changes import changes_of_text, changes_of_words, text_edits
from reportbuilder.compare.tree import TextLine, TextNode, TextRole, build_tree
from reportbuilder.compare.word_diff import meaning
from reportbuilder.document.model import MadePage
from reportbuilder.values import Value, replace

_NONE = TextNode(TextLine(TextRole.REPORT, "", -1))
_SAME_CHAPTER = 0.5  # the share of words from which on chapters with other files and titles are the same one


def compare(old: ComparableReport, new: ComparableReport) -> Comparison:
    """The changes from one version to another, numbered from 1 in the reading order of the new one."""
    before, after = index_version(*build_tree(old), old.root), index_version(*build_tree(new), new.root)
    same = all(
        (a.line, a.styles) == (b.line, b.styles) for a, b in zip_longest(before.nodes, after.nodes, fillvalue=_NONE)
    )
    ordered = [] if same else in_reading_order(_changes(before, after), after, new.document.colophon is not None)
    changes = tuple(replace(change, number=number) for number, change in enumerate(ordered, 1))
    return Comparison(changes, before.tree, after.tree, before.names, after.names)


def _changes(before: VersionIndex, after: VersionIndex) -> Iterator[Change]:
    versions = (before, after)
    parts = _match_parts(before.tree, after.tree)
    chapters = [match for match in parts if match.news[0].role is TextRole.CHAPTER]
    texts = matched_by_marks(align(_lists(before.tree, after.tree, chapters)), versions)
    yield from _changes_of_parts(parts, texts, versions)
    for match in texts:
        if len(match.olds) == len(match.news) == 1:
            yield from changes_of_text(match.olds[0], match.news[0], *versions)
            yield from changes_inside(match.olds[0], match.news[0], versions)
        else:
            yield from changes_of_words(match.olds, match.news, *versions)
    yield from _changes_of_blocks(before, after, parts, texts)


# Parts ------------------------------------------------------------------------------------------------------------


def _match_parts(old: TextNode, new: TextNode) -> list[Match]:
    """Match settings, made pages and chapters; those out of order have moved."""
    olds, news = list(old.children), list(new.children)
    pairs: list[tuple[TextNode, TextNode]] = []
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


def _same_name(one: TextNode, other: TextNode) -> bool:
    return bool(one.name) and one.name == other.name


def _same_text(one: TextNode, other: TextNode) -> bool:
    return one.role is TextRole.CHAPTER and bool(one.text) and one.text == other.text


def _same_words(one: TextNode, other: TextNode) -> bool:
    if one.role is not TextRole.CHAPTER:
        return False
    left, right = (meaning("\n".join(node.text for node in chapter.walk())) for chapter in (one, other))
    return bool(left and right) and 2 * len(left & right) / (len(left) + len(right)) >= _SAME_CHAPTER


def _lists(
    old: TextNode, new: TextNode, chapters: Iterable[Match]
) -> list[tuple[Sequence[TextNode], Sequence[TextNode]]]:
    """The lists of nodes that `align` matches: the blocks of a chapter with those of its counterpart, and so its
    footnotes. The blocks of chapters without a counterpart may have moved from or to anywhere."""
    pairs = [(match.olds[0], match.news[0]) for match in chapters]
    matched = {node.index for pair in pairs for node in pair}, {other.index for _, other in pairs}
    lists: list[tuple[Sequence[TextNode], Sequence[TextNode]]] = []
    for one, other in pairs:
        lists += [(_blocks(one), _blocks(other)), (_footnotes(one), _footnotes(other))]
    matched_old = {one.index for one, _ in pairs}
    lists += [(node.children, ()) for node in old.children if node.index not in matched_old]
    lists += [((), node.children) for node in new.children if node.index not in matched[1]]
    return lists


def _blocks(chapter: TextNode) -> list[TextNode]:
    return [node for node in chapter.children if node.role is not TextRole.FOOTNOTE]


def _footnotes(chapter: TextNode) -> list[TextNode]:
    return [node for node in chapter.children if node.role is TextRole.FOOTNOTE]


def _changes_of_parts(parts: Sequence[Match], texts: Sequence[Match], versions: Versions) -> Iterator[Change]:
    """The changes of settings, made pages and chapters as such."""
    before, after = versions
    for match in parts:
        yield from changes_of_text(match.olds[0], match.news[0], *versions)
    matched_old = {match.olds[0].index for match in parts}
    matched_new = {match.news[0].index for match in parts}
    deleted = [node for node in before.tree.children if node.index not in matched_old]
    moved_parts = [match for match in parts if match.moved]
    leaving = [*deleted, *(match.olds[0] for match in moved_parts)]
    stayed = lines_after_kept(parts)
    places = {node.index: (line, 0) for node, line in deletion_points(before.tree.children, stayed, 1, leaving)}
    yield from (removed_change(node, *places[node.index], versions) for node in deleted)
    yield from moved(moved_parts, places, stayed, versions)
    for node in after.tree.children:
        if node.index not in matched_new:
            inside = range(node.index, node.stop)
            yield added_change(node, versions, [n for match in texts for n in match.news if n.index in inside])


# Blocks -----------------------------------------------------------------------------------------------------------


class _Matched(Value, eq=False):
    """The lines of matched blocks, in the old and the new version."""

    olds: frozenset[int]
    news: frozenset[int]


def _changes_of_blocks(
    before: VersionIndex, after: VersionIndex, parts: Sequence[Match], texts: Sequence[Match]
) -> Iterator[Change]:
    """The changes that blocks were deleted, inserted and moved; those of a chapter that was itself deleted or inserted,
    only if they moved."""
    versions = (before, after)
    matched = _Matched(
        frozenset(node.index for match in texts for node in match.olds),
        frozenset(node.index for match in texts for node in match.news),
    )
    moved_texts = [match for match in texts if match.moved]
    after_old = lines_after_kept(texts)
    chapters = {match.olds[0].index: match.news[0] for match in parts}
    places: dict[int, tuple[int, int]] = {}
    deleted_chapters = {node.index: line for node, line in _deleted_parts(before, parts)}
    for chapter in before.tree.children:
        counterpart = chapters.get(chapter.index)
        deleted = [node for node in chapter.children if node.index not in matched.olds]
        leaving = [*deleted, *(match.olds[0] for match in moved_texts)]
        if counterpart is None:
            places |= {node.index: (deleted_chapters[chapter.index], 0) for node in chapter.children}
            continue
        for node, line in deletion_points(chapter.children, after_old, counterpart.index + 1, leaving):
            places[node.index] = (line, counterpart.index)
        yield from (
            removed_footnote(node, places, texts, versions)
            if node.role is TextRole.FOOTNOTE
            else removed_change(node, *places[node.index], versions)
            for node in deleted
        )
        yield from (added_change(node, versions) for node in counterpart.children if node.index not in matched.news)
    yield from moved(moved_texts, places, after_old, versions)


def _deleted_parts(before: VersionIndex, parts: Sequence[Match]) -> Iterator[tuple[TextNode, int]]:
    matched = {match.olds[0].index for match in parts}
    deleted = [node for node in before.tree.children if node.index not in matched]
    return deletion_points(before.tree.children, lines_after_kept(parts), 1, deleted)


# Footnotes ------------------------------------------------------------------------------------------------------------


_ALIKE = 0.7
"""The least similarity of two footnotes that match wherever they are marked."""


def matched_by_marks(texts: Sequence[Match], versions: Versions) -> list[Match]:
    """The matches, with footnotes matched by the places of their marks.

    Their words are not enough: when one footnote is deleted and another inserted, the second takes its place in the
    list of footnotes. Two footnotes are the same one when they are similar, when their marks stand at the same place,
    or in the same text with the same label; the rest is matched by place.
    """
    kept = [
        match
        for match in texts
        if match.olds[0].role is not TextRole.FOOTNOTE or _is_same_footnote(match, texts, versions)
    ]
    matched = (
        {node.index for match in kept for node in match.olds},
        {node.index for match in kept for node in match.news},
    )
    olds, news = (
        [node for node in side.nodes if node.role is TextRole.FOOTNOTE and node.index not in taken]
        for side, taken in zip(versions, matched, strict=True)
    )
    marks = {versions[1].marks[node.index]: node for node in news if node.index in versions[1].marks}
    for old in olds:
        where = versions[0].marks.get(old.index)
        host = _host(where, texts) if where is not None else None
        if where is None or host is None or not _is_text(host, where[0]):
            continue
        new = marks.pop(_corresponding(host, *where), None)
        if new is not None:
            kept.append(Match((old,), (new,)))
    return sorted(kept, key=lambda match: match.news[0].index)


def _is_same_footnote(match: Match, texts: Iterable[Match], versions: Versions) -> bool:
    """True when two footnotes are versions of one footnote, by their words or the places of their marks."""
    old, new = match.olds[0], match.news[0]
    if similarity(MatchItem(replace(old, name="")), MatchItem(replace(new, name=""))) >= _ALIKE:
        return True
    before, after = (side.marks.get(node.index) for side, node in zip(versions, (old, new), strict=True))
    if before is None or after is None:
        return before is after
    host = _host(before, texts)
    if host is None or not any(after[0] in range(node.index, node.stop) for node in host.news):
        return False
    return old.name == new.name or not _is_text(host, before[0]) or _corresponding(host, *before) == after


def _host(mark: tuple[int, int], texts: Iterable[Match]) -> Match | None:
    """The match of the text in which an old footnote is marked."""
    return next((match for match in texts if any(mark[0] in range(n.index, n.stop) for n in match.olds)), None)


def _is_text(match: Match, line: int) -> bool:
    """True when an old line is a matched node itself, and not a cell or a caption in it."""
    return any(line == node.index for node in match.olds)


def removed_footnote(
    node: TextNode,
    places: Mapping[int, tuple[int, int]],
    texts: Sequence[Match],
    versions: Versions,
) -> Change:
    """The change that a footnote was deleted, located in the text where its mark stood; if that text was deleted too,
    or is a table, after it. `places` gives for each deleted old line the new line that it would stand before, and the
    one that it would stand under."""
    where = versions[0].marks.get(node.index)
    if where is None:
        return removed_change(node, *places[node.index], versions)
    line, at = where
    match = _host(where, texts)
    if match is None:
        unit = next((index for index in places if line in range(index, versions[0].nodes[index].stop)), node.index)
        return removed_change(node, *places[unit], versions)
    last = match.news[-1]
    mark = _corresponding(match, line, at) if _is_text(match, line) else None
    before = mark[0] + 1 if mark is not None else last.stop
    change = removed_change(node, before, versions[1].parents[last.index], versions)
    edits = tuple(replace(edit, mark=mark) if isinstance(edit, DeleteEdit) else edit for edit in change.edits)
    return replace(change, edits=edits, line=mark[0]) if mark is not None else change


def _corresponding(match: Match, line: int, at: int) -> tuple[int, int]:
    """The new line and character that correspond to a character of an old line."""
    at += sum(len(old.text) + 1 for old in match.olds if old.index < line)
    shift = 0
    for edit in text_edits(match.olds, match.news):
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


# Reading order --------------------------------------------------------------------------------------------------------


def in_reading_order(changes: Iterable[Change], after: VersionIndex, colophon: bool) -> list[Change]:
    """Sort changes by their place in the new version; what was deleted from before something comes before it.

    Footnotes come at their marks, and the colophon, if there is one (the last chapter of the tree), at its page.
    """
    last = after.tree.children[-1] if after.tree.children else after.tree
    page = next((node for node in after.tree.children if node.name == MadePage.COLOPHON.value), None)
    apart = colophon and page is not None and page.role is TextRole.MADE_PAGE

    def key(change: Change) -> tuple[int, int, int, int]:
        line, at = after.marks.get(change.line, (change.line, _character(change)))
        on_page = apart and line >= last.index and change.now.chapter == after.location(last).chapter
        first = 0 if any(isinstance(edit, DeleteEdit) and edit.mark is None for edit in change.edits) else 1
        return page.index if on_page and page is not None else line, line, first, at

    return sorted(changes, key=key)


def _character(change: Change) -> int:
    """The character of its line at which a change begins."""
    characters = []
    for edit in change.edits:
        if isinstance(edit, TextEdit):
            characters.append(edit.new_at)
        elif isinstance(edit, StyleEdit):
            characters.append(edit.start)
        elif isinstance(edit, DeleteEdit):
            characters += [edit.mark[1]] if edit.mark is not None else []
        elif not isinstance(edit, InsertEdit | MoveEdit | RoleEdit):  # whole blocks
            assert_never(edit)
    return min(characters, default=0)
