"""Numbering pages: from how many pages each part has to the number of every page and the page of every label."""

from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.diagnostics import Diagnostic
from reportbuilder.layout.page import Master
from reportbuilder.style.model import Design
from reportbuilder.values import Value, field

UNKNOWN_PAGE = 10
"""A page that is not known yet is taken to have two figures, as most have."""
BLANK = -1


class Known(Value):
    """What is known so far of where labels stand: their pages, and the lines of those that stand in one."""

    pages: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


class Extent(Value):
    """A composed part as the others see it: how it opens, the labels on each of its pages, the page and line numbers
    that it was set with, and what was found on the way."""

    part: int
    master: Master
    inserted: bool
    labels: tuple[tuple[str, ...], ...]
    pages: Mapping[str, int]
    lines: Mapping[str, int]
    problems: tuple[Diagnostic, ...]

    def holds(self, known: Known) -> bool:
        """Whether everything that it names is still where it was."""
        return all(known.pages.get(label, UNKNOWN_PAGE) == page for label, page in self.pages.items()) and all(
            known.lines.get(label, 0) == line for label, line in self.lines.items()
        )


class Numbered(Value):
    """A page of the report before it is made: its part, which page of that it is (`BLANK` for an empty one before it),
    and its number in the report, or in its part when that is inserted and does not count."""

    part: int
    index: int
    number: int
    inserted: bool = False


class Pagination(Value):
    """All pages of a report in order, and the page on which each label stands."""

    pages: tuple[Numbered, ...]
    by_label: Mapping[str, int]


def paginate(extents: Sequence[Extent], design: Design) -> Pagination:
    """Number the pages of the parts, which are in order."""
    pages = tuple(_numbered(extents, openers_right=design.opener.start == "right"))
    labels = {extent.part: extent.labels for extent in extents}
    by_label: dict[str, int] = {}
    for page in pages:
        for label in labels[page.part][page.index] if page.index != BLANK else ():
            by_label.setdefault(label, 0 if page.inserted else page.number)
    return Pagination(pages, by_label)


def _numbered(extents: Sequence[Extent], *, openers_right: bool) -> Iterator[Numbered]:
    count = 0
    for extent in extents:
        if openers_right and not extent.inserted and extent.master is Master.OPENER and count % 2 == 1:
            count += 1
            yield Numbered(extent.part, BLANK, count)
        before = 0 if extent.inserted else count
        for index in range(len(extent.labels)):
            yield Numbered(extent.part, index, before + index + 1, extent.inserted)
        count += 0 if extent.inserted else len(extent.labels)
