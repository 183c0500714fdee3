"""Composing pages: columns, floats, blocks across the columns, and balance at a section's end.

A page is tried with the floats that wait for it. When the text then passes the place of another float that has room,
the page is tried again with that one too, so a float stands on the page that first speaks of it whenever it can; the
queue is first in, first out.
"""

import math
from collections.abc import Iterator, Sequence

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Float, Span
from reportbuilder.layout.columns import (
    NOTE_GAP,
    ColumnFootnotes,
    FilledColumns,
    ItemPosition,
    fill_zone,
    note_spots,
    spans_page,
)
from reportbuilder.layout.flow import FLOAT_SHARE, Flowable, Item, ItemStream, StreamPosition, report_too_tall
from reportbuilder.layout.page import Geometry
from reportbuilder.values import Value, replace

LEAST_TEXT = 5
"""Fewer lines than this between floats are left empty: text there would look lost."""


class ComposedPage(Value):
    """A page before its side is known: everything placed, in reading order, and the cursor after it."""

    spots: tuple[ItemPosition, ...]
    cursor: StreamPosition
    met: tuple[Item, ...] = ()


class _FreeArea(Value):
    """The free part of each column, and what stands above and below it."""

    tops: dict[int, float]
    bottoms: dict[int, float]
    above: tuple[ItemPosition, ...]
    below: tuple[ItemPosition, ...]


def compose_pages(
    stream: ItemStream, geometry: Geometry, drop: float, balance: bool, diagnostics: Diagnostics
) -> Iterator[ComposedPage]:
    """The pages of a section; `drop` is how far the text of the first one starts below its head."""
    cursor = StreamPosition()
    while not cursor.done(stream):
        draft = _compose_page(stream, geometry, cursor, drop, balance, diagnostics)
        yield draft
        cursor, drop = draft.cursor, 0.0


def _compose_page(
    stream: ItemStream, geometry: Geometry, cursor: StreamPosition, drop: float, balance: bool, diagnostics: Diagnostics
) -> ComposedPage:
    waiting = cursor.floats
    chosen = _that_fit(waiting, (), geometry, drop, stream.items[cursor.index :])
    draft = _attempt(stream, geometry, replace(cursor, floats=()), chosen, drop, balance, diagnostics)
    while len(chosen) >= len(waiting):
        new = [item for item in draft.met if not _among(item, chosen)]
        if not new or not _that_fit(new[:1], chosen, geometry, drop, stream.items[cursor.index :]):
            break
        trial = _attempt(stream, geometry, replace(cursor, floats=()), (*chosen, new[0]), drop, balance, diagnostics)
        if not _among(new[0], trial.met) or _pushed_out(draft, trial, new[0]):
            break
        chosen, draft = (*chosen, new[0]), trial
    left = (*waiting, *draft.met)
    pending = tuple(item for item in left if not _among(item, chosen))
    return replace(draft, cursor=replace(draft.cursor, floats=pending))


def _pushed_out(before: ComposedPage, after: ComposedPage, new: Item) -> bool:
    """Whether taking a float in lost another that had been met before it."""
    return any(not _among(item, after.met) for item in before.met if item is not new and item.place < new.place)


def _among(item: Item, items: Sequence[Item]) -> bool:
    return any(item is other for other in items)


def _that_fit(
    candidates: Sequence[Item], chosen: Sequence[Item], geometry: Geometry, drop: float, text: Sequence[Item]
) -> tuple[Item, ...]:
    """The first of the candidates that may stand on one page with those chosen already."""
    room = geometry.height - drop
    share = 1.0 if not text else FLOAT_SHARE
    taken = sum(_depth(item, geometry) for item in chosen)
    result: list[Item] = []
    for item in candidates:
        taken += _depth(item, geometry)
        alone = not (chosen or result)
        if text and item.float is Float.TOP and any(other.float is Float.BOTTOM for other in (*chosen, *result)):
            break  # it would stand above one that comes before it
        if taken > room * share + 0.01 and not (alone and (not drop or taken <= room)):
            break
        result.append(item)
    return tuple(result)


def _depth(item: Item, geometry: Geometry) -> float:
    """The height that a float takes with the space beside the text."""
    return geometry.snap(item.flowable.height) + geometry.setup.grid


def _attempt(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    floats: Sequence[Item],
    drop: float,
    balance: bool,
    diagnostics: Diagnostics,
) -> ComposedPage:
    area = _around(geometry, floats, drop, cursor.index >= len(stream.items))
    spots: list[ItemPosition] = list(area.above)
    notes: list[ItemPosition] = []
    met: list[Item] = []
    tops, bottoms, below = area.tops, area.bottoms, area.below
    while True:
        filled = fill_zone(stream, geometry, cursor, tops, bottoms, diagnostics)
        item = filled.cursor.current(stream)
        across = item is not None and spans_page(item, geometry) and not filled.ended
        ends = filled.cursor.current(stream) is None and not filled.cursor.column_floats
        if across and filled.notes and not (filled.spots and balance):  # notes that stay at the foot of the page
            feet = {c: [spot.top - NOTE_GAP for spot in filled.notes if spot.column == c] for c in bottoms}
            bottoms = {c: min([bottoms[c], *feet[c]]) for c in bottoms}
            level = max((s.top + s.item.flowable.height for s in filled.spots), default=max(tops.values()))
        elif (across or ends or filled.ended) and balance and geometry.columns > 1:
            filled, level = _balanced(stream, geometry, cursor, tops, bottoms, filled, diagnostics)
            if ends and below and not (filled.notes or notes):
                below = _lifted(below, level + geometry.setup.grid)
        else:
            level = max((s.top + s.item.flowable.height for s in filled.spots), default=max(tops.values()))
        spots += filled.spots
        notes += filled.notes
        met += filled.met
        cursor = filled.cursor
        if not across or item is None:
            break
        placed = _place_across(
            stream,
            item,
            geometry,
            cursor,
            level if filled.spots else max(tops.values()),
            bottoms,
            bool(spots),
            diagnostics,
        )
        if placed is None:
            break
        spot, cursor, complete, foot = placed
        spots.append(spot)
        notes += note_spots(foot, 0, bottoms[0])
        bottoms = {**bottoms, 0: bottoms[0] - foot.height}
        cursor = replace(cursor, carried=(*cursor.carried, *foot.carried))
        level = geometry.snap(spot.top + spot.item.flowable.height + max(item.after, geometry.setup.grid))
        tops = dict.fromkeys(tops, level)
        if not complete or level > min(bottoms.values()) - LEAST_TEXT * geometry.setup.grid:
            break
    return ComposedPage((*spots, *notes, *below), cursor, tuple(met))


def _around(geometry: Geometry, floats: Sequence[Item], drop: float, alone: bool) -> _FreeArea:
    """Stack the floats against head and foot; with no text left they all stack from the head."""
    grid = geometry.setup.grid
    tops = dict.fromkeys(range(geometry.columns), drop)
    bottoms = dict.fromkeys(range(geometry.columns), geometry.height)
    above: list[ItemPosition] = []
    below: list[ItemPosition] = []
    for item in floats:
        columns = range(min(2, geometry.columns)) if item.span is Span.WIDE else range(geometry.columns)
        depth = geometry.snap(item.flowable.height)
        if item.float is Float.TOP or alone:
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


def _lifted(below: tuple[ItemPosition, ...], top: float) -> tuple[ItemPosition, ...]:
    """Floats at the foot of a section's last page follow its text."""
    lift = max(0.0, min(spot.top for spot in below) - top)
    return tuple(replace(spot, top=spot.top - lift) for spot in below)


def _balanced(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    tops: dict[int, float],
    bottoms: dict[int, float],
    filled: FilledColumns,
    diagnostics: Diagnostics,
) -> tuple[FilledColumns, float]:
    """Refill a zone to the least level at which it still takes the same; the level is where the next thing starts."""
    grid = geometry.setup.grid
    floor = min(bottoms.values())
    least = max(tops.values())
    notes = sum(spot.item.flowable.height for spot in filled.notes)
    level = min(floor, least + math.ceil((filled.used + notes) / geometry.columns / grid) * grid)
    while level < floor - 0.01:
        trial = fill_zone(stream, geometry, cursor, tops, {c: min(level, bottoms[c]) for c in bottoms}, Diagnostics())
        if _same_place(trial.cursor, filled.cursor) and len(trial.met) == len(filled.met):
            return trial, level
        level += grid
    return filled, floor


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
