"""The parts of a report as sections: what each brings to the pages before they are composed."""

from collections.abc import Mapping

from reportbuilder.content.model import (
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
from reportbuilder.content.walk import plain
from reportbuilder.graphics import Picture
from reportbuilder.layout.blocks import BlockSetter
from reportbuilder.layout.contents import contents_items, list_items
from reportbuilder.layout.flow import Item, Stream
from reportbuilder.layout.furniture import Imprint, PageArt, heads, set_cover
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.page import Master, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.problems import Place
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, field, replace


class Material(Value):
    """What the pages are made with, besides the document. `artwork` holds the style's drawings by file."""

    style: HouseStyle
    design: Design
    fonts: FontBook
    breaker: Breaker
    artwork: Mapping[str, Picture]
    imprint: Imprint
    image_root: str


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


def make_section(document: Document, part: Part, material: Material, setter: Typesetter) -> Section | None:
    """A part as a section; None for a colophon that was never written."""
    match part.content:
        case Chapter():
            return _chapter_section(part.content, material, setter)
        case MadePage.COVER:
            return _cover_section(material, setter)
        case MadePage.CONTENTS:
            return _contents_section(document, material, setter)
        case MadePage.LISTS:
            return _lists_section(document, material, setter)
        case MadePage.COLOPHON:
            return _colophon_section(document, material, setter) if document.colophon else None


def _chapter_section(chapter: Chapter, material: Material, setter: Typesetter) -> Section:
    geometry = Geometry(material.design.page, material.design.page.columns)
    stream = BlockSetter(setter, geometry, material.image_root).stream(chapter)
    return _opened(stream, geometry, chapter.heading, material, setter)


def _opened(stream: Stream, geometry: Geometry, heading: Heading, material: Material, setter: Typesetter) -> Section:
    look = material.design.opener
    openers = heads(setter, geometry, heading, material.artwork.get(look.artwork), look.bleed)
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


def _cover_section(material: Material, setter: Typesetter) -> Section:
    cover, setup = material.design.cover, material.design.page
    art = set_cover(setter, cover, material.artwork.get(cover.artwork), material.imprint, setup)
    return Section(Stream((), {}), Geometry(setup, 1), Master.COVER, "", heads=dict.fromkeys(Side, art))


def _single_column(material: Material) -> Geometry:
    """One column for lists: the text's width, or two of its columns."""
    full = Geometry(material.design.page, material.design.page.columns)
    width = full.text_width if full.columns == 1 else full.width(Span.WIDE)
    return Geometry(replace(material.design.page, text_width=width), 1)


def _contents_section(document: Document, material: Material, setter: Typesetter) -> Section:
    geometry = _single_column(material)
    items = tuple(contents_items(setter, document, geometry.column_width))
    heading = Heading(1, (Text(PAGE_WORDS[document.language].contents),), "inhoud")
    return _opened(Stream(items, {}), geometry, heading, material, setter)


def _lists_section(document: Document, material: Material, setter: Typesetter) -> Section:
    geometry, words = _single_column(material), PAGE_WORDS[document.language]
    blocks = BlockSetter(setter, geometry, material.image_root)
    items: list[Item] = []
    for title, kind, label in ((words.tables, Table, "lijst-tabellen"), (words.figures, Chart, "lijst-figuren")):
        entries = tuple(list_items(setter, document, kind, geometry.column_width))
        if entries:
            items += [*blocks.items((Heading(2, (Text(title),), label),)), *entries]
    return _opened(Stream(tuple(items), {}), geometry, Heading(1, (Text(words.lists),), "lijsten"), material, setter)


def _colophon_section(document: Document, material: Material, setter: Typesetter) -> Section:
    """The colophon stands at the foot of its page."""
    chapter, geometry = document.colophon, Geometry(material.design.page, material.design.page.columns)
    assert chapter is not None
    style, measure = material.design.text.colophon, geometry.width(Span.WIDE) * (0.8 if geometry.columns == 1 else 1)
    single = Geometry(replace(material.design.page, text_width=measure), 1)
    title = replace(chapter.heading, level=3)
    items = BlockSetter(setter, single, material.image_root).items((title,))
    for block in chapter.blocks:
        if isinstance(block, Paragraph):
            text = setter.block(block.children, style, measure, place=block.place)
            items.append(Item(text, style.before, style.after, place=block.place))
        else:
            items += BlockSetter(setter, single, material.image_root).items((block,))
    depth = sum(single.snap(item.flowable.height) + max(item.before, item.after) for item in items)
    drop = max(0.0, single.snap(single.height - depth - 2 * single.setup.grid))
    return Section(Stream(tuple(items), {}), single, Master.OPENER, plain(title.children), "", {}, drop, title.place)
