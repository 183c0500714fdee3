"""Small multiples: when a chart is drawn as several small ones, and on which scale."""

from pathlib import Path as File

import pytest
from text_widths import measure

from reportbuilder.charts.chart_data import take_data
from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.model import ChartData, read_chart
from reportbuilder.charts.pictures import draw_picture
from reportbuilder.charts.report_charts import ReportChart
from reportbuilder.charts.style import chart_style
from reportbuilder.data.csv_files import parse_csv
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Label, Path, Picture
from reportbuilder.style.model import Design, HouseStyle

TABLE = """\
id;indicator;eenheid;2018;2019;2020;norm
inbraak;Inbraken;aantal;4400;4028;2000;
roof;Roven;aantal;761;717;500;
overval;Overvallen;aantal;225;223;200;
prio;Op tijd;procent;82,3;83,0;84,0;>= 82
traag;Snel genoeg;procent;79,7;79,6;81,0;>= 77
"""
OWN_SCALE = "Elk vak heeft een eigen schaal"


def made(tmp_path: File, *lines: str) -> tuple[ReportChart | None, Diagnostics]:
    diagnostics = Diagnostics()
    text = "\n".join(('columns: ["2018", "2019", "2020"]', "title: t", "data: t.csv", "alt: a", "width: page", *lines))
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    spec = read_chart(tmp_path / "c.yaml", "c.yaml", diagnostics, kinds=BUILT_IN)
    table = parse_csv(TABLE.encode(), "t.csv", diagnostics)
    if spec is None or table is None:
        return None, diagnostics
    data = take_data(BUILT_IN[spec.kind], spec, table, diagnostics)
    return (ReportChart(BUILT_IN[spec.kind], spec, data) if data else None), diagnostics


def drawn(chart: ReportChart | None, style: HouseStyle, design: Design, width: float = 480) -> Picture:
    assert chart is not None
    return draw_picture(chart, chart_style(style, design), width, 110, measure)


def texts(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Label)]


@pytest.mark.parametrize(
    ("lines", "in_panels"),
    [
        (("kind: grouped-bar", "rows: [inbraak, roof, overval]"), True),
        (("kind: grouped-bar", "rows: [inbraak, roof]"), False),
        (("kind: grouped-bar", "rows: [inbraak, overval]", "panels: never"), False),
        (("kind: line", "rows: [inbraak, overval]"), True),
        (("kind: line", "rows: [inbraak, overval]", 'index: "2018"'), False),
        (("kind: line", "rows: [roof, overval]", "panels: always"), True),
        (("kind: dot", "rows: [inbraak, overval]"), True),
    ],
)
def test_scales_that_differ_by_ten_become_panels(tmp_path: File, lines: tuple[str, ...], in_panels: bool) -> None:
    chart, diagnostics = made(tmp_path, *lines)
    assert not list(diagnostics)
    assert chart is not None
    assert chart.data.in_panels is in_panels


def test_each_panel_has_its_name_and_all_its_figures(tmp_path: File, style: HouseStyle, design: Design) -> None:
    chart, _ = made(tmp_path, "kind: grouped-bar", "rows: [inbraak, roof, overval]")
    picture = drawn(chart, style, design)
    assert {"Inbraken", "Roven", "Overvallen", "4.400", "223", OWN_SCALE} <= set(texts(picture))
    bars = [item for item in picture.items if isinstance(item, Path) and item.fill in ("blue", "pale")]
    lengths = [
        max(s.points[0] for s in bar.segments if s.points) - min(s.points[0] for s in bar.segments if s.points)
        for bar in bars
    ]
    assert max(lengths) < 2.5 * min(lengths), "4.400 and 225 are on scales of their own"


def test_panels_of_one_scale_say_nothing_and_stand_at_the_same_heights(
    tmp_path: File, style: HouseStyle, design: Design
) -> None:
    chart, _ = made(tmp_path, "kind: line", "rows: [inbraak, roof]", 'index: "2018"', "panels: always", "unit: Index")
    picture = drawn(chart, style, design)
    assert "Index" in texts(picture)
    hundreds = [item for item in picture.items if isinstance(item, Label) and item.text == "100"]
    assert len(hundreds) == 2
    assert hundreds[0].y == hundreds[1].y
    assert hundreds[0].x < 240 < hundreds[1].x


def test_panels_with_norms_have_their_own_scales(tmp_path: File, style: HouseStyle, design: Design) -> None:
    chart, _ = made(tmp_path, "kind: line", "rows: [prio, traag]", "panels: always", "norm: true", "unit: in %")
    assert "in % (elk vak heeft een eigen schaal)" in texts(drawn(chart, style, design))


def test_panels_stand_below_each_other_in_a_column(tmp_path: File, style: HouseStyle, design: Design) -> None:
    chart, _ = made(tmp_path, "kind: line", "rows: [prio, traag]", "panels: always")
    picture = drawn(chart, style, design, 156)
    first, second = (
        next(i for i in picture.items if isinstance(i, Label) and i.text == name) for name in ("Op tijd", "Snel genoeg")
    )
    assert first.x == second.x == 0
    assert first.y > second.y
    assert picture.height > 110


def test_a_kind_without_panels_says_so(tmp_path: File) -> None:
    chart, diagnostics = made(tmp_path, "kind: bullet", "rows: [prio]", "panels: always")
    assert chart is None
    problem = next(p for p in diagnostics if p.place.line == 8)
    assert problem.code == Code.CHART_SETTINGS.value
    assert "panels" in problem.message
    assert "kind: line" in problem.hint


def test_panels_is_one_of_three_words(tmp_path: File) -> None:
    chart, diagnostics = made(tmp_path, "kind: line", "rows: [prio]", "panels: twee")
    assert chart is None
    assert [p.place.line for p in diagnostics] == [8]


def test_a_chart_in_panels_is_described_as_one(tmp_path: File) -> None:
    chart, _ = made(tmp_path, "kind: line", "rows: [inbraak, overval]")
    assert chart is not None
    assert isinstance(chart.data, ChartData)
    assert [series.name for series in chart.data.series] == ["Inbraken", "Overvallen"]
