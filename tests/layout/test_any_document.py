"""Any document in any page design: every word stands on a page once, in its place, or the author is told why not."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Align,
    Block,
    Callout,
    Cell,
    Chapter,
    Column,
    Document,
    Figure,
    Float,
    Heading,
    Inline,
    KeyFigure,
    KeyFigures,
    List,
    ListItem,
    ListStyle,
    Matter,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Quote,
    Row,
    RowKind,
    Signature,
    Span,
    Table,
    Text,
)
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.furniture import Imprint
from reportbuilder.layout.inspection import boxes_of
from reportbuilder.layout.page import Layout
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import Artifact
from reportbuilder.style.model import Design, PageSetup
from reportbuilder.values import replace

FALLS = {"text-off-page", "picture-off-page", "text-outside-frame", "text-overlap"}
TOLD = {"line-overfull", "table-too-wide", "block-too-tall", "block-smaller", "key-figure-too-wide"}
WORD = re.compile(r"w\d+x*z")
KNOWN = FALLS | TOLD | {"line-loose"}


class Writer:
    """Writes blocks of words that all differ, and keeps them; some are longer than any column."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.numbers, self.lines = draw, count(1), count(2)
        self.words: list[str] = []
        self.notes: dict[str, Note] = {}
        self.most_notes = 4

    def text(self, most: int, long: bool = False) -> str:
        amount = self.draw(st.integers(1, most))
        found = [f"w{next(self.numbers)}z" for _ in range(amount)]
        if long and self.draw(st.integers(0, 9)) == 0:
            found[0] = found[0][:-1] + "x" * self.draw(st.integers(20, 120)) + "z"
        self.words += found
        return " ".join(found)

    def place(self) -> Place:
        return Place("a.md", next(self.lines), 1)

    def inlines(self, most: int, noted: bool = True, long: bool = False) -> tuple[Inline, ...]:
        words = Text(self.text(most, long))
        if not noted or len(self.notes) >= self.most_notes or self.draw(st.integers(0, 3)):
            return (words,)
        label, number = f"n{len(self.notes)}", len(self.notes) + 1
        size = self.draw(st.sampled_from([8, 8, 60, 300]))
        self.notes[label] = Note(label, number, (self.paragraph(size, noted=False),), self.place())
        return (words, NoteReference(label, number), Text(f" {self.text(3)}"))

    def paragraph(self, most: int, noted: bool = True) -> Paragraph:
        return Paragraph(self.inlines(most, noted, long=True), self.place())

    def listing(self, most: int) -> List:
        items = tuple(
            ListItem(f"{n}.", (self.paragraph(most),)) for n in range(1, 1 + self.draw(st.sampled_from([1, 3, 12])))
        )
        return List(ListStyle.DECIMAL, items, self.place())

    def cell(self) -> Cell:
        size = self.draw(st.sampled_from([1, 2, 5, 5, 30, 200]))
        block = self.listing(size) if size > 5 and self.draw(st.booleans()) else self.paragraph(size)
        return Cell((block,), place=self.place())

    def table(self, spans: bool = True) -> Table:
        columns = tuple(
            Column(f"c{n}", self.inlines(3), self.draw(st.sampled_from([Align.LEFT, Align.CENTER, Align.DECIMAL])))
            for n in range(self.draw(st.sampled_from([1, 2, 3, 3, 9])))
        )
        rows = []
        for _ in range(self.draw(st.integers(1, 4))):
            if self.draw(st.integers(0, 4)) == 0:
                rows.append(Row((Cell((self.paragraph(20),), len(columns)),), RowKind.GROUP))
            rows.append(Row(tuple(self.cell() for _ in columns)))
        return Table(
            f"t{next(self.numbers)}",
            self.inlines(30),
            columns,
            tuple(rows),
            number="Tabel 1",
            source=(Text(self.text(20)),),
            span=self.draw(st.sampled_from(list(Span))) if spans else Span.COLUMN,
            float=self.draw(st.sampled_from(list(Float))) if spans else Float.HERE,
            place=self.place(),
        )

    def inner(self) -> tuple[Block, ...]:
        kinds = st.lists(st.sampled_from(["text", "list", "table"]), min_size=1, max_size=3)
        return tuple(
            self.table(spans=False) if kind == "table" else self.listing(30) if kind == "list" else self.paragraph(80)
            for kind in self.draw(kinds)
        )

    def block(self) -> Block:
        match self.draw(st.integers(0, 8)):
            case 0 | 1:
                return self.paragraph(self.draw(st.sampled_from([5, 60, 200])))
            case 2:
                return Heading(2, self.inlines(12, noted=False), f"h{next(self.numbers)}", place=self.place())
            case 3:
                return self.listing(40)
            case 4 | 5:
                return self.table()
            case 6:
                return Callout(self.text(6), self.inner(), self.place())
            case 7:
                if self.draw(st.booleans()):
                    return Quote((self.paragraph(80),), self.text(4), self.place())
                lines = tuple(self.inlines(4, noted=False) for _ in range(self.draw(st.integers(1, 4))))
                return Signature(lines, self.place())
            case _:
                if self.draw(st.booleans()):
                    items = tuple(
                        KeyFigure(self.text(1, long=True), self.text(8), self.text(8), place=self.place())
                        for _ in range(self.draw(st.integers(1, 5)))
                    )
                    return KeyFigures(f"k{next(self.numbers)}", "Cijfers", items, self.place())
                return Figure(
                    f"f{next(self.numbers)}",
                    "x.png",
                    "Een vlak",
                    self.inlines(20),
                    pixels=(self.draw(st.sampled_from([20, 100])), self.draw(st.sampled_from([20, 100, 400]))),
                    span=self.draw(st.sampled_from(list(Span))),
                    float=self.draw(st.sampled_from(list(Float))),
                    place=self.place(),
                )


class Written:
    """A document of one chapter, and its words."""

    def __init__(self, document: Document, words: list[str]) -> None:
        self.document, self.words = document, words

    def __repr__(self) -> str:
        """Its blocks, without their words."""
        (chapter,) = self.document.chapters
        shown = [f"{type(block).__name__} {getattr(block, 'span', '')}" for block in chapter.blocks]
        return f"{', '.join(shown)}; {len(self.words)} words, {len(chapter.notes)} notes"


class Setting:
    """A typesetter that is shown in few words when a test fails."""

    def __init__(self, setter: Typesetter) -> None:
        self.setter = setter

    def __repr__(self) -> str:
        return "a typesetter"


@pytest.fixture
def setting(setter: Typesetter) -> Setting:
    """The typesetter of the house style."""
    return Setting(setter)


@st.composite
def pages(draw: st.DrawFn) -> tuple[PageSetup, bool]:
    """A page design with room for two words beside each other, and whether its columns are balanced."""
    columns, measure, gutter = draw(st.integers(1, 3)), draw(st.sampled_from([90.0, 150.0, 320.0])), 12.0
    area = columns * measure + (columns - 1) * gutter
    narrower = draw(st.sampled_from([None, None, 0.8])) if columns == 1 else None
    setup = PageSetup(
        width=area + 70.0,
        height=draw(st.sampled_from([260.0, 420.0, 600.0])),
        inside=40.0,
        outside=30.0,
        top=60.0,
        foot=60.0,
        columns=columns,
        gutter=gutter,
        grid=12.0,
        text_width=area * narrower if narrower else None,
    )
    return setup, draw(st.booleans())


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """Some blocks after each other."""
    writer = Writer(draw)
    blocks = tuple(writer.block() for _ in range(draw(st.integers(1, 7))))
    chapter = Chapter(Heading(1, (Text("Kop"),), "kop", place=Place("a.md", 1, 1)), blocks, Matter.BODY, writer.notes)
    return Written(identify(Document("nl", (Part(Matter.BODY, chapter),), None)), writer.words)


def fitted(design: Design, setup: PageSetup, balance: bool) -> Design:
    """A design on another page, whose grid is that of its text."""
    setup = replace(setup, grid=design.text.body.leading)
    opener = replace(design.opener, artwork="", drop=4 * setup.grid, title_y=80.0, number_y=60.0, title_width=None)
    heads = replace(design.running_heads, y=20.0, rule_gap=4.0, folio_y=20.0)
    return replace(design, page=setup, opener=opener, running_heads=heads, balance=balance)


def said(layout: Layout) -> Iterator[str]:
    """The words that are read on the pages, those of each element together; a line's end is no word's."""
    found: dict[object, list[str]] = {}
    for page in layout.pages:
        for text in boxes_of(page, layout.setup.height, lambda label: 0.0).texts:
            if not isinstance(text.mark, Artifact):
                found.setdefault(text.mark, []).append(text.words)
    for lines in found.values():
        yield from WORD.findall("".join(lines))


@pytest.mark.parametrize("name", ["document", "magazine"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), pages())
def test_every_word_is_on_a_page_once_and_in_its_place(
    setting: Setting, name: str, written: Written, page: tuple[PageSetup, bool]
) -> None:
    document, words, setter = written.document, written.words, setting.setter
    design = fitted(setter.style.designs[name], *page)
    material = Material(setter.style, design, setter.fonts, setter.breaker, {}, Imprint("T"), "")
    diagnostics = Diagnostics()
    layout = lay_out(document, tag_document(document, 0), material, diagnostics)

    assert Counter(said(layout)) == Counter(words)
    codes = {problem.code for problem in diagnostics}
    assert codes <= KNOWN
    assert not codes & FALLS or codes & TOLD, [p for p in diagnostics if p.code in FALLS]
    assert all(problem.place.file for problem in diagnostics)
