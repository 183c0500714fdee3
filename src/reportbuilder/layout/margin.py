"""The outer margin: side heads, side notes and figures that stand beside the text they belong to.

A flowable of the margin belongs to an item of the text (`Item.margin`) and begins level with its first line. On a left
page the margin is at the left of the text, on a right page at its right.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from reportbuilder.document.model import Float, Span
from reportbuilder.layout.columns import ItemPosition
from reportbuilder.layout.flow import Flowable, Item
from reportbuilder.layout.page import Geometry, Side
from reportbuilder.style.model import Design, MarginLook
from reportbuilder.values import replace

LEAST_WIDTH = 60.0
"""A margin narrower than this, in points, has no room for words."""
OVERHANG = 2
"""So many lines of the grid may what is in the margin end below the text, when it begins near the foot of a page."""


def margin_width(design: Design, geometry: Geometry) -> float:
    """The width of the margin's column in points; 0 where the design has none, or several columns of text."""
    if design.margin is None or geometry.columns > 1:
        return 0.0
    width = geometry.area_width - geometry.text_width - design.margin.gap
    return width if width >= LEAST_WIDTH else 0.0


def takes_margin(item: Item, geometry: Geometry) -> bool:
    """Whether something may stand in the margin beside an item: one that stays in the text and leaves the margin
    free."""
    return item.float is Float.HERE and item.span is Span.COLUMN and item.flowable.width <= geometry.text_width + 0.01


def beside(item: Item, notes: Iterable[Item]) -> Item:
    """The item with these beside it in the margin: with their labels, and the larger of the spaces above."""
    notes = tuple(notes)
    if not notes:
        return item
    return replace(
        item,
        margin=(*(note.flowable for note in notes), *item.margin),
        before=max(item.before, *(note.before for note in notes)),
        labels=(*(label for note in notes for label in note.labels), *item.labels),
        opens=max(item.opens, *(note.opens for note in notes)),
    )


def with_room(items: Sequence[Item], geometry: Geometry) -> list[Item]:
    """The items with space after those whose margin is taller than they are, where the next one needs the margin."""
    result = list(items)
    free, taken = 0.0, 0.0  # the height of the text since the margin was begun, and of what is in the margin
    for at, item in enumerate(result):
        if item.float is not Float.HERE:
            continue
        needed = item.margin or not takes_margin(item, geometry)
        if needed and at and taken > free:
            before = result[at - 1]
            lacking = geometry.snap(taken - free)
            result[at - 1] = replace(before, after=max(before.after, item.before) + lacking)
        if needed:
            free, taken = 0.0, margin_height(item.margin, geometry)
        free += geometry.snap(item.flowable.height) + max(item.after, 0.0)
    return result


def margin_height(notes: Sequence[Flowable], geometry: Geometry) -> float:
    """The height of flowables under each other in the margin, a line of the grid between them."""
    grid = geometry.setup.grid
    return sum(geometry.snap(note.height) for note in notes) + grid * max(len(notes) - 1, 0)


def margin_x(look: MarginLook, geometry: Geometry, side: Side) -> float:
    """The left edge of the margin's column on a page, in points from its left edge."""
    left = geometry.left(side)
    return left if side is Side.LEFT else left + geometry.text_width + look.gap


def margin_positions(
    positions: Sequence[ItemPosition], geometry: Geometry
) -> Iterator[tuple[ItemPosition, tuple[tuple[Flowable, float], ...]]]:
    """Each position with what stands beside it: flowables and their top edges, in points below the top of the type
    area. What would run into something above it in the margin stands lower."""
    grid, foot = geometry.setup.grid, -math.inf
    lowest = geometry.height + OVERHANG * grid
    for position in positions:
        found: list[tuple[Flowable, float]] = []
        top = position.top
        if position.item.margin:
            top = max(foot, min(top, lowest - margin_height(position.item.margin, geometry)))
        for note in position.item.margin:
            found.append((note, top))
            foot = top + geometry.snap(note.height) + grid
            top = foot
        yield position, tuple(found)
