"""Pages are numbered from how many each part has."""

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.layout.page import Master
from reportbuilder.layout.pagination import BLANK, KnownPlaces, PartExtent, paginate
from reportbuilder.values import replace


def extent(part: int, labels: tuple[tuple[str, ...], ...], *, inserted: bool = False) -> PartExtent:
    """A part that opens a page."""
    return PartExtent(part, Master.OPENER, inserted, labels, {}, {}, ())


@given(
    parts=st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=8), start=st.sampled_from(["next", "right"])
)
def test_pages_count_on_and_openers_stand_where_the_style_asks(parts, start, house_style) -> None:
    design = house_style.designs["document"]
    design = replace(design, opener=replace(design.opener, start=start))
    extents = [
        extent(at, tuple((f"{at}-{page}",) for page in range(count)), inserted=inserted)
        for at, (count, inserted) in enumerate(parts)
    ]
    pagination = paginate(extents, design)
    counted = [page for page in pagination.pages if not page.inserted]
    assert [page.number for page in counted] == list(range(1, len(counted) + 1))
    if start == "right":
        assert all(page.number % 2 for page in counted if page.index == 0)
    else:
        assert all(page.index != BLANK for page in counted)
    for page in pagination.pages:
        if page.index != BLANK:
            assert pagination.by_label[f"{page.part}-{page.index}"] == (0 if page.inserted else page.number)


def test_a_label_that_stands_twice_is_found_where_it_is_first(house_style) -> None:
    found = paginate([extent(0, (("a",), ("a", "b")))], house_style.designs["document"]).by_label
    assert found == {"a": 1, "b": 2}


def test_a_part_holds_as_long_as_what_it_names_stays() -> None:
    part = PartExtent(0, Master.TEXT, False, ((),), {"a": 3}, {"b": 2}, ())
    assert part.is_valid(KnownPlaces({"a": 3, "c": 9}, {"b": 2}))
    assert not part.is_valid(KnownPlaces({"a": 4}, {"b": 2}))
    assert not part.is_valid(KnownPlaces({"a": 3}, {"b": 1}))
