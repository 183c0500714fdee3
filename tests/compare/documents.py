"""Small documents for comparisons: made by hand, or by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Block,
    Callout,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    List,
    ListItem,
    ListStyle,
    MadePage,
    Matter,
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Part,
    Quote,
    Row,
    RowKind,
    Signature,
    Sparkline,
    Status,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)

_WORDS = """
de het politie eenheid jaar doel niet 2.126 2.407 82,3_% €_14.232.000 woninginbraken overvallen haven onder|wijs t.o.v.
2019-2022 aanpak wijkagent, zeer groot; (klein) nam af. toe! steeg? Daarna Ook In
"""
WORDS = [word.replace("_", "\u00a0").replace("|", "\u00ad") for word in _WORDS.split()]


def text(words: str) -> tuple[Inline, ...]:
    """Plain words as inline content."""
    return (Text(words),)


def paragraph(words: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(text(words))


def chapter(
    *blocks: Block, title: str = "Begin", file: str = "chapters/begin.md", notes: Sequence[Note] = ()
) -> Chapter:
    """A chapter of the body."""
    heading = Heading(1, text(title), title.lower())
    return Chapter(heading, blocks, Matter.BODY, {note.label: note for note in notes}, file)


def document(*chapters: Chapter) -> Document:
    """A report of chapters."""
    return identify(Document("nl", tuple(Part(Matter.BODY, content) for content in chapters)))


def simple_copy(*blocks: Block) -> ComparableReport:
    """A version of a report with one chapter."""
    return ComparableReport(document(chapter(*blocks)))


# Generated --------------------------------------------------------------------------------------------------------

sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
longer = st.lists(sentences, max_size=4).map(". ".join)
anything = st.text(max_size=20)
words = sentences | longer | anything


def _styled(children: st.SearchStrategy[tuple[Inline, ...]]) -> st.SearchStrategy[Inline]:
    return (
        children.map(Strong)
        | children.map(Emphasis)
        | children.map(lambda c: Link(c, "https://example.nl"))
        | children.map(lambda c: Link(c, "#tabel"))
    )


_leaf: st.SearchStrategy[Inline] = (
    words.map(Text)
    | st.sampled_from(Status).map(lambda status: StatusMark(status, status.value))
    | st.tuples(st.just(1.0), st.integers(0, 9).map(float)).map(lambda ends: Sparkline(ends, f"naar {ends[1]:g}"))
    | st.just(LineBreak())
    | st.just(PageReference("tabel", "bladzijde"))
    | st.just(NoteReference("noot", 1))
    | st.just(Link(text("tabel\u00a01"), "#tabel"))
)
inlines: st.SearchStrategy[tuple[Inline, ...]] = words.map(text) | st.lists(
    _leaf | _styled(st.lists(_leaf, max_size=2).map(tuple)), max_size=3
).map(tuple)
paragraphs = inlines.map(Paragraph)
items = st.lists(paragraphs, min_size=1, max_size=2).map(lambda blocks: ListItem("•", tuple(blocks)))
lists = st.lists(items, min_size=1, max_size=4).map(lambda found: List(ListStyle.BULLET, tuple(found)))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of which rows and columns have names from a few."""
    names = draw(st.lists(st.sampled_from(["", "2018", "2019", "2020", "Doel", "Resultaat"]), min_size=1, max_size=4))
    columns = tuple(Column(str(at), text(name), header=at == 0) for at, name in enumerate(names))
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(RowKind))
        if kind is RowKind.BODY:
            cells = tuple(Cell((draw(paragraphs),) * draw(st.integers(0, 2))) for _ in columns)
        else:
            cells = (Cell((draw(paragraphs),), len(columns)),)
        rows.append(Row(cells, kind))
    notes = tuple(draw(st.lists(inlines, max_size=2)))
    label = draw(st.sampled_from(["tabel", "tabel-2"]))
    return Table(label, draw(inlines), columns, tuple(rows), "Tabel 1", notes, draw(inlines))


key_figures = st.lists(st.builds(KeyFigure, value=words, label=words, note=words), max_size=3).map(
    lambda found: KeyFigures("kerncijfers", "Kerncijfers", tuple(found))
)
plain_blocks: st.SearchStrategy[Block] = (
    paragraphs
    | st.builds(Heading, st.integers(2, 4), inlines, st.just("kop"))
    | lists
    | tables()
    | key_figures
    | st.builds(Chart, st.sampled_from(["grafiek", "reactietijden"]), inlines, words, source=inlines)
    | st.builds(Figure, st.just("foto"), st.sampled_from(["a.jpg", "b.jpg"]), words, inlines)
    | st.builds(Signature, st.lists(inlines, max_size=2).map(tuple))
    | st.just(StatusLegend((StatusMark(Status.DONE, "gerealiseerd"),)))
)
blocks: st.SearchStrategy[Block] = (
    plain_blocks
    | st.builds(Quote, st.lists(plain_blocks, max_size=2).map(tuple), words)
    | st.builds(Callout, words, st.lists(plain_blocks, max_size=2).map(tuple))
)


@st.composite
def chapters(draw: st.DrawFn) -> Chapter:
    """A chapter of a few blocks, with a footnote perhaps."""
    notes = [Note("noot", 1, (draw(paragraphs),))] if draw(st.booleans()) else []
    title, file = draw(words), f"chapters/{draw(st.sampled_from('abc'))}.md"
    found = draw(st.lists(blocks, max_size=6))
    return chapter(*found, title=title, file=file, notes=notes)


@st.composite
def copies(draw: st.DrawFn) -> ComparableReport:
    """A version of a report."""
    parts = draw(st.lists(chapters() | st.sampled_from(MadePage), max_size=3))
    made = identify(Document("nl", tuple(Part(draw(st.sampled_from(Matter)), part) for part in parts)))
    settings = draw(st.dictionaries(st.sampled_from(["title", "label"]), words))
    data = st.lists(st.tuples(st.sampled_from(["2018", "2019"]), words), max_size=3).map(tuple)
    charts = draw(st.dictionaries(st.just("grafiek"), data))
    return ComparableReport(
        made, settings, charts, draw(st.dictionaries(st.just("a.jpg"), st.sampled_from(["1a", "2b"])))
    )
