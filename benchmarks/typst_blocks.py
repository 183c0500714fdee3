"""Blocks as Typst markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import assert_never

from benchmarks.subject import Subject, column_shares
from benchmarks.svg import picture_name
from benchmarks.typst_words import TypstWords, escape, label, paragraph_arguments, string, stroke, text_arguments
from reportbuilder.document.model import (
    Align,
    Block,
    Break,
    BreakKind,
    Callout,
    Chart,
    Figure,
    Float,
    Heading,
    Inline,
    KeyFigures,
    List,
    ListStyle,
    Paragraph,
    Quote,
    Row,
    RowKind,
    Signature,
    Span,
    StatusLegend,
    Table,
)
from reportbuilder.style.model import Rule, TextStyle

_ALIGN = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTER: "center", Align.DECIMAL: "right"}
_MOST_FLOATING_ROWS = 24
"""A float cannot be broken over pages, so that longer tables stand where they are."""


@dataclass(frozen=True, slots=True)
class TypstBlocks:
    """Turns the blocks of a chapter into markup."""

    subject: Subject
    words: TypstWords

    def __call__(self, blocks: Iterable[Block]) -> str:
        """The markup of blocks, an empty line between them."""
        written = list(blocks)
        return "\n\n".join(
            # a signature never stands alone: what it is below of stays with it
            f"#block(sticky: true, breakable: false)[{self._block(block)}]"
            if isinstance(block, Paragraph) and isinstance(after, Signature)
            else self._block(block)
            for block, after in zip_longest(written, written[1:])
        )

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                number = f"{escape(block.number)}#h(0.5em)" if block.number else ""
                name = f" #{label(block.label)}" if block.label else ""
                return f"#heading(level: {block.level})[{number}{self.words(block.children)}]{name}"
            case Paragraph():
                return self.words(block.children)
            case List():
                return self._list(block)
            case Table():
                return self._table(block)
            case Chart() | Figure():
                return self._picture(block)
            case KeyFigures():
                return self._key_figures(block)
            case Quote():
                return self._quote(block)
            case Callout():
                return self._callout(block)
            case Signature():
                first, *others = (self.words(line) for line in block.lines)
                return "#block(breakable: false)[" + " \\\n".join((f"#strong[{first}]", *others)) + "]"
            case StatusLegend():
                return " \\\n".join(self.words((mark,)) for mark in block.marks)
            case Break():
                return "#pagebreak()" if block.kind is BreakKind.PAGE else "#colbreak()"
            case _:
                assert_never(block)

    def _list(self, block: List) -> str:
        look, bodies = self.subject.design.lists, [f"[{self(item.blocks)}]" for item in block.items]
        colour = f'text(fill: rgb("{self.subject.colour(look.colour)}"))'
        if block.style is ListStyle.BULLET:
            return f"#list(marker: {colour}[{look.marks[0]}],\n  " + ",\n  ".join(bodies) + ")"
        marks = ", ".join(string(item.marker) for item in block.items)
        return f"#enum(numbering: n => {colour}[#({marks},).at(n - 1)],\n  " + ",\n  ".join(bodies) + ")"

    def _table(self, table: Table) -> str:
        text = self.subject.design.text
        notes = "".join(f"\n#note-line[{self.words(note)}]" for note in table.notes)
        body = f"{self._grid(table)}{notes}{self._source(table.source)}"
        name = f"#{label(table.label)}" if table.label else ""
        caption = self._caption(table.number, self.words(table.caption))
        figure = f"#figure(kind: table, supplement: none, numbering: none, {caption})[\n{body}\n] {name}"
        rows = len(table.rows)
        return self._placed(figure, table.span, table.float if rows <= _MOST_FLOATING_ROWS else Float.HERE, text.table)

    def _caption(self, number: str, words: str) -> str:
        before = f"#strong[{escape(number)}]#h(0.5em)" if number else ""
        return f"caption: [{before}{words}]" if words or number else "caption: none"

    def _source(self, source: tuple[Inline, ...]) -> str:
        return f"\n#note-line[{escape(self.subject.words.source)}: {self.words(source)}]" if source else ""

    def _placed(self, figure: str, span: Span, floats: Float, style: TextStyle) -> str:
        page = self.subject.design.page
        where = {Float.TOP: "top", Float.BOTTOM: "bottom", Float.HERE: "auto"}[floats]
        body = f"[\n#set text({self._text(style)})\n#set par({paragraph_arguments(style)})\n{figure}\n]"
        if page.columns > 1 and span is not Span.COLUMN:
            return f'#place({where}, scope: "parent", float: true, {body})'
        wide = f"pad(right: -over, {body})" if span is not Span.COLUMN else f"block(width: 100%, {body})"
        return f"#{wide}" if floats is Float.HERE else f"#place({where}, float: true, {wide})"

    def _grid(self, table: Table) -> str:
        design = self.subject.design
        look = design.matrix if table.look.value == "matrix" else design.table
        widths = ", ".join(f"{share:.2f}fr" if share else "auto" for share in column_shares(table))
        aligns = ", ".join(_ALIGN[c.align] for c in table.columns)
        header = text_arguments(self.subject, design.text.table_header)
        head = ", ".join(f"[#set text({header}); {self.words(c.label)}]" for c in table.columns)
        rows = [self._row(row) for row in table.rows]
        return (
            f"#table(columns: ({widths},), align: ({aligns},), inset: (x: {look.pad_x:g}pt, y: {look.pad_y:g}pt),\n"
            f"  stroke: (x, y) => (bottom: {self._stroke(look.row_rule)}),\n"
            f"  table.header({head}), table.hline(stroke: {self._stroke(look.head_rule)}),\n"
            + "".join(f"  {row},\n" for row in rows)
            + f"  table.hline(stroke: {self._stroke(look.end_rule)}))"
        )

    def _row(self, row: Row) -> str:
        design = self.subject.design
        grounds = {RowKind.GROUP: design.table.group_ground, RowKind.SPAN: design.matrix.span_ground}
        styles = {RowKind.GROUP: design.text.table_group, RowKind.SPAN: design.text.table_span,
                  RowKind.TOTAL: design.text.table_header}  # fmt: skip
        cells = []
        for cell in row.cells:
            options = [f"colspan: {cell.columns}"] if cell.columns > 1 else []
            ground = grounds.get(row.kind, "")
            options += [f'fill: rgb("{self.subject.colour(ground)}")'] if ground else []
            style = styles.get(row.kind)
            look = f"#set text({self._text(style)}); " if style else ""
            content = f"[{look}{self(cell.blocks)}]"
            cells.append(f"table.cell({', '.join(options)}){content}" if options else content)
        return ", ".join(cells)

    def _picture(self, block: Chart | Figure) -> str:
        if isinstance(block, Chart):
            if block.picture is None:
                return ""
            file, words, source = f"pictures/{picture_name(block.label)}", self.words(block.title), block.source
        else:
            file, words, source = str(self.subject.root / block.path), self.words(block.caption), ()
        name = f"#{label(block.label)}" if block.label else ""
        width = f"{block.picture.width:g}pt" if isinstance(block, Chart) and block.picture else "100%"
        image = f"#image({string(file)}, width: {width}, alt: {string(block.alt)})"
        caption = self._caption(block.number, words)
        body = f"[\n{image}{self._source(source)}\n] {name}"
        figure = f"#figure(kind: image, supplement: none, numbering: none, {caption}){body}"
        return self._placed(figure, block.span, block.float, self.subject.design.text.table)

    def _key_figures(self, figures: KeyFigures) -> str:
        design = self.subject.design
        text, look = design.text, design.key_figures
        cards = []
        for item in figures.items:
            lines = [(item.value, text.key_value), (item.label, text.key_label), (item.note, text.key_note)]
            body = "\\ ".join(f"#text({self._text(style)})[{escape(words)}]" for words, style in lines if words)
            spark = self._spark(item.series)
            cards.append(
                f"block(width: 100%, stroke: (top: {self._stroke(look.rule)}), inset: (top: 8pt))[{body}{spark}]"
            )
        grid = f"grid(columns: (1fr,) * {look.across}, gutter: {design.page.grid:g}pt,\n  " + ",\n  ".join(cards) + ")"
        if design.page.columns > 1:
            return f'#place(auto, scope: "parent", float: true, {{ set align(left); {grid} }})'
        return f"#pad(right: -over, {grid})"

    def _spark(self, series: tuple[float, ...]) -> str:
        """The line of a key figure's years; empty for fewer than three."""
        if len(series) < 3:
            return ""
        colour, height, top = self.subject.colour(self.subject.style.charts.series[0]), 20, max(series) * 1.05 or 1.0
        points = [
            f"({86 * index / (len(series) - 1):.2f}%, {height * (1 - value / top):.2f}pt)"
            for index, value in enumerate(series)
        ]
        lines = ", ".join(f"curve.line({point})" for point in points[1:])
        line = f'curve(stroke: 1.4pt + rgb("{colour}"), curve.move({points[0]}), {lines})'
        return f"\n#pdf.artifact(block(width: 100%, height: {height}pt, {line}))"

    def _quote(self, quote: Quote) -> str:
        text, look = self.subject.design.text, self.subject.design.quote
        by = f"\n#text({self._text(text.attribution)})[{escape(quote.attribution)}]" if quote.attribution else ""
        return (
            f"#block(inset: {look.pad:g}pt, stroke: (top: {self._stroke(look.rule)}))[\n"
            f"#set text({self._text(text.quote)})\n#set par({paragraph_arguments(text.quote)})\n"
            f"{self(quote.blocks)}{by}\n]"
        )

    def _callout(self, callout: Callout) -> str:
        text, look = self.subject.design.text, self.subject.design.callout
        fill = f'fill: rgb("{self.subject.colour(look.ground)}"), ' if look.ground else ""
        return (
            f"#block(width: 100%, {fill}inset: {look.pad:g}pt, stroke: (left: {self._stroke(look.rule)}))[\n"
            f"#text({self._text(text.callout_title)})[{escape(callout.title)}]\n\n{self(callout.blocks)}\n]"
        )

    def _text(self, style: TextStyle) -> str:
        return text_arguments(self.subject, style)

    def _stroke(self, rule: Rule) -> str:
        return stroke(self.subject, rule)
