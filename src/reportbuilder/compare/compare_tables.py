"""Tables, by their columns and rows: cell by cell, however rows and columns came, went or changed places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportbuilder.compare.align import align, in_order
from reportbuilder.compare.block_changes import changes_of_siblings, cut, neighbour, puts, words_of
from reportbuilder.compare.changes import Action, Change, Edit, Moved, Subject
from reportbuilder.compare.compare_words import changes_of_text, changes_of_words
from reportbuilder.compare.locations import Side
from reportbuilder.compare.nodes import Node, Role
from reportbuilder.values import Value, replace

_SAME_COLUMN = 0.5  # the share of cells by which a column is the same one under another name


class _Columns(Value, eq=False):
    """Which columns are the same: pairs of positions, in the order of the new table; `stay` are the pairs that are in
    order on both sides."""

    olds: Sequence[Node]
    news: Sequence[Node]
    pairs: tuple[tuple[int, int], ...]
    stay: frozenset[int]

    @property
    def same(self) -> bool:
        """Whether each column has its counterpart in the same place."""
        return len(self.pairs) == len(self.olds) == len(self.news) == len(self.stay)

    def gone(self) -> list[int]:
        """The old columns without a counterpart."""
        return [i for i in range(len(self.olds)) if i not in {i for i, _ in self.pairs}]

    def fresh(self) -> list[int]:
        """The new columns without a counterpart."""
        return [j for j in range(len(self.news)) if j not in {j for _, j in self.pairs}]

    def out(self) -> list[tuple[int, int]]:
        """The columns that changed places."""
        return [pair for index, pair in enumerate(self.pairs) if index not in self.stay]


def changes_of_table(old: Node, new: Node, sides: tuple[Side, Side]) -> Iterator[Change]:
    """What happened to the columns, rows, cells and notes of a table."""
    old_rows, new_rows = _of(old, Role.ROW), _of(new, Role.ROW)
    columns = _match_columns(old, new)
    rows = align([(old_rows, new_rows)])
    first = columns.news[-1].stop if columns.news else new.index + 2
    yield from changes_of_siblings(old_rows, new_rows, rows, new.index, first, sides)
    by_column: dict[tuple[str, int], list[Edit]] = {}
    for match in rows:
        yield from _changes_of_row(match.olds[0], match.news[0], columns, by_column, sides)
    yield from _changes_of_columns(columns, by_column, sides, new.index)
    old_notes, new_notes = _of(old, Role.TABLE_NOTE), _of(new, Role.TABLE_NOTE)
    notes = align([(old_notes, new_notes)])
    end = new_rows[-1].stop if new_rows else first
    yield from changes_of_siblings(old_notes, new_notes, notes, new.index, end, sides)
    for match in notes:
        if len(match.olds) == len(match.news) == 1:
            yield from changes_of_text(match.olds[0], match.news[0], *sides)
        else:
            yield from changes_of_words(match.olds, match.news, *sides)


def _of(node: Node, role: Role) -> list[Node]:
    return [child for child in node.children if child.role is role]


# Columns ----------------------------------------------------------------------------------------------------------


def _match_columns(old: Node, new: Node) -> _Columns:
    """Columns by their words, by their keys (unless these only number them), and by what stands in them."""
    olds, news = _of(old, Role.COLUMN), _of(new, Role.COLUMN)
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


def _contents(table: Node, count: int) -> list[set[tuple[str, str]]]:
    """What stands in each column: texts with the names of their rows."""
    found: list[set[tuple[str, str]]] = [set() for _ in range(count)]
    for row in _of(table, Role.ROW):
        if _is_plain(row, count):
            for column, cell in zip(found, row.children, strict=True):
                column.add((row.name if row.name != cell.text else "", cell.text))
    return found


def _overlap(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _is_plain(row: Node, count: int) -> bool:
    """Whether a row has one cell in each column."""
    return len(row.children) == count and all(cell.line.level == 1 for cell in row.children)


def _changes_of_columns(
    columns: _Columns, cells: dict[tuple[str, int], list[Edit]], sides: tuple[Side, Side], under: int
) -> Iterator[Change]:
    """Which columns are gone, new, elsewhere or called otherwise; each with its cells."""
    for i in columns.gone():
        node, line = columns.olds[i], _line_of_column(columns, i)
        told = Change(Subject.COLUMN, Action.REMOVED, words_of(node, sides[0]), was=sides[0].spot(node), line=line)
        edits = (cut(node, line, under), *cells.get(("gone", i), ()))
        yield replace(told, now=sides[1].spots[under], edits=edits)
    for j in columns.fresh():
        node = columns.news[j]
        told = Change(Subject.COLUMN, Action.ADDED, new=words_of(node, sides[1]), now=sides[1].spot(node))
        yield replace(told, edits=(*puts(node), *cells.get(("fresh", j), ())), line=node.index)
    for i, j in columns.out():
        old, new = columns.olds[i], columns.news[j]
        edit = Moved(old.index, old.stop, new.index, new.stop, new.index, under)
        told = Change(Subject.COLUMN, Action.MOVED, words_of(old, sides[0]), words_of(new, sides[1]), line=new.index)
        edits = (edit, *cells.get(("out", i), ()))
        stayed = {columns.olds[a].index for index, (a, _) in enumerate(columns.pairs) if index in columns.stay}
        beside = neighbour((old,), stayed, sides[0])
        yield replace(told, was=sides[0].spot(old), now=sides[1].spot(new), edits=edits, beside=beside)
    for i, j in columns.pairs:
        yield from changes_of_text(columns.olds[i], columns.news[j], *sides)


def _line_of_column(columns: _Columns, i: int) -> int:
    """The new line before which an old column would stand."""
    before = [j for a, j in columns.pairs if a < i]
    return columns.news[max(before)].stop if before else columns.news[0].index if columns.news else 0


# Rows -------------------------------------------------------------------------------------------------------------


def _changes_of_row(
    old: Node,
    new: Node,
    columns: _Columns,
    by_column: dict[tuple[str, int], list[Edit]],
    sides: tuple[Side, Side],
) -> Iterator[Change]:
    """What happened to a row that is still there; edits that belong to a column as a whole go into `by_column`."""
    if old.line.level != new.line.level:
        yield from changes_of_text(old, new, *sides)
    olds, news = old.children, new.children
    if _is_plain(old, len(columns.olds)) and _is_plain(new, len(columns.news)) and not columns.same:
        pairs = [(olds[i], news[j]) for i, j in columns.pairs]
        for i in columns.gone():
            by_column.setdefault(("gone", i), []).append(cut(olds[i], new.index + 1, new.index))
        for j in columns.fresh():
            by_column.setdefault(("fresh", j), []).extend(puts(news[j]))
        for i, j in columns.out():
            there = news[j]
            edit = Moved(olds[i].index, olds[i].stop, there.index, there.stop, there.index, new.index)
            by_column.setdefault(("out", i), []).append(edit)
    elif len(olds) == len(news):
        pairs = list(zip(olds, news, strict=True))
    else:
        yield _row_made_anew(old, new, sides)
        return
    for one, other in pairs:
        yield from changes_of_text(one, other, *sides)


def _row_made_anew(old: Node, new: Node, sides: tuple[Side, Side]) -> Change:
    """A row whose cells are divided otherwise: told as a whole."""
    edits: tuple[Edit, ...] = (
        *(cut(cell, new.index + 1, new.index) for cell in old.children),
        *(put for cell in new.children for put in puts(cell)),
    )
    told = Change(Subject.ROW, Action.CHANGED, words_of(old, sides[0]), words_of(new, sides[1]), edits=edits)
    return replace(told, was=sides[0].spot(old), now=sides[1].spot(new), line=new.index)
