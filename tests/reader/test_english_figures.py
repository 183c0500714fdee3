"""A report in English prints its figures the English way, whatever notation its data has."""

import pytest

from reportbuilder.document.model import KeyFigures, Paragraph, Table
from reportbuilder.document.walk import plain
from reportbuilder.i18n.formats import format_number, in_language
from tests.reader.conftest import Make
from tests.reader.test_tables import words

DATA = """\
id;indicator;eenheid;2020;2021;norm
meldingen;Reports;aantal;11000;1234567;>= 1250
op-tijd;On time;procent;82,5;82,7;>= 82,5
kosten;Costs;euro;-1250,50;2000;at least 1,000
duur;Time;minuten;1;1000;< 10
"""
FILES = {"data/indicatoren.csv": DATA}


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "english"),
    [
        (1234567.5, "", 1, "1,234,567.5"),
        (82.3, "procent", 1, "82.3%"),
        (-1250.5, "euro", 2, "\u2212€1,250.50"),
        (14232000, "euro", 0, "€14,232,000"),
        (0.7, "procentpunt", 1, "0.7\u00a0percentage points"),
        (1, "procentpunt", 0, "1\u00a0percentage point"),
        (1, "minuten", 0, "1\u00a0minute"),
        (1000, "minuten", 0, "1,000\u00a0minutes"),
        (44000, "kg", 0, "44,000\u00a0kg"),
    ],
)
def test_a_figure_in_english(value: float, unit: str, decimals: int, english: str) -> None:
    dutch = format_number(value, unit, decimals)
    assert in_language(dutch, "en") == english
    assert in_language(dutch, "nl") == dutch


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("meldingen[2021]", "1,234,567"),
        ("meldingen[2021] | plain", "1234567"),
        ("meldingen[2021] | words", "1,234,567"),
        ("op-tijd[2021]", "82.7%"),
        ('op-tijd["norm"]', "82.5%"),
        ("kosten[2020] | signed", "\u2212€1,250.50"),
        ("points(op-tijd, 2020, 2021)", "0.2\u00a0percentage points"),
        ("share(kosten[2020], kosten[2021]) | percent(1)", "\u221262.5%"),
        ("(meldingen[2021] / 1000) | round(2)", "1,234.57"),
        ('1234.5 | as_stated("plan")', "1,234.5"),
        ('"1,234.5 million" | as_stated("plan")', "1,234.5 million"),
        ('"2020-04-06" | date', "6\u00a0April 2020"),
    ],
)
def test_a_figure_in_english_text(make: Make, expression: str, printed: str) -> None:
    (block,) = make(f"It was {{{{ {expression} }}}} then.", FILES, language="en").chapter.blocks
    assert isinstance(block, Paragraph)
    assert plain(block.children) == f"It was {printed} then."


def test_an_english_table_and_key_figure(make: Make) -> None:
    table = make(":::{table} t\n---\ndata: indicatoren.csv\n---\n:::\n", FILES, language="en").block
    assert isinstance(table, Table)
    assert [words(cell) for row in table.rows for cell in row.cells[3:]] == [
        *("11,000", "1,234,567", "≥\u00a01,250"),
        *("82.5%", "82.7%", "≥\u00a082.5%"),
        *("\u2212€1,250.50", "€2,000", "at least 1,000"),
        *("1\u00a0minute", "1,000\u00a0minutes", "<\u00a010\u00a0minutes"),
    ]
    item = "{indicator: meldingen, year: 2021, compare: 2020}"
    body = f":::{{key-figures}} k\n---\ndata: indicatoren.csv\nitems: [{item}]\n---\n:::\n"
    figures = make(body, FILES, language="en").block
    assert isinstance(figures, KeyFigures)
    assert (figures.items[0].value, figures.items[0].note) == ("1,234,567", "11,123% more than in 2020")
