"""Marks for missing figures: those that statistical offices write, and what is printed for each."""

from __future__ import annotations

import re
from collections.abc import Mapping

DASH = "–"
EMPTY = "empty"
"""The key by which a house style names cells that hold nothing."""
MARKS: Mapping[str, str] = {
    **{mark: mark for mark in ("x", "X", ".", "..", "...", "…", ":", "?", "n.b.", "nb")},
    **dict.fromkeys(("-", "--", DASH, "—", "\u2212"), DASH),
}
"""Marks that say in a column of numbers that there is none, and what is printed where nobody says otherwise."""
_FIGURE = re.compile(r"[^\w<>≤≥]*\d[\d\W]*")


def printed_mark(text: str, declared: str, style: Mapping[str, str]) -> str:
    """What is printed of a cell without a figure: what its data file `declared` for its mark, or else what the house
    style has for it, or else the mark as it is typed; of an empty cell a dash.

    A style that names one kind of dash means all kinds that it does not name.

    >>> printed_mark("—", "", {"-": "nihil"})
    'nihil'
    """
    if declared:
        return declared
    if not text:
        return style.get(EMPTY, DASH)
    usual = MARKS.get(text, text)
    same = (words for mark, words in style.items() if usual == DASH and MARKS.get(mark) == DASH)
    return style.get(text) or next(same, usual)


def reads_as_figure(words: str) -> bool:
    """Whether words that are printed for a missing figure would be taken for one: 0, or 1.250, but not < 10."""
    return _FIGURE.fullmatch(words) is not None
