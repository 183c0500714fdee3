"""A report as data for emboss-pdf: a JSON file whose objects are the elements of its specification, by class name.

Internal links are plain words, the cover is emboss's own and status symbols are left out (emboss has no pictures in a
line), so that emboss has a little less to do than the others.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, assert_never

from benchmarks.subject import Subject, column_shares
from benchmarks.svg import to_svg, write_pictures
from reportbuilder.document.model import (
    Align,
    Block,
    Break,
    BreakKind,
    Callout,
    Cell,
    Chapter,
    Chart,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    Link,
    List,
    ListStyle,
    MadePage,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Row,
    RowKind,
    Script,
    Signature,
    Span,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import plain
from reportbuilder.style.model import TextStyle

Data = dict[str, Any]


def export_emboss(subject: Subject, folder: Path) -> Path:
    """Write the data and the hyphenation patterns into a folder; returns the data file."""
    write_pictures(subject, folder / "pictures")
    (folder / "patterns.txt").write_text(" ".join(_patterns(subject.document.language)), encoding="utf-8")
    target = folder / "report.json"
    target.write_text(json.dumps(_Exporter(subject).document(), ensure_ascii=False), encoding="utf-8")
    return target


def _patterns(language: str) -> Iterator[str]:
    """The TeX patterns that Pyphen carries for a language."""
    import pyphen

    file = Path(pyphen.LANGUAGES[pyphen.language_fallback(language)])
    encoding, *lines = file.read_bytes().splitlines()
    for line in (line.decode(encoding.decode()) for line in lines):
        pattern = line.split("/")[0].strip()
        if pattern and not pattern.startswith(("%", "#")) and not pattern.isupper():
            yield pattern


@dataclass(slots=True)
class _Exporter:
    subject: Subject
    chapter: Chapter | None = None
    notes: list[Data] = field(default_factory=list)

    def document(self) -> Data:
        """Everything that the build needs."""
        settings, page = self.subject.settings, self.subject.design.page
        inner, outer = self.subject.running_heads("{section}")
        content = [element for part in self.subject.document.parts for element in self._part(part.content)]
        return {
            "fonts": [[face, *files] for face, files in self._fonts()],
            "document": {
                "title": settings.title,
                "author": settings.author,
                "language": settings.language,
                "page": _element(
                    "PageSpec", width=page.width, height=page.height, margin_top=page.top, margin_bottom=page.foot,
                    margin_left=page.inside, margin_right=page.outside, columns=page.columns, column_gap=page.gutter,
                    mirror_margins=True,
                ),
                "header": _element("HeaderFooter", left=inner, right=outer, separator_line=True),
                "footer": _element("HeaderFooter", right="{page}"),
                "page_numbers": False,
                "style": self._sheet(),
            },
            "content": content,
        }  # fmt: skip

    # The style -----------------------------------------------------------------------------------------------------

    def _fonts(self) -> Iterator[tuple[str, list[str]]]:
        files = self.subject.fonts
        for face, settings in self.subject.style.fonts.items():
            strong, emphasis = settings.strong or face, settings.emphasis or face
            both = self.subject.style.fonts[strong].emphasis or strong
            yield face, [str(files[name].path) for name in (face, strong, emphasis, both)]

    def _sheet(self) -> Data:
        text, look = self.subject.design.text, self.subject.design.table
        headings = {f"h{level}": self.subject.heading_style(level) for level in range(1, 7)}
        levels = {name: self._style(style, keep_with_next=True) for name, style in headings.items()}
        levels["h1"] |= {"column_span": True}
        return _element(
            "StyleSheet", name="report", body=self._style(text.body), **levels, list_item=self._style(text.body),
            table_header=self._style(text.table_header), table_cell=self._style(text.table),
            caption=self._style(text.caption), header_footer=self._style(text.running_head),
            table_rule_width=look.row_rule.width, table_rule_color=self._colour(look.row_rule.colour),
            table_header_rule_width=look.head_rule.width, table_header_rule_color=self._colour(look.head_rule.colour),
            table_cell_padding_x=look.pad_x, table_cell_padding_y=look.pad_y,
        )  # fmt: skip

    def _style(self, style: TextStyle, **more: object) -> Data:
        leading = style.leading / style.size / self.subject.fonts[style.face].height  # times the font's own line
        return _element(
            "Style", font_family=style.face, font_size=style.size, color=self._colour(style.colour), bold=False,
            align="justify" if style.justify else "left", line_height=leading,
            space_before=style.before, space_after=style.after, hyphenate=style.hyphenate, **more,
        )  # fmt: skip

    def _colour(self, name: str) -> str:
        return self.subject.colour(name).removeprefix("#")

    def _narrow(self) -> Data | None:
        """What keeps running text to its measure; emboss breaks it to the page's width even when it sets columns."""
        page = self.subject.design.page
        across = page.width - page.inside - page.outside
        column = (across - (page.columns - 1) * page.gutter) / page.columns
        measure = column if page.columns > 1 else page.text_width or across
        return _element("Style", indent_right=across - measure) if measure < across else None

    # Parts ---------------------------------------------------------------------------------------------------------

    def _part(self, content: Chapter | MadePage) -> list[Data]:
        words, imprint = self.subject.words, self.subject.imprint
        match content:
            case Chapter():
                return self._chapter(content)
            case MadePage.COVER:
                cover = _element("CoverPage", title=imprint.title, subtitle=imprint.subtitle or imprint.unit,
                                 authors=[imprint.unit], date=imprint.version, kicker=imprint.motto)  # fmt: skip
                return [cover]
            case MadePage.CONTENTS:
                return [_element("TableOfContents", title=words.contents, depth=self.subject.design.contents.depth)]
            case MadePage.LISTS:
                tables = _element("TableOfContents", title=words.tables, source="tables")
                return [tables, _element("TableOfContents", title=words.figures, source="figures")]
            case MadePage.COLOPHON:
                return self._chapter(self.subject.document.colophon) if self.subject.document.colophon else []
            case _:
                assert_never(content)

    def _chapter(self, chapter: Chapter) -> list[Data]:
        self.chapter = chapter
        number = f"{chapter.heading.number} " if chapter.heading.number else ""
        spanning = _element("Style", column_span=True)
        result = [_element("PageBreak")]
        art = self.subject.style.pictures.get(self.subject.design.opener.artwork)
        if art is not None:
            svg, across = to_svg(art, self.subject), self.subject.design.page
            width = across.width - across.inside - across.outside
            result.append(_element("SvgBlock", source=svg, width=width, alt_text=" ", style=spanning))
        title = number + plain(chapter.heading.children)
        result.append(_element("Heading", text=title, level=1, style=_element("Style", column_span=True)))
        return result + self.blocks(chapter.blocks)

    # Blocks --------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        """The elements of blocks, each followed by the notes that it refers to."""
        result = []
        for block in blocks:
            self.notes = []
            result += self._block(block)
            result += self.notes
        return result

    def _block(self, block: Block) -> list[Data]:
        match block:
            case Heading():
                number = f"{block.number} " if block.number else ""
                words = number + plain(block.children)
                return [_element("Heading", text=words, level=block.level, style=self._narrow())]
            case Paragraph():
                return [_element("Paragraph", content=self.runs(block.children), style=self._narrow())]
            case List():
                return [self._list(block, self._narrow())]
            case Table():
                return [self._table(block), *self._below(block)]
            case Chart() | Figure():
                return self._picture(block)
            case KeyFigures():
                stats = [_element("Stat", label=i.label, value=i.value, delta=i.note or None) for i in block.items]
                return [_element("StatTiles", stats=stats, style=_element("Style", column_span=True))]
            case Quote():
                words = " ".join(plain(b.children) for b in block.blocks if isinstance(b, Paragraph))
                return [_element("PullQuote", text=words, attribution=block.attribution, style=self._narrow())]
            case Callout():
                runs = [run for b in block.blocks if isinstance(b, Paragraph) for run in self.runs(b.children)]
                return [_element("Callout", content=runs, title=block.title or None, style=self._narrow())]
            case Signature():
                return [_element("Paragraph", content=self.runs(line), style=self._narrow()) for line in block.lines]
            case StatusLegend():
                return [_element("Paragraph", content=self.runs((mark,)), style=self._narrow()) for mark in block.marks]
            case Break():
                return [_element("PageBreak")] if block.kind is BreakKind.PAGE else []
            case _:
                assert_never(block)

    def _list(self, block: List, style: Data | None) -> Data:
        items: list[object] = []
        for item in block.items:
            runs: list[Data] = []
            for inner in item.blocks:
                if isinstance(inner, Paragraph):
                    runs += self.runs(inner.children)
            items.append(runs)
            items += [self._list(inner, None) for inner in item.blocks if isinstance(inner, List)]
        if block.style is ListStyle.BULLET:
            return _element("BulletList", items=items, style=style)
        marks = "alpha" if block.style is ListStyle.LETTER else "decimal"
        return _element("NumberedList", items=items, marker_style=marks, style=style)

    def _table(self, table: Table) -> Data:
        shares = column_shares(table)
        widths = [share or 4.0 for share in shares] if all(shares) else None
        spanning = _element("Style", column_span=True) if table.span is not Span.COLUMN else None
        headers = [_element("TableCell", content=self.runs(c.label), align=_align(c.align)) for c in table.columns]
        rows = [self._row(row, table) for row in table.rows]
        caption = " ".join(filter(None, (table.number, plain(table.caption)))) or None
        return _element("Table", headers=headers, rows=rows, caption=caption, column_widths=widths, style=spanning)

    def _row(self, row: Row, table: Table) -> list[Data]:
        look, cells, column = self.subject.design.matrix, [], 0
        ground = {RowKind.GROUP: look.group_ground, RowKind.SPAN: look.span_ground}.get(row.kind, "")
        for cell in row.cells:
            cells.append(
                _element(
                    "TableCell", content=self._cell(cell), align=_align(table.columns[column].align),
                    colspan=cell.columns, bold=row.kind in (RowKind.GROUP, RowKind.TOTAL),
                    background=self._colour(ground) if ground else None,
                )
            )  # fmt: skip
            column += cell.columns
        return cells

    def _cell(self, cell: Cell) -> list[Data]:
        runs: list[Data] = []
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                runs += [*([_run(" ")] if runs else []), *self.runs(block.children)]
            elif isinstance(block, List):
                for item in block.items:
                    words = [r for b in item.blocks if isinstance(b, Paragraph) for r in self.runs(b.children)]
                    runs += [_run(f" {item.marker} "), *words]
        return runs or [_run(" ")]

    def _below(self, table: Table) -> list[Data]:
        source = [(Text(f"{self.subject.words.source}: "), *table.source)] if table.source else []
        style = self._style(self.subject.design.text.source)
        return [_element("Paragraph", content=self.runs(words), style=style) for words in (*table.notes, *source)]

    def _picture(self, block: Chart | Figure) -> list[Data]:
        spanning = _element("Style", column_span=True) if block.span is not Span.COLUMN else None
        words = block.title if isinstance(block, Chart) else block.caption
        caption = " ".join(filter(None, (block.number, plain(words)))) or None
        if isinstance(block, Figure):
            path = str(self.subject.root / block.path)
            return [_element("Image", source=path, alt_text=block.alt, caption=caption, style=spanning)]
        if block.picture is None:
            return []
        svg = to_svg(block.picture, self.subject)
        width, height = block.picture.width, block.picture.height
        return [_element("SvgBlock", source=svg, width=width, height=height, caption=caption, alt_text=block.alt,
                         style=spanning)]  # fmt: skip

    # Inline content ------------------------------------------------------------------------------------------------

    def runs(self, children: Iterable[Inline], **look: object) -> list[Data]:
        """Text runs."""
        return [run for child in children for run in self._inline(child, look)]

    def _inline(self, inline: Inline, look: dict[str, object]) -> list[Data]:
        match inline:
            case Text():
                return [_run(inline.text, **look)]
            case Emphasis():
                return self.runs(inline.children, **{**look, "italic": True})
            case Strong():
                return self.runs(inline.children, **{**look, "bold": True})
            case Foreign() | Script():
                return self.runs(inline.children, **look)
            case Link():
                address = {} if inline.target.startswith("#") else {"link": inline.target}
                return self.runs(inline.children, **{**look, **address})
            case PageReference():
                return [_run(inline.prefix, **look)] if inline.prefix else []
            case NoteReference():
                return self._note(inline)
            case StatusMark():
                return [_run(inline.word, **look)] if inline.show_word else []
            case LineBreak():
                return [_run(" ", **look)]
            case _:
                assert_never(inline)

    def _note(self, reference: NoteReference) -> list[Data]:
        note = self.chapter.notes.get(reference.label) if self.chapter else None
        if note is None:
            return []
        runs = [run for b in note.blocks if isinstance(b, Paragraph) for run in self.runs(b.children)]
        style = self._style(self.subject.design.text.note)
        self.notes.append(_element("Footnote", content=runs, marker=str(reference.number), style=style))
        return [_run(f"[{reference.number}]")]


def _element(kind: str, **values: object) -> Data:
    return {"kind": kind, **{name: value for name, value in values.items() if value is not None}}


def _run(text: str, **look: object) -> Data:
    return _element("TextRun", text=text, **look)


def _align(align: Align) -> str:
    return align.value
