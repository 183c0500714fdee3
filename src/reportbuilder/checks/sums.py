"""Sums of printed figures, and how far rounding can put them aside.

A figure that is printed with `n` decimals stands for all that rounds to it: up to half a unit of its last decimal more
or less. A sum of rounded figures can be as far aside as all those halves together, the total's own included. Whole
counts are not rounded: they add up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportbuilder.data.calculations import half_unit
from reportbuilder.data.table import DataCell
from reportbuilder.diagnostics import Place
from reportbuilder.i18n.number_format import Unit, format_number
from reportbuilder.values import Value

_LISTED = 6
"""More parts than this are not listed in a message."""


class PrintedFigure(Value):
    """A figure as it is printed: its value, its decimals, its unit (`%`, `€`, `kg`; nothing for a count), its place."""

    value: Decimal
    decimals: int
    unit: str = ""
    place: Place = Place()

    @property
    def half(self) -> Decimal:
        """Half a unit of its last decimal; nothing for a whole count, which is exact."""
        return half_unit(self.decimals) if self.decimals or self.unit else Decimal()

    def __str__(self) -> str:
        return format_number(self.value, self.unit, self.decimals).replace("\u00a0", " ")


def is_count(unit: str) -> bool:
    """Whether figures of a unit are counts, which are exact when they are whole."""
    return unit in ("", Unit.COUNT.value)


def printed(cell: DataCell, unit: str) -> PrintedFigure | None:
    """The figure of a data cell, in its row's unit; None where it has none."""
    if cell.value is None:
        return None
    return PrintedFigure(cell.value, cell.decimals, "" if is_count(unit) else unit, cell.place)


def summed(parts: Sequence[PrintedFigure]) -> PrintedFigure:
    """The parts together, in the unit of the first and with the decimals of the most precise."""
    total = sum((part.value for part in parts), Decimal())
    return PrintedFigure(total, max(part.decimals for part in parts), parts[0].unit, parts[0].place)


def slack(parts: Sequence[PrintedFigure]) -> Decimal:
    """How far rounding can put a sum of parts aside: half a unit of each one's last decimal."""
    return sum((part.half for part in parts), Decimal())


def adds_up(total: PrintedFigure, parts: Sequence[PrintedFigure]) -> bool:
    """Whether parts make a total, as far as rounding lets it be seen."""
    return abs(total.value - summed(parts).value) <= slack((*parts, total))


def listed(parts: Sequence[PrintedFigure]) -> str:
    """The sum in words: "40 + 58 = 98"; only its result when there are many parts."""
    terms = [f"({part})" if part.value < 0 else str(part) for part in parts]
    return f"{' + '.join(terms)} = {summed(parts)}" if len(parts) <= _LISTED else str(summed(parts))


def places(parts: Sequence[PrintedFigure]) -> str:
    """Where parts stand: "data/cijfers.csv, lines 3, 4 and 5"."""
    first = parts[0].place
    lines = sorted({part.place.line for part in parts})
    file = (first.file, first.sheet)
    if any((part.place.file, part.place.sheet) != file for part in parts) or not all(lines):
        return ", ".join(str(part.place) for part in parts)
    where, word = (f"{first.file}, sheet “{first.sheet}”", "row") if first.sheet else (first.file, "line")
    if len(lines) == 1:
        return f"{where}, {word} {lines[0]}"
    return f"{where}, {word}s {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def rounding(allowed: Decimal, unit: str = "") -> str:
    """A sentence about what rounding explains; nothing for exact sums."""
    if not allowed:
        return ""
    shown = format_number(allowed, unit).replace("\u00a0", " ")
    return f" Rounding explains {shown} at most (half a unit of each figure’s last decimal)."
