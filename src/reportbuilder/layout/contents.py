"""The table of contents and the lists of tables and figures: entries with dotted leaders, page numbers and links."""

from collections.abc import Iterable, Iterator, Mapping

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.document.model import (
    Chapter,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    PageReference,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in, repeatable
from reportbuilder.layout.flow import Flowable, Item
from reportbuilder.layout.surface import Surface
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.structure.model import Artifact, Element
from reportbuilder.style.model import TextStyle
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, replace

PAGE_ROOM = 30.0
"""The width at the right that is reserved for page numbers, in points."""
DOT_STEP = 4.5
LEADER_GAP = 5.0
LIST_INDENT = 50.0
"""How far the titles of tables and figures stand in, unless their numbers need more."""
NUMBER_GAP = 4.0
"""The least space between a number and its title."""


class ContentsEntry(Flowable):
    """A line of a list of contents: words, a dotted leader, the page."""

    words: TextBlock
    page: Line
    measure: float
    colour: str

    @property
    def width(self) -> float:
        """The whole width."""
        return self.measure

    @property
    def height(self) -> float:
        """The lines of the words."""
        return self.words.height

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw the words, the page at the right, and between them dots that stand in line down the page."""
        self.words.drawOn(surface, x, y)
        baseline = y + self.words.drop
        right = x + self.measure
        surface.text(self.page, right - self.page.width, baseline, self.words.mark)
        start = x + self.words.indent + self.words.lines[-1].width + LEADER_GAP
        end = right - self.page.width - LEADER_GAP
        count = int((end - (right - self.measure)) // DOT_STEP) - int((start - (right - self.measure)) // DOT_STEP)
        if count > 2:
            first = right - self.measure + (int((start - (right - self.measure)) // DOT_STEP) + 1) * DOT_STEP
            dots = _dots((count - 1) * DOT_STEP, self.colour)
            surface.picture(dots, first, baseline, Artifact.LAYOUT)


def _dots(length: float, colour: str) -> Picture:
    line = Path(
        (Segment(Verb.MOVE, (0, 0.5)), Segment(Verb.LINE, (length, 0.5))),
        stroke=colour,
        line_width=0.9,
        dash=(0.0, DOT_STEP),
        cap=1,
    )
    return Picture(length, 1.0, (line,))


def contents_items(setter: Typesetter, document: Document, tags: Mapping[str, Element], width: float) -> Iterator[Item]:
    """The entries of the contents: chapters, and their headings as deep as the design says; `tags` by label."""
    look, text = setter.design.contents, setter.design.text
    styles = (text.contents_1, text.contents_2, text.contents_3, text.contents_3)
    headings = [h for chapter in document.chapters for h in _headings(chapter) if h.level <= look.depth]
    numbers = ((heading.number, styles[heading.level - 1]) for heading in headings)
    numbered = _number_room(setter, numbers, look.indent) if document_numbered(document) else 0.0
    for heading in headings:
        indent = numbered or look.indent * (heading.level - 1)
        words = _EntryWords(heading.children, heading.number, heading.label, tags[heading.label].key, heading.place)
        yield _entry(setter, words, styles[heading.level - 1], width, indent)


def list_items(
    setter: Typesetter,
    document: Document,
    kind: type[Table] | type[Chart],
    tags: Mapping[str, Element],
    width: float,
) -> Iterator[Item]:
    """The entries of the list of tables, or of charts and figures; `tags` by label."""
    style = setter.design.text.contents_2
    kinds = (Chart, Figure) if kind is Chart else (Table,)
    blocks = [
        b for chapter in document.chapters for b in blocks_in(chapter.blocks) if isinstance(b, kinds) and b.number
    ]
    indent = _number_room(setter, ((block.number, style) for block in blocks), LIST_INDENT)
    for block in blocks:
        title = block.title if isinstance(block, Chart) else block.caption
        words = _EntryWords(title, block.number, block.label, tags[block.label].key, block.place)
        yield _entry(setter, words, style, width, indent)


def _number_room(setter: Typesetter, numbers: Iterable[tuple[str, TextStyle]], least: float) -> float:
    """The indent of titles in points: the width of the widest number before them, each in its style."""
    widest = max((setter.words(number, style).width for number, style in numbers if number), default=0.0)
    return max(least, widest + NUMBER_GAP if widest else 0.0)


def document_numbered(document: Document) -> bool:
    """Whether any chapter has a number."""
    return any(chapter.heading.number for chapter in document.chapters)


def _headings(chapter: Chapter) -> Iterator[Heading]:
    yield chapter.heading
    yield from (block for block in chapter.blocks if isinstance(block, Heading))


class _EntryWords(Value):
    """The content of an entry: its number and title, the label that it links to, and its structure element."""

    title: tuple[Inline, ...]
    number: str
    label: str
    mark: int
    place: Place


def _entry(setter: Typesetter, words: _EntryWords, style: TextStyle, width: float, indent: float) -> Item:
    """An entry; the spaces after number and title stand in no line, but are read."""
    linked = (Link((*repeatable(words.title), Text(" ")), f"#{words.label}"),)
    measure = width - indent - PAGE_ROOM
    block = setter.block(linked, style, measure, words.mark, place=words.place, indent=indent, whole=True)
    if words.number:
        marker = setter.line((Link((Text(f"{words.number} "),), f"#{words.label}"),), style)
        block = replace(block, marker=marker, marker_mark=words.mark)
    page = setter.line((PageReference(words.label, ""),), style)
    entry = ContentsEntry(block, page, width, setter.design.contents.leader_colour)
    return Item(entry, style.before, style.after, place=words.place)
