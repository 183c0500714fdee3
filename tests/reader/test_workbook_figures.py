"""Figures of a workbook in tables, sentences and key figures: each as its cell shows it, set as the house does."""

from pathlib import Path

import openpyxl
import pytest

from reportbuilder.data.data_files import read_table
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import KeyFigures, Paragraph, Table
from reportbuilder.document.walk import plain
from tests.reader.conftest import Make
from tests.reader.test_tables import words

ACCOUNT = '_ € * #,##0.00_ ;_ € * -#,##0.00_ ;_ € * "-"??_ ;_ @_ '


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A table of indicators, and one of plain cells, each with its number format."""
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("Los")
    for row in (
        ["id", "indicator", "eenheid", "2021", "2022"],
        ["deel", "Deel", "procent", 0.345, 0.8234],
        ["kosten", "Kosten", "euro", 1250000.5, -750],
        ["personeel", "Personeel", "fte", 12, 12.25],
    ):
        first.append(row)
    for cell, code in {"D2": '0.0%;-0.0%;"-"', "E2": "0%", "D3": ACCOUNT, "E3": ACCOUNT, "D4": '0.0" fte"'}.items():
        first[cell].number_format = code
    cells = [
        (0.125, "0%"), (1234.5678, "#,##0.00"), (0.0, '0.0%;-0.0%;"-"'), (599, "0000"), (45363, "dd-mm-yyyy"),
        (1234567, '#,##0.0,,'), (2.5, "# ?/?"), (1250.5, '"€" #,##0.00'), (0.1 + 0.2, "General"), (1.25, "[h]:mm"),
        (2022, "General"), (0.035, "+0.0%;-0.0%"), ("tekst", "General"), (1234567, '"€" #,##0.0,," mln"'),
    ]  # fmt: skip
    second.append(["naam", "waarde"])
    for number, (value, code) in enumerate(cells):
        second.append([f"cel {number}", value])
        second.cell(number + 2, 2).number_format = code
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "indicatoren.xlsx")
    (tmp_path / "data" / "indicatoren.yaml").write_text("sheet: Sheet\n")
    (tmp_path / "data" / "los.yaml").write_text("file: indicatoren.xlsx\nsheet: Los\n")
    return tmp_path


SPACE = "\u00a0"


def test_a_table_of_indicators_prints_what_the_cells_show(make: Make, book: Path) -> None:
    columns = '[{key: indicator}, {key: "2021"}, {key: "2022"}]'
    made = make(f":::{{table}} t\n---\ndata: indicatoren.xlsx\ncolumns: {columns}\n---\n:::\n", {})
    assert made.problems == ()
    assert isinstance(made.block, Table)
    assert [[words(cell).replace(SPACE, " ") for cell in row.cells] for row in made.block.rows] == [
        ["Deel", "34,5 %", "82 %"],
        ["Kosten", "€ 1.250.000,50", "€ −750,00"],
        ["Personeel", "12,0 fte", "12,25 fte"],
    ]


def test_a_column_of_mixed_cells_prints_each_as_it_is_shown(make: Make, book: Path) -> None:
    made = make(":::{table} t\n---\ndata: los.yaml\n---\n:::\n", {})
    assert made.problems == ()
    assert isinstance(made.block, Table)
    assert [words(row.cells[1]).replace(SPACE, " ") for row in made.block.rows] == [
        "13 %", "1.234,57", "–", "0599", "12-03-2024", "1,2", "2 1/2", "€ 1.250,50", "0,3", "30:00", "2022", "+3,5 %",
        "tekst", "€ 1,2 mln",
    ]  # fmt: skip


def test_sentences_and_key_figures_have_the_same_figures(make: Make, book: Path) -> None:
    text = "{{ deel[2021] }}, {{ deel[2022] }}, {{ kosten[2021] }}, {{ kosten[2022] }}, {{ personeel[2021] }}\n\n"
    made = make(
        text + ":::{key-figures}\n---\ndata: indicatoren.xlsx\nitems: [{indicator: deel, year: 2021}]\n---\n:::\n", {}
    )
    assert made.problems == ()
    sentence, figures = made.chapter.blocks
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.children).replace(SPACE, " ") == "34,5 %, 82 %, € 1.250.000,50, € −750,00, 12,0 fte"
    assert isinstance(figures, KeyFigures)
    assert figures.items[0].value.replace(SPACE, " ") == "34,5 %"


def test_places_name_the_sheet(make: Make, book: Path) -> None:
    table = read_table(book / "data" / "los.yaml", "data/los.yaml", Diagnostics())
    assert table is not None
    place = table.rows[0].cells["waarde"].place
    assert str(place) == "data/indicatoren.xlsx, sheet “Los”, cell B2"
    assert (place.file, place.line, place.column, place.sheet) == ("data/indicatoren.xlsx", 2, 2, "Los")
    assert str(table.rows[0].place) == "data/indicatoren.xlsx, sheet “Los”, row 2"
