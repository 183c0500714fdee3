"""The footnotes at the foot of a column: what they cost, what of them fits, and what goes on in the next column."""

from collections.abc import Sequence

from reportbuilder.diagnostics import Place
from reportbuilder.layout.flow import CarriedNote, Flowable, Stream, note_label

NOTE_GAP = 8.0
"""The space above the footnotes of a column."""
LONG_NOTE = 0.25
"""A footnote of more than this share of a column may begin in one column and go on in the next."""


class Foot:
    """The footnotes of one column while it is filled.

    `stream` has all footnotes of the section, `column_height` is the height of a whole column. `placed` are the
    footnotes of this one in order, each with its destination (none for the rest of one that began before) and its place
    in the source.
    """

    def __init__(self, stream: Stream, column_height: float) -> None:
        self._notes, self._places, self._column_height = stream.notes, stream.note_places, column_height
        self._labels: set[str] = set()
        self.height = 0.0
        self.placed: list[tuple[Flowable, str, Place]] = []
        self.carried: list[CarriedNote] = []

    def new(self, labels: Sequence[str]) -> tuple[str, ...]:
        """The labels of footnotes that do not stand in this column yet, each once, and of those that they refer to
        themselves after them."""
        found: dict[str, None] = {}
        waiting = list(reversed(labels))
        while waiting:
            label = waiting.pop()
            if label in self._notes and label not in self._labels and label not in found:
                found[label] = None
                waiting += reversed(self._notes[label].notes)
        return tuple(found)

    def cost(self, labels: Sequence[str]) -> float:
        """The least height that the footnotes of these labels add: a long one counts with its first lines."""
        new = self.new(labels)
        gap = NOTE_GAP if new and not self.height else 0.0
        return gap + sum(self._least(self._notes[label]) for label in new)

    def add(self, labels: Sequence[str], room: float) -> None:
        """Put footnotes at the foot, under text that leaves a height for them; what does not fit goes on elsewhere."""
        new = self.new(labels)
        for index, label in enumerate(new):
            self._labels.add(label)
            later = sum(self._least(self._notes[other]) for other in new[index + 1 :])
            self._put(CarriedNote(label, self._notes[label]), room - self.height - later)

    def go_on(self, carried: Sequence[CarriedNote], room: float) -> None:
        """Put the footnotes first that an earlier column had no room for; they keep their order."""
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
