"""Wrapping, spreading and cutting: pure geometry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.charts.labels import LabelBox, crosses, spread, wrap


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


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [((0, 0), (10, 10), True), ((0, 0), (3, 3), False), ((0, 6), (10, 6), True), ((7, 0), (7, 3), False)],
)
def test_lines_cross_boxes(start: tuple[float, float], end: tuple[float, float], answer: bool) -> None:
    assert crosses(LabelBox(5, 5, 8, 8), start, end) is answer
