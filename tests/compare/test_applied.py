"""A list of changes, applied to the old text, gives the new text exactly: for any two documents, and any edits."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportbuilder.compare.changes import StyleEdit
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.report_comparison import compare
from reportbuilder.document.ids import identify
from reportbuilder.document.model import Block, Chapter, Document, Paragraph, Part, Table, Text
from reportbuilder.document.walk import plain
from reportbuilder.values import replace
from tests.compare.apply_changes import MismatchError, apply_changes, lines_of
from tests.compare.documents import chapters, copies, paragraph, simple_copy

WHOLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(old: ComparableReport, new: ComparableReport) -> None:
    """The changes from one version to another must give the other."""
    found = compare(old, new)
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)
    assert [change.number for change in found.changes] == list(range(1, len(found.changes) + 1))
    worded = [c for c in found.changes if not all(isinstance(edit, StyleEdit) for edit in c.edits)]
    assert bool(worded) == (lines_of(found.old) != lines_of(found.new))


def edited(document: Document, hand: random.Random) -> Document:
    """The document with some blocks moved, taken away, split, joined, and some words and rows changed."""
    contents = [list(part.content.blocks) for part in document.parts if isinstance(part.content, Chapter)]
    for _ in range(hand.randrange(1, 5)):
        places = [(i, j) for i, blocks in enumerate(contents) for j in range(len(blocks))]
        if not places:
            break
        i, j = hand.choice(places)
        _edit(contents, i, j, hand)
    waiting = iter(contents)
    parts = tuple(
        replace(part, content=replace(part.content, blocks=tuple(next(waiting))))
        if isinstance(part.content, Chapter)
        else part
        for part in document.parts
    )
    order = list(parts)
    if hand.random() < 0.2:
        hand.shuffle(order)
    return replace(document, parts=tuple(order))


def _edit(contents: list[list[Block]], i: int, j: int, hand: random.Random) -> None:
    block = contents[i][j]
    kind = hand.choice(["move", "remove", "split", "join", "words", "rows"])
    if kind in ("move", "remove"):
        contents[i].pop(j)
        if kind == "move":
            to = hand.choice(contents)
            to.insert(hand.randrange(len(to) + 1), block)
    elif isinstance(block, Paragraph):
        words = plain(block.children).split(" ")
        cut = hand.randrange(len(words) + 1)
        after = contents[i][j + 1 : j + 2]
        if kind == "split":
            contents[i][j : j + 1] = [paragraph(" ".join(words[:cut])), paragraph(" ".join(words[cut:]))]
        elif kind == "join" and after and isinstance(after[0], Paragraph):
            contents[i][j : j + 2] = [Paragraph((*block.children, Text(" "), *after[0].children))]
        else:
            contents[i][j] = paragraph(" ".join((*words[:cut], "geheel", *words[cut + 1 :])))
    elif isinstance(block, Table) and block.rows:
        rows = list(block.rows)
        hand.shuffle(rows)
        contents[i][j] = replace(block, rows=tuple(rows[hand.randrange(2) :]))


@WHOLE
@given(copies(), copies())
def test_any_two_documents(old: ComparableReport, new: ComparableReport) -> None:
    check(old, new)


@WHOLE
@given(st.lists(chapters(), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_any_edits(contents: list[Chapter], hand: random.Random) -> None:
    parts = [Part(content.matter, replace(content, file=f"{at}.md")) for at, content in enumerate(contents)]
    old = identify(Document("nl", tuple(parts)))

    check(ComparableReport(old), ComparableReport(edited(old, hand)))


def test_changes_of_another_text_are_refused() -> None:
    found = compare(simple_copy(paragraph("Het aantal steeg.")), simple_copy(paragraph("Het aantal daalde.")))
    other = compare(simple_copy(paragraph("Iets anders.")), simple_copy())

    with pytest.raises(MismatchError):
        apply_changes(lines_of(other.old), found.changes)
