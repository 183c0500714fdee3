"""Sets the blocks of a chapter as flowables: the items that the composer places in columns."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import assert_never

from reportbuilder.diagnostics import Code, Place
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
    Link,
    List,
    Note,
    PageReference,
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
from reportbuilder.document.walk import blocks_in, plain, repeatable
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.flow import FLOAT_SHARE, Flowable, Item, ItemStream, report_too_tall
from reportbuilder.layout.key_figures import set_key_figures
from reportbuilder.layout.legend import set_legend
from reportbuilder.layout.margin import beside, margin_width, takes_margin, with_room
from reportbuilder.layout.page import Geometry
from reportbuilder.layout.page_lines import marks_of
from reportbuilder.layout.set_table import TableRoom, set_table
from reportbuilder.layout.stack import FigureBox, FramedStack, ImageBox, PictureBox, StackPart, WithRemarks
from reportbuilder.layout.typeset import TextBlock, Typesetter, label_column
from reportbuilder.memo import Same
from reportbuilder.registry import PluginError
from reportbuilder.structure.model import Artifact, Mark, PartKey, PartTags, footnote_key
from reportbuilder.style.model import AsideLook, TextStyle
from reportbuilder.values import Value, field, replace

INTRODUCTION = 5
"""A paragraph of at most so many lines between a heading and a table introduces it."""
SHORT_ITEM = 3
"""A list item of at most so many lines stays with its neighbour at either end of the list."""


class BlockSetter(Value):
    """Sets blocks for the columns of a section, each marked with its element of `tags`. Image paths begin at
    `image_root`; `note_heights` are those of the section's footnotes, by label."""

    setter: Typesetter
    geometry: Geometry
    tags: PartTags
    image_root: str
    note_heights: Mapping[str, float] = field(default_factory=dict)

    def stream(self, chapter: Chapter) -> ItemStream:
        """The item stream of a chapter: its blocks and its footnotes, without its heading."""
        notes: dict[str, Flowable] = {label: self._set_note(note) for label, note in chapter.notes.items()}
        heights = {label: note.height for label, note in notes.items()}
        items = replace(self, note_heights=heights).items(chapter.blocks, self._sections(chapter))
        return ItemStream(tuple(items), notes, {label: note.place for label, note in chapter.notes.items()})

    def _sections(self, chapter: Chapter) -> Item | None:
        """The contents of a chapter, to stand in the margin at its beginning; None where the design has no margin, or
        the chapter has too few sections, or more than its first page has room for."""
        look, least = self.setter.design.margin, self.setter.design.opener.contents
        width = margin_width(self.setter.design, self.geometry)
        sections = [block for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
        if look is None or not width or not least or len(sections) < max(least, 2):
            return None
        style = replace(look.note, hyphenate=False)
        parts: list[StackPart] = []
        for section in sections:
            mark = self.tags.mark(chapter.heading.id, "section", section.label)
            link = f"#{section.label}"
            words = (Link((*repeatable(section.children), Text("\u2002"), PageReference(section.label, "")), link),)
            text = self.setter.block(words, style, width, mark, place=section.place, whole=True)
            parts.append(StackPart(text))
        grid = self.geometry.setup.grid
        stack = FramedStack(tuple(parts), width, look.rule, grid / 2, beside=False)
        if stack.height > self.geometry.height - self.setter.design.opener.drop:
            return None
        return Item(stack, place=chapter.heading.place, beside=True)

    def items(self, blocks: Iterable[Block], opening: Item | None = None) -> list[Item]:
        """The items of blocks in order; a break becomes the `break_before` of the next item. What is `opening` stands
        in the margin beside the first text."""
        result: list[Item] = []
        remarks: list[Item] = []
        aside: list[tuple[Block, Item]] = []  # what stands in the margin beside the next item
        pending: BreakKind | None = None
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Break):
                pending = block.kind
                continue
            if result and (
                _announces(result[-1])
                or (isinstance(block, Table) and block.float is Float.HERE and _introduces(result, block.label))
                or (isinstance(block, Heading) and isinstance(before, Paragraph) and _is_deleted(before))
            ):
                result[-1] = replace(result[-1], keep_with_next=True)
            before = block
            if (head := self.side_head(block)) is not None:
                aside.append((block, replace(head, break_before=pending)))
                pending = None
                continue
            items = self._set(block)
            if len(items) == 1 and items[0].beside:
                aside.append((block, replace(items[0], break_before=pending)))
                pending = None
                continue
            if isinstance(block, ChangeNote):
                remarks += items
                continue
            items = _with_remarks(remarks, items, self.geometry)
            if items:
                items = [replace(items[0], break_before=pending), *items[1:]] if pending else items
                if opening is not None and takes_margin(items[0], self.geometry):
                    items[0], opening = beside(items[0], (opening,)), None
                if takes_margin(items[0], self.geometry):
                    broken = next((item.break_before for _, item in aside if item.break_before), items[0].break_before)
                    items[0] = replace(beside(items[0], (item for _, item in aside)), break_before=broken)
                else:
                    result += self._above(aside)
                result += items
                remarks, pending, aside = [], None, []
        return [*with_room(result, self.geometry), *self._above(aside), *remarks]

    def _above(self, aside: Iterable[tuple[Block, Item]]) -> Iterator[Item]:
        """What was to stand in the margin, above what it belongs to, which has no margin beside it."""
        for block, item in aside:
            first, *others = self._set(block)
            grid = self.geometry.setup.grid
            space = (max(first.before, grid), max(first.after, grid)) if first.beside else (first.before, first.after)
            yield replace(first, before=space[0], after=space[1], break_before=item.break_before, beside=False)
            yield from others

    def side_head(self, block: Block) -> Item | None:
        """A heading as it stands in the margin beside its text; None for one that stands above it."""
        look, width = self.setter.design.margin, margin_width(self.setter.design, self.geometry)
        if not isinstance(block, Heading) or look is None or not width or block.level not in look.headings:
            return None
        above = self.setter.remembered(
            "side heads",
            (block, self.geometry),
            lambda setter: replace(self, setter=setter).heading(block, self.tags.mark(block.id), look.head, width),
        )
        return replace(above, keep_with_next=False)

    def _set(self, block: Block) -> list[Item]:
        """The items of a block, remembered by what it says and shows."""
        content: Hashable = block
        if isinstance(block, Chart | Figure):  # comparing a picture would take longer than setting its caption
            content = replace(block, picture=None), Same(block.picture), self.image_root
        elif isinstance(block, CustomBlock):
            content = Same(block), tuple(self.note_heights.items()), self.image_root
        elif not isinstance(block, Paragraph | Heading):  # a table, or what may have one in it
            content = block, tuple(self.note_heights.items())
        found = self.setter.remembered(
            "blocks", (content, self.geometry), lambda setter: tuple(replace(self, setter=setter)._items(block))
        )
        return list(found)

    def _set_note(self, note: Note) -> TextBlock:
        """A footnote, remembered by what it says."""
        mark = footnote_key(note.label)
        return self.setter.remembered(
            "footnotes", (note, self.geometry), lambda setter: replace(self, setter=setter)._note(note, mark)
        )

    def on_grid(
        self,
        words: tuple[Inline, ...],
        style: TextStyle,
        width: float,
        mark: Mark,
        place: Place = Place(),
        *,
        indent: float = 0.0,
        whole: bool = False,
    ) -> TextBlock:
        """Words set in a width with their lines on the grid of the body's text; kept together if they are `whole`."""
        drop, grid = self.setter.drop(self.setter.design.text.body), self.geometry.setup.grid
        return self.setter.block(
            words, style, width, mark, place=place, drop=drop, grid=grid, indent=indent, whole=whole
        )

    def _items(self, block: Block) -> Iterator[Item]:
        match block:
            case Heading():
                yield self.heading(block, self.tags.mark(block.id))
            case Paragraph():
                yield self._text(block, self.setter.design.text.body)
            case List():
                yield from self._list(block)
            case Table():
                yield self._table(block)
            case Chart():
                yield self._chart(block)
            case Figure():
                yield self._figure(block)
            case KeyFigures():
                yield self._key_figures(block)
            case Quote():
                yield self._quote(block)
            case Callout():
                yield self._callout(block)
            case Signature():
                yield self._signature(block)
            case StatusLegend():
                yield from self._legend(block)
            case ChangeNote():
                yield self._text(block, self.setter.design.text.note)
            case CustomBlock():
                yield from self._custom(block)
            case Break():
                raise AssertionError("breaks are taken out before")
            case _:
                assert_never(block)

    def _text(self, words: Paragraph | ChangeNote, style: TextStyle) -> Item:
        width = self.geometry.column_width
        block = self.on_grid(words.children, style, width, self.tags.mark(words.id), words.place)
        return Item(block, style.before, style.after, place=words.place)

    def heading(self, heading: Heading, mark: Mark, style: TextStyle | None = None, width: float | None = None) -> Item:
        """A heading, which stays with what follows it; in the style of its level and the width of the column unless
        others are given."""
        text = self.setter.design.text
        style = style or (text.h1, text.h2, text.h3, text.h4, text.h5, text.h6)[heading.level - 1]
        number = (Text(f"{heading.number}\u2002"),) if heading.number else ()
        words = (*number, *heading.children)
        block = self.on_grid(words, style, width or self.geometry.column_width, mark, heading.place, whole=True)
        opens = max(1, round(style.before / self.geometry.setup.grid))
        return Item(
            block,
            style.before,
            style.after,
            keep_with_next=True,
            labels=(heading.label,),
            place=heading.place,
            opens=opens,
        )

    def _list(self, block: List) -> Iterator[Item]:
        """The items of a list; a short first or last item stays with its neighbour in one column."""
        body = self.setter.design.text.body
        items = list(self._list_items(block, 0, 0.0))
        if items:
            items[0] = replace(items[0], before=body.before)
            items[-1] = replace(items[-1], after=body.after)
        for index in {0, len(items) - 2} & set(range(len(items) - 1)):
            if items[index].flowable.height <= SHORT_ITEM * body.leading:
                items[index] = replace(items[index], keep_with_next=True)
        yield from items

    def _list_items(self, block: List, depth: int, x: float) -> Iterator[Item]:
        """The items of a list whose labels begin at `x`, `depth` lists inside others."""
        look, body = self.setter.design.lists, self.setter.design.text.body
        bullet = look.marks[min(depth, len(look.marks) - 1)]
        style = replace(body, colour=look.colour)
        labels = label_column(self.setter, block, style, look.indent, strong=True, bullet=bullet)
        indent = x + labels.width
        measure = self.geometry.column_width - indent
        for number, entry in enumerate(block.items):
            label = self.tags.mark(block.id, "label", number)
            inside = [inner for inner in entry.blocks if not isinstance(inner, Break)]
            if not inside or not isinstance(inside[0], Paragraph):
                text = labels.alone(entry, x, label, self.on_grid((), body, measure, Artifact.LAYOUT))
                yield Item(text, look.gap, look.gap, keep_with_next=bool(inside), place=entry.place)
            for index, inner in enumerate(inside):
                if isinstance(inner, List):
                    yield from self._list_items(inner, depth + 1, indent)
                elif isinstance(inner, Paragraph):
                    mark = self.tags.mark(inner.id)
                    text = self.on_grid(inner.children, body, measure, mark, inner.place, indent=indent)
                    text = text if index else labels.mark(text, entry, x, label)
                    yield Item(text, look.gap, look.gap, place=inner.place)
                else:
                    yield from self._items(inner)

    def _table(self, table: Table) -> Item:
        box = set_table(self.setter, table, self.tags, self._room(self.geometry.width(table.span)), 4.0)
        grid = self.geometry.setup.grid
        floats = _floats(box, table.float) if box.height <= FLOAT_SHARE * self.geometry.height else Float.HERE
        return Item(box, grid, grid, span=table.span, float=floats, labels=(table.label,), place=table.place)

    def _room(self, width: float) -> TableRoom:
        """The room for a table of a width."""
        return TableRoom(width, self.geometry.width(Span.PAGE), self.geometry.height, self.note_heights)

    def _caption(self, number: str, words: tuple[Inline, ...], width: float, mark: PartKey, place: Place) -> TextBlock:
        name = (Strong((Text(f"{number}\u2002"),)),) if number else ()
        return self.setter.block((*name, *words), self.setter.design.text.caption, width, mark, place=place, whole=True)

    def _source(self, source: tuple[Inline, ...], width: float, mark: PartKey, place: Place) -> TextBlock | None:
        if not source:
            return None
        words = (Text(f"{language_of(self.setter.language).pages.source}: "), *source)
        return self.setter.block(words, self.setter.design.text.source, width, mark, place=place, whole=True)

    def _chart(self, chart: Chart) -> Item:
        assert chart.picture is not None, f"the chart “{chart.file}” is drawn before it is set"
        width, grid = self.geometry.width(chart.span), self.geometry.setup.grid
        named, shown, below = (self.tags.mark(chart.id, part) for part in ("caption", "figure", "source"))
        body = PictureBox(chart.picture, shown, min(1.0, width / chart.picture.width))
        caption = self._caption(chart.number, chart.title, width, named, chart.place)
        source = self._source(chart.source, width, below, chart.place)
        box = FigureBox(caption, body, source, width, self.setter.design.table.end_rule, 4.0)
        box = self._on_page(box, chart.float, chart.place)
        return Item(
            box, grid, grid, span=chart.span, float=_floats(box, chart.float), labels=(chart.label,), place=chart.place
        )

    def _figure(self, figure: Figure) -> Item:
        width, grid = self.geometry.width(figure.span), self.geometry.setup.grid
        across, down = figure.pixels if all(figure.pixels) else (3, 2)
        mark = Artifact.LAYOUT if figure.decorative else self.tags.mark(figure.id, "figure")
        shown = width * figure.percent / 100
        body: PictureBox | ImageBox
        if figure.picture is not None:
            body = PictureBox(figure.picture, mark, shown / figure.picture.width)
        else:
            body = ImageBox(f"{self.image_root}/{figure.path}", shown, shown * down / across, mark, figure.pixels)
        words = figure.caption
        named = self.tags.mark(figure.id, "caption")
        caption = self._caption(figure.number, words, width, named, figure.place) if words else None
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

    def _key_figures(self, figures: KeyFigures) -> Item:
        width, grid = self.geometry.width(Span.PAGE), self.geometry.setup.grid
        cards = set_key_figures(self.setter, figures, self.tags, width, max(self.geometry.setup.gutter, grid))
        return Item(cards, grid, grid, span=Span.PAGE, labels=(figures.label,), place=figures.place)

    def _aside(self, parts: tuple[StackPart, ...], look: AsideLook, beside: bool) -> FramedStack:
        return FramedStack(
            parts, self.geometry.column_width, look.rule, look.pad, look.ground, beside, self.geometry.height
        )

    def _parts(self, blocks: Iterable[Block], style: TextStyle, width: float) -> Iterator[StackPart]:
        """The parts of a quote or a callout."""
        for block in blocks:
            match block:
                case Break():
                    pass
                case Paragraph() | ChangeNote():
                    text = self.on_grid(block.children, style, width, self.tags.mark(block.id), block.place)
                    yield StackPart(text, style.before)
                case List():
                    yield from self._list_parts(block, style, width)
                case Table():
                    box = set_table(self.setter, block, self.tags, replace(self._room(width), widest=width), 4.0)
                    yield StackPart(box, self.geometry.setup.grid)
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

    def _list_parts(self, block: List, style: TextStyle, width: float) -> Iterator[StackPart]:
        labels = label_column(self.setter, block, style, self.setter.design.lists.indent)
        for number, entry in enumerate(block.items):
            label = self.tags.mark(block.id, "label", number)
            parts = list(self._parts(entry.blocks, style, width - labels.width))
            if parts and isinstance(entry.blocks[0], Paragraph) and isinstance(text := parts[0].flowable, TextBlock):
                parts[0] = replace(parts[0], flowable=labels.mark(text, entry, -labels.width, label))
            else:
                like = self.on_grid((), style, width, Artifact.LAYOUT)
                parts.insert(0, StackPart(labels.alone(entry, -labels.width, label, like), style.before))
            yield from (replace(part, x=part.x + labels.width) for part in parts)

    def _quote(self, quote: Quote) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.quote, design.text
        width = self.geometry.column_width - (2 * look.pad if look.ground else 0.0)
        parts = list(self._parts(quote.blocks, text.quote, width))
        if quote.attribution:
            mark = self.tags.mark(quote.id, "attribution")
            line = self.setter.block((Text(quote.attribution),), text.attribution, width, mark, place=quote.place)
            parts.append(StackPart(line, text.attribution.before))
        return Item(self._aside(tuple(parts), look, beside=False), grid, grid, place=quote.place)

    def _callout(self, callout: Callout) -> Item:
        design, grid = self.setter.design, self.geometry.setup.grid
        look, text = design.callout, design.text
        width = self.geometry.column_width - 2 * look.pad
        parts = tuple(self._parts(callout.blocks, text.callout, width))
        if callout.title:
            words, mark = (Text(callout.title),), self.tags.mark(callout.id, "title")
            title = self.setter.block(words, text.callout_title, width, mark, place=callout.place, whole=True)
            parts = (StackPart(title), *parts)
        labels = tuple(block.label for block in blocks_in(callout.blocks) if isinstance(block, Table))
        return Item(self._aside(parts, look, beside=True), grid, grid, labels=labels, place=callout.place)

    def _signature(self, signature: Signature) -> Item:
        style, width = self.setter.design.text.signature, self.geometry.column_width
        inlines: list[Inline] = []
        for index, line in enumerate(signature.lines):
            inlines += [LineBreak()] if index else []
            inlines += [Strong(line)] if index == 0 else line
        mark = self.tags.mark(signature.id)
        block = self.on_grid(tuple(inlines), style, width, mark, signature.place, whole=True)
        return Item(block, style.before, style.after, place=signature.place)

    def _legend(self, legend: StatusLegend) -> Iterator[Item]:
        """The symbols with their words, as many beside each other as the column has room for."""
        width, grid = self.geometry.column_width, self.geometry.setup.grid
        texts: list[tuple[tuple[Inline, ...], Mark]] = [
            ((symbol,), self.tags.mark(legend.id, "status", index)) for index, symbol in enumerate(legend.marks)
        ]
        box = set_legend(self.setter, texts, self.setter.design.text.table, width, legend.place)
        yield Item(box, grid, grid, place=legend.place)

    def _custom(self, block: CustomBlock) -> Iterator[Item]:
        """The items of a block of a plug-in; words of it that none of them draws are a problem, for they would be
        missing from the page."""
        drawn: set[Mark] = set()
        items = block.layout(self)
        if not isinstance(items, Iterable):
            raise PluginError(
                f"{type(block).__name__}.layout gives a {type(items).__name__}, and no items.", block.place
            )
        for item in items:
            if not isinstance(item, Item):
                message = f"{type(block).__name__}.layout gives a {type(item).__name__} among its items."
                raise PluginError(message, block.place)
            drawn = drawn.union(*map(marks_of, (item.flowable, *item.margin)))
            yield item if item.place.file else replace(item, place=block.place)
        for name, words in block.texts().items():
            if plain(words).strip() and self.tags.mark(block.id, name) not in drawn:
                message = f"“{plain(words)}” would be missing from the page: {type(block).__name__} does not draw it."
                hint = "Take the block out, or install a version of its plug-in that draws all of it."
                self.setter.diagnostics.add(Code.PLUGIN_BLOCK, message, block.place, hint)

    def _note(self, note: Note, mark: Mark) -> TextBlock:
        style = self.setter.design.text.note
        words: list[Inline] = [Script((Text(str(note.number)),)), Text("\u2002")]
        for index, block in enumerate(note.blocks):
            if not isinstance(block, Paragraph):
                raise AssertionError(f"{type(block).__name__} in a footnote is refused when it is read")
            words += [LineBreak()] if index else []
            words += block.children
        return self.setter.block(
            tuple(words), style, self.geometry.column_width, mark, place=note.place, align=Align.LEFT
        )


def _with_remarks(remarks: list[Item], items: list[Item], geometry: Geometry) -> list[Item]:
    """Keep the remarks of a comparison with the items of the block that they are about.

    Remarks about a float are put above it in one flowable, which is scaled down when both do not fit on a page.
    """
    if not remarks or not items:
        return [*remarks, *items] if items else items
    if items[0].float is Float.HERE:
        return [*(replace(remark, keep_with_next=True) for remark in remarks), *items]
    parts = tuple(StackPart(remark.flowable) for remark in remarks)
    noted = WithRemarks(parts, items[0].flowable, geometry.setup.grid / 2)
    smaller = noted.shrink(geometry.height) if noted.height > geometry.height else None
    return [replace(items[0], flowable=smaller or noted), *items[1:]]


def _floats(box: Flowable, setting: Float) -> Float:
    """The float position of a block: that of its setting, or HERE for a block with footnotes, which belong at the foot
    of the text."""
    return Float.HERE if box.notes else setting


def _is_deleted(paragraph: Paragraph) -> bool:
    """Whether all words of a paragraph are marked as deleted: how a replaced heading stands before the new one."""
    words = paragraph.children
    return bool(words) and all(isinstance(w, Revised) and w.revision is Revision.DELETED for w in words)


def _announces(item: Item) -> bool:
    """Whether an item announces what follows: a text that ends in a colon."""
    text = item.flowable
    return isinstance(text, TextBlock) and bool(text.lines) and text.lines[-1].text.rstrip().endswith(":")


def _introduces(items: list[Item], label: str) -> bool:
    """Whether the last of some items introduces the table after it, which has this label: a short paragraph that names
    it, or below a heading."""
    text = items[-1].flowable
    if not isinstance(text, TextBlock) or text.whole or len(text.lines) > INTRODUCTION:
        return False
    below = len(items) > 1 and items[-2].keep_with_next
    return below or any(piece.style.link == f"#{label}" for line in text.lines for piece in line.pieces)
