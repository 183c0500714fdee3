"""Wrapping, spreading and cutting: pure geometry."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.charts.labels import Box, crosses, pieces, spread, wrap
from reportbuilder.charts.scales import round_ticks, tick_texts


def width(text: str) -> float:
    return 5.0 * len(text)


@given(st.text("ab /-", max_size=60).map(lambda t: " ".join(t.split())), st.floats(10, 200))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    lines = wrap(text, room, width)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace("\u2010", "").replace(" ", "") == text.replace(" ", "")


def test_words_break_after_a_slash_before_they_are_cut() -> None:
    assert wrap("gerealiseerd/realisatie", 75, width) == ("gerealiseerd/", "realisatie")


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(5, 15)), min_size=1, max_size=6))
def test_labels_keep_their_order_and_do_not_touch(items: list[tuple[float, float]]) -> None:
    items.sort(key=lambda item: item[0])
    wanted, heights = [c for c, _ in items], [h for _, h in items]
    centres = spread(wanted, heights, -50, 150)
    for i in range(1, len(centres)):
        assert centres[i] - centres[i - 1] >= (heights[i] + heights[i - 1]) / 2 - 1e-6
    assert centres[0] - heights[0] / 2 >= -50 - 1e-6
    assert centres[-1] + heights[-1] / 2 <= 150 + 1e-6


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert spread([10, 30, 60], [9, 9, 9], 0, 100) == (10, 30, 60)
    assert spread([50, 50], [10, 10], 0, 100) == (45, 55)


def test_a_line_is_cut_where_boxes_stand() -> None:
    boxes = [Box(2, -1, 4, 1), Box(3, -1, 5, 1), Box(8, 5, 9, 6), Box(9, -1, 12, 1)]
    assert pieces((0, 0), (10, 0), boxes) == [((0, 0), (2, 0)), ((5, 0), (9, 0))]
    assert pieces((0, 0), (0, 10), [Box(-1, 4, 1, 6)]) == [((0, 0), (0, 4)), ((0, 6), (0, 10))]


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [((0, 0), (10, 10), True), ((0, 0), (3, 3), False), ((0, 6), (10, 6), True), ((7, 0), (7, 3), False)],
)
def test_lines_cross_boxes(start: tuple[float, float], end: tuple[float, float], answer: bool) -> None:
    assert crosses(Box(5, 5, 8, 8), start, end) is answer


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(1, 8))
def test_round_numbers_enclose_the_range(low: float, span: float, most: int) -> None:
    ticks = round_ticks(low, low + span, most)
    assert ticks[0] <= low + 1e-3
    assert ticks[-1] >= low + span - 1e-3
    assert len(ticks) >= 2


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [(0, 100, 5, (0, 20, 40, 60, 80, 100)), (77, 83.3, 5, (76, 78, 80, 82, 84)), (0, 62, 4, (0, 20, 40, 60, 80))],
)
def test_round_numbers_are_round(low: float, high: float, most: int, ticks: tuple[float, ...]) -> None:
    assert round_ticks(low, high, most) == ticks


@given(st.decimals("0.0001", "1000", places=4), st.integers(2, 6))
def test_the_numbers_of_a_scale_are_printed_exactly(high: Decimal, most: int) -> None:
    ticks = round_ticks(0.0, float(high), most)
    texts = tick_texts(ticks)
    assert [float(text.replace(".", "").replace(",", ".").replace("\u2212", "-")) for text in texts] == list(ticks)
    assert len({len(text.partition(",")[2]) for text in texts}) == 1


def test_a_quarter_on_a_scale_is_not_rounded() -> None:
    assert tick_texts((0.0, 0.25, 0.5)) == ("0,00", "0,25", "0,50")
