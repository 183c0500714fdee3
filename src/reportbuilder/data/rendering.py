"""Renders the value of a spreadsheet's cell by its number format, as Excel with Dutch settings does.

Rounding is half away from zero on the fifteen digits that Excel keeps, so that 0.125 as `0%` is 13 %.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from reportbuilder.data.format_codes import (
    FormatCode,
    FormatCodeError,
    FormatSection,
    FormatToken,
    TokenKind,
    parse_format,
)
from reportbuilder.i18n.formats import Unit
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_parsing import places_of
from reportbuilder.values import Value, replace

DAYS_TO_1904 = 1_462
"""The number of the first day of 1904, from which some workbooks count."""

_DIGITS = 15  # that Excel keeps of a number
_CELL = 11  # characters of a number in the format General, its decimal point included
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)  # for the largest and the smallest float, and 255 placeholders
_EURO = ("€", "EUR", "euro")
_UNITS: Mapping[str, str] = MappingProxyType(
    {"%": Unit.PERCENT.value, "FTE": Unit.FULL_TIME.value, **dict.fromkeys(_EURO, Unit.EURO.value)}
)


_LANGUAGE = MappingProxyType({"13": "nl", "09": "en", "00": "nl", "02": "nl", "": "nl"})  # by the end of an LCID
_SYSTEM = MappingProxyType({"F800": "dddd d mmmm yyyy", "F400": "hh:mm:ss"})
_DAY = 86_400  # seconds
_LEAP = 60  # the day that Excel takes for the 29th of February 1900
_LAST_SERIAL = 2_958_466  # the day after 31-12-9999
_SIGNS = re.compile(r"[-+()]")
_SPACES = re.compile(r"\s+")


class Show(Enum):
    """The kind of content that a cell shows: a figure that is given completely by its number, decimals and unit; a
    figure in a form of its own (a fraction, an exponent, words around it); or text: dates, codes, words."""

    FIGURE = "figure"
    FORMED = "formed"
    TEXT = "text"


class Rendering(Value):
    """A rendered value: the `text` in Dutch, with single spaces; of a figure also the `number` that is shown (34.5 for
    0.345 as 34,5%), rounded to its `decimals`, and its `unit`, empty for a plain number.

    The text is empty when the format hides the value. `scale` is the power of ten that the format multiplies by,
    percent apart: -6 for `#,##0.0,,`.
    """

    text: str
    show: Show = Show.TEXT
    number: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    scale: int = 0


def decimal_of(value: float) -> Decimal:
    """A binary float rounded to the fifteen digits that Excel keeps: 0.3, not 0.30000000000000004."""
    return Decimal(f"{value:.{_DIGITS}g}")


def render_text(text: str, code: FormatCode) -> str:
    """Render a text by the format's section for text; as it is when there is none."""
    if code.text is None:
        return text
    return "".join(text if t.kind in (TokenKind.TEXT, TokenKind.GENERAL) else t.text for t in code.text.tokens)


def render_number(value: float, code: FormatCode, *, from_1904: bool = False) -> Rendering:
    """Render a number; `from_1904` counts days from 1904 (a setting of a workbook).

    `render_number(0.125, parse_format("0%"))` is the text `13%`, the number 13 and the unit `procent`.
    FormatCodeError when the cell shows `#####`, or a date in a language that is neither Dutch nor English.
    """
    with localcontext(_EXACT):
        exact = decimal_of(value)
        section, minus = _section_for(code, exact)
        if section.locale in _SYSTEM:
            section = parse_format(_SYSTEM[section.locale]).numbers[0]
        if section.of_date:
            return Rendering(_tidy(_DateTime(exact, section, from_1904).text()))
        rendering = _number(exact, section, "-" if minus else "")
        if exact or rendering.number is None or section is next(iter(code.numbers), section):
            return rendering
        usual = _number(exact, code.numbers[0], "")  # a dash for 0 counts what the other figures count
        return replace(rendering, decimals=usual.decimals, unit=usual.unit) if usual.number is not None else rendering


def _section_for(code: FormatCode, value: Decimal) -> tuple[FormatSection, bool]:
    """The section of a format for a value, and whether a minus is put before what it renders."""
    sections = code.numbers
    if not sections:  # the format has a section for text alone
        return FormatSection((FormatToken(TokenKind.GENERAL, "General"),)), value < 0
    if not any(section.condition for section in sections):
        second, third = len(sections) > 1 and value < 0, len(sections) > 2 and value == 0
        return sections[1 if second else 2 if third else 0], value < 0 and not second
    for at, section in enumerate(sections):
        if section.condition is not None:
            if section.condition.holds(value):
                return section, value < 0 and not section.condition.only_negative
        elif at == len(sections) - 1 or (value > 0 if at == 0 else value < 0):
            return section, value < 0 and not 0 < at < len(sections) - 1
    raise FormatCodeError("no section of it is for this value")


# Numbers ---------------------------------------------------------------------------------------------------------


class _Shape(Value):
    """The tokens of a section for numbers, by part; `scale` is the power of ten that commas divide by."""

    before: tuple[FormatToken, ...]
    whole: tuple[FormatToken, ...]
    decimals: tuple[FormatToken, ...]
    after: tuple[FormatToken, ...]
    point: bool = False
    thousands: bool = False
    scale: int = 0


def _shape(tokens: Sequence[FormatToken]) -> _Shape:
    marks = [i for i, t in enumerate(tokens) if t.kind in (TokenKind.DIGIT, TokenKind.POINT, TokenKind.GENERAL)]
    first, last = marks[0], marks[-1]
    point = next((i for i in marks if tokens[i].kind is TokenKind.POINT), None)
    whole = [i for i in marks if point is None or i < point]
    commas = [i for i, t in enumerate(tokens) if t.kind is TokenKind.COMMA]
    parting = [i for i in commas if whole and whole[0] < i < whole[-1]]
    bare = [replace(t, text="") if t.kind is TokenKind.COMMA else t for t in tokens]
    return _Shape(
        tuple(bare[:first]),
        tuple(bare[first : last + 1 if point is None else point]),
        () if point is None else tuple(bare[point + 1 : last + 1]),
        tuple(bare[last + 1 :]),
        point is not None,
        bool(parting),
        -3 * (len(commas) - len(parting)),
    )


def _number(value: Decimal, section: FormatSection, sign: str) -> Rendering:
    tokens, size = section.tokens, abs(value)
    if not section.of_digits:
        shown = _tidy(sign + _joined(tokens))
        if value or not shown:  # words in place of the figure, such as “<5”, or nothing
            return Rendering(shown)
        return Rendering(shown, Show.FORMED, Decimal(0))  # a dash for 0, say
    kinds = {token.kind for token in tokens}
    percent = 2 * sum(token.kind is TokenKind.PERCENT for token in tokens)
    shape = _shape(tokens)
    figure = size.scaleb(shape.scale + percent)
    if TokenKind.EXPONENT in kinds or (TokenKind.SLASH in kinds and not shape.point):
        write = _scientific if TokenKind.EXPONENT in kinds else _fraction
        plain = general(figure)
        shown = _tidy(sign + write(figure, tokens))
        number = plain.copy_sign(value)
        return Rendering(shown, Show.FORMED, number, places_of(number))
    if TokenKind.GENERAL in kinds:
        rounded = general(figure)
        decimals = places_of(rounded)
        middle = f"{rounded:f}".replace(".", ",")
    else:
        places = sum(token.kind is TokenKind.DIGIT for token in shape.decimals)
        rounded = figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole, _, part = f"{rounded:f}".partition(".")
        behind, decimals = _decimals(part, shape.decimals)
        middle = _whole(whole.lstrip("0"), shape) + ("," if shape.point else "") + behind
        rounded = rounded.quantize(Decimal(1).scaleb(-decimals))
    shown = _tidy(sign + _joined(shape.before) + middle + _joined(shape.after))
    if not any(character.isdigit() for character in middle):  # `#` shows nothing of a zero
        return Rendering(shown, Show.FORMED, Decimal(0)) if shown.strip(",") else Rendering("")
    zeros = sum(token.text == "0" for token in shape.whole if token.kind is TokenKind.DIGIT)
    parted = any(token.kind is TokenKind.LITERAL for token in (*shape.whole, *shape.decimals))
    if parted or (zeros > 1 and not shape.point):
        return Rendering(shown)  # a code: 0599, or a telephone number
    number = rounded.copy_sign(value) if rounded else rounded
    unit, usual = _unit(_joined(shape.before), _joined(shape.after), value < 0)
    show = Show.FIGURE if usual and zeros < 2 else Show.FORMED
    return Rendering(shown, show, number, decimals, unit, shape.scale)


def _whole(digits: str, shape: _Shape) -> str:
    """The digits before the decimal comma, in their placeholders; the first takes all that are left."""
    written: list[str] = []
    left, count = list(digits), 0
    first = next((i for i, token in enumerate(shape.whole) if token.kind is TokenKind.DIGIT), 0)
    for at in range(len(shape.whole) - 1, -1, -1):
        token = shape.whole[at]
        if token.kind is not TokenKind.DIGIT:
            written.append(token.text)
            continue
        blank = {"0": "0", "?": " "}.get(token.text, "")
        for digit in (left[::-1] or [blank]) if at == first else [left[-1] if left else blank]:
            written += ["."] if shape.thousands and count and count % 3 == 0 and digit.strip() else []
            written.append(digit)
            count += 1
        left = [] if at == first else left[:-1]
    return "".join(left) + "".join(reversed(written))


def _decimals(digits: str, tokens: Sequence[FormatToken]) -> tuple[str, int]:
    """The digits behind the decimal comma in their placeholders, and how many there are: `#` drops zeros at the end."""
    kept = len(digits)
    marks = [token.text for token in tokens if token.kind is TokenKind.DIGIT]
    while kept and digits[kept - 1] == "0" and marks[kept - 1] != "0":
        kept -= 1
    numbered = iter(range(len(digits)))
    written = ""
    for token in tokens:
        if token.kind is TokenKind.DIGIT:
            at = next(numbered)
            written += digits[at] if at < kept else " " if token.text == "?" else ""
        else:
            written += token.text
    return written, kept


def _unit(before: str, after: str, below: bool) -> tuple[str, bool]:
    """The unit of a figure, by the words around it, and whether its form in reports equals that of the format."""
    before, after = _tidy(before), _tidy(after)
    usual = below or not _SIGNS.search(before + after)  # a figure below zero brings a minus or brackets
    before, after = _SIGNS.sub("", before).strip(), after.strip("-+() ")
    if before in _EURO and not after:
        return Unit.EURO.value, usual
    if not before:
        return _UNITS.get(after, after), usual
    euro = Unit.EURO.value if before in _EURO else before
    return " ".join(filter(None, (_UNITS.get(after, after), euro))), False


def general(size: Decimal) -> Decimal:
    """A number that is not negative, rounded as the format General does: to eleven characters with the decimal point.

    Where Excel would switch to an exponent, the same digits are given without one; large numbers keep all fifteen.
    """
    if not size:
        return Decimal(0)
    whole = max(size.adjusted() + 1, 1)
    if whole >= _CELL:
        rounded = size.quantize(Decimal(1), ROUND_HALF_UP)
    elif size.adjusted() < -4:
        rounded = size.quantize(Decimal(1).scaleb(size.adjusted() - 5), ROUND_HALF_UP)
    else:
        rounded = size.quantize(Decimal(1).scaleb(whole + 1 - _CELL), ROUND_HALF_UP)
    shortest = rounded.normalize()
    return shortest if places_of(shortest) else shortest.quantize(Decimal(1))


def _scientific(size: Decimal, tokens: Sequence[FormatToken]) -> str:
    at = next(i for i, token in enumerate(tokens) if token.kind is TokenKind.EXPONENT)
    shape = _shape(tokens[:at])
    wide = max(1, sum(token.kind is TokenKind.DIGIT for token in shape.whole))
    places = sum(token.kind is TokenKind.DIGIT for token in shape.decimals)
    exponent = (size.adjusted() // wide) * wide if size else 0
    mantissa = size.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if mantissa >= Decimal(10) ** wide:
        exponent += wide
        mantissa = size.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{mantissa:f}".partition(".")
    behind, _ = _decimals(part, shape.decimals)
    digits = sum(token.kind is TokenKind.DIGIT for token in tokens[at:])
    signs = "-" if exponent < 0 else "+" if tokens[at].text.endswith("+") else ""
    rest = _joined([token for token in tokens[at + 1 :] if token.kind is not TokenKind.DIGIT])
    power = f"{abs(exponent):0{digits}d}"
    figure = _whole(whole.lstrip("0"), shape) + ("," if shape.point else "") + behind
    return f"{_joined(shape.before)}{figure}E{signs}{power}{rest}"


def _fraction(size: Decimal, tokens: Sequence[FormatToken]) -> str:
    """A number as a whole and a fraction: `2 1/2`; as a fraction alone where the format has one group of digits."""
    slash = next(i for i, token in enumerate(tokens) if token.kind is TokenKind.SLASH)
    start = slash
    while start and tokens[start - 1].kind is TokenKind.DIGIT:
        start -= 1
    end = slash + 1
    while end < len(tokens) and (tokens[end].kind is TokenKind.DIGIT or tokens[end].text.isdigit()):
        end += 1
    under = _joined(tokens[slash + 1 : end])
    if start == slash or not under:
        raise FormatCodeError("its fraction has no digits")
    whole_tokens = [i for i in range(start) if tokens[i].kind is TokenKind.DIGIT]
    exact = Fraction(size)
    if under.strip("0#?"):
        below = int(under.replace("#", "0").replace("?", "0"))
        above = int((exact * below + Fraction(1, 2)).__floor__())
    else:
        above, below = _convergent(exact, 10 ** len(under) - 1)
    if not whole_tokens:
        return f"{_joined(tokens[:start])}{above}/{below}{_joined(tokens[end:])}"
    whole, above = divmod(above, below)
    first, last = whole_tokens[0], whole_tokens[-1]
    parts = [str(whole) if whole or not above or tokens[last].text == "0" else "", f"{above}/{below}" if above else ""]
    return _joined(tokens[:first]) + " ".join(filter(None, parts)) + _joined(tokens[end:])


def _convergent(exact: Fraction, most: int) -> tuple[int, int]:
    """The last convergent of a number's continued fraction whose denominator is not above a limit, as Excel has it."""
    above, below, above_before, below_before = int(exact), 1, 1, 0
    rest = exact - int(exact)
    while rest > Fraction(1, 20_000_000):
        rest = 1 / rest
        step = int(rest)
        if step * below + below_before > most:
            break
        above, above_before = step * above + above_before, above
        below, below_before = step * below + below_before, below
        rest -= step
    return above, below


def _joined(tokens: Sequence[FormatToken]) -> str:
    return "".join(token.text for token in tokens)


def _tidy(text: str) -> str:
    """The text without the spaces that a format pads and fills with."""
    return _SPACES.sub(" ", text).strip()


# Dates and times -------------------------------------------------------------------------------------------------


class _DateTime:
    """A date and time of Excel: days since the end of 1899, counting a 29th of February 1900, and parts of a day."""

    def __init__(self, serial: Decimal, section: FormatSection, from_1904: bool) -> None:
        tokens = section.tokens
        if serial < 0:
            raise FormatCodeError("Excel has no dates and times below zero, and shows “####”")
        places = max((len(token.text) for token in tokens if token.kind is TokenKind.FRACTION), default=0)
        self._total = (serial * _DAY).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        self._serial = int(self._total // _DAY) + (DAYS_TO_1904 if from_1904 else 0)
        if self._serial >= _LAST_SERIAL:
            raise FormatCodeError("Excel has no dates after the year 9999, and shows “####”")
        self._tokens = tokens
        self._language = _LANGUAGE.get(section.locale[-2:])
        self._noon = any(token.kind is TokenKind.NOON for token in tokens)

    def text(self) -> str:
        """The date and time as the format renders them."""
        return "".join(self._part(token) for token in self._tokens)

    def _part(self, token: FormatToken) -> str:
        seconds = self._total % _DAY
        whole = int(seconds)
        wide = len(token.text)
        if token.kind is TokenKind.ELAPSED:
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return f"{int(self._total // unit):0{wide}d}"
        if token.kind is TokenKind.FRACTION:
            return f",{int(seconds % 1 * 10**wide):0{wide}d}"
        if token.kind is TokenKind.NOON:
            morning, evening = token.text.split("/")
            return morning if whole < _DAY / 2 else evening
        if token.kind is not TokenKind.DATE:
            return token.text
        hours = whole // 3600
        hours = (hours + 11) % 12 + 1 if self._noon else hours
        clock = {"h": hours, "n": whole // 60 % 60, "s": whole % 60}
        if token.text[0] in clock:
            return f"{clock[token.text[0]]:0{min(wide, 2)}d}"
        return self._date_part(token.text)

    def _date_part(self, letters: str) -> str:
        year, month, day = self._date()
        wide = len(letters)
        if letters[0] == "y":
            return f"{year:04d}" if wide > 2 else f"{year % 100:02d}"
        if wide < 3:
            return f"{month if letters[0] == 'm' else day:0{wide}d}"
        if self._language is None:
            raise FormatCodeError("it asks for the names of months or days in a language other than Dutch and English")
        words = language_of(self._language).numbers
        if letters[0] == "m":
            name = words.months[month - 1]
            return words.short_months[month - 1] if wide == 3 else name[0] if wide == 5 else name
        names = words.short_weekdays if wide == 3 else words.weekdays
        return names[(self._serial - 2) % 7]

    def _date(self) -> tuple[int, int, int]:
        if self._serial == 0:
            return 1900, 1, 0
        if self._serial == _LEAP:
            return 1900, 2, 29
        first = date(1899, 12, 31) if self._serial < _LEAP else date(1899, 12, 30)
        day = first + timedelta(days=self._serial)
        return day.year, day.month, day.day
