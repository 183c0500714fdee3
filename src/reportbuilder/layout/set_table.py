"""Setting a table of the document: column widths, cells, decimal points under each other."""

from dataclasses import dataclass, replace

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
    StatusMark,
    Strong,
    Table,
    TableLook,
    Text,
)
from reportbuilder.layout.stack import Part
from reportbuilder.layout.tables import CellBox, RowBox, TableBox, column_widths
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.style.model import TableLook as TableStyle
from reportbuilder.style.model import TextStyle

LIST_INDENT = 9.0
"""How far the lines of a list in a cell stand in."""


@dataclass(frozen=True, slots=True)
class _Decimal:
    """The widths before and after the decimal comma that a column's figures take."""

    whole: float
    fraction: float


@dataclass(frozen=True, slots=True)
class _TableSetter:
    setter: Typesetter
    table: Table
    look: TableStyle
    width: float

    def style_of(self, kind: RowKind, header: bool = False) -> TextStyle:
        text = self.setter.design.text
        if kind is RowKind.GROUP:
            return text.table_group
        if kind is RowKind.SPAN:
            return text.table_span
        if kind is RowKind.TOTAL or header:
            return replace_face(self.setter, text.table, "strong") if kind is RowKind.TOTAL else text.table
        return text.table

    def rows(self) -> tuple[RowBox, ...]:
        decimals = [self.decimal(i) for i in range(len(self.table.columns))]
        widths = self.widths(decimals)
        zebra = False
        result = []
        for row in self.table.rows:
            zebra = row.kind is RowKind.BODY and not zebra
            result.append(self.row(row, widths, decimals, zebra))
        return (self.header(widths, decimals), *result)

    def widths(self, decimals: list[_Decimal | None]) -> list[float]:
        least, natural = [], []
        for index, column in enumerate(self.table.columns):
            pads = 2 * self.look.pad_x
            cells = [row.cells[index] for row in self.table.rows if len(row.cells) == len(self.table.columns)]
            header = self.setter.design.text.table_header
            low = [self.setter.widest_word(column.label, header)]
            high = [min(self.setter.natural_width(column.label, header), 90.0)]
            for cell in cells:
                for inlines, indent in _paragraphs(cell.blocks):
                    low.append(self.setter.widest_word(inlines, self.style_of(RowKind.BODY)) + indent)
                    high.append(self.setter.natural_width(inlines, self.style_of(RowKind.BODY)) + indent)
            decimal = decimals[index]
            if decimal is not None:
                low.append(decimal.whole + decimal.fraction)
                low.append(max(high[1:], default=0.0))
            least.append(max(low) + pads)
            natural.append(max(max(high), max(low)) + pads)
        return column_widths(least, natural, [c.width for c in self.table.columns], self.width)

    def decimal(self, index: int) -> _Decimal | None:
        if self.table.columns[index].align is not Align.DECIMAL:
            return None
        whole, fraction = 0.0, 0.0
        for row in self.table.rows:
            if len(row.cells) == len(self.table.columns):
                parts = self.split_figure(row.cells[index])
                whole, fraction = max(whole, parts[0]), max(fraction, parts[1])
        return _Decimal(whole, fraction)

    def split_figure(self, cell: Cell) -> tuple[float, float]:
        """The widths of a figure before its decimal comma and from it on (with unit and symbol)."""
        inlines = _only_inlines(cell)
        if inlines is None or cell.value is None:
            return 0.0, 0.0
        style = self.style_of(RowKind.BODY)
        total = self.setter.natural_width(inlines, style)
        words = "".join(i.text for i in inlines if isinstance(i, Text))
        digits = words.split(",")[0] if "," in words else words.rstrip("%\u00a0 abcdefghijklmnopqrstuvwxyz")
        before = self.setter.natural_width((Text(digits),), style) if digits else 0.0
        return before, total - before

    def header(self, widths: list[float], decimals: list[_Decimal | None]) -> RowBox:
        style = self.setter.design.text.table_header
        cells = []
        x = 0.0
        for column, width, decimal in zip(self.table.columns, widths, decimals, strict=True):
            align = Align.RIGHT if column.align is Align.DECIMAL else column.align
            measure = width - 2 * self.look.pad_x
            block = self.setter.block(column.label, style, measure, align=align, whole=True)
            cells.append(CellBox((Part(block, x=self.look.pad_x),) if column.label else (), x, width))
            del decimal
            x += width
        return RowBox(_sunk(tuple(cells)), RowKind.BODY, self.look.pad_y, self.look.head_ground)

    def row(self, row: Row, widths: list[float], decimals: list[_Decimal | None], zebra: bool) -> RowBox:
        cells = []
        index, x = 0, 0.0
        for cell in row.cells:
            width = sum(widths[index : index + cell.columns])
            column = self.table.columns[index]
            decimal = decimals[index] if cell.columns == 1 else None
            cells.append(CellBox(self.parts(cell, row.kind, column, decimal, width), x, width))
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
        self, cell: Cell, kind: RowKind, column: Column, decimal: _Decimal | None, width: float
    ) -> tuple[Part, ...]:
        style = self.style_of(kind)
        pad, measure = self.look.pad_x, width - 2 * self.look.pad_x
        inlines = _only_inlines(cell)
        if decimal is not None and inlines is not None and cell.value is not None:
            before, _ = self.split_figure(cell)
            block = self.setter.block(inlines, style, measure, place=cell.place, whole=True)
            return (Part(block, x=pad + measure - decimal.fraction - before),)
        align = Align.RIGHT if column.align is Align.DECIMAL else column.align
        if kind in (RowKind.GROUP, RowKind.SPAN):
            align = Align.LEFT
        return self.blocks(cell.blocks, style, measure, pad, align)

    def blocks(
        self, blocks: tuple[Block, ...], style: TextStyle, measure: float, x: float, align: Align
    ) -> tuple[Part, ...]:
        parts: list[Part] = []
        gap = style.leading * 0.3
        for block in blocks:
            if isinstance(block, Paragraph):
                text = self.setter.block(block.children, style, measure, place=block.place, align=align)
                parts.append(Part(text, gap, x))
            elif isinstance(block, List):
                for item in block.items:
                    inner = self.blocks(item.blocks, style, measure - LIST_INDENT, x + LIST_INDENT, align)
                    if inner and isinstance(inner[0].flowable, TextBlock):
                        marker = self.setter.words(item.marker, style)
                        marked = replace(inner[0].flowable, marker=marker, marker_x=-LIST_INDENT)
                        inner = (replace(inner[0], flowable=marked), *inner[1:])
                    parts.extend(replace(p, before=gap / 2) for p in inner)
        return tuple(parts)


def replace_face(setter: Typesetter, style: TextStyle, kind: str) -> TextStyle:
    """The style in the strong or emphasised variant of its face."""
    face = getattr(setter.style.fonts[style.face], kind) or style.face
    return style.model_copy(update={"face": face})


def set_table(setter: Typesetter, table: Table, width: float, column_height: float, gap: float) -> TableBox:
    """Set a table in a width; `column_height` is that of an empty column."""
    design = setter.design
    look = design.matrix if table.look is TableLook.MATRIX else design.table
    header, *rows = _TableSetter(setter, table, look, width).rows()
    tail = [setter.block(note, design.text.source, width, whole=True) for note in table.notes]
    if table.source:
        tail.append(
            setter.block(
                (Text(f"{PAGE_WORDS[setter.language].source}: "), *table.source), design.text.source, width, whole=True
            )
        )
    return TableBox(
        caption=_caption(setter, table, width, ""),
        continued=_caption(setter, table, width, f" ({PAGE_WORDS[setter.language].continued})"),
        header=header,
        rows=tuple(rows),
        tail=tuple(tail),
        look=look,
        measure=width,
        gap=gap,
        column_height=column_height,
    )


def _caption(setter: Typesetter, table: Table, width: float, suffix: str) -> TextBlock:
    name = f"{table.number}{suffix}\u2002" if table.number else ""
    inlines: tuple[Inline, ...] = (Strong((Text(name),)), *table.caption) if name else table.caption
    return setter.block(inlines, setter.design.text.caption, width, place=table.place, whole=True)


def _only_inlines(cell: Cell) -> tuple[Inline, ...] | None:
    if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
        return cell.blocks[0].children
    return None


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


def has_status(cell: Cell) -> bool:
    """Whether a cell shows a status."""
    inlines = _only_inlines(cell)
    return inlines is not None and any(isinstance(i, StatusMark) for i in inlines)
