"""Whether the sentences of a report agree with its figures.

Precision goes before recall: a sentence is held against the data only where it is sure what it is about, and it is a
problem only when none of the ways to read it agrees. A contradiction is a warning, a doubt a note; both tell the
figures and where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportbuilder.checks.matrices import check_matrices
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document.model import Chapter, Chart, Document, Figure, Text
from reportbuilder.document.text_spans import TextSpan, spans_of
from reportbuilder.document.walk import blocks_in
from reportbuilder.sentence_checks.goals import names_goal
from reportbuilder.sentence_checks.lexicon import Lexicon, make_lexicon, may_group, with_groups
from reportbuilder.sentence_checks.periods import check_periods, may_hold_period
from reportbuilder.sentence_checks.sentences import Passage
from reportbuilder.sentence_checks.telling import Teller
from reportbuilder.sentence_checks.weighing import may_say_alone, weigh
from reportbuilder.values import replace

LANGUAGE = "nl"


def check_agreement(document: Document, year: int, tables: Iterable[DataTable], diagnostics: Diagnostics) -> None:
    """Hold every sentence of a Dutch report against its indicator tables."""
    tables = tuple(tables)
    if document.language != LANGUAGE or not tables:
        return
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    stretches = (stretch for chapter in chapters for stretch in (*spans_of(chapter), *_described(chapter)))
    passages = [Passage(stretch) for stretch in stretches if _ours(stretch)]
    grouping = (sentence.low for passage in passages if may_group(passage.low) for sentence in passage.sentences)
    lexicon = with_groups(make_lexicon(tables), grouping)
    teller = Teller(diagnostics)
    for passage in passages:
        if _may_tell(passage, lexicon):
            weigh(passage.sentences, lexicon, year, teller)
    periods = [passage.sentences for passage in passages if may_hold_period(passage.low)]
    check_periods(periods, lexicon, year, teller)
    check_matrices(document, diagnostics)


def _may_tell(passage: Passage, lexicon: Lexicon) -> bool:
    """Whether any sentence of a passage can be worth weighing."""
    low = passage.low
    if lexicon.may_name(low) or (passage.computed and may_say_alone(low)):
        return True
    return names_goal(low) and lexicon.names_theme(low)


def _described(chapter: Chapter) -> Iterator[TextSpan]:
    """What is said of pictures to whoever does not see them."""
    for block in blocks_in(chapter.blocks):
        if isinstance(block, Chart | Figure) and block.alt:
            alt = " ".join(block.alt.split())
            yield TextSpan(alt, ((0, Text(alt, replace(block.place, column=0))),), block.place)


def _ours(stretch: TextSpan) -> bool:
    """Whether words are the author's: what a data file says of figures is data."""
    return stretch.cell is None or len(stretch.text.split()) > 5
