"""Ids of blocks: one for each, unique in the document, kept when blocks are added."""

from reportbuilder.document.ids import identify, identify_chapter
from reportbuilder.document.model import (
    Callout,
    Cell,
    Chapter,
    Column,
    Document,
    Heading,
    List,
    ListItem,
    ListStyle,
    Matter,
    Note,
    Paragraph,
    Part,
    Row,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.values import replace


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


CHAPTER = Chapter(
    Heading(1, (Text("Title"),), ""),
    (
        words("one"),
        List(ListStyle.BULLET, (ListItem("•", (words("two"), words("three"))),)),
        Table("", (), (Column("a", ()),), (Row((Cell((words("four"),)),)),)),
        Callout("", (words("five"),)),
    ),
    Matter.BODY,
    {"note": Note("note", 1, (words("six"),))},
    "chapters/start.md",
)


def ids(chapter: Chapter) -> list[str]:
    """The ids of a chapter, cells' and footnotes' blocks included."""
    cells = [cell for block in chapter.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells]
    notes = [block for note in chapter.notes.values() for block in note.blocks]
    inside = [block for cell in cells for block in cell.blocks]
    return [block.id for block in (chapter.heading, *blocks_in(chapter.blocks), *inside, *notes)]


def test_every_block_has_an_id_of_its_own_named_after_its_chapter() -> None:
    found = ids(identify_chapter(CHAPTER))
    assert len(found) == 10
    assert set(found) == {f"chapters/start.md#{number}" for number in range(1, 11)}


def test_ids_are_kept_when_blocks_are_added_and_new_ones_are_numbered_apart() -> None:
    first = identify_chapter(CHAPTER)
    more = replace(first, blocks=(words("new"), *first.blocks, first.blocks[0]))
    again = identify_chapter(more)
    assert [block.id for block in again.blocks[1:-1]] == [block.id for block in first.blocks]
    assert [again.blocks[0].id, again.blocks[-1].id] == ["chapters/start.md#+1", "chapters/start.md#+2"]


def test_chapters_without_a_file_have_different_ids() -> None:
    chapter = replace(CHAPTER, file="")
    document = identify(Document("nl", (Part(Matter.BODY, chapter), Part(Matter.BODY, chapter)), chapter))
    chapters = [*document.chapters, document.colophon]
    found = [one for chapter in chapters if chapter is not None for one in ids(chapter)]
    assert len(set(found)) == len(found) == 30


def test_a_document_that_has_ids_keeps_them() -> None:
    document = identify(Document("nl", (Part(Matter.BODY, CHAPTER),)))
    assert identify(document) == document
