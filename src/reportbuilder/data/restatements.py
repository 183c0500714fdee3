"""Figures that were published before with another value: what one edition of a report says differently from the last.

An indicator is the same one where its id is the same, in a data file of the same name; or else in the only file that
has the id in each edition, if it is called the same there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePosixPath

from reportbuilder.data.indicators import Finality, finality_of
from reportbuilder.data.norms import Norm, parse_norm
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Place
from reportbuilder.i18n.number_parsing import is_year
from reportbuilder.values import Value

NORM, UNIT, GONE = "norm", "eenheid", "vervallen"
"""What a declared restatement may name instead of a year: the norm, the unit, or that the indicator is no more."""
_EXPLAINED = "toelichting"


Held = tuple[DataTable, DataRow]
"""A row, and the table that it stands in."""


class IndicatorPair(Value):
    """An indicator that two editions share: its row in the table of each."""

    now: DataRow
    then: DataRow
    table: DataTable

    @property
    def key(self) -> str:
        """Its id."""
        return self.now.text("id")


class Reason(Value):
    """Why a figure was restated, and where that is said; nothing as long as nobody did."""

    words: str = ""
    place: Place = Place()


class Restated(Value):
    """A cell that has another value than in the earlier edition, and why. `column` is a year, `norm` or `eenheid`."""

    key: str
    column: str
    pair: IndicatorPair
    because: Reason = Reason()

    @property
    def now(self) -> DataCell:
        """The cell of this edition."""
        return self.pair.now.cells[self.column]

    @property
    def then(self) -> DataCell:
        """The cell of the earlier edition."""
        return self.pair.then.cells[self.column]

    @property
    def name(self) -> str:
        """The indicator in words, as this edition has them."""
        return self.pair.now.text("indicator") or self.key

    @property
    def unit(self) -> str:
        """What this edition counts it in."""
        return self.pair.now.text(UNIT)

    @property
    def difference(self) -> Decimal | None:
        """How much more it is now; None for what is no figure."""
        now, then = self.now.value, self.then.value
        return None if now is None or then is None or self.column == NORM else now - then


def shared(tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> Iterator[IndicatorPair]:
    """The indicators of these tables that an earlier edition had too."""
    ours, theirs = _by_id(tables), _by_id(earlier)
    for key, held in ours.items():
        for table, row in held:
            then = _same(table, row, theirs.get(key, ()), alone=len(held) == 1)
            if then is not None:
                yield IndicatorPair(row, then, table)


def restated(tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> tuple[Restated, ...]:
    """Every figure, norm and unit that differs from the earlier edition's; each once, though several tables have it.

    A figure that is only printed with more or fewer decimals is the same; one that is missing on either side has not
    been restated. Where the unit differs, figures cannot be compared.
    """
    found: dict[tuple[str, ...], Restated] = {}
    for pair in shared(tables, earlier):
        for column in _differing(pair):
            this = Restated(pair.key, column, pair, because(pair.table, pair.now, column))
            known = found.get(key := (pair.key, column, this.now.text, this.then.text))
            if known is None or (this.because.words and not known.because.words):
                found[key] = this
    return tuple(found.values())


def vanished(tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> Iterator[Held]:
    """The indicators of the earlier edition that no table has any more, with the table that they stood in.

    Only those of tables that were carried on, as most of their indicators show: a table of figures for the text has
    others every year.
    """
    known, theirs = _by_id(tables), _by_id(earlier)
    for table in earlier:
        keys = {row.text("id") for row in table.rows} - {""}
        gone = [key for key in keys if key not in known]
        if 2 * len(gone) < len(keys):
            yield from (held for key in theirs if key in gone for held in theirs[key] if held[0] is table)


def because(table: DataTable, row: DataRow, column: str) -> Reason:
    """Why a figure was restated: as its table declares, or as the row explains a figure that it calls restated."""
    for index, entry in enumerate(table.declaration.restated):
        if entry.indicator == row.text("id") and entry.year == column:
            marked = table.declared_at
            return Reason(entry.because, marked.place("restated", index, "because") if marked else Place())
    if is_year(column) and finality_of(row, column) is Finality.RESTATED and (text := row.text(_EXPLAINED)):
        return Reason(text, row.cells[_EXPLAINED].place)
    return Reason()


def _differing(pair: IndicatorPair) -> Iterator[str]:
    if pair.now.text(UNIT) != pair.then.text(UNIT):
        yield UNIT
        return
    years = [name for name in pair.now.cells if is_year(name) and pair.then.number(name) is not None]
    yield from (year for year in years if _differ(pair.now.cells[year], pair.then.cells[year]))
    if any(pair.now.number(year) is not None for year in years) and _norms_differ(pair):
        yield NORM  # norms of editions that share no figure are for other years


def _differ(one: DataCell, other: DataCell) -> bool:
    """Whether two cells hold different figures, beyond the rounding of the one with fewer decimals."""
    first, second = one.value, other.value
    if first is None or second is None:
        return False
    step = Decimal(1).scaleb(-min(one.decimals, other.decimals))
    return first.quantize(step, ROUND_HALF_UP) != second.quantize(step, ROUND_HALF_UP)


def _norms_differ(pair: IndicatorPair) -> bool:
    now, then = (_bound(parse_norm(row.text(NORM)), row) for row in (pair.now, pair.then))
    return now is not None and then is not None and now != then


def _bound(norm: Norm | None, row: DataRow) -> tuple[object, ...] | None:
    """A norm as it compares: the year that it names, if it is one, or its number."""
    return (norm.comparison, norm.year if norm.year in row.cells else norm.number) if norm else None


def _same(table: DataTable, row: DataRow, theirs: Sequence[Held], alone: bool) -> DataRow | None:
    """The earlier edition's row of an indicator, among those with its id; None where it is not sure that it is one."""
    named = [other for where, other in theirs if _stem(where) == _stem(table)]
    if named:
        return named[0] if len(named) == 1 else None
    if not alone or len(theirs) != 1:
        return None
    other = theirs[0][1]
    return other if other.text("indicator").casefold() == row.text("indicator").casefold() else None


def _by_id(tables: Iterable[DataTable]) -> dict[str, list[Held]]:
    """The rows by their ids, in order; what has none cannot be compared."""
    found: dict[str, list[Held]] = {}
    for table in tables:
        for row in table.rows:
            if key := row.text("id"):
                found.setdefault(key, []).append((table, row))
    return found


def _stem(table: DataTable) -> str:
    return PurePosixPath(table.shown).stem
