"""A chart in words: its figures, for whoever hears the chart instead of seeing it."""

from collections.abc import Iterable, Iterator

from reportbuilder.charts.series import Amount, Bound, ChartData
from reportbuilder.charts.spec import Kind
from reportbuilder.content.words import Words


def in_words(data: ChartData, words: Words) -> str:
    """All figures of a chart in a sentence: by series when the categories are years, or else by category."""
    if len(data.series) == 1:
        parts = _of_one(data, words)
    else:
        parts = _by_series(data, words) if data.upright else _by_category(data, words)
    unit = f" ({data.unit})" if data.unit else ""
    return f"{words.figures}{unit}: {'; '.join(parts)}."


def _of_one(data: ChartData, words: Words) -> Iterator[str]:
    (series,) = data.series
    for index, (category, amount) in enumerate(zip(data.categories, series.values, strict=True)):
        if amount is not None:
            yield f"{category}: {amount.text}{_against(_bound(data, index), _name(data, words))}"
    if series.bound is not None:
        yield f"{_name(data, words)} {series.bound.text}"


def _by_series(data: ChartData, words: Words) -> Iterator[str]:
    for series in data.series:
        amounts = _amounts(zip(series.values, data.categories, strict=True))
        if amounts:
            yield f"{series.name}: {amounts}{_against(series.bound, _name(data, words))}"


def _by_category(data: ChartData, words: Words) -> Iterator[str]:
    for index, category in enumerate(data.categories):
        amounts = _amounts((series.values[index], series.name) for series in data.series)
        if amounts:
            yield f"{category}: {amounts}{_against(_bound(data, index), _name(data, words))}"


def _amounts(pairs: Iterable[tuple[Amount | None, str]]) -> str:
    return ", ".join(f"{amount.text} ({name})" for amount, name in pairs if amount is not None)


def _bound(data: ChartData, index: int) -> Bound | None:
    return data.bounds[index] if index < len(data.bounds) else None


def _name(data: ChartData, words: Words) -> str:
    """What the chart's bounds are called: figures are drawn against goals in a bullet chart, or else against norms."""
    return words.goal.lower() if data.kind is Kind.BULLET else words.norm


def _against(bound: Bound | None, name: str) -> str:
    return f", {name} {bound.text}" if bound is not None else ""
