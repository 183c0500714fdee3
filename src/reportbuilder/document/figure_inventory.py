"""Every figure of a document, with where it came from: the data, somebody who states it, or the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import Origin, SourceCell
from reportbuilder.document.model import Chapter, Document
from reportbuilder.document.number_scanner import numbers_in
from reportbuilder.document.text_spans import Stretch, stretches_of
from reportbuilder.document.walk import plain
from reportbuilder.values import Value


class Number(Value):
    """One figure: its words, where it came from, where it stands, the chapter's title, and the text around it (it
    begins at `at`) with the place of the block that holds it."""

    text: str
    origin: Origin
    place: Place
    chapter: str
    context: str
    at: int
    block: Place
    expression: str = ""
    cells: tuple[SourceCell, ...] = ()
    stated: str = ""


def numbers_of(document: Document) -> tuple[Number, ...]:
    """All figures in reading order; those in pictures and in descriptions of them are not on a page as text."""
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    return tuple(number for chapter in chapters for number in _of_chapter(chapter))


def _of_chapter(chapter: Chapter) -> Iterator[Number]:
    title = plain(chapter.heading.children) or chapter.file
    for stretch in stretches_of(chapter):
        yield from _numbers(stretch, title)


def _numbers(stretch: Stretch, chapter: str) -> Iterator[Number]:
    """The figures of a stretch in order: those that were filled in, and between them those that are typed."""
    found: list[Number] = []
    spans: list[tuple[int, int]] = []
    for start, text in stretch.pieces:
        for filled in text.filled:
            at = start + filled.at
            spans.append((at, at + len(filled.text)))
            if filled.figure:
                found.append(
                    Number(filled.text, filled.origin, filled.place, chapter, stretch.text, at, stretch.block,
                           filled.expression, filled.cells, filled.stated)
                )  # fmt: skip
    for at, words in numbers_in(stretch.text, stretch.heading):
        if not any(start < at + len(words) and at < end for start, end in spans):
            found.append(_typed(words, at, stretch, chapter))
    return iter(sorted(found, key=lambda number: number.at))


def _typed(words: str, at: int, stretch: Stretch, chapter: str) -> Number:
    """A figure that is written out: in a chapter by whoever typed it, in a cell of a data file as data."""
    if stretch.cell is not None:
        cells, place = (stretch.cell,), stretch.cell.place
        return Number(words, Origin.DATA, place, chapter, stretch.text, at, stretch.block, cells=cells)
    return Number(words, Origin.TYPED, stretch.place_at(at), chapter, stretch.text, at, stretch.block)
