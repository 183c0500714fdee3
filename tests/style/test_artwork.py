"""SVG artwork into pictures: geometry, colours by name, and what cannot be drawn."""

from pathlib import Path as FilePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.style.artwork import parse_artwork, read_artwork
from reportbuilder.style.svg import numbers, parse_transform

MM = 72 / 25.4
PALETTE = {"blue": "#003366", "sky": "#9cc3e0", "white": "#ffffff"}
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="20mm" viewBox="0 0 10 20">\n'


def read(body: str, folder: FilePath, head: str = HEAD) -> tuple[Picture | None, Diagnostics]:
    path = folder / "drawing.svg"
    path.write_text(f"{head}{body}\n</svg>", encoding="utf-8")
    diagnostics = Diagnostics()
    return read_artwork(path, lambda p: p.name, PALETTE, diagnostics), diagnostics


def only(body: str, folder: FilePath, head: str = HEAD) -> Path:
    picture, diagnostics = read(body, folder, head)
    assert not list(diagnostics)
    assert picture is not None
    (path,) = picture.items
    assert isinstance(path, Path)
    return path


def millimetres(path: Path, height: float = 20) -> list[tuple[Verb, tuple[float, ...]]]:
    """The segments in the drawing's own units, y down again."""
    turned = []
    for segment in path.segments:
        points = [p / MM for p in segment.points]
        points[1::2] = [height - y for y in points[1::2]]
        turned.append((segment.verb, tuple(round(p, 2) + 0.0 for p in points)))
    return turned


def test_a_path_comes_out_in_points_with_y_upwards(tmp_path: FilePath) -> None:
    path = only('<path fill="#003366" d="M0 0H10V20z"/>', tmp_path)
    width, height = round(10 * MM, 3), round(20 * MM, 3)
    assert path.fill == "blue"
    assert path.stroke is None
    assert path.segments == (
        Segment(Verb.MOVE, (0, height)),
        Segment(Verb.LINE, (width, height)),
        Segment(Verb.LINE, (width, 0)),
        Segment(Verb.LINE, (0, height)),
        Segment(Verb.CLOSE),
    )


def test_strokes_keep_their_width_dash_caps_and_joins(tmp_path: FilePath) -> None:
    path = only(
        '<g fill="none" stroke="#9CC3E0" stroke-width="2" stroke-dasharray="1,2">'
        '<path transform="scale(.5)" stroke-linecap="round" stroke-linejoin="bevel" d="M1 1L3 3"/></g>',
        tmp_path,
    )
    assert (path.fill, path.stroke) == (None, "sky")
    assert path.line_width == pytest.approx(MM, abs=0.001)
    assert path.dash == pytest.approx((MM / 2, MM), abs=0.001)
    assert (path.cap, path.join) == (1, 2)
    assert millimetres(path) == [(Verb.MOVE, (0.5, 0.5)), (Verb.LINE, (1.5, 1.5))]


@pytest.mark.parametrize(
    ("shape", "corners"),
    [
        ('<rect x="1" y="2" width="3" height="4"', [(1, 2), (4, 2), (4, 6), (1, 6)]),
        ('<polygon points="1,2 4,2 4,6"', [(1, 2), (4, 2), (4, 6)]),
        ('<polyline points="1 2 4 2 4 6"', [(1, 2), (4, 2), (4, 6)]),
    ],
)
def test_shapes(shape: str, corners: list[tuple[float, float]], tmp_path: FilePath) -> None:
    path = only(f'{shape} fill="#003366"/>', tmp_path)
    assert [points for verb, points in millimetres(path) if points][: len(corners)] == corners


def test_a_circle_stays_within_a_thousandth_of_its_radius(tmp_path: FilePath) -> None:
    path = only('<circle cx="5" cy="8" r="4" fill="#003366"/>', tmp_path)
    here = (0.0, 0.0)
    for segment in path.segments:
        points = [(x / MM - 5, y / MM - 12) for x, y in zip(segment.points[::2], segment.points[1::2], strict=True)]
        if segment.verb is Verb.CURVE:
            nodes = [here, *points]
            x, y = (sum(w * p[i] for w, p in zip((1, 3, 3, 1), nodes, strict=True)) / 8 for i in (0, 1))
            assert (x * x + y * y) ** 0.5 == pytest.approx(4, rel=0.001)
        here = points[-1] if points else here


def test_a_quadratic_curve_becomes_a_cubic_one(tmp_path: FilePath) -> None:
    path = only('<path fill="#003366" d="M0 0Q3 3 6 0z"/>', tmp_path)
    assert (Verb.CURVE, (2, 2, 4, 2, 6, 0)) in millimetres(path)


def test_the_view_box_may_begin_in_the_bleed(tmp_path: FilePath) -> None:
    head = HEAD.replace("0 0 10 20", "-3 -3 10 20")
    path = only('<path fill="#003366" d="M-3-3L7 17z"/>', tmp_path, head)
    assert path.segments[0] == Segment(Verb.MOVE, (0, round(20 * MM, 3)))


def test_painting_order_is_kept_and_what_paints_nothing_is_left_out(tmp_path: FilePath) -> None:
    body = (
        '<title>x</title><g fill="#003366"><rect width="1" height="1"/>'
        '<g fill="#9cc3e0"><rect width="1" height="1"/></g>'
        '<rect width="1" height="1" fill="none"/></g><rect width="1" height="1" fill="#ffffff" fill-rule="evenodd"/>'
    )
    picture, diagnostics = read(body, tmp_path)
    assert not list(diagnostics)
    assert picture is not None
    assert [(i.fill, i.even_odd) for i in picture.items if isinstance(i, Path)] == [
        ("blue", False), ("sky", False), ("white", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ('<rect width="1" height="1" fill="#003467"/>', "artwork-colour", "#003366 (“blue”)"),
        ('<rect width="1" height="1"/>', "artwork-colour", "blue"),
        ('<rect width="1" height="1" fill="navy"/>', "artwork-colour", "#003366"),
        ('<text fill="#003366">Maas</text>', "artwork-element", "outlines"),
        ("<style>g > rect{fill:#003366}</style>", "artwork-attribute", "Presentation Attributes"),
        ('<rect width="1" height="1" fill="#003366" stroke-width="broad"/>', "artwork-value", "numbers"),
        ('<rect width="1" height="1" fill="url(#g)"/>', "artwork-gradient", "flat colour"),
        ('<image width="1" height="1" href="a.png"/>', "artwork-element", "Image Trace"),
        ('<rect width="1" height="1" fill="#003366" style="clip-path:url(#a)"/>', "artwork-attribute", "Crop"),
        ('<g id="a"><use href="#a"/></g>', "artwork-element", "Draw them out"),
        ('<path fill="#003366" stroke-linecap="flat" d="M0 0L1 1"/>', "artwork-value", "round"),
        ('<path fill="#003366" transform="skew(3)" d="M0 0L1 1"/>', "artwork-value", "rotate"),
        ('<path fill="#003366" d="M0 0L"/>', "artwork-shape", "numbers"),
        ('<rect width="wide" height="1" fill="#003366"/>', "artwork-shape", "numbers"),
        ("<g>", "artwork-syntax", "again"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem_with_its_line(body: str, code: str, words: str, tmp_path: FilePath) -> None:
    picture, diagnostics = read(body, tmp_path)
    (problem,) = diagnostics
    assert picture is None
    assert problem.code == code
    assert words in problem.hint
    assert problem.place.file == "drawing.svg"
    assert problem.place.line in (2, 3)
    assert problem.place.column >= 1


@pytest.mark.parametrize(
    "head",
    [
        '<svg xmlns="http://www.w3.org/2000/svg">\n',
        HEAD.replace("0 0 10 20", "0 0 10 10"),
        HEAD.replace("10mm", "10em"),
        HEAD.replace("0 0 10 20", "0 0 0 0"),
    ],
)
def test_a_drawing_says_how_large_it_is(head: str, tmp_path: FilePath) -> None:
    picture, diagnostics = read("", tmp_path, head)
    assert picture is None
    assert [p.code for p in diagnostics] == ["artwork-size"]


@pytest.mark.parametrize(
    ("size", "width"),
    [
        ('width="20px" height="40px"', 15),
        ('width="20" height="40"', 15),
        ("", 7.5),
        ('width="100%" height="100%"', 7.5),
        ('width="2in" height="4in"', 144),
        ('width="30pt" height="60pt"', 30),
    ],
)
def test_a_size_may_have_any_unit_of_svg(size: str, width: float, tmp_path: FilePath) -> None:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 10 20">\n'
    picture, diagnostics = read('<rect width="10" height="20" fill="#003366"/>', tmp_path, head)
    assert not list(diagnostics)
    assert picture is not None
    assert (picture.width, picture.height) == (width, 2 * width)
    (path,) = picture.items
    assert isinstance(path, Path)
    assert max(point for segment in path.segments for point in segment.points) == pytest.approx(2 * width)


def test_pixels_of_illustrator_are_points(tmp_path: FilePath) -> None:
    head = HEAD.replace('width="10mm" height="20mm" ', "").replace("<svg", "<!-- Generator: Adobe Illustrator --><svg")
    picture, _ = read('<rect width="10" height="20" fill="#003366"/>', tmp_path, head)
    assert picture is not None
    assert picture.width == 10


EXPORTED = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 28.0, SVG Export Plug-In -->
<svg version="1.1" id="Laag_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px"
  y="0px" viewBox="0 0 100 200" style="enable-background:new 0 0 100 200;" xml:space="preserve">
<style type="text/css">
  .st0{fill:#003366;} .st1{fill:#FFF;stroke:none}
  rect.st2, #golf{fill:none;stroke:rgb(156, 195, 224);stroke-width:6px;stroke-miterlimit:10;}
</style>
<defs><rect id="vlak" class="st1" width="10" height="10"/></defs>
<rect class="st0" width="100" height="200"/>
<use xlink:href="#vlak" x="5" y="6"/>
<g style="display:none"><text>Hulplijnen</text></g>
<path id="golf" class="st1" d="M0,80c60-40,120-40,180,0"/>
"""


def test_artwork_as_illustrator_exports_it_is_taken(tmp_path: FilePath) -> None:
    picture, diagnostics = read("", tmp_path, EXPORTED)
    assert not list(diagnostics)
    assert picture is not None
    assert (picture.width, picture.height) == (100, 200)
    paths = [item for item in picture.items if isinstance(item, Path)]
    assert [(path.fill, path.stroke) for path in paths] == [("blue", None), ("white", None), (None, "sky")]
    assert paths[1].segments[0].points == (5, 194)
    assert paths[2].line_width == 6


def test_what_cannot_be_drawn_is_told_once_for_each_kind(tmp_path: FilePath) -> None:
    body = (
        '<text class="st0">een</text><text>twee</text><text>drie</text><image href="a.png"/><image href="b.png"/>'
        '<rect width="1" height="1" fill="url(#a)"/><rect width="1" height="1" style="fill:url(#b)"/>'
        '<g mask="url(#m)"><rect class="st0" width="1" height="1" mask="url(#n)"/></g>'
        '<rect width="1" height="1" fill="#123456"/><rect width="2" height="1" fill="#123456"/>'
        '<rect width="1" height="1" class="st0" style="opacity:1;mix-blend-mode:normal"/>'
    )
    picture, diagnostics = read(body, tmp_path, EXPORTED)
    assert picture is None
    assert sorted(p.code for p in diagnostics) == [
        "artwork-attribute", "artwork-colour", "artwork-element", "artwork-element", "artwork-gradient",
    ]  # fmt: skip
    assert any("3 times" in p.message for p in diagnostics)


def test_rules_count_by_what_they_name(tmp_path: FilePath) -> None:
    sheet = "<style>#a{fill:#003366} .b{fill:#9cc3e0} rect{fill:#fff}</style>"
    shape = '<rect width="1" height="1" fill="#123456" {}/>'
    for attributes, colour in (
        ("", "white"), ('class="b"', "sky"), ('class="b" id="a"', "blue"), ('class="b" style="fill:white"', "white"),
    ):  # fmt: skip
        assert only(sheet + shape.format(attributes), tmp_path).fill == colour


@given(st.text(alphabet=".#{}:;,abc*/ \n0", max_size=60))
def test_no_style_sheet_gives_a_traceback(sheet: str) -> None:
    _never_fails(f'{HEAD}<style>{sheet}</style><rect class="a" width="1" height="1" style="{sheet}"/></svg>'.encode())


@given(st.binary(max_size=60))
def test_no_bytes_give_a_traceback(data: bytes) -> None:
    _never_fails(data)


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+e #", max_size=40))
def test_no_path_gives_a_traceback(d: str) -> None:
    _never_fails(f'{HEAD}<path fill="#003366" d="{d}"/></svg>'.encode())


@given(st.text(alphabet="0123456789.,-e na", max_size=12), st.sampled_from(["rect", "circle", "line", "polygon"]))
def test_no_number_gives_a_traceback(value: str, tag: str) -> None:
    keys = ("x", "x1", "y2", "cx", "r", "rx", "width", "height", "points", "transform", "stroke-width")
    attributes = " ".join(f'{key}="{value}"' for key in keys)
    _never_fails(f"{HEAD}<{tag} {attributes}/></svg>".encode())


def _never_fails(data: bytes) -> None:
    diagnostics = Diagnostics()
    picture = parse_artwork(data, "drawing.svg", PALETTE, diagnostics)
    assert (picture is None) == diagnostics.failed


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_turn_about_a_point_leaves_the_point_alone(x: float, y: float) -> None:
    turned = parse_transform(f"rotate(37 {x:.3f} {y:.3f})").carried(complex(round(x, 3), round(y, 3)))
    assert turned == pytest.approx((round(x, 3), round(y, 3)), abs=1e-6)


def test_transforms_apply_from_the_right() -> None:
    assert parse_transform("translate(10, 0) scale(2)").carried(1 + 1j) == (12, 2)


def test_numbers() -> None:
    assert numbers(" 1, 2.5\n-3 ") == (1, 2.5, -3)


def test_opacities_of_groups_and_shapes_multiply(tmp_path: FilePath) -> None:
    shape = '<rect width="1" height="1" fill="#003366" stroke="#003366" {}/>'
    inner = shape.format('stroke-opacity=".8"')
    path = only(f'<g opacity="50%" fill-opacity=".5">{inner}</g>', tmp_path)
    assert (path.fill_opacity, path.stroke_opacity) == (0.25, 0.4)
    assert not path.is_opaque
    assert only(shape.format('opacity="1"'), tmp_path).is_opaque


def test_a_clipping_path_stands_in_the_coordinates_of_what_it_clips(tmp_path: FilePath) -> None:
    body = (
        '<defs><clipPath id="c"><rect id="r" x="1" y="2" width="3" height="4" clip-rule="evenodd"/></clipPath></defs>'
        '<g transform="translate(2 1)" clip-path="url(#c)"><rect width="9" height="9" fill="#003366"/></g>'
    )
    path = only(body, tmp_path)
    (clip,) = path.clips
    assert clip.even_odd
    xs = [x / 72 * 25.4 for segment in clip.segments for x in segment.points[::2]]
    ys = [20 - y / 72 * 25.4 for segment in clip.segments for y in segment.points[1::2]]
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((3, 6, 3, 7), abs=0.01)


@pytest.mark.parametrize("unit", ["", ' clipPathUnits="objectBoundingBox"'])
def test_a_clipping_path_that_is_not_there_or_relative_is_told(unit: str, tmp_path: FilePath) -> None:
    shape = f'<rect width="1" height="1" fill="#003366" clip-path="url(#{"c" if unit else "other"})"/>'
    body = f'<clipPath id="c"{unit}><rect width="1" height="1"/></clipPath>{shape}'
    picture, diagnostics = read(body, tmp_path)
    assert picture is None
    assert [p.code for p in diagnostics] == ["artwork-attribute"]
