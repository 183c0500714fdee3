"""Reads the cross-reference of a PDF strictly: from `startxref` through all tables and streams, earlier ones included,
to the offset of every object (ISO 32000-1, 7.5.4 to 7.5.8)."""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.objects import (
    DamageError,
    FilterError,
    IndirectReference,
    PdfName,
    decode,
    read_header,
    read_object,
    skip,
)
from reportbuilder.values import Mutable, Value, field

_START = re.compile(rb"startxref[\x00\t\n\x0c\r ]+(\d{1,15})[\x00\t\n\x0c\r ]+%%EOF")
_TABLE = re.compile(rb"xref[\x00\t\n\x0c\r ]+")
_SECTION = re.compile(rb"(\d{1,10})[ \t]+(\d{1,10})[\t ]*(?:\r\n|\n|\r)[\t\n\r ]*")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: ?\r\n| ?\n| ?\r|  )")
_STREAM = re.compile(rb"stream(?:\r\n|\n)")
_BARE_RETURN = re.compile(rb"stream\r(?!\n)")
_END_OF_STREAM = re.compile(rb"(?:\r\n|\n|\r)?endstream(?![A-Za-z])")
_TAIL = 1024
"""Bytes at the end of a file within which `startxref` and the end marker must be."""
_MOST_OBJECTS = 8_388_607


class CrossrefEntry(Value):
    """The location of an object: a byte offset in the file or, if `container` is not 0, an index in the object stream
    of that number."""

    offset: int
    generation: int
    container: int = 0


class Crossref(Mutable):
    """The locations of all objects, the trailer, and the faults found while they were read."""

    entries: dict[int, CrossrefEntry | None] = field(default_factory=dict)
    trailer: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    """Deviations from the standard that all readers tolerate."""
    streams: set[int] = field(default_factory=set)
    """The byte offsets of cross-reference streams."""


def read_crossref(data: bytes) -> Crossref:
    """Read the cross-reference of a file; anything that cannot be read is added to its `faults`."""
    crossref = Crossref()
    starts = list(_START.finditer(data, max(0, len(data) - _TAIL)))
    if not starts:
        crossref.faults.append("it does not end with startxref, an offset and %%EOF")
        return crossref
    pending, seen = [int(starts[-1][1])], set[int]()
    while pending:
        offset = pending.pop()
        if offset in seen:
            crossref.faults.append(f"its cross-references lead in a circle, at byte {offset}")
            break
        seen.add(offset)
        try:
            trailer, hybrid = _read_section(data, offset, crossref)
        except (DamageError, FilterError) as error:
            crossref.faults.append(f"the cross-reference at byte {offset}: {error}")
            break
        if not crossref.trailer:
            crossref.trailer = trailer
        previous = trailer.get("Prev")
        if previous is not None:
            if isinstance(previous, int) and 0 < previous < len(data):
                pending.append(previous)
            else:
                crossref.faults.append(
                    f"the earlier cross-reference is said to be at {previous}, which is no place in it"
                )
        if hybrid is not None:
            pending.append(hybrid)
    _check_size(crossref)
    return crossref


def _check_size(crossref: Crossref) -> None:
    """Check the entry Size of the trailer against the highest object number."""
    size, highest = crossref.trailer.get("Size"), max(crossref.entries, default=-1)
    if crossref.trailer and (not isinstance(size, int) or size <= highest):
        crossref.faults.append(f"it says that it has {size} objects, and has a number {highest}")
    elif crossref.trailer and isinstance(size, int) and size > highest + 1:
        crossref.oddities.append(f"it says that it has {size} objects, and the last is {highest}")


def _read_section(data: bytes, offset: int, crossref: Crossref) -> tuple[dict[str, Any], int | None]:
    """Read the cross-reference table or stream at an offset into `crossref`; entries that are known already are kept,
    since later updates come first.

    Returns its trailer, and the offset of the additional stream that a hybrid-reference file names (XRefStm). Raises
    DamageError or FilterError.
    """
    table = _TABLE.match(data, offset)
    if table is None:
        return _read_stream(data, offset, crossref), None
    offset = table.end()
    while (section := _SECTION.match(data, offset)) is not None:
        offset = section.end()
        first, count = int(section[1]), int(section[2])
        for number in range(first, first + count):
            entry = _ENTRY.match(data, offset)
            if entry is None:
                raise DamageError(f"the entry of object {number} is not as it must be", offset)
            offset = entry.end()
            place = CrossrefEntry(int(entry[1]), int(entry[2])) if entry[3] == b"n" else None
            crossref.entries.setdefault(number, place)
        offset = skip(data, offset)
    if not data.startswith(b"trailer", offset):
        raise DamageError("no trailer follows it", offset)
    trailer, _ = read_object(data, offset + len(b"trailer"))
    if not isinstance(trailer, dict):
        raise DamageError("its trailer is no dictionary", offset)
    hybrid = trailer.get("XRefStm")
    return trailer, hybrid if isinstance(hybrid, int) else None


def _read_stream(data: bytes, offset: int, crossref: Crossref) -> dict[str, Any]:
    """Read the cross-reference stream at an offset into `crossref`; returns its dictionary (ISO 32000-1, 7.5.8)."""
    if read_header(data, offset) is None:
        raise DamageError("neither a table nor a stream is there", offset)
    _, value, body = read_indirect(data, offset, lambda reference: None)
    if body is None or not isinstance(value, dict) or value.get("Type") != "XRef":
        raise DamageError("it is no cross-reference stream", offset)
    crossref.streams.add(offset)
    widths, size = value.get("W"), value.get("Size")
    if not (isinstance(widths, list) and len(widths) == 3 and all(isinstance(w, int) and 0 <= w <= 8 for w in widths)):
        raise DamageError("it does not say how wide its columns are", offset)
    index = value.get("Index", [0, size])
    if not (
        isinstance(index, list)
        and len(index) % 2 == 0
        and all(isinstance(number, int) and number >= 0 for number in index)
    ):
        raise DamageError("it does not say of which objects it tells", offset)
    table = decode(body, *filters_of(value))
    length = sum(widths)
    if table is None or len(table) != length * sum(index[1::2]) or sum(index[1::2]) > _MOST_OBJECTS:
        raise DamageError("it has more or fewer entries than it says", offset)
    for number, row in zip(_numbers(index), range(0, len(table), length or 1), strict=False):
        kind, second, third = _columns(table[row : row + length], widths)
        place = {0: None, 1: CrossrefEntry(second, third), 2: CrossrefEntry(third, 0, second)}.get(kind)
        crossref.entries.setdefault(number, place)
    return value


def _numbers(index: list[int]) -> Iterator[int]:
    """The object numbers of an Index array, which has pairs of a first number and a count."""
    for first, count in zip(index[::2], index[1::2], strict=True):
        yield from range(first, first + count)


def _columns(row: bytes, widths: list[int]) -> tuple[int, int, int]:
    """The three fields of an entry in a cross-reference stream; a type field of width 0 stands for type 1."""
    first, second, _ = widths
    kind = int.from_bytes(row[:first], "big") if first else 1
    return kind, int.from_bytes(row[first : first + second], "big"), int.from_bytes(row[first + second :], "big")


def filters_of(entries: dict[str, Any]) -> tuple[list[PdfName], list[Any]]:
    """The filters of a stream and their parameters, from its dictionary; inline abbreviations are accepted."""
    filters, parameters = entries.get("Filter", entries.get("F")), entries.get("DecodeParms", entries.get("DP"))
    names = filters if isinstance(filters, list) else [filters]
    dictionaries = parameters if isinstance(parameters, list) else [parameters]
    return [name for name in names if isinstance(name, PdfName)], dictionaries


def read_indirect(data: bytes, offset: int, resolve: Any) -> tuple[IndirectReference, Any, bytes | None]:
    """Parse the indirect object at an offset: its reference, its value, and the encoded data if it is a stream.

    `resolve` returns the value of a reference, for streams whose length is an indirect object. Raises DamageError.
    """
    header = read_header(data, offset)
    if header is None:
        raise DamageError("no object begins there", offset)
    reference, offset = header
    value, offset = read_object(data, offset)
    offset = skip(data, offset)
    body: bytes | None = None
    opening = _STREAM.match(data, offset)
    if _BARE_RETURN.match(data, offset):
        raise DamageError(
            "a stream after a carriage return alone, where its data cannot be told from a line feed", offset
        )
    if opening is not None:
        if not isinstance(value, dict):
            raise DamageError("a stream without a dictionary", offset)
        length = value.get("Length")
        length = resolve(length) if isinstance(length, IndirectReference) else length
        start = opening.end()
        if not isinstance(length, int) or length < 0:
            raise DamageError("a stream that does not say how long it is", offset)
        closing = _END_OF_STREAM.match(data, start + length)
        if closing is None:
            raise DamageError(f"a stream that is not of the length that it says ({length} bytes)", offset)
        body, offset = data[start : start + length], skip(data, closing.end())
    if not data.startswith(b"endobj", offset):
        raise DamageError("an object that does not end", offset)
    return reference, value, body
