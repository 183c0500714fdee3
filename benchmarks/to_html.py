"""A report as HTML and CSS for WeasyPrint, as somebody who knows CSS for paged media would write it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import assert_never

from benchmarks.html_style import css, text_rules
from benchmarks.subject import Subject
from benchmarks.svg import picture_name, write_pictures
from reportbuilder.document.model import (
    Block,
    Break,
    BreakKind,
    Callout,
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
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Row,
    Script,
    Signature,
    Span,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)

_LISTS = {ListStyle.BULLET: "disc", ListStyle.DECIMAL: "decimal", ListStyle.LETTER: "upper-alpha"}


def export_html(subject: Subject, folder: Path) -> Path:
    """Write the page, its style sheet and its pictures into a folder; returns the page."""
    write_pictures(subject, folder / "pictures")
    (folder / "style.css").write_text(css(subject), encoding="utf-8")
    page = folder / "report.html"
    page.write_text(_Exporter(subject, subject.labels()).document(), encoding="utf-8")
    return page


@dataclass(frozen=True, slots=True)
class _Exporter:
    subject: Subject
    labels: frozenset[str]
    notes: Mapping[str, Note] = field(default_factory=dict)

    def document(self) -> str:
        """The whole page."""
        settings = self.subject.settings
        parts = []
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
                case _:
                    assert_never(part.content)
        return (
            f'<!DOCTYPE html>\n<html lang="{settings.language}"><head><meta charset="utf-8">'
            f"<title>{escape(settings.title)}</title><link rel=stylesheet href=style.css></head>\n<body>\n"
            + "\n".join(parts)
            + "\n</body></html>\n"
        )

    # Parts ---------------------------------------------------------------------------------------------------------

    def _opener(self, heading: Heading) -> str:
        art = self.subject.design.opener.artwork
        image = f'<img src="pictures/{picture_name(art)}" alt="">' if art else ""
        number = f"<p class=number>{escape(heading.number)}</p>" if heading.number else ""
        title = f"<h1{_id(heading.label)}>{self.words(heading.children)}</h1>"
        return f"<header class=opener>{image}{number}{title}</header>"

    def _chapter(self, chapter: Chapter) -> str:
        inside = replace(self, notes=chapter.notes)
        body = inside.blocks(chapter.blocks)
        return (
            f"<section style='counter-reset: footnote'>{self._opener(chapter.heading)}\n"
            f"<div class=columns>\n{body}\n</div></section>"
        )

    def _cover(self) -> str:
        cover = self.subject.design.cover
        pieces = [f'<img src="pictures/{picture_name(cover.artwork)}" alt="">'] if cover.artwork else []
        for text in cover.texts:
            words = self.subject.imprint.fill(text.text)
            if words:
                style = text.style
                top = text.y - style.size * 0.75 - (style.leading - style.size) / 2
                look = f"left: {text.x:g}pt; top: {top:g}pt; width: {text.width:g}pt; {text_rules(self.subject, style)}"
                pieces.append(f'<p style="{escape(look)}">{escape(words)}</p>')
        return "<section class=cover>" + "\n".join(pieces) + "</section>"

    def _contents(self) -> str:
        depth, entries = self.subject.design.contents.depth, []
        for chapter in self.subject.document.chapters:
            for heading in (chapter.heading, *(b for b in chapter.blocks if isinstance(b, Heading))):
                if heading.level <= depth and heading.label:
                    number = f"{escape(heading.number)} " if heading.number else ""
                    entries.append(self._entry(heading.label, number + self.words(heading.children), heading.level))
        opener = self._opener(Heading(1, (Text(self.subject.words.contents),), ""))
        return f"<section class=contents>{opener}\n" + "\n".join(entries) + "</section>"

    def _lists(self) -> str:
        words = self.subject.words
        pieces = [self._opener(Heading(1, (Text(words.lists),), ""))]
        for title, kinds in ((words.tables, Table), (words.figures, Chart | Figure)):
            found = [b for b in self.subject.blocks() if isinstance(b, kinds) and b.number]
            pieces += [f"<h2>{escape(title)}</h2>"] if found else []
            for block in found:
                title_words = block.title if isinstance(block, Chart) else block.caption
                entry = f"<strong>{escape(block.number)}</strong> {self.words(title_words)}"
                pieces.append(self._entry(block.label, entry, 2))
        return "<section class=contents>" + "\n".join(pieces) + "</section>"

    def _entry(self, label: str, words: str, level: int) -> str:
        return f'<p class="level-{level}"><a href="#{escape(label)}">{words}</a></p>'

    def _colophon(self) -> str:
        chapter = self.subject.document.colophon
        if chapter is None:
            return ""
        title = f"<h3{_id(chapter.heading.label)}>{self.words(chapter.heading.children)}</h3>"
        return f"<section style='break-before: page' class=colophon>{title}{self.blocks(chapter.blocks)}</section>"

    # Blocks --------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks, each on a line of its own."""
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                number = f"{escape(block.number)} " if block.number else ""
                return f"<h{block.level}{_id(block.label)}>{number}{self.words(block.children)}</h{block.level}>"
            case Paragraph():
                return f"<p>{self.words(block.children)}</p>"
            case List():
                tag = "ul" if block.style is ListStyle.BULLET else "ol"
                items = "".join(f"<li>{self.blocks(item.blocks)}</li>" for item in block.items)
                return f"<{tag} style='list-style-type: {_LISTS[block.style]}'>{items}</{tag}>"
            case Table():
                return self._table(block)
            case Chart() | Figure():
                return self._picture(block)
            case KeyFigures():
                return self._key_figures(block)
            case Quote():
                by = f"<p class=attribution>{escape(block.attribution)}</p>" if block.attribution else ""
                return f"<blockquote class=quote>{self.blocks(block.blocks)}{by}</blockquote>"
            case Callout():
                title = f"<p class=callout_title>{escape(block.title)}</p>" if block.title else ""
                return f"<aside class=callout>{title}{self.blocks(block.blocks)}</aside>"
            case Signature():
                first, *others = (self.words(line) for line in block.lines)
                return f"<p class=signature>{'<br>'.join((f'<strong>{first}</strong>', *others))}</p>"
            case StatusLegend():
                return f"<p>{'<br>'.join(self.words((mark,)) for mark in block.marks)}</p>"
            case Break():
                return f"<div style='break-after: {'page' if block.kind is BreakKind.PAGE else 'column'}'></div>"
            case _:
                assert_never(block)

    def _table(self, table: Table) -> str:
        widths = [c.width for c in table.columns]
        total = sum(w or 1.0 for w in widths)
        shares = [f"<col style='width: {100 * (w or 1.0) / total:.1f}%'>" if any(widths) else "<col>" for w in widths]
        head = "".join(f"<th scope=col class={c.align.value}>{self.words(c.label)}</th>" for c in table.columns)
        rows = "\n".join(self._row(row, table) for row in table.rows)
        notes = "".join(f"<p class=source>{self.words(note)}</p>" for note in table.notes)
        return (
            f"<figure class={_span(table.span)}{_id(table.label)}>{self._caption(table.number, table.caption)}"
            f"<table class={table.look.value}><colgroup>{''.join(shares)}</colgroup><thead><tr>{head}</tr></thead>"
            f"<tbody>\n{rows}\n</tbody></table>{notes}{self._source(table.source)}</figure>"
        )

    def _row(self, row: Row, table: Table) -> str:
        cells, column = [], 0
        for cell in row.cells:
            span = f" colspan={cell.columns}" if cell.columns > 1 else ""
            cells.append(f"<td class={table.columns[column].align.value}{span}>{self.blocks(cell.blocks)}</td>")
            column += cell.columns
        return f"<tr class={row.kind.value}>{''.join(cells)}</tr>"

    def _caption(self, number: str, words: tuple[Inline, ...]) -> str:
        before = f"<strong>{escape(number)}</strong> " if number else ""
        return f"<figcaption>{before}{self.words(words)}</figcaption>" if number or words else ""

    def _source(self, source: tuple[Inline, ...]) -> str:
        return f"<p class=source>{escape(self.subject.words.source)}: {self.words(source)}</p>" if source else ""

    def _picture(self, block: Chart | Figure) -> str:
        if isinstance(block, Chart):
            if block.picture is None:
                return ""
            file, words, source = f"pictures/{picture_name(block.label)}", block.title, block.source
        else:
            file, words, source = (self.subject.root / block.path).as_uri(), block.caption, ()
        image = f'<img src="{escape(file)}" alt="{escape(block.alt)}">'
        caption = self._caption(block.number, words)
        return f"<figure class={_span(block.span)}{_id(block.label)}>{caption}{image}{self._source(source)}</figure>"

    def _key_figures(self, figures: KeyFigures) -> str:
        cards = []
        for item in figures.items:
            lines = (("key_value", item.value), ("key_label", item.label), ("key_note", item.note))
            body = "".join(f"<p class={name}>{escape(words)}</p>" for name, words in lines if words)
            cards.append(f"<div class=card>{body}</div>")
        return f"<div class='cards page'>{''.join(cards)}</div>"

    # Inline content ------------------------------------------------------------------------------------------------

    def words(self, children: Iterable[Inline]) -> str:
        """Inline content."""
        return "".join(self._inline(child) for child in children)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return escape(inline.text, quote=False)
            case Emphasis():
                return f"<em>{self.words(inline.children)}</em>"
            case Strong():
                return f"<strong>{self.words(inline.children)}</strong>"
            case Foreign():
                return f'<span lang="{escape(inline.language)}">{self.words(inline.children)}</span>'
            case Script():
                tag = "sup" if inline.raised else "sub"
                return f"<{tag}>{self.words(inline.children)}</{tag}>"
            case Link():
                return self._link(inline)
            case PageReference():
                prefix = f"{escape(inline.prefix)} " if inline.prefix else ""
                return f'{prefix}<a class=page-of href="#{escape(inline.label)}"></a>'
            case NoteReference():
                note = self.notes.get(inline.label)
                paragraphs = (b.children for b in note.blocks if isinstance(b, Paragraph)) if note else ()
                return f"<span class=note>{'<br>'.join(self.words(p) for p in paragraphs)}</span>"
            case StatusMark():
                return self._status(inline)
            case LineBreak():
                return "<br>"
            case _:
                assert_never(inline)

    def _link(self, link: Link) -> str:
        if link.target.startswith("#") and link.target[1:] not in self.labels:
            return self.words(link.children)
        return f'<a href="{escape(link.target)}">{self.words(link.children)}</a>'

    def _status(self, mark: StatusMark) -> str:
        symbol = picture_name(self.subject.style.statuses[mark.status.value].symbol)
        alt = "" if mark.show_word else escape(mark.word)
        image = f'<img class=status src="pictures/{symbol}" alt="{alt}">'
        return f"{image} {escape(mark.word)}" if mark.show_word else image


def _id(label: str) -> str:
    return f' id="{escape(label)}"' if label else ""


def _span(span: Span) -> str:
    return "column" if span is Span.COLUMN else "page"
