"""A whole report laid out: its sections set, composed into pages, again until every page reference is right."""

from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.content.model import Document, Heading, MadePage, Part
from reportbuilder.content.walk import plain
from reportbuilder.layout.columns import Spot
from reportbuilder.layout.compose import Draft, compose_pages
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import RunningHead, roman, set_furniture, set_running_head
from reportbuilder.layout.page import Frame, Layer, Layout, Master, OutlineEntry, Page, Placed, Side
from reportbuilder.layout.revisions import anchored, find_changes, lines_by_label
from reportbuilder.layout.sections import Material, Meaning, Section, make_section
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.problems import Findings, Place
from reportbuilder.tagging.model import Artifact, TagTree
from reportbuilder.values import Value, field, replace

MAX_PASSES = 5
"""References settle in two or three passes; more than this means that they chase each other."""
UNKNOWN_PAGE = 10
"""A page that is not known yet is taken to have two figures, as most have."""


class _Known(Value):
    """What is known so far of where labels stand: their pages, and the lines of those that stand in one."""

    pages: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


class _Composed(Value):
    """A section and its pages, with the page and line numbers that it was set with and what was found on the way."""

    section: Section
    drafts: tuple[Draft, ...]
    pages: Mapping[str, int]
    lines: Mapping[str, int]
    findings: Findings
    inserted: bool

    def holds(self, known: _Known) -> bool:
        """Whether everything that it names is still where it was."""
        return all(known.pages.get(label, UNKNOWN_PAGE) == page for label, page in self.pages.items()) and all(
            known.lines.get(label, 0) == line for label, line in self.lines.items()
        )


def lay_out(document: Document, tags: TagTree, material: Material, findings: Findings) -> Layout:
    """Lay a report out, every block with its element; what does not settle in `MAX_PASSES` passes is a finding that
    names it.

    A section is set and composed again only when a page that it names has moved: the sections of a report do not share
    pages, so the others stay as they are.
    """
    known = _Known()
    composed: dict[int, _Composed] = {}
    for _ in range(MAX_PASSES):
        for index, (part, tag) in enumerate(zip(document.parts, tags.root.children, strict=True)):
            if index not in composed or not composed[index].holds(known):
                made = _compose(document, part, Meaning(tag, tags), material, known)
                composed |= {index: made} if made is not None else {}
        layout = _assemble(document, [composed[index] for index in sorted(composed)], material)
        known = _Known(layout.pages_by_label, layout.lines_by_label)
        if all(made.holds(known) for made in composed.values()):
            break
    else:
        _report_unsettled(composed, known, findings)
    for made in composed.values():
        findings.problems.extend(made.findings.problems)
    return layout


def _report_unsettled(composed: Mapping[int, _Composed], known: _Known, findings: Findings) -> None:
    used = [(label, page) for made in composed.values() for label, page in made.pages.items()]
    moving = {label for label, page in used if known.pages.get(label) != page}
    findings.warning(
        "layout-unsettled",
        f"The pages of these labels did not settle in {MAX_PASSES} passes: {', '.join(sorted(moving))}.",
        Place(),
        "Move a float or add a page break near them.",
    )


def _compose(document: Document, part: Part, meaning: Meaning, material: Material, known: _Known) -> _Composed | None:
    """A part set and composed, with the pages and lines known so far."""
    pages: dict[str, int] = {}
    lines: dict[str, int] = {}
    findings = Findings()

    def page_of(label: str) -> str:
        pages[label] = known.pages.get(label, UNKNOWN_PAGE)
        return str(pages[label])

    def line_of(label: str) -> str:
        lines[label] = known.lines.get(label, 0)
        return str(lines[label] or "")

    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, page_of, findings, line_of
    )
    section = make_section(document, part, meaning, material, setter)
    if section is None:
        return None
    drafts = compose_pages(section.stream, section.geometry, section.drop, material.design.balance, findings)
    return _Composed(section, tuple(drafts), pages, lines, findings, part.inserted)


def _assemble(document: Document, composed: list[_Composed], material: Material) -> Layout:
    """The pages of all sections, numbered, with their furniture."""
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, str, Findings()
    )
    pages: list[Page] = []
    for made in composed:
        if made.inserted:
            pages.extend(_section_pages(made, 0, setter, material))
            continue
        opens, count = made.section.master is Master.OPENER, sum(1 for page in pages if page.number)
        if material.design.opener.start == "right" and opens and count % 2 == 1:
            pages.append(Page(count + 1, Side.LEFT, Master.COVER, "", ()))
            count += 1
        pages.extend(_section_pages(made, count, setter, material))
    setup, lines = material.design.page, dict[str, int]()
    if document.changes:
        spots = find_changes(pages, setup.height, material.style.draft.numbers.restart == "report")
        pages = anchored(pages, spots, setup.height, material.design.text.body.size)
        lines = lines_by_label(spots)
    by_label: dict[str, int] = {}
    for page in pages:
        for placed in page.items:
            for label in placed.labels:
                by_label.setdefault(label, page.number)
    return Layout(setup, tuple(pages), tuple(_outline(document, by_label)), by_label, lines)


def _section_pages(made: _Composed, before: int, setter: Typesetter, material: Material) -> Iterator[Page]:
    """The pages of a section; inserted ones do not count, and have Roman folios of their own."""
    section = made.section
    running = set_running_head(setter, material.imprint, section.chapter, section.geometry.area_width)
    once = _Once(section.stream.notes)
    for index, spots in enumerate([draft.spots for draft in made.drafts] or [()]):
        in_order = sorted(spots, key=lambda spot: spot.item.order)
        number, heard = before + index + 1, [once.heard(spot) for spot in in_order]
        folio = roman(number) if made.inserted else str(number)
        page = _page(heard, section, number, folio, index == 0, setter, running)
        yield replace(page, number=0, folio=folio) if made.inserted else page


def _page(
    spots: Sequence[Spot],
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
    for spot in spots:
        flowable = spot.item.flowable
        x = geometry.x(side, spot.item.span, spot.column)
        frame = Frame(x, setup.top + spot.top, flowable.width, flowable.height)
        items.append(Placed(flowable, frame, spot.item.place, spot.item.labels))
    furniture = set_furniture(setter, geometry, running, folio, side, master)
    if furniture is not None:
        items.append(Placed(furniture, whole, layer=Layer.FURNITURE))
    return Page(number, side, master, section.chapter, tuple(items))


class _Once:
    """Footnotes are read once: one that stands at the foot of another page again, because that refers to it too, is
    an artifact there."""

    def __init__(self, notes: Mapping[str, Flowable]) -> None:
        self._left = {note.mark: len(note.lines) for note in notes.values() if isinstance(note, TextBlock)}

    def heard(self, spot: Spot) -> Spot:
        """The spot, in the order of pages; its note marked as an artifact when all its lines were there before."""
        note = spot.item.flowable
        if not isinstance(note, TextBlock) or note.mark not in self._left:
            return spot
        if self._left[note.mark] > 0:
            self._left[note.mark] -= len(note.lines)
            return spot
        return replace(spot, item=replace(spot.item, flowable=replace(note, mark=Artifact.REPEATED)))


def _outline(document: Document, pages: Mapping[str, int]) -> Iterator[OutlineEntry]:
    """A bookmark for every heading, and for the made pages."""
    words = PAGE_WORDS[document.language]
    made = {
        MadePage.CONTENTS: OutlineEntry(1, words.contents, "inhoud"),
        MadePage.LISTS: OutlineEntry(1, words.lists, "lijsten"),
    }
    for part in document.parts:
        if isinstance(part.content, MadePage):
            if part.content in made:
                yield made[part.content]
            elif part.content is MadePage.COLOPHON and document.colophon:
                heading = document.colophon.heading
                yield OutlineEntry(1, plain(heading.children), heading.label)
            continue
        for heading in (part.content.heading, *(b for b in part.content.blocks if isinstance(b, Heading))):
            title = " ".join(filter(None, (heading.number, plain(heading.children))))
            if heading.label in pages:
                yield OutlineEntry(heading.level, title, heading.label)
