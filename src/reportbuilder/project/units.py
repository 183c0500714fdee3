"""Types of fields for lengths (in points) and colours, as styles and settings write them."""

import re
from typing import Annotated

from reportbuilder.project.scalars import FieldError, quoted
from reportbuilder.project.schema import Parsed

MM = 72 / 25.4
_UNITS = {"pt": 1.0, "mm": MM, "cm": 720 / 25.4, "in": 72.0}
_LENGTH = re.compile(r"(-?\d{1,6}(?:[.,]\d+)?)\s*(pt|mm|cm|in)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def parse_length(value: object) -> float:
    """Points from "12pt", "20 mm", "1.5cm" or 0. Raises FieldError, also for another number without a unit."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        return 0.0
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        hint = "Write a number with its unit: 12pt, 20mm, 1.5cm or 1in."
        raise FieldError(f"is not a length: {quoted(value)}", hint)
    return float(match[1].replace(",", ".")) * _UNITS[match[2]]


def _parse_hex(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise FieldError(f"is not a colour: {quoted(value)}", 'Write six hexadecimal digits in quotes: "#003366".')
    return value.lower()


def _parse_cmyk(value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(v, int | float) for v in value):
        raise FieldError("must be four inks", "Write four percentages: [100, 70, 0, 40].")
    if not all(0 <= v <= 100 for v in value):
        raise FieldError("has an ink that is no percentage", "Write four numbers from 0 to 100.")
    return tuple(float(v) for v in value)


Length = Annotated[float, Parsed(parse_length)]
Hex = Annotated[str, Parsed(_parse_hex)]
Cmyk = Annotated[tuple[float, float, float, float], Parsed(_parse_cmyk)]
