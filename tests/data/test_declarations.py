"""Any unit can be declared: its words, its sign, where it stands and its decimals, the same wherever it is printed."""

from pathlib import Path

import pytest

from reportbuilder.data.data_files import read_table
from reportbuilder.data.expressions.amounts import find_indicator
from reportbuilder.data.expressions.evaluation import evaluate
from reportbuilder.data.indicators import check_indicators
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.i18n.formats import format_number

ROWS = """id;indicator;eenheid;2021;2022
route;Route;km;1;1250
duur;Duur;dagen;1;12
water;Water;miljoen m\u00b3;1,25;2
prijs;Prijs;dollar;0,5;1.250,129
wacht;Wachttijd;minuten;1;12
"""
DECLARED = """
units:
  km: {}
  dagen: {singular: dag}
  miljoen m\u00b3: {decimals: 1}
  dollar: {sign: US$, place: before, decimals: 2}
"""


def read(folder: Path, declared: str) -> tuple[DataTable, Diagnostics]:
    (folder / "t.csv").write_text(ROWS)
    (folder / "t.yaml").write_text(declared)
    diagnostics = Diagnostics()
    table = read_table(folder / "t.csv", "data/t.csv", diagnostics)
    assert table is not None
    check_indicators(table, diagnostics)
    return table, diagnostics


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("route[2021]", "1\u00a0km"),
        ("route[2022]", "1.250\u00a0km"),
        ("duur[2021]", "1\u00a0dag"),
        ("duur[2022]", "12\u00a0dagen"),
        ("duur[2022] - duur[2021]", "11\u00a0dagen"),
        ("mean(duur[2021], duur[2022]) | round(1)", "6,5\u00a0dagen"),
        ("water[2021]", "1,3\u00a0miljoen m\u00b3"),
        ("prijs[2022]", "US$\u00a01.250,13"),
        ("prijs[2022] | number", "1.250,13"),
        ("prijs[2022] | round(0)", "US$\u00a01.250"),
        ("wacht[2021]", "1\u00a0minuut"),
        ("wacht[2022]", "12\u00a0minuten"),
        ("change(route, 2021, 2022) | round(0)", "124.900\u00a0%"),
    ],
)
def test_a_declared_unit_is_printed_as_declared(tmp_path: Path, expression: str, words: str) -> None:
    table, diagnostics = read(tmp_path, DECLARED)
    assert not list(diagnostics)
    assert evaluate(expression, lambda name: find_indicator(table, name, name), "nl").text == words


def test_a_unit_that_is_not_known_says_how_to_declare_it(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, "units: [km, dagen, dollar]")
    (problem,) = diagnostics
    assert (problem.code, str(problem.place)) == ("data-unit", "data/t.csv:4:13")
    assert "units: [miljoen m\u00b3]” in data/t.yaml" in problem.hint
    assert not list(read(tmp_path, "units: [km, dagen, dollar, miljoen m\u00b3]")[1])


@pytest.mark.parametrize(
    ("unit", "declared", "value", "text"),
    [
        ("euro", "{decimals: 2}", 1250, "\u20ac\u00a01.250,00"),
        ("minuten", "{sign: min}", 1, "1\u00a0min"),
        ("bezoeken", "{plural: bezoekers, singular: bezoeker}", 1, "1\u00a0bezoeker"),
        ("bezoeken", "{plural: bezoekers, singular: bezoeker}", 0, "0\u00a0bezoekers"),
        ("bezoeken", "{plural: bezoekers, singular: bezoeker}", -1, "\u22121\u00a0bezoeker"),
    ],
)
def test_what_is_not_declared_stays_as_it_is(tmp_path: Path, unit: str, declared: str, value: int, text: str) -> None:
    table, _ = read(tmp_path, f"units: {{{unit}: {declared}}}")
    form = table.rows[0].form(unit)
    assert format_number(value, form, form.places(0)) == text
