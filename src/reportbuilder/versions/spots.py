"""Where each line of a report's text form stands, in words that a reader finds it by."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.values import Value
from reportbuilder.versions.changes import Spot
from reportbuilder.versions.nodes import OBJECTS, Node, Role
from reportbuilder.versions.said import Names


class Side(Value, eq=False):
    """One of two versions: its tree, what its labels are called, and where each of its lines stands; `parents` has of
    each line the one that it is under."""

    tree: Node
    names: Names
    spots: tuple[Spot, ...]
    parents: tuple[int, ...]

    def shown(self, text: str) -> str:
        """A text form as people read it."""
        return self.names.shown(text)

    def spot(self, node: Node) -> Spot:
        """Where a node stands."""
        return self.spots[node.index]


def side_of(tree: Node, names: Names) -> Side:
    """A version with its spots worked out."""
    spots: list[Spot] = []
    parents: list[int] = []
    for child, parent in _with_parents(tree, 0):
        parents.append(parent)
        spots.append(Spot(place=child.place))
    for chapter in tree.children:
        title = names.shown(chapter.text) if chapter.role is Role.CHAPTER else ""
        heading = ""
        if chapter.role in (Role.SETTING, Role.MADE):
            spots[chapter.index] = Spot(parts=((chapter.role, chapter.name),), place=chapter.place)
            continue
        for unit in chapter.walk():
            if unit.role is Role.HEADING:
                heading = names.shown(unit.text)
            spots[unit.index] = Spot(title, heading, (), unit.place)
        for unit in chapter.children:
            for node, parts in _parts(unit, names):
                before = spots[node.index]
                spots[node.index] = Spot(before.chapter, before.heading, parts, before.place)
    return Side(tree, names, tuple(spots), tuple(parents))


Parts = tuple[tuple[Role, str], ...]


def _parts(unit: Node, names: Names) -> Iterator[tuple[Node, Parts]]:
    """The nodes under an object, each with what it is a part of."""
    if unit.role not in OBJECTS:
        return
    own = (unit.role, _name(unit, names))
    yield unit, (own,)
    columns = [names.shown(child.text) for child in unit.children if child.role is Role.COLUMN]
    for child in unit.children:
        yield child, (own,)
        if child.role is Role.KEY_FIGURE:
            label = names.shown(child.child(Role.LABEL).text)
            yield from ((node, (own, (Role.KEY_FIGURE, label))) for node in child.walk())
        elif child.role is Role.ROW:
            row = (Role.ROW, names.shown(child.name or next((cell.text for cell in child.children), "")))
            yield child, (own, row)
            at = 0
            for cell in child.children:
                column = columns[at] if at < len(columns) and cell.line.level == 1 else ""
                yield cell, (own, row, (Role.COLUMN, column)) if column else (own, row)
                at += cell.line.level


def _name(unit: Node, names: Names) -> str:
    """What an object is called: its number, or else its caption or title."""
    known = names.words.get(unit.name, ())
    if known and any(character.isdigit() for character in known[0]):
        return known[0]
    titles = (child.text for child in unit.children if child.role in (Role.CAPTION, Role.TITLE))
    return names.shown(next(titles, ""))


def _with_parents(node: Node, parent: int) -> Iterator[tuple[Node, int]]:
    yield node, parent
    for child in node.children:
        yield from _with_parents(child, node.index)
