"""Bookmarks and page labels (ISO 32000-1, 12.3.3 and 12.4.2)."""

from collections.abc import Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf

from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.annotations import Destination


def add_outline(pdf: Pdf, entries: Sequence[OutlineEntry], destinations: Mapping[str, Destination]) -> None:
    """Add the bookmarks, nested by level; those of chapters show, what is in them is folded."""
    if not entries:
        return
    pages = [page.obj for page in pdf.pages]
    items: list[OutlineItem] = []
    with pdf.open_outline() as outline:
        open_items: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for entry in entries:
            while open_items[-1][0] >= entry.level:
                open_items.pop()
            item = OutlineItem(entry.title, _place(pages, entry.label, destinations))
            item.is_closed = True
            open_items[-1][1].append(item)
            open_items.append((entry.level, item.children))
            items.append(item)
    for item in items:
        if not item.children and item.obj is not None:
            del item.obj.Count  # pikepdf writes 0, and a bookmark without others in it has none


def add_page_labels(pdf: Pdf, inserted: Sequence[bool]) -> None:
    """Label pages with their folios, from 1; those that are `inserted` with Roman numerals of their own."""
    nums = [0, Dictionary(S=Name.D)]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums += [index, Dictionary(S=Name.r)]
        elif inserted[index - 1] and not inserted[index]:
            nums += [index, Dictionary(S=Name.D, St=inserted[:index].count(False) + 1)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _place(pages: Sequence[Object], label: str, destinations: Mapping[str, Destination]) -> Array:
    """The explicit destination of a label: its page, its height, the zoom as it is."""
    assert label in destinations, f"nothing on the pages carries the label {label!r}"
    spot = destinations[label]
    return Array([pages[spot.page], Name.XYZ, 0, round(spot.top, 2), None])
