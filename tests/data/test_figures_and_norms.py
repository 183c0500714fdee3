"""Figures are read and written the Dutch way, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.formats import format_number
from reportbuilder.data.norms import Comparison, parse_norm
from reportbuilder.data.numbers import decimals_in, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("95587", 95587),
        ("95.587", 95587),
        ("14.232.000", 14232000),
        ("82,3", 82.3),
        ("-1,5", -1.5),
        ("\u22121,5", -1.5),
        ("83,0 %", 83),
        ("83\u00a0%", 83),
        ("1.234,50", 1234.5),
    ],
)
def test_dutch_figures_are_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "82.3", "1.23", "12.3456", "n.v.t.", "1,", ",5", "5 procent", "1 000", "٣", "--1", "nan"]
)
def test_what_is_no_dutch_figure_is_not_guessed_at(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (95587, "aantal", None, "95.587"),
        (82.3, "procent", None, "82,3\u00a0%"),
        (51, "procent", None, "51\u00a0%"),
        (83, "procent", 1, "83,0\u00a0%"),
        (14232000, "euro", None, "€\u00a014.232.000"),
        (44000, "kg", None, "44.000\u00a0kg"),
        (2.6, "procentpunt", None, "2,6\u00a0procentpunt"),
        (0.5, None, 0, "1"),
        (2.5, None, 0, "3"),
        (-2.5, None, 0, "\u22123"),
        (1.005, None, 2, "1,01"),
        (-0.2, None, 0, "0"),
        (1e21, None, None, "1.000.000.000.000.000.000.000"),
    ],
)
def test_figures_are_written_the_dutch_way(value: float, unit: str | None, decimals: int | None, text: str) -> None:
    assert format_number(value, unit, decimals) == text


def test_what_is_no_figure_is_not_written() -> None:
    with pytest.raises(ValueError, match="not a figure"):
        format_number(float("nan"), None)


@given(st.decimals(-(10**9), 10**9, places=3).map(float))
def test_a_written_figure_reads_back_as_itself(value: float) -> None:
    assert parse_number(format_number(value, "procent")) == value


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_decimals_are_counted_as_written(value: int, decimals: int) -> None:
    assert decimals_in(format_number(value, None, decimals)) == decimals


def test_a_norm_of_a_year_is_that_years_figure() -> None:
    norm = parse_norm("<= 2018")
    assert norm is not None
    assert norm.bound({"2018": 761.0}) == 761
    assert norm.met(451, {"2018": 761.0}) is True
    assert norm.met(800, {"2018": 761.0}) is False
    assert norm.met(800, {"2018": None}) is None
    assert norm.bound({}) == 2018


@pytest.mark.parametrize(
    ("text", "comparison", "number"),
    [
        (">= 50", Comparison.AT_LEAST, 50),
        ("≤ 77,5 %", Comparison.AT_MOST, 77.5),
        ("<10", Comparison.LESS, 10),
        ("minimaal 31 per jaar", Comparison.AT_LEAST, 31),
        ("Ten minste 1.250", Comparison.AT_LEAST, 1250),
        ("82 % of hoger", Comparison.AT_LEAST, 82),
        ("niet meer dan 12,5 procent", Comparison.AT_MOST, 12.5),
        ("10 of minder", Comparison.AT_MOST, 10),
    ],
)
def test_norms_are_read(text: str, comparison: Comparison, number: float) -> None:
    norm = parse_norm(text)
    assert norm is not None
    assert (norm.comparison, norm.number) == (comparison, number)


@pytest.mark.parametrize(
    "text", ["", "50", "minimaal", "minimaal 31 tot 40", "95 per jaar", "heel minimaal 3", ">=", ">= veel"]
)
def test_words_are_no_norm(text: str) -> None:
    assert parse_norm(text) is None
