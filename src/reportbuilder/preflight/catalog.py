"""Checks the file as a whole: its header and end, its catalogue, its page objects, annotations, and other objects.

Of links and other annotations: their tags, descriptions, appearance and flags, and whether their type is allowed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import IndirectObject, NameObject, StreamObject

from reportbuilder.preflight.reader import (
    File,
    dictionary,
    get,
    get_inherited,
    integer,
    is_true,
    items,
    name,
    number,
    number_tree,
    numbers,
    resolved,
    text,
)
from reportbuilder.preflight.structure import Node, ObjectReference, Tree
from reportbuilder.standards.facts import Fact, Observation

_HEADER = re.compile(rb"%PDF-1\.[0-7](?:\r\n|\r|\n)%[\x80-\xff]{4}")
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?\Z")
_ACTIONS = frozenset(("GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"))
_NAMED = frozenset(("NextPage", "PrevPage", "FirstPage", "LastPage"))
_FILTERS = frozenset(
    ("ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "JBIG2Decode", "DCTDecode",
     "JPXDecode")
)  # fmt: skip
_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_MOST_HEADINGS = 3
"""A file with more headings than this should have bookmarks."""
_LONGEST_STRING, _LONGEST_NAME, _LARGEST_NUMBER = 32767, 127, 2147483647
_SMALLEST_PAGE, _LARGEST_PAGE = 3, 14400

_INSIDE = frozenset(("GoTo", "Named", "Hide", "SetOCGState", "Trans", "GoTo3DView", "GoToDp", "ResetForm", "NOP"))
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_MEDIA = frozenset(("RichMedia", "3D", "Screen", "Movie", "Sound"))
_MOST_IN_CHAIN = 100


def check_catalog(file: File, tree: Tree) -> Iterator[Observation]:
    """Observe the file outside of the content and the structure of its pages."""
    if not _HEADER.match(file.data):
        yield Observation(Fact.HEADER_WRONG)
    if not _END.search(file.data, max(0, len(file.data) - 16)):
        yield Observation(Fact.END_WRONG)
    if any(text(resolved(part)) for part in items(get(file.reader.trailer, "/ID"))):
        yield Observation(Fact.HAS_FILE_ID)
    if file.pages:
        yield Observation(Fact.HAS_PAGES)
    yield from _catalog(file, tree)
    for at, page in enumerate(file.pages, 1):
        yield from _page(page, at)
    yield from dict.fromkeys(_Objects(file).check())


def _catalog(file: File, tree: Tree) -> Iterator[Observation]:
    catalog = file.catalog
    marks = get(catalog, "/MarkInfo")
    if is_true(get(marks, "/Marked")):
        yield Observation(Fact.HAS_MARKED)
    if is_true(get(marks, "/Suspects")):
        yield Observation(Fact.SUSPECTS)
    if is_true(get(get(catalog, "/ViewerPreferences"), "/DisplayDocTitle")):
        yield Observation(Fact.HAS_DISPLAYED_TITLE)
    headings = sum(re.fullmatch("H[1-6]?", node.role) is not None for node in tree.nodes)
    if headings > _MOST_HEADINGS and get(get(catalog, "/Outlines"), "/First") is None:
        yield Observation(Fact.BOOKMARKS_MISSING, f"{headings} headings")
    for key in ("/Requirements", "/NeedsRendering"):
        if get(catalog, key):
            yield Observation(Fact.CATALOG_FORBIDDEN, key[1:])
    yield from _names(get(catalog, "/Names"), get(catalog, "/AF"))
    yield from _form_fields(get(catalog, "/AcroForm"))
    yield from _layers(get(catalog, "/OCProperties"))


def _names(names: Any, associated: Any) -> Iterator[Observation]:
    if get(names, "/AlternatePresentations") is not None:
        yield Observation(Fact.CATALOG_FORBIDDEN, "AlternatePresentations")
    if next(number_tree(get(names, "/JavaScript")), None) is not None:
        yield Observation(Fact.ACTION_FORBIDDEN, "JavaScript")
        yield Observation(Fact.HOLDS_SCRIPTS)
    if next(number_tree(get(names, "/EmbeddedFiles")), None) is not None or items(associated):
        yield Observation(Fact.FILE_EMBEDDED)


def _form_fields(form: Any) -> Iterator[Observation]:
    for key in ("/XFA", "/NeedAppearances"):
        if get(form, key) is not None and get(form, key) != False:  # noqa: E712 - pypdf's booleans are objects
            yield Observation(Fact.FORM_FIELDS_FORBIDDEN, key[1:])


def _layers(layers: Any) -> Iterator[Observation]:
    if layers is None:
        return
    for raw in (get(layers, "/D"), *items(get(layers, "/Configs"))):
        settings = resolved(raw)
        if not text(get(settings, "/Name")):
            yield Observation(Fact.LAYERS_WRONG, "without a name")
        if get(settings, "/AS") is not None:
            yield Observation(Fact.LAYERS_WRONG, "that switch by themselves")


def _page(page: Any, number: int) -> Iterator[Observation]:
    if get(page, "/PresSteps") is not None:
        yield Observation(Fact.CATALOG_FORBIDDEN, "PresSteps", number)
    media = _box(get_inherited(page, "/MediaBox"))
    for key in ("/MediaBox", *_BOXES):
        box = _box(get_inherited(page, key))
        if box is None:
            continue
        sides = (box[2] - box[0], box[3] - box[1])
        if not all(_SMALLEST_PAGE <= side <= _LARGEST_PAGE for side in sides):
            yield Observation(Fact.LIMIT_EXCEEDED, f"{key[1:]} of {sides[0]:g} by {sides[1]:g} points", number)
        if media and (box[0] < media[0] or box[1] < media[1] or box[2] > media[2] or box[3] > media[3]):
            yield Observation(Fact.BOX_OUTSIDE, key[1:], number)


def _box(raw: Any) -> tuple[float, float, float, float] | None:
    corners = numbers(raw)
    if len(corners) != 4:
        return None
    return min(corners[::2]), min(corners[1::2]), max(corners[::2]), max(corners[1::2])


class _Objects:
    """Every object that can be reached from the trailer, each visited once."""

    def __init__(self, file: File) -> None:
        self.file = file

    def check(self) -> Iterator[Observation]:
        pending: list[Any] = [dict.get(self.file.reader.trailer, "/Root"), dict.get(self.file.reader.trailer, "/Info")]
        seen: set[tuple[int, int]] = set()
        while pending:
            value = pending.pop()
            if isinstance(value, IndirectObject):
                key = (value.idnum, value.generation)
                if key in seen:
                    continue
                seen.add(key)
                value = resolved(value)
            if isinstance(value, dict):
                yield from _dictionary(value)
                pending.extend(dict.values(value))
                pending.extend(dict.keys(value))
            elif isinstance(value, list):
                pending.extend(list.__iter__(value))
            else:
                yield from _limits(value)


def _dictionary(entries: Mapping[str, Any]) -> Iterator[Observation]:
    if isinstance(entries, StreamObject):
        yield from _stream(entries)
    if "/AA" in entries:
        yield Observation(Fact.ACTION_FORBIDDEN, "AA")
    yield from check_actions(entries)
    if "/S" in entries:
        yield from _action(entries)
    for key in ("/A", "/PA", "/OpenAction", "/Next"):
        if key in entries:
            yield from _action(dictionary(get(entries, key)), surely=True)
    if get(entries, "/Type") == "/Filespec" and get(entries, "/EF") is not None:
        yield Observation(Fact.FILE_EMBEDDED, text(get(entries, "/UF")) or text(get(entries, "/F")) or "")


def _action(entries: Mapping[str, Any], surely: bool = False) -> Iterator[Observation]:
    """Check a dictionary that is an action: one with S and Type Action or, if `surely`, any with S."""
    kind = name(get(entries, "/S"))
    if not kind or not (surely or get(entries, "/Type") == "/Action"):
        return
    if kind not in _ACTIONS:
        yield Observation(Fact.ACTION_FORBIDDEN, kind)
    if kind == "Named" and name(get(entries, "/N")) not in _NAMED:
        yield Observation(Fact.ACTION_FORBIDDEN, f"Named {name(get(entries, '/N'))}")


def _stream(stream: Mapping[str, Any]) -> Iterator[Observation]:
    if any(key in stream for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield Observation(Fact.STREAM_EXTERNAL)
    filters = get(stream, "/Filter")
    for raw in items(filters) if isinstance(filters, list) else [filters]:
        filter_name = name(resolved(raw))
        if filter_name and filter_name not in _FILTERS:
            yield Observation(Fact.FILTER_FORBIDDEN, filter_name)


def _limits(value: Any) -> Iterator[Observation]:
    if isinstance(value, NameObject):
        if len(value) - 1 > _LONGEST_NAME:
            yield Observation(Fact.LIMIT_EXCEEDED, f"a name of {len(value) - 1} characters")
    elif isinstance(value, str | bytes):
        size = len(getattr(value, "original_bytes", value))
        if size > _LONGEST_STRING:
            yield Observation(Fact.LIMIT_EXCEEDED, f"a text of {size} bytes")
    elif isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
        yield Observation(Fact.LIMIT_EXCEEDED, "a number")


def check_actions(entries: Mapping[str, Any]) -> Iterator[Observation]:
    """Check the actions of a dictionary: that of a catalogue, page, annotation, form field or bookmark."""
    if "/OpenAction" in entries:
        yield from _chain(get(entries, "/OpenAction"), by_itself=True)
    if "/AA" in entries:
        for raw in dictionary(get(entries, "/AA")).values():
            yield from _chain(raw, by_itself=True)
    for key in ("/A", "/PA"):
        if key in entries:
            yield from _chain(get(entries, key), by_itself=False)
    if get(entries, "/Subtype") in {f"/{kind}" for kind in _MEDIA} and "/Rect" in entries:
        yield Observation(Fact.ACTION_ON_CLICK, f"{name(get(entries, '/Subtype'))} to be played")


def _chain(raw: Any, by_itself: bool) -> Iterator[Observation]:
    """Check an action and those chained to it (Next)."""
    pending, seen = [raw], 0
    while pending and seen < _MOST_IN_CHAIN:
        action = dictionary(pending.pop())
        seen += 1
        if name(get(action, "/S")):
            where = _external_target(action, by_itself)
            if where:
                yield Observation(Fact.ACTION_BY_ITSELF if by_itself else Fact.ACTION_ON_CLICK, where)
            following = get(action, "/Next")
            pending.extend(items(following) if isinstance(following, list) else [following])


def _external_target(action: Mapping[str, Any], by_itself: bool) -> str:
    """Where an action leads outside the file, in words; empty if it stays inside, or opens a web address on a click."""
    kind = name(get(action, "/S"))
    if kind in _INSIDE or (kind == "Thread" and get(action, "/F") is None):
        return ""
    if kind == "URI":
        address = text(get(action, "/URI")) or ""
        scheme, mark, _ = address.partition(":")
        web = scheme.lower().strip() in _SAFE_SCHEMES if mark else address.lower().startswith(("www.", "#"))
        return "" if web and not by_itself else f"URI to “{_shown(address)}”"
    target = _file_named(get(action, "/F"))
    return f"{kind[:30]} to “{_shown(target)}”" if target else kind[:30]


def _file_named(specification: Any) -> str:
    """The file name in a file specification."""
    if isinstance(specification, dict):
        return text(get(specification, "/UF")) or text(get(specification, "/F")) or ""
    return text(resolved(specification)) or ""


def _shown(words: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in words[:60])


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
