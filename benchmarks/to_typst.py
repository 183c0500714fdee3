"""A report as a Typst project: `main.typ` and its pictures, as somebody who knows Typst would write it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from benchmarks.subject import Subject
from benchmarks.svg import picture_name, write_pictures
from benchmarks.typst_blocks import TypstBlocks
from benchmarks.typst_rules import heading_rule, preamble
from benchmarks.typst_words import TypstWords, escape, label, paragraph_arguments, text_arguments
from reportbuilder.document.model import Block, Chapter, Chart, Figure, Heading, MadePage, Table, Text
from reportbuilder.document.walk import plain
from reportbuilder.style.model import TextStyle


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
        parts = [preamble(self.subject)]
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
        return "\n\n".join(parts) + "\n"

    def _opener(self, heading: Heading) -> str:
        """The head of a chapter: artwork, number and title; the text begins `drop` below the top margin.

        It floats, so that no table or chart that floats to the top of its page stands above it. A long title is set
        in the first of the style's sizes that leaves it above the text, or else moves the text down.
        """
        design = self.subject.design
        look, page, style = design.opener, design.page, design.text.h1
        name, hidden = (f" #{label(heading.label)}", "") if heading.label else ("", ", outlined: false")
        pieces = []
        if look.artwork:
            across, down = -page.inside - look.bleed, -page.top - look.bleed
            pieces.append(
                f"place(top + left, dx: {across:g}pt, dy: {down:g}pt, {self._artwork(look.artwork, look.bleed)})"
            )
        if heading.number:
            big = design.text.opener_number
            y = look.number_y - page.top - big.size * 0.75
            pieces.append(f"place(top + left, dy: {y:g}pt, text({self._text(big)})[{escape(heading.number)}])")
        y = look.title_y - page.top - style.size * 0.75
        sizes = ", ".join(f"{size:g}pt" for size in (style.size, *look.smaller))
        width = look.title_width or page.text_width or page.width - page.inside - page.outside
        title = (
            f"let title(size) = block(width: {width:g}pt, {{\n"
            f"show heading: it => block({{ set text({self._text(style)})\nset text(size: size)\n"
            f"set par(justify: false, leading: {style.leading / style.size - 1:g} * size)\nit.body }})\n"
            f"[#heading(level: 1{hidden})[{self.words(heading.children)}]{name}]\n}})"
        )
        size = f"({sizes},).find(size => {y:g}pt + measure(title(size)).height <= {look.drop:g}pt)"
        pieces.append(f"place(top + left, dy: {y:g}pt, title(size))")
        inner, outer = (escape(words) for words in self.subject.running_heads(plain(heading.children)))
        start = f"#set page(header: head([{inner}], [{outer}]))"
        scope = 'scope: "parent", ' if page.columns > 1 else ""
        return (
            f"{start}\n#place(top, {scope}float: true, clearance: 0pt, context {{\n{title}\n"
            f"let size = {size}\nif size == none {{ size = ({sizes},).last() }}\n"
            f"let drop = calc.max({look.drop:g}pt, {y + style.leading:g}pt + measure(title(size)).height)\n"
            "block(width: 100%, height: drop, {\n" + "\n".join(pieces) + "\n})\n})"
        )

    def _artwork(self, name: str, bleed: float) -> str:
        """Artwork as wide as the page with its bleed. Its height is given as well: Typst would fit it into the block
        around it."""
        picture, width = self.subject.style.pictures[name], self.subject.design.page.width + 2 * bleed
        height = picture.height * width / picture.width
        return f'pdf.artifact(image("pictures/{picture_name(name)}", width: {width:g}pt, height: {height:g}pt))'

    def _chapter(self, chapter: Chapter) -> str:
        words = TypstWords(self.subject, self.words.labels, chapter.notes)
        blocks = TypstBlocks(self.subject, words)(chapter.blocks)
        return f"{self._opener(chapter.heading)}\n#counter(footnote).update(0)\n\n{blocks}"

    def _cover(self) -> str:
        cover = self.subject.design.cover
        pieces = []
        if cover.artwork:
            picture = self._artwork(cover.artwork, cover.bleed)
            pieces.append(f"#place(dx: {-cover.bleed:g}pt, dy: {-cover.bleed:g}pt, {picture})")
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
                pieces.append(f"#heading(level: 2, outlined: false)[{escape(title)}]")
                pieces.append(f"#outline(title: none, target: figure.where(kind: {kind}))")
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
            f"#v(1fr)\n{heading_rule(self.subject, 1, 3)}\n"
            f"#heading(level: 1, outlined: false)[{self.words(chapter.heading.children)}] "
            f"#{label(chapter.heading.label)}\n\n"
            f"{TypstBlocks(self.subject, self.words)(chapter.blocks)}\n]"
        )

    def _text(self, style: TextStyle) -> str:
        return text_arguments(self.subject, style)
