"""The figures of a document: recognised in running text, and each from the data, stated, or typed.

A figure says how much of something there is. No figures are: dates, years and periods; times; the numbers of articles,
chapters, tables, versions, rows (a column “Nr.”) and the like; numbers that are part of a name, or joined to letters
(prio 2, 3D, CO2, 21e, 1-meldingen); telephone numbers, postcodes and addresses; the number that a heading begins with.
A number in words (“vier jaar”) is not counted either: nobody can say of “een” what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import Origin, SourceCell
from reportbuilder.document.model import Chapter, Document
from reportbuilder.document.text_spans import TextSpan, spans_of
from reportbuilder.document.walk import plain
from reportbuilder.i18n.formats import month_pattern
from reportbuilder.i18n.number_parsing import WRITTEN
from reportbuilder.values import Value

_S = r"[ \u00a0\u202f]"
_NAMED = (
    r"artikel|artikelen|art\.|lid|hoofdstuk|paragraaf|par\.|tabel|figuur|grafiek|bijlage|bladzijde|blz\.|pagina|p\."
    r"|prio|prioriteit|nummer|nr\.|nrs\.|versie|categorie|klasse|fase|stap|deel|niveau|pijler|trend|week|kwartaal"
    r"|article|chapter|section|table|figure|appendix|page|version|phase|step|level|part"
)
_UNIT = rf"(?:{_S}?%|{_S}(?:procent|kg|gram|ton|euro|mln|miljoen|mld|miljard|keer|uur|minuten|personen)\b)"
_YEAR = r"(?:19|20)\d\d"

_NO_FIGURES = re.compile(
    "|".join(
        (
            r"[A-Za-z]+\s(?!\d)",  # a word before a word: nothing begins in it, so this gets over it at once
            r"(?:https?://|www\.)\S+|\S+@\S+",  # addresses
            rf"\d{{1,2}}{_S}(?:{month_pattern()})(?:{_S}\d{{4}})?\b",  # dates
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b",
            rf"\b\d{{1,2}}[.:]\d\d{_S}?uur\b|\b24/7\b",  # times
            r"(?:\+\d{2}|(?<![\w.,])0)[\d\- ]{8,13}\d\b|(?<![\w.,])0[89]00[- ]\d{4,7}\b",  # telephone numbers
            rf"(?<![\w.,-]){_YEAR}{_S}?[–/-]{_S}?(?:{_YEAR}|\d\d)(?![\w%]|[.,]\d)",  # periods
            rf"(?<![\w.,€-])(?<!€[ \u00a0]){_YEAR}(?!\w|[.,]\d|{_UNIT})",  # years
            r"[’']\d\d\b",
            rf"\b[1-9]\d{{3}}{_S}?[A-Z]{{2}}\b",  # postcodes
            rf"(?<!\w)(?i:{_NAMED}){_S}\d+(?:[.–-]\d+)*(?:(?:,|{_S}en|{_S}tot{_S}en{_S}met){_S}\d+(?!\w|[.,]\d|{_UNIT}))*",
            r"(?<![\w.,])\d+\.\d{1,2}(?!\w|\.\d)",  # versions: a Dutch figure has a comma
            r"\d*[^\W\d]\w*\d\w*(?:-\w+)*|\d+[^\W\d]\w*(?:-\w+)*",  # joined to letters
            r"[^\W\d]\w*-\d+\b|\d+-[^\W\d]\w*",
        )
    )
)
_NUMBER = re.compile(rf"(?:[€$£]{_S}?)?(?<![\w.,])(?:[-−+](?=\d))?{WRITTEN}(?!\w)(?:{_S}?%)?")
_FIRST = re.compile(rf"\d+(?:\.\d+)*\.?{_S}")


def numbers_in(text: str, heading: bool = False) -> Iterator[tuple[int, str]]:
    """The figures in a text, each with the character that it begins at."""
    numbers = [*_NUMBER.finditer(text)]
    if not numbers:  # of most texts: what is no figure takes far longer to find
        return
    apart = [(match.start(), match.end()) for match in _NO_FIGURES.finditer(text)]
    if heading and (first := _FIRST.match(text)):
        apart.append((0, first.end()))
    for match in numbers:
        if not any(start < match.end() and match.start() < end for start, end in apart):
            yield match.start(), match[0]


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
