"""Filling columns: pure functions from a stream and a position in it to what was placed and the position after that.

Heights run downwards from the top of the type area. Everything stands on the baseline grid: what comes after a table
or a chart starts on the next grid line. Footnotes stand at the foot of the column that refers to them; a long one may
go on at the foot of the next.
"""

import math
from collections.abc import Mapping, Sequence

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.model import BreakKind, Float, Span
from reportbuilder.layout.flow import (
    CarriedNote,
    Flowable,
    Item,
    ItemStream,
    StreamPosition,
    note_label,
    report_too_tall,
)
from reportbuilder.layout.page import Geometry
from reportbuilder.values import Value, replace

NOTE_GAP = 8.0
"""The space above the footnotes of a column."""
LEVEL_LINES = 1
"""Columns that end at most so many lines apart are level."""
LONG_NOTE = 0.25
"""A footnote of more than this share of a column may begin in one column and go on in the next."""


class ColumnFootnotes:
    """The footnotes of one column while it is filled.

    `stream` has all footnotes of the section, `column_height` is the height of a whole column. `placed` are the
    footnotes of this one in order, each with its destination (none for the rest of one that began before) and its place
    in the source.
    """

    def __init__(self, stream: ItemStream, column_height: float) -> None:
        self._notes, self._places, self._column_height = stream.notes, stream.note_places, column_height
        self._labels: set[str] = set()
        self.height = 0.0
        self.placed: list[tuple[Flowable, str, Place]] = []
        self.carried: list[CarriedNote] = []

    def new(self, labels: Sequence[str]) -> tuple[str, ...]:
        """The labels of footnotes that do not stand in this column yet, each once, and of those that they refer to
        themselves after them."""
        new: dict[str, None] = {}
        waiting = list(reversed(labels))
        while waiting:
            label = waiting.pop()
            if label in self._notes and label not in self._labels and label not in new:
                new[label] = None
                waiting += reversed(self._notes[label].notes)
        return tuple(new)

    def cost(self, labels: Sequence[str]) -> float:
        """The least height that the footnotes of these labels add: a long one counts with its first lines."""
        new = self.new(labels)
        gap = NOTE_GAP if new and not self.height else 0.0
        return gap + sum(self._least(self._notes[label]) for label in new)

    def add(self, labels: Sequence[str], room: float) -> None:
        """Place footnotes at the foot of the column in a height of `room` points; the rest is carried to the next
        column."""
        new = self.new(labels)
        for index, label in enumerate(new):
            self._labels.add(label)
            later = sum(self._least(self._notes[other]) for other in new[index + 1 :])
            self._put(CarriedNote(label, self._notes[label]), room - self.height - later)

    def add_carried(self, carried: Sequence[CarriedNote], room: float) -> None:
        """Place the footnotes carried over from an earlier column, in order, before those of this one."""
        for note in carried:
            self._labels.add(note.label)
            if self.carried:
                self.carried.append(note)
            else:
                self._put(note, room - self.height)

    def _least(self, note: Flowable) -> float:
        return note.height if note.height <= LONG_NOTE * self._column_height else note.minimum

    def _put(self, carried: CarriedNote, room: float) -> None:
        note, destination = carried.note, "" if carried.begun else note_label(carried.label)
        room -= 0.0 if self.height else NOTE_GAP
        if note.height > room + 0.01:
            cut = note.force_cut(room)
            if cut is None:
                self.carried.append(carried)
                return
            note = cut[0]
            self.carried.append(CarriedNote(carried.label, cut[1], begun=True))
        self.placed.append((note, destination, self._places.get(carried.label, Place())))
        self.height += note.height + (0.0 if self.height else NOTE_GAP)


class ItemPosition(Value):
    """A placed item: its column, and its top edge in points below the top of the type area."""

    item: Item
    column: int
    top: float


class FilledColumns(Value):
    """A filled column or zone: the positions of its items and of its footnotes, and the stream position after it.

    `used` is the height of the text in points; `passed_floats` are the floats whose place in the text was passed;
    `ended` says that a page break ends the page here, whatever room is left.
    """

    positions: tuple[ItemPosition, ...]
    cursor: StreamPosition
    used: float
    passed_floats: tuple[Item, ...] = ()
    ended: bool = False
    notes: tuple[ItemPosition, ...] = ()


def floats_to_page(item: Item, geometry: Geometry) -> bool:
    """Whether an item floats to the top or foot of a page, over more than one column."""
    return item.float is not Float.HERE and (item.span is not Span.COLUMN or geometry.columns == 1)


def spans_page(item: Item, geometry: Geometry) -> bool:
    """Whether an item in the text spans the columns, so that the columns above it end there."""
    return geometry.columns > 1 and item.span is not Span.COLUMN and not floats_to_page(item, geometry)


class _Column:
    """The state of filling one column."""

    def __init__(
        self,
        stream: ItemStream,
        geometry: Geometry,
        cursor: StreamPosition,
        column: int,
        top: float,
        bottom: float,
        started: bool,
        diagnostics: Diagnostics,
    ) -> None:
        self.stream, self.geometry, self.cursor, self.started = stream, geometry, cursor, started
        self.column, self.top, self.bottom, self.diagnostics = column, top, bottom, diagnostics
        self.y = top
        self.after = 0.0
        self.positions: list[ItemPosition] = []
        self.passed_floats: list[Item] = []
        self.foot = ColumnFootnotes(stream, geometry.height)

    def fill(self, level: bool) -> FilledColumns:
        """Place items until the column is full, the page ends, or a block that spans the columns comes. A full column
        is opened to end at its bottom edge, and with `level` any column."""
        self.foot.add_carried(self.cursor.carried, self.bottom - self.y)
        self.cursor = replace(self.cursor, carried=())
        self._waiting_floats()
        ended = full = False
        while (item := self.cursor.current(self.stream)) is not None:
            if spans_page(item, self.geometry):
                break
            ends = item.break_before is BreakKind.PAGE or self._stops
            if ends and (self.positions or self.started):
                ended = True
                break
            if item.break_before is not None and self.positions:
                break
            if floats_to_page(item, self.geometry):
                if self.cursor.index not in self.cursor.ahead:
                    self.passed_floats.append(item)
                self.cursor = self.cursor.past()
            elif item.float is not Float.HERE and not self._fits(item):
                waiting = (*self.cursor.column_floats, item)
                self.cursor = replace(self.cursor.past(), column_floats=waiting)
            elif not self._place(item):
                full = True
                break
        if full or level:
            self.positions = open_spaces(self.positions, self._floor(), self.geometry)
        cursor = replace(self.cursor, carried=tuple(self.foot.carried))
        notes = note_positions(self.foot, self.column, self.bottom)
        return FilledColumns(tuple(self.positions), cursor, self.y - self.top, tuple(self.passed_floats), ended, notes)

    @property
    def _stops(self) -> bool:
        """Whether the page is to end before the next item."""
        return self.cursor.index == self.cursor.stop and self.cursor.rest is None

    def _waiting_floats(self) -> None:
        while self.cursor.column_floats:
            item = self.cursor.column_floats[0]
            if not self._fits(item):
                if self.positions or self.foot.placed or not self._whole:
                    return
                item = self._shrunk(item)
            self._put(item, item.flowable)
            self.cursor = replace(self.cursor, column_floats=self.cursor.column_floats[1:])

    def _fits(self, item: Item) -> bool:
        floor, foot = self._floor() + 0.01, self._start(item) + item.flowable.height
        if foot > floor:
            return False
        notes = item.flowable.notes
        return not notes or foot + self.foot.cost(notes) <= floor

    def _start(self, item: Item) -> float:
        if not self.positions:
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
        room = self._floor() - start
        if item.keep_with_next and (self.positions or self.foot.placed):
            room = min(room, flowable.height - self.geometry.setup.grid)  # its last lines go with what follows
        parts: tuple[Flowable, Flowable | None] | None = flowable.cut(room, self.foot.cost)
        if parts is None and item.keep_with_next and self.positions:
            return False
        if parts is None and not (self.positions or self.foot.placed):
            parts = self._forced(item, self._floor() - start)
        if parts is None:
            return False
        self._put(item, parts[0])
        rest = parts[1]
        self.cursor = self.cursor.past() if rest is None else self.cursor.left_with(rest)
        return rest is None

    @property
    def _whole(self) -> bool:
        """Whether the column has the full height; only in such a column may an item be cut anywhere."""
        return self.bottom - self.top > self.geometry.height - 0.01

    def _forced(self, item: Item, available: float) -> tuple[Flowable, Flowable | None] | None:
        """Handle an item of which no part fits an empty column: cut it anywhere, scale it, or let it overflow.
        Footnotes then get what is left, and go on at the foot of the next column."""
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
            if not item.keep_with_next or (not first and flowable.minimum < flowable.height):
                return top + flowable.minimum <= self._floor() + 0.01
            y, after, first, index = top + flowable.height, item.after, False, index + 1
        return True

    def _put(self, item: Item, flowable: Flowable) -> None:
        start = self._start(item)
        self.positions.append(ItemPosition(replace(item, flowable=flowable), self.column, start))
        self.y = start + flowable.height
        self.after = item.after
        beside = tuple(label for note in item.margin for label in note.notes)
        if notes := (*beside, *flowable.notes):
            self.foot.add(notes, self.bottom - self.y)


def open_spaces(positions: list[ItemPosition], floor: float, geometry: Geometry) -> list[ItemPosition]:
    """The items of a column with the space above some opened by whole lines, so that it ends at `floor` or a line above
    it; the same when that would take more than they may be opened by. Most is opened where most may be."""
    if not positions:
        return positions
    grid = geometry.setup.grid
    foot = max(position.top + position.item.flowable.height for position in positions)
    short = math.floor((floor - foot) / grid + 0.01)
    places = [at for at, position in enumerate(positions) if at and position.item.opens]
    if not 0 < short <= sum(positions[at].item.opens for at in places) + LEVEL_LINES:
        return positions
    opened = dict.fromkeys(places, 0)
    while short and (closed := [at for at in places if opened[at] < positions[at].item.opens]):
        for at in sorted(closed, key=lambda at: (opened[at], -positions[at].item.opens, at))[:short]:
            opened[at] += 1
            short -= 1
    down, result = 0, []
    for at, position in enumerate(positions):
        down += opened.get(at, 0)
        result.append(replace(position, top=position.top + down * grid) if down else position)
    return result


def note_positions(foot: ColumnFootnotes, column: int, bottom: float) -> tuple[ItemPosition, ...]:
    """The positions of the footnotes of a column, the foot of the last one on the bottom edge."""
    y = bottom - foot.height + NOTE_GAP
    positions = []
    for note, destination, place in foot.placed:
        positions.append(ItemPosition(Item(note, labels=(destination,) if destination else (), place=place), column, y))
        y += note.height
    return tuple(positions)


def fill_zone(
    stream: ItemStream,
    geometry: Geometry,
    cursor: StreamPosition,
    tops: Mapping[int, float],
    bottoms: Mapping[int, float],
    started: bool,
    diagnostics: Diagnostics,
    *,
    level: bool = False,
) -> FilledColumns:
    """Fill the columns of a zone from left to right; `tops` and `bottoms` are each column's edges. `started` says that
    the page has text above them; with `level` all columns are to end at their bottom edges."""
    positions: list[ItemPosition] = []
    notes: list[ItemPosition] = []
    passed_floats: list[Item] = []
    used = 0.0
    ended = False
    for column in range(geometry.columns):
        if cursor.done(stream) or ended:
            break
        if bottoms[column] - tops[column] < geometry.setup.grid:
            continue
        begun = started or bool(positions)
        filled = _Column(stream, geometry, cursor, column, tops[column], bottoms[column], begun, diagnostics).fill(
            level
        )
        positions += filled.positions
        notes += filled.notes
        passed_floats += filled.passed_floats
        used += filled.used
        cursor, ended = filled.cursor, filled.ended
        item = cursor.current(stream)
        if item is not None and spans_page(item, geometry):
            break
    return FilledColumns(tuple(positions), cursor, used, tuple(passed_floats), ended, tuple(notes))
