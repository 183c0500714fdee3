"""Reads numbers as people and programs write them, into exact decimals; and marks for missing figures.

This is the only module that knows how a number is written. Two notations are read: `COMMA` (1.234,5: Dutch, and the
default) and `POINT` (1,234.5: English, and most databases). A number may have a sign, a currency sign, a per cent sign,
and marks between its thousands: a point or comma by its notation, a space, or an apostrophe. Accountants' negative
numbers are read too: `(250)` and `250-`.

    read_number("1.234,50")     Number(Decimal("1234.50"))
    read_number("0.125")        Number(Decimal("0.125")): no thousands begin with 0, so this is a decimal point
    readings("1.250")           Readings(comma=1250, point=1.250), which is ambiguous
    look_of("0123")             Look.CODE

The marks for missing figures are those that statistical offices write, with what is printed for each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from reportbuilder.values import Value

MOST_WHOLE, MOST_DECIMALS = 18, 10
"""Digits before and behind the decimal sign at most: together as many as decimal arithmetic keeps (28)."""
SPACE = " \u00a0\u2007\u2009\u202f"
"""Spaces that stand in and around numbers: plain, no-break, figure, thin and narrow no-break."""
PERCENT, EURO = "procent", "euro"
"""The units that a number's own sign gives it: % and €."""
WRITTEN = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
"""A Dutch number without its signs, as a part of larger patterns over running text."""
_LONGEST = 120  # characters: what is longer is no number, and would take patterns long

_MINUS = r"\-\u2212\u2013\u2010\u2011"  # in a set of characters
_NUMBER = re.compile(
    r"""(?P<open>\()? [ ]* (?P<before>[-+])? [ ]* (?P<euro>€|EUR\b)? [ ]* (?P<within>[-+])? [ ]*
    (?P<inner>\()? (?P<digits>[.,]?\d[\d.,'’ ]*?) (?P<none>,--?)? [ ]* (?P<percent>%)? (?P<closed>\))? (?P<after>-)?
    [ ]* (?P<behind>€|EUR|euro)? [ ]* (?P<close>\))?""",
    re.ASCII | re.VERBOSE,
)
_GROUPED = r"(?P<whole>\d{{1,3}}(?P<mark>[{marks}'’ ])\d{{3}}(?:(?P=mark)\d{{3}})*|\d+)(?:{sign}(?P<decimals>\d+))?"
_CODE = re.compile(rf"0\d+(?:[\d.,{SPACE}-]*\d)?|\+\d+(?:[{SPACE}-]\d+)+", re.ASCII)
_DIGITS = re.compile(rf"[({_MINUS}+{SPACE}€]*[.,]?\d[\d.,'’{SPACE}]*[)%{_MINUS}{SPACE}€]*", re.ASCII)
_NOT_FINITE = re.compile(rf"[{_MINUS}+]?(?:nan|inf|infinity|∞)", re.IGNORECASE)
_EXPONENT = re.compile(rf"[{_MINUS}+]?\d+(?:[.,]\d+)?e[{_MINUS}+]?\d+", re.ASCII | re.IGNORECASE)
_PLAIN = str.maketrans({**dict.fromkeys(SPACE, " "), **dict.fromkeys("\u2212\u2013\u2010\u2011", "-")})


class Notation(Enum):
    """Which sign stands before the decimals of a number: 1.234,5 or 1,234.5."""

    COMMA = "comma"
    POINT = "point"


_SIMPLE = re.compile(r"(-?)(0|[1-9]\d{0,17})(?:,(\d{1,10}))?", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
_BODIES = {
    Notation.COMMA: re.compile(_GROUPED.format(marks=".", sign=","), re.ASCII),
    Notation.POINT: re.compile(_GROUPED.format(marks=",", sign=r"\."), re.ASCII),
}


class Number(Value):
    """A number exactly as it is written, decimals and all; its `unit` is that of its own % or €, or nothing."""

    value: Decimal
    unit: str = ""
    bracketed: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals it is written with: 1 for `83,0`, 0 for `95.587`."""
        return places_of(self.value)


class Readings(Value):
    """What a text is as a number in each notation; None where it is none."""

    comma: Number | None
    point: Number | None

    @property
    def ambiguous(self) -> bool:
        """Whether both notations read a number, and not the same one: 1.234 and 1,234."""
        return self.comma is not None and self.point is not None and self.comma.value != self.point.value


class Look(Enum):
    """What a text looks like: a number, a code (007, +31 10 123 456), a failed number (1.234.5, 1e5, NaN), or words."""

    NUMBER = "number"
    CODE = "code"
    FAILED = "failed"
    WORDS = "words"


def read_number(text: str) -> Number | None:
    """Read a number that stands alone, in Dutch notation; or with a decimal point where it begins with `0.`.

    Gives None for anything else: words, codes (`007`), other decimal points (`82.3`), and numbers with more digits than
    `MOST_WHOLE` and `MOST_DECIMALS`.
    """
    found = readings(text)
    if found.comma is None and found.point is not None and abs(found.point.value) < 1:
        return found.point
    return found.comma


@lru_cache(10_000)
def readings(text: str) -> Readings:
    """Read a number in both notations."""
    if plain := _SIMPLE.fullmatch(text):  # nearly all are
        sign, whole, decimals = plain.groups()
        number = Number(Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"))
        if decimals is None:
            return Readings(number, number)
        if len(decimals) != 3 or len(whole) > 3 or whole == "0":  # 1,234 can be thousands
            return Readings(number, None)
    match = _match(text)
    if match is None:
        return Readings(None, None)
    return Readings(_number(match, Notation.COMMA), _number(match, Notation.POINT))


def look_of(text: str) -> Look:
    """Tell numbers, codes, failed numbers and words apart."""
    found = readings(text)
    if found.comma is not None or found.point is not None:
        return Look.NUMBER
    text = text.strip()
    if not _DIGIT.search(text):
        return Look.FAILED if _NOT_FINITE.fullmatch(text) else Look.WORDS
    if len(text) > _LONGEST:
        return Look.FAILED if text.isdecimal() else Look.WORDS
    if _CODE.fullmatch(text):
        return Look.CODE
    failed = _DIGITS.fullmatch(text) or _EXPONENT.fullmatch(text) or _NOT_FINITE.fullmatch(text)
    return Look.FAILED if failed else Look.WORDS


def is_too_long(text: str) -> bool:
    """Whether a failed number is none because of its length alone."""
    shortened = re.sub(r"(?<=\d{9})\d+", "", text, flags=re.ASCII)
    return look_of(text) is Look.FAILED and look_of(shortened) is Look.NUMBER


def places_of(value: Decimal) -> int:
    """The decimals of an exact number."""
    return max(0, -int(value.as_tuple().exponent))


def is_year(name: str) -> bool:
    """Whether the name of a column is a year: four digits, from 1900 to 2099."""
    return len(name) == 4 and name[:2] in ("19", "20") and name.isascii() and name.isdigit()


def _match(text: str) -> re.Match[str] | None:
    """The parts of a number, with plain spaces and hyphens; None where its brackets, signs or units do not fit."""
    if len(text) > _LONGEST or not _DIGIT.search(text):  # most cells are words
        return None
    match = _NUMBER.fullmatch(text.strip().translate(_PLAIN))
    if match is None:
        return None
    brackets = [bool(match[name]) for name in ("open", "inner", "closed", "close")]
    if brackets not in ([False] * 4, *_BRACKETS):
        return None
    signs = [match["before"], match["within"], match["after"], "(" if any(brackets) else None]
    units = [match["euro"], match["percent"], match["behind"]]
    return match if len([*filter(None, signs)]) <= 1 and len([*filter(None, units)]) <= 1 else None


_BRACKETS = (
    [True, False, True, False],  # (250) and (€ 250)
    [True, False, False, True],  # (250 €)
    [False, True, True, False],  # € (250)
)


def _number(match: re.Match[str], notation: Notation) -> Number | None:
    digits = match["digits"]
    body = _BODIES[notation].fullmatch(f"0{digits}" if digits[0] in ".," else digits)  # .50, as SPSS writes it
    if body is None or (match["none"] and (body["decimals"] or notation is Notation.POINT)):
        return None
    whole, decimals = re.sub(r"\D", "", body["whole"]), body["decimals"] or ""
    if whole.startswith("0") and whole != "0":  # a code, and no thousands begin with a zero
        return None
    if len(whole) > MOST_WHOLE or len(decimals) > MOST_DECIMALS:
        return None
    bracketed = bool(match["open"] or match["inner"])
    minus = bracketed or "-" in (match["before"], match["within"], match["after"])
    value = Decimal(f"{'-' if minus else ''}{whole}{'.' if decimals else ''}{decimals}")
    unit = PERCENT if match["percent"] else EURO if match["euro"] or match["behind"] else ""
    return Number(value, unit, bracketed)


DASH = "–"
EMPTY = "empty"
"""The key by which a house style names cells that hold nothing."""
MARKS: Mapping[str, str] = {
    **{mark: mark for mark in ("x", "X", ".", "..", "...", "…", ":", "?", "n.b.", "nb")},
    **dict.fromkeys(("-", "--", DASH, "—", "\u2212"), DASH),
}
"""Marks that say in a column of numbers that there is none, and what is printed where nobody says otherwise."""
_FIGURE = re.compile(r"[^\w<>≤≥]*\d[\d\W]*")


def printed_mark(text: str, declared: str, style: Mapping[str, str]) -> str:
    """What is printed of a cell without a figure: what its data file `declared` for its mark, or else what the house
    style has for it, or else the mark as it is typed; of an empty cell a dash.

    A style that names one kind of dash means all kinds that it does not name.

    >>> printed_mark("—", "", {"-": "nihil"})
    'nihil'
    """
    if declared:
        return declared
    if not text:
        return style.get(EMPTY, DASH)
    usual = MARKS.get(text, text)
    same = (words for mark, words in style.items() if usual == DASH and MARKS.get(mark) == DASH)
    return style.get(text) or next(same, usual)


def reads_as_figure(words: str) -> bool:
    """Whether words that are printed for a missing figure would be taken for one: 0, or 1.250, but not < 10."""
    return _FIGURE.fullmatch(words) is not None
