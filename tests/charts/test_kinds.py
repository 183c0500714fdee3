"""Whatever a chart shows, it stays inside its picture, its words do not touch, and its colours are the style's."""

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import matplotlib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from text_widths import measure

from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.labels import LabelBox, text_box
from reportbuilder.charts.model import ChartData, ChartNorm, ChartSeries, ChartSpec, ChartValue
from reportbuilder.charts.pictures import draw_picture
from reportbuilder.charts.report_charts import ReportChart
from reportbuilder.charts.style import chart_style
from reportbuilder.data.norms import Relation
from reportbuilder.document.graphics import Anchor, Label, Path, Picture
from reportbuilder.i18n.formats import format_number
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import replace

NAMES = st.text("abcdefgh ij/", min_size=1, max_size=30).map(lambda t: " ".join(t.split()) or "x")
NUMBERS = st.integers(0, 120_000).map(float)


def value(number: float | None) -> ChartValue | None:
    return None if number is None else ChartValue(number, format_number(number, "aantal"))


@st.composite
def charts(draw: st.DrawFn) -> ChartData:
    kind = draw(st.sampled_from(sorted(name for name, kind in BUILT_IN.items() if not kind.has_regions)))
    count = draw(st.integers(2 if kind == "line" else 1, 6))
    rows = 1 if kind in ("bar", "bullet") else draw(st.integers(1, 4))
    years = [str(2017 + i) for i in range(count)]
    categories = tuple(years if draw(st.booleans()) else draw(st.lists(NAMES, min_size=count, max_size=count)))
    numbers = NUMBERS if kind in ("stacked-bar", "bullet", "dot") else NUMBERS.map(lambda n: n - 20_000)
    first = draw(st.lists(numbers, min_size=count, max_size=count))
    others = st.lists(st.none() | numbers, min_size=count, max_size=count).filter(any_figure)
    columns = [first, *(draw(others) for _ in range(rows - 1))]
    bound = st.none() | st.builds(ChartNorm, NUMBERS, NAMES, st.sampled_from(Relation))
    upright = kind in ("line", "stacked-bar") or (kind == "bar" and draw(st.booleans()))
    series = tuple(
        ChartSeries(f"s{i}", draw(NAMES), tuple(map(value, column)), draw(bound) if upright else None)
        for i, column in enumerate(columns)
    )
    bounds: tuple[ChartNorm | None, ...] = ()
    if kind == "bullet":
        bounds = tuple(ChartNorm(100.0, "31", draw(st.sampled_from(Relation))) for _ in categories)
    elif not upright:
        bounds = tuple(draw(bound) for _ in categories)
    notes = tuple(draw(NAMES) for _ in categories) if kind == "bullet" else ()
    unit, in_panels = draw(st.just("") | NAMES), BUILT_IN[kind].split is not None and draw(st.booleans())
    return ChartData(kind, categories, series, bounds, notes, unit, over_columns=upright, in_panels=in_panels)


def any_figure(column: list[float | None]) -> bool:
    return any(n is not None for n in column)


def box(label: Label) -> LabelBox:
    width = measure(label.text, label.face, label.size)
    share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[label.anchor]
    return text_box(label.x - share * width, label.y, width, label.size)


def points(path: Path) -> list[tuple[float, float]]:
    return [xy for s in path.segments for xy in zip(s.points[::2], s.points[1::2], strict=True)]


def draw_it(data: ChartData, style: HouseStyle, design: Design, width: float, height: float) -> Picture:
    spec = ChartSpec(kind=data.kind, title="t", alt="a", data="d.csv", columns=("2019", "2020"))
    chart = ReportChart(BUILT_IN[data.kind], spec, data)
    return draw_picture(chart, chart_style(style, design), width, height, measure)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(data=charts(), width=st.sampled_from([156.0, 326.0, 369.0, 496.0]), height=st.sampled_from([90.0, 170.0]))
def test_nothing_leaves_the_picture_and_no_words_touch(
    style: HouseStyle, design: Design, data: ChartData, width: float, height: float
) -> None:
    picture = draw_it(data, style, design, width, height)
    assert (picture.width, picture.height >= height) == (width, True)
    page = LabelBox(-0.01, -0.01, picture.width + 0.01, picture.height + 0.01)
    labels = [item for item in picture.items if isinstance(item, Label)]
    for label in labels:
        assert box(label).within(page), label
        assert label.size >= 7.5
    for one, other in itertools.combinations(labels, 2):
        assert not box(one).grown(-0.01).overlaps(box(other)), (one, other)
    for path in (item for item in picture.items if isinstance(item, Path)):
        assert all(page.left <= x <= page.right and page.bottom <= y <= page.top for x, y in points(path)), path
        assert {path.fill, path.stroke} <= {None, *style.colours}


def test_a_scale_with_longer_figures_than_the_dots_stays_in_the_picture(style: HouseStyle, design: Design) -> None:
    data = ChartData(
        "dot", ("a",), (ChartSeries("s", "a", (value(0),)),), norms=(ChartNorm(75001.0, "a", Relation.AT_MOST),)
    )
    picture = draw_it(data, style, design, 156.0, 90.0)
    page = LabelBox(-0.01, -0.01, picture.width + 0.01, picture.height + 0.01)
    assert all(box(item).within(page) for item in picture.items if isinstance(item, Label))


LINES = ChartData(
    "line",
    ("2019", "2020", "2021"),
    (
        ChartSeries("a", "Overvallen", (value(51), value(57), value(62)), ChartNorm(50, "≥ 50 %")),
        ChartSeries("b", "Straatroof", (value(33), None, value(38)), ChartNorm(30, "≥ 30 %")),
    ),
)
STACKS = ChartData(
    "stacked-bar",
    ("Cybercrime", "Ondermijning"),
    (
        ChartSeries("gerealiseerd", "Gerealiseerd", (value(5), value(6))),
        ChartSeries("deels", "Deels", (value(3), None)),
        ChartSeries("niet-gerealiseerd", "Niet gerealiseerd", (value(2), value(1))),
        ChartSeries("geen-informatie", "Geen informatie", (None, value(3))),
    ),
    by_status=True,
)


def test_the_same_figures_give_the_same_picture_whatever_the_users_settings(style: HouseStyle, design: Design) -> None:
    plain = draw_it(LINES, style, design, 326, 170)
    with matplotlib.rc_context({"lines.linewidth": 9, "lines.scale_dashes": False, "figure.dpi": 300}):
        before = dict(matplotlib.rcParams)
        assert draw_it(LINES, style, design, 326, 170) == plain
        assert dict(matplotlib.rcParams) == before


def test_a_line_is_broken_where_there_is_no_information(style: HouseStyle, design: Design) -> None:
    picture = draw_it(LINES, style, design, 326, 170)
    strokes = [i for i in picture.items if isinstance(i, Path) and i.line_width == 1.5]
    assert [(s.stroke, len(s.segments)) for s in strokes] == [("blue", 3)]
    signs = [i for i in picture.items if isinstance(i, Path) and i.fill == "amber"]
    assert len(signs) == 3, "one on each point, and one before the name"


def test_lines_are_told_apart_without_colour(style: HouseStyle, design: Design) -> None:
    picture = draw_it(LINES, style, design, 326, 170)
    fills = {i.fill for i in picture.items if isinstance(i, Path) and i.fill} - {"white"}
    corners = {
        fill: {len(i.segments) for i in picture.items if isinstance(i, Path) and i.fill == fill} for fill in fills
    }
    assert len(fills) == 2
    assert all(len(found) == 1 for found in corners.values())
    assert len({min(found) for found in corners.values()}) == 2


def test_norms_are_thin_dashed_lines_with_their_words(style: HouseStyle, design: Design) -> None:
    picture = draw_it(LINES, style, design, 326, 170)
    dashed = [i for i in picture.items if isinstance(i, Path) and i.dash]
    assert {(d.stroke, d.line_width, d.dash) for d in dashed} == {("grey", 0.75, (2.5, 2.0))}
    assert {"norm ≥ 50 %", "norm ≥ 30 %"} <= {i.text for i in picture.items if isinstance(i, Label)}


def test_statuses_are_told_apart_without_colour(style: HouseStyle, design: Design) -> None:
    picture = draw_it(STACKS, style, design, 369, 90)
    areas = [i for i in picture.items if isinstance(i, Path) and i.fill]
    assert {"green", "amber", "red", "white"} <= {a.fill for a in areas}
    assert any(a.stroke == "grey" and a.fill == "white" for a in areas), "no information is an outline"
    marks = [i for i in picture.items if isinstance(i, Path) and i.stroke == "white"]
    checks, rings = (sum(len(i.segments) == length for i in marks) for length in (3, 25))
    assert (checks, rings) == (3, 2), "a check on two parts and in the key, a ring on a part and in the key"
    assert sum(len(i.segments) == 2 for i in marks) == 6, "a cross of two lines on two parts and in the key"
    words = [i.text for i in picture.items if isinstance(i, Label)]
    assert {"Gerealiseerd", "Deels", "Niet gerealiseerd", "Geen informatie"} <= set(words)
    assert sorted(w for w in words if w.isdigit()) == ["1", "2", "3", "3", "5", "6"]


def test_a_style_for_one_ink_has_textures(style: HouseStyle, design: Design) -> None:
    textured = replace(style, charts=replace(style.charts, textures=True))
    picture = draw_it(STACKS, textured, design, 369, 90)
    hatches = [i for i in picture.items if isinstance(i, Path) and i.stroke == "white"]
    assert len(hatches) == 3 + 2, "two parts and the key of what is missed, a part and the key of what is done in part"
    assert all(len(hatch.segments) >= 6 for hatch in hatches)


@pytest.mark.parametrize("kind", ["bar", "grouped-bar"])
def test_bars_begin_at_zero_and_are_as_long_as_their_figures(style: HouseStyle, design: Design, kind: str) -> None:
    data = ChartData(kind, ("a", "b"), (ChartSeries("2019", "2019", (value(400), value(100))),))
    picture = draw_it(data, style, design, 326, 90)
    bars = [points(i) for i in picture.items if isinstance(i, Path) and i.fill == "blue"]
    long, short = ((min(x for x, _ in bar), max(x for x, _ in bar)) for bar in bars)
    assert long[0] == short[0]
    assert (long[1] - long[0]) / (short[1] - short[0]) == pytest.approx(4, abs=0.01)


def areas_of(picture: Picture, fill: str) -> list[tuple[float, float, float, float]]:
    """The rectangles of a colour that are larger than a key's swatch: left, bottom, right, top."""
    found = []
    for path in (item for item in picture.items if isinstance(item, Path) and item.fill == fill):
        xs, ys = zip(*points(path), strict=True)
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def test_upright_bars_are_as_high_as_their_figures_and_as_wide_as_each_other(style: HouseStyle, design: Design) -> None:
    series = ChartSeries("a", "a", (value(400), value(100)))
    data = ChartData("bar", ("2019", "2020"), (series,), over_columns=True)
    high, low = areas_of(draw_it(data, style, design, 156, 120), "blue")
    assert high[1] == low[1]
    assert (high[3] - high[1]) / (low[3] - low[1]) == pytest.approx(4, abs=0.01)
    assert high[2] - high[0] == pytest.approx(low[2] - low[0], abs=0.01)


def test_bars_below_zero_go_the_other_way(style: HouseStyle, design: Design) -> None:
    series = ChartSeries("a", "a", (value(200), value(-100)))
    picture = draw_it(ChartData("bar", ("a", "b"), (series,)), style, design, 326, 90)
    above, below = areas_of(picture, "blue")
    assert above[0] == below[2]
    assert (above[2] - above[0]) / (below[2] - below[0]) == pytest.approx(2, abs=0.01)
    label = next(item for item in picture.items if isinstance(item, Label) and item.text == "\u2212100")
    assert box(label).right < below[0]


def test_stacked_parts_follow_each_other_in_proportion(style: HouseStyle, design: Design) -> None:
    picture = draw_it(STACKS, style, design, 369, 120)
    green = [area for area in areas_of(picture, "green") if area[2] - area[0] > 10]
    (first, second) = sorted(green, key=lambda area: -area[1])
    seam = 0.75
    assert (second[2] - second[0] + seam) / (first[2] - first[0] + seam) == pytest.approx(6 / 5, abs=0.01)
    amber = next(area for area in areas_of(picture, "amber") if area[2] - area[0] > 10)
    assert amber[0] - first[2] == pytest.approx(seam, abs=0.01)
    assert (amber[2] - amber[0] + seam) / (first[2] - first[0] + seam) == pytest.approx(3 / 5, abs=0.01)


def test_dots_stand_where_the_round_numbers_of_their_scale_say(style: HouseStyle, design: Design) -> None:
    data = ChartData("dot", ("a", "b"), (ChartSeries("2019", "2019", (value(78), value(83))),), unit="%")
    picture = draw_it(data, style, design, 326, 90)
    labels = {item.text: item for item in picture.items if isinstance(item, Label) and item.anchor is Anchor.MIDDLE}
    ticks = sorted((int(text), label.x) for text, label in labels.items() if text.isdigit())
    assert len(ticks) >= 3
    steps = {high - low for (low, _), (high, _) in itertools.pairwise(ticks)}
    assert steps <= {1, 2, 5}
    assert len(steps) == 1
    (low, left), (high, right) = ticks[0], ticks[-1]
    dots = [(x0 + x1) / 2 for x0, y0, x1, y1 in areas_of(picture, "blue") if y1 - y0 < 6]
    for number, x in zip((78, 83), dots, strict=True):
        assert x == pytest.approx(left + (number - low) / (high - low) * (right - left), abs=0.05)


def test_lines_rise_as_their_figures_do(style: HouseStyle, design: Design) -> None:
    series = ChartSeries("a", "a", (value(10), value(40), value(20)))
    data = ChartData("line", ("2019", "2020", "2021"), (series,), over_columns=True)
    picture = draw_it(data, style, design, 326, 120)
    (line,) = [item for item in picture.items if isinstance(item, Path) and item.line_width == 1.5]
    (x0, y0), (x1, y1), (x2, y2) = points(line)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.01)
    assert (y1 - y0) / (y1 - y2) == pytest.approx(30 / 20, abs=0.01)


def test_a_bullet_that_misses_its_goal_has_another_colour_and_says_so(style: HouseStyle, design: Design) -> None:
    data = ChartData(
        "bullet",
        ("a", "b"),
        (ChartSeries("2022", "2022", (value(106), value(39))),),
        (ChartNorm(100, "95"), ChartNorm(100, "31")),
        ("101, doel ten minste 95", "12, doel ten minste 31"),
        norms_are_goals=True,
    )
    picture = draw_it(data, style, design, 496, 120)
    words = {item.text for item in picture.items if isinstance(item, Label)}
    assert {"101, doel ten minste 95", "12, doel ten minste 31: niet gehaald", "doel = 100\u00a0%"} <= words
    assert {item.fill for item in picture.items if isinstance(item, Path) and item.fill} == {"blue", "amber"}
    textured = replace(style, charts=replace(style.charts, textures=True))
    picture = draw_it(data, textured, design, 496, 120)
    assert [item.stroke for item in picture.items if isinstance(item, Path) and len(item.segments) > 20] == ["white"]
    (met,), (missed,) = areas_of(picture, "blue"), areas_of(picture, "amber")
    assert (met[2] - met[0]) / (missed[2] - missed[0]) == pytest.approx(106 / 39, abs=0.01)


def test_charts_drawn_in_several_threads_are_the_same(style: HouseStyle, design: Design) -> None:
    charts = [LINES, STACKS] * 4
    alone = [draw_it(data, style, design, 326, 170) for data in charts]
    before = dict(matplotlib.rcParams)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda data: draw_it(data, style, design, 326, 170), charts))
    assert together == alone
    assert dict(matplotlib.rcParams) == before


def test_a_chart_with_many_rows_is_as_high_as_it_needs(style: HouseStyle, design: Design) -> None:
    data = ChartData("bar", tuple(f"rij {i}" for i in range(20)), (ChartSeries("a", "a", (value(5),) * 20),))
    assert draw_it(data, style, design, 326, 60).height > 200


def test_reading_charts_does_not_load_matplotlib() -> None:
    code = (
        "import sys, reportbuilder.charts.pictures; sys.exit(any(m in sys.modules for m in ('matplotlib', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
