"""The types of editions, and what all of them need: images converted, and the metadata of the file.

Every image file is decoded once, whatever the number of editions.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reportbuilder.charts.report_charts import ReportChart
from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Code, Diagnostics, Place, ReportError
from reportbuilder.document.model import Document
from reportbuilder.layout.page import Layout, Page
from reportbuilder.layout.press import PlacedImage, images_on
from reportbuilder.layout.sections import Material
from reportbuilder.layout.source_map import MapSource, SourceMap
from reportbuilder.loading import LoadedReport
from reportbuilder.memo import Same
from reportbuilder.pdf.metadata import DocumentInfo, Metadata
from reportbuilder.pdf.page_boxes import SheetBoxes
from reportbuilder.project.scalars import quoted
from reportbuilder.project.settings import ReportSettings
from reportbuilder.structure.model import TagTree
from reportbuilder.values import Value, field

if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage
    from reportbuilder.images.prepare import ImageTarget
    from reportbuilder.press.prepare import PressRoom


class EditionPages(Value, eq=False):
    """The pages that an edition's PDF is written with, and further `files` of its own by their names.

    `document` is what the pages show, where that is not the report's own document (a concept's has marked changes).
    `tags` is the structure tree, of a tagged file. A file for the press has a `press`, which says how colours and
    images become inks, and page `boxes` with marks; without them colours are sRGB.
    """

    layout: Layout
    material: Material
    tags: TagTree | None = None
    press: PressRoom | None = None
    boxes: SheetBoxes | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    document: Document | None = None

    @property
    def images(self) -> Iterator[PlacedImage]:
        """The image files on all pages, page by page."""
        return (image for page in self.layout.pages for image in images_on(page))


class MakeEdition(Protocol):
    """The function that an edition is registered with (`registry.Plugin.edition`)."""

    def __call__(self, composed: ComposedReport, diagnostics: Diagnostics) -> EditionPages:
        """The pages of the edition, made of the composed report; problems are added to `diagnostics`. Raises
        ReportError where there can be no such pages at all."""


def source_map(composed: ComposedReport, pages: EditionPages, texts: Mapping[str, bytes]) -> SourceMap:
    """The source map of the pages of an edition; `texts` are the files of the report as they were read."""
    material, look = pages.material, pages.material.design.running_heads
    return SourceMap(
        MapSource(
            layout=pages.layout,
            document=pages.document or composed.document,
            fonts=material.fonts,
            imprint=material.imprint,
            cover=tuple(text.text for text in material.design.cover.texts),
            heads=(look.left, look.right, look.foot),
            charts={name: _files_of(chart, composed.report) for name, chart in composed.report.charts.items()},
            texts=texts,
            memo=composed.report.resources.memo,
        )
    )


def _files_of(chart: ReportChart, report: LoadedReport) -> tuple[str, str]:
    """The names of the files that the words of a chart may stand in: its description and its data."""
    return chart.spec.place().file, report.folder.shown(report.folder.data_file(chart.spec.data))


_SCREEN = ""
"""The target of every edition without a press: one for all of them."""


def convert_images(
    report: LoadedReport, editions: Mapping[str, EditionPages], diagnostics: Diagnostics
) -> Mapping[str, Mapping[str, EncodedImage]]:
    """The images on the pages of each edition, by the paths of their files: in sRGB, or in the inks of its press.

    A file that cannot be shown is an error at its figure, and in none of them.
    """
    memo = report.resources.memo

    def images_of(page: Page) -> tuple[PlacedImage, ...]:
        return memo.get("images on pages", Same(page), lambda: tuple(images_on(page)))

    placed = [image for pages in editions.values() for page in pages.layout.pages for image in images_of(page)]
    if not placed:
        return {name: {} for name in editions}
    from reportbuilder.images.prepare import (  # loads Pillow, and most reports have no images
        ImageMemo,
        ImageUse,
        ScreenTarget,
        prepare_images,
    )
    from reportbuilder.press.profile import read_profile

    style, folder = report.style, report.resources.styles / report.folder.settings.style
    press = next((pages.press for pages in editions.values() if pages.press is not None), None)

    def press_profile() -> bytes | None:
        """The profile of CMYK images that have none of their own."""
        profile = press.profile if press is not None else read_profile(style, folder, Diagnostics())
        return profile.data if profile is not None else None

    target_of = {name: _SCREEN if pages.press is None else name for name, pages in editions.items()}
    targets: dict[str, ImageTarget] = {
        target_of[name]: ScreenTarget(style.screen.images, press_profile) if pages.press is None else pages.press.images
        for name, pages in editions.items()
    }
    uses = (ImageUse(image.path, Path(image.path).name, image.size, image.place) for image in placed)
    presses = ((name, None if pages.press is None else Same(pages.press)) for name, pages in editions.items())
    known = ImageMemo(memo, (Same(style), *((target_of[name], press) for name, press in presses)))
    converted = prepare_images(uses, targets, diagnostics, known=known)
    return {name: converted.get(target_of[name], {}) for name in editions}


_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253_402_300_799  # of the year 9999


def document_info(report: LoadedReport) -> DocumentInfo:
    """The metadata of every edition of a report; raises ReportError for a `SOURCE_DATE_EPOCH` that is none."""
    settings = report.folder.settings
    return DocumentInfo(metadata_of(settings), date_of(settings, report.version is not None))


def metadata_of(settings: ReportSettings) -> Metadata:
    """The metadata of a report, by its settings."""
    return Metadata(
        title=" – ".join(filter(None, (settings.title, settings.subtitle, settings.unit))),
        author=settings.author or settings.publisher or settings.unit,
        subject=settings.subject,
        keywords=settings.keywords,
        language=settings.language,
        creator="reportbuilder",
    )


def date_of(settings: ReportSettings, released: bool = False) -> datetime.datetime:
    """The date in a file: `SOURCE_DATE_EPOCH` if it is set, or else that of the version; never the clock's.

    A `released` version has its own date whatever is set, so that it can be made again. Raises ReportError when the
    variable holds anything but seconds since 1970 (reproducible-builds.org/specs/source-date-epoch).
    """
    seconds = _source_date()
    if seconds is not None and not released:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return datetime.datetime.combine(settings.version.date, datetime.time(), datetime.UTC)


def _source_date() -> int | None:
    """The seconds since 1970 of `SOURCE_DATE_EPOCH`; None when it is not set."""
    value = os.environ.get(_SOURCE_DATE, "")
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= _LAST_SECOND:
        return int(value)
    message = f"The variable SOURCE_DATE_EPOCH is {quoted(value)}, which is no moment from 1970 to 9999."
    hint = "Set it to whole seconds since 1970 (1577836800 is 1 January 2020), or unset it."
    diagnostics = Diagnostics()
    diagnostics.add(Code.SOURCE_DATE, message, Place(_SOURCE_DATE), hint)
    raise ReportError(diagnostics)
