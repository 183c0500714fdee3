"""The finished file: pages that were drawn, the ways through them, and what the file says of itself."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream, String

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.binding import bind
from reportbuilder.pdf.colour import Spot
from reportbuilder.pdf.drawn import Drawn, spots_in
from reportbuilder.pdf.intent import Device, add_press_intent, add_screen_intent
from reportbuilder.pdf.metadata import (
    NO_PROMISES,
    SCREEN_PROMISES,
    Metadata,
    Promises,
    info,
    press_promises,
    xmp,
)
from reportbuilder.pdf.navigation import Links, add_outline, add_page_labels
from reportbuilder.pdf.presswork import add_press_resources, add_sheets
from reportbuilder.pdf.sheet import Sheet
from reportbuilder.pdf.structure import add_structure
from reportbuilder.tagging.model import TagTree
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value


class Ways(Value):
    """The ways through the file beside its links: its bookmarks, and which pages were put into it."""

    outline: Sequence[OutlineEntry]
    inserted: Sequence[bool] = ()


class Described(Value):
    """What the file says of itself, and its date."""

    metadata: Metadata
    date: datetime


def finish_screen(
    takes: Sequence[Drawn], fonts: FontBook, ways: Ways, tags: TagTree | None, described: Described
) -> bytes:
    """The finished file for readers; the same input gives the same bytes."""
    skeleton, spots = bind(takes, fonts), spots_in(takes)
    add_page_labels(skeleton, ways.inserted)
    titles = {entry.label: entry.title for entry in ways.outline}
    links = Links(skeleton, {take.take: take.book for take in takes}, spots, titles, described.metadata.language)
    add_outline(skeleton, ways.outline, spots)
    branches = {take.take: take.branches for take in takes if take.branches is not None}
    links.write({} if tags is None else add_structure(skeleton, tags, branches, links.numbers))
    with pikepdf.open(BytesIO(skeleton.file())) as pdf:
        add_screen_intent(pdf)
        _describe(pdf, described, SCREEN_PROMISES if tags is not None else NO_PROMISES)
        return _saved(pdf, "1.7")


def finish_print(
    takes: Sequence[Drawn], fonts: FontBook, sheet: Sheet, spots: Sequence[Spot], device: Device, described: Described
) -> bytes:
    """The finished file for the press: no links, boxes and marks on every page, the device that it is meant for."""
    skeleton = bind(takes, fonts)
    add_page_labels(skeleton)
    with pikepdf.open(BytesIO(skeleton.file())) as pdf:
        add_press_resources(pdf, spots)
        add_sheets(pdf, sheet)
        add_press_intent(pdf, device)
        _describe(pdf, described, press_promises(b"".join(take.data for take in takes)))
        pdf.trailer.Info.Trapped = Name("/False")
        return _saved(pdf, "1.6")


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


def _describe(pdf: Pdf, described: Described, promises: Promises) -> None:
    """Language, title in the window, Info and XMP."""
    root, metadata, date = pdf.Root, described.metadata, described.date
    root.Lang = String(metadata.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_indirect(Stream(pdf, xmp(metadata, date, promises), Type=Name.Metadata, Subtype=Name.XML))
    pdf.trailer.Info = pdf.make_indirect(Dictionary({k: String(v) for k, v in info(metadata, date).items()}))
