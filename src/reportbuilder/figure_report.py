"""Every figure of a report on its page, with its expression, its source and its place; and how many of them come from
data, chapter by chapter."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import Origin
from reportbuilder.document.figure_inventory import FigureUse, figure_uses
from reportbuilder.document.text_spans import PLACEHOLDER, source_place
from reportbuilder.files.inputs import load, path_of
from reportbuilder.layout.page import Layout
from reportbuilder.layout.typeset import TextBlock
from reportbuilder.values import Value, replace

_HEADINGS = ("page", "chapter", "figure", "origin", "expression", "source", "file", "line", "column")
_REACHES = ((40, 15), (12, 4), (4, 0))  # characters before and after a figure by which it is located on a page


class FigureEntry(Value):
    """A use of a figure, and the number of its page; 0 when it was not located on any."""

    use: FigureUse
    page: int

    @property
    def source(self) -> str:
        """The cells that it is computed from, or the person or organisation that stated it."""
        return "; ".join(map(str, self.use.cells)) or self.use.stated


class ChapterCoverage(Value):
    """The number of figures of a chapter by their origin."""

    chapter: str
    data: int
    stated: int
    typed: int

    @property
    def share(self) -> int:
        """The percentage of figures that come from data or are stated, rounded down; 100 when there are none."""
        whole = self.data + self.stated + self.typed
        return (self.data + self.stated) * 100 // whole if whole else 100


def list_figures(composed: ComposedReport) -> tuple[FigureEntry, ...]:
    """Every figure of a report, in reading order."""
    root, pages = composed.report.folder.root, _Pages(composed.layout)
    lines = cache(lambda file: load(path_of(file), root).decode("utf-8").split("\n"))
    return tuple(
        FigureEntry(replace(number, place=_on_its_line(number, lines)), pages.page_of(number))
        for number in figure_uses(composed.document)
    )


def coverage(entries: Iterable[FigureEntry]) -> tuple[ChapterCoverage, ...]:
    """The figures counted by chapter, in order, and all together at the end (its chapter has no name)."""
    counts: dict[str, Counter[Origin]] = {}
    for entry in entries:
        counts.setdefault(entry.use.chapter, Counter())[entry.use.origin] += 1
    rows = [_coverage_of(chapter, count) for chapter, count in counts.items()]
    return (*rows, _coverage_of("", sum(counts.values(), Counter())))


def to_csv(entries: Sequence[FigureEntry]) -> str:
    """The entries as CSV, separated by semicolons as Dutch Excel expects."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(_HEADINGS)
    for entry in entries:
        number, place = entry.use, entry.use.place
        row = (entry.page or "", number.chapter, number.text, number.origin.value, number.expression, entry.source)
        writer.writerow(map(_cell, (*row, place.file, place.line or "", place.column or "")))
    return file.getvalue()


def _on_its_line(number: FigureUse, lines: Callable[[str], list[str]]) -> Place:
    """The exact place of a typed figure: on a later line of its paragraph, or within the value of its setting."""
    place = number.place
    if number.origin is not Origin.TYPED or not place.file.endswith((".md", ".yaml")):
        return place
    source = lines(place.file)
    here = source_place(place, source)
    line, column = here.line, here.column
    digits = "".join(c for c in number.text.replace("\u00a0", " ") if c not in "−")
    written = source[line - 1].replace("\u00a0", " ") if 0 < line <= len(source) else ""
    if not written.startswith(digits, column - 1) and (found := written.find(digits)) >= 0:
        column = found + 1
    return Place(place.file, line, column)


def _cell(value: object) -> str:
    """A value that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text


def _coverage_of(chapter: str, count: Counter[Origin]) -> ChapterCoverage:
    return ChapterCoverage(chapter, count[Origin.DATA], count[Origin.STATED], count[Origin.TYPED])


class _Pages:
    """Finds figures on pages: on those of their block, by the words around them."""

    def __init__(self, layout: Layout) -> None:
        self._by_place: dict[Place, list[int]] = {}
        self._words: dict[int, str] = {}
        for page in layout.pages:
            self._words[page.number] = _without_spaces(
                "".join(w for item in page.items for w in _words_in(item.flowable))
            )
            for item in page.items:
                self._by_place.setdefault(item.place, []).append(page.number)

    def page_of(self, number: FigureUse) -> int:
        """The page that a figure is on."""
        pages = sorted(set(self._by_place.get(number.block, ()))) or list(self._words)
        if len(pages) == 1:
            return pages[0]
        for before, after in _REACHES:
            words = _around(number, before, after)
            matching = [page for page in pages if words in self._words[page]]
            if matching:
                return matching[0]
        return pages[0] if number.block in self._by_place else 0


def _around(number: FigureUse, before: int, after: int) -> str:
    """A figure with up to `before` and `after` characters of its text around it, cut at generated words; without
    spaces."""
    end = number.at + len(number.text)
    left = number.context[max(number.at - before, 0) : number.at].rpartition(PLACEHOLDER)[2]
    right = number.context[end : end + after].partition(PLACEHOLDER)[0]
    return _without_spaces(left + number.text + right)


def _without_spaces(words: str) -> str:
    return "".join(words.split())


def _words_in(value: object) -> Iterator[str]:
    """The words of all text in a flowable, however deep."""
    if isinstance(value, TextBlock):
        yield from (line.text for line in value.lines)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _words_in(entry)
    elif isinstance(value, Value):
        for name in value.__struct_fields__:
            yield from _words_in(getattr(value, name))
