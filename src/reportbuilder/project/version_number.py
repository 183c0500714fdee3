"""Version numbers: `0.9`, `1.0`, `1.0.1`. They are compared part by part, as whole numbers, and they only rise."""

from __future__ import annotations

import re

from reportbuilder.project.scalars import FieldError, quoted, written
from reportbuilder.values import Value

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
