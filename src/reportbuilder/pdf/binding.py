"""Takes bound into one file: their pages in order, with the fonts that they share."""

from collections.abc import Mapping, Sequence

from reportbuilder.pdf.codes import Code
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.pdf.written import FONTS, Entries
from reportbuilder.text.shaping import FontBook


def bind(takes: Sequence[Drawn], fonts: FontBook) -> Skeleton:
    """A file of all pages in order, and their fonts."""
    skeleton = Skeleton()
    for place in sorted(place for take in takes for place in take.places):
        skeleton.add_page(place)
    used = skeleton.add(embed_fonts(skeleton, fonts, _codes(takes)))
    for take in takes:
        _add_drawn(skeleton, take, used)
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
