"""Whether the sentences of a report agree with its figures.

Precision goes before recall: a sentence is compared with the data only where it is sure what it is about, and it is a
problem only when none of the ways to read it agrees. A contradiction is a warning, a doubt a note; both give the
figures and where they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from reportbuilder.checks.check import CheckedReport, CheckExample
from reportbuilder.data.table import DataTable
from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import Block, Chapter, Chart, Document, Figure, Note, Text
from reportbuilder.document.text_spans import TextSpan, spans_of_block, spans_of_note
from reportbuilder.document.walk import all_chapters, blocks_in
from reportbuilder.files.remembered import remembered
from reportbuilder.memo import Memo, Same
from reportbuilder.registry import Plugin
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.agreement import DiscrepancyReporter
from reportbuilder.sentence_checks.claim_checker import check_sentences, may_say_alone
from reportbuilder.sentence_checks.goal_claims import names_goal
from reportbuilder.sentence_checks.lexicon import (
    IndicatorLexicon,
    LexiconShape,
    make_lexicon,
    may_group,
    shape_of,
    with_groups,
)
from reportbuilder.sentence_checks.sentences import Passage, Sentence
from reportbuilder.values import Value, replace

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
        check_agreement(report.document, report.folder.settings.year, report.tables, diagnostics, report.memo)
        return diagnostics


def check_agreement(
    document: Document,
    year: int,
    tables: Iterable[DataTable],
    diagnostics: Diagnostics,
    memo: Memo | None = None,
) -> None:
    """Hold every sentence of a Dutch report against its indicator tables. Passages, and what is found in them, are
    remembered by their blocks."""
    tables, memo = tuple(tables), memo or Memo()
    if document.language != LANGUAGE or not tables:
        return
    chapters = [_read_chapter(chapter, memo) for chapter in all_chapters(document)]
    grouping = tuple(low for chapter in chapters for low in chapter.grouping)
    key = tuple(map(Same, tables))
    named = memo.get("lexicon", key, lambda: make_lexicon(tables))
    lexicon = memo.get("lexicon", (*key, grouping), lambda: with_groups(named, grouping))
    shape = memo.get("lexicon shapes", shape_of(tables, grouping), LexiconShape)
    for chapter in chapters:
        check = partial(_check_chapter, chapter, lexicon, shape, year, memo)
        remembered(memo, "sentences", (Same(chapter), Same(lexicon), year), diagnostics, check)
    periods = [passage.sentences for chapter in chapters for passage in chapter.periods]
    check_periods(periods, lexicon, year, DiscrepancyReporter(diagnostics))


class _ChapterPassages(Value, eq=False):
    """The passages of a chapter, by block and footnote; those in which periods may be; and its sentences, in lower
    case, that may give several indicators a name together."""

    blocks: tuple[tuple[Passage, ...], ...]
    periods: tuple[Passage, ...]
    grouping: tuple[str, ...]


def _read_chapter(chapter: Chapter, memo: Memo) -> _ChapterPassages:
    """The passages of a chapter; those of a block that is the same are the very same as before."""

    def read() -> _ChapterPassages:
        parts = [_Part(block, partial(spans_of_block, block)) for block in (chapter.heading, *chapter.blocks)]
        parts += [_Part(note, partial(spans_of_note, note)) for note in chapter.notes.values()]
        pictures = (block for block in blocks_in(chapter.blocks) if isinstance(block, Chart | Figure) and block.alt)
        parts += [_Part(block, partial(_alternative_text, block), "alternative text") for block in pictures]
        keys = [(part.what, Same(part.of), chapter.file) for part in parts]
        blocks = tuple(
            memo.get("passages", key, partial(_passages, part, chapter.file))
            for key, part in zip(keys, parts, strict=True)
        )
        passages = [passage for block in blocks for passage in block]
        periods = tuple(passage for passage in passages if may_hold_period(passage.low))
        grouping = (sentence.low for passage in passages if may_group(passage.low) for sentence in passage.sentences)
        return _ChapterPassages(tuple(block for block in blocks if block), periods, tuple(grouping))

    return memo.get("passages of chapters", Same(chapter), read)


class _Part(Value, eq=False):
    """A block or footnote, and the function that gives its text spans, or those of its alternative text."""

    of: Block | Note
    spans: Callable[[str], Iterable[TextSpan]]
    what: str = ""


def _passages(part: _Part, file: str) -> tuple[Passage, ...]:
    return tuple(Passage(span) for span in part.spans(file) if _is_prose(span))


def _check_chapter(
    chapter: _ChapterPassages,
    lexicon: IndicatorLexicon,
    shape: LexiconShape,
    year: int,
    memo: Memo,
    diagnostics: Diagnostics,
) -> None:
    """Check the blocks of a chapter. What is found in one depends on the names of all indicators, and on the figures of
    those that it may be about."""
    for passages in chapter.blocks:
        about = memo.get("named indicators", (Same(passages), Same(shape)), partial(_about, passages, lexicon))
        subjects = ((name, lexicon.by_id.get(name)) for name in about)
        known = tuple(Same(memo.kept("indicators", (Same(shape), name), subject)) for name, subject in subjects)
        check = partial(_check_passages, passages, lexicon, year)
        remembered(memo, "sentences of blocks", (Same(passages), Same(shape), known, year), diagnostics, check)


def _about(passages: tuple[Passage, ...], lexicon: IndicatorLexicon) -> tuple[str, ...]:
    """The ids of all indicators that passages may be about."""
    return tuple(sorted({name for one in passages for name in lexicon.about(one.low, one.computed_from)}))


def _check_passages(
    passages: tuple[Passage, ...], lexicon: IndicatorLexicon, year: int, diagnostics: Diagnostics
) -> None:
    reporter = DiscrepancyReporter(diagnostics)
    for passage in passages:
        if _is_relevant(passage, lexicon):
            check_sentences(passage.sentences, lexicon, year, reporter)


def _is_relevant(passage: Passage, lexicon: IndicatorLexicon) -> bool:
    """Whether any sentence of a passage may be worth checking."""
    low = passage.low
    if lexicon.may_name(low) or (passage.computed and may_say_alone(low)):
        return True
    return names_goal(low) and lexicon.names_theme(low)


def _alternative_text(block: Chart | Figure, file: str) -> Iterable[TextSpan]:
    """The alternative text of a picture."""
    del file
    alt = " ".join(block.alt.split())
    return (TextSpan(alt, ((0, Text(alt, replace(block.place, column=0))),), block.place),)


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
