"""Figures as Dutch people write them, read into floats."""

import math
import re
from decimal import Decimal

_NUMBER = re.compile(
    r"""(?P<sign>[-+\u2212]?)
    (?P<whole>\d{1,3}(?:\.\d{3})+ | \d+)
    (?:,(?P<decimals>\d+))?
    (?:[\ \u00a0\u202f]?%)?""",
    re.ASCII | re.VERBOSE,
)


def parse_number(text: str) -> float | None:
    """The figure in `95587`, `95.587`, `82,3`, `-1,5` or `83,0 %`; None for anything else (`82.3`, `n.v.t.`)."""
    written = _written(text)
    number = float(written) if written is not None else math.inf
    return number if math.isfinite(number) else None


def parse_decimal(text: str) -> Decimal | None:
    """The figure exactly as it is written, decimals and all: what half up is rounded on; None for anything else."""
    number = _written(text)
    return Decimal(number) if number is not None else None


def _written(text: str) -> str | None:
    """A figure with a decimal point and no thousands points; None for what is no figure."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign = "-" if match["sign"] in ("-", "\u2212") else ""
    decimals = f".{match['decimals']}" if match["decimals"] else ""
    return f"{sign}{match['whole'].replace('.', '')}{decimals}"


def decimals_in(text: str) -> int:
    """How many decimals a figure is written with: 1 for `83,0`, 0 for `95.587` and for what is no figure."""
    match = _NUMBER.fullmatch(text)
    return len(match["decimals"] or "") if match else 0


def is_year(name: str) -> bool:
    """Whether the name of a column is a year: four digits, from 1900 to 2099."""
    return len(name) == 4 and name[:2] in ("19", "20") and name.isascii() and name.isdigit()
