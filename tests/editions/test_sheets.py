"""The sheet around a page: its boxes, its marks, the line in the slug."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from pikepdf import Page

from reportbuilder.diagnostics import ReportError
from reportbuilder.layout.page import Side
from reportbuilder.pdf.page_boxes import MM
from tests.whole_reports import REPORTS

from ..pdf.page_text import read_page
from .built_reports import Desk, Printed, build, built
from .paint_operations import Point, marks_of, painted, read, streams

SLUG = 12 * MM
BLEED = 3 * MM


def box(page: Page, name: str) -> list[float]:
    return [float(edge) for edge in page.obj[name]]


def around(size: tuple[float, float], more: float) -> list[float]:
    width, height = size
    return pytest.approx([-more, -more, width + more, height + more], abs=0.001)


def test_the_trim_is_the_page_and_the_bleed_and_the_slug_are_around_it(printed: Printed) -> None:
    setup = printed.layout.setup
    size = (setup.width, setup.height)
    for page in read(printed.press).pages:
        assert box(page, "/TrimBox") == around(size, 0)
        assert box(page, "/BleedBox") == around(size, BLEED)
        assert box(page, "/MediaBox") == around(size, SLUG)
        assert not {"/CropBox", "/ArtBox"} & set(page.obj.keys())
        assert page.obj.get("/Rotate", 0) == 0
    for page in read(printed.screen).pages:
        assert box(page, "/MediaBox") == around(size, 0)


def outside(points: Sequence[Point], size: tuple[float, float]) -> float:
    """How far all of a path is from the page, on one of its sides."""
    width, height = size
    xs, ys = zip(*points, strict=True)
    return max(-max(xs), min(xs) - width, -max(ys), min(ys) - height)


def test_marks_are_outside_the_bleed_and_on_the_sheet(printed: Printed) -> None:
    setup = printed.layout.setup
    size = (setup.width, setup.height)
    pdf = read(printed.press)
    for page in pdf.pages:
        marks = marks_of(pdf, page)
        assert [mark.inks for mark in marks if mark.operator == "S"] == ["All"] * (8 + 4 * 3), "corners and targets"
        assert {(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)} <= {
            mark.inks for mark in marks if mark.operator == "f"
        }
        for mark in marks:
            assert outside(mark.points, size) >= BLEED + 0.25, "outside the bleed, with the half of a line's width"
            assert all(-SLUG <= x <= size[0] + SLUG and -SLUG <= y <= size[1] + SLUG for x, y in mark.points)


def test_crop_marks_are_in_line_with_the_trim(printed: Printed) -> None:
    setup = printed.layout.setup
    pdf = read(printed.press)
    straight = [mark.points for mark in marks_of(pdf, pdf.pages[0]) if mark.operator == "S" and len(mark.points) == 2]
    upright = Counter(round(one[0], 1) for one, other in straight if one[0] == other[0])
    level = Counter(round(one[1], 1) for one, other in straight if one[1] == other[1])
    assert [upright[edge] for edge in (0, round(setup.width, 1))] == [2, 2]
    assert [level[edge] for edge in (0, round(setup.height, 1))] == [2, 2]


SLUGS = {
    "good-alles": "Jaarverslag 2021 · Versie 1 april 2022 · 01-04-2022",
    "jaarverslag-2019": "Jaarverslag 2019 · Versie RVO 6 april 2020 · 06-04-2020",
    "jaarverslag-2022": "Jaarverslag 2022 · Speciale editie · 31-12-2022",
}


@pytest.mark.parametrize("folder", REPORTS, ids=[folder.name for folder in REPORTS])
def test_the_slug_line_says_what_the_sheet_belongs_to(folder: Path) -> None:
    press = built(folder).press
    pdf = read(press)
    for number, page in enumerate(pdf.pages, 1):
        slug = read_page(press, number - 1)[-1]
        assert slug.text == f"{SLUGS[folder.name]} · bladzijde {number} · Cyaan Magenta Geel Zwart"
        lowest = min(y for mark in marks_of(pdf, page) for _, y in mark.points)
        assert -SLUG < slug.y < lowest - 4, "below all marks"
        assert slug.x + slug.width < float(page.obj.MediaBox[2])


def test_without_marks_the_sheet_is_the_bleed(desk: Desk) -> None:
    desk.style("marks: true", "marks: false")
    press = desk.build().press
    pdf = read(press)
    for number, page in enumerate(pdf.pages):
        assert box(page, "/MediaBox") == box(page, "/BleedBox")
        assert all(line.y > 0 for line in read_page(press, number)), "no slug line"
        assert marks_of(pdf, page) == []
        assert "All" not in {paint.inks for paint in painted(pdf, page)}


def test_another_bleed_is_one_line_in_the_style(desk: Desk) -> None:
    desk.style("bleed: 3mm", "bleed: 2mm")
    built = desk.build()
    setup, pdf = built.layout.setup, read(built.press)
    size = (setup.width, setup.height)
    assert box(pdf.pages[0], "/BleedBox") == around(size, 2 * MM)
    assert min(outside(mark.points, size) for mark in marks_of(pdf, pdf.pages[0])) >= 3 * MM - 0.005


def test_the_slug_line_is_in_the_language_of_the_report(desk: Desk) -> None:
    desk.settings(more="language: en\n")
    desk.write("The unit works with the councils.")
    (*_, slug) = read_page(desk.build().press)
    assert slug.text == "Klein verslag · Proefdruk · 04-03-2022 · page 1 · Cyan Magenta Yellow Black"


@pytest.mark.parametrize(
    ("folder", "multiple", "binding"),
    [(REPORTS[0], 4, 4.0), (REPORTS[0], 2, 0.0), (REPORTS[0], 1, 10.0), (REPORTS[2], 4, 4.0)],
    ids=["document, 4 and 4 mm", "document, 2", "document, 10 mm", "magazine, 4 and 4 mm"],
)
def test_pages_are_bound(tmp_path: Path, folder: Path, multiple: int, binding: float) -> None:
    bound = build(with_binding(folder, tmp_path, f"{{pages: {multiple}, binding: {binding:g}mm}}"))
    was = built(folder)
    assert bound.screen == was.screen, "only paper is bound"
    before, after = read(was.press), read(bound.press)
    assert len(after.pages) % multiple == 0
    assert 0 <= len(after.pages) - len(before.pages) < multiple
    for number, page in enumerate(was.layout.pages):
        away = binding * MM if page.side is Side.RIGHT else -binding * MM
        *lines, slug = read_page(was.press, number)
        *moved, same_slug = read_page(bound.press, number)
        assert slug == same_slug
        assert [(line.y, line.text) for line in moved] == [(line.y, line.text) for line in lines]
        for line, place in zip(moved, lines, strict=True):
            assert line.x - place.x == pytest.approx(away, abs=0.011)
        forms = zip(placed_forms(after.pages[number]), placed_forms(before.pages[number]), strict=True)
        for (x, *rest), (place_x, *same) in forms:
            artwork = place_x == pytest.approx(-BLEED, abs=0.001)
            assert x - place_x == pytest.approx(0 if artwork else away, abs=0.001)
            assert rest == same
    for number in range(len(before.pages), len(after.pages)):
        (slug,) = read_page(bound.press, number)
        assert f" · bladzijde {number + 1} · " in slug.text
        assert painted(after, after.pages[number])[:-1] == [], "blank but for its slug line"
        assert marks_of(after, after.pages[number]) == marks_of(after, after.pages[0])


def with_binding(folder: Path, parent: Path, binding: str) -> Path:
    """A copy of a report that is bound like this."""
    copy = Path(shutil.copytree(folder, parent / folder.name))
    with (copy / "report.yaml").open("a", encoding="utf-8") as file:
        file.write(f"print: {binding}\n")
    return copy


def placed_forms(page: Page) -> list[tuple[float, float, bytes]]:
    """Where a page places its artwork, charts, symbols and images."""
    found = re.findall(rb"q\s+(\S+ 0 0 \S+) (\S+) (\S+) cm\s+/\S+ Do", streams(page)[0])
    return [(float(x), float(y), scale) for scale, x, y in found]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("pages: 3", "“print.pages” cannot be “3”."),
        ("binding: 12mm", "“print.binding”"),
        ("binding: -1mm", "“print.binding”"),
    ],
)
def test_a_binding_that_cannot_be_is_one_error_at_its_line(tmp_path: Path, wrong: str, message: str) -> None:
    folder = with_binding(REPORTS[0], tmp_path, f"{{{wrong}}}")
    with pytest.raises(ReportError) as stopped:
        build(folder)
    (problem,) = stopped.value.problems
    assert message in problem.message
    assert problem.place.line == (folder / "report.yaml").read_text(encoding="utf-8").count("\n")
