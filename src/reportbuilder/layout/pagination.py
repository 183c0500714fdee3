"""Pagination: parts are set and composed, all pages numbered, and running heads and folios added.

Page references need the numbers of pages that are not composed yet: `layout.document` composes again until they hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Document, MadePage, Part
from reportbuilder.layout.column_rules import column_rules
from reportbuilder.layout.columns import ItemPosition
from reportbuilder.layout.compose import ComposedPage
from reportbuilder.layout.flow import Flowable, Item
from reportbuilder.layout.furniture import Imprint, RunningHead, roman, set_furniture, set_running_head
from reportbuilder.layout.inspection import Inspector
from reportbuilder.layout.margin import margin_positions, margin_x
from reportbuilder.layout.page import Frame, Layer, Master, Page, Placed, Side
from reportbuilder.layout.page_lines import LinkTarget
from reportbuilder.layout.page_search import compose_pages
from reportbuilder.layout.sections import Material, Section, content_key, make_section
from reportbuilder.layout.tables import TableBox
from reportbuilder.layout.typeset import NO_PAGE, TextBlock, Typesetter
from reportbuilder.memo import Same
from reportbuilder.structure.model import Artifact, TagTree
from reportbuilder.style.model import Design
from reportbuilder.values import Value, field, replace

UNKNOWN_PAGE = 10
"""A page that is not known yet is taken to have two figures, as most have."""
BLANK = -1


class KnownPlaces(Value):
    """The pages of labels as far as they are known, and the line numbers of those that stand in a numbered line."""

    pages: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def page(self, label: str) -> int:
        """The page of a label; `UNKNOWN_PAGE` while none is known, `NO_PAGE` for one that stands on no page."""
        return self.pages.get(label, NO_PAGE if self.pages else UNKNOWN_PAGE)


class PartExtent(Value):
    """The result of composing a part that other parts depend on: how it opens, the labels on each of its pages, the
    page and line numbers that its references were set with, and the problems of composing it."""

    part: int
    master: Master
    inserted: bool
    labels: tuple[tuple[str, ...], ...]
    pages: Mapping[str, int]
    lines: Mapping[str, int]
    problems: tuple[Diagnostic, ...]

    def is_valid(self, known: KnownPlaces) -> bool:
        """Whether the page and line numbers that its references were set with are right still."""
        return all(known.page(label) == page for label, page in self.pages.items()) and all(
            known.lines.get(label, 0) == line for label, line in self.lines.items()
        )


class NumberedPage(Value):
    """The number of a page: its part, its index in that part (`BLANK` for an empty page before it), and its number in
    the report, or in its part when that is inserted and does not count."""

    part: int
    index: int
    number: int
    inserted: bool = False


class Pagination(Value):
    """All pages of a report in order, and the page on which each label stands."""

    pages: tuple[NumberedPage, ...]
    by_label: Mapping[str, int]


def paginate(extents: Sequence[PartExtent], design: Design) -> Pagination:
    """Number the pages of the parts, which are in order."""
    pages = tuple(_numbered(extents, openers_right=design.opener.start == "right"))
    labels = {extent.part: extent.labels for extent in extents}
    by_label: dict[str, int] = {}
    for page in pages:
        for label in labels[page.part][page.index] if page.index != BLANK else ():
            by_label.setdefault(label, 0 if page.inserted else page.number)
    return Pagination(pages, by_label)


def _numbered(extents: Sequence[PartExtent], *, openers_right: bool) -> Iterator[NumberedPage]:
    count = 0
    for extent in extents:
        if openers_right and not extent.inserted and extent.master is Master.OPENER and count % 2 == 1:
            count += 1
            yield NumberedPage(extent.part, BLANK, count)
        before = 0 if extent.inserted else count
        for index in range(len(extent.labels)):
            yield NumberedPage(extent.part, index, before + index + 1, extent.inserted)
        count += 0 if extent.inserted else len(extent.labels)


class _ComposedPart(Value, eq=False):
    """A part's section, its pages without furniture, the labels on each of them, and the page and line numbers that its
    references were set with."""

    section: Section
    pages: tuple[ComposedPage, ...]
    labels: tuple[tuple[str, ...], ...]
    page_numbers: Mapping[str, int]
    line_numbers: Mapping[str, int]


class Compositor:
    """Composes the parts of a report. The memo remembers composed parts and finished pages, so that a part is composed
    again only when its content or a page number that it refers to has changed."""

    def __init__(self, document: Document, tags: TagTree, material: Material) -> None:
        self._document, self._tags, self._material = document, tags, material
        self._composed: dict[int, _ComposedPart] = {}

    def compose(self, parts: Iterable[int], known: KnownPlaces) -> Iterator[PartExtent]:
        """The parts with these indices composed with the page numbers known so far; a part without
        pages (a colophon that the report lacks) is left out."""
        count = 0
        for index in parts:
            part, diagnostics = self._document.parts[index], Diagnostics()
            before = 0 if part.inserted else count + self._blanks(part, count)
            composed = self._compose(index, part, known, before + 1, diagnostics)
            if composed is None:
                continue
            self._composed[index] = composed
            count = count if part.inserted else before + len(composed.labels)
            yield PartExtent(
                index,
                composed.section.master,
                part.inserted,
                composed.labels,
                composed.page_numbers,
                composed.line_numbers,
                tuple(diagnostics.problems),
            )

    def _blanks(self, part: Part, before: int) -> int:
        """How many empty pages stand before a part, when it opens on a right page and so many pages are before it."""
        opens = part.content is not MadePage.COVER
        return before % 2 if opens and self._material.design.opener.start == "right" else 0

    def pages(self, pagination: Pagination) -> dict[int, Page]:
        """The pages of the composed parts with their furniture, by their index among all pages, from 0. A page is the
        same object as in an earlier build when it is equal."""
        pages: dict[int, Page] = {}
        made: tuple[Page, ...] = ()
        for at, page in enumerate(pagination.pages):
            if page.part not in self._composed:
                continue
            if page.index == BLANK:
                pages[at] = self._material.memo.get("blank pages", page.number, partial(_blank, page.number))
                continue
            if page.index == 0:
                made = self._section_pages(page)
            pages[at] = made[page.index]
        return pages

    def inspect(self, pages: Iterable[Page]) -> tuple[Diagnostic, ...]:
        """The problems of finished pages: overlaps, contrast, text off the page."""
        material = self._material
        inspector = Inspector(material.style, material.design.page, material.fonts, material.binding, material.memo)
        settings = Same(material.style), Same(material.design), Same(material.fonts), material.binding
        return tuple(
            problem
            for page in pages
            for problem in material.memo.get("inspection", (Same(page), settings), partial(inspector.inspect, page))
        )

    def _compose(
        self, index: int, part: Part, known: KnownPlaces, first: int, diagnostics: Diagnostics
    ) -> _ComposedPart | None:
        """A part set and composed, with the pages and lines known so far; its first page has the number `first`."""
        tags, material = self._tags.parts[index], self._material

        def page_of(label: str) -> str:
            return str(known.page(label))

        def line_of(label: str) -> str:
            return str(known.lines.get(label, 0) or "")

        def compose(setter: Typesetter) -> _ComposedPart | None:
            pages: dict[str, int] = {}
            lines: dict[str, int] = {}

            def noted_page(label: str) -> str:
                page = setter.page_of(label)
                pages[label] = int(page)
                return page

            def noted_line(label: str) -> str:
                line = setter.line_of(label)
                lines[label] = int(line or 0)
                return line

            noting = replace(setter, page_of=noted_page, line_of=noted_line)
            section = make_section(self._document, part, tags, material, noting)
            if section is None:
                return None
            balance = material.design.balance
            stream, geometry = section.stream, section.geometry
            made = compose_pages(stream, geometry, section.drop, balance, setter.diagnostics, side, material.memo)
            return _ComposedPart(section, made, _labels(section, made), pages, lines)

        setter = replace(material.setter(self._document.language, diagnostics, page_of), line_of=line_of)
        side = 1 if first % 2 else 2
        return setter.remembered("parts", (content_key(self._document, part, tags, material), side), compose)

    def _section_pages(self, first: NumberedPage) -> tuple[Page, ...]:
        """The pages of a section from its first; inserted ones do not count, and have Roman folios of their own."""
        composed, imprint = self._composed[first.part], self._material.imprint
        content = self._document.parts[first.part].content
        name = content.value if isinstance(content, MadePage) else content.heading.id
        memo, report = self._material.memo, (self._material.image_root, self._document.changes > 0)

        def make(setter: Typesetter) -> tuple[Page, ...]:
            pages = enumerate(_finished(composed, first, imprint, setter))
            return tuple(memo.kept("pages", (report, name, index), page) for index, page in pages)

        setter = self._material.setter(self._document.language, Diagnostics())
        key = Same(composed), first.number, first.inserted, Same(imprint)
        return setter.remembered("pages of parts", key, make)


def _blank(number: int) -> Page:
    """An empty page at the left."""
    return Page(number, Side.LEFT, Master.COVER, "", ())


def _finished(composed: _ComposedPart, first: NumberedPage, imprint: Imprint, setter: Typesetter) -> Iterator[Page]:
    """The pages of a section with their furniture."""
    section = composed.section
    width = section.geometry.area_width
    running = setter.remembered(
        "running heads",
        (Same(imprint), section.chapter, width),
        lambda setter: set_running_head(setter, imprint, section.chapter, width),
    )
    repeats = _RepeatedFootnotes(section.stream.notes)
    for index, positions in enumerate(_positions(composed.pages)):
        in_order = sorted(positions, key=lambda position: position.item.order)
        number, marked = first.number + index, [repeats.read_once(position) for position in in_order]
        folio = roman(number) if first.inserted else str(number)
        page = _page(marked, section, number, folio, index == 0, setter, running)
        yield replace(page, number=0, folio=folio) if first.inserted else page


def _positions(pages: Sequence[ComposedPage]) -> Sequence[tuple[ItemPosition, ...]]:
    """The positions of the items on each page of a section; an empty section has one page without any."""
    return [page.positions for page in pages] or [()]


def _row_anchors(item: Item) -> tuple[tuple[str, float], ...]:
    """The labels of the rows of a table, each with the distance of its row below the top of the table."""
    return item.flowable.anchors if isinstance(item.flowable, TableBox) else ()


def _labels(section: Section, pages: Sequence[ComposedPage]) -> tuple[tuple[str, ...], ...]:
    """The labels on each page of a section, in reading order; its own with its head."""
    labels = [
        [
            label
            for position in sorted(positions, key=lambda position: position.item.order)
            for label in (*position.item.labels, *(label for label, _ in _row_anchors(position.item)))
        ]
        for positions in _positions(pages)
    ]
    if section.heads and section.label:
        labels[0].insert(0, section.label)
    return tuple(map(tuple, labels))


def _page(
    positions: Sequence[ItemPosition],
    section: Section,
    number: int,
    folio: str,
    opening: bool,
    setter: Typesetter,
    running: RunningHead,
) -> Page:
    side = Side.RIGHT if number % 2 else Side.LEFT
    master = section.master if opening else Master.TEXT
    setup, geometry = section.geometry.setup, section.geometry
    whole = Frame(0.0, 0.0, setup.width, setup.height)
    items: list[Placed] = []
    if opening and side in section.heads:
        named: tuple[str, ...] = (section.label,) if section.label else ()
        items.append(Placed(section.heads[side], whole, section.place, named))
    look = setter.design.margin
    for position, notes in margin_positions(positions, geometry):
        flowable = position.item.flowable
        for note, top in notes:
            assert look is not None, "nothing is set for a margin that the design does not have"
            at = Frame(margin_x(look, geometry, side), setup.top + top, note.width, note.height)
            items.append(Placed(note, at, position.item.place, beside=True))
        x = geometry.x(side, position.item.span, position.column)
        frame = Frame(x, setup.top + position.top, flowable.width, flowable.height)
        items.append(Placed(flowable, frame, position.item.place, position.item.labels))
        for label, down in _row_anchors(position.item):
            items.append(Placed(LinkTarget(), Frame(x, frame.top + down, 0.0, 0.0), labels=(label,)))
    furniture = setter.remembered(
        "furniture",
        (Same(running), geometry, folio, side, master),
        lambda setter: set_furniture(setter, geometry, running, folio, side, master),
    )
    rule = setter.design.page.column_rule
    between = column_rules(rule, positions, geometry, side) if rule is not None and geometry.columns > 1 else None
    for repeated in (between, furniture):
        if repeated is not None:
            items.append(Placed(repeated, whole, layer=Layer.FURNITURE))
    return Page(number, side, master, section.chapter, tuple(items))


class _RepeatedFootnotes:
    """Marks repeated footnotes as artifacts: a footnote that is printed again on a later page, which refers to it too,
    is read aloud only the first time."""

    def __init__(self, notes: Mapping[str, Flowable]) -> None:
        self._left = {note.mark: len(note.lines) for note in notes.values() if isinstance(note, TextBlock)}

    def read_once(self, position: ItemPosition) -> ItemPosition:
        """The position, in the order of pages; its note marked as an artifact when all its lines were there before."""
        note = position.item.flowable
        if not isinstance(note, TextBlock) or note.mark not in self._left:
            return position
        if self._left[note.mark] > 0:
            self._left[note.mark] -= len(note.lines)
            return position
        return replace(position, item=replace(position.item, flowable=replace(note, mark=Artifact.REPEATED)))
