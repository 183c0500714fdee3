"""Periods and years that cannot be right in their sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from reportbuilder.diagnostics import Code
from reportbuilder.sentence_checks import dutch
from reportbuilder.sentence_checks.lexicon import Lexicon
from reportbuilder.sentence_checks.sentences import Sentence
from reportbuilder.sentence_checks.telling import Teller


def may_hold_period(low: str) -> bool:
    """Whether there may be a period in a text of small letters: a digit, a stroke, a year."""
    return ("-" in low or "–" in low) and _stroke().search(low) is not None


def check_periods(told: Sequence[Sequence[Sentence]], lexicon: Lexicon, year: int, teller: Teller) -> None:
    """Report periods that end before they begin, and those of an indicator that end after the report's year, though
    the report has another period with the same beginning."""
    found = [(sentence, *period) for stretch in told for sentence in stretch for period in _periods(sentence)]
    common = Counter((first, last) for _, _, first, last in found)
    for sentence, at, first, last in found:
        if last < first:
            message = f"The period “{first}-{last}” ends before it begins."
            teller.warn(Code.AGREE_PERIOD, message, sentence.place(at), "Write the earlier year first.")
        elif last > year and common[first, last] == 1 and _told(sentence, lexicon):
            _check_end(sentence, at, (first, last), common, year, teller)


def _check_end(
    sentence: Sentence, at: int, period: tuple[int, int], common: Counter[tuple[int, int]], year: int, teller: Teller
) -> None:
    others = [other for other, times in common.items() if other[0] == period[0] and other != period and times > 1]
    if others:
        first, last = max(others, key=lambda other: common[other])
        message = (
            f"The period “{period[0]}-{period[1]}” ends after {year}, the year of the report; "
            f"elsewhere the report writes “{first}-{last}”."
        )
        teller.warn(Code.AGREE_PERIOD, message, sentence.place(at), "Correct the last year.")


def _told(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence tells of an indicator, in the past."""
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
