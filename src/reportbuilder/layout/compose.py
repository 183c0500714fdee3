"""Composing pages: columns, floats, blocks across the columns, and balance at a section's end.

A page is tried with the floats that wait for it. When the text then passes the place of another float that has room,
the page is tried again with that one too, so a float stands on the page that first speaks of it whenever it can; the
queue is first in, first out.
"""

import math
from collections.abc import Sequence

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Float, Span
from reportbuilder.layout.columns import (
    LEVEL_LINES,
    NOTE_GAP,
    ColumnFootnotes,
    FilledColumns,
    ItemPosition,
    fill_zone,
    floats_to_page,
    note_positions,
    spans_page,
)
from reportbuilder.layout.flow import FLOAT_SHARE, Flowable, Item, ItemStream, StreamPosition, report_too_tall
from reportbuilder.layout.page import Geometry
from reportbuilder.values import Value, replace

BALANCE_TRIES = 4
"""So many levels are tried for columns that end level."""
LEAST_TEXT = 5
"""The least number of text lines between floats; room for fewer is left empty."""


class ComposedPage(Value):
    """A page before its side is known: the positions of its items, the stream position after it, the floats whose
    place in the text was passed on it, and how many `floats` stand on it. No item of the stream from the number `reach`
    on was looked at, but for those that a heading there stays with."""

    positions: tuple[ItemPosition, ...]
    cursor: StreamPosition
    passed_floats: tuple[Item, ...] = ()
    floats: int = 0
    reach: int = 0


class _FreeArea(Value):
    """The free part of each column (top and bottom edge, in points from the top), and the floats above and below it."""

    tops: dict[int, float]
    bottoms: dict[int, float]
    above: tuple[ItemPosition, ...]
    below: tuple[ItemPosition, ...]


class PageChoice(Value):
    """What is decided of a page besides where it begins, to have fewer faults on it or after it.

    It ends `shorter` lines above the foot, or before the item with the number `stop`. `floats` of those that wait, or
    come next in the text, stand on it; None: as many as wait for it or are passed on it, and have room. With
    `foot` they stand at its foot.
    """

    shorter: int = 0
    stop: int = -1
    floats: int | None = None
    foot: bool = False


PLAIN = PageChoice()


def compose_page(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    drop: float,
    balance: bool,
    diagnostics: Diagnostics,
    choice: PageChoice = PLAIN,
) -> ComposedPage | None:
    """The page that begins at a position; `drop` is how far its text starts below the head of a chapter. None when a
    choice cannot be kept."""
    compose = _PageComposer(stream, geometry, replace(cursor, floats=(), stop=choice.stop), drop, balance, choice)
    waiting = cursor.floats
    if choice.floats is not None:
        found = compose.with_floats(waiting, choice.floats, diagnostics)
        if found is None:
            return None
        chosen, page = found
    else:
        chosen, page = compose.with_fitting(waiting, diagnostics)
    passed = {item.order for item in page.passed_floats}
    known = {item.order for item in waiting}
    early = tuple(item.order for item in chosen if item.order not in passed and item.order not in known)
    left = (*waiting, *page.passed_floats)
    pending = tuple(item for item in left if not _among(item, chosen))
    ahead = tuple(order for order in (*page.cursor.ahead, *early) if order >= page.cursor.index)
    return replace(page, cursor=replace(page.cursor, floats=pending, ahead=ahead, stop=-1), floats=len(chosen))


class _PageComposer(Value, eq=False):
    """Tries a page with floats; the cursor has none that wait."""

    stream: ItemStream
    geometry: Geometry
    cursor: StreamPosition
    drop: float
    balance: bool
    choice: PageChoice

    def with_fitting(
        self, waiting: tuple[Item, ...], diagnostics: Diagnostics
    ) -> tuple[tuple[Item, ...], ComposedPage]:
        """The page with as many floats as fit of those that wait for it, and of those that it passes."""
        text, geometry, drop = self.stream.items[self.cursor.index :], self.geometry, self.drop
        chosen = _fitting_floats(waiting, (), geometry, drop, text)
        page = self._try(chosen, diagnostics)
        reach = page.cursor.index + 1
        while len(chosen) >= len(waiting):
            new = [item for item in page.passed_floats if not _among(item, chosen)]
            if not new or not _fitting_floats(new[:1], chosen, geometry, drop, text):
                break
            trial = self._try((*chosen, new[0]), diagnostics)
            reach = max(reach, trial.cursor.index + 1)
            if not _among(new[0], trial.passed_floats) or _displaces_float(page, trial, new[0]):
                break
            chosen, page = (*chosen, new[0]), trial
        return chosen, replace(page, reach=reach)

    def with_floats(
        self, waiting: tuple[Item, ...], count: int, diagnostics: Diagnostics
    ) -> tuple[tuple[Item, ...], ComposedPage] | None:
        """The page with so many floats of those that wait and then come in the text; None when they do not fit."""
        chosen = list(waiting[:count])
        for order in range(self.cursor.index, len(self.stream.items)):
            if len(chosen) == count:
                break
            item = self.stream.items[order]
            if floats_to_page(item, self.geometry) and order not in self.cursor.ahead:
                chosen.append(item)
        taken = sum(_float_height(item, self.geometry) for item in chosen)
        if len(chosen) < count or taken > self.geometry.height - self.drop - LEAST_TEXT * self.geometry.setup.grid:
            return None
        page = self._try(tuple(chosen), diagnostics)
        reach = max([page.cursor.index, *(item.order for item in chosen if not _among(item, waiting))]) + 1
        return tuple(chosen), replace(page, reach=reach)

    def _try(self, floats: Sequence[Item], diagnostics: Diagnostics) -> ComposedPage:
        return _try_page(
            self.stream, self.geometry, self.cursor, floats, self.drop, self.balance, diagnostics, self.choice
        )


def _displaces_float(before: ComposedPage, after: ComposedPage, new: Item) -> bool:
    """Whether adding the float `new` to a page moved an earlier float off it."""
    return any(
        not _among(item, after.passed_floats)
        for item in before.passed_floats
        if item is not new and item.place < new.place
    )


def _among(item: Item, items: Sequence[Item]) -> bool:
    return any(item is other for other in items)


def _fitting_floats(
    candidates: Sequence[Item], chosen: Sequence[Item], geometry: Geometry, drop: float, text: Sequence[Item]
) -> tuple[Item, ...]:
    """The first of the candidates that may stand on one page with those chosen already."""
    room = geometry.height - drop
    share = 1.0 if not text else FLOAT_SHARE
    taken = sum(_float_height(item, geometry) for item in chosen)
    result: list[Item] = []
    for item in candidates:
        taken += _float_height(item, geometry)
        alone = not (chosen or result)
        if text and item.float is Float.TOP and any(other.float is Float.BOTTOM for other in (*chosen, *result)):
            break  # it would stand above one that comes before it
        if taken > room * share + 0.01 and not (alone and (not drop or taken <= room)):
            break
        result.append(item)
    return tuple(result)


def _float_height(item: Item, geometry: Geometry) -> float:
    """The height of a float on the grid, with the space between it and the text, in points."""
    return geometry.snap(item.flowable.height) + geometry.setup.grid


def _try_page(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    floats: Sequence[Item],
    drop: float,
    balance: bool,
    diagnostics: Diagnostics,
    choice: PageChoice,
) -> ComposedPage:
    area = _free_area(geometry, floats, drop, cursor.index >= len(stream.items), choice)
    positions: list[ItemPosition] = list(area.above)
    notes: list[ItemPosition] = []
    passed_floats: list[Item] = []
    tops, bottoms, below = area.tops, area.bottoms, area.below
    while True:
        started = any(position.item.float is Float.HERE for position in positions)
        filled = fill_zone(stream, geometry, cursor, tops, bottoms, started, diagnostics)
        item = filled.cursor.current(stream)
        across = item is not None and spans_page(item, geometry) and not filled.ended
        ends = filled.cursor.current(stream) is None and not filled.cursor.column_floats
        if across and filled.notes and not (filled.positions and balance):  # notes that stay at the foot of the page
            feet = {c: [position.top - NOTE_GAP for position in filled.notes if position.column == c] for c in bottoms}
            bottoms = {c: min([bottoms[c], *feet[c]]) for c in bottoms}
            level = max((s.top + s.item.flowable.height for s in filled.positions), default=max(tops.values()))
        elif (across or ends or filled.ended) and balance and geometry.columns > 1:
            filled, level = _balanced(stream, geometry, cursor, tops, bottoms, started, filled)
            if ends and below and not (filled.notes or notes):
                below = _moved_up(below, level + geometry.setup.grid)
        else:
            level = max((s.top + s.item.flowable.height for s in filled.positions), default=max(tops.values()))
        positions += filled.positions
        notes += filled.notes
        passed_floats += filled.passed_floats
        cursor = filled.cursor
        if not across or item is None:
            break
        placed = _place_across(
            stream,
            item,
            geometry,
            cursor,
            max(level, *tops.values()),  # below the floats too, where the text ends beside one
            bottoms,
            bool(positions),
            diagnostics,
        )
        if placed is None:
            break
        position, cursor, complete, foot = placed
        positions.append(position)
        notes += note_positions(foot, 0, bottoms[0])
        bottoms = {**bottoms, 0: bottoms[0] - foot.height}
        cursor = replace(cursor, carried=(*cursor.carried, *foot.carried))
        level = geometry.snap(position.top + position.item.flowable.height + max(item.after, geometry.setup.grid))
        tops = dict.fromkeys(tops, level)
        if not complete or level > min(bottoms.values()) - LEAST_TEXT * geometry.setup.grid:
            break
    return ComposedPage((*positions, *notes, *below), cursor, tuple(passed_floats))


def _free_area(geometry: Geometry, floats: Sequence[Item], drop: float, alone: bool, choice: PageChoice) -> _FreeArea:
    """Stack the floats against head and foot, as was chosen; with no text left they all stack from the head."""
    grid = geometry.setup.grid
    tops = dict.fromkeys(range(geometry.columns), drop)
    bottoms = dict.fromkeys(range(geometry.columns), geometry.height - choice.shorter * grid)
    above: list[ItemPosition] = []
    below: list[ItemPosition] = []
    for item in floats:
        columns = range(min(2, geometry.columns)) if item.span is Span.WIDE else range(geometry.columns)
        depth = geometry.snap(item.flowable.height)
        if alone or (item.float is Float.TOP and not choice.foot):
            top = max(tops[c] for c in columns)
            above.append(ItemPosition(item, 0, top))
            tops.update(dict.fromkeys(columns, top + depth + grid))
        else:
            foot = min(bottoms[c] for c in columns)
            below.insert(0, ItemPosition(item, 0, foot - item.flowable.height))
            bottoms.update(dict.fromkeys(columns, foot - depth - grid))
    for column in tops:
        if bottoms[column] - tops[column] < LEAST_TEXT * grid and floats:
            tops[column] = bottoms[column]
    return _FreeArea(tops, bottoms, tuple(above), tuple(below))


def _moved_up(below: tuple[ItemPosition, ...], top: float) -> tuple[ItemPosition, ...]:
    """Move the floats at the foot of a section's last page up to the end of its text, at `top`."""
    lift = max(0.0, min(position.top for position in below) - top)
    return tuple(replace(position, top=position.top - lift) for position in below)


def _balanced(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    tops: dict[int, float],
    bottoms: dict[int, float],
    started: bool,
    filled: FilledColumns,
) -> tuple[FilledColumns, float]:
    """Balance the columns of a zone: refill it to the least level at which it holds the same items, or to one a few
    lines below where the columns end more evenly; and give that level, in points from the top of the type area."""
    grid = geometry.setup.grid
    floor = min(bottoms.values())
    least = max(tops.values())
    notes = sum(position.item.flowable.height for position in filled.notes)
    level = min(floor, least + math.ceil((filled.used + notes) / geometry.columns / grid) * grid)
    best: tuple[FilledColumns, float] | None = None
    uneven, tries = math.inf, 0
    while level < floor - 0.01 and tries < BALANCE_TRIES:
        edges = {c: min(level, bottoms[c]) for c in bottoms}
        trial = fill_zone(stream, geometry, cursor, tops, edges, started, Diagnostics(), level=True)
        if _same_place(trial.cursor, filled.cursor) and len(trial.passed_floats) == len(filled.passed_floats):
            ends = _column_ends(trial, tops)
            if max(ends) - min(ends) < uneven - 0.01:
                best, uneven = (trial, level), max(ends) - min(ends)
            if uneven <= LEVEL_LINES * grid + 0.01:
                break
            tries += 1
        level += grid
    return best or (filled, floor)


def _column_ends(filled: FilledColumns, tops: dict[int, float]) -> list[float]:
    """Where the text of each column of a zone ends, in points from the top of the type area."""
    ends = dict(tops)
    for position in filled.positions:
        ends[position.column] = max(ends[position.column], position.top + position.item.flowable.height)
    return list(ends.values())


def _same_place(one: StreamPosition, other: StreamPosition) -> bool:
    return (
        one.index == other.index
        and one.rest is other.rest
        and len(one.column_floats) == len(other.column_floats)
        and not one.carried
    )


def _place_across(
    stream: ItemStream,
    item: Item,
    geometry: Geometry,
    cursor: StreamPosition,
    level: float,
    bottoms: dict[int, float],
    started: bool,
    diagnostics: Diagnostics,
) -> tuple[ItemPosition, StreamPosition, bool, ColumnFootnotes] | None:
    """Place a block across the columns at a level, whole or in part, and its footnotes at the foot of the first column;
    None when it must wait for the next page."""
    top = geometry.snap(level + (max(item.before, geometry.setup.grid) if started else 0.0))
    room = min(bottoms.values()) - top
    flowable, rest = item.flowable, None
    foot = ColumnFootnotes(stream, geometry.height)
    if flowable.height + foot.cost(flowable.notes) > room + 0.01:
        parts: tuple[Flowable, Flowable | None] | None = flowable.cut(room, foot.cost)
        if parts is None:
            if started or room < geometry.height - 0.01:
                return None
            parts = flowable.force_cut(room) if flowable.height > room + 0.01 else (flowable, None)
        if parts is not None:
            flowable, rest = parts
        else:
            smaller = flowable.shrink(room)
            report_too_tall(flowable.height, room, smaller is not None, item.place, diagnostics)
            flowable = smaller or flowable
    foot.add(flowable.notes, room - flowable.height)
    placed = ItemPosition(replace(item, flowable=flowable), 0, top)
    return placed, cursor.past() if rest is None else cursor.left_with(rest), rest is None, foot
