"""Takes over objects that ReportLab made for what others drew on a page: images, forms, gradients, colour spaces.

ReportLab writes the page as a file of its own, and pikepdf reads the resources of the page from it. Their objects refer
to each other by their place in a list, and get numbers when they are put into a document.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from reportbuilder.pdf.canvas import PageCanvas
from reportbuilder.pdf.fonts import WrittenObject
from reportbuilder.pdf.objects import reference
from reportbuilder.values import Value

if TYPE_CHECKING:
    from pikepdf import Object

_TAKEN = ("/XObject", "/Shading", "/Pattern", "/ColorSpace")
"""The kinds of resources that are taken over; fonts and graphics states are ours."""

Written = tuple[str | int, ...]
"""An object, written out: text, and between it the indices of objects that are referred to."""


class GuestObjects(Value, eq=False):
    """Objects, each with the data of its stream or None, and the entries of resource dictionaries that refer to them,
    by the name of their kind ("/XObject")."""

    objects: tuple[tuple[Written, bytes | None], ...]
    entries: Mapping[str, Written]

    def numbered(self, first: int) -> list[str | bytes]:
        """The objects with numbers from `first`."""
        found: list[str | bytes] = []
        for written, data in self.objects:
            text = join(written, first)
            found.append(text if data is None else b"%bstream\n%b\nendstream" % (text.encode("latin-1"), data))
        return found


def join(written: Written, first: int) -> str:
    """An object with references to the objects numbered from `first`."""
    return "".join(part if isinstance(part, str) else reference(first + part) for part in written)


def guest_objects(canvas: PageCanvas, xobjects: Set[str], separations: Set[str]) -> GuestObjects:
    """The objects that others brought to a page; `xobjects` and `separations` are the names of those that are ours."""
    import pikepdf  # only flowables of others bring such objects

    ours = xobjects | separations
    for name in xobjects:
        canvas._doc.Reference(WrittenObject("null"), name)
    canvas.showPage()
    with pikepdf.open(BytesIO(canvas.file())) as pdf:
        resources = pdf.pages[0].obj.Resources
        taker = _Taker()
        entries: dict[str, Written] = {}
        for kind in _TAKEN:
            if kind in resources:
                brought = [(key, value) for key, value in resources[kind].items() if key[1:] not in ours]
                entries[kind] = tuple(taker.entries(brought))
        return GuestObjects(tuple(taker.objects), entries)


class _Taker:
    """Writes objects out, and those that they refer to."""

    def __init__(self) -> None:
        self.objects: list[tuple[Written, bytes | None]] = []
        self._known: dict[tuple[int, int], int] = {}

    def entries(self, entries: Iterable[tuple[str, "Object"]]) -> Iterator[str | int]:
        """The entries of a dictionary, written out."""
        for key, value in sorted(entries, key=lambda entry: entry[0]):
            yield f"{key} "
            yield from self._written(value)

    def _written(self, value: "Object") -> Iterator[str | int]:
        """A value of an entry or of an array, written out."""
        from pikepdf import Array, Dictionary

        if getattr(value, "is_indirect", False):
            yield self._index(value)
        elif isinstance(value, Dictionary):
            yield "<<"
            yield from self.entries(value.items())
            yield ">>"
        elif isinstance(value, Array):
            yield "["
            for one in value:
                yield from self._written(one)
                yield " "
            yield "]"
        else:
            yield _scalar(value)

    def _index(self, value: "Object") -> int:
        """The index of an object that is referred to."""
        from pikepdf import Stream

        index = self._known.get(value.objgen)
        if index is None:
            index = self._known[value.objgen] = len(self.objects)
            self.objects.append(((), None))  # which keeps its place while those that it refers to are written
            if isinstance(value, Stream):
                data = value.read_raw_bytes()
                entries = [(key, one) for key, one in value.stream_dict.items() if key != "/Length"]
                self.objects[index] = (("<<", *self.entries(entries), f"/Length {len(data)}>>"), data)
            else:
                self.objects[index] = (tuple(self._direct(value)), None)
        return index

    def _direct(self, value: "Object") -> Iterator[str | int]:
        """An object that stands by itself, written out."""
        from pikepdf import Array, Dictionary

        if isinstance(value, Dictionary):
            yield "<<"
            yield from self.entries(value.items())
            yield ">>"
        elif isinstance(value, Array):
            yield from self._written(Array(list(value)))
        else:
            yield _scalar(value)


def _scalar(value: object) -> str:
    """A name, a string, a number, or nothing, written out."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return str(value)
    unparse: bytes = value.unparse()  # type: ignore[attr-defined]
    return unparse.decode("latin-1")
