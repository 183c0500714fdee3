"""Ways through the file: links, bookmarks, page labels (ISO 32000-1, 12.3 to 12.5)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from reportbuilder.content.words import WORDS
from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.links import LinkArea, LinkBook, Spot

_PRINT = 1 << 2
_OPEN_LEVELS = 1


class Annotation(NamedTuple):
    """An area in the file: the order of its link, its page (counted from 0)."""

    order: int
    page: int
    object: Object


def add_links(pdf: Pdf, book: LinkBook, outline: Sequence[OutlineEntry], language: str) -> list[Annotation]:
    """Write an annotation for every area; a label that nothing carries is a fault of ours."""
    written: list[Annotation] = []
    titles = {entry.label: entry.title for entry in outline}
    pages = [page.obj for page in pdf.pages]
    spoken = book.words()
    for number, areas in groupby(sorted(book.areas, key=lambda area: area.page), lambda area: area.page):
        annotations = []
        for area in areas:
            words = spoken[area.order] or _described(area, book.spots, titles, language)
            made = pdf.make_indirect(_annotation(area, words, book.spots, pages))
            annotations.append(made)
            written.append(Annotation(area.order, number, made))
        pages[number].Annots = Array(annotations)
    return written


def add_outline(pdf: Pdf, outline: Sequence[OutlineEntry], spots: Mapping[str, Spot]) -> None:
    """Write the bookmarks, nested by level; chapters show, what is in them is folded."""
    if not outline:
        return
    pages = [page.obj for page in pdf.pages]
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    open_items: list[tuple[int, Object]] = [(0, root)]
    for entry in outline:
        while open_items[-1][0] >= entry.level:
            open_items.pop()
        level, parent = open_items[-1]
        item = pdf.make_indirect(
            Dictionary(Title=String(entry.title), Parent=parent, Dest=_place(entry.label, spots, pages))
        )
        if Name.Last in parent:
            parent.Last.Next = item
            item.Prev = parent.Last
        else:
            parent.First = item
        parent.Last = item
        if level < _OPEN_LEVELS:
            parent.Count = int(parent.get("/Count", 0)) + 1
        else:
            parent.Count = int(parent.get("/Count", 0)) - 1
        open_items.append((entry.level, item))
    pdf.Root.Outlines = root


def add_page_labels(pdf: Pdf, inserted: Sequence[bool] = ()) -> None:
    """Pages are called by their folios, from 1; those that are `inserted` by Roman ones of their own."""
    nums: list[object] = [0, Dictionary(S=Name.D)]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums += [index, Dictionary(S=Name.r)]
        elif inserted[index - 1] and not inserted[index]:
            nums += [index, Dictionary(S=Name.D, St=inserted[:index].count(False) + 1)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _annotation(area: LinkArea, words: str, spots: Mapping[str, Spot], pages: Sequence[Object]) -> Dictionary:
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(edge, 2) for edge in area.rect]),
        Border=Array([0, 0, 0]),
        F=_PRINT,
        Contents=String(words),
    )
    if area.target.startswith("#"):
        annotation.A = Dictionary(S=Name.GoTo, D=_place(area.target[1:], spots, pages))
    else:
        annotation.A = Dictionary(S=Name.URI, URI=String(area.target))
    return annotation


def _place(label: str, spots: Mapping[str, Spot], pages: Sequence[Object]) -> Array:
    """The explicit destination of a label: its page, its height, the zoom as it is."""
    assert label in spots, f"nothing on the pages carries the label {label!r}"
    spot = spots[label]
    return Array([pages[spot.page], Name.XYZ, 0, round(spot.top, 2), None])


def _described(area: LinkArea, spots: Mapping[str, Spot], titles: Mapping[str, str], language: str) -> str:
    """What an area without words of its own leads to."""
    if not area.target.startswith("#"):
        return area.target.removeprefix("mailto:")
    label = area.target[1:]
    assert label in spots, f"nothing on the pages carries the label {label!r}"
    words = WORDS.get(language.split("-")[0], WORDS["en"])
    where = f"{words.page} {spots[label].page + 1}"
    return f"{titles[label]}, {where}" if label in titles else where
