"""Pages that were drawn and are no file yet: those of each take by themselves, and all of them together."""

from collections.abc import Mapping, Sequence

from reportbuilder.pdf.codes import Code
from reportbuilder.pdf.links import LinkBook
from reportbuilder.pdf.marking import Painted
from reportbuilder.values import Value


class Drawn(Value, eq=False):
    """The pages of a take: their places in the report, counted from 0, the file that ReportLab wrote of them, the codes
    of each face in it, what leads somewhere, and what was painted for which element."""

    places: Sequence[int]
    data: bytes
    codes: Mapping[str, Sequence[Code]]
    book: LinkBook
    painted: Painted


def ways_of(takes: Sequence[Drawn]) -> LinkBook:
    """What leads somewhere on all pages."""
    book = LinkBook()
    for take in takes:
        book.take_over(take.book)
    return book


def painted_in(takes: Sequence[Drawn]) -> Painted:
    """What was painted on all pages."""
    painted = Painted()
    for take in takes:
        painted.take_over(take.painted)
    return painted
