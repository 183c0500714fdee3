"""A report as a Typst project: `main.typ` and its pictures, as somebody who knows Typst would write it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.subject import Subject, column_shares
from benchmarks.svg import picture_name, write_pictures
from benchmarks.typst_words import TypstWords, escape, label, paragraph_arguments, string, text_arguments
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
    KeyFigures,
    List,
    ListStyle,
    MadePage,
    Paragraph,
    Quote,
    Row,
    RowKind,
    Signature,
    Span,
    StatusLegend,
    Table,
    Text,
)
from reportbuilder.content.walk import plain
from reportbuilder.style.model import Rule, TextStyle

_ALIGN = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTER: "center", Align.DECIMAL: "right"}
_MOST_FLOATING_ROWS = 24
"""A float cannot be broken over pages, so that longer tables stand where they are."""


def export_typst(subject: Subject, folder: Path) -> Path:
    """Write the project into a folder; returns its main file."""
    write_pictures(subject, folder / "pictures")
    main = folder / "main.typ"
    main.write_text(_Exporter(subject, TypstWords(subject, subject.labels(), {})).document(), encoding="utf-8")
    return main


@dataclass(frozen=True, slots=True)
class _Exporter:
    subject: Subject
    words: TypstWords

    def document(self) -> str:
        """The whole source."""
        parts = [self._preamble(), self._headings()]
        for part in self.subject.document.parts:
            match part.content:
                case Chapter() as chapter:
                    parts.append(self._chapter(chapter))
                case MadePage.COVER:
                    parts.append(self._cover())
                case MadePage.CONTENTS:
                    parts.append(self._contents())
                case MadePage.LISTS:
                    parts.append(self._lists())
                case MadePage.COLOPHON:
                    parts.append(self._colophon())
        return "\n\n".join(parts) + "\n"

    # What holds for the whole document ---------------------------------------------------------------------------

    def _preamble(self) -> str:
        design, settings = self.subject.design, self.subject.settings
        page, text = design.page, design.text
        across = page.width - page.inside - page.outside
        aside = across - page.text_width if page.columns == 1 and page.text_width else 0.0
        # A narrower text stands at the left on both sides, so that wide tables can reach over its right margin.
        sides = (
            f"left: {page.inside:g}pt, right: {page.outside + aside:g}pt"
            if aside
            else f"inside: {page.inside:g}pt, outside: {page.outside:g}pt"
        )
        columns = f", columns: {page.columns}" if page.columns > 1 else ""
        lists = design.lists
        return f"""#set document(title: {string(settings.title)}, author: {string(settings.author)})
#set text(lang: {string(settings.language)}, top-edge: 0.75em, bottom-edge: -0.25em, {self._text(text.body)})
#set par({paragraph_arguments(text.body)})
#set smartquote(enabled: false)
#set columns(gutter: {page.gutter:g}pt)
#set list(indent: 0pt, body-indent: {lists.indent * 0.6:g}pt, spacing: {text.body.leading - text.body.size:g}pt)
#set footnote.entry(gap: 0pt, indent: 0pt)
#show footnote.entry: set text({self._text(text.note)})
#show footnote.entry: set par({paragraph_arguments(text.note, justify=False)})
#show strong: set text(weight: {self.subject.fonts[self.subject.style.fonts[text.body.face].strong].weight})
#show figure: set block(breakable: true)
#show figure: set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: image): set figure.caption(position: top)
#show figure.caption: it => block(width: 100%, {{ set align(left); set text({self._text(text.caption)});
  set par({paragraph_arguments(text.caption)}); it.body }})
#let over = {aside:g}pt
#let note-line(body) = block(above: {text.source.before + 2:g}pt, text({self._text(text.source)}, body))
{self._furniture()}
#let page-of(target) = context counter(page).at(target).first()
#let status(file, alt) = box(image(file, height: 0.75em, alt: alt))
#set page(width: {page.width:g}pt, height: {page.height:g}pt{columns},
  margin: ({sides}, top: {page.top:g}pt, bottom: {page.foot:g}pt),
  header-ascent: 0pt, footer-descent: 0pt, footer: folio)"""

    def _furniture(self) -> str:
        """A function that makes a running head from two texts, and the folio."""
        design = self.subject.design
        heads, text, page = design.running_heads, design.text, design.page
        rise, fall = text.running_head.size * 0.75, text.folio.size * 0.75
        return f"""#let head(inner, outer) = context {{
  set text({self._text(text.running_head)})
  let (first, last) = if calc.even(here().page()) {{ (outer, inner) }} else {{ (inner, outer) }}
  place(top, dy: {heads.y - rise:g}pt, block(width: 100% + over, inset: (bottom: {heads.rule_gap:g}pt),
    stroke: (bottom: {self._stroke(heads.rule)}), [#first #h(1fr) #last]))
}}
#let folio = context {{
  set text({self._text(text.folio)})
  place(top, dy: {page.foot - heads.folio_y - fall:g}pt, block(width: 100% + over,
    align(if calc.even(here().page()) {{ left }} else {{ right }}, counter(page).display())))
}}"""

    def _headings(self) -> str:
        rules = []
        for level in range(2, 7):
            style = self.subject.heading_style(level)
            gap = style.leading - style.size
            body = self.subject.design.text.body
            rules.append(
                f"#show heading.where(level: {level}): it => block(sticky: true, above: {style.before + gap:g}pt, "
                f"below: {style.after + body.leading - body.size:g}pt, {{ set text({self._text(style)}); "
                f"set par(leading: {gap:g}pt, justify: false); it.body }})"
            )
        return "\n".join(rules)

    # Parts ---------------------------------------------------------------------------------------------------------

    def _opener(self, heading: Heading) -> str:
        """The head of a chapter: artwork, number and title; the text begins `drop` below the top margin."""
        design = self.subject.design
        look, page, style = design.opener, design.page, design.text.h1
        name, hidden = (f" #{label(heading.label)}", "") if heading.label else ("", ", outlined: false")
        art, pieces = look.artwork, []
        if art:
            across, down = -page.inside - look.bleed, -page.top - look.bleed
            width = page.width + 2 * look.bleed
            pieces.append(
                f"#place(top + left, dx: {across:g}pt, dy: {down:g}pt, pdf.artifact("
                f'image("pictures/{picture_name(art)}", width: {width:g}pt)))'
            )
        if heading.number:
            big = design.text.opener_number
            y = look.number_y - page.top - big.size * 0.75
            pieces.append(f"#place(top + left, dy: {y:g}pt, text({self._text(big)})[{escape(heading.number)}])")
        y = look.title_y - page.top - style.size * 0.75
        pieces.append(
            f"#place(top + left, dy: {y:g}pt, block(width: {look.title_width or page.width:g}pt)[\n"
            f"#set text({self._text(style)})\n#set par(justify: false, leading: {style.leading - style.size:g}pt)\n"
            f"#heading(level: 1{hidden})[{self.words(heading.children)}]{name}\n])"
        )
        box = f"block(width: 100%, height: {look.drop:g}pt)[\n" + "\n".join(pieces) + "\n]"
        inner, outer = (escape(words) for words in self.subject.running_heads(plain(heading.children)))
        start = f"#set page(header: head([{inner}], [{outer}]))"
        if page.columns > 1:
            return f'{start}\n#place(top, scope: "parent", float: true, clearance: 0pt, {box})'
        return f"{start}\n#{box}"

    def _chapter(self, chapter: Chapter) -> str:
        words = replace(self.words, notes=dict(chapter.notes))
        inside = replace(self, words=words)
        return f"{self._opener(chapter.heading)}\n#counter(footnote).update(0)\n\n{inside.blocks(chapter.blocks)}"

    def _cover(self) -> str:
        cover = self.subject.design.cover
        pieces = []
        if cover.artwork:
            width = self.subject.design.page.width + 2 * cover.bleed
            picture = f'image("pictures/{picture_name(cover.artwork)}", width: {width:g}pt)'
            pieces.append(f"#place(dx: {-cover.bleed:g}pt, dy: {-cover.bleed:g}pt, pdf.artifact({picture}))")
        for text in cover.texts:
            words = self.subject.imprint.fill(text.text)
            if words:
                style, y = text.style, text.y - text.style.size * 0.75
                pieces.append(
                    f"#place(dx: {text.x:g}pt, dy: {y:g}pt, block(width: {text.width:g}pt, {{ set par(justify: false, "
                    f"leading: {style.leading - style.size:g}pt); text({self._text(style)})[{escape(words)}] }}))"
                )
        return "#page(margin: 0pt, columns: 1, header: none, footer: none)[\n" + "\n".join(pieces) + "\n]"

    def _contents(self) -> str:
        look, text = self.subject.design.contents, self.subject.design.text
        rules = []
        for level, style in enumerate((text.contents_1, text.contents_2, text.contents_3), 1):
            gap = style.leading - style.size
            rules.append(
                f"#show outline.entry.where(level: {level}): set text({self._text(style)})\n"
                f"#show outline.entry.where(level: {level}): set block(above: {gap + style.before:g}pt)"
            )
        leader = f'#set outline.entry(fill: text(fill: rgb("{self.subject.colour(look.leader_colour)}"), repeat[. ]))'
        opener = self._opener(Heading(1, (Text(self.subject.words.contents),), ""))
        outline = f"#outline(title: none, depth: {look.depth}, indent: {look.indent:g}pt)"
        return "\n".join(("#[", "#set page(columns: 1)", opener, *rules, leader, outline, "]"))

    def _lists(self) -> str:
        words = self.subject.words
        pieces = ["#[", "#set page(columns: 1)", self._opener(Heading(1, (Text(words.lists),), ""))]
        for title, kind in ((words.tables, "table"), (words.figures, "image")):
            if any(self._listed(kind)):
                pieces.append(f"#heading(level: 2, outlined: false)[{escape(title)}]\n#outline(title: none, target: figure.where(kind: {kind}))")
        return "\n\n".join((*pieces, "]"))

    def _listed(self, kind: str) -> Iterator[Block]:
        wanted = Table if kind == "table" else Chart | Figure
        return (b for b in self.subject.blocks() if isinstance(b, wanted) and b.number)

    def _colophon(self) -> str:
        chapter, style = self.subject.document.colophon, self.subject.design.text.colophon
        if chapter is None:
            return ""
        return (
            f"#[\n#set page(columns: 1)\n#set text({self._text(style)})\n#set par({paragraph_arguments(style)})\n"
            f"#v(1fr)\n#heading(level: 3)[{self.words(chapter.heading.children)}] #{label(chapter.heading.label)}\n\n"
            f"{self.blocks(chapter.blocks)}\n]"
        )

    # Blocks --------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> str:
        """The markup of blocks, an empty line between them."""
        return "\n\n".join(self._block(block) for block in blocks)

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
                return " \\\n".join((f"#strong[{first}]", *others))
            case StatusLegend():
                return " \\\n".join(self.words((mark,)) for mark in block.marks)
            case Break():
                return "#pagebreak()" if block.kind is BreakKind.PAGE else "#colbreak()"

    def _list(self, block: List) -> str:
        look, bodies = self.subject.design.lists, [f"[{self.blocks(item.blocks)}]" for item in block.items]
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

    def _source(self, source: tuple[object, ...]) -> str:
        return f"\n#note-line[{escape(self.subject.words.source)}: {self.words(source)}]" if source else ""  # type: ignore[arg-type]

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
            content = f"[{look}{self.blocks(cell.blocks)}]"
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
            cards.append(f"block(width: 100%, stroke: (top: {self._stroke(look.rule)}), inset: (top: 8pt))[{body}]")
        grid = (
            f"grid(columns: (1fr,) * {look.across}, gutter: {design.page.grid:g}pt,\n  " + ",\n  ".join(cards) + ")"
        )
        if design.page.columns > 1:
            return f'#place(auto, scope: "parent", float: true, {{ set align(left); {grid} }})'
        return f"#pad(right: -over, {grid})"

    def _quote(self, quote: Quote) -> str:
        text, look = self.subject.design.text, self.subject.design.quote
        by = f"\n#text({self._text(text.attribution)})[{escape(quote.attribution)}]" if quote.attribution else ""
        return (
            f"#block(inset: {look.pad:g}pt, stroke: (top: {self._stroke(look.rule)}))[\n"
            f"#set text({self._text(text.quote)})\n#set par({paragraph_arguments(text.quote)})\n"
            f"{self.blocks(quote.blocks)}{by}\n]"
        )

    def _callout(self, callout: Callout) -> str:
        text, look = self.subject.design.text, self.subject.design.callout
        fill = f'fill: rgb("{self.subject.colour(look.ground)}"), ' if look.ground else ""
        return (
            f"#block(width: 100%, {fill}inset: {look.pad:g}pt, stroke: (left: {self._stroke(look.rule)}))[\n"
            f"#text({self._text(text.callout_title)})[{escape(callout.title)}]\n\n{self.blocks(callout.blocks)}\n]"
        )

    # Small things --------------------------------------------------------------------------------------------------

    def _text(self, style: TextStyle) -> str:
        return text_arguments(self.subject, style)

    def _stroke(self, rule: Rule) -> str:
        return f'{rule.width:g}pt + rgb("{self.subject.colour(rule.colour)}")'
