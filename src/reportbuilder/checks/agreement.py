"""Whether the sentences of a report agree with its figures.

Precision goes before recall: a sentence is held against the data only where it is sure what it is about, and it is a
problem only when none of the ways to read it agrees. A contradiction is a warning, a doubt a note; both tell the
figures and where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportbuilder.checks.lexicon import make_lexicon, with_groups
from reportbuilder.checks.matrices import check_matrices
from reportbuilder.checks.periods import check_periods
from reportbuilder.checks.sentences import sentences_in
from reportbuilder.checks.telling import Teller
from reportbuilder.checks.weighing import weigh
from reportbuilder.content.model import Chapter, Chart, Document, Figure, Text
from reportbuilder.content.stretches import Stretch, stretches_of
from reportbuilder.content.walk import blocks_in
from reportbuilder.data.tables import DataTable
from reportbuilder.problems import Findings
from reportbuilder.values import replace

LANGUAGE = "nl"


def check_agreement(document: Document, year: int, tables: Iterable[DataTable], findings: Findings) -> None:
    """Hold every sentence of a Dutch report against its indicator tables."""
    tables = tuple(tables)
    if document.language != LANGUAGE or not tables:
        return
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    stretches = (stretch for chapter in chapters for stretch in (*stretches_of(chapter), *_described(chapter)))
    told = [[*sentences_in(stretch)] for stretch in stretches if _ours(stretch)]
    lexicon = with_groups(make_lexicon(tables), (sentence.low for stretch in told for sentence in stretch))
    teller = Teller(findings)
    for stretch in told:
        weigh(stretch, lexicon, year, teller)
    check_periods(told, lexicon, year, teller)
    check_matrices(document, findings)


def _described(chapter: Chapter) -> Iterator[Stretch]:
    """What is said of pictures to whoever does not see them."""
    for block in blocks_in(chapter.blocks):
        if isinstance(block, Chart | Figure) and block.alt:
            alt = " ".join(block.alt.split())
            yield Stretch(alt, ((0, Text(alt, replace(block.place, column=0))),), block.place)


def _ours(stretch: Stretch) -> bool:
    """Whether words are the author's: what a data file says of figures is data."""
    return stretch.cell is None or len(stretch.text.split()) > 5
