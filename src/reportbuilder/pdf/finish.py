"""The finished file: pages that were drawn, the ways through them, and what the file says of itself."""

from collections.abc import Sequence
from datetime import datetime

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.binding import bind
from reportbuilder.pdf.colour import Spot
from reportbuilder.pdf.drawn import Drawn, spots_in
from reportbuilder.pdf.images import Images
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
from reportbuilder.pdf.sheet import Sheet
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.structure import add_structure
from reportbuilder.pdf.syntax import reference, text_string
from reportbuilder.structure.model import TagTree
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
    takes: Sequence[Drawn], fonts: FontBook, images: Images, ways: Ways, tags: TagTree | None, described: Described
) -> bytes:
    """The finished file for readers; the same input gives the same bytes."""
    skeleton, spots = bind(takes, fonts, images), spots_in(takes)
    add_page_labels(skeleton, ways.inserted)
    titles = {entry.label: entry.title for entry in ways.outline}
    links = Links(skeleton, {take.take: take.book for take in takes}, spots, titles, described.metadata.language)
    add_outline(skeleton, ways.outline, spots)
    branches = {take.take: take.branches for take in takes if take.branches is not None}
    links.write({} if tags is None else add_structure(skeleton, tags, branches, links.numbers))
    add_screen_intent(skeleton)
    _describe(skeleton, described, SCREEN_PROMISES if tags is not None else NO_PROMISES)
    return skeleton.file()


def finish_print(
    takes: Sequence[Drawn],
    fonts: FontBook,
    images: Images,
    sheet: Sheet,
    spots: Sequence[Spot],
    device: Device,
    described: Described,
) -> bytes:
    """The finished file for the press: no links, boxes and marks on every page, the device that it is meant for."""
    from reportbuilder.pdf.presswork import for_press  # its library takes a while to load

    skeleton = bind(takes, fonts, images)
    add_page_labels(skeleton)
    add_press_intent(skeleton, device)
    drawn = [take.data for take in takes] + [images[path].data for take in takes for path in take.written.images]
    _describe(skeleton, described, press_promises(drawn))
    skeleton.info["Trapped"] = "/False"
    return for_press(skeleton.file(), spots, sheet)


def _describe(skeleton: Skeleton, described: Described, promises: Promises) -> None:
    """Language, title in the window, Info and XMP."""
    metadata, date = described.metadata, described.date
    packet = skeleton.first_stream("/Type/Metadata/Subtype/XML", xmp(metadata, date, promises))
    skeleton.catalogue |= {
        "Lang": text_string(metadata.language),
        "ViewerPreferences": "<</DisplayDocTitle true>>",
        "Metadata": reference(packet),
    }
    skeleton.info |= {key: text_string(value) for key, value in info(metadata, date).items()}
