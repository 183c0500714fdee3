"""Pages that were drawn and are no file yet: those of each take by themselves."""

from collections.abc import Mapping, Sequence

from reportbuilder.pdf.branches import Branch
from reportbuilder.pdf.codes import GlyphCode
from reportbuilder.pdf.links import LinkBook, Spot
from reportbuilder.pdf.written import Written
from reportbuilder.values import Value


class Drawn(Value, eq=False):
    """The pages of a take: its number, their places in the report, counted from 0, the file that ReportLab wrote of
    them, whole and taken apart, the codes of each face in it, what leads somewhere, and its elements, part by part, if
    they are tagged."""

    take: int
    places: Sequence[int]
    data: bytes
    written: Written
    codes: Mapping[str, Sequence[GlyphCode]]
    book: LinkBook
    branches: Sequence[Branch] | None


def spots_in(takes: Sequence[Drawn]) -> Mapping[str, Spot]:
    """Where labels lead on all pages; the first place of a label counts."""
    spots: dict[str, Spot] = {}
    for take in reversed(takes):
        spots |= take.book.spots
    return spots
