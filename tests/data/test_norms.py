"""Figures are read and written the Dutch way, and come back as they were."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.norms import Relation, parse_norm
from reportbuilder.i18n.formats import format_number, rounded
from reportbuilder.i18n.number_parsing import Look, Readings, look_of, read_number, readings


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
        ("1 234", 1234),
        ("1\u2009234\u2009567,8", 1234567.8),
        ("12'345", 12345),
        ("12\u2019345,6", 12345.6),
        ("0.125", 0.125),
        ("-0.5 %", -0.5),
        ("(250)", -250),
        ("300,00-", -300),
        ("\u2212250", -250),
        ("\u2013250", -250),
        ("- 250", -250),
        ("€ (250)", -250),
        ("(€ 250)", -250),
        ("-€ 250", -250),
        ("€ 1.250,-", 1250),
        ("250 euro", 250),
    ],
)
def test_dutch_figures_are_read(text: str, number: float) -> None:
    read = read_number(text)
    assert read is not None
    assert float(read.value) == number


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("", Look.WORDS),
        ("n.v.t.", Look.WORDS),
        ("5 procent", Look.WORDS),
        ("\u0663", Look.WORDS),
        ("12-03-2024", Look.WORDS),
        ("3011 AB", Look.WORDS),
        ("1e kwartaal", Look.WORDS),
        ("9" * 10_000 + "x", Look.WORDS),
        ("1" + " " * 10_000 + "1", Look.WORDS),
        ("007", Look.CODE),
        ("0123", Look.CODE),
        ("06-12345678", Look.CODE),
        ("+31 10 123 45 67", Look.CODE),
        ("1,", Look.FAILED),
        ("--1", Look.FAILED),
        ("(-5)", Look.FAILED),
        ("-(5)", Look.FAILED),
        ("nan", Look.FAILED),
        ("-inf", Look.FAILED),
        ("1e5", Look.FAILED),
        ("1,2E+03", Look.FAILED),
        ("1.234.5", Look.FAILED),
        ("12.34.567", Look.FAILED),
        ("1.000 000", Look.FAILED),
        ("1 23", Look.FAILED),
        ("1" * 19, Look.FAILED),
        ("0," + "1" * 11, Look.FAILED),
        ("9" * 10_000, Look.FAILED),
        ("82.3", Look.NUMBER),
        ("12.3456", Look.NUMBER),
        ("1,234,567", Look.NUMBER),
    ],
)
def test_what_is_no_dutch_figure_is_not_guessed_at(text: str, look: Look) -> None:
    assert read_number(text) is None
    assert look_of(text) is look


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("1.250", "1250", "1.250"),
        ("1,250", "1.250", "1250"),
        ("(1.250)", "-1250", "-1.250"),
        ("12.345 %", "12345", "12.345"),
        ("0.125", None, "0.125"),
        ("34.5", None, "34.5"),
        ("1,234.50", None, "1234.50"),
        ("1,234,567", None, "1234567"),
        ("1.234.567", "1234567", None),
        ("34,5", "34.5", None),
        ("12345", "12345", "12345"),
    ],
)
def test_both_notations_are_told(text: str, comma: str | None, point: str | None) -> None:
    read = readings(text)
    assert [None if one is None else str(one.value) for one in (read.comma, read.point)] == [comma, point]
    assert read.ambiguous == (None not in (comma, point) and comma != point)


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
    read = read_number(format_number(value, "procent"))
    assert read is not None
    assert (float(read.value), read.unit) == (value, "procent")


@given(st.decimals(-(10**18) + 1, 10**18 - 1, places=10), st.integers(0, 10))
def test_no_digit_is_lost_between_writing_and_reading(value: Decimal, decimals: int) -> None:
    written = rounded(value, decimals)
    read = read_number(format_number(written, None, decimals))
    assert read is not None
    assert (read.value, read.decimals) == (written, decimals)


@given(st.text("0123456789.,' ()-%€eE\u2009\u2212", max_size=14))
def test_a_number_of_any_look_is_read_in_one_way(text: str) -> None:
    read, both = read_number(text), readings(text)
    assert (look_of(text) is Look.NUMBER) == (both != Readings(None, None))
    assert read in (None, both.comma, both.point)


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
        (">= 50", Relation.AT_LEAST, 50),
        ("≤ 77,5 %", Relation.AT_MOST, 77.5),
        ("<10", Relation.LESS, 10),
        ("minimaal 31 per jaar", Relation.AT_LEAST, 31),
        ("Ten minste 1.250", Relation.AT_LEAST, 1250),
        ("82 % of hoger", Relation.AT_LEAST, 82),
        ("niet meer dan 12,5 procent", Relation.AT_MOST, 12.5),
        ("10 of minder", Relation.AT_MOST, 10),
    ],
)
def test_norms_are_read(text: str, comparison: Relation, number: float) -> None:
    norm = parse_norm(text)
    assert norm is not None
    assert (norm.comparison, norm.number) == (comparison, number)


@pytest.mark.parametrize(
    "text", ["", "50", "minimaal", "minimaal 31 tot 40", "95 per jaar", "heel minimaal 3", ">=", ">= veel"]
)
def test_words_are_no_norm(text: str) -> None:
    assert parse_norm(text) is None
