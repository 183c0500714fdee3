"""Takes bound into one file: their pages in order, with the fonts that they share."""

from collections.abc import Mapping, Sequence

from reportbuilder.pdf.codes import GlyphCode
from reportbuilder.pdf.drawn import Drawn
from reportbuilder.pdf.fonts import embed_fonts
from reportbuilder.pdf.images import Images
from reportbuilder.pdf.skeleton import Skeleton
from reportbuilder.text.shaping import FontBook


def bind(takes: Sequence[Drawn], fonts: FontBook, images: Images) -> Skeleton:
    """A file of all pages in order, their fonts and their images, each once."""
    skeleton = Skeleton()
    for place in sorted(place for take in takes for place in take.places):
        skeleton.add_page(place)
    used = skeleton.add(embed_fonts(skeleton, fonts, _codes(takes)))
    shown = dict.fromkeys(path for take in takes for path in take.written.images)
    numbers = {path: skeleton.stream(images[path].entries, images[path].data) for path in shown}
    for take in takes:
        _add_drawn(skeleton, take, used, numbers)
    return skeleton


def _add_drawn(skeleton: Skeleton, take: Drawn, fonts: int, numbers: Mapping[str, int]) -> None:
    """What is drawn on the pages of a take: its streams, and the entries of its pages that lead to them and to images,
    by the numbers of their paths."""
    first = skeleton.size + 1
    images = [numbers[path] for path in take.written.images]
    for entries, begin, end in take.written.streams:
        skeleton.stream(entries.filled(fonts, images, first), take.data[begin:end])
    for place, entries in zip(take.places, take.written.pages, strict=True):
        skeleton.drawn[place] = entries.filled(fonts, images, first)


def _codes(takes: Sequence[Drawn]) -> Mapping[str, Sequence[GlyphCode]]:
    codes: dict[str, list[GlyphCode]] = {}
    for take in takes:
        for face, found in take.codes.items():
            codes.setdefault(face, []).extend(found)
    return codes
