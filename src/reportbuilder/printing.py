"""The print edition's part of the story: a layout, a style and a report's settings to a file for the press."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from reportbuilder.content.model import Chart, Document
from reportbuilder.content.walk import blocks_in
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import for_press, set_slugs
from reportbuilder.layout.sections import Material
from reportbuilder.layout.stack import FigureBox, ImageBox
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.pdf.colour import Inks, Spot
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.press.checks import check_picture
from reportbuilder.press.images import PrintImage, check_resolution
from reportbuilder.press.inks import PrintColours, Separation
from reportbuilder.press.prepare import PressRoom, prepare_press
from reportbuilder.problems import Findings, Place
from reportbuilder.project import Project
from reportbuilder.text.lines import Line
from reportbuilder.values import Value


class PrintReady(Value):
    """Everything that the press needs to know, checked: the press, the pages as they are bound, images in its inks."""

    press: PressRoom
    layout: Layout
    images: dict[str, PrintImage]


def prepare_print(
    project: Project, document: Document, layout: Layout, material: Material, styles: Path, findings: Findings
) -> PrintReady | None:
    """Get a layout ready for the press and report whatever that cannot print well; None when there is no press."""
    settings = project.settings
    press = prepare_press(material.style, styles / settings.style, findings, settings.design)
    if press is None:
        return None
    for chart in _charts(document):
        if chart.picture is not None:
            name = f"the chart “{chart.label}”"
            check_picture(material.style, press.colours, chart.picture, name, chart.place, findings)
    images = _images(layout, material, press, findings)
    return PrintReady(press, for_press(layout, settings.print.binding, settings.print.pages), images)


def print_pdf(project: Project, ready: PrintReady, material: Material, metadata: Metadata, date: datetime) -> bytes:
    """The file for the press."""
    from reportbuilder.pdf.intent import Device  # checking does without the libraries that write
    from reportbuilder.pdf.sheet import Sheet
    from reportbuilder.pdf.write import PrintJob, write_print

    style, setup = material.style, ready.layout.setup
    asked, profile = style.print, ready.press.profile
    inks = _inks(ready.press.colours)
    job = PrintJob(
        sheet=Sheet(setup.width, setup.height, asked.bleed, asked.slug, asked.marks),
        inks=inks,
        convert=ready.press.colours.inks,
        device=Device(profile.data, profile.condition, profile.registry),
        images=ready.images,
        slugs=_slugs(project, ready.layout, material, inks),
    )
    return write_print(ready.layout, job, style, material.fonts, metadata, date)


def _slugs(project: Project, layout: Layout, material: Material, inks: dict[str, Inks | Spot]) -> tuple[Line, ...]:
    """The slug lines: report, version, date, page, inks."""
    settings = project.settings
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, settings.language, str, Findings()
    )
    words = " · ".join((settings.title, settings.version.label, f"{settings.version.date:%d-%m-%Y}"))
    spots = dict.fromkeys(found.plate for found in inks.values() if isinstance(found, Spot))
    return set_slugs(setter, layout, words, " ".join((*PAGE_WORDS[settings.language].inks, *spots)))


def _inks(colours: PrintColours) -> dict[str, Inks | Spot]:
    """The palette as the writer takes it; every plate of its own has one resource."""
    plates: dict[str, Spot] = {}
    found: dict[str, Inks | Spot] = {}
    for name, inks in colours.palette.items():
        if isinstance(inks, Separation):
            resource = f"Spot{len(plates) + 1}"
            found[name] = plates.setdefault(inks.name, Spot(inks.name, resource, inks.alternate))
        else:
            found[name] = inks
    return found


def _images(layout: Layout, material: Material, press: PressRoom, findings: Findings) -> dict[str, PrintImage]:
    """The images of the pages in inks, by path; each is held to the resolution that it has on its page."""
    images: dict[str, PrintImage] = {}
    for box, place in _image_boxes(layout):
        if box.path not in images:
            image = press.images.read(Path(box.path), place, findings)
            if image is None:
                continue
            images[box.path] = image
        pixels = (images[box.path].width, images[box.path].height)
        check_resolution(pixels, (box.measure, box.depth), material.style.print, place, findings)
    return images


def _image_boxes(layout: Layout) -> Iterator[tuple[ImageBox, Place]]:
    for page in layout.pages:
        for placed in page.items:
            if isinstance(placed.flowable, FigureBox) and isinstance(placed.flowable.body, ImageBox):
                yield placed.flowable.body, placed.place


def _charts(document: Document) -> Iterator[Chart]:
    return (block for chapter in document.chapters for block in blocks_in(chapter.blocks) if isinstance(block, Chart))
