"""Takes bound into one file: their pages in order, with the fonts that they share."""

from collections.abc import Mapping, Sequence

from reportbuilder.pdf.codes import Code
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.written import FONTS, Entries
from reportbuilder.text.shaping import FontBook


def bind(takes: Sequence[Drawn], fonts: FontBook) -> Skeleton:
    """A file of all pages in order and their fonts: a dictionary of fonts for each take, all of them the same."""
    first, *others = takes
    skeleton = Skeleton()
    dictionaries = {first.take: skeleton.hold()}
    for place in first.places:
        skeleton.add_page(place)
    skeleton.begin()
    used = embed_fonts(skeleton, fonts, _codes(takes))
    for place, number in sorted((place, other.take) for other in others for place in other.places):
        skeleton.add_page(place)
        if number not in dictionaries:
            dictionaries[number] = skeleton.hold()
    for take in takes:
        skeleton.write(dictionaries[take.take], used)
        _add_drawn(skeleton, take, dictionaries[take.take])
    return skeleton


def _add_drawn(skeleton: Skeleton, take: Drawn, fonts: int) -> None:
    """What is drawn on the pages of a take: its streams, and the entries of its pages that lead to them."""
    first = skeleton.size + 1

    def filled(entries: Entries) -> str:
        return entries.template % tuple([fonts if n == FONTS else first + n for n in entries.numbers])

    for entries, begin, end in take.written.streams:
        skeleton.stream(filled(entries), take.data[begin:end])
    for place, entries in zip(take.places, take.written.pages, strict=True):
        skeleton.drawn[place] = filled(entries)


def _codes(takes: Sequence[Drawn]) -> Mapping[str, Sequence[Code]]:
    codes: dict[str, list[Code]] = {}
    for take in takes:
        for face, found in take.codes.items():
            codes.setdefault(face, []).extend(found)
    return codes
