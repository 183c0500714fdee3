"""Tables filled in from data: formats, marks, groups, and the layouts of the status matrix."""

from pathlib import Path

import pytest

from reportbuilder.diagnostics import Code
from reportbuilder.document.bound_values import Origin
from reportbuilder.document.figure_inventory import figure_uses
from reportbuilder.document.model import (
    Align,
    Assessment,
    Cell,
    KeyFigures,
    Paragraph,
    RowKind,
    Sparkline,
    Status,
    StatusMark,
    Table,
    TableKind,
)
from reportbuilder.document.walk import inlines_in, plain
from tests.reader.conftest import Make

DATA = """id;thema;indicator;eenheid;2020;2021;realisatie;norm;norm_tekst
meldingen;Zorg;Meldingen;aantal;11000;9900;-10;<= 2020;≤ 2020
op-tijd;Tijd;Op tijd;procent;83,3;83,0;;>= 83,5;82,0 %
kosten;Zorg;Kosten;euro;1200;;8;;
nvt;Zorg;*Nieuw*;aantal;n.v.t.;12,5;;;
"""


def words(cell: Cell) -> str:
    """What a cell says, its paragraphs on lines."""
    return "\n".join(plain(block.children) for block in cell.blocks if isinstance(block, Paragraph))


def table(make: Make, settings: str, data: str = DATA) -> Table:
    """The table with these settings."""
    block = make(f":::{{table}} t\n---\ndata: d.csv\n{settings}\n---\n:::\n", {"data/d.csv": data}).block
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ('{key: "2020"}', ["11.000", "83,3\u00a0%", "€\u00a01.200", "n.v.t."]),
        ('{key: "2021"}', ["9.900", "83,0\u00a0%", "–", "12,5"]),
        ('{key: "2021", format: number}', ["9.900", "83,0", "–", "12,5"]),
        ('{key: "2020", format: text}', ["11000", "83,3", "1200", "n.v.t."]),
        ("{key: realisatie, format: change}", ["−10", "–", "+8", "–"]),
        ("{key: realisatie, format: percent}", ["−10\u00a0%", "–", "8\u00a0%", "–"]),
        ("{key: realisatie, format: points}", ["−10\u00a0procentpunt", "–", "8\u00a0procentpunt", "–"]),
        ("{key: norm_tekst}", ["≤ 2020", "82,0\u00a0%", "–", "–"]),
        ("{key: indicator}", ["Meldingen", "Op tijd", "Kosten", "Nieuw"]),
    ],
)
def test_a_column_is_formatted_as_it_asks(make: Make, column: str, said: list[str]) -> None:
    assert [words(row.cells[0]) for row in table(make, f"columns: [{column}]").rows] == said


GOALS = """id;indicator;eenheid;2021;2022;norm;norm 2022;status;status 2022
zaken;Zaken;aantal;46;12;minimaal 31 per jaar;;definitief;
roven;Roven;aantal;379;451;<= 2021;<= 380;;voorlopig
op-tijd;Op tijd;procent;81,1;81,6;>= 77;80,5 % of hoger;voorlopig;definitief
nul;Nul;aantal;n.v.t.;0;geen;n.v.t.;;
leeg;Leeg;euro;1200;;;;herzien;
"""
DERIVED = """derived:
  - {column: verschil, formula: "difference(this, 2021, 2022)"}
  - {column: gehaald, formula: 'goal_met(this[2022], this["norm 2022"])'}
"""


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("{key: norm}", ["minimaal 31 per jaar", "≤\u00a02021", "≥\u00a077\u00a0%", "geen", "–"]),
        ("{key: norm, format: goal}", ["31", "≤\u00a02021", "77\u00a0%", "geen", "–"]),
        ("{key: norm 2022}", ["minimaal 31 per jaar", "≤\u00a0380", "80,5 % of hoger", "n.v.t.", "–"]),
        ("{key: norm 2022, format: goal}", ["31", "≤\u00a0380", "80,5\u00a0%", "n.v.t.", "–"]),
        ("{key: norm, format: text}", ["minimaal 31 per jaar", "<= 2021", ">= 77", "geen", "–"]),
        ('{key: "2021"}', ["46", "379", "81,1\u00a0%*", "n.v.t.", "€\u00a01.200"]),
        ('{key: "2022"}', ["12", "451*", "81,6\u00a0%", "0", "–"]),
        ("{key: verschil, format: change}", ["−74\u00a0%", "+19\u00a0%*", "+0,5\u00a0procentpunt*", "–", "–"]),
        ("{key: verschil}", ["−74\u00a0%", "19\u00a0%*", "0,5\u00a0procentpunt*", "–", "–"]),
        ("{key: verschil, format: number}", ["−74", "19*", "0,5*", "–", "–"]),
        ("{key: gehaald}", ["nee", "nee", "ja", "–", "–"]),
    ],
)
def test_norms_computed_figures_and_provisional_ones(make: Make, column: str, said: list[str]) -> None:
    text = f":::{{table}} t\n---\ndata: d.csv\ncolumns: [{column}]\n---\n:::\n"
    block = make(text, {"data/d.csv": GOALS, "data/d.yaml": DERIVED}).block
    assert isinstance(block, Table)
    assert [words(row.cells[0]) for row in block.rows] == said
    starred = any("*" in each for each in said)
    assert [plain(note) for note in block.notes] == (["* Voorlopig cijfer."] if starred else [])


def test_a_mark_is_by_the_norm_that_the_column_names(make: Make) -> None:
    text = ':::{{table}} t\n---\ndata: d.csv\ncolumns: [{{key: "2022", met: true{}}}]\n---\n:::\n'
    marks = []
    for norm in ("", ", norm: norm 2022"):
        block = make(text.format(norm), {"data/d.csv": GOALS.replace("<= 2021", ">= 300")}).block
        assert isinstance(block, Table)
        found = [p.children for row in block.rows for p in row.cells[0].blocks if isinstance(p, Paragraph)]
        marks.append([[i.status for i in children if isinstance(i, StatusMark)] for children in found])
    assert marks == [
        [[Status.NOT_DONE], [Status.DONE], [Status.DONE], [], []],
        [[Status.NOT_DONE], [Status.NOT_DONE], [Status.DONE], [], []],
    ]


TRENDS = """id;indicator;eenheid;2020;2021;2022;norm
zaken;Zaken;aantal;40;;12;minimaal 31 per jaar
op-tijd;Op tijd;procent;80,5;81,1;81,6;
een;Een;aantal;;n.v.t.;3;
"""
TREND = """:::{table} t
---
data: d.csv
columns: [{key: verloop, trend: ["2020", "2021", "2022"], met: true}]
---
:::
"""


def test_a_trend_is_a_sparkline_with_the_norm_and_its_ends_in_words(make: Make) -> None:
    made = make(TREND, {"data/d.csv": TRENDS})
    assert made.problems == ()
    assert isinstance(made.block, Table)
    assert [i for i in inlines_in((made.block,)) if isinstance(i, Sparkline)] == [
        Sparkline((40.0, None, 12.0), "van 40 (2020) naar 12 (2022), norm minimaal 31 per jaar", 31.0),
        Sparkline((80.5, 81.1, 81.6), "van 80,5\u00a0% (2020) naar 81,6\u00a0% (2022)"),
    ]
    assert made.block.rows[2].cells[0].blocks == (), "one figure is no line"


def test_a_trend_through_words_and_unknown_columns_is_an_error(make: Make) -> None:
    problems = make(TREND, {"data/d.csv": TRENDS.replace("81,1", "veel")}).problems
    assert (Code.DATA_NOT_A_NUMBER, 3) in [(p.code, p.place.line) for p in problems if p.place.file.endswith("d.csv")]
    (problem,) = make(TREND.replace("2021", "2019"), {"data/d.csv": TRENDS}).problems
    assert problem.code == Code.COLUMN_UNKNOWN.value
    assert (problem.place.line, problem.place.column) == (6, 42)


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ('trend: ["2020", "2021"], once: true', "once"),
        ('trend: ["2020", "2021"], header: true', "header"),
        ('trend: ["2020", "2021"], verdict: "2022"', "verdict"),
        ('verdict: "2022", met: true', "met"),
        ('verdict: "2022", format: text', "format"),
    ],
)
def test_settings_without_effect_in_a_trend_or_verdict_are_told(make: Make, settings: str, setting: str) -> None:
    text = f":::{{table}} t\n---\ndata: d.csv\ncolumns: [{{key: k, {settings}}}]\n---\n:::\n"
    (problem,) = make(text, {"data/d.csv": TRENDS}).problems
    assert (problem.code, problem.place.line) == (Code.DIRECTIVE_VALUE, 6)
    assert f"“{setting}”" in problem.message


def test_every_figure_of_a_table_has_its_expression_and_cells(make: Make) -> None:
    text = ':::{table} t\n---\ndata: d.csv\ncolumns: [{key: "2022"}, {key: verschil}]\n---\n:::\n'
    made = make(text, {"data/d.csv": GOALS, "data/d.yaml": DERIVED})
    assert made.problems == ()
    found = [(n.text, n.expression, [c.column for c in n.cells]) for n in figure_uses(made.document)]
    assert found[:4] == [
        ("12", "zaken[2022]", ["2022"]),
        ("−74\u00a0%", "difference(zaken, 2021, 2022)", ["2021", "2022"]),
        ("451", "roven[2022]", ["2022"]),
        ("19\u00a0%", "difference(roven, 2021, 2022)", ["2021", "2022"]),
    ]
    assert {number.origin for number in figure_uses(made.document)} == {Origin.DATA}


def test_words_follow_the_language_of_the_report(make: Make) -> None:
    text = ':::{table} t\n---\ndata: d.csv\ncolumns: [{key: "2021"}]\n---\n:::\n'
    block = make(text, {"data/d.csv": GOALS}, language="en").block
    assert isinstance(block, Table)
    assert words(block.rows[3].cells[0]) == "n/a"
    assert [plain(note) for note in block.notes] == ["* Provisional figure."]


@pytest.mark.parametrize(
    ("column", "problems"),
    [
        ('{key: "2020", met: true}', [("norm-missing", 7, 0)]),
        ('{key: "2020", met: true, norm: norn}', [("column-unknown", 7, 0)]),
        ('{key: "2020", met: true, norm: realisatie}', [("norm-missing", 7, 0)]),
    ],
)
def test_a_norm_that_is_asked_for_must_be_there(make: Make, column: str, problems: list[tuple[str, int, int]]) -> None:
    text = f":::{{table}} t\n---\ndata: d.csv\ncolumns:\n  - {column}\n---\n:::\n"
    made = make(text, {"data/d.csv": DATA.replace("<= 2020;≤ 2020", ";").replace(">= 83,5", "")})
    assert [(code, line, 0) for code, line, _ in made.codes] == problems


def test_figures_stand_under_their_commas_and_words_at_the_left(make: Make) -> None:
    columns = table(
        make, 'columns: [{key: indicator, header: true}, {key: "2021"}, {key: norm_tekst, align: right}]'
    ).columns
    assert [column.align for column in columns] == [Align.LEFT, Align.DECIMAL, Align.RIGHT]
    assert [column.header for column in columns] == [True, False, False]


def test_a_mark_says_whether_the_goal_was_met_without_showing_it(make: Make) -> None:
    rows = table(make, 'columns: [{key: "2021", met: true}]').rows
    paragraphs = [row.cells[0].blocks[0] for row in rows]
    marks = [[i for i in p.children if isinstance(i, StatusMark)] for p in paragraphs if isinstance(p, Paragraph)]

    assert marks == [
        [StatusMark(Status.DONE, "doel gehaald", inferred=True, show_word=False)],
        [StatusMark(Status.NOT_DONE, "doel niet gehaald", inferred=True, show_word=False)],
        [],
        [],
    ]
    assert [row.cells[0].value for row in rows] == [9900.0, 83.0, None, 12.5]


def test_rows_gather_under_their_group(make: Make) -> None:
    made = table(make, "group: thema\ncolumns: [{key: id}, {key: indicator}]")
    assert [(row.kind, words(row.cells[0])) for row in made.rows] == [
        (RowKind.GROUP, "Zorg"),
        (RowKind.BODY, "meldingen"),
        (RowKind.BODY, "kosten"),
        (RowKind.BODY, "nvt"),
        (RowKind.GROUP, "Tijd"),
        (RowKind.BODY, "op-tijd"),
    ]
    assert {sum(cell.columns for cell in row.cells) for row in made.rows} == {2}


def test_data_without_rows_makes_no_table_without_rows(make: Make) -> None:
    made = make(":::{table} t\n:data: leeg.csv\n:::\n", {"data/leeg.csv": "id;naam\n"})
    assert [(p.code, Path(p.place.file).name) for p in made.problems] == [("table-empty", "leeg.csv")]


def test_only_keeps_the_rows_that_it_asks_for(make: Make) -> None:
    made = table(make, "only: {thema: Tijd}\ncolumns: [{key: id}]")
    assert [words(row.cells[0]) for row in made.rows] == ["op-tijd"]


def test_a_cell_with_line_ends_has_paragraphs_and_lists(make: Make) -> None:
    made = table(make, "columns: [{key: a}]", 'a;b\n"Eerst:\n\n- een\n- *twee*";x\n')
    assert [type(block).__name__ for block in made.rows[0].cells[0].blocks] == ["Paragraph", "List"]


def test_every_cell_knows_where_its_figure_comes_from(make: Make) -> None:
    made = table(make, 'columns: [{key: indicator}, {key: "2021"}]')
    for line, row in enumerate(made.rows, 2):
        for cell in row.cells:
            assert cell.place.file.endswith("data/d.csv")
            assert cell.place.line == line
            assert DATA.split("\n")[line - 1][cell.place.column - 2] == ";"


MATRIX = """thema;ambitie;onderwerp;doelstelling;doel;resultaat;status
Water;A;Meten;Elke week;50;52;gerealiseerd
Water;A;Meten;Elke week;10;8;niet-gerealiseerd
Water;A;Meten;Openbaar;alles;nog niet;deels
Water;B;Sparen;;een bekken;?;geen-informatie
Lucht;A;Meten;Elke dag;365;365;gerealiseerd
"""


def test_a_matrix_says_ambition_subject_and_aim_once(make: Make) -> None:
    text = ":::{status-matrix} m\n---\ndata: m.csv\ntheme: Water\n---\n:::\n"
    block = make(text, {"data/m.csv": MATRIX}).block
    assert isinstance(block, Table)

    assert block.look is TableKind.MATRIX
    assert [(row.kind, words(row.cells[0])) for row in block.rows] == [
        (RowKind.GROUP, "A"),
        (RowKind.SPAN, "Meten\nElke week"),
        (RowKind.BODY, "50"),
        (RowKind.BODY, "10"),
        (RowKind.SPAN, "Openbaar"),
        (RowKind.BODY, "alles"),
        (RowKind.GROUP, "B"),
        (RowKind.SPAN, "Sparen"),
        (RowKind.BODY, "een bekken"),
    ]
    assert [words(row.cells[2]) for row in block.rows if row.kind is RowKind.BODY] == [
        "gerealiseerd",
        "niet gerealiseerd",
        "deels gerealiseerd",
        "geen informatie",
    ]


@pytest.mark.parametrize(("result", "said"), [("Gelukt.", "gerealiseerd\nGelukt."), ("Gerealiseerd.", "gerealiseerd")])
def test_an_agenda_shows_the_mark_and_a_result_that_says_more(make: Make, result: str, said: str) -> None:
    text = ":::{status-matrix} m\n---\ndata: m.csv\nlayout: agenda\n---\n:::\n"
    data = f"onderwerp;doel;resultaat;status\nLeren;Iets;{result};gerealiseerd\n"
    block = make(text, {"data/m.csv": data}).block
    assert isinstance(block, Table)
    assert [words(cell) for cell in block.rows[0].cells] == ["Leren", "Iets", said]


def test_activities_have_their_description_under_their_name(make: Make) -> None:
    text = ":::{status-matrix} m\n---\ndata: m.csv\nlayout: activities\n---\n:::\n"
    block = make(text, {"data/m.csv": "activiteit;omschrijving;opgave\nLopen;Elke dag.;Gezond\n"}).block
    assert isinstance(block, Table)
    assert [words(cell) for cell in block.rows[0].cells] == ["Lopen\nElke dag.", "Gezond"]


@pytest.mark.parametrize(
    ("item", "value", "note", "verdict"),
    [
        (
            "{indicator: meldingen, year: 2021, compare: 2020, better: lower}",
            "9.900",
            "10\u00a0% minder dan in 2020",
            "BETTER",
        ),
        (
            "{indicator: meldingen, year: 2020, compare: 2021, better: lower}",
            "11.000",
            "11\u00a0% meer dan in 2021",
            "WORSE",
        ),
        (
            "{indicator: op-tijd, year: 2021, compare: 2020, better: higher}",
            "83,0\u00a0%",
            "0,3\u00a0procentpunt lager dan in 2020",
            "WORSE",
        ),
        ("{indicator: op-tijd, year: 2021, compare: 2021}", "83,0\u00a0%", "gelijk aan 2021", "NEUTRAL"),
        ("{indicator: meldingen, year: 2021}", "9.900", "", "NEUTRAL"),
        (
            '{value: "44.000 kg", label: afval, note: "72.000 kg in 2020"}',
            "44.000\u00a0kg",
            "72.000\u00a0kg in 2020",
            "NEUTRAL",
        ),
    ],
)
def test_a_key_figure_is_compared_in_words(make: Make, item: str, value: str, note: str, verdict: str) -> None:
    text = f":::{{key-figures}} k\n---\ndata: d.csv\nitems:\n  - {item}\n---\n:::\n"
    block = make(text, {"data/d.csv": DATA}).block
    assert isinstance(block, KeyFigures)
    (figure,) = block.items
    assert (figure.value, figure.note, figure.verdict) == (value, note, Assessment[verdict])


@pytest.mark.parametrize(
    ("unit", "then", "now", "note"),
    [
        ("aantal", "10000", "10040", "0,4\u00a0% meer dan in 2020"),
        ("euro", "1004100", "1004000", "0,01\u00a0% minder dan in 2020"),
        ("aantal", "200", "203", "2\u00a0% meer dan in 2020"),
        ("aantal", "5", "5", "gelijk aan 2020"),
        ("aantal", "0", "0", ""),
    ],
)
def test_a_key_figure_is_called_the_same_only_where_it_is(
    make: Make, unit: str, then: str, now: str, note: str
) -> None:
    data = f"id;indicator;eenheid;2020;2021\na;A;{unit};{then};{now}\n"
    text = ":::{key-figures} k\n---\ndata: d.csv\nitems:\n  - {indicator: a, year: 2021, compare: 2020}\n---\n:::\n"
    block = make(text, {"data/d.csv": data}).block
    assert isinstance(block, KeyFigures)
    assert block.items[0].note == note


@pytest.mark.parametrize(
    ("item", "note"),
    [
        ("{indicator: roven, year: 2022, compare: 2021}", "19\u00a0% meer dan in 2021 (voorlopig cijfer)"),
        ("{indicator: roven, year: 2022}", "Voorlopig cijfer"),
        ("{indicator: roven, year: 2021}", ""),
        ("{indicator: zaken, year: 2022, note: Een dip}", "Een dip"),
        ("{indicator: op-tijd, year: 2022, compare: 2021, note: Beter}", "Beter (voorlopig cijfer)"),
    ],
)
def test_a_key_figure_that_is_not_final_says_so(make: Make, item: str, note: str) -> None:
    text = f":::{{key-figures}} k\n---\ndata: d.csv\nitems:\n  - {item}\n---\n:::\n"
    block = make(text, {"data/d.csv": GOALS}).block
    assert isinstance(block, KeyFigures)
    assert block.items[0].note == note
    for filled in block.items[0].filled:
        assert block.items[0].words[filled.at :].startswith(filled.text)


def test_a_markdown_table_takes_settings_for_its_columns(make: Make) -> None:
    settings = "---\ncolumns: [{key: Nr., header: true, width: 2}]\n---\n"
    block = make(f":::{{table}} t\n{settings}\n| Nr. | Wat |\n| --- | ---: |\n| 1 | a |\n:::\n").block
    assert isinstance(block, Table)
    assert [(c.header, c.width, c.align) for c in block.columns] == [
        (True, 2.0, Align.DECIMAL),
        (False, None, Align.RIGHT),
    ]
