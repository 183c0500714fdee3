"""What is wrong with a composed page, as a cost: the faults that `page_faults` counts in finished pages, before there
are any, and how far each is from what would pass."""

import math
from collections.abc import Mapping

from reportbuilder.document.model import BreakKind, Float
from reportbuilder.layout.columns import LEVEL_LINES, ItemPosition
from reportbuilder.layout.compose import ComposedPage, PageChoice
from reportbuilder.layout.flow import Item, ItemStream
from reportbuilder.layout.margin import margin_height
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.values import Value

FAULT = 20.0
"""The least cost of a fault; what costs less is no fault."""
EMPTY = 60.0
"""The cost of a page that is not full enough, and as much again for each share of `EMPTY_SHARE` that it lacks."""
EMPTY_SHARE = 0.2
UNEVEN = 20.0
"""The cost of columns or facing pages that do not end level, and of each line between them."""
UNEVEN_LINE = 3.0
SINGLE_ROW = 50.0
OVERHANGING = 10.0
"""The cost of what stands in the margin and ends below the text."""
BROKEN_WORD = 30.0
APART = 60.0
"""The cost of an introduction apart from what it introduces, and of a float for each spread between it and its
mention."""
SHORT_LINE = 0.5
"""The cost of each line between the text of a page and its foot."""
CHOICE_LINE = 1.0
CHOICE_STOP = 1.5
CHOICE_FLOATS = 2.0
LEAST_FILL = 0.8
"""The least share of a page that its text fills, from head to foot."""
LEAST_LAST_FILL = 0.35
"""The same of the last page of a chapter, and of one that the author ends."""
FEWEST_LINES = 4
"""A column or a page of fewer lines than this is a runt."""
TALL_ROW = 0.25
"""A row that takes more than this share of a page may stand alone under the head of its table."""


class PageEnd(Value):
    """How a page ends: the line on which its text does, whether the text or the author ends it there, and whether a
    table goes on after it."""

    foot: int
    closed: bool
    table: bool


class PageCosts:
    """The costs of the pages of a section."""

    fault = FAULT

    def __init__(self, stream: ItemStream, geometry: Geometry) -> None:
        self._stream, self._geometry = stream, geometry
        self._lines = round(geometry.height / geometry.setup.grid)
        floats = [item for item in stream.items if item.float is not Float.HERE and item.labels]
        self.has_floats = any(item.float is not Float.HERE for item in stream.items)
        self._mentions = _first_mentions(stream, {label for item in floats for label in item.labels if label})

    def end_of(self, page: ComposedPage) -> PageEnd:
        """How a page ends."""
        following = page.cursor.current(self._stream)
        author = following is not None and following.break_before is BreakKind.PAGE and page.cursor.rest is None
        closed = author or page.cursor.done(self._stream)
        table = page.cursor.rest is not None and isinstance(page.cursor.rest, TableBox)
        return PageEnd(max(self._feet(page)), closed, table)

    def of_choice(self, choice: PageChoice) -> float:
        """The cost of a choice by itself: a plain page is better where all else is equal."""
        cost = CHOICE_LINE * choice.shorter + (CHOICE_STOP if choice.stop >= 0 else 0.0)
        return cost + (CHOICE_FLOATS if choice.floats is not None else 0.0)

    def of_page(self, page: ComposedPage, end: PageEnd) -> float:
        """The cost of a page by itself."""
        feet = self._feet(page)
        fill, least = sum(feet) / len(feet) / self._lines, LEAST_LAST_FILL if end.closed else LEAST_FILL
        cost = 0.0 if end.closed or end.table else SHORT_LINE * (self._lines - end.foot)
        if fill < least - 0.004:
            cost += EMPTY * (1 + (least - fill) / EMPTY_SHARE)
        uneven = max(feet) - min(feet)
        if uneven > LEVEL_LINES:
            cost += UNEVEN + UNEVEN_LINE * uneven
        for position in page.positions:
            flowable, margin = position.item.flowable, position.item.margin
            if margin and position.top + margin_height(margin, self._geometry) > self._geometry.height + 0.01:
                cost += OVERHANGING
            if isinstance(flowable, TextBlock) and flowable.lines and flowable.lines[-1].hyphenated:
                cost += BROKEN_WORD
            elif isinstance(flowable, TableBox) and self._is_single(position, flowable):
                cost += SINGLE_ROW
        return cost + (APART if self._announces(page) else 0.0)

    def of_spread(self, left: PageEnd, right: PageEnd) -> float:
        """The cost of two pages that face each other."""
        uneven = abs(left.foot - right.foot)
        short = left if left.foot < right.foot else right
        if left.closed or right.closed or short.table or uneven <= LEVEL_LINES:
            return 0.0
        return UNEVEN + UNEVEN_LINE * uneven

    def mentions_on(self, page: ComposedPage, before: Mapping[str, int], number: int) -> Mapping[str, int]:
        """The pages of mentions with those on a page of this number."""
        missing = [label for label in self._mentions if label not in before]
        if not missing:
            return before
        new: dict[str, int] = {}
        for position in page.positions:
            for label in missing:
                if self._mentions[label] == position.item.order and _names(position.item, label):
                    new.setdefault(label, number)
        return {**before, **new} if new else before

    def floats_on(self, page: ComposedPage, before: Mapping[str, int], number: int) -> Mapping[str, int]:
        """The pages of floats with those on a page of this number."""
        if not self._mentions:
            return before
        items = (position.item for position in page.positions if position.item.float is not Float.HERE)
        new = {label: number for item in items for label in item.labels if label in self._mentions}
        return {**before, **new} if new else before

    def of_floats(
        self,
        mentions: Mapping[str, int],
        floats: Mapping[str, int],
        known_mentions: Mapping[str, int],
        known_floats: Mapping[str, int],
    ) -> float:
        """The cost of the floats that stand or are mentioned on a page, and were not both before."""
        cost = 0.0
        for label in floats.keys() & mentions.keys():
            if label not in known_mentions or label not in known_floats:
                cost += APART * abs(floats[label] // 2 - mentions[label] // 2)
        return cost

    def _feet(self, page: ComposedPage) -> list[int]:
        """The line on which each column ends, with what spans it."""
        ends = [0] * self._geometry.columns
        for position in page.positions:
            item = position.item
            line = math.ceil((position.top + item.flowable.height) / self._geometry.setup.grid - 0.05)
            step = self._geometry.column_width + self._geometry.setup.gutter
            last = min(position.column + max(1, math.ceil(item.flowable.width / step - 0.05)), len(ends))
            for column in range(position.column, last):
                ends[column] = max(ends[column], line)
        return ends

    def _is_single(self, position: ItemPosition, table: TableBox) -> bool:
        """Whether a part of a table has one row that is no heading."""
        items, order = self._stream.items, position.item.order
        if order >= len(items) or table is items[order].flowable:
            return False
        rows = [row for row in table.rows if not row.leads]
        return len(rows) == 1 and rows[0].height <= TALL_ROW * self._geometry.height

    def _announces(self, page: ComposedPage) -> bool:
        """Whether a page ends with an item that is to stay with the next."""
        cursor = page.cursor
        if cursor.rest is not None or not 0 < cursor.index < len(self._stream.items):
            return False
        return self._stream.items[cursor.index - 1].keep_with_next


def _names(item: Item, label: str) -> bool:
    """Whether a text refers to a label."""
    text = item.flowable
    if not isinstance(text, TextBlock):
        return False
    return any(piece.style.link == f"#{label}" for line in text.lines for piece in line.pieces)


def _first_mentions(stream: ItemStream, labels: set[str]) -> dict[str, int]:
    """The number of the first item that refers to each of some labels, of those that are referred to."""
    found: dict[str, int] = {}
    for item in stream.items:
        if len(found) == len(labels):
            break
        if isinstance(item.flowable, TextBlock):
            for line in item.flowable.lines:
                for piece in line.pieces:
                    if piece.style.link and (label := piece.style.link[1:]) in labels:
                        found.setdefault(label, item.order)
    return found
