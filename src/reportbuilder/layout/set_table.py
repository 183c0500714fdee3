"""Setting a table of the document: column widths, and cells aligned by their decimal comma, with status symbols."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.document.model import (
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
    TableKind,
    Text,
)
from reportbuilder.document.walk import plain, repeatable, within
from reportbuilder.i18n.language import language_of
from reportbuilder.i18n.number_parsing import Notation
from reportbuilder.layout.stack import StackPart
from reportbuilder.layout.tables import NO_ROW, REPEATED_HEAD, CellBox, RowBox, TableBox, column_widths
from reportbuilder.layout.typeset import TextBlock, Typesetter, label_column
from reportbuilder.structure.model import Artifact, PartKey, PartTags
from reportbuilder.style.model import TableStyle, TextStyle
from reportbuilder.text.breaking import Composed, natural_width
from reportbuilder.values import Value, field, replace

_PROVISIONAL = "*"  # stands outside the figures, as the symbols do
_NUMBER = re.compile(r"(\D*\d(?:[.:\u202f\u00a0 ]?\d)*)(?:,\d+)?")
_ENGLISH_NUMBER = re.compile(r"(\D*\d(?:[,:\u202f\u00a0 ]?\d)*)(?:\.\d+)?")
"""A figure with what stands before it (`US$ -`); what follows is its unit, which may end in a sign such as ³."""


class AlignedFigure(Value):
    """A figure in a cell, measured: its unit, the widths before and from its decimal comma, and of its symbol."""

    unit: str
    whole: float
    fraction: float
    symbol: float


class FigureColumn(Value):
    """A column of figures, by the identity of their cells: per unit the widest parts, so that commas stand under each
    other and all end level."""

    figures: Mapping[int, AlignedFigure]
    whole: Mapping[str, float]
    fraction: Mapping[str, float]
    symbol: float

    @property
    def width(self) -> float:
        """The width of the figures with their symbols, in points."""
        return max((self.whole[unit] + self.fraction[unit] for unit in self.whole), default=0.0) + self.symbol


def measure_figures(setter: Typesetter, style: TextStyle, cells: Iterable[Cell]) -> FigureColumn:
    """Measure the figures among the cells of a column."""
    whole: dict[str, float] = {}
    fraction: dict[str, float] = {}
    figures: dict[int, AlignedFigure] = {}
    symbol = 0.0
    for cell in cells:
        figure = _measure(setter, style, cell)
        if figure is not None:
            figures[id(cell)] = figure
            whole[figure.unit] = max(whole.get(figure.unit, 0.0), figure.whole)
            fraction[figure.unit] = max(fraction.get(figure.unit, 0.0), figure.fraction)
            symbol = max(symbol, figure.symbol)
    return FigureColumn(figures, whole, fraction, symbol)


def _measure(setter: Typesetter, style: TextStyle, cell: Cell) -> AlignedFigure | None:
    inlines = only_inlines(cell)
    if inlines is None or cell.value is None:
        return None
    shown = repeatable(inlines) or inlines
    shown_text = "".join(i.text for i in shown if isinstance(i, Text)).strip()
    words = shown_text.rstrip(_PROVISIONAL)
    match = (_ENGLISH_NUMBER if language_of(setter.language).notation is Notation.POINT else _NUMBER).match(words)
    before = setter.natural_width((Text(match[1]),), style) if match else 0.0
    figure, all_shown = setter.natural_width((Text(words),), style), setter.natural_width(shown, style)
    symbol = all_shown - figure if has_status(cell) or words != shown_text else 0.0
    struck = setter.natural_width(inlines, style) - all_shown  # deleted words stand before the others
    return AlignedFigure(words[match.end() if match else 0 :], struck + before, figure - before, symbol)


def only_inlines(cell: Cell) -> tuple[Inline, ...] | None:
    """The content of a cell that is one paragraph."""
    if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
        return cell.blocks[0].children
    return None


def has_status(cell: Cell) -> bool:
    """Whether a cell shows a status."""
    inlines = only_inlines(cell)
    return inlines is not None and any(isinstance(i, StatusMark) for i in within(inlines))


HEADING_WIDTH = 90.0
"""A column heading asks for no more than this; a longer one takes several lines."""
STATUS_WIDTH = 84.0
"""A status and its word stay on one line in a column up to this width."""
LIST_INDENT = 9.0
"""The least indent of the lines of a list in a cell, in points."""
MOST_CONTINUED = 3
"""A caption of more lines than this is not repeated."""
REPEATED_NOTES = 0.2
"""Footnotes of a header are repeated with it up to this share of a column."""
TOLERANCE = 0.01
"""Points by which a column may be narrower than what is in it."""


class _TableSetter(Value):
    setter: Typesetter
    table: Table
    tags: PartTags
    look: TableStyle
    width: float
    cut: dict[tuple[int, str, float], Composed] = field(default_factory=dict)
    columns: list[list[Cell]] = field(default_factory=list)

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

    def boxes(self, widest: float) -> tuple[RowBox, RowBox, tuple[RowBox, ...]]:
        """The header, the header without references to footnotes, and the rows. A table that does not fit its width
        is one problem; `widest` is the width that it could have across the page."""
        decimals = [self.decimal(i) for i in range(len(self.table.columns))]
        widths, least = self.widths(decimals)
        silent = replace(self, setter=replace(self.setter, diagnostics=Diagnostics()))
        setting = self
        if _narrow(widths, least):
            needed = [self.needed(index, figures) for index, figures in enumerate(decimals)]
            if _narrow(widths, needed):
                self.report_too_wide(widths, needed, widest)
                setting = silent
        header = setting.header(widths, decimals)
        unmarked = silent.header(widths, decimals, again=True) if header.notes else header
        return header, unmarked, setting.rows(widths, decimals)

    def rows(self, widths: list[float], decimals: list[FigureColumn | None]) -> tuple[RowBox, ...]:
        zebra = False
        result = []
        for row in self.table.rows:
            zebra = row.kind is RowKind.BODY and not zebra
            result.append(self.row(row, widths, decimals, zebra))
        return tuple(result)

    def widths(self, decimals: list[FigureColumn | None]) -> tuple[list[float], list[float]]:
        """The widths of the columns, and the least that each asks for. Words are divided only when the table
        cannot do without, and at last headings of figures take as many lines as they must."""
        if (grid := self.shared_grid(decimals)) is not None:
            return grid
        natural = [self.natural(index) for index in range(len(self.table.columns))]
        least = self.least(decimals, natural, hyphenate=False)
        if sum(least) > self.width:
            least = self.least(decimals, natural, hyphenate=True)
        if sum(least) > self.width:
            least = [self.needed(index, figures) for index, figures in enumerate(decimals)]
        desired = [max(low, high) for low, high in zip(least, natural, strict=True)]
        return column_widths(least, desired, [c.width for c in self.table.columns], self.width), least

    def shared_grid(self, decimals: list[FigureColumn | None]) -> tuple[list[float], list[float]] | None:
        """The widths of the columns on the grid that the style gives to tables of so many columns, and the least that
        each needs; None where there is no such grid, or something does not fit it."""
        grid, columns = self.look.columns, self.table.columns
        if len(grid) != len(columns) or any(column.width is not None for column in columns):
            return None
        widths = [self.width * width / sum(grid) for width in grid]
        needed = [self.needed(index, figures) for index, figures in enumerate(decimals)]
        return (widths, needed) if not _narrow(widths, needed) else None

    def needed(self, index: int, figures: FigureColumn | None) -> float:
        """The least width of a column in points: its widest word after hyphenation, or its widest figure."""
        header, body = self.setter.design.text.table_header, self.style_of(RowKind.BODY)
        symbol = figures.symbol if figures is not None else 0.0
        widths = [self.widest(self.table.columns[index].label, header, hyphenate=True) + symbol]
        if figures is not None:
            widths.append(figures.width)
        for cell in self.cells(index):
            if figures is None or id(cell) not in figures.figures:
                texts = self.paragraphs(cell.blocks)
                widths += [self.widest(words, body, hyphenate=True) + x + symbol for words, x in texts]
        return max(widths) + 2 * self.look.pad_x

    def report_too_wide(self, widths: list[float], needed: list[float], widest: float) -> None:
        """Report a table whose columns need more than they have: by how much, and the ways out that there are."""
        table, columns = self.table, self.table.columns
        total = sum(needed)
        narrow = _narrow(widths, needed)
        lacking = sum(needed[i] - widths[i] for i in narrow)
        ways = []
        if total <= self.width and any(column.width is not None for column in columns):
            names = ", ".join(f"“{plain(columns[i].label) or i + 1}”" for i in narrow[:3])
            message = f"Columns of the table are too narrow for what is in them, by {_mm(lacking)} together: {names}."
            ways.append("give these a larger `width`, or leave `width` out of the columns")
        else:
            count = f"{len(columns)} columns need" if len(columns) > 1 else "column needs"
            message = (
                f"The table is {_mm(total - self.width)} too wide: its {count} {_mm(total)} at least, "
                f"and there is room for {_mm(self.width)}."
            )
            if total <= widest:
                ways.append("give it the width of the page with `span: page`")
            if len(columns) > 2:
                ways += ["leave out columns", "make two tables of it"]
        wide = max(narrow, key=lambda i: needed[i] - 2 * self.look.pad_x)
        ways.append(f"shorten the longest word or figure of column “{plain(columns[wide].label) or wide + 1}”")
        hint = f"{'; or '.join(ways)}."
        self.setter.diagnostics.add(Code.TABLE_TOO_WIDE, message, table.place, f"{hint[0].upper()}{hint[1:]}")

    def widest(self, words: tuple[Inline, ...], style: TextStyle, hyphenate: bool) -> float:
        """The narrowest measure of a cell's words."""
        return self.setter.breaker.widest_composed(self.composed(words, style), hyphenate and style.hyphenate)

    def cells(self, index: int) -> list[Cell]:
        """The cells of a column, those that span others left out."""
        return self.by_column[index]

    @property
    def by_column(self) -> list[list[Cell]]:
        """The cells that stand in one column, for each column."""
        if not self.columns:
            self.columns.extend([] for _ in self.table.columns)
            for row in self.table.rows:
                index = 0
                for cell in row.cells:
                    if cell.columns == 1:
                        self.columns[index].append(cell)
                    index += cell.columns
        return self.columns

    def natural(self, index: int) -> float:
        """The natural width of a column in points: every cell on one line; a long heading may always take several
        lines."""
        header, body = self.setter.design.text.table_header, self.style_of(RowKind.BODY)
        widths = [min(natural_width(self.composed(self.table.columns[index].label, header)), HEADING_WIDTH)]
        for cell in self.cells(index):
            widths += [natural_width(self.composed(words, body)) + x for words, x in self.paragraphs(cell.blocks)]
        return max(widths) + 2 * self.look.pad_x

    def least(self, decimals: list[FigureColumn | None], natural: list[float], hyphenate: bool) -> list[float]:
        """The narrowest that each column can be: its widest word, or its figures whole."""
        header, body = self.setter.design.text.table_header, self.style_of(RowKind.BODY)
        least = []
        for index, column in enumerate(self.table.columns):
            figures, pads = decimals[index], 2 * self.look.pad_x
            if figures is not None:
                heading = self.widest(column.label, header, hyphenate) + figures.symbol
                least.append(max(natural[index], figures.width + pads, heading + pads))
                continue
            widths = [self.widest(column.label, header, hyphenate)]
            for cell in self.cells(index):
                for words, x in self.paragraphs(cell.blocks):
                    if has_status(cell):
                        widths.append(min(natural_width(self.composed(words, body)), STATUS_WIDTH))
                    else:
                        widths.append(self.widest(words, body, hyphenate) + x)
            least.append(max(widths) + pads)
        return least

    def paragraphs(self, blocks: tuple[Block, ...], indent: float = 0.0) -> Iterator[tuple[tuple[Inline, ...], float]]:
        """The texts of a cell, each with its indent in points."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield block.children, indent
            elif not isinstance(block, List):
                raise AssertionError(f"{type(block).__name__} in a cell is refused when it is read")
            else:
                inside = indent + label_column(self.setter, block, self.style_of(RowKind.BODY), LIST_INDENT).width
                for item in block.items:
                    yield from self.paragraphs(item.blocks, inside)

    def decimal(self, index: int) -> FigureColumn | None:
        if self.table.columns[index].align is not Align.DECIMAL:
            return None
        return measure_figures(self.setter, self.style_of(RowKind.BODY), self.cells(index))

    def header(self, widths: list[float], decimals: list[FigureColumn | None], *, again: bool = False) -> RowBox:
        """The header; with `again` as it stands without references to footnotes."""
        style = self.setter.design.text.table_header
        cells = []
        x = 0.0
        for index, (column, width, decimal) in enumerate(zip(self.table.columns, widths, decimals, strict=True)):
            align = Align.RIGHT if column.align is Align.DECIMAL else column.align
            measure = width - 2 * self.look.pad_x - (decimal.symbol if decimal else 0.0)
            block = self.setter.block(
                repeatable(column.label) if again else column.label,
                style,
                measure,
                self.tags.mark(self.table.id, "column", index),
                place=self.table.place,
                align=align,
                whole=True,
            )
            cells.append(CellBox((StackPart(block, x=self.look.pad_x),) if column.label else (), x, width))
            x += width
        return RowBox(_bottom_aligned(tuple(cells)), RowKind.BODY, self.look.pad_y, self.look.head_ground)

    def row(self, row: Row, widths: list[float], decimals: list[FigureColumn | None], zebra: bool) -> RowBox:
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
            case RowKind.BODY | RowKind.TOTAL:
                ground = self.look.zebra if zebra else ""
            case _:
                assert_never(row.kind)
        return RowBox(tuple(cells), row.kind, self.look.pad_y, ground, label=row.label)

    def parts(
        self, cell: Cell, kind: RowKind, column: Column, decimal: FigureColumn | None, width: float
    ) -> tuple[StackPart, ...]:
        style = self.style_of(kind)
        pad, measure = self.look.pad_x, width - 2 * self.look.pad_x
        inlines = only_inlines(cell)
        figure = decimal.figures.get(id(cell)) if decimal is not None else None
        if decimal is not None and inlines is not None and figure is not None:
            mark = self.tags.mark(cell.blocks[0].id)
            block = self.setter.block(inlines, style, measure, mark, place=cell.place, whole=True)
            start = measure - decimal.symbol - decimal.fraction[figure.unit] - figure.whole
            return (StackPart(block, x=pad + start),)
        measure -= decimal.symbol if decimal else 0.0
        align = Align.RIGHT if column.align is Align.DECIMAL else column.align
        if kind in (RowKind.GROUP, RowKind.SPAN):
            align = Align.LEFT
        return self.blocks(cell.blocks, style, measure, pad, align)

    def blocks(
        self,
        blocks: tuple[Block, ...],
        style: TextStyle,
        measure: float,
        x: float,
        align: Align,
    ) -> tuple[StackPart, ...]:
        """The blocks of a cell; the element of a single paragraph is the cell's own."""
        parts: list[StackPart] = []
        gap = style.leading * 0.3
        for block in blocks:
            if isinstance(block, Paragraph):
                composed = self.composed(block.children, style)
                mark = self.tags.mark(block.id)
                text = self.setter.block(
                    block.children, style, measure, mark, place=block.place, align=align, composed=composed
                )
                parts.append(StackPart(text, gap, x))
            elif isinstance(block, List):
                labels = label_column(self.setter, block, style, LIST_INDENT)
                for number, item in enumerate(block.items):
                    label = self.tags.mark(block.id, "label", number)
                    inner = self.blocks(item.blocks, style, measure - labels.width, x + labels.width, align)
                    first = inner[0].flowable if inner else None
                    if isinstance(first, TextBlock) and isinstance(item.blocks[0], Paragraph):
                        first = labels.mark(first, item, -labels.width, label)
                        inner = (replace(inner[0], flowable=first), *inner[1:])
                    else:
                        alone = labels.alone(item, -labels.width, label)
                        inner = (StackPart(alone, gap, x + labels.width), *inner)
                    parts.extend(replace(p, before=gap / 2) for p in inner)
            else:
                raise AssertionError(f"{type(block).__name__} in a cell is refused when it is read")
        return tuple(parts)


def replace_face(setter: Typesetter, style: TextStyle, kind: str) -> TextStyle:
    """The style in the strong or emphasised variant of its face."""
    face = getattr(setter.style.fonts[style.face], kind) or style.face
    return replace(style, face=face)


class TableRoom(Value):
    """The room for a table: its width, the width that it could have across the page, the height of an empty column,
    and the heights of the footnotes that it may refer to, by label."""

    width: float
    widest: float
    column_height: float
    notes: Mapping[str, float] = field(default_factory=dict)


def set_table(setter: Typesetter, table: Table, tags: PartTags, room: TableRoom, gap: float) -> TableBox:
    """Set a table in the width of a room, with a `gap` between it and what stands above and below it."""
    design = setter.design
    look = design.matrix if table.look is TableKind.MATRIX else design.table
    width = room.width
    header, unmarked, rows = _TableSetter(setter, table, tags, look, width).boxes(room.widest)
    below = [(words, tags.mark(table.id, "note", index)) for index, words in enumerate(table.notes)]
    if table.source:
        words = (Text(f"{language_of(setter.language).pages.source}: "), *table.source)
        below.append((words, tags.mark(table.id, "source")))
    tail = [
        setter.block(words, design.text.source, width, mark, place=table.place, whole=True) for words, mark in below
    ]
    continued = _continued(setter, table, width)
    return TableBox(
        caption=_caption(setter, table, width, tags.mark(table.id, "caption")),
        continued=continued,
        header=header,
        repeat=_repeat(header, unmarked, continued, room),
        rows=rows,
        tail=tuple(tail),
        look=look,
        measure=width,
        gap=gap,
        column_height=room.column_height,
    )


def _repeat(header: RowBox, unmarked: RowBox, continued: TextBlock, room: TableRoom) -> RowBox:
    """The header of the next part of a table. It refers to its footnotes again, which then stand at the foot again, if
    those are short; and a header that would take most of a column is not repeated."""
    if continued.height + header.height > REPEATED_HEAD * room.column_height:
        return NO_ROW
    notes = sum(room.notes.get(label, 0.0) for label in dict.fromkeys(header.notes))
    return (header if notes <= REPEATED_NOTES * room.column_height else unmarked).repeated()


def _narrow(widths: list[float], needed: list[float]) -> list[int]:
    """The columns that are narrower than they need to be."""
    return [i for i, (need, width) in enumerate(zip(needed, widths, strict=True)) if need > width + TOLERANCE]


def _mm(points: float) -> str:
    """A length in millimetres, rounded up."""
    return f"{math.ceil(points / 72 * 25.4 - 0.05)} mm"


def _continued(setter: Typesetter, table: Table, width: float) -> TextBlock:
    """The heading of the next part of a table: its number, or else its caption, with “vervolg”; None without both."""
    words = f" ({language_of(setter.language).pages.continued})"
    captioned = (*repeatable(table.caption), Text(words)) if table.caption else ()
    inlines = (Strong((Text(f"{table.number}{words}"),)),) if table.number else captioned
    style = setter.design.text.caption
    block = setter.block(inlines, style, width, Artifact.REPEATED, place=table.place, whole=True)
    if len(block.lines) > MOST_CONTINUED:
        return setter.block((Text(words.strip()),), style, width, Artifact.REPEATED, place=table.place, whole=True)
    return block


def _caption(setter: Typesetter, table: Table, width: float, mark: PartKey) -> TextBlock:
    name = f"{table.number}\u2002" if table.number else ""
    inlines: tuple[Inline, ...] = (Strong((Text(name),)), *table.caption) if name else table.caption
    return setter.block(inlines, setter.design.text.caption, width, mark, place=table.place, whole=True)


def _bottom_aligned(cells: tuple[CellBox, ...]) -> tuple[CellBox, ...]:
    """Align header cells at the bottom, on the rule: shorter ones are moved down."""
    tallest = max((p.flowable.height for c in cells for p in c.parts), default=0.0)
    result = []
    for cell in cells:
        if cell.parts and isinstance(block := cell.parts[0].flowable, TextBlock) and block.height < tallest:
            spacer = replace(block, lines=(), notes_by_line=())
            missing = tallest - block.height
            cell = replace(cell, parts=(StackPart(spacer), replace(cell.parts[0], before=missing)))
        result.append(cell)
    return tuple(result)
