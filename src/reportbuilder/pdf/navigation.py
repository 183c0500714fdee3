"""Ways through the file: links, bookmarks, page labels (ISO 32000-1, 12.3 to 12.5)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from reportbuilder.i18n.report_words import WORDS
from reportbuilder.layout.page import OutlineEntry
from reportbuilder.pdf.links import AreaKey, LinkArea, LinkBook, Spot
from reportbuilder.pdf.numbers import number
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.syntax import array, dictionary, reference, text_string
from reportbuilder.values import Mutable

_PRINT = 1 << 2
_OPEN_LEVELS = 1


class Links:
    """The annotations of all areas in the takes' books. They are numbered before the structure tree, which refers to
    them, and written after it, when it is known what it calls them. The `titles` are those of what labels lead to."""

    def __init__(
        self,
        skeleton: Skeleton,
        books: Mapping[int, LinkBook],
        spots: Mapping[str, Spot],
        titles: Mapping[str, str],
        language: str,
    ) -> None:
        self._skeleton, self._books = skeleton, books
        self._spots, self._titles, self._language = spots, titles, language
        areas = [((take, index), area.page) for take, book in books.items() for index, area in enumerate(book.areas)]
        areas.sort(key=itemgetter(1))
        self.numbers: Mapping[AreaKey, int] = {key: skeleton.hold() for key, _ in areas}
        for place, group in groupby(areas, key=itemgetter(1)):
            skeleton.pages[place]["Annots"] = array([reference(self.numbers[key]) for key, _ in group])

    def write(self, keys: Mapping[AreaKey, int]) -> None:
        """Write them, with what the structure tree calls each, if there is one."""
        for take, book in self._books.items():
            spoken = book.words()
            for index, area in enumerate(book.areas):
                words = spoken[area.order] or self._described(area)
                body = self._annotation(area, words, keys.get((take, index)))
                self._skeleton.write(self.numbers[take, index], body)

    def _annotation(self, area: LinkArea, words: str, key: int | None) -> str:
        if area.target.startswith("#"):
            action = f"/S/GoTo/D{_place(self._skeleton, area.target[1:], self._spots)}"
        else:
            action = f"/S/URI/URI{text_string(area.target)}"
        looks = f"/Rect{array(map(number, area.rect))}/Border[0 0 0]/F {_PRINT}"
        parent = "" if key is None else f"/StructParent {key}"
        return f"<</Type/Annot/Subtype/Link{looks}/Contents{text_string(words)}/A<<{action}>>{parent}>>"

    def _described(self, area: LinkArea) -> str:
        """What an area without words of its own leads to; a label that nothing carries is a fault of ours."""
        if not area.target.startswith("#"):
            return area.target.removeprefix("mailto:")
        label = area.target[1:]
        assert label in self._spots, f"nothing on the pages carries the label {label!r}"
        words = WORDS.get(self._language.split("-")[0], WORDS["en"])
        where = f"{words.page} {self._spots[label].page + 1}"
        return f"{self._titles[label]}, {where}" if label in self._titles else where


class _Item(Mutable):
    """A bookmark, or the root of them all: its number, its entries, how many were put into it, and the last of
    those."""

    level: int
    number: int
    entries: dict[str, str]
    count: int = 0
    last: "_Item | None" = None


def add_outline(skeleton: Skeleton, outline: Sequence[OutlineEntry], spots: Mapping[str, Spot]) -> None:
    """Write the bookmarks, nested by level; chapters show, what is in them is folded."""
    if not outline:
        return
    root = _Item(0, skeleton.hold(), {"Type": "/Outlines"})
    items, open_items = [root], [root]
    for entry in outline:
        while open_items[-1].level >= entry.level:
            open_items.pop()
        parent = open_items[-1]
        item = _Item(entry.level, skeleton.hold(), {"Title": text_string(entry.title)})
        item.entries |= {"Parent": reference(parent.number), "Dest": _place(skeleton, entry.label, spots)}
        if parent.last is None:
            parent.entries["First"] = reference(item.number)
        else:
            parent.last.entries["Next"] = reference(item.number)
            item.entries["Prev"] = reference(parent.last.number)
        parent.last = item
        parent.count += 1
        items.append(item)
        open_items.append(item)
    for item in items:
        if item.last is not None:
            count = item.count if item.level < _OPEN_LEVELS else -item.count
            item.entries |= {"Last": reference(item.last.number), "Count": str(count)}
        skeleton.write(item.number, dictionary(item.entries))
    skeleton.catalogue["Outlines"] = reference(root.number)


def add_page_labels(skeleton: Skeleton, inserted: Sequence[bool] = ()) -> None:
    """Pages are called by their folios, from 1; those that are `inserted` by Roman ones of their own."""
    nums = ["0 <</S/D>>"]
    for index in range(1, len(inserted)):
        if inserted[index] and not inserted[index - 1]:
            nums.append(f"{index} <</S/r>>")
        elif inserted[index - 1] and not inserted[index]:
            nums.append(f"{index} <</S/D/St {inserted[:index].count(False) + 1}>>")
    skeleton.catalogue["PageLabels"] = f"<</Nums{array(nums)}>>"


def _place(skeleton: Skeleton, label: str, spots: Mapping[str, Spot]) -> str:
    """The explicit destination of a label: its page, its height, the zoom as it is. A label that nothing carries is a
    fault of ours."""
    assert label in spots, f"nothing on the pages carries the label {label!r}"
    spot = spots[label]
    return f"[{reference(skeleton.page(spot.page))}/XYZ 0 {number(spot.top)} null]"
