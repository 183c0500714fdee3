"""`:::{lead}`: a sentence at the head of a chapter that says what it found, set larger than the text."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.blocks.single_paragraph import WORDS, SingleParagraph
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Item


class Lead(SingleParagraph):
    """The lead of a chapter."""

    def style_of(self, text: str) -> str:
        """That of quotes: the largest text in the column."""
        del text
        return "quote"

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """One text across the column, kept together; its last line is on the grid."""
        style, grid = setter.setter.design.text.quote, setter.geometry.setup.grid
        mark, width = setter.tags.mark(self.id, WORDS), setter.geometry.column_width
        words = setter.on_grid(self.words, style, width, mark, self.place, whole=True)
        yield Item(words, 0.0, grid, place=self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "inleidende zin" if language == "nl" else "lead"
