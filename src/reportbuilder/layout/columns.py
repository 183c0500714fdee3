"""Filling columns: pure functions from a stream and a cursor to what was placed and where the cursor is then.

Heights run downwards from the top of the type area. Everything stands on the baseline grid: what comes after a table
or a chart starts on the next grid line.
"""

from collections.abc import Mapping

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import BreakKind, Float, Span
from reportbuilder.layout.flow import Cursor, Flowable, Item, Stream, report_too_tall
from reportbuilder.layout.footnotes import NOTE_GAP, Foot
from reportbuilder.layout.geometry import Geometry
from reportbuilder.values import Value, replace


class Spot(Value):
    """Where an item went: its column and its top edge."""

    item: Item
    column: int
    top: float


class Filled(Value):
    """What one column or zone took: the spots, the footnotes at its foot, and the cursor after it.

    `used` is the height that the text took; `met` are the floats whose place in the text was passed; `ended` says that
    the page ends here whatever room is left.
    """

    spots: tuple[Spot, ...]
    cursor: Cursor
    used: float
    met: tuple[Item, ...] = ()
    ended: bool = False
    notes: tuple[Spot, ...] = ()


def floats_to_page(item: Item, geometry: Geometry) -> bool:
    """Whether an item goes to the top or foot of a page, out of the text's columns."""
    return item.float is not Float.HERE and (item.span is not Span.COLUMN or geometry.columns == 1)


def spans_page(item: Item, geometry: Geometry) -> bool:
    """Whether an item in the text ends the columns above it because it goes across them."""
    return geometry.columns > 1 and item.span is not Span.COLUMN and not floats_to_page(item, geometry)


class _Column:
    """One column while it is being filled."""

    def __init__(
        self,
        stream: Stream,
        geometry: Geometry,
        cursor: Cursor,
        column: int,
        top: float,
        bottom: float,
        diagnostics: Diagnostics,
    ) -> None:
        self.stream, self.geometry, self.cursor = stream, geometry, cursor
        self.column, self.top, self.bottom, self.diagnostics = column, top, bottom, diagnostics
        self.y = top
        self.after = 0.0
        self.spots: list[Spot] = []
        self.met: list[Item] = []
        self.foot = Foot(stream, geometry.height)

    def fill(self) -> Filled:
        """Place items until the column is full, the page ends, or a block across the columns is met."""
        self.foot.go_on(self.cursor.carried, self.bottom - self.y)
        self.cursor = replace(self.cursor, carried=())
        self._waiting_floats()
        ended = False
        while (item := self.cursor.current(self.stream)) is not None:
            if spans_page(item, self.geometry):
                break
            if item.break_before is not None and self.spots:
                ended = item.break_before is BreakKind.PAGE
                break
            if floats_to_page(item, self.geometry):
                self.met.append(item)
                self.cursor = self.cursor.past()
            elif item.float is not Float.HERE and not self._fits(item):
                waiting = (*self.cursor.column_floats, item)
                self.cursor = replace(self.cursor.past(), column_floats=waiting)
            elif not self._place(item):
                break
        cursor = replace(self.cursor, carried=tuple(self.foot.carried))
        notes = note_spots(self.foot, self.column, self.bottom)
        return Filled(tuple(self.spots), cursor, self.y - self.top, tuple(self.met), ended, notes)

    def _waiting_floats(self) -> None:
        while self.cursor.column_floats:
            item = self.cursor.column_floats[0]
            if not self._fits(item):
                if self.spots or self.foot.placed or not self._whole:
                    return
                item = self._shrunk(item)
            self._put(item, item.flowable)
            self.cursor = replace(self.cursor, column_floats=self.cursor.column_floats[1:])

    def _fits(self, item: Item) -> bool:
        start = self._start(item)
        foot = start + item.flowable.height
        return foot <= self._floor() + 0.01 and foot + self.foot.cost(item.flowable.notes) <= self._floor() + 0.01

    def _start(self, item: Item) -> float:
        if not self.spots:
            return self.y
        return self.geometry.snap(self.y + max(self.after, item.before))

    def _floor(self) -> float:
        return self.bottom - self.foot.height

    def _place(self, item: Item) -> bool:
        """Place an item or as much of it as fits; False when the column is full."""
        start = self._start(item)
        flowable = item.flowable
        if self._fits(item) and (not item.keep_with_next or self._chain_fits(start)):
            self._put(item, flowable)
            self.cursor = self.cursor.past()
            return True
        if item.keep_with_next and self.spots:
            return False
        parts: tuple[Flowable, Flowable | None] | None = flowable.cut(self._floor() - start, self.foot.cost)
        if parts is None and not (self.spots or self.foot.placed):
            parts = self._forced(item, self._floor() - start)
        if parts is None:
            return False
        self._put(item, parts[0])
        rest = parts[1]
        self.cursor = self.cursor.past() if rest is None else self.cursor.left_with(rest)
        return rest is None

    @property
    def _whole(self) -> bool:
        """Whether the column is as tall as a column can be; only there is anything forced."""
        return self.bottom - self.top > self.geometry.height - 0.01

    def _forced(self, item: Item, available: float) -> tuple[Flowable, Flowable | None] | None:
        """An empty column that even the smallest part of an item is too tall for: cut it anywhere, scale it, or let
        it stand. Footnotes then get what is left, and go on at the foot of the next column."""
        if not self._whole:
            return None
        if item.flowable.height > available + 0.01:
            return item.flowable.force_cut(available) or (self._shrunk(item, available).flowable, None)
        cut = item.flowable.force_cut(available / 2)
        return cut or (item.flowable, None)

    def _shrunk(self, item: Item, available: float | None = None) -> Item:
        room = self.geometry.height if available is None else available
        smaller = item.flowable.shrink(room)
        report_too_tall(item.flowable.height, room, smaller is not None, item.place, self.diagnostics)
        return replace(item, flowable=smaller or item.flowable)

    def _chain_fits(self, start: float) -> bool:
        """Whether a heading, those that directly follow it, and the first lines after them fit below each other."""
        y, index, after = start, self.cursor.index, 0.0
        first = True
        while index < len(self.stream.items):
            item = self.stream.items[index]
            if floats_to_page(item, self.geometry) or item.float is not Float.HERE:
                index += 1
                continue
            if spans_page(item, self.geometry) or (item.break_before is not None and not first):
                return True
            top = y if first else self.geometry.snap(y + max(after, item.before))
            flowable = self.cursor.rest if first and self.cursor.rest is not None else item.flowable
            if not item.keep_with_next:
                return top + flowable.minimum <= self._floor() + 0.01
            y, after, first, index = top + flowable.height, item.after, False, index + 1
        return True

    def _put(self, item: Item, flowable: Flowable) -> None:
        start = self._start(item)
        self.spots.append(Spot(replace(item, flowable=flowable), self.column, start))
        self.y = start + flowable.height
        self.after = item.after
        self.foot.add(flowable.notes, self.bottom - self.y)


def note_spots(foot: Foot, column: int, bottom: float) -> tuple[Spot, ...]:
    """Where the footnotes of a column stand, the last one's foot on the bottom edge."""
    y = bottom - foot.height + NOTE_GAP
    spots = []
    for note, destination, place in foot.placed:
        spots.append(Spot(Item(note, labels=(destination,) if destination else (), place=place), column, y))
        y += note.height
    return tuple(spots)


def fill_zone(
    stream: Stream,
    geometry: Geometry,
    cursor: Cursor,
    tops: Mapping[int, float],
    bottoms: Mapping[int, float],
    diagnostics: Diagnostics,
) -> Filled:
    """Fill the columns of a zone from left to right; `tops` and `bottoms` are each column's edges."""
    spots: list[Spot] = []
    notes: list[Spot] = []
    met: list[Item] = []
    used = 0.0
    ended = False
    for column in range(geometry.columns):
        if cursor.done(stream) or ended:
            break
        if bottoms[column] - tops[column] < geometry.setup.grid:
            continue
        filled = _Column(stream, geometry, cursor, column, tops[column], bottoms[column], diagnostics).fill()
        spots += filled.spots
        notes += filled.notes
        met += filled.met
        used += filled.used
        cursor, ended = filled.cursor, filled.ended
        item = cursor.current(stream)
        if item is not None and spans_page(item, geometry):
            break
    return Filled(tuple(spots), cursor, used, tuple(met), ended, tuple(notes))
