"""Assembles a PDF file from numbered objects: object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and
7.5.8).

Objects come in sections, each with a range of numbers. A section is serialised by itself, so that it can be remembered
and put into the next file as it is, at another offset: compressed, with its entries of the cross-reference stream and
with the digest that the file's id is made of. Sections begin at round numbers. The numbers between them are free, so
that a section can grow without others being renumbered.
"""

import struct
from collections.abc import Sequence
from hashlib import sha256

from reportbuilder.pdf.objects import stream
from reportbuilder.values import Value

_MOST = 250
"""The most objects in an object stream: a reader decompresses all of one to read any."""
_SLACK, _ROUND = 8, 64
_ENTRY = struct.Struct(">BIH")
"""An entry of the cross-reference stream: its type, offset or number of the object stream, index in that."""
_FREE, _AT_OFFSET, _IN_STREAM = 0, 1, 2
_QUICKLY = 1
"""The effort for the cross-reference stream, which is written anew every time: it is no smaller with more."""
_HEAD = "%PDF-{version}\n%\u00bf\u00f7\u00a2\u00fe\n"


class ObjectSection(Value, eq=False):
    """Objects of consecutive numbers from `first`, serialised.

    `entries` are those of the cross-reference stream; the ones at an offset in the file have, so far, their offset in
    `body`, and are at the indices `located`.
    """

    first: int
    body: bytes
    entries: bytes
    located: tuple[int, ...]
    digest: bytes

    @property
    def after(self) -> int:
        """The first number after the section."""
        return self.first + len(self.entries) // _ENTRY.size


def next_section(number: int) -> int:
    """The number at which a section begins after one that ends before `number`: a round one, with some to spare.

    >>> next_section(10), next_section(60)
    (64, 128)
    """
    return -(-(number + _SLACK) // _ROUND) * _ROUND


def section(first: int, objects: Sequence[str | bytes], packed: bool = True) -> ObjectSection:
    """Serialise objects with consecutive numbers. Streams (`bytes`) stand by themselves; other objects are put into
    object streams, which get the next numbers, unless they are not to be `packed`."""
    entries: list[tuple[int, int, int]] = [(_FREE, 0, 0)] * len(objects)
    parts: list[bytes] = []
    located: list[int] = []
    at = 0

    def place(index: int, data: bytes) -> None:
        nonlocal at
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (first + index, data))
        entries[index] = (_AT_OFFSET, at, 0)
        located.append(index)
        at += len(parts[-1])

    inside: list[int] = []
    for index, one in enumerate(objects):
        if isinstance(one, bytes):
            place(index, one)
        elif packed:
            inside.append(index)
        else:
            place(index, one.encode("latin-1"))
    for start in range(0, len(inside), _MOST):
        indices, container = inside[start : start + _MOST], len(entries)
        entries.append((_FREE, 0, 0))
        place(container, _object_stream(first, indices, objects))
        for order, index in enumerate(indices):
            entries[index] = (_IN_STREAM, first + container, order)
    body = b"".join(parts)
    rows = b"".join(_ENTRY.pack(*entry) for entry in entries)
    return ObjectSection(first, body, rows, tuple(located), sha256(body).digest())


def _object_stream(first: int, indices: Sequence[int], objects: Sequence[str | bytes]) -> bytes:
    """An object stream: pairs of number and offset, then the objects."""
    texts: list[str] = []
    pairs: list[str] = []
    at = 0
    for index in indices:
        text = objects[index]
        assert isinstance(text, str)
        pairs.append(f"{first + index} {at}")
        texts.append(text)
        at += len(text) + 1
    head = " ".join(pairs) + "\n"
    data = (head + "\n".join(texts)).encode("latin-1")
    return stream(data, f"/Type/ObjStm/N {len(indices)}/First {len(head)}")


def assemble(sections: Sequence[ObjectSection], root: int, info: int, version: str) -> bytes:
    """The file of these sections, in this order; their numbers may be in another. `root` and `info` are the numbers of
    the catalogue and of the information dictionary. Equal sections give equal bytes."""
    head = _HEAD.format(version=version).encode("latin-1")
    at, bodies = len(head), [head]
    last = max(one.after for one in sections)
    table = bytearray(_ENTRY.size * (last + 1))
    table[: _ENTRY.size] = _ENTRY.pack(_FREE, 0, 0xFFFF)
    for one in sections:
        begin = one.first * _ENTRY.size
        table[begin : begin + len(one.entries)] = one.entries
        for index in one.located:
            where = begin + index * _ENTRY.size
            _, offset, _ = _ENTRY.unpack_from(table, where)
            _ENTRY.pack_into(table, where, _AT_OFFSET, at + offset, 0)
        bodies.append(one.body)
        at += len(one.body)
    _ENTRY.pack_into(table, last * _ENTRY.size, _AT_OFFSET, at, 0)
    digest = sha256(b"".join([head, *(one.digest for one in sections)])).hexdigest()[:32]
    entries = f"/Type/XRef/Size {last + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{digest}><{digest}>]"
    bodies.append(
        b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, stream(bytes(table), entries, level=_QUICKLY), at)
    )
    return b"".join(bodies)
