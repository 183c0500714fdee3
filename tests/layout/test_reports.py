"""The two reports as pages: nothing lost, nothing doubled, nothing outside its frame, every page number right."""

from collections import Counter

from reportbuilder.diagnostics import Diagnostics, Severity
from reportbuilder.document.model import Chapter, Chart, Document, Heading, Paragraph, Table
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.margin import OVERHANG
from reportbuilder.layout.page import Layer, Layout, Master, Side
from reportbuilder.layout.sections import ContentsEntry
from reportbuilder.layout.stack import FigureBox
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import TextBlock

Laid = tuple[Document, Layout, Diagnostics]


def words_of(flowable: Flowable) -> str:
    """The words of running text."""
    return " ".join(line.text for line in flowable.lines) if isinstance(flowable, TextBlock) else ""


def squeezed(text: str) -> str:
    """Text without spaces and soft hyphens, to compare across line ends."""
    return "".join(text.split()).replace("\u00ad", "").replace("\u2060", "").replace("\u200b", "")


def test_nothing_is_wrong_with_the_reports(laid_out: Laid) -> None:
    assert [p for p in laid_out[2] if p.severity is not Severity.NOTE] == []


def test_every_paragraph_stands_on_the_pages_once_and_in_order(laid_out: Laid) -> None:
    document, layout, _ = laid_out
    for chapter in document.chapters:
        paragraphs = [b for b in blocks_in(chapter.blocks) if isinstance(b, Paragraph)]
        places = {b.place for b in paragraphs}
        wanted = [squeezed(plain(b.children)) for b in chapter.blocks if isinstance(b, Paragraph)]
        found: dict[object, str] = {}
        for page in layout.pages:
            for placed in page.items:
                if placed.place in places and not placed.beside and isinstance(placed.flowable, TextBlock):
                    found[placed.place] = found.get(placed.place, "") + squeezed(words_of(placed.flowable))
        own = {b.place: squeezed(plain(b.children)) for b in chapter.blocks if isinstance(b, Paragraph)}
        assert [found[p] for p in found if p in own] == [w for w in wanted if w]


def test_every_table_and_chart_stands_on_the_pages_once(laid_out: Laid) -> None:
    document, layout, _ = laid_out
    tables = {b.label: b for c in document.chapters for b in c.blocks if isinstance(b, Table)}
    charts = {b.label for c in document.chapters for b in c.blocks if isinstance(b, Chart)}
    labels = Counter(label for page in layout.pages for placed in page.items for label in placed.labels)
    assert all(labels[label] == 1 for label in (*tables, *charts))
    shown: dict[object, Counter[str]] = {}
    for page in layout.pages:
        for placed in page.items:
            if isinstance(placed.flowable, TableBox):
                parts = (part.flowable for row in placed.flowable.rows for cell in row.cells for part in cell.parts)
                shown.setdefault(placed.place, Counter()).update("".join(squeezed(words_of(part)) for part in parts))
    for table in tables.values():
        blocks = blocks_in(block for row in table.rows for cell in row.cells for block in cell.blocks)
        words = (squeezed(plain(block.children)) for block in blocks if isinstance(block, Paragraph))
        assert shown[table.place] == Counter("".join(words))
    figures = sum(isinstance(p.flowable, FigureBox) for page in layout.pages for p in page.items)
    assert figures == len(charts)


def test_nothing_overlaps_and_nothing_leaves_the_type_area(laid_out: Laid) -> None:
    _, layout, _ = laid_out
    setup = layout.setup
    for page in layout.pages:
        left = setup.inside if page.side is Side.RIGHT else setup.outside
        right = left + setup.width - setup.inside - setup.outside
        frames = [
            p.frame for p in page.items if p.layer is Layer.CONTENT and p.frame.height < setup.height and p.frame.height
        ]
        over = {id(p.frame): OVERHANG * setup.grid for p in page.items if p.beside}
        for frame in frames:
            assert left - 0.1 <= frame.x
            assert frame.x + frame.width <= right + 0.1
            assert setup.top - 0.1 <= frame.top
            assert frame.top + frame.height <= setup.height - setup.foot + 0.1 + over.get(id(frame), 0.0)
        for i, one in enumerate(frames):
            for other in frames[i + 1 :]:
                beside = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
                below = one.top + one.height <= other.top + 0.1 or other.top + other.height <= one.top + 0.1
                assert beside or below, (page.number, one, other)


def test_running_text_stands_on_the_baseline_grid(laid_out: Laid) -> None:
    _, layout, _ = laid_out
    grid = layout.setup.grid
    for page in layout.pages[2:-2]:
        for placed in page.items:
            if isinstance(placed.flowable, TextBlock) and placed.flowable.grid:
                lines = (placed.frame.top + placed.frame.height - layout.setup.top) / grid
                assert abs(lines - round(lines)) < 0.01, (page.number, placed.place)


def test_the_contents_give_the_right_pages(laid_out: Laid) -> None:
    _, layout, _ = laid_out
    entries = [p.flowable for page in layout.pages for p in page.items if isinstance(p.flowable, ContentsEntry)]
    assert len(entries) > 15
    for entry in entries:
        label = entry.page.pieces[0].style.link.removeprefix("#")
        assert entry.page.text.strip() == str(layout.pages_by_label[label])


def test_every_heading_is_a_bookmark(laid_out: Laid) -> None:
    document, layout, _ = laid_out
    headings = [h for c in document.chapters for h in (c.heading, *(b for b in c.blocks if isinstance(b, Heading)))]
    labels = {entry.label for entry in layout.outline}
    assert {h.label for h in headings} <= labels
    assert [e for e in layout.outline if e.label not in layout.pages_by_label] == []


def test_a_heading_is_never_alone_at_the_foot(laid_out: Laid) -> None:
    document, layout, _ = laid_out
    headings = {b.place for c in document.chapters for b in c.blocks if isinstance(b, Heading)}
    for page in layout.pages:
        columns: dict[float, list[tuple[float, object]]] = {}
        for placed in page.items:
            if placed.layer is Layer.FURNITURE or isinstance(placed.flowable, ContentsEntry):
                continue
            if placed.frame.height < layout.setup.height:
                columns.setdefault(placed.frame.x, []).append((placed.frame.top, placed.place))
        for items in columns.values():
            assert max(items, key=lambda i: i[0])[1] not in headings, page.number


def test_left_and_right_pages_take_turns_and_only_the_cover_has_no_folio(laid_out: Laid) -> None:
    _, layout, _ = laid_out
    assert [page.side for page in layout.pages[:2]] == [Side.RIGHT, Side.LEFT]
    assert [page.number for page in layout.pages] == list(range(1, len(layout.pages) + 1))
    for page in layout.pages:
        furniture = [p for p in page.items if p.layer is Layer.FURNITURE]
        assert len(furniture) == (0 if page.master is Master.COVER else 1)


def test_chapters_are_named_in_their_running_heads(laid_out: Laid) -> None:
    document, layout, _ = laid_out
    titles = {plain(p.content.heading.children) for p in document.parts if isinstance(p.content, Chapter)}
    assert titles <= {page.chapter for page in layout.pages}
