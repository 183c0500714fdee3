"""Two editions are joined by indicator: the right rows, in order, with the places of both."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.restatements import NORM, UNIT, restated, shared, vanished
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.memo import Memo

HEADINGS = "id;indicator;eenheid;2021;2022;norm"


def table(file: str, *lines: str) -> DataTable:
    """An indicator table of a file with these rows."""
    made = parse_csv("\n".join((HEADINGS, *lines, "")).encode(), file, Diagnostics())
    assert made is not None
    return made


def test_figures_that_differ_beyond_their_rounding_are_restated_with_their_difference() -> None:
    now = table("nu/a.csv", "x;X;aantal;10;20;", "y;Y;aantal;1,26;2;", "z;Z;aantal;;5;")
    then = table("toen/a.csv", "y;Y;aantal;1,3;3;", "x;X;aantal;12;20;", "z;Z;aantal;4;;")
    found = restated([now], [then])
    assert [(one.key, one.column, one.difference) for one in found] == [
        ("x", "2021", Decimal(-2)),
        ("y", "2022", Decimal(-1)),
    ]
    assert [(one.now.place.file, one.now.place.line, one.then.place.line) for one in found] == [
        ("nu/a.csv", 2, 3),
        ("nu/a.csv", 3, 2),
    ]


def test_a_restated_figure_of_eighteen_digits_has_its_exact_difference() -> None:
    now = table("nu/a.csv", "x;X;aantal;;999999999999999999,0000000001;")
    then = table("toen/a.csv", "x;X;aantal;;-999999999999999999,0000000002;")
    (found,) = restated([now], [then])
    assert found.difference == Decimal("1999999999999999998.0000000003")


def test_a_memo_gives_what_is_found_without_one() -> None:
    editions = [
        ["x;X;aantal;1;2;", "y;Y;aantal;1;2;"],
        ["x;X;aantal;1;3;", "y;Y;aantal;1;2;"],
        ["y;Y;aantal;1;2;", "x;X;aantal;1;3;"],
        ["x;X;aantal;1;3;", "z;Z;aantal;1;2;"],
        ["x;X;aantal;1;3;", "z;Y;aantal;1;2;"],
        ["x;X;aantal;1;3;", "x;X;aantal;1;2;"],
    ]
    memo, then = Memo(), [table("toen/a.csv", "y;Y;aantal;1;5;", "x;X;aantal;1;2;")]
    for file in ("nu/a.csv", "nu/b.csv"):
        for lines in editions:
            now = [table(file, *lines)]
            assert restated(now, then, memo) == restated(now, then)
            assert list(shared(now, then, memo)) == list(shared(now, then))
    joined = memo.hit_rates()["joined indicators"]
    assert joined.misses == 10, "figures have no effect on what is joined"


def test_another_unit_is_restated_alone_and_a_norm_where_a_figure_is_shared() -> None:
    now = table("nu/a.csv", "x;X;uur;10;20;>= 5", "y;Y;aantal;1;;>= 5", "z;Z;aantal;;1;>= 5")
    then = table("toen/a.csv", "x;X;fte;12;20;>= 4", "y;Y;aantal;1;;>= 4", "z;Z;aantal;1;;>= 4")
    found = restated([now], [then])
    assert [(one.key, one.column, one.difference) for one in found] == [("x", UNIT, None), ("y", NORM, None)]


def test_a_figure_that_two_tables_have_is_restated_once() -> None:
    now = [table("nu/a.csv", "x;X;aantal;1;2;"), table("nu/b.csv", "x;X;aantal;1;2;")]
    then = [table("toen/a.csv", "x;X;aantal;1;3;"), table("toen/b.csv", "x;X;aantal;1;3;")]
    assert [(one.key, one.column, one.pair.table.shown) for one in restated(now, then)] == [("x", "2022", "nu/a.csv")]


def test_indicators_vanish_from_tables_that_were_carried_on() -> None:
    now = [table("nu/a.csv", "x;X;aantal;1;2;", "y;Y;aantal;1;2;")]
    then = [
        table("toen/a.csv", "w;W;aantal;1;2;", "x;X;aantal;1;2;", "y;Y;aantal;1;2;"),
        table("toen/b.csv", "p;P;aantal;1;2;", "q;Q;aantal;1;2;", "x;X;aantal;1;2;"),
    ]
    assert [(held.shown, row.text("id")) for held, row in vanished(now, then)] == [("toen/a.csv", "w")]
    assert list(vanished(now, [])) == []


def test_no_edition_has_anything_in_common_with_none() -> None:
    tables = [table("nu/a.csv", "x;X;aantal;1;2;")]
    assert (list(shared(tables, [])), restated(tables, [])) == ([], ())
    assert (list(shared([], tables)), restated([], tables)) == ([], ())


EDITIONS = st.lists(
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("PQ")), min_size=1, max_size=4), min_size=1, max_size=2
)


@given(EDITIONS, EDITIONS)
def test_rows_are_joined_by_file_or_where_there_is_one_alone_by_name(
    ours: list[list[tuple[str, str]]], theirs: list[list[tuple[str, str]]]
) -> None:
    now, then = (
        [
            table(
                f"{edition}/{file}.csv", *(f"{key};{name};aantal;{place};1;" for place, (key, name) in enumerate(rows))
            )
            for file, rows in zip("ab", files, strict=False)
        ]
        for edition, files in (("nu", ours), ("toen", theirs))
    )
    expected = []
    for file, rows in enumerate(ours):
        for line, (key, name) in enumerate(rows):
            in_file = [i for i, (other, _) in enumerate(theirs[file]) if other == key] if file < len(theirs) else []
            own = [other for others in ours for other, _ in others if other == key]
            anywhere = [(f, i, n) for f, others in enumerate(theirs) for i, (k, n) in enumerate(others) if k == key]
            if len(in_file) == 1:
                expected.append((key, file, line, file, in_file[0]))
            elif not in_file and len(own) == len(anywhere) == 1 and anywhere[0][2] == name:
                expected.append((key, file, line, *anywhere[0][:2]))
    first = list(dict.fromkeys(key for rows in ours for key, _ in rows))
    expected.sort(key=lambda pair: (first.index(pair[0]), *pair[1:3]))
    found = [
        (pair.key, now.index(pair.table), pair.now.place.line - 2, "ab".index(file[-5]), pair.then.place.line - 2)
        for pair in shared(now, then)
        if (file := pair.then.place.file)
    ]
    assert found == expected
