"""The best places to end lines: Knuth and Plass, "Breaking paragraphs into lines" (1981), on plain lists of numbers.

A paragraph is a row of *candidates*: places where a line may end, the first being its beginning, the last its end.
A line from candidate a to candidate b has the natural length `end[b] - start[a]` and `glue_end[b] - glue_start[a]` of
space in it that can stretch or shrink. Its ratio r is how far it is from the measure, as a share of what its space
gives, and its badness `100·|r|^power`; its demerits `(line + badness)² + penalty[b]²`, with more for two hyphens in a
row, for a tight line beside a loose one, and for a bad last line. The paragraph with the fewest demerits wins.

Ragged setting is the same search with space that does not give: the line itself gives, a share of its measure.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from reportbuilder.values import Value

ROUNDING = 1e-9
"""Points that sums of lengths may be off."""


Candidate = tuple[float, float, float, float, float, float, bool]
"""End, base, start, glue_end, glue_start, penalty, hyphen: see `Candidates`."""


class Candidates(Value):
    """Where lines may end, as parallel rows; lengths in points, measured along the unbroken paragraph.

    `end` is where the line's last ink is (a hyphen included), `base` the same without the hyphen and never falling,
    `start` where the next line begins; `glue_*` is the space met so far. `short_last` is the shortest good last line.
    """

    end: Sequence[float]
    base: Sequence[float]
    start: Sequence[float]
    glue_end: Sequence[float]
    glue_start: Sequence[float]
    penalty: Sequence[float]
    hyphen: Sequence[bool]
    short_last: float = 0.0

    @classmethod
    def of(cls, rows: Sequence[Candidate], short_last: float = 0.0) -> "Candidates":
        """The candidates from a list of them."""
        end, base, start, glue_end, glue_start, penalty, hyphen = zip(*rows, strict=True)
        return cls(end, base, start, glue_end, glue_start, penalty, hyphen, short_last)


class Fit(Value):
    """What one pass of the search allows and charges.

    `stretch`, `shrink`: what a space gives at ratio 1 and -1, as a share of its width. `give`: what a line gives
    besides at ratio 1, as a share of its measure. `tolerance`: the largest ratio allowed. The rest are demerits.
    """

    stretch: float
    shrink: float
    give: float
    power: float
    tolerance: float
    line: float = 10.0
    contrast: float = 5_000.0
    double_hyphen: float = 5_000.0
    excess_hyphen: float = 500_000.0
    last_hyphen: float = 5_000.0
    short_last: float = 3_000.0
    overfull: float = 100_000_000.0
    max_hyphens: int = 2


class Node(NamedTuple):
    """The best way to end a line at a candidate, given its fitness class and the row of hyphens up to it."""

    demerits: float
    fitness: int
    hyphens: int
    line: int
    at: int
    before: "Node | None"


class _Start(NamedTuple):
    """A candidate from which lines may still start, with the ways to get there."""

    start: float
    glue: float
    shortest: float
    longest: float
    measure: float
    at: int
    hyphen: bool
    nodes: tuple[Node, ...]


def best_breaks(
    candidates: Candidates, measures: Sequence[float], fit: Fit, last_resort: bool = False
) -> tuple[list[int], float] | None:
    """The candidates at which the best paragraph ends its lines, and its demerits.

    `measures` are the widths of the lines in order, the last one being that of all that follow. None when no way is
    within the tolerance; as a last resort a piece that is too long for any line gets an overfull line of its own.
    """
    search = _Search(candidates, measures, fit)
    final = len(candidates.end) - 1
    shortest, longest = search.bounds()
    active = search.starts(0, (Node(0.0, 1, 0, 0, 0, None),))
    at = 1
    while at <= final:
        gone = active[-1]
        while active and longest[at] - active[0].longest > search.widest:
            active.pop(0)
        nodes: tuple[Node, ...] = ()
        if active and (at == final or shortest[at] - active[0].shortest >= search.narrowest):
            nodes = search.arrivals(at, active, at == final)
        if nodes:
            if at == final:
                active = []
            active += search.starts(at, nodes)
        elif not active or at == final:
            if not last_resort:
                return None
            gone = active[-1] if active else gone
            at = gone.at + 1
            active = search.starts(at, search.overfull(at, gone))
        at += 1
    best = min((node for start in active for node in start.nodes), key=lambda node: node.demerits)
    return _path(best), best.demerits


def _path(node: Node) -> list[int]:
    breaks = []
    while node.before is not None:
        breaks.append(node.at)
        node = node.before
    return breaks[::-1]


class _Search:
    """One pass over a paragraph."""

    def __init__(self, candidates: Candidates, measures: Sequence[float], fit: Fit) -> None:
        self.candidates = candidates
        self.measures = measures
        self.fit = fit
        self.widest = max(measures) + ROUNDING
        self.narrowest = -inf
        self.most = 0.0
        if fit.tolerance < inf:
            self.most = fit.tolerance * fit.stretch
            self.narrowest = min(measures) - fit.tolerance * fit.give * self.widest - ROUNDING
        self.uniform = len(measures) == 1

    def bounds(self) -> tuple[list[float], list[float]]:
        """How far every candidate is along the paragraph with all spaces stretched, and with all shrunk: a line is
        neither too short nor too long when these are within its measure of those of its start."""
        c, most, shrink = self.candidates, self.most, self.fit.shrink
        return (
            [end + most * glue for end, glue in zip(c.end, c.glue_end, strict=True)],
            [base - shrink * glue for base, glue in zip(c.base, c.glue_end, strict=True)],
        )

    def starts(self, at: int, nodes: tuple[Node, ...]) -> list[_Start]:
        """The line starts at a candidate: one, unless lines differ in measure."""
        c = self.candidates
        start, glue, hyphen = c.start[at], c.glue_start[at], c.hyphen[at]
        shortest, longest = start + self.most * glue, start - self.fit.shrink * glue
        if self.uniform:
            return [_Start(start, glue, shortest, longest, self.measures[0], at, hyphen, nodes)]
        last = len(self.measures) - 1
        by_line = [(line, tuple(n for n in nodes if n.line == line)) for line in sorted({n.line for n in nodes})]
        return [
            _Start(start, glue, shortest, longest, self.measures[min(line, last)], at, hyphen, ways)
            for line, ways in by_line
        ]

    def arrivals(self, at: int, active: list[_Start], final: bool) -> tuple[Node, ...]:
        """The ways to end a line at a candidate that may still be part of the best paragraph."""
        rated = self._rate(at, active, final)
        return self._choose(at, rated) if rated else ()

    def _rate(self, at: int, active: list[_Start], final: bool) -> list[tuple[int, float, tuple[Node, ...]]]:
        """Fitness class and demerits of every possible line that ends here, with the ways to its start. This is the
        innermost loop, so everything is a local name."""
        c, fit = self.candidates, self.fit
        end, glue_end, penalty = c.end[at], c.glue_end[at], c.penalty[at] ** 2
        line, stretch, shrink, give, power, tolerance = (
            fit.line, fit.stretch, fit.shrink, fit.give, fit.power, fit.tolerance,
        )  # fmt: skip
        far_enough = end + self.most * glue_end - self.narrowest
        rated = []
        for start, glue_start, shortest, _, measure, _, from_hyphen, nodes in active:
            shortfall = measure - end + start
            glue = glue_end - glue_start
            ratio = 0.0
            if shortfall > ROUNDING:
                if not final:
                    if shortest > far_enough:
                        break  # too short, and so are all lines that start later
                    room = glue * stretch + give * measure
                    if shortfall > room * tolerance:
                        continue
                    ratio = shortfall / room
            elif shortfall < -ROUNDING:
                if -shortfall > glue * shrink:
                    continue
                ratio = shortfall / (glue * shrink)
            demerits = (line + 100.0 * abs(ratio) ** power) ** 2 + penalty
            if final:
                demerits += from_hyphen * fit.last_hyphen + (end - start < c.short_last) * fit.short_last
            rated.append((0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3, demerits, nodes))
        return rated

    def _choose(self, at: int, rated: list[tuple[int, float, tuple[Node, ...]]]) -> tuple[Node, ...]:
        """The best way for every fitness class and row of hyphens."""
        contrast, hyphen = self.fit.contrast, self.candidates.hyphen[at]
        if len(rated) == 1 and not hyphen and self.uniform:
            fitness, demerits, nodes = rated[0]
            if len(nodes) == 1:
                more = demerits if -2 < nodes[0].fitness - fitness < 2 else demerits + contrast
                return (Node(nodes[0].demerits + more, fitness, 0, 0, at, nodes[0]),)
        best: dict[tuple[int, int, int], tuple[float, Node]] = {}
        for fitness, demerits, nodes in rated:
            for node in nodes:
                total = node[0] + demerits
                if not -2 < node[1] - fitness < 2:
                    total += contrast
                hyphens = 0
                if hyphen:
                    hyphens, more = self._hyphens(node)
                    total += more
                key = (hyphens, fitness, 0 if self.uniform else node.line + 1)
                known = best.get(key)
                if known is None or total < known[0]:
                    best[key] = (total, node)
        ways = [Node(total, key[1], key[0], key[2], at, before) for key, (total, before) in sorted(best.items())]
        return tuple(ways) if len(ways) == 1 else self._undominated(ways)

    def _hyphens(self, before: Node) -> tuple[int, float]:
        """The row of hyphens that one more makes, and what it costs."""
        count = before.hyphens + 1
        cost = self.fit.double_hyphen if count > 1 else 0.0
        if count > self.fit.max_hyphens:
            return max(1, self.fit.max_hyphens), cost + self.fit.excess_hyphen
        return count, cost

    def _undominated(self, ways: list[Node]) -> tuple[Node, ...]:
        """Leave out ways that cannot win: another is better by all that its fitness class might cost later."""
        contrast = self.fit.contrast
        return tuple(
            way
            for way in ways
            if not any(
                other.hyphens <= way.hyphens and other.line == way.line and other.demerits + contrast < way.demerits
                for other in ways
            )
        )

    def overfull(self, at: int, gone: _Start) -> tuple[Node, ...]:
        """A line that is too long because nothing in it can be broken."""
        before = min(gone.nodes, key=lambda node: node.demerits)
        line = 0 if self.uniform else before.line + 1
        hyphens = self._hyphens(before)[0] if self.candidates.hyphen[at] else 0
        return (Node(before.demerits + self.fit.overfull, 1, hyphens, line, at, before),)
