"""Total-fit line breaking (see `totalfit`) specialised for ragged setting with one measure.

The quality of a line then depends only on its length: line starts are kept in a list by position, so that those from
which a line may end at a place are a slice of it, and most of them cost more already than the best line from another.
Most paragraphs are set this way.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from reportbuilder.text.totalfit import ROUNDING, Candidates, Fit, hyphen_charges

Node = tuple[int, "Node | None"]
"""A candidate where a line ends on the best way to it, and the node before."""

Way = tuple[float, int, Node]
"""A way to a candidate: its demerits, its hyphens in a row, and its node."""


def is_ragged(measures: Sequence[float], fit: Fit) -> bool:
    """Whether this search applies: one measure, flexible lines, and no line short enough for fitness classes to
    matter."""
    return len(measures) == 1 and not fit.stretch and not fit.shrink and fit.power == 2 and 0 < fit.tolerance <= 1


def ragged_breaks(c: Candidates, measure: float, fit: Fit) -> tuple[list[int], float] | None:
    """The same as `best_breaks`, if `is_ragged`."""
    search = _Search(measure, fit)
    starts, totals, ways_to, line = search.starts, search.totals, search.ways_to, fit.line
    gives, reach = fit.give * measure, measure + ROUNDING
    shortest = measure - fit.tolerance * gives
    search.add(c.start[0], [(0.0, 0, (0, None))])
    final = len(c.end) - 1
    rows = zip(range(final), c.end, c.base, c.start, c.penalty, c.hyphen, strict=False)
    next(rows)
    for at, end, base, start, penalty, hyphen in rows:
        if base - starts[-1] > reach:
            return None
        first = bisect_left(starts, end - reach)
        last = bisect_right(starts, end - shortest, first)
        if first == last:
            continue
        gap = measure - end
        if hyphen:
            ways = search.hyphened(at, range(first, last), gap, penalty**2)
            search.add(start, ways)
            continue
        least, found = inf, first
        for i in range(first, last):  # the innermost loop of a build
            total = totals[i]
            if total < least:
                ratio = (gap + starts[i]) / gives
                demerits = line + 100.0 * ratio * ratio
                total += demerits * demerits
                if total < least:
                    least, found = total, i
        search.add(start, [(least + penalty**2, 0, (at, ways_to[found][-1][2]))])
    best = search.finish(c)
    return None if best is None else ([*_path(best[1]), final], best[0])


def _path(node: Node) -> list[int]:
    breaks = []
    at, before = node
    while before is not None:
        breaks.append(at)
        at, before = before
    return breaks[::-1]


class _Search:
    """The possible line starts in order, with the demerits of the best way to each and its ways: each with more
    consecutive hyphens and fewer demerits than the one before it."""

    def __init__(self, measure: float, fit: Fit) -> None:
        self.fit = fit
        self.measure = measure
        self.charges = hyphen_charges(fit)
        self.starts: list[float] = []
        self.totals: list[float] = []
        self.ways_to: list[list[Way]] = []

    def add(self, start: float, ways: list[Way]) -> None:
        """Add a line start after all others."""
        self.starts.append(start)
        self.totals.append(ways[-1][0])
        self.ways_to.append(ways)

    def hyphened(self, at: int, window: range, gap: float, penalty: float) -> list[Way]:
        """The ways to end a line with a hyphen, from the starts in a window."""
        fit, starts, gives = self.fit, self.starts, self.fit.give * self.measure
        least: dict[int, Way] = {}
        for i in window:
            ratio = (gap + starts[i]) / gives
            demerits = (fit.line + 100.0 * ratio * ratio) ** 2 + penalty
            for total, hyphens, before in self.ways_to[i]:
                row, charge = self.charges[hyphens]
                total += demerits + charge
                if row not in least or total < least[row][0]:
                    least[row] = (total, row, (at, before))
        ways: list[Way] = []
        for _, way in sorted(least.items()):
            if not ways or way[0] < ways[-1][0]:
                ways.append(way)
        return ways

    def finish(self, c: Candidates) -> tuple[float, Node] | None:
        """The best way to end the paragraph."""
        fit, end, penalty = self.fit, c.end[-1], c.penalty[-1] ** 2
        best = None
        for i in range(bisect_left(self.starts, end - self.measure - ROUNDING), len(self.starts)):
            total, hyphens, node = self.ways_to[i][-1]
            total += fit.line**2 + penalty + (hyphens > 0) * fit.last_hyphen
            if end - self.starts[i] < c.short_last:
                total += fit.short_last
            if best is None or total < best[0]:
                best = total, node
        return best
