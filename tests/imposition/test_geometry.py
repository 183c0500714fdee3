"""The order of pages: folded, the sheets make the report again."""

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.imposition.geometry import Pair, creep, folded, in_pairs, opened

COUNTS = st.integers(1, 400)


def leafed_through(sides: tuple[Pair, ...]) -> list[int | None]:
    """Fold the sheets around each other and leaf through them.

    Every sheet gives two leaves: its right half comes in the front of the booklet, its left half, folded over, in the
    back. Turned over the short edge, a sheet has the left half of its back behind the right half of its front.
    """
    front_half: list[tuple[int | None, int | None]] = []
    back_half: list[tuple[int | None, int | None]] = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        front_half.append((front[1], back[0]))
        back_half.insert(0, (back[1], front[0]))
    return [page for leaf in front_half + back_half for page in leaf]


@given(COUNTS)
def test_a_folded_booklet_reads_in_order(count: int) -> None:
    pages = leafed_through(folded(count))
    assert pages == [*range(count), *[None] * (-count % 4)]


@given(COUNTS)
def test_back_follows_front(count: int) -> None:
    sides = folded(count)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert front[1] is None or back[0] in (front[1] + 1, None)
        assert front[0] is None or back[1] == front[0] - 1


@given(COUNTS)
def test_pages_of_a_side_make_up_the_whole(count: int) -> None:
    filled = count + -count % 4
    for left, right in folded(count):
        assert left is None or right is None or left + right == filled - 1


def test_eight_pages() -> None:
    assert folded(8) == ((7, 0), (1, 6), (5, 2), (3, 4))


def test_blanks_come_last() -> None:
    assert folded(5) == ((None, 0), (1, None), (None, 2), (3, 4))


@given(COUNTS)
def test_every_page_is_there_once_and_in_order(count: int) -> None:
    for pairs in (in_pairs(count), opened(count)):
        assert [page for pair in pairs for page in pair if page is not None] == list(range(count))


@given(COUNTS)
def test_an_opened_report_has_odd_pages_on_the_right(count: int) -> None:
    assert opened(count)[0] == (None, 0)
    assert all(right is None or right % 2 == 0 for _, right in opened(count))


@given(COUNTS, st.floats(0.01, 2))
def test_creep_grows_towards_the_inside(count: int, thickness: float) -> None:
    shifts = [creep(side, thickness) for side in range(len(folded(count)))]
    assert shifts == sorted(shifts)
    assert shifts[:2] == [0, 0]
    assert shifts[::2] == shifts[1::2]
    assert len(set(shifts)) == len(shifts) // 2
