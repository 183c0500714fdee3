"""The sections of a report, before its pages are composed: the items, columns and heads of each part.

The table of contents and the lists of tables and figures are among them: entries with dotted leaders, page numbers and
links.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import assert_never

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.graphics import Path, Picture, Segment, Verb
from reportbuilder.document.model import (
    Chapter,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    MadePage,
    PageReference,
    Paragraph,
    Part,
    Span,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in, plain, repeatable
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.flow import Flowable, Item, ItemStream, Surface
from reportbuilder.layout.furniture import Imprint, PageArt, chapter_heads, set_cover
from reportbuilder.layout.page import Geometry, Master, Side
from reportbuilder.layout.typeset import TextBlock, Typesetter
from reportbuilder.memo import Memo, Same
from reportbuilder.structure.model import Artifact, PartKey, PartTags
from reportbuilder.style.model import Design, HouseStyle, TextStyle
from reportbuilder.text.breaking import Breaker, Line
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, field, replace

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


def contents_items(setter: Typesetter, document: Document, tags: PartTags, width: float) -> Iterator[Item]:
    """The entries of the contents: chapters, and their headings as deep as the design says."""
    look, text = setter.design.contents, setter.design.text
    styles = (text.contents_1, text.contents_2, text.contents_3, text.contents_3)
    headings = [h for listed in listed_in(document, setter.memo) for h in listed.headings if h.level <= look.depth]
    numbers = ((heading.number, styles[heading.level - 1]) for heading in headings)
    numbered = _number_room(setter, numbers, look.indent) if document_numbered(document) else 0.0
    for heading in headings:
        indent = numbered or look.indent * (heading.level - 1)
        mark = tags.mark(MadePage.CONTENTS.value, "entry", heading.label)
        words = _EntryWords(heading.children, heading.number, heading.label, mark, heading.place)
        yield _entry(setter, words, styles[heading.level - 1], width, indent)


def list_items(
    setter: Typesetter,
    document: Document,
    kind: type[Table] | type[Chart],
    tags: PartTags,
    width: float,
) -> Iterator[Item]:
    """The entries of the list of tables, or of charts and figures."""
    style = setter.design.text.contents_2
    listed = listed_in(document, setter.memo)
    titles = [title for one in listed for title in (one.figures if kind is Chart else one.tables)]
    indent = _number_room(setter, ((title.number, style) for title in titles), LIST_INDENT)
    for title in titles:
        mark = tags.mark(MadePage.LISTS.value, "entry", title.label)
        words = _EntryWords(title.words, title.number, title.label, mark, title.place)
        yield _entry(setter, words, style, width, indent)


def _number_room(setter: Typesetter, numbers: Iterable[tuple[str, TextStyle]], least: float) -> float:
    """The indent of titles in points: the width of the widest number before them, each in its style."""
    widest = max((setter.words(number, style).width for number, style in numbers if number), default=0.0)
    return max(least, widest + NUMBER_GAP if widest else 0.0)


def document_numbered(document: Document) -> bool:
    """Whether any chapter has a number."""
    return any(chapter.heading.number for chapter in document.chapters)


class ListedTitle(Value):
    """A table, chart or figure as the lists name it."""

    words: tuple[Inline, ...]
    number: str
    label: str
    place: Place


class ListedChapter(Value):
    """What the contents and the lists show of a chapter: its headings, and its numbered tables and figures."""

    headings: tuple[Heading, ...]
    tables: tuple[ListedTitle, ...]
    figures: tuple[ListedTitle, ...]


def listed_in(document: Document, memo: Memo) -> tuple[ListedChapter, ...]:
    """What the contents and the lists show of each chapter: the same objects as before where it is equal."""

    def listed(chapter: Chapter) -> ListedChapter:
        return memo.kept("listed", (document.changes > 0, chapter.heading.id), _listed_in(chapter))

    return tuple(memo.get("listed chapters", Same(chapter), partial(listed, chapter)) for chapter in document.chapters)


def _listed_in(chapter: Chapter) -> ListedChapter:
    blocks = [b for b in blocks_in(chapter.blocks) if isinstance(b, Table | Chart | Figure) and b.number]
    titles = [ListedTitle(b.title if isinstance(b, Chart) else b.caption, b.number, b.label, b.place) for b in blocks]
    return ListedChapter(
        (chapter.heading, *(block for block in chapter.blocks if isinstance(block, Heading))),
        tuple(title for title, block in zip(titles, blocks, strict=True) if isinstance(block, Table)),
        tuple(title for title, block in zip(titles, blocks, strict=True) if not isinstance(block, Table)),
    )


class _EntryWords(Value):
    """The content of an entry: its number and title, the label that it links to, and its structure element."""

    title: tuple[Inline, ...]
    number: str
    label: str
    mark: PartKey
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


class Material(Value):
    """The resources of the layout besides the document: style, design, fonts, line breaker. `artwork` holds the style's
    drawings by file; in print pages stand `binding` points further from the spine. `memo` is that of the project."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    artwork: Mapping[str, Picture]
    imprint: Imprint
    image_root: str
    binding: float = 0.0
    memo: Memo = field(default_factory=Memo)

    def setter(self, language: str, diagnostics: Diagnostics, page_of: Callable[[str], str] = str) -> Typesetter:
        """A typesetter in the style and fonts of the material; without `page_of` for words without page references."""
        return Typesetter(
            self.style, self.design, self.fonts, self.breaker, language, page_of, diagnostics, memo=self.memo
        )


class Section(Value):
    """A part that starts on a new page: its item stream, its columns, and its head for a left and a right page."""

    stream: ItemStream
    geometry: Geometry
    master: Master
    chapter: str
    label: str = ""
    heads: Mapping[Side, PageArt] = field(default_factory=dict)
    drop: float = 0.0
    place: Place = Place()


def content_key(document: Document, part: Part, tags: PartTags, material: Material) -> Hashable:
    """What the section of a part depends on, besides what all setting does (`Typesetter.remembered`)."""
    match part.content:
        case Chapter():
            return Same(part.content), Same(tags), material.image_root
        case MadePage.COVER:
            return part.content, Same(tags), Same(material.imprint)
        case MadePage.CONTENTS | MadePage.LISTS:
            return part.content, Same(tags), *map(Same, listed_in(document, material.memo))
        case MadePage.COLOPHON:
            return part.content, Same(tags), Same(document.colophon), material.image_root
        case _:
            assert_never(part.content)


def make_section(
    document: Document, part: Part, tags: PartTags, material: Material, setter: Typesetter
) -> Section | None:
    """A part as a section; None for a colophon that the report does not have."""
    match part.content:
        case Chapter():
            return _chapter_section(part.content, tags, material, setter)
        case MadePage.COVER:
            return _cover_section(tags, material, setter)
        case MadePage.CONTENTS:
            return _contents_section(document, tags, material, setter)
        case MadePage.LISTS:
            return _lists_section(document, tags, material, setter)
        case MadePage.COLOPHON:
            return _colophon_section(document, tags, material, setter) if document.colophon else None
        case _:
            assert_never(part.content)


def _chapter_section(chapter: Chapter, tags: PartTags, material: Material, setter: Typesetter) -> Section:
    geometry = Geometry(material.design.page, material.design.page.columns)
    stream = BlockSetter(setter, geometry, tags, material.image_root).stream(chapter)
    return _opened(stream, geometry, chapter.heading, tags, material, setter)


def _opened(
    stream: ItemStream, geometry: Geometry, heading: Heading, tags: PartTags, material: Material, setter: Typesetter
) -> Section:
    """A section with a chapter head on its first page."""
    look = material.design.opener
    mark, artwork = tags.mark(heading.id), material.artwork.get(look.artwork)
    openers = setter.remembered(
        "chapter heads",
        (heading, geometry),
        lambda setter: chapter_heads(setter, geometry, heading, mark, artwork, look.bleed),
    )
    return Section(
        stream,
        geometry,
        Master.OPENER,
        plain(heading.children),
        heading.label,
        openers,
        geometry.snap(look.drop + openers[Side.RIGHT].title_overhang),
        heading.place,
    )


def _cover_section(tags: PartTags, material: Material, setter: Typesetter) -> Section:
    cover, setup = material.design.cover, material.design.page
    art = set_cover(setter, cover, material.artwork.get(cover.artwork), material.imprint, setup, tags)
    return Section(ItemStream((), {}), Geometry(setup, 1), Master.COVER, "", heads=dict.fromkeys(Side, art))


def _single_column(material: Material) -> Geometry:
    """One column for lists: the text's width, or two of its columns."""
    full = Geometry(material.design.page, material.design.page.columns)
    width = full.text_width if full.columns == 1 else full.width(Span.WIDE)
    return Geometry(replace(material.design.page, text_width=width), 1)


def _contents_section(document: Document, tags: PartTags, material: Material, setter: Typesetter) -> Section:
    geometry = _single_column(material)
    items = tuple(contents_items(setter, document, tags, geometry.column_width))
    heading = Heading(1, (Text(language_of(document.language).pages.contents),), "inhoud", id=MadePage.CONTENTS.value)
    return _opened(ItemStream(items, {}), geometry, heading, tags, material, setter)


def _lists_section(document: Document, tags: PartTags, material: Material, setter: Typesetter) -> Section:
    """The lists, whose titles are long: beside a single column of text they take the margin, too."""
    geometry, words = _single_column(material), language_of(document.language).pages
    if material.design.page.columns == 1:
        geometry = Geometry(replace(material.design.page, text_width=None), 1)
    blocks = BlockSetter(setter, geometry, tags, material.image_root)
    items: list[Item] = []
    lists: tuple[tuple[str, type[Table] | type[Chart], str, str], ...] = (
        (words.tables, Table, "lijst-tabellen", "tables"),
        (words.figures, Chart, "lijst-figuren", "figures"),
    )
    for title, kind, label, part in lists:
        entries = tuple(list_items(setter, document, kind, tags, geometry.column_width))
        if entries:
            mark = tags.mark(MadePage.LISTS.value, part)
            items += [blocks.heading(Heading(2, (Text(title),), label), mark), *entries]
    heading = Heading(1, (Text(words.lists),), "lijsten", id=MadePage.LISTS.value)
    return _opened(ItemStream(tuple(items), {}), geometry, heading, tags, material, setter)


def _colophon_section(document: Document, tags: PartTags, material: Material, setter: Typesetter) -> Section:
    """The section of the colophon, which is set at the foot of its page."""
    chapter, geometry = document.colophon, Geometry(material.design.page, material.design.page.columns)
    assert chapter is not None
    style, measure = material.design.text.colophon, geometry.width(Span.WIDE) * (0.8 if geometry.columns == 1 else 1)
    single = Geometry(replace(material.design.page, text_width=measure), 1)
    title = replace(chapter.heading, level=3)
    blocks = BlockSetter(setter, single, tags, material.image_root)
    items = blocks.items((title,))
    for block in chapter.blocks:
        if isinstance(block, Paragraph):
            text = setter.block(block.children, style, measure, tags.mark(block.id), place=block.place)
            items.append(Item(text, style.before, style.after, place=block.place))
        else:
            items += blocks.items((block,))
    depth = sum(single.snap(item.flowable.height) + max(item.before, item.after) for item in items)
    drop = max(0.0, single.snap(single.height - depth - 2 * single.setup.grid))
    return Section(
        ItemStream(tuple(items), {}), single, Master.OPENER, plain(title.children), "", {}, drop, title.place
    )
