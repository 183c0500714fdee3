"""How the words of a text are set: what stands out, is in another language, or leads somewhere."""

from __future__ import annotations

from typing import assert_never

from reportbuilder.compare.plain_text import Names, said
from reportbuilder.document.model import (
    Emphasis,
    Foreign,
    Link,
    NoteReference,
    Revised,
    Script,
    Strong,
    Styled,
    Text,
)
from reportbuilder.document.walk import Inlines
from reportbuilder.values import Value

Look = tuple[int, int, str]
"""A stretch of a text form and what is done to it: "strong", "foreign en", "link https://…"."""

LINK = "link"
"""The look that says where words lead; its address, or a label with its #, follows after a space."""
_SCRIPTS = {True: "raised", False: "lowered"}


class _Found(Value, eq=False):
    """What was found so far in inline content."""

    names: Names
    looks: list[Look]
    notes: list[tuple[str, int]]

    def walk(self, inlines: Inlines, at: int) -> int:
        """Go through inline content that begins at a character; the character after it."""
        for inline in inlines:
            if isinstance(inline, NoteReference):
                self.notes.append((inline.label, at))
            elif isinstance(inline, Styled) and not (isinstance(inline, Link) and self.names.knows(inline)):
                stop = self.walk(inline.children, at)
                kind = _kind(inline)
                if kind and stop > at:
                    self.looks.append((at, stop, kind))
                at = stop
            else:
                at += len(said((inline,), self.names))
        return at


def looks_of(inlines: Inlines, names: Names) -> tuple[tuple[Look, ...], tuple[tuple[str, int], ...]]:
    """How words are set, and the labels of the footnotes that are marked among them, each with its character."""
    if all(isinstance(inline, Text) for inline in inlines):
        return (), ()
    found = _Found(names, [], [])
    found.walk(inlines, 0)
    return tuple(sorted(found.looks)), tuple(found.notes)


def _kind(inline: Styled) -> str:
    match inline:
        case Strong():
            return "strong"
        case Emphasis():
            return "emphasis"
        case Foreign(language=language):
            return f"foreign {language}"
        case Script(raised=raised):
            return _SCRIPTS[raised]
        case Link(target=target):
            return f"{LINK} {target}"
        case Revised():
            return ""
        case _:
            assert_never(inline)
