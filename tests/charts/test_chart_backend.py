"""Our backend records whatever matplotlib draws: shapes in points, clipped, in the palette's colours."""

import pytest
from chart_measure import measure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as PlotPath

from reportbuilder.charts.backend import RecordingCanvas, new_figure
from reportbuilder.document.graphics import Label, Path, Picture, Verb


def record(figure: object) -> Picture:
    return figure.canvas.picture({"#ff0000": "rood"}, measure)  # type: ignore[attr-defined]


def test_axes_are_recorded_and_clipped_to_their_frame() -> None:
    figure = new_figure(100, 100)
    assert isinstance(figure.canvas, RecordingCanvas)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_axis_off()
    axes.plot([-5, 15], [-5, 15], color="#ff0000", linewidth=1.5)
    axes.fill([2, 20, 20, 2], [2, 2, 4, 4], color="#00ff00", linewidth=0)
    axes.set(xlim=(0, 10), ylim=(0, 10))
    picture = record(figure)
    area, line = sorted((i for i in picture.items if isinstance(i, Path)), key=lambda p: p.fill is None)
    assert (line.stroke, line.line_width) == ("rood", 1.5)
    assert [s.points for s in line.segments] == [(10, 10), (90, 90)]
    assert area.fill == "#00ff00"
    xs = {x for s in area.segments for x in s.points[::2]}
    assert (min(xs), max(xs)) == (26, 90)


def test_curves_are_cubic_and_shapes_are_closed() -> None:
    figure = new_figure(50, 50)
    figure.add_artist(Circle((25, 25), 10, facecolor="#ff0000", edgecolor="none", transform=None))
    bow = PlotPath([(0, 0), (15, 30), (30, 0)], [PlotPath.MOVETO, PlotPath.CURVE3, PlotPath.CURVE3])
    figure.add_artist(PathPatch(bow, facecolor="none", edgecolor="#ff0000", transform=None))
    disc, curve = (i for i in record(figure).items if isinstance(i, Path))
    assert disc.segments[-1].verb is Verb.CLOSE
    assert {s.verb for s in disc.segments[1:-1]} == {Verb.CURVE}
    assert curve.segments[1].points == (10, 20, 20, 20, 30, 0)


def test_nothing_is_painted_behind_a_figure_and_clear_shapes_are_left_out() -> None:
    figure = new_figure(50, 50)
    figure.add_artist(Circle((25, 25), 10, facecolor="none", edgecolor="none", transform=None))
    assert record(figure) == Picture(50, 50, ())


def test_an_image_is_refused() -> None:
    figure = new_figure(50, 50)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.imshow([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="image"):
        record(figure)


def test_words_are_anchored_where_they_stand() -> None:
    from reportbuilder.charts.backend import Words
    from reportbuilder.document.graphics import Anchor

    figure = new_figure(100, 50)
    for anchor in Anchor:
        figure.add_artist(Words(50, 20, "€ 5", "text", 7.5, "#ff0000", anchor))
    labels = [i for i in record(figure).items if isinstance(i, Label)]
    assert [(label.x, label.y, label.anchor) for label in labels] == [(50, 20, anchor) for anchor in Anchor]
    assert {(label.text, label.face, label.size, label.colour) for label in labels} == {("€ 5", "text", 7.5, "rood")}
