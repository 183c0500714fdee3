"""Footnotes that came and went: met where they are marked; and the order of a list, which is that of the pages."""

from __future__ import annotations

from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Block,
    Cell,
    ChangeNote,
    Chapter,
    Column,
    Document,
    Heading,
    MadePage,
    Matter,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Revised,
    Row,
    Table,
    Text,
)
from reportbuilder.document.walk import inlines_in, plain
from reportbuilder.values import replace
from tests.compare.documents import chapter, document, paragraph, text

NL = phrases_of("nl")
NOTE = Note("begin-team", 1, (paragraph("Hoe het team eruit komt te zien, is nog niet duidelijk."),))
TEAM = (Text("De eenheid zette een landelijk team"), NoteReference("begin-team", 1), Text(" op. Dat ging goed."))
END = (Heading(2, text("Einde"), "einde"), paragraph("Een slot dat er al stond."))


def with_note(*first: Block) -> ComparableReport:
    return ComparableReport(document(chapter(*first, *END, notes=[NOTE])))


def without_note(*first: Block) -> ComparableReport:
    return ComparableReport(document(chapter(*first, *END)))


def gone(copy: ComparableReport, old: ComparableReport, marks: RedlineMode = RedlineMode.ALL) -> list[Block]:
    """The blocks of the redline."""
    return list(redline(copy.document, compare(old, copy), NL, marks).chapters[0].blocks)


def test_a_footnote_that_is_gone_stands_at_its_mark() -> None:
    new = without_note(Paragraph((Text("De eenheid zette toen een landelijk team op. Dat ging niet goed."),)))
    old = with_note(Paragraph(TEAM))
    found = compare(old, new)
    note = next(change for change in found.changes if change.subject.value == "footnote")
    first = gone(new, old)[0]
    marks = [(plain(i.children), i.change) for i in inlines_in((first,)) if isinstance(i, Revised)]

    assert note.now.heading == ""
    assert [change.line for change in found.changes] == [2, 2, 2]
    assert marks[-2:] == [
        (" [voetnoot: Hoe het team eruit komt te zien, is nog niet duidelijk.]", note.number),
        ("niet ", note.number + 1),
    ]
    assert plain(first.children).count("team [voetnoot:") == 1  # type: ignore[union-attr]


def test_a_bar_stands_by_the_words_that_had_its_mark() -> None:
    old, new = with_note(Paragraph(TEAM)), without_note(Paragraph((*TEAM[::2],)))
    first, *_ = gone(new, old, RedlineMode.BARS)

    assert [plain(i.children) for i in inlines_in((first,)) if isinstance(i, Revised)] == ["op."]


def test_a_footnote_of_a_table_is_told_after_it() -> None:
    def table(*words: Text | NoteReference) -> Table:
        return Table("tabel", (), (Column("a", text("Team")),), (Row((Cell((Paragraph(words),)),)),), "Tabel 1")

    blocks = gone(without_note(table(*TEAM[::2])), with_note(table(*TEAM)))

    assert [type(block) for block in blocks] == [Table, ChangeNote, Heading, Paragraph]


def test_a_footnote_goes_with_the_text_that_it_belonged_to() -> None:
    old = with_note(Paragraph(TEAM), paragraph("Iets heel anders dat blijft."))
    found = compare(old, without_note(paragraph("Iets heel anders dat blijft.")))

    assert [NL.kind(change) for change in found.changes] == ["alinea verwijderd", "voetnoot verwijderd"]
    assert {change.line for change in found.changes} == {2}


def test_a_new_footnote_is_listed_where_it_is_marked() -> None:
    changed = replace(END[1], children=text("Een slot dat er toen al stond."))
    new = ComparableReport(document(chapter(Paragraph(TEAM), END[0], changed, notes=[NOTE])))
    found = compare(without_note(Paragraph((*TEAM[::2],))), new)

    assert [NL.kind(change) for change in found.changes] == ["voetnoot toegevoegd", "woorden toegevoegd"]
    assert [change.now.heading for change in found.changes] == ["", "Einde"]


def test_the_colophon_is_listed_where_its_page_is() -> None:
    def copy(word: str, *pages: MadePage) -> ComparableReport:
        colophon = Chapter(Heading(1, text("Colofon"), "colofon"), (paragraph(f"Uitgave {word}"),), Matter.BACK)
        first = chapter(paragraph(f"Het begin {word}."))
        parts = (*(Part(Matter.FRONT, page) for page in pages), Part(Matter.BODY, first))
        return ComparableReport(identify(Document("nl", parts, colophon=colophon)))

    def order(*pages: MadePage) -> list[str]:
        return [change.now.chapter for change in compare(copy("toen", *pages), copy("nu", *pages)).changes]

    assert order(MadePage.COVER, MadePage.COLOPHON) == ["Colofon", "Begin"]
    assert order(MadePage.COVER) == ["Begin", "Colofon"]


def noted(words: str, label: str) -> Paragraph:
    return Paragraph((*text(words), NoteReference(label, 1), Text(".")))


FIRST, LAST = "Gemeenten ontvingen dit jaar meer subsidie", "Het water stond in mei hoger dan ooit gemeten"


def kinds(old: list[Paragraph], new: list[Paragraph], old_notes: list[Note], new_notes: list[Note]) -> list[str]:
    """What happened to the footnotes."""
    one, other = (
        ComparableReport(document(chapter(*b, *END, notes=n))) for b, n in ((old, old_notes), (new, new_notes))
    )
    found = compare(one, other)
    kept = redline(other.document, found, NL, RedlineMode.ALL).chapters[0].notes
    assert list(kept) == [note.label for note in new_notes]
    return [NL.kind(change) for change in found.changes if change.subject.value == "footnote"]


def note(label: str, words: str) -> Note:
    return Note(label, 1, (paragraph(words),))


def test_a_note_that_goes_with_its_paragraph_and_one_that_comes_elsewhere_are_two_changes() -> None:
    last = paragraph(f"{LAST}.")
    old_notes, new_notes = [note("a", "Noot die weggaat.")], [note("b", "Nieuwe noot.")]
    assert kinds([noted(FIRST, "a"), last], [noted(LAST, "b")], old_notes, new_notes) == [
        "voetnoot verwijderd",
        "voetnoot toegevoegd",
    ]


def test_a_label_that_is_used_again_is_no_tie() -> None:
    last = paragraph(f"{LAST}.")
    old_notes, new_notes = [note("a", "Noot die weggaat.")], [note("a", "Nieuwe noot.")]
    assert kinds([noted(FIRST, "a"), last], [noted(LAST, "a")], old_notes, new_notes) == [
        "voetnoot verwijderd",
        "voetnoot toegevoegd",
    ]


def test_a_note_whose_words_are_all_others_is_the_same_where_its_mark_is() -> None:
    old_notes = [note("a", "Noot die weggaat."), note("b", "Bron: jaarstukken van de gemeente.")]
    new_notes = [note("c", "Zie het dashboard op de website.")]
    found = kinds([noted(FIRST, "a"), noted(LAST, "b")], [noted(LAST, "c")], old_notes, new_notes)
    assert found == ["voetnoot verwijderd", "voetnoot gewijzigd"]


def test_a_note_that_moves_with_its_words_is_neither_gone_nor_new() -> None:
    bron = "Bron: jaarstukken van de gemeente over de jaren 2019 tot en met 2022, met bijlagen."
    old, new = [noted(FIRST, "a"), paragraph(LAST)], [paragraph(FIRST), noted(LAST, "a")]
    assert kinds(old, new, [note("a", bron)], [note("a", bron)]) == []
