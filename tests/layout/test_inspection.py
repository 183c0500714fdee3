"""Faults planted on pages, each found with its place; and pages that are as they should be."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place, ReportError, Severity
from reportbuilder.document.graphics import Anchor, Label, Picture
from reportbuilder.document.model import Document, Text
from reportbuilder.layout.draft import DraftMarks
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.inspection import BoundingBox, Inspector, rectangle
from reportbuilder.layout.page import Frame, Layer, Layout, Master, Page, Placed, Side
from reportbuilder.layout.stack import ImageBox, PictureBox
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.pipeline import build_report as make_report
from reportbuilder.project.project_folder import Resources
from reportbuilder.structure.model import Artifact
from reportbuilder.values import replace
from tests.whole_reports import check_report, read_layout, resources

from .conftest import ROOT

ONE, TWO = Place("a.md", 3, 1), Place("a.md", 8, 1)
CODES = {"text-off-page", "picture-off-page", "text-outside-frame", "text-overlap", "text-contrast"}


@pytest.fixture
def look(setter: Typesetter) -> Callable[..., list[tuple[str, Place]]]:
    """What is found on a page of these items."""

    def found(*items: Placed, side: Side = Side.RIGHT, binding: float = 0.0) -> list[tuple[str, Place]]:
        page = Page(4, side, Master.TEXT, "", items)
        inspector = Inspector(setter.style, setter.design.page, setter.fonts, binding)
        return [(problem.code, problem.place) for problem in inspector.inspect(page)]

    return found


@pytest.fixture
def words(setter: Typesetter) -> Callable[..., Placed]:
    """A text of 200 points at a place on the page."""

    def put(x: float, top: float, place: Place = ONE, colour: str = "ink", text: str = "Tien woorden") -> Placed:
        style = replace(setter.design.text.body, colour=colour)
        block = setter.block((Text(text),), style, 200.0, 1, place=place)
        return Placed(block, Frame(x, top, block.width, block.height), place)

    return put


def ground(setter: Typesetter, colour: str, x: float, foot: float, width: float, height: float) -> Placed:
    """A coloured area."""
    setup = setter.design.page
    marks = DraftMarks(setup.width, setup.height, grounds=((x, foot, width, height, colour),))
    return Placed(marks, Frame(0.0, 0.0, setup.width, setup.height), layer=Layer.FURNITURE)


def boxed(flowable: Flowable, x: float, top: float, place: Place = TWO) -> Placed:
    return Placed(flowable, Frame(x, top, flowable.width, flowable.height), place)


Look = Callable[..., list[tuple[str, Place]]]
Words = Callable[..., Placed]


def test_text_in_its_place_is_no_problem(look: Look, words: Words) -> None:
    assert look(words(100, 100), words(100, 130, TWO)) == []


def test_text_that_the_edge_cuts_is_found(look: Look, words: Words, setter: Typesetter) -> None:
    setup = setter.design.page
    for x, top in ((-4.0, 100.0), (setup.width - 40, 100.0), (100.0, -8.0), (100.0, setup.height - 6)):
        assert look(words(x, top)) == [("text-off-page", ONE)]


@pytest.mark.parametrize(("side", "x"), [(Side.RIGHT, 0.0), (Side.LEFT, 10.0)])
def test_text_that_only_the_print_edition_cuts_is_found(look: Look, words: Words, side: Side, x: float) -> None:
    placed = words(x, 100)
    block = placed.flowable
    assert isinstance(block, TextBlock)
    if side is Side.RIGHT:
        placed = replace(placed, frame=replace(placed.frame, x=595.276 - block.lines[0].width - 10))
    assert look(placed, side=side, binding=5.0) == []
    assert look(placed, side=side, binding=15.0) == [("text-off-page", ONE)]


def test_a_picture_that_the_edge_cuts_is_found(look: Look) -> None:
    picture = PictureBox(Picture(100.0, 50.0, ()), 1)
    assert look(boxed(picture, 560, 100)) == [("picture-off-page", TWO)]
    assert look(boxed(replace(picture, mark=Artifact.BACKGROUND), 560, 100)) == []


def test_texts_over_each_other_are_found(look: Look, words: Words) -> None:
    assert look(words(100, 100), words(120, 103, TWO)) == [("text-overlap", TWO)]
    assert look(words(100, 100), words(100, 114, TWO)) == []


def test_a_marker_over_its_text_is_found(look: Look, words: Words, setter: Typesetter) -> None:
    placed = words(100, 100)
    block = placed.flowable
    assert isinstance(block, TextBlock)
    wide = replace(block, marker=setter.words("128.", setter.design.text.body), indent=6.0, marker_x=0.0)
    frame = replace(placed.frame, width=206.0)
    assert look(replace(placed, flowable=wide, frame=frame)) == [("text-overlap", ONE)]


def test_text_under_an_image_is_found(look: Look, words: Words) -> None:
    image = ImageBox("x.png", 80.0, 60.0, 1)
    assert look(words(100, 100), boxed(image, 110, 90)) == [("text-overlap", ONE)]
    assert look(words(100, 100), boxed(image, 110, 120)) == []


def test_text_out_of_its_frame_is_found(look: Look, words: Words) -> None:
    placed = words(100, 100)
    assert look(replace(placed, frame=replace(placed.frame, width=20.0))) == [("text-outside-frame", ONE)]


def test_text_in_the_colour_of_its_ground_is_found(look: Look, words: Words, setter: Typesetter) -> None:
    foot = setter.design.page.height - 150
    blue = ground(setter, "blue", 90, foot, 300, 100)
    assert look(words(100, 100, colour="white")) == [("text-contrast", ONE)]
    assert look(blue, words(100, 100, colour="white")) == []
    assert look(blue, words(100, 100, colour="blue")) == [("text-contrast", ONE)]
    assert look(words(100, 100, colour="white"), blue) == [("text-contrast", ONE)], (
        "what is painted later is not behind"
    )
    half = ground(setter, "blue", 90, foot, 30, 100)
    assert look(half, words(100, 100, colour="white")) == [("text-contrast", ONE)], "half of it is on the paper"


def test_text_on_a_picture_is_held_against_what_is_drawn_there(look: Look, words: Words) -> None:
    picture = PictureBox(
        Picture(200.0, 100.0, (rectangle(BoundingBox(0, 0, 200, 50), "blue"),)), Artifact.BACKGROUND, 2.0
    )
    art = boxed(picture, 50, 50)  # its lower half, from 150 points down, is blue
    assert look(art, words(100, 170, colour="white")) == []
    assert look(art, words(100, 100, colour="white")) == [("text-contrast", ONE)]
    assert look(art, words(100, 100)) == []


def test_labels_of_a_picture_over_each_other_or_out_of_it_are_found(look: Look) -> None:
    def chart(*labels: Label) -> Placed:
        return boxed(PictureBox(Picture(200.0, 100.0, labels), 1), 100, 100)

    def label(text: str, x: float, anchor: Anchor = Anchor.START, angle: float = 0.0) -> Label:
        return Label(text, x, 20.0, "text", 8.0, "ink", anchor, angle)

    assert look(chart(label("Rotterdam", 10), label("Delft", 100))) == []
    assert look(chart(label("Rotterdam", 10), label("Delft", 30))) == [("text-overlap", TWO)]
    assert look(chart(label("Een label dat buiten de grafiek staat", 190))) == [("text-outside-frame", TWO)]
    assert look(chart(label("Rotterdam", 100, angle=90.0), label("Delft", 120))) == []


def test_a_problem_says_the_page_the_words_and_what_to_do(words: Words, setter: Typesetter) -> None:
    page = Page(4, Side.LEFT, Master.TEXT, "", (words(100, 100, colour="white"),))
    (problem,) = Inspector(setter.style, setter.design.page, setter.fonts).inspect(page)
    assert problem.severity is Severity.ERROR
    assert "“Tien woorden” on page 4" in problem.message
    assert "1.0 : 1" in problem.message
    assert problem.hint


# Whole reports ----------------------------------------------------------------------------------------------------


def test_both_reports_are_clean(laid_out: tuple[Document, Layout, Diagnostics]) -> None:
    _, _, diagnostics = laid_out
    assert [problem for problem in diagnostics if problem.code in CODES] == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small report with a house style of its own, to spoil."""
    shutil.copytree(ROOT / "styles", tmp_path / "styles")
    shutil.copytree(ROOT / "tests" / "documents" / "good-alles", tmp_path / "content" / "proef")
    return tmp_path


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def workplace(project: Path) -> Resources:
    return resources(project / "styles", ROOT / "fonts", project / "cache")


def wrong(problems: tuple[Diagnostic, ...]) -> set[tuple[str, str]]:
    return {(problem.code, Path(problem.place.file).name) for problem in problems if problem.code in CODES}


def test_check_and_build_both_find_what_falls_off_a_page(project: Path) -> None:
    spoil(project / "styles" / "rvo" / "style.yaml", "folio_y: ", "folio_y: 0mm # ")
    folder = project / "content" / "proef"
    expected = wrong(check_report(folder, workplace(project)))
    assert ("text-off-page", "themas.md") in expected
    assert {code for code, _ in expected} == {"text-off-page"}
    with pytest.raises(ReportError) as stopped:
        make_report(folder, (), workplace(project), lambda step: None)
    assert wrong(stopped.value.problems) == expected


def test_furniture_on_the_text_is_found(project: Path) -> None:
    spoil(project / "styles" / "rvo" / "style.yaml", "folio_y: ", "folio_y: 9cm # ")
    _, _, diagnostics = read_layout(project / "content" / "proef", workplace(project))
    assert {code for code, _ in wrong(tuple(diagnostics))} == {"text-overlap"}
