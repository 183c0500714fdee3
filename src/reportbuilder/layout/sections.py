"""The parts of a report as sections: what each brings to the pages before they are composed."""

from collections.abc import Mapping
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import (
    Break,
    Chapter,
    Chart,
    Document,
    Heading,
    MadePage,
    Paragraph,
    Part,
    Span,
    Table,
    Text,
)
from reportbuilder.document.walk import plain
from reportbuilder.i18n.page_words import PAGE_WORDS
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.contents import contents_items, list_items
from reportbuilder.layout.cover import set_cover
from reportbuilder.layout.flow import Item, Stream
from reportbuilder.layout.furniture import Imprint, PageArt, heads
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.page import Master, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import Element, TagTree
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, field, replace


class Material(Value):
    """What the pages are made with, besides the document. `artwork` holds the style's drawings by file; in print pages
    stand `binding` points further from the spine."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    artwork: Mapping[str, Picture]
    imprint: Imprint
    image_root: str
    binding: float = 0.0


class Section(Value):
    """Something that starts on a page of its own: its stream, its columns, its head for either side."""

    stream: Stream
    geometry: Geometry
    master: Master
    chapter: str
    label: str = ""
    heads: Mapping[Side, PageArt] = field(default_factory=dict)
    drop: float = 0.0
    place: Place = Place()


class Meaning(Value):
    """What a section means: its own element, and the tree that it stands in."""

    own: Element
    tree: TagTree


def make_section(
    document: Document, part: Part, meaning: Meaning, material: Material, setter: Typesetter
) -> Section | None:
    """A part as a section; None for a colophon that was never written."""
    match part.content:
        case Chapter():
            return _chapter_section(part.content, meaning, material, setter)
        case MadePage.COVER:
            return _cover_section(meaning.own, material, setter)
        case MadePage.CONTENTS:
            return _contents_section(document, meaning, material, setter)
        case MadePage.LISTS:
            return _lists_section(document, meaning, material, setter)
        case MadePage.COLOPHON:
            return _colophon_section(document, meaning.own, material, setter) if document.colophon else None
        case _:
            assert_never(part.content)


def _chapter_section(chapter: Chapter, meaning: Meaning, material: Material, setter: Typesetter) -> Section:
    geometry = Geometry(material.design.page, material.design.page.columns)
    stream = BlockSetter(setter, geometry, material.image_root).stream(chapter, meaning.own, meaning.tree)
    return _opened(stream, geometry, chapter.heading, meaning.own, material, setter)


def _opened(
    stream: Stream, geometry: Geometry, heading: Heading, tag: Element, material: Material, setter: Typesetter
) -> Section:
    """A section whose first page has its heading, the first child of its element."""
    look = material.design.opener
    mark = tag.children[0].key
    openers = heads(setter, geometry, heading, mark, material.artwork.get(look.artwork), look.bleed)
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


def _cover_section(tag: Element, material: Material, setter: Typesetter) -> Section:
    cover, setup = material.design.cover, material.design.page
    art = set_cover(setter, cover, material.artwork.get(cover.artwork), material.imprint, setup, tag)
    return Section(Stream((), {}), Geometry(setup, 1), Master.COVER, "", heads=dict.fromkeys(Side, art))


def _single_column(material: Material) -> Geometry:
    """One column for lists: the text's width, or two of its columns."""
    full = Geometry(material.design.page, material.design.page.columns)
    width = full.text_width if full.columns == 1 else full.width(Span.WIDE)
    return Geometry(replace(material.design.page, text_width=width), 1)


def _contents_section(document: Document, meaning: Meaning, material: Material, setter: Typesetter) -> Section:
    geometry = _single_column(material)
    items = tuple(contents_items(setter, document, meaning.tree.contents, geometry.column_width))
    heading = Heading(1, (Text(PAGE_WORDS[document.language].contents),), "inhoud")
    return _opened(Stream(items, {}), geometry, heading, meaning.own, material, setter)


def _lists_section(document: Document, meaning: Meaning, material: Material, setter: Typesetter) -> Section:
    geometry, words = _single_column(material), PAGE_WORDS[document.language]
    blocks = BlockSetter(setter, geometry, material.image_root)
    items: list[Item] = []
    kinds: tuple[tuple[str, type[Table] | type[Chart], str], ...] = (
        (words.tables, Table, "lijst-tabellen"),
        (words.figures, Chart, "lijst-figuren"),
    )
    for (title, kind, label), tag in zip(kinds, meaning.own.children[1::2], strict=True):
        entries = tuple(list_items(setter, document, kind, meaning.tree.listed, geometry.column_width))
        if entries:
            items += [*blocks.items((Heading(2, (Text(title),), label),), (tag,)), *entries]
    heading = Heading(1, (Text(words.lists),), "lijsten")
    return _opened(Stream(tuple(items), {}), geometry, heading, meaning.own, material, setter)


def _colophon_section(document: Document, tag: Element, material: Material, setter: Typesetter) -> Section:
    """The colophon stands at the foot of its page."""
    chapter, geometry = document.colophon, Geometry(material.design.page, material.design.page.columns)
    assert chapter is not None
    style, measure = material.design.text.colophon, geometry.width(Span.WIDE) * (0.8 if geometry.columns == 1 else 1)
    single = Geometry(replace(material.design.page, text_width=measure), 1)
    title = replace(chapter.heading, level=3)
    blocks = BlockSetter(setter, single, material.image_root)
    items = blocks.items((title,), tag.children[:1])
    waiting = iter(tag.children[1:])
    for block in chapter.blocks:
        if isinstance(block, Paragraph):
            text = setter.block(block.children, style, measure, next(waiting).key, place=block.place)
            items.append(Item(text, style.before, style.after, place=block.place))
        elif not isinstance(block, Break):
            items += blocks.items((block,), (next(waiting),))
    depth = sum(single.snap(item.flowable.height) + max(item.before, item.after) for item in items)
    drop = max(0.0, single.snap(single.height - depth - 2 * single.setup.grid))
    return Section(Stream(tuple(items), {}), single, Master.OPENER, plain(title.children), "", {}, drop, title.place)
