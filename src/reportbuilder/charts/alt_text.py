"""The figures of a chart in words, for readers who hear the chart instead of seeing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportbuilder.i18n.language import ReportWords

if TYPE_CHECKING:
    from reportbuilder.charts.model import ChartData, ChartNorm


def list_figures(data: ChartData, words: ReportWords) -> str:
    """All figures of a chart in a sentence, with the norms that they are held to: by series when the categories are
    columns of the table, or else by category."""
    norm_word = words.goal.lower() if data.norms_are_goals else words.norm
    head = f"{words.figures} ({data.unit})" if data.unit else words.figures
    if len(data.series) == 1:
        parts = _single_series(data, norm_word)
    elif data.over_columns:
        head = f"{head} {words.in_turn.format(names=_joined(data.categories, words))}"
        parts = _by_series(data, words, norm_word)
    else:
        parts = _by_category(data, norm_word)
    return f"{head}: {'; '.join(parts)}."


def _single_series(data: ChartData, norm_word: str) -> Iterator[str]:
    (series,) = data.series
    for index, (category, value) in enumerate(zip(data.categories, series.values, strict=True)):
        if value is not None:
            yield f"{category}: {value.text}{_norm_words(_category_norm(data, index), norm_word)}"
    if series.norm is not None:
        yield f"{norm_word} {series.norm.text}"


def _by_series(data: ChartData, words: ReportWords, norm_word: str) -> Iterator[str]:
    for series in data.series:
        texts = [value.text if value is not None else words.no_figure for value in series.values]
        yield f"{series.name} {_joined(texts, words)}{_norm_words(series.norm, norm_word)}"


def _by_category(data: ChartData, norm_word: str) -> Iterator[str]:
    for index, category in enumerate(data.categories):
        values = ((series.values[index], series.name) for series in data.series)
        texts = [f"{value.text} ({name})" for value, name in values if value is not None]
        if texts:
            yield f"{category}: {', '.join(texts)}{_norm_words(_category_norm(data, index), norm_word)}"


def _joined(names: Sequence[str], words: ReportWords) -> str:
    """Names with commas between them, and "and" before the last."""
    return f" {words.and_} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _category_norm(data: ChartData, index: int) -> ChartNorm | None:
    return data.norms[index] if index < len(data.norms) else None


def _norm_words(norm: ChartNorm | None, norm_word: str) -> str:
    return f", {norm_word} {norm.text}" if norm is not None else ""
