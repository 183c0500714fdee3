"""Labels of list items that are letters or roman numerals: `a.`, `A)`, `i.`.

CommonMark knows bullets and numbers only. Lines that begin with consecutive letters or numerals are therefore given to
the parser with ones in place of the label, of the same width, so that every column stays where it was:
`a. apple` is parsed as `1. apple`, and `iv) pear` as `11) pear`. The labels are kept by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import assert_never

from reportbuilder.document.model import ListStyle
from reportbuilder.values import Value

LABEL = re.compile(r"([A-Za-z]|[ivxlc]{2,8}|[IVXLC]{2,8})([.)])(?=[ \t\u00a0\u202f]+\S)")
"""A letter or a roman numeral, a stop or a bracket, and a word after it."""

_FENCE = re.compile(r"[ \t]*(?:[-*+>][ \t]+|\d+[.)][ \t]+)*(:{3,}(?=[ \t]*\{)|`{3,}|~{3,})")
_STYLES = (ListStyle.LOWER_ROMAN, ListStyle.UPPER_ROMAN, ListStyle.LETTER, ListStyle.LOWER_LETTER)
_LETTERS = {ListStyle.LETTER: ascii_uppercase, ListStyle.LOWER_LETTER: ascii_lowercase}


class ListLabel(Value):
    """The label of a list item as it is written ("b.", "ii)"), and whether it is the first of its list."""

    text: str
    style: ListStyle
    first: bool


def roman(number: int) -> str:
    """A number from 1 to 399 as a roman numeral in small letters: 4 is "iv"."""
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for value, letters in parts:
        count, number = divmod(number, value)
        found += letters * count
    return found


_ROMANS = {roman(number): number for number in range(1, 200)}


def position(label: str, style: ListStyle) -> int:
    """The number of a label in a style, from 1; 0 when it is not a label of that style."""
    match style:
        case ListStyle.LETTER | ListStyle.LOWER_LETTER:
            return _LETTERS[style].find(label) + 1 if len(label) == 1 else 0
        case ListStyle.LOWER_ROMAN:
            return _ROMANS.get(label, 0)
        case ListStyle.UPPER_ROMAN:
            return _ROMANS.get(label.lower(), 0) if label.isupper() else 0
        case ListStyle.BULLET | ListStyle.DECIMAL:
            return 0
        case _:
            assert_never(style)


def style_of(labels: Sequence[str]) -> ListStyle | None:
    """The style in which labels are the first ones, in order: `a b c`, `A B`, `i ii iii`; None when they are not.

    One letter is enough when it is the first of its style; `i` alone is the numeral.
    """
    wanted = list(range(1, len(labels) + 1))
    return next((style for style in _STYLES if [position(label, style) for label in labels] == wanted), None)


def replace_labels(text: str) -> tuple[str, dict[int, ListLabel]]:
    """Markdown with ones in place of the labels of lettered lists, and these labels by the index of their line.

    A list has at least two items, begins with `a`, `A`, `i` or `I`, and its labels stand at the same column. The
    insides of directives and of code are left as they are: they are read by themselves.
    """
    lines = text.split("\n")
    found: dict[int, ListLabel] = {}
    if not LABEL.search(text):
        return text, found
    closed = _fenced(lines)
    starts = {i: match for i, line in enumerate(lines) if i not in closed and (match := _label_of(line))}
    for index, match in starts.items():
        if index in found:
            continue
        for style in _STYLES:
            items = list(_items(index, match, style, lines, starts))
            if len(items) > 1:
                for at in items:
                    found[at] = ListLabel(f"{starts[at][1]}{starts[at][2]}", style, at == index)
                break
    for at in found:
        start, end = starts[at].span(1)
        lines[at] = f"{lines[at][:start]}{'1' * (end - start)}{lines[at][end:]}"
    return "\n".join(lines), found


def _label_of(line: str) -> re.Match[str] | None:
    """The label that a line begins with; none in a row of a table."""
    start = len(line) - len(line.lstrip(" "))
    return None if "|" in line else LABEL.match(line, start)


def _items(
    first: int, match: re.Match[str], style: ListStyle, lines: Sequence[str], starts: Mapping[int, re.Match[str]]
) -> Iterator[int]:
    """The lines on which the items of a list begin, whose first is at index `first`."""
    if position(match[1], style) != 1:
        return
    column, stop, wanted = match.start(1), match[2], 2
    yield first
    for index in range(first + 1, len(lines)):
        line = lines[index]
        indent = len(line) - len(line.lstrip())
        if not line.strip() or indent > column:
            continue
        here = starts.get(index)
        if here and here.start(1) == column and here[2] == stop and position(here[1], style) == wanted:
            wanted += 1
            yield index
        elif indent < column or not lines[index - 1].strip():
            return


def _fenced(lines: Sequence[str]) -> set[int]:
    """The indices of lines inside directives and code, their first and last lines included."""
    found: set[int] = set()
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            found.add(index)
            bare = line.strip()
            if bare and set(bare) == {fence[0]} and len(bare) >= len(fence):
                fence = ""
        elif match := _FENCE.match(line):
            found.add(index)
            fence = match[1]
    return found
