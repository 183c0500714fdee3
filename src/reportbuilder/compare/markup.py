"""Changes marked in inline content: inserted words wrapped, deleted words put back where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportbuilder.compare.normalized_text import BLOCK, LabelNames, normalize_with_offsets, normalized_leaves
from reportbuilder.document.model import (
    Inline,
    LineBreak,
    Link,
    NoteReference,
    PageReference,
    Revised,
    Revision,
    StatusMark,
    Text,
)
from reportbuilder.document.walk import Inlines
from reportbuilder.i18n.typography import protect
from reportbuilder.text.runs import NO_BREAK_SPACE
from reportbuilder.values import Value, replace


class MarkedSpan(Value):
    """The characters from `start` to `stop` of a normalized text that were revised; `deleted` are the words that stood
    before them."""

    start: int
    stop: int
    revision: Revision
    change: int
    deleted: str = ""


def marked(
    inlines: Inlines, marks: Iterable[MarkedSpan], names: LabelNames, notes: Mapping[str, int] | None = None
) -> Inlines:
    """Inline content with its marks; `notes` are the numbers of the changes that inserted footnotes, by label."""
    pen = _InlineMarker(names, notes or {}, sorted(marks, key=lambda mark: (mark.start, mark.stop)))
    return (*pen.write(inlines), *pen.rest())


def nonbreaking(words: str) -> Text:
    """Words with the no-break spaces of the typesetter, which a normalized text does not have."""
    return Text(protect(words).replace(" …", f"{NO_BREAK_SPACE}…"))


def deleted_text(words: str, change: int) -> Revised:
    """Struck words; each of several blocks is on a line of its own."""
    lines: list[Inline] = []
    for block in filter(None, words.split(BLOCK)):
        lines += [LineBreak(), nonbreaking(block)] if lines else [nonbreaking(block)]
    return Revised(tuple(lines), Revision.DELETED, change)


def clip(marks: Iterable[MarkedSpan], start: int, stop: int, is_last: bool = True) -> Iterator[MarkedSpan]:
    """The parts of marks that lie in a stretch, with characters counted from its beginning. Words deleted at its end
    belong to the next stretch, unless this is the last one."""
    for mark in marks:
        low, high = max(mark.start, start), min(mark.stop, stop)
        has_deleted = bool(mark.deleted) and (start <= mark.start < stop or (mark.start == stop and is_last))
        if low < high or has_deleted:
            deleted = mark.deleted if has_deleted else ""
            yield replace(mark, start=low - start, stop=max(low, high) - start, deleted=deleted)


def unmarked(marks: Sequence[MarkedSpan], stop: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text that no mark covers; `stop` is its length."""
    at = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start > at:
            yield at, mark.start
        at = max(at, mark.stop)
    if at < stop:
        yield at, stop


def widen_to_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch widened to whole words; an empty one becomes the word that stands there."""
    if start == stop:
        while stop < len(text) and text[stop].isspace():
            stop += 1
        start = stop if stop < len(text) else len(text.rstrip())
        stop = start
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    return start, stop


@dataclass
class _InlineMarker:
    """Copies inline content with marks; `at` is the next character of its normalized text, `next_mark` the next mark
    whose deleted words are to be put back."""

    names: LabelNames
    notes: Mapping[str, int]
    marks: list[MarkedSpan]
    at: int = 0
    next_mark: int = 0

    def write(self, inlines: Inlines) -> Inlines:
        written: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Text):
                written += self._text(inline)
            elif isinstance(inline, NoteReference):
                change = self.notes.get(inline.label, 0)
                written.append(Revised((inline,), Revision.INSERTED, change) if change else inline)
            elif isinstance(inline, PageReference | StatusMark | LineBreak) or self._is_known(inline):
                written += self._undivided(inline)
            else:
                written.append(replace(inline, children=self.write(inline.children)))
        return tuple(written)

    def rest(self) -> Iterator[Inline]:
        """The words that were deleted from the end."""
        return self._deletions(self.at + 1)

    def _is_known(self, inline: Inline) -> bool:
        return isinstance(inline, Link) and self.names.knows(inline)

    def _deletions(self, before: int) -> Iterator[Inline]:
        """The words that were deleted from before a character and are not put back yet."""
        while self.next_mark < len(self.marks) and self.marks[self.next_mark].start < before:
            mark = self.marks[self.next_mark]
            self.next_mark += 1
            if mark.deleted:
                deleted = deleted_text(mark.deleted, mark.change)
                own_lines = BLOCK in mark.deleted and mark.start < mark.stop  # what is new begins on the next one
                yield replace(deleted, children=(*deleted.children, LineBreak())) if own_lines else deleted

    def _undivided(self, inline: Inline) -> Iterator[Inline]:
        stop = self.at + sum(len(text) for _, text in normalized_leaves((inline,), self.names))
        yield from self._deletions(self.at + 1)
        yield self._wrapped(inline, self.at, stop)
        self.at = stop

    def _text(self, inline: Text) -> Iterator[Inline]:
        text, starts = normalize_with_offsets(inline.text)
        stop = self.at + len(text)
        ends = {end for mark in self.marks for end in (mark.start, mark.stop) if self.at < end < stop}
        if not text:
            yield inline
        for a, b in pairwise(sorted({self.at, *ends, stop})):
            yield from self._deletions(a + 1)
            low, high = a - self.at, b - self.at
            raw = (0 if not low else starts[low], starts[high]) if starts else (low, high)
            yield self._wrapped(_piece(inline, *raw), a, b)
        self.at = stop

    def _wrapped(self, inline: Inline, start: int, stop: int) -> Inline:
        for mark in self.marks:
            if mark.start < stop and start < mark.stop:
                return Revised((inline,), mark.revision, mark.change)
        return inline


def _piece(inline: Text, start: int, stop: int) -> Text:
    """A part of a text, with the figures that were filled into it."""
    if (start, stop) == (0, len(inline.text)):
        return inline
    filled = tuple(
        replace(figure, at=figure.at - start)
        for figure in inline.filled
        if start <= figure.at and figure.at + len(figure.text) <= stop
    )
    return replace(inline, text=inline.text[start:stop], filled=filled)
