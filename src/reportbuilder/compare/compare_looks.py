"""Words that stayed and are set otherwise now: standing out or no more, in another language, or leading elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportbuilder.compare.changes import Action, Around, Change, Restyled, Reworded, Subject
from reportbuilder.compare.inline_styles import LINK
from reportbuilder.compare.locations import Side, around
from reportbuilder.compare.nodes import Node
from reportbuilder.values import Value, replace

Kinds = tuple[str, ...]


class _Stretch(Value):
    """A stretch of a new text, and how its words were and are set."""

    start: int
    stop: int
    was: Kinds
    now: Kinds


def changes_of_looks(old: Node, new: Node, edits: Sequence[Reworded], sides: tuple[Side, Side]) -> Iterator[Change]:
    """What was set otherwise of the words that two nodes share; `edits` are those between their texts."""
    if not old.looks and not new.looks:
        return
    for stretch in _joined(new.text, _stretches(old, new, edits, sides)):
        words = sides[1].shown(new.text[stretch.start : stretch.stop]).strip()
        other = {kind.split(" ")[0] for kind in set(stretch.was) ^ set(stretch.now)}
        subject = Subject.LINK if other == {LINK} else Subject.FORM
        looks = tuple("; ".join(kinds) for kinds in (stretch.was, stretch.now))
        near: Around = around(new.text, stretch.start, stretch.stop, sides[1])
        told = Change(subject, Action.CHANGED, words, words, near, near, (looks[0], looks[1]))
        edit = Restyled(new.index, stretch.start, stretch.stop)
        yield replace(told, was=sides[0].spot(old), now=sides[1].spot(new), edits=(edit,), line=new.index)


def _stretches(old: Node, new: Node, edits: Sequence[Reworded], sides: tuple[Side, Side]) -> Iterator[_Stretch]:
    """The stretches of words that both have, and that are not set alike."""
    at = new_at = 0
    for edit in (*sorted(edits, key=lambda edit: edit.at), None):
        stop = edit.at if edit is not None else len(old.text)
        inside = {place - at for look in old.looks for place in look[:2]}
        inside |= {place - new_at for look in new.looks for place in look[:2]}
        bounds = sorted({0, stop - at, *(place for place in inside if 0 < place < stop - at)})
        for low, high in pairwise(bounds):
            was, now = _kinds(old, at + low, sides[0]), _kinds(new, new_at + low, sides[1])
            if was != now:
                yield _Stretch(new_at + low, new_at + high, was, now)
        if edit is not None:
            at, new_at = edit.at + len(edit.old), edit.new_at + len(edit.new)


def _kinds(node: Node, at: int, side: Side) -> Kinds:
    """How the word at a character is set; what a label is called instead of the label."""
    found = {kind for start, stop, kind in node.looks if start <= at < stop}
    label = f"{LINK} #"
    return tuple(
        sorted(
            f"{LINK} {side.names.called(kind.removeprefix(label))}" if kind.startswith(label) else kind
            for kind in found
        )
    )


def _joined(text: str, found: Iterator[_Stretch]) -> list[_Stretch]:
    """Stretches with nothing but spaces between them as one; marks alone are not told."""
    joined: list[_Stretch] = []
    for stretch in found:
        last = joined[-1] if joined else None
        if last and (last.was, last.now) == (stretch.was, stretch.now) and not text[last.stop : stretch.start].strip():
            joined[-1] = replace(last, stop=stretch.stop)
        else:
            joined.append(stretch)
    return [s for s in joined if any(character.isalnum() for character in text[s.start : s.stop])]
