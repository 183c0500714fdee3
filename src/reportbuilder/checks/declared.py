"""Sums and shares that a data file declares, and computed columns against what others printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportbuilder.checks.sums import (
    Printed,
    is_count,
    listed,
    places,
    printed,
    rounding,
    slack,
    summed,
)
from reportbuilder.data.calculations import differing_rows, wrong_shares, wrong_totals
from reportbuilder.data.declarations import DerivedColumn, Shares, Total
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.number_format import Unit
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value


class _Row(Value):
    """A row that a declaration names, its position in the table, and the place where it is named."""

    row: DataRow
    position: int
    place: Place

    @property
    def unit(self) -> str:
        return self.row.text("eenheid")

    @property
    def name(self) -> str:
        return self.row.text("indicator") or self.row.text("id")


def check_declared(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report declared sums and shares that do not hold or cannot, and computed figures that were printed otherwise."""
    marked = table.declared_at
    if marked is None:
        return
    declaration = table.declaration
    positions = {row.text("id"): position for position, row in enumerate(table.rows)}
    circular = _check_circles(declaration.totals, marked, diagnostics)
    for index, total in enumerate(declaration.totals):
        _check_total(
            _Declared(table, positions, marked, ("totals", index), diagnostics), total, total.total in circular
        )
    for index, shares in enumerate(declaration.shares):
        _check_shares(_Declared(table, positions, marked, ("shares", index), diagnostics), shares)
    for index, derived in enumerate(declaration.derived):
        _check_published(_Declared(table, positions, marked, ("derived", index), diagnostics), derived)


class _Declared:
    """One entry of a declaration, with the table that it is about."""

    def __init__(
        self,
        table: DataTable,
        positions: Mapping[str, int],
        marked: LocatedData,
        path: tuple[str | int, ...],
        diagnostics: Diagnostics,
    ) -> None:
        self.table = table
        self.diagnostics = diagnostics
        self._positions = positions
        self._marked = marked
        self._path = path

    def place(self, *path: str | int) -> Place:
        """Where a part of the entry stands."""
        return self._marked.place(*self._path, *path)

    def row(self, key: str, place: Place) -> _Row | None:
        """The row with an id; None, and a problem, when there is none."""
        if key in self._positions:
            position = self._positions[key]
            return _Row(self.table.rows[position], position, place)
        message = f"{self.table.shown} has no indicator “{key}”."
        self.diagnostics.add(Code.SUM_UNKNOWN, message, place, nearest(key, self._positions))
        return None

    def rows(self, keys: Sequence[str], field: str) -> list[_Row] | None:
        """The rows of a list of ids; None, and problems, when one is unknown or stands there twice."""
        found: dict[str, _Row | None] = {}
        twice = False
        for index, key in enumerate(keys):
            if key in found:
                twice = True
                message = f"“{key}” is counted twice."
                self.diagnostics.add(Code.SUM_TWICE, message, self.place(field, index), "Remove one of the two.")
            else:
                found[key] = self.row(key, self.place(field, index))
        rows = [row for row in found.values() if row is not None]
        return rows if len(rows) == len(found) and not twice else None

    def columns(self, asked: Sequence[str]) -> tuple[str, ...]:
        """The columns that an entry holds for: those that it names, or all years; an unknown one is a problem."""
        for index, name in enumerate(asked):
            if name not in self.table.columns:
                message = f"{self.table.shown} has no column “{name}”."
                self.diagnostics.add(
                    Code.SUM_UNKNOWN, message, self.place("columns", index), nearest(name, self.table.columns)
                )
        return tuple(name for name in asked or filter(is_year, self.table.columns) if name in self.table.columns)

    def same_unit(self, rows: Sequence[_Row]) -> bool:
        """Whether rows can be added; if not, that is a problem at the first whose unit differs. A row without a unit is
        one already."""
        if not all(row.unit for row in rows):
            return False
        for row in rows[1:]:
            if row.unit != rows[0].unit:
                message = f"“{row.name}” is in {row.unit}, and “{rows[0].name}” in {rows[0].unit}: they cannot add up."
                self.diagnostics.add(Code.SUM_UNIT, message, row.place, "Only figures of one unit have a sum.")
                return False
        return True


def _check_total(asked: _Declared, total: Total, circular: bool) -> None:
    """Check a total; only what it names, where it is a part of itself."""
    whole, parts = asked.row(total.total, asked.place("total")), asked.rows(total.of, "of")
    columns = asked.columns(total.columns)
    if whole is None or parts is None or not asked.same_unit((whole, *parts)) or circular:
        return
    positions = [part.position for part in parts]
    wrong = wrong_totals(asked.table.figures(columns), whole.position, positions, counted=is_count(whole.unit))
    for column in columns:
        cell = whole.row.cells[column]
        figure = printed(cell, whole.unit)
        filled = _filled(parts, column, asked, cell) if figure is not None else ()
        if figure is None or not filled or not wrong[column]:
            continue
        message = f"“{whole.name}” is {figure} in {column}, and its parts are {listed(filled)}."
        hint = f"The parts stand in {places(filled)}.{rounding(slack((*filled, figure)), figure.unit)}"
        asked.diagnostics.add(Code.SUM_TOTAL, message, cell.place, hint)


def _filled(parts: Sequence[_Row], column: str, asked: _Declared, total: DataCell) -> tuple[Printed, ...]:
    """The figures of parts in a column: what is not applicable adds nothing; none at all, and a note, when one is
    missing, for then nothing can be said."""
    cells = [(part, part.row.cells[column]) for part in parts]
    lacking = [(part, cell) for part, cell in cells if cell.missing]
    figures = [figure for part, cell in cells if (figure := printed(cell, part.unit)) is not None]
    if lacking:
        if figures:
            message = f"The total in {column} cannot be checked: “{lacking[0][0].name}” has no figure."
            hint = f"Fill it in, or write n.v.t. when there is nothing to count. The total stands at {total.place}."
            asked.diagnostics.add(Code.SUM_UNCHECKED, message, lacking[0][1].place, hint)
        return ()
    return tuple(figures)


def _check_circles(totals: Sequence[Total], marked: LocatedData, diagnostics: Diagnostics) -> set[str]:
    """Report totals that are among their own parts, by themselves or by way of other totals; gives their ids."""
    circular: set[str] = set()
    parts: dict[str, set[str]] = {}
    for total in totals:
        parts.setdefault(total.total, set()).update(total.of)
    for index, total in enumerate(totals):
        for at, part in enumerate(total.of):
            if part == total.total or total.total in _all_parts(part, parts):
                by = "" if part == total.total else f" by way of “{part}”"
                message = f"“{total.total}” is a part of itself{by}."
                place = marked.place("totals", index, "of", at)
                diagnostics.add(Code.SUM_ITSELF, message, place, "Remove it from the parts.")
                circular.add(total.total)
    return circular


def _all_parts(name: str, parts: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [name]
    while open_:
        for part in parts.get(open_.pop(), ()):
            if part not in found:
                found.add(part)
                open_.append(part)
    return found


def _check_shares(asked: _Declared, shares: Shares) -> None:
    rows = asked.rows(shares.rows, "rows")
    columns = asked.columns(shares.columns)
    if rows is None or not asked.same_unit(rows):
        return
    if rows[0].unit != Unit.PERCENT.value:
        message = f"“{rows[0].name}” is in {rows[0].unit}; shares are in {Unit.PERCENT.value}."
        asked.diagnostics.add(Code.SUM_UNIT, message, rows[0].place, "Only percentages add up to 100.")
        return
    figures = asked.table.figures(columns).iloc[[row.position for row in rows]]
    wrong = wrong_shares(figures)
    for column in columns:
        _check_whole(rows, column, wrong[column], asked)


def _check_whole(rows: Sequence[_Row], column: str, wrong: bool, asked: _Declared) -> None:
    """Check the shares in a column, which are `wrong` when those that there are do not add up."""
    cells = [(row, row.row.cells[column]) for row in rows]
    if all(cell.missing for _, cell in cells):
        return
    unusable = [(row, cell) for row, cell in cells if cell.not_applicable or cell.missing]
    for row, cell in unusable:
        lacks = "is not applicable" if cell.not_applicable else "has no figure"
        message = f"“{row.name}” {lacks} in {column}, and is declared to be one of the shares of a whole."
        hint = f"Write 0 when its share is nothing, or leave {column} out (“columns”)."
        asked.diagnostics.add(Code.SHARES_MISSING, message, cell.place, hint)
    figures = [figure for row, cell in cells if (figure := printed(cell, row.unit)) is not None]
    if unusable or not figures or not wrong:
        return
    message = f"The shares in {column} add up to {summed(figures)}, and not to 100 %: {listed(figures)}."
    hint = f"They stand in {places(figures)}.{rounding(slack(figures), figures[0].unit)}"
    asked.diagnostics.add(Code.SUM_SHARES, message, figures[0].place, hint)


def _check_published(asked: _Declared, derived: DerivedColumn) -> None:
    """Compare a computed column with what others printed: they are the same as far as the coarser of the two shows."""
    columns = asked.table.columns
    if not derived.published or derived.column not in columns:
        return
    if derived.published not in columns:
        message = f"{asked.table.shown} has no column “{derived.published}”."
        asked.diagnostics.add(Code.SUM_UNKNOWN, message, asked.place("published"), nearest(derived.published, columns))
        return
    for position in differing_rows(asked.table.figures((derived.column, derived.published))):
        row = asked.table.rows[position]
        cell = row.cells[derived.column]
        unit = cell.unit if cell.unit in (Unit.PERCENT.value, Unit.POINTS.value) else ""
        computed, other = printed(cell, unit), printed(row.cells[derived.published], unit)
        if computed is None or other is None:
            continue
        name = row.text("indicator") or row.text("id")
        message = (
            f"“{name}”: {derived.column} is {computed}, and was printed as {other} (column “{derived.published}”)."
        )
        cells = ", ".join(f"{source.place} ({source.column})" for source in cell.sources)
        hint = f"It was computed from {cells}." if cells else f"It is computed from {row.place}."
        asked.diagnostics.add(Code.SUM_PUBLISHED, message, other.place, hint)
