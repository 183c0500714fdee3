"""Takes: a report's copy divided between compositors.

A take is some of the parts of a report. Parts share no page, so that takes can be set, composed and drawn one beside
the other. How a report is divided follows from its text alone, never from the machine, because the file shows it.
"""

from collections.abc import Mapping

from reportbuilder.document.model import Chapter, Chart, Document, Part, Text
from reportbuilder.document.walk import blocks_in, inlines_in
from reportbuilder.layout.page import Page
from reportbuilder.values import Value

SHARES = (0.35, 0.35, 0.1, 0.1, 0.05, 0.05)
"""What each take of a long report has of it: two large ones, for a take has its own codes of the glyphs that others
have, too; and small ones for who is done first, because no two processes are as fast as each other."""
SHARES_OF_A_SHORT = (0.5, 0.5)
"""As many as the cores of the smallest machine."""
LONG = 600_000
"""What a long report weighs: some 80 pages of text."""
_MADE = 2_000
"""What a page that is made weighs: the cover less, the contents more."""
_CHARACTER, _WORD, _CHART = 0.5, 20, 600
"""What a character weighs, a word where a part first has it, and a chart. A new word is shaped and divided: in a short
report that is most of the work."""


class Division(Value):
    """The take of each part of a report, how many takes there are, and what they weigh together."""

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
    """How much work a part is, beside other parts."""
    if not isinstance(part.content, Chapter):
        return _MADE
    length, words = 0, set[str]()
    for inline in inlines_in(part.content.blocks):
        if isinstance(inline, Text):
            length += len(inline.text)
            words.update(inline.text.split())
    charts = sum(isinstance(block, Chart) for block in blocks_in(part.content.blocks))
    return round(_CHARACTER * length + _WORD * len(words) + _CHART * charts)


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
