"""What was moved: which of two neighbours it was, and where it stood."""

from __future__ import annotations

import pytest

from reportbuilder.compare.changes import Action, Aspect
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.document.model import Block, ChangeNote, Heading, List, ListItem, ListStyle
from reportbuilder.document.walk import plain
from tests.compare.apply_changes import apply_changes, lines_of
from tests.compare.documents import chapter, document, paragraph, simple_copy, text
from tests.compare.test_report_comparison import ROWS, table

NL = phrases_of("nl")
FIRST = paragraph("Natuurlijk viel er ook veel te melden over het afgelopen jaar.")
CREW = "De bezetting werd in het afgelopen jaar krapper, vooral bij basisteams, zodat de eenheid na de zomer ingreep."
LATER = paragraph("De politie wil ook in de toekomst zeker zijn van genoeg capaciteit. " * 3)
LAST = paragraph("Mijn tijd als waarnemend politiechef van deze mooie eenheid eindigt per 1 maart.")
Told = tuple[str, str, str]


def told(old: list[Block], new: list[Block]) -> list[Told]:
    """What is told; applied, it must give the new text."""
    found = compare(simple_copy(*old), simple_copy(*new))
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)
    return [(NL.kind(change), *NL.before_and_after(change)) for change in found.changes]


def words(block: Block) -> str:
    return plain(block.children).strip()  # type: ignore[union-attr]


def test_of_two_paragraphs_the_untouched_one_was_moved() -> None:
    crew, changed = paragraph(CREW), paragraph(CREW.replace("na de zomer", "in het najaar"))

    assert told([FIRST, LATER, crew, LAST], [FIRST, changed, LATER, LAST]) == [
        ("woorden gewijzigd", "na de zomer", "in het najaar"),
        ("alinea verplaatst", "na ‘Natuurlijk viel er ook veel …’", words(LATER)),
    ]


def test_of_two_items_the_shorter_one_was_moved() -> None:
    def items(*found: str) -> list[Block]:
        return [List(ListStyle.BULLET, tuple(ListItem("•", (paragraph(item),)) for item in found))]

    short, long = "innovatief offensief;", "dynamisch regionaal integraal ondermijningsbeeld;"
    assert told(items("haven;", short, long), items("haven;", long, short)) == [
        ("opsommingspunt verplaatst", "na ‘haven;’", short)
    ]


def passage(title: str, *blocks: Block) -> list[Block]:
    """A heading and what is under it."""
    return [Heading(2, text(title), title.lower()), *blocks]


def test_a_passage_stood_before_the_heading_that_followed_it() -> None:
    fraud, trade = passage("Fraude", LAST, FIRST), passage("Mensenhandel", paragraph(CREW))
    cyber = passage("Cybercrime", LATER)

    assert told([*fraud, *trade, *cyber], [*trade, *fraud, *cyber]) == [
        ("passage verplaatst", "vóór ‘Cybercrime’", "Mensenhandel")
    ]
    assert told([*trade, *fraud, *cyber], [*fraud, *trade, *cyber]) == [
        ("passage verplaatst", "vóór ‘Fraude’", "Mensenhandel")
    ]


def test_what_stood_under_another_heading_is_told_with_that() -> None:
    one, other = passage("Fraude", FIRST, LAST), passage("Cybercrime", LATER)

    assert told([*one, *other, paragraph(CREW)], [one[0], FIRST, paragraph(CREW), LAST, *other]) == [
        ("alinea verplaatst", "onder ‘Cybercrime’", CREW)
    ]


def test_a_row_stood_beside_another_one() -> None:
    moved = {name: ROWS[name] for name in [*list(ROWS)[1:], "Totaal aantal misdrijven"]}
    ((_, was, _),) = told([table(ROWS)], [table(moved)])

    assert was == "vóór ‘Aantal woninginbraken’"


def test_chapters_stood_beside_each_other() -> None:
    one, two, three = (
        chapter(block, title=title, file=f"chapters/{title}.md")
        for title, block in (("Een", FIRST), ("Twee", LATER), ("Drie", LAST))
    )
    copies = [simple_copy()] * 2
    old, new = (type(copies[0])(document(*chapters)) for chapters in ((one, two, three), (two, three, one)))
    (change,) = compare(old, new).changes

    assert (NL.kind(change), NL.before_and_after(change)[0]) == ("hoofdstuk verplaatst", "vóór ‘Twee’")


AGENDA = "Het programma gaat die agenda uitvoeren."
MORE = "Aan het programma wordt in 2020 verder gewerkt."
REST = "In het eerste halfjaar was er veel te doen. Meer staat in de bijlage."


@pytest.mark.parametrize(
    ("old", "new", "was"),
    [
        (f"{AGENDA} {MORE} {REST}", f"{AGENDA} {REST} {MORE}", "na ‘Het programma gaat die agenda …’"),
        (f"{MORE} {AGENDA} {REST}", f"{AGENDA} {REST} {MORE}", "vóór ‘Het programma gaat die agenda …’"),
        (f"{AGENDA} {REST} {MORE}", f"{AGENDA} {MORE} {REST}", "na ‘Meer staat in de bijlage …’"),
    ],
)
def test_a_sentence_was_moved_in_its_paragraph(old: str, new: str, was: str) -> None:
    assert told([paragraph(old)], [paragraph(new)]) == [("zin verplaatst", was, MORE)]
    found = compare(simple_copy(paragraph(old)), simple_copy(paragraph(new)))
    assert [(change.subject, change.action) for change in found.changes] == [(Aspect.SENTENCE, Action.MOVED)]
    shown = redline(simple_copy(paragraph(new)).document, found, NL)
    assert not [block for block in shown.chapters[0].blocks if isinstance(block, ChangeNote)]
