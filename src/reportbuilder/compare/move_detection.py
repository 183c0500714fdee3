"""Neighbours that changed places: the one that is untouched, or else the shorter one, is taken for moved."""

from __future__ import annotations

from collections.abc import Sequence

from reportbuilder.compare.similarity import Item

Pair = tuple[int, int]
"""The places of an item among the old ones and among the new ones."""


def settled(pairs: Sequence[Pair], moved: Sequence[Pair], olds: Sequence[Item], news: Sequence[Item]) -> set[Pair]:
    """Which of the items of a list are moved: `pairs` are those in order, `moved` the others that are in both lists.

    A stretch that went past another one is as well the other one, gone the other way. No more than one change either
    way, so the one that costs a reader less is told.
    """
    stay, out = set(pairs), set(moved)
    for run in _runs(sorted(moved)):
        passed = _passed(run, stay)
        if passed and _cost(passed, olds, news) < _cost(run, olds, news):
            stay = (stay - set(passed)) | set(run)
            out = (out - set(run)) | set(passed)
    return out


def _runs(moved: Sequence[Pair]) -> list[list[Pair]]:
    """Items that stood and stand beside each other, together."""
    runs: list[list[Pair]] = []
    for pair in moved:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return runs


def _passed(run: Sequence[Pair], stay: set[Pair]) -> list[Pair]:
    """The stretch that a run went past, if there was nothing else between its old place and its new one."""
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


def _cost(run: Sequence[Pair], olds: Sequence[Item], news: Sequence[Item]) -> tuple[bool, int]:
    """How much it asks of a reader that a stretch is told as moved."""
    touched = any(olds[i].key != news[j].key for i, j in run)
    return touched, sum(len(olds[i].text) for i, _ in run)
