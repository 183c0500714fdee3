"""Pagination: parts are set and composed, all pages numbered, and running heads and folios added.

Page references need the numbers of pages that are not composed yet: `layout.document` composes again until they hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Document, Part
from reportbuilder.layout.columns import ItemPosition
from reportbuilder.layout.compose import ComposedPage, compose_pages
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import RunningHead, roman, set_furniture, set_running_head
from reportbuilder.layout.inspection import Inspector
from reportbuilder.layout.page import Frame, Layer, Master, Page, Placed, Side
from reportbuilder.layout.sections import Material, Section, make_section
from reportbuilder.layout.typeset import TextBlock, Typesetter
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
        return all(known.pages.get(label, UNKNOWN_PAGE) == page for label, page in self.pages.items()) and all(
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


class _ComposedPart(Value):
    """A part's section, its pages without furniture, and its extent."""

    section: Section
    pages: tuple[ComposedPage, ...]
    extent: PartExtent


class Compositor:
    """Composes the parts of a report. A composed part is kept until a page number that it refers to has changed."""

    def __init__(self, document: Document, tags: TagTree, material: Material) -> None:
        self._document, self._tags, self._material = document, tags, material
        self._composed: dict[int, _ComposedPart] = {}

    def compose(self, parts: Iterable[int], known: KnownPlaces) -> Iterator[PartExtent]:
        """The parts with these indices composed with the page numbers known so far; a part without
        pages (a colophon that the report lacks) is left out."""
        for index in parts:
            if index not in self._composed or not self._composed[index].extent.is_valid(known):
                part = self._compose(index, self._document.parts[index], known)
                if part is None:
                    continue
                self._composed[index] = part
            yield self._composed[index].extent

    def pages(self, pagination: Pagination) -> dict[int, Page]:
        """The pages of the composed parts with their furniture, by their index among all pages, from 0."""
        setter = self._setter(Diagnostics())
        pages: dict[int, Page] = {}
        by_part: dict[int, Iterator[Page]] = {}
        for at, page in enumerate(pagination.pages):
            if page.part not in self._composed:
                continue
            if page.index == BLANK:
                pages[at] = Page(page.number, Side.LEFT, Master.COVER, "", ())
                continue
            if page.index == 0:
                by_part[page.part] = self._section_pages(self._composed[page.part], page, setter)
            pages[at] = next(by_part[page.part])
        return pages

    def inspect(self, pages: Iterable[Page]) -> tuple[Diagnostic, ...]:
        """The problems of finished pages: overlaps, contrast, text off the page."""
        material = self._material
        inspector = Inspector(material.style, material.design.page, material.fonts, material.binding)
        return tuple(problem for page in pages for problem in inspector.inspect(page))

    def _setter(self, diagnostics: Diagnostics) -> Typesetter:
        """A typesetter for words without page references."""
        material = self._material
        return Typesetter(
            material.style, material.design, material.fonts, material.breaker, self._document.language, str, diagnostics
        )

    def _compose(self, index: int, part: Part, known: KnownPlaces) -> _ComposedPart | None:
        """A part set and composed, with the pages and lines known so far."""
        pages: dict[str, int] = {}
        lines: dict[str, int] = {}
        diagnostics, material = Diagnostics(), self._material

        def page_of(label: str) -> str:
            pages[label] = known.pages.get(label, UNKNOWN_PAGE)
            return str(pages[label])

        def line_of(label: str) -> str:
            lines[label] = known.lines.get(label, 0)
            return str(lines[label] or "")

        setter = replace(self._setter(diagnostics), page_of=page_of, line_of=line_of)
        section = make_section(self._document, part, self._tags.parts[index], material, setter)
        if section is None:
            return None
        composed = tuple(
            compose_pages(section.stream, section.geometry, section.drop, material.design.balance, diagnostics)
        )
        labels = _labels(section, composed)
        problems = tuple(diagnostics.problems)
        return _ComposedPart(
            section, composed, PartExtent(index, section.master, part.inserted, labels, pages, lines, problems)
        )

    def _section_pages(self, composed: _ComposedPart, first: NumberedPage, setter: Typesetter) -> Iterator[Page]:
        """The pages of a section from its first; inserted ones do not count, and have Roman folios of their own."""
        section = composed.section
        running = set_running_head(setter, self._material.imprint, section.chapter, section.geometry.area_width)
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


def _labels(section: Section, pages: Sequence[ComposedPage]) -> tuple[tuple[str, ...], ...]:
    """The labels on each page of a section, in reading order; its own with its head."""
    labels = [
        [
            label
            for position in sorted(positions, key=lambda position: position.item.order)
            for label in position.item.labels
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
    for position in positions:
        flowable = position.item.flowable
        x = geometry.x(side, position.item.span, position.column)
        frame = Frame(x, setup.top + position.top, flowable.width, flowable.height)
        items.append(Placed(flowable, frame, position.item.place, position.item.labels))
    furniture = set_furniture(setter, geometry, running, folio, side, master)
    if furniture is not None:
        items.append(Placed(furniture, whole, layer=Layer.FURNITURE))
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
