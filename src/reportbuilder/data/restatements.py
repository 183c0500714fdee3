"""Finds restated figures: those to which one edition of a report gives another value than the edition before it.

The indicators of both editions are joined: those of the same id in data files of the same name; or else, where an id is
in one file only of each edition, those that are called the same too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from reportbuilder.data.calculations import EXACT
from reportbuilder.data.indicators import Finality, finality_of
from reportbuilder.data.norms import Norm, parse_norm
from reportbuilder.data.table import DataCell, DataRow, DataTable
from reportbuilder.diagnostics import Place
from reportbuilder.i18n.number_parsing import is_year, places_of
from reportbuilder.memo import Memo
from reportbuilder.values import Value

if TYPE_CHECKING:
    import pandas as pd

NORM, UNIT, GONE = "norm", "eenheid", "vervallen"
"""What a declared restatement may name instead of a year: the norm, the unit, or that the indicator is no more."""
_EXPLAINED = "toelichting"


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
    """The reason why a figure was restated, and where it is given; empty without one."""

    words: str = ""
    place: Place = Place()


class Restated(Value):
    """A cell with another value than in the earlier edition, and the reason. `column` is a year, `norm` or `eenheid`;
    `difference` is how much more a figure is now, None for a norm or unit."""

    key: str
    column: str
    pair: IndicatorPair
    because: Reason = Reason()
    difference: Decimal | None = None

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
        """The unit in this edition."""
        return self.pair.now.text(UNIT)


def shared(
    tables: Sequence[DataTable], earlier: Sequence[DataTable], memo: Memo | None = None
) -> Iterator[IndicatorPair]:
    """The indicators of these tables that an earlier edition had too, in the order of these tables."""
    return (_pair(line, tables, earlier) for line in _lines(_joined(tables, earlier, memo)))


def restated(
    tables: Sequence[DataTable], earlier: Sequence[DataTable], memo: Memo | None = None
) -> tuple[Restated, ...]:
    """Every figure, norm and unit that differs from the earlier edition's; each once, though several tables have it.

    A figure that is only printed with more or fewer decimals is the same; one that is missing on either side has not
    been restated. Where the unit differs, figures cannot be compared.
    """
    joined = _joined(tables, earlier, memo)
    figures = _joined_figures(joined, tables, earlier)
    compared = dict(iter(figures.groupby(["table", "row"], sort=False)))
    restatements: dict[tuple[str, ...], Restated] = {}
    for line in _lines(joined):
        pair = _pair(line, tables, earlier)
        for column, difference in _differences(pair, compared.get((line.table, line.row))):
            this = Restated(pair.key, column, pair, because(pair.table, pair.now, column), difference)
            key = (pair.key, column, this.now.text, this.then.text)
            known = restatements.get(key)
            if known is None or (this.because.words and not known.because.words):
                restatements[key] = this
    return tuple(restatements.values())


def vanished(tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> Iterator[tuple[DataTable, DataRow]]:
    """The indicators of the earlier edition that no table of this one has, each with its former table.

    Only those of tables that were carried on, as most of their indicators show: a table of figures for the text has
    others every year.
    """
    if not earlier:
        return
    theirs = _indicators(earlier)
    lost = theirs[~theirs["id"].isin(_indicators(tables)["id"])]
    before, after = theirs.groupby("table")["id"].nunique(), lost.groupby("table")["id"].nunique()
    carried_on = after.index[2 * after < before.loc[after.index]]
    for line in _lines(lost[lost["table"].isin(carried_on)].sort_values(["table", "order", "row"])):
        yield earlier[line.table], earlier[line.table].rows[line.row]


def because(table: DataTable, row: DataRow, column: str) -> Reason:
    """The reason why a figure was restated, from the declaration of its table or the explanation in its row."""
    for index, entry in enumerate(table.declaration.restated):
        if entry.indicator == row.text("id") and entry.year == column:
            located = table.declared_at
            return Reason(entry.because, located.place("restated", index, "because") if located else Place())
    if is_year(column) and finality_of(row, column) is Finality.RESTATED and (text := row.text(_EXPLAINED)):
        return Reason(text, row.cells[_EXPLAINED].place)
    return Reason()


def _differences(pair: IndicatorPair, figures: pd.DataFrame | None) -> Iterator[tuple[str, Decimal | None]]:
    """The columns in which the rows of a pair differ, each with how much more the figure is now; `figures` are those
    that both editions have, None when there are none."""
    if pair.now.text(UNIT) != pair.then.text(UNIT):
        yield UNIT, None
    elif figures is not None:
        for line in _lines(figures[figures["differs"]]):
            yield line.year, line.difference
        if _norms_differ(pair):
            yield NORM, None  # norms of editions that share no figure are for other years


def _differ(one: Decimal, other: Decimal) -> bool:
    """Whether two figures differ beyond the rounding of the one with fewer decimals."""
    step = Decimal(1).scaleb(-min(places_of(one), places_of(other)))
    return one.quantize(step, ROUND_HALF_UP) != other.quantize(step, ROUND_HALF_UP)


def _norms_differ(pair: IndicatorPair) -> bool:
    now, then = (_bound(parse_norm(row.text(NORM)), row) for row in (pair.now, pair.then))
    return now is not None and then is not None and now != then


def _bound(norm: Norm | None, row: DataRow) -> tuple[object, ...] | None:
    """A norm as it compares: the year that it names, if it is one, or its number."""
    return (norm.comparison, norm.year if norm.year in row.cells else norm.number) if norm else None


def _indicators(tables: Sequence[DataTable]) -> pd.DataFrame:
    """The rows with an id of all tables: their `id`, the `file` that they stand in and what they are `called` there;
    the positions of their `table` and `row`; and the `order` in which the ids first appear."""
    import pandas as pd

    columns = ["id", "indicator"]
    frames = [
        table.texts.reindex(columns=columns, fill_value="").assign(file=_stem(table), table=position)
        for position, table in enumerate(tables)
    ]
    rows = pd.concat(frames).rename_axis("row").reset_index() if frames else pd.DataFrame(columns=[*columns, *_KEYS])
    rows = rows[rows["id"] != ""]
    return rows.assign(called=rows["indicator"].str.casefold(), order=rows.groupby("id", sort=False).ngroup())


_KEYS = ("file", "table", "row")


def _joined(tables: Sequence[DataTable], earlier: Sequence[DataTable], memo: Memo | None) -> pd.DataFrame:
    """The indicators of these tables joined with those of the earlier edition, as `_join` gives them; the memo
    remembers this by their files, ids and names, on which figures have no effect. It is not changed by who uses it."""
    if memo is None:
        return _join(tables, earlier)
    key = tuple(map(_names, tables)), tuple(map(_names, earlier))
    return memo.get("joined indicators", key, lambda: _join(tables, earlier))


def _names(table: DataTable) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What the rows of a table are joined by."""
    return _stem(table), tuple((row.text("id"), row.text("indicator")) for row in table.rows)


def _join(tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> pd.DataFrame:
    """The indicators of these tables joined with those of the earlier edition: the positions `table` and `row` of each,
    and `table_then` and `row_then` of the row that it was. What may be one of several rows is joined with none."""
    import pandas as pd

    ours, theirs = _indicators(tables), _indicators(earlier)
    by_file = ["id", "file"]
    in_file = ours.merge(theirs, on=by_file, suffixes=("", "_then"))
    in_file = in_file[~in_file.duplicated(["table", "row"], keep=False)]
    others = ours[~pd.MultiIndex.from_frame(ours[by_file]).isin(pd.MultiIndex.from_frame(theirs[by_file]))]
    alone = others[~others["id"].isin(ours.loc[ours["id"].duplicated(), "id"])]
    only = theirs[~theirs["id"].duplicated(keep=False)]
    moved = alone.merge(only, on=["id", "called"], suffixes=("", "_then"))
    joined = pd.concat([in_file, moved]).sort_values(["order", "table", "row"])
    return joined[["table", "row", "table_then", "row_then"]]


def _figures_by_year(tables: Sequence[DataTable]) -> pd.DataFrame:
    """The figures of all tables, one a line: the positions of its `table` and `row`, its `year`, and the `figure`."""
    import pandas as pd

    frames = [
        table.figures(filter(is_year, table.columns))
        .rename_axis("row")
        .reset_index()
        .melt("row", var_name="year", value_name="figure")
        .assign(table=position)
        for position, table in enumerate(tables)
    ]
    figures = pd.concat(frames) if frames else pd.DataFrame(columns=["row", "year", "figure", "table"])
    return figures.dropna(subset="figure")


def _joined_figures(joined: pd.DataFrame, tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> pd.DataFrame:
    """The figures that both editions have of an indicator in a year, by the positions `table` and `row` of this one:
    whether it `differs`, and the `difference`, how much more it is now."""
    then = _figures_by_year(earlier).add_suffix("_then").rename(columns={"year_then": "year"})
    figures = joined.merge(_figures_by_year(tables), on=["table", "row"])
    figures = figures.merge(then, on=["table_then", "row_then", "year"])
    with localcontext(EXACT):
        difference = figures["figure"] - figures["figure_then"]
    return figures.assign(
        difference=difference, differs=figures["figure"].combine(figures["figure_then"], _differ).astype(bool)
    )


def _lines(frame: pd.DataFrame) -> Iterator[Any]:
    """The lines of a data frame, whose columns are their attributes."""
    return iter(frame.itertuples(index=False))


def _pair(line: Any, tables: Sequence[DataTable], earlier: Sequence[DataTable]) -> IndicatorPair:
    """The two rows of a joined line."""
    table = tables[line.table]
    return IndicatorPair(table.rows[line.row], earlier[line.table_then].rows[line.row_then], table)


def _stem(table: DataTable) -> str:
    return PurePosixPath(table.shown).stem
