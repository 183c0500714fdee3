"""Remarks about changes that words cannot show: what was done, and the words before and after."""

from __future__ import annotations

from collections.abc import Sequence

from reportbuilder.compare.changes import Action, Change
from reportbuilder.compare.marking import struck, tied
from reportbuilder.compare.phrasing import Phrases, shortened
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    ChangeNote,
    Inline,
    LineBreak,
    PageReference,
    Revised,
    Revision,
    Text,
    change_label,
)
from reportbuilder.values import replace

_MOST = 300  # characters of either side that a remark tells


def remark(change: Change, phrases: Phrases, place: Place = Place()) -> ChangeNote:
    """What happened, beside the place where it did."""
    words = (_said(inline, change.number) for inline in _words(change, phrases))
    return ChangeNote(tuple(words), change.number, place)


def together(notes: Sequence[ChangeNote]) -> list[ChangeNote]:
    """Remarks about one thing as one, a line for each."""
    if not notes:
        return []
    first, *more = notes
    lines = (inline for note in more for inline in (LineBreak(), *note.children))
    return [replace(first, children=(*first.children, *lines))]


def went_to(change: Change, phrases: Phrases, place: Place = Place()) -> ChangeNote:
    """Where something went, at the place where it was; the change itself is at the other place, so that this note has
    no number."""
    reference = PageReference(change_label(change.number), phrases.page, place, phrases.line)
    words = f": {phrases.quoted(shortened(change.old, 80))}." if change.old else "."
    return ChangeNote((Text(f"{phrases.to} "), reference, Text(words)), 0, place)


def _said(inline: Inline, change: int) -> Inline:
    """Words of a remark as a part of its change, so that it is found on the pages."""
    return inline if isinstance(inline, Revised) else Revised((inline,), Revision.CHANGED, change)


def _words(change: Change, phrases: Phrases) -> list[Inline]:
    if change.action is Action.MOVED:
        where = phrases.stood(change)
        kind = _capital(phrases.kind(change))
        return [Text(f"{kind}. {phrases.from_.format(place=where)}." if where else f"{kind}.")]
    parts = phrases.where(change.now)
    head = _capital(phrases.kind(change)) + (f" ({parts})" if parts else "")
    old, new = (shortened(words, _MOST) for words in phrases.told(change))
    if change.action in (Action.SPLIT, Action.JOINED) or not (old or new):
        return [Text(f"{head}.")]
    found: list[Inline] = [tied(f"{head}: ")]
    if old:
        found.append(struck(old, change.number))
    if old and new:
        found.append(Text(" → "))
    if new:
        found.append(Revised((tied(new),), Revision.INSERTED, change.number))
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
