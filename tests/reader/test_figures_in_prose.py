"""Figures filled into the text: what they print, what they keep of where they came from, and what goes wrong."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportbuilder.data.data_files import read_table
from reportbuilder.data.expressions.amounts import ExpressionError, Indicator, find_indicator
from reportbuilder.data.expressions.evaluation import evaluate
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document import figure_inventory as typed
from reportbuilder.document.bound_values import BoundValue, Origin
from reportbuilder.document.figure_inventory import figure_uses, numbers_in
from reportbuilder.document.model import Document, Heading, KeyFigures, Paragraph, Text
from reportbuilder.document.walk import inlines_in, plain
from tests.reader.conftest import Made, Make

DATA = (
    "id;eenheid;2018;2019;2020;2021;2022;norm\n"
    "roof;aantal;761;725;593;379;451;<= 2018\n"
    "op-tijd;procent;82,3;;83,3;82,5;83,0;>= 82,5\n"
    "cocaïne;kg;0;2;4;72000;44000;\n"
    "half;euro;0,5;1,5;2,5;-2,5;14232000;\n"
    "sum;aantal;1;2;3;4;5;\n"
)
FILES = {"data/indicatoren.csv": DATA}


def printed(made: Made) -> str:
    """The words of the first chapter's only paragraph, with plain spaces."""
    block = made.block
    assert isinstance(block, Paragraph)
    return plain(block.children).replace("\u00a0", " ")


def filled(document: Document) -> list[BoundValue]:
    """The figures that were filled into the first chapter's text."""
    texts = (inline for inline in inlines_in(document.chapters[0].blocks) if isinstance(inline, Text))
    return [figure for text in texts for figure in text.filled]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("roof[2022]", "451"),
        ("op-tijd[2022]", "83,0 %"),
        ("cocaïne[2022]", "44.000 kg"),
        ("half[2022]", "€ 14.232.000"),
        ("half[2018] | round", "€ 1"),  # half up, not to even
        ("half[2020] | round", "€ 3"),
        ("half[2021] | round", "€ −3"),
        ("op-tijd[2021] | round", "83 %"),
        ("change(roof, 2021, 2022) | percent", "19 %"),
        ("change(roof, 2021, 2022) | percent(1)", "19,0 %"),
        ("change(roof, 2021, 2022) | round(2)", "19,00 %"),
        ("change(roof, 2019, 2022) | abs | percent", "38 %"),
        ("change(roof[2021], roof[2022]) | signed", "+19 %"),
        ("points(op-tijd, 2021, 2022)", "0,5 procentpunt"),
        ("op-tijd[2022] - op-tijd[2021]", "0,5 procentpunt"),
        ("op-tijd['norm']", "82,5 %"),
        ("roof['norm']", "761"),
        ("share(roof[2022], roof[2018]) | percent", "59 %"),
        ("ratio(roof, 2018, 2021) | as_word", "gehalveerd"),
        ("sum(roof, 2020, 2022)", "1.423"),
        ("sum(roof[2020], roof[2022]) | number", "1.044"),
        ("mean(roof, 2021, 2022) | round(1)", "415,0"),
        ("growth(cocaïne, 2019, 2020) | percent", "100 %"),
        ("2 * roof[2022] + 0.5", "902,5"),
        ("(roof[2022] / 2) | round(1)", "225,5"),
        ("cocaïne[2020] | words", "vier"),
        ("roof[2022] | words", "451"),
        ("cocaïne[2020] | ordinal", "4e"),
        ("indicatoren.sum[2022]", "5"),
        ('26 | as_stated("korpsleiding")', "26"),
        ('"ruim 3 mln." | as_stated("korpsleiding")', "ruim 3 mln."),
        ('"2022-12-31" | date', "31 december 2022"),
    ],
)
def test_an_expression_prints_its_figure_the_dutch_way(make: Make, expression: str, wanted: str) -> None:
    assert printed(make(f"Er {{{{ {expression} }}}} zijn.", FILES)) == f"Er {wanted} zijn."


@pytest.mark.parametrize(
    ("times", "wanted"),
    [
        (0.42, "meer dan gehalveerd"), (0.495, "gehalveerd"), (0.55, "bijna gehalveerd"), (1.5, "anderhalf keer"),
        (1.85, "bijna twee keer"), (2, "twee keer"), (2.15, "ruim twee keer"), (2.5, "tweeënhalf keer"),
        (2.8, "bijna drie keer"), (3.2, "ruim drie keer"), (4.5, "vierenhalf keer"), (9.8, "tien keer"),
    ],
)  # fmt: skip
def test_how_many_times_in_words(make: Make, times: float, wanted: str) -> None:
    made = make("X {{ ratio(x[2018], x[2019]) | as_word }}.", {"data/indicatoren.csv": _two(1000, times * 1000)})
    assert printed(made) == f"X {wanted}."


@pytest.mark.parametrize("times", [0, 0.3, 0.7, 1, 1.2, 30])
def test_where_no_word_is_true_there_is_none(make: Make, times: float) -> None:
    made = make("X {{ ratio(x[2018], x[2019]) | as_word }}.", {"data/indicatoren.csv": _two(1000, times * 1000)})
    assert [p.code for p in made.problems] == ["expression-word"]


def _two(first: float, second: float) -> str:
    return f"id;eenheid;2018;2019\nx;aantal;{first:.0f};{second:.0f}\n"


def test_a_figure_merges_with_the_words_around_it(make: Make) -> None:
    typed = make("Op *451* van 451 kg, 83,0 % en 451.").block
    bound = make("Op *{{ roof[2022] }}* van {{ roof[2022] }} kg, {{ op-tijd[2022] }} en {{ roof[2022] }}.", FILES).block
    assert isinstance(typed, Paragraph)
    assert isinstance(bound, Paragraph)
    assert plain(bound.children) == plain(typed.children)
    assert len(bound.children) == len(typed.children)


def test_a_figure_keeps_its_expression_cells_and_place(make: Make) -> None:
    made = make("Er waren 12 – of\n{{ change(roof, 2021, 2022) | percent }} meer... en {{ roof[2022] }}.", FILES)
    change, roof = filled(made.document)
    assert (change.text, change.expression) == ("19\u00a0%", "change(roof, 2021, 2022) | percent")
    assert [(cell.row, cell.column, cell.place.line, cell.place.column) for cell in change.cells] == [
        ("roof", "2021", 2, 25),
        ("roof", "2022", 2, 29),
    ]
    assert (change.place.line, change.place.column, roof.place.line, roof.place.column) == (4, 1, 4, 53)
    (block,) = made.chapter.blocks
    assert isinstance(block, Paragraph)
    text = block.children[0]
    assert isinstance(text, Text)
    assert [text.text[f.at : f.at + len(f.text)] for f in text.filled] == ["19\u00a0%", "451"]


def test_figures_are_filled_in_everywhere(make: Make) -> None:
    body = """## Kop {{ roof[2018] }}

- in een lijst {{ roof[2019] }}[^n]

| a | b |
| --- | --- |
| x | {{ roof[2020] \\| number }} |

:::{callout} Kader {{ roof[2021] }}
Tekst.
:::

:::{key-figures} k
---
items:
  - {value: '{{ roof[2022] }}', label: roof, note: 'was {{ roof[2021] }}'}
---
:::

:::{chart} c
:::

[^n]: Noot {{ op-tijd[2022] }}.
"""
    chart = (
        "kind: bar\ntitle: Van {{ roof[2018] }} naar {{ roof[2022] }}\ndata: indicatoren.csv\nrows: [roof]\n"
        'columns: ["2018", "2022"]\nalt: "Van {{ roof[2018] }} af."\n'
    )
    made = make(body, FILES | {"charts/c.yaml": chart})
    assert made.problems == ()
    found = [(n.text.replace("\u00a0", " "), n.origin) for n in figure_uses(made.document)]
    wanted = ["761", "725", "593", "379", "451", "379", "761", "451", "83,0 %"]
    assert found == [(text, Origin.DATA) for text in wanted]
    heading, *_, figures, chart_block = made.chapter.blocks
    assert isinstance(heading, Heading)
    assert isinstance(figures, KeyFigures)
    assert (figures.items[0].value, figures.items[0].note) == ("451", "was 379")
    assert getattr(chart_block, "alt", "") == "Van 761 af."


def test_another_file_is_named_before_the_point_and_may_be_a_workbook(make: Make, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in (["id", "eenheid", "2022"], ["doel", "aantal", 1200]):
        book.active.append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "doelen-2022.xlsx")
    assert printed(make("Er {{ doelen-2022.doel[2022] }} zijn.", FILES)) == "Er 1.200 zijn."


def test_a_declaration_names_a_table_of_a_workbook_and_computes_its_columns(make: Make, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("Veilig")
    for row in (
        ["Cijfers"],
        ["id", "eenheid", 2021, 2022],
        ["roof", "aantal", 400, 300],
        ["diefstal", "aantal", 10, 5],
    ):
        sheet.append(row)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "cijfers.xlsx")
    place = "file: cijfers.xlsx\nsheet: Veilig\nrange: A2:D4\n"
    declared = f'{place}derived: [{{column: af, formula: "change(this, 2021, 2022)"}}]\n'
    made = make(
        'Er waren {{ veilig.roof[2022] }} roven, {{ veilig.diefstal["af"] | abs | percent }} minder.\n\n'
        ":::{table} t\n:data: veilig.yaml\n:::\n",
        {"data/veilig.yaml": declared},
    )
    assert made.problems == ()
    said = [(n.text.replace("\u00a0", " "), [(c.place.line, c.place.column) for c in n.cells])
            for n in figure_uses(made.document)]  # fmt: skip
    assert said[:2] == [("300", [(3, 4)]), ("50 %", [(4, 3), (4, 4)])]
    assert ("−25 %", [(3, 3), (3, 4)]) in said


def test_two_files_of_one_name_are_a_problem(make: Make) -> None:
    made = make("{{ x.roof[2022] }}", FILES | {"data/x.csv": DATA, "data/x.xlsx": ""})
    assert made.codes == [("expression-file", 3, 4)]


def test_a_file_that_cannot_be_read_is_a_problem_once(make: Make) -> None:
    made = make("{{ roof[2022] }} en {{ roof[2021] }}", {"data/indicatoren.csv": "id;id\nroof;1\n"})
    assert [p.code for p in made.problems] == ["column-duplicate"]


def test_single_braces_are_no_expression(make: Make) -> None:
    assert printed(make("Er { x } zijn.", FILES)) == "Er { x } zijn."


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("In 2022 waren het er 95.587, 7 % meer dan in 2021.", ["95.587", "7 %"]),
        ("Van 2019–2022, in 2019-2022 en in 2022/2023; ’22", []),
        ("Op 6 april 2020 om 15.30 uur, 24/7, op 2020-04-06", []),
        ("Artikel 39 lid 1, tabel 2 en 3, prio 1-meldingen, prio 2, bijlage 4.1", []),
        ("CO2, 3D-animatie, COVID-19, 21e, de A15, 1-meldingen, versie 3, maatwerk 3.0", []),
        ("Bel 0900-8844 of 010-1234567, 3011 AB, https://x.nl/12 of 12@x.nl", []),
        ("Een bedrag van € 14.232.000, -3,5 % en 1200 kg; 2000 kg", ["€ 14.232.000", "-3,5 %", "1200", "2000"]),
        ("Cease & Desist 2.0. Daarna kwam versie 1.2 met 3 delen.", ["3"]),
        ("Binnen 15 minuten, tussen 18 en 22 jaar: 3,4 mln.", ["15", "18", "22", "3,4"]),
    ],
)
def test_what_is_a_figure_and_what_is_not(text: str, figures: list[str]) -> None:
    for words in (text, text.replace(" ", "\u00a0")):
        assert [found.replace("\u00a0", " ") for _, found in numbers_in(words)] == figures


@given(
    st.lists(
        st.sampled_from(
            ("wij", "artikel", "van", "é", "é2", "12", "2022", "0900", "x1", " ", ",", ".", "-", "@", "%", "’")
        )
    ).map("".join)
)
def test_getting_over_plain_words_changes_no_figure(text: str) -> None:
    everywhere = re.compile(typed._NO_FIGURES.pattern.partition("|")[2])  # without the words before words
    spans = [match.span() for match in everywhere.finditer(text)]
    figures = [
        (match.start(), match[0])
        for match in typed._NUMBER.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    assert list(numbers_in(text)) == figures


def test_the_number_that_a_heading_begins_with_is_none() -> None:
    assert [found for _, found in numbers_in("3. De 4 kernen", heading=True)] == ["4"]


def test_typed_stated_and_bound_figures_are_told_apart(make: Make) -> None:
    made = make(
        'Er waren 12 roven in 2022, {{ roof[2022] }} en {{ 26 | as_stated("x") }}, zie {ref}`tabel`.\n\n'
        ":::{table} tabel\n---\ndata: indicatoren.csv\nonly: {id: roof}\n"
        'columns: [{key: id}, {key: "2022"}]\ncaption: De 3 roven\n---\n:::\n',
        FILES,
    )
    found = [(n.text, n.origin, n.place.line, n.place.column) for n in figure_uses(made.document)]
    assert found == [
        ("12", Origin.TYPED, 3, 10),
        ("451", Origin.DATA, 3, 28),
        ("26", Origin.STATED, 3, 48),
        ("3", Origin.TYPED, 10, 4),
        ("451", Origin.DATA, 2, 29),
    ]


TOKENS = [
    'roof', 'op-tijd', 'cocaïne', 'half', 'sum', 'change', 'share', 'ratio', 'growth', 'mean', 'points',
    'difference', 'goal_met', 'this',
    'indicatoren.', '[2022]', '[2018]', '["norm"]', '(', ')', '[', ']', '{', '}', ',', '.', '|', '+', '-', '*', '/',
    '**', '%', '~', '==', 'if', 'else', 'is', 'in', 'not', 'for', '1', '0', '2.5', '1e999', '99999999999', "'x'",
    '"', "'", 'round', 'percent', 'as_word', 'as_stated', 'words', 'date', 'ordinal', 'number', 'signed', 'abs',
    '__class__', 'self', 'range', 'lipsum', '\\\\', ':', ';', '#', '{#', '{%', '€',
]  # fmt: skip
SOURCES = (
    st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join)
    | st.lists(st.sampled_from(TOKENS)).map("".join)
    | st.text()
)


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_no_expression_gives_anything_but_a_figure_or_a_problem(data: Path, source: str) -> None:
    table = read_table(data, "indicatoren.csv", Diagnostics())
    assert table is not None

    def lookup(name: str) -> Indicator:
        return find_indicator(table, name.removeprefix("indicatoren."), name)

    with suppress(ExpressionError):
        assert evaluate(source, lookup, "nl").text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*TOKENS, "{{", "}}", "`", "*", "[^n]"]), max_size=12).map(" ".join))
def test_any_text_with_braces_is_read_or_reported(make: Make, text: str) -> None:
    made = make(f"Er {text} zijn.", FILES)
    assert all(problem.place.file and problem.place.line for problem in made.problems)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The indicators as a file."""
    file = tmp_path_factory.mktemp("data") / "indicatoren.csv"
    file.write_text(DATA, encoding="utf-8")
    return file
