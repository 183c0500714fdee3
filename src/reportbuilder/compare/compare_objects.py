"""Tables, charts, figures and sets of key figures that are the same ones, changed: what happened inside them."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.compare.align import Match, align, in_order
from reportbuilder.compare.block_changes import changes_of_siblings, cut, gone_from, kept_after, puts
from reportbuilder.compare.changes import Action, Change, Edit, Moved, Reworded, Subject
from reportbuilder.compare.compare_tables import changes_of_table
from reportbuilder.compare.compare_words import action_of, changes_of_text, edits_of
from reportbuilder.compare.locations import Side
from reportbuilder.compare.nodes import Node, Role
from reportbuilder.values import replace

_SINGLE = (Role.CAPTION, Role.TITLE, Role.IMAGE, Role.ALT, Role.SOURCE)


def changes_inside(old: Node, new: Node, sides: tuple[Side, Side]) -> Iterator[Change]:
    """What happened under two nodes that are the same one."""
    for role in _SINGLE:
        one, other = _only(old, role), _only(new, role)
        if one is not None and other is not None:
            yield from changes_of_text(one, other, *sides)
    if new.role is Role.TABLE:
        yield from changes_of_table(old, new, sides)
    elif new.role is Role.CHART:
        yield from _changes_of_data(old, new, sides)
    elif new.role is Role.KEY_FIGURES:
        yield from _changes_of_key_figures(old, new, sides)


def _only(node: Node, role: Role) -> Node | None:
    return next((child for child in node.children if child.role is role), None)


def _of(node: Node, role: Role) -> list[Node]:
    return [child for child in node.children if child.role is role]


def _changes_of_data(old: Node, new: Node, sides: tuple[Side, Side]) -> Iterator[Change]:
    """That a chart shows other figures: one change, however many they are."""
    olds, news = _of(old, Role.DATUM), _of(new, Role.DATUM)
    there = {node.name: node for node in reversed(news)}
    pairs = []
    for node in olds:
        if node.name in there:
            pairs.append((node, there.pop(node.name)))
    pairs.sort(key=lambda pair: pair[1].index)
    stay = in_order([one.index for one, _ in pairs])
    matches = [Match((one,), (other,), i not in stay) for i, (one, other) in enumerate(pairs)]
    known = {node.index for pair in pairs for node in pair[:1]}, {other.index for _, other in pairs}
    edits: list[Edit] = [
        edit for pair in pairs for edit in edits_of(pair[:1], pair[1:]) if pair[0].text != pair[1].text
    ]
    gone = [node for node in olds if node.index not in known[0]]
    fresh = [node for node in news if node.index not in known[1]]
    leaving = [*gone, *(match.olds[0] for match in matches if match.moved)]
    first = news[0].index if news else new.stop
    places = {n.index: line for n, line in gone_from(olds, kept_after(matches), first, leaving)}
    edits += [cut(node, places[node.index], new.index) for node in gone]
    edits += [put for node in fresh for put in puts(node)]
    for match in (match for match in matches if match.moved):
        node, arrived = match.olds[0], match.news[0]
        edits.append(Moved(node.index, node.stop, arrived.index, arrived.stop, places[node.index], new.index))
    if edits:
        was = "; ".join([one.text for one, other in pairs if one.text != other.text] + [n.text for n in gone])
        now = "; ".join([other.text for one, other in pairs if one.text != other.text] + [n.text for n in fresh])
        told = Change(Subject.CHART_DATA, Action.CHANGED, was, now, edits=tuple(edits), line=new.index)
        yield replace(told, was=sides[0].spot(old), now=sides[1].spot(new))


def _changes_of_key_figures(old: Node, new: Node, sides: tuple[Side, Side]) -> Iterator[Change]:
    olds, news = _of(old, Role.KEY_FIGURE), _of(new, Role.KEY_FIGURE)
    matches = align([(olds, news)])
    yield from changes_of_siblings(olds, news, matches, new.index, new.index + 2, sides)
    for match in matches:
        yield from _changes_of_key_figure(match.olds[0], match.news[0], sides)


def _changes_of_key_figure(old: Node, new: Node, sides: tuple[Side, Side]) -> Iterator[Change]:
    pairs = [(one, other) for one, other in zip(old.children, new.children, strict=True) if one.text != other.text]
    edits: tuple[Reworded, ...] = tuple(edit for one, other in pairs for edit in edits_of((one,), (other,)))
    if edits:
        was = " · ".join(filter(None, (sides[0].shown(one.text) for one, _ in pairs)))
        now = " · ".join(filter(None, (sides[1].shown(other.text) for _, other in pairs)))
        told = Change(Subject.KEY_FIGURE, action_of(was, now), was, now, edits=edits, line=new.index)
        label = new.children[1]
        yield replace(told, was=sides[0].spot(old.children[1]), now=sides[1].spot(label))
