"""The inventory of figures: every figure of a document, and whether it is from the data, stated, or typed."""

from __future__ import annotations

from collections.abc import Iterator

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import Origin, SourceCell
from reportbuilder.document.model import Chapter, Document
from reportbuilder.document.number_scanner import numbers_in
from reportbuilder.document.text_spans import TextSpan, spans_of
from reportbuilder.document.walk import plain
from reportbuilder.values import Value


class FigureUse(Value):
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


def figure_uses(document: Document) -> tuple[FigureUse, ...]:
    """All figures in reading order; those in pictures and in descriptions of them are not on a page as text."""
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    return tuple(number for chapter in chapters for number in _of_chapter(chapter))


def _of_chapter(chapter: Chapter) -> Iterator[FigureUse]:
    title = plain(chapter.heading.children) or chapter.file
    for span in spans_of(chapter):
        yield from _uses(span, title)


def _uses(span: TextSpan, chapter: str) -> Iterator[FigureUse]:
    """The figures of a text span in order: those that an expression gave, and those that are typed."""
    uses: list[FigureUse] = []
    covered: list[tuple[int, int]] = []
    for start, text in span.pieces:
        for filled in text.filled:
            at = start + filled.at
            covered.append((at, at + len(filled.text)))
            if filled.figure:
                uses.append(
                    FigureUse(filled.text, filled.origin, filled.place, chapter, span.text, at, span.block,
                           filled.expression, filled.cells, filled.stated)
                )  # fmt: skip
    for at, words in numbers_in(span.text, span.heading):
        if not any(start < at + len(words) and at < end for start, end in covered):
            uses.append(_typed(words, at, span, chapter))
    return iter(sorted(uses, key=lambda number: number.at))


def _typed(words: str, at: int, span: TextSpan, chapter: str) -> FigureUse:
    """The use of a figure that is written out: typed in a chapter, or data in a cell of a data file."""
    if span.cell is not None:
        cells, place = (span.cell,), span.cell.place
        return FigureUse(words, Origin.DATA, place, chapter, span.text, at, span.block, cells=cells)
    return FigureUse(words, Origin.TYPED, span.place_at(at), chapter, span.text, at, span.block)
