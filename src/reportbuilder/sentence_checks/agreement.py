"""How far a claim agrees with the figures (values, changes, multiples, records), and how a discrepancy is reported."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from reportbuilder.diagnostics import Code, DiagnosticCode, Diagnostics, Place
from reportbuilder.document.text_spans import source_place
from reportbuilder.files.inputs import load, path_of
from reportbuilder.i18n.formats import Unit, format_number
from reportbuilder.sentence_checks.lexicon import Goal, Subject, places_of
from reportbuilder.sentence_checks.mentions import StatedFigure
from reportbuilder.sentence_checks.sentences import Sentence

HINT = "Correct the sentence or the figure; bind the figure to the data with “{{ … }}” where you can."
DOUBT = "If it is meant so, write “ruim”, “ongeveer” or the exact figure."
_CHAPTER = ".md"


class Outcome(IntEnum):
    """How a claim agrees with the figures; of several, the lowest holds."""

    DISAGREES = 0
    UNKNOWN = 1
    DOUBTFUL = 2
    AGREES = 3


_HUNDRED = Decimal(100)
_SAME, _ABOUT_SAME = Decimal(2), Decimal(5)
"""Percent (of percentages: points, halved) within which a figure “bleef gelijk”, for certain and in doubt."""
_NEAR, _NEARLY = Decimal("0.05"), Decimal("0.12")
"""Parts of a number of times that are no difference, and a doubtful one."""


def compare_figure(figure: StatedFigure, value: Decimal) -> Outcome:
    """Whether a figure as it is written stands for a value: rounded half up to its decimals, or what its hedge allows.

    A round figure without a hedge (200 for 203) is doubtful.
    """
    stated, step = figure.value, _step(figure)
    rounded = value.quantize(Decimal(1).scaleb(-figure.decimals), ROUND_HALF_UP)
    if rounded == stated and figure.hedge not in ("almost", "under"):
        return Outcome.AGREES
    room = min(step / 2, stated * _NEAR) if step > 1 else Decimal(0)
    match figure.hedge:
        case "over":
            return Outcome.AGREES if stated <= value <= stated + max(step, stated / 4) else Outcome.DISAGREES
        case "almost":
            return Outcome.AGREES if stated - max(step, stated / 10) <= value <= stated else Outcome.DISAGREES
        case "above":
            return Outcome.AGREES if value >= stated else Outcome.DISAGREES
        case "under":
            return Outcome.AGREES if value <= stated else Outcome.DISAGREES
        case "about":
            return Outcome.AGREES if abs(value - stated) <= max(step / 2, stated * _NEAR) else Outcome.DISAGREES
        case _:
            return Outcome.DOUBTFUL if abs(value - stated) <= room else Outcome.DISAGREES


def compare_change(subject: Subject, way: int, size: StatedFigure | None, years: tuple[int, int]) -> Outcome:
    """Whether a subject moved that way, and by so much, from the second year to the first."""
    new, old = subject.known(years[0]), subject.known(years[1])
    if new is None or old is None:
        return Outcome.UNKNOWN
    difference = new.value - old.value
    if way == 0:
        return _stable(subject, difference, old.value)
    if way is not None and difference * way <= 0:
        return Outcome.DISAGREES
    if size is None:
        return Outcome.AGREES
    return max(compare_figure(size, abs(amount)) for amount in _amounts(subject, size, new.value, old.value))


def _amounts(subject: Subject, size: StatedFigure, new: Decimal, old: Decimal) -> list[Decimal]:
    """What a change may be counted in: percent, the figure itself, or percentage points; beside the change of a
    percentage may also stand what it came to."""
    difference = new - old
    relative = [difference / old * _HUNDRED] if old else []
    if size.unit == Unit.POINTS.value:
        return [difference] if subject.percentage else [Decimal(-1)]
    if size.unit == Unit.PERCENT.value:
        return [*relative, difference, new] if subject.percentage else relative or [Decimal(-1)]
    return [difference]


def _stable(subject: Subject, difference: Decimal, old: Decimal) -> Outcome:
    change = abs(difference) * 2 if subject.percentage else abs(difference / old * _HUNDRED) if old else _HUNDRED
    if change <= _SAME or (abs(difference) <= 2 and not subject.percentage):
        return Outcome.AGREES
    return Outcome.DOUBTFUL if change <= _ABOUT_SAME else Outcome.DISAGREES


def compare_multiple(subject: Subject, times: Decimal, hedge: str, years: tuple[int, int]) -> Outcome:
    """Whether a subject became so many times what it was in the second year (a half is 0.5)."""
    new, old = subject.known(years[0]), subject.known(years[1])
    if new is None or old is None or not old.value:
        return Outcome.UNKNOWN
    ratio = new.value / old.value
    off, half = ratio / times - 1, times < 1
    over = -off if half else off  # more than halved is less than a half
    reach = Decimal("0.2") if half else Decimal("0.5") / times  # “ruim twee keer” ends where “2,5 keer” begins
    match hedge:
        case "over" if -_NEAR / 5 <= over <= reach:
            return Outcome.AGREES
        case "almost" if -reach <= over <= _NEAR / 5:
            return Outcome.AGREES
        case "over" | "almost":
            return Outcome.DISAGREES
        case "above" | "under":
            return Outcome.AGREES if (over >= -_NEAR / 5) == (hedge == "above") else Outcome.DISAGREES
        case "about":
            return Outcome.AGREES if abs(off) <= _NEARLY else Outcome.DISAGREES
    if abs(off) <= _NEAR:
        return Outcome.AGREES
    return Outcome.DOUBTFUL if abs(off) <= _NEARLY else Outcome.DISAGREES


def compare_record(subject: Subject, way: int, year: int, since: int | None) -> Outcome:
    """Whether a year's figure is the highest (or lowest) of the years up to it, or since one."""
    known = subject.known(year)
    first = since if since is not None else min(subject.years, default=year)
    others = [other for other in subject.years if first <= other < year]
    if known is None or not others:
        return Outcome.UNKNOWN
    values = {other: found.value for other in others if (found := subject.known(other)) is not None}
    beaten = [other for other, value in values.items() if (known.value - value) * way <= 0]
    return Outcome.DISAGREES if [other for other in beaten if other != since] else Outcome.AGREES


def _step(figure: StatedFigure) -> Decimal:
    """The round number that a figure is given in: 10 for 40, 1000 for 95.000, 0.1 for 82,3."""
    if figure.decimals or figure.value == 0:
        return Decimal(1).scaleb(-figure.decimals)
    step = Decimal(1)
    while figure.value % (step * 10) == 0:
        step *= 10
    return step


class DiscrepancyReporter:
    """Reports claims that do not agree with the data, at their lines in the source."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics
        self._lines: dict[str, list[str]] = {}

    def report(
        self, code: DiagnosticCode, outcome: Outcome, sentence: Sentence, at: int, words: str, against: str
    ) -> None:
        """Report a contradiction as a warning and a doubt as a note; what agrees, or cannot be known, is no problem."""
        place, quote = self._exact_place(sentence.place(at)), " ".join(words.split())
        if outcome is Outcome.DISAGREES:
            self._diagnostics.add(code, f"“{quote}” does not agree with the data: {against}.", place, HINT)
        elif outcome is Outcome.DOUBTFUL:
            self._diagnostics.add(
                Code.AGREE_ROUGHLY, f"“{quote}” agrees only roughly with the data: {against}.", place, DOUBT
            )

    def add(self, code: DiagnosticCode, message: str, place: Place, hint: str) -> None:
        """Report another problem."""
        self._diagnostics.add(code, message, self._exact_place(place), hint)

    def _exact_place(self, place: Place) -> Place:
        """The exact place of a character in a chapter; a paragraph knows only where its first line is."""
        if not place.file.endswith(_CHAPTER):
            return place
        if place.file not in self._lines:
            try:
                file = path_of(place.file)
                self._lines[place.file] = load(file, file.parent).decode("utf-8-sig").split("\n")
            except (OSError, UnicodeDecodeError):
                self._lines[place.file] = []
        return source_place(place, self._lines[place.file])


def figures_of(subject: Subject, years: Iterable[int]) -> str:
    """The figures of a subject in some years, and where they stand."""
    known = {year: figure for year in years if (figure := subject.known(year)) is not None}
    if not known:
        return f"there is no figure of “{subject.name}”"
    values = " and ".join(f"{figure} in {year}" for year, figure in known.items())
    cells = [cell for figure in known.values() for cell in figure.cells]
    return f"“{subject.name}” was {values} ({places_of(cells)})"


def goal_of(subject: Subject, year: int, goal: Goal) -> str:
    """The figure of a subject and its norm, and where they stand."""
    bound = subject.bound(goal)
    number = f", that is {format_number(bound, subject.unit)}" if goal.norm.year and bound is not None else ""
    return f"{figures_of(subject, (year,))}, and its norm is “{goal.text}”{number} ({goal.cell})"
