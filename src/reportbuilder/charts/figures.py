"""A chart's figures: the rows and columns that it asks for, taken from a data table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import assert_never

from reportbuilder.charts.series import Amount, Bound, ChartData, Series
from reportbuilder.charts.spec import ChartSpec, Kind
from reportbuilder.data.calculations import EXACT
from reportbuilder.data.norms import Relation, parse_norm, written_norm
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.chart_words import CHART_WORDS
from reportbuilder.i18n.number_format import format_number, in_language, rounded
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, places_of
from reportbuilder.values import Value

_HUNDRED = Decimal(100)


class _Norm(Value):
    """A norm on the scale of its chart: its number, its words, and how a figure has to compare with it."""

    value: Decimal
    text: str
    comparison: Relation


def take_figures(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData | None:
    """Take the rows and columns that a chart names; None, and problems in the findings, when they are not there."""
    before = len(diagnostics.problems)
    rows = _chosen_rows(spec, table, diagnostics)
    _check_columns(spec, table, diagnostics)
    if len(diagnostics.problems) > before:
        return None
    _check_figures(spec, rows, diagnostics)
    if len(diagnostics.problems) > before:
        return None
    shape = _shape(spec.kind)
    if spec.kind is Kind.BAR and len(spec.columns) > 1:
        if len(rows) > 1:
            hint = "Name one row or one column, or set “kind: grouped-bar”."
            diagnostics.add(Code.CHART_SHAPE, "A bar chart shows one row or one column.", spec.place("columns"), hint)
            return None
        shape = _by_row
    if spec.kind is Kind.STACKED_BAR:
        _warn_missing_parts(spec, rows, diagnostics)
    return shape(spec, rows, diagnostics)


def _shape(kind: Kind) -> Callable[[ChartSpec, Sequence[DataRow], Diagnostics], ChartData | None]:
    """How the figures of a kind of chart are taken from its table."""
    match kind:
        case Kind.LINE | Kind.STACKED_BAR:
            return _by_row
        case Kind.BULLET:
            return _against_norm
        case Kind.BAR | Kind.GROUPED_BAR | Kind.DOT:
            return _by_column
        case _:
            assert_never(kind)


# Rows and columns ------------------------------------------------------------------------------------------------


def kept_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> tuple[DataRow, ...]:
    """The rows that `only` keeps; an unknown column in it is a problem."""
    kept = table.rows
    for column, value in spec.only.items():
        if column not in table.columns:
            message = f"“{table.shown}” has no column “{column}”."
            unknown_name(message, spec.place("only", column), column, table.columns, diagnostics)
            return ()
        kept = tuple(row for row in kept if row.text(column) == value)
    if not kept:
        diagnostics.add(Code.CHART_EMPTY, "No row of the table is left for this chart.", spec.place("only"))
    return kept


def _chosen_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> tuple[DataRow, ...]:
    kept = kept_rows(spec, table, diagnostics)
    return _by_id(spec, kept, table, diagnostics) if spec.rows and kept else kept


def _by_id(spec: ChartSpec, kept: Sequence[DataRow], table: DataTable, diagnostics: Diagnostics) -> tuple[DataRow, ...]:
    if "id" not in table.columns:
        hint = "Add a column “id”, or choose rows with “only”."
        diagnostics.add(Code.CHART_ROW, f"“{table.shown}” has no column “id”.", spec.place("rows"), hint)
        return ()
    known = {row.text("id"): row for row in kept}
    for index, name in enumerate(spec.rows):
        if name not in known:
            message = f"“{table.shown}” has no row “{name}”."
            unknown_name(message, spec.place("rows", index), name, known, diagnostics)
    return tuple(known[name] for name in spec.rows if name in known)


def _check_columns(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> None:
    named = [(name, spec.place("columns", index)) for index, name in enumerate(spec.columns)]
    named += [(spec.index, spec.place("index"))] if spec.index else []
    for name, place in named:
        if name not in table.columns:
            unknown_name(f"“{table.shown}” has no column “{name}”.", place, name, table.columns, diagnostics)


def unknown_name(message: str, place: Place, name: str, known: Collection[str], diagnostics: Diagnostics) -> None:
    """Report a row or column that is not there, with the nearest that is."""
    diagnostics.add(Code.CHART_UNKNOWN_NAME, message, place, nearest(name, known))


def _check_figures(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> None:
    """Whether every cell that the chart draws is a figure or empty, and every base of an index a figure above 0."""
    for row in rows:
        for name in dict.fromkeys((*spec.columns, *([spec.index] if spec.index else []))):
            cell = row.cells[name]
            if cell.value is None and not (cell.missing or cell.not_applicable):
                message = f"“{cell.text}” cannot be drawn: it is not a number."
                diagnostics.add(
                    Code.DATA_NOT_A_NUMBER, message, cell.place, "Write a figure with a decimal comma: 83,0."
                )
        if spec.index and (row.value(spec.index) or 0) <= 0:
            message = f"An index needs a figure above 0 in the column “{spec.index}”."
            diagnostics.add(Code.CHART_INDEX, message, row.cells[spec.index].place)
        if spec.kind is Kind.STACKED_BAR and any((row.value(name) or 0) < 0 for name in spec.columns):
            diagnostics.add(Code.CHART_NEGATIVE, "A stacked bar cannot have a part below 0.", row.place)
        if all(row.value(name) is None for name in spec.columns):
            diagnostics.add(Code.CHART_EMPTY, "This row has no figure for the chart to draw.", row.place)


def _warn_missing_parts(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> None:
    """Warn of bars that are shorter than they are because a part has no figure; `n.v.t.` has none, rightly."""
    for name in spec.columns:
        missing = [row for row in rows if row.cells[name].missing]
        if missing and len(missing) < len(rows):
            message = (
                f"The bar “{label_of(spec, name)}” lacks the part “{_name(spec, missing[0])}”, which has no figure."
            )
            hint = f"Fill it in (0 where there were none, n.v.t. where there can be none), or leave “{name}” out."
            diagnostics.add(Code.CHART_PART_MISSING, message, missing[0].cells[name].place, hint)


# Shapes ----------------------------------------------------------------------------------------------------------


def _by_row(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData:
    """A series for each row, a category for each column."""
    bounds = [_bound(spec, row) if spec.norm else None for row in rows]
    series = tuple(
        Series(_key(row), _name(spec, row), _values(spec, row), bound) for row, bound in zip(rows, bounds, strict=True)
    )
    return ChartData(
        spec.kind,
        tuple(label_of(spec, c) for c in spec.columns),
        series,
        unit=spec.unit,
        upright=True,
        language=spec.language,
    )


def _by_column(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData:
    """A series for each column, a category for each row."""
    values = [_values(spec, row) for row in rows]
    series = tuple(
        Series(column, label_of(spec, column), tuple(v[i] for v in values)) for i, column in enumerate(spec.columns)
    )
    bounds = tuple(_bound(spec, row) for row in rows) if spec.norm else ()
    return ChartData(
        spec.kind, tuple(_name(spec, row) for row in rows), series, bounds, unit=spec.unit, language=spec.language
    )


def _against_norm(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData | None:
    """One series of percentages of each row's norm, the norm itself being 100."""
    (column,) = spec.columns
    values: list[Amount | None] = []
    bounds: list[Bound] = []
    notes: list[str] = []
    for row in rows:
        bound, cell = _norm(spec, row), row.cells[column]
        if bound is None or bound.value <= 0:
            place = row.cells["norm"].place if "norm" in row.cells else row.place
            diagnostics.add(Code.CHART_NORM, "A bullet chart needs a norm above 0 in every row.", place)
            return None
        percentage = None if cell.value is None else _part(cell.value, bound.value)
        values.append(None if percentage is None else _amount(percentage, _of_norm(percentage), spec))
        bounds.append(Bound(float(_HUNDRED), bound.text, bound.comparison))
        notes.append(_result_and_goal(row, cell.value, cell.decimals, bound, spec.language))
    series = (Series(column, label_of(spec, column), tuple(values)),)
    names = tuple(_name(spec, row) for row in rows)
    return ChartData(spec.kind, names, series, tuple(bounds), tuple(notes), spec.unit, language=spec.language)


def _result_and_goal(row: DataRow, result: Decimal | None, decimals: int, bound: _Norm, language: str) -> str:
    """What a percentage of the norm stands for: "12, doel ten minste 31"."""
    unit, words = row.form(), CHART_WORDS[language]
    shown = words.no_figure if result is None else format_number(result, unit, unit.places(decimals))
    goal = format_number(bound.value, unit, unit.places(places_of(bound.value)))
    shown, goal = shown if result is None else in_language(shown, language), in_language(goal, language)
    return f"{shown}, {words.goal} {words.relations[bound.comparison]} {goal}"


def _of_norm(percentage: Decimal) -> str:
    """A percentage of a norm as it is printed: whole, but with decimals where 99,6 would be 100, which says that the
    norm was met exactly."""
    for decimals in range(MOST_DECIMALS):
        if percentage == _HUNDRED or rounded(percentage, decimals) != _HUNDRED:
            return format_number(percentage, "procent", decimals)
    return format_number(percentage, "procent", MOST_DECIMALS)


def _values(spec: ChartSpec, row: DataRow) -> tuple[Amount | None, ...]:
    base = row.value(spec.index) if spec.index else None
    cells = [(name, row.cells[name]) for name in spec.columns]
    values: list[Amount | None] = []
    for name, cell in cells:
        if cell.value is None:
            values.append(None)
        elif base is not None:
            index = _part(cell.value, base)
            values.append(_amount(index, format_number(index, None, 0), spec))
        else:
            form = row.form(cell.unit or row.unit_of(name))
            values.append(_amount(cell.value, format_number(cell.value, form, form.places(cell.decimals)), spec))
    return tuple(values)


def _norm(spec: ChartSpec, row: DataRow) -> _Norm | None:
    """The norm of a row on the chart's own scale; None where the row has none."""
    norm = parse_norm(row.text("norm"))
    value = norm.bound({name: cell.value for name, cell in row.cells.items()}) if norm else None
    if norm is None or value is None:
        return None
    base = row.value(spec.index) if spec.index else None
    words = row.text("norm_tekst") or written_norm(norm, row.text("norm"), row.form(), spec.language)
    return _Norm(_part(value, base) if base else value, words, norm.comparison)


def _bound(spec: ChartSpec, row: DataRow) -> Bound | None:
    """The norm of a row as it is drawn."""
    norm = _norm(spec, row)
    return Bound(float(norm.value), norm.text, norm.comparison) if norm else None


def _part(value: Decimal, whole: Decimal) -> Decimal:
    """How many percent a value is of another, exactly: binary floats would round 28,5 down."""
    return EXACT.divide(EXACT.multiply(value, _HUNDRED), whole)


def _amount(value: Decimal, text: str, spec: ChartSpec) -> Amount:
    return Amount(float(value), in_language(text, spec.language))


def _key(row: DataRow) -> str:
    return row.text("id") or row.text("indicator")


def _name(spec: ChartSpec, row: DataRow) -> str:
    return spec.labels.get(_key(row), "") or row.text("indicator") or _key(row)


def label_of(spec: ChartSpec, name: str) -> str:
    """The shorter name that a chart gives a column or value, or the name itself."""
    return spec.labels.get(name, name)
