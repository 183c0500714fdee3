"""A whole report laid out: its sections set, composed into pages, again until every page reference is right."""

from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.content.model import Document, Heading, MadePage, Part
from reportbuilder.content.walk import plain
from reportbuilder.layout.columns import Spot
from reportbuilder.layout.compose import Draft, compose_pages
from reportbuilder.layout.flow import Flowable
from reportbuilder.layout.furniture import RunningHead, set_furniture, set_running_head
from reportbuilder.layout.page import Frame, Layer, Layout, Master, OutlineEntry, Page, Placed, Side
from reportbuilder.layout.sections import Material, Meaning, Section, make_section
from reportbuilder.layout.text import TextBlock
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.layout.words import PAGE_WORDS
from reportbuilder.problems import Findings, Place
from reportbuilder.tagging.model import Artifact, TagTree
from reportbuilder.values import Value, replace

MAX_PASSES = 5
"""References settle in two or three passes; more than this means that they chase each other."""
UNKNOWN_PAGE = 10
"""A page that is not known yet is taken to have two figures, as most have."""

Pages = Mapping[str, int]


class _Composed(Value):
    """A section and its pages, with the page numbers that it was set with and what was found on the way."""

    section: Section
    drafts: tuple[Draft, ...]
    used: Mapping[str, int]
    findings: Findings

    def holds(self, pages: Pages) -> bool:
        """Whether every page that it names is still where it was."""
        return all(pages.get(label, UNKNOWN_PAGE) == page for label, page in self.used.items())


def lay_out(document: Document, tags: TagTree, material: Material, findings: Findings) -> Layout:
    """Lay a report out, every block with its element; what does not settle in `MAX_PASSES` passes is a finding that
    names it.

    A section is set and composed again only when a page that it names has moved: the sections of a report do not share
    pages, so the others stay as they are.
    """
    pages: Pages = {}
    composed: dict[int, _Composed] = {}
    for _ in range(MAX_PASSES):
        for index, (part, tag) in enumerate(zip(document.parts, tags.root.children, strict=True)):
            if index not in composed or not composed[index].holds(pages):
                made = _compose(document, part, Meaning(tag, tags), material, pages)
                composed |= {index: made} if made is not None else {}
        layout = _assemble(document, [composed[index] for index in sorted(composed)], material)
        pages = layout.pages_by_label
        if all(made.holds(pages) for made in composed.values()):
            break
    else:
        _report_unsettled(composed, pages, findings)
    for made in composed.values():
        findings.problems.extend(made.findings.problems)
    return layout


def _report_unsettled(composed: Mapping[int, _Composed], pages: Pages, findings: Findings) -> None:
    moving = {label for made in composed.values() for label, page in made.used.items() if pages.get(label) != page}
    findings.warning(
        "layout-unsettled",
        f"The pages of these labels did not settle in {MAX_PASSES} passes: {', '.join(sorted(moving))}.",
        Place(),
        "Move a float or add a page break near them.",
    )


def _compose(document: Document, part: Part, meaning: Meaning, material: Material, pages: Pages) -> _Composed | None:
    """A part set and composed, with the pages known so far."""
    used: dict[str, int] = {}
    findings = Findings()

    def page_of(label: str) -> str:
        used[label] = pages.get(label, UNKNOWN_PAGE)
        return str(used[label])

    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, page_of, findings
    )
    section = make_section(document, part, meaning, material, setter)
    if section is None:
        return None
    drafts = compose_pages(section.stream, section.geometry, section.drop, material.design.balance, findings)
    return _Composed(section, tuple(drafts), used, findings)


def _assemble(document: Document, composed: list[_Composed], material: Material) -> Layout:
    """The pages of all sections, numbered, with their furniture."""
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, str, Findings()
    )
    pages: list[Page] = []
    for made in composed:
        opens = made.section.master is Master.OPENER
        if material.design.opener.start == "right" and opens and len(pages) % 2 == 1:
            pages.append(Page(len(pages) + 1, Side.LEFT, Master.COVER, "", ()))
        pages.extend(_section_pages(made, len(pages), setter, material))
    by_label: dict[str, int] = {}
    for page in pages:
        for placed in page.items:
            for label in placed.labels:
                by_label.setdefault(label, page.number)
    return Layout(material.design.page, tuple(pages), tuple(_outline(document, by_label)), by_label)


def _section_pages(made: _Composed, before: int, setter: Typesetter, material: Material) -> Iterator[Page]:
    section = made.section
    running = set_running_head(setter, material.imprint, section.chapter, section.geometry.area_width)
    once = _Once(section.stream.notes)
    for index, spots in enumerate([draft.spots for draft in made.drafts] or [()]):
        in_order = sorted(spots, key=lambda spot: spot.item.order)
        yield _page([once.heard(spot) for spot in in_order], section, before + index + 1, index == 0, setter, running)


def _page(
    spots: Sequence[Spot], section: Section, number: int, opening: bool, setter: Typesetter, running: RunningHead
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
    furniture = set_furniture(setter, geometry, running, number, side, master)
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


def _outline(document: Document, pages: Pages) -> Iterator[OutlineEntry]:
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
