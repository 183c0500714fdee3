"""A file in the making, as objects in their order.

Those that are no streams are packed into some that are (ISO 32000-1, 7.5.7), and so are the cross-references (7.5.8).
"""

import sys
import zlib
from array import array as integers
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import accumulate

from reportbuilder.pdf.syntax import array, dictionary, reference

_MOST_IN_STREAM = 100
"""Objects in one stream: a reader that wants one of them has to unpack all."""
_LOCATED, _IN_STREAM = 1 << 56, 2 << 56
"""The type of an entry of the cross-references, in the first of its eight bytes."""
_FIELD = 24
"""The bits of an entry's last field; the one between has four bytes."""


class Skeleton:
    """Objects, numbered from 1 as they are made. The catalogue, and the pages by their places, are entries of
    dictionaries until the file is written; `drawn` has more entries of pages as they stand. `info` says what the file
    is."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._streams: dict[int, bytes] = {}
        self._places: dict[int, int] = {}
        self.catalogue = {"Type": "/Catalog", "PageMode": "/UseNone"}
        self.info: dict[str, str] = {}
        self.pages: dict[int, dict[str, str]] = {}
        self.drawn: dict[int, str] = {}
        self._root, self._tree = self.hold(), self.hold()
        self._first: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        """How many objects there are: the number of the last."""
        return len(self._bodies)

    def hold(self) -> int:
        """The number of an object that is written later."""
        self._bodies.append("null")
        return len(self._bodies)

    def write(self, number: int, body: str) -> None:
        """Write an object whose number is held."""
        self._bodies[number - 1] = body

    def add(self, body: str) -> int:
        """Write a new object; its number."""
        self._bodies.append(body)
        return len(self._bodies)

    def extend(self, bodies: Sequence[str]) -> None:
        """Write several new objects."""
        self._bodies += bodies

    def stream(self, entries: str, data: bytes) -> int:
        """Write a new stream, with entries of its dictionary besides its length; its number."""
        number = self.hold()
        self._streams[number] = _stream(number, entries, data)
        return number

    def first_stream(self, entries: str, data: bytes) -> int:
        """Write a new stream that stands before all others in the file; its number.

        Archives recognise a file by its metadata, and look at no more than its beginning (64 kB and less).
        """
        number = self.hold()
        self._first[number] = _stream(number, entries, data)
        return number

    def add_page(self, place: int) -> None:
        """Make the page at a place."""
        self._places[place] = self.hold()
        self.pages[place] = {"Type": "/Page"}

    def page(self, place: int) -> int:
        """The number of the page at a place."""
        return self._places[place]

    def file(self) -> bytes:
        """The file with all that was written: PDF 1.7, the same for the same."""
        parent = self.catalogue["Pages"] = reference(self._tree)
        for place, page in self.pages.items():
            self.write(self._places[place], dictionary(page | {"Parent": parent}, self.drawn[place]))
        kids = array(reference(self._places[place]) for place in sorted(self._places))
        self.write(self._tree, f"<</Type/Pages/Count {len(self._places)}/Kids{kids}>>")
        self.write(self._root, dictionary(self.catalogue))
        info = self.add(dictionary(self.info))
        return _file(self._bodies, self._first | self._streams, f"/Root {reference(self._root)}/Info {reference(info)}")


def _file(bodies: Sequence[str], streams: Mapping[int, bytes], trailer: str) -> bytes:
    """A file of these objects and streams, with entries of its trailer; its id follows from all of them."""
    entries = integers("Q", bytes(8 * (len(bodies) + 1)))
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    at = len(parts[0])

    def place(number: int, stream: bytes) -> None:
        nonlocal at
        entries[number] = _LOCATED | at << _FIELD
        parts.append(stream)
        at += len(stream)

    for number, stream in streams.items():
        place(number, stream)
    others = [number for number in range(1, len(bodies) + 1) if number not in streams]
    for first in range(0, len(others), _MOST_IN_STREAM):
        numbers, inside = others[first : first + _MOST_IN_STREAM], len(entries)
        entries.append(0)
        place(inside, _packed(inside, numbers, [bodies[number - 1] for number in numbers]))
        for index, number in enumerate(numbers):
            entries[number] = _IN_STREAM | inside << _FIELD | index
    entries.append(_LOCATED | at << _FIELD)
    if sys.byteorder == "little":
        entries.byteswap()
    digest = sha256()
    for part in (*parts, trailer.encode("ascii")):
        digest.update(part)  # not joined: photographs make long files
    identity = f"<{digest.hexdigest()[:32]}>"
    told = f"/Type/XRef/Size {len(entries)}/W[1 4 3]{trailer}/ID[{identity}{identity}]/Filter/FlateDecode"
    references = _stream(len(entries) - 1, told, zlib.compress(entries.tobytes()))
    return b"".join((*parts, references, b"startxref\n%d\n%%%%EOF\n" % at))


def _packed(number: int, numbers: Sequence[int], bodies: Sequence[str]) -> bytes:
    """A stream of objects, each on a line: where they begin, and what they are."""
    offsets = accumulate([len(body) + 1 for body in bodies[:-1]], initial=0)
    begins = " ".join([f"{number} {offset}" for number, offset in zip(numbers, offsets, strict=True)])
    data = zlib.compress("\n".join((begins, *bodies)).encode("ascii"))
    return _stream(number, f"/Type/ObjStm/N {len(bodies)}/First {len(begins) + 1}/Filter/FlateDecode", data)


def _stream(number: int, entries: str, data: bytes) -> bytes:
    head = f"{number} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n"
    return b"".join((head.encode("ascii"), data, b"\nendstream\nendobj\n"))
