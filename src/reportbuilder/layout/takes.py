"""Takes: a report's copy divided between compositors.

A take is some of the parts of a report. Parts share no page, so that takes can be set, composed and drawn one beside
the other. How a report is divided follows from its text alone, never from the machine, because the file shows it.
"""

from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.content.model import Block, Chapter, Document, Part, Table, Text
from reportbuilder.content.walk import blocks_in, inlines_in
from reportbuilder.layout.page import Page

TAKES = 2
"""As many as the cores of the smallest machine: more takes would each have their own codes of the same glyphs."""
_MADE = 2_000
"""What a page that is made (a cover, the contents) weighs, in characters."""
_CELL = 30
"""What a cell of a table weighs besides its text: it is a paragraph of its own."""


def divide(document: Document) -> tuple[int, ...]:
    """The take of each part, so that takes are about as much work: the heaviest part first, each to the lightest."""
    weights = [weigh(part) for part in document.parts]
    loads, takes = [0] * TAKES, [0] * len(weights)
    for part in sorted(range(len(weights)), key=lambda part: -weights[part]):
        take = loads.index(min(loads))
        takes[part] = take
        loads[take] += weights[part]
    return tuple(takes)


def weigh(part: Part) -> int:
    """How much work a part is, in characters."""
    return sum(_lengths(part.content.blocks)) if isinstance(part.content, Chapter) else _MADE


def takes_of(pages: Mapping[int, Page]) -> Mapping[int, Mapping[int, Page]]:
    """The pages of each take by their places."""
    takes: dict[int, dict[int, Page]] = {}
    for at, page in pages.items():
        takes.setdefault(page.take, {})[at] = page
    return takes


def _lengths(blocks: Sequence[Block]) -> Iterator[int]:
    for inline in inlines_in(blocks):
        if isinstance(inline, Text):
            yield len(inline.text)
    for block in blocks_in(blocks):
        if isinstance(block, Table):
            yield _CELL * len(block.rows) * len(block.columns)
