"""Lays out a whole report: composes its parts until every page reference has the right page number."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from reportbuilder.diagnostics import Code, Diagnostic, Diagnostics, Place
from reportbuilder.document.model import Chapter, Document, Heading, MadePage, change_label
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.i18n.language import language_of
from reportbuilder.layout.page import Layout, OutlineEntry, Page
from reportbuilder.layout.page_lines import find_changes, lines_by_label, with_change_anchors
from reportbuilder.layout.pagination import Compositor, KnownPlaces, Pagination, PartExtent, paginate
from reportbuilder.layout.sections import Material
from reportbuilder.structure.model import TagTree
from reportbuilder.style.model import Design

MAX_PASSES = 5
"""References settle in two or three passes; more than this means that they chase each other."""

_TOO_LARGE = frozenset({Code.BLOCK_TOO_TALL, Code.TABLE_TOO_WIDE, Code.COVER_CROWDED, Code.KEY_FIGURE_TOO_WIDE})

Compose = Callable[[KnownPlaces], Sequence[PartExtent]]
"""Composes all parts, with the pages that are known."""


def lay_out(document: Document, tags: TagTree, material: Material, diagnostics: Diagnostics) -> Layout:
    """Lay a report out, every block with its element; page references that have not settled after `MAX_PASSES` passes
    are a problem that names them."""
    compositor = Compositor(document, tags, material)
    setup, running = material.design.page, material.style.draft.numbers.restart == "report"

    def compose(known: KnownPlaces) -> Sequence[PartExtent]:
        return tuple(compositor.compose(range(len(document.parts)), known))

    def pages_of(pagination: Pagination) -> tuple[Page, ...]:
        return tuple(compositor.pages(pagination).values())

    def changes_of(pagination: Pagination) -> KnownPlaces:
        if not document.changes:
            return KnownPlaces()
        positions = find_changes(pages_of(pagination), setup.height, running)
        return KnownPlaces(
            {change_label(number): position.page for number, position in positions.items()}, lines_by_label(positions)
        )

    pagination = settle(compose, material.design, document, diagnostics, changes_of)
    pages, changes = pages_of(pagination), changes_of(pagination)
    report_once(compositor.inspect(pages), diagnostics)
    if document.changes:
        positions = find_changes(pages, setup.height, running)
        pages = tuple(with_change_anchors(pages, positions, setup.height, material.design.text.body.size))
    outline = outline_of(document, pagination.by_label)
    layout = Layout(setup, pages, outline, {**changes.pages, **pagination.by_label}, changes.lines)
    return material.memo.kept("layouts", (material.image_root, document.changes > 0), layout)


def report_once(problems: Iterable[Diagnostic], diagnostics: Diagnostics) -> None:
    """Add the problems of pages, except those already reported at the same place (by another edition, on another page)
    and those that follow from a block that was reported as too large."""
    known = {(problem.code, problem.place) for problem in diagnostics.problems}
    too_large = {problem.place for problem in diagnostics.problems if problem.code in _TOO_LARGE}
    for problem in problems:
        if (problem.code, problem.place) not in known and problem.place not in too_large:
            diagnostics.problems.append(problem)


def no_changes(pagination: Pagination) -> KnownPlaces:
    """The places of changes in a report without marked changes: none."""
    del pagination
    return KnownPlaces()


def settle(
    compose: Compose,
    design: Design,
    document: Document,
    diagnostics: Diagnostics,
    changes_of: Callable[[Pagination], KnownPlaces] = no_changes,
) -> Pagination:
    """Compose and number until every page and line that is named is the one where the label stands.

    A part is composed again only when a page that it names has moved: parts share no page, so the others stay as they
    are. `changes_of` tells where marked changes stand on numbered pages.
    """
    known = KnownPlaces()
    for _ in range(MAX_PASSES):
        extents = compose(known)
        pagination = paginate(extents, design)
        changes = changes_of(pagination)
        known = KnownPlaces({**changes.pages, **pagination.by_label}, changes.lines)
        if all(extent.is_valid(known) for extent in extents):
            break
    else:
        _report_unsettled(extents, known, document, diagnostics)
    for extent in extents:
        diagnostics.problems.extend(extent.problems)
    return pagination


def _report_unsettled(
    extents: Sequence[PartExtent], known: KnownPlaces, document: Document, diagnostics: Diagnostics
) -> None:
    """Report the labels whose pages moved in the last pass, at the first of them in the text."""
    used = [(label, page) for extent in extents for label, page in extent.pages.items()]
    moving = {label for label, page in used if known.pages.get(label) != page}
    diagnostics.add(
        Code.LAYOUT_UNSETTLED,
        f"The pages of these labels did not settle in {MAX_PASSES} passes: {', '.join(sorted(moving))}.",
        _first_place(document, moving),
        "Move a float or add a page break near them.",
    )


def _first_place(document: Document, labels: Set[str]) -> Place:
    """The source place of the first of some labels; the beginning of the text for labels of generated pages."""
    chapters = [part.content for part in document.parts if isinstance(part.content, Chapter)]
    chapters += [document.colophon] if document.colophon else []
    blocks = [block for chapter in chapters for block in (chapter.heading, *blocks_in(chapter.blocks))]
    places = (block.place for block in blocks if getattr(block, "label", "") in labels)
    return next(places, blocks[0].place if blocks else Place())


def outline_of(document: Document, pages: Mapping[str, int]) -> tuple[OutlineEntry, ...]:
    """The bookmarks of a document: one for every heading and every generated page; `pages` are page numbers by
    label."""
    return tuple(_outline(document, pages))


def _outline(document: Document, pages: Mapping[str, int]) -> Iterator[OutlineEntry]:
    words = language_of(document.language).pages
    generated = {
        MadePage.CONTENTS: OutlineEntry(1, words.contents, "inhoud"),
        MadePage.LISTS: OutlineEntry(1, words.lists, "lijsten"),
    }
    for part in document.parts:
        if isinstance(part.content, MadePage):
            if part.content in generated:
                yield generated[part.content]
            elif part.content is MadePage.COLOPHON and document.colophon:
                heading = document.colophon.heading
                yield OutlineEntry(1, plain(heading.children), heading.label)
            continue
        for heading in (part.content.heading, *(b for b in part.content.blocks if isinstance(b, Heading))):
            title = " ".join(filter(None, (heading.number, plain(heading.children))))
            if heading.label in pages:
                yield OutlineEntry(heading.level, title, heading.label)
