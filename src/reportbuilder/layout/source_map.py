"""The source map of a layout: which words stand where on its pages, and what they come from in the files of a report.

    word = source_map.at(7, 120.0, 340.0)       # page 7 of the file, points from its top left corner
    word.text, word.place, word.block           # "gestegen", chapters/zorg.md:12:31, "chapters/zorg.md#4"
    source_map.places(word.place.file, 12, 31)  # where that stands: in the text, a running head, the contents

Nothing is recorded when pages are made. What a page has is found by drawing it on a surface that paints nothing, what a
block has from the document, and a word by its key and its number among the words with this key.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeVar

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.document.model import Chapter, Document
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.page import Layout, Page
from reportbuilder.layout.page_words import REPEATED, RecordedPage, Rectangle, words_of
from reportbuilder.layout.source_words import SourceFile, SourceSpan, SourceText, as_text, spans
from reportbuilder.layout.word_origins import (
    PartOrigins,
    TextStart,
    WordOrigin,
    WordOrigins,
    chapter_origins,
    page_origins,
    text_position,
)
from reportbuilder.memo import Memo, Same
from reportbuilder.structure.model import PartKey
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

_LINE_END = 1_000_000
"""More columns than any line has."""


class MappedWord(Value):
    """A word on a page, or the part of one that stands in a line; or an area that has no words (`text` is empty).

    `page` counts the pages of the file from 1. `text` is the word as it is read, `key` names what it belongs to: the id
    of a block, and a part of it (`structure.model.TagTree.mark`). `place` is where it stands in the source, to the
    column if it is `exact`; otherwise the program made the word, or wrote it differently, and `place` is the nearest
    one before it that is known. `cells` are those of the data files that a figure comes from.
    """

    page: int
    rectangle: Rectangle
    text: str
    key: PartKey
    block: str = ""
    place: Place = Place()
    exact: bool = False
    cells: tuple[SourceCell, ...] = ()


class _PlacedWord(Value):
    """A word of a key: the index of its page, of its line there, and its number in the line."""

    page: int
    line: int
    number: int
    text: str
    place: Place
    exact: bool
    cells: tuple[SourceCell, ...]
    texts: tuple[int, ...]  # the numbers of its texts among those of its key; -1 for what stands between them


class _Passage(Value):
    """The words of a key in the order in which they are drawn, and the number of the first one of each of its lines (by
    page and line)."""

    words: tuple[_PlacedWord, ...]
    first: Mapping[tuple[int, int], int]


class MapSource(Value, eq=False):
    """What a source map is made from: a layout, its document and fonts, the words of the report as a whole, the
    templates of the texts of the cover and of the running heads, the names of the files that the words of charts stand
    in, and the bytes of text files by name."""

    layout: Layout
    document: Document
    fonts: FontBook
    imprint: Imprint
    cover: tuple[str, ...]
    heads: tuple[str, ...]
    charts: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, bytes]
    memo: Memo

    def pages(self) -> tuple[RecordedPage, ...]:
        """The words of the pages; those of a page that is as it was are not recorded again."""
        fonts, height, memo = self.fonts, self.layout.setup.height, self.memo

        def words(page: Page) -> RecordedPage:
            return memo.get("words of pages", (Same(page), Same(fonts)), lambda: words_of(page, height, fonts))

        with memo.operation("words of pages"):
            return tuple(map(words, self.layout.pages))

    def parts(self) -> tuple[PartOrigins, ...]:
        """The origins of words; those of a chapter that is as it was are not worked out again."""
        charts = tuple(self.charts.items())

        def of(chapter: Chapter) -> PartOrigins:
            key = Same(chapter), charts
            return self.memo.get("origins of words", key, lambda: chapter_origins(chapter, self.charts))

        made = page_origins(self.document, self.imprint, self.cover, self.heads)
        with self.memo.operation("origins of words"):
            return (*map(of, _chapters(self.document)), made)


def _chapters(document: Document) -> Iterator[Chapter]:
    for part in document.parts:
        if isinstance(part.content, Chapter):
            yield part.content
    if document.colophon:
        yield document.colophon


class SourceMap:
    """The words on the pages of a layout and their places in its source, by either of them.

    Pages are counted from 1 as they stand in the file; lengths are points from the top left corner of the trim box. It
    is worked out when it is first asked, block by block, and can be pickled.
    """

    def __init__(self, source: MapSource) -> None:
        self._source: MapSource | None = source
        self._texts = source.texts
        self._passages: dict[PartKey, _Passage] = {}
        self._files: dict[str, SourceFile | None] = {}

    @cached_property
    def _pages(self) -> tuple[RecordedPage, ...]:
        assert self._source is not None, "a map without a source has its pages"
        return self._source.pages()

    @cached_property
    def _parts(self) -> tuple[PartOrigins, ...]:
        assert self._source is not None, "a map without a source has its origins"
        return self._source.parts()

    @property
    def page_count(self) -> int:
        """The number of pages of the file."""
        return len(self._pages)

    # From pages to the source ----------------------------------------------------------------------------------------

    def at(self, page: int, x: float, y: float) -> MappedWord | None:
        """What is at a point of a page: the word there; or else the innermost picture, image or block; None where there
        is neither."""
        words = self._page(page)
        found = [
            (abs(line.top + line.bottom - 2 * y), index, number)
            for index, line in enumerate(words.lines)
            if line.top <= y <= line.bottom
            for number in range(len(line.edges) // 2)
            if line.edges[2 * number] <= x <= line.edges[2 * number + 1]
        ]
        if found:  # the boxes of lines may overlap
            _, index, number = min(found)
            return self._word(page - 1, index, number)
        for area in reversed(words.areas):
            if area.rectangle.holds(x, y):
                return self._area(page, area.mark, area.rectangle)
        return None

    def on_page(self, page: int) -> tuple[MappedWord, ...]:
        """All words on a page, in the order in which they are drawn; those of its furniture too."""
        lines = self._page(page).lines
        return tuple(
            self._word(page - 1, index, number)
            for index, line in enumerate(lines)
            for number in range(len(line.edges) // 2)
        )

    def within(self, page: int, rectangle: Rectangle) -> tuple[MappedWord, ...]:
        """The words on a page whose middle is in a rectangle, as a comment in a PDF marks them."""
        lines = self._page(page).lines
        return tuple(
            self._word(page - 1, index, number)
            for index, line in enumerate(lines)
            if rectangle.top <= (line.top + line.bottom) / 2 <= rectangle.bottom
            for number in range(len(line.edges) // 2)
            if rectangle.left <= (line.edges[2 * number] + line.edges[2 * number + 1]) / 2 <= rectangle.right
        )

    def _page(self, page: int) -> RecordedPage:
        if not 1 <= page <= len(self._pages):
            raise IndexError(f"there is no page {page} among {len(self._pages)}")
        return self._pages[page - 1]

    def _word(self, page: int, line: int, number: int) -> MappedWord:
        key = self._key(self._pages[page].keys[line])
        passage = self._passage(key)
        return self._mapped(key, passage.words[passage.first[page, line] + number])

    # From the source to pages ----------------------------------------------------------------------------------------

    def places(self, file: str, line: int, column: int = 0) -> tuple[MappedWord, ...]:
        """Where a place of a source file stands on the pages: its word, or the nearest before it, wherever it is
        printed (in the text, the contents, a running head, the head of a table's next part); without a column all words
        from that line; the area of a block where it has no words there.

        In a workbook line and column are those of the cell; a cell of data gives the figures that come from it.
        """
        if not column:
            words = [word for word in self._between(file, (line, 0), (line + 1, 0)) if word.place.line == line]
            return tuple(words) or self.places(file, line, _LINE_END)
        texts = self._texts_at(file, (line, column), (line, column))
        words = [word for text in texts for word in self._of_text(text)]
        here = Place(file, line, column)
        cells = [word for word in words if any(_at(cell.place) == _at(here) for cell in word.cells)]
        before = {_at(word.place) for word in words if word.place.file == file}
        nearest = max((at for at in before if at <= (line, column)), default=None)
        found = cells or [word for word in words if word.place.file == file and _at(word.place) == nearest]
        return tuple(found) or tuple(word for text in texts for word in self.block(str(text.key[0])))

    def block(self, id: str) -> tuple[MappedWord, ...]:
        """All words and areas of a block, by its id: page by page, in the order in which they are drawn."""
        words = [
            self._mapped(key, word) for key in self._keys_by_block.get(id, ()) for word in self._passage(key).words
        ]
        areas = [
            self._area(page, area.mark, area.rectangle)
            for page in sorted(set(self._pages_by_block.get(id, ())))
            for area in self._page(page).areas
            if area.mark[0] == id
        ]
        return (*sorted(words, key=lambda word: word.page), *areas)

    def words_between(self, start: Place, end: Place) -> tuple[MappedWord, ...]:
        """The words whose places are in a file from one place up to another, itself not included."""
        return tuple(self._between(start.file, _at(start), _at(end)))

    def page_of(self, place: Place) -> int:
        """The first page of the file that a place stands on; 0 when it stands on none."""
        return min((word.page for word in self.places(place.file, place.line, place.column)), default=0)

    def _between(self, file: str, first: tuple[int, int], last: tuple[int, int]) -> Iterator[MappedWord]:
        """The words whose places in a file are from one line and column up to another."""
        for text in self._texts_at(file, first, last):
            for word in self._of_text(text):
                if word.place.file == file and first <= _at(word.place) < last:
                    yield word

    def _texts_at(self, file: str, first: tuple[int, int], last: tuple[int, int]) -> Iterable[TextStart]:
        """The texts that begin in a stretch of a file, and those that begin last before it; each once."""
        starts = self._starts.get(file, ())
        begin = bisect_right(starts, first, key=text_position)
        before = text_position(starts[begin - 1]) if begin else first
        begin = bisect_left(starts, before, key=text_position)
        end = bisect_right(starts, last, key=text_position)
        near = (*starts[begin:end], *self._anywhere.get(file, ()))
        return {(start.key, start.number): start for start in near}.values()

    def _of_text(self, text: TextStart) -> Iterator[MappedWord]:
        """The words of a text, wherever it is printed."""
        return (self._mapped(text.key, word) for word in self._passage(text.key).words if text.number in word.texts)

    # What both are found in ------------------------------------------------------------------------------------------

    @cached_property
    def _origins(self) -> WordOrigins:
        found: dict[PartKey, WordOrigin] = {}
        for part in self._parts:
            found.update(part.origins)
        return found

    @cached_property
    def _tables(self) -> Mapping[str, str]:
        return {block: table for part in self._parts for block, table in part.tables.items()}

    @cached_property
    def _starts(self) -> Mapping[str, Sequence[TextStart]]:
        return {
            file: found[0] if len(found) == 1 else sorted(chain(*found), key=text_position)
            for file, found in _by_file(part.starts for part in self._parts).items()
        }

    @cached_property
    def _anywhere(self) -> Mapping[str, Sequence[TextStart]]:
        found = _by_file(part.anywhere for part in self._parts)
        return {file: tuple(chain(*starts)) for file, starts in found.items()}

    @cached_property
    def _lines_by_key(self) -> Mapping[PartKey, list[tuple[int, tuple[int, ...]]]]:
        """The lines of every key: the indexes of pages, and of the lines there."""
        found: dict[PartKey, list[tuple[int, tuple[int, ...]]]] = {}
        for index, page in enumerate(self._pages):
            for key, lines in page.by_key.items():
                found.setdefault(self._key(key), []).append((index, lines))
        return found

    @cached_property
    def _keys_by_block(self) -> Mapping[str, list[PartKey]]:
        found: dict[str, list[PartKey]] = {}
        for key in self._lines_by_key:
            found.setdefault(str(key[0]), []).append(key)
        return found

    @cached_property
    def _pages_by_block(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, page in enumerate(self._pages):
            for area in page.areas:
                found.setdefault(str(area.mark[0]), []).append(index + 1)
        return found

    def _key(self, key: PartKey) -> PartKey:
        """The key of a line, with a repeated head belonging to its table."""
        if key[0] != REPEATED:
            return key
        block = str(key[1])
        return self._tables.get(block, block), REPEATED

    def _passage(self, key: PartKey) -> _Passage:
        """The words of a key."""
        found = self._passages.get(key)
        if found is None:
            found = self._passages[key] = self._read(key)
        return found

    def _read(self, key: PartKey) -> _Passage:
        lines = [
            (page, index, self._pages[page].lines[index])
            for page, indexes in self._lines_by_key.get(key, ())
            for index in indexes
        ]
        origin = self._origins.get(key, WordOrigin("", Place()))
        stretches = _stretches("".join(line.text for _, _, line in lines), origin, self._file)
        starts = [start for start, _, _ in stretches]
        words: list[_PlacedWord] = []
        first: dict[tuple[int, int], int] = {}
        begin = 0
        for page, index, line in lines:
            first[page, index] = len(words)
            for number, (at, word) in enumerate(line.words):
                here = bisect_right(starts, begin + at)
                start, span, text = stretches[here - 1]
                place, offset = span.place, begin + at - start
                if span.even and offset:
                    place = Place(place.file, place.line, place.column + offset, place.sheet)
                cells, texts = span.cells, tuple[int, ...]((text,))
                if here < len(starts) and starts[here] < begin + at + len(word):  # it goes on in another text
                    later = stretches[here : bisect_right(starts, begin + at + len(word) - 1)]
                    cells = tuple(dict.fromkeys((*cells, *(cell for _, other, _ in later for cell in other.cells))))
                    texts = tuple(dict.fromkeys((text, *(other for _, _, other in later))))
                words.append(_PlacedWord(page, index, number, word, place, span.exact, cells, texts))
            begin += len(line.text)
        return _Passage(tuple(words), first)

    def _file(self, name: str) -> SourceFile | None:
        if name not in self._files:
            text = self._texts.get(name)
            self._files[name] = SourceFile(name, as_text(text)) if text is not None else None
        return self._files[name]

    def _mapped(self, key: PartKey, word: _PlacedWord) -> MappedWord:
        box = self._pages[word.page].lines[word.line].rectangle(word.number)
        origin = self._origins.get(key)
        block = origin.block if origin is not None else ""
        return MappedWord(word.page + 1, box, word.text, key, block, word.place, word.exact, word.cells)

    def _area(self, page: int, key: PartKey, rectangle: Rectangle) -> MappedWord:
        origin = self._origins.get(key) or WordOrigin(str(key[0]), Place())
        return MappedWord(page, rectangle, "", key, origin.block, origin.place)

    # Pickling ---------------------------------------------------------------------------------------------------------

    def __getstate__(self) -> tuple[object, ...]:
        """What is known without the layout and the document."""
        return self._pages, self._parts, self._texts

    def __setstate__(self, state: tuple[object, ...]) -> None:
        self._source = None
        self.__dict__["_pages"], self.__dict__["_parts"], self.__dict__["_texts"] = state
        self._passages, self._files = {}, {}


S = TypeVar("S")


def _by_file(parts: Iterable[Mapping[str, S]]) -> dict[str, list[S]]:
    """What the parts of a document have of each file."""
    found: dict[str, list[S]] = {}
    for part in parts:
        for file, starts in part.items():
            found.setdefault(file, []).append(starts)
    return found


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


Stretch = tuple[int, SourceSpan, int]
"""From a character on: where it is from, and the number of its text; -1 for words between texts."""


def _stretches(drawn: str, origin: WordOrigin, file: Callable[[str], SourceFile | None]) -> list[Stretch]:
    """Where the characters of what is drawn come from. The texts follow each other in it, all of them once or again and
    again; what stands between them is the program's own, for what follows it."""
    made = SourceSpan(0, origin.place, exact=False, even=False)
    found: list[Stretch] = [(0, made, -1)]
    known: dict[int, list[SourceSpan]] = {}
    at = 0
    while at < len(drawn):
        before = at
        for number, start, end in _occurrences(drawn, at, origin.texts):
            text = origin.texts[number]
            if start > at:
                found.append((at, _not_written(found[-1][1] if number else made), -1))
            if number not in known:
                known[number] = spans(text, file) if text.place.file else [_not_written(found[-1][1])]
            found += [(start + span.begin, span, number) for span in known[number]]
            at = end
        if at == before:
            break
    if at < len(drawn):
        found.append((at, _not_written(found[-1][1]), -1))
    return found


def _not_written(span: SourceSpan) -> SourceSpan:
    """What is at the same place and is not written there."""
    return SourceSpan(0, span.place, exact=False, even=False)


def _occurrences(drawn: str, at: int, texts: Sequence[SourceText]) -> Iterator[tuple[int, int, int]]:
    """The texts that are found from an index on, one after another: number, start, end."""
    whole = "".join(text.words or "" for text in texts)
    known = all(text.words is not None for text in texts)
    if known and whole.strip() and (start := drawn.find(whole, at)) >= 0:
        at = start
    for number, text in enumerate(texts):
        if not text.words:
            continue
        start = drawn.find(text.words, at)
        length = len(text.words)
        if start < 0:  # without the spaces at its ends, or cut short
            kept = _common(drawn, at, text.words.strip())
            start, length = drawn.find(kept, at) if kept else -1, len(kept)
        if start >= 0:
            yield number, start, start + length
            at = start + length


def _common(drawn: str, at: int, words: str) -> str:
    """What is drawn of words that may be cut short with an ellipsis."""
    if drawn.find(words, at) >= 0:
        return words
    rest = drawn[at:].rstrip()
    return words[: len(rest) - 1] if rest.endswith("…") and words.startswith(rest[:-1]) else ""
