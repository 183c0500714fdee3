"""Setting a table of the document: column widths, cells, decimal points under each other."""

from reportbuilder.content.model import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    List,
    Paragraph,
    Row,
    RowKind,
    Strong,
    Table,
    TableLook,
    Text,
)
from reportbuilder.content.walk import said_again
from reportbuilder.layout.figures import Figures, has_status, measure_figures, only_inlines
from reportbuilder.layout.stack import Part
from reportbuilder.layout.tables import CellBox, RowBox, TableBox, column_widths
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.style.model import TableLook as TableStyle
from reportbuilder.style.model import TextStyle
from reportbuilder.tagging.model import Artifact, Element
from reportbuilder.text.breaking import Composed, natural_width
from reportbuilder.values import Value, field, replace

HEADING_WIDTH = 90.0
"""A column heading asks for no more than this; a longer one takes several lines."""
STATUS_WIDTH = 84.0
"""A status and its word stay on one line in a column up to this width."""
LIST_INDENT = 9.0
"""How far the lines of a list in a cell stand in."""


class _TableSetter(Value):
    setter: Typesetter
    table: Table
    tag: Element
    look: TableStyle
    width: float
    cut: dict[tuple[int, str, float], Composed] = field(default_factory=dict)

    def composed(self, words: tuple[Inline, ...], style: TextStyle) -> Composed:
        """The words of a cell, cut once for its column's width and its lines."""
        key = (id(words), style.face, style.size)
        if key not in self.cut:
            self.cut[key] = self.setter.compose(words, style)
        return self.cut[key]

    def style_of(self, kind: RowKind) -> TextStyle:
        text = self.setter.design.text
        if kind is RowKind.GROUP:
            return text.table_group
        if kind is RowKind.SPAN:
            return text.table_span
        return replace_face(self.setter, text.table, "strong") if kind is RowKind.TOTAL else text.table

    def rows(self) -> tuple[RowBox, ...]:
        decimals = [self.decimal(i) for i in range(len(self.table.columns))]
        widths = self.widths(decimals)
        zebra = False
        result = []
        _, _, body = self.tag.children
        for row, tag in zip(self.table.rows, body.children, strict=True):
            zebra = row.kind is RowKind.BODY and not zebra
            result.append(self.row(row, tag, widths, decimals, zebra))
        return (self.header(widths, decimals), *result)

    def widths(self, decimals: list[Figures | None]) -> list[float]:
        """The widths of the columns; words are divided only when the table cannot do without."""
        natural = [self.natural(index) for index in range(len(self.table.columns))]
        least = self.least(decimals, natural, hyphenate=False)
        if sum(least) > self.width:
            least = self.least(decimals, natural, hyphenate=True)
        asked = [max(low, high) for low, high in zip(least, natural, strict=True)]
        return column_widths(least, asked, [c.width for c in self.table.columns], self.width)

    def widest(self, words: tuple[Inline, ...], style: TextStyle, hyphenate: bool) -> float:
        """The narrowest measure of a cell's words."""
        return self.setter.breaker.widest_composed(self.composed(words, style), hyphenate and style.hyphenate)

    def cells(self, index: int) -> list[Cell]:
        """The cells of a column, those that span others left out."""
        return [row.cells[index] for row in self.table.rows if len(row.cells) == len(self.table.columns)]

    def natural(self, index: int) -> float:
        """What a column asks to have every cell on one line; a long heading may always take several."""
        header, body = self.setter.design.text.table_header, self.style_of(RowKind.BODY)
        widths = [min(natural_width(self.composed(self.table.columns[index].label, header)), HEADING_WIDTH)]
        for cell in self.cells(index):
            widths += [natural_width(self.composed(words, body)) + x for words, x in _paragraphs(cell.blocks)]
        return max(widths) + 2 * self.look.pad_x

    def least(self, decimals: list[Figures | None], natural: list[float], hyphenate: bool) -> list[float]:
        """The narrowest that each column can be: its widest word, or its figures whole."""
        header, body = self.setter.design.text.table_header, self.style_of(RowKind.BODY)
        found = []
        for index, column in enumerate(self.table.columns):
            figures, pads = decimals[index], 2 * self.look.pad_x
            if figures is not None:
                found.append(max(natural[index], figures.width + pads))
                continue
            widths = [self.widest(column.label, header, hyphenate)]
            for cell in self.cells(index):
                for words, x in _paragraphs(cell.blocks):
                    if has_status(cell):
                        widths.append(min(natural_width(self.composed(words, body)), STATUS_WIDTH))
                    else:
                        widths.append(self.widest(words, body, hyphenate) + x)
            found.append(max(widths) + pads)
        return found

    def decimal(self, index: int) -> Figures | None:
        if self.table.columns[index].align is not Align.DECIMAL:
            return None
        return measure_figures(self.setter, self.style_of(RowKind.BODY), self.cells(index))

    def header(self, widths: list[float], decimals: list[Figures | None]) -> RowBox:
        style = self.setter.design.text.table_header
        cells = []
        x = 0.0
        heads = self.tag.children[1].children[0].children
        for column, tag, width, decimal in zip(self.table.columns, heads, widths, decimals, strict=True):
            align = Align.RIGHT if column.align is Align.DECIMAL else column.align
            measure = width - 2 * self.look.pad_x - (decimal.symbol if decimal else 0.0)
            block = self.setter.block(
                column.label, style, measure, tag.key, place=self.table.place, align=align, whole=True
            )
            cells.append(CellBox((Part(block, x=self.look.pad_x),) if column.label else (), x, width))
            x += width
        return RowBox(_sunk(tuple(cells)), RowKind.BODY, self.look.pad_y, self.look.head_ground)

    def row(self, row: Row, tag: Element, widths: list[float], decimals: list[Figures | None], zebra: bool) -> RowBox:
        cells = []
        index, x = 0, 0.0
        for cell, cell_tag in zip(row.cells, tag.children, strict=False):  # a heading over rows has one more
            width = sum(widths[index : index + cell.columns])
            column = self.table.columns[index]
            decimal = decimals[index] if cell.columns == 1 else None
            cells.append(CellBox(self.parts(cell, cell_tag, row.kind, column, decimal, width), x, width))
            index, x = index + cell.columns, x + width
        match row.kind:
            case RowKind.GROUP:
                ground = self.look.group_ground
            case RowKind.SPAN:
                ground = self.look.span_ground
            case _:
                ground = self.look.zebra if zebra else ""
        return RowBox(tuple(cells), row.kind, self.look.pad_y, ground)

    def parts(
        self, cell: Cell, tag: Element, kind: RowKind, column: Column, decimal: Figures | None, width: float
    ) -> tuple[Part, ...]:
        style = self.style_of(kind)
        pad, measure = self.look.pad_x, width - 2 * self.look.pad_x
        inlines = only_inlines(cell)
        figure = decimal.figures.get(id(cell)) if decimal is not None else None
        if decimal is not None and inlines is not None and figure is not None:
            block = self.setter.block(inlines, style, measure, tag.key, place=cell.place, whole=True)
            start = measure - decimal.symbol - decimal.fraction[figure.unit] - figure.whole
            return (Part(block, x=pad + start),)
        measure -= decimal.symbol if decimal else 0.0
        align = Align.RIGHT if column.align is Align.DECIMAL else column.align
        if kind in (RowKind.GROUP, RowKind.SPAN):
            align = Align.LEFT
        return self.blocks(cell.blocks, tag.children or (tag,), style, measure, pad, align)

    def blocks(
        self,
        blocks: tuple[Block, ...],
        tags: tuple[Element, ...],
        style: TextStyle,
        measure: float,
        x: float,
        align: Align,
    ) -> tuple[Part, ...]:
        """The blocks of a cell, each with its element; a single paragraph's is the cell's own."""
        parts: list[Part] = []
        gap = style.leading * 0.3
        for block, tag in zip(blocks, tags, strict=False):
            if isinstance(block, Paragraph):
                composed = self.composed(block.children, style)
                text = self.setter.block(
                    block.children, style, measure, tag.key, place=block.place, align=align, composed=composed
                )
                parts.append(Part(text, gap, x))
            elif isinstance(block, List):
                for item, (label, body) in zip(block.items, (e.children for e in tag.children), strict=True):
                    inner = self.blocks(
                        item.blocks, body.children, style, measure - LIST_INDENT, x + LIST_INDENT, align
                    )
                    if inner and isinstance(first := inner[0].flowable, TextBlock):
                        marker = self.setter.words(item.marker, style)
                        first = replace(first, marker=marker, marker_x=-LIST_INDENT, marker_mark=label.key)
                        inner = (replace(inner[0], flowable=first), *inner[1:])
                    parts.extend(replace(p, before=gap / 2) for p in inner)
        return tuple(parts)


def replace_face(setter: Typesetter, style: TextStyle, kind: str) -> TextStyle:
    """The style in the strong or emphasised variant of its face."""
    face = getattr(setter.style.fonts[style.face], kind) or style.face
    return replace(style, face=face)


def set_table(
    setter: Typesetter, table: Table, tag: Element, width: float, column_height: float, gap: float
) -> TableBox:
    """Set a table in a width; `column_height` is that of an empty column. `tag` groups the table's element with those
    of what stands below it."""
    grid, *below = tag.children
    design = setter.design
    look = design.matrix if table.look is TableLook.MATRIX else design.table
    header, *rows = _TableSetter(setter, table, grid, look, width).rows()
    said = list(table.notes)
    if table.source:
        said.append((Text(f"{PAGE_WORDS[setter.language].source}: "), *table.source))
    tail = [
        setter.block(words, design.text.source, width, paragraph.key, place=table.place, whole=True)
        for words, paragraph in zip(said, below, strict=True)
    ]
    return TableBox(
        caption=_caption(setter, table, width, grid.children[0].key),
        continued=_continued(setter, table, width),
        header=header,
        rows=tuple(rows),
        tail=tuple(tail),
        look=look,
        measure=width,
        gap=gap,
        column_height=column_height,
    )


def _continued(setter: Typesetter, table: Table, width: float) -> TextBlock:
    """What stands above the next part of a table: its number, or its caption when it has none; nothing without both."""
    words = f" ({PAGE_WORDS[setter.language].continued})"
    captioned = (*said_again(table.caption), Text(words)) if table.caption else ()
    inlines = (Strong((Text(f"{table.number}{words}"),)),) if table.number else captioned
    style = setter.design.text.caption
    return setter.block(inlines, style, width, Artifact.REPEATED, place=table.place, whole=True)


def _caption(setter: Typesetter, table: Table, width: float, mark: int) -> TextBlock:
    name = f"{table.number}\u2002" if table.number else ""
    inlines: tuple[Inline, ...] = (Strong((Text(name),)), *table.caption) if name else table.caption
    return setter.block(inlines, setter.design.text.caption, width, mark, place=table.place, whole=True)


def _paragraphs(blocks: tuple[Block, ...], indent: float = 0.0) -> list[tuple[tuple[Inline, ...], float]]:
    found: list[tuple[tuple[Inline, ...], float]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append((block.children, indent))
        elif isinstance(block, List):
            for item in block.items:
                found.extend(_paragraphs(item.blocks, indent + LIST_INDENT))
    return found


def _sunk(cells: tuple[CellBox, ...]) -> tuple[CellBox, ...]:
    """Header cells stand on the rule: the shorter ones are pushed down."""
    tallest = max((p.flowable.height for c in cells for p in c.parts), default=0.0)
    result = []
    for cell in cells:
        if cell.parts and isinstance(block := cell.parts[0].flowable, TextBlock) and block.height < tallest:
            spacer = replace(block, lines=(), leading=0.0)
            missing = tallest - block.height
            cell = replace(cell, parts=(Part(spacer), replace(cell.parts[0], before=missing)))
        result.append(cell)
    return tuple(result)
