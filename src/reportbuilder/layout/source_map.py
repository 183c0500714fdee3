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
from functools import cached_property, partial

from reportbuilder.diagnostics import Place
from reportbuilder.document.bound_values import SourceCell
from reportbuilder.document.model import Chapter, Document
from reportbuilder.document.walk import plain
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.page import Layout, Page
from reportbuilder.layout.page_words import PageLine, RecordedPage, Rectangle, words_of
from reportbuilder.layout.source_words import SourceFile, SourceSpan, SourceText, as_text, spans
from reportbuilder.layout.word_origins import (
    WordOrigin,
    WordOrigins,
    chapter_origins,
    heading_texts,
    imprint_texts,
    page_origins,
    tables_of,
)
from reportbuilder.memo import Memo, Same
from reportbuilder.structure.model import Artifact, PartKey
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

_HEAD = "running head"
_MADE = "made"
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


class _Start(Value):
    """Where a text begins in a file, or a cell of data that a figure in it comes from; `number` is its number among
    those of its key, -1 for the block itself."""

    place: Place
    key: PartKey
    number: int


class _PlacedWord(Value):
    """A word of a key: the index of its page, of its line there, and its number in the line."""

    page: int
    line: int
    number: int
    text: str
    place: Place
    exact: bool
    cells: tuple[SourceCell, ...]
    source: int  # the number of its text among those of its key; -1 for a word between them


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

        return tuple(map(words, self.layout.pages))

    def origins(self) -> tuple[WordOrigins, Mapping[str, str]]:
        """The origins by key, and the ids of tables by those of the blocks in their cells."""
        found: dict[PartKey, WordOrigin] = {}
        tables: dict[str, str] = {}
        for chapter in _chapters(self.document):
            key = Same(chapter), tuple(self.charts.items())
            of_chapter, tables_there = self.memo.get(
                "origins of words", key, partial(_of_chapter, chapter, self.charts)
            )
            found.update(of_chapter)
            tables.update(tables_there)
        found.update(page_origins(self.document, self.imprint, self.cover))
        for chapter in _chapters(self.document):
            heading = chapter.heading
            found[_HEAD, plain(heading.children)] = WordOrigin(heading.id, heading.place, heading_texts(chapter))
        found[(_HEAD,)] = WordOrigin("", Place(), tuple(t for h in self.heads for t in imprint_texts(h, self.imprint)))
        return found, tables


def _of_chapter(chapter: Chapter, charts: Mapping[str, tuple[str, ...]]) -> tuple[WordOrigins, Mapping[str, str]]:
    return chapter_origins(chapter, charts), tables_of(chapter)


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
        self._passages: dict[PartKey, tuple[_PlacedWord, ...]] = {}
        self._files: dict[str, SourceFile | None] = {}

    @cached_property
    def _pages(self) -> tuple[RecordedPage, ...]:
        assert self._source is not None, "a map without a source has its pages"
        return self._source.pages()

    @cached_property
    def _origins_and_tables(self) -> tuple[WordOrigins, Mapping[str, str]]:
        assert self._source is not None, "a map without a source has its origins"
        return self._source.origins()

    @property
    def _origins(self) -> WordOrigins:
        return self._origins_and_tables[0]

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        assert self._source is not None, "a map without a source has its titles"
        return tuple(page.chapter for page in self._source.layout.pages)

    @property
    def page_count(self) -> int:
        """The number of pages of the file."""
        return len(self._titles)

    # From pages to the source ----------------------------------------------------------------------------------------

    def at(self, page: int, x: float, y: float) -> MappedWord | None:
        """What is at a point of a page: the word there; or else the innermost picture, image or block; None where there
        is neither."""
        words = self._page(page)
        for index, line in enumerate(words.lines):
            if line.top <= y <= line.bottom:
                for number in range(len(line.edges) // 2):
                    if line.edges[2 * number] <= x <= line.edges[2 * number + 1]:
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
        key, at = self._numbers[page][line]
        return self._mapped(key, self._passage(key)[at + number])

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
        words = [self._mapped(key, word) for key in self._keys_by_block.get(id, ()) for word in self._passage(key)]
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

    def _texts_at(self, file: str, first: tuple[int, int], last: tuple[int, int]) -> Iterable[_Start]:
        """The texts that begin in a stretch of a file, and those that begin last before it; each once."""
        starts = self._starts.get(file, ())
        begin = bisect_right(starts, first, key=_position)
        before = _position(starts[begin - 1]) if begin else first
        begin = bisect_left(starts, before, key=_position)
        end = bisect_right(starts, last, key=_position)
        return {(start.key, start.number): start for start in starts[begin:end]}.values()

    def _of_text(self, text: _Start) -> Iterator[MappedWord]:
        """The words of a text, wherever it is printed."""
        return (self._mapped(text.key, word) for word in self._passage(text.key) if word.source == text.number)

    # What both are found in ------------------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> tuple[tuple[tuple[PartKey, int], ...], ...]:
        """For every line of every page its key, and the number of its first word among those of the key."""
        counts: dict[PartKey, int] = {}
        pages = []
        for index, page in enumerate(self._pages):
            lines = []
            for line, key in zip(page.lines, self._keys_of(index), strict=True):
                at = counts.get(key, 0)
                counts[key] = at + len(line.edges) // 2
                lines.append((key, at))
            pages.append(tuple(lines))
        return tuple(pages)

    @cached_property
    def _lines_by_key(self) -> Mapping[PartKey, list[tuple[int, int]]]:
        found: dict[PartKey, list[tuple[int, int]]] = {}
        for page, lines in enumerate(self._numbers):
            for index, (key, _) in enumerate(lines):
                found.setdefault(key, []).append((page, index))
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

    @cached_property
    def _starts(self) -> Mapping[str, list[_Start]]:
        """The beginnings of all texts that stand on pages, and of blocks, in order, by file."""
        found: dict[str, list[_Start]] = {}
        blocks: set[str] = set()
        for key in self._lines_by_key:
            origin = self._origins.get(key)
            if origin is None:
                continue
            for number, text in enumerate(origin.texts):
                for place in dict.fromkeys(self._places_of(text)):
                    if place.line:
                        found.setdefault(place.file, []).append(_Start(place, key, number))
            if origin.block not in blocks and origin.place.line:
                blocks.add(origin.block)
                start = _Start(origin.place, (origin.block,), -1)
                found.setdefault(origin.place.file, []).append(start)
        for starts in found.values():
            starts.sort(key=_position)
        return found

    def _places_of(self, text: SourceText) -> Iterator[Place]:
        """The places at which a text is found: where it begins, and the cells that its figures come from."""
        yield spans(text, self._file)[0].place if text.whole else text.place
        yield from (cell.place for figure in text.filled for cell in figure.cells)

    def _keys_of(self, index: int) -> Iterator[PartKey]:
        """The keys of the lines of a page. What is furniture, or repeated, has one by what it repeats."""
        page, tables = self._pages[index], self._origins_and_tables[1]
        for number, line in enumerate(page.lines):
            if not isinstance(line.mark, Artifact):
                yield line.mark
            elif line.item in page.furniture:
                title = self._titles[index]
                yield (
                    (_HEAD, title)
                    if line.mark is Artifact.HEADER and _is_title(line, title)
                    else (_HEAD,)
                    if (line.mark is Artifact.HEADER)
                    else (_MADE,)
                )
            else:
                yield self._repeated(page, number, tables)

    def _repeated(self, page: RecordedPage, number: int, tables: Mapping[str, str]) -> PartKey:
        """The key of a repeated head: that of the table whose rows follow."""
        for line in page.lines[number:]:
            if line.item != page.lines[number].item:
                break
            if not isinstance(line.mark, Artifact):
                block = str(line.mark[0])
                return tables.get(block, block), "repeated"
        return (_MADE,)

    def _passage(self, key: PartKey) -> tuple[_PlacedWord, ...]:
        """The words of a key, in the order in which they are drawn."""
        found = self._passages.get(key)
        if found is None:
            found = self._passages[key] = tuple(self._placed(key))
        return found

    def _placed(self, key: PartKey) -> Iterator[_PlacedWord]:
        places = self._lines_by_key.get(key, ())
        lines = [(page, index, self._pages[page].lines[index]) for page, index in places]
        drawn = "".join(line.text for _, _, line in lines)
        origin = self._origins.get(key, WordOrigin("", Place()))
        stretches = _stretches(drawn, origin, self._file)
        starts = [start for start, _, _ in stretches]
        begin = 0
        for page, index, line in lines:
            for number, (at, word, _, _) in enumerate(line.words):
                start, span, source = stretches[bisect_right(starts, begin + at) - 1]
                place, end = span.place, begin + at + len(word)
                offset = begin + at - start
                if span.even and offset:
                    place = Place(place.file, place.line, place.column + offset, place.sheet)
                later = stretches[bisect_right(starts, begin + at) : bisect_right(starts, end - 1)]
                cells = dict.fromkeys((*span.cells, *(cell for _, other, _ in later for cell in other.cells)))
                yield _PlacedWord(page, index, number, word, place, span.exact, tuple(cells), source)
            begin += len(line.text)

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
        return self._pages, self._origins_and_tables, self._titles, self._texts

    def __setstate__(self, state: tuple[object, ...]) -> None:
        self._source = None
        self.__dict__["_pages"], self.__dict__["_origins_and_tables"], self.__dict__["_titles"], texts = state
        self._texts = texts  # type: ignore[assignment]
        self._passages, self._files = {}, {}


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _position(start: _Start) -> tuple[int, int]:
    return _at(start.place)


def _is_title(line: PageLine, title: str) -> bool:
    """Whether a running head is the title of a chapter, which may be cut short."""
    words = line.text.rstrip().removesuffix("…").rstrip()
    return bool(words) and title.startswith(words)


Stretch = tuple[int, SourceSpan, int]
"""From a character on: where it is from, and the number of its text; -1 for words between texts."""


def _stretches(drawn: str, origin: WordOrigin, file: Callable[[str], SourceFile | None]) -> list[Stretch]:
    """Where the characters of what is drawn come from. The texts follow each other in it, all of them once or again and
    again; what stands between them is the program's own, for what follows it."""
    made = SourceSpan(0, origin.place, exact=False, even=False)
    found: list[Stretch] = [(0, made, -1)]
    at = 0
    while at < len(drawn):
        before = at
        for number, start, end in _occurrences(drawn, at, origin.texts):
            text = origin.texts[number]
            if start > at:
                found.append((at, _not_written(found[-1][1] if number else made), -1))
            for span in spans(text, file) if text.place.file else [_not_written(found[-1][1])]:
                found.append((start + span.begin, span, number))
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
