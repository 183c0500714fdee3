"""The sections of a report: the items, columns and heads of each part, before its pages are composed."""

from collections.abc import Mapping
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import (
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
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.contents import contents_items, list_items
from reportbuilder.layout.flow import Item, ItemStream
from reportbuilder.layout.furniture import Imprint, PageArt, chapter_heads, set_cover
from reportbuilder.layout.page import Geometry, Master, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, field, replace


class Material(Value):
    """The resources of the layout besides the document: style, design, fonts, line breaker. `artwork` holds the style's
    drawings by file; in print pages stand `binding` points further from the spine."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    artwork: Mapping[str, Picture]
    imprint: Imprint
    image_root: str
    binding: float = 0.0


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


def make_section(
    document: Document, part: Part, tags: TagTree, material: Material, setter: Typesetter
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


def _chapter_section(chapter: Chapter, tags: TagTree, material: Material, setter: Typesetter) -> Section:
    geometry = Geometry(material.design.page, material.design.page.columns)
    stream = BlockSetter(setter, geometry, tags, material.image_root).stream(chapter)
    return _opened(stream, geometry, chapter.heading, tags, material, setter)


def _opened(
    stream: ItemStream, geometry: Geometry, heading: Heading, tags: TagTree, material: Material, setter: Typesetter
) -> Section:
    """A section with a chapter head on its first page."""
    look = material.design.opener
    mark = tags.mark(heading.id)
    openers = chapter_heads(setter, geometry, heading, mark, material.artwork.get(look.artwork), look.bleed)
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


def _cover_section(tags: TagTree, material: Material, setter: Typesetter) -> Section:
    cover, setup = material.design.cover, material.design.page
    art = set_cover(setter, cover, material.artwork.get(cover.artwork), material.imprint, setup, tags)
    return Section(ItemStream((), {}), Geometry(setup, 1), Master.COVER, "", heads=dict.fromkeys(Side, art))


def _single_column(material: Material) -> Geometry:
    """One column for lists: the text's width, or two of its columns."""
    full = Geometry(material.design.page, material.design.page.columns)
    width = full.text_width if full.columns == 1 else full.width(Span.WIDE)
    return Geometry(replace(material.design.page, text_width=width), 1)


def _contents_section(document: Document, tags: TagTree, material: Material, setter: Typesetter) -> Section:
    geometry = _single_column(material)
    items = tuple(contents_items(setter, document, tags.contents, geometry.column_width))
    heading = Heading(1, (Text(language_of(document.language).pages.contents),), "inhoud", id=MadePage.CONTENTS.value)
    return _opened(ItemStream(items, {}), geometry, heading, tags, material, setter)


def _lists_section(document: Document, tags: TagTree, material: Material, setter: Typesetter) -> Section:
    geometry, words = _single_column(material), language_of(document.language).pages
    blocks = BlockSetter(setter, geometry, tags, material.image_root)
    items: list[Item] = []
    lists: tuple[tuple[str, type[Table] | type[Chart], str, str], ...] = (
        (words.tables, Table, "lijst-tabellen", "tables"),
        (words.figures, Chart, "lijst-figuren", "figures"),
    )
    for title, kind, label, part in lists:
        entries = tuple(list_items(setter, document, kind, tags.listed, geometry.column_width))
        if entries:
            mark = tags.mark(MadePage.LISTS.value, part)
            items += [blocks.heading(Heading(2, (Text(title),), label), mark), *entries]
    heading = Heading(1, (Text(words.lists),), "lijsten", id=MadePage.LISTS.value)
    return _opened(ItemStream(tuple(items), {}), geometry, heading, tags, material, setter)


def _colophon_section(document: Document, tags: TagTree, material: Material, setter: Typesetter) -> Section:
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
