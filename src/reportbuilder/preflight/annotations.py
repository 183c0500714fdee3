"""Checks links and other annotations: their tags, descriptions, appearance and flags, and whether their type is
allowed."""

from collections.abc import Iterator, Mapping
from typing import Any

from reportbuilder.preflight.reader import (
    File,
    dictionary,
    get,
    get_inherited,
    integer,
    items,
    name,
    number,
    numbers,
    text,
)
from reportbuilder.preflight.structure import Node, ObjectReference, Tree
from reportbuilder.standards.facts import Fact, Observation

_KINDS = (
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink "
    "Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact"
)
_ALLOWED = frozenset(_KINDS.split())
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256
_UNTAGGED = {"Popup", "PrinterMark"}


def check_annotations(file: File, tree: Tree) -> Iterator[Observation]:
    """Observe the annotations of all pages."""
    owners = {kid.object: node for node in tree.nodes for kid in node.kids if isinstance(kid, ObjectReference)}
    for at, page in enumerate(file.pages, 1):
        listed = items(get(page, "/Annots"))
        if listed and get(page, "/Tabs") != "/S":
            yield Observation(Fact.TAB_ORDER_WRONG, "", at)
        for raw in listed:
            annotation = dictionary(raw)
            kind = name(get(annotation, "/Subtype"))
            if not (integer(get(annotation, "/F")) or 0) & _HIDDEN and not _is_off_page(annotation, page):
                yield from _tagging(annotation, kind, owners.get(number(raw)), at)
            yield from _appearance(annotation, kind, at)


def _is_off_page(annotation: Mapping[str, Any], page: Any) -> bool:
    """Whether an annotation is outside the crop box, where it cannot be seen (as invisible signatures are)."""
    rectangle, crop = numbers(get(annotation, "/Rect")), numbers(get(page, "/CropBox") or get(page, "/MediaBox"))
    if len(rectangle) != 4 or len(crop) != 4:
        return False
    (left, right), (foot, top) = sorted(rectangle[::2]), sorted(rectangle[1::2])
    return right <= crop[0] or left >= crop[2] or top <= crop[1] or foot >= crop[3]


def _tagging(annotation: Mapping[str, Any], kind: str, owner: Node | None, page: int) -> Iterator[Observation]:
    """Check the structure element of an annotation, and the description that assistive technology reads."""
    role = owner.role if owner else ""
    words = text(get(annotation, "/Contents"))
    if kind == "Link":
        if role != "Link":
            yield Observation(Fact.LINK_UNTAGGED, f"it stands in {role}" if role else "", page)
        if not words:
            yield Observation(Fact.LINK_WITHOUT_WORDS, "", page)
    elif kind == "TrapNet":
        yield Observation(Fact.ANNOTATION_TRAPNET, "", page)
    elif kind not in _UNTAGGED:
        if role != ("Form" if kind == "Widget" else "Annot"):
            yield Observation(Fact.ANNOTATION_UNTAGGED, kind, page)
        described = words if kind != "Widget" else text(get_inherited(annotation, "/TU"))
        if not (described or (owner and owner.alt)):
            yield Observation(Fact.ANNOTATION_WITHOUT_WORDS, kind, page)


def _appearance(annotation: Mapping[str, Any], kind: str, page: int) -> Iterator[Observation]:
    """Check the type, flags and appearance of an annotation."""
    if kind not in _ALLOWED:
        yield Observation(Fact.ANNOTATION_FORBIDDEN, kind or "of no kind", page)
    flags = integer(get(annotation, "/F"))
    unseen = _INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE
    if kind != "Popup" and (flags is None or flags & unseen or not flags & _PRINT):
        yield Observation(Fact.ANNOTATION_FLAGS, f"{kind}, flags {'missing' if flags is None else flags}", page)
    appearance = get(annotation, "/AP")
    rectangle = numbers(get(annotation, "/Rect"))
    of_no_size = len(rectangle) == 4 and rectangle[:2] == rectangle[2:]  # ISO 19005-2, 6.3.3, lets it look like nothing
    if kind not in ("Popup", "Link") and appearance is None and not of_no_size:
        yield Observation(Fact.ANNOTATION_APPEARANCE, kind, page)
    if appearance is not None and set(dictionary(appearance)) != {"/N"}:
        yield Observation(Fact.ANNOTATION_APPEARANCE, f"{kind}, for more than showing it", page)
