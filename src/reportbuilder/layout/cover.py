"""The texts of a cover, each as large as it can be in its field."""

from collections.abc import Iterator, Sequence

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import MadePage, Text
from reportbuilder.layout.furniture import Imprint, PageArt, Set
from reportbuilder.layout.typeset import Typesetter, in_sizes
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import Cover, CoverText, PageSetup
from reportbuilder.values import replace

MARGIN = 20.0
"""No text of a cover stands nearer to the head or the foot of the page."""


def set_cover(
    setter: Typesetter, cover: Cover, artwork: Picture | None, imprint: Imprint, setup: PageSetup, tags: TagTree
) -> PageArt:
    """The cover with the report's own words. A text that runs
    into others or off the page takes the next smaller size of its `smaller`; one that has none left is an error."""
    shown = [
        (text, tags.mark(MadePage.COVER.value, index))
        for index, text in enumerate(cover.texts)
        if imprint.fill(text.text)
    ]
    silent = replace(setter, diagnostics=Diagnostics())
    placed = [next(_sizes(silent, text, imprint, mark)) for text, mark in shown]
    failed: set[int] = set()
    for index, (text, mark) in enumerate(shown):
        others = [other for at, other in enumerate(placed) if at != index and at not in failed]
        for candidate in _sizes(silent, text, imprint, mark):
            placed[index] = candidate
            if _fits(candidate, others, setup) and (not text.lines or len(candidate.block.lines) <= text.lines):
                break
        else:
            failed.add(index)
            _report(setter, placed[index], text)
    return PageArt(setup.width, setup.height, artwork, cover.bleed, tuple(placed))


def _sizes(setter: Typesetter, text: CoverText, imprint: Imprint, mark: int) -> Iterator[Set]:
    """A text of the cover in its own size, then in each smaller one."""
    words, place = (Text(imprint.fill(text.text)),), imprint.place(text.text)
    for style in in_sizes(text.style, text.smaller):
        block = setter.block(words, style, text.width, mark, place=place, whole=True)
        above = (len(block.lines) - 1) * block.leading if text.grow == "up" else 0.0
        yield Set(block, text.x, text.y - above, place)


def _fits(text: Set, others: Sequence[Set], setup: PageSetup) -> bool:
    """Whether a text stands on the page, in its width, and apart from the others."""
    on_page = text.top >= MARGIN and text.foot <= setup.height - MARGIN and text.right <= setup.width
    return on_page and not any(line.overfull for line in text.block.lines) and not any(map(text.meets, others))


def _report(setter: Typesetter, text: Set, asked: CoverText) -> None:
    count = len(text.block.lines)
    lines = "1 line" if count == 1 else f"{count} lines"
    size = f"{text.size:g}pt" + (", their smallest size" if asked.smaller else "")
    setter.diagnostics.add(
        Code.COVER_CROWDED,
        f"There is no room for these words on the cover: they take {lines} of {size}.",
        text.place,
        "Make them shorter, or let the style set them smaller: `smaller` of this text under `cover`.",
    )
