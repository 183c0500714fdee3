"""Words, figures, punctuation marks and sentences, as a Dutch reader sees them.

A figure is one token with its separators, its currency and its per cent ("€ 14.232.000", "82,3 %"); so is a word with
its hyphens ("2-daagse"), an abbreviation ("t.o.v.") and what the text form cannot divide. Punctuation stands alone.
"""

from __future__ import annotations

import re

from reportbuilder.compare.plain_text import BLOCK, LINE, UNIT
from reportbuilder.values import Value

_UNIT = UNIT.pattern.replace("(", "(?:")
_FIGURE = r"(?:€ ?)?(?<!\w)[−–-]?\d+(?:[.,:/]\d+)*(?: ?[%‰])?(?!\w|-\w)"
_ABBREVIATION = r"[^\W\d_]\.(?:[^\W\d_]\.)+"
_WORD = r"\w+(?:[-‑'’.@]\w+)*(?:-(?=\s|$))?"
_TOKEN = re.compile(rf"{_UNIT}|{_FIGURE}|{_ABBREVIATION}|{_WORD}|\n|{LINE}|{BLOCK}|[^\w\s]|_")
_IS_FIGURE = re.compile(_FIGURE)
_SENTENCE_END = re.compile(rf"[.!?…]+[’”\")»]*(?=\s)|(?<=[\n{BLOCK}])")
_NO_END = re.compile(
    r"(?:\b(?:[^\W\d_]|art|bijv|blz|ca|dhr|drs|enz|etc|excl|fig|incl|ing|ir|mevr|mln|mld|mr|nrs?|plv|resp|tel|vgl|wnd)"
    r"|\.[^\W\d_])\.$",
    re.I,
)

_SMALL = """
de het een en of in op van te ten ter tot aan bij met voor door om als dat die dit deze er is was zijn waren
wordt worden werd werden heeft hebben had hadden kan kon ook nog niet naar over uit onder maar dan al zo ze
zij hij we wij hun haar the a an and or on to at by with for from as that this these it are were be been has
have not also but
"""
STOP_WORDS = frozenset(_SMALL.split())
"""Words that say little about a text by themselves, in Dutch and in English."""


class Token(Value):
    """A word, a figure or a mark, and where it stands in its text."""

    text: str
    start: int
    stop: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a figure rather than a mark."""
        return self.text[0].isalnum() or len(self.text) > 1

    @property
    def is_small(self) -> bool:
        """Whether it means little by itself: a mark, a word such as "de", or a very short one."""
        return not self.is_word or self.text.casefold() in STOP_WORDS or (len(self.text) <= 2 and self.text.isalpha())


def tokens(text: str) -> list[Token]:
    """The tokens of a text form, in order; white space is what stands between them."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def is_figure(text: str) -> bool:
    """Whether this is one figure and nothing more."""
    return _IS_FIGURE.fullmatch(text) is not None


def meaning(text: str) -> frozenset[str]:
    """The words of a text that say what it is about; all of them where there are no others."""
    found = {match[0].casefold() for match in _TOKEN.finditer(text)}
    words = {word for word in found if word[0].isalnum() or len(word) > 1}
    return frozenset(words - STOP_WORDS or words or found)


def sentence_starts(text: str) -> list[int]:
    """At which characters the sentences of a text begin; the first at 0."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        after = match.end() + (1 if text.startswith(" ", match.end()) else 0)
        ends = starts[-1] < after < len(text) and not text[after].islower()
        if ends and not _NO_END.search(text, 0, match.end()):
            starts.append(after)
    return starts
