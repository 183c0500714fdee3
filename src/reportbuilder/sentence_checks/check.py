"""Whether the sentences of a report agree with its figures.

Precision goes before recall: a sentence is compared with the data only where it is sure what it is about, and it is a
problem only when none of the ways to read it agrees. A contradiction is a warning, a doubt a note; both give the
figures and where they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Chapter, Chart, Document, Figure, Text
from reportbuilder.document.text_spans import TextSpan, spans_of
from reportbuilder.document.walk import blocks_in
from reportbuilder.registry import Plugin
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.agreement import DiscrepancyReporter
from reportbuilder.sentence_checks.claim_checker import check_sentences, may_say_alone
from reportbuilder.sentence_checks.goal_claims import names_goal
from reportbuilder.sentence_checks.lexicon import IndicatorLexicon, make_lexicon, may_group, with_groups
from reportbuilder.sentence_checks.sentences import Passage, Sentence
from reportbuilder.values import replace

LANGUAGE = "nl"
_DATA = """id;indicator;eenheid;2019;2021;2022;norm
overvallen;Aantal overvallen;aantal;222;117;127;<= 2021
cybercrime;Aantal misdrijven cybercrime;aantal;303;896;919;
"""

register = Plugin("sentence checks")


@register.check
class SentencesAgree:
    """Compares the sentences of a Dutch report with its indicator tables."""

    code = Code.AGREE_VALUE
    other_codes = (
        Code.AGREE_CHANGE,
        Code.AGREE_DIRECTION,
        Code.AGREE_NORM,
        Code.AGREE_MULTIPLE,
        Code.AGREE_RANKING,
        Code.AGREE_PERIOD,
        Code.AGREE_ROUGHLY,
    )
    summary = "A sentence says something else of an indicator than the data."
    reason = "Readers of an official report must be able to rely on the text as on the tables."
    examples = (
        CheckExample((Code.AGREE_VALUE,), "In 2022 waren er 172 overvallen.", _DATA),
        CheckExample((Code.AGREE_CHANGE,), "In 2022 steeg het aantal overvallen met 19 %.", _DATA),
        CheckExample((Code.AGREE_DIRECTION,), "In 2022 daalde het aantal overvallen.", _DATA),
        CheckExample((Code.AGREE_NORM,), "Het aantal overvallen lag in 2022 onder de norm.", _DATA),
        CheckExample(
            (Code.AGREE_MULTIPLE,),
            "Het aantal misdrijven cybercrime is in 2022 verdubbeld ten opzichte van 2019.",
            _DATA,
        ),
        CheckExample((Code.AGREE_RANKING,), "Het aantal overvallen was in 2022 het laagste sinds 2019.", _DATA),
        CheckExample((Code.AGREE_PERIOD,), "Dat was zo in de periode 2022-2019.", _DATA),
        CheckExample(
            (Code.AGREE_ROUGHLY,), "Het aantal misdrijven cybercrime was in 2022 200 % hoger dan in 2019.", _DATA
        ),
    )

    def check(self, report: CheckedReport) -> Diagnostics:
        """The claims of sentences that do not agree with the data, and periods that cannot be right."""
        diagnostics = Diagnostics()
        check_agreement(report.document, report.folder.settings.year, report.tables, diagnostics)
        return diagnostics


def check_agreement(document: Document, year: int, tables: Iterable[DataTable], diagnostics: Diagnostics) -> None:
    """Hold every sentence of a Dutch report against its indicator tables."""
    tables = tuple(tables)
    if document.language != LANGUAGE or not tables:
        return
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    spans = (span for chapter in chapters for span in (*spans_of(chapter), *_alternative_texts(chapter)))
    passages = [Passage(span) for span in spans if _is_prose(span)]
    grouping = (sentence.low for passage in passages if may_group(passage.low) for sentence in passage.sentences)
    lexicon = with_groups(make_lexicon(tables), grouping)
    reporter = DiscrepancyReporter(diagnostics)
    for passage in passages:
        if _is_relevant(passage, lexicon):
            check_sentences(passage.sentences, lexicon, year, reporter)
    periods = [passage.sentences for passage in passages if may_hold_period(passage.low)]
    check_periods(periods, lexicon, year, reporter)


def _is_relevant(passage: Passage, lexicon: IndicatorLexicon) -> bool:
    """Whether any sentence of a passage may be worth checking."""
    low = passage.low
    if lexicon.may_name(low) or (passage.computed and may_say_alone(low)):
        return True
    return names_goal(low) and lexicon.names_theme(low)


def _alternative_texts(chapter: Chapter) -> Iterator[TextSpan]:
    """The alternative texts of pictures."""
    for block in blocks_in(chapter.blocks):
        if isinstance(block, Chart | Figure) and block.alt:
            alt = " ".join(block.alt.split())
            yield TextSpan(alt, ((0, Text(alt, replace(block.place, column=0))),), block.place)


def _is_prose(span: TextSpan) -> bool:
    """Whether text is the author's own; short cells of data files are data."""
    return span.cell is None or len(span.text.split()) > 5


def may_hold_period(low: str) -> bool:
    """Whether there may be a period in a text in lower case: a digit, a stroke, a year."""
    return ("-" in low or "–" in low) and _stroke().search(low) is not None


def check_periods(
    passages: Sequence[Sequence[Sentence]], lexicon: IndicatorLexicon, year: int, reporter: DiscrepancyReporter
) -> None:
    """Report periods that end before they begin, and those of an indicator that end after the report's year, though
    the report has another period with the same beginning."""
    found = [(sentence, *period) for span in passages for sentence in span for period in _periods(sentence)]
    common = Counter((first, last) for _, _, first, last in found)
    for sentence, at, first, last in found:
        if last < first:
            message = f"The period “{first}-{last}” ends before it begins."
            reporter.add(Code.AGREE_PERIOD, message, sentence.place(at), "Write the earlier year first.")
        elif last > year and common[first, last] == 1 and _states_figures(sentence, lexicon):
            _check_end(sentence, at, (first, last), common, year, reporter)


def _check_end(
    sentence: Sentence,
    at: int,
    period: tuple[int, int],
    common: Counter[tuple[int, int]],
    year: int,
    reporter: DiscrepancyReporter,
) -> None:
    others = [other for other, times in common.items() if other[0] == period[0] and other != period and times > 1]
    if others:
        first, last = max(others, key=lambda other: common[other])
        message = (
            f"The period “{period[0]}-{period[1]}” ends after {year}, the year of the report; "
            f"elsewhere the report writes “{first}-{last}”."
        )
        reporter.add(Code.AGREE_PERIOD, message, sentence.place(at), "Correct the last year.")


def _states_figures(sentence: Sentence, lexicon: IndicatorLexicon) -> bool:
    """Whether a sentence names an indicator and states facts of it."""
    return lexicon.names_any(sentence.low) and not dutch.is_unreal(sentence.low)


def _periods(sentence: Sentence) -> list[tuple[int, int, int]]:
    """The periods of a sentence: where each stands, its first and its last year."""
    if not may_hold_period(sentence.low):
        return []
    return [(m.start(), int(m[1]), int(m[2])) for m in _period().finditer(sentence.low)]


@cache
def _stroke() -> re.Pattern[str]:
    return re.compile(r"\d ?[–-] ?[12]")


@cache
def _period() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,–/-])({dutch.YEAR}) ?[–-] ?({dutch.YEAR})(?![\w%–/-]|[.,]\d)")
