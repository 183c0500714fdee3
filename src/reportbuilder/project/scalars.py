"""Single values of settings: text, numbers, version numbers, yes or no, and dates, from YAML or a line `:key: value`.

Such a line gives nothing but text, so numbers and dates are taken from text too; plain text is never a number. Version
numbers (`0.9`, `1.0`, `1.0.1`) are compared part by part, as whole numbers, and they only rise.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from reportbuilder.files.characters import name_of, normalised, refused
from reportbuilder.values import Value

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})
_LONGEST = 40  # characters of a value in a message
_QUOTE = "Write words; put them between quotation marks if they look like something else."


class WrittenInt(int):
    """A whole number that is written otherwise than Python would (`+5`): `written` has it as it stands in the file."""

    def __new__(cls, written: str) -> WrittenInt:
        number = super().__new__(cls, written)
        number.written = written
        return number

    written: str

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.written,)


class WrittenFloat(float):
    """A decimal number that is written otherwise than Python would (`0.10`): `written` has it as in the file."""

    def __new__(cls, written: str) -> WrittenFloat:
        number = super().__new__(cls, written)
        number.written = written
        return number

    written: str

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.written,)


class FieldError(ValueError):
    """A value that does not fit its field. The message continues a sentence that begins with the field's name ("is not
    …"); `hint` says how to correct it."""

    def __init__(self, says: str, hint: str = "") -> None:
        super().__init__(says)
        self.hint = hint


def quoted(value: object) -> str:
    """A value as messages show it: quoted as it is written in the file, shortened when it is long."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "`key: value` lines"
    if isinstance(value, int) and abs(value) >= 10**_LONGEST:  # Python writes out only so many digits
        return "a number that long"
    text = str(value).lower() if isinstance(value, bool) else written(value)
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"


def written(value: object) -> str:
    """A value as it stands in the file: `0.10` is not 0.1 there. Raises ValueError for more digits than Python writes.

    >>> written(WrittenFloat("0.10"))
    '0.10'
    """
    return value.written if isinstance(value, WrittenInt | WrittenFloat) else str(value)


def as_words(value: object) -> str:
    """Text; a number or a date is taken as it is written."""
    if isinstance(value, int | float | datetime.date) and not isinstance(value, bool):
        try:
            return written(value)
        except ValueError:  # more digits than Python writes out
            raise FieldError("is not words", _QUOTE) from None
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FieldError("is not words", _QUOTE)
    for _, character in refused(value):
        raise FieldError(f"has a character that a report cannot have: {name_of(character)}", "Take it out.")
    return normalised(value)


def _whole(value: object) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return int(value)
    raise FieldError("is not a whole number", "Write digits only: 2022.")


def _number(value: object) -> float:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if math.isfinite(number):
            return number
    raise FieldError("is not a number", "Write digits, with a point before the decimals: 1.5.")


def _yes_or_no(value: object) -> bool:
    word = str(value).strip().lower() if isinstance(value, bool | str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    raise FieldError("is neither true nor false", "Write true or false.")


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise FieldError("is not a date", "Write year-month-day: 2020-04-06.") from None


SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _yes_or_no,
    datetime.date: _date,
}


_NUMBER = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){0,3}")
_FORM = "Write whole numbers with points between them: 0.9, 1.0 or 1.0.1."


class VersionNumber(Value):
    """The number of a version, as it is written; `1.0` and `1.0.0` are written differently, and neither is higher."""

    parts: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, ...]:
        """The sort key: the parts without zeros at the end."""
        parts = self.parts
        while len(parts) > 1 and parts[-1] == 0:
            parts = parts[:-1]
        return parts

    def rises_above(self, other: VersionNumber) -> bool:
        """True when it is higher than another number: `0.10` is higher than `0.9`."""
        return self.rank > other.rank

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))


def as_number(value: object) -> VersionNumber:
    """Parse a version number from a setting; raises `FieldError`.

    A number without quotation marks is a decimal in YAML, where 0.10 is the same as 0.1: it is not taken.
    """
    if isinstance(value, float):
        as_written = written(value)
        if _NUMBER.fullmatch(as_written):
            hint = f'Write it between quotation marks: "{as_written}".'
            raise FieldError("is a decimal without quotation marks, and 0.10 would be the same as 0.1", hint)
        raise FieldError(f"is no version number: {quoted(value)}", _FORM)
    text = written(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _NUMBER.fullmatch(text):
        return VersionNumber(tuple(map(int, text.split("."))))
    raise FieldError(f"is no version number: {quoted(value)}", _FORM)
