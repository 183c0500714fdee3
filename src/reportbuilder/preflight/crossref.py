"""The cross-reference of a file, read strictly: from startxref through all tables, streams and earlier ones, to the
place of every object (ISO 32000-1, 7.5.4 to 7.5.8)."""

import re
from collections.abc import Iterator
from typing import Any

from reportbuilder.preflight.filters import FilterError, decode
from reportbuilder.preflight.objects import DamageError, IndirectReference, PdfName, read_header, read_object, skip
from reportbuilder.values import Mutable, Value, field

_START = re.compile(rb"startxref[\x00\t\n\x0c\r ]+(\d{1,15})[\x00\t\n\x0c\r ]+%%EOF")
_TABLE = re.compile(rb"xref[\x00\t\n\x0c\r ]+")
_SECTION = re.compile(rb"(\d{1,10})[ \t]+(\d{1,10})[\t ]*(?:\r\n|\n|\r)[\t\n\r ]*")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: ?\r\n| ?\n| ?\r|  )")
_STREAM = re.compile(rb"stream(?:\r\n|\n)")
_BARE_RETURN = re.compile(rb"stream\r(?!\n)")
_END_OF_STREAM = re.compile(rb"(?:\r\n|\n|\r)?endstream(?![A-Za-z])")
_LAST = 1024
"""Bytes at the end of a file in which its end mark must stand."""
_MOST_OBJECTS = 8_388_607


class CrossrefEntry(Value):
    """Where an object is: at an offset of the file, or (`container` is not 0) at a place in an object stream."""

    offset: int
    generation: int
    container: int = 0


class Crossref(Mutable):
    """The places of all objects, the trailer, and what is wrong with how they are told."""

    entries: dict[int, CrossrefEntry | None] = field(default_factory=dict)
    trailer: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    """What is not as it must be, and that readers cope with."""
    streams: set[int] = field(default_factory=set)
    """The offsets of cross-reference streams."""


def read_crossref(data: bytes) -> Crossref:
    """The cross-reference of a file; what cannot be read of it is a fault."""
    found = Crossref()
    starts = list(_START.finditer(data, max(0, len(data) - _LAST)))
    if not starts:
        found.faults.append("it does not end with startxref, an offset and %%EOF")
        return found
    waiting, seen = [int(starts[-1][1])], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen:
            found.faults.append(f"its cross-references lead in a circle, at byte {at}")
            break
        seen.add(at)
        try:
            trailer, hybrid = _section(data, at, found)
        except (DamageError, FilterError) as error:
            found.faults.append(f"the cross-reference at byte {at}: {error}")
            break
        if not found.trailer:
            found.trailer = trailer
        before = trailer.get("Prev")
        if before is not None:
            if isinstance(before, int) and 0 < before < len(data):
                waiting.append(before)
            else:
                found.faults.append(f"the earlier cross-reference is said to be at {before}, which is no place in it")
        if hybrid is not None:
            waiting.append(hybrid)
    _check_size(found)
    return found


def _check_size(found: Crossref) -> None:
    size, highest = found.trailer.get("Size"), max(found.entries, default=-1)
    if found.trailer and (not isinstance(size, int) or size <= highest):
        found.faults.append(f"it says that it has {size} objects, and has a number {highest}")
    elif found.trailer and isinstance(size, int) and size > highest + 1:
        found.oddities.append(f"it says that it has {size} objects, and the last is {highest}")


def _section(data: bytes, at: int, found: Crossref) -> tuple[dict[str, Any], int | None]:
    """Read a table or a stream, whose entries yield to those that are known; gives its trailer, and where the stream
    is that a table of a hybrid file has beside it."""
    table = _TABLE.match(data, at)
    if table is None:
        return _stream(data, at, found), None
    at = table.end()
    while (section := _SECTION.match(data, at)) is not None:
        at = section.end()
        first, count = int(section[1]), int(section[2])
        for number in range(first, first + count):
            entry = _ENTRY.match(data, at)
            if entry is None:
                raise DamageError(f"the entry of object {number} is not as it must be", at)
            at = entry.end()
            place = CrossrefEntry(int(entry[1]), int(entry[2])) if entry[3] == b"n" else None
            found.entries.setdefault(number, place)
        at = skip(data, at)
    if not data.startswith(b"trailer", at):
        raise DamageError("no trailer follows it", at)
    trailer, _ = read_object(data, at + len(b"trailer"))
    if not isinstance(trailer, dict):
        raise DamageError("its trailer is no dictionary", at)
    hybrid = trailer.get("XRefStm")
    return trailer, hybrid if isinstance(hybrid, int) else None


def _stream(data: bytes, at: int, found: Crossref) -> dict[str, Any]:
    if read_header(data, at) is None:
        raise DamageError("neither a table nor a stream is there", at)
    _, value, body = read_indirect(data, at, lambda reference: None)
    if body is None or not isinstance(value, dict) or value.get("Type") != "XRef":
        raise DamageError("it is no cross-reference stream", at)
    found.streams.add(at)
    widths, size = value.get("W"), value.get("Size")
    if not (isinstance(widths, list) and len(widths) == 3 and all(isinstance(w, int) and 0 <= w <= 8 for w in widths)):
        raise DamageError("it does not say how wide its columns are", at)
    index = value.get("Index", [0, size])
    if not (
        isinstance(index, list) and len(index) % 2 == 0 and all(isinstance(one, int) and one >= 0 for one in index)
    ):
        raise DamageError("it does not say of which objects it tells", at)
    table = decode(body, *filters_of(value))
    length = sum(widths)
    if table is None or len(table) != length * sum(index[1::2]) or sum(index[1::2]) > _MOST_OBJECTS:
        raise DamageError("it has more or fewer entries than it says", at)
    for number, row in zip(_numbers(index), range(0, len(table), length or 1), strict=False):
        kind, second, third = _columns(table[row : row + length], widths)
        place = {0: None, 1: CrossrefEntry(second, third), 2: CrossrefEntry(third, 0, second)}.get(kind)
        found.entries.setdefault(number, place)
    return value


def _numbers(index: list[int]) -> Iterator[int]:
    for first, count in zip(index[::2], index[1::2], strict=True):
        yield from range(first, first + count)


def _columns(row: bytes, widths: list[int]) -> tuple[int, int, int]:
    """The three numbers of an entry; a first column of no width stands for 1."""
    one, two, _ = widths
    kind = int.from_bytes(row[:one], "big") if one else 1
    return kind, int.from_bytes(row[one : one + two], "big"), int.from_bytes(row[one + two :], "big")


def filters_of(entries: dict[str, Any]) -> tuple[list[PdfName], list[Any]]:
    """The filters of a stream, and their parameters."""
    filters, parameters = entries.get("Filter", entries.get("F")), entries.get("DecodeParms", entries.get("DP"))
    named = filters if isinstance(filters, list) else [filters]
    given = parameters if isinstance(parameters, list) else [parameters]
    return [one for one in named if isinstance(one, PdfName)], given


def read_indirect(data: bytes, at: int, resolve: Any) -> tuple[IndirectReference, Any, bytes | None]:
    """The object at an offset with its number, its value, and the data of a stream as they stand; raises DamageError.

    `resolve` gives the value of a reference, which the length of a stream may be.
    """
    header = read_header(data, at)
    if header is None:
        raise DamageError("no object begins there", at)
    reference, at = header
    value, at = read_object(data, at)
    at = skip(data, at)
    body: bytes | None = None
    opening = _STREAM.match(data, at)
    if _BARE_RETURN.match(data, at):
        raise DamageError("a stream after a carriage return alone, where its data cannot be told from a line feed", at)
    if opening is not None:
        if not isinstance(value, dict):
            raise DamageError("a stream without a dictionary", at)
        length = value.get("Length")
        length = resolve(length) if isinstance(length, IndirectReference) else length
        start = opening.end()
        if not isinstance(length, int) or length < 0:
            raise DamageError("a stream that does not say how long it is", at)
        closing = _END_OF_STREAM.match(data, start + length)
        if closing is None:
            raise DamageError(f"a stream that is not of the length that it says ({length} bytes)", at)
        body, at = data[start : start + length], skip(data, closing.end())
    if not data.startswith(b"endobj", at):
        raise DamageError("an object that does not end", at)
    return reference, value, body
