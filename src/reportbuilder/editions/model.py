"""The types of editions: the pages of one, and the function that makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import PlacedImage, images_on
from reportbuilder.layout.sections import Material
from reportbuilder.pdf.page_boxes import SheetBoxes
from reportbuilder.press.prepare import PressRoom
from reportbuilder.structure.model import TagTree
from reportbuilder.values import Value, field


class EditionPages(Value, eq=False):
    """The pages that an edition's PDF is written with, and further `files` of its own by their names.

    `tags` is the structure tree, of a tagged file. A file for the press has a `press`, which says how colours and
    images become inks, and page `boxes` with marks; without them colours are sRGB.
    """

    layout: Layout
    material: Material
    tags: TagTree | None = None
    press: PressRoom | None = None
    boxes: SheetBoxes | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def images(self) -> Iterator[PlacedImage]:
        """The image files on all pages, page by page."""
        return (image for page in self.layout.pages for image in images_on(page))


class MakeEdition(Protocol):
    """The function that an edition is registered with (`registry.Plugin.edition`)."""

    def __call__(self, composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
        """The pages of the edition, made of the composed report; problems are added to `diagnostics`. Raises
        ReportError where there can be no such pages at all."""
