"""Copies the bookmarks of the source, with destinations on the sheets.

pypdf opens bookmarks that were closed, so the linked list of outline items (ISO 32000-1, 12.3.3) is built here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from reportbuilder.imposition.geometry import PlacedPage, SheetSide
from reportbuilder.imposition.source import Source
from reportbuilder.values import Value

_Targets = Mapping[int, tuple[int, PlacedPage]]
"""The sheet (from 0) and the placement of every page of the source."""


class _Bookmark(Value, eq=False):
    """A bookmark as pypdf reads it, with its children."""

    item: Any
    under: tuple["_Bookmark", ...]

    @property
    def open(self) -> bool:
        """Whether its children are shown."""
        return int(self.item.get("/Count", 0)) >= 0


def add_bookmarks(writer: PdfWriter, source: Source, sides: Sequence[SheetSide]) -> None:
    """Add the bookmarks; one without a destination keeps its title and children."""
    bookmarks = tuple(_nested(source.reader.outline))
    if not bookmarks:
        return
    targets = {placed.page: (at, placed) for at, side in enumerate(sides) for placed in side.placed}
    root = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    writer.root_object[NameObject("/Outlines")] = reference = writer._add_object(root)
    _add_level(writer, source, targets, bookmarks, reference)
    root[NameObject("/Count")] = NumberObject(_visible_count(bookmarks))


def _nested(outline: Sequence[Any]) -> Iterator[_Bookmark]:
    """Bookmarks as a tree; pypdf gives the children of a bookmark as a list after it."""
    for at, item in enumerate(outline):
        if not isinstance(item, list):
            after = outline[at + 1] if at + 1 < len(outline) else None
            yield _Bookmark(item, tuple(_nested(after)) if isinstance(after, list) else ())


def _visible_count(bookmarks: Sequence[_Bookmark]) -> int:
    """The number of visible bookmarks below an open one."""
    return sum(1 + (_visible_count(bookmark.under) if bookmark.open else 0) for bookmark in bookmarks)


def _add_level(
    writer: PdfWriter, source: Source, targets: _Targets, bookmarks: Sequence[_Bookmark], parent: IndirectObject
) -> None:
    """Add a level of bookmarks to a parent, recursively."""
    nodes = [_node(source, targets, writer, bookmark.item) for bookmark in bookmarks]
    references = [writer._add_object(node) for node in nodes]
    for at, (bookmark, node) in enumerate(zip(bookmarks, nodes, strict=True)):
        node[NameObject("/Parent")] = parent
        if at:
            node[NameObject("/Prev")] = references[at - 1]
        if at + 1 < len(nodes):
            node[NameObject("/Next")] = references[at + 1]
        if bookmark.under:
            shown = _visible_count(bookmark.under)
            node[NameObject("/Count")] = NumberObject(shown if bookmark.open else -shown)
            _add_level(writer, source, targets, bookmark.under, references[at])
    above: Any = parent.get_object()
    above[NameObject("/First")], above[NameObject("/Last")] = references[0], references[-1]


def _node(source: Source, targets: _Targets, writer: PdfWriter, item: Any) -> DictionaryObject:
    """A bookmark without its links: its title, style and destination."""
    node = DictionaryObject({NameObject("/Title"): TextStringObject(item.title or "")})
    for key in ("/C", "/F"):
        if key in item:
            node[NameObject(key)] = item[key].clone(writer)
    page = None if isinstance(item.page, NullObject | None) else source.reader.get_destination_page_number(item)
    if page is not None and page in targets:
        sheet, placed = targets[page]
        x = _edge(item.get("/Left"), placed.clip.left) * placed.scale + placed.dx
        y = _edge(item.get("/Top"), placed.clip.top) * placed.scale + placed.dy
        corner = (FloatObject(round(x, 3)), FloatObject(round(y, 3)))
        goal = [writer.pages[sheet].indirect_reference, NameObject("/XYZ"), *corner, NullObject()]
        node[NameObject("/Dest")] = ArrayObject(goal)
    return node


def _edge(value: Any, otherwise: float) -> float:
    """An edge given by a destination, in points, or else that of its page."""
    return float(value) if isinstance(value, int | float) else otherwise
