"""A chart as frozen values: its description (a file of `charts/`), its data, and its figures in words.

The words are for readers who hear the chart instead of seeing it. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from reportbuilder.charts.regions import MapRegion
from reportbuilder.data.norms import Relation
from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import CHART_SETTINGS
from reportbuilder.document.model import Span
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.i18n.language import ReportWords
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Computed, Form, Length, Limits, Words, parse_settings
from reportbuilder.registry import nearest_registered
from reportbuilder.values import Value, field, replace

if TYPE_CHECKING:
    from reportbuilder.charts.chart_type import ChartType


class ChartValue(Value):
    """A value of a series, and how it is printed in the report's language."""

    number: float
    text: str


class ChartNorm(Value):
    """A norm: its position on the scale of the chart, its words, and how a value has to compare with it."""

    number: float
    text: str
    comparison: Relation = Relation.AT_LEAST

    def met_by(self, number: float) -> bool:
        """Whether a value on the same scale meets the norm."""
        return self.comparison.holds(number, self.number)


class ChartSeries(Value):
    """Values that belong together, one for each category (None: no information), and the norm of all of them.

    `key` is the row's id, the column, or the status that they are of; `name` is what the chart calls it.
    """

    key: str
    name: str
    values: tuple[ChartValue | None, ...]
    norm: ChartNorm | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values as matplotlib takes them: NaN where there is no information."""
        return tuple(value.number if value else float("nan") for value in self.values)

    @property
    def known(self) -> tuple[ChartValue, ...]:
        """The values that there are."""
        return tuple(value for value in self.values if value)


class ChartData(Value):
    """The data of a chart: every series has a value for each category.

    `kind` is the name of its kind; `norms` are those of the categories, `notes` words for each category; `by_status`:
    the series are the statuses of the status matrix; `over_columns`: the categories are columns of the table, such as
    years; `norms_are_goals`: the norms are called goals; `language` is that of the report. `in_panels`: drawn
    as small multiples; `shared_range` are the least and greatest number of all panels, where these have one scale.
    `regions` are those of a map, in a plane, and `keys` those of the categories.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    norms: tuple[ChartNorm | None, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = ""
    by_status: bool = False
    over_columns: bool = False
    norms_are_goals: bool = False
    language: str = "nl"
    in_panels: bool = False
    shared_range: tuple[float, ...] = ()
    keys: tuple[str, ...] = ()
    regions: tuple[MapRegion, ...] = ()

    @property
    def numbers(self) -> tuple[float, ...]:
        """All numbers that the scale has to hold: those that are drawn, of the norms, and of panels with one scale."""
        norms = (*(series.norm for series in self.series), *self.norms)
        values = (value.number for series in self.series for value in series.known)
        return (*values, *(norm.number for norm in norms if norm), *self.shared_range)

    @property
    def texts(self) -> tuple[str, ...]:
        """All values as they are printed."""
        return tuple(value.text for series in self.series for value in series.known)


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


def _filled(value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise FieldError("has no words")
    return text


Name = Words  # of a row or column: a year without quotes is a number in YAML
Filled = Annotated[Words, After(_filled)]


class Panels(Enum):
    """Whether a chart is drawn as small multiples: where its scales differ by ten or more, always, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class SettingProblem(Value):
    """A setting of a description that does not go with the others: its name, what is wrong, and what to do."""

    setting: str
    message: str
    hint: str


class Count(Form):
    """Rows counted by two columns: a bar for every value of `by`, a part for every value of `of`."""

    by: Name
    of: Name


class ChartSpec(Form, kw_only=True):
    """A chart: its kind, its figures (rows and columns of a data file), and its words."""

    kind: Filled
    title: Filled
    data: Name
    rows: tuple[Name, ...] = ()
    only: Mapping[str, Name] = field(default_factory=dict)
    columns: tuple[Name, ...] = ()
    index: Name = ""
    count: Count | None = None
    labels: Mapping[str, Name] = field(default_factory=dict)
    norm: bool = False
    panels: Panels = Panels.AUTO
    regions: Name = ""
    match: Name = "id"
    unit: Name = ""
    width: Span = Span.COLUMN
    height: Annotated[Length, Limits(above=0)] = 170.0
    alt: Filled
    source: Name = ""
    shapes: Annotated[tuple[MapRegion, ...], Computed()] = ()
    places: Annotated[LocatedData | None, Computed()] = None
    language: Annotated[str, Computed()] = "nl"

    def place(self, *path: str | int) -> Place:
        """The place of a setting by its path (`"rows", 2`); the chart's file where it has no such setting."""
        return self.places.place(*path) if self.places else Place()


def read_chart(
    path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None, *, kinds: Mapping[str, ChartType]
) -> ChartSpec | None:
    """Read a chart's description, which has to be inside `root` (its own folder when none is given); None, and
    diagnostics, where something in it is wrong. `kinds` are the kinds of charts that there are, by name."""
    try:
        content = load(path, root or path.parent, MOST_TEXT)
    except FileNotFoundError:
        names = [p.stem for p in path.parent.glob("*.yaml")] if path.parent.is_dir() else []
        diagnostics.add(
            Code.CHART_UNKNOWN, f"There is no chart “{path.stem}”.", Place(shown), nearest(path.stem, names)
        )
        return None
    except OSError as error:
        tell_unreadable(path, error, diagnostics, Place(shown))
        return None
    text = decode(content, shown, diagnostics)
    data = read_yaml(text, Place(shown, 1, 1), diagnostics) if text is not None else None
    spec = parse_settings(ChartSpec, data, diagnostics, CHART_SETTINGS) if data else None
    if spec is None:
        return None
    spec = replace(spec, places=data)
    if spec.kind not in kinds:
        message = f"There is no kind of chart “{spec.kind}”."
        diagnostics.add(Code.CHART_VALUE, message, spec.place("kind"), nearest_registered(spec.kind, kinds))
        return None
    problems = list(_setting_problems(spec, kinds[spec.kind]))
    for problem in problems:
        diagnostics.add(Code.CHART_SETTINGS, problem.message, spec.place(problem.setting), problem.hint)
    return None if problems else spec


def _setting_problems(spec: ChartSpec, kind: ChartType) -> Iterator[SettingProblem]:
    """The settings that do not go together, for any kind and for this one."""
    if spec.count is not None:
        if not kind.counts:
            yield SettingProblem("count", "Only a stacked bar can count rows.", "Set “kind: stacked-bar”.")
        for setting in ("columns", "index"):
            if getattr(spec, setting):
                hint = f"Take “{setting}” or “count” away."
                yield SettingProblem(setting, f"A chart that counts rows has no “{setting}”.", hint)
        return
    if not spec.columns:
        yield SettingProblem(
            "columns", "The chart names no columns.", 'Add a line such as “columns: ["2021", "2022"]”.'
        )
    if spec.panels is Panels.ALWAYS and kind.split is None:
        hint = "Take “panels” away, or set another kind, such as “kind: line”."
        yield SettingProblem("panels", f"A chart of the kind “{spec.kind}” has no panels.", hint)
    if spec.regions and not kind.has_regions:
        yield SettingProblem("regions", "Only a map has regions.", "Set “kind: map”, or take “regions” away.")
    yield from kind.check_settings(spec)
