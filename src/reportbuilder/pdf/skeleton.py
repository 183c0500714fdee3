"""A file in the making, as objects in their order.

Most are in one stream (ISO 32000-1, 7.5.7), for which the cross-references are one, too (7.5.8). When qpdf saves a file
it numbers objects anew, but keeps in part the order that they had: the one in which they are made here.
"""

import sys
from array import array as integers
from collections.abc import Sequence
from itertools import accumulate

from reportbuilder.pdf.syntax import array, dictionary, reference

_LOCATED, _IN_STREAM = 1 << 56, 2 << 56
"""The type of an entry of the cross-references, in the first of its eight bytes."""
_FIELD = 24
"""The bits of an entry's last field; the one between has four bytes."""


class Skeleton:
    """Objects, numbered from 1 as they are made. The catalogue, and the pages by their places, are entries of
    dictionaries until the file is written; `drawn` has more entries of pages as they stand. The `identity` is an array
    of two strings."""

    def __init__(self, identity: str) -> None:
        self._identity = identity
        self._bodies: list[str] = []
        self._streams: dict[int, bytes] = {}
        self._root = self._tree = 0
        self._places: dict[int, int] = {}
        self.catalogue = {"Type": "/Catalog", "PageMode": "/UseNone"}
        self.pages: dict[int, dict[str, str]] = {}
        self.drawn: dict[int, str] = {}

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

    def begin(self) -> None:
        """Make the catalogue, and what pages hang from."""
        self._root, self._tree = self.hold(), self.hold()

    def add_page(self, place: int) -> None:
        """Make the page at a place."""
        self._places[place] = self.hold()
        self.pages[place] = {"Type": "/Page"}

    def page(self, place: int) -> int:
        """The number of the page at a place."""
        return self._places[place]

    def file(self) -> bytes:
        """The file with all that was written."""
        parent = self.catalogue["Pages"] = reference(self._tree)
        for place, page in self.pages.items():
            self.write(self._places[place], dictionary(page | {"Parent": parent}, self.drawn[place]))
        kids = array(reference(self._places[place]) for place in sorted(self._places))
        self.write(self._tree, f"<</Type/Pages/Count {len(self._places)}/Kids{kids}>>")
        self.write(self._root, dictionary(self.catalogue))
        return _file(self._bodies, self._streams, f"/Root {reference(self._root)}/ID{self._identity}")


def _file(bodies: Sequence[str], streams: dict[int, bytes], trailer: str) -> bytes:
    """A file of these objects and streams, with entries of its trailer."""
    count = len(bodies)
    offsets = accumulate([len(body) + 1 for body in bodies[:-1]], initial=0)
    numbers = " ".join([f"{number} {offset}" for number, offset in enumerate(offsets, 1)])
    text = "\n".join((numbers, *bodies)).encode("ascii")
    packed = _stream(count + 1, f"/Type/ObjStm/N {count}/First {len(numbers) + 1}", text)
    inside = _IN_STREAM | (count + 1) << _FIELD
    entries = integers("Q", (0, *range(inside, inside + count), 0, 0))
    parts = [header := b"%PDF-1.7\n"]
    at = len(header)
    for number, stream in (*streams.items(), (count + 1, packed)):
        entries[number] = _LOCATED | at << _FIELD
        parts.append(stream)
        at += len(stream)
    entries[count + 2] = _LOCATED | at << _FIELD
    if sys.byteorder == "little":
        entries.byteswap()
    references = _stream(count + 2, f"/Type/XRef/Size {count + 3}/W[1 4 3]{trailer}", entries.tobytes())
    return b"".join((*parts, references, b"startxref\n%d\n%%%%EOF\n" % at))


def _stream(number: int, entries: str, data: bytes) -> bytes:
    head = f"{number} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n"
    return b"".join((head.encode("ascii"), data, b"\nendstream\nendobj\n"))
