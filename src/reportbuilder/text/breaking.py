"""Breaks paragraphs into lines: the interface of this room.

The search is total-fit (see `totalfit`), in up to three passes as in TeX: without hyphenation and with little
tolerance; with hyphenation; and finally with unlimited stretch, so that a line is overfull only if a single piece in it
is wider than the measure. Text is never lost.
"""

from collections.abc import Callable, Sequence
from math import inf

from reportbuilder.text.hyphenation import Hyphenator
from reportbuilder.text.lines import BrokenParagraph, Line, Piece, set_line
from reportbuilder.text.paragraph import Divide, Ending, Stretch, Zone, candidates, compose
from reportbuilder.text.ragged import is_ragged, ragged_breaks
from reportbuilder.text.runs import Run
from reportbuilder.text.shaping import FontBook
from reportbuilder.text.totalfit import Candidates, Fit, best_breaks
from reportbuilder.text.words import Opportunity, Vocabulary, Word
from reportbuilder.values import Value

__all__ = ["Breaker", "BrokenParagraph", "Composed", "Line", "Piece", "Setting", "natural_width", "passes"]

RAGGED_GIVE = 1 / 3
"""The share of its measure by which a ragged line falls short at ratio 1."""


class Setting(Value):
    """The typesetting of a paragraph. `indent` is that of the first line, in points.

    `stretch` and `shrink` are the changes of a space in a justified line at ratio 1 and -1, as a share of its width;
    `tolerance` is the largest ratio before the emergency pass, `first_tolerance` that of the pass without hyphens;
    `ragged_first` is the same for ragged lines, where ratio 1 is two thirds full. At most `max_hyphens` consecutive
    lines end in a hyphen; a last line shorter than `short_last` ems is avoided.
    """

    justify: bool = False
    hyphenate: bool = True
    indent: float = 0.0
    tolerance: float = 1.6
    first_tolerance: float = 0.9
    ragged_first: float = 0.5
    stretch: float = 0.5
    shrink: float = 0.2
    emergency: float = 0.02
    emergency_tolerance: float = 4.0
    max_hyphens: int = 2
    short_last: float = 2.5


def passes(setting: Setting) -> tuple[Fit, ...]:
    """The passes of the search: without hyphenation, with it, with emergency stretch, and the last resort."""
    n = setting.max_hyphens
    if setting.justify:
        s, t, e = setting.stretch, setting.shrink, setting.emergency
        return (
            Fit(s, t, 0.0, 3.0, setting.first_tolerance, max_hyphens=n),
            Fit(s, t, 0.0, 3.0, setting.tolerance, max_hyphens=n),
            Fit(s, t, e, 3.0, setting.emergency_tolerance, max_hyphens=n),
            Fit(s, t, e, 3.0, inf, max_hyphens=n),
        )
    return (
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, setting.ragged_first, max_hyphens=n),
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, 1.0, max_hyphens=n),
        Fit(0.0, 0.0, RAGGED_GIVE, 2.0, inf, max_hyphens=n),
    )


class Composed(Value):
    """Runs divided into shaped words, for measuring and breaking a paragraph more than once."""

    stretches: tuple[Stretch, ...]
    language: str


class Breaker:
    """Breaks paragraphs into lines, with a cache of words. `hyphenator_for` returns the hyphenator of a language (BCP
    47), and is called once for each."""

    def __init__(self, fonts: FontBook, hyphenator_for: Callable[[str], Hyphenator]) -> None:
        self._vocabulary = Vocabulary(fonts)
        self._hyphenator_for = hyphenator_for
        self._hyphenators: dict[str, Hyphenator] = {}
        self._passes: dict[Setting, tuple[Fit, ...]] = {}

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
            lines.append(set_line(stretch, (-1, None), stretch.last, indent, measures[0], 0.0, 0.0))
            fit = self._fits(setting)[0]
            return fit.line**2 + (natural < short_last) * fit.short_last
        c, endings, breaks, demerits = self._search(stretch, measures, setting, indent, short_last)
        begin = 0
        for number, end in enumerate(breaks):
            measure = measures[min(number, len(measures) - 1)]
            ratio, factor = _stretching(c, begin, end, measure, setting)
            first = 0.0 if begin else indent
            lines.append(set_line(stretch, endings[begin], endings[end], first, measure, ratio, factor))
            begin = end
        return demerits

    def _search(
        self, stretch: Stretch, measures: tuple[float, ...], setting: Setting, indent: float, short_last: float
    ) -> tuple[Candidates, list[Ending], list[int], float]:
        """The candidates, and the best breaks among them from the first pass with a solution; the last pass always has
        one."""
        first, *others = self._fits(setting)
        c, endings = candidates(stretch, indent, short_last, None)
        found = _best(c, measures, first)
        divide = self._divide(setting.hyphenate)
        slack = max(slot.word.parts[0].style.size for slot in stretch.slots)
        for fit in others:
            if found is not None:
                break
            zone = Zone(measures[0], fit, slack) if len(measures) == 1 else None
            c, endings = candidates(stretch, indent, short_last, divide, zone)
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


def _stretching(c: Candidates, begin: int, end: int, measure: float, setting: Setting) -> tuple[float, float]:
    """The ratio of a line, and the factor by which its spaces are wider than natural."""
    glue = c.glue_end[end] - c.glue_start[begin]
    shortfall = measure - c.end[end] + c.start[begin]
    if not setting.justify or not glue:
        return 0.0, 0.0
    if shortfall < 0:
        ratio = max(-1.0, shortfall / (glue * setting.shrink)) if setting.shrink else 0.0
        return ratio, ratio * setting.shrink
    if end == len(c.end) - 1:
        return 0.0, 0.0
    return shortfall / (glue * setting.stretch), shortfall / glue
