"""Matches the nodes of two versions by similarity: unchanged, changed, moved, split or joined.

Four passes, each among what the passes before it left: equal and in the same order; equal elsewhere; similar between
matched neighbours; similar elsewhere. A node whose position changed only because others were inserted or deleted before
it did not move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from reportbuilder.compare.tree import OBJECTS, TextNode, TextRole
from reportbuilder.compare.word_diff import meaning
from reportbuilder.values import Value

ALIKE = 0.4
"""The share of words that two nodes have in common before they can be one and the same, changed."""
SHORT = 8
"""Texts of no more words are also compared by their letters."""
_SPELT = 0.6
_PARTS = 4  # into how many paragraphs one may be split
_WHOLE = 0.75  # the share of words that a split leaves in place
_EXTRA = 0.3
_ROWS = frozenset({TextRole.ROW, TextRole.KEY_FIGURE})

Run = tuple[tuple[int, ...], tuple[int, ...]]
"""What belongs together: positions on the old side and on the new one; several on one side are a split or a join."""


class MatchItem:
    """A node with what it is matched by: `key` is all its text, `words` are the words that carry its meaning (computed
    when they are needed)."""

    def __init__(self, node: TextNode) -> None:
        """Take a node to match."""
        self.node = node
        self.text = "\n".join(under.text for under in node.walk())
        self.key = (node.role, node.line.level, self.text)
        self.name: tuple[object, ...] = (node.role, node.name) if node.name else ()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that carry its meaning."""
        return meaning(self.text)


def similarity(one: MatchItem, other: MatchItem) -> float:
    """The similarity of two nodes, from 0 (different) to about 1 (equal)."""
    roles = (one.node.role, other.node.role)
    if roles[0] is not roles[1] and (OBJECTS.intersection(roles) or _ROWS.intersection(roles)):
        return 0.0
    if roles[0] is TextRole.ROW and one.node.line.level != other.node.line.level:
        return 0.0
    shared = _shared(one.words, other.words)
    if one.name and one.name == other.name:
        return max(ALIKE, shared) + _EXTRA if shared >= ALIKE / 3 else 0.0
    if shared < ALIKE and max(len(one.words), len(other.words)) <= SHORT and roles[0] not in _ROWS | OBJECTS:
        shared = _spelling(one.node.text, other.node.text)
    fitting = shared if roles[0] is roles[1] else shared * 0.8
    return fitting if fitting >= ALIKE else 0.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _spelling(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    quick = matcher.real_quick_ratio() >= _SPELT and matcher.quick_ratio() >= _SPELT
    return ratio if quick and (ratio := matcher.ratio()) >= _SPELT else 0.0


def best_runs(olds: Sequence[MatchItem], news: Sequence[MatchItem]) -> list[Run]:
    """The nodes of two stretches that belong together, in order, so that the sum of their similarities is greatest."""
    rows, columns = len(olds), len(news)
    alike = [[similarity(one, other) for other in news] for one in olds]
    sums = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    steps: list[list[tuple[int, int]]] = [[(1, 1)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            options = [(0.0, (0, 0))]
            if i < rows:
                options.append((sums[i + 1][j], (1, 0)))
            if j < columns:
                options.append((sums[i][j + 1], (0, 1)))
            if i < rows and j < columns:
                if alike[i][j]:
                    options.append((sums[i + 1][j + 1] + alike[i][j], (1, 1)))
                for a, b, weight in _divided(olds, news, i, j):
                    options.append((sums[i + a][j + b] + weight, (a, b)))
            sums[i][j], steps[i][j] = max(options, key=lambda option: option[0])
    runs: list[Run] = []
    i = j = 0
    while i < rows and j < columns and steps[i][j] != (0, 0):
        a, b = steps[i][j]
        if a and b:
            runs.append((tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    return runs


def _divided(olds: Sequence[MatchItem], news: Sequence[MatchItem], i: int, j: int) -> list[tuple[int, int, float]]:
    """The ways in which a text is split into the next ones of the other side, or joined from them, with their
    similarity."""
    divisions: list[tuple[int, int, float]] = []
    for count in range(2, _PARTS + 1):
        if j + count <= len(news) and (weight := _as_parts(olds[i], news[j : j + count])):
            divisions.append((1, count, weight))
        if i + count <= len(olds) and (weight := _as_parts(news[j], olds[i : i + count])):
            divisions.append((count, 1, weight))
    return divisions


def _as_parts(whole: MatchItem, parts: Sequence[MatchItem]) -> float:
    """How similar a text is to several in a row; 0 where it is not their sum."""
    line = whole.node.line
    if any(part.node.line.role is not line.role or part.node.line.level != line.level for part in parts):
        return 0.0
    if whole.node.children or line.role in (TextRole.HEADING, TextRole.SIGNATURE):
        return 0.0
    if any(len(part.words & whole.words) < max(1.0, _WHOLE * len(part.words)) for part in parts):
        return 0.0
    weight = _shared(whole.words, frozenset().union(*(part.words for part in parts)))
    return weight * 1.5 if weight >= _WHOLE else 0.0


MOVED_WORDS = 5
"""From how many words on a text that is the same in another chapter is taken for moved."""
_MOVED_ALIKE = 0.7
_MOVED_MANY = 8
_TITLES = frozenset(
    {TextRole.HEADING, TextRole.SIGNATURE, TextRole.ATTRIBUTION, TextRole.CALLOUT_TITLE, TextRole.LEGEND}
)


class Match(Value, eq=False):
    """Nodes of the old and the new version that belong together: one of each, or several of one side for a split or a
    join. `moved` says that they are out of order."""

    olds: tuple[TextNode, ...]
    news: tuple[TextNode, ...]
    moved: bool = False


Position = tuple[int, int]
"""The place of an item: the number of its list, and its index in it."""


def align(lists: Sequence[tuple[Sequence[TextNode], Sequence[TextNode]]]) -> list[Match]:
    """Match nodes list by list (the old nodes of a chapter with its new ones); what moved is matched across lists."""
    olds = [[MatchItem(node) for node in old] for old, _ in lists]
    news = [[MatchItem(node) for node in new] for _, new in lists]
    aligner = _Aligner(olds, news)
    for number in range(len(lists)):
        aligner.keep_same(number)
    aligner.find_moved()
    for number in range(len(lists)):
        aligner.keep_alike(number)
    aligner.find_moved_and_changed()
    for number in range(len(lists)):
        aligner.settle(number)
    return aligner.matches()


def in_order(values: Sequence[int]) -> set[int]:
    """The positions of a longest increasing subsequence of values."""
    ends: list[list[int]] = []  # by the length of the longest subsequence that ends there; their values never increase
    before: list[int] = []
    for i, value in enumerate(values):
        length = bisect_left(ends, value, key=lambda of_length: values[of_length[-1]])
        shorter = ends[length - 1] if length else []
        before.append(shorter[bisect_right(shorter, -value, key=lambda j: -values[j])] if shorter else -1)
        if length == len(ends):
            ends.append([])
        ends[length].append(i)
    at = ends[-1][0] if ends else -1
    positions: set[int] = set()
    while at >= 0:
        positions.add(at)
        at = before[at]
    return positions


@dataclass
class _Aligner:
    """Makes the matches pass by pass; a match maps positions in the old version to positions in the new one."""

    olds: Sequence[Sequence[MatchItem]]
    news: Sequence[Sequence[MatchItem]]
    runs: list[tuple[tuple[Position, ...], tuple[Position, ...]]] = field(default_factory=list)
    moves: list[tuple[Position, Position]] = field(default_factory=list)
    taken_old: set[Position] = field(default_factory=set)
    taken_new: set[Position] = field(default_factory=set)

    def keep_same(self, number: int) -> None:
        """Match nodes that are equal and in the same order."""
        olds, news = self.olds[number], self.news[number]
        if olds and news:
            matcher = SequenceMatcher(None, [i.key for i in olds], [i.key for i in news], autojunk=False)
            for block in matcher.get_matching_blocks():
                for step in range(block.size):
                    self._keep(((number, block.a + step),), ((number, block.b + step),))

    def find_moved(self) -> None:
        """Match nodes that are equal and stand elsewhere, with equal neighbours."""
        unmatched = self._unmatched()
        counts = [
            Counter(self._at(side, position).key for position in positions) for side, positions in enumerate(unmatched)
        ]
        where = {self.news[n][i].key: (n, i) for n, i in unmatched[1]}
        for position in unmatched[0]:
            item = self.olds[position[0]][position[1]]
            if counts[0][item.key] == counts[1][item.key] == 1:
                other = where[item.key]
                if self._is_free(position, other) and (position[0] == other[0] or len(item.words) >= MOVED_WORDS):
                    self._move(position, other)
                    self._move_beside(position, other)

    def keep_alike(self, number: int) -> None:
        """Match similar nodes between those that are matched."""
        for old, new in self._gaps(number):
            for named_old, named_new in self._by_name(number, old, new):
                self._keep_best(number, named_old, named_new)

    def find_moved_and_changed(self) -> None:
        """Match very similar nodes that stand elsewhere, the most similar first."""
        unmatched = self._unmatched()
        candidates = []
        for position in unmatched[0]:
            item = self.olds[position[0]][position[1]]
            for other in unmatched[1]:
                weight = self._moved_likeness(item, self.news[other[0]][other[1]])
                if weight:
                    candidates.append((weight, position, other))
        for _, position, other in sorted(candidates, key=lambda entry: (-entry[0], entry[1], entry[2])):
            if self._is_free(position, other):
                self._move(position, other)
                self._move_beside(position, other)

    def settle(self, number: int) -> None:
        """Decide which of two neighbours that changed places is reported as moved."""
        moved = [(old[1], new[1]) for old, new in self.moves if old[0] == new[0] == number]
        single = [(olds[0], news[0]) for olds, news in self.runs if len(olds) == len(news) == 1]
        pairs = [(old[1], new[1]) for old, new in single if old[0] == number]
        if moved and pairs:
            out = resolve_swaps(pairs, moved, self.olds[number], self.news[number])
            for i, j in out.difference(moved):
                self.runs.remove((((number, i),), ((number, j),)))
                self.moves.append(((number, i), (number, j)))
            for i, j in set(moved) - out:
                self.moves.remove(((number, i), (number, j)))
                self.runs.append((((number, i),), ((number, j),)))

    def matches(self) -> list[Match]:
        """All matches, in the order of the new version."""
        matches = [
            Match(tuple(self._at(0, s).node for s in olds), tuple(self._at(1, s).node for s in news))
            for olds, news in self.runs
        ]
        matches += [Match((self._at(0, old).node,), (self._at(1, new).node,), True) for old, new in self.moves]
        return sorted(matches, key=lambda match: match.news[0].index)

    # How -----------------------------------------------------------------------------------------------------------

    def _at(self, side: int, position: Position) -> MatchItem:
        return (self.news if side else self.olds)[position[0]][position[1]]

    def _keep(self, old: tuple[Position, ...], new: tuple[Position, ...]) -> None:
        self.runs.append((old, new))
        self.taken_old.update(old)
        self.taken_new.update(new)

    def _move(self, old: Position, new: Position) -> None:
        self.moves.append((old, new))
        self.taken_old.add(old)
        self.taken_new.add(new)

    def _is_free(self, old: Position, new: Position) -> bool:
        return (
            0 <= old[1] < len(self.olds[old[0]])
            and 0 <= new[1] < len(self.news[new[0]])
            and old not in self.taken_old
            and new not in self.taken_new
        )

    def _unmatched(self) -> tuple[list[Position], list[Position]]:
        """The positions of each version that are not matched yet."""
        old = [(n, i) for n, items in enumerate(self.olds) for i in range(len(items)) if (n, i) not in self.taken_old]
        new = [(n, i) for n, items in enumerate(self.news) for i in range(len(items)) if (n, i) not in self.taken_new]
        return old, new

    def _move_beside(self, old: Position, new: Position) -> None:
        """Match the equal neighbours of nodes that moved."""
        for step in (-1, 1):
            (n, i), (m, j) = old, new
            while self._is_free((n, i + step), (m, j + step)):
                i, j = i + step, j + step
                if self.olds[n][i].key != self.news[m][j].key:
                    break
                self._move((n, i), (m, j))

    def _moved_likeness(self, one: MatchItem, other: MatchItem) -> float:
        if one.name and one.name == other.name:
            return similarity(one, other)
        if min(len(one.words), len(other.words)) < _MOVED_MANY or one.node.role in (TextRole.FOOTNOTE, TextRole.ROW):
            return 0.0
        weight = similarity(one, other)
        return weight if weight >= _MOVED_ALIKE else 0.0

    def _gaps(self, number: int) -> Iterator[tuple[list[int], list[int]]]:
        """The unmatched positions of a list between those that are matched in order."""
        ends = sorted((old[-1][1], new[-1][1]) for old, new in self.runs if old[0][0] == number)
        yield from self._between(number, ends, range(len(self.olds[number])), range(len(self.news[number])))

    def _between(
        self, number: int, ends: Sequence[tuple[int, int]], old: Iterable[int], new: Iterable[int]
    ) -> Iterator[tuple[list[int], list[int]]]:
        olds, news = deque(old), deque(new)
        for end_old, end_new in (*ends, (len(self.olds[number]), len(self.news[number]))):
            free_old = [i for i in _taken_up_to(end_old, olds) if (number, i) not in self.taken_old]
            free_new = [j for j in _taken_up_to(end_new, news) if (number, j) not in self.taken_new]
            if free_old and free_new:
                yield free_old, free_new

    def _by_name(self, number: int, old: list[int], new: list[int]) -> Iterator[tuple[list[int], list[int]]]:
        """Match nodes of equal names in the same order; gives the unmatched positions between them."""
        olds = [self.olds[number][i].name or (number, i) for i in old]
        news = [self.news[number][j].name or (number, -1 - j) for j in new]
        ends = []
        for block in SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                i, j = old[block.a + step], new[block.b + step]
                if similarity(self.olds[number][i], self.news[number][j]):
                    self._keep(((number, i),), ((number, j),))
                    ends.append((i, j))
        yield from self._between(number, ends, old, new)

    def _keep_best(self, number: int, old: list[int], new: list[int]) -> None:
        runs = best_runs([self.olds[number][i] for i in old], [self.news[number][j] for j in new])
        ends = []
        for a, b in runs:
            if _adjoin([old[i] for i in a]) and _adjoin([new[j] for j in b]):
                self._keep(tuple((number, old[i]) for i in a), tuple((number, new[j]) for j in b))
                ends.append((old[a[-1]], new[b[-1]]))
        for (i, *more), (j, *others) in self._between(number, ends, old, new):
            if not more and not others and self._are_titles(number, i, j):
                self._keep(((number, i),), ((number, j),))

    def _are_titles(self, number: int, i: int, j: int) -> bool:
        """True for headings of one level, or other titles: where one alone replaces another, they match whatever their
        words."""
        one, other = self.olds[number][i].node.line, self.news[number][j].node.line
        return one.role in _TITLES and (one.role, one.level) == (other.role, other.level)


def _taken_up_to(end: int, places: deque[int]) -> list[int]:
    """The places before `end`, in order; they are taken off the left of `places`, and so is `end` itself."""
    before = []
    while places and places[0] <= end:
        place = places.popleft()
        if place < end:
            before.append(place)
    return before


def _adjoin(places: Sequence[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(places))


# Items that changed places --------------------------------------------------------------------------------------------


Pair = tuple[int, int]
"""The places of an item among the old ones and among the new ones."""


def resolve_swaps(
    pairs: Sequence[Pair], moved: Sequence[Pair], olds: Sequence[MatchItem], news: Sequence[MatchItem]
) -> set[Pair]:
    """Choose which items of a list are reported as moved: `pairs` are those in order, `moved` the others.

    Where one stretch passed another, either of the two may be called moved: the unchanged one is, or else the shorter
    one.
    """
    stay, moved_items = set(pairs), set(moved)
    for run in _runs(sorted(moved)):
        passed = _passed(run, stay)
        if passed and _cost(passed, olds, news) < _cost(run, olds, news):
            stay = (stay - set(passed)) | set(run)
            moved_items = (moved_items - set(run)) | set(passed)
    return moved_items


def _runs(moved: Sequence[Pair]) -> list[list[Pair]]:
    """Groups of items that are neighbours in both versions."""
    runs: list[list[Pair]] = []
    for pair in moved:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return runs


def _passed(run: Sequence[Pair], stay: set[Pair]) -> list[Pair]:
    """The stretch that a run passed, if nothing else lies between its old and its new place."""
    (old, new), (old_end, new_end) = run[0], run[-1]
    passed = sorted(
        pair for pair in stay if (pair[0] > old_end and pair[1] < new) or (pair[0] < old and pair[1] > new_end)
    )
    if len(_runs(passed)) != 1:
        return []
    (first, first_new), (last, last_new) = passed[0], passed[-1]
    later = first == old_end + 1 and last_new == new - 1
    earlier = last == old - 1 and first_new == new_end + 1
    return passed if later or earlier else []


def _cost(run: Sequence[Pair], olds: Sequence[MatchItem], news: Sequence[MatchItem]) -> tuple[bool, int]:
    """The cost of reporting a stretch as moved: first whether it was also changed, then its length."""
    touched = any(olds[i].key != news[j].key for i, j in run)
    return touched, sum(len(olds[i].text) for i, _ in run)
