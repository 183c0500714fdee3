"""From the blocks of a chapter to the items that the composer places."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypedDict, assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import (
    Align,
    Block,
    Break,
    BreakKind,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
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
    Revised,
    Revision,
    Script,
    Signature,
    Span,
    StatusLegend,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.flow import Flowable, Item, Stream, report_too_tall
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.keyfigures import set_key_figures
from reportbuilder.layout.lists import label_column
from reportbuilder.layout.set_table import Room, set_table
from reportbuilder.layout.stack import FigureBox, Framed, ImageBox, Noted, Part, PictureBox
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Artifact, Element, Role, TagTree
from reportbuilder.style.model import AsideLook, TextStyle
from reportbuilder.values import Value, field, replace

SHORT_ITEM = 3
"""A list item of at most so many lines stays with its neighbour at either end of the list."""


class _Grid(TypedDict):
    drop: float
    grid: float


class BlockSetter(Value):
    """Sets blocks for the columns of a section, each handed its element. Image paths begin at `image_root`;
    `note_heights` are those of the section's footnotes, by label."""

    setter: Typesetter
    geometry: Geometry
    image_root: str
    note_heights: Mapping[str, float] = field(default_factory=dict)

    def stream(self, chapter: Chapter, tag: Element, tags: TagTree) -> Stream:
        """A chapter's blocks and its footnotes; its element has its heading's as the first child."""
        notes: dict[str, Flowable] = {
            label: self._note(note, tags.notes[label]) for label, note in chapter.notes.items()
        }
        heights = {label: note.height for label, note in notes.items()}
        items = replace(self, note_heights=heights).items(chapter.blocks, tag.children[1:])
        return Stream(tuple(items), notes, {label: note.place for label, note in chapter.notes.items()})

    def items(self, blocks: Iterable[Block], tags: Iterable[Element]) -> list[Item]:
        """The items of blocks in order, an element for each but breaks; these become a property of what follows."""
        waiting = iter(tags)
        result: list[Item] = []
        remarks: list[Item] = []
        pending: BreakKind | None = None
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Break):
                pending = block.kind
                continue
            if result and (
                (isinstance(block, List) and _announces(result[-1]))
                or (isinstance(block, Heading) and isinstance(before, Paragraph) and _is_gone(before))
            ):
                result[-1] = replace(result[-1], keep_with_next=True)
            before = block
            made = list(self._items(block, next(waiting)))
            if isinstance(block, ChangeNote):
                remarks += made
                continue
            made = _remarked(remarks, made, self.geometry)
            if made:
                result += [replace(made[0], break_before=pending), *made[1:]] if pending else made
                remarks, pending = [], None
        return [*result, *remarks]

    @property
    def _on_grid(self) -> "_Grid":
        """How text stands in the column: on the lines of the body's grid."""
        return {"drop": self.setter.drop(self.setter.design.text.body), "grid": self.geometry.setup.grid}

    def _items(self, block: Block, tag: Element) -> Iterator[Item]:
        match block:
            case Heading():
                yield self._heading(block, tag.key)
            case Paragraph():
                yield self._text(block, self.setter.design.text.body, tag.key)
            case List():
                yield from self._list(block, tag)
            case Table():
                yield self._table(block, tag)
            case Chart():
                yield from self._chart(block, tag)
            case Figure():
                yield self._figure(block, tag)
            case KeyFigures():
                yield self._key_figures(block, tag)
            case Quote():
                yield self._quote(block, tag)
            case Callout():
                yield self._callout(block, tag)
            case Signature():
                yield from self._signature(block, tag.key)
            case StatusLegend():
                yield from self._legend(block, tag)
            case ChangeNote():
                yield self._text(block, self.setter.design.text.note, tag.key)
            case CustomBlock():
                yield from block.layout(self)
            case Break():
                raise AssertionError("breaks are taken out before")
            case _:
                assert_never(block)

    def _text(self, words: Paragraph | ChangeNote, style: TextStyle, mark: int) -> Item:
        width = self.geometry.column_width
        block = self.setter.block(words.children, style, width, mark, place=words.place, **self._on_grid)
        return Item(block, style.before, style.after, place=words.place)

    def _heading(self, heading: Heading, mark: int) -> Item:
        text = self.setter.design.text
        style = (text.h1, text.h2, text.h3, text.h4, text.h5, text.h6)[heading.level - 1]
        number = (Text(f"{heading.number}\u2002"),) if heading.number else ()
        block = self.setter.block(
            (*number, *heading.children),
            style,
            self.geometry.column_width,
            mark,
            place=heading.place,
            **self._on_grid,
            whole=True,
        )
        return Item(block, style.before, style.after, keep_with_next=True, labels=(heading.label,), place=heading.place)

    def _list(self, block: List, tag: Element) -> Iterator[Item]:
        """A list's items: no short one is left alone at the foot or the top of a column."""
        body = self.setter.design.text.body
        items = list(self._list_items(block, tag, 0, 0.0))
        if items:
            items[0] = replace(items[0], before=body.before)
            items[-1] = replace(items[-1], after=body.after)
        for index in {0, len(items) - 2} & set(range(len(items) - 1)):
            if items[index].flowable.height <= SHORT_ITEM * body.leading:
                items[index] = replace(items[index], keep_with_next=True)
        yield from items

    def _list_items(self, block: List, tag: Element, depth: int, x: float) -> Iterator[Item]:
        """The items of a list whose labels begin at `x`, `depth` lists inside others."""
        look, body = self.setter.design.lists, self.setter.design.text.body
        bullet = look.marks[min(depth, len(look.marks) - 1)]
        style = replace(body, colour=look.colour)
        labels = label_column(self.setter, block, style, look.indent, strong=True, bullet=bullet)
        indent = x + labels.width
        measure = self.geometry.column_width - indent
        for entry, (label, content) in zip(block.items, (item.children for item in tag.children), strict=True):
            inside = [inner for inner in entry.blocks if not isinstance(inner, Break)]
            if not inside or not isinstance(inside[0], Paragraph):
                like = self.setter.block((), body, measure, Artifact.LAYOUT, **self._on_grid)
                text = labels.alone(entry, x, label.key, like)
                yield Item(text, look.gap, look.gap, keep_with_next=bool(inside), place=entry.place)
            for index, (inner, element) in enumerate(zip(inside, content.children, strict=True)):
                if isinstance(inner, List):
                    yield from self._list_items(inner, element, depth + 1, indent)
                elif isinstance(inner, Paragraph):
                    text = self.setter.block(
                        inner.children, body, measure, element.key, place=inner.place, indent=indent, **self._on_grid
                    )
                    text = text if index else labels.mark(text, entry, x, label.key)
                    yield Item(text, look.gap, look.gap, place=inner.place)
                else:
                    yield from self._items(inner, element)

    def _table(self, table: Table, tag: Element) -> Item:
        box = set_table(self.setter, table, tag, self._room(self.geometry.width(table.span)), 4.0)
        grid = self.geometry.setup.grid
        floats = _floats(box, table.float) if box.height <= 0.72 * self.geometry.height else Float.HERE
        return Item(box, grid, grid, span=table.span, float=floats, labels=(table.label,), place=table.place)

    def _room(self, width: float) -> Room:
        """The room for a table of a width."""
        return Room(width, self.geometry.width(Span.PAGE), self.geometry.height, self.note_heights)

    def _caption(self, number: str, words: tuple[Inline, ...], width: float, mark: int, place: Place) -> TextBlock:
        name = (Strong((Text(f"{number}\u2002"),)),) if number else ()
        return self.setter.block((*name, *words), self.setter.design.text.caption, width, mark, place=place, whole=True)

    def _source(self, source: tuple[Inline, ...], width: float, mark: int, place: Place) -> TextBlock | None:
        if not source:
            return None
        words = (Text(f"{PAGE_WORDS[self.setter.language].source}: "), *source)
        return self.setter.block(words, self.setter.design.text.source, width, mark, place=place, whole=True)

    def _chart(self, chart: Chart, tag: Element) -> Iterator[Item]:
        assert chart.picture is not None, f"the chart “{chart.file}” is drawn before it is set"
        width, grid = self.geometry.width(chart.span), self.geometry.setup.grid
        named, shown, below = (element.key for element in tag.children)
        body = PictureBox(chart.picture, shown, min(1.0, width / chart.picture.width))
        caption = self._caption(chart.number, chart.title, width, named, chart.place)
        source = self._source(chart.source, width, below, chart.place)
        box = FigureBox(caption, body, source, width, self.setter.design.table.end_rule, 4.0)
        box = self._on_page(box, chart.float, chart.place)
        yield Item(
            box, grid, grid, span=chart.span, float=_floats(box, chart.float), labels=(chart.label,), place=chart.place
        )

    def _figure(self, figure: Figure, tag: Element) -> Item:
        width, grid = self.geometry.width(figure.span), self.geometry.setup.grid
        across, down = figure.pixels if all(figure.pixels) else (3, 2)
        named, shown, _ = tag.children
        mark = shown.key if shown.role is Role.FIGURE else Artifact.LAYOUT
        body: PictureBox | ImageBox
        if figure.picture is not None:
            body = PictureBox(figure.picture, mark, width / figure.picture.width)
        else:
            body = ImageBox(f"{self.image_root}/{figure.path}", width, width * down / across, mark, figure.pixels)
        words = figure.caption
        caption = self._caption(figure.number, words, width, named.key, figure.place) if words else None
        box = FigureBox(caption, body, None, width, self.setter.design.table.end_rule, 4.0)
        box = self._on_page(box, figure.float, figure.place)
        return Item(
            box,
            grid,
            grid,
            span=figure.span,
            float=_floats(box, figure.float),
            labels=(figure.label,),
            place=figure.place,
        )

    def _on_page(self, box: FigureBox, floats: Float, place: Place) -> FigureBox:
        """A figure that floats, no taller than the page that it floats to; what is in the text is cut there."""
        room = self.geometry.height
        if floats is Float.HERE or box.height <= room:
            return box
        smaller = box.shrink(room)
        report_too_tall(box.height, room, smaller is not None, place, self.setter.diagnostics)
        return smaller or box

    def _key_figures(self, figures: KeyFigures, tag: Element) -> Item:
        width, grid = self.geometry.width(Span.PAGE), self.geometry.setup.grid
        cards = set_key_figures(self.setter, figures, tag, width, max(self.geometry.setup.gutter, grid))
        return Item(cards, grid, grid, span=Span.PAGE, labels=(figures.label,), place=figures.place)

    def _aside(self, parts: tuple[Part, ...], look: AsideLook, beside: bool) -> Framed:
        return Framed(parts, self.geometry.column_width, look.rule, look.pad, look.ground, beside, self.geometry.height)

    def _parts(
        self, blocks: Iterable[Block], tags: Iterable[Element], style: TextStyle, width: float
    ) -> Iterator[Part]:
        for block, tag in zip((b for b in blocks if not isinstance(b, Break)), tags, strict=True):
            match block:
                case Paragraph() | ChangeNote():
                    text = self.setter.block(block.children, style, width, tag.key, place=block.place, **self._on_grid)
                    yield Part(text, style.before)
                case List():
                    yield from self._list_parts(block, tag, style, width)
                case Table():
                    box = set_table(self.setter, block, tag, replace(self._room(width), widest=width), 4.0)
                    yield Part(box, self.geometry.setup.grid)
                case (
                    Heading()
                    | Chart()
                    | Figure()
                    | KeyFigures()
                    | Quote()
                    | Callout()
                    | Signature()
                    | StatusLegend()
                    | CustomBlock()
                ):
                    raise AssertionError(f"{type(block).__name__} in an aside is refused when it is read")
                case _:
                    assert_never(block)

    def _list_parts(self, block: List, tag: Element, style: TextStyle, width: float) -> Iterator[Part]:
        labels = label_column(self.setter, block, style, self.setter.design.lists.indent)
        for entry, (label, content) in zip(block.items, (item.children for item in tag.children), strict=True):
            parts = list(self._parts(entry.blocks, content.children, style, width - labels.width))
            if parts and isinstance(entry.blocks[0], Paragraph) and isinstance(text := parts[0].flowable, TextBlock):
                parts[0] = replace(parts[0], flowable=labels.mark(text, entry, -labels.width, label.key))
            else:
                like = self.setter.block((), style, width, Artifact.LAYOUT, **self._on_grid)
                parts.insert(0, Part(labels.alone(entry, -labels.width, label.key, like), style.before))
            yield from (replace(part, x=part.x + labels.width) for part in parts)

    def _quote(self, quote: Quote, tag: Element) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.quote, design.text
        width = self.geometry.column_width - (2 * look.pad if look.ground else 0.0)
        said = tag.children[:-1] if quote.attribution else tag.children
        parts = list(self._parts(quote.blocks, said, text.quote, width))
        if quote.attribution:
            mark = tag.children[-1].key
            line = self.setter.block((Text(quote.attribution),), text.attribution, width, mark, place=quote.place)
            parts.append(Part(line, text.attribution.before))
        return Item(self._aside(tuple(parts), look, beside=False), grid, grid, place=quote.place)

    def _callout(self, callout: Callout, tag: Element) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.callout, design.text
        width = self.geometry.column_width - 2 * look.pad
        said = tag.children[1:] if callout.title else tag.children
        parts = tuple(self._parts(callout.blocks, said, text.callout, width))
        if callout.title:
            words, mark = (Text(callout.title),), tag.children[0].key
            title = self.setter.block(words, text.callout_title, width, mark, place=callout.place, whole=True)
            parts = (Part(title), *parts)
        labels = tuple(block.label for block in blocks_in(callout.blocks) if isinstance(block, Table))
        return Item(self._aside(parts, look, beside=True), grid, grid, labels=labels, place=callout.place)

    def _signature(self, signature: Signature, mark: int) -> Iterator[Item]:
        style, width = self.setter.design.text.signature, self.geometry.column_width
        inlines: list[Inline] = []
        for index, line in enumerate(signature.lines):
            inlines += [LineBreak()] if index else []
            inlines += [Strong(line)] if index == 0 else line
        block = self.setter.block(
            tuple(inlines), style, width, mark, place=signature.place, **self._on_grid, whole=True
        )
        yield Item(block, style.before, style.after, place=signature.place)

    def _legend(self, legend: StatusLegend, tag: Element) -> Iterator[Item]:
        body = self.setter.design.text.body
        style = replace(body, justify=False)
        for index, (mark, item) in enumerate(zip(legend.marks, tag.children, strict=True)):
            body_key = item.children[0].key
            text = self.setter.block(
                (mark,), style, self.geometry.column_width, body_key, place=legend.place, **self._on_grid
            )
            last = index == len(legend.marks) - 1
            yield Item(text, body.before if index == 0 else 0.0, body.after if last else 0.0, place=legend.place)

    def _note(self, note: Note, tag: Element) -> TextBlock:
        style = self.setter.design.text.note
        words: list[Inline] = [Script((Text(str(note.number)),)), Text("\u2002")]
        for index, block in enumerate(b for b in note.blocks if isinstance(b, Paragraph)):
            words += [LineBreak()] if index else []
            words += block.children
        return self.setter.block(
            tuple(words), style, self.geometry.column_width, tag.key, place=note.place, align=Align.LEFT
        )


def _remarked(remarks: list[Item], made: list[Item], geometry: Geometry) -> list[Item]:
    """Remarks of a comparison stay with what they are about; they go along with what floats, which is set smaller when
    it fills the page without them."""
    if not remarks or not made:
        return [*remarks, *made] if made else made
    if made[0].float is Float.HERE:
        return [*(replace(remark, keep_with_next=True) for remark in remarks), *made]
    parts = tuple(Part(remark.flowable) for remark in remarks)
    noted = Noted(parts, made[0].flowable, geometry.setup.grid / 2)
    smaller = noted.shrink(geometry.height) if noted.height > geometry.height else None
    return [replace(made[0], flowable=smaller or noted), *made[1:]]


def _floats(box: Flowable, asked: Float) -> Float:
    """Where a block may go: one with footnotes stands in its place, for its notes belong at the foot of the text."""
    return Float.HERE if box.notes else asked


def _is_gone(paragraph: Paragraph) -> bool:
    """Whether all words of a paragraph are gone: a heading that was replaced stands so before the new one."""
    words = paragraph.children
    return bool(words) and all(isinstance(w, Revised) and w.revision is Revision.DELETED for w in words)


def _announces(item: Item) -> bool:
    """Whether an item is a short sentence that ends in a colon: the list after it belongs to it."""
    text = item.flowable
    return isinstance(text, TextBlock) and len(text.lines) <= 3 and text.lines[-1].text.rstrip().endswith(":")
