"""Number format codes of spreadsheets (`#,##0.00;[Red]-#,##0.00`), parsed into sections and tokens.

The language is that of ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmts). `rendering.py` applies a parsed code to a
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from reportbuilder.values import Value


class FormatCodeError(ValueError):
    """A format code that cannot be parsed, or that cannot render a value; the message says why."""


class TokenKind(Enum):
    """The meaning of a token of a format code."""

    LITERAL = "literal"
    PAD = "pad"  # `_x`, the width of a character
    DIGIT = "digit"  # `0`, `#` or `?`
    POINT = "point"
    COMMA = "comma"  # between digits: thousands; behind them: divided by a thousand
    PERCENT = "percent"
    EXPONENT = "exponent"  # `E+` or `E-`
    SLASH = "slash"  # of a fraction, or between the parts of a date
    DATE = "date"  # `yyyy`, `mm`, `dd`, `hh`, `ss`, and `nn` for a month that turned out to be minutes
    ELAPSED = "elapsed"  # `[h]`, `[mm]`, `[ss]`
    FRACTION = "fraction"  # `.00` behind seconds
    NOON = "noon"  # `AM/PM` or `A/P`
    TEXT = "text"  # `@`
    GENERAL = "general"


class FormatToken(Value):
    """A part of a section: its kind, and its characters."""

    kind: TokenKind
    text: str


class SectionCondition(Value):
    """The condition under which a section applies: `[<1000]`."""

    operator: str
    limit: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether it is true of a value."""
        match self.operator:
            case "<":
                return value < self.limit
            case "<=":
                return value <= self.limit
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit
            case "=":
                return value == self.limit
            case _:
                return value != self.limit

    @property
    def only_negative(self) -> bool:
        """Whether it is true of negative values only, whose section then has its own minus."""
        return (self.operator == "<" and self.limit <= 0) or (self.operator in ("<=", "=") and self.limit < 0)


class FormatSection(Value):
    """One section of a format code; `locale` is the language that it names as a Windows LCID in hexadecimal, such as
    0413 for Dutch, F800 and F400 for the long date and the time of the system; empty when it names none."""

    tokens: tuple[FormatToken, ...]
    condition: SectionCondition | None = None
    locale: str = ""

    @property
    def of_date(self) -> bool:
        """Whether it shows a date or a time."""
        return any(token.kind in (TokenKind.DATE, TokenKind.ELAPSED) for token in self.tokens)

    @property
    def of_text(self) -> bool:
        """Whether it shows text (`@`)."""
        return any(token.kind is TokenKind.TEXT for token in self.tokens)

    @property
    def of_digits(self) -> bool:
        """Whether it shows the digits of a number."""
        return any(token.kind in (TokenKind.DIGIT, TokenKind.GENERAL) for token in self.tokens)


class FormatCode(Value):
    """A format code: its sections for numbers, one to three, and the one for text."""

    numbers: tuple[FormatSection, ...]
    text: FormatSection | None = None


_EURO_ACCOUNT = '_ € * #,##0{0}_ ;_ € * -#,##0{0}_ ;_ € * "-"??_ ;_ @_ '
_ACCOUNT = '_ * #,##0{0}_ ;_ * -#,##0{0}_ ;_ * "-"??_ ;_ @_ '
BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        5: '"€" #,##0;"€" -#,##0',
        6: '"€" #,##0;[Red]"€" -#,##0',
        7: '"€" #,##0.00;"€" -#,##0.00',
        8: '"€" #,##0.00;[Red]"€" -#,##0.00',
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "dd-mm-yyyy",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "hh:mm",
        21: "hh:mm:ss",
        22: "dd-mm-yyyy hh:mm",
        37: "#,##0;-#,##0",
        38: "#,##0;[Red]-#,##0",
        39: "#,##0.00;-#,##0.00",
        40: "#,##0.00;[Red]-#,##0.00",
        41: _ACCOUNT.format("").replace("??", ""),
        42: _EURO_ACCOUNT.format("").replace("??", ""),
        43: _ACCOUNT.format(".00"),
        44: _EURO_ACCOUNT.format(".00"),
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
    }
)
"""The formats that a file names by number alone, as Excel has them where the country is the Netherlands."""

_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?)", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^\]-]*)(?:-([^\],]*))?(?:,[^\]]*)?")  # a sign, a language, a calendar
_LCID = re.compile(r"[0-9A-Fa-f]{1,8}")
_LANGUAGES = MappingProxyType({"nl": "0413", "en": "0409", "x-sysdate": "F800", "x-systime": "F400"})
_DATE_LETTERS = re.compile(r"(?:y+|m+|d+|h+|s+)", re.IGNORECASE)
_NOON = re.compile(r"AM/PM|A/P", re.IGNORECASE)
_EXPONENT = re.compile(r"E[+-](?=[0#?])", re.IGNORECASE)
_GENERAL = re.compile("General", re.IGNORECASE)
_LONGEST = 255  # characters, in Excel


@lru_cache(maxsize=256)
def parse_format(code: str) -> FormatCode:
    """Parse a format code; FormatCodeError when it is invalid, as for Excel, or when it needs another calendar.

    `parse_format('0.0%;-0.0%;"-"')` has three sections for numbers and none for text.
    """
    if len(code) > _LONGEST:
        raise FormatCodeError("it is longer than Excel allows")
    sections = [_section(part) for part in _split(code or "General")]
    if len(sections) > 4:
        raise FormatCodeError("it has more than four sections")
    text = sections.pop() if len(sections) == 4 or sections[-1].of_text else None
    if any(section.of_text for section in sections):
        raise FormatCodeError("“@” stands in a section for numbers")
    return FormatCode(tuple(sections), text)


def _split(code: str) -> Iterator[str]:
    """The sections of a format code: what stands between semicolons that are not quoted."""
    start = position = 0
    while position < len(code):
        match code[position]:
            case '"':
                position = _behind(code, '"', position + 1)
            case "[":
                position = _behind(code, "]", position + 1)
            case "\\" | "_" | "*":
                position += 2
            case ";":
                yield code[start:position]
                position += 1
                start = position
            case _:
                position += 1
    yield code[start:]


def _behind(code: str, mark: str, start: int) -> int:
    end = code.find(mark, start)
    if end < 0:
        raise FormatCodeError(f"a “{mark}” is missing")
    return end + 1


def _section(code: str) -> FormatSection:
    tokens: list[FormatToken] = []
    condition, locale, position = None, "", 0
    while position < len(code):
        if code[position] == "[":
            end = _behind(code, "]", position)
            inside = code[position + 1 : end - 1]
            if match := _CONDITION.fullmatch(inside):
                condition = SectionCondition(match[1], Decimal(match[2]))
            elif match := _CURRENCY.fullmatch(inside):
                locale = _locale(match[2] or "") or locale
                tokens += [FormatToken(TokenKind.LITERAL, match[1])] if match[1] else []
            elif _ELAPSED.fullmatch(inside):
                tokens.append(FormatToken(TokenKind.ELAPSED, inside.lower()))
            elif not _COLOUR.fullmatch(inside):
                raise FormatCodeError(f"“[{inside}]” is not known")
            position = end
        else:
            token, position = _token(code, position)
            tokens.append(token)
    timed = _timed(tokens) if any(token.kind in (TokenKind.DATE, TokenKind.ELAPSED) for token in tokens) else tokens
    return FormatSection(tuple(timed), condition, locale)


def _locale(tag: str) -> str:
    """A language as a Windows LCID of four hexadecimal digits: 413, nl-NL and 2000413 are 0413; others as they are."""
    if _LCID.fullmatch(tag):
        return tag[-4:].upper().rjust(4, "0")
    return _LANGUAGES.get(tag.lower()) or _LANGUAGES.get(tag[:2].lower(), tag)


def _token(code: str, position: int) -> tuple[FormatToken, int]:
    """The token at a position, and the position behind it."""
    for kind, pattern in ((TokenKind.GENERAL, _GENERAL), (TokenKind.NOON, _NOON), (TokenKind.EXPONENT, _EXPONENT)):
        if match := pattern.match(code, position):
            return FormatToken(kind, match[0]), match.end()
    if match := _DATE_LETTERS.match(code, position):
        return FormatToken(TokenKind.DATE, match[0].lower()), match.end()
    character = code[position]
    match character:
        case '"':
            end = _behind(code, '"', position + 1)
            return FormatToken(TokenKind.LITERAL, code[position + 1 : end - 1]), end
        case "\\":
            return FormatToken(TokenKind.LITERAL, code[position + 1 : position + 2]), position + 2
        case "_" | "*":  # as wide as a character, or filled with it: a space, where there is no width to fill
            return FormatToken(TokenKind.PAD, " "), position + 2
        case "0" | "#" | "?":
            return FormatToken(TokenKind.DIGIT, character), position + 1
        case ".":
            return FormatToken(TokenKind.POINT, character), position + 1
        case ",":
            return FormatToken(TokenKind.COMMA, character), position + 1
        case "%":
            return FormatToken(TokenKind.PERCENT, character), position + 1
        case "/":
            return FormatToken(TokenKind.SLASH, character), position + 1
        case "@":
            return FormatToken(TokenKind.TEXT, character), position + 1
        case _ if character.isascii() and character.isalpha():
            raise FormatCodeError(f"the letter “{character}” stands in it without quotation marks")
        case _:
            return FormatToken(TokenKind.LITERAL, character), position + 1


def _timed(tokens: list[FormatToken]) -> list[FormatToken]:
    """The tokens of a date: `m` behind hours or before seconds is minutes (`nn`), `.00` behind seconds parts of one."""
    timed: list[FormatToken] = []
    clock = [i for i, t in enumerate(tokens) if t.kind in (TokenKind.DATE, TokenKind.ELAPSED)]
    order = {at: n for n, at in enumerate(clock)}
    for at, token in enumerate(tokens):
        before = timed[-1].text if timed else ""
        if token.kind is TokenKind.DATE and token.text in ("m", "mm"):
            n = order[at]
            earlier = tokens[clock[n - 1]].text if n else ""
            later = tokens[clock[n + 1]].text if n + 1 < len(clock) else ""
            minutes = earlier.startswith("h") or later.startswith("s")
            timed.append(FormatToken(TokenKind.DATE, "n" * len(token.text)) if minutes else token)
        elif token.kind is TokenKind.POINT and before.startswith("s"):
            timed.append(FormatToken(TokenKind.FRACTION, ""))
        elif token.text == "0" and timed and timed[-1].kind is TokenKind.FRACTION:
            timed[-1] = FormatToken(TokenKind.FRACTION, timed[-1].text + "0")
        elif token.kind is TokenKind.SLASH:
            timed.append(FormatToken(TokenKind.LITERAL, "-"))  # the separator of dates, which is a hyphen in Dutch
        elif token.kind in (TokenKind.POINT, TokenKind.COMMA):
            timed.append(FormatToken(TokenKind.LITERAL, token.text))
        elif token.kind in (TokenKind.DIGIT, TokenKind.PERCENT, TokenKind.EXPONENT, TokenKind.GENERAL, TokenKind.TEXT):
            raise FormatCodeError("it mixes a date with a number")
        else:
            timed.append(token)
    return timed
