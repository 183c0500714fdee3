"""Divides the Markdown of a chapter into parts that are read one by one, and remembered one by one.

A part ends where nothing before an empty line can go on behind it: no list, fence, footnote or label. What makes the
reading of one part depend on another (the definition of a link, HTML that runs over empty lines, a directive that is
nearly right) leaves the chapter in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportbuilder.reader.blocks import LABEL
from reportbuilder.values import Value

_BEGINNING = re.compile(r"[^\W\d_]|[“‘\"'€(]|#{1,6} |\*\*|:::+\{")
"""What begins a paragraph, a heading or a directive, and can be nothing else. A label in brackets (`(label)=`) belongs
to the heading below it."""
_FENCE = re.compile(r"(:{3,}|`{3,}|~{3,})(.*)")
_TARGET = re.compile(r" {0,3}\(.*\)=\s*")
_NOTE = re.compile(r"\[\^[^\]\n]*\]:")
_WHOLE = re.compile(
    r"\]:|^[ \t>*+-]*<|^[ \t]*(?:::?\{|:{3,}[ \t(\[<]*[a-z])|^[ \t]*[ \t>*+\d.)-](?::{3}|`{3}|~{3})", re.MULTILINE
)
"""What leaves a chapter in one piece: a definition of a link, HTML, a directive that is nearly right, and a directive
or code inside a list or the like, which ends with that."""


class ChapterPart(Value):
    """A part of a chapter that is read by itself, with the number of its first line."""

    text: str
    line: int


def parts_of(text: str, first_line: int) -> tuple[ChapterPart, ...]:
    """The parts of a chapter's text, in order; line ends between them are left out."""
    if _WHOLE.search(_NOTE.sub("", text)):
        return (ChapterPart(text, first_line),)
    return tuple(_parts(text.split("\n"), first_line))


def _parts(lines: list[str], first_line: int) -> Iterator[ChapterPart]:
    start, fence, before = 0, "", ""  # the line before that is not empty
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if not fence and index > start and _begins(line, lines[index - 1], before):
            yield ChapterPart("\n".join(lines[start:index]), first_line + start)
            start = index
        fence = _fence_after(line, fence)
        before = line
    yield ChapterPart("\n".join(lines[start:]), first_line + start)


def _begins(line: str, above: str, before: str) -> bool:
    """Whether a line begins what nothing before it goes on in."""
    return not above.strip() and bool(_BEGINNING.match(line)) and not (LABEL.match(line) or _TARGET.fullmatch(before))


def _fence_after(line: str, fence: str) -> str:
    """The marks that open the directive or code that goes on after a line; empty when none does."""
    match = _FENCE.fullmatch(line.lstrip() if fence else line)
    if match is None:
        return fence
    marks, rest = match[1], match[2]
    if not fence:
        return "" if marks[0] == "`" and "`" in rest else marks
    return "" if marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip() else fence
