"""The pages of a section: a best-first search (A*) over where each ends, for the fewest faults.

A page is composed as it comes (`PLAIN`); what is wrong with it, and with the spread that it completes, has a cost.
Where that is more than nothing, other ends of the pages before it are tried too (`PageChoice`): a line shorter,
before a heading, with more or fewer floats. Of all paths through the section the one with the least cost is taken: the
first that reaches its end, as paths are followed in the order of their costs and no cost is negative (Hart, Nilsson and
Raphael 1968). A section without faults is composed once, and no more.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import cast

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Float
from reportbuilder.layout.compose import PLAIN, ComposedPage, PageChoice, compose_page
from reportbuilder.layout.flow import Item, ItemStream, StreamPosition
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.page_costs import PageCosts, PageEnd
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.memo import Memo, Same, Trace
from reportbuilder.values import Mutable, Value, field

LOOK_BACK = 3
"""A fault is mended by another end of its page or of one of so many before it."""
MOST_PATHS = 16
"""So many compositions are tried at most, for each page of a section."""
EARLIEST_END = 0.7
"""A page may end before a heading, or another block, that stands below this share of it."""
MOST_STOPS = 4
"""So many places are tried where a page may end early."""


def compose_pages(
    stream: ItemStream,
    geometry: Geometry,
    drop: float,
    balance: bool,
    diagnostics: Diagnostics,
    first: int = 1,
    memo: Memo | None = None,
    most_paths: int = MOST_PATHS,
) -> tuple[ComposedPage, ...]:
    """The pages of a section whose first has the number `first`; `drop` is how far its text starts below its head. The
    memo remembers each page by where it begins and what stands on it."""
    composer = _Composer(stream, geometry, drop, balance, Memo() if memo is None else memo)
    steps = _Search(stream, geometry, composer, first, most_paths).run()
    diagnostics.problems.extend(problem for step in steps for problem in step.problems)
    return tuple(step.page for step in steps if step.page is not None)


class _JudgedPage(Value, eq=False):
    """A composed page, how it ends, its cost by itself, and the problems of composing it."""

    page: ComposedPage
    end: PageEnd
    cost: float
    problems: tuple[Diagnostic, ...]


class _Composer:
    """Composes pages of a section, each of which the memo remembers: a page is the same as in an earlier build while it
    begins alike and the items that were looked at are the same."""

    def __init__(self, stream: ItemStream, geometry: Geometry, drop: float, balance: bool, memo: Memo) -> None:
        self._stream, self._geometry, self._drop, self._balance, self._memo = stream, geometry, drop, balance, memo
        self.costs = PageCosts(stream, geometry)
        notes = tuple((label, Same(note)) for label, note in stream.notes.items())
        self._key = geometry, balance, notes, tuple(stream.note_places.items())
        self._known: list[Hashable] = [None] * len(stream.items)

    def page(self, cursor: StreamPosition, first: bool, choice: PageChoice) -> _JudgedPage | None:
        """The page that begins at a position; None when a choice cannot be kept."""
        drop = self._drop if first else 0.0

        def compose(trace: Trace) -> _JudgedPage | None:
            found = Diagnostics()
            page = compose_page(self._stream, self._geometry, cursor, drop, self._balance, found, choice)
            end = page.reach if page is not None else len(self._stream.items)
            trace.ask((cursor.index, self._chain_end(end)))
            if page is None:
                return None
            ends = self.costs.end_of(page)
            return _JudgedPage(page, ends, self.costs.of_page(page, ends), tuple(found.problems))

        key = self._key, drop, self._start(cursor), choice
        return self._memo.traced("composed pages", key, self._items, compose)

    def _chain_end(self, end: int) -> int:
        """The number after the items that one before `end` stays with; more than there are when these are the last."""
        items = self._stream.items
        while end <= len(items) and (items[end - 1].keep_with_next or items[end - 1].float is not Float.HERE):
            end += 1
        return end

    def _items(self, question: Hashable) -> Hashable:
        """What is looked at of the items from one number to another."""
        start, end = cast(tuple[int, int], question)
        for number in range(start, min(end, len(self._known))):
            if self._known[number] is None:
                self._known[number] = _identity(self._stream.items[number])
        return tuple(self._known[start:end])

    def _start(self, cursor: StreamPosition) -> Hashable:
        """What a page depends on of where it begins."""
        rest = cursor.rest
        left: Hashable = None if rest is None else Same(rest)
        if isinstance(rest, TextBlock):  # the last lines of a text, which is known
            left = len(rest.lines), Same(self._stream.items[cursor.index].flowable)
        return (
            cursor.index,
            left,
            tuple(map(_identity, cursor.floats)),
            tuple(map(_identity, cursor.column_floats)),
            tuple((note.label, note.begun, note.note.height) for note in cursor.carried),
            cursor.ahead,
        )


def _identity(item: Item) -> Hashable:
    """An item as a part of a key: its flowable is known by identity."""
    return (
        Same(item.flowable),
        item.before,
        item.after,
        item.keep_with_next,
        item.span,
        item.float,
        item.break_before,
        item.labels,
        item.place,
        item.order,
        item.opens,
        tuple(map(Same, item.margin)),
        item.beside,
    )


class _Path(Mutable, eq=False):
    """A path to compose the pages of a section up to one of them: its pages' cost, its last page, and the path before
    that. `mentions` and `floats` are the pages on which labels are mentioned and floats stand, by label, so far.

    `plain` is the page after it as it comes. Other choices for it were `asked` for; of so many pages from it backwards
    they were, as a fault came after them (`reopened`). `merged` are the paths that go on as this one does.
    """

    depth: int
    cursor: StreamPosition
    cost: float
    before: "_Path | None" = None
    page: ComposedPage | None = None
    end: PageEnd | None = None
    problems: tuple[Diagnostic, ...] = ()
    mentions: Mapping[str, int] = field(default_factory=dict)
    floats: Mapping[str, int] = field(default_factory=dict)
    plain: _JudgedPage | None = None
    asked: bool = False
    reopened: int = 0
    merged: "list[_Path]" = field(default_factory=list)

    def pages(self) -> "list[_Path]":
        """The paths of which this is the last, from the first page."""
        found: list[_Path] = []
        path: _Path | None = self
        while path is not None and path.page is not None:
            found.append(path)
            path = path.before
        return found[::-1]


class _Search:
    """The search through one section. `_open` holds, in the order of their costs, the paths that go on and the choices
    that are not composed yet, with what they cost at least."""

    def __init__(
        self, stream: ItemStream, geometry: Geometry, composer: _Composer, first: int, most_paths: int
    ) -> None:
        self._stream, self._geometry, self._composer = stream, geometry, composer
        self._first, self._most_paths, self._costs = first, most_paths, composer.costs
        self._open: list[tuple[float, int, int, _Path, PageChoice | None]] = []
        self._number = count()
        self._closed: dict[tuple[object, ...], _Path] = {}
        self._paths: dict[int, int] = {}

    def run(self) -> list[_Path]:
        """The pages of the best path."""
        start = _Path(0, StreamPosition(), 0.0)
        if start.cursor.done(self._stream):
            return []
        furthest = start
        self._put(start, None, 0.0)
        while self._open:
            _, _, _, path, choice = heappop(self._open)
            if choice is None:
                if path.cursor.done(self._stream):
                    return path.pages()
                same = self._closed.setdefault(self._state(path), path)
                if same is not path:  # it goes on as that one, which costs no more
                    same.merged.append(path)
                    self._reopen(path.before, same.reopened - 1)
                    continue
                choice = PLAIN
            following = self._follow(path, choice)
            if following is None:
                continue
            if following.depth > furthest.depth:
                furthest = following
            self._put(following, None, following.cost)
            if following.cost - path.cost >= self._costs.fault:
                self._reopen(path, LOOK_BACK + 1)
        return self._finish(furthest)

    def _put(self, path: _Path, choice: PageChoice | None, cost: float) -> None:
        """Among paths that cost as much, the one that has come furthest is followed first."""
        heappush(self._open, (round(cost, 6), -path.depth, next(self._number), path, choice))

    def _state(self, path: _Path) -> tuple[object, ...]:
        """What the pages after a path depend on."""
        cursor, end = path.cursor, path.end
        rest = (cursor.rest.height, cursor.rest.minimum) if cursor.rest is not None else None
        waiting = (item.order for item in (*cursor.floats, *cursor.column_floats))
        carried = ((note.label, note.note.height) for note in cursor.carried)
        left = end if end is not None and self._is_left(path.depth) else None
        places = tuple(sorted(path.mentions.items())), tuple(sorted(path.floats.items()))
        return (
            (self._first + path.depth) % 2,
            path.depth == 0,
            cursor.index,
            rest,
            *waiting,
            None,
            *carried,
            cursor.ahead,
            left,
            places,
        )

    def _is_left(self, depth: int) -> bool:
        """Whether the last page of a path of so many pages is a left one."""
        return (self._first + depth - 1) % 2 == 0

    def _follow(self, path: _Path, choice: PageChoice) -> _Path | None:
        """The path with one page more; None when the choice cannot be kept, or enough were tried."""
        tried = self._paths.get(path.depth, 0)
        if tried >= self._most_paths:
            return None
        self._paths[path.depth] = tried + 1
        judged = self._composer.page(path.cursor, path.depth == 0, choice)
        if judged is None or (choice != PLAIN and not self._goes_on(path, judged)):
            return None
        if choice == PLAIN:
            path.plain = judged
        return self._with(path, judged, choice)

    def _goes_on(self, path: _Path, judged: _JudgedPage) -> bool:
        """Whether a page takes something of the text, and ends otherwise than the plain one."""
        if all(position.item.float is not Float.HERE for position in judged.page.positions):
            return False
        return path.plain is None or _progress(judged) != _progress(path.plain)

    def _with(self, path: _Path, judged: _JudgedPage, choice: PageChoice) -> _Path:
        """A path with a page more."""
        page, end, number = judged.page, judged.end, self._first + path.depth
        mentions = self._costs.mentions_on(page, path.mentions, number)
        floats = self._costs.floats_on(page, path.floats, number)
        cost = path.cost + self._costs.of_choice(choice) + judged.cost
        cost += self._costs.of_floats(mentions, floats, path.mentions, path.floats)
        if path.end is not None and self._is_left(path.depth):
            cost += self._costs.of_spread(path.end, end)
        return _Path(path.depth + 1, page.cursor, cost, path, page, end, judged.problems, mentions, floats)

    def _reopen(self, path: _Path | None, pages: int) -> None:
        """Try the other choices for the page after a path, and for those before it, so many in all."""
        if path is None or pages <= path.reopened:
            return
        path.reopened = pages
        if not path.asked and path.plain is not None:
            path.asked = True
            for choice in other_choices(path.plain.page, self._stream, self._geometry, self._costs.has_floats):
                self._put(path, choice, path.cost + self._costs.of_choice(choice))
        for other in (path, *path.merged):
            self._reopen(other.before, pages - 1)

    def _finish(self, path: _Path) -> list[_Path]:
        """The path to the end of the section without further choices."""
        while not path.cursor.done(self._stream):
            self._paths.clear()
            following = self._follow(path, PLAIN)
            assert following is not None, "a page can always be composed as it comes"
            path = following
        return path.pages()


def _progress(judged: _JudgedPage) -> tuple[object, ...]:
    """How far the text and the floats have come at the end of a page, and on which line."""
    page, rest = judged.page, judged.page.cursor.rest
    return page.cursor.index, rest.height if rest is not None else 0.0, page.floats, judged.end.foot


def other_choices(page: ComposedPage, stream: ItemStream, geometry: Geometry, has_floats: bool) -> Iterator[PageChoice]:
    """The other paths to end a page that was composed as it comes; of floats, where the section has any."""
    yield PageChoice(shorter=1)
    yield PageChoice(shorter=2)
    for stop in _stops(page, stream, geometry):
        yield PageChoice(stop=stop)
    if has_floats:
        yield PageChoice(floats=page.floats + 1)
        if not page.floats:
            yield PageChoice(floats=1, foot=True)
        else:
            yield PageChoice(floats=page.floats - 1)


def _stops(page: ComposedPage, stream: ItemStream, geometry: Geometry) -> Iterable[int]:
    """The items of a page before which it may end: those that stand low, headings before others, and lower ones before
    higher ones."""
    items, found = stream.items, []
    for position in page.positions:
        order = position.item.order
        if not 0 < order < len(items) or items[order - 1].keep_with_next or position.item.float is not Float.HERE:
            continue
        begins = position.item.flowable is items[order].flowable or page.cursor.index == order
        across = (position.column + position.top / geometry.height) / geometry.columns
        if begins and across >= EARLIEST_END and order > page.positions[0].item.order:
            found.append((-min(1, items[order].opens), -across, order))
    return [order for _, _, order in sorted(found)[:MOST_STOPS]]
