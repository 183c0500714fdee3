"""The backend records whatever matplotlib draws: shapes in points, clipped, in colours of the palette; and texts."""

from itertools import pairwise

import pytest
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as PlotPath
from text_widths import measure

from reportbuilder.charts.backend import RecordingCanvas, hatch_lines, new_figure
from reportbuilder.charts.style import ChartStyle, chart_style
from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Verb
from reportbuilder.style.model import Design, HouseStyle


@pytest.fixture
def look(style: HouseStyle, design: Design) -> ChartStyle:
    return chart_style(style, design)


def record(figure: Figure) -> Picture:
    assert isinstance(figure.canvas, RecordingCanvas)
    return figure.canvas.picture()


def paths(figure: Figure) -> list[Path]:
    return [item for item in record(figure).items if isinstance(item, Path)]


def labels(figure: Figure) -> list[Label]:
    return [item for item in record(figure).items if isinstance(item, Label)]


def bare_axes(figure: Figure) -> Axes:
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_axis_off()
    return axes


def test_axes_are_recorded_and_clipped_to_their_frame(look: ChartStyle) -> None:
    figure = new_figure(100, 100, look, measure)
    axes = bare_axes(figure)
    axes.plot([-5, 15], [-5, 15], color="#b3261e", linewidth=1.5)
    axes.fill([2, 20, 20, 2], [2, 2, 4, 4], color="#00ff00", linewidth=0)
    axes.set(xlim=(0, 10), ylim=(0, 10))
    area, line = sorted(paths(figure), key=lambda p: p.fill is None)
    assert (line.stroke, line.line_width) == ("red", 1.5)
    assert [s.points for s in line.segments] == [(10, 10), (90, 90)]
    assert area.fill == "#00ff00"
    xs = {x for s in area.segments for x in s.points[::2]}
    assert (min(xs), max(xs)) == (26, 90)


def test_curves_are_cubic_and_shapes_are_closed(look: ChartStyle) -> None:
    figure = new_figure(50, 50, look, measure)
    figure.add_artist(Circle((25, 25), 10, facecolor="#b3261e", edgecolor="none", transform=None))
    bow = PlotPath([(0, 0), (15, 30), (30, 0)], [PlotPath.MOVETO, PlotPath.CURVE3, PlotPath.CURVE3])
    figure.add_artist(PathPatch(bow, facecolor="none", edgecolor="#b3261e", transform=None))
    disc, curve = paths(figure)
    assert disc.segments[-1].verb is Verb.CLOSE
    assert {s.verb for s in disc.segments[1:-1]} == {Verb.CURVE}
    assert curve.segments[1].points == (10, 20, 20, 20, 30, 0)


def test_nothing_is_painted_behind_a_figure_and_clear_shapes_are_left_out(look: ChartStyle) -> None:
    figure = new_figure(50, 50, look, measure)
    figure.add_artist(Circle((25, 25), 10, facecolor="none", edgecolor="none", transform=None))
    assert record(figure) == Picture(50, 50, ())


@pytest.mark.parametrize("name", sorted({"ink", "white", "blue", "amber", "sky", "grey", "pale", "green", "red"}))
def test_every_colour_of_the_palette_comes_out_by_its_name(look: ChartStyle, style: HouseStyle, name: str) -> None:
    figure = new_figure(50, 50, look, measure)
    figure.add_artist(Circle((25, 25), 10, facecolor=style.colours[name].screen, transform=None))
    assert paths(figure)[0].fill == name


def test_what_is_transparent_is_the_colour_that_is_seen(look: ChartStyle) -> None:
    figure = new_figure(50, 50, look, measure)
    figure.add_artist(Circle((25, 25), 10, facecolor="#ff0000", alpha=0.5, linewidth=0, transform=None))
    assert paths(figure)[0].fill == "#ff8080"


def test_an_image_is_refused(look: ChartStyle) -> None:
    figure = new_figure(50, 50, look, measure)
    bare_axes(figure).imshow([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="image"):
        record(figure)


def test_texts_are_anchored_where_they_stand(look: ChartStyle) -> None:
    figure = new_figure(100, 50, look, measure)
    for side in ("left", "center", "right"):
        figure.text(50, 20, "€ 5", transform=None, ha=side, fontsize=7.5, color="#b3261e")
    anchors = list(Anchor)
    assert [(label.x, label.y, label.anchor) for label in labels(figure)] == [(50, 20, anchor) for anchor in anchors]
    assert {(label.text, label.face, label.size, label.colour) for label in labels(figure)} == {
        ("€ 5", "text", 7.5, "red")
    }


def test_the_weight_of_a_text_chooses_its_face(look: ChartStyle) -> None:
    figure = new_figure(100, 50, look, measure)
    for weight in ("normal", "bold", 400, 600):
        figure.text(50, 20, "x", transform=None, fontweight=weight)
    assert [label.face for label in labels(figure)] == ["text", "semibold", "text", "semibold"]


def test_lines_of_a_text_have_the_leading_of_the_style(look: ChartStyle) -> None:
    figure = new_figure(100, 50, look, measure)
    figure.text(50, 20, "een\ntwee\ndrie", transform=None, fontsize=look.text.size)
    heights = [label.y for label in labels(figure)]
    assert [round(a - b, 2) for a, b in pairwise(heights)] == [look.text.leading] * 2


def test_matplotlib_lays_texts_out_by_the_widths_of_the_house(look: ChartStyle) -> None:
    figure = new_figure(100, 50, look, measure)
    text = figure.text(0, 0, "0123456789", transform=None, fontsize=10)
    assert text.get_window_extent().width == measure("0123456789", "text", 10) == 50


def test_dollars_are_no_formula(look: ChartStyle) -> None:
    with rc_context(dict(look.matplotlib_settings())):
        figure = new_figure(100, 50, look, measure)
        figure.text(0, 0, "$5 of $6", transform=None)
        assert [label.text for label in labels(figure)] == ["$5 of $6"]


@pytest.mark.parametrize(("hatch", "slopes"), [("/", {1}), ("\\", {-1}), ("x", {1, -1}), ("-", {0})])
def test_a_hatch_is_lines_inside_its_shape(look: ChartStyle, hatch: str, slopes: set[int]) -> None:
    with rc_context(dict(look.matplotlib_settings())):
        figure = new_figure(60, 60, look, measure)
        figure.add_artist(Circle((30, 30), 20, facecolor="#003366", hatch=hatch, transform=None))
        disc, lines = paths(figure)
    assert (disc.fill, lines.stroke, lines.fill) == ("blue", "white", None)
    ends = [s.points for s in lines.segments]
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    assert len(pairs) > 10
    assert {round((y1 - y0) / (x1 - x0)) for (x0, y0), (x1, y1) in pairs} == slopes
    assert all((x - 30) ** 2 + (y - 30) ** 2 <= 20.1**2 for x, y in ends)


def test_a_hatch_leaves_holes_out() -> None:
    square = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    hole = [(4, 0), (6, 0), (6, 10), (4, 10), (4, 0)]
    lines = hatch_lines([square, hole], 0, 5, 0.1)
    assert sorted(lines) == [((0, 2.5), (4, 2.5)), ((0, 7.5), (4, 7.5)), ((6, 2.5), (10, 2.5)), ((6, 7.5), (10, 7.5))]


def test_a_hatch_of_stars_is_refused(look: ChartStyle) -> None:
    figure = new_figure(60, 60, look, measure)
    figure.add_artist(Circle((30, 30), 20, facecolor="#003366", hatch="*", transform=None))
    with pytest.raises(ValueError, match="hatch"):
        record(figure)
