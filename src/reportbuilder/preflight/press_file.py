"""What a file for the press says of itself: its press, its document ids, and what would happen by itself."""

from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.colours import read_profile
from reportbuilder.preflight.metadata import Metadata, promises
from reportbuilder.preflight.press_page import Leaf
from reportbuilder.preflight.press_shapes import is_empty, meet
from reportbuilder.preflight.reading import (
    File,
    dictionary,
    get,
    items,
    name,
    number_tree,
    numbers,
    resolved,
    stream_data,
    text,
)
from reportbuilder.standards.facts import Box, Fact, Observation
from reportbuilder.standards.names import Standard

_DATES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")
_IDS = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
_FOR_PRINTERS = frozenset(("PrinterMark", "TrapNet"))
_MOST_BOOKMARKS = 100_000


def check_press_file(file: File, metadata: Metadata) -> Iterator[Observation]:
    """What there is to see in the file as a whole."""
    yield from _told(file, metadata)
    intents = [resolved(raw) for raw in items(get(file.catalog, "/OutputIntents"))]
    yield from _press([intent for intent in intents if get(intent, "/S") == "/GTS_PDFX"])
    yield from dict.fromkeys(_actions(file))


def check_press_annotations(page: Any, leaf: Leaf) -> Iterator[Observation]:
    """What there is to see in the annotations of a page: those that are not for printers lie outside the bleed."""
    for raw in items(get(page, "/Annots")):
        annotation = resolved(raw)
        kind, place = name(get(annotation, "/Subtype")), numbers(get(annotation, "/Rect"))
        if get(annotation, "/A") is not None or get(annotation, "/AA") is not None:
            yield Observation(Fact.PRESS_ACTION, kind, leaf.number)
        if kind in _FOR_PRINTERS or len(place) != 4:
            continue
        box: Box = (min(place[::2]), min(place[1::2]), max(place[::2]), max(place[1::2]))
        if not is_empty(meet(box, leaf.bleed)):
            yield Observation(Fact.ANNOTATION_IN_PRINT, kind, leaf.number, box=leaf.millimetres(box))


def _told(file: File, metadata: Metadata) -> Iterator[Observation]:
    known, _ = promises(metadata)
    if Standard.X4 in known:
        yield Observation(Fact.HAS_X_CLAIM)
    told = {metadata.first("pdf:Trapped"), name(get(get(file.reader.trailer, "/Info"), "/Trapped"))} - {""}
    if told in ({"True"}, {"False"}):
        yield Observation(Fact.HAS_TRAPPED)
    if all(metadata.first(date) for date in _DATES):
        yield Observation(Fact.HAS_DATES)
    if all(metadata.first(one) for one in _IDS):
        yield Observation(Fact.HAS_DOCUMENT_IDS)


def _press(intents: list[Any]) -> Iterator[Observation]:
    """The press that the file is meant for: one, with its profile in the file, and by a name that printers know."""
    if not intents:
        return
    yield Observation(Fact.HAS_PRESS_INTENT)
    if len(intents) > 1:
        yield Observation(Fact.PRESS_PROFILE_WRONG, "there are several")
    profile, intent = get(intents[0], "/DestOutputProfile"), intents[0]
    if profile is None:
        yield Observation(Fact.PRESS_PROFILE_WRONG, "it is not in the file")
    else:
        found = read_profile(profile)
        called, device = (one.decode("latin-1").strip() for one in (found.colours, stream_data(profile)[12:16]))
        if found.fault:
            yield Observation(Fact.PRESS_PROFILE_WRONG, found.fault)
        elif (called, device) != ("CMYK", "prtr"):
            yield Observation(Fact.PRESS_PROFILE_WRONG, f"it is of {called or 'nothing'}, class {device or 'unknown'}")
    if not (text(get(intent, "/OutputConditionIdentifier")) or "").strip():
        yield Observation(Fact.PRESS_CONDITION_UNNAMED)
    if not (text(get(intent, "/RegistryName")) or "").strip():
        if (text(get(intent, "/Info")) or "").strip():
            yield Observation(Fact.PRESS_CONDITION_UNREGISTERED)
        else:
            yield Observation(Fact.PRESS_CONDITION_UNNAMED, "neither registered nor described")


def _actions(file: File) -> Iterator[Observation]:
    """Whatever would happen: on opening, on turning pages, on a click in the bookmarks."""
    if isinstance(get(file.catalog, "/OpenAction"), dict):
        yield Observation(Fact.PRESS_ACTION, "on opening")
    if get(file.catalog, "/AA") is not None:
        yield Observation(Fact.PRESS_ACTION, "by itself")
    if next(number_tree(get(get(file.catalog, "/Names"), "/JavaScript")), None) is not None:
        yield Observation(Fact.PRESS_ACTION, "JavaScript")
    for at, page in enumerate(file.pages, 1):
        if get(page, "/AA") is not None:
            yield Observation(Fact.PRESS_ACTION, "by itself", at)
    waiting = [get(get(file.catalog, "/Outlines"), "/First")]
    for _ in range(_MOST_BOOKMARKS):
        entry = dictionary(waiting.pop()) if waiting else {}
        if get(entry, "/A") is not None:
            yield Observation(Fact.PRESS_ACTION, "in the bookmarks")
        waiting.extend(found for key in ("/Next", "/First") if (found := get(entry, key)) is not None)
        if not waiting:
            return
