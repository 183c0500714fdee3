"""Faults of finished pages that a typesetter would mend: feet that are not level, runts, introductions without their
table, rows left over, floats far from their mention, pages that are left empty; ladders and words broken over a page.

They are found in the layout alone, whatever way the pages were composed, and counted by `reportbuilder check --pages`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Break, BreakKind, Chapter, Chart, Document, Figure, Float, Heading, Table
from reportbuilder.document.walk import blocks_in
from reportbuilder.layout.blocks import INTRODUCTION
from reportbuilder.layout.columns import LEVEL_LINES
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Geometry, Layout, Master, Page, Placed, Side
from reportbuilder.layout.page_costs import FEWEST_LINES, LEAST_FILL, LEAST_LAST_FILL, TALL_ROW
from reportbuilder.layout.page_lines import content_of, numbered_lines
from reportbuilder.layout.stack import FigureBox, FramedStack
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import LOOSE_RATIO, TextBlock
from reportbuilder.values import Value

LADDER = 3
"""So many hyphens at the ends of lines in a row are a ladder."""


class FaultKind(Enum):
    """What can be wrong with a page. The values are identifiers, for scripts."""

    FEET = "feet"
    RUNT = "runt"
    INTRODUCTION = "introduction"
    HEADING = "heading"
    ROW = "single-row"
    FLOAT = "float"
    FILL = "fill"
    LADDER = "ladder"
    BROKEN = "broken-word"
    LOOSE = "loose-line"

    @property
    def words(self) -> str:
        """What faults of this kind are called in a table."""
        return _NAMES[self]


_NAMES = {
    FaultKind.FEET: "columns or facing pages that end on different lines",
    FaultKind.RUNT: "columns or pages of a few lines",
    FaultKind.INTRODUCTION: "introductions apart from their table or list",
    FaultKind.HEADING: "headings at the foot of a column",
    FaultKind.ROW: "single rows of a table on a page",
    FaultKind.FLOAT: "figures on another spread than their mention",
    FaultKind.FILL: "pages left empty",
    FaultKind.LADDER: "ladders of hyphens",
    FaultKind.BROKEN: "words broken over a page or a column",
    FaultKind.LOOSE: "loose lines",
}


class PageFault(Value):
    """A fault of a page: its kind, the number of the page, the line on it (0 for the page as a whole), the place in the
    source, and what is wrong, in words."""

    kind: FaultKind
    page: int
    line: int
    place: Place
    message: str

    def __str__(self) -> str:
        where = f"page {self.page}, line {self.line}" if self.line else f"page {self.page}"
        return f"{where}: {self.message} ({self.place})" if self.place.file else f"{where}: {self.message}"


def count_faults(faults: Iterable[PageFault]) -> dict[FaultKind, int]:
    """How many faults there are of each kind; those of which there are none, too."""
    counts = Counter(fault.kind for fault in faults)
    return {kind: counts[kind] for kind in FaultKind}


def find_page_faults(layout: Layout, document: Document) -> tuple[PageFault, ...]:
    """The faults of the pages of all chapters, by page and line."""
    chapters = [part.content for part in document.parts if isinstance(part.content, Chapter) and not part.inserted]
    runs = [_pages_of(layout, chapter) for chapter in chapters]
    found: list[PageFault] = []
    for chapter, pages in zip(chapters, runs, strict=True):
        found += _ChapterPages(layout, chapter, pages).faults()
    found += _floats_away(chapters, [page for run in runs for page in run], layout)
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.line, fault.kind.value)))


def _pages_of(layout: Layout, chapter: Chapter) -> tuple[Page, ...]:
    """The pages of a chapter: from that of its heading to the next that opens something else."""
    first = layout.pages_by_label.get(chapter.heading.label, 0)
    pages = [page for page in layout.pages if page.number >= first] if first else []
    end = next((index for index, page in enumerate(pages) if index and page.master is not Master.TEXT), len(pages))
    return tuple(pages[:end])


class _OnPage(Value, eq=False):
    """An item of a chapter's text: its page and its number of the page's columns, the first that it stands in."""

    page: Page
    column: int
    placed: Placed

    @property
    def bottom(self) -> float:
        """Its lower edge, from the top of the page."""
        return self.placed.frame.top + self.placed.frame.height

    @property
    def spot(self) -> tuple[int, int]:
        """Its page and column."""
        return self.page.number, self.column


class _ChapterPages:
    """The pages of one chapter, for their faults."""

    def __init__(self, layout: Layout, chapter: Chapter, pages: Sequence[Page]) -> None:
        self._setup, self._chapter, self._pages = layout.setup, chapter, pages
        self._geometry = Geometry(layout.setup, layout.setup.columns)
        self._notes = {note.place for note in chapter.notes.values()}
        self._lines = {page.number: _line_numbers(page, layout.setup.height) for page in pages}
        self._items = [one for page in pages for one in self._on(page)]
        self._text = [one for one in self._items if one.placed.place not in self._notes]

    def faults(self) -> Iterator[PageFault]:
        """All of them, except those of floats."""
        yield from self._feet_of_columns()
        yield from self._feet_of_spreads()
        yield from self._runts()
        yield from self._introductions()
        yield from self._headings()
        yield from self._single_rows()
        yield from self._empty()
        yield from self._lines_of_text()

    def _on(self, page: Page) -> Iterator[_OnPage]:
        for placed in content_of(page):
            if not isinstance(placed.flowable, PageArt) and not placed.beside:
                columns = self._columns(page.side, placed)
                yield _OnPage(page, columns[0] if columns else 0, placed)

    def _columns(self, side: Side, placed: Placed) -> tuple[int, ...]:
        """The columns that an item stands in."""
        left, right = placed.frame.x, placed.frame.x + placed.frame.width
        width = self._geometry.column_width
        starts = [self._geometry.column_x(side, column) for column in range(self._geometry.columns)]
        return tuple(c for c, x in enumerate(starts) if left < x + width / 2 < right)

    def _grid_line(self, bottom: float) -> int:
        """The grid line that a height of the page (points from its top) reaches, counted from the top of the text."""
        return math.ceil((bottom - self._setup.top) / self._setup.grid - 0.05)

    def _feet(self, page: Page) -> dict[int, int]:
        """The grid line on which each column ends, below the last block that spans them all."""
        ends = dict.fromkeys(range(self._geometry.columns), 0)
        for placed in (one.placed for one in self._items if one.page is page):
            line = self._grid_line(placed.frame.top + placed.frame.height)
            for column in self._columns(page.side, placed) or (0,):
                ends[column] = max(ends[column], line)
        return ends

    @property
    def _breaks(self) -> frozenset[Place]:
        """The places of the blocks before which the author ends a page."""
        ends = pairwise(self._chapter.blocks)
        return frozenset(b.place for a, b in ends if isinstance(a, Break) and a.kind is BreakKind.PAGE)

    def _ends(self, page: Page) -> bool:
        """Whether the text ends on a page, or the author ends the page there."""
        following = next((one for one in self._text if one.page.number > page.number), None)
        return following is None or following.placed.place in self._breaks

    def _goes_on(self, page: Page) -> bool:
        """Whether a table that a page ends with goes on: its rows end where they do."""
        last = max((one for one in self._text if one.page is page), key=lambda one: one.bottom, default=None)
        if last is None or not isinstance(last.placed.flowable, TableBox):
            return False
        later = (one for one in self._text if one.page.number > page.number)
        return any(one.placed.place == last.placed.place for one in later)

    def _last_place(self, page: Page, column: int | None = None) -> Place:
        there = [one for one in self._text if one.page is page and column in (None, one.column)]
        return max(there, key=lambda one: one.bottom).placed.place if there else self._chapter.heading.place

    def _feet_of_columns(self) -> Iterator[PageFault]:
        for page in self._pages if self._geometry.columns > 1 else ():
            feet = self._feet(page)
            short = [column for column, foot in feet.items() if max(feet.values()) - foot > LEVEL_LINES]
            if short:
                message = f"the columns end on lines {_listed(feet.values())}"
                yield PageFault(FaultKind.FEET, page.number, 0, self._last_place(page, short[0]), message)

    def _feet_of_spreads(self) -> Iterator[PageFault]:
        for left, right in pairwise(self._pages):
            if left.side is not Side.LEFT or self._ends(left) or self._ends(right):
                continue
            feet = [max(self._feet(page).values()) for page in (left, right)]
            short = left if feet[0] < feet[1] else right
            if abs(feet[0] - feet[1]) > LEVEL_LINES and not self._goes_on(short):
                message = f"the pages of the spread end on lines {_listed(feet)}"
                yield PageFault(FaultKind.FEET, short.number, 0, self._last_place(short), message)

    def _runts(self) -> Iterator[PageFault]:
        for page in self._pages:
            by_column: dict[int, list[_OnPage]] = {}
            for one in self._items:
                if one.page is page:
                    by_column.setdefault(one.column, []).append(one)
            for items in by_column.values():
                below = self._below_blocks(items)
                lines = sum(len(block.lines) for one in below for block in _text_blocks(one.placed.flowable))
                if below and all(isinstance(one.placed.flowable, TextBlock) for one in below) and lines < FEWEST_LINES:
                    what = "column" if self._geometry.columns > 1 else "page"
                    message = f"{lines} lines in a {what} of their own"
                    number = self._line_of(page, below[0].placed)
                    yield PageFault(FaultKind.RUNT, page.number, number, below[0].placed.place, message)

    def _below_blocks(self, items: Sequence[_OnPage]) -> list[_OnPage]:
        """The items of a column below the last block across the columns, or all when there is none; those that stand
        beside others in another column alone."""
        across = [one for one in items if len(self._columns(one.page.side, one.placed)) > 1]
        floor = max((one.bottom for one in across if one.bottom <= self._middle), default=0.0)
        return [one for one in items if one not in across and one.placed.frame.top >= floor - 0.01]

    @property
    def _middle(self) -> float:
        return self._setup.height - self._setup.foot - FEWEST_LINES * self._setup.grid

    def _introductions(self) -> Iterator[PageFault]:
        floating = _floating(self._chapter)
        in_text = [one for one in self._text if not floating & set(one.placed.labels)]
        under_heading = {id(b): self._is_heading(a) for a, b in pairwise(in_text)}
        for one, after in pairwise(in_text):
            flowable = one.placed.flowable
            if one.spot == after.spot or one.placed.place == after.placed.place or not isinstance(flowable, TextBlock):
                continue
            announces = flowable.lines[-1].text.rstrip().endswith(":") if flowable.lines else False
            across = one.page is after.page and len(self._columns(after.page.side, after.placed)) > 1
            short = len(flowable.lines) <= INTRODUCTION
            table = isinstance(after.placed.flowable, TableBox) and one.page is not after.page
            names = any(f"#{label}" in _links(flowable) for label in after.placed.labels)
            introduces = table and short and not self._is_heading(one) and (names or under_heading.get(id(one), False))
            if (announces and not across) or introduces:
                where = "page" if one.page is not after.page else "column"
                message = f"“{_start(flowable)}” stands on another {where} than what it introduces"
                yield self._fault(FaultKind.INTRODUCTION, one, message)

    def _headings(self) -> Iterator[PageFault]:
        for one, after in pairwise(self._text):
            if self._is_heading(one) and one.spot != after.spot and isinstance(one.placed.flowable, TextBlock):
                if one.page is after.page and len(self._columns(after.page.side, after.placed)) > 1:
                    continue
                message = f"the heading “{_start(one.placed.flowable)}” has nothing below it"
                yield self._fault(FaultKind.HEADING, one, message)

    def _is_heading(self, one: _OnPage) -> bool:
        text = one.placed.flowable
        return isinstance(text, TextBlock) and text.whole and bool(self._heading_labels & set(one.placed.labels))

    @property
    def _heading_labels(self) -> frozenset[str]:
        return frozenset(block.label for block in self._chapter.blocks if isinstance(block, Heading) and block.label)

    def _single_rows(self) -> Iterator[PageFault]:
        parts: dict[Place, list[_OnPage]] = {}
        for one in self._text:
            if isinstance(one.placed.flowable, TableBox):
                parts.setdefault(one.placed.place, []).append(one)
        for several in (found for found in parts.values() if len(found) > 1):
            for one in several:
                table = one.placed.flowable
                assert isinstance(table, TableBox)
                rows = [row for row in table.rows if not row.leads]
                if len(rows) == 1 and rows[0].height <= TALL_ROW * self._geometry.height:
                    where = "begins with" if one is several[0] else "ends with" if one is several[-1] else "has"
                    message = f"the table “{_start(table.caption)}” {where} a single row there"
                    yield self._fault(FaultKind.ROW, one, message)

    def _empty(self) -> Iterator[PageFault]:
        lines = round(self._geometry.height / self._setup.grid)
        for page in self._pages:
            feet = self._feet(page).values()
            fill = sum(feet) / len(feet) / lines
            if fill < (LEAST_LAST_FILL if self._ends(page) else LEAST_FILL) - 0.004:
                message = f"the page is {fill:.0%} full"
                yield PageFault(FaultKind.FILL, page.number, 0, self._last_place(page), message)

    def _lines_of_text(self) -> Iterator[PageFault]:
        paragraphs: dict[object, list[tuple[_OnPage, TextBlock]]] = {}
        for one in self._items:
            for block in _text_blocks(one.placed.flowable):
                paragraphs.setdefault(
                    block.mark if isinstance(one.placed.flowable, TextBlock) else id(block), []
                ).append((one, block))
        for parts in paragraphs.values():
            yield from self._ladders(parts)
            for (one, block), (after, _) in pairwise(parts):
                if one.spot != after.spot and block.lines and block.lines[-1].hyphenated:
                    where = "page" if one.page is not after.page else "column"
                    message = f"“{_last_word(block)}” is broken over a {where}"
                    yield self._fault(FaultKind.BROKEN, one, message, len(block.lines) - 1)
            for one, block in parts:
                for index, line in enumerate(block.lines):
                    if line.ratio > LOOSE_RATIO:
                        message = f"the line “{line.text.strip()}” is stretched to {line.ratio:.1f} times its tolerance"
                        yield self._fault(FaultKind.LOOSE, one, message, index, block)

    def _ladders(self, parts: Sequence[tuple[_OnPage, TextBlock]]) -> Iterator[PageFault]:
        lines = [(one, block, index) for one, block in parts for index in range(len(block.lines))]
        run = 0
        for at, (one, block, index) in enumerate(lines):
            run = run + 1 if block.lines[index].hyphenated else 0
            following = lines[at + 1] if at + 1 < len(lines) else None
            if run >= LADDER and not (following and following[1].lines[following[2]].hyphenated):
                yield self._fault(FaultKind.LADDER, one, f"{run} lines in a row end in a hyphen", index, block)

    def _fault(
        self, kind: FaultKind, one: _OnPage, message: str, index: int = 0, block: TextBlock | None = None
    ) -> PageFault:
        """A fault at a line of an item, its first if not given."""
        return PageFault(
            kind, one.page.number, self._line_of(one.page, one.placed, index, block), one.placed.place, message
        )

    def _line_of(self, page: Page, placed: Placed, index: int = 0, block: TextBlock | None = None) -> int:
        """The number on its page of a line of an item."""
        for text in [block] if block is not None else _text_blocks(placed.flowable):
            if index < len(text.lines):
                return self._lines[page.number].get(id(text.lines[index]), 0)
        return 0


def _floats_away(chapters: Sequence[Chapter], pages: Sequence[Page], layout: Layout) -> Iterator[PageFault]:
    """Charts, figures and floating tables that stand on another spread than the words that first mention them."""
    mentioned: dict[str, int] = {}
    for page in pages:
        for text in (text for placed in content_of(page) for text in _text_blocks(placed.flowable)):
            for link in _links(text):
                mentioned.setdefault(link.removeprefix("#"), page.number)
    for block in (block for chapter in chapters for block in blocks_in(chapter.blocks)):
        if isinstance(block, Chart | Figure | Table) and block.float is not Float.HERE and block.label in mentioned:
            stands, mention = layout.pages_by_label.get(block.label, 0), mentioned[block.label]
            if stands and stands // 2 != mention // 2:
                message = f"{block.number or 'a figure'} is mentioned on page {mention}, and stands on another spread"
                yield PageFault(FaultKind.FLOAT, stands, 0, block.place, message)


def _floating(chapter: Chapter) -> frozenset[str]:
    """The labels of the blocks of a chapter that float."""
    blocks = blocks_in(chapter.blocks)
    return frozenset(b.label for b in blocks if isinstance(b, Table | Chart | Figure) and b.float is not Float.HERE)


def _text_blocks(flowable: Flowable) -> Iterator[TextBlock]:
    """The set texts in a flowable, from the top."""
    match flowable:
        case TextBlock():
            yield flowable
        case FramedStack():
            for part in flowable.parts:
                yield from _text_blocks(part.flowable)
        case TableBox():
            yield flowable.caption
            for row in flowable.rows:
                for cell in row.cells:
                    for part in cell.parts:
                        yield from _text_blocks(part.flowable)
            yield from flowable.tail
        case FigureBox():
            yield from (text for text in (flowable.caption, flowable.source) if text is not None)
        case _:
            pass


def _line_numbers(page: Page, height: float) -> Mapping[int, int]:
    """The number on its page of each line, by identity."""
    return {id(text.line): line.number for line in numbered_lines(page, height) for text in line.texts}


def _links(block: TextBlock) -> frozenset[str]:
    """The targets of the links in a text."""
    return frozenset(piece.style.link for line in block.lines for piece in line.pieces if piece.style.link)


def _start(block: TextBlock) -> str:
    words = " ".join("".join(line.text for line in block.lines).split())
    return words if len(words) <= 40 else f"{words[:40].rstrip()}…"


def _last_word(block: TextBlock) -> str:
    return f"{block.lines[-1].text.split()[-1]}-" if block.lines[-1].text.split() else ""


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
