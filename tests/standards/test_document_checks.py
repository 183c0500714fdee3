"""What a document tells about what standards mind, and that nothing else is told."""

from collections.abc import Sequence

import pytest

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Block,
    Callout,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    Figure,
    Foreign,
    Heading,
    Inline,
    Link,
    MadePage,
    Matter,
    Note,
    PageReference,
    Paragraph,
    Part,
    Row,
    Status,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.i18n.language import is_known, proposal
from reportbuilder.standards.document_checks import HINTS, document_facts
from reportbuilder.standards.facts import DOCUMENT_FACTS, Fact, Observation

HERE = Place("a.md", 7, 3)
PLAIN = (Text("woorden"),)
ABOUT = (Fact.HAS_TITLE, Fact.HAS_LANGUAGE)


def document(*blocks: Block, before: Sequence[MadePage] = (), notes: Sequence[Block] = ()) -> Document:
    """A document of one chapter, after pages that are made."""
    note = {"n": Note("n", 1, tuple(notes))} if notes else {}
    chapter = Chapter(Heading(1, (Text("Kop"),), "kop", place=Place("a.md", 1, 1)), blocks, Matter.BODY, note)
    return Document("nl", tuple(Part(Matter.BODY, content) for content in (*before, chapter)))


def seen(report: Document, title: str = "Verslag") -> list[Observation]:
    """What a document tells but its title and its language."""
    return [observation for observation in document_facts(report, title) if observation.fact not in ABOUT]


def facts(*blocks: Block) -> list[Fact]:
    """The facts of blocks, all of which stand at one place."""
    found = seen(document(*blocks))
    assert all(observation.place == HERE for observation in found)
    return [observation.fact for observation in found]


def table(*labels: str, header: bool = False) -> Table:
    """A table with these words above its columns."""
    columns = tuple(Column(str(n), (Text(label),) if label else (), header=header) for n, label in enumerate(labels))
    row = Row(tuple(Cell((Paragraph(PLAIN),)) for _ in labels))
    return Table("t", (), columns, (row,), place=HERE)


def text(*inlines: Inline) -> Paragraph:
    """A paragraph."""
    return Paragraph(inlines, HERE)


def link(*inlines: Inline, target: str = "https://example.org") -> Paragraph:
    """A paragraph with a link."""
    return text(Link(inlines, target, HERE))


def foreign(tag: str) -> Inline:
    """Words in a language."""
    return Foreign((Text("words", HERE),), tag)


MARK = StatusMark(Status.DONE, "gehaald")


@pytest.mark.parametrize(
    "block",
    [
        Figure("f", "a.png", "", place=HERE),
        Figure("f", "a.png", "\u200b …", place=HERE),
        Chart("c", PLAIN, " ", place=HERE),
        Callout("Kader", (Figure("f", "a.png", "", place=HERE),)),
    ],
)
def test_a_picture_without_words_is_seen(block: Block) -> None:
    assert facts(block) == [Fact.FIGURE_WITHOUT_ALT]


@pytest.mark.parametrize(
    "block",
    [Figure("f", "a.png", "", decorative=True), Figure("f", "a.png", "Een boot"), Chart("c", PLAIN, "Het daalt")],
)
def test_a_picture_with_words_or_for_decoration_is_not(block: Block) -> None:
    assert facts(block) == []


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [(("", ""), True), (("\u00a0", "\u200b"), True), (("", "2021"), False), (("%", ""), False)],
)
def test_a_table_without_any_heading_is_seen(labels: tuple[str, ...], wrong: bool) -> None:
    assert facts(table(*labels)) == [Fact.TABLE_WITHOUT_HEADERS] * wrong
    assert facts(table(*labels, header=True)) == [Fact.TABLE_WITHOUT_HEADERS] * wrong


@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        (link(), True),
        (link(Strong((Text("\u00a0"),))), True),
        (link(Text("“”"), target="#cijfers"), True),
        (link(target="#unknown"), False),  # was told when it was read
        (link(Text("→")), False),
        (link(MARK), False),
        (link(PageReference("kop", "bladzijde")), False),
    ],
)
def test_a_link_that_says_nothing_is_seen(block: Block, wrong: bool) -> None:
    assert facts(block) == [Fact.LINK_WITHOUT_WORDS] * wrong


def test_languages_are_seen_wherever_words_are() -> None:
    wrong = foreign("eng")
    cell = Table("t", (), (Column("a", PLAIN),), (Row((Cell((text(Strong((wrong,))),)),)),))
    report = document(text(wrong), cell, text(Link((wrong,), "#kop", HERE)), notes=[text(wrong)])
    assert seen(report) == [Observation(Fact.LANGUAGE_UNKNOWN, "“eng” (it is “en”)", place=HERE)] * 4
    assert facts(text(foreign("en-GB"), foreign("pap"))) == []


@pytest.mark.parametrize("tag", ["nl", "en-GB", "EN", "zh-Hant-TW", "de-CH-1996", "es-419", "pap", "rif", "nds-NL"])
def test_languages_that_are_known(tag: str) -> None:
    assert is_known(tag)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("eng", "en"), ("dut-BE", "nl"), ("nl_NL", "nl"), ("en--GB", "en"), ("xx", ""), ("english", ""), ("", "")],
)
def test_languages_that_are_not_and_what_was_meant(tag: str, meant: str) -> None:
    assert not is_known(tag)
    assert proposal(tag) == meant


@pytest.mark.parametrize(
    ("levels", "skipped"),
    [((2, 3, 4, 2, 3), 0), ((3,), 1), ((2, 4, 5), 1), ((2, 4, 2, 4), 2), ((2, 3, 1, 3), 1)],
)
def test_skipped_levels_are_seen(levels: tuple[int, ...], skipped: int) -> None:
    headings = [Heading(level, PLAIN, "", place=HERE) for level in levels]
    assert facts(*headings) == [Fact.HEADING_SKIPPED] * skipped


def test_made_pages_have_headings_of_their_own() -> None:
    made = (MadePage.COVER, MadePage.CONTENTS, MadePage.LISTS)
    assert seen(document(Heading(2, PLAIN, ""), before=made)) == []


def test_a_colophon_counts_where_it_stands_and_not_without_its_page() -> None:
    wrong = Figure("f", "a.png", "", place=HERE)
    (part,) = document(wrong).parts
    assert isinstance(part.content, Chapter)
    assert seen(Document("nl", (), part.content)) == []
    assert [s.place for s in seen(Document("nl", (Part(Matter.BACK, MadePage.COLOPHON),), part.content))] == [HERE]


@pytest.mark.parametrize(("title", "there"), [("Verslag", True), ("2022", True), (" – ", False), ("", False)])
def test_a_title_has_words(title: str, there: bool) -> None:
    found = [observation.fact for observation in document_facts(document(), title)]
    assert found == [Fact.HAS_TITLE] * there + [Fact.HAS_LANGUAGE]


def test_every_fact_that_is_known_before_building_has_its_hint() -> None:
    assert set(HINTS) == set(DOCUMENT_FACTS)
