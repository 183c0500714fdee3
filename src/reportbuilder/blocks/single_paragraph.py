"""Blocks whose content is one paragraph of words, such as a lead or a note in the margin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from reportbuilder.diagnostics import Code, Place
from reportbuilder.document.model import Block, CustomBlock, Inline
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.values import replace

WORDS = "words"
"""The name of its only text."""


def read_paragraph(directive: Directive, reading: ReadingContext) -> tuple[Inline, ...]:
    """The one paragraph of a directive's body; empty, and a problem, when there is none or more than one."""
    lines = directive.body.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    text = directive.body.strip()
    if first is None or "\n\n" in text:
        message = f"“{{{directive.name}}}” holds one paragraph."
        reading.diagnostics.add(Code.DIRECTIVE_BODY, message, directive.place, "Write it between the colons.")
        return ()
    place = Place(directive.place.file, directive.body_line + first, 1)
    return reading.inlines(" ".join(text.split()), place)


class SingleParagraph(CustomBlock):
    """A block of one paragraph. A kind of it says in which style and where that stands (`style_of`, `layout`), and what
    the block is called (`name_in`)."""

    words: tuple[Inline, ...]

    @classmethod
    def read(cls, directive: Directive, settings: object, reading: ReadingContext) -> tuple[Block, ...]:
        """The body is one paragraph."""
        del settings
        words = read_paragraph(directive, reading)
        return (cls(words, place=directive.place),) if words else ()

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """Its words."""
        return {WORDS: self.words}

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The block in other words."""
        return replace(self, words=texts[WORDS])

    def structure(self, tags: Tagger) -> Element:
        """A paragraph."""
        return tags.element(Role.P, of=(self.id, WORDS))
