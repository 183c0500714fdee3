"""A table's cells and its data frames hold the same, row by row: types, order, filters and groups."""

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics

ROWS = "id;gemeente;2021;2022;soort\na;Ede;1,50;12:30;x\nb;Tiel;;007;\nc;Ede;2,25;1;n.v.t.\nd;;n.v.t.;2;y\n"


def read(text: str) -> DataTable:
    """A table of a CSV file."""
    table = parse_csv(text.encode(), "data/t.csv", Diagnostics())
    assert table is not None
    return table


def test_a_frame_has_decimals_where_a_column_holds_figures() -> None:
    frame = read(ROWS).frame
    assert [str(value) for value in frame["2021"]] == ["1.50", "NaN", "2.25", "NaN"]
    assert all(isinstance(value, Decimal) for value in frame["2021"])
    assert frame["2021"].isna().tolist() == [False, True, False, True]
    assert frame["2021"].sum() == Decimal("3.75")
    assert float(frame["2021"].astype(float).max()) == 2.25


def test_a_frame_has_words_where_a_column_holds_anything_else() -> None:
    frame = read(ROWS).frame
    assert frame["2022"].tolist() == ["12:30", "007", "1", "2"]
    assert frame["id"].tolist() == ["a", "b", "c", "d"]
    assert frame["gemeente"].isna().tolist() == [False, False, False, True]


def test_changing_a_frame_changes_no_table() -> None:
    table = read(ROWS)
    frame = table.frame
    frame["2021"] = 0
    frame.loc[0, "id"] = "z"
    assert str(table.frame["2021"].iloc[0]) == "1.50"
    assert table.frame["id"].iloc[0] == "a"


def test_figures_are_found_among_words_too() -> None:
    figures = read("id;x\na;1,5\nb;veel\n").figures(["x"])
    assert [str(value) for value in figures["x"]] == ["1.5", "NaN"]


def test_rows_are_kept_by_the_text_of_their_cells() -> None:
    table = read(ROWS)
    assert [row.text("id") for row in table.where({"gemeente": "Ede"}).rows] == ["a", "c"]
    assert [row.text("id") for row in table.where({"gemeente": "Ede", "2022": "1"}).rows] == ["c"]
    assert table.where({"gemeente": "Arnhem"}).rows == ()
    assert table.where({}) is table


def test_a_group_for_each_text_in_order() -> None:
    groups = read(ROWS).groups("gemeente")
    assert {name: [row.text("id") for row in group.rows] for name, group in groups.items()} == {
        "Ede": ["a", "c"],
        "Tiel": ["b"],
        "": ["d"],
    }
    assert list(groups) == ["Ede", "Tiel", ""]


def test_a_row_by_its_id() -> None:
    table = read(ROWS)
    assert table.row("c") is table.rows[2]
    assert table.row("q") is None


def test_a_table_that_is_only_read_loads_no_pandas() -> None:
    program = (
        "import sys; from reportbuilder.data.csv_files import parse_csv\n"
        "from reportbuilder.diagnostics import Diagnostics\n"
        "table = parse_csv(b'id;2022\\na;1\\n', 't.csv', Diagnostics())\n"
        "print(table.where({'id': 'a'}).rows == table.rows, 'pandas' in sys.modules)\n"
        "print(len(table.frame), 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "1", "True"]


def test_rows_are_chosen_by_all_that_is_asked_of_them() -> None:
    table = read("id;thema;2022\na;Verkeer;1\nb;Verkeer;2\na;Wijk;3\nc;;4\n")
    assert [row.place.line for row in table.where({"thema": "Verkeer"}).rows] == [2, 3]
    assert [row.place.line for row in table.where({"thema": "Verkeer", "id": "a"}).rows] == [2]
    assert [row.place.line for row in table.where({"thema": ""}).rows] == [5]
    assert table.where({"thema": "verkeer"}).rows == ()
    with pytest.raises(KeyError, match="soort"):
        table.where({"soort": "x"})


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.decimals(-9999, 9999, places=2)), min_size=1, max_size=12))
def test_groups_lose_no_cell_and_no_place(lines: list[tuple[str, Decimal]]) -> None:
    written = "\n".join(f"{name};{value}".replace(".", ",") for name, value in lines)
    table = read(f"soort;2022\n{written}\n")
    groups = table.groups("soort")
    assert list(groups) == list(dict.fromkeys(name for name, _ in lines))
    regrouped = [row for group in groups.values() for row in group.rows]
    assert sorted(row.cells["2022"].place.line for row in regrouped) == list(range(2, len(lines) + 2))
    for name, group in groups.items():
        places = [row.cells["2022"].place for row in group.rows]
        assert places == sorted(places)
        assert list(group.figures(["2022"])["2022"]) == [row.value("2022") for row in group.rows]
        assert group.rows == table.where({"soort": name}).rows
    assert [table.rows[place.line - 2].value("2022") for row in regrouped if (place := row.place)] == [
        row.value("2022") for row in regrouped
    ]
