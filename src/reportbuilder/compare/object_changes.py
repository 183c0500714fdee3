"""Changes of the children of two matching nodes, and inside matching tables, charts, figures and key figures.

Tables are compared by columns and rows, cell by cell, whatever was inserted, deleted or moved.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from reportbuilder.compare.align import Match, align, in_order
from reportbuilder.compare.changes import (
    Action,
    Aspect,
    Change,
    DeleteEdit,
    Edit,
    InsertEdit,
    Location,
    MoveEdit,
    Neighbour,
    TextEdit,
    VersionIndex,
    Versions,
    subject_of,
    words_after,
)
from reportbuilder.compare.text_changes import action_of, changes_of_text, changes_of_words, text_edits
from reportbuilder.compare.tree import OBJECTS, TextLine, TextNode, TextRole
from reportbuilder.values import Value, replace

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


_SINGLE = (TextRole.CAPTION, TextRole.TITLE, TextRole.IMAGE, TextRole.ALT, TextRole.SOURCE)


def changes_inside(old: TextNode, new: TextNode, versions: Versions) -> Iterator[Change]:
    """The changes below two matching nodes."""
    for role in _SINGLE:
        one, other = _only(old, role), _only(new, role)
        if one is not None and other is not None:
            yield from changes_of_text(one, other, *versions)
    if new.role is TextRole.TABLE:
        yield from changes_of_table(old, new, versions)
    elif new.role is TextRole.CHART:
        yield from _changes_of_data(old, new, versions)
    elif new.role is TextRole.KEY_FIGURES:
        yield from _changes_of_key_figures(old, new, versions)


def _only(node: TextNode, role: TextRole) -> TextNode | None:
    return next((child for child in node.children if child.role is role), None)


def _of(node: TextNode, role: TextRole) -> list[TextNode]:
    return [child for child in node.children if child.role is role]


def _changes_of_data(old: TextNode, new: TextNode, versions: Versions) -> Iterator[Change]:
    """The change of the figures of a chart: at most one, however many figures differ."""
    olds, news = _of(old, TextRole.DATUM), _of(new, TextRole.DATUM)
    new_by_name = {node.name: node for node in reversed(news)}
    pairs = []
    for node in olds:
        if node.name in new_by_name:
            pairs.append((node, new_by_name.pop(node.name)))
    pairs.sort(key=lambda pair: pair[1].index)
    stay = in_order([one.index for one, _ in pairs])
    matches = [Match((one,), (other,), i not in stay) for i, (one, other) in enumerate(pairs)]
    matched = {node.index for pair in pairs for node in pair[:1]}, {other.index for _, other in pairs}
    edits: list[Edit] = [
        edit for pair in pairs for edit in text_edits(pair[:1], pair[1:]) if pair[0].text != pair[1].text
    ]
    deleted = [node for node in olds if node.index not in matched[0]]
    inserted = [node for node in news if node.index not in matched[1]]
    leaving = [*deleted, *(match.olds[0] for match in matches if match.moved)]
    first = news[0].index if news else new.stop
    places = {n.index: line for n, line in deletion_points(olds, lines_after_kept(matches), first, leaving)}
    edits += [delete_edit(node, places[node.index], new.index) for node in deleted]
    edits += [put for node in inserted for put in insert_edits(node)]
    for match in (match for match in matches if match.moved):
        node, arrived = match.olds[0], match.news[0]
        edits.append(MoveEdit(node.index, node.stop, arrived.index, arrived.stop, places[node.index], new.index))
    if edits:
        was = "; ".join([one.text for one, other in pairs if one.text != other.text] + [n.text for n in deleted])
        now = "; ".join([other.text for one, other in pairs if one.text != other.text] + [n.text for n in inserted])
        change = Change(TextRole.DATUM, Action.CHANGED, was, now, edits=tuple(edits), line=new.index)
        yield replace(change, was=versions[0].location(old), now=versions[1].location(new))


def _changes_of_key_figures(old: TextNode, new: TextNode, versions: Versions) -> Iterator[Change]:
    olds, news = _of(old, TextRole.KEY_FIGURE), _of(new, TextRole.KEY_FIGURE)
    matches = align([(olds, news)])
    yield from changes_of_siblings(olds, news, matches, new.index, new.index + 2, versions)
    for match in matches:
        yield from _changes_of_key_figure(match.olds[0], match.news[0], versions)


def _changes_of_key_figure(old: TextNode, new: TextNode, versions: Versions) -> Iterator[Change]:
    pairs = [(one, other) for one, other in zip(old.children, new.children, strict=True) if one.text != other.text]
    edits: tuple[TextEdit, ...] = tuple(edit for one, other in pairs for edit in text_edits((one,), (other,)))
    if edits:
        was = " · ".join(filter(None, (versions[0].readable(one.text) for one, _ in pairs)))
        now = " · ".join(filter(None, (versions[1].readable(other.text) for _, other in pairs)))
        change = Change(TextRole.KEY_FIGURE, action_of(was, now), was, now, edits=edits, line=new.index)
        label = new.children[1]
        yield replace(change, was=versions[0].location(old.children[1]), now=versions[1].location(label))


# Tables ---------------------------------------------------------------------------------------------------------------


_SAME_COLUMN = 0.5  # the share of cells by which a column is the same one under another name


class _Columns(Value, eq=False):
    """The matching columns of two tables, as pairs of positions in the order of the new one; `stay` are the pairs in
    the same order on both sides."""

    olds: Sequence[TextNode]
    news: Sequence[TextNode]
    pairs: tuple[tuple[int, int], ...]
    stay: frozenset[int]

    @property
    def same(self) -> bool:
        """Whether each column has its counterpart at the same position."""
        return len(self.pairs) == len(self.olds) == len(self.news) == len(self.stay)

    def deleted(self) -> list[int]:
        """The old columns without a counterpart."""
        return [i for i in range(len(self.olds)) if i not in {i for i, _ in self.pairs}]

    def inserted(self) -> list[int]:
        """The new columns without a counterpart."""
        return [j for j in range(len(self.news)) if j not in {j for _, j in self.pairs}]

    def moved(self) -> list[tuple[int, int]]:
        """The columns that moved."""
        return [pair for index, pair in enumerate(self.pairs) if index not in self.stay]


def changes_of_table(old: TextNode, new: TextNode, versions: Versions) -> Iterator[Change]:
    """The changes of the columns, rows, cells and notes of a table."""
    old_rows, new_rows = _of(old, TextRole.ROW), _of(new, TextRole.ROW)
    columns = _match_columns(old, new)
    rows = align([(old_rows, new_rows)])
    first = columns.news[-1].stop if columns.news else new.index + 2
    yield from changes_of_siblings(old_rows, new_rows, rows, new.index, first, versions)
    by_column: dict[tuple[str, int], list[Edit]] = {}
    for match in rows:
        yield from _changes_of_row(match.olds[0], match.news[0], columns, by_column, versions)
    yield from _changes_of_columns(columns, by_column, versions, new.index)
    old_notes, new_notes = _of(old, TextRole.TABLE_NOTE), _of(new, TextRole.TABLE_NOTE)
    notes = align([(old_notes, new_notes)])
    end = new_rows[-1].stop if new_rows else first
    yield from changes_of_siblings(old_notes, new_notes, notes, new.index, end, versions)
    for match in notes:
        if len(match.olds) == len(match.news) == 1:
            yield from changes_of_text(match.olds[0], match.news[0], *versions)
        else:
            yield from changes_of_words(match.olds, match.news, *versions)


# Columns ----------------------------------------------------------------------------------------------------------


def _match_columns(old: TextNode, new: TextNode) -> _Columns:
    """Match columns by their headings, by their keys (unless these are numbers), and by their cells."""
    olds, news = _of(old, TextRole.COLUMN), _of(new, TextRole.COLUMN)
    cells, others = _contents(old, len(olds)), _contents(new, len(news))
    pairs: list[tuple[int, int]] = []

    def keep(is_same: Iterable[tuple[int, int]]) -> None:
        for i, j in is_same:
            if i not in {a for a, _ in pairs} and j not in {b for _, b in pairs}:
                pairs.append((i, j))

    every = [(i, j) for i in range(len(olds)) for j in range(len(news))]
    keep((i, j) for i, j in every if olds[i].text and olds[i].text == news[j].text)
    keep((i, j) for i, j in every if olds[i].name == news[j].name and not _is_number(olds[i].name))
    keep((i, j) for i, j in every if _overlap(cells[i], others[j]) >= _SAME_COLUMN)
    pairs.sort(key=lambda pair: pair[1])
    return _Columns(olds, news, tuple(pairs), frozenset(in_order([i for i, _ in pairs])))


def _is_number(name: str) -> bool:
    return name.isdigit() and len(name) < 4


def _contents(table: TextNode, count: int) -> list[set[tuple[str, str]]]:
    """The texts of each column, with the names of their rows."""
    columns: list[set[tuple[str, str]]] = [set() for _ in range(count)]
    for row in _of(table, TextRole.ROW):
        if _is_plain(row, count):
            for column, cell in zip(columns, row.children, strict=True):
                column.add((row.name if row.name != cell.text else "", cell.text))
    return columns


def _overlap(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _is_plain(row: TextNode, count: int) -> bool:
    """Whether a row has one cell in each column."""
    return len(row.children) == count and all(cell.line.level == 1 for cell in row.children)


def _changes_of_columns(
    columns: _Columns, cells: dict[tuple[str, int], list[Edit]], versions: Versions, under: int
) -> Iterator[Change]:
    """The changes that columns were deleted, inserted, moved and renamed, with the edits of their `cells`."""
    for i in columns.deleted():
        node, line = columns.olds[i], _line_of_column(columns, i)
        change = Change(
            TextRole.COLUMN, Action.REMOVED, summary_text(node, versions[0]), was=versions[0].location(node), line=line
        )
        edits = (delete_edit(node, line, under), *cells.get(("deleted", i), ()))
        yield replace(change, now=versions[1].locations[under], edits=edits)
    for j in columns.inserted():
        node = columns.news[j]
        change = Change(
            TextRole.COLUMN, Action.ADDED, new=summary_text(node, versions[1]), now=versions[1].location(node)
        )
        yield replace(change, edits=(*insert_edits(node), *cells.get(("inserted", j), ())), line=node.index)
    for i, j in columns.moved():
        old, new = columns.olds[i], columns.news[j]
        edit = MoveEdit(old.index, old.stop, new.index, new.stop, new.index, under)
        change = Change(
            TextRole.COLUMN,
            Action.MOVED,
            summary_text(old, versions[0]),
            summary_text(new, versions[1]),
            line=new.index,
        )
        edits = (edit, *cells.get(("out", i), ()))
        stayed = {columns.olds[a].index for index, (a, _) in enumerate(columns.pairs) if index in columns.stay}
        beside = neighbour((old,), stayed, versions[0])
        yield replace(change, was=versions[0].location(old), now=versions[1].location(new), edits=edits, beside=beside)
    for i, j in columns.pairs:
        yield from changes_of_text(columns.olds[i], columns.news[j], *versions)


def _line_of_column(columns: _Columns, i: int) -> int:
    """The new line before which a deleted column would stand."""
    before = [j for a, j in columns.pairs if a < i]
    return columns.news[max(before)].stop if before else columns.news[0].index if columns.news else 0


# Rows -------------------------------------------------------------------------------------------------------------


def _changes_of_row(
    old: TextNode,
    new: TextNode,
    columns: _Columns,
    by_column: dict[tuple[str, int], list[Edit]],
    versions: Versions,
) -> Iterator[Change]:
    """The changes of matching rows; edits that belong to a column as a whole go into `by_column`."""
    if old.line.level != new.line.level:
        yield from changes_of_text(old, new, *versions)
    olds, news = old.children, new.children
    if _is_plain(old, len(columns.olds)) and _is_plain(new, len(columns.news)) and not columns.same:
        pairs = [(olds[i], news[j]) for i, j in columns.pairs]
        for i in columns.deleted():
            by_column.setdefault(("deleted", i), []).append(delete_edit(olds[i], new.index + 1, new.index))
        for j in columns.inserted():
            by_column.setdefault(("inserted", j), []).extend(insert_edits(news[j]))
        for i, j in columns.moved():
            there = news[j]
            edit = MoveEdit(olds[i].index, olds[i].stop, there.index, there.stop, there.index, new.index)
            by_column.setdefault(("out", i), []).append(edit)
    elif len(olds) == len(news):
        pairs = list(zip(olds, news, strict=True))
    else:
        yield _row_made_anew(old, new, versions)
        return
    for one, other in pairs:
        yield from changes_of_text(one, other, *versions)


def _row_made_anew(old: TextNode, new: TextNode, versions: Versions) -> Change:
    """The change of a whole row, when its cells span other columns than before."""
    edits: tuple[Edit, ...] = (
        *(delete_edit(cell, new.index + 1, new.index) for cell in old.children),
        *(put for cell in new.children for put in insert_edits(cell)),
    )
    change = Change(
        TextRole.ROW, Action.CHANGED, summary_text(old, versions[0]), summary_text(new, versions[1]), edits=edits
    )
    return replace(change, was=versions[0].location(old), now=versions[1].location(new), line=new.index)
