"""The print edition's part of the story: a report, a style and its pages to a file for the press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.graphics import Picture, colours_of
from reportbuilder.document.model import Chart, Document, Figure
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import PlacedImage, blank_pages, for_binding, set_slugs
from reportbuilder.layout.sections import Material
from reportbuilder.layout.takes import Take
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.pdf.colour import Inks, Spot
from reportbuilder.pdf.metadata import Metadata
from reportbuilder.press.checks import check_picture
from reportbuilder.press.images import check_resolution
from reportbuilder.press.inks import PrintColours, Separation
from reportbuilder.press.prepare import PressRoom, prepare_press
from reportbuilder.project.settings import ReportFolder
from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.pdf.images import Images
    from reportbuilder.pdf.sheet import Sheet


class PrintReady(Value):
    """Everything that the press needs to know, checked: the press, the inks of the palette and of colours that pictures
    bring."""

    press: PressRoom
    palette: Mapping[str, Inks | Spot]
    own: Mapping[str, Inks]


class PrintOrder(Value):
    """What whoever draws pages for the press is told: how far they move from the spine, how many there are and of which
    number theirs must be a multiple, the words of the slug line and the plates that it names, and inks; and where the
    slug line begins, if there is one."""

    binding: float
    count: int
    multiple: int
    words: str
    plates: str
    palette: Mapping[str, Inks | Spot]
    own: Mapping[str, Inks]
    slug: tuple[float, float] | None


def prepare_print(
    project: ReportFolder,
    document: Document,
    images: Sequence[PlacedImage],
    material: Material,
    styles: Path,
    diagnostics: Diagnostics,
) -> PrintReady | None:
    """Get a report ready for the press and report whatever of it cannot print well, also of the `images` on its pages
    those that have too few pixels; None when there is no press."""
    settings = project.settings
    press = prepare_press(material.style, styles / settings.style, diagnostics, settings.design)
    if press is None:
        return None
    pictures = list(material.style.pictures.values())
    for block in _drawn(document):
        if block.picture is not None:
            name = f"the chart “{block.label}”" if isinstance(block, Chart) else f"“{block.path}”"
            check_picture(material.style, press.colours, block.picture, name, block.place, diagnostics)
            pictures.append(block.picture)
    for image in images:
        check_resolution(image.pixels, image.size, material.style.print, image.place, diagnostics)
    return PrintReady(press, _inks(press.colours), _own(pictures, press.colours))


def order_print(project: ReportFolder, ready: PrintReady, material: Material, count: int) -> PrintOrder:
    """What the drawing of `count` pages needs."""
    settings = project.settings
    spots = dict.fromkeys(found.plate for found in ready.palette.values() if isinstance(found, Spot))
    sheet = _sheet(material)
    return PrintOrder(
        binding=settings.print.binding,
        count=count,
        multiple=settings.print.pages,
        words=" · ".join((settings.title, settings.version.label, f"{settings.version.date:%d-%m-%Y}")),
        plates=" ".join((*PAGE_WORDS[settings.language].inks, *spots)),
        palette=ready.palette,
        own=ready.own,
        slug=sheet.slug_line if sheet.marks else None,
    )


def write_print(
    layout: Layout,
    project: ReportFolder,
    ready: PrintReady,
    material: Material,
    metadata: Metadata,
    date: datetime,
    images: Images,
) -> bytes:
    """The file for the press: the pages of the layout moved for the binding, with the blank ones at the end."""
    from reportbuilder.pdf.finish import Described, finish_print
    from reportbuilder.pdf.intent import Device  # checking does without the libraries that write
    from reportbuilder.pdf.write import PressInks, draw_print

    order, style = order_print(project, ready, material, len(layout.pages)), material.style
    setter = Typesetter(style, material.design, material.fonts, material.breaker, metadata.language, str, Diagnostics())
    bound = {at: for_binding(page, order.binding) for at, page in enumerate(layout.pages)}
    bound |= blank_pages(order.count, order.multiple)
    slugs = set_slugs(setter, bound, order.words, order.plates) if order.slug else {}
    inks = PressInks(order.palette, order.own, order.slug)
    drawn = draw_print(Take(bound), material.design.page, inks, slugs, style, material.fonts)
    profile = ready.press.profile
    spots = tuple(found for found in ready.palette.values() if isinstance(found, Spot))
    device = Device(profile.data, profile.condition, profile.registry)
    return finish_print([drawn], material.fonts, images, _sheet(material), spots, device, Described(metadata, date))


def _sheet(material: Material) -> Sheet:
    from reportbuilder.pdf.sheet import Sheet

    setup, asked = material.design.page, material.style.print
    return Sheet(setup.width, setup.height, asked.bleed, asked.slug, asked.marks)


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


def _own(pictures: Sequence[Picture], colours: PrintColours) -> dict[str, Inks]:
    """The inks of the colours that pictures bring themselves."""
    own = dict.fromkeys(colour for picture in pictures for colour in colours_of(picture) if colour.startswith("#"))
    return {colour: colours.inks(colour) for colour in own}


def _drawn(document: Document) -> Iterator[Chart | Figure]:
    """The blocks that may be vector pictures."""
    blocks = (block for chapter in document.chapters for block in blocks_in(chapter.blocks))
    return (block for block in blocks if isinstance(block, Chart | Figure))
