"""Whether a file is whole: every object where the cross-reference says, every stream of its length and decoded to its
end, every page reached once (ISO 32000-1, 7.3 to 7.7).

The bytes are read by a parser of our own, because the libraries that read PDFs repair damage and do not tell.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.content_stream import syntax_fault
from reportbuilder.preflight.crossref import Crossref, CrossrefEntry, filters_of, read_crossref, read_indirect
from reportbuilder.preflight.filters import FilterError, decode
from reportbuilder.preflight.objects import DamageError, IndirectReference, read_object
from reportbuilder.standards.facts import Fact, Observation

_MOST_TOLD = 20
"""More damaged objects than this are counted."""
_HEADER = re.compile(rb"%PDF-\d\.\d")
_INHERITED_WORDS = {"MediaBox": "size", "Resources": "resources"}
_INHERITED = frozenset(_INHERITED_WORDS)
"""What a page must have, itself or from what it stands in (ISO 32000-1, table 30)."""


def check_file_structure(data: bytes) -> Iterator[Observation]:
    """What is damaged in a file."""
    header = _HEADER.search(data[:1024])
    if header is None:
        yield Observation(Fact.FILE_DAMAGED, "it does not begin with %PDF and a version")
    crossref = read_crossref(data)
    if header is not None and header.start() and not crossref.trailer:
        data = data[header.start() :]  # something was put before the file, and offsets count from its header
        crossref = read_crossref(data)
    yield from (Observation(Fact.FILE_DAMAGED, fault) for fault in crossref.faults)
    yield from (Observation(Fact.FILE_ODD, oddity) for oddity in crossref.oddities)
    if not crossref.trailer:
        return
    objects = _Objects(data, crossref)
    faults = [*objects.read_all()]
    if "Encrypt" not in crossref.trailer:
        faults += [*_graph(objects), *_linearised(data, objects)]
    yield from (Observation(Fact.FILE_DAMAGED, fault) for fault in faults[:_MOST_TOLD])
    if len(faults) > _MOST_TOLD:
        yield Observation(Fact.FILE_DAMAGED, f"and {len(faults) - _MOST_TOLD} more places")


class _Objects:
    """The objects of a file by number, each read once."""

    def __init__(self, data: bytes, crossref: Crossref) -> None:
        self.data, self.crossref = data, crossref
        self.locked = "Encrypt" in crossref.trailer
        self.values: dict[int, Any] = {}
        self.bodies: dict[int, bytes] = {}
        """The data of the streams whose filters are not decoded here, and of those for pages, decoded."""
        self._packed: dict[int, dict[int, Any]] = {}
        self._content: set[int] = set()

    def resolve(self, value: Any) -> Any:
        """The value of a reference, and of a reference that it leads to; None if nothing is there."""
        for _ in range(32):
            if not isinstance(value, IndirectReference):
                return value
            entry = self.crossref.entries.get(value.number)
            if entry is None or entry.generation != value.generation:
                return None
            if value.number not in self.values:
                try:
                    self._read(value.number)
                except (DamageError, FilterError):
                    return None
            value = self.values.get(value.number)
        return None

    def get(self, holder: Any, key: str) -> Any:
        """An entry of a dictionary, resolved."""
        return self.resolve(holder.get(key)) if isinstance(holder, dict) else None

    def read_all(self) -> Iterator[str]:
        """Read every object; gives what is wrong with any."""
        for number in sorted(self.crossref.entries):
            try:
                self._read(number)
            except (DamageError, FilterError) as error:
                yield f"object {number}: {error}"

    def _read(self, number: int) -> None:
        entry = self.crossref.entries.get(number)
        if entry is None or number in self.values or (entry.offset == 0 and not entry.container):
            return
        if entry.container:
            self.values[number] = self._from_container(number, entry)
            return
        self.values[number] = None  # so that a length which leads back to its own stream ends
        del self.values[number]
        reference, value, body = read_indirect(self.data, entry.offset, self._length)
        if reference != (number, entry.generation):
            raise DamageError(f"object {reference.number} {reference.generation} is where it should be", entry.offset)
        self.values[number] = value
        if body is not None and not self.locked:
            decoded = decode(body, *self._filters(value))
            if decoded is not None and value.get("Type") == "ObjStm":
                self._packed[number] = self._unpack(value, decoded)
            elif decoded is not None:
                self.bodies[number] = body

    def _filters(self, value: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        """The filters of a stream, which may stand in objects of their own."""
        plain: dict[str, Any] = {key: self.resolve(value[key]) for key in ("Filter", "DecodeParms") if key in value}
        for key, held in plain.items():
            if isinstance(held, list):
                plain[key] = [self.resolve(one) for one in held]
        return filters_of(plain)

    def _length(self, reference: IndirectReference) -> Any:
        """The length of a stream, which stands in an object of its own."""
        entry = self.crossref.entries.get(reference.number)
        if entry is None or entry.container:
            return self.resolve(reference) if entry else None
        _, value, _ = read_indirect(self.data, entry.offset, lambda further: None)
        return value

    def _from_container(self, number: int, entry: CrossrefEntry) -> Any:
        """An object out of an object stream."""
        place = self.crossref.entries.get(entry.container)
        if place is None or place.container:
            raise DamageError("the object stream that it is in is not there", 0)
        if entry.container not in self._packed:
            self._read(entry.container)
        if self.locked:
            return None
        held = self._packed.get(entry.container)
        if held is None or number not in held:
            raise DamageError("it is not in its object stream", place.offset)
        return held[number]

    def _unpack(self, value: dict[str, Any], decoded: bytes) -> dict[int, Any]:
        """The objects of an object stream (ISO 32000-1, 7.5.7)."""
        count, first = self.resolve(value.get("N")), self.resolve(value.get("First"))
        if not isinstance(count, int) or not isinstance(first, int) or not 0 <= first <= len(decoded):
            raise DamageError("an object stream that does not say what is in it", 0)
        words = decoded[:first].split()
        if len(words) < 2 * count or not all(word.isdigit() and len(word) < 12 for word in words):
            raise DamageError("an object stream whose table is damaged", 0)
        places = [int(word) for word in words[: 2 * count]]
        return {
            number: read_object(decoded, first + offset)[0]
            for number, offset in zip(places[::2], places[1::2], strict=True)
        }

    def content(self, page: dict[str, Any]) -> bytes:
        """The content of a page, its streams in one."""
        held = page.get("Contents")
        value = self.resolve(held)
        parts = value if isinstance(value, list) else [held]
        found = []
        for part in parts:
            body = self.bodies.get(part.number) if isinstance(part, IndirectReference) else None
            entries = self.resolve(part)
            if body is not None and isinstance(entries, dict):
                found.append(decode(body, *self._filters(entries)) or b"")
        return b"\n".join(found)


def _graph(objects: _Objects) -> Iterator[str]:
    """From the trailer to the pages, each reached once, and what is on them."""
    root = objects.get(objects.crossref.trailer, "Root")
    if not isinstance(root, dict) or objects.get(root, "Type") not in ("Catalog", None):
        yield "its trailer does not lead to a catalogue"
        return
    if not isinstance(objects.get(root, "Pages"), dict):
        yield "its catalogue does not lead to pages"
        return
    identifier = objects.crossref.trailer.get("ID")
    parts = objects.resolve(identifier)
    if identifier is not None and not (
        isinstance(parts, list) and len(parts) == 2 and all(isinstance(objects.resolve(one), bytes) for one in parts)
    ):
        yield "its identifier (ID) is not two texts"
    waiting: list[tuple[Any, frozenset[str]]] = [(root["Pages"], frozenset())]
    seen: set[int] = set()
    number = 0
    while waiting:
        raw, inherited = waiting.pop()
        node = objects.resolve(raw)
        if isinstance(raw, IndirectReference):
            if raw.number in seen:
                yield f"its tree of pages comes to object {raw.number} twice"
                continue
            seen.add(raw.number)
        if not isinstance(node, dict):
            yield "its tree of pages leads to what is no page"
            continue
        kids = objects.get(node, "Kids")
        has = inherited.union(key for key in _INHERITED if objects.get(node, key) is not None)
        if isinstance(kids, list) and objects.get(node, "Type") in ("Pages", None):
            waiting.extend((kid, has) for kid in reversed(kids))
        elif objects.get(node, "Type") in ("Page", None) and kids is None:
            number += 1
            for key in sorted(_INHERITED - has):
                yield f"page {number} has no {_INHERITED_WORDS[key]} ({key})"
            fault = syntax_fault(objects.content(node))
            if fault:
                yield f"the content of page {number}: {fault}"
        else:
            yield "its tree of pages leads to what is no page"


def _linearised(data: bytes, objects: _Objects) -> Iterator[str]:
    """The dictionary of a file that is ordered for the web, unless the file was added to since (ISO 32000-1, F.2)."""
    first = re.search(rb"\d+[\t\n\r ]+\d+[\t\n\r ]+obj", data[:1024])
    if first is None:
        return
    try:
        value, _ = read_object(data, first.end())
    except DamageError:
        return
    if not isinstance(value, dict) or "Linearized" not in value or value.get("L") != len(data):
        return
    pages = objects.get(objects.get(objects.crossref.trailer, "Root"), "Pages")
    if value.get("N") != objects.get(pages, "Count"):
        yield f"it is ordered for the web with {value.get('N')} pages, and has {objects.get(pages, 'Count')}"
    opening = objects.values.get(value["O"]) if isinstance(value.get("O"), int) else None
    if not isinstance(opening, dict) or opening.get("Type") != "Page":
        yield "it is ordered for the web, but does not say rightly which page is its first"
    hints = value.get("H")
    if not (isinstance(hints, list) and hints and isinstance(hints[0], int) and _is_object(data, hints[0])):
        yield "it is ordered for the web, but its table for that is not where it says"


def _is_object(data: bytes, at: int) -> bool:
    return re.compile(rb"\d+[\t\n\r ]+\d+[\t\n\r ]+obj").match(data, at) is not None
