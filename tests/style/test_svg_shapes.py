"""Outlines of SVG: path data in all its spellings, arcs, and shapes; the same as an SVG reader of others draws."""

import cmath
import math

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportbuilder.document.graphics import Verb
from reportbuilder.style.svg_shapes import Step, arc_curves, path_steps, shape_steps

NUMBERS = st.integers(-999, 999).map(lambda hundredths: hundredths / 100)
RADII = st.integers(1, 999).map(lambda hundredths: hundredths / 100)
POINTS = st.builds(complex, NUMBERS, NUMBERS)
COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}


def steps(data: str) -> list[Step]:
    return list(path_steps(data))


@st.composite
def commands(draw: st.DrawFn) -> str:
    """A command with its numbers, once or more, in one of the ways to write them."""
    letter = draw(st.sampled_from("MLHVCSQTZA"))
    written = draw(st.sampled_from([letter, letter.lower()]))
    if letter == "Z":
        return written
    sets = []
    for _ in range(draw(st.integers(1, 3))):
        if letter == "A":
            radii = [draw(RADII), draw(RADII), draw(NUMBERS)]
            numbers = [*radii, *draw(st.tuples(*[st.sampled_from([0, 1])] * 2)), draw(NUMBERS), draw(NUMBERS)]
        else:
            numbers = draw(st.lists(NUMBERS, min_size=COUNTS[letter], max_size=COUNTS[letter]))
        sets.append(draw(st.sampled_from([" ", ",", " , "])).join(f"{number:g}" for number in numbers))
    return f"{written}{draw(st.sampled_from(['', ' ']))}{' '.join(sets)}"


PATHS = st.tuples(POINTS, st.lists(commands(), max_size=8)).map(
    lambda made: f"M{made[0].real:g} {made[0].imag:g}" + "".join(made[1])
)


def recorded(data: str) -> list[Step]:
    """The steps of path data as fontTools has them."""
    pen = RecordingPen()
    parse_path(data, pen)
    verbs = {"moveTo": Verb.MOVE, "lineTo": Verb.LINE, "curveTo": Verb.CURVE, "closePath": Verb.CLOSE}
    found: list[Step] = []
    here = 0j
    for operator, pairs in pen.value:
        points = tuple(complex(*pair) for pair in pairs)
        if operator == "qCurveTo":
            control, end = points
            points = (here + 2 / 3 * (control - here), end + 2 / 3 * (control - end), end)
        if operator != "endPath":
            found.append((verbs.get(operator, Verb.CURVE), points))
        here = points[-1] if points else here
    return found


def told(found: list[Step]) -> list[tuple[Verb, list[complex]]]:
    """Steps to compare: without lines from a point to itself, which one reader tells and another does not."""
    kept: list[tuple[Verb, list[complex]]] = []
    here = 0j
    for verb, points in found:
        if not (verb is Verb.LINE and abs(points[-1] - here) < 1e-6):
            kept.append((verb, list(points)))
        here = points[-1] if points else here
    return kept


@settings(deadline=None)  # the other reader is loaded when it is first asked
@given(PATHS)
def test_path_data_is_what_another_reader_takes_it_for(data: str) -> None:
    ours, theirs = told(steps(data)), told(recorded(data))
    assert [verb for verb, _ in ours] == [verb for verb, _ in theirs]
    for (_, mine), (_, their) in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(their, abs=1e-4)


@pytest.mark.parametrize(
    ("terse", "plain"),
    [
        ("M1-2.5.5-.5L3e1-4", "M 1 -2.5 L 0.5 -0.5 L 30 -4"),
        ("M.5.5.6.6", "M 0.5 0.5 L 0.6 0.6"),
        ("m1 1 2 2 3 3", "M 1 1 L 3 3 L 6 6"),
        ("M0 0a4 4 0 01.8 2", "M 0 0 A 4 4 0 0 1 0.8 2"),
        ("M0 0A1 2 30 105 6 1 2 30 0 1 7 8", "M 0 0 A 1 2 30 1 0 5 6 A 1 2 30 0 1 7 8"),
        ("M1. 2.L3,4\n", "M 1 2 L 3 4"),
        ("M1 1h2v3H5V9", "M 1 1 L 3 1 L 3 4 L 5 4 L 5 9"),
        ("M1 1L2 2zL5 5", "M 1 1 L 2 2 L 1 1 Z M 1 1 L 5 5"),
        ("M1 1L2 2zm1 0L5 5", "M 1 1 L 2 2 z M 2 1 L 5 5"),
        ("M0 0C1 1 2 1 3 0S5-1 6 0", "M 0 0 C 1 1 2 1 3 0 C 4 -1 5 -1 6 0"),
        ("M0 0Q1 1 2 0T4 0T6 0", "M 0 0 Q 1 1 2 0 Q 3 -1 4 0 Q 5 1 6 0"),
        ("M0 0L1 1S2 2 3 3", "M 0 0 L 1 1 C 1 1 2 2 3 3"),
        ("", ""),
    ],
)
def test_terse_path_data(terse: str, plain: str) -> None:
    found, wanted = steps(terse), steps(plain)
    assert [verb for verb, _ in found] == [verb for verb, _ in wanted]
    assert [p for _, points in found for p in points] == pytest.approx([p for _, points in wanted for p in points])


@pytest.mark.parametrize("data", ["L1 1", "M1", "M1 1 2", "M1 1Lx", "M1 1;", "M0 0A1 1 0 2 0 3 3", "1 1", "M 0 0 zz1"])
def test_what_is_no_path_data_is_an_error(data: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        steps(data)


@given(POINTS, POINTS, RADII, RADII, st.floats(-7, 7), st.booleans(), st.booleans())
def test_an_arc_lies_on_its_ellipse(
    start: complex, end: complex, rx: float, ry: float, turn: float, large: bool, sweep: bool
) -> None:
    assume(abs(start - end) > 0.01)
    curves = list(arc_curves(start, end, (rx, ry), turn, large, sweep))
    assert curves[-1][2] == end
    middles = []
    here = start
    for one, two, three in curves:
        middles.append((here + 3 * one + 3 * two + three) / 8)
        here = three

    def circled(point: complex) -> complex:
        turned = point / cmath.rect(1, turn)
        return complex(turned.real / rx, turned.imag / ry)

    on = [circled(point) for point in (start, *(curve[2] for curve in curves), *middles)]
    radius, centre = fitted(on[0], on[1], on[len(curves) + 1])
    assert [abs(point - centre) for point in on] == pytest.approx([radius] * len(on), rel=2e-3)
    turned = sum(
        cmath.phase((circled(b) - centre) / (circled(a) - centre))
        for a, b in zip((start, *(c[2] for c in curves)), (c[2] for c in curves), strict=False)
    )
    if abs(abs(turned) - math.pi) > 1e-3:
        assert (turned > 0, abs(turned) > math.pi) == (sweep, large)


def fitted(one: complex, two: complex, three: complex) -> tuple[float, complex]:
    """The radius and centre of the circle through three points."""
    across, up = two - one, three - one
    ratio = up / across
    centre = one + across * (ratio - abs(ratio) ** 2) / (2j * ratio.imag)
    return abs(one - centre), centre


@pytest.mark.parametrize(
    ("tag", "attributes", "data"),
    [
        ("line", {"x1": "1", "y2": "2"}, "M1 0L0 2"),
        ("rect", {"x": "1", "width": "3", "height": "2"}, "M1 0H4V2H1V0z"),
        ("rect", {"width": "4", "height": "2", "rx": "9"},
         "M2 0H2A2 1 0 0 1 4 1V1A2 1 0 0 1 2 2H2A2 1 0 0 1 0 1V1A2 1 0 0 1 2 0Z"),
        ("ellipse", {"cx": "1", "rx": "2", "ry": "1"}, "M-1 0A2 1 0 1 1 3 0A2 1 0 1 1 -1 0"),
        ("circle", {"r": "2"}, "M-2 0A2 2 0 1 1 2 0A2 2 0 1 1 -2 0"),
        ("polygon", {"points": "1,2 3,4 5,6"}, "M1 2L3 4L5 6z"),
        ("polyline", {"points": ""}, ""),
        ("path", {}, ""),
    ],
)  # fmt: skip
def test_shapes_are_paths(tag: str, attributes: dict[str, str], data: str) -> None:
    assert list(shape_steps(tag, attributes)) == steps(data)


@pytest.mark.parametrize(
    ("tag", "attributes"), [("circle", {"r": "-1"}), ("rect", {"width": "1"}), ("circle", {"r": "1em"}), ("g", {})]
)
def test_shapes_without_sense_are_errors(tag: str, attributes: dict[str, str]) -> None:
    with pytest.raises((ValueError, KeyError)):
        list(shape_steps(tag, attributes))
