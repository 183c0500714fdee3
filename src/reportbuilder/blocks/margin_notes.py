"""Notes and figures in the outer margin: `:::{margin-note}` and `:::{margin-figure}`.

They stand beside the paragraph that follows them, and are read before it. A design without a margin sets them in the
column::

    :::{margin-figure} {{ kerngetallen.beslag[2019] }}
    aan crimineel vermogen in beslag genomen
    :::
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from reportbuilder.blocks.single_paragraph import WORDS, SingleParagraph, read_paragraph
from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Block, CustomBlock, Inline
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable, Item, Surface
from reportbuilder.layout.margin import margin_width
from reportbuilder.layout.typeset import TextBlock, in_sizes
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.style.model import Rule, TextStyle
from reportbuilder.values import replace

RULE_GAP = 0.25
"""The space between the rule above a figure and the figure, in its size."""


class MarginNote(SingleParagraph):
    """A short note beside the text."""

    def style_of(self, text: str) -> str:
        """A note."""
        del text
        return "note"

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The note in the margin, or in the column where there is none."""
        look, width = setter.setter.design.margin, margin_width(setter.setter.design, setter.geometry)
        mark, grid = setter.tags.mark(self.id, WORDS), setter.geometry.setup.grid
        if look is not None and width:
            yield Item(setter.on_grid(self.words, look.note, width, mark, self.place), place=self.place, beside=True)
        else:
            style, measure = setter.setter.design.text.note, setter.geometry.column_width
            yield Item(setter.on_grid(self.words, style, measure, mark, self.place), grid, grid, place=self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "kanttekening" if language == "nl" else "side note"


class MarginFigure(CustomBlock):
    """A figure beside the text, with what it counts below it."""

    value: tuple[Inline, ...]
    words: tuple[Inline, ...]

    @classmethod
    def read(cls, directive: Directive, settings: object, reading: ReadingContext) -> tuple[Block, ...]:
        """The argument is the figure, the body what it counts."""
        del settings
        words = read_paragraph(directive, reading)
        value = reading.inlines(directive.argument, directive.place)
        return (cls(value, words, place=directive.place),) if words and value else ()

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """The figure and what it counts."""
        return {"value": self.value, "label": self.words}

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The figure in other words."""
        return replace(self, value=texts["value"], words=texts["label"])

    def style_of(self, text: str) -> str:
        """Those of key figures."""
        return "key_value" if text == "value" else "key_label"

    def structure(self, tags: Tagger) -> Element:
        """Two paragraphs."""
        return tags.element(Role.DIV, (tags.element(Role.P, of=(self.id, part)) for part in ("value", "label")))

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The figure under its rule, its words below it."""
        yield side_figure(setter, self.id, self.value, self.words, self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "getal in de marge" if language == "nl" else "figure in the margin"


class SideFigure(Flowable):
    """A figure with a rule above it and words below it."""

    value: TextBlock
    label: TextBlock
    rule: Rule

    @property
    def width(self) -> float:
        """The measure of both."""
        return self.value.measure

    @property
    def height(self) -> float:
        """Figure and words."""
        return self.value.height + self.label.height

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the rule at the top, the figure below it, the words at the foot."""
        top = y + self.height
        surface.rule(x, top, x + self.width, top, self.rule.width, self.rule.colour)
        self.value.drawOn(surface, x, y + self.label.height)
        self.label.drawOn(surface, x, y)


def side_figure(
    setter: BlockSetter, block: str, value: tuple[Inline, ...], label: tuple[Inline, ...], place: Place
) -> Item:
    """An item with the texts "value" and "label" of a block: in the margin, or in the column where there is none. A
    figure that is too wide is set smaller."""
    design, grid = setter.setter.design, setter.geometry.setup.grid
    width = margin_width(design, setter.geometry)
    beside = design.margin is not None and width > 0
    text, look = design.text, design.margin
    figure, words, rule = text.key_value, text.key_label, design.key_figures.rule
    if look is not None and beside:
        figure, words, rule = look.value, look.label, look.rule
    measure = width if beside else setter.geometry.column_width
    fitting = _fitting(setter, value, figure, measure)
    box = SideFigure(
        setter.setter.block(value, fitting, measure, setter.tags.mark(block, "value"), place=place, whole=True),
        setter.setter.block(label, words, measure, setter.tags.mark(block, "label"), place=place, whole=True),
        rule,
    )
    space = 0.0 if beside else grid
    return Item(box, space, space, place=place, beside=beside)


def _fitting(setter: BlockSetter, value: tuple[Inline, ...], style: TextStyle, measure: float) -> TextStyle:
    """The largest style in which a figure stands on one line of a measure."""
    sizes = [style.size * share for share in (0.85, 0.7, 0.55)]
    smaller = (replace(one, leading=style.leading) for one in in_sizes(style, sizes))
    found = style
    for found in smaller:
        if setter.setter.natural_width(value, found) <= measure:
            break
    return found
