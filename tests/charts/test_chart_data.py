"""A chart's description and its figures: what is asked for is taken, what is not there has its place."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from reportbuilder.charts.chart_data import take_data
from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.model import ChartData, ChartNorm, ChartSpec, read_chart
from reportbuilder.data.csv_files import parse_csv
from reportbuilder.data.data_files import read_table
from reportbuilder.data.goals import StatusRules
from reportbuilder.data.norms import Relation
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Span
from reportbuilder.i18n.language import LANGUAGES, language_of
from reportbuilder.values import replace

TABLE = """\
id;thema;indicator;eenheid;2018;2019;norm;norm_tekst
roof;Misdrijven;Aantal roven;aantal;200;150;<= 2018;≤ 2018
prio1;Burger;Reactietijd;procent;82,3;83,0;>= 82;
fraude;Fraude;Verdachten;aantal;;12;>= 31;minimaal 31
tekst;Fraude;Verdachten;aantal;1;veel;>= 31;
"""
CHART = """\
kind: line
title: Minder roven
data: t.csv
rows: [roof]
columns: [2018, "2019"]
norm: true
width: wide
height: 60mm
alt: Roven daalden.
"""


def chart(tmp_path: Path, text: str, diagnostics: Diagnostics) -> ChartSpec | None:
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    return read_chart(tmp_path / "c.yaml", "charts/c.yaml", diagnostics, kinds=BUILT_IN)


def bound_chart(tmp_path: Path, text: str, table: str = TABLE) -> tuple[ChartData | None, list[tuple[str, str, int]]]:
    diagnostics = Diagnostics()
    spec, data = chart(tmp_path, text, diagnostics), parse_csv(table.encode(), "data/t.csv", diagnostics)
    assert spec is not None, list(diagnostics)
    assert data is not None
    rules = StatusRules({"deels": "Loopt", "gerealiseerd": "Klaar"}, False, (), "deels")
    made = take_data(BUILT_IN[spec.kind], spec, data, diagnostics, rules)
    return made, [(p.code, p.place.file, p.place.line) for p in diagnostics]


def test_a_description_is_read(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    spec = chart(tmp_path, CHART, diagnostics)
    assert spec is not None
    assert (spec.kind, spec.columns, spec.width) == ("line", ("2018", "2019"), Span.WIDE)
    assert spec.height == pytest.approx(170.08, abs=0.01)
    assert spec.place("rows", 0).line == 4
    assert len(diagnostics) == 0


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("kind: line", "kind: lijn", "chart-value", 1, "line"),
        ("norm: true", "norms: true", "chart-key", 6, "norm"),
        ("alt: Roven daalden.", "", "chart-missing", 1, "alt"),
        ("title: Minder roven", 'title: " "', "chart-value", 2, ""),
        ("height: 60mm", "height: 60", "chart-value", 8, ""),
        ("kind: line", "kind: bullet", "chart-settings", 5, "one column"),
        ('columns: [2018, "2019"]', "columns: [2018]", "chart-settings", 5, "bar"),
        ("norm: true", "count: {by: thema, of: status}", "chart-settings", 6, "stacked-bar"),
    ],
)
def test_what_is_wrong_in_a_description_has_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int, hint: str
) -> None:
    diagnostics = Diagnostics()
    assert chart(tmp_path, CHART.replace(old, new), diagnostics) is None
    assert (code, line) in [(p.code, p.place.line) for p in diagnostics]
    assert any(hint in p.hint for p in diagnostics if p.code == code)


def test_a_missing_chart_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "reactietijden.yaml").write_text("")
    diagnostics = Diagnostics()
    assert read_chart(tmp_path / "reactietijd.yaml", "charts/reactietijd.yaml", diagnostics, kinds=BUILT_IN) is None
    (problem,) = diagnostics
    assert "reactietijden" in problem.hint


def test_rows_become_lines_and_keep_their_decimals(tmp_path: Path) -> None:
    data, problems = bound_chart(tmp_path, CHART.replace("[roof]", "[roof, prio1]"))
    assert data is not None
    assert problems == []
    roof, prio = data.series
    assert [v and v.text for v in roof.values] == ["200", "150"]
    assert roof.norm == ChartNorm(200, "≤ 2018", Relation.AT_MOST)
    assert [v and v.text for v in prio.values] == ["82,3\u00a0%", "83,0\u00a0%"]
    assert prio.norm == ChartNorm(82, "≥\u00a082\u00a0%")


def test_an_index_is_a_percentage_of_its_base(tmp_path: Path) -> None:
    data, problems = bound_chart(tmp_path, CHART + 'index: "2018"\n')
    assert data is not None
    assert problems == []
    assert [v and (v.number, v.text) for v in data.series[0].values] == [(100, "100"), (75, "75")]
    assert data.series[0].norm == ChartNorm(100, "≤ 2018", Relation.AT_MOST)


def test_an_empty_cell_is_no_figure(tmp_path: Path) -> None:
    data, _ = bound_chart(tmp_path, CHART.replace("roof", "fraude"))
    assert data is not None
    assert data.series[0].values[0] is None


def test_grouped_bars_have_a_group_for_each_row(tmp_path: Path) -> None:
    text = CHART.replace("kind: line", "kind: grouped-bar").replace("[roof]", "[roof, prio1]")
    data, _ = bound_chart(tmp_path, text + "labels: {roof: Roof}\n")
    assert data is not None
    assert data.categories == ("Roof", "Reactietijd")
    assert [s.name for s in data.series] == ["2018", "2019"]
    assert [b and b.number for b in data.norms] == [200, 82]


@pytest.mark.parametrize(("cell", "codes"), [("", 1), ("x", 1), ("0", 0), ("n.v.t.", 0)])
def test_a_stacked_bar_without_one_of_its_parts_is_told(tmp_path: Path, cell: str, codes: int) -> None:
    table = f"id;indicator;eenheid;2018;2019\na;A;aantal;10;{cell}\nb;B;aantal;20;30\n"
    text = CHART.replace("kind: line", "kind: stacked-bar").replace("[roof]", "[a, b]").replace("norm: true\n", "")
    data, problems = bound_chart(tmp_path, text, table)
    assert data is not None
    assert problems == [("chart-part-missing", "data/t.csv", 2)] * codes


def test_a_chart_of_an_english_report_is_in_english(tmp_path: Path) -> None:
    table = "id;indicator;eenheid;2019;norm\na;A;euro;1250,5;>= 2000,5\nb;B;procent;;at least 1,000.5\n"
    text = CHART.replace("kind: line", "kind: bullet").replace("[roof]", "[a]").replace('[2018, "2019"]', "[2019]")
    diagnostics = Diagnostics()
    spec, data = chart(tmp_path, text, diagnostics), parse_csv(table.encode(), "data/t.csv", diagnostics)
    assert spec is not None
    assert data is not None
    made = take_data(BUILT_IN[spec.kind], replace(spec, language="en"), data, diagnostics)
    assert made is not None
    assert made.notes == ("€1,250.5, goal at least €2,000.5",)
    assert made.norms == (ChartNorm(100.0, "≥\u00a0€2,000.5"),)
    assert made.language == "en"


@pytest.mark.parametrize(
    ("result", "norm", "percentage", "note", "met"),
    [
        ("996", ">= 1000", "99,6\u00a0%", "996, doel ten minste 1.000", False),
        ("99996", ">= 100000", "99,996\u00a0%", "99.996, doel ten minste 100.000", False),
        ("1000", ">= 1000", "100\u00a0%", "1.000, doel ten minste 1.000", True),
        ("994", ">= 1000", "99\u00a0%", "994, doel ten minste 1.000", False),
        ("10", "> 10", "100\u00a0%", "10, doel meer dan 10", False),
        ("10", "< 10", "100\u00a0%", "10, doel minder dan 10", False),
        ("9", "<= 10", "90\u00a0%", "9, doel hoogstens 10", True),
        ("11", "= 10", "110\u00a0%", "11, doel precies 10", False),
    ],
)
def test_a_bullet_does_not_round_or_reword_a_goal_to_one_that_was_met(
    tmp_path: Path, result: str, norm: str, percentage: str, note: str, met: bool
) -> None:
    table = f"id;indicator;eenheid;2019;norm\na;A;aantal;{result};{norm}\n"
    text = CHART.replace("kind: line", "kind: bullet").replace("[roof]", "[a]").replace('[2018, "2019"]', "[2019]")
    data, problems = bound_chart(tmp_path, text, table)
    assert (data is not None, problems) == (True, [])
    assert data is not None
    (value,), (bound,) = data.series[0].values, data.norms
    assert (value and value.text, data.notes) == (percentage, (note,))
    assert value is not None
    assert bound is not None
    assert bound.met_by(value.number) is met


def test_a_bullet_is_a_percentage_of_its_norm(tmp_path: Path) -> None:
    text = CHART.replace("kind: line", "kind: bullet").replace("[roof]", "[fraude, roof]")
    data, problems = bound_chart(tmp_path, text.replace('[2018, "2019"]', '["2019"]'))
    assert data is not None
    assert problems == []
    assert [v and v.text for v in data.series[0].values] == ["39\u00a0%", "75\u00a0%"]
    assert data.notes == ("12, doel ten minste 31", "150, doel hoogstens 200")
    pairs = zip(data.series[0].values, data.norms, strict=True)
    assert [v is not None and b is not None and b.met_by(v.number) for v, b in pairs] == [False, True]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[roof]", "[roof, roov]", ("chart-unknown-name", "charts/c.yaml", 4)),
        ('"2019"', '"2109"', ("chart-unknown-name", "charts/c.yaml", 5)),
        ("[roof]", "[tekst]", ("data-not-a-number", "data/t.csv", 5)),
        ("norm: true", 'index: "2017"', ("chart-unknown-name", "charts/c.yaml", 6)),
        ("rows: [roof]", "only: {tema: x}", ("chart-unknown-name", "charts/c.yaml", 4)),
        ("rows: [roof]", "only: {thema: x}", ("chart-empty", "charts/c.yaml", 4)),
    ],
)
def test_what_is_not_there_is_a_problem(tmp_path: Path, old: str, new: str, problem: tuple[str, str, int]) -> None:
    data, problems = bound_chart(tmp_path, CHART.replace(old, new))
    assert data is None
    assert problems == [problem]


def test_an_index_needs_a_base(tmp_path: Path) -> None:
    data, problems = bound_chart(tmp_path, CHART.replace("roof", "fraude") + 'index: "2018"\n')
    assert data is None
    assert problems == [("chart-index", "data/t.csv", 4)]


COUNT = """\
kind: stacked-bar
title: Stand
data: t.csv
count: {by: thema, of: status}
alt: Stand per thema.
"""
GOALS = "thema;status;resultaat\nA;gerealiseerd;\nB;;nog bezig\nA;;\nA;gerealiseerd;\n"


def test_statuses_are_counted_by_theme(tmp_path: Path) -> None:
    data, problems = bound_chart(tmp_path, COUNT + "labels: {A: Thema A}\n", GOALS)
    assert data is not None
    assert problems == []
    assert data.by_status
    assert data.categories == ("Thema A", "B")
    counted = {s.name: [v and v.text for v in s.values] for s in data.series}
    assert counted == {"Klaar": ["2", None], "Loopt": ["1", "1"]}
    assert next(iter(counted)) == "Klaar", "from done to unknown, however the rules order them"


def test_the_order_of_counted_themes_can_be_given(tmp_path: Path) -> None:
    data, _ = bound_chart(tmp_path, COUNT + "rows: [B, A]\n", GOALS)
    assert data is not None
    assert data.categories == ("B", "A")
    assert bound_chart(tmp_path, COUNT + "rows: [B, AA]\n", GOALS) == (None, [("chart-row", "charts/c.yaml", 6)])


def test_a_chart_of_a_workbook_draws_and_labels_what_the_cells_show(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["id", "indicator", "2018", "2019"], ["deel", "Deel", 0.345, 0.8234], ["euro", "Kosten", 2.5, -750]):
        sheet.append(row)
    for cell, code in {"C2": "0.0%", "D2": "0%", "C3": '"€" #,##0.00', "D3": '"€" #,##0.00'}.items():
        sheet[cell].number_format = code
    book.save(tmp_path / "t.xlsx")
    diagnostics = Diagnostics()
    data = read_table(tmp_path / "t.xlsx", "data/t.xlsx", diagnostics)
    text = 'kind: grouped-bar\ntitle: T\ndata: t.xlsx\nrows: [deel, euro]\ncolumns: ["2018", "2019"]\nalt: A.\n'
    spec = chart(tmp_path, text, diagnostics)
    assert data is not None
    assert spec is not None, list(diagnostics)
    made = take_data(BUILT_IN[spec.kind], spec, data, diagnostics, StatusRules({"deels": "Loopt"}, False, (), "deels"))
    assert made is not None
    assert list(diagnostics) == []
    values = {(v.number, v.text.replace("\u00a0", " ")) for series in made.series for v in series.values if v}
    assert values == {(34.5, "34,5 %"), (82.0, "82 %"), (2.5, "€ 2,50"), (-750.0, "€ −750,00")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_relation_of_a_norm(language: str) -> None:
    assert set(language_of(language).charts.relations) == {relation.value for relation in Relation}
