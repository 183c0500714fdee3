"""The round numbers of scales, and how they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.charts.scales import round_ticks, tick_texts


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
