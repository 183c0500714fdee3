"""Filling columns: pure functions from a stream and a cursor to what was placed and where the cursor is then.

Heights run downwards from the top of the type area. Everything stands on the baseline grid: what comes after a table
or a chart starts on the next grid line.
"""

from collections.abc import Mapping

from reportbuilder.content.model import BreakKind, Float, Span
from reportbuilder.layout.flow import Cursor, Flowable, Item, Stream, note_label, report_too_tall
from reportbuilder.layout.geometry import Geometry
from reportbuilder.problems import Findings
from reportbuilder.values import Value, replace

NOTE_GAP = 8.0
"""The space above the footnotes of a column, in which their rule stands."""


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
        findings: Findings,
    ) -> None:
        self.stream, self.geometry, self.cursor = stream, geometry, cursor
        self.column, self.top, self.bottom, self.findings = column, top, bottom, findings
        self.y = top
        self.after = 0.0
        self.spots: list[Spot] = []
        self.met: list[Item] = []
        self.labels: list[str] = []
        self.note_height = 0.0
        self.notes: list[tuple[str, Flowable]] = []

    def fill(self) -> Filled:
        """Place items until the column is full, the page ends, or a block across the columns is met."""
        self._carry_notes()
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
        return Filled(
            tuple(self.spots), self.cursor, self.y - self.top, tuple(self.met), ended, tuple(self._note_spots())
        )

    def _waiting_floats(self) -> None:
        while self.cursor.column_floats:
            item = self.cursor.column_floats[0]
            if not self._fits(item):
                if self.spots or not self._whole:
                    return
                item = self._shrunk(item)
            self._put(item, item.flowable)
            self.cursor = replace(self.cursor, column_floats=self.cursor.column_floats[1:])

    def _fits(self, item: Item) -> bool:
        start = self._start(item)
        return start + item.flowable.height + self._extra_notes(item.flowable.notes) <= self._floor() + 0.01

    def _start(self, item: Item) -> float:
        if not self.spots:
            return self.y
        return self.geometry.snap(self.y + max(self.after, item.before))

    def _floor(self) -> float:
        return self.bottom - self.note_height

    def _extra_notes(self, labels: tuple[str, ...]) -> float:
        new = [label for label in labels if label not in self.labels and label in self.stream.notes]
        if not new:
            return 0.0
        gap = 0.0 if self.note_height else NOTE_GAP
        return gap + sum(self.stream.notes[label].height for label in dict.fromkeys(new))

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
        parts: tuple[Flowable, Flowable | None] | None = flowable.cut(self._floor() - start, self._extra_notes)
        if parts is None and not self.spots:
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
        report_too_tall(item.flowable.height, room, smaller is not None, item.place, self.findings)
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
        new = [label for label in flowable.notes if label in self.stream.notes and label not in self.labels]
        self.spots.append(Spot(replace(item, flowable=flowable), self.column, start))
        self.y = start + flowable.height
        self.after = item.after
        for label in dict.fromkeys(new):
            self.labels.append(label)
            self._add_note(note_label(label), self.stream.notes[label])

    def _add_note(self, destination: str, note: Flowable) -> None:
        """Put a footnote at the foot; what does not fit there goes on in the next column."""
        gap = 0.0 if self.note_height else NOTE_GAP
        room = self._floor() - self.y - gap
        if note.height > room + 0.01 and self._whole:
            cut = note.force_cut(room)
            rest = (destination, note) if cut is None else ("", cut[1])
            self.cursor = replace(self.cursor, carried=(*self.cursor.carried, rest))
            if cut is None:
                return
            note = cut[0]
        self.notes.append((destination, note))
        self.note_height += gap + note.height

    def _carry_notes(self) -> None:
        """The footnotes that an earlier column had no room for come first."""
        carried, self.cursor = self.cursor.carried, replace(self.cursor, carried=())
        for index, (destination, note) in enumerate(carried):
            if self.cursor.carried:
                self.cursor = replace(self.cursor, carried=(*self.cursor.carried, *carried[index:]))
                return
            self._add_note(destination, note)

    def _note_spots(self) -> list[Spot]:
        y = self.bottom - self.note_height + NOTE_GAP
        spots = []
        for destination, note in self.notes:
            labels = (destination,) if destination else ()
            spots.append(Spot(Item(note, labels=labels), self.column, y))
            y += note.height
        return spots


def fill_zone(
    stream: Stream,
    geometry: Geometry,
    cursor: Cursor,
    tops: Mapping[int, float],
    bottoms: Mapping[int, float],
    findings: Findings,
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
        filled = _Column(stream, geometry, cursor, column, tops[column], bottoms[column], findings).fill()
        spots += filled.spots
        notes += filled.notes
        met += filled.met
        used += filled.used
        cursor, ended = filled.cursor, filled.ended
        item = cursor.current(stream)
        if item is not None and spans_page(item, geometry):
            break
    return Filled(tuple(spots), cursor, used, tuple(met), ended, tuple(notes))
