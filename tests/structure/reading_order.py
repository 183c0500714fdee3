"""What a report says, word for word and in order, worked out from its document alone."""

from collections.abc import Iterable, Iterator, Mapping

from reportbuilder.document.model import (
    Block,
    Callout,
    Chapter,
    Chart,
    CustomBlock,
    Document,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Inline,
    KeyFigures,
    LineBreak,
    Link,
    List,
    ListItem,
    MadePage,
    NoteReference,
    PageReference,
    Paragraph,
    Quote,
    Script,
    Signature,
    Sparkline,
    StatusLegend,
    StatusMark,
    Strong,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.i18n.language import language_of

_INSTRUCTIONS = str.maketrans("", "", "\u00ad\u200b\u2060")


def squeezed(text: str) -> str:
    """Text without spaces and instructions to the line breaker."""
    return "".join(text.translate(_INSTRUCTIONS).split())


def words_of(text: str) -> list[str]:
    """The words of a text, as they are read."""
    return text.translate(_INSTRUCTIONS).split()


class Said:
    """Reads a document aloud. `pages` are those of its labels, `cover` the words on its cover, `depth` how deep its
    contents go, `marks` the marks of bullets by depth, `sections` how many a chapter must have to list them itself."""

    def __init__(
        self,
        document: Document,
        pages: Mapping[str, int],
        cover: list[str],
        depth: int,
        marks: tuple[str, ...],
        sections: int = 0,
    ) -> None:
        self._document, self._pages, self._cover, self._depth = document, pages, cover, depth
        self._marks, self._sections = marks, sections
        self._words = language_of(document.language).pages
        self._notes = {}
        self._told: set[str] = set()

    def report(self) -> Iterator[str]:
        """All texts in order, each a block or a part of one."""
        for part in self._document.parts:
            match part.content:
                case Chapter():
                    yield from self._chapter(part.content)
                case MadePage.COVER:
                    yield from self._cover
                case MadePage.CONTENTS:
                    yield self._words.contents
                    yield from self._contents()
                case MadePage.LISTS:
                    yield self._words.lists
                    yield from self._listed((Table,), self._words.tables)
                    yield from self._listed((Chart, Figure), self._words.figures)
                case MadePage.COLOPHON:
                    if self._document.colophon:
                        yield from self._chapter(self._document.colophon)

    def _contents(self) -> Iterator[str]:
        for chapter in self._document.chapters:
            for heading in (chapter.heading, *(b for b in chapter.blocks if isinstance(b, Heading))):
                if heading.level <= self._depth:
                    yield f"{heading.number} {self._line(heading.children)} {self._pages[heading.label]}"

    def _listed(self, kinds: tuple[type, ...], title: str) -> Iterator[str]:
        found = [
            block
            for chapter in self._document.chapters
            for block in blocks_in(chapter.blocks)
            if isinstance(block, kinds) and isinstance(block, Table | Chart | Figure) and block.number
        ]
        if found:
            yield title
        for block in found:
            words = block.title if isinstance(block, Chart) else block.caption
            yield f"{block.number} {self._line(words)} {self._pages[block.label]}"

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        self._notes = chapter.notes
        yield f"{chapter.heading.number} {self._line(chapter.heading.children)}"
        sections = [block for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
        if self._sections and len(sections) >= max(self._sections, 2):
            yield from (f"{self._line(one.children)} {self._pages[one.label]}" for one in sections)
        yield from self._blocks(chapter.blocks, 0)

    def _blocks(self, blocks: Iterable[Block], depth: int) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block, depth)

    def _block(self, block: Block, depth: int) -> Iterator[str]:
        match block:
            case Heading():
                yield f"{block.number} {self._line(block.children)}"
            case Paragraph():
                yield self._line(block.children)
            case List():
                for item in block.items:
                    yield from self._item(item, depth)
            case Table():
                yield from self._table(block)
            case Chart():
                yield f"{block.number} {self._line(block.title)}"
                yield self._source(block.source)
            case Figure():
                yield f"{block.number} {self._line(block.caption)}" if block.caption else ""
            case KeyFigures():
                for figure in block.items:
                    yield from (figure.value, figure.label)
                    arrow = "" if not figure.change or not figure.note else "↑ " if figure.change > 0 else "↓ "
                    verdict = f": {figure.verdict.value}" if figure.note and figure.verdict.value != "gelijk" else ""
                    yield f"{arrow}{figure.note}{verdict}"
            case Quote():
                yield from self._blocks(block.blocks, -1)
                yield block.attribution
            case Callout():
                yield block.title
                yield from self._blocks(block.blocks, -1)
            case Signature():
                yield from (self._line(line) for line in block.lines)
            case StatusLegend():
                yield from (mark.word for mark in block.marks)
            case CustomBlock():
                yield from map(self._line, block.texts().values())

    def _item(self, item: ListItem, depth: int) -> Iterator[str]:
        """A list item; outside the running text (depth -1) bullets are as the document has them."""
        bullet = item.marker in ("•", "-") and depth >= 0
        yield self._marks[min(depth, len(self._marks) - 1)] if bullet else item.marker
        yield from self._blocks(item.blocks, depth + 1 if depth >= 0 else -1)

    def _table(self, table: Table) -> Iterator[str]:
        yield f"{table.number} {self._line(table.caption)}"
        yield from (self._line(column.label) for column in table.columns)
        for row in table.rows:
            for cell in row.cells:
                yield from self._blocks(cell.blocks, -1)
        yield from (self._line(note) for note in table.notes)
        yield self._source(table.source)

    def _source(self, source: tuple[Inline, ...]) -> str:
        return f"{self._words.source}: {self._line(source)}" if source else ""

    def _line(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return text
            case LineBreak():
                return " "
            case Emphasis(children) | Strong(children) | Foreign(children) | Script(children) | Link(children):
                return self._line(children)
            case PageReference(label, prefix):
                return f"{prefix} {self._pages[label]}"
            case NoteReference(label, number):
                return f"{number}{self._note(label)}"
            case StatusMark() | Sparkline():
                return inline.word

    def _note(self, label: str) -> str:
        """A footnote where it is first referred to."""
        if label in self._told:
            return ""
        self._told.add(label)
        note = self._notes[label]
        return f"\n{note.number} {' '.join(self._blocks(note.blocks, -1))}\n"
