"""Walking through a document: everything is met, in one order, and what does not change is not copied."""

from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Block, Chapter, Inline, Note, Paragraph, Text
from reportbuilder.document.walk import inlines_in, map_blocks, map_inlines, within
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.values import replace
from tests.reader.conftest import Make

EVERYTHING = Path(__file__).parent.parent / "documents" / "good-alles"
NESTED = "Eerst.\n\n:::{callout} Terzijde\n- een\n- twee\n\n  - drie\n:::\n\n:::{quote}\nGezegd.\n:::\n"


@pytest.fixture(scope="module")
def chapters() -> tuple[Chapter, ...]:
    project = open_report_folder(EVERYTHING, Diagnostics())
    assert project is not None
    return read_document(project, Diagnostics()).chapters


def _blocks(chapter: Chapter) -> tuple[Block, ...]:
    notes: tuple[Note, ...] = tuple(chapter.notes.values())
    return (chapter.heading, *chapter.blocks, *(block for note in notes for block in note.blocks))


def test_all_inline_content_is_met_in_the_order_in_which_it_is_changed(chapters: tuple[Chapter, ...]) -> None:
    for chapter in chapters:
        changed: list[Inline] = []

        def keep(inlines: tuple[Inline, ...], into: list[Inline] = changed) -> tuple[Inline, ...]:
            into.extend(within(inlines))
            return inlines

        map_inlines(_blocks(chapter), keep)
        assert changed
        met = list(inlines_in(_blocks(chapter)))
        assert [id(inline) for inline in met] == [id(inline) for inline in changed]


def test_a_change_that_changes_nothing_gives_the_same_blocks(chapters: tuple[Chapter, ...]) -> None:
    for chapter in chapters:
        assert map_blocks(_blocks(chapter), lambda block: block) == _blocks(chapter)
        assert map_inlines(_blocks(chapter), lambda inlines: inlines) == _blocks(chapter)


def test_nothing_is_copied_where_nothing_changes(make: Make) -> None:
    blocks = make(NESTED).chapter.blocks
    assert map_blocks(blocks, lambda block: block) is blocks
    assert map_inlines(blocks, lambda inlines: inlines) is blocks


def test_a_change_deep_inside_reaches_the_whole_and_leaves_the_rest(make: Make) -> None:
    first, callout, quote = blocks = make(NESTED).chapter.blocks

    def shout(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return (Text("DRIE"),) if any(isinstance(i, Text) and i.text == "drie" for i in inlines) else inlines

    def shouted(block: Block) -> Block:
        return replace(block, children=shout(block.children)) if isinstance(block, Paragraph) else block

    for changed in (map_inlines(blocks, shout), map_blocks(blocks, shouted)):
        words = [inline.text for inline in inlines_in(changed) if isinstance(inline, Text)]
        assert words == ["Eerst.", "een", "twee", "DRIE", "Gezegd."]
        assert changed[1] != callout
        assert changed[0] == first
        assert changed[2] == quote
    assert map_inlines(blocks, shout)[2] is quote
