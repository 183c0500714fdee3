"""Tables as flowables: they split between rows, repeat their header, and say "vervolg"."""

from reportbuilder.content.model import RowKind
from reportbuilder.layout.flow import Flowable, NoteCost
from reportbuilder.layout.stack import Part, cut_stack, draw_stack, stack_height, stack_notes
from reportbuilder.layout.surface import Surface
from reportbuilder.layout.text import TextBlock
from reportbuilder.style.model import Rule, TableLook
from reportbuilder.tagging.model import Artifact
from reportbuilder.values import Value, replace, settle

SMALL_TABLE = 0.25
"""A table of less than this share of a column goes to the next one rather than being split."""


class CellBox(Value):
    """A cell set: its parts, its left edge and width within the table."""

    parts: tuple[Part, ...]
    x: float
    width: float


class RowBox(Value):
    """A row set: its cells, the space above and below them, its ground; `height` follows from them."""

    cells: tuple[CellBox, ...]
    kind: RowKind
    pad_y: float
    ground: str = ""
    height: float = 0.0

    def __post_init__(self) -> None:
        """Measure the tallest cell once: a row is asked for its height at every try of a page."""
        tallest = max((stack_height(cell.parts) for cell in self.cells), default=0.0)
        settle(self, "height", tallest + 2 * self.pad_y)

    @property
    def leads(self) -> bool:
        """Whether it is a heading over the rows that follow."""
        return self.kind in (RowKind.GROUP, RowKind.SPAN)

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of its cells."""
        return tuple(label for cell in self.cells for label in stack_notes(cell.parts))

    def cut(self, available: float, note_cost: NoteCost) -> "tuple[RowBox, RowBox] | None":
        """Cut a row that is taller than a column: each cell at the last line that fits."""
        room = available - 2 * self.pad_y
        heads: list[CellBox] = []
        rests: list[CellBox] = []
        for cell in self.cells:
            if stack_height(cell.parts) <= room + 0.01:
                heads.append(cell)
                rests.append(replace(cell, parts=()))
                continue
            halves = cut_stack(cell.parts, room, note_cost)
            if halves is None:
                return None
            heads.append(replace(cell, parts=halves[0]))
            rests.append(replace(cell, parts=halves[1]))
        return replace(self, cells=tuple(heads)), replace(self, cells=tuple(rests))

    def repeated(self) -> "RowBox":
        """The same row once more, at the head of a table's next part: it was read before."""
        return replace(self, cells=tuple(replace(cell, parts=_repeated(cell.parts)) for cell in self.cells))

    def draw(self, surface: Surface, x: float, top: float) -> None:
        """Draw the ground and the cells from a top edge."""
        if self.ground:
            first, last = self.cells[0], self.cells[-1]
            surface.rect(x + first.x, top - self.height, last.x + last.width - first.x, self.height, self.ground)
        for cell in self.cells:
            draw_stack(cell.parts, surface, x + cell.x, top - self.pad_y)


def _repeated(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(
        replace(part, flowable=replace(text, mark=Artifact.REPEATED, notes_by_line=()))
        if isinstance(text := part.flowable, TextBlock)
        else part
        for part in parts
    )


class TableBox(Flowable):
    """A table, or the part of it that stands in one column.

    `column_height` is the height of a whole column: only a row taller than that is cut inside.
    """

    caption: TextBlock
    continued: TextBlock
    header: RowBox
    rows: tuple[RowBox, ...]
    tail: tuple[TextBlock, ...]
    look: TableLook
    measure: float
    gap: float
    column_height: float

    @property
    def width(self) -> float:
        """The table's width."""
        return self.measure

    @property
    def height(self) -> float:
        """Caption, header, rows and what stands below."""
        return self._head + sum(row.height for row in self.rows) + self._tail

    @property
    def _head(self) -> float:
        caption = self.caption.height + self.gap if self.caption.lines else 0.0
        return caption + self.header.height

    @property
    def _tail(self) -> float:
        return sum(t.height for t in self.tail) + (self.gap if self.tail else 0.0)

    @property
    def minimum(self) -> float:
        """The head and the rows up to the first that is not a heading; all of a small table."""
        if self.height < SMALL_TABLE * self.column_height:
            return self.height
        height = self._head
        for row in self.rows:
            height += row.height
            if not row.leads:
                break
        return min(height, self.height)

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of its caption, head and rows, and of what stands below them."""
        below = (label for text in self.tail for label in text.notes)
        return (*self._head_notes, *(label for row in self.rows for label in row.notes), *below)

    @property
    def _head_notes(self) -> tuple[str, ...]:
        return (*self.caption.notes, *self.header.notes)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """As many rows as fit; heading rows stay with the row after them, and a small table stays whole."""
        if self.height < SMALL_TABLE * self.column_height:
            return None
        count = self._fitting(available, note_cost)
        while 0 < count < len(self.rows) and self.rows[count - 1].leads:
            count -= 1
        if count == len(self.rows):
            count -= 1
            while count > 0 and self.rows[count - 1].leads:
                count -= 1
        if count > 0:
            return self._part(self.rows[:count], self.rows[count:])
        return self._cut_row(available, note_cost)

    def _fitting(self, available: float, note_cost: NoteCost) -> int:
        y = self._head
        labels = self._head_notes
        for index, row in enumerate(self.rows):
            y += row.height
            labels += row.notes
            if y + (note_cost(labels) if labels else 0.0) > available + 0.01:
                return index
        return len(self.rows)

    def _cut_row(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """Cut inside the first row that is taller than a column, after the headings over it."""
        leading = next((i for i, row in enumerate(self.rows) if not row.leads), None)
        if leading is None:
            return None
        row = self.rows[leading]
        above = self._head + sum(r.height for r in self.rows[:leading])
        if above + row.height <= self.column_height:
            return None
        halves = row.cut(available - above, note_cost)
        if halves is None:
            return None
        head, rest = halves
        return self._part((*self.rows[:leading], head), (rest, *self.rows[leading + 1 :]))

    def _part(self, first: tuple[RowBox, ...], rest: tuple[RowBox, ...]) -> tuple[Flowable, Flowable]:
        going_on = replace(self, rows=rest, caption=self.continued, header=self.header.repeated())
        return replace(self, rows=first, tail=()), going_on

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw from the top: caption, header, rows with their rules, notes and source."""
        top = y + self.height
        if self.caption.lines:
            top -= self.caption.height
            self.caption.drawOn(surface, x, top)
            top -= self.gap
        self.header.draw(surface, x, top)
        top -= self.header.height
        self._rule(surface, x, top, self.look.head_rule)
        for index, row in enumerate(self.rows):
            row.draw(surface, x, top)
            top -= row.height
            following = self.rows[index + 1] if index + 1 < len(self.rows) else None
            if following is not None and not row.leads:
                self._rule(surface, x, top, self.look.row_rule)
        self._rule(surface, x, top, self.look.end_rule)
        top -= self.gap
        for text in self.tail:
            top -= text.height
            text.drawOn(surface, x, top)

    def _rule(self, surface: Surface, x: float, y: float, rule: Rule) -> None:
        if rule.width:
            surface.rule(x, y, x + self.measure, y, rule.width, rule.colour)


MOST_ASKED = 2.0
"""A column of running text asks for no more than so many widths of the table: more says nothing about its needs."""
COMFORT = 0.2
"""A column that needs more than a word's width gets at least this share of the table before the others stretch."""


def column_widths(least: list[float], natural: list[float], shares: list[float | None], width: float) -> list[float]:
    """Divide a width: shares first, then each column what its content asks, squeezed no further than its widest word.

    When everything fits on one line, the room left over goes to the columns in proportion, mostly the widest.
    """
    count = len(natural)
    if any(share is not None for share in shares):
        total = sum(share or 0.0 for share in shares) or 1.0
        free = [i for i in range(count) if shares[i] is None]
        taken = sum(min(natural[i], width / count) for i in free)
        return [
            min(natural[i], width / count) if shares[i] is None else (width - taken) * (shares[i] or 0.0) / total
            for i in range(count)
        ]
    natural = [max(low, min(high, MOST_ASKED * width)) for low, high in zip(least, natural, strict=True)]
    if sum(natural) <= width:
        spare = width - sum(natural)
        total = sum(natural)
        return [n + spare * n / total for n in natural]
    comfort = [max(low, min(high, COMFORT * width)) for low, high in zip(least, natural, strict=True)]
    least = comfort if sum(comfort) < width else least
    if sum(least) >= width:
        return [width * w / sum(least) for w in least]
    stretch = (width - sum(least)) / (sum(natural) - sum(least))
    return [low + (high - low) * stretch for low, high in zip(least, natural, strict=True)]
