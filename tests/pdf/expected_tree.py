"""The tree that a report should have, worked out from what it says and from nothing that tags it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from reportbuilder.blocks.lead import Lead
from reportbuilder.blocks.margin_notes import MarginFigure, MarginNote
from reportbuilder.blocks.status_bar import StatusBar
from reportbuilder.blocks.status_overview import StatusOverview, ThemeGoals
from reportbuilder.document.model import (
    Assessment,
    Block,
    Break,
    Callout,
    Cell,
    Chapter,
    Chart,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    List,
    MadePage,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Row,
    RowKind,
    Script,
    Signature,
    Sparkline,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in

from .built_reports import Built
from .structure_tree import Meaning, Node

Outline = Iterator[tuple[int, str, str]]
"""Elements in order: how deep each stands, its role, its words."""

BULLET = "(bullet)"
"""Any mark of the house style for an item without a number."""
INLINE = ("Link", "Reference", "Span")
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060")


def outline(report: Built) -> list[str]:
    """The tree of a file, a line for each element."""
    found = _read(report.meaning, report.meaning.root, 0)
    bullets = {"•", "-", *report.material.design.lists.marks}
    return [_line((d, role, BULLET if role == "Lbl" and said in bullets else said)) for d, role, said in found]


def wanted(report: Built) -> list[str]:
    """The tree that a report should have, as `outline` writes it."""
    return list(map(_line, _Wanted(report).tree()))


def words(meaning: Meaning, node: Node) -> str:
    """What an element says itself, with links and foreign words, without notes and blocks in it."""
    said = []
    for kid in node.kids:
        if isinstance(kid, Node) and kid.role in INLINE:
            said.append(words(meaning, kid))
        elif isinstance(kid, tuple):
            said.append(meaning.text_of(kid))
    return "".join(said)


def single(text: str) -> str:
    """Text with single spaces, without what only a line breaker sees."""
    return " ".join(text.translate(_UNSEEN).split())


def _line(element: tuple[int, str, str]) -> str:
    depth, role, text = element
    return f"{'  ' * depth}{role} {single(text)}".rstrip()


def _read(meaning: Meaning, node: Node, depth: int) -> Outline:
    yield depth, node.role, node.said("/Alt") or words(meaning, node)
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _read(meaning, kid, depth + 1)


def _inside(outline: Outline) -> Outline:
    return ((depth + 1, role, text) for depth, role, text in outline)


def _element(role: str, *inside: Outline, text: str = "") -> Outline:
    yield 0, role, text
    yield from _inside(chain(*inside))


class _Wanted:
    def __init__(self, report: Built) -> None:
        self._document, self._material = report.document, report.material
        self._pages = report.layout.pages_by_label
        self._chapter: Chapter | None = None
        self._said: set[str] = set()

    def tree(self) -> Outline:
        makers = {
            MadePage.COVER: self._cover,
            MadePage.CONTENTS: self._contents,
            MadePage.LISTS: self._lists,
            MadePage.COLOPHON: self._colophon,
        }
        parts = (part.content for part in self._document.parts)
        sections = (self._section(p) if isinstance(p, Chapter) else makers[p]() for p in parts)
        return _element("Document", *sections)

    def _cover(self) -> Outline:
        fill = self._material.imprint.fill
        said = (fill(text.text) for text in self._material.design.cover.texts)
        return _element("Sect", *(_element("P", text=text) for text in said if text))

    def _contents(self) -> Outline:
        depth = self._material.design.contents.depth
        headings = [
            heading
            for chapter in self._document.chapters
            for heading in (chapter.heading, *(b for b in chapter.blocks if isinstance(b, Heading)))
            if heading.level <= depth
        ]
        entries = [(h.level, f"{h.number} {self._text(h.children)} {self._pages[h.label]}") for h in headings]
        return _element("Sect", _element("H1", text="Inhoud"), self._toc(entries))

    def _lists(self) -> Outline:
        lists = []
        for title, kinds in (("Tabellen", Table), ("Figuren", Chart | Figure)):
            blocks = chain(*(blocks_in(chapter.blocks) for chapter in self._document.chapters))
            entries = [
                (1, f"{b.number} {self._text(_title(b))} {self._pages[b.label]}")
                for b in blocks
                if isinstance(b, kinds) and b.number
            ]
            if entries:
                lists += [_element("H2", text=title), self._toc(entries)]
        return _element("Sect", _element("H1", text="Tabellen en figuren"), *lists)

    def _toc(self, entries: list[tuple[int, str]]) -> Outline:
        """A list of entries; those below an entry stand in a list of their own after it."""
        inside = []
        while entries:
            (level, text), *entries = entries
            below = next((i for i, (deeper, _) in enumerate(entries) if deeper <= level), len(entries))
            link = _element("Link", text=text)
            inside.append(_element("TOCI", _element("Reference", link, text=text), text=text))
            if below:
                inside.append(self._toc(entries[:below]))
            entries = entries[below:]
        return _element("TOC", *inside)

    def _colophon(self) -> Outline:
        return self._section(self._document.colophon) if self._document.colophon else iter(())

    def _section(self, chapter: Chapter) -> Outline:
        self._chapter, self._said = chapter, set()
        heading = self._words("H1", (Text(f"{chapter.heading.number} "), *chapter.heading.children))
        return _element("Sect", heading, *self._sections(chapter), *self._blocks(chapter.blocks))

    def _sections(self, chapter: Chapter) -> Iterator[Outline]:
        """The contents of a chapter in its margin, in a design that has them."""
        design = self._material.design
        found = [block for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
        if design.margin is not None and design.opener.contents and len(found) >= max(design.opener.contents, 2):
            yield self._toc([(2, f"{self._text(h.children)} {self._pages[h.label]}") for h in found])

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Outline]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Outline]:
        match block:
            case Break():
                return
            case Heading():
                yield self._words(f"H{block.level}", (Text(f"{block.number} "), *block.children))
            case Paragraph():
                yield self._words("P", block.children)
            case Signature():
                lines = chain.from_iterable((*line, LineBreak()) for line in block.lines)
                yield self._words("P", tuple(lines))
            case List():
                items = (
                    _element("LI", self._marker(item.marker), _element("LBody", *self._blocks(item.blocks)))
                    for item in block.items
                )
                yield _element("L", *items)
            case Table():
                yield from self._table(block)
            case Chart():
                if block.picture is not None:
                    caption = self._words("Caption", (Text(f"{block.number} "), *block.title))
                    figure = _element("Figure", text=block.alt)
                    yield _element("Div", caption, figure, *self._source(block.source))
            case Figure():
                caption = (Text(f"{block.number} "), *block.caption) if block.caption else ()
                inside = [self._words("Caption", caption)] if caption else []
                inside += [] if block.decorative else [_element("Figure", text=block.alt)]
                if inside:
                    yield _element("Div", *inside)
            case KeyFigures():
                cards = (_element("LI", _element("LBody", *self._card(figure))) for figure in block.items)
                yield _element("L", *cards)
            case Quote():
                said = [_element("P", text=block.attribution)] if block.attribution else []
                yield _element("BlockQuote", *self._blocks(block.blocks), *said)
            case Callout():
                title = [_element("P", text=block.title)] if block.title else []
                yield _element("Div", *title, *self._blocks(block.blocks))
            case Lead() | MarginNote():
                yield self._words("P", block.words)
            case MarginFigure():
                yield _element("Div", self._words("P", block.value), self._words("P", block.words))
            case StatusBar():
                total = self._words("P", block.total), self._words("P", block.goals)
                parts = (_element("LI", self._words("LBody", counted.words)) for counted in block.counts)
                yield _element("Div", *total, _element("L", *parts))
            case StatusOverview():
                yield _element("Div", *chain.from_iterable(map(self._theme, block.themes)))
            case StatusLegend():
                marks = (_element("LI", self._words("LBody", (mark,))) for mark in block.marks)
                yield _element("L", *marks)
            case _:
                raise AssertionError(f"nothing is known of {type(block).__name__}")

    def _theme(self, theme: ThemeGoals) -> Iterator[Outline]:
        """The name of a theme, and a list of its ambitions, each goal a link."""
        yield self._words("P", theme.name)
        items = []
        for ambition in theme.ambitions:
            links = (
                _element("Link", text=self._text((mark,))) for mark in ambition.marks if isinstance(mark, StatusMark)
            )
            goals = _element("P", *links, text=self._text(ambition.marks))
            items.append(_element("LI", _element("LBody", self._words("P", ambition.name), goals)))
        yield _element("L", *items)

    def _marker(self, marker: str) -> Outline:
        """What marks an item: its number, or some bullet."""
        return _element("Lbl", text=BULLET if marker in ("•", "-") else marker)

    def _card(self, figure: KeyFigure) -> Iterator[Outline]:
        arrow = "" if figure.change == 0 else "↑ " if figure.change > 0 else "↓ "
        verdict = "" if figure.verdict is Assessment.NEUTRAL else f": {figure.verdict.value}"
        note = f"{arrow}{figure.note}{verdict}" if figure.note else ""
        return (_element("P", text=text) for text in (figure.value, figure.label, note) if text)

    def _source(self, source: tuple[Inline, ...]) -> Iterator[Outline]:
        if source:
            yield self._words("P", (Text("Bron: "), *source))

    def _table(self, table: Table) -> Iterator[Outline]:
        words = (Text(f"{table.number} "), *table.caption)
        caption = [self._words("Caption", words)] if self._text(words).strip() else []
        head = _element("TR", *(self._words("TH", column.label) for column in table.columns))
        rows = (self._row(table, row) for row in table.rows)
        yield _element("Table", *caption, _element("THead", head), _element("TBody", *rows))
        yield from (self._words("P", note) for note in table.notes)
        yield from self._source(table.source)

    def _row(self, table: Table, row: Row) -> Outline:
        cells, index = [], 0
        for cell in row.cells:
            leads = row.kind in (RowKind.GROUP, RowKind.SPAN) and index == 0
            heads = leads or (table.columns[index].header and len(table.columns) > 2)
            cells.append(self._cell("TH" if heads else "TD", cell))
            if leads and cell.columns > 1:
                cells.append(_element("TD"))
            index += cell.columns
        return _element("TR", *cells)

    def _cell(self, role: str, cell: Cell) -> Outline:
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
            return self._words(role, cell.blocks[0].children)
        return _element(role, *self._blocks(cell.blocks))

    def _words(self, role: str, inlines: tuple[Inline, ...]) -> Outline:
        """An element of words, with what only its words show."""
        return _element(role, *self._inlines(inlines), text=self._text(inlines))

    def _inlines(self, inlines: Iterable[Inline], linked: bool = False) -> Iterator[Outline]:
        for inline in inlines:
            match inline:
                case Emphasis() | Strong() | Script():
                    yield from self._inlines(inline.children, linked)
                case Foreign():
                    yield _element("Span", *self._inlines(inline.children), text=self._text(inline.children))
                case Link():
                    inside = self._inlines(inline.children, linked=True)
                    yield _element("Link", *inside, text=self._text(inline.children))
                case PageReference() if not linked:
                    yield _element("Link", text=self._text((inline,)))
                case NoteReference():
                    text = self._text((inline,))
                    yield _element("Reference", _element("Link", text=text), text=text)
                    yield from self._note(inline)

    def _note(self, reference: NoteReference) -> Iterator[Outline]:
        """The note of a reference, where it is first referred to."""
        if self._chapter is not None and reference.label not in self._said:
            self._said.add(reference.label)
            note = self._chapter.notes[reference.label]
            inlines = chain.from_iterable((*b.children, LineBreak()) for b in note.blocks if isinstance(b, Paragraph))
            yield self._words("Note", (Text(f"{note.number} "), *inlines))

    def _text(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self._said_by, inlines))

    def _said_by(self, inline: Inline) -> str:
        match inline:
            case Text():
                return inline.text
            case PageReference():
                return f"{inline.prefix} {self._pages[inline.label]}"
            case NoteReference():
                return str(inline.number)
            case StatusMark() | Sparkline():
                return inline.word
            case LineBreak():
                return " "
            case _:
                return self._text(inline.children)


def _title(block: Table | Chart | Figure) -> tuple[Inline, ...]:
    return block.title if isinstance(block, Chart) else block.caption
