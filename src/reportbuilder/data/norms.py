"""Norms: the least or most that a figure should be, parsed from data (`>= 50`, `minimaal 31`) and printed."""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum

from reportbuilder.data.table import DataCell, DataRow
from reportbuilder.i18n.formats import NO_BREAK, UnitForm, format_number, in_language
from reportbuilder.i18n.number_parsing import places_of, read_number
from reportbuilder.values import Value

NORM = "norm"
_NONE = ("geen", "none")


class Relation(Enum):
    """The relation that a figure has to have to the number of a norm; a value is the sign in the data."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="

    def holds(self, value: Decimal | float, bound: Decimal | float) -> bool:
        """Whether a value has this relation to a bound."""
        return _OPERATORS[self](value, bound)

    @property
    def sign(self) -> str:
        """The sign as it is printed."""
        return self.value.replace(">=", "≥").replace("<=", "≤")


_OPERATORS: Mapping[Relation, Callable[[Decimal | float, Decimal | float], bool]] = {
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
    Relation.MORE: operator.gt,
    Relation.LESS: operator.lt,
    Relation.EQUAL: operator.eq,
}
_BEFORE: Mapping[str, Relation] = {
    **dict.fromkeys(("minimaal", "minstens", "ten minste", "tenminste", "niet minder dan"), Relation.AT_LEAST),
    **dict.fromkeys(("maximaal", "hoogstens", "ten hoogste", "niet meer dan"), Relation.AT_MOST),
    **dict.fromkeys(("meer dan", "hoger dan"), Relation.MORE),
    **dict.fromkeys(("minder dan", "lager dan"), Relation.LESS),
    **dict.fromkeys(("at least", "no less than"), Relation.AT_LEAST),
    **dict.fromkeys(("at most", "no more than"), Relation.AT_MOST),
    "more than": Relation.MORE,
    "less than": Relation.LESS,
}
_AFTER: Mapping[str, Relation] = {
    **dict.fromkeys(("of hoger", "of meer", "or more", "or higher"), Relation.AT_LEAST),
    **dict.fromkeys(("of lager", "of minder", "or less", "or lower"), Relation.AT_MOST),
}
_S = r"[ \u00a0\u202f]"
_FIGURE = rf"\d(?:[\d.,]*\d)?(?:{_S}?%)?"
_SIGNED = re.compile(r"(?P<sign>>=|<=|≥|≤|>|<|=)\s*(?P<figure>\S.*)")
_WORDED = re.compile(
    rf"(?P<before>{'|'.join(_BEFORE)}){_S}(?:in{_S})?(?P<figure>{_FIGURE})(?:{_S}\D*)?"
    rf"|(?P<first>{_FIGURE}){_S}(?P<after>{'|'.join(_AFTER)})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:199\d|20\d\d)")
_COLUMN = re.compile(rf"{NORM}(?: (?:19|20)\d\d)?")


class Norm(Value):
    """A comparison with a number, or with the figure of a year when `year` is a column of the row."""

    comparison: Relation
    number: Decimal
    year: str = ""

    @property
    def decimals(self) -> int:
        """The number of decimals that it is written with."""
        return places_of(self.number)

    def bound(self, figures: Mapping[str, Decimal | None]) -> Decimal | None:
        """The number that figures are compared with: the norm's own, or that of its year among the row's `figures`,
        which are by column and may be None."""
        return figures.get(self.year, self.number)

    def met(self, value: Decimal, figures: Mapping[str, Decimal | None]) -> bool | None:
        """Whether a value meets the norm; None when the year of the norm has no figure."""
        bound = self.bound(figures)
        return None if bound is None else self.comparison.holds(value, bound)


def parse_relation(text: str) -> Relation | None:
    """The relation of a sign (`>=` or `≥`, `<=` or `≤`, `>`, `<`, `=`); None for anything else."""
    try:
        return Relation(text.strip().replace("≥", ">=").replace("≤", "<="))
    except ValueError:
        return None


def parse_norm(text: str) -> Norm | None:
    """The norm in `>= 50`, `≤ 77,5 %` or `<= 2018`, or in words: `minimaal 31 per jaar`, `82 % of hoger`; None for
    anything else, empty text included."""
    text = text.strip()
    if signed := _SIGNED.fullmatch(text):
        comparison, figure = parse_relation(signed["sign"]), signed["figure"].strip()
    elif worded := _WORDED.fullmatch(text):
        words = worded["before"] or worded["after"]
        comparison, figure = {**_BEFORE, **_AFTER}[words.casefold()], worded["figure"] or worded["first"]
    else:
        return None
    number = read_number(figure)
    if comparison is None or number is None:
        return None
    return Norm(comparison, number.value, figure if _YEAR.fullmatch(figure) else "")


def is_norm(column: str) -> bool:
    """Whether a column holds norms: `norm`, or `norm 2022` for the norm of that year alone."""
    return column.startswith(NORM) and _COLUMN.fullmatch(column) is not None


def is_no_norm(cell: DataCell) -> bool:
    """Whether a cell says that there is no norm."""
    return cell.missing or cell.not_applicable or cell.text.casefold() in _NONE


def norm_cell(row: DataRow, column: str = NORM) -> DataCell | None:
    """A row's norm: in the column of a year, or, where that is empty, in the column `norm`; None without such columns.

    `n.v.t.` in the column of a year says that the norm does not hold for it.
    """
    cell = row.cells.get(column)
    return row.cells.get(NORM, cell) if cell is None or cell.missing else cell


def norm_of(row: DataRow, column: str = NORM) -> Norm | None:
    """The norm that holds for a row; None where there is none."""
    cell = norm_cell(row, column)
    return parse_norm(cell.text) if cell is not None else None


def written_norm(norm: Norm, text: str, unit: UnitForm, language: str) -> str:
    """The printed form of a norm: with its sign (`≥ 50 %`, `≤ 2018`), or in the words of the data."""
    if not _SIGNED.fullmatch(text.strip()):
        return text
    return f"{norm.comparison.sign}{NO_BREAK}{in_language(bound_words(norm, unit), language)}"


def written_goal(norm: Norm, unit: UnitForm) -> str:
    """The printed form of a goal: the number alone where figures should be at least that, else with its sign."""
    words = bound_words(norm, unit)
    plain = norm.comparison is Relation.AT_LEAST and not norm.year
    return words if plain else f"{norm.comparison.sign}{NO_BREAK}{words}"


def bound_words(norm: Norm, unit: UnitForm) -> str:
    """The number of a norm with its unit, or its year."""
    return norm.year or format_number(norm.number, unit, norm.decimals)
