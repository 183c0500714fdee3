"""`:::{lead}`: a sentence at the head of a chapter that says what it found, set larger than the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from reportbuilder.blocks.margin_notes import one_paragraph
from reportbuilder.document.model import Block, CustomBlock, Inline
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Item
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.values import replace


class Lead(CustomBlock):
    """The lead of a chapter."""

    words: tuple[Inline, ...]

    @classmethod
    def read(cls, directive: Directive, settings: object, reading: ReadingContext) -> tuple[Block, ...]:
        """The body is one paragraph."""
        del settings
        words = one_paragraph(directive, reading)
        return (cls(words, place=directive.place),) if words else ()

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """Its words."""
        return {"lead": self.words}

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The lead in other words."""
        return replace(self, words=texts["lead"])

    def style_of(self, text: str) -> str:
        """That of quotes: the largest text in the column."""
        del text
        return "quote"

    def structure(self, tags: Tagger) -> Element:
        """A paragraph."""
        return tags.element(Role.P, of=(self.id, "lead"))

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """One text across the column, kept together; its last line is on the grid."""
        style, grid = setter.setter.design.text.quote, setter.geometry.setup.grid
        mark, width = setter.tags.mark(self.id, "lead"), setter.geometry.column_width
        words = setter.on_grid(self.words, style, width, mark, self.place, whole=True)
        yield Item(words, 0.0, grid, place=self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "inleidende zin" if language == "nl" else "lead"
