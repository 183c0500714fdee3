"""The wrap cover: back, spine and front for the press, a file of its own beside the print edition."""

from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Code, Diagnostics, ReportError
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import KeyFigure, KeyFigures
from reportbuilder.document.walk import blocks_in
from reportbuilder.editions.model import EditionPages
from reportbuilder.files.remembered import folder_listing, remembered
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.press import blank_pages
from reportbuilder.layout.wrap_cover import Spine, WrapContent, wrap_page
from reportbuilder.memo import Same
from reportbuilder.pdf.page_boxes import SheetBoxes
from reportbuilder.project.settings import ReportSettings
from reportbuilder.registry import Plugin
from reportbuilder.standards.standard import Standard
from reportbuilder.style.model import WrapLook
from reportbuilder.values import replace

register = Plugin("wrap cover")


def is_wrapped(settings: ReportSettings) -> bool:
    """Whether a report is bound in a wrap cover."""
    return settings.print.cover == "wrap"


@register.edition("cover", promises=(Standard.X4,), where=is_wrapped)
def cover_edition(composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
    """The wrap cover of a report as one page. Raises ReportError when the report or its style has none, or when the
    style names no press."""
    from reportbuilder.press.prepare import prepare_press  # loads Pillow, which other editions rarely need
    from reportbuilder.press.profile import ICC_FOLDER

    report, material = composed.report, composed.material
    settings, style, design = report.folder.settings, material.style, material.design
    look, place = design.cover.wrap, report.folder.places.place("print", "cover")
    shown = (placed.flowable for page in composed.layout.pages for placed in page.items)
    front = next((one for one in shown if isinstance(one, PageArt)), None)
    if not is_wrapped(settings) or look is None or front is None:
        message = "This report has no wrap cover."
        hint = (
            "Write “print: {cover: wrap, paper: 0.1mm}” in report.yaml."
            if not is_wrapped(settings)
            else f"Add “wrap” to the cover of the design “{settings.design}” in style.yaml, and “cover” to the parts."
        )
        diagnostics.add(Code.COVER_WRAP, message, place, hint)
        raise ReportError(diagnostics)
    listings = tuple(folder_listing(one / ICC_FOLDER) for one in style.folders)
    folder = report.resources.styles / settings.style
    memo, key = report.resources.memo, (Same(style), settings.design, listings)
    press = remembered(memo, "press", key, diagnostics, lambda found: prepare_press(style, folder, found, key[1]))
    if press is None:
        raise ReportError(diagnostics)
    count = len(composed.layout.pages)
    count += len(blank_pages(count, settings.print.pages))
    spine = Spine(count, settings.print.paper, settings.print.cover_paper)
    content = WrapContent(
        front,
        spine,
        material.imprint,
        _key_figures(composed),
        material.artwork.get(look.artwork),
        _code(composed, look, diagnostics),
    )
    setter, bleed = material.setter(settings.language, diagnostics), design.cover.bleed
    page = wrap_page(setter, look, design.page, bleed, content)
    setup = replace(design.page, width=2 * design.page.width + spine.width)
    folds = (design.page.width, design.page.width + spine.width)
    boxes = SheetBoxes(setup.width, setup.height, style.print.bleed, style.print.slug, style.print.marks, folds)
    layout = replace(composed.layout, setup=setup, pages=(page,), outline=(), pages_by_label={}, lines_by_label={})
    return EditionPages(layout, material, press=press, boxes=boxes)


def _key_figures(composed: ComposedReport) -> tuple[KeyFigure, ...]:
    """The first key figures of the report."""
    blocks = (block for chapter in composed.document.chapters for block in blocks_in(chapter.blocks))
    return next((block.items for block in blocks if isinstance(block, KeyFigures)), ())


def _code(composed: ComposedReport, look: WrapLook, diagnostics: Diagnostics) -> Picture | None:
    """The QR code of the report's address on the web, if it has one and the style has room for it."""
    from reportbuilder.pdf.qr_code import qr_code  # loads ReportLab: a check does without, of most reports

    web = composed.report.folder.settings.print.web
    if look.code is None or not web:
        return None
    try:
        return qr_code(web, look.code.size, look.code.colour, look.code.ground)
    except ValueError:
        place = composed.report.folder.places.place("print", "web")
        diagnostics.add(Code.COVER_WRAP, "This address is too long for a QR code.", place, "Use a shorter one.")
        return None
