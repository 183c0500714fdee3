"""Tables as flowables, which split between rows and inside tall rows, and repeat their header in every part."""

from itertools import islice

from reportbuilder.document.model import RowKind
from reportbuilder.layout.flow import Flowable, NoteCost, Surface
from reportbuilder.layout.stack import StackPart, cut_stack, draw_stack, force_stack, stack_height, stack_notes
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.structure.model import Artifact
from reportbuilder.style.model import Rule, TableStyle
from reportbuilder.values import Value, replace, settle

SMALL_TABLE = 0.25
"""A table of less than this share of a column goes to the next one rather than being split."""
MOST_EMPTY = 0.2
"""A row is divided rather than leave more than this share of a column empty."""
TWO_ROWS = 0.25
"""Two rows stay together at either end of a part of a table, unless they take more than this share of a column."""
REPEATED_HEAD = 0.5
"""A header that takes more than this share of a column is not repeated."""


def _no_notes(labels: tuple[str, ...]) -> float:
    """The cost of footnotes where they get what is left."""
    del labels
    return 0.0


class CellBox(Value):
    """A cell set: its parts, its left edge and width within the table."""

    parts: tuple[StackPart, ...]
    x: float
    width: float


class RowBox(Value):
    """A row set: its cells, the space above and below them, its ground; `height` and `notes` (the labels of the
    footnotes of its cells) follow from them."""

    cells: tuple[CellBox, ...]
    kind: RowKind
    pad_y: float
    ground: str = ""
    height: float = 0.0
    notes: tuple[str, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        """Measure the tallest cell once: the height of a row is used at every try of a page."""
        tallest = max((stack_height(cell.parts) for cell in self.cells), default=0.0)
        settle(self, "height", tallest + 2 * self.pad_y)
        settle(self, "notes", tuple(label for cell in self.cells for label in stack_notes(cell.parts)))

    @property
    def leads(self) -> bool:
        """Whether it is a heading over the rows that follow."""
        return self.kind in (RowKind.GROUP, RowKind.SPAN)

    def cut(self, available: float, note_cost: NoteCost, *, force: bool = False) -> "tuple[RowBox, RowBox] | None":
        """Cut each cell at the last line that fits in a height; None if one cannot be cut there. With `force` cells are
        cut without regard for looks, and one that cannot be cut at all goes to the second part whole."""
        room = available - 2 * self.pad_y
        heads: list[CellBox] = []
        rests: list[CellBox] = []
        for cell in self.cells:
            if stack_height(cell.parts) <= room + 0.01:
                heads.append(cell)
                rests.append(replace(cell, parts=()))
                continue
            halves = cut_stack(cell.parts, room, note_cost)
            if halves is None and force:
                halves = force_stack(cell.parts, room) or ((), cell.parts)
            if halves is None:
                return None
            heads.append(replace(cell, parts=halves[0]))
            rests.append(replace(cell, parts=halves[1]))
        if not any(cell.parts for cell in heads):
            return None
        return replace(self, cells=tuple(heads)), replace(self, cells=tuple(rests), label="")

    def repeated(self) -> "RowBox":
        """The same row once more, at the head of a table's next part: it was read before. It refers to its footnotes
        again."""
        return replace(self, cells=tuple(replace(cell, parts=_repeated(cell.parts)) for cell in self.cells))

    def draw(self, surface: Surface, x: float, top: float) -> None:
        """Draw the ground and the cells from a top edge."""
        if self.ground:
            first, last = self.cells[0], self.cells[-1]
            surface.rect(x + first.x, top - self.height, last.x + last.width - first.x, self.height, self.ground)
        for cell in self.cells:
            draw_stack(cell.parts, surface, x + cell.x, top - self.pad_y)


def _repeated(parts: tuple[StackPart, ...]) -> tuple[StackPart, ...]:
    return tuple(
        replace(part, flowable=replace(text, mark=Artifact.REPEATED))
        if isinstance(text := part.flowable, TextBlock)
        else part
        for part in parts
    )


NO_ROW = RowBox((), RowKind.BODY, 0.0)
"""What stands for a header that is not there."""


class TableBox(Flowable):
    """A table, or the part of it that stands in one column.

    `repeat` is its header as the next part has it. `column_height` is the height of a whole column. `rows_height` is
    the height of the rows together; it is measured when it is not given, once for all parts of a table: a table of many
    pages would be measured again for each of them.
    """

    caption: TextBlock
    continued: TextBlock
    header: RowBox
    repeat: RowBox
    rows: tuple[RowBox, ...]
    tail: tuple[TextBlock, ...]
    look: TableStyle
    measure: float
    gap: float
    column_height: float
    rows_height: float = -1.0

    def __post_init__(self) -> None:
        """Measure the rows unless that was done before."""
        if self.rows_height < 0.0:
            settle(self, "rows_height", sum(row.height for row in self.rows))

    @property
    def width(self) -> float:
        """The table's width."""
        return self.measure

    @property
    def height(self) -> float:
        """Caption, header, rows and what stands below."""
        return self._head + self.rows_height + self._tail

    @property
    def _above(self) -> float:
        """The height of the caption with the gap below it."""
        return self.caption.height + self.gap if self.caption.lines else 0.0

    @property
    def _head(self) -> float:
        return self._above + self.header.height

    @property
    def _tail(self) -> float:
        return sum(t.height for t in self.tail) + (self.gap if self.tail else 0.0)

    @property
    def anchors(self) -> tuple[tuple[str, float], ...]:
        """The labels of its rows, each with the distance of the row below the top of the table."""
        if not any(row.label for row in self.rows):
            return ()
        top, found = self._head, []
        for row in self.rows:
            if row.label:
                found.append((row.label, top))
            top += row.height
        return tuple(found)

    @property
    def minimum(self) -> float:
        """The head and the rows up to the first that is not a heading; all of a small table."""
        if self.height < SMALL_TABLE * self.column_height:
            return self.height
        height = self._head
        for row in self.rows[: self._fewest]:
            height += min(row.height, MOST_EMPTY * self.column_height)
        return min(height, self.height)

    @property
    def _fewest(self) -> int:
        """The fewest rows that may stand in its first part: up to the second that is no heading, or to the first when
        two are tall."""
        body = list(islice((index + 1 for index, row in enumerate(self.rows) if not row.leads), 2))
        if len(body) == 2 and sum(row.height for row in self.rows[: body[1]]) <= TWO_ROWS * self.column_height:
            return body[1]
        return body[0] if body else len(self.rows)

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of its caption, head and rows, and of what stands below them."""
        below = (label for text in self.tail for label in text.notes)
        return (*self._head_notes, *(label for row in self.rows for label in row.notes), *below)

    @property
    def _head_notes(self) -> tuple[str, ...]:
        return (*self.caption.notes, *self.header.notes)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """As many rows as fit, and of the next one what fits when keeping it whole would leave much of the column
        empty. Heading rows stay with the row after them, and a small table stays whole."""
        if self.height < SMALL_TABLE * self.column_height:
            return None
        count, used, labels = self._fitting(available, note_cost)
        if count == len(self.rows) and count:  # what stands below the rows does not fit: the last one goes with it
            count, used = count - 1, used - self.rows[-1].height
            labels = labels[: len(labels) - len(self.rows[-1].notes)]
        if count < len(self.rows):
            divided = self._cut_row(count, available - used, labels, note_cost)
            if divided is not None:
                return divided
        if count > 0 and not _holds_two(self.rows, range(count, len(self.rows))) and self._spares(count - 1):
            count -= 1
        while count > 0 and self.rows[count - 1].leads:
            count -= 1
        return self._part(self.rows[:count], self.rows[count:]) if count >= max(1, self._fewest) else None

    def _spares(self, at: int) -> bool:
        """Whether the row at a place may go to the next part, with the last one: it is not tall, and two stay."""
        row = self.rows[at]
        return not row.leads and row.height <= TWO_ROWS * self.column_height and _holds_two(self.rows, range(at))

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        """Cut wherever the height ends, in caption and header too, and without regard for footnotes: for a table of
        which nothing else fits an empty column."""
        if self._above > available + 0.01:
            lines = self.caption.force_cut(available - self.gap)
            if lines is None or not isinstance(lines[0], TextBlock) or not isinstance(lines[1], TextBlock):
                return None
            return self._heading_alone(lines[0], NO_ROW), replace(self, caption=lines[1])
        if self._head > available + 0.01:
            halves = self.header.cut(available - self._above, _no_notes, force=True) or (NO_ROW, self.header)
            if not (halves[0].cells or self.caption.lines):
                return None
            rest = replace(self, caption=_nothing(self.caption), header=halves[1])
            return self._heading_alone(self.caption, halves[0]), rest
        count, used, _ = self._fitting(available, _no_notes)
        if 0 < count < len(self.rows):
            return self._part(self.rows[:count], self.rows[count:])
        if self.rows and count == 0:
            halves = self.rows[0].cut(available - used, _no_notes, force=True) or (NO_ROW, self.rows[0])
            if halves[0].cells:
                return self._part((halves[0],), (halves[1], *self.rows[1:]))
            if not (self.caption.lines or self.header.cells):
                return None
            rest = replace(self, caption=_nothing(self.caption), header=NO_ROW, repeat=NO_ROW)
            return self._heading_alone(self.caption, self.header), rest
        below = tuple(StackPart(text) for text in self.tail)
        stacks = cut_stack(below, available - used - self.gap, _no_notes) or force_stack(
            below, available - used - self.gap
        )
        first, second = stacks or ((), below)
        if not (first or self.rows):
            return None
        rest = replace(self, rows=(), rows_height=0.0, caption=self.continued, header=NO_ROW, tail=_texts(second))
        return replace(self, tail=_texts(first)), rest

    def _heading_alone(self, caption: TextBlock, header: RowBox) -> "TableBox":
        return replace(self, caption=caption, header=header, rows=(), rows_height=0.0, tail=())

    def _fitting(self, available: float, note_cost: NoteCost) -> tuple[int, float, tuple[str, ...]]:
        """How many rows fit under the head with their footnotes, the height down to there, and these footnotes."""
        used = self._head
        labels = self._head_notes
        for index, row in enumerate(self.rows):
            noted = labels + row.notes
            if used + row.height + (note_cost(noted) if noted else 0.0) > available + 0.01:
                return index, used, labels
            used, labels = used + row.height, noted
        return len(self.rows), used, labels

    def _cut_row(
        self, count: int, left: float, labels: tuple[str, ...], note_cost: NoteCost
    ) -> tuple[Flowable, Flowable] | None:
        """Cut inside the row after so many, of which a height is left; None if it had better stay whole."""
        row = self.rows[count]
        whole = self.repeat.height + row.height <= self.column_height + 0.01
        if row.leads or (whole and min(left, row.height) <= MOST_EMPTY * self.column_height):
            return None
        before = note_cost(labels) if labels else 0.0
        room = min(left - before, row.height - 1.0)
        halves = row.cut(room, lambda more: note_cost(labels + more) - before)
        if halves is None:
            return None
        return self._part((*self.rows[:count], halves[0]), (halves[1], *self.rows[count + 1 :]))

    def _part(self, first: tuple[RowBox, ...], rest: tuple[RowBox, ...]) -> tuple[Flowable, Flowable]:
        """The table divided: the rows of its first part, and those of the next, of which the first may be the rest of a
        row."""
        placed = len(self.rows) - len(rest)
        height = self.rows_height - sum(row.height for row in self.rows[:placed])
        if rest:
            height += rest[0].height - self.rows[placed].height
        going_on = replace(self, rows=rest, rows_height=max(height, 0.0), caption=self.continued, header=self.repeat)
        return replace(self, rows=first, rows_height=-1.0, tail=()), going_on

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw from the top: caption, header, rows with their rules, notes and source."""
        top = y + self.height
        if self.caption.lines:
            top -= self.caption.height
            self.caption.drawOn(surface, x, top)
            top -= self.gap
        if self.header.cells:
            self.header.draw(surface, x, top)
            top -= self.header.height
            self._rule(surface, x, top, self.look.head_rule)
        for index, row in enumerate(self.rows):
            row.draw(surface, x, top)
            top -= row.height
            following = self.rows[index + 1] if index + 1 < len(self.rows) else None
            if following is not None and not row.leads:
                self._rule(surface, x, top, self.look.row_rule)
        if self.rows:
            self._rule(surface, x, top, self.look.end_rule)
        top -= self.gap
        for text in self.tail:
            top -= text.height
            text.drawOn(surface, x, top)

    def _rule(self, surface: Surface, x: float, y: float, rule: Rule) -> None:
        if rule.width:
            surface.rule(x, y, x + self.measure, y, rule.width, rule.colour)


def _holds_two(rows: tuple[RowBox, ...], places: range) -> bool:
    """Whether two or more of the rows at some places are no headings; no more are looked at than need be."""
    return len(list(islice((at for at in places if not rows[at].leads), 2))) == 2


def _nothing(text: TextBlock) -> TextBlock:
    """A text without lines."""
    return replace(text, lines=(), notes_by_line=())


def _texts(parts: tuple[StackPart, ...]) -> tuple[TextBlock, ...]:
    return tuple(part.flowable for part in parts if isinstance(part.flowable, TextBlock))


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
        wanted = [max(low, min(high, width / count)) for low, high in zip(least, natural, strict=True)]
        rest = width - sum(wanted[i] for i in range(count) if shares[i] is None)
        return [wanted[i] if share is None else max(rest, 0.0) * share / total for i, share in enumerate(shares)]
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
