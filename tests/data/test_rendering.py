"""Values and number formats, and what Excel shows for them in Dutch."""

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.format_codes import BUILT_IN, FormatCodeError, parse_format
from reportbuilder.data.rendering import Show, render_number, render_text

DAY = 45363  # 12-03-2024, a Tuesday
HALF_PAST_EIGHT = 0.354166666666667
FINANCIAL = BUILT_IN[44]
ACCOUNTING = '_-"€"* #,##0.00_-;_-"€"* #,##0.00\\-;_-"€"* "-"??_-;_-@_-'

SHOWN = [
    # General
    ("General", 0, "0"),
    ("General", 5, "5"),
    ("General", -5, "-5"),
    ("General", 1234.5678, "1234,5678"),
    ("General", 0.1 + 0.2, "0,3"),
    ("General", 1.1 * 3, "3,3"),
    ("General", 1 / 3, "0,333333333"),
    ("General", 2 / 3 * 100, "66,66666667"),
    ("General", 12345678.912, "12345678,91"),
    ("General", 1234567890, "1234567890"),
    ("General", 99999999999, "99999999999"),
    ("General", 0.5, "0,5"),
    ('"€ "General', 2.5, "€ 2,5"),
    ('General" stuks"', 7, "7 stuks"),
    # digits and decimals
    ("0", 1234567, "1234567"),
    ("0", 0.5, "1"),
    ("0", 1.5, "2"),
    ("0", 2.5, "3"),
    ("0", -2.5, "-3"),
    ("0.0", 0.25, "0,3"),
    ("0.0", 0.35, "0,4"),
    ("0.0", 1234.5678, "1234,6"),
    ("0.0", 83, "83,0"),
    ("0.00", 1.005, "1,01"),
    ("0.00", 2.675, "2,68"),
    ("0.00", -1.005, "-1,01"),
    ("0.00", 1.115, "1,12"),
    ("0.000", 0.0005, "0,001"),
    ("0.0#", 1.25, "1,25"),
    ("0.0#", 1.5, "1,5"),
    ("0.##", 1.5, "1,5"),
    ("0.##", 5, "5,"),
    ("#.##", 0.25, ",25"),
    (".00", 0.5, ",50"),
    ("0.0?", 1.5, "1,5"),
    ("#", 7, "7"),
    # thousands and scaling
    ("#,##0", 999, "999"),
    ("#,##0", 1000, "1.000"),
    ("#,##0", 1234567.5, "1.234.568"),
    ("#,##0.00", 1250.5, "1.250,50"),
    ("#,##0.00", 1250000.5, "1.250.000,50"),
    ("#,##0.00", -750, "-750,00"),
    ("#,###", 12345, "12.345"),
    ("#,##0.0,,", 1234567, "1,2"),
    ("#,##0.0,,", -500000, "-0,5"),
    ("#,##0,", 1234567, "1.235"),
    ("#,##0,", 1499, "1"),
    ("0,", 1500, "2"),
    ("0.00,,", 1250000, "1,25"),
    ("0,,.0", 1250000, "1,3"),
    ('#,##0.0,," mln"', 12345678, "12,3 mln"),
    ('"€" #,##0.0,,\\ "mln"', 1234567, "€ 1,2 mln"),
    # percent
    ("0%", 0.125, "13%"),
    ("0%", 0.135, "14%"),
    ("0%", -0.125, "-13%"),
    ("0%", 0.8234, "82%"),
    ("0.0%", 0.345, "34,5%"),
    ("0.0%", 0.12345, "12,3%"),
    ("0.0%", 0.00049, "0,0%"),
    ("0.00%", 0.28285, "28,29%"),
    ("0.0%_ ", 0.345, "34,5%"),
    ('0.0%;-0.0%;"-"', 0.345, "34,5%"),
    ('0.0%;-0.0%;"-"', -0.05, "-5,0%"),
    ('0.0%;-0.0%;"-"', 0, "-"),
    ("+0.0%;-0.0%;0.0%", 0.035, "+3,5%"),
    ("+0.0%;-0.0%;0.0%", 0, "0,0%"),
    ("#,##0%", 12.5, "1.250%"),
    ('0.0" %"', 34.5, "34,5 %"),
    ("0.0\\ %", 0.345, "34,5 %"),
    # money and accounting
    (FINANCIAL, 1250000.5, "€ 1.250.000,50"),
    (FINANCIAL, -750, "€ -750,00"),
    (FINANCIAL, 0, "€ -"),
    (BUILT_IN[43], -750, "-750,00"),
    (BUILT_IN[43], 0, "-"),
    (BUILT_IN[42], 1250.5, "€ 1.251"),
    (BUILT_IN[41], -1250.5, "-1.251"),
    (BUILT_IN[7], -750, "€ -750,00"),
    (ACCOUNTING, -750, "€ 750,00-"),
    ('"€" #,##0.00;[Red]-"€" #,##0.00', -750, "-€ 750,00"),
    ('"€" #,##0.00;[Red]-"€" #,##0.00', 2.5, "€ 2,50"),
    ("€ #,##0.00", -750, "-€ 750,00"),
    ("[$€-413]\\ #,##0.00", 1250.5, "€ 1.250,50"),
    ("[$€-2] #,##0", 1250.5, "€ 1.251"),
    ("[$€-x-euro2] #,##0", 12, "€ 12"),
    ("[$EUR] 0.00", 5, "EUR 5,00"),
    ("#,##0.00\\ [$€-1]", 5, "5,00 €"),
    ("[$$-409]#,##0.00", 5, "$5,00"),
    ('"€" #,##0,"k"', 12500, "€ 13k"),
    # signs, brackets and colours
    ("#,##0;(#,##0)", -750, "(750)"),
    ("#,##0_);(#,##0)", 750, "750"),
    ("#,##0;[Red]-#,##0", -750, "-750"),
    ("[Blue]0;[Red]0", -7, "7"),
    ("[Color10]0.0;[Color 3]-0.0", -7, "-7,0"),
    ("0;-0;;@", 5, "5"),
    # words, literals and conditions
    ('0.0" fte"', 12, "12,0 fte"),
    ('0.0" fte"', -12.25, "-12,3 fte"),
    ('0" km"', 431, "431 km"),
    ("0\\ \\k\\g", 5, "5 kg"),
    ('"ca. "0', 5, "ca. 5"),
    ('0;-0;"geen"', 0, "geen"),
    ('[<5]"<5";0', 3, "<5"),
    ('[<5]"<5";0', 5, "5"),
    ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 2500000, "2,5M"),
    ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 2500, "2,5K"),
    ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 25, "25"),
    ('[=1]0" dag";0" dagen"', 1, "1 dag"),
    ('[=1]0" dag";0" dagen"', 2, "2 dagen"),
    ("[<100]0.0;0", -5, "-5,0"),
    ("[<0]0;0", -5, "5"),
    # codes
    ("0000", 599, "0599"),
    ("0000", 12345, "12345"),
    ("00", 7, "07"),
    ("000-000", 123456, "123-456"),
    ('0000" AB"', 1234, "1234 AB"),
    ("00.0", 5.5, "05,5"),
    # fractions and exponents
    ("# ?/?", 2.5, "2 1/2"),
    ("# ?/?", 0.25, "1/4"),
    ("# ?/?", 3, "3"),
    ("# ??/??", 3.14159, "3 1/7"),
    ("# ???/???", 3.14159265358979, "3 16/113"),
    ("# ??/100", 0.25, "25/100"),
    ("?/?", 1.5, "3/2"),
    ("0.00E+00", 12345, "1,23E+04"),
    ("0.00E+00", 0.00012, "1,20E-04"),
    ("0.0E-0", 12345, "1,2E4"),
    ("##0.0E+0", 12345, "12,3E+3"),
    ("0.00E+00", 9.999, "1,00E+01"),
    # dates
    ("dd-mm-yyyy", DAY, "12-03-2024"),
    ("d-m-yy", DAY, "12-3-24"),
    ("dd/mm/yyyy", DAY, "12-03-2024"),
    ("d mmmm yyyy", DAY, "12 maart 2024"),
    ("[$-413]d mmmm yyyy;@", DAY, "12 maart 2024"),
    ("[$-413]dddd d mmm", DAY, "dinsdag 12 mrt"),
    ("ddd", DAY, "di"),
    ("mmmm", DAY, "maart"),
    ("mmmmm", DAY, "m"),
    ("mmm-yy", DAY, "mrt-24"),
    ("yyyy", DAY, "2024"),
    ("[$-409]mmmm d, yyyy", DAY, "March 12, 2024"),
    ("[$-F800]dddd, mmmm dd, yyyy", DAY, "dinsdag 12 maart 2024"),
    ("yyyy-mm-dd", DAY, "2024-03-12"),
    ("dd-mm-yyyy", 1, "01-01-1900"),
    ("dd-mm-yyyy", 59, "28-02-1900"),
    ("dd-mm-yyyy", 60, "29-02-1900"),
    ("dd-mm-yyyy", 61, "01-03-1900"),
    ("dd-mm-yyyy", 2958465, "31-12-9999"),
    # times
    ("hh:mm", HALF_PAST_EIGHT, "08:30"),
    ("h:mm", HALF_PAST_EIGHT, "8:30"),
    ("hh:mm:ss", HALF_PAST_EIGHT, "08:30:00"),
    ("h:mm AM/PM", 0.75, "6:00 PM"),
    ("h:mm AM/PM", 0, "12:00 AM"),
    ("[h]:mm", 1.25, "30:00"),
    ("[h]:mm:ss", 1.25, "30:00:00"),
    ("[mm]:ss", 1 / 24, "60:00"),
    ("[ss]", 1 / 1440, "60"),
    ("hh:mm", 1.25, "06:00"),
    ("mm:ss", 61 / 86400, "01:01"),
    ("mm:ss.0", 61.26 / 86400, "01:01,3"),
    ("dd-mm-yyyy hh:mm", DAY + 0.5, "12-03-2024 12:00"),
    ('h" uur "mm', HALF_PAST_EIGHT, "8 uur 30"),
    ("hh:mm", 0.99999999, "00:00"),
]


@pytest.mark.parametrize(("code", "value", "shown"), SHOWN)
def test_a_number_shows_as_in_excel(code: str, value: float, shown: str) -> None:
    assert render_number(value, parse_format(code)).text == shown


def test_the_table_has_a_hundred_rows_at_least() -> None:
    assert len(SHOWN) >= 100
    assert len(set(SHOWN)) == len(SHOWN)


FIGURES = [
    ("General", 0.1 + 0.2, "0.3", 1, ""),
    ("0.0%", 0.345, "34.5", 1, "procent"),
    ("0%", 0.8234, "82", 0, "procent"),
    ('0.0" %"', 34.5, "34.5", 1, "procent"),
    (FINANCIAL, -750, "-750.00", 2, "euro"),
    (ACCOUNTING, -750, "-750.00", 2, "euro"),
    ("#,##0;(#,##0)", -750, "-750", 0, ""),
    ("[Blue]0;[Red]0", -7, "-7", 0, ""),  # on paper the colour is gone, and the minus is not
    ('0.0" fte"', 12, "12.0", 1, "fte"),
    ('0" km"', 431, "431", 0, "km"),
    ("#,##0.00\\ [$€-1]", 5, "5.00", 2, "euro"),
    ("#,##0.0,,", 1234567, "1.2", 1, ""),
    ("0.##", 5, "5", 0, ""),
    ("0", -0.4, "0", 0, ""),
]


@pytest.mark.parametrize(("code", "value", "number", "decimals", "unit"), FIGURES)
def test_a_figure_has_its_number_decimals_and_unit(
    code: str, value: float, number: str, decimals: int, unit: str
) -> None:
    found = render_number(value, parse_format(code))
    assert (found.show, str(found.number), found.decimals, found.unit) == (Show.FIGURE, number, decimals, unit)


@pytest.mark.parametrize(
    ("code", "value", "number", "unit"),
    [
        ('0.0%;-0.0%;"-"', 0, "0", "procent"),
        ("+0.0%;-0.0%", 0.035, "3.5", "procent"),
        ('"€" #,##0.0,," mln"', 1234567, "1.2", "mln euro"),
        ("[$$-409]#,##0.00", 5, "5.00", "$"),
        ("# ?/?", 2.5, "2.5", ""),
        ("(#,##0)", 5, "5", ""),
    ],
)
def test_a_figure_in_a_form_of_its_own_is_a_number_too(code: str, value: float, number: str, unit: str) -> None:
    found = render_number(value, parse_format(code))
    assert (found.show, str(found.number), found.unit) == (Show.FORMED, number, unit)


@pytest.mark.parametrize(("code", "value"), [("0000", 599), ("dd-mm-yyyy", DAY), ('[<5]"<5";0', 3), ("[h]:mm", 1.25)])
def test_codes_dates_and_words_are_no_numbers(code: str, value: float) -> None:
    found = render_number(value, parse_format(code))
    assert (found.show, found.number) == (Show.TEXT, None)


@pytest.mark.parametrize(("code", "value"), [(";;;", 5), ("0;;", -5), ("#", 0), ("#,###", 0), ("#.##", 0)])
def test_what_a_format_hides_is_empty(code: str, value: float) -> None:
    assert render_number(value, parse_format(code)).text == ""


@pytest.mark.parametrize(
    "code", ["0 km", "0.0 fte", "dd-mm-jjjj", '"euro', "[h", "[DBNum1]0", "0;0;0;0;0", "0 mm", "0" * 300]
)
def test_what_excel_would_not_take_cannot_be_parsed(code: str) -> None:
    with pytest.raises(FormatCodeError):
        parse_format(code)


@pytest.mark.parametrize(
    ("code", "value"),
    [("dd-mm-yyyy", -1), ("[h]:mm", -0.5), ("dd-mm-yyyy", 2958466), ("[$-407]mmmm", 1), ("[>5]0;[<3]0", 4)],
)
def test_what_excel_shows_as_number_signs_cannot_be_rendered(code: str, value: float) -> None:
    with pytest.raises(FormatCodeError):
        render_number(value, parse_format(code))


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert render_number(0, parse_format("dd-mm-yyyy"), from_1904=True).text == "01-01-1904"
    assert render_number(DAY - 1462, parse_format("dddd d mmmm yyyy"), from_1904=True).text == "dinsdag 12 maart 2024"
    assert render_number(1.25, parse_format("[h]:mm"), from_1904=True).text == "30:00"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("General", "a"), ("0.00", "a"), ('0;-0;0;"tekst "@', "tekst a"), ("@", "a"), ('@"*"', "a*"), (FINANCIAL, " a ")],
)
def test_text_is_shown_by_its_section(code: str, shown: str) -> None:
    assert render_text("a", parse_format(code)) == shown


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 8))
def test_a_fixed_format_never_differs_by_more_than_its_rounding(value: float, decimals: int) -> None:
    found = render_number(value, parse_format("#,##0." + "0" * decimals if decimals else "#,##0"))
    assert found.number is not None
    kept = Decimal(f"{value:.15g}")
    assert abs(found.number - kept) * 2 <= Decimal(1).scaleb(-decimals)
    assert Decimal(found.text.replace(".", "").replace(",", ".")) == found.number


@given(st.text('0#?.,%;"-_* []$€@EeGgmdyhs/:\\' + string.ascii_letters, max_size=12), st.floats(-1e20, 1e20))
def test_no_format_gives_a_traceback(code: str, value: float) -> None:
    try:
        render_number(value, parse_format(code))
        render_text("x", parse_format(code))
    except FormatCodeError:
        pass


def test_a_number_under_a_format_for_text_alone_is_shown_as_it_is() -> None:
    for value in (0.0, 12.5, -3.0):
        assert render_number(value, parse_format("@")).text == {0.0: "0", 12.5: "12,5", -3.0: "-3"}[value]
