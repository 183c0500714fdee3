"""Takes: a report's copy divided between compositors.

A take is some of the parts of a report. Parts share no page, so that takes can be set, composed and drawn one beside
the other. How a report is divided follows from its text alone, never from the machine, because the file shows it.
"""

from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.content.model import Block, Chapter, Document, Part, Table, Text
from reportbuilder.content.walk import blocks_in, inlines_in
from reportbuilder.layout.page import Page
from reportbuilder.values import Value

SHARES = (0.35, 0.35, 0.1, 0.1, 0.05, 0.05)
"""What each take of a long report has of it: two large ones, for a take has its own codes of the glyphs that others
have, too; and small ones for who is done first, because no two processes are as fast as each other."""
SHARES_OF_A_SHORT = (0.5, 0.5)
"""As many as the cores of the smallest machine."""
LONG = 400_000
"""Characters of a long report: some 80 pages."""
_MADE = 2_000
"""What a page that is made (a cover, the contents) weighs, in characters."""
_CELL = 30
"""What a cell of a table weighs besides its text: it is a paragraph of its own."""


class Division(Value):
    """The take of each part of a report, how many takes there are, and how much work they are together, in
    characters."""

    takes: tuple[int, ...]
    count: int
    weight: int

    def parts(self, take: int) -> tuple[int, ...]:
        """The parts of a take."""
        return tuple(part for part, its in enumerate(self.takes) if its == take)


def divide(document: Document) -> Division:
    """Divide a report so that takes are about as much work as their shares say: the heaviest part first, each to the
    take that lacks most."""
    weights = [weigh(part) for part in document.parts]
    weight = sum(weights)
    lacking = [share * weight for share in (SHARES if weight > LONG else SHARES_OF_A_SHORT)]
    takes = [0] * len(weights)
    for part in sorted(range(len(weights)), key=lambda part: -weights[part]):
        take = lacking.index(max(lacking))
        takes[part] = take
        lacking[take] -= weights[part]
    return Division(tuple(takes), len(lacking), weight)


def weigh(part: Part) -> int:
    """How much work a part is, in characters."""
    return sum(_lengths(part.content.blocks)) if isinstance(part.content, Chapter) else _MADE


class Take(Value):
    """A take that is made: its number, counted from 0, how many there are, and its pages by their places."""

    number: int
    count: int
    pages: Mapping[int, Page]


def takes_of(pages: Mapping[int, Page], count: int) -> tuple[Take, ...]:
    """The takes that pages belong to, of as many as there are."""
    takes: dict[int, dict[int, Page]] = {}
    for at, page in pages.items():
        takes.setdefault(page.take, {})[at] = page
    return tuple(Take(number, count, found) for number, found in takes.items())


def _lengths(blocks: Sequence[Block]) -> Iterator[int]:
    for inline in inlines_in(blocks):
        if isinstance(inline, Text):
            yield len(inline.text)
    for block in blocks_in(blocks):
        if isinstance(block, Table):
            yield _CELL * len(block.rows) * len(block.columns)
