"""Totals, percentages, changes and counts are exact, and stand at the positions of their rows."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.calculations import (
    changes,
    counts,
    differing_rows,
    percentages,
    total,
    totals_by_year,
    wrong_shares,
    wrong_totals,
)
from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics

FIGURES = st.decimals(-(10**17), 10**17, places=10) | st.decimals(-1000, 1000, places=2) | st.none()


def read(text: str) -> DataTable:
    """A table of a CSV file."""
    table = parse_csv(text.encode(), "data/t.csv", Diagnostics())
    assert table is not None
    return table


def written(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace(".", ",")


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=30))
def test_totals_are_exact(lines: list[tuple[Decimal | None, Decimal | None]]) -> None:
    body = "\n".join(f"r{i};{written(old)};{written(new)}" for i, (old, new) in enumerate(lines))
    table = read(f"id;2021;2022\n{body}\n")
    figures = table.figures(["2021", "2022"])
    for column, year in enumerate(("2021", "2022")):
        found = [line[column] for line in lines]
        exact = sum((Fraction(value) for value in found if value is not None), Fraction())
        assert Fraction(total(figures)[year]) == exact
        whole = totals_by_year(table.rows).get(year)
        assert whole is None if None in found else Fraction(whole) == exact


def test_a_total_keeps_the_decimals_of_its_parts() -> None:
    figures = read("id;2022\na;83,0\nb;x\nc;0,25\n").figures(["2022"])
    assert str(total(figures)["2022"]) == "83.25"
    assert total(figures.iloc[:0])["2022"] == 0


def test_rows_of_several_tables_are_added_up_in_the_years_that_all_of_them_have() -> None:
    first = read("id;2020;2021;2022\na;1;2,50;3\n").rows
    second = read("id;2023;2022;2021;2020\nb;1;4;5;x\n").rows
    assert {year: str(value) for year, value in totals_by_year(first + second).items()} == {"2021": "7.50", "2022": "7"}
    assert totals_by_year(()) == {}


def test_percentages_of_a_whole_for_each_row() -> None:
    table = read("id;2019;2021;2022\na;200;57;\nb;0;5;6\nc;;5;6\nd;3;1;2\n")
    index = percentages(table.figures(["2021", "2022"]), table.figures(["2019"])["2019"])
    assert [str(value) for value in index["2021"]][:3] == ["28.5", "NaN", "NaN"]
    assert index["2022"].isna().tolist() == [True, True, True, False]
    assert str(index["2021"].iloc[3]).startswith("33.333333333333333333333333333333333")


def test_changes_between_years_for_each_row() -> None:
    table = read("id;2021;2022\na;200;157\nb;0;5\nc;-4;-2\nd;;1\n")
    changed = changes(table.figures(["2021", "2022"]), "2022", "2021")
    assert [str(value) for value in changed["difference"]] == ["-43", "5", "2", "NaN"]
    assert [str(value) for value in changed["percent"]] == ["-21.5", "NaN", "50", "NaN"]


def test_rows_are_counted_in_order() -> None:
    table = read("thema;status\nWeg;b\nWeg;a\nWijk;b\nWeg;b\n;a\n")
    counted = counts(table, "thema", table.texts["status"])
    assert counted.index.tolist() == ["Weg", "Wijk", ""]
    assert counted.columns.tolist() == ["b", "a"]
    assert counted.to_numpy().tolist() == [[2, 1], [1, 0], [0, 1]]
    assert counted.to_numpy().sum() == len(table.rows)


def test_totals_are_wrong_beyond_the_rounding_of_all_figures() -> None:
    table = read("id;2019;2020;2021;2022\nall;99,9;100;100;\na;50,04;50,1;49;1\nb;50,04;50,1;50;2\n")
    figures = table.figures(["2019", "2020", "2021", "2022"])
    assert wrong_totals(figures, 0, (1, 2)).tolist() == [True, False, False, False]
    assert wrong_totals(figures, 0, (1, 2), counted=True).tolist() == [True, True, True, False]
    assert wrong_totals(figures[[]], 0, (1, 2)).tolist() == []


def test_a_total_of_eighteen_digits_is_wrong_by_one_of_its_last() -> None:
    table = read("id;2022\nall;999999999999999999,0000000002\na;999999999999999998,9999999999\nb;0,0000000001\n")
    off = wrong_totals(table.figures(["2022"]), 0, (1, 2))
    assert off.tolist() == [True]


def test_shares_are_wrong_beyond_their_rounding() -> None:
    figures = read("id;2021;2022\na;33,3;33,3\nb;33,3;33,3\nc;33,3;33,6\n").figures(["2021", "2022"])
    assert wrong_shares(figures).tolist() == [False, True]


def test_rows_differ_beyond_the_rounding_of_the_coarser_column() -> None:
    table = read("id;x;gedrukt\na;12,34;12,3\nb;12,36;12,3\nc;12,35;12,3\nd;;12,3\n")
    assert list(differing_rows(table.figures(["x", "gedrukt"]))) == [1]
    assert list(differing_rows(table.take([3]).figures(["x", "gedrukt"]))) == []


def test_nothing_is_counted_in_a_table_of_nothing() -> None:
    table = read("thema;status\nWeg;b\n").take(())
    assert counts(table, "thema", table.texts["status"]).shape == (0, 0)
    assert table.groups("thema") == {}
    assert table.where({"thema": "Weg"}).rows == ()
