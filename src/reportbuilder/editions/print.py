"""The print edition: the same pages for a press, in its inks, with bleed and marks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostics, ReportError
from reportbuilder.document.model import Chart, Document, Figure
from reportbuilder.document.walk import blocks_in
from reportbuilder.editions.model import EditionPages
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.page import Page
from reportbuilder.layout.press import blank_pages, for_binding, with_slugs
from reportbuilder.memo import Memo, Same
from reportbuilder.pdf.page_boxes import SheetBoxes
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard
from reportbuilder.values import replace

if TYPE_CHECKING:
    from reportbuilder.press.inks import PrintColours

register = Plugin("print edition")


@register.edition("print", promises=(Standard.X4,))
def print_edition(composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
    """The pages of a report for the press: shifted for the binding, padded with blank pages, with a slug line on each.
    Reports what cannot print well.

    Raises ReportError when the style names no press.
    """
    from reportbuilder.press.prepare import prepare_press  # loads Pillow, which other editions rarely need
    from reportbuilder.press.profile import ICC_FOLDER

    report, material = composed.report, composed.material
    settings, style, setup, memo = report.folder.settings, material.style, material.design.page, report.resources.memo
    folder = report.resources.styles / settings.style
    listings = tuple(folder_listing(one / ICC_FOLDER) for one in style.folders)
    key = Same(style), settings.design, listings
    press = remembered(memo, "press", key, diagnostics, lambda found: prepare_press(style, folder, found, key[1]))
    if press is None:
        raise ReportError(diagnostics)
    _check_printing(composed, press.colours, diagnostics)
    boxes = SheetBoxes(setup.width, setup.height, style.print.bleed, style.print.slug, style.print.marks)
    pages = tuple(_bound(page, settings.print.binding, memo) for page in composed.layout.pages)
    blank = len(pages), settings.print.pages
    pages += memo.get("blank pages", blank, lambda: blank_pages(*blank))
    if boxes.marks:
        pages = _with_slugs(composed, pages, press.colours, boxes.slug_line)
    return EditionPages(replace(composed.layout, pages=pages), material, press=press, boxes=boxes)


def _bound(page: Page, binding: float, memo: Memo) -> Page:
    """A page moved for the binding; the same as in the last build, if the page is."""
    return memo.get("pages for binding", (Same(page), binding), lambda: for_binding(page, binding))


def _check_printing(composed: ComposedReport, colours: PrintColours, diagnostics: Diagnostics) -> None:
    """Report pictures whose colours or lines cannot print well, and images that have too few pixels."""
    from reportbuilder.press.prepare import check_picture, check_resolution

    style, memo = composed.material.style, composed.report.resources.memo

    def check(block: Chart | Figure, found: Diagnostics) -> None:
        if block.picture is not None:
            name = f"the chart “{block.label}”" if isinstance(block, Chart) else f"“{block.path}”"
            check_picture(style, colours, block.picture, name, block.place, found)

    for block in _vector_pictures(composed.document):
        key = Same(block), Same(style), Same(colours)
        memo.collected("printing of pictures", key, diagnostics, partial(check, block))
    for image in EditionPages(composed.layout, composed.material).images:
        check_resolution(image.pixels, image.size, style.print, image.place, diagnostics)


def _with_slugs(
    composed: ComposedReport, pages: tuple[Page, ...], colours: PrintColours, at: tuple[float, float]
) -> tuple[Page, ...]:
    """The pages with a line outside the trim of each, at this place: what it belongs to, its number and its inks."""
    material, settings = composed.material, composed.report.folder.settings
    setter = material.setter(settings.language, Diagnostics())
    words = " · ".join((settings.title, settings.version.label, f"{settings.version.date:%d-%m-%Y}"))
    plates = " ".join((*language_of(settings.language).pages.inks, *colours.spots))
    look = Same(material.style), Same(material.design), Same(material.fonts), settings.language, words, plates, at

    def slugged(page: Page) -> Page:
        key = (Same(page), *look)
        return memo.get("pages with slugs", key, lambda: with_slugs(setter, (page,), words, plates, at)[0])

    memo = composed.report.resources.memo
    return tuple(map(slugged, pages))


def _vector_pictures(document: Document) -> Iterator[Chart | Figure]:
    """The blocks that may be vector pictures."""
    blocks = (block for chapter in document.chapters for block in blocks_in(chapter.blocks))
    return (block for block in blocks if isinstance(block, Chart | Figure))
