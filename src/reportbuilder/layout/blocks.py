"""From the blocks of a chapter to the items that the composer places."""

from collections.abc import Iterable, Iterator
from typing import TypedDict

from reportbuilder.content.model import (
    Align,
    Block,
    Break,
    BreakKind,
    Callout,
    Chapter,
    Chart,
    Figure,
    Float,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    List,
    Note,
    Paragraph,
    Quote,
    Script,
    Signature,
    Span,
    StatusLegend,
    Strong,
    Table,
    Text,
)
from reportbuilder.layout.flow import Flowable, Item, Stream, report_too_tall
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.keyfigures import set_key_figures
from reportbuilder.layout.set_table import set_table
from reportbuilder.layout.stack import FigureBox, Framed, ImageBox, Part, PictureBox
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.problems import Place
from reportbuilder.style.model import AsideLook, TextStyle
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

SHORT_ITEM = 3
"""A list item of at most so many lines stays with its neighbour at either end of the list."""


class _Grid(TypedDict):
    drop: float
    grid: float


class BlockSetter(Value):
    """Sets blocks for the columns of a section. `image_path` finds an image file of the report."""

    setter: Typesetter
    geometry: Geometry
    image_root: str

    def stream(self, chapter: Chapter) -> Stream:
        """A chapter's blocks and its footnotes."""
        items = self.items(chapter.blocks)
        notes: dict[str, Flowable] = {label: self._note(note) for label, note in chapter.notes.items()}
        return Stream(tuple(items), notes)

    def items(self, blocks: Iterable[Block]) -> list[Item]:
        """The items of blocks in order; breaks become a property of what follows them."""
        result: list[Item] = []
        pending: BreakKind | None = None
        for block in blocks:
            if isinstance(block, Break):
                pending = block.kind
                continue
            if isinstance(block, List) and result and _announces(result[-1]):
                result[-1] = replace(result[-1], keep_with_next=True)
            for item in self._items(block):
                result.append(replace(item, break_before=pending) if pending else item)
                pending = None
        return result

    @property
    def _on_grid(self) -> "_Grid":
        """How text stands in the column: on the lines of the body's grid."""
        return {"drop": self.setter.drop(self.setter.design.text.body), "grid": self.geometry.setup.grid}

    def _items(self, block: Block) -> Iterator[Item]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield self._text(block.children, self.setter.design.text.body, block.place)
            case List():
                yield from self._list(block)
            case Table():
                yield self._table(block)
            case Chart():
                yield from self._chart(block)
            case Figure():
                yield self._figure(block)
            case KeyFigures():
                yield self._key_figures(block)
            case Quote():
                yield self._quote(block)
            case Callout():
                yield self._callout(block)
            case Signature():
                yield from self._signature(block)
            case StatusLegend():
                yield from self._legend(block)
            case Break():
                raise AssertionError("breaks are taken out before")

    def _text(self, inlines: tuple[Inline, ...], style: TextStyle, place: Place) -> Item:
        block = self.setter.block(inlines, style, self.geometry.column_width, place=place, **self._on_grid)
        return Item(block, style.before, style.after, place=place)

    def _heading(self, heading: Heading) -> Item:
        text = self.setter.design.text
        style = (text.h1, text.h2, text.h3, text.h4, text.h5, text.h6)[heading.level - 1]
        number = (Text(f"{heading.number}\u2002"),) if heading.number else ()
        block = self.setter.block(
            (*number, *heading.children),
            style,
            self.geometry.column_width,
            place=heading.place,
            **self._on_grid,
            whole=True,
        )
        return Item(block, style.before, style.after, keep_with_next=True, labels=(heading.label,), place=heading.place)

    def _list(self, block: List) -> Iterator[Item]:
        """A list's items: no short one is left alone at the foot or the top of a column."""
        body = self.setter.design.text.body
        items = list(self._list_items(block, 0))
        if items:
            items[0] = replace(items[0], before=body.before)
            items[-1] = replace(items[-1], after=body.after)
        for index in {0, len(items) - 2} & set(range(len(items) - 1)):
            if items[index].flowable.height <= SHORT_ITEM * body.leading:
                items[index] = replace(items[index], keep_with_next=True)
        yield from items

    def _list_items(self, block: List, depth: int) -> Iterator[Item]:
        look, body = self.setter.design.lists, self.setter.design.text.body
        indent = look.indent * (depth + 1)
        measure = self.geometry.column_width - indent
        for entry in block.items:
            marker = look.marks[min(depth, len(look.marks) - 1)] if entry.marker in ("•", "-") else entry.marker
            for inner in entry.blocks:
                if isinstance(inner, List):
                    yield from self._list_items(inner, depth + 1)
                elif isinstance(inner, Paragraph):
                    text = self.setter.block(
                        inner.children, body, measure, place=inner.place, indent=indent, **self._on_grid
                    )
                    if marker:
                        text = replace(text, marker=self._marker(marker), marker_x=indent - look.indent)
                        marker = ""
                    yield Item(text, look.gap, look.gap, place=inner.place)
                else:
                    yield from self._items(inner)

    def _marker(self, marker: str) -> Line:
        style = replace(self.setter.design.text.body, colour=self.setter.design.lists.colour)
        return self.setter.line((Strong((Text(marker),)),), style)

    def _table(self, table: Table) -> Item:
        width = self.geometry.width(table.span)
        box = set_table(self.setter, table, width, self.geometry.height, 4.0)
        grid = self.geometry.setup.grid
        floats = table.float if box.height <= 0.72 * self.geometry.height else Float.HERE
        return Item(box, grid, grid, span=table.span, float=floats, labels=(table.label,), place=table.place)

    def _caption(self, number: str, words: tuple[Inline, ...], width: float, place: Place) -> TextBlock:
        name = (Strong((Text(f"{number}\u2002"),)),) if number else ()
        return self.setter.block((*name, *words), self.setter.design.text.caption, width, place=place, whole=True)

    def _framed_figure(
        self, body: PictureBox | ImageBox, caption: TextBlock | None, source: tuple[Inline, ...], width: float
    ) -> FigureBox:
        text = self.setter.design.text
        below = (
            self.setter.block(
                (Text(f"{PAGE_WORDS[self.setter.language].source}: "), *source), text.source, width, whole=True
            )
            if source
            else None
        )
        return FigureBox(caption, body, below, width, self.setter.design.table.end_rule, 4.0)

    def _chart(self, chart: Chart) -> Iterator[Item]:
        if chart.picture is None:
            return
        width, grid = self.geometry.width(chart.span), self.geometry.setup.grid
        body = PictureBox(chart.picture, min(1.0, width / chart.picture.width))
        box = self._framed_figure(
            body, self._caption(chart.number, chart.title, width, chart.place), chart.source, width
        )
        box = self._on_page(box, chart.float, chart.place)
        yield Item(box, grid, grid, span=chart.span, float=chart.float, labels=(chart.label,), place=chart.place)

    def _figure(self, figure: Figure) -> Item:
        width, grid = self.geometry.width(figure.span), self.geometry.setup.grid
        across, down = figure.pixels if all(figure.pixels) else (3, 2)
        body = ImageBox(f"{self.image_root}/{figure.path}", width, width * down / across)
        caption = self._caption(figure.number, figure.caption, width, figure.place) if figure.caption else None
        box = self._on_page(self._framed_figure(body, caption, (), width), figure.float, figure.place)
        return Item(box, grid, grid, span=figure.span, float=figure.float, labels=(figure.label,), place=figure.place)

    def _on_page(self, box: FigureBox, floats: Float, place: Place) -> FigureBox:
        """A figure that floats, no taller than the page that it floats to; what is in the text is cut there."""
        room = self.geometry.height
        if floats is Float.HERE or box.height <= room:
            return box
        smaller = box.shrink(room)
        report_too_tall(box.height, room, smaller is not None, place, self.setter.findings)
        return smaller or box

    def _key_figures(self, figures: KeyFigures) -> Item:
        width, grid = self.geometry.width(Span.PAGE), self.geometry.setup.grid
        cards = set_key_figures(self.setter, figures, width, max(self.geometry.setup.gutter, grid))
        return Item(cards, grid, grid, span=Span.PAGE, labels=(figures.label,), place=figures.place)

    def _aside(self, parts: tuple[Part, ...], look: AsideLook, beside: bool) -> Framed:
        return Framed(parts, self.geometry.column_width, look.rule, look.pad, look.ground, beside)

    def _parts(self, blocks: Iterable[Block], style: TextStyle, width: float) -> Iterator[Part]:
        for block in blocks:
            if isinstance(block, Paragraph):
                text = self.setter.block(block.children, style, width, place=block.place, **self._on_grid)
                yield Part(text, style.before)
            elif isinstance(block, List):
                indent = self.setter.design.lists.indent
                for entry in block.items:
                    for index, part in enumerate(self._parts(entry.blocks, style, width - indent)):
                        if isinstance(part.flowable, TextBlock) and index == 0:
                            marker = self.setter.words(entry.marker, style)
                            part = replace(part, flowable=replace(part.flowable, marker=marker, marker_x=-indent))
                        yield replace(part, x=part.x + indent)
            elif isinstance(block, Table):
                box = set_table(self.setter, block, width, self.geometry.height, 4.0)
                yield Part(box, self.geometry.setup.grid)

    def _quote(self, quote: Quote) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.quote, design.text
        width = self.geometry.column_width - (2 * look.pad if look.ground else 0.0)
        parts = list(self._parts(quote.blocks, text.quote, width))
        if quote.attribution:
            line = self.setter.block((Text(quote.attribution),), text.attribution, width, place=quote.place)
            parts.append(Part(line, text.attribution.before))
        return Item(self._aside(tuple(parts), look, beside=False), grid, grid, place=quote.place)

    def _callout(self, callout: Callout) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.callout, design.text
        width = self.geometry.column_width - 2 * look.pad
        parts = tuple(self._parts(callout.blocks, text.callout, width))
        if callout.title:
            words = (Text(callout.title),)
            title = self.setter.block(words, text.callout_title, width, place=callout.place, whole=True)
            parts = (Part(title), *parts)
        labels = tuple(block.label for block in callout.blocks if isinstance(block, Table))
        return Item(self._aside(parts, look, beside=True), grid, grid, labels=labels, place=callout.place)

    def _signature(self, signature: Signature) -> Iterator[Item]:
        style = self.setter.design.text.signature
        inlines: list[Inline] = []
        for index, line in enumerate(signature.lines):
            inlines += [LineBreak()] if index else []
            inlines += [Strong(line)] if index == 0 else line
        block = self.setter.block(
            tuple(inlines), style, self.geometry.column_width, place=signature.place, **self._on_grid, whole=True
        )
        yield Item(block, style.before, style.after, place=signature.place)

    def _legend(self, legend: StatusLegend) -> Iterator[Item]:
        body = self.setter.design.text.body
        style = replace(body, justify=False)
        for index, mark in enumerate(legend.marks):
            text = self.setter.block((mark,), style, self.geometry.column_width, **self._on_grid)
            last = index == len(legend.marks) - 1
            yield Item(text, body.before if index == 0 else 0.0, body.after if last else 0.0, place=legend.place)

    def _note(self, note: Note) -> TextBlock:
        style = self.setter.design.text.note
        words: list[Inline] = [Script((Text(str(note.number)),)), Text("\u2002")]
        for index, block in enumerate(b for b in note.blocks if isinstance(b, Paragraph)):
            words += [LineBreak()] if index else []
            words += block.children
        return self.setter.block(
            tuple(words), style, self.geometry.column_width, place=note.place, align=Align.LEFT, whole=True
        )


def _announces(item: Item) -> bool:
    """Whether an item is a short sentence that ends in a colon: the list after it belongs to it."""
    text = item.flowable
    return isinstance(text, TextBlock) and len(text.lines) <= 3 and text.lines[-1].text.rstrip().endswith(":")
