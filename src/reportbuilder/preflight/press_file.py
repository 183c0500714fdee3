"""Checks a file for the press as a whole: page boxes, output intent, annotations, actions and metadata (ISO 15930-7;
ISO 32000-1, 14.11.2)."""

from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.colour import read_profile_header
from reportbuilder.preflight.geometry import grown, is_empty, meet
from reportbuilder.preflight.metadata import XmpMetadata, promises
from reportbuilder.preflight.reader import (
    File,
    dictionary,
    get,
    get_inherited,
    items,
    name,
    number_tree,
    numbers,
    resolved,
    stream_data,
    text,
)
from reportbuilder.standards.facts import Box, Fact, Observation
from reportbuilder.standards.standard import Standard
from reportbuilder.values import Value

MM = 72 / 25.4
"""Points in a millimetre."""
_ROUNDING = 0.05
"""The tolerance for page boxes in points; files round to a thousandth of a point, or to a tenth of a millimetre at
worst."""
_NAMES = ("media", "crop", "bleed", "trim", "art")
_DATES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")
_IDS = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
_FOR_PRINTERS = frozenset(("PrinterMark", "TrapNet"))
_MOST_BOOKMARKS = 100_000


class PressLimits(Value):
    """The limits of a press: total ink in percent; text sizes and line widths in points; images in pixels per inch; the
    bleed, and the distance of marks from the trim, in millimetres."""

    ink: float = 300.0
    hairline: float = 0.25
    smallest_text: float = 5.0
    small_text: float = 9.0
    small_text_inks: int = 2
    running_text: float = 14.0
    coarse: float = 250.0
    too_coarse: float = 150.0
    bleed: float = 3.0
    marks: float = 3.0


DEFAULT_LIMITS = PressLimits()


class PrintedPage(Value, eq=False):
    """A page: its number, its boxes in points as the file has them, and the boxes that apply by default."""

    number: int
    boxes: dict[str, Box]
    media: Box
    trim: Box | None
    bleed: Box

    def millimetres(self, box: Box) -> Box:
        """Convert a box to millimetres from the lower left corner of the trim box, or of the media box if there is
        none."""
        x, y, _, _ = self.trim or self.media
        left, foot, right, top = (
            round(value / MM, 1) + 0.0 for value in (box[0] - x, box[1] - y, box[2] - x, box[3] - y)
        )
        return left, foot, right, top


def read_page(page: Any, number: int, limits: PressLimits) -> PrintedPage:
    """Read the boxes of a page. Without a bleed box, the bleed is taken to be as wide as the limits require."""
    boxes = {kind: box for kind in _NAMES if (box := _box(page, kind)) is not None}
    media = boxes.get("media", (0.0, 0.0, 612.0, 792.0))
    trim = boxes.get("trim", boxes.get("art"))
    bleed = boxes.get("bleed") or (meet(grown(trim, limits.bleed * MM), media) if trim else media)
    return PrintedPage(number, boxes, media, trim, bleed)


def _box(page: Any, kind: str) -> Box | None:
    key = f"/{kind.capitalize()}Box"
    edges = numbers(get_inherited(page, key) if kind in ("media", "crop") else get(page, key))
    if len(edges) != 4:
        return None
    return min(edges[::2]), min(edges[1::2]), max(edges[::2]), max(edges[1::2])


def check_boxes(page: PrintedPage, limits: PressLimits) -> Iterator[Observation]:
    """Check the boxes of a page."""
    number, boxes = page.number, page.boxes
    if page.trim is None:
        yield Observation(Fact.TRIM_BOX_MISSING, "", number)
    if "trim" in boxes and "art" in boxes:
        yield Observation(Fact.TRIM_BOX_TWICE, "", number)
    for inner, outer in (("trim", "bleed"), ("art", "bleed"), ("bleed", "media"), ("trim", "media"), ("art", "media")):
        if inner in boxes and outer in boxes and not _within(boxes[inner], boxes[outer]):
            words = f"the {inner} box reaches beyond the {outer} box"
            yield Observation(Fact.BOXES_NOT_NESTED, words, number, box=page.millimetres(boxes[inner]))
            return
    if page.trim is not None:
        yield from _bleed(page, page.trim, limits)


def _bleed(page: PrintedPage, trim: Box, limits: PressLimits) -> Iterator[Observation]:
    if "bleed" not in page.boxes:
        yield Observation(Fact.BLEED_TOO_SMALL, "there is no BleedBox", page.number, box=page.millimetres(trim))
        return
    bleed = page.bleed
    least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if least < limits.bleed * MM - _ROUNDING:
        words = f"{max(0.0, least / MM):.1f} mm, where {limits.bleed:g} mm is asked"
        yield Observation(Fact.BLEED_TOO_SMALL, words, page.number, box=page.millimetres(bleed))


def _within(inner: Box, outer: Box) -> bool:
    return meet(inner, grown(outer, _ROUNDING)) == inner


def check_press_file(file: File, metadata: XmpMetadata) -> Iterator[Observation]:
    """Check the file as a whole."""
    yield from _claims(file, metadata)
    intents = [resolved(raw) for raw in items(get(file.catalog, "/OutputIntents"))]
    yield from _output_intent([intent for intent in intents if get(intent, "/S") == "/GTS_PDFX"])
    yield from dict.fromkeys(_actions(file))


def check_press_annotations(page: Any, printed: PrintedPage) -> Iterator[Observation]:
    """Check that the annotations of a page are outside the bleed, unless they are for printers."""
    for raw in items(get(page, "/Annots")):
        annotation = resolved(raw)
        kind, place = name(get(annotation, "/Subtype")), numbers(get(annotation, "/Rect"))
        if get(annotation, "/A") is not None or get(annotation, "/AA") is not None:
            yield Observation(Fact.PRESS_ACTION, kind, printed.number)
        if kind in _FOR_PRINTERS or len(place) != 4:
            continue
        box: Box = (min(place[::2]), min(place[1::2]), max(place[::2]), max(place[1::2]))
        if not is_empty(meet(box, printed.bleed)):
            yield Observation(Fact.ANNOTATION_IN_PRINT, kind, printed.number, box=printed.millimetres(box))


def _claims(file: File, metadata: XmpMetadata) -> Iterator[Observation]:
    """Check the metadata: the PDF/X-4 version, Trapped, dates and identifiers."""
    known, _ = promises(metadata)
    if Standard.X4 in known:
        yield Observation(Fact.HAS_X_CLAIM)
    trapped = {metadata.first("pdf:Trapped"), name(get(get(file.reader.trailer, "/Info"), "/Trapped"))} - {""}
    if trapped in ({"True"}, {"False"}):
        yield Observation(Fact.HAS_TRAPPED)
    if all(metadata.first(date) for date in _DATES):
        yield Observation(Fact.HAS_DATES)
    if all(metadata.first(one) for one in _IDS):
        yield Observation(Fact.HAS_DOCUMENT_IDS)


def _output_intent(intents: list[Any]) -> Iterator[Observation]:
    """Check the output intent: a single one, with an embedded profile and a registered output condition."""
    if not intents:
        return
    yield Observation(Fact.HAS_PRESS_INTENT)
    if len(intents) > 1:
        yield Observation(Fact.PRESS_PROFILE_WRONG, "there are several")
    profile, intent = get(intents[0], "/DestOutputProfile"), intents[0]
    if profile is None:
        yield Observation(Fact.PRESS_PROFILE_WRONG, "it is not in the file")
    else:
        header = read_profile_header(profile)
        space, device = (one.decode("latin-1").strip() for one in (header.colours, stream_data(profile)[12:16]))
        if header.fault:
            yield Observation(Fact.PRESS_PROFILE_WRONG, header.fault)
        elif (space, device) != ("CMYK", "prtr"):
            yield Observation(Fact.PRESS_PROFILE_WRONG, f"it is of {space or 'nothing'}, class {device or 'unknown'}")
    if not (text(get(intent, "/OutputConditionIdentifier")) or "").strip():
        yield Observation(Fact.PRESS_CONDITION_UNNAMED)
    if not (text(get(intent, "/RegistryName")) or "").strip():
        if (text(get(intent, "/Info")) or "").strip():
            yield Observation(Fact.PRESS_CONDITION_UNREGISTERED)
        else:
            yield Observation(Fact.PRESS_CONDITION_UNNAMED, "neither registered nor described")


def _actions(file: File) -> Iterator[Observation]:
    """Check that the file has no actions: on opening, on pages, or in bookmarks."""
    if isinstance(get(file.catalog, "/OpenAction"), dict):
        yield Observation(Fact.PRESS_ACTION, "on opening")
    if get(file.catalog, "/AA") is not None:
        yield Observation(Fact.PRESS_ACTION, "by itself")
    if next(number_tree(get(get(file.catalog, "/Names"), "/JavaScript")), None) is not None:
        yield Observation(Fact.PRESS_ACTION, "JavaScript")
    for at, page in enumerate(file.pages, 1):
        if get(page, "/AA") is not None:
            yield Observation(Fact.PRESS_ACTION, "by itself", at)
    pending = [get(get(file.catalog, "/Outlines"), "/First")]
    for _ in range(_MOST_BOOKMARKS):
        entry = dictionary(pending.pop()) if pending else {}
        if get(entry, "/A") is not None:
            yield Observation(Fact.PRESS_ACTION, "in the bookmarks")
        pending.extend(found for key in ("/Next", "/First") if (found := get(entry, key)) is not None)
        if not pending:
            return
