"""The sheet around a page of any size, with any bleed and slug."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.pdf.sheet import MM, Sheet

ROUNDING = 0.006
sizes = st.floats(100 * MM, 420 * MM)
sheets = st.builds(Sheet, sizes, sizes, st.floats(0, 10 * MM), st.floats(0, 30 * MM))


def points(line: str) -> list[tuple[float, float]]:
    """The points of a path on a line of operators."""
    numbers = [float(word) for word in re.findall(r"-?[\d.]+(?= )", line.rpartition(" k ")[2])]
    if line.endswith("re f"):
        x, y, width, height = numbers
        return [(x, y), (x + width, y + height)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def paths(sheet: Sheet) -> list[list[tuple[float, float]]]:
    """The points of every mark."""
    return [points(line) for line in sheet.mark_code().split("\n") if line.endswith((" S", " f"))]


@given(sheets)
def test_boxes_are_in_one_another(sheet: Sheet) -> None:
    assert sheet.trim == (0, 0, sheet.width, sheet.height)
    for inner, outer in pairwise((sheet.trim, sheet.bleed_box, sheet.media)):
        assert outer[0] <= inner[0]
        assert outer[1] <= inner[1]
        assert outer[2] >= inner[2]
        assert outer[3] >= inner[3]
    assert sheet.media[0] <= -sheet.slug


@given(sheets)
def test_marks_are_outside_the_bleed_and_well_away_from_the_trim(sheet: Sheet) -> None:
    left, foot, right, top = sheet.media
    marks = paths(sheet)
    assert len(marks) == 8 + 4 * 3 + 12
    for mark in marks:
        xs, ys = zip(*mark, strict=True)
        away = max(-max(xs), min(xs) - sheet.width, -max(ys), min(ys) - sheet.height)
        assert away >= max(3 * MM, sheet.bleed) - ROUNDING
        assert left <= min(xs) <= max(xs) <= right
        assert foot <= min(ys) <= max(ys) <= top


@given(sheets)
def test_the_slug_line_is_on_the_sheet_and_below_the_marks(sheet: Sheet) -> None:
    _, baseline = sheet.slug_line
    lowest = min(y for mark in paths(sheet) for _, y in mark)
    assert sheet.media[1] + 2 <= baseline
    assert baseline + 6 <= lowest + ROUNDING


@given(st.floats(0, 10 * MM), st.floats(0, 30 * MM))
def test_without_marks_there_is_the_bleed_alone(bleed: float, slug: float) -> None:
    sheet = Sheet(595, 842, bleed, slug, marks=False)
    assert sheet.mark_code() == ""
    assert sheet.media == sheet.bleed_box == pytest.approx((-bleed, -bleed, 595 + bleed, 842 + bleed))


def test_a_slug_with_room_is_as_wide_as_it_is_asked() -> None:
    assert Sheet(595, 842, 3 * MM, 12 * MM).media[0] == pytest.approx(-12 * MM)
    assert Sheet(595, 842, 5 * MM, 12 * MM).media[0] < -12 * MM, "wider marks, wider sheet"
