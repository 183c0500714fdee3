"""The marks of the concept edition: they move no word, count every line, and say where each change stands."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from reportbuilder.composition import prepare
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Block,
    Cell,
    Chapter,
    Document,
    Heading,
    Matter,
    PageReference,
    Paragraph,
    Part,
    Revised,
    Revision,
    Text,
    change_label,
)
from reportbuilder.document.walk import map_blocks
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.draft import DraftMarks, mark_draft
from reportbuilder.layout.page import Layer, Layout, Page, Side
from reportbuilder.layout.page_lines import content_of, numbered_lines, texts_of
from reportbuilder.layout.sections import Material
from reportbuilder.layout.set_table import measure_figures
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.loading import load_report
from reportbuilder.structure.build import tag_document
from reportbuilder.values import replace
from tests.whole_reports import resources

ROOT = Path(__file__).parents[2]
EVERY = 2


class Source(NamedTuple):
    """A report that is ready to be laid out."""

    document: Document
    material: Material


@cache
def source() -> Source:
    """The test report with a block of every kind."""
    diagnostics, workplace = Diagnostics(), resources(ROOT / "styles", ROOT / "fonts", ROOT / "output" / ".cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        report = load_report(ROOT / "tests" / "documents" / "good-alles", workplace, diagnostics)
        material, drawn = prepare(report, diagnostics)
    return Source(drawn, material)


def laid_out(document: Document, material: Material) -> Layout:
    """The pages of a document."""
    diagnostics = Diagnostics()
    layout = lay_out(document, tag_document(document, len(material.design.cover.texts)), material, diagnostics)
    assert not [problem for problem in diagnostics if problem.code == "layout-unsettled"]
    return layout


def setter_of(material: Material, language: str) -> Typesetter:
    """What sets the marks."""
    return Typesetter(material.style, material.design, material.fonts, material.breaker, language, str, Diagnostics())


def drafted(document: Document, material: Material) -> Layout:
    """The pages of a document with the marks of a concept."""
    return mark_draft(setter_of(material, "nl"), laid_out(document, material), "CONCEPT", "Concept 0.9, 6 april 2020")


def revised(document: Document, revision: Revision) -> Document:
    """The document with one word in every second paragraph marked as a change, and a page that refers to each."""
    changes = 0

    def mark(block: Block) -> Block:
        nonlocal changes
        if not isinstance(block, Paragraph) or not isinstance(block.children[0], Text):
            return block
        first, _, rest = block.children[0].text.partition(" ")
        if not rest:
            return block
        changes += 1
        if changes % EVERY:
            return block
        words = Revised((Text(first),), revision, changes // EVERY)
        return replace(block, children=(words, Text(f" {rest}"), *block.children[1:]))

    parts = [
        replace(part, content=replace(part.content, blocks=map_blocks(part.content.blocks, mark)))
        if isinstance(part.content, Chapter)
        else part
        for part in document.parts
    ]
    count = changes // EVERY
    references = tuple(
        Paragraph((Text(f"{n}: "), PageReference(change_label(n), "bladzijde", line_prefix="regel")))
        for n in range(1, count + 1)
    )
    listed = Chapter(Heading(1, (Text("Wijzigingen"),), "wijzigingen"), references, Matter.FRONT)
    parts.insert(1, Part(Matter.FRONT, listed, inserted=True))
    return identify(replace(document, parts=tuple(parts), changes=count))


def lines_of(layout: Layout) -> list[tuple[int, str, float, float]]:
    """Every line of the report's own pages with its page and place."""
    height = layout.setup.height
    return [
        (page.number, text.line.text, round(text.x, 3), round(text.baseline, 3))
        for page in layout.pages
        if page.number
        for placed in content_of(page)
        for text in texts_of(placed, height)
    ]


def marks_of(page: Page) -> Iterator[DraftMarks]:
    """What was added to a page."""
    return (placed.flowable for placed in page.items if isinstance(placed.flowable, DraftMarks))


def test_marks_move_no_word_and_no_page() -> None:
    document, material = source()
    plain = laid_out(document, material)
    assert lines_of(drafted(document, material)) == lines_of(plain)


def test_words_that_only_have_a_bar_break_where_they_did() -> None:
    document, material = source()
    assert lines_of(drafted(revised(document, Revision.CHANGED), material)) == lines_of(laid_out(document, material))


def test_every_page_says_concept_and_its_version() -> None:
    document, material = source()
    for page in drafted(revised(document, Revision.INSERTED), material).pages:
        marks = list(marks_of(page))
        assert sum(mark.picture is not None for mark in marks) == 1
        assert [line.text for mark in marks for line, _, _ in mark.lines if "Concept" in line.text] == [
            "Concept 0.9, 6 april 2020"
        ]
        assert all(placed.layer is Layer.FURNITURE for placed in page.items if isinstance(placed.flowable, DraftMarks))


@pytest.mark.parametrize("restart", ["page", "report"])
def test_every_fifth_line_has_its_number_beside_it(restart: str) -> None:
    document, material = source()
    look = material.style.draft
    draft = replace(look, numbers=replace(look.numbers, restart=restart))
    material = replace(material, style=replace(material.style, draft=draft))
    before = 0
    for page in drafted(document, material).pages:
        lines = {line.number + before: line for line in numbered_lines(page, material.design.page.height)}
        shown = {
            line.text: (x, x + line.width, y)
            for mark in marks_of(page)
            for line, x, y in mark.lines
            if line.text.isdigit()
        }
        assert set(shown) == {str(number) for number in lines if number % look.numbers.every == 0}
        beyond = look.bar_gap + look.bar.width + look.numbers.gap
        for text, (left, right, baseline) in shown.items():
            assert baseline == lines[int(text)].baseline
            if page.side is Side.LEFT:  # at the outer side, as the bars are
                assert right == pytest.approx(lines[int(text)].left - beyond)
            else:
                assert left == pytest.approx(lines[int(text)].right + beyond)
        before += len(lines) if restart == "report" else 0


def test_references_lead_to_the_page_and_line_of_each_change() -> None:
    document, material = source()
    document = revised(document, Revision.INSERTED)
    layout = drafted(document, material)
    height = layout.setup.height
    found: dict[int, tuple[int, int]] = {}
    for page in layout.pages:
        for line in numbered_lines(page, height) if page.number else ():
            for text in line.texts:
                for piece in text.line.pieces:
                    if piece.style.change:
                        found.setdefault(piece.style.change, (page.number, line.number))
    assert len(found) == document.changes > EVERY
    assert {layout.pages_by_label[change_label(n)] for n in found} == {page for page, _ in found.values()}
    (listed,) = [page for page in layout.pages if not page.number]
    assert listed.folio == "i"
    said = [text.line.text for placed in content_of(listed) for text in texts_of(placed, height)]
    for number, (page_number, line_number) in found.items():
        assert f"{number}: bladzijde\u00a0{page_number}, regel\u00a0{line_number}" in said


@pytest.mark.parametrize(
    ("revision", "strokes"), [(Revision.INSERTED, 1), (Revision.DELETED, 1), (Revision.CHANGED, 0)]
)
def test_a_changed_word_has_a_bar_and_its_own_line(revision: Revision, strokes: int) -> None:
    document, material = source()
    document = revised(document, revision)
    look = material.style.draft
    rules = [rule for page in drafted(document, material).pages for mark in marks_of(page) for rule in mark.rules]
    bars = [rule for rule in rules if rule[0] == rule[2]]
    drawn = [rule for rule in rules if rule[1] == rule[3]]
    assert len(bars) == document.changes
    assert len(drawn) == strokes * document.changes
    assert {rule[4] for rule in drawn} <= {look.inserted, look.deleted}
    assert all(rule[2] > rule[0] for rule in drawn)


def test_a_changed_heading_is_marked_where_it_stands_and_not_in_the_contents() -> None:
    document, material = source()

    def mark(block: Block) -> Block:
        if isinstance(block, Heading) and block.level == 2:
            return replace(block, children=(Revised(block.children, Revision.INSERTED, 1),))
        return block

    parts = tuple(
        replace(part, content=replace(part.content, blocks=map_blocks(part.content.blocks, mark)))
        if isinstance(part.content, Chapter)
        else part
        for part in document.parts
    )
    layout = laid_out(replace(document, parts=parts, changes=1), material)
    first = next(
        b.label for part in parts if isinstance(part.content, Chapter) for b in part.content.blocks
        if isinstance(b, Heading) and b.level == 2
    )  # fmt: skip
    assert layout.pages_by_label[change_label(1)] == layout.pages_by_label[first]


def test_what_is_gone_from_a_figure_stands_before_it_and_moves_no_comma() -> None:
    _, material = source()
    setter = setter_of(material, "nl")
    style = material.design.text.table
    plain = Cell((Paragraph((Text("4.028,5"),)),), value=4028.5)
    gone, new = (Text("11.006,25"),), (Text("4,5"),)
    words = (Revised(gone, Revision.DELETED, 1), Revised(new, Revision.INSERTED, 1))
    changed = Cell((Paragraph(words),), value=4.5)
    figures = measure_figures(setter, style, (plain, changed))
    one, other = figures.figures[id(plain)], figures.figures[id(changed)]
    assert one.fraction == pytest.approx(other.fraction)
    assert other.whole == pytest.approx(setter.natural_width((Text("11.006,25 4"),), style), abs=0.1)
    assert figures.width >= setter.natural_width(words, style) - 0.01
