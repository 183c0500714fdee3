"""Measures the similarity of nodes, and matches two sequences of nodes by it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property

from reportbuilder.compare.tree import OBJECTS, TextNode, TextRole
from reportbuilder.compare.word_diff import meaning

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
