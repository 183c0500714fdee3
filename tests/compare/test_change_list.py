"""The list of changes: in words, as Markdown, as CSV and as pages."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings

from reportbuilder.compare.change_list import summary, to_chapter, to_csv, to_markdown, to_text
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.phrasing import phrases_of, shortened
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.document.model import (
    Block,
    Cell,
    Column,
    Inline,
    PageReference,
    Paragraph,
    Row,
    RowKind,
    Status,
    StatusMark,
    Table,
    Text,
    change_label,
)
from reportbuilder.document.walk import inlines_in, plain
from reportbuilder.i18n.language import LANGUAGES
from tests.compare.documents import chapter, copies, document, paragraph, simple_copy, text
from tests.compare.test_report_comparison import EDITS, OLD

NL = phrases_of("nl-NL")
LONG = "Een lange zin over het werk van de eenheid. " * 20


def changed() -> tuple[ComparableReport, ComparableReport]:
    """Two versions: a title, a figure, and a long paragraph in another chapter."""
    one = ComparableReport(
        document(chapter(paragraph("Er waren 2.126 inbraken.")), chapter(title="Einde")), {"title": "Verslag"}
    )
    other = ComparableReport(
        document(chapter(paragraph("Er waren 2.407 inbraken.")), chapter(paragraph(LONG), title="Einde")),
        {"title": "=Verslag; 2"},
    )
    return one, other


def test_markdown_has_every_word_by_chapter() -> None:
    found = compare(*changed())

    assert to_markdown(found.changes, "0.8", NL, {2: (7, 12)}) == (
        "# Wijzigingen sinds versie 0.8\n\n"
        "Er zijn 3 wijzigingen: 1 in de tekst, 1 in cijfers, en 1 in gegevens van het verslag.\n\n"
        "## Verslag als geheel\n\n"
        "1. **titel gewijzigd**\n   - was: Verslag\n   - wordt: =Verslag; 2\n\n"
        "## Begin\n\n"
        "2. **cijfer gewijzigd** (bladzijde 7, regel 12)\n   - in: Er waren \\[…\\] inbraken.\n"
        "   - was: 2.126\n   - wordt: 2.407\n\n"
        "## Einde\n\n"
        f"3. **alinea toegevoegd**\n   - wordt: {LONG.strip()}\n"
    )


def test_csv_opens_in_a_dutch_spreadsheet_and_runs_nothing() -> None:
    found = compare(*changed())
    written = to_csv(found.changes, NL, {2: (7, 12), 3: (8, 0)})
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff")), delimiter=";"))

    assert written.startswith("\ufeffnr;hoofdstuk;")
    assert [row[:2] for row in rows[1:]] == [["1", ""], ["2", "Begin"], ["3", "Einde"]]
    assert [row[5:9] for row in rows[1:3]] == [["", "", "Verslag", "'=Verslag; 2"], ["7", "12", "2.126", "2.407"]]
    assert rows[3][5:9] == ["8", "", "", LONG.strip()]
    assert {len(row) for row in rows} == {12}


def test_the_pages_lead_to_each_change_and_shorten_what_is_long() -> None:
    old, new = changed()
    found = compare(old, new)
    content = to_chapter(found.changes, "0.8", redline(new.document, found, NL), NL)
    _, table = content.blocks
    assert isinstance(table, Table)
    references = [i.label for i in inlines_in(content.blocks) if isinstance(i, PageReference)]
    groups = [plain(r.cells[0].blocks[0].children) for r in table.rows if r.kind is RowKind.GROUP]  # type: ignore[union-attr]
    last = plain(table.rows[-1].cells[-1].blocks[0].children)  # type: ignore[union-attr]

    assert plain(content.heading.children) == "Wijzigingen sinds versie 0.8"
    assert references == [change_label(2), change_label(3)]
    assert groups == ["Verslag als geheel", "Begin", "Einde"]
    assert "\u00a0… " in last
    assert len(last) <= 240


def test_nothing_changed_is_said_in_so_many_words() -> None:
    assert summary((), NL) == to_text((), NL) == "Er is niets gewijzigd."
    assert "Er is niets gewijzigd." in to_markdown((), "0.8", NL)
    assert len(to_csv((), NL).splitlines()) == 1
    assert summary((), phrases_of("en")) == "Nothing has changed."


def listed(old: Block, new: Block) -> list[list[str]]:
    """The words of the cells of the list on the pages: place, was, becomes."""
    one, other = simple_copy(old), simple_copy(new)
    found = compare(one, other)
    _, table = to_chapter(found.changes, "0.8", redline(other.document, found, NL), NL).blocks
    assert isinstance(table, Table)
    rows = [row for row in table.rows if row.kind is RowKind.BODY]
    return [[plain(b.children) for c in row.cells[3:] for b in c.blocks if isinstance(b, Paragraph)] for row in rows]


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        (
            "Dat was meer dan 300.",
            "Dat was meer dan 310.",
            ["Dat was meer dan 300.", "Dat was meer dan 310."],
        ),
        (
            "De jaarschijf (die van 2019 dus) is klaar.",
            "De jaarschijf, die van 2019 dus) is klaar.",
            ["De jaarschijf (die van 2019 dus)\u00a0…", "De jaarschijf, die van 2019 dus)\u00a0…"],
        ),
        ("Het team.", "Het team;", ["Het team.", "Het team;"]),
        ("Er waren 12 goede ideeën.", "Er waren 12 ideeën.", ["Er waren 12 goede ideeën.", "Er waren 12 ideeën."]),
        (
            "Van € 300 naar 4 %.",
            "Van € 300 zelfs naar 4 %.",
            ["Van €\u00a0300 naar 4\u00a0%.", "Van €\u00a0300 zelfs naar 4\u00a0%."],
        ),
    ],
)
def test_the_words_around_a_change_are_set_as_they_stand(old: str, new: str, cells: list[str]) -> None:
    assert listed(paragraph(old), paragraph(new)) == [cells]


def test_paragraphs_of_a_cell_do_not_run_together() -> None:
    def table(*words: Inline) -> Table:
        cell = Cell(tuple(Paragraph((word,)) for word in words))
        return Table("t", (), (Column("a", text("Status")),), (Row((Cell((paragraph("Doel"),)), cell)),))

    partly, done = (StatusMark(status, status.value) for status in (Status.PARTLY, Status.DONE))

    assert listed(table(partly, Text("In uitvoering")), table(done)) == [["deels; In uitvoering", "gerealiseerd"]]


def test_where_lines_met_or_meet_is_shown_between_the_words() -> None:
    first, second = "Het ging goed dit jaar.", "Daarna werd het nog veel beter."
    one = simple_copy(paragraph(f"{first} {second}"))
    other = simple_copy(paragraph(first), paragraph(second))

    assert f"in: {first.replace('Het', '…')} […] Daarna" in to_text(compare(one, other).changes, NL)
    assert f"in: {first.replace('Het', '…')} […] Daarna" in to_text(compare(other, one).changes, NL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITS)
def test_every_change_is_counted_in_one_group(language: str, name: str) -> None:
    found = compare(OLD.copy(), EDITS[name][0].copy()).changes
    phrases = phrases_of(language)
    told = summary((*found, *found), phrases)

    assert sum(f" 2 {words}." in told for words in phrases.words.groups.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITS)
def test_every_kind_of_change_has_words(language: str, name: str) -> None:
    found = compare(OLD.copy(), EDITS[name][0].copy())
    told = to_text(found.changes, phrases_of(language))

    assert told.count("\n") > 2
    assert not any(sign in told for sign in "\ue000\ue001\ue002")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(copies(), copies())
def test_any_two_documents_can_be_listed(old: ComparableReport, new: ComparableReport) -> None:
    found = compare(old, new)
    for phrases in map(phrases_of, LANGUAGES):
        rows = list(csv.reader(io.StringIO(to_csv(found.changes, phrases)), delimiter=";"))
        assert len(rows) == len(found.changes) + 1
        assert to_markdown(found.changes, "", phrases)
        assert to_text(found.changes, phrases)
        assert to_chapter(found.changes, "", redline(new.document, found, phrases), phrases)


@pytest.mark.parametrize("most", [20, 50, 100])
def test_shortened_words_fit_and_keep_both_ends(most: int) -> None:
    short = shortened(LONG.strip(), most)

    assert len(short) <= most
    assert short.startswith("Een")
    assert short.endswith("eenheid.")
    assert shortened("kort", most) == "kort"
