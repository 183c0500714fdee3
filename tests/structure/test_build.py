"""From a document to its tags: an element for everything that is said, in order, and which cells head which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.document.ids import identify_chapter
from reportbuilder.document.model import (
    Block,
    Break,
    BreakKind,
    Callout,
    Cell,
    Chart,
    Column,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    List,
    ListItem,
    ListStyle,
    MadePage,
    Note,
    Paragraph,
    Quote,
    Row,
    RowKind,
    Signature,
    Status,
    StatusLegend,
    StatusMark,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.memo import Memo
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import Element, Role, footnote_key
from reportbuilder.values import replace

from .small_documents import chapter, document, inside, roots, shape, tagged, tags_of, with_role

WORDS = (Text("Woorden."),)
P = Paragraph(WORDS)


def cell(*blocks: Block, columns: int = 1) -> Cell:
    return Cell(blocks or (P,), columns)


def row(*cells: Cell, kind: RowKind = RowKind.BODY) -> Row:
    return Row(cells, kind)


def table(*rows: Row, columns: int = 3, header: bool = True, label: str = "t", **more: object) -> Table:
    names = tuple(Column(str(i), WORDS, header=header and i == 0) for i in range(columns))
    return Table(label, WORDS, names, rows, **more)  # type: ignore[arg-type]


def items(*contents: tuple[Block, ...], style: ListStyle = ListStyle.BULLET) -> List:
    return List(style, tuple(ListItem("•", blocks) for blocks in contents))


# Blocks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_has_the_role_of_its_level(level: int) -> None:
    (tag,) = tags_of(Heading(level, WORDS, "x"))
    assert tag.role is Role[f"H{level}"]


def test_a_chapter_is_its_heading_and_its_blocks() -> None:
    (section,) = tagged(chapter(P, Break(BreakKind.PAGE), Signature((WORDS, WORDS)))).root.children
    assert shape(section) == ("Sect", "H1", "P", "P")


def test_the_items_of_a_list_are_what_marks_them_and_what_they_hold() -> None:
    (tag,) = tags_of(items((P,), (P, items((P,), style=ListStyle.LETTER)), style=ListStyle.DECIMAL))
    assert shape(tag) == (
        "L",
        ("LI", "Lbl", ("LBody", "P")),
        ("LI", "Lbl", ("LBody", "P", ("L", ("LI", "Lbl", ("LBody", "P"))))),
    )
    assert [e.numbering for e in inside(tag) if e.role is Role.L] == ["Decimal", "UpperAlpha"]


def test_key_figures_and_the_key_to_the_statuses_are_lists_without_marks() -> None:
    figures, legend = tags_of(
        KeyFigures("k", "2021", (KeyFigure("12", "meldingen", "meer"), KeyFigure("3", "klachten"))),
        StatusLegend((StatusMark(Status.DONE, "gehaald"), StatusMark(Status.PARTLY, "deels"))),
    )
    assert shape(figures) == ("L", *[("LI", ("LBody", "P", "P", "P"))] * 2)
    assert shape(legend) == ("L", ("LI", "LBody"), ("LI", "LBody"))
    assert figures.numbering == legend.numbering == "None"


@pytest.mark.parametrize("block", [Chart("c", WORDS, "Het daalt."), Figure("f", "a.png", "Het daalt.")])
def test_a_figure_says_what_it_shows(block: Block) -> None:
    (tag,) = tags_of(block)
    assert shape(tag) == ("Div", "Caption", "Figure", "P")
    assert [element.alt for element in inside(tag)] == ["", "", "Het daalt.", ""]


def test_a_decorative_image_is_no_figure() -> None:
    (tag,) = tags_of(Figure("f", "a.png", "", decorative=True))
    assert Role.FIGURE not in {element.role for element in inside(tag)}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Quote((P, P)), ("BlockQuote", "P", "P")),
        (Quote((P,), "Iemand"), ("BlockQuote", "P", "P")),
        (Callout("", (P,)), ("Div", "P")),
        (Callout("Kader", (P, items((P,)))), ("Div", "P", "P", ("L", ("LI", "Lbl", ("LBody", "P"))))),
    ],
)
def test_what_stands_apart_has_its_title_and_attribution(block: Block, expected: object) -> None:
    (tag,) = tags_of(block)
    assert shape(tag) == expected
    keys = [element.key for element in inside(tag) if element.key]
    assert len(set(keys)) == len(keys)


# Made pages ----------------------------------------------------------------------------------------------------


def test_the_cover_has_a_paragraph_for_each_of_its_texts() -> None:
    (cover,) = tagged(MadePage.COVER, cover_texts=3).root.children
    assert shape(cover) == ("Sect", "P", "P", "P")


def test_parts_and_their_elements_are_one_for_one_also_when_there_is_no_colophon() -> None:
    tree = tagged(MadePage.CONTENTS, chapter(), MadePage.COLOPHON)
    assert [element.role.value for element in tree.root.children] == ["Sect", "Sect", ""]
    tree = tagged(chapter(), MadePage.COLOPHON, colophon=chapter(P))
    assert [shape(element) for element in tree.root.children] == [("Sect", "H1"), ("Sect", "H1", "P")]


def heads(*levels: int) -> tuple[Heading, ...]:
    return tuple(Heading(level, WORDS, f"h{number}") for number, level in enumerate(levels))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), ("TOC", "TOCI", "TOCI")),
        ((2, 2), ("TOC", "TOCI", ("TOC", "TOCI", "TOCI"), "TOCI")),
        ((2, 3, 3, 2), ("TOC", "TOCI", ("TOC", "TOCI", ("TOC", "TOCI", "TOCI"), "TOCI"), "TOCI")),
        ((3, 2), ("TOC", "TOCI", ("TOC", "TOCI", "TOCI"), "TOCI")),
        ((2, 4), ("TOC", "TOCI", ("TOC", "TOCI", ("TOC", "TOCI")), "TOCI")),
    ],
)
def test_the_contents_are_nested_by_level(levels: tuple[int, ...], expected: object) -> None:
    tree = tagged(MadePage.CONTENTS, chapter(*heads(*levels), label="een"), chapter(label="twee"))
    assert shape(tree.root.children[0]) == ("Sect", "H1", expected)
    entries = [element.key for element in inside(tree.root.children[0]) if element.role is Role.TOCI]
    labels = ("een", *(h.label for h in heads(*levels)), "twee")
    assert [tree.parts[0].mark("contents", "entry", label) for label in labels] == entries


def test_the_lists_have_an_entry_for_every_numbered_table_and_figure() -> None:
    numbered = table(row(cell(), cell(), cell()), number="Tabel 1")
    figure, chart = Figure("f", "a.png", "x", number="Figuur 1"), Chart("c", WORDS, "x", number="Figuur 2")
    blocks = (Callout("", (numbered,)), table(label="los"), figure, chart, Figure("g", "a.png", "x"))
    tree = tagged(MadePage.LISTS, chapter(*blocks))
    assert shape(tree.root.children[0]) == ("Sect", "H1", "H2", ("TOC", "TOCI"), "H2", ("TOC", "TOCI", "TOCI"))
    entries = [element.key for element in inside(tree.root.children[0]) if element.role is Role.TOCI]
    assert [tree.parts[0].mark("lists", "entry", label) for label in ("t", "f", "c")] == entries


def test_every_footnote_has_an_element_of_its_own() -> None:
    one, two = Note("a", 1, (P,)), Note("b", 2, (P, P))
    tree = tagged(chapter(P, notes=(one, two)))
    assert {label: (note.role, note.children) for label, note in tree.notes.items()} == {
        "a": (Role.NOTE, ()),
        "b": (Role.NOTE, ()),
    }
    assert len({note.id for note in tree.notes.values()}) == 2


# Tables --------------------------------------------------------------------------------------------------------


def body(tag: Element) -> list[list[Element]]:
    """The cells of the rows of a table's body."""
    return [list(line.children) for line in tag.children[0].children[2].children]


def test_a_table_has_a_caption_a_header_and_a_body_and_its_notes_below() -> None:
    (tag,) = tags_of(table(row(cell(), cell(), cell()), notes=(WORDS, WORDS), source=WORDS))
    assert shape(tag) == (
        "group",
        ("Table", "Caption", ("THead", ("TR", "TH", "TH", "TH")), ("TBody", ("TR", "TH", "TD", "TD"))),
        *("P", "P", "P"),
    )


def test_a_plain_table_is_headed_by_scope_alone() -> None:
    (tag,) = tags_of(table(row(cell(), cell(), cell())))
    cells = [element for element in inside(tag) if element.role in (Role.TH, Role.TD)]
    assert [element.scope for element in cells] == ["Column", "Column", "Column", "Row", "", ""]
    assert not any(element.id or element.headers for element in cells)


def test_the_first_of_two_columns_heads_nothing() -> None:
    (tag,) = tags_of(table(row(cell(), cell()), columns=2))
    assert [element.role for element in body(tag)[0]] == [Role.TD, Role.TD]


def test_a_cell_that_is_one_paragraph_is_no_paragraph_besides() -> None:
    (tag,) = tags_of(table(row(cell(P), cell(P, P), cell(items((P,)))), header=False))
    assert [shape(element) for element in body(tag)[0]] == [
        "TD",
        ("TD", "P", "P"),
        ("TD", ("L", ("LI", "Lbl", ("LBody", "P")))),
    ]


def test_a_heading_over_rows_stands_in_the_first_column_and_leaves_the_others_empty() -> None:
    lead = row(cell(columns=3), kind=RowKind.GROUP)
    (tag,) = tags_of(table(lead, row(cell(), cell(), cell())))
    first, second = body(tag)
    assert [(c.role, c.scope, c.columns, c.headers, c.id) for c in first] == [
        (Role.TH, "Row", 1, (), "t-r0"),
        (Role.TD, "", 2, ("t-r0",), ""),
    ]
    assert [(c.role, c.headers) for c in second] == [
        (Role.TH, ("t-r0", "t-c0")),
        (Role.TD, ("t-r0", "t-c1", "t-r1")),
        (Role.TD, ("t-r0", "t-c2", "t-r1")),
    ]


def test_an_aim_heads_rows_within_its_group_and_a_new_group_ends_both() -> None:
    lead = {kind: row(cell(columns=3), kind=kind) for kind in (RowKind.GROUP, RowKind.SPAN)}
    group, span, plain = lead[RowKind.GROUP], lead[RowKind.SPAN], row(cell(), cell(), cell())
    (tag,) = tags_of(table(group, span, plain, span, plain, group, plain, header=False))
    over = [tuple(h for h in cells[0].headers if h != "t-c0") for cells in body(tag)]
    assert over == [
        (),
        ("t-r0",),
        ("t-r0", "t-r1"),
        ("t-r0",),
        ("t-r0", "t-r3"),
        (),
        ("t-r5",),
    ]


def test_a_cell_over_columns_is_headed_by_all_of_them() -> None:
    (tag,) = tags_of(table(row(cell(), cell(columns=2)), row(cell(), cell(), cell(), kind=RowKind.TOTAL)))
    (head, wide), total = body(tag)
    assert (head.id, head.columns) == ("t-r0", 1)
    assert (wide.columns, wide.headers) == (2, ("t-c1", "t-c2", "t-r0"))
    assert [c.headers for c in total] == [("t-c0",), ("t-c1", "t-r1"), ("t-c2", "t-r1")]
    assert [c.id for c in tag.children[0].children[1].children[0].children] == ["t-c0", "t-c1", "t-c2"]


# Properties ----------------------------------------------------------------------------------------------------

paragraphs = st.just(P)
simple = paragraphs | st.recursive(
    st.builds(lambda n: items(*[(P,)] * n), st.integers(1, 3)),
    lambda inner: st.builds(lambda block: items((P, block)), inner),
    max_leaves=3,
)
kinds = st.sampled_from(list(RowKind))


def any_row(kind: RowKind, columns: int, split: int) -> Row:
    """A row whose first cell spans the columns up to `split`."""
    if kind in (RowKind.GROUP, RowKind.SPAN):
        return row(cell(columns=columns), kind=kind)
    split = min(split, columns)
    return row(cell(columns=split), *(cell() for _ in range(columns - split)), kind=kind)


tables = st.builds(
    lambda columns, rows, header: (columns, rows, header),
    st.integers(1, 5),
    st.lists(st.tuples(kinds, st.integers(1, 5)), max_size=8),
    st.booleans(),
)
blocks_of = st.one_of(
    simple,
    tables,
    st.builds(lambda level: Heading(level, WORDS, ""), st.integers(1, 6)),
    st.builds(lambda inner, said: Quote(tuple(inner), said), st.lists(simple, max_size=3), st.sampled_from(["", "A"])),
    st.builds(
        lambda inner, title: Callout(title, tuple(inner)), st.lists(simple, max_size=3), st.sampled_from(["", "A"])
    ),
    st.just(Break(BreakKind.COLUMN)),
    st.just(Chart("", WORDS, "x", number="Figuur 1")),
    st.just(Signature((WORDS,))),
)


def with_labels(blocks: list[object]) -> list[Block]:
    """Blocks, each with a label of its own."""
    made: list[Block] = []
    for number, block in enumerate(blocks):
        label = f"b{number}"
        if isinstance(block, tuple):
            columns, rows, header = block
            lines = [any_row(kind, columns, split) for kind, split in rows]
            made.append(table(*lines, columns=columns, header=header, label=label, number="Tabel 1"))
        elif isinstance(block, Heading):
            made.append(Heading(block.level, WORDS, label))
        elif isinstance(block, Chart):
            made.append(Chart(label, WORDS, "x", number="Figuur 1"))
        else:
            made.append(block)  # type: ignore[arg-type]
    return made


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(blocks_of, max_size=8), min_size=1, max_size=3))
def test_keys_and_ids_are_unique_and_every_block_has_its_element(contents: list[list[object]]) -> None:
    flat = [with_labels(blocks) for blocks in contents]
    chapters = [chapter(*relabelled(blocks, f"k{number}"), label=f"k{number}") for number, blocks in enumerate(flat)]
    tree = tagged(MadePage.COVER, MadePage.CONTENTS, *chapters, MadePage.LISTS, cover_texts=2)
    everything = roots(tree)
    keys = [element.key for element in everything if element.key]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {key for part in tree.parts for key in part.keys} | {
        footnote_key(label) for label in tree.notes
    }
    ids = [element.id for element in everything if element.id]
    assert len(set(ids)) == len(ids)
    assert {header for element in everything for header in element.headers} <= set(ids)

    sections = tree.root.children[2:-1]
    for section, content in zip(sections, chapters, strict=True):
        said = [block for block in content.blocks if not isinstance(block, Break)]
        own = [child for child in section.children if child.role is not Role.TOC]
        assert len(own) == 1 + len(said)
    blocks = [block for content in chapters for block in blocks_in(content.blocks)]
    lists = [block for block in blocks if isinstance(block, List)]
    assert len(with_role(tree, Role.L)) == len(lists)
    assert len(with_role(tree, Role.LBL)) == sum(len(block.items) for block in lists)
    assert len(with_role(tree, Role.TABLE)) == sum(isinstance(block, Table) for block in blocks)
    headings = sum(isinstance(block, Heading) for block in blocks) + len(chapters)
    assert sum(element.role is Role.TOCI for element in inside(tree.root.children[1])) == headings
    for grid in with_role(tree, Role.TABLE):
        widths = {sum(c.columns for c in line.children) for part in grid.children[1:] for line in part.children}
        assert len(widths) == 1, "the cells of every row fill the table"


def relabelled(blocks: list[Block], name: str) -> list[Block]:
    """Blocks whose labels are of this chapter."""
    return [replace(b, label=f"{name}-{b.label}") if hasattr(b, "label") else b for b in blocks]


def test_elements_of_a_chapter_are_equal_whatever_other_chapters_hold() -> None:
    blocks = with_labels([P, table(row(cell(), cell(), cell()))])
    last = identify_chapter(chapter(*blocks, label="laatste"), "laatste.md")
    alone = tagged(last).root.children[0]
    after = tagged(MadePage.COVER, chapter(P, P, label="eerste"), last, cover_texts=4).root.children[2]
    assert alone == after


def test_a_part_whose_content_is_the_same_has_the_same_elements_as_before() -> None:
    first, second, shorter = (
        identify_chapter(chapter(*blocks, label=label), label)
        for blocks, label in (((P,), "een"), ((P, P), "twee"), ((P,), "twee"))
    )
    memo = Memo()
    before = tag_document(document(MadePage.CONTENTS, first, second), 0, memo)
    assert tag_document(document(MadePage.CONTENTS, first, second), 0, memo) is before
    after = tag_document(document(MadePage.CONTENTS, first, shorter), 0, memo)
    same = [new.root is old.root for new, old in zip(after.parts, before.parts, strict=True)]
    assert same == [True, True, False]
    assert after == tag_document(document(MadePage.CONTENTS, first, shorter), 0)
