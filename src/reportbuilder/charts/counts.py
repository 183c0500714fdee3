"""Charts that count: how many rows of a table have each value, as the parts of bars."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reportbuilder.charts.figures import kept_rows, label_of, unknown_name
from reportbuilder.charts.series import Amount, ChartData, Series
from reportbuilder.charts.spec import ChartSpec, Count
from reportbuilder.data.goals import StatusRules
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics, nearest
from reportbuilder.i18n.number_format import Unit, format_number, in_language

_STATUS = "status"
_STATUS_ORDER = ("gerealiseerd", "deels", "niet-gerealiseerd", "geen-informatie")


def take_counts(
    spec: ChartSpec, count: Count, table: DataTable, rules: StatusRules | None, diagnostics: Diagnostics
) -> ChartData | None:
    """Count rows: a category for every value of one column, a series for every value of another.

    With `of: status` and rules, a row's status is worked out as in the status matrix. Values of `by` come in the order
    of the chart's `rows`, or else in that of the table; what is not there goes into the findings.
    """
    by_status = count.of == _STATUS and rules is not None
    for setting, name in (("by", count.by), ("of", count.of)):
        if name not in table.columns and not (by_status and setting == "of"):
            message = f"“{table.shown}” has no column “{name}”."
            unknown_name(message, spec.place("count", setting), name, table.columns, diagnostics)
            return None
    rows = kept_rows(spec, table, diagnostics)
    parts = [rules.status(row)[0] if rules and by_status else row.text(count.of) for row in rows]
    counted = Counter(zip((row.text(count.by) for row in rows), parts, strict=True))
    categories = _categories(spec, tuple(dict.fromkeys(row.text(count.by) for row in rows)), count.by, diagnostics)
    if not categories:
        return None
    names = _status_names(rules.words) if rules and by_status else {part: part for part in sorted(set(parts)) if part}
    series = tuple(
        Series(key, spec.labels.get(key, word), _counts([counted[name, key] for name in categories], spec.language))
        for key, word in names.items()
    )
    labels = tuple(label_of(spec, name) for name in categories)
    return ChartData(spec.kind, labels, series, unit=spec.unit, by_status=by_status, language=spec.language)


def _categories(spec: ChartSpec, found: Sequence[str], by: str, diagnostics: Diagnostics) -> tuple[str, ...]:
    known = tuple(name for name in found if name)
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


def _counts(numbers: Sequence[int], language: str) -> tuple[Amount | None, ...]:
    texts = [in_language(format_number(number, Unit.COUNT.value), language) for number in numbers]
    return tuple(Amount(float(n), text) if n else None for n, text in zip(numbers, texts, strict=True))
