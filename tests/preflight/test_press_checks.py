"""Preflight, rule by rule: a good file for the press broken in just that way, and found with exactly that fact."""

import time
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.preflight import ink, interpreter
from reportbuilder.preflight.press_file import PressLimits
from reportbuilder.preflight.reader import UnreadableError
from reportbuilder.preflight.verdict import FileVerdict, verify
from reportbuilder.standards.facts import Fact
from reportbuilder.standards.judge import REQUIREMENTS
from reportbuilder.standards.standard import Standard
from tests.whole_reports import ROOT, built

from . import broken_press_paint
from .broken_press import PRESS_CASES, image, place, text, write
from .pdf_edits import Case, form, paint, resource
from .test_mutations import IN_BYTES

assert broken_press_paint  # it fills the register

PRESS = (Standard.X4, Standard.PRESS)
Broken = Callable[[Callable[[pikepdf.Pdf], None]], bytes]


def facts(verdict: FileVerdict) -> set[Fact]:
    """What is found, be it a violation or advice."""
    return {one.fact for one in (*verdict.violations, *verdict.warnings)}


def wrong(data: bytes, limits: PressLimits | None = None) -> set[Fact]:
    """The facts that the press has against a file."""
    return facts(verify(data, PRESS, limits or PressLimits()))


def test_a_good_file_is_good(print_pdf: bytes) -> None:
    verdict = verify(print_pdf)
    assert verdict.standards == (Standard.X4,)
    assert (verdict.violations, verdict.warnings) == ((), ())
    assert wrong(print_pdf) == set()


def test_a_good_file_is_good_after_surgery_without_a_wound(broken_print: Broken) -> None:
    assert wrong(broken_print(lambda pdf: None)) == set()


@pytest.mark.parametrize("case", PRESS_CASES, ids=lambda case: case.name)
def test_a_broken_file_is_found_out(case: Case, broken_print: Broken) -> None:
    found = wrong(broken_print(case.change))
    assert case.fact in found
    assert found - case.also == {case.fact} - case.also


def test_every_fact_that_the_press_minds_has_its_broken_file() -> None:
    minded = {fact for standard in PRESS for fact in REQUIREMENTS[standard]}
    assert minded == {case.fact for case in PRESS_CASES} | (IN_BYTES & minded) | {Fact.PAGE_UNFINISHED}


@pytest.mark.parametrize(
    "operations",
    [
        "0 0 0 .5 k -8.504 300 99 50 re f",  # goes on to the end of the bleed
        "0 0 0 .5 k 50 50 m 50 0 l 60 20 l f",  # its tip alone touches the edge
        "0 0 0 0 k 0 300 99 50 re f",  # white needs no bleed
        "0 0 0 .5 k -5 300 m 20 320 l -5 340 l f",  # a shape that just ends in the bleed
        "0 0 0 .5 k 700 300 99 50 re f",  # beside the sheet
        "0 0 0 .5 k -30 300 10 10 re f",  # beside the bleed
        "0 0 90 90 re W n 0 0 0 .5 k 20 20 30 30 re f",  # within a clip that it does not reach
    ],
)
def test_what_needs_no_more_bleed_is_left_in_peace(operations: str, broken_print: Broken) -> None:
    assert wrong(broken_print(lambda pdf: paint(pdf, f"q /Knock gs {operations} Q", 3))) == set()


@pytest.mark.parametrize(
    "operations",
    [
        "0 0 0 0 k 100 300 300 300 re f " + text(12, "0 0 0 1 k", "Over"),  # black on white
        ".8 .8 .6 0 k 100 300 300 300 re f 0 0 0 0 k 150 350 200 200 re f " + text(12, "0 0 0 1 k", "Over"),
        ".8 .8 .6 0 k 100 300 m 400 300 l 100 600 l f " + text(12, "0 0 0 1 k", "Over", "1 0 0 1 350 560"),
        ".8 .8 .6 0 k 100 300 300 300 re f " + text(30, "0 0 0 1 k"),  # it takes the other inks away
        "3 Tr " + text(2, ".5 .5 .5 .5 k"),  # nobody sees it
        text(8.8, "1 .78 0 0 k"),
        text(9, ".9 .7 .2 .1 k"),
    ],
)
def test_what_looks_like_too_much_is_left_in_peace(operations: str, broken_print: Broken) -> None:
    assert wrong(broken_print(lambda pdf: write(pdf, operations))) == set()


@pytest.mark.parametrize(("depth", "readable"), [(1, True), (40, True), (200, False)])
def test_forms_in_forms_are_looked_into_or_the_file_cannot_be_judged(
    depth: int, readable: bool, broken_print: Broken
) -> None:
    def nest(pdf: pikepdf.Pdf) -> None:
        drawing = form(pdf, b"1 0 0 rg 0 0 9 9 re f")
        for _ in range(depth):
            drawing = form(pdf, b"/In Do", Resources={"/XObject": {"/In": drawing}})
        place(pdf, drawing)

    data = broken_print(nest)
    if readable:
        assert Fact.COLOUR_OF_SCREEN in wrong(data)
    else:
        with pytest.raises(UnreadableError, match="deeper"):
            verify(data, PRESS)


INKS = ".8 .8 .6 0 k 100 300 300 300 re f"
BESIDE = "/Over gs 0 0 0 1 k 202 400 10 10 re f"
"""Black over what is left of those inks, or just beside it."""


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        ("", {Fact.INK_EXCEEDED}),
        ("100 300 130 300 re W n", {Fact.INK_EXCEEDED}),
        ("100 300 100 300 re W n", set()),  # it ends at 200 from the left
        ("100 410 300 190 re W n", set()),  # it begins at 410 from the foot
    ],
)
def test_inks_that_a_clip_cuts_off_do_not_lie_below_others(
    clip: str, expected: set[Fact], broken_print: Broken
) -> None:
    data = broken_print(lambda pdf: paint(pdf, f"q q /Knock gs {clip} {INKS} Q {BESIDE} Q", 3))
    assert wrong(data) == expected


@pytest.mark.parametrize(
    ("settings", "operations"),
    [
        ({"BM": pikepdf.Name.Normal}, "0 0 .9 .9 k 200 200 90 90 re f"),  # it takes the inks below away
        ({"BM": pikepdf.Name.Multiply}, "0 0 .2 0 k 200 200 90 90 re f"),
        ({"BM": pikepdf.Name.Multiply}, "0 0 .9 .6 k 450 200 90 90 re f"),  # beside what has ink
        ({"BM": pikepdf.Name.Darken}, ".9 .9 .5 .2 k 200 200 90 90 re f"),  # the most of each, not the sum
        ({"BM": pikepdf.Name.Lighten}, "0 0 .9 .9 k 200 200 90 90 re f"),
        ({"ca": 0.5}, ".9 .9 .9 .2 k 200 200 90 90 re f"),  # half of each
        ({"ca": 0.1, "BM": pikepdf.Name.Multiply}, "0 0 .9 .6 k 200 200 90 90 re f"),
    ],
)
def test_inks_that_are_mixed_to_no_more_than_allowed_are_left_in_peace(
    settings: dict[str, object], operations: str, broken_print: Broken
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        resource(pdf, "/ExtGState", "/Odd", pikepdf.Dictionary(**settings), 3)
        paint(pdf, f"q /Knock gs .9 .9 0 .2 k 100 100 300 300 re f /Odd gs {operations} Q", 3)

    assert wrong(broken_print(change)) == set()


def test_a_spaced_out_word_is_no_word(broken_print: Broken) -> None:
    blank = "/Over gs 0 0 0 1 k BT /Word 2 Tf 1 0 0 1 200 400 Tm [-500] TJ ET"
    assert wrong(broken_print(lambda pdf: write(pdf, blank))) == set()


def test_an_image_of_300_pixels_is_good(broken_print: Broken) -> None:
    assert (
        wrong(broken_print(lambda pdf: place(pdf, image(pdf, 300, 300, bytes(360_000)), "72 0 0 72 200 400"))) == set()
    )


@given(pixels=st.lists(st.tuples(*[st.integers(0, 255)] * 4), min_size=1, max_size=50), inverted=st.booleans())
def test_the_ink_of_an_image_is_that_of_its_pixels(pixels: list[tuple[int, ...]], inverted: bool) -> None:
    inks = [(1020 - sum(pixel) if inverted else sum(pixel)) / 2.55 for pixel in pixels]
    most, share = ink.most_ink(bytes(byte for pixel in pixels for byte in pixel), 200, inverted)
    assert most == max(inks)
    assert share == sum(ink > 200 for ink in inks) / len(inks)


def test_the_limits_may_be_given(broken_print: Broken, print_pdf: bytes) -> None:
    dark = broken_print(lambda pdf: paint(pdf, "q /Knock gs .9 .9 .9 .2 k 200 400 9 9 re f Q", 3))
    assert wrong(dark) == set()
    assert wrong(dark, PressLimits(ink=280)) == {Fact.INK_EXCEEDED}
    assert wrong(print_pdf, PressLimits(ink=100, bleed=5, smallest_text=8)) >= {
        Fact.INK_EXCEEDED, Fact.BLEED_TOO_SMALL, Fact.TEXT_TOO_SMALL
    }  # fmt: skip


def test_what_is_wrong_has_its_page_and_its_place_in_millimetres(broken_print: Broken) -> None:
    square = f"{10 * 72 / 25.4} {20 * 72 / 25.4} {30 * 72 / 25.4} {40 * 72 / 25.4} re f"
    (found,) = verify(broken_print(lambda pdf: paint(pdf, f"q /Knock gs 1 0 0 rg {square} Q", 3)), PRESS).violations
    assert (found.fact, found.observation.page) == (Fact.COLOUR_OF_SCREEN, 4)
    assert found.observation.box == (10.0, 20.0, 40.0, 60.0)
    assert found.standards == PRESS
    assert found.clauses == ("ISO 15930-7, 6",)


def test_many_of_a_kind_on_a_page_are_not_all_told(broken_print: Broken) -> None:
    many = " ".join(f"{x} {y} 2 2 re f" for x in range(100, 200, 5) for y in range(100, 200, 5))
    found = verify(broken_print(lambda pdf: paint(pdf, f"q 1 0 0 rg {many} Q", 3)), PRESS).violations
    assert len(found) == 10


def test_a_page_without_end_is_told(print_pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "MOST_STEPS", 500)
    assert Fact.PAGE_UNFINISHED in wrong(print_pdf)


def test_drawings_in_drawings_end(broken_print: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "MOST_STEPS", 5_000)  # 9 drawings in each of 40, one in the other, have no end

    def nest(pdf: pikepdf.Pdf) -> None:
        inner = pdf.make_stream(
            b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(40):
            held = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=inner))
            inner = pdf.make_stream(b"/A Do " * 9, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                    BBox=[0, 0, 9, 9], Resources=held)  # fmt: skip
        resource(pdf, "/XObject", "/Odd", inner, 3)
        paint(pdf, "/Odd Do", 3)

    assert Fact.PAGE_UNFINISHED in wrong(broken_print(nest))


def test_a_file_for_the_screen_is_not_held_to_the_press(good_pdf: bytes) -> None:
    assert verify(good_pdf).violations == ()
    assert wrong(good_pdf) >= {Fact.HAS_X_CLAIM, Fact.TRIM_BOX_MISSING, Fact.COLOUR_OF_SCREEN, Fact.ANNOTATION_IN_PRINT}


@pytest.mark.parametrize("report", ["jaarverslag-2019", "jaarverslag-2022"])
def test_our_reports_can_be_printed(report: str) -> None:
    data = built(ROOT / "content" / report).files["print"]
    started = time.perf_counter()
    verdict = verify(data)
    assert time.perf_counter() - started < 10  # it takes one second; machines differ
    assert verdict.standards == (Standard.X4,)
    assert (verdict.violations, verdict.warnings) == ((), ())
