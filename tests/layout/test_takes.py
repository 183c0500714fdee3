"""A report is divided into takes about as heavy as each other, by its text alone."""

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.document.model import Chapter, Document, Heading, MadePage, Matter, Paragraph, Part, Text
from reportbuilder.layout.page import Master, Page, Side
from reportbuilder.layout.pagination import BLANK, Extent, Known, paginate
from reportbuilder.layout.takes import SHARES, SHARES_OF_A_SHORT, divide, takes_of, weigh
from reportbuilder.values import replace


def report(lengths: list[int]) -> Document:
    """A report with a cover and chapters of so many characters."""
    chapters = [
        Chapter(Heading(1, (Text("Kop"),), f"kop-{at}"), (Paragraph((Text("a" * length),)),), Matter.BODY)
        for at, length in enumerate(lengths)
    ]
    parts = [Part(Matter.FRONT, MadePage.COVER), *(Part(Matter.BODY, chapter) for chapter in chapters)]
    return Document("nl", tuple(parts))


@given(st.lists(st.integers(1, 100_000), max_size=40))
def test_no_take_is_heavier_than_its_share_by_more_than_a_part(lengths: list[int]) -> None:
    document = report(lengths)
    division = divide(document)
    weights = [weigh(part) for part in document.parts]
    assert division.weight == sum(weights)
    assert sorted(part for take in range(division.count) for part in division.parts(take)) == [*range(len(weights))]
    shares = SHARES if division.count == len(SHARES) else SHARES_OF_A_SHORT
    for take, share in enumerate(shares):
        load = sum(weights[part] for part in division.parts(take))
        assert load <= share * division.weight + max(weights)


def test_only_a_long_report_has_small_takes() -> None:
    assert divide(report([100_000] * 11)).count == len(SHARES_OF_A_SHORT)
    assert divide(report([100_000] * 13)).count == len(SHARES)


def test_new_words_weigh_more_than_old_ones() -> None:
    same, new = (Paragraph((Text(" ".join(words)),)) for words in (["woord"] * 100, [f"w{at:04}" for at in range(100)]))
    document = report([1])
    heading = document.parts[1].content.heading
    weights = [weigh(Part(Matter.BODY, Chapter(heading, (text,), Matter.BODY))) for text in (same, new)]
    assert weights[1] > 2 * weights[0]


def test_pages_are_found_by_their_take() -> None:
    pages = {at: Page(at + 1, Side.RIGHT, Master.TEXT, "", (), take=at % 2) for at in (0, 1, 4, 6)}
    assert [(take.number, list(take.pages)) for take in takes_of(pages, 6)] == [(0, [0, 4, 6]), (1, [1])]


def extent(part: int, labels: tuple[tuple[str, ...], ...], *, inserted: bool = False) -> Extent:
    """A part that opens a page."""
    return Extent(part, Master.OPENER, inserted, labels, {}, {}, ())


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
    part = Extent(0, Master.TEXT, False, ((),), {"a": 3}, {"b": 2}, ())
    assert part.holds(Known({"a": 3, "c": 9}, {"b": 2}))
    assert not part.holds(Known({"a": 4}, {"b": 2}))
    assert not part.holds(Known({"a": 3}, {"b": 1}))
