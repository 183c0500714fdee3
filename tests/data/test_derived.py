"""Computed columns: what a declaration gives, what its cells are made of, and what goes wrong."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.data.data_files import data_files, read_table
from reportbuilder.data.declarations import Declaration
from reportbuilder.data.expressions.amounts import find_indicator
from reportbuilder.data.expressions.evaluation import check_expression
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.diagnostics.codes import DECLARATION_SETTINGS
from reportbuilder.project.located_yaml import read_yaml
from reportbuilder.project.schema import parse_settings

DATA = """id;eenheid;2021;2022;norm;norm 2022
zaken;aantal;46;12;minimaal 31 per jaar;
roven;aantal;379;451;<= 2021;
op-tijd;procent;81,1;81,6;>= 77;80 % of hoger
los;aantal;896;919;;n.v.t.
leeg;aantal;;919;;
"""


def read(folder: Path, declaration: str, data: str = DATA) -> tuple[DataTable | None, list[tuple[str, str, int]]]:
    (folder / "t.csv").write_text(data, encoding="utf-8")
    (folder / "t.yaml").write_text(declaration, encoding="utf-8")
    diagnostics = Diagnostics()
    table = read_table(folder / "t.csv", "data/t.csv", diagnostics)
    return table, [(p.code, p.place.file, p.place.line) for p in diagnostics]


def derived(*formulas: str, column: str = "x", more: str = "") -> str:
    listed = "".join(f"\n      - {formula}" for formula in formulas)
    return f"derived:\n  - column: {column}\n    formula:{listed}\n{more}"


@pytest.mark.parametrize(
    ("formulas", "texts"),
    [
        (['share(this[2022], this["norm"])'], ["39", "119", "106", "", ""]),
        (['share(this[2022], this["norm 2022"])', "share(this[2022], this[2021])"], ["39", "119", "102", "103", ""]),
        (['difference(this["norm"], this[2022])'], ["−61", "19", "4,6", "", ""]),
        (["difference(this, 2021, 2022)"], ["−74", "19", "0,5", "3", ""]),
        (["this[2022] - this[2021]"], ["−34", "72", "0,5", "23", ""]),
        (["this[2022] - this[2021] | abs"], ["−34", "72", "0,5", "23", ""]),
        (["ratio(this, 2021, 2022) | round(2)"], ["0,26", "1,19", "1,01", "1,03", ""]),
        (['goal_met(this[2022], this["norm"])'], ["nee", "nee", "ja", "", ""]),
        (["this[2022] + zaken[2022] - this[2022]", "this[2022]"], ["12", "12", None, "12", "12"]),
    ],
)
def test_a_column_follows_from_the_others(tmp_path: Path, formulas: list[str], texts: list[str | None]) -> None:
    table, problems = read(tmp_path, derived(*formulas))
    assert table is not None
    assert table.columns[-1] == "x"
    cells = [row.cells["x"] for row in table.rows]
    for cell, text in zip(cells, texts, strict=True):
        if text is not None:
            assert (cell.text, cell.missing) == (text, not text)
    assert problems == ([("expression-type", "data/t.yaml", 4)] if None in texts else [])


def test_a_computed_cell_knows_its_formula_its_unit_and_the_cells_it_is_made_of(tmp_path: Path) -> None:
    table, _ = read(tmp_path, derived('share(this[2022], this["norm"])', more="    decimals: 1\n"))
    assert table is not None
    first, second, *_ = (row.cells["x"] for row in table.rows)
    assert (first.text, first.value, first.unit) == ("38,7", Decimal("38.7"), "procent")
    assert first.formula == 'share(this[2022], this["norm"])'
    assert [(cell.row, cell.column, cell.place.column) for cell in first.sources] == [
        ("zaken", "2022", 17),
        ("zaken", "norm", 20),
    ]
    assert [cell.column for cell in second.sources] == ["2022", "2021"]
    assert first.place == table.rows[0].place


def test_columns_are_computed_in_order_and_named_in_the_text_like_any_other(tmp_path: Path) -> None:
    more = '  - column: y\n    formula: this["x"] * 2\n    decimals: 0\n'
    table, problems = read(tmp_path, derived("this[2022] - this[2021]", more=more))
    assert table is not None
    assert problems == []
    assert [row.text("y") for row in table.rows] == ["−68", "144", "1,0", "46", ""]
    amount = find_indicator(table, "zaken", "zaken").amount("y")
    assert (str(amount.value), [cell.column for cell in amount.cells]) == ("-68", ["2022", "2021"])


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_quotients_are_rounded_half_up(
    tmp_path_factory: pytest.TempPathFactory, part: int, whole: int, places: int
) -> None:
    data = f"id;eenheid;1;2\na;aantal;{part};{whole}\n"
    more = f"    decimals: {places}\n"
    table, _ = read(tmp_path_factory.mktemp("t"), derived('share(this["1"], this["2"])', more=more), data)
    assert table is not None
    number = table.rows[0].value("x")
    assert number is not None
    exact = part * 100 * 10**places * 2
    doubled = round(number * 10**places) * 2
    assert abs(doubled * whole - exact) <= whole
    if abs(doubled * whole - exact) == whole:  # just half: away from zero
        assert abs(doubled * whole) > abs(exact)


@pytest.mark.parametrize(
    ("declaration", "problems"),
    [
        (derived("this[2021]", column='"2022"'), [("derived-typed", "data/t.csv", 1)]),
        (derived("this[2020]"), [("expression-year", "data/t.yaml", 4)]),
        (derived("that[2021]"), [("expression-name", "data/t.yaml", 4)]),
        (derived("this[2021]", "this[2021"), [("expression-syntax", "data/t.yaml", 5)]),
        (derived("this[2021] |"), [("expression-syntax", "data/t.yaml", 4)]),
        (derived("this.__class__"), [("expression-name", "data/t.yaml", 4)]),
        (derived("9 ** 9 ** 9"), [("expression-forbidden", "data/t.yaml", 4)]),
        (derived("12"), [("expression-source", "data/t.yaml", 4)]),
        (derived("this[2021] | number"), [("derived-words", "data/t.yaml", 4)]),
        (derived("this[2021] / 0"), [("derived-cell", "data/t.csv", n) for n in (2, 3, 4, 5)]),
        (derived("sum(this[2021], leeg[2021])"), [("derived-empty", "data/t.yaml", 3)]),
        (derived("this[2021]", more="    published: norn\n"), [("column-unknown", "data/t.yaml", 5)]),
        (derived("this[2021]", more="    decimals: 9\n"), [("declaration-value", "data/t.yaml", 5)]),
        (derived("this[2021]") + derived("this[2022]")[9:], [("derived-twice", "data/t.yaml", 5)]),
        (
            "derived:\n  - colunm: x\n    formula: this[2021]\n",
            [("declaration-key", "data/t.yaml", 2)],
        ),
        ("names: {zaken: [gevallen], zaak: [geval]}\n", [("indicator-unknown", "data/t.yaml", 1)]),
        ("derived: [\n", [("yaml-syntax", "data/t.yaml", 2)]),
        ('missing: {x: "0"}\n', [("declaration-value", "data/t.yaml", 1)]),
        ('missing: [x, "1.250"]\n', [("declaration-value", "data/t.yaml", 1)]),
        ("- derived\n", [("declaration-syntax", "data/t.yaml", 1)]),
        ("file: t.csv\n", []),
        ("file: u.csv\n", [("declaration-file", "data/t.yaml", 1)]),
        ("file: ../t.csv\n", [("declaration-file", "data/t.yaml", 1)]),
        ("sheet: Blad1\n", [("declaration-value", "data/t.yaml", 1)]),
    ],
)
def test_what_is_wrong_has_its_place(tmp_path: Path, declaration: str, problems: list[tuple[str, str, int]]) -> None:
    (tmp_path / "u.csv").write_text(DATA if "u.csv" not in declaration else "")
    assert read(tmp_path, declaration)[1] == problems


def test_a_declaration_stands_in_place_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "cijfers.csv").write_text(DATA)
    (tmp_path / "veilig.yaml").write_text("file: cijfers.csv\nnames: {zaken: [gevallen]}\n")
    diagnostics = Diagnostics()
    table = read_table(tmp_path / "veilig.yaml", "data/veilig.yaml", diagnostics)
    assert table is not None
    assert (table.shown, dict(table.declaration.names)) == ("data/cijfers.csv", {"zaken": ("gevallen",)})
    assert table.declared_at is not None
    assert str(table.declared_at.place("names", "zaken")) == "data/veilig.yaml:2:9"
    assert len(diagnostics) == 0


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("los.yaml", "names: {}\n", "declaration-file"),
        ("los.yaml", "file: cijfer.csv\n", "declaration-file"),
        ("weg.csv", "", "file-missing"),
    ],
)
def test_a_file_that_is_not_there_is_a_problem_with_the_nearest(
    tmp_path: Path, name: str, text: str, code: str
) -> None:
    (tmp_path / "cijfers.csv").write_text(DATA)
    if text:
        (tmp_path / name).write_text(text)
    diagnostics = Diagnostics()
    assert read_table(tmp_path / name, f"data/{name}", diagnostics) is None
    assert [(p.code, p.place.file) for p in diagnostics] == [(code, f"data/{name}")]


def test_what_is_a_table_in_a_folder(tmp_path: Path) -> None:
    for name in ("a.csv", "a.yaml", "b.XLSX", "c.yaml", "statusregels.yaml", "~$b.xlsx", ".d.csv", "e.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in data_files(tmp_path)] == ["a.csv", "b.XLSX", "c.yaml"]
    assert data_files(tmp_path / "weg") == ()


def test_the_declarations_of_the_documentation_can_be_filled_in() -> None:
    page = Path(__file__).parents[2] / "docs" / "data.md"
    examples = re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) == 3
    diagnostics = Diagnostics()
    for example in examples:
        marked = read_yaml(example, Place("data.yaml", 1, 1), diagnostics)
        assert marked is not None
        form = parse_settings(Declaration, marked, diagnostics, DECLARATION_SETTINGS)
        assert form is not None
        for column in form.derived:
            for formula in column.formula:
                check_expression(formula)
    assert len(diagnostics) == 0
