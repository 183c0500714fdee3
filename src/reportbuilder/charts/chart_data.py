"""A chart's figures, taken from a data table: the rows and columns that its description names, or rows counted.

The functions whose names begin with `series_` arrange chosen rows as what a chart shows; a kind of chart says which of
them it uses, or brings its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartValue
from reportbuilder.charts.spec import ChartSpec, Count
from reportbuilder.data.calculations import EXACT
from reportbuilder.data.goals import StatusRules
from reportbuilder.data.norms import Relation, parse_norm, written_norm
from reportbuilder.data.table import DataRow, DataTable
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.i18n.chart_words import CHART_WORDS
from reportbuilder.i18n.number_format import Unit, format_number, in_language, rounded
from reportbuilder.i18n.number_parsing import MOST_DECIMALS, places_of
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.charts.kind import ChartType

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
    rows = _chosen_rows(spec, table, diagnostics)
    _check_columns(spec, table, diagnostics)
    if len(diagnostics.problems) == before:
        _check_figures(spec, rows, diagnostics)
    return kind.take_figures(spec, rows, diagnostics) if len(diagnostics.problems) == before else None


# Rows and columns ------------------------------------------------------------------------------------------------


def _kept_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> tuple[DataRow, ...]:
    """The rows that `only` keeps; an unknown column in it is a problem."""
    kept = table.rows
    for column, value in spec.only.items():
        if column not in table.columns:
            message = f"“{table.shown}” has no column “{column}”."
            _report_unknown_name(message, spec.place("only", column), column, table.columns, diagnostics)
            return ()
        kept = tuple(row for row in kept if row.text(column) == value)
    if not kept:
        diagnostics.add(Code.CHART_EMPTY, "No row of the table is left for this chart.", spec.place("only"))
    return kept


def _chosen_rows(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> tuple[DataRow, ...]:
    kept = _kept_rows(spec, table, diagnostics)
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
            _report_unknown_name(message, spec.place("rows", index), name, known, diagnostics)
    return tuple(known[name] for name in spec.rows if name in known)


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
    parts = [rules.status(row)[0] if rules and by_status else row.text(count.of) for row in rows]
    counted = Counter(zip((row.text(count.by) for row in rows), parts, strict=True))
    categories = _categories(spec, tuple(dict.fromkeys(row.text(count.by) for row in rows)), count.by, diagnostics)
    if not categories:
        return None
    names = _status_names(rules.words) if rules and by_status else {part: part for part in sorted(set(parts)) if part}
    series = tuple(
        ChartSeries(
            key, spec.labels.get(key, word), _counts([counted[name, key] for name in categories], spec.language)
        )
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


def _counts(numbers: Sequence[int], language: str) -> tuple[ChartValue | None, ...]:
    texts = [in_language(format_number(number, Unit.COUNT.value), language) for number in numbers]
    return tuple(ChartValue(float(n), text) if n else None for n, text in zip(numbers, texts, strict=True))


# Arrangements ----------------------------------------------------------------------------------------------------


def series_by_row(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData:
    """A series for each row, a category for each column."""
    norms = [_drawn_norm(spec, row) if spec.norm else None for row in rows]
    series = tuple(
        ChartSeries(_key(row), row_name(spec, row), _values(spec, row), norm)
        for row, norm in zip(rows, norms, strict=True)
    )
    return ChartData(
        spec.kind,
        tuple(column_name(spec, c) for c in spec.columns),
        series,
        unit=spec.unit,
        over_columns=True,
        language=spec.language,
    )


def series_by_column(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData:
    """A series for each column, a category for each row."""
    values = [_values(spec, row) for row in rows]
    series = tuple(
        ChartSeries(column, column_name(spec, column), tuple(v[i] for v in values))
        for i, column in enumerate(spec.columns)
    )
    norms = tuple(_drawn_norm(spec, row) for row in rows) if spec.norm else ()
    return ChartData(
        spec.kind, tuple(row_name(spec, row) for row in rows), series, norms, unit=spec.unit, language=spec.language
    )


def series_against_norm(spec: ChartSpec, rows: Sequence[DataRow], diagnostics: Diagnostics) -> ChartData | None:
    """One series of percentages of each row's norm, the norm itself being 100."""
    (column,) = spec.columns
    values: list[ChartValue | None] = []
    norms: list[ChartNorm] = []
    notes: list[str] = []
    for row in rows:
        norm, cell = _norm(spec, row), row.cells[column]
        if norm is None or norm.value <= 0:
            place = row.cells["norm"].place if "norm" in row.cells else row.place
            diagnostics.add(Code.CHART_NORM, "A bullet chart needs a norm above 0 in every row.", place)
            return None
        percentage = None if cell.value is None else _part(cell.value, norm.value)
        values.append(None if percentage is None else _amount(percentage, _of_norm(percentage), spec))
        norms.append(ChartNorm(float(_HUNDRED), norm.text, norm.comparison))
        notes.append(_result_and_goal(row, cell.value, cell.decimals, norm, spec.language))
    series = (ChartSeries(column, column_name(spec, column), tuple(values)),)
    names = tuple(row_name(spec, row) for row in rows)
    return ChartData(
        spec.kind,
        names,
        series,
        tuple(norms),
        tuple(notes),
        spec.unit,
        norms_are_goals=True,
        language=spec.language,
    )


def _result_and_goal(row: DataRow, result: Decimal | None, decimals: int, norm: _Norm, language: str) -> str:
    """What a percentage of the norm stands for: "12, doel ten minste 31"."""
    unit, words = row.form(), CHART_WORDS[language]
    shown = words.no_figure if result is None else format_number(result, unit, unit.places(decimals))
    goal = format_number(norm.value, unit, unit.places(places_of(norm.value)))
    shown, goal = shown if result is None else in_language(shown, language), in_language(goal, language)
    return f"{shown}, {words.goal} {words.relations[norm.comparison]} {goal}"


def _of_norm(percentage: Decimal) -> str:
    """A percentage of a norm as it is printed: whole, but with decimals where 99,6 would be 100, which says that the
    norm was met exactly."""
    for decimals in range(MOST_DECIMALS):
        if percentage == _HUNDRED or rounded(percentage, decimals) != _HUNDRED:
            return format_number(percentage, "procent", decimals)
    return format_number(percentage, "procent", MOST_DECIMALS)


def _values(spec: ChartSpec, row: DataRow) -> tuple[ChartValue | None, ...]:
    base = row.value(spec.index) if spec.index else None
    cells = [(name, row.cells[name]) for name in spec.columns]
    values: list[ChartValue | None] = []
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


def _drawn_norm(spec: ChartSpec, row: DataRow) -> ChartNorm | None:
    """The norm of a row as it is drawn."""
    norm = _norm(spec, row)
    return ChartNorm(float(norm.value), norm.text, norm.comparison) if norm else None


def _part(value: Decimal, whole: Decimal) -> Decimal:
    """How many percent a value is of another, exactly: binary floats would round 28,5 down."""
    return EXACT.divide(EXACT.multiply(value, _HUNDRED), whole)


def _amount(value: Decimal, text: str, spec: ChartSpec) -> ChartValue:
    return ChartValue(float(value), in_language(text, spec.language))


def _key(row: DataRow) -> str:
    return row.text("id") or row.text("indicator")


def row_name(spec: ChartSpec, row: DataRow) -> str:
    return spec.labels.get(_key(row), "") or row.text("indicator") or _key(row)


def column_name(spec: ChartSpec, name: str) -> str:
    """The shorter name that a chart gives a column or value, or the name itself."""
    return spec.labels.get(name, name)
