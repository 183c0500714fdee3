"""Norms: what a figure should be at least or at most."""

import operator
import re
from collections.abc import Callable, Mapping
from enum import Enum

from reportbuilder.data.numbers import parse_number
from reportbuilder.values import Value


class Comparison(Enum):
    """How a figure is held against its bound."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="

    def holds(self, value: float, bound: float) -> bool:
        """Whether a value stands in this relation to a bound."""
        return _OPERATORS[self](value, bound)


_OPERATORS: Mapping[Comparison, Callable[[float, float], bool]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.LESS: operator.lt,
    Comparison.EQUAL: operator.eq,
}
_NORM = re.compile(r"(>=|<=|≥|≤|>|<|=)\s*(\S.*)")
_YEAR = re.compile(r"(?:199\d|20\d\d)")


class Norm(Value):
    """A comparison with a number, or with the figure of a year when `year` is a column of the row."""

    comparison: Comparison
    number: float
    year: str = ""

    def bound(self, figures: Mapping[str, float | None]) -> float | None:
        """What the figure is compared with; `figures` are the row's figures by column. None when that year has none."""
        return figures.get(self.year, self.number)

    def met(self, value: float, figures: Mapping[str, float | None]) -> bool | None:
        """Whether a value meets the norm; None when there is nothing to compare it with."""
        bound = self.bound(figures)
        return None if bound is None else self.comparison.holds(value, bound)


def parse_comparison(text: str) -> Comparison | None:
    """The comparison that a sign stands for: `>=` or `≥`, `<=` or `≤`, `>`, `<`, `=`."""
    try:
        return Comparison(text.strip().replace("≥", ">=").replace("≤", "<="))
    except ValueError:
        return None


def parse_norm(text: str) -> Norm | None:
    """The norm in `>= 50`, `≤ 77,5 %` or `<= 2018`; None for anything else, empty text included."""
    match = _NORM.fullmatch(text.strip())
    if match is None:
        return None
    comparison, number = parse_comparison(match[1]), parse_number(match[2].strip())
    if comparison is None or number is None:
        return None
    return Norm(comparison, number, match[2].strip() if _YEAR.fullmatch(match[2].strip()) else "")
