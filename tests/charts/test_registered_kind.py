"""A kind of chart of somebody else's: one function on matplotlib's axes, drawn in the house style."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.ticker import LogFormatterSciNotation
from text_widths import measure

from reportbuilder.charts.kinds import BUILT_IN, chart_types
from reportbuilder.charts.labels import LabelBox, text_box
from reportbuilder.charts.model import ChartData, ChartSeries, ChartSpec, ChartValue, list_figures
from reportbuilder.charts.pictures import make_pictures, picture_key
from reportbuilder.charts.report_charts import read_charts
from reportbuilder.charts.style import chart_style
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document import graphics
from reportbuilder.document.graphics import Anchor, Label
from reportbuilder.document.model import Chapter, Chart, Document, Heading, Matter, Part, Span, Text
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.i18n.language import ReportWords, language_of
from reportbuilder.registry import Plugin, Registry, registry_of
from reportbuilder.style.model import Design, HouseStyle

Drawing = Callable[[Axes, ChartData], None]

TABLE = """\
id;indicator;eenheid;2019;2020;2021;2022
roof;Roven;aantal;1200;1000;1100;1250
inbraak;Inbraken;aantal;4000;3500,5;3000;3100
"""
CHART = """\
kind: area
title: Vlakken
data: t.csv
columns: [2019, 2020, 2021, 2022]
unit: Aantal
height: 60mm
alt: Twee vlakken.
"""


def draw_area(ax: Axes, data: ChartData) -> None:
    """The whole of a kind of chart: areas on top of each other."""
    ax.stackplot(data.categories, [series.numbers for series in data.series], labels=[s.name for s in data.series])
    ax.set_ylabel(data.unit)
    ax.legend(loc="upper right")
    ax.margins(x=0)


def describe_area(data: ChartData, words: ReportWords) -> str:
    return f"Vlakken van {len(data.series)} reeksen. {list_figures(data, words)}"


def registry(draw: Drawing = draw_area, **options: object) -> Registry:
    register = Plugin("area chart")
    register.chart("area", describe=describe_area, **options)(draw)
    return registry_of(register)


@dataclass(frozen=True)
class Folder:
    """A report's folder with plug-ins."""

    root: Path
    registry: Registry

    @property
    def status_rules_file(self) -> Path:
        return self.root / "statusregels.yaml"

    def chart_file(self, name: str) -> Path:
        return self.root / f"{name}.yaml"

    def data_file(self, name: str) -> Path:
        return self.root / name

    def shown(self, path: Path) -> str:
        return path.name


@pytest.fixture
def make(tmp_path: Path, style: HouseStyle, design: Design) -> Callable[..., tuple[Chart, list[tuple[str, str, str]]]]:
    """The chart with its picture, and its problems: code, message, hint."""

    def made(
        draw: Drawing = draw_area, text: str = CHART, **options: object
    ) -> tuple[Chart, list[tuple[str, str, str]]]:
        (tmp_path / "t.csv").write_text(TABLE, "utf-8")
        (tmp_path / "c.yaml").write_text(text, "utf-8")
        chapter = Chapter(
            Heading(1, (Text("Een"),), "een"), (Chart("c", (Text("t"),), "a", span=Span.WIDE),), Matter.BODY
        )
        document, diagnostics = Document("nl", (Part(Matter.BODY, chapter),)), Diagnostics()
        charts = read_charts(document, Folder(tmp_path, registry(draw, **options)), diagnostics)
        widths, cache = dict.fromkeys(Span, 326.0), DiskCache(tmp_path / "kept")
        drawn = make_pictures(document, charts, style, design, widths, measure, cache, diagnostics)
        (block,) = drawn.chapters[0].blocks
        assert isinstance(block, Chart)
        return block, [(str(p.code), p.message, p.hint) for p in diagnostics]

    return made


def labels(chart: Chart) -> list[Label]:
    assert chart.picture is not None
    return [item for item in chart.picture.items if isinstance(item, Label)]


def boxes(chart: Chart) -> list[LabelBox]:
    shares = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
    result = []
    for label in labels(chart):
        width = measure(label.text, label.face, label.size)
        box = text_box(0, 0, width, label.size)
        left = label.x - shares[label.anchor] * width
        turned = label.angle == 90
        result.append(
            LabelBox(left - box.top, label.y, left - box.bottom, label.y + width)
            if turned
            else LabelBox(left, label.y + box.bottom, left + width, label.y + box.top)
        )
    return result


Make = Callable[..., tuple[Chart, list[tuple[str, str, str]]]]


def test_plain_calls_of_matplotlib_draw_in_the_house_style(make: Make, style: HouseStyle) -> None:
    chart, problems = make()
    assert problems == []
    picture = chart.picture
    assert picture is not None
    paths = [item for item in picture.items if isinstance(item, graphics.Path)]
    assert {"blue", "amber"} <= {path.fill for path in paths}
    assert {label.face for label in labels(chart)} == {"text"}
    assert {label.size for label in labels(chart)} == {7.5}
    assert {"2019", "2022", "Aantal", "Roven", "Inbraken"} <= {label.text for label in labels(chart)}
    used = {colour for path in paths for colour in (path.fill, path.stroke)} | {label.colour for label in labels(chart)}
    assert used <= {None, *style.colours}


PLAIN_CALLS: dict[str, Drawing] = {
    "pie": lambda ax, data: ax.pie([3, 2, 1], labels=["a", "b", "c"]),
    "scatter": lambda ax, data: ax.scatter([1, 2, 3], [4, 5, 6]),
    "hist": lambda ax, data: ax.hist([1, 2, 2, 3, 3, 3], bins=3),
    "boxplot": lambda ax, data: ax.boxplot([[1, 2, 3], [2, 3, 9]], tick_labels=["a", "b"]),
    "errorbar": lambda ax, data: ax.errorbar([1, 2], [3, 4], yerr=[0.2, 0.3], capsize=2),
    "step": lambda ax, data: ax.step([1, 2, 3], [1, 3, 2], label="x"),
    "barh": lambda ax, data: ax.barh(["een", "twee"], [1, 2], hatch="//"),
    "arrow": lambda ax, data: ax.annotate("hier", (1, 1), (0.2, 0.5), arrowprops={"arrowstyle": "->", "color": "C0"}),
    "twin": lambda ax, data: (ax.plot([1, 2]), ax.twinx().plot([5, 3], color="C1")),
    "log": lambda ax, data: (ax.plot([1, 10, 100]), ax.set_yscale("log")),
    "dates": lambda ax, data: ax.plot([date(2020, 1, 1), date(2021, 1, 1)], [1, 2]),
    "title": lambda ax, data: (ax.plot([1, 2]), ax.set_title("Kop"), ax.set_xlabel("x"), ax.grid(True, axis="both")),
}


@pytest.mark.parametrize("call", PLAIN_CALLS)
def test_it_may_be_drawn_by_any_call_that_makes_lines_areas_and_words(make: Make, call: str) -> None:
    chart, problems = make(PLAIN_CALLS[call])
    assert problems == []
    assert chart.picture is not None
    assert len(chart.picture.items) > 0


def test_a_kind_that_draws_nothing_is_an_error_of_the_chart(make: Make) -> None:
    _, [(code, message, _)] = make(lambda ax, data: ax.set_ylabel("aantal"))
    assert (code, "nothing drawn" in message) == ("chart-drawing", True)


def test_logarithmic_and_second_scales_have_plain_numbers_in_the_picture(make: Make) -> None:
    def both(ax: Axes, data: ChartData) -> None:
        ax.plot([1, 1000])
        ax.set_yscale("log")
        ax.twinx().plot([0.5, 2.5], color="C1")

    chart, problems = make(both)
    assert problems == []
    assert chart.picture is not None
    page = LabelBox(-0.5, -0.5, chart.picture.width + 0.5, chart.picture.height + 0.5)
    right = [label.text for label in labels(chart) if label.x > chart.picture.width / 2 and "," in label.text]
    assert {"10", "1.000"} <= {label.text for label in labels(chart)}
    assert any(text.startswith("2,") for text in right)
    assert all(box.within(page) for box in boxes(chart))


def test_a_formula_is_an_error_of_the_chart(make: Make) -> None:
    def formula(ax: Axes, data: ChartData) -> None:
        ax.yaxis.set_major_formatter(LogFormatterSciNotation())
        ax.set_ylim(1, 100)

    _, [(code, message, _)] = make(formula)
    assert (code, "formula" in message) == ("chart-drawing", True)


def test_its_scale_has_round_numbers_in_the_language_of_the_report(make: Make) -> None:
    chart, _ = make()
    assert {"0", "2.000", "4.000"} <= {label.text for label in labels(chart)}

    def fractions(ax: Axes, data: ChartData) -> None:
        ax.plot([0, 1, 2], [0.0, 0.25, 0.5])
        ax.set_yticks([0.0, 0.25, 0.5])

    chart, _ = make(fractions)
    assert {"0,00", "0,25", "0,50"} <= {label.text for label in labels(chart)}


def test_its_labels_stand_in_the_picture_and_apart(make: Make) -> None:
    chart, _ = make()
    assert chart.picture is not None
    page = LabelBox(-0.5, -0.5, chart.picture.width + 0.5, chart.picture.height + 0.5)
    found = boxes(chart)
    assert len(found) > 8
    assert [label for label, box in zip(labels(chart), found, strict=True) if not box.within(page)] == []
    assert [(one, other) for one, other in combinations(found, 2) if one.overlaps(other)] == []


def test_it_fills_the_width_and_height_of_its_picture(make: Make) -> None:
    chart, _ = make()
    assert chart.picture is not None
    areas = [i for i in chart.picture.items if isinstance(i, graphics.Path) and i.fill in ("blue", "amber")]
    right = max(x for area in areas for segment in area.segments for x in segment.points[::2])
    assert right > chart.picture.width - measure("2022", "text", 7.5)
    assert min(label.y for label in labels(chart)) < 5
    assert (chart.picture.width, round(chart.picture.height)) == (326, 170)


def test_its_alternative_text_is_its_own_after_the_authors(make: Make) -> None:
    chart, _ = make()
    assert chart.alt.startswith("a Vlakken van 2 reeksen. Cijfers (Aantal) achtereenvolgens voor 2019, 2020, 2021")
    assert "1.250" in chart.alt


def test_the_example_of_the_documentation_draws_a_chart(make: Make) -> None:
    page = (Path(__file__).parents[2] / "docs" / "writing-content.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    scope: dict[str, object] = {"__name__": "example"}
    exec(example, scope)
    plugin = scope["register"]
    assert isinstance(plugin, Plugin)
    kind = chart_types(registry_of(plugin))["area"]
    chart, problems = make(kind.draw)
    assert problems == []
    assert {"Roven", "Inbraken", "2022"} <= {label.text for label in labels(chart)}


def test_without_words_of_its_own_it_lists_all_figures(tmp_path: Path) -> None:
    register = Plugin("area chart")
    register.chart("area", titles={"nl": "vlakken", "en": "areas"})(draw_area)
    kind = chart_types(registry_of(register))["area"]
    series = ChartSeries("roof", "Roven", (ChartValue(1200, "1.200"), ChartValue(1000, "1.000")))
    data = ChartData("area", ("2019", "2020"), (series,), over_columns=True)
    assert kind.describe(data, language_of("nl").report) == "Cijfers: 2019: 1.200; 2020: 1.000."
    assert [kind.title(language) for language in ("nl", "en-GB", "de")] == ["vlakken", "areas", "area"]


def test_the_same_chart_gives_the_same_picture(make: Make, tmp_path: Path) -> None:
    first, _ = make()
    (kept,) = (tmp_path / "kept").iterdir()
    kept.unlink()
    assert make()[0].picture == first.picture


def test_a_colour_that_the_palette_has_not_is_an_error(make: Make) -> None:
    def purple(ax: Axes, data: ChartData) -> None:
        ax.plot([0, 1], [0, 1], color="purple")

    for _ in ("drawn", "kept"):
        _, [(code, message, hint)] = make(purple)
        assert code == "chart-colour"
        assert "#800080" in message
        assert "amber, blue" in hint


def test_transparency_is_an_error_too(make: Make) -> None:
    def pale(ax: Axes, data: ChartData) -> None:
        ax.fill_between([0, 1], [0, 1], alpha=0.5)

    _, [(code, _, hint)] = make(pale)
    assert (code, "transparency" in hint) == ("chart-colour", True)


def test_a_function_that_fails_is_an_error_of_the_chart(make: Make) -> None:
    def broken(ax: Axes, data: ChartData) -> None:
        raise KeyError("2023")

    chart, [(code, message, _)] = make(broken)
    assert (chart.picture, code) == (None, "chart-drawing")
    assert "KeyError" in message
    assert "area" in message


def test_an_image_is_an_error_of_the_chart(make: Make) -> None:
    def image(ax: Axes, data: ChartData) -> None:
        ax.imshow([[1, 2], [3, 4]])

    _, [(code, message, _)] = make(image)
    assert (code, "image" in message) == ("chart-drawing", True)


def test_an_unknown_kind_names_the_nearest(make: Make) -> None:
    _, [(code, _, hint)] = make(text=CHART.replace("kind: area", "kind: aera"))
    assert (code, hint) == ("chart-value", "Did you mean “area”?")


def test_a_kind_can_take_its_own_figures(make: Make) -> None:
    def halves(spec: ChartSpec, table: DataTable, diagnostics: Diagnostics) -> ChartData:
        values = tuple(ChartValue(float(half), "half") for half in table.frame["2022"] / 2)
        return ChartData("area", ("a", "b"), (ChartSeries("h", "Helften", values),))

    chart, problems = make(take_figures=halves)
    assert problems == []
    assert "Helften" in {label.text for label in labels(chart)}
    assert chart.alt.endswith("a: half; b: half.")


def test_what_the_program_does_not_know_of_a_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        chart_types(registry(colour="red"))


def test_pictures_of_another_version_of_a_plug_in_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: HouseStyle, design: Design
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path / "area_of_somebody.py"
    module.write_text("def draw(ax, data): ax.plot([1, 2])\n")
    import area_of_somebody  # type: ignore[import-not-found]

    kind = chart_types(registry(area_of_somebody.draw))["area"]
    data, look = ChartData("area", ("a",), ()), chart_style(style, design)
    before = picture_key(kind, data, look, 100, 50, measure)
    assert picture_key(kind, data, look, 100, 50, measure) == before
    module.write_text("def draw(ax, data): ax.plot([1, 3])\n")
    assert picture_key(kind, data, look, 100, 50, measure) != before


def test_matplotlib_looks_for_no_fonts_and_writes_nothing(tmp_path: Path) -> None:
    """With an empty home folder, matplotlib would open every font of the machine and write a list of them."""
    code = """
import sys
from reportbuilder.charts.start_matplotlib import matplotlib
import matplotlib.figure
fonts = sys.modules["matplotlib.font_manager"].fontManager
print([entry.name for entry in fonts.ttflist], len(fonts.afmlist))
"""
    environment = {**os.environ, "HOME": str(tmp_path)}
    environment = {name: value for name, value in environment.items() if not name.startswith(("MPL", "XDG"))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("['DejaVu Sans'] 0\n", "")
    assert list(tmp_path.iterdir()) == []


def test_every_kind_that_comes_with_the_program_is_one_of_its_kinds() -> None:
    kinds = chart_types(registry())
    assert set(kinds) == {*BUILT_IN, "area"}
    assert all(kinds[name].name == name for name in kinds)
