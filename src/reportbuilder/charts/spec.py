"""The description of a chart: a file of `charts/` as a frozen value. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import CHART_SETTINGS
from reportbuilder.document.model import Span
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Computed, Form, Limits, Words, parse_settings
from reportbuilder.project.units import Length
from reportbuilder.registry import nearest_registered
from reportbuilder.values import Value, field, replace

if TYPE_CHECKING:
    from reportbuilder.charts.chart_type import ChartType


def _filled(value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise FieldError("has no words")
    return text


Name = Words  # of a row or column: a year without quotes is a number in YAML
Filled = Annotated[Words, After(_filled)]


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
    unit: Name = ""
    width: Span = Span.COLUMN
    height: Annotated[Length, Limits(above=0)] = 170.0
    alt: Filled
    source: Name = ""
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
    yield from kind.check_settings(spec)
