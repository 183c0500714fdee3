"""A chart's figures, taken from a data table: the rows and columns that its description names, or rows counted.

The functions whose names begin with `series_` arrange chosen rows as what a chart shows; a kind of chart says which of
them it uses, or brings its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartSpec, ChartValue, Count
from reportbuilder.charts.panels import wants_panels
from reportbuilder.data.calculations import EXACT, counts, percentages
from reportbuilder.data.goals import StatusRules
from reportbuilder.data.norms import Relation, parse_norm, written_norm
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.formats import Unit, format_number, in_language, rounded
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, places_of
from reportbuilder.registry import PluginError
from reportbuilder.values import Value, replace

if TYPE_CHECKING:
    from reportbuilder.charts.chart_type import ChartType

_HUNDRED = Decimal(100)
_STATUS = "status"
_STATUS_ORDER = ("gerealiseerd", "deels", "niet-gerealiseerd", "geen-informatie")


class _Norm(Value):
    """A norm on the scale of its chart: its number, its words, and how a figure has to compare with it."""

    value: Decimal
    text: str
    comparison: Relation


def take_data(
    kind: ChartType,
    spec: ChartSpec,
    table: DataTable,
    diagnostics: Diagnostics,
    rules: StatusRules | None = None,
) -> ChartData | None:
    """Take a chart's figures from its table; None, and diagnostics, where they are not there.

    `rules` are those by which the statuses are worked out that a chart counts.
    """
    if spec.count is not None:
        return _count_rows(spec, spec.count, table, rules, diagnostics)
    before = len(diagnostics.problems)
    chosen = _chosen_rows(spec, table, diagnostics)
    _check_columns(spec, table, diagnostics)
    if len(diagnostics.problems) == before:
        _check_figures(spec, chosen, diagnostics)
    if len(diagnostics.problems) != before:
        return None
    data = kind.take_figures(spec, chosen, diagnostics)
    if data is not None and kind.split is not None and wants_panels(spec, data, kind.split):
        data = replace(data, in_panels=True)
    if data is None and len(diagnostics.problems) == before:
        raise PluginError(
            f"the kind of chart “{kind.name}” takes no figures, and does not say why.", spec.place("kind")
        )
    return data


# Rows and columns ------------------------------------------------------------------------------------------------


def _kept_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> DataTable:
    """The rows that `only` keeps: none, and a diagnostic, where it names an unknown column."""
    for column in spec.only:
        if column not in table.columns:
            message = f"“{table.shown}” has no column “{column}”."
            _report_unknown_name(message, spec.place("only", column), column, table.columns, diagnostics)
            return table.take(())
    rows = table.where(spec.only)
    if not rows.rows:
        diagnostics.add(Code.CHART_EMPTY, "No row of the table is left for this chart.", spec.place("only"))
    return rows


def _chosen_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> DataTable:
    rows = _kept_rows(spec, table, diagnostics)
    return _by_id(spec, rows, diagnostics) if spec.rows and rows.rows else rows


def _by_id(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> DataTable:
    """The rows with the ids that `rows` names, in that order."""
    if "id" not in table.columns:
        hint = "Add a column “id”, or choose rows with “only”."
        diagnostics.add(Code.CHART_ROW, f"“{table.shown}” has no column “id”.", spec.place("rows"), hint)
        return table.take(())
    known = {row.text("id"): position for position, row in enumerate(table.rows)}
    for index, name in enumerate(spec.rows):
        if name not in known:
            message = f"“{table.shown}” has no row “{name}”."
            _report_unknown_name(message, spec.place("rows", index), name, known, diagnostics)
    return table.take(known[name] for name in spec.rows if name in known)


def _check_columns(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> None:
    named = [(name, spec.place("columns", index)) for index, name in enumerate(spec.columns)]
    named += [(spec.index, spec.place("index"))] if spec.index else []
    for name, place in named:
        if name not in table.columns:
            _report_unknown_name(f"“{table.shown}” has no column “{name}”.", place, name, table.columns, diagnostics)


def _report_unknown_name(
    message: str, place: Place, name: str, known: Collection[str], diagnostics: Diagnostics
) -> None:
    """Report a row or column that is not there, with the nearest that is."""
    diagnostics.add(Code.CHART_UNKNOWN_NAME, message, place, nearest(name, known))


def _check_figures(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> None:
    """Whether every cell that the chart draws is a figure or empty, and every base of an index a figure above 0."""
    for row in table.rows:
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
        if all(row.value(name) is None for name in spec.columns):
            diagnostics.add(Code.CHART_EMPTY, "This row has no figure for the chart to draw.", row.place)


# Counted rows ----------------------------------------------------------------------------------------------------


def _count_rows(
    spec: ChartSpec, count: Count, table: DataTable, rules: StatusRules | None, diagnostics: Diagnostics
) -> ChartData | None:
    """Count rows: a category for every value of one column, a series for every value of another.

    With `of: status` and rules, a row's status is worked out as in the status matrix. Values of `by` come in the order
    of the chart's `rows`, or else in that of the table; what is not there is a diagnostic.
    """
    by_status = count.of == _STATUS and rules is not None
    for setting, name in (("by", count.by), ("of", count.of)):
        if name not in table.columns and not (by_status and setting == "of"):
            message = f"“{table.shown}” has no column “{name}”."
            _report_unknown_name(message, spec.place("count", setting), name, table.columns, diagnostics)
            return None
    rows = _kept_rows(spec, table, diagnostics)
    parts = [rules.status(row)[0] if rules and by_status else row.text(count.of) for row in rows.rows]
    counted = counts(rows, count.by, parts)
    categories = _categories(spec, tuple(counted.index), count.by, diagnostics)
    if not categories:
        return None
    names = _status_names(rules.words) if rules and by_status else {part: part for part in sorted(set(parts)) if part}
    counted = counted.reindex(index=list(categories), columns=list(names), fill_value=0)
    series = tuple(
        ChartSeries(key, spec.labels.get(key, word), _count_values(counted[key], spec.language))
        for key, word in names.items()
    )
    labels = tuple(column_name(spec, name) for name in categories)
    return ChartData(spec.kind, labels, series, unit=spec.unit, by_status=by_status, language=spec.language)


def _categories(spec: ChartSpec, names: Sequence[str], by: str, diagnostics: Diagnostics) -> tuple[str, ...]:
    known = tuple(name for name in names if name)
    missing = [(i, name) for i, name in enumerate(spec.rows) if name not in known]
    for index, name in missing:
        message = f"No row has “{name}” in the column “{by}”."
        diagnostics.add(Code.CHART_ROW, message, spec.place("rows", index), nearest(name, known))
    if not known:
        diagnostics.add(Code.CHART_EMPTY, f"There is nothing in the column “{by}” to count.", spec.place("count", "by"))
    return () if missing else spec.rows or known


def _status_names(words: Mapping[str, str]) -> dict[str, str]:
    """The statuses from done to unknown, however the rules order them."""
    ordered = [key for key in _STATUS_ORDER if key in words]
    return {key: words[key] for key in (*ordered, *(key for key in words if key not in ordered))}


def _count_values(numbers: Iterable[int], language: str) -> tuple[ChartValue | None, ...]:
    texts = ((number, format_number(number, Unit.COUNT.value)) for number in map(int, numbers))
    return tuple(ChartValue(float(number), in_language(text, language)) if number else None for number, text in texts)


# Arrangements ----------------------------------------------------------------------------------------------------


def series_by_row(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData:
    """A series for each row, a category for each column."""
    series = tuple(
        ChartSeries(_key(row), row_name(spec, row), values, _drawn_norm(spec, row) if spec.norm else None)
        for row, values in zip(table.rows, _values(spec, table), strict=True)
    )
    return ChartData(
        spec.kind,
        tuple(column_name(spec, c) for c in spec.columns),
        series,
        unit=spec.unit,
        over_columns=True,
        language=spec.language,
    )


def series_by_column(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData:
    """A series for each column, a category for each row."""
    values = _values(spec, table)
    series = tuple(
        ChartSeries(column, column_name(spec, column), tuple(v[i] for v in values))
        for i, column in enumerate(spec.columns)
    )
    norms = tuple(_drawn_norm(spec, row) for row in table.rows) if spec.norm else ()
    names = tuple(row_name(spec, row) for row in table.rows)
    return ChartData(spec.kind, names, series, norms, unit=spec.unit, language=spec.language)


def series_against_norm(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData | None:
    """One series of percentages of each row's norm, the norm itself being 100."""
    (column,) = spec.columns
    norms: list[_Norm] = []
    for row in table.rows:
        norm = _norm(spec, row)
        if norm is None or norm.value <= 0:
            place = row.cells["norm"].place if "norm" in row.cells else row.place
            diagnostics.add(Code.CHART_NORM, "A bullet chart needs a norm above 0 in every row.", place)
            return None
        norms.append(norm)
    shares = percentages(table.figures([column]), (norm.value for norm in norms))[column]
    values = tuple(None if share.is_nan() else _chart_value(share, _of_norm(share), spec) for share in shares)
    series = (ChartSeries(column, column_name(spec, column), values),)
    names = tuple(row_name(spec, row) for row in table.rows)
    cells = [row.cells[column] for row in table.rows]
    notes = (
        _result_and_goal(row, cell.value, cell.decimals, norm, spec.language)
        for row, cell, norm in zip(table.rows, cells, norms, strict=True)
    )
    return ChartData(
        spec.kind,
        names,
        series,
        tuple(ChartNorm(float(_HUNDRED), norm.text, norm.comparison) for norm in norms),
        tuple(notes),
        spec.unit,
        norms_are_goals=True,
        language=spec.language,
    )


def _result_and_goal(row: DataRow, result: Decimal | None, decimals: int, norm: _Norm, language: str) -> str:
    """The words for a percentage of a norm, with its result and goal: "12, doel ten minste 31"."""
    unit, words = row.form(), language_of(language).charts
    result_text = words.no_figure if result is None else format_number(result, unit, unit.places(decimals))
    goal = format_number(norm.value, unit, unit.places(places_of(norm.value)))
    result_text, goal = (
        result_text if result is None else in_language(result_text, language),
        in_language(goal, language),
    )
    return f"{result_text}, {words.goal} {words.relations[norm.comparison.value]} {goal}"


def _of_norm(percentage: Decimal) -> str:
    """A percentage of a norm as it is printed: whole, but with decimals where 99,6 would be 100, which says that the
    norm was met exactly."""
    for decimals in range(MOST_DECIMALS):
        if percentage == _HUNDRED or rounded(percentage, decimals) != _HUNDRED:
            return format_number(percentage, "procent", decimals)
    return format_number(percentage, "procent", MOST_DECIMALS)


def _values(spec: ChartSpec, table: DataTable) -> list[tuple[ChartValue | None, ...]]:
    """The values of each row in the columns of a chart: its figures, or an index of them."""
    if not spec.index:
        return [tuple(_figure(row, name, spec) for name in spec.columns) for row in table.rows]
    figures = table.figures(dict.fromkeys((*spec.columns, spec.index)))
    indexed = percentages(figures, figures[spec.index])[list(spec.columns)]
    return [
        tuple(None if value.is_nan() else _chart_value(value, format_number(value, None, 0), spec) for value in line)
        for line in indexed.itertuples(index=False, name=None)
    ]


def _figure(row: DataRow, column: str, spec: ChartSpec) -> ChartValue | None:
    """The figure of a cell, as it is printed in its unit."""
    cell = row.cells[column]
    if cell.value is None:
        return None
    form = row.form(cell.unit or row.unit_of(column))
    return _chart_value(cell.value, format_number(cell.value, form, form.places(cell.decimals)), spec)


def _norm(spec: ChartSpec, row: DataRow) -> _Norm | None:
    """The norm of a row on the chart's own scale; None where the row has none."""
    norm = parse_norm(row.text("norm"))
    value = norm.bound({name: cell.value for name, cell in row.cells.items()}) if norm else None
    if norm is None or value is None:
        return None
    base = row.value(spec.index) if spec.index else None
    words = row.text("norm_tekst") or written_norm(norm, row.text("norm"), row.form(), spec.language)
    return _Norm(_part(value, base) if base else value, words, norm.comparison)


def _drawn_norm(spec: ChartSpec, row: DataRow) -> ChartNorm | None:
    """The norm of a row as it is drawn."""
    norm = _norm(spec, row)
    return ChartNorm(float(norm.value), norm.text, norm.comparison) if norm else None


def _part(value: Decimal, whole: Decimal) -> Decimal:
    """A norm as a percentage of the base of an index."""
    return EXACT.divide(EXACT.multiply(value, _HUNDRED), whole)


def _chart_value(value: Decimal, text: str, spec: ChartSpec) -> ChartValue:
    return ChartValue(float(value), in_language(text, spec.language))


def _key(row: DataRow) -> str:
    return row.text("id") or row.text("indicator")


def row_name(spec: ChartSpec, row: DataRow) -> str:
    return spec.labels.get(_key(row), "") or row.text("indicator") or _key(row)


def column_name(spec: ChartSpec, name: str) -> str:
    """The shorter name that a chart gives a column or value, or the name itself."""
    return spec.labels.get(name, name)
