"""Total-fit line breaking on plain lists of numbers (Knuth and Plass, "Breaking paragraphs into lines", 1981).

A paragraph is a row of *candidates*: places where a line may end, the first being its beginning, the last its end.
A line from candidate a to candidate b has the natural length `end[b] - start[a]` and `glue_end[b] - glue_start[a]` of
space in it that can stretch or shrink. Its ratio r is how far it is from the measure, as a share of what its space
gives, and its badness `100·|r|^power`; its demerits `(line + badness)² + penalty[b]²`, with more for two hyphens in a
row, for a tight line beside a loose one, and for a bad last line. The paragraph with the fewest demerits wins.

Ragged setting is the same search with space that does not give: the line itself gives, a share of its measure.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from math import inf

from reportbuilder.values import Value

ROUNDING = 1e-9
"""The rounding error of sums of lengths, in points."""

BAN = 1e12
"""The demerits of what is banned."""

LEAST_BANNED = 1e11
"""The demerits from which a paragraph has in it what is banned: no others add up to so many."""

Candidate = tuple[float, float, float, float, float, float, bool]
"""End, base, start, glue_end, glue_start, penalty, hyphen: see `Candidates`."""


class Candidates(Value):
    """The possible line ends, as parallel sequences; lengths in points, measured along the unbroken paragraph.

    `end` is the end of the line's ink (with a hyphen), `base` the same without the hyphen and never decreasing, `start`
    the start of the next line; `glue_*` is the total of the spaces so far. `short_last` is the shortest good last line.
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
        """Make candidates from a list of rows."""
        end, base, start, glue_end, glue_start, penalty, hyphen = zip(*rows, strict=True)
        return cls(end, base, start, glue_end, glue_start, penalty, hyphen, short_last)


class Fit(Value):
    """The limits and demerits of one pass of the search.

    `stretch`, `shrink`: the changes of a space at ratio 1 and -1, as a share of its width. `give`: the additional
    stretch of a line at ratio 1, as a share of its measure, and `squeeze` the additional shrinkage at ratio -1.
    `tolerance`: the largest ratio allowed. `prices` is the weight of the penalties in the candidates. The others are
    demerits; those of `excess_hyphen` and `word_rest` (a last line that is the rest of a word) are as good as bans.
    """

    stretch: float
    shrink: float
    give: float
    power: float
    tolerance: float
    line: float = 10.0
    contrast: float = 5_000.0
    double_hyphen: float = 5_000.0
    excess_hyphen: float = BAN
    last_hyphen: float = 5_000.0
    word_rest: float = BAN
    short_last: float = 3_000.0
    overfull: float = 100_000_000.0
    max_hyphens: int = 2
    prices: float = 1.0
    squeeze: float = 0.0


Node = tuple[float, int, int, int, "Node | None"]
"""The best way to end a line at a candidate, for a fitness class and a number of consecutive hyphens: demerits, class,
hyphens, candidate, and the node before. A plain tuple, as is `_Start`: tens of thousands are made and unpacked."""

_Ways = dict[int, tuple[float, Node]]
"""Demerits and last line start of the best ways to a candidate, by what may matter later: four times the number of the
group (`line * rows + hyphens`), plus the fitness class."""

_Start = tuple[float, float, float, float, float, float, int, bool, list[Node], list[Node]]
"""An active line start: start, glue, shortest, longest, the measure of the line and its give, the key of its ways
without hyphen and class, whether it is after a hyphen, its ways and the best of them."""


def best_breaks(
    candidates: Candidates, measures: Sequence[float], fit: Fit, last_resort: bool = False
) -> tuple[list[int], float] | None:
    """The candidates at which the lines of the best paragraph end, and its demerits; None if no way is within the
    tolerance and without what is banned (too many hyphens in a row, a last line that is the rest of a word).

    `measures` are the widths of successive lines, the last one applying to all that follow. As a last resort, a piece
    that is wider than any line gets an overfull line of its own, and bans are prices.
    """
    search = _Search(candidates, measures, fit)
    final, widest, narrowest = len(candidates.end) - 1, search.widest, search.narrowest
    furthest, nearest = search.bounds()
    first: Node = (0.0, 1, 0, 0, None)
    active = deque([search.start(0, 0, [first])])
    at = 1
    while at <= final:
        gone = active[-1]
        while active and nearest[at] - active[0][3] > widest:
            active.popleft()
        ways: _Ways = {}
        if active and (at == final or furthest[at] - active[0][2] >= narrowest):
            ways = search.arrivals(at, active, at == final)
        if ways:
            if at == final:
                active.clear()
            active += search.starts(at, ways)
        elif not active or at == final:
            if not last_resort:
                return None
            gone = active[-1] if active else gone
            at = gone[9][0][3] + 1
            active = deque(search.starts(at, search.overfull(at, gone)))
        at += 1
    best = min((start[9][0] for start in active), key=lambda node: node[0])
    return (_path(best), best[0]) if last_resort or fit.tolerance == inf or best[0] < LEAST_BANNED else None


def _path(node: Node) -> list[int]:
    breaks = []
    before = node[4]
    while before is not None:
        breaks.append(node[3])
        node, before = before, before[4]
    return breaks[::-1]


class _Search:
    """One pass of the search."""

    def __init__(self, candidates: Candidates, measures: Sequence[float], fit: Fit) -> None:
        self.candidates = candidates
        self.measures = measures
        self.fit = fit
        self.widest = max(measures) * (1.0 + fit.squeeze) + ROUNDING
        self.narrowest = -inf
        self.most = 0.0
        if fit.tolerance < inf:
            self.most = fit.tolerance * fit.stretch
            self.narrowest = min(measures) - fit.tolerance * fit.give * self.widest - ROUNDING
        # Lines that are neither tight nor loose are of neighbouring classes, so that those need not be told apart.
        self.classes = fit.shrink > 0.0 or fit.tolerance > 1.0
        self.contrast = fit.contrast if self.classes else 0.0
        self.rows = max(1, fit.max_hyphens) + 1
        self.step = 0 if len(measures) == 1 else 4 * self.rows
        self.free = [(0, 0.0)] * self.rows
        self.charges = [(4 * row, cost) for row, cost in hyphen_charges(fit)]

    def bounds(self) -> tuple[Sequence[float], Sequence[float]]:
        """The position of every candidate with all spaces stretched, and with all shrunk: a line fits if these differ
        from those of its start by no more, and no less, than its measure."""
        c, most, shrink = self.candidates, self.most, self.fit.shrink
        if not (most or shrink):
            return c.end, c.base
        return (
            [end + most * glue for end, glue in zip(c.end, c.glue_end, strict=True)],
            [base - shrink * glue for base, glue in zip(c.base, c.glue_end, strict=True)],
        )

    def start(self, candidate: int, line: int, nodes: list[Node]) -> _Start:
        """A line start at a candidate, for the line of this number."""
        c, fit = self.candidates, self.fit
        start, glue = c.start[candidate], c.glue_start[candidate]
        measure = self.measures[min(line, len(self.measures) - 1) if self.step else 0]
        best = nodes if len(nodes) == 1 else [min(nodes)]
        return (
            start, glue, start + self.most * glue, start - fit.shrink * glue, measure, fit.give * measure,
            self.step * (line + 1), c.hyphen[candidate], nodes, best,
        )  # fmt: skip

    def starts(self, candidate: int, ways: _Ways) -> list[_Start]:
        """The line starts at a candidate: one, unless lines have different measures. Ways that cannot win are left out:
        another has no more hyphens and is better by more than its fitness class can cost later."""
        if len(ways) == 1:
            ((key, (total, before)),) = ways.items()
            line, hyphens = divmod(key >> 2, self.rows)
            return [self.start(candidate, line, [(total, key & 3, hyphens, candidate, before)])]
        by_line: dict[int, list[Node]] = {}
        least = inf
        for group, total, fitness, before in sorted((key >> 2, way[0], key & 3, way[1]) for key, way in ways.items()):
            line, hyphens = divmod(group, self.rows)
            if line not in by_line:
                by_line[line], least = [], inf
            if total <= least + self.contrast:
                by_line[line].append((total, fitness, hyphens, candidate, before))
                least = min(least, total)
        return [self.start(candidate, line, nodes) for line, nodes in by_line.items()]

    def arrivals(self, candidate: int, active: Iterable[_Start], final: bool) -> _Ways:
        """The best way to end a line at a candidate for every group and fitness class. This is the innermost loop: one
        function, plain tuples and local names, because most of the time of a build is spent here."""
        c, fit = self.candidates, self.fit
        end, glue_end, penalty, hyphen = (
            c.end[candidate],
            c.glue_end[candidate],
            fit.prices * c.penalty[candidate] ** 2,
            c.hyphen[candidate],
        )
        squeeze, stretch, shrink, power, tolerance = fit.squeeze, fit.stretch, fit.shrink, fit.power, fit.tolerance
        classes, contrast, basic = self.classes, fit.contrast, fit.line
        charges = self.charges if hyphen else self.free
        far_enough = end + self.most * glue_end - self.narrowest
        ways: _Ways = {}
        fitness = 1
        for start, glue_start, shortest, _, measure, give, key, from_hyphen, nodes, best in active:
            shortfall = measure - end + start
            ratio = 0.0
            if shortfall > ROUNDING:
                if not final:
                    if shortest > far_enough:
                        break  # too short, and so are all lines that start later
                    room = (glue_end - glue_start) * stretch + give
                    if shortfall > room * tolerance:
                        continue
                    ratio = shortfall / room
            elif shortfall < -ROUNDING:
                room = (glue_end - glue_start) * shrink + squeeze * measure
                if -shortfall > room:
                    continue
                ratio = shortfall / room
            demerits = (basic + 100.0 * abs(ratio) ** power) ** 2 + penalty
            if final:
                rest = glue_start == glue_end  # no space, so the line is one word
                demerits += from_hyphen * (fit.last_hyphen + rest * fit.word_rest)
                demerits += (end - start < c.short_last) * fit.short_last
            if classes:
                fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
            for node in nodes if hyphen or not -2 < best[0][1] - fitness < 2 else best:
                total = node[0] + demerits
                if not -2 < node[1] - fitness < 2:
                    total += contrast
                row, charge = charges[node[2]]
                total += charge
                group = key + row + fitness
                if group not in ways or total < ways[group][0]:
                    ways[group] = (total, node)
        return ways

    def overfull(self, candidate: int, start: _Start) -> _Ways:
        """A line that is too long because nothing in it can be broken."""
        before = start[9][0]
        row = self.charges[before[2]][0] if self.candidates.hyphen[candidate] else 0
        return {start[6] + row + 1: (before[0] + self.fit.overfull, before)}


def hyphen_charges(fit: Fit) -> list[tuple[int, float]]:
    """For every number of consecutive hyphens: the number after one more, as far as it matters, and the demerits of
    that one."""
    most = max(1, fit.max_hyphens)
    return [
        (min(count, most), fit.double_hyphen * (count > 1) + fit.excess_hyphen * (count > fit.max_hyphens))
        for count in range(1, most + 2)
    ]
