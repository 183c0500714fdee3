"""Faults of pages are found in the layout: each kind on pages that have it, and none where nothing is wrong."""

from collections.abc import Sequence

import pytest

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Block,
    Break,
    BreakKind,
    Chapter,
    Chart,
    Document,
    Float,
    Heading,
    Matter,
    Paragraph,
    Part,
    RowKind,
    Text,
)
from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.page import Frame, Geometry, Layout, Master, Page, Placed, Side
from reportbuilder.layout.page_faults import FaultKind, PageFault, count_faults, find_page_faults
from reportbuilder.layout.stack import StackPart
from reportbuilder.layout.tables import NO_ROW, CellBox, RowBox, TableBox
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.structure.model import PartKey
from reportbuilder.style.model import Rule, TableStyle
from reportbuilder.text.breaking import Line
from reportbuilder.values import replace

from .flowables import GRID, Solid, page_setup

On = tuple[int, int, Flowable, str]
"""A column, a grid line of the page, what stands there, and where it comes from."""


class Plain(Solid):
    """A block that shows nothing."""

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        return


class Sheets:
    """Makes pages of 20 lines."""

    def __init__(self, line: Line, columns: int) -> None:
        self.line, self.setup = line, page_setup(columns)
        self.geometry = Geometry(self.setup, columns)

    def text(self, lines: int, last: str = "woord", hyphens: Sequence[int] = (), whole: bool = False) -> TextBlock:
        """A text of so many lines, some of which end in a hyphen."""
        said = [
            replace(self.line, text=last if index == lines - 1 else "woord ", hyphenated=index in hyphens)
            for index in range(lines)
        ]
        return TextBlock(tuple(said), GRID, 2.0, 100.0, MARK, whole=whole)

    def table(self, rows: int, head: int = 1, caption: str = "Tabel 1") -> TableBox:
        """A table of so many rows, each of a line."""
        cell = CellBox((StackPart(self.text(1)),), 0.0, 100.0)
        body = tuple(RowBox((cell,), RowKind.BODY, 0.0) for _ in range(rows))
        words = self.text(head, last=caption)
        return TableBox(words, words, NO_ROW, NO_ROW, body, (), LOOK, 100.0, 0.0, 20 * GRID)

    def pages(self, sheets: Sequence[Sequence[On]], labels: dict[str, str], first: int) -> tuple[Page, ...]:
        """Pages from a number on."""
        return tuple(
            self._page(number, items, labels, Master.OPENER if number == first else Master.TEXT)
            for number, items in enumerate(sheets, first)
        )

    def _page(self, number: int, items: Sequence[On], labels: dict[str, str], master: Master) -> Page:
        side = Side.RIGHT if number % 2 else Side.LEFT
        placed = []
        for column, line, flowable, source in items:
            frame = Frame(
                self.geometry.column_x(side, column), self.setup.top + line * GRID, flowable.width, flowable.height
            )
            named = (labels[source],) if source in labels else ()
            placed.append(Placed(flowable, frame, PLACES[source], named))
        return Page(number, side, master, "Kop", tuple(placed))


PLACES = {name: Place(f"{name}.md", 1, 1) for name in ("a", "b", "c", "h", "t", "p", "f")}
MARK: PartKey = ("p", "text")
RULE = Rule(width=0.5, colour="ink")
LOOK = TableStyle(head_rule=RULE, row_rule=RULE, end_rule=RULE, pad_x=0.0, pad_y=0.0)


@pytest.fixture
def line(setter: Typesetter) -> Line:
    """A set line."""
    return setter.line((Text("woord"),), setter.design.text.body)


def faults_of(
    sheets: Sheets,
    pages: Sequence[Sequence[On]],
    first: int = 2,
    blocks: Sequence[Block] = (),
    labels: dict[str, str] | None = None,
) -> tuple[PageFault, ...]:
    """The faults of a chapter with these pages."""
    known = labels or {}
    made = sheets.pages(pages, known, first)
    by_label = {label: page.number for page in made for placed in page.items for label in placed.labels}
    chapter = Chapter(Heading(1, (Text("Kop"),), "kop"), tuple(blocks), Matter.BODY, {})
    layout = Layout(sheets.setup, made, (), {"kop": first, **by_label})
    return find_page_faults(layout, Document("nl", (Part(Matter.BODY, chapter),), None))


def kinds(faults: Sequence[PageFault]) -> list[FaultKind]:
    return [fault.kind for fault in faults]


def test_full_pages_and_a_last_one_of_a_third_have_no_faults(line: Line) -> None:
    sheets = Sheets(line, 1)
    full = [(0, 0, sheets.text(20), "a")]
    assert faults_of(sheets, [full, full, [(0, 0, sheets.text(7), "b")]]) == ()


def test_columns_that_end_on_different_lines_are_counted_once_a_page(line: Line) -> None:
    sheets = Sheets(line, 3)
    uneven = [(0, 0, sheets.text(20), "a"), (1, 0, sheets.text(18), "a"), (2, 0, sheets.text(19), "b")]
    (fault,) = faults_of(sheets, [uneven])
    assert (fault.kind, fault.page, fault.place) == (FaultKind.FEET, 2, PLACES["a"])
    assert "20, 18, 19" in fault.message
    assert "page 2" in str(fault)


def test_facing_pages_end_on_the_same_line_unless_the_author_ends_one(line: Line) -> None:
    sheets = Sheets(line, 1)
    full, short = [(0, 0, sheets.text(20), "a")], [(0, 0, sheets.text(17), "b")]
    end = [(0, 0, sheets.text(10), "c")]
    (fault,) = faults_of(sheets, [full, short, end])
    assert (fault.kind, fault.page) == (FaultKind.FEET, 3)
    assert faults_of(sheets, [short, full, full, end], first=3) == (), "pages that do not face each other"
    blocks = (Break(BreakKind.PAGE), Paragraph((Text("c"),), PLACES["c"]))
    assert faults_of(sheets, [full, short, end], blocks=blocks) == ()


def test_a_page_whose_table_goes_on_ends_where_its_rows_do(line: Line) -> None:
    sheets = Sheets(line, 1)
    full, end = [(0, 0, sheets.text(20), "a")], [(0, 0, sheets.table(9), "t")]
    assert faults_of(sheets, [full, [(0, 0, sheets.table(16), "t")], end]) == ()


def test_a_few_lines_in_a_column_of_their_own_are_a_runt(line: Line) -> None:
    sheets = Sheets(line, 3)
    block = Plain("across", 15 * GRID, 320.0)
    stumps = [(0, 0, block, "f"), *((column, 16, sheets.text(3), "a") for column in range(3))]
    assert kinds(faults_of(sheets, [stumps])) == [FaultKind.RUNT] * 3


def test_a_page_is_full_from_four_fifths_and_the_last_from_a_third(line: Line) -> None:
    sheets = Sheets(line, 1)
    found = faults_of(sheets, [[(0, 0, sheets.text(15), "a")], [(0, 0, sheets.text(6), "b")]], first=3)
    assert [(fault.kind, fault.page) for fault in found] == [(FaultKind.FILL, 3), (FaultKind.FILL, 4)]
    assert "75%" in found[0].message


def test_an_introduction_stands_with_what_it_introduces(line: Line) -> None:
    sheets = Sheets(line, 1)
    before = [(0, 0, sheets.text(17), "a"), (0, 17, sheets.text(3, last="Dit zijn:"), "b")]
    after = [(0, 0, sheets.table(9), "t")]
    (fault,) = faults_of(sheets, [before, after], first=3)
    assert (fault.kind, fault.page, fault.place) == (FaultKind.INTRODUCTION, 3, PLACES["b"])
    assert fault.line == 18
    under = [(0, 0, sheets.text(16), "a"), (0, 16, sheets.text(1, whole=True), "h"), (0, 17, sheets.text(3), "b")]
    heading = Heading(2, (Text("Kop"),), "h2", place=PLACES["h"])
    found = faults_of(sheets, [under, after], 3, (heading,), {"h": "h2"})
    assert kinds(found) == [FaultKind.INTRODUCTION]


def test_a_heading_has_lines_below_it(line: Line) -> None:
    sheets = Sheets(line, 2)
    heading = Heading(2, (Text("Kop"),), "h2", place=PLACES["h"])
    page = [(0, 0, sheets.text(19), "a"), (0, 19, sheets.text(1, whole=True), "h"), (1, 0, sheets.text(20), "b")]
    assert kinds(faults_of(sheets, [page], 2, (heading,), {"h": "h2"})) == [FaultKind.HEADING]


def test_two_rows_of_a_table_stand_together(line: Line) -> None:
    sheets = Sheets(line, 1)
    found = faults_of(sheets, [[(0, 0, sheets.table(19), "t")], [(0, 0, sheets.table(1, 7), "t")]], first=3)
    assert [(fault.kind, fault.page) for fault in found] == [(FaultKind.ROW, 4)]


def test_a_figure_stands_on_the_spread_of_its_first_mention(line: Line) -> None:
    sheets = Sheets(line, 1)
    piece = replace(line.pieces[0], style=replace(line.pieces[0].style, link="#fig"))
    naming = replace(sheets.text(10), lines=(*sheets.text(9).lines, replace(line, pieces=(piece,))))
    mention = [(0, 0, naming, "a"), (0, 10, sheets.text(10), "b")]
    full, shown = [(0, 0, sheets.text(20), "c")], [(0, 0, Plain("figure", 8 * GRID), "f")]
    chart = Chart("fig", (), "Een vlak", float=Float.TOP, place=PLACES["f"])
    assert faults_of(sheets, [mention, shown], 2, (chart,), {"f": "fig"}) == ()
    found = faults_of(sheets, [mention, full, shown], 2, (chart,), {"f": "fig"})
    assert [(fault.kind, fault.page, fault.place) for fault in found] == [(FaultKind.FLOAT, 4, PLACES["f"])]


def test_ladders_and_words_over_a_page_are_counted_by_paragraph(line: Line) -> None:
    sheets = Sheets(line, 1)
    first, rest = sheets.text(20, hyphens=(5, 6, 7, 8, 12, 13, 19)), sheets.text(8)
    found = faults_of(sheets, [[(0, 0, first, "a")], [(0, 0, rest, "a")]], first=3)
    assert [(fault.kind, fault.line) for fault in found] == [(FaultKind.LADDER, 9), (FaultKind.BROKEN, 20)]
    assert "4 lines" in found[0].message


def test_a_loose_line_is_counted_where_it_stands(line: Line) -> None:
    sheets = Sheets(line, 1)
    text = sheets.text(8)
    text = replace(text, lines=(*text.lines[:3], replace(text.lines[3], ratio=2.0), *text.lines[4:]))
    found = faults_of(sheets, [[(0, 0, text, "a")]])
    assert [(fault.kind, fault.line) for fault in found] == [(FaultKind.LOOSE, 4)]


def test_every_kind_is_counted_and_named() -> None:
    counts = count_faults([PageFault(FaultKind.FILL, 1, 0, Place(), "x")] * 2)
    assert list(counts) == list(FaultKind)
    assert counts[FaultKind.FILL] == sum(counts.values()) == 2
    assert len({kind.words for kind in FaultKind}) == len(FaultKind)
