"""A chart in words: its figures, for whoever hears the chart instead of seeing it."""

from collections.abc import Iterator, Sequence

from reportbuilder.charts.series import Bound, ChartData
from reportbuilder.charts.spec import Kind
from reportbuilder.i18n.report_words import Words


def in_words(data: ChartData, words: Words) -> str:
    """All figures of a chart in a sentence: by series when the categories are years, or else by category."""
    head = f"{words.figures} ({data.unit})" if data.unit else words.figures
    if len(data.series) == 1:
        parts = _of_one(data, words)
    elif data.upright:
        head = f"{head} {words.in_turn.format(names=_listed(data.categories, words))}"
        parts = _by_series(data, words)
    else:
        parts = _by_category(data, words)
    return f"{head}: {'; '.join(parts)}."


def _of_one(data: ChartData, words: Words) -> Iterator[str]:
    (series,) = data.series
    for index, (category, amount) in enumerate(zip(data.categories, series.values, strict=True)):
        if amount is not None:
            yield f"{category}: {amount.text}{_against(_bound(data, index), _name(data, words))}"
    if series.bound is not None:
        yield f"{_name(data, words)} {series.bound.text}"


def _by_series(data: ChartData, words: Words) -> Iterator[str]:
    for series in data.series:
        amounts = [amount.text if amount is not None else words.no_figure for amount in series.values]
        yield f"{series.name} {_listed(amounts, words)}{_against(series.bound, _name(data, words))}"


def _by_category(data: ChartData, words: Words) -> Iterator[str]:
    for index, category in enumerate(data.categories):
        found = ((series.values[index], series.name) for series in data.series)
        amounts = [f"{amount.text} ({name})" for amount, name in found if amount is not None]
        if amounts:
            yield f"{category}: {', '.join(amounts)}{_against(_bound(data, index), _name(data, words))}"


def _listed(names: Sequence[str], words: Words) -> str:
    """Names with commas between them, and "and" before the last."""
    return f" {words.and_} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _bound(data: ChartData, index: int) -> Bound | None:
    return data.bounds[index] if index < len(data.bounds) else None


def _name(data: ChartData, words: Words) -> str:
    """What the chart's bounds are called: figures are drawn against goals in a bullet chart, or else against norms."""
    return words.goal.lower() if data.kind is Kind.BULLET else words.norm


def _against(bound: Bound | None, name: str) -> str:
    return f", {name} {bound.text}" if bound is not None else ""
