"""Imposed files, read back: every page is in its place, and no more of it is seen than should be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.imposition.geometry import PageRectangle, folded
from reportbuilder.imposition.impose import Imposition, SheetSize, booklet, impose, spreads, two_up

from .sources import BLEED, HEIGHT, WIDTH, boxes, finished, sheets

COUNTS = st.integers(1, 26)
PLACES = st.sampled_from([(0.0, 0.0), (30.0, 40.0), (-12.5, 7.25)])
NEAR = {"abs": 0.001}


@settings(max_examples=20, deadline=None)
@given(COUNTS, st.sampled_from(Imposition), PLACES)
def test_every_page_is_there_exactly_once(count: int, imposition: Imposition, at: tuple[float, float]) -> None:
    imposed = sheets(impose(finished(count, at=at), imposition))
    assert sorted(seen.page for side in imposed for seen in side) == list(range(1, count + 1))


@settings(max_examples=20, deadline=None)
@given(COUNTS, PLACES, st.sampled_from([0.0, 0.3, 2.0]))
def test_a_booklet_is_cut_at_the_fold_and_bleeds_outwards(
    count: int, at: tuple[float, float], thickness: float
) -> None:
    data = booklet(finished(count, at=at), thickness)
    trim = PageRectangle(0, 0, 2 * WIDTH, HEIGHT)
    assert boxes(data) == {(trim.grown(BLEED), trim.grown(BLEED), trim)}
    for at_side, (pair, side) in enumerate(zip(folded(count), sheets(data), strict=True)):
        shift = at_side // 2 * thickness
        assert [seen.page - 1 for seen in side] == [page for page in pair if page is not None]
        for seen in side:
            on_left = pair[0] == seen.page - 1
            start, end = (shift - BLEED, WIDTH) if on_left else (WIDTH, 2 * WIDTH + BLEED - shift)
            assert (seen.box.left, seen.box.right) == (pytest.approx(start, **NEAR), pytest.approx(end, **NEAR))
            assert (seen.box.bottom, seen.box.top) == (pytest.approx(-BLEED), pytest.approx(HEIGHT + BLEED))
            assert seen.x + at[0] == pytest.approx(shift if on_left else WIDTH - shift, **NEAR)
            assert seen.y + at[1] == pytest.approx(0, **NEAR)


@settings(max_examples=20, deadline=None)
@given(COUNTS, st.floats(0.0, 2.0))
def test_outer_margins_are_equal_after_trimming(count: int, thickness: float) -> None:
    """Sheet k has its fold k papers behind that of the outermost, so that one cut leaves its pages that much less."""
    imposed = sheets(booklet(finished(count), thickness))
    for at, (pair, side) in enumerate(zip(folded(count), imposed, strict=True)):
        cut = WIDTH - at // 2 * thickness
        for seen in side:
            outer = WIDTH - seen.x if pair[0] == seen.page - 1 else seen.x
            assert outer == pytest.approx(cut, **NEAR)


@settings(max_examples=20, deadline=None)
@given(COUNTS, PLACES)
def test_spreads_meet_in_the_middle(count: int, at: tuple[float, float]) -> None:
    data = spreads(finished(count, at=at))
    whole = PageRectangle(0, 0, 2 * WIDTH, HEIGHT)
    assert boxes(data) == {(whole, whole, whole)}
    for side in sheets(data):
        for seen in side:
            assert seen.box.left == pytest.approx(0 if seen.page % 2 == 0 else WIDTH, **NEAR)
            assert (seen.box.width, seen.box.height) == (pytest.approx(WIDTH), pytest.approx(HEIGHT))


@settings(max_examples=20, deadline=None)
@given(COUNTS, st.sampled_from(SheetSize), st.floats(40, 900))
def test_proofs_fit_and_are_never_enlarged(count: int, sheet: SheetSize, width: float) -> None:
    data = two_up(finished(count, width=width), sheet)
    ((media, _, _),) = boxes(data)
    assert (media.width, media.height) == (pytest.approx(sheet.size[0]), pytest.approx(sheet.size[1]))
    for side in sheets(data):
        assert all(0 < seen.scale <= 1 for seen in side)
        assert all(seen.box.width == pytest.approx(width * seen.scale, **NEAR) for seen in side)
        assert all(seen.box.left > 10 and seen.box.right < media.width - 10 for seen in side)
        assert all(seen.box.bottom > 10 and seen.box.top < media.height - 10 for seen in side)
        if len(side) == 2:
            assert side[0].box.right < side[1].box.left
            assert side[0].page + 1 == side[1].page


def test_small_pages_keep_their_size() -> None:
    assert {seen.scale for side in sheets(two_up(finished(3), SheetSize.A3)) for seen in side} == {1.0}


def test_a_page_that_names_no_bleed_has_none() -> None:
    data = booklet(finished(4, bleed=0))
    assert {media for media, _, _ in boxes(data)} == {PageRectangle(0, 0, 2 * WIDTH, HEIGHT)}


@pytest.mark.parametrize("imposition", Imposition)
def test_the_same_bytes(imposition: Imposition) -> None:
    source = finished(6)
    assert impose(source, imposition, 0.3) == impose(source, imposition, 0.3)


def test_the_front_door_leads_to_each() -> None:
    source = finished(5)
    assert impose(source, Imposition.BOOKLET, 0.3) == booklet(source, 0.3)
    assert impose(source, Imposition.TWO_UP, sheet=SheetSize.A3) == two_up(source, SheetSize.A3)
    assert impose(source, Imposition.SPREADS) == spreads(source)
