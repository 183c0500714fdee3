"""What a chart shows: a file of `charts/` as a frozen value. Lengths are points."""

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.diagnostics.codes import CHART_SETTINGS
from reportbuilder.document.model import Span
from reportbuilder.files.inputs import MOST_TEXT, decode, load, tell_unreadable
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.scalars import FieldError
from reportbuilder.project.schema import After, Computed, Form, Limits, Words, parse_settings
from reportbuilder.project.units import Length
from reportbuilder.values import field, replace


class Kind(Enum):
    """The kinds of charts."""

    LINE = "line"
    BAR = "bar"
    GROUPED_BAR = "grouped-bar"
    STACKED_BAR = "stacked-bar"
    DOT = "dot"
    BULLET = "bullet"


def _filled(value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise FieldError("has no words")
    return text


Name = Words  # of a row or column: a year without quotes is a number in YAML
Filled = Annotated[Words, After(_filled)]


class Count(Form):
    """Rows counted by two columns: a bar for every value of `by`, a part for every value of `of`."""

    by: Name
    of: Name


class ChartSpec(Form, kw_only=True):
    """A chart: its kind, its figures (rows and columns of a data file), and its words."""

    kind: Kind
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
        """Where a setting stands (`"rows", 2`); the chart's file where it has no such setting."""
        return self.places.place(*path) if self.places else Place()


def read_chart(path: Path, shown: str, diagnostics: Diagnostics, root: Path | None = None) -> ChartSpec | None:
    """Read a chart's description, which has to be inside `root` (its own folder when none is given); everything that is
    wrong goes into the findings, and the answer is None."""
    try:
        content = load(path, root or path.parent, MOST_TEXT)
    except FileNotFoundError:
        known = [p.stem for p in path.parent.glob("*.yaml")] if path.parent.is_dir() else []
        diagnostics.add(
            Code.CHART_UNKNOWN, f"There is no chart “{path.stem}”.", Place(shown), nearest(path.stem, known)
        )
        return None
    except OSError as error:
        tell_unreadable(path, error, diagnostics, Place(shown))
        return None
    text = decode(content, shown, diagnostics)
    marked = read_yaml(text, Place(shown, 1, 1), diagnostics) if text is not None else None
    spec = parse_settings(ChartSpec, marked, diagnostics, CHART_SETTINGS) if marked else None
    if spec is None:
        return None
    spec = replace(spec, places=marked)
    return spec if _fits_kind(spec, diagnostics) else None


def _fits_kind(spec: ChartSpec, diagnostics: Diagnostics) -> bool:
    """Whether the settings go together; each that does not is a problem."""
    wrong = list(_misfits(spec))
    for setting, message, hint in wrong:
        diagnostics.add(Code.CHART_SETTINGS, message, spec.place(setting), hint)
    return not wrong


def _misfits(spec: ChartSpec) -> Iterator[tuple[str, str, str]]:
    if spec.count is not None:
        if spec.kind is not Kind.STACKED_BAR:
            yield "count", "Only a stacked bar can count rows.", "Set “kind: stacked-bar”."
        for setting in ("columns", "index"):
            if getattr(spec, setting):
                yield setting, f"A chart that counts rows has no “{setting}”.", f"Take “{setting}” or “count” away."
        return
    if not spec.columns:
        yield "columns", "The chart names no columns.", 'Add a line such as “columns: ["2021", "2022"]”.'
    if spec.kind is Kind.BULLET and len(spec.columns) > 1:
        yield "columns", "A bullet chart shows one column against its norm.", "Name one column."
    if spec.kind is Kind.BULLET and spec.index:
        yield "index", "A bullet chart already shows percentages, of the norm.", "Take “index” away."
    if spec.kind is Kind.LINE and len(spec.columns) == 1:
        yield "columns", "A line needs two columns or more.", "Name more columns, or set “kind: bar”."
