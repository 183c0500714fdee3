"""Whether what is said of a figure agrees with it: values, changes, multiples, records."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from reportbuilder.i18n.number_format import Unit
from reportbuilder.sentence_checks.marks import Figure
from reportbuilder.sentence_checks.subjects import Subject


class Outcome(IntEnum):
    """How words stand to figures; of several, the lowest holds."""

    DISAGREES = 0
    UNKNOWN = 1
    DOUBTFUL = 2
    AGREES = 3


_HUNDRED = Decimal(100)
_SAME, _ABOUT_SAME = (
    Decimal(2),
    Decimal(5),
)  # percent (of percentages: points, halved) within which a figure “bleef gelijk”
_NEAR, _NEARLY = (
    Decimal("0.05"),
    Decimal("0.12"),
)  # parts of a number of times that are no difference, or a doubtful one


def close(figure: Figure, value: Decimal) -> Outcome:
    """Whether a figure as it is written stands for a value: rounded half up to its decimals, or what its hedge allows.

    A round figure without a hedge (200 for 203) is doubtful.
    """
    said, step = figure.value, _step(figure)
    rounded = value.quantize(Decimal(1).scaleb(-figure.decimals), ROUND_HALF_UP)
    if rounded == said and figure.hedge not in ("almost", "under"):
        return Outcome.AGREES
    room = min(step / 2, said * _NEAR) if step > 1 else Decimal(0)
    match figure.hedge:
        case "over":
            return Outcome.AGREES if said <= value <= said + max(step, said / 4) else Outcome.DISAGREES
        case "almost":
            return Outcome.AGREES if said - max(step, said / 10) <= value <= said else Outcome.DISAGREES
        case "above":
            return Outcome.AGREES if value >= said else Outcome.DISAGREES
        case "under":
            return Outcome.AGREES if value <= said else Outcome.DISAGREES
        case "about":
            return Outcome.AGREES if abs(value - said) <= max(step / 2, said * _NEAR) else Outcome.DISAGREES
        case _:
            return Outcome.DOUBTFUL if abs(value - said) <= room else Outcome.DISAGREES


def changed(subject: Subject, way: int, size: Figure | None, years: tuple[int, int]) -> Outcome:
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
    return max(close(size, abs(amount)) for amount in _amounts(subject, size, new.value, old.value))


def _amounts(subject: Subject, size: Figure, new: Decimal, old: Decimal) -> list[Decimal]:
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


def multiplied(subject: Subject, times: Decimal, hedge: str, years: tuple[int, int]) -> Outcome:
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


def record(subject: Subject, way: int, year: int, since: int | None) -> Outcome:
    """Whether a year's figure is the highest (or lowest) of the years up to it, or since one."""
    known = subject.known(year)
    first = since if since is not None else min(subject.years, default=year)
    others = [other for other in subject.years if first <= other < year]
    if known is None or not others:
        return Outcome.UNKNOWN
    values = {other: found.value for other in others if (found := subject.known(other)) is not None}
    beaten = [other for other, value in values.items() if (known.value - value) * way <= 0]
    return Outcome.DISAGREES if [other for other in beaten if other != since] else Outcome.AGREES


def _step(figure: Figure) -> Decimal:
    """The round number that a figure is told in: 10 for 40, 1000 for 95.000, 0.1 for 82,3."""
    if figure.decimals or figure.value == 0:
        return Decimal(1).scaleb(-figure.decimals)
    step = Decimal(1)
    while figure.value % (step * 10) == 0:
        step *= 10
    return step
