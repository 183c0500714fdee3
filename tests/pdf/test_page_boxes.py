"""The sheet around a page of any size, with any bleed and slug."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from reportbuilder.pdf.page_boxes import MM, Box, SheetBoxes, draw_marks

ROUNDING = 0.006
sizes = st.floats(100 * MM, 420 * MM)
sheets = st.builds(SheetBoxes, sizes, sizes, st.floats(0, 10 * MM), st.floats(0, 30 * MM))


def marks(sheet: SheetBoxes) -> list[Box]:
    """The rectangles around all marks."""
    return [*sheet.crop_marks(), *sheet.registration_marks(), *(box for _, box in sheet.colour_bars())]


@given(sheets)
def test_boxes_are_in_one_another(sheet: SheetBoxes) -> None:
    assert sheet.trim == (0, 0, sheet.width, sheet.height)
    for inner, outer in pairwise((sheet.trim, sheet.bleed_box, sheet.media)):
        assert outer[0] <= inner[0]
        assert outer[1] <= inner[1]
        assert outer[2] >= inner[2]
        assert outer[3] >= inner[3]
    assert sheet.media[0] <= -sheet.slug


@given(sheets)
def test_marks_are_outside_the_bleed_and_well_away_from_the_trim(sheet: SheetBoxes) -> None:
    left, foot, right, top = sheet.media
    assert len(marks(sheet)) == 8 + 4 + 12
    for mark in marks(sheet):
        xs, ys = mark[::2], mark[1::2]
        away = max(-max(xs), min(xs) - sheet.width, -max(ys), min(ys) - sheet.height)
        assert away >= max(3 * MM, sheet.bleed) - ROUNDING
        assert left <= min(xs) <= max(xs) <= right
        assert foot <= min(ys) <= max(ys) <= top


@given(sheets)
def test_the_slug_line_is_on_the_sheet_and_below_the_marks(sheet: SheetBoxes) -> None:
    _, baseline = sheet.slug_line
    lowest = min(min(mark[1], mark[3]) for mark in marks(sheet))
    assert sheet.media[1] + 2 <= baseline
    assert baseline + 6 <= lowest + ROUNDING


@given(st.floats(0, 10 * MM), st.floats(0, 30 * MM))
def test_without_marks_there_is_the_bleed_alone(bleed: float, slug: float) -> None:
    sheet = SheetBoxes(595, 842, bleed, slug, marks=False)
    drawn = Canvas(BytesIO(), pageCompression=0)
    before = drawn.getCurrentPageContent()
    draw_marks(drawn, sheet)
    assert drawn.getCurrentPageContent() == before
    assert sheet.media == sheet.bleed_box == pytest.approx((-bleed, -bleed, 595 + bleed, 842 + bleed))


def test_a_slug_with_room_is_as_wide_as_it_is_asked() -> None:
    assert SheetBoxes(595, 842, 3 * MM, 12 * MM).media[0] == pytest.approx(-12 * MM)
    assert SheetBoxes(595, 842, 5 * MM, 12 * MM).media[0] < -12 * MM, "wider marks, wider sheet"
