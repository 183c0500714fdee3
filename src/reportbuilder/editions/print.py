"""The print edition's part of the story: a report, a style and its pages to a file for the press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Chart, Document, Figure
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import PlacedImage, blank_pages, for_binding, with_slugs
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.press.images import check_resolution
from reportbuilder.press.prepare import PressRoom, check_picture, prepare_press
from reportbuilder.project.settings import ReportFolder
from reportbuilder.values import replace

if TYPE_CHECKING:
    from reportbuilder.pdf.images import Images
    from reportbuilder.pdf.metadata import DocumentInfo


def prepare_print(
    project: ReportFolder,
    document: Document,
    images: Sequence[PlacedImage],
    material: Material,
    styles: Path,
    diagnostics: Diagnostics,
) -> PressRoom | None:
    """Get a report ready for the press and report whatever of it cannot print well, also of the `images` on its pages
    those that have too few pixels; None when there is no press."""
    settings = project.settings
    press = prepare_press(material.style, styles / settings.style, diagnostics, settings.design)
    if press is None:
        return None
    for block in _drawn(document):
        if block.picture is not None:
            name = f"the chart “{block.label}”" if isinstance(block, Chart) else f"“{block.path}”"
            check_picture(material.style, press.colours, block.picture, name, block.place, diagnostics)
    for image in images:
        check_resolution(image.pixels, image.size, material.style.print, image.place, diagnostics)
    return press


def write_print(
    layout: Layout,
    project: ReportFolder,
    press: PressRoom,
    material: Material,
    about: DocumentInfo,
    images: Images,
    diagnostics: Diagnostics,
) -> bytes:
    """The file for the press: the pages of the layout moved for the binding, with the blank ones at the end."""
    from reportbuilder.pdf.page_boxes import SheetBoxes  # checking does without the libraries that write
    from reportbuilder.pdf.print_profile import PrintProfile
    from reportbuilder.pdf.writer import write_document

    settings, style, setup = project.settings, material.style, material.design.page
    boxes = SheetBoxes(setup.width, setup.height, style.print.bleed, style.print.slug, style.print.marks)
    pages = tuple(for_binding(page, settings.print.binding) for page in layout.pages)
    pages += blank_pages(len(pages), settings.print.pages)
    if boxes.marks:
        setter = Typesetter(
            style, material.design, material.fonts, material.breaker, settings.language, str, Diagnostics()
        )
        words = " · ".join((settings.title, settings.version.label, f"{settings.version.date:%d-%m-%Y}"))
        plates = " ".join((*PAGE_WORDS[settings.language].inks, *press.colours.spots))
        pages = with_slugs(setter, pages, words, plates, boxes.slug_line)
    printed = replace(layout, pages=pages)
    profile = PrintProfile(press.profile, press.colours, boxes)
    return write_document(printed, None, style, material.fonts, images, about, diagnostics, profile)


def _drawn(document: Document) -> Iterator[Chart | Figure]:
    """The blocks that may be vector pictures."""
    blocks = (block for chapter in document.chapters for block in blocks_in(chapter.blocks))
    return (block for block in blocks if isinstance(block, Chart | Figure))
