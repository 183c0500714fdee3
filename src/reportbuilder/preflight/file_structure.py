"""Checks the integrity of a PDF file: every object is where the cross-reference table says, every stream has its stated
length and can be decoded, and the page tree reaches every page once (ISO 32000-1, 7.3 to 7.7).

The bytes are read by a strict parser of our own, because the libraries that read PDFs repair damage silently.
"""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.content_stream import syntax_fault
from reportbuilder.preflight.crossref import Crossref, CrossrefEntry, filters_of, read_crossref, read_indirect
from reportbuilder.preflight.objects import DamageError, FilterError, IndirectReference, decode, read_object
from reportbuilder.standards.facts import Fact, Observation

_MOST_REPORTED = 20
"""Faults that are reported one by one; further ones are only counted."""
_HEADER = re.compile(rb"%PDF-\d\.\d")
_INHERITED_WORDS = {"MediaBox": "size", "Resources": "resources"}
_INHERITED = frozenset(_INHERITED_WORDS)
"""The entries that every page needs, its own or inherited from the page tree (ISO 32000-1, table 30)."""


def check_file_structure(data: bytes) -> Iterator[Observation]:
    """Yield an observation for every fault in the structure of a file, given as its bytes.

    Faults that make a file unreadable for some programs are FILE_DAMAGED, deviations that readers tolerate FILE_ODD.
    """
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
        faults += [*_page_tree_faults(objects), *_linearization_faults(data, objects)]
    yield from (Observation(Fact.FILE_DAMAGED, fault) for fault in faults[:_MOST_REPORTED])
    if len(faults) > _MOST_REPORTED:
        yield Observation(Fact.FILE_DAMAGED, f"and {len(faults) - _MOST_REPORTED} more places")


class _Objects:
    """The indirect objects of a file by object number; each is parsed once, when it is first needed."""

    def __init__(self, data: bytes, crossref: Crossref) -> None:
        self.data, self.crossref = data, crossref
        self.locked = "Encrypt" in crossref.trailer
        self.values: dict[int, Any] = {}
        self.bodies: dict[int, bytes] = {}
        """The encoded data of streams by object number, for the streams whose filters can be decoded here."""
        self._packed: dict[int, dict[int, Any]] = {}
        self._content: set[int] = set()

    def resolve(self, value: Any) -> Any:
        """Follow a reference, and references that it leads to, to a value; None if there is no such object."""
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
        """An entry of a dictionary, with references resolved; None if `holder` is no dictionary."""
        return self.resolve(holder.get(key)) if isinstance(holder, dict) else None

    def read_all(self) -> Iterator[str]:
        """Parse every object; yields a sentence for each that is damaged."""
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
        """The filters of a stream and their parameters, with references resolved."""
        entries: dict[str, Any] = {key: self.resolve(value[key]) for key in ("Filter", "DecodeParms") if key in value}
        for key, filters in entries.items():
            if isinstance(filters, list):
                entries[key] = [self.resolve(item) for item in filters]
        return filters_of(entries)

    def _length(self, reference: IndirectReference) -> Any:
        """The length of a stream that is stored as an indirect object."""
        entry = self.crossref.entries.get(reference.number)
        if entry is None or entry.container:
            return self.resolve(reference) if entry else None
        _, value, _ = read_indirect(self.data, entry.offset, lambda further: None)
        return value

    def _from_container(self, number: int, entry: CrossrefEntry) -> Any:
        """Read an object from the object stream that contains it; raises DamageError."""
        stream = self.crossref.entries.get(entry.container)
        if stream is None or stream.container:
            raise DamageError("the object stream that it is in is not there", 0)
        if entry.container not in self._packed:
            self._read(entry.container)
        if self.locked:
            return None
        packed = self._packed.get(entry.container)
        if packed is None or number not in packed:
            raise DamageError("it is not in its object stream", stream.offset)
        return packed[number]

    def _unpack(self, value: dict[str, Any], decoded: bytes) -> dict[int, Any]:
        """Parse the objects of an object stream by number (ISO 32000-1, 7.5.7); raises DamageError."""
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
        """The decoded content of a page; several content streams are joined with line ends."""
        contents = page.get("Contents")
        value = self.resolve(contents)
        parts = value if isinstance(value, list) else [contents]
        decoded = []
        for part in parts:
            body = self.bodies.get(part.number) if isinstance(part, IndirectReference) else None
            entries = self.resolve(part)
            if body is not None and isinstance(entries, dict):
                decoded.append(decode(body, *self._filters(entries)) or b"")
        return b"\n".join(decoded)


def _page_tree_faults(objects: _Objects) -> Iterator[str]:
    """Follow the catalogue and the page tree; yields a sentence for each fault in them and in the content of pages."""
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
        isinstance(parts, list) and len(parts) == 2 and all(isinstance(objects.resolve(part), bytes) for part in parts)
    ):
        yield "its identifier (ID) is not two texts"
    pending: list[tuple[Any, frozenset[str]]] = [(root["Pages"], frozenset())]
    seen: set[int] = set()
    number = 0
    while pending:
        raw, inherited = pending.pop()
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
        available = inherited.union(key for key in _INHERITED if objects.get(node, key) is not None)
        if isinstance(kids, list) and objects.get(node, "Type") in ("Pages", None):
            pending.extend((kid, available) for kid in reversed(kids))
        elif objects.get(node, "Type") in ("Page", None) and kids is None:
            number += 1
            for key in sorted(_INHERITED - available):
                yield f"page {number} has no {_INHERITED_WORDS[key]} ({key})"
            fault = syntax_fault(objects.content(node))
            if fault:
                yield f"the content of page {number}: {fault}"
        else:
            yield "its tree of pages leads to what is no page"


def _linearization_faults(data: bytes, objects: _Objects) -> Iterator[str]:
    """Check the linearization dictionary (ISO 32000-1, F.2); yields a sentence for each entry that is wrong.

    A file that was updated incrementally since is no longer linearized, and is not checked.
    """
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


def _is_object(data: bytes, offset: int) -> bool:
    """Whether an indirect object begins at an offset."""
    return re.compile(rb"\d+[\t\n\r ]+\d+[\t\n\r ]+obj").match(data, offset) is not None
