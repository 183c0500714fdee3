"""A kind of block that is drawn by ReportLab: a QR code with the address that it leads to::

:::{qr-code} https://www.example.nl/verslag
:caption: Lees verder
:::
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing

from reportbuilder.document.model import Block, CustomBlock, Inline, Link, Text
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Item
from reportbuilder.layout.platypus import PlatypusBox
from reportbuilder.project.schema import Form, Words
from reportbuilder.reader.directive import Directive, ReadingContext
from reportbuilder.registry import Plugin
from reportbuilder.structure.build import Tagger
from reportbuilder.structure.model import Element, Role
from reportbuilder.values import replace

register = Plugin("qr code")

SIZE = 72.0
"""Points across and down."""


class QrCodeSettings(Form):
    """The settings of the directive."""

    caption: Words = ""


@register.block("qr-code", settings=QrCodeSettings, needs="the address that it leads to")
class QrCode(CustomBlock):
    """An address as a square that telephones read, and as words below it."""

    address: str
    caption: tuple[Inline, ...]

    @classmethod
    def read(cls, directive: Directive, settings: QrCodeSettings, reading: ReadingContext) -> tuple[Block, ...]:
        """The argument is the address."""
        words = Text(settings.caption or directive.argument, directive.place)
        link = Link((words,), directive.argument, directive.place)
        return (cls(directive.argument, (link,), place=directive.place),)

    def texts(self) -> Mapping[str, tuple[Inline, ...]]:
        """The caption."""
        return {"caption": self.caption}

    def with_texts(self, texts: Mapping[str, tuple[Inline, ...]]) -> Self:
        """The same code with another caption."""
        return replace(self, caption=texts["caption"])

    def style_of(self, text: str) -> str:
        """A caption."""
        return "caption"

    def structure(self, tags: Tagger) -> Element:
        """A figure that says where it leads, and its caption."""
        figure = tags.element(Role.FIGURE, of=(self.id, "code"), alt=f"QR-code: {self.address}")
        return tags.element(Role.DIV, (figure, tags.element(Role.P, of=(self.id, "caption"))))

    def layout(self, setter: BlockSetter) -> Iterator[Item]:
        """The code, then its caption in the width of the column."""
        grid, style = setter.geometry.setup.grid, setter.setter.design.text.caption
        code = QrCodeWidget(self.address, barWidth=SIZE, barHeight=SIZE)
        box = PlatypusBox.of((Drawing(SIZE, SIZE, code),), SIZE, setter.tags.mark(self.id, "code"))
        yield Item(box, grid, 0.0, keep_with_next=True, labels=(self.label,), place=self.place)
        mark = setter.tags.mark(self.id, "caption")
        caption = setter.on_grid(self.caption, style, setter.geometry.column_width, mark, self.place)
        yield Item(caption, 0.0, grid, place=self.place)

    def name_in(self, language: str) -> str:
        """What it is called."""
        return "QR-code" if language == "nl" else "QR code"
