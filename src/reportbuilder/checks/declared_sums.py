"""Sums and shares that a data file declares, and computed columns against what others printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.checks.table_grid import (
    PrintedFigure,
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
from reportbuilder.i18n.formats import Unit
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.memo import Same
from reportbuilder.project.located_yaml import LocatedData
from reportbuilder.values import Value


class _Row(Value):
    """A row that a declaration names, its position in the table, and the place where it is named."""

    row: DataRow
    position: int
    place: Place

    @property
    def unit(self) -> str:
        """The unit of its figures."""
        return self.row.text("eenheid")

    @property
    def name(self) -> str:
        """Its name in messages."""
        return self.row.text("indicator") or self.row.text("id")


_ROWS = "id;indicator;eenheid;2021\n"
_PARTS = f"{_ROWS}a;A;aantal;10\nb;B;aantal;5\n"
_TOTAL = "totals: [{total: t, of: [a, b]}]"


class DeclaredTotals:
    """Adds up the parts of declared totals, as far as rounding lets it be seen."""

    code = Code.SUM_TOTAL
    other_codes = (Code.SUM_UNCHECKED, Code.SUM_UNKNOWN, Code.SUM_TWICE, Code.SUM_ITSELF, Code.SUM_UNIT)
    summary = "A total that is declared beside the data is not the sum of its parts, or cannot be one."
    reason = "Readers add figures up."
    examples = (
        CheckExample((Code.SUM_TOTAL,), data=f"{_PARTS}t;T;aantal;16\n", declaration=_TOTAL),
        CheckExample(
            (Code.SUM_UNCHECKED,), data=f"{_PARTS}c;C;aantal;\n", declaration="totals: [{total: a, of: [b, c]}]"
        ),
        CheckExample((Code.SUM_UNKNOWN,), data=_PARTS, declaration="totals: [{total: a, of: [b, z]}]"),
        CheckExample((Code.SUM_TWICE,), data=_PARTS, declaration="totals: [{total: a, of: [b, b]}]"),
        CheckExample((Code.SUM_ITSELF,), data=_PARTS, declaration="totals: [{total: a, of: [a, b]}]"),
        CheckExample((Code.SUM_UNIT,), data=f"{_PARTS}c;C;kg;5\n", declaration="totals: [{total: a, of: [b, c]}]"),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """What is wrong with the declared totals of all tables."""
        diagnostics = Diagnostics()
        for table in report.tables:
            check = partial(check_declared_totals, table)
            report.memo.collected("declared totals", Same(table), diagnostics, check)
        return diagnostics


class DeclaredShares:
    """Adds up declared shares of a whole, as far as rounding lets it be seen."""

    code = Code.SUM_SHARES
    other_codes = (Code.SHARES_MISSING, Code.SUM_UNKNOWN, Code.SUM_TWICE, Code.SUM_UNIT)
    summary = "Shares that are declared beside the data do not add up to 100 %, or cannot."
    reason = "A share that is missing or wrong makes all others doubtful."
    examples = (
        CheckExample(
            (Code.SUM_SHARES,), data=f"{_ROWS}a;A;procent;70\nb;B;procent;20\n", declaration="shares: [{rows: [a, b]}]"
        ),
        CheckExample(
            (Code.SHARES_MISSING,),
            data=f"{_ROWS}a;A;procent;70\nb;B;procent;n.v.t.\n",
            declaration="shares: [{rows: [a, b]}]",
        ),
        CheckExample((Code.SUM_UNKNOWN,), data=f"{_ROWS}a;A;procent;100\n", declaration="shares: [{rows: [a, z]}]"),
        CheckExample((Code.SUM_TWICE,), data=f"{_ROWS}a;A;procent;50\n", declaration="shares: [{rows: [a, a]}]"),
        CheckExample((Code.SUM_UNIT,), data=_PARTS, declaration="shares: [{rows: [a, b]}]"),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """What is wrong with the declared shares of all tables."""
        diagnostics = Diagnostics()
        for table in report.tables:
            check = partial(check_declared_shares, table)
            report.memo.collected("declared shares", Same(table), diagnostics, check)
        return diagnostics


class PublishedColumns:
    """Compares computed columns with what others printed: they are the same as far as the coarser of the two shows."""

    code = Code.SUM_PUBLISHED
    other_codes = (Code.SUM_UNKNOWN,)
    summary = "A computed column is not what others printed."
    reason = "Two public figures of one thing raise questions."
    examples = (
        CheckExample(
            (Code.SUM_PUBLISHED,),
            data="id;indicator;eenheid;2021;gedrukt\na;A;aantal;10;21\n",
            declaration="derived: [{column: dubbel, formula: 'this[2021] * 2', published: gedrukt}]",
        ),
        CheckExample(
            (Code.SUM_UNKNOWN,),
            data=_PARTS,
            declaration="derived: [{column: dubbel, formula: 'this[2021] * 2', published: gedrukt}]",
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """What differs in the computed columns of all tables."""
        diagnostics = Diagnostics()
        for table in report.tables:
            check = partial(check_published_columns, table)
            report.memo.collected("published columns", Same(table), diagnostics, check)
        return diagnostics


def check_declared_totals(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report declared totals of a table that are not the sum of their parts, or cannot be."""
    if table.declared_at is None:
        return
    totals = table.declaration.totals
    circular = _check_circles(totals, table.declared_at, diagnostics)
    for entry, total in zip(_entries(table, "totals", len(totals), diagnostics), totals, strict=True):
        _check_total(entry, total, total.total in circular)


def check_declared_shares(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report declared shares of a table that do not add up to 100 %, or cannot."""
    every = table.declaration.shares
    for entry, shares in zip(_entries(table, "shares", len(every), diagnostics), every, strict=False):
        _check_shares(entry, shares)


def check_published_columns(table: DataTable, diagnostics: Diagnostics) -> None:
    """Report figures of computed columns of a table that were printed otherwise."""
    columns = table.declaration.derived
    for entry, derived in zip(_entries(table, "derived", len(columns), diagnostics), columns, strict=False):
        _check_published(entry, derived)


def _entries(table: DataTable, key: str, count: int, diagnostics: Diagnostics) -> Iterator[_Entry]:
    """The entries of a list in a table's declaration; none where nothing was declared in a file."""
    if table.declared_at is not None:
        positions = {row.text("id"): position for position, row in enumerate(table.rows)}
        for index in range(count):
            yield _Entry(table, positions, table.declared_at, (key, index), diagnostics)


class _Entry:
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
        by_id: dict[str, _Row | None] = {}
        twice = False
        for index, key in enumerate(keys):
            if key in by_id:
                twice = True
                message = f"“{key}” is counted twice."
                self.diagnostics.add(Code.SUM_TWICE, message, self.place(field, index), "Remove one of the two.")
            else:
                by_id[key] = self.row(key, self.place(field, index))
        rows = [row for row in by_id.values() if row is not None]
        return rows if len(rows) == len(by_id) and not twice else None

    def columns(self, names: Sequence[str]) -> tuple[str, ...]:
        """The columns that an entry holds for: those that it names, or all years; an unknown one is a problem."""
        for index, name in enumerate(names):
            if name not in self.table.columns:
                message = f"{self.table.shown} has no column “{name}”."
                self.diagnostics.add(
                    Code.SUM_UNKNOWN, message, self.place("columns", index), nearest(name, self.table.columns)
                )
        return tuple(name for name in names or filter(is_year, self.table.columns) if name in self.table.columns)

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


def _check_total(entry: _Entry, total: Total, circular: bool) -> None:
    """Check a total; only what it names, where it is a part of itself."""
    whole, parts = entry.row(total.total, entry.place("total")), entry.rows(total.of, "of")
    columns = entry.columns(total.columns)
    if whole is None or parts is None or not entry.same_unit((whole, *parts)) or circular:
        return
    positions = [part.position for part in parts]
    wrong = wrong_totals(entry.table.figures(columns), whole.position, positions, counted=is_count(whole.unit))
    for column in columns:
        cell = whole.row.cells[column]
        figure = printed(cell, whole.unit)
        filled = _filled(parts, column, entry, cell) if figure is not None else ()
        if figure is None or not filled or not wrong[column]:
            continue
        message = f"“{whole.name}” is {figure} in {column}, and its parts are {listed(filled)}."
        hint = f"The parts stand in {places(filled)}.{rounding(slack((*filled, figure)), figure.unit)}"
        entry.diagnostics.add(Code.SUM_TOTAL, message, cell.place, hint)


def _filled(parts: Sequence[_Row], column: str, entry: _Entry, total: DataCell) -> tuple[PrintedFigure, ...]:
    """The figures of parts in a column: what is not applicable adds nothing; none at all, and a note, when one is
    missing, for then the total cannot be checked."""
    cells = [(part, part.row.cells[column]) for part in parts]
    lacking = [(part, cell) for part, cell in cells if cell.missing]
    figures = [figure for part, cell in cells if (figure := printed(cell, part.unit)) is not None]
    if lacking:
        if figures:
            message = f"The total in {column} cannot be checked: “{lacking[0][0].name}” has no figure."
            hint = f"Fill it in, or write n.v.t. when there is nothing to count. The total stands at {total.place}."
            entry.diagnostics.add(Code.SUM_UNCHECKED, message, lacking[0][1].place, hint)
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
    """The ids of the parts of a total, those of its parts included."""
    parts_of_parts: set[str] = set()
    unexplored = [name]
    while unexplored:
        for part in parts.get(unexplored.pop(), ()):
            if part not in parts_of_parts:
                parts_of_parts.add(part)
                unexplored.append(part)
    return parts_of_parts


def _check_shares(entry: _Entry, shares: Shares) -> None:
    rows = entry.rows(shares.rows, "rows")
    columns = entry.columns(shares.columns)
    if rows is None or not entry.same_unit(rows):
        return
    if rows[0].unit != Unit.PERCENT.value:
        message = f"“{rows[0].name}” is in {rows[0].unit}; shares are in {Unit.PERCENT.value}."
        entry.diagnostics.add(Code.SUM_UNIT, message, rows[0].place, "Only percentages add up to 100.")
        return
    figures = entry.table.figures(columns).iloc[[row.position for row in rows]]
    wrong = wrong_shares(figures)
    for column in columns:
        _check_whole(rows, column, wrong[column], entry)


def _check_whole(rows: Sequence[_Row], column: str, wrong: bool, entry: _Entry) -> None:
    """Check the shares in a column, which are `wrong` when those that there are do not add up."""
    cells = [(row, row.row.cells[column]) for row in rows]
    if all(cell.missing for _, cell in cells):
        return
    unusable = [(row, cell) for row, cell in cells if cell.not_applicable or cell.missing]
    for row, cell in unusable:
        lacks = "is not applicable" if cell.not_applicable else "has no figure"
        message = f"“{row.name}” {lacks} in {column}, and is declared to be one of the shares of a whole."
        hint = f"Write 0 when its share is nothing, or leave {column} out (“columns”)."
        entry.diagnostics.add(Code.SHARES_MISSING, message, cell.place, hint)
    figures = [figure for row, cell in cells if (figure := printed(cell, row.unit)) is not None]
    if unusable or not figures or not wrong:
        return
    message = f"The shares in {column} add up to {summed(figures)}, and not to 100 %: {listed(figures)}."
    hint = f"They stand in {places(figures)}.{rounding(slack(figures), figures[0].unit)}"
    entry.diagnostics.add(Code.SUM_SHARES, message, figures[0].place, hint)


def _check_published(entry: _Entry, derived: DerivedColumn) -> None:
    """Compare a computed column with what others printed: they are the same as far as the coarser of the two shows."""
    columns = entry.table.columns
    if not derived.published or derived.column not in columns:
        return
    if derived.published not in columns:
        message = f"{entry.table.shown} has no column “{derived.published}”."
        entry.diagnostics.add(Code.SUM_UNKNOWN, message, entry.place("published"), nearest(derived.published, columns))
        return
    for position in differing_rows(entry.table.figures((derived.column, derived.published))):
        row = entry.table.rows[position]
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
        entry.diagnostics.add(Code.SUM_PUBLISHED, message, other.place, hint)
