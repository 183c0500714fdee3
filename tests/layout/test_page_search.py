"""The search for pages: what it mends, that it misses nothing on small sections, and that a warm one gives the same."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.model import Float, Span
from reportbuilder.layout.compose import PLAIN, ComposedPage, PageChoice, compose_page
from reportbuilder.layout.flow import Item, ItemStream, StreamPosition
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.page_costs import FAULT, PageCosts, PageEnd
from reportbuilder.layout.page_search import LOOK_BACK, MOST_PATHS, compose_pages, other_choices
from reportbuilder.memo import Memo

from .flowables import GRID, Lines, Solid, page_setup

Kind = tuple[str, int]
LEFT = 2
"""The number of a left page."""


def made(kinds: Sequence[Kind]) -> ItemStream:
    """A section of texts, headings and blocks, each of so many lines."""
    items: list[Item] = []
    for index, (kind, lines) in enumerate(kinds):
        name, place = f"{kind}{index}", Place("x.md", index + 1, 1)
        match kind:
            case "text":
                items.append(Item(Lines(name, tuple(range(lines))), GRID, GRID, place=place))
            case "heading":
                head = Lines(name, (0,))
                items.append(Item(head, 2 * GRID, GRID, keep_with_next=True, place=place, opens=1))
            case "block":
                items.append(Item(Solid(name, lines * GRID), GRID, GRID, place=place))
            case _:
                float_ = Item(Solid(name, lines * GRID), GRID, GRID, span=Span.PAGE, float=Float.TOP, place=place)
                items.append(float_)
    return ItemStream(tuple(items), {})


def ends(pages: Sequence[ComposedPage]) -> list[int]:
    """The line on which the text of each page ends."""
    return [round(max(s.top + s.item.flowable.height for s in page.positions) / GRID) for page in pages]


def costs_of(stream: ItemStream, geometry: Geometry, pages: Sequence[ComposedPage], first: int) -> list[float]:
    """The cost of each page of a section, with the spread that it completes."""
    costs = PageCosts(stream, geometry)
    found = [(costs.end_of(page), costs.of_page(page, costs.end_of(page))) for page in pages]
    steps = [found[0][1]] if found else []
    for number, ((left, _), (end, cost)) in enumerate(pairwise(found), first):
        steps.append(cost + (costs.of_spread(left, end) if number % 2 == 0 else 0.0))
    return steps


def faultless(stream: ItemStream, geometry: Geometry, first: int) -> bool:
    """Whether any choice of all pages leaves no fault: all of them are tried."""
    costs = PageCosts(stream, geometry)

    def works(cursor: StreamPosition, number: int, left: PageEnd | None) -> bool:
        if cursor.done(stream):
            return True

        def tried(choice: PageChoice) -> ComposedPage | None:
            return compose_page(stream, geometry, cursor, 0.0, True, Diagnostics(), choice)

        plain = tried(PLAIN)
        assert plain is not None
        for choice in (PLAIN, *other_choices(plain, stream, geometry, costs.has_floats)):
            page = plain if choice == PLAIN else tried(choice)
            if page is None or (choice != PLAIN and all(s.item.float is not Float.HERE for s in page.positions)):
                continue
            end = costs.end_of(page)
            cost = costs.of_page(page, end) + (costs.of_spread(left, end) if left is not None else 0.0)
            if cost < FAULT and works(page.cursor, number + 1, end if number % 2 == 0 else None):
                return True
        return False

    return works(StreamPosition(), first, None)


kinds = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.integers(1, 14)),
        st.tuples(st.just("text"), st.integers(1, 14)),
        st.tuples(st.just("heading"), st.just(1)),
        st.tuples(st.just("block"), st.integers(3, 9)),
        st.tuples(st.just("float"), st.integers(3, 7)),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=120, deadline=None)
@given(kinds, st.integers(1, 2), st.integers(1, 2))
def test_there_is_no_fault_where_the_choices_allow_none(found: list[Kind], columns: int, first: int) -> None:
    stream, geometry = made(found), Geometry(page_setup(columns, 16), columns)
    pages = compose_pages(stream, geometry, 0.0, True, Diagnostics(), first, most_paths=10_000)
    if len(pages) <= LOOK_BACK + 1 and faultless(stream, geometry, first):
        assert max(costs_of(stream, geometry, pages, first), default=0.0) < FAULT


@settings(max_examples=100, deadline=None)
@given(kinds, kinds, st.integers(1, 3), st.data())
def test_pages_that_are_remembered_are_those_that_are_composed_anew(
    found: list[Kind], others: list[Kind], columns: int, data: st.DataObject
) -> None:
    geometry, memo = Geometry(page_setup(columns, 16), columns), Memo()
    whole = made(found * 3)
    items = list(whole.items)
    for _ in range(4):
        cold = compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, True, Diagnostics())
        assert compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, True, Diagnostics(), memo=memo) == cold
        at = data.draw(st.integers(0, len(items) - 1))
        items[at] = data.draw(st.sampled_from(made(others).items))


def test_a_page_becomes_shorter_so_that_the_facing_one_is_level() -> None:
    stream = made([("text", 19), ("block", 9), ("text", 40)])
    geometry = Geometry(page_setup(1), 1)
    pages = compose_pages(stream, geometry, 0.0, False, Diagnostics(), LEFT)
    left, right = ends(pages)[:2]
    assert abs(left - right) <= 1


def test_a_tail_of_a_few_lines_gets_more_from_the_page_before() -> None:
    body = [("text", 6), ("heading", 1), ("text", 6), ("heading", 1), ("text", 5)]
    stream, geometry = made([*body, ("text", 4)]), Geometry(page_setup(1), 1)
    pages = compose_pages(stream, geometry, 0.0, False, Diagnostics(), 1)
    assert ends(pages)[0] >= 16
    assert ends(pages)[1] >= 7


def test_a_float_comes_before_its_place_to_stand_with_what_surrounds_it() -> None:
    stream = made([("text", 30), ("float", 5), ("text", 40)])
    geometry = Geometry(page_setup(1), 1)
    page = compose_page(stream, geometry, StreamPosition(), 0.0, False, Diagnostics(), PageChoice(floats=1))
    assert page is not None
    assert [s.item.order for s in page.positions] == [1, 0]
    assert page.cursor.ahead == (1,)
    following = compose_page(stream, geometry, page.cursor, 0.0, False, Diagnostics())
    assert following is not None
    assert [s.item.order for s in following.positions] == [0, 2], "it stands once"


def test_a_page_ends_where_it_is_told_to() -> None:
    stream, geometry = made([("text", 5), ("text", 5), ("text", 5)]), Geometry(page_setup(1), 1)
    for choice, end, count in ((PageChoice(stop=2), 11, 2), (PageChoice(shorter=4), 15, 3), (PLAIN, 17, 3)):
        page = compose_page(stream, geometry, StreamPosition(), 0.0, False, Diagnostics(), choice)
        assert page is not None
        assert (ends([page]), len(page.positions)) == ([end], count)


def test_what_is_faultless_is_composed_once() -> None:
    memo = Memo()
    stream = made([("text", 60), ("heading", 1), ("text", 36)])
    pages = compose_pages(stream, Geometry(page_setup(1), 1), 0.0, False, Diagnostics(), memo=memo)
    assert memo.hit_rates()["composed pages"].misses == len(pages)


@settings(max_examples=60, deadline=None)
@given(kinds, st.integers(1, 2))
def test_so_many_ways_are_tried_for_a_page_and_no_more(found: list[Kind], columns: int) -> None:
    memo = Memo()
    stream = made(found * 4)
    pages = compose_pages(stream, Geometry(page_setup(columns, 16), columns), 0.0, True, Diagnostics(), memo=memo)
    assert memo.hit_rates()["composed pages"].misses <= (MOST_PATHS + 1) * (len(pages) + 3)


def test_only_what_changed_is_composed_again() -> None:
    memo, geometry = Memo(), Geometry(page_setup(1), 1)
    items = list(made([("text", 20)] * 8).items)
    compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, False, Diagnostics(), memo=memo)
    memo.hit_rates()
    items[4] = Item(Lines("other", tuple(range(20))), GRID, GRID, place=items[4].place)
    compose_pages(ItemStream(tuple(items), {}), geometry, 0.0, False, Diagnostics(), memo=memo)
    assert 1 <= memo.hit_rates()["composed pages"].misses <= 2
