"""What pikepdf adds to the pages that the canvas drew: fonts, ways through the file, what it says of itself."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream, String

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.codes import GlyphCodes
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.pdf.intent import add_screen_intent
from reportbuilder.pdf.links import LinkBook
from reportbuilder.pdf.marking import Marker
from reportbuilder.pdf.metadata import Metadata, info, xmp
from reportbuilder.pdf.navigation import add_links, add_outline, add_page_labels
from reportbuilder.pdf.structure import add_structure
from reportbuilder.tagging.model import TagTree


class Ways(NamedTuple):
    """The ways through the file: its links and destinations, its bookmarks."""

    book: LinkBook
    outline: Sequence[OutlineEntry]


class Structure(NamedTuple):
    """What the file means: its elements, and what was painted for each."""

    tags: TagTree
    marker: Marker


def finish(
    drawn: bytes, codes: GlyphCodes, ways: Ways, structure: Structure | None, metadata: Metadata, date: datetime
) -> bytes:
    """The finished file; the same input gives the same bytes."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _replace_fonts(pdf, embed_fonts(pdf, codes))
        for page in pdf.pages:
            del page.obj.Trans  # ReportLab writes an empty one
        annotations = add_links(pdf, ways.book, ways.outline, metadata.language)
        add_outline(pdf, ways.outline, ways.book.spots)
        add_page_labels(pdf)
        if structure is not None:
            add_structure(pdf, structure.tags, structure.marker, annotations)
        add_screen_intent(pdf)
        _describe(pdf, metadata, date, tagged=structure is not None)
        finished = BytesIO()
        pdf.save(
            finished,
            force_version="1.7",
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


def _describe(pdf: Pdf, metadata: Metadata, date: datetime, tagged: bool) -> None:
    """Language, title in the window, Info and XMP."""
    root = pdf.Root
    root.Lang = String(metadata.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = pdf.make_indirect(Stream(pdf, xmp(metadata, date, tagged), Type=Name.Metadata, Subtype=Name.XML))
    pdf.trailer.Info = pdf.make_indirect(Dictionary({k: String(v) for k, v in info(metadata, date).items()}))
