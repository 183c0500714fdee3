"""What pikepdf adds to the pages that the canvas drew: fonts, ways through the file, what it says of itself."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream, String

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.codes import GlyphCodes
from reportbuilder.pdf.colour import Spot
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.pdf.intent import Device, add_press_intent, add_screen_intent
from reportbuilder.pdf.links import LinkBook
from reportbuilder.pdf.marking import Marker
from reportbuilder.pdf.metadata import (
    NO_PROMISES,
    SCREEN_PROMISES,
    Metadata,
    Promises,
    info,
    press_promises,
    xmp,
)
from reportbuilder.pdf.navigation import add_links, add_outline, add_page_labels
from reportbuilder.pdf.presswork import add_press_resources, add_sheets
from reportbuilder.pdf.sheet import Sheet
from reportbuilder.pdf.structure import add_structure
from reportbuilder.tagging.model import TagTree


class Ways(NamedTuple):
    """The ways through the file: its links and destinations, its bookmarks, and which pages were put into it."""

    book: LinkBook
    outline: Sequence[OutlineEntry]
    inserted: Sequence[bool] = ()


class Structure(NamedTuple):
    """What the file means: its elements, and what was painted for each."""

    tags: TagTree
    marker: Marker


class Described(NamedTuple):
    """What the file says of itself, and its date."""

    metadata: Metadata
    date: datetime


def finish_screen(
    drawn: bytes, codes: GlyphCodes, ways: Ways, structure: Structure | None, described: Described
) -> bytes:
    """The finished file for readers; the same input gives the same bytes."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _begin(pdf, codes)
        add_page_labels(pdf, ways.inserted)
        annotations = add_links(pdf, ways.book, ways.outline, described.metadata.language)
        add_outline(pdf, ways.outline, ways.book.spots)
        if structure is not None:
            add_structure(pdf, structure.tags, structure.marker, annotations)
        add_screen_intent(pdf)
        _describe(pdf, described, SCREEN_PROMISES if structure is not None else NO_PROMISES)
        return _saved(pdf, "1.7")


def finish_print(
    drawn: bytes, codes: GlyphCodes, sheet: Sheet, spots: Sequence[Spot], device: Device, described: Described
) -> bytes:
    """The finished file for the press: no links, boxes and marks on every page, the device that it is meant for."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _begin(pdf, codes)
        add_page_labels(pdf)
        add_press_resources(pdf, spots)
        add_sheets(pdf, sheet)
        add_press_intent(pdf, device)
        _describe(pdf, described, press_promises(drawn))
        pdf.trailer.Info.Trapped = Name("/False")
        return _saved(pdf, "1.6")


def _begin(pdf: Pdf, codes: GlyphCodes) -> None:
    _replace_fonts(pdf, embed_fonts(pdf, codes))
    for page in pdf.pages:
        del page.obj.Trans  # ReportLab writes an empty one


def _saved(pdf: Pdf, version: str) -> bytes:
    finished = BytesIO()
    pdf.save(
        finished,
        force_version=version,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return finished.getvalue()


def _replace_fonts(pdf: Pdf, ours: Dictionary) -> None:
    """Every page and form that ReportLab writes refers to one and the same dictionary of fonts: ours go into it."""
    shared = pdf.pages[0].obj.Resources.Font
    assert shared.is_indirect, "ReportLab no longer shares one font dictionary"
    for key in list(shared.keys()):
        del shared[key]
    for key, font in ours.items():
        shared[key] = font


def _describe(pdf: Pdf, described: Described, promises: Promises) -> None:
    """Language, title in the window, Info and XMP."""
    root, (metadata, date) = pdf.Root, described
    root.Lang = String(metadata.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_indirect(Stream(pdf, xmp(metadata, date, promises), Type=Name.Metadata, Subtype=Name.XML))
    pdf.trailer.Info = pdf.make_indirect(Dictionary({k: String(v) for k, v in info(metadata, date).items()}))
