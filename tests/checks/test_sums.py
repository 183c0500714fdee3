"""Sums, shares and computed columns: what adds up, what does not, and what nobody can know."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.checks.declared_sums import (
    check_declared_shares,
    check_declared_totals,
    check_published_columns,
)
from reportbuilder.checks.table_grid import PrintedFigure, adds_up
from reportbuilder.checks.table_totals import check_totals
from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.declarations import Declaration
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Place
from reportbuilder.diagnostics.codes import DECLARATION_SETTINGS
from reportbuilder.project.located_yaml import read_yaml
from reportbuilder.project.schema import parse_settings
from reportbuilder.values import replace
from tests.checks.markdown_documents import make_document

DATA = "id;indicator;eenheid;2020;2021;gemeld;gedrukt\n"


def table(rows: str, declared: str) -> DataTable:
    """An indicator table with its declaration."""
    diagnostics = Diagnostics()
    data = parse_csv((DATA + rows).encode(), "data/d.csv", diagnostics)
    marked = read_yaml(declared, Place("data/d.yaml", 1, 1), diagnostics)
    assert data is not None
    assert marked is not None
    declaration = parse_settings(Declaration, marked, diagnostics, DECLARATION_SETTINGS)
    assert list(diagnostics) == []
    assert declaration is not None
    return replace(data, declaration=declaration, declared_at=marked)


def check(rows: str, declared: str) -> list[Diagnostic]:
    """What is wrong with a table."""
    diagnostics = Diagnostics()
    data = table(rows, declared)
    check_declared_totals(data, diagnostics)
    check_declared_shares(data, diagnostics)
    check_published_columns(data, diagnostics)
    return list(diagnostics)


PARTS = "a;A;aantal;10;20;;\nb;B;aantal;5;7;;\n"
TOTALS = "totals: [{total: t, of: [a, b]}]"


def test_a_total_is_the_sum_of_its_parts() -> None:
    assert check(PARTS + "t;T;aantal;15;27;;", TOTALS) == []


def test_a_total_that_is_aside_is_told_with_all_its_figures_and_places() -> None:
    (problem,) = check(PARTS + "t;T;aantal;15;28;;", TOTALS)
    assert (problem.code, str(problem.place)) == ("sum-total", "data/d.csv:4:15")
    assert problem.message == "“T” is 28 in 2021, and its parts are 20 + 7 = 27."
    assert problem.hint == "The parts stand in data/d.csv, lines 2 and 3."


@pytest.mark.parametrize(
    ("total", "codes"),
    [("10,0", []), ("10,1", ["sum-total"]), ("9,9", []), ("9,8", ["sum-total"])],
)
def test_rounding_is_half_a_unit_for_each_figure_that_is_no_whole_count(total: str, codes: list[str]) -> None:
    rows = f"a;A;kg;3,3;;;\nb;B;kg;6,65;;;\nt;T;kg;{total};;;"  # 9,95, and 0,05 + 0,005 + 0,05 of rounding
    assert [p.code for p in check(rows, TOTALS)] == codes


def test_whole_counts_have_no_rounding() -> None:
    assert [p.code for p in check(PARTS + "t;T;aantal;16;27;;", TOTALS)] == ["sum-total"]


def test_what_is_not_applicable_adds_nothing_and_what_is_missing_leaves_a_total_open() -> None:
    rows = "a;A;aantal;10;20;;\nb;B;aantal;n.v.t.;;;\nt;T;aantal;10;20;;"
    assert [(p.code, p.place.line, p.severity.value) for p in check(rows, TOTALS)] == [("sum-unchecked", 3, "note")]


def test_a_total_holds_only_in_the_columns_that_it_names() -> None:
    declared = "totals: [{total: t, of: [a, b], columns: [gemeld]}]"
    assert check("a;A;aantal;1;1;4;\nb;B;aantal;1;1;5;\nt;T;aantal;7;7;9;", declared) == []


def test_totals_that_are_parts_of_each_other_are_an_error_and_are_not_summed() -> None:
    declared = "totals:\n  - {total: t, of: [a, b]}\n  - {total: a, of: [t, b]}"
    found = check(PARTS + "t;T;aantal;99;99;;", declared)
    assert [(p.code, p.place.line) for p in found] == [("sum-itself", 2), ("sum-itself", 3)]


def test_an_unknown_row_is_an_error_with_the_nearest_known_one() -> None:
    (problem,) = check(
        "aap;A;aantal;1;1;;\nnoot;B;aantal;1;1;;\nt;T;aantal;2;2;;", "totals: [{total: t, of: [aapp, noot]}]"
    )
    assert (problem.code, problem.hint) == ("sum-unknown", "Did you mean “aap”?")
    assert str(problem.place) == "data/d.yaml:1:26"


@pytest.mark.parametrize(
    ("last", "codes"), [("33,3", []), ("33,4", []), ("33,6", ["sum-shares"]), ("n.v.t.", ["shares-missing"])]
)
def test_shares_add_up_to_a_hundred_as_far_as_rounding_goes(last: str, codes: list[str]) -> None:
    rows = f"a;A;procent;33,3;;;\nb;B;procent;33,3;;;\nc;C;procent;{last};;;"
    assert [p.code for p in check(rows, "shares: [{rows: [a, b, c]}]")] == codes


def test_shares_of_a_year_without_any_figure_are_not_missed() -> None:
    assert check("a;A;procent;60;;;\nb;B;procent;40;;;", "shares: [{rows: [a, b]}]") == []


@pytest.mark.parametrize(
    ("computed", "other", "wrong"),
    [
        ("5", "5", False),
        ("5", "5,4", False),
        ("5", "6", True),
        ("5,3", "5", False),
        ("5,6", "5", True),
        ("−8", "8", True),
    ],
)
def test_a_computed_column_agrees_with_what_was_printed_as_far_as_both_show(
    computed: str, other: str, wrong: bool
) -> None:
    declared = "derived: [{column: gemeld, formula: 'this[2021]', published: gedrukt}]"
    found = check(f"a;A;aantal;1;2;{computed};{other}", declared)
    assert [(p.code, p.place.line) for p in found] == ([("sum-published", 2)] if wrong else [])
    assert all(computed in p.message and other in p.message for p in found)


@given(st.lists(st.decimals("0", "1000", places=3), min_size=2, max_size=8), st.integers(0, 2))
def test_parts_rounded_by_themselves_never_contradict_their_rounded_sum(parts: list[Decimal], decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    rounded = [PrintedFigure(part.quantize(step), decimals, "kg") for part in parts]
    assert adds_up(PrintedFigure(sum(parts, Decimal()).quantize(step), decimals, "kg"), rounded)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8), st.integers(1, 10**6))
def test_whole_counts_that_do_not_add_up_are_always_found(parts: list[int], aside: int) -> None:
    figures = [PrintedFigure(Decimal(part), 0) for part in parts]
    assert adds_up(PrintedFigure(Decimal(sum(parts)), 0), figures)
    assert not adds_up(PrintedFigure(Decimal(sum(parts) + aside), 0), figures)


NAMES = st.sampled_from(["a", "b", "t", "z"])
CELLS = st.sampled_from(["", "n.v.t.", "1", "2,5", "-3", "veel", "100", "83,0 %"])
ENTRIES = st.fixed_dictionaries({"total": NAMES, "of": st.lists(NAMES, min_size=2, max_size=4)})
SHARES = st.fixed_dictionaries({"rows": st.lists(NAMES, min_size=2, max_size=4)})


@given(
    st.lists(st.tuples(NAMES, st.sampled_from(["aantal", "procent", ""]), CELLS, CELLS), max_size=5),
    st.lists(ENTRIES, max_size=3),
    st.lists(SHARES, max_size=2),
)
def test_any_figures_and_declarations_are_checked_or_reported(
    lines: list[tuple[str, str, str, str]], totals: list[dict[str, object]], shares: list[dict[str, object]]
) -> None:
    body = "".join(f"{key};Naam;{unit};{one};{other};;\n" for key, unit, one, other in lines)
    for problem in check(body, json.dumps({"totals": totals, "shares": shares})):
        assert problem.place.line
        assert problem.message.endswith(".")


def totals(text: str, language: str = "nl") -> list[tuple[str, int]]:
    """What is wrong with the tables of a chapter."""
    diagnostics = Diagnostics()
    check_totals(make_document(text, language), diagnostics)
    return [(p.code, p.place.line) for p in diagnostics]


def rows(*lines: str) -> str:
    """A Markdown table; its first row stands on line 5."""
    head = lines[0]
    return "\n".join([head, "| --- " * (head.count("|") - 1) + "|", *lines[1:]])


@pytest.mark.parametrize(
    "lines",
    [
        ("| Team | Meldingen |", "| Noord | 410 |", "| Zuid | 390 |", "| Totaal | 800 |"),
        ("| Team | Kosten |", "| Noord | € 1.410 |", "| Zuid | € 390 |", "| **Totaal** | € 1.801 |"),  # rounded euros
        ("| Team | Meldingen |", "| Totaal | 800 |", "| Noord | 410 |", "| Zuid | 390 |"),
        ("| Team | Duur |", "| Noord | 4,1 |", "| Zuid | 3,9 |", "| Totaal | 4,0 |"),  # smaller than a part: no sum
        ("| Team | Gemiddeld |", "| Noord | 41 |", "| Zuid | 39 |", "| Totaal | 85 |"),
        ("| Team | Meldingen |", "| Noord | 410 |", "| Zuid | n.v.t. |", "| Totaal | 900 |"),
        ("| Team | Meldingen |", "| Noord | 410 |", "| Zuid | 39 % |", "| Totaal | 900 |"),
        ("| Team | Meldingen |", "| Noord | 410 |", "| Totaal | 900 |"),
        ("| Team | Meldingen |", "| Noord | 410 |", "| Zuid | 390 |", "| Totaal aantal meldingen | 900 |"),
        ("| Soort | Aandeel |", "| Eén | 33 % |", "| Twee | 33 % |", "| Drie | 33 % |", "| Totaal | 100 % |"),
        ("| Team | Nieuw | Oud | Totaal |", "| Noord | 1 | 2 | 9 |", "| Zuid | 3 | 4 | 12 |"),  # counts more: no sum
    ],
)
def test_nothing_is_said_of_what_adds_up_or_need_not(lines: tuple[str, ...]) -> None:
    assert totals(rows(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("| Team | Meldingen |", "| Noord | 410 |", "| Zuid | 390 |", "| Totaal | 801 |"), [("sum-total", 7)]),
        (("| Team | Meldingen |", "| Noord | 41 |", "| Zuid | 39 |", "| Totaal | 801 |"), [("sum-doubt", 7)]),
        (("| Team | Meldingen |", "| Totaal | 790 |", "| Noord | 410 |", "| Zuid | 390 |"), [("sum-total", 5)]),
        (
            ("| Team | Oud | Nieuw |", "| Noord | 10 | 12 |", "| Zuid | 20 | 23 |", "| Totaal | 30 | 23 |"),
            [("sum-total", 7)],  # one column adds up, so the other should
        ),
        (
            ("| Soort | Aandeel |", "| Eén | 43 % |", "| Twee | 33 % |", "| Drie | 33 % |", "| Totaal | 100 % |"),
            [("sum-shares", 8)],
        ),
        (
            ("| T | Oud | Nieuw | Totaal |", "| N | 1 | 2 | 3 |", "| Z | 3 | 4 | 7 |", "| O | 5 | 6 | 12 |"),
            [("sum-total", 7)],
        ),
    ],
)
def test_a_total_that_does_not_add_up_is_found(lines: tuple[str, ...], found: list[tuple[str, int]]) -> None:
    assert totals(rows(*lines)) == found


def test_a_comma_between_thousands_in_an_english_table_is_not_taken_for_decimals() -> None:
    lines = ("| Team | Calls |", "| North | 999 |", "| South | 1,001 |", "| Total | 2,000 |")
    assert totals(rows(*lines), "en") == []
