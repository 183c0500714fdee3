"""The composer's promises, on pages as data: everything once and in order, nothing overlaps, nothing leaves."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.model import BreakKind, Float, Span
from reportbuilder.layout.columns import NOTE_GAP, ItemPosition
from reportbuilder.layout.compose import ComposedPage
from reportbuilder.layout.flow import Item, ItemStream
from reportbuilder.layout.page import Geometry, Side
from reportbuilder.layout.page_search import compose_pages

from .flowables import GRID, Lines, Solid, page_setup


def text(name: str, lines: int, **more: object) -> Item:
    """A paragraph of so many lines."""
    return Item(Lines(name, tuple(range(lines))), place=Place(name, 1, 1), **more)  # type: ignore[arg-type]


def compose(
    items: list[Item], columns: int = 3, lines: int = 20, notes: dict[str, Lines] | None = None, drop: float = 0.0
) -> list[ComposedPage]:
    geometry = Geometry(page_setup(columns, lines), columns)
    return list(compose_pages(ItemStream(tuple(items), dict(notes or {})), geometry, drop, True, Diagnostics()))


def lines_in_order(pages: list[ComposedPage]) -> list[tuple[str, int]]:
    return [
        (position.item.flowable.name, number)
        for draft in pages
        for position in draft.positions
        if isinstance(position.item.flowable, Lines)
        for number in position.item.flowable.numbers
    ]


def test_text_fills_columns_from_left_to_right() -> None:
    (draft,) = compose([text("a", 30), text("b", 30)])
    assert [(s.item.flowable.name, s.column, len(s.item.flowable.numbers)) for s in draft.positions] == [
        ("a", 0, 20),
        ("a", 1, 10),
        ("b", 1, 10),
        ("b", 2, 20),
    ]


def test_the_last_page_is_balanced() -> None:
    (draft,) = compose([text("a", 30)])
    assert [len(s.item.flowable.numbers) for s in draft.positions] == [10, 10, 10]


def test_no_line_of_a_paragraph_is_left_alone() -> None:
    pages = compose([text("a", 19), text("b", 5), text("c", 40)], columns=1)
    for draft in pages:
        for position in draft.positions:
            assert len(position.item.flowable.numbers) >= 2
    assert len(pages[0].positions) == 1, "one line of b would stand alone at the foot"


def test_a_heading_stays_with_the_lines_after_it() -> None:
    pages = compose([text("a", 18), text("h", 1, keep_with_next=True), text("b", 6)], columns=1)
    assert [s.item.flowable.name for s in pages[0].positions] == ["a"]
    assert [s.item.flowable.name for s in pages[1].positions] == ["h", "b"]


def feet(page: ComposedPage) -> list[float]:
    """Where each column of a page ends."""
    ends: dict[int, float] = {}
    for position in page.positions:
        ends[position.column] = max(ends.get(position.column, 0.0), position.top + position.item.flowable.height)
    return list(ends.values())


def test_space_above_headings_is_opened_until_the_columns_are_level() -> None:
    body = [text("a", 8), text("h", 1, keep_with_next=True, before=GRID, opens=2), text("b", 8)]
    pages = compose([*body, text("i", 1, keep_with_next=True, before=GRID), text("c", 40)], columns=2)
    assert feet(pages[0]) == [200.0, 200.0]
    tops = {position.item.flowable.name: position.top for position in pages[0].positions[:3]}
    assert tops == {"a": 0.0, "h": 110.0, "b": 120.0}, "two lines more than the one that is always there"


def test_spaces_are_not_opened_by_more_than_they_may() -> None:
    body = [text("a", 6), text("h", 1, keep_with_next=True, before=GRID, opens=1), text("b", 8)]
    pages = compose([*body, text("i", 1, keep_with_next=True, before=GRID), Item(Solid("c", 150.0))], columns=1)
    assert [position.top for position in pages[0].positions] == [0.0, 70.0, 80.0], "four lines are left, not one"


def test_the_last_lines_of_what_announces_go_with_what_follows() -> None:
    pages = compose([text("a", 8), text("b", 10, keep_with_next=True), Item(Solid("c", 150.0))], columns=1)
    assert [len(s.item.flowable.numbers) for s in pages[0].positions] == [8, 8]
    assert [s.item.flowable.name for s in pages[1].positions] == ["b", "c"]


def test_a_page_break_at_the_head_of_a_column_ends_the_page() -> None:
    pages = compose([text("a", 20), text("b", 4, break_before=BreakKind.PAGE)], columns=2)
    assert [[s.item.flowable.name for s in page.positions] for page in pages] == [["a", "a"], ["b", "b"]]


def test_a_float_stands_on_the_page_that_passes_it_and_the_text_flows_on() -> None:
    chart = Item(Solid("chart", 65.0, 320.0), span=Span.PAGE, float=Float.TOP, place=Place("chart", 1, 1))
    pages = compose([text("a", 10), chart, text("b", 60)])
    names = [s.item.flowable.name for s in pages[0].positions]
    assert names[:2] == ["chart", "a"]
    assert pages[0].positions[1].top == 80.0, "65 points of chart, on the grid, and a line between"
    assert lines_in_order(pages) == [("a", n) for n in range(10)] + [("b", n) for n in range(60)]


def test_a_float_at_the_foot_stands_at_the_foot() -> None:
    chart = Item(Solid("chart", 60.0, 320.0), span=Span.PAGE, float=Float.BOTTOM, place=Place("chart", 1, 1))
    pages = compose([text("a", 10), chart, text("b", 80)])
    position = next(s for s in pages[0].positions if s.item.flowable.name == "chart")
    assert position.top == 140.0


def test_floats_keep_their_order() -> None:
    floats = [
        Item(Solid(f"f{i}", 90.0, 320.0), span=Span.PAGE, float=Float.TOP, place=Place(f"f{i}", 1, 1)) for i in range(4)
    ]
    pages = compose([text("a", 5), *floats, text("b", 90)])
    seen = [s.item.flowable.name for d in pages for s in d.positions if isinstance(s.item.flowable, Solid)]
    assert seen == ["f0", "f1", "f2", "f3"]


def test_a_block_across_the_columns_ends_them_level() -> None:
    block = Item(Solid("across", 40.0, 320.0), span=Span.PAGE, place=Place("across", 1, 1))
    (draft,) = compose([text("a", 12), block, text("b", 12)])
    tops = {s.item.flowable.name: s.top for s in draft.positions}
    assert [s.top for s in draft.positions if s.item.flowable.name == "a"] == [0.0, 0.0, 0.0]
    assert tops["across"] == 50.0
    assert {s.top for s in draft.positions if s.item.flowable.name == "b"} == {100.0}


def test_footnotes_stand_at_the_foot_of_the_column_that_refers_to_them() -> None:
    note = Lines("note", (0, 1))
    body = Item(Lines("a", tuple(range(30)), ((3, "n"),)), place=Place("a", 1, 1))
    (first, *_) = compose([body], columns=1, notes={"n": note})
    placed = next(s for s in first.positions if s.item.flowable is note)
    assert placed.top == 180.0
    text_end = max(s.top + s.item.flowable.height for s in first.positions if s.item.flowable is not note)
    assert text_end <= 180.0 - NOTE_GAP


def test_a_footnote_longer_than_a_page_goes_on_at_the_foot_of_the_next() -> None:
    note = Lines("note", tuple(range(45)))
    body = Item(Lines("a", tuple(range(30)), ((3, "n"),)), place=Place("a", 1, 1))
    pages = compose([body], columns=1, notes={"n": note})
    assert [line for line in lines_in_order(pages) if line[0] == "note"] == [("note", n) for n in range(45)]
    assert [line for line in lines_in_order(pages) if line[0] == "a"] == [("a", n) for n in range(30)]
    assert [s.item.labels for d in pages for s in d.positions if s.item.labels] == [("note-n",)]
    for draft in pages:
        assert max(s.top + s.item.flowable.height for s in draft.positions) <= 200.01


def test_a_footnote_taller_than_a_page_begins_on_the_page_that_refers_to_it() -> None:
    note = Lines("note", tuple(range(45)))
    before, body = text("a", 8), Item(Lines("b", tuple(range(4)), ((3, "n"),)), place=Place("b", 1, 1))
    for drop in (0.0, 30.0):
        diagnostics = Diagnostics()
        stream = ItemStream((before, body, text("c", 30)), {"n": note})
        pages = list(compose_pages(stream, Geometry(page_setup(1), 1), drop, False, diagnostics))
        first = [s.item.flowable.name for s in pages[0].positions]
        assert first[:3] == ["a", "b", "note"]
        assert [n for name, n in lines_in_order(pages) if name == "note"] == list(range(45))
        assert list(diagnostics) == [], "text that waits for the rest of a note is not cut off"
        for draft in pages:
            assert max(s.top + s.item.flowable.height for s in draft.positions) <= 200.01


def test_two_long_footnotes_of_one_line_both_begin_there() -> None:
    notes = {"m": Lines("m", tuple(range(30))), "n": Lines("n", tuple(range(30)))}
    body = Item(Lines("a", tuple(range(6)), ((2, "m"), (2, "n"))), place=Place("a", 1, 1))
    (first, *others) = compose([body], columns=1, notes=notes)
    assert [s.item.labels for s in first.positions if s.item.labels] == [("note-m",), ("note-n",)]
    found = lines_in_order([first, *others])
    assert all([n for name, n in found if name == label] == list(range(30)) for label in notes)


def test_the_footnotes_of_a_block_across_the_columns_stand_on_its_page() -> None:
    note = Lines("note", (0, 1, 2))
    block = Item(Lines("across", tuple(range(5)), ((2, "n"),)), span=Span.PAGE, place=Place("across", 1, 1))
    (draft, *_) = compose([text("a", 6), block, text("b", 60)], notes={"n": note})
    (position,) = [s for s in draft.positions if s.item.flowable is note]
    assert (position.column, position.top + note.height) == (0, 200.0)
    beside = [s for s in draft.positions if s.column == 0 and s.item.flowable is not note]
    assert max(s.top + s.item.flowable.height for s in beside) <= position.top - NOTE_GAP


def test_a_block_taller_than_the_page_is_scaled_and_reported() -> None:
    diagnostics = Diagnostics()
    geometry = Geometry(page_setup(1), 1)
    giant = Item(Solid("giant", 900.0), place=Place("a.md", 7, 1))
    pages = list(compose_pages(ItemStream((text("a", 5), giant), {}), geometry, 0.0, True, diagnostics))
    assert [p.code for p in diagnostics] == ["block-smaller"]
    assert next(iter(diagnostics)).place.line == 7
    assert pages[1].positions[0].item.flowable.height <= 200.0


@pytest.mark.parametrize("kind", list(BreakKind))
def test_a_break_is_taken(kind: BreakKind) -> None:
    pages = compose([text("a", 4), text("b", 4, break_before=kind)], columns=2)
    places = [(page, s.column) for page, d in enumerate(pages) for s in d.positions]
    assert places == ([(0, 0), (1, 0)] if kind is BreakKind.PAGE else [(0, 0), (0, 1)]) or kind is BreakKind.PAGE
    assert {s.item.flowable.name for s in pages[0].positions} == ({"a"} if kind is BreakKind.PAGE else {"a", "b"})


# Properties ----------------------------------------------------------------------------------------------------

paragraphs = st.builds(lambda n: ("text", n), st.integers(1, 45))
headings = st.just(("heading", 1))
solids = st.builds(lambda d: ("solid", d), st.integers(5, 190))
floats = st.builds(
    lambda d, s, f: ("float", d, s, f),
    st.integers(5, 190),
    st.sampled_from(list(Span)),
    st.sampled_from([Float.TOP, Float.BOTTOM]),
)
across = st.builds(lambda d: ("across", d), st.integers(5, 150))
noted = st.builds(
    lambda n, at, notes: ("noted", n, min(at, n - 1), tuple(notes)),
    st.integers(4, 30),
    st.integers(0, 29),
    st.lists(st.integers(1, 50), min_size=1, max_size=3),
)
noted_across = st.builds(lambda n, note: ("noted across", n, note), st.integers(4, 50), st.integers(1, 30))


def build(kinds: list[tuple[object, ...]], geometry: Geometry) -> tuple[list[Item], dict[str, Lines]]:
    items: list[Item] = []
    notes: dict[str, Lines] = {}
    for index, kind in enumerate(kinds):
        name, place = f"{kind[0]}{index}", Place("x", index + 1, 1)
        match kind:
            case ("text", int(lines)):
                items.append(text(name, lines, before=GRID if index % 3 else 0.0))
            case ("heading", _):
                items.append(text(name, 1, keep_with_next=True, before=2 * GRID, after=GRID))
            case ("solid", int(depth)):
                items.append(Item(Solid(name, depth), GRID, GRID, place=place))
            case ("float", int(depth), Span() as span, Float() as where):
                box = Solid(name, depth, geometry.width(span))
                items.append(Item(box, GRID, GRID, span=span, float=where, place=place))
            case ("across", int(depth)):
                items.append(Item(Solid(name, depth, geometry.area_width), GRID, GRID, span=Span.PAGE, place=place))
            case ("noted", int(lines), int(at), tuple(depths)):
                labels = [f"{name}-{number}" for number in range(len(depths))]
                notes |= {
                    label: Lines(f"note-{label}", tuple(range(depth)))
                    for label, depth in zip(labels, depths, strict=True)
                }
                refers = tuple((at, label) for label in labels)
                items.append(Item(Lines(name, tuple(range(lines)), refers), place=place))
            case ("noted across", int(lines), int(depth)):
                notes[name] = Lines(f"note-{name}", tuple(range(depth)))
                box = Lines(name, tuple(range(lines)), ((lines // 2, name),))
                items.append(Item(box, GRID, GRID, span=Span.PAGE, place=place))
    return items, notes


def rectangle(position: ItemPosition, geometry: Geometry) -> tuple[float, float, float, float]:
    x = geometry.x(Side.RIGHT, position.item.span, position.column)
    return x, position.top, x + position.item.flowable.width, position.top + position.item.flowable.height


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(paragraphs, paragraphs, headings, solids, floats, across, noted, noted_across), max_size=14),
    st.integers(1, 3),
    st.sampled_from([0.0, 50.0]),
    st.booleans(),
)
@example([("heading", 1)] * 3 + [("text", 1), ("float", 101, Span.WIDE, Float.TOP), ("across", 5)], 3, 0.0, False)
def test_everything_is_placed_once_in_order_inside_and_apart(
    kinds: list[tuple[object, ...]], columns: int, drop: float, balance: bool
) -> None:
    geometry = Geometry(page_setup(columns), columns)
    items, notes = build(kinds, geometry)
    stream = ItemStream(tuple(items), dict(notes))
    diagnostics = Diagnostics()
    pages = list(compose_pages(stream, geometry, drop, balance, diagnostics))
    assert list(diagnostics) == []

    body = [i for i in items if isinstance(i.flowable, Lines)]
    wanted = [(i.flowable.name, n) for i in body for n in i.flowable.numbers]
    found = [line for line in lines_in_order(pages) if not line[0].startswith("note-")]
    assert found == wanted
    solid = [s.item.flowable.name for d in pages for s in d.positions if isinstance(s.item.flowable, Solid)]
    assert sorted(solid) == sorted(i.flowable.name for i in items if isinstance(i.flowable, Solid))
    set_notes = [line for line in lines_in_order(pages) if line[0].startswith("note-")]
    for note in notes.values():
        assert [n for name, n in set_notes if name == note.name] == list(note.numbers)
    assert len(set_notes) == sum(len(note.numbers) for note in notes.values())

    for draft in pages:
        boxes = [rectangle(position, geometry) for position in draft.positions]
        for left, top, right, bottom in boxes:
            assert left >= geometry.left(Side.RIGHT) - 0.01
            assert right <= geometry.left(Side.RIGHT) + geometry.area_width + 0.01
            assert top >= -0.01
            assert bottom <= geometry.height + 0.01
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                apart = one[2] <= other[0] + 0.01 or other[2] <= one[0] + 0.01
                apart = apart or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01
                assert apart, (one, other)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(lambda d: ("float", d, Span.PAGE, Float.TOP), st.integers(5, 150)) | paragraphs, max_size=12))
def test_floats_come_out_in_the_order_they_went_in(kinds: list[tuple[object, ...]]) -> None:
    geometry = Geometry(page_setup(3), 3)
    items, _ = build(kinds, geometry)
    pages = list(compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, True, Diagnostics()))
    order = [s.item.place.line for d in pages for s in d.positions if isinstance(s.item.flowable, Solid)]
    assert all(a < b for a, b in pairwise(order))
