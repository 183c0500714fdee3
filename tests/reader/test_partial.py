"""What could be read of a report in which something is wrong: the rest of it, whole and in order."""

import pytest

from reportbuilder.document.model import Heading, MadePage, Paragraph, Table
from reportbuilder.document.walk import plain
from tests.reader.conftest import Make

LOST = ("chapters/twee.md", "# Twee\n\nVoor.\n\n:::{tabel} x\n:::\n\nNa, zie de {ref}`bijlage`.\n")


def test_a_block_that_cannot_be_read_is_absent_and_the_rest_is_there(make: Make) -> None:
    made = make("Tekst.", dict([LOST]))
    assert [p.code for p in made.problems] == ["directive-unknown"]
    second = made.document.chapters[1]
    words = [plain(block.children) for block in second.blocks if isinstance(block, Heading | Paragraph)]
    assert words == ["Voor.", "Na, zie de bijlage."]
    assert second.heading.number == "2"


def test_the_chapters_that_can_be_read_are_there_without_the_others(make: Make) -> None:
    order = "title: V\nyear: 2021\nstyle: rvo\ndesign: document\nversion: {label: C, date: 2022-01-01}\nparts:\n"
    order += "  front: [cover]\n  body: [chapters/een.md, chapters/weg.md, chapters/twee.md, chapters/een.md]\n"
    made = make("Tekst.", {"report.yaml": order + "colophon: chapters/geen.md\n"})
    parts = [part.content for part in made.document.parts]
    assert parts[0] is MadePage.COVER
    assert [plain(chapter.heading.children) for chapter in made.document.chapters] == ["Een", "Twee"]
    assert len(parts) == 3
    assert made.document.colophon is None
    assert {p.code for p in made.problems} == {"file-missing", "part-duplicate"}


def test_a_report_without_parts_is_an_empty_document(make: Make) -> None:
    order = "title: V\nyear: 2021\nstyle: rvo\ndesign: document\nversion: {label: C, date: 2022-01-01}\nparts: {}\n"
    made = make("Tekst.", {"report.yaml": order})
    assert made.document.parts == ()
    assert [p.code for p in made.problems] == ["report-empty"]


@pytest.mark.parametrize("reference", ["{ref}`nergens`", "[](#nergens)"])
def test_a_reference_that_leads_nowhere_says_nothing(make: Make, reference: str) -> None:
    made = make(f"Zie {reference}.")
    assert [p.code for p in made.problems] == ["label-unknown"]
    (paragraph,) = made.document.chapters[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.children) == "Zie ."


def test_a_label_that_may_stand_in_a_lost_chapter_is_not_called_unknown(make: Make) -> None:
    text = "Zie {ref}`nergens`, {page}`nergens` en {ref}`tabel`.\n\n:::{table} tabel\n\n| a |\n| --- |\n| b |\n:::\n"
    made = make(text, {"chapters/twee.md": "# Caf\udce9"})
    assert [p.code for p in made.problems] == ["file-encoding"]
    paragraph, table = made.document.chapters[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert plain(paragraph.children) == "Zie ,  en tabel."
