"""Breaks paragraphs into set lines: the interface of this room.

The search is total-fit (see `totalfit`), in up to three passes as in TeX: without hyphenation and with little
tolerance; with hyphenation; and finally with unlimited stretch, so that a line is overfull only if a single piece in it
is wider than the measure. Text is never lost.

Ragged setting with one measure, as most paragraphs have it, is specialised: the quality of a line then depends only on
its length, so that the line starts from which a line may end at a place are a slice of a list by position, and most of
them cost more already than the best line from another.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import inf

from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.paragraph import Divide, Ending, Stretch, Zone, candidates, compose
from reportbuilder.text.runs import Box, Run, RunStyle
from reportbuilder.text.shaping import FontBook, ShapedWord
from reportbuilder.text.totalfit import LEAST_BANNED, ROUNDING, Candidates, Fit, best_breaks, hyphen_charges
from reportbuilder.text.words import DEFAULT_PRICES, Opportunity, Prices, Vocabulary, Word
from reportbuilder.values import Value, replace

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
            ways = search.hyphened(at, range(first, last), gap, fit.prices * penalty**2)
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
        search.add(start, [(least + fit.prices * penalty**2, 0, (at, ways_to[found][-1][2]))])
    best = search.finish(c)
    return None if best is None or best[0] >= LEAST_BANNED else ([*_path(best[1]), final], best[0])


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
        fit, end, penalty = self.fit, c.end[-1], self.fit.prices * c.penalty[-1] ** 2
        best = None
        for i in range(bisect_left(self.starts, end - self.measure - ROUNDING), len(self.starts)):
            total, hyphens, node = self.ways_to[i][-1]
            rest = c.glue_start[node[0]] == c.glue_end[-1]  # no space, so the line is one word
            total += fit.line**2 + penalty + (hyphens > 0) * (fit.last_hyphen + rest * fit.word_rest)
            if end - self.starts[i] < c.short_last:
                total += fit.short_last
            if best is None or total < best[0]:
                best = total, node
        return best


EXCESS = 0.01
"""The excess width in points up to which a line is not overfull; less cannot be seen or printed."""


class Piece(Value, gc=False):
    """A shaped word, a part of one, or a box, `x` points from the line's left edge; `run` is the run it came from.

    `space` is the source's space after it ("" for none, also at the end of a line; a forced line end is one);
    `space_after` is its width as
    set, 0 at the end of a line. The glyphs are wider than in the font by the factor `scale`.
    """

    x: float
    word: ShapedWord
    style: RunStyle
    run: int
    space_after: float = 0.0
    space: str = ""
    box: Box | None = None
    scale: float = 1.0

    @property
    def width(self) -> float:
        """The width as set, in points."""
        return self.word.width * self.style.size * self.scale


class Line(Value, gc=False):
    """A set line. `width` is from the left edge (with the indent) to the end of the ink; `ratio` is the stretch of its
    spaces (1: the acceptable maximum) or their shrinkage (-1: the allowed maximum), 0 in ragged setting.

    `hang_left` and `hang_right` are how far marks at its ends stand outside the measure, in points.
    `text` is the source text, with its last space or line end and without an inserted hyphen: the texts of the lines of
    a paragraph joined are the readable text of its runs.
    """

    pieces: tuple[Piece, ...]
    width: float
    ratio: float
    hyphenated: bool
    overfull: bool
    text: str
    hang_left: float = 0.0
    hang_right: float = 0.0


class BrokenParagraph(Value):
    """The lines of a paragraph, and their total demerits."""

    lines: tuple[Line, ...]
    demerits: float


def set_line(
    stretch: Stretch,
    begin: Ending,
    end: Ending,
    indent: float,
    measure: float,
    ratio: float,
    factor: float,
    scale: float = 1.0,
    hang: bool = False,
) -> Line:
    """Set the line between two endings; each stretchable space is wider by `factor` times its stretch, and glyphs by
    the factor `scale`. With `hang`, marks at its ends stand outside the measure."""
    pieces: list[Piece] = []
    texts: list[str] = []
    x = indent
    last, cut = end
    first = begin[0] if begin[1] is not None else begin[0] + 1
    before = outside = 0.0
    if hang:
        before = stretch.slots[first].word.hang_left * scale if begin[1] is None else 0.0
        x -= before
        outside = (stretch.slots[last].word.hang_right if cut is None else cut.hang) * scale
    for i in range(first, last + 1):
        word, runs, _, space, width, _, gives = stretch.slots[i]
        parts, text = word.parts, word.text
        start = begin[1] if i == first else None
        stop = cut if i == last else None
        if start is not None or stop is not None:
            parts = word.fragment(start, stop)
            text = text[start.at if start else 0 : stop.at if stop else None]
        if len(parts) > 1:
            for part in parts[:-1]:
                wider = scale if part.box is None else 1.0
                pieces.append(Piece(x, part.shaped, part.style, runs[part.run], 0.0, "", part.box, wider))
                x += part.width * wider
        _, _, run, shaped, style, box, ink = parts[-1]
        after = width + gives * factor if i != last else 0.0
        if stop is not None:
            space = ""
        wider = scale if box is None else 1.0
        pieces.append(Piece(x, shaped, style, runs[run], after, space, box, wider))
        texts += text, space
        x += ink * wider + after
    if end == stretch.last:
        if stretch.tail and pieces and not pieces[-1].space and not "".join(texts)[-1:].isspace():
            pieces[-1] = replace(pieces[-1], space=" ")  # the words on either side of the line end are two words
        texts.append(stretch.tail)
    drawn = cut is not None and cut.drawn
    if any(piece.style.level for piece in pieces):
        pieces = _reordered(pieces)
    return Line(tuple(pieces), x, ratio, drawn, x - outside > measure + EXCESS, "".join(texts), before, outside)


def _reordered(pieces: list[Piece]) -> list[Piece]:
    """Reorder the positions of right-to-left pieces on the line (UAX #9, rule L2). The pieces stay in reading order."""
    found = list(pieces)
    begin = 0
    while begin < len(found):
        end = begin
        while end < len(found) and found[end].style.level:
            end += 1
        if end - begin > 1:
            left, last = found[begin].x, found[end - 1]
            right = last.x + last.width
            for i in range(begin, end):
                width = found[i].width
                found[i] = replace(found[i], x=left + right - found[i].x - width)
        begin = max(end, begin + 1)
    return found


__all__ = [
    "STRETCH",
    "Breaker",
    "BrokenParagraph",
    "Composed",
    "Line",
    "Piece",
    "Prices",
    "Setting",
    "natural_width",
    "passes",
]

LAST_RESORT = 50_000_000.0
"""The demerits of what is banned in the last resort: those of a justified line at four times its stretch."""

RAGGED_GIVE = 1 / 3
"""The share of its measure by which a ragged line falls short at ratio 1."""


STRETCH = 0.5
"""The stretch of a space in a justified line at ratio 1, as a share of its width."""


class Setting(Value):
    """The typesetting of a paragraph. `indent` is that of the first line, in points.

    `stretch` and `shrink` are the changes of a space in a justified line at ratio 1 and -1, as a share of its width;
    `tolerance` is the largest ratio before the emergency pass, `first_tolerance` that of the pass without hyphens;
    `ragged_first` is the same for ragged lines, where ratio 1 is two thirds full. At most `max_hyphens` consecutive
    lines end in a hyphen, unless the paragraph could not be set otherwise; a last line shorter than
    `short_last` ems is avoided. `ragged_prices` is the weight of the prices of hyphens in ragged lines. The
    glyphs of a justified line may be wider or narrower by `expansion`, a share of their width.
    """

    justify: bool = False
    hyphenate: bool = True
    indent: float = 0.0
    tolerance: float = 1.6
    first_tolerance: float = 0.9
    ragged_first: float = 0.5
    stretch: float = STRETCH
    shrink: float = 0.2
    emergency: float = 0.02
    emergency_tolerance: float = 4.0
    max_hyphens: int = 2
    short_last: float = 2.5
    ragged_prices: float = 0.08
    expansion: float = 0.0


def passes(setting: Setting) -> tuple[Fit, ...]:
    """The passes of the search: without hyphenation, with it, with emergency stretch, and the last resort."""
    n = setting.max_hyphens
    if setting.justify:
        s, t, g = setting.stretch, setting.shrink, _glyphs_give(setting)
        fits = (
            Fit(s, t, g, 3.0, setting.first_tolerance),
            Fit(s, t, g, 3.0, setting.tolerance),
            Fit(s, t, g + setting.emergency, 3.0, setting.emergency_tolerance),
            Fit(s, t, g + setting.emergency, 3.0, inf, excess_hyphen=LAST_RESORT, word_rest=LAST_RESORT),
        )
        return tuple(replace(fit, max_hyphens=n, squeeze=g) for fit in fits)
    p = setting.ragged_prices
    return (
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, setting.ragged_first, max_hyphens=n, prices=p),
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, 1.0, max_hyphens=n, prices=p),
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, inf, excess_hyphen=LAST_RESORT, word_rest=LAST_RESORT, max_hyphens=n, prices=p),
    )


class Composed(Value):
    """Runs divided into shaped words, for measuring and breaking a paragraph more than once."""

    stretches: tuple[Stretch, ...]
    language: str


class Breaker:
    """Breaks paragraphs into lines, with a cache of words. `hyphenator_for` returns the hyphenator of a language (BCP
    47), and is called once for each; `prices` are those of line ends inside words."""

    def __init__(
        self, fonts: FontBook, hyphenator_for: Callable[[str], Hyphenator], prices: Prices = DEFAULT_PRICES
    ) -> None:
        self._fonts = fonts
        self._vocabulary = Vocabulary(fonts, prices)
        self._hyphenator_for = hyphenator_for
        self._hyphenators: dict[str, Hyphenator] = {}
        self._passes: dict[Setting, tuple[Fit, ...]] = {}

    def bound(self, most: int) -> None:
        """Forget the words so far when more than `most` are remembered in the fonts: so an open project that is edited
        all day does not keep every word that ever stood in it."""
        if self._fonts.shaped > most:
            self._fonts.forget()
            self._vocabulary.forget()
            for hyphenator in self._hyphenators.values():
                hyphenator.forget()

    def compose(self, runs: Sequence[Run], language: str) -> Composed:
        """Divide runs into words, to be measured and broken more than once."""
        return Composed(tuple(compose(runs, language, self._vocabulary)), language)

    def break_lines(
        self, runs: Sequence[Run], measure: float | Sequence[float], setting: Setting, language: str
    ) -> BrokenParagraph:
        """Break runs into lines of a measure in points; several measures are those of successive lines, the last one
        applying to all that follow. Runs without text give no lines."""
        return self.break_composed(self.compose(runs, language), measure, setting)

    def break_composed(self, composed: Composed, measure: float | Sequence[float], setting: Setting) -> BrokenParagraph:
        """Break a composed paragraph into lines."""
        measures = (float(measure),) if isinstance(measure, int | float) else tuple(map(float, measure))
        lines: list[Line] = []
        demerits = 0.0
        for stretch in composed.stretches:
            indent = 0.0 if lines else setting.indent
            rest = measures[min(len(lines), len(measures) - 1) :]
            demerits += self._break(stretch, rest, setting, indent, lines)
        return BrokenParagraph(tuple(lines), demerits)

    def natural_width(self, runs: Sequence[Run], language: str = "nl") -> float:
        """The width in points with only the forced line breaks."""
        return natural_width(self.compose(runs, language))

    def widest_composed(self, composed: Composed, hyphenate: bool) -> float:
        """The narrowest measure in points in which no line of a composed paragraph is overfull."""
        widest = 0.0
        for stretch in composed.stretches:
            c, _ = candidates(stretch, 0.0, 0.0, self._divide(hyphenate))
            widest = max(widest, max(end - start for end, start in zip(c.end[1:], c.start, strict=False)))
        return widest

    def _divide(self, hyphenate: bool) -> Divide:
        if not hyphenate:
            return lambda word, _: word.at_soft_hyphens()

        def divide(word: Word, language: str) -> tuple[Opportunity, ...]:
            known = word.hyphenated
            return known if known is not None else word.divided(self._hyphenator(language))

        return divide

    def _fits(self, setting: Setting) -> tuple[Fit, ...]:
        found = self._passes.get(setting)
        if found is None:
            found = self._passes[setting] = passes(setting)
        return found

    def _hyphenator(self, language: str) -> Hyphenator:
        found = self._hyphenators.get(language)
        if found is None:
            found = self._hyphenators[language] = self._hyphenator_for(language)
        return found

    def _break(
        self, stretch: Stretch, measures: tuple[float, ...], setting: Setting, indent: float, lines: list[Line]
    ) -> float:
        """Append the lines of a stretch; returns their demerits."""
        natural = stretch.natural + indent
        short_last = setting.short_last * stretch.slots[0].word.parts[0].style.size
        if natural <= measures[0]:
            lines.append(
                set_line(stretch, (-1, None), stretch.last, indent, measures[0], 0.0, 0.0, hang=setting.justify)
            )
            fit = self._fits(setting)[0]
            return fit.line**2 + (natural < short_last) * fit.short_last
        c, endings, breaks, demerits = self._search(stretch, measures, setting, indent, short_last)
        begin = 0
        for number, end in enumerate(breaks):
            measure = measures[min(number, len(measures) - 1)]
            ratio, factor, scale = _stretching(c, begin, end, measure, setting)
            first = 0.0 if begin else indent
            lines.append(
                set_line(
                    stretch, endings[begin], endings[end], first, measure, ratio, factor, scale, hang=setting.justify
                )
            )
            begin = end
        return demerits

    def _search(
        self, stretch: Stretch, measures: tuple[float, ...], setting: Setting, indent: float, short_last: float
    ) -> tuple[Candidates, list[Ending], list[int], float]:
        """The candidates, and the best breaks among them from the first pass with a solution; the last pass always has
        one."""
        first, *others = self._fits(setting)
        c, endings = candidates(stretch, indent, short_last, None, hang=setting.justify)
        found = _best(c, measures, first)
        divide = self._divide(setting.hyphenate)
        slack = max(slot.word.parts[0].style.size for slot in stretch.slots)
        for fit in others:
            if found is not None:
                break
            zone = Zone(measures[0], fit, slack) if len(measures) == 1 else None
            c, endings = candidates(stretch, indent, short_last, divide, zone, setting.justify)
            found = _best(c, measures, fit, last_resort=fit is others[-1])
        assert found is not None, "the last resort finds a way"
        return c, endings, *found


def _best(
    c: Candidates, measures: tuple[float, ...], fit: Fit, last_resort: bool = False
) -> tuple[list[int], float] | None:
    """The best breaks of one pass."""
    if is_ragged(measures, fit) and not last_resort:
        return ragged_breaks(c, measures[0], fit)
    return best_breaks(c, measures, fit, last_resort)


def natural_width(composed: Composed) -> float:
    """The width in points of a composed paragraph with only the forced line breaks."""
    return max((stretch.natural for stretch in composed.stretches), default=0.0)


def _stretching(c: Candidates, begin: int, end: int, measure: float, setting: Setting) -> tuple[float, float, float]:
    """The ratio of a line, the factor by which its spaces are wider than natural, and that by which its glyphs are."""
    glue = c.glue_end[end] - c.glue_start[begin]
    natural = c.end[end] - c.start[begin]
    shortfall = measure - natural
    if not setting.justify or not glue or (shortfall >= 0 and end == len(c.end) - 1):
        return 0.0, 0.0, 1.0
    gives = glue * (setting.stretch if shortfall >= 0 else setting.shrink) + _glyphs_give(setting) * measure
    ratio = shortfall / gives if gives else 0.0
    if shortfall < 0:
        ratio = max(-1.0, ratio)
        shortfall = max(shortfall, -gives)
    ink = natural - glue
    most = setting.expansion * ink
    glyphs = max(-most, min(most, ratio * _glyphs_give(setting) * measure))
    return ratio, (shortfall - glyphs) / glue, 1.0 + glyphs / ink if ink > 0 else 1.0


def _glyphs_give(setting: Setting) -> float:
    """What the glyphs of a line give at ratio 1, as a share of the measure: four fifths of a line are glyphs."""
    return setting.expansion * 0.8
