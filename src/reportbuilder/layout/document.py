"""A whole report laid out: its sections set, composed into pages, again until every page reference is right."""

from collections.abc import Callable, Iterator, Mapping

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
from reportbuilder.layout.blocks import BlockSetter, note_labels
from reportbuilder.layout.columns import Spot
from reportbuilder.layout.compose import Draft, compose_pages
from reportbuilder.layout.contents import contents_items, list_items
from reportbuilder.layout.flow import Item, Stream
from reportbuilder.layout.furniture import Imprint, PageArt, heads, set_cover, set_furniture
from reportbuilder.layout.geometry import Geometry
from reportbuilder.layout.page import Frame, Layer, Layout, Master, OutlineEntry, Page, Placed, Side
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.problems import Findings, Place
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.text.breaking import Breaker
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value, field, replace

MAX_PASSES = 5
"""References settle in two or three passes; more than this means that they chase each other."""


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


def lay_out(document: Document, material: Material, findings: Findings) -> Layout:
    """Lay a report out; what does not settle in `MAX_PASSES` passes is a finding that names it."""
    pages: Mapping[str, int] = {}
    kept: dict[int, tuple[Section, dict[str, str], Findings]] = {}
    for _ in range(MAX_PASSES):
        composing = Findings()
        sections = [_section(document, i, part, material, pages, kept) for i, part in enumerate(document.parts)]
        layout = _assemble(document, [s for s in sections if s is not None], material, composing)
        unsettled = sorted(label for label, page in layout.pages_by_label.items() if pages.get(label) != page)
        if not unsettled:
            break
        pages = layout.pages_by_label
    else:
        _report_unsettled(unsettled, kept, findings)
    for _, _, found in kept.values():
        findings.problems.extend(found.problems)
    findings.problems.extend(composing.problems)
    return layout


def _report_unsettled(
    unsettled: list[str], kept: Mapping[int, tuple[Section, dict[str, str], Findings]], findings: Findings
) -> None:
    used = {label for _, pages, _ in kept.values() for label in pages}
    moving = [label for label in unsettled if label in used]
    if moving:
        findings.warning(
            "layout-unsettled",
            f"The pages of these labels did not settle in {MAX_PASSES} passes: {', '.join(moving)}.",
            Place(),
            "Move a float or add a page break near them.",
        )


def _section(
    document: Document,
    index: int,
    part: Part,
    material: Material,
    pages: Mapping[str, int],
    kept: dict[int, tuple[Section, dict[str, str], Findings]],
) -> Section | None:
    """A part as a section; the one of the previous pass when no page that it names has moved."""
    if index in kept:
        section, used, _ = kept[index]
        if all(_page_of(label, pages) == page for label, page in used.items()):
            return section
    used, found = {}, Findings()

    def page_of(label: str) -> str:
        used[label] = _page_of(label, pages)
        return used[label]

    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, page_of, found
    )
    made = _make_section(document, part, material, setter)
    if made is not None:
        kept[index] = (made, used, found)
    return made


def _page_of(label: str, pages: Mapping[str, int]) -> str:
    """A page that is not known yet is taken to have two figures, as most have."""
    return str(pages.get(label, 10))


def _make_section(document: Document, part: Part, material: Material, setter: Typesetter) -> Section | None:
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
    return Geometry(material.design.page.model_copy(update={"text_width": width}), 1)


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
    single = Geometry(material.design.page.model_copy(update={"text_width": measure}), 1)
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


def _assemble(document: Document, sections: list[Section], material: Material, findings: Findings) -> Layout:
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, str, findings
    )
    pages: list[Page] = []
    for section in sections:
        if material.design.opener.start == "right" and section.master is Master.OPENER and len(pages) % 2 == 1:
            pages.append(Page(len(pages) + 1, Side.LEFT, Master.COVER, "", ()))
        pages.extend(_section_pages(section, len(pages), setter, material, findings))
    by_label: dict[str, int] = {}
    for page in pages:
        for placed in page.items:
            for label in placed.labels:
                by_label.setdefault(label, page.number)
    return Layout(material.design.page, tuple(pages), tuple(_outline(document, by_label)), by_label)


def _section_pages(
    section: Section, before: int, setter: Typesetter, material: Material, findings: Findings
) -> Iterator[Page]:
    drafts: Iterator[Draft] | tuple[Draft, ...] = compose_pages(
        section.stream, section.geometry, section.drop, material.design.balance, findings
    )
    opening = True
    for draft in drafts:
        before += 1
        yield _page(draft.spots, section, before, opening, setter, material)
        opening = False
    if opening:
        yield _page((), section, before + 1, opening, setter, material)


def _page(
    spots: tuple[Spot, ...], section: Section, number: int, opening: bool, setter: Typesetter, material: Material
) -> Page:
    side = Side.RIGHT if number % 2 else Side.LEFT
    master = section.master if opening else Master.TEXT
    setup, geometry = section.geometry.setup, section.geometry
    whole = Frame(0.0, 0.0, setup.width, setup.height)
    items: list[Placed] = []
    if opening and side in section.heads:
        named: tuple[str, ...] = (section.label,) if section.label else ()
        items.append(Placed(section.heads[side], whole, section.place, named))
    notes = note_labels(section.stream)
    for spot in spots:
        flowable = spot.item.flowable
        x = geometry.x(side, spot.item.span, spot.column)
        frame = Frame(x, setup.top + spot.top, flowable.width, flowable.height)
        labels = spot.item.labels or ((notes[id(flowable)],) if id(flowable) in notes else ())
        items.append(Placed(flowable, frame, spot.item.place, labels))
    furniture = set_furniture(setter, geometry, material.imprint, section.chapter, number, side, master)
    if furniture is not None:
        items.append(Placed(furniture, whole, layer=Layer.FURNITURE))
    return Page(number, side, master, section.chapter, tuple(items))


def _outline(document: Document, pages: Mapping[str, int]) -> Iterator[OutlineEntry]:
    """A bookmark for every heading, and for the made pages."""
    words = PAGE_WORDS[document.language]
    made: Mapping[MadePage, Callable[[], OutlineEntry]] = {
        MadePage.CONTENTS: lambda: OutlineEntry(1, words.contents, "inhoud"),
        MadePage.LISTS: lambda: OutlineEntry(1, words.lists, "lijsten"),
    }
    for part in document.parts:
        if isinstance(part.content, MadePage):
            if part.content in made:
                yield made[part.content]()
            elif part.content is MadePage.COLOPHON and document.colophon:
                heading = document.colophon.heading
                yield OutlineEntry(1, plain(heading.children), heading.label)
            continue
        for heading in (part.content.heading, *(b for b in part.content.blocks if isinstance(b, Heading))):
            title = " ".join(filter(None, (heading.number, plain(heading.children))))
            if heading.label in pages:
                yield OutlineEntry(heading.level, title, heading.label)
