"""The redline: taking out what is gone gives the new text, taking out what is new the old one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportbuilder.compare.changes import Action, Comparison
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.markup_plan import RedlineMode
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.compare.tree import TextLine, TextRole, build_tree
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Block,
    Callout,
    Cell,
    ChangeNote,
    Chapter,
    Chart,
    Column,
    Document,
    Heading,
    Inline,
    KeyFigure,
    KeyFigures,
    LineBreak,
    List,
    ListItem,
    ListStyle,
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Revised,
    Revision,
    Row,
    Status,
    StatusMark,
    Strong,
    Styled,
    Table,
    Text,
    change_label,
)
from reportbuilder.document.walk import Inlines, blocks_in, inlines_in, map_inlines, plain, within
from reportbuilder.values import replace
from tests.compare.apply_changes import lines_of
from tests.compare.documents import chapter, copies, document, paragraph, paragraphs, simple_copy, text
from tests.compare.test_applied import edited

WHOLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PHRASES = phrases_of("nl")


def drawn(
    old: ComparableReport, new: ComparableReport, marks: RedlineMode = RedlineMode.ALL
) -> tuple[Document, Comparison]:
    """The redline of two versions, and their comparison."""
    found = compare(old, new)
    return redline(new.document, found, PHRASES, marks), found


def without(document: Document, out: Revision) -> Document:
    """The document without words of one kind, the others unwrapped; blocks and rows of nothing else are gone."""

    def inlines(found: Inlines) -> Inlines:
        kept: list[Inline] = []
        for inline in found:
            if isinstance(inline, Revised):
                kept += () if inline.revision is out else inlines(inline.children)
            elif isinstance(inline, Styled):
                kept.append(replace(inline, children=inlines(inline.children)))
            else:
                kept.append(inline)
        return tuple(kept)

    def blocks(found: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(one for block in found if not _only(block, out) for one in _kept(block, blocks, out))

    def chapter(content: Chapter) -> Chapter:
        heading, *rest = map_inlines((content.heading, *blocks(content.blocks)), inlines)
        assert isinstance(heading, Heading)
        notes = {k: replace(n, blocks=map_inlines(blocks(n.blocks), inlines)) for k, n in content.notes.items()}
        return replace(content, heading=heading, blocks=tuple(rest), notes=notes)

    parts = tuple(
        replace(part, content=chapter(part.content)) if isinstance(part.content, Chapter) else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def _kept(block: Block, blocks: Callable[[tuple[Block, ...]], tuple[Block, ...]], out: Revision) -> list[Block]:
    match block:
        case ChangeNote():
            return []
        case Quote() | Callout():
            return [replace(block, blocks=blocks(block.blocks))]
        case List():
            items = [replace(item, blocks=blocks(item.blocks)) for item in block.items if not _is_out(item, out)]
            return [replace(block, items=tuple(items))]
        case Table():
            rows = tuple(r for r in block.rows if not _only_cells([b for c in r.cells for b in c.blocks], out))
            return [replace(block, rows=rows)]
        case _:
            return [block]


def _only_cells(found: list[Block], out: Revision) -> bool:
    return bool(found) and all(_only(block, out) for block in found)


def _is_out(item: ListItem, out: Revision) -> bool:
    return bool(item.blocks) and all(_only(block, out) or isinstance(block, ChangeNote) for block in item.blocks)


def _only(block: Block, out: Revision) -> bool:
    """Whether a block is nothing but words of a kind."""
    if not isinstance(block, Paragraph | Heading) or not block.children:
        return False
    leaves = [inline.children if isinstance(inline, Strong) else (inline,) for inline in block.children]
    return all(isinstance(i, Revised) and i.revision is out for leaf in leaves for i in leaf)


def lines(document: Document, like: ComparableReport) -> list[TextLine]:
    """The text form of a document, without empty lines."""
    tree, _ = build_tree(replace(like, document=document))
    return [line for line in lines_of(tree) if line.text.strip()]


def running(document: Document) -> str:
    """All words of a document in order."""
    tree, names = build_tree(ComparableReport(document))
    words = " ".join(names.running_text(line.text) for line in lines_of(tree))
    return re.sub(r"\s+", " ", words).strip()


@WHOLE
@given(copies(), copies())
def test_without_what_is_gone_it_is_the_new_text(old: ComparableReport, new: ComparableReport) -> None:
    shown, _ = drawn(old, new)

    assert lines(without(shown, Revision.DELETED), new) == lines(new.document, new)


@WHOLE
@given(copies(), copies())
def test_with_bars_alone_nothing_is_there_but_the_new_text(old: ComparableReport, new: ComparableReport) -> None:
    shown, _ = drawn(old, new, RedlineMode.BARS)

    assert lines_of(build_tree(replace(new, document=shown))[0]) == lines_of(build_tree(new)[0])
    chapters = [part.content for part in shown.parts if isinstance(part.content, Chapter)]
    found = [i for c in chapters for i in inlines_in((c.heading, *c.blocks)) if isinstance(i, Revised)]
    assert all(inline.revision is Revision.CHANGED for inline in found)


texts = st.lists(
    paragraphs
    | st.builds(Heading, st.integers(2, 3), st.sampled_from(["Doel", "Aanpak van fraude"]).map(text), st.just("k"))
    | st.lists(paragraphs.map(lambda p: ListItem("•", (p,))), min_size=1, max_size=3).map(
        lambda items: List(ListStyle.BULLET, tuple(items))
    ),
    max_size=6,
)


@WHOLE
@given(texts, st.randoms(use_true_random=False))
def test_without_what_is_new_it_is_the_old_text(blocks: list[Block], hand) -> None:  # type: ignore[no-untyped-def]
    old = document(chapter(*blocks))
    new = identify(edited(old, hand))
    shown, found = drawn(ComparableReport(old), ComparableReport(new))

    before = without(shown, Revision.INSERTED)
    if any(change.action is Action.MOVED for change in found.changes):
        assert Counter(running(before).split()) == Counter(running(old).split())
    else:
        assert running(before) == running(old)


def test_a_sentence_that_becomes_the_first_paragraph_is_struck_where_it_stood() -> None:
    rest, last = "Het water stond hoger dan ooit. De dijken hielden het. ", "Niemand raakte daarbij gewond."
    old, new = document(chapter(paragraph(rest + last))), document(chapter(paragraph(last), paragraph(rest.strip())))
    shown, _ = drawn(ComparableReport(old), ComparableReport(new))
    assert running(without(shown, Revision.INSERTED)) == running(old)


# What it looks like -----------------------------------------------------------------------------------------------


def block_words(block: Block) -> list[tuple[str, str, int]]:
    """The marked words of a block: what was done, the words, the number of the change."""
    found = inlines_in((block,))
    return [(i.revision.value, plain(i.children), i.change) for i in found if isinstance(i, Revised)]


def test_words_are_marked_where_they_stand() -> None:
    shown, _ = drawn(simple_copy(paragraph("Er waren 12 goede ideeën.")), simple_copy(paragraph("Er waren 14 ideeën.")))
    (block,) = shown.chapters[0].blocks

    assert block_words(block) == [("deleted", "12 goede", 1), ("inserted", "14", 1)]
    assert plain(block.children) == "Er waren 12 goede14 ideeën."  # type: ignore[union-attr]


def test_a_moved_paragraph_says_from_where_and_to_where() -> None:
    first, second = "De politie wil ook later genoeg capaciteit hebben.", "Het aantal woninginbraken nam dit jaar af."
    one = chapter(paragraph(first), paragraph(second), title="Begin")
    other = chapter(title="Einde", file="chapters/einde.md")
    old = ComparableReport(document(one, other))
    new = ComparableReport(document(replace(one, blocks=one.blocks[1:]), replace(other, blocks=one.blocks[:1])))
    shown, found = drawn(old, new)
    there, note = shown.chapters[0].blocks[0], shown.chapters[1].blocks[0]

    assert [change.action for change in found.changes] == [Action.MOVED]
    assert isinstance(there, ChangeNote)
    assert there.change == 0
    assert [i.label for i in within(there.children) if isinstance(i, PageReference)] == [change_label(1)]
    assert isinstance(note, ChangeNote)
    assert (note.change, plain(note.children)) == (1, "Alinea verplaatst. Stond in ‘Begin’.")
    assert block_words(shown.chapters[1].blocks[1]) == [("changed", first, 1)]


def test_a_heading_keeps_its_label_and_no_words_that_are_gone() -> None:
    old, new = Heading(2, text("Doelen van de eenheid"), "doelen"), Heading(2, text("Doelen"), "doelen")
    shown, _ = drawn(simple_copy(old), simple_copy(new))
    before, heading = shown.chapters[0].blocks

    assert isinstance(before, Paragraph)
    assert block_words(before) == [("deleted", "Doelen van de eenheid", 1)]
    assert isinstance(heading, Heading)
    assert (plain(heading.children), heading.label) == ("Doelen", "doelen")


def test_what_is_gone_stands_in_place() -> None:
    items = tuple(ListItem("•", (paragraph(words),)) for words in ("een", "twee", "drie"))
    key = KeyFigures("kern", "Kern", (KeyFigure("2.126", "woninginbraken"),))
    old = simple_copy(paragraph("Begin."), List(ListStyle.BULLET, items), key, Heading(2, text("Weg"), "weg"))
    new = simple_copy(List(ListStyle.BULLET, (items[0], items[2])))
    shown, _ = drawn(old, new)
    first, listed, *rest = shown.chapters[0].blocks

    assert block_words(first) == [("deleted", "Begin.", 1)]
    assert isinstance(listed, List)
    assert [block_words(item.blocks[0]) for item in listed.items] == [[], [("deleted", "twee", 2)], []]
    assert [type(block) for block in rest] == [ChangeNote, Paragraph]


def test_what_has_no_words_to_mark_is_told_beside_it() -> None:
    old, new = (KeyFigures("kern", "Kern", (KeyFigure(value, "woninginbraken"),)) for value in ("2.126", "2.407"))
    shown, _ = drawn(simple_copy(old), simple_copy(new))
    note, block = shown.chapters[0].blocks

    assert isinstance(note, ChangeNote)
    assert plain(note.children).startswith("Kerncijfer gewijzigd")
    assert plain(note.children).endswith(": 2.126 → 2.407")
    assert replace(block, id="") == new


def test_the_mark_of_a_new_footnote_is_new() -> None:
    words = (Text("Zie de noot"), NoteReference("begin-noot", 1))
    note = Note("begin-noot", 1, (paragraph("Een noot."),))
    old = ComparableReport(document(chapter(Paragraph(words[:1]))))
    new = ComparableReport(document(chapter(Paragraph(words), notes=[note])))
    shown, found = drawn(old, new)
    (content,) = shown.chapters
    (reference,) = [i for i in inlines_in(content.blocks) if isinstance(i, Revised)]

    assert [(change.subject, change.action) for change in found.changes] == [(TextRole.FOOTNOTE, Action.ADDED)]
    assert reference == Revised((words[1],), Revision.INSERTED, 1)
    assert block_words(content.notes["begin-noot"].blocks[0]) == [("inserted", "Een noot.", 1)]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Er waren 12 ideeën.", "Er waren 14 ideeën.", "14"),
        ("Er waren 12 goede ideeën.", "Er waren 12 ideeën.", "ideeën."),
        ("Het ging goed. Dat was het.", "Het ging goed.", "goed."),
    ],
)
def test_bars_stand_by_whole_words(old: str, new: str, marked: str) -> None:
    shown, _ = drawn(simple_copy(paragraph(old)), simple_copy(paragraph(new)), RedlineMode.BARS)

    assert block_words(shown.chapters[0].blocks[0]) == [("changed", marked, 1)]


def test_both_parts_of_a_split_or_join_are_marked() -> None:
    words = ("Het ging goed dit jaar.", "Daarna werd het nog veel beter.")
    whole, parts = simple_copy(paragraph(" ".join(words))), simple_copy(*map(paragraph, words))

    split, _ = drawn(whole, parts)
    assert [block_words(block)[-1:] for block in split.chapters[0].blocks[1:]] == [[], [("changed", words[1], 1)]]
    joined, _ = drawn(parts, whole)
    assert [block_words(block)[-1:] for block in joined.chapters[0].blocks[1:]] == [[("changed", " " + words[1], 1)]]


def test_remarks_about_one_thing_stand_together_before_it() -> None:
    def chart(title: str, alt: str) -> Chart:
        return Chart("grafiek", text(title), alt)

    old = simple_copy(paragraph("Zie de grafiek."), chart("Vaker op tijd", "Staven per jaar"))
    new = simple_copy(paragraph("Zie de grafiek."), chart("Iets vaker op tijd", "Twee staven per jaar"))
    shown, found = drawn(old, new)
    _, note, _ = shown.chapters[0].blocks

    assert isinstance(note, ChangeNote)
    assert [isinstance(inline, LineBreak) for inline in note.children].count(True) == len(found.changes) - 1 == 1
    assert {inline.change for inline in note.children if isinstance(inline, Revised)} == {1, 2}


def test_each_paragraph_of_a_cell_is_struck_on_a_line() -> None:
    def table(*words: Inline) -> Table:
        cell = Cell(tuple(Paragraph((word,)) for word in words))
        return Table("t", (), (Column("a", ()), Column("b", ())), (Row((Cell((paragraph("Vakdagen"),)), cell)),))

    done = StatusMark(Status.DONE, "gerealiseerd")
    old, new = table(StatusMark(Status.PARTLY, "deels"), Text("In uitvoering")), table(done)
    shown, _ = drawn(simple_copy(old), simple_copy(new))
    (block,) = shown.chapters[0].blocks
    deleted_text, fresh = [inline for inline in inlines_in((block,)) if isinstance(inline, Revised)]

    assert deleted_text.children == (Text("deels"), LineBreak(), Text("In uitvoering"), LineBreak())
    assert fresh.children == (done,)


def test_a_status_that_was_another_keeps_its_symbol_where_it_is_struck() -> None:
    def table(mark: StatusMark) -> Table:
        cells = (Cell((paragraph("Vakdagen"),)), Cell((Paragraph((mark,)),)))
        return Table("t", (), (Column("a", ()), Column("b", ())), (Row(cells),))

    old, new = StatusMark(Status.NOT_DONE, "niet gerealiseerd"), StatusMark(Status.DONE, "gerealiseerd")
    shown, _ = drawn(simple_copy(table(old)), simple_copy(table(new)))
    (block,) = shown.chapters[0].blocks
    struck, fresh = [inline for inline in inlines_in((block,)) if isinstance(inline, Revised)]
    assert [mark.status for mark in struck.children if isinstance(mark, StatusMark)] == [Status.NOT_DONE]
    assert fresh.children == (new,)


@WHOLE
@given(copies(), copies())
def test_labels_stay_unique_and_chapters_what_they_were(old: ComparableReport, new: ComparableReport) -> None:
    shown, found = drawn(old, new)

    def labels(whole: Document) -> list[str]:
        blocks = (block for c in whole.chapters for block in (c.heading, *blocks_in(c.blocks)))
        return [block.label for block in blocks if isinstance(block, Heading | Table | KeyFigures)]

    assert labels(shown) == labels(new.document)
    assert shown.changes == len(found.changes)


# Blocks by id ------------------------------------------------------------------------------------------------------


def test_changes_are_found_by_the_ids_of_blocks_and_not_by_their_order() -> None:
    old, new = (
        document(chapter(paragraph(one), paragraph(other)))
        for one, other in (("Een huis.", "Twee bomen."), ("Een groot huis.", "Twee hoge bomen."))
    )
    found = compare(ComparableReport(old), ComparableReport(new))
    (part,) = new.parts
    assert isinstance(part.content, Chapter)
    first, second = part.content.blocks
    inserted = paragraph("Tussendoor.")
    turned = replace(part.content, blocks=(second, first))
    shown = redline(replace(new, parts=(replace(part, content=turned),)), found, PHRASES)

    assert [block_words(block) for block in shown.chapters[0].blocks] == [
        [("inserted", "hoge ", 2)],
        [("inserted", "groot ", 1)],
    ]
    with pytest.raises(KeyError):  # a block that was never compared is no block without changes
        redline(replace(new, parts=(replace(part, content=replace(turned, blocks=(inserted,))),)), found, PHRASES)


def test_two_blocks_with_one_id_are_refused() -> None:
    old = document(chapter(paragraph("Een huis."), paragraph("Twee bomen.")))
    (part,) = old.parts
    assert isinstance(part.content, Chapter)
    first, second = part.content.blocks
    twice = replace(part.content, blocks=(first, replace(second, id=first.id)))
    new = replace(old, parts=(replace(part, content=twice),))
    with pytest.raises(ValueError, match="two texts of the report have the key"):
        redline(new, compare(ComparableReport(old), ComparableReport(new)), PHRASES)


def test_the_words_in_a_cell_are_marked_in_their_own_block() -> None:
    def table(last: str) -> Table:
        cell = Cell(
            (
                paragraph("Eerste alinea."),
                List(ListStyle.BULLET, (ListItem("•", (paragraph("Punt."),)),)),
                paragraph(last),
            )
        )
        return Table("tabel", text("Titel"), (Column("1", text("Kop")),), (Row((cell,)),))

    shown, _ = drawn(
        simple_copy(table("De laatste alinea van de cel.")), simple_copy(table("De langste alinea van de cel."))
    )
    (block,) = shown.chapters[0].blocks
    assert isinstance(block, Table)
    first, points, last = block.rows[0].cells[0].blocks
    assert block_words(first) == block_words(points) == []
    assert block_words(last) == [("deleted", "laatste", 1), ("inserted", "langste", 1)]
