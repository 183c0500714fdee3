"""Writes pages and their structure as a PDF, for all editions: ReportLab draws the pages, and their objects are written
into the file.

Every step is remembered by what it is made of (`memo.Memo`): the operators of a page, the fonts by the glyphs used, the
elements of a part of the report, the objects of sixteen pages. So a document in which one page changed costs little
more than that page, and its bytes are those that it has when nothing is remembered.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.layout.page import Layout
from reportbuilder.memo import Memo, Same
from reportbuilder.pdf.annotations import (
    Destination,
    LinkArea,
    Target,
    annotation,
    described,
    found,
    link_words,
    place,
)
from reportbuilder.pdf.catalogue import information, metadata, outline_objects, page_labels, press_intent, screen_intent
from reportbuilder.pdf.document_drawing import DocumentDrawing, DrawnDocument, PageStore
from reportbuilder.pdf.graphics import Images
from reportbuilder.pdf.metadata import NO_CLAIMS, SCREEN_CLAIMS, Claims, DocumentInfo, press_claims
from reportbuilder.pdf.object_file import ObjectSection, assemble, next_section, section
from reportbuilder.pdf.objects import COMPRESSED, numbers, reference, stream, text_string
from reportbuilder.pdf.page_boxes import PrintProfile
from reportbuilder.pdf.page_drawing import DrawnPage
from reportbuilder.pdf.resources import SharedResources
from reportbuilder.pdf.structure import DocumentPage, WrittenPart, keys_of, write_part
from reportbuilder.structure.model import Element, PartKey, Role, TagTree
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Mutable, field

_OF_READERS = "1.7"
_OF_PRINTERS = "1.6"
"""PDF/X-4 (ISO 15930-7)."""

_CATALOGUE, _INFORMATION, _METADATA, _INTENT = 1, 2, 3, 4
_PAGES, _OUTLINE, _STRUCTURE, _REPORT, _PARENTS, _IDS = range(8, 14)
_RESOURCES = 64
"""The numbers of the objects of the document as a whole, and the first of its resources."""

_TOGETHER = 16
"""The pages whose objects are in one section: fewer compress less well, more take longer when one changes."""


def write_document(
    layout: Layout,
    structure: TagTree | None,
    style: HouseStyle,
    fonts: FontBook,
    images: Images,
    about: DocumentInfo,
    diagnostics: Diagnostics,
    profile: PrintProfile | None = None,
    memo: Memo | None = None,
    progress: Progress = silent,
    store: PageStore | None = None,
) -> bytes:
    """Write pages as a PDF; equal input gives equal bytes, whatever is remembered in the `memo` and kept in the
    `store`.

    With a `profile` the file is for the press (PDF/X-4): in inks, with page boxes and marks, without structure and
    links. Without one it is in RGB, with links and bookmarks; if there is a structure, it conforms to PDF/UA-1 and
    PDF/A-2a.
    """
    memo = Memo() if memo is None else memo
    tags = structure if profile is None else None
    elements = None if tags is None else _Elements.of(tags, memo)
    roles = None if elements is None else elements.roles
    drawn = DocumentDrawing(memo, layout, roles, style, fonts, about.metadata.language, profile, store).draw()
    for problem in dict.fromkeys(problem for page in drawn.pages for problem in page.problems):
        diagnostics.problems.append(problem)  # once, though its flowable may be on several pages
    document = _Document(memo, layout, drawn, images, about, profile)
    document.add_resources()
    document.add_pages(elements is not None)
    if profile is None:
        document.add_outline()
    if tags is not None and elements is not None:
        progress("structure tree")
        document.add_structure(tags, elements)
    progress("saving")
    document.add_page_objects()
    return document.file()


class _Elements(Mutable):
    """The elements of a structure tree by key: the role of each, and the part of the report or the footnote (by its
    label) that it is in."""

    roles: dict[PartKey, Role] = field(default_factory=dict)
    parts: dict[PartKey, int] = field(default_factory=dict)
    notes: dict[PartKey, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tags: TagTree, memo: Memo) -> "_Elements":
        """The elements of a tree."""

        def keys(element: Element) -> dict[PartKey, Role]:
            return memo.get("element keys", Same(element), lambda: keys_of(element))

        elements = cls()
        for index, part in enumerate(tags.root.children):
            roles = keys(part)
            elements.roles.update(roles)
            elements.parts.update(dict.fromkeys(roles, index))
        for label, note in tags.notes.items():
            roles = keys(note)
            elements.roles.update(roles)
            elements.notes.update(dict.fromkeys(roles, label))
        return elements


class _Document:
    """The objects of a document, in sections with numbers of their own."""

    def __init__(
        self,
        memo: Memo,
        layout: Layout,
        drawn: DrawnDocument,
        images: Images,
        about: DocumentInfo,
        profile: PrintProfile | None,
    ) -> None:
        self._memo, self._layout, self._drawn, self._images = memo, layout, drawn, images
        self._about, self._profile = about, profile
        self._sections: list[ObjectSection] = []
        self._after = _RESOURCES
        self._shared = SharedResources(memo, _RESOURCES)
        self._pages: list[DocumentPage] = []
        self._tagged = False
        self._whole: dict[int, str] = {}
        """The objects of the document as a whole, by number."""
        self._entries = ""
        self._parents: dict[int, list[Mapping[int, int]]] = {}

    def add_resources(self) -> None:
        """Add fonts, colour spaces, images and pictures."""
        shared, uses = self._shared, tuple(self._drawn.uses)
        shared.add_fonts(self._drawn.fonts)
        if self._profile is not None:
            shared.add_separations(self._profile)
        shared.add_images(uses, self._images)
        shared.add_guests(uses)
        shared.add_pictures(self._drawn.pictures)
        self._sections += shared.sections
        self._after = shared.after

    def add_pages(self, tagged: bool) -> None:
        """Number the pages, and add their links."""
        self._tagged = tagged
        first, pages = self._after, self._drawn.pages
        groups = -(-len(pages) // _TOGETHER)
        self._after = next_section(first + groups * _page_span())
        destinations = self._destinations()
        numbers_of = [first + _page_span() * (i // _TOGETHER) + i % _TOGETHER for i in range(len(pages))]
        whole = _whole_words(pages)
        titles = {entry.label: entry.title for entry in self._layout.outline}
        for start in range(0, len(pages), _TOGETHER):
            at = self._after
            objects: list[str] = []
            for index in range(start, min(start + _TOGETHER, len(pages))):
                drawn = pages[index]
                self._pages.append(DocumentPage(index, drawn, numbers_of[index], at))
                if drawn.areas:
                    targets = tuple(self._target(area, destinations, numbers_of, titles) for area in drawn.areas)
                    objects += self._annotations(drawn, at, targets, whole.get(index, ()))
                    at += len(drawn.areas)
            if objects:
                self._add("annotations", tuple(objects))

    def _destinations(self) -> Mapping[str, Destination]:
        """The first place of each label."""
        found: dict[str, Destination] = {}
        for index, page in enumerate(self._drawn.pages):
            for label, top in page.destinations.items():
                found.setdefault(label, Destination(index, top))
        return found

    def _target(
        self,
        area: LinkArea,
        destinations: Mapping[str, Destination],
        pages: Sequence[int],
        titles: Mapping[str, str],
    ) -> Target | None:
        """Where a link to a label leads to; None for an address."""
        if not area.target.startswith("#"):
            return None
        label = area.target[1:]
        spot = found(label, destinations)
        title = "" if area.words.strip() else described(label, spot.page, titles, self._about.metadata.language)
        return Target(pages[spot.page], spot.top, title)

    def _annotations(
        self,
        drawn: DrawnPage,
        first: int,
        targets: tuple[Target | None, ...],
        whole: tuple[tuple[int, str], ...],
    ) -> Sequence[str]:
        """The annotations of the links of a page; `whole` are the words of links that are on other pages too."""

        def make() -> Sequence[str]:
            words = link_words(drawn.areas) | dict(whole)
            areas = enumerate(zip(drawn.areas, targets, strict=True), first)
            return tuple(
                annotation(area, words[area.link], target, number if self._tagged else None)
                for number, (area, target) in areas
            )

        return self._memo.get("links", (Same(drawn), first, targets, whole, self._tagged), make)

    def add_outline(self) -> None:
        """Add the bookmarks."""
        outline = self._layout.outline
        if not outline:
            return
        destinations = self._destinations()
        places = []
        for entry in outline:
            spot = found(entry.label, destinations)
            places.append(place(self._pages[spot.page].number, spot.top))
        first = self._after
        key = (outline, tuple(places), first)
        made = self._memo.get("outline", key, lambda: outline_objects(outline, places, _OUTLINE, first))
        self._whole[_OUTLINE] = made[0]
        self._entries += f"/Outlines {reference(_OUTLINE)}"
        self._add("outline objects", tuple(made[1:]))

    def add_structure(self, tags: TagTree, elements: _Elements) -> None:
        """Add the elements with painted content, the ids, and the parent tree that leads back to elements from the
        content of pages and from links."""
        assert tags.root.key not in elements.parts, "something is painted for the report itself"
        pages_of: dict[int, list[DocumentPage]] = {}
        pages_of_note: dict[str, list[DocumentPage]] = {}
        for page in self._pages:
            for index in {elements.parts.get(key, -1) for key in page.drawn.contents}:
                if index >= 0:
                    pages_of.setdefault(index, []).append(page)
                else:
                    for label in dict.fromkeys(map(elements.notes.get, page.drawn.contents)):
                        if label is not None:
                            pages_of_note.setdefault(label, []).append(page)
        kids: list[int] = []
        linked: dict[int, int] = {}
        ids: list[tuple[str, int]] = []
        read: set[str] = set()
        for index, part in enumerate(tags.root.children):
            pages = {page.index: page for page in pages_of.get(index, ())}
            referred = dict.fromkeys(label for page in pages.values() for label in page.drawn.notes)
            notes = {label: tags.notes[label] for label in referred if label in tags.notes and label not in read}
            pages |= {page.index: page for label in notes for page in pages_of_note.get(label, ())}
            written = self._part(part, [pages[index] for index in sorted(pages)], notes)
            if written is None:
                continue
            kids += written.kids
            linked |= written.linked
            ids += written.ids
            read |= written.notes
            for page_index, parents in written.parents.items():
                self._parents.setdefault(page_index, []).append(parents)
        entries = f"/K {_REPORT} 0 R/ParentTree {_PARENTS} 0 R/ParentTreeNextKey {self._after}"
        nums = [f"{page.number} {page.number + _TOGETHER} 0 R" for page in self._pages]
        nums += [f"{number} {linked[number]} 0 R" for number in sorted(linked)]
        inside = " ".join(map(reference, kids))
        self._whole[_REPORT] = f"<</S/{tags.root.role.value}/P {_STRUCTURE} 0 R/K[{inside}]>>"
        self._whole[_PARENTS] = f"<</Nums[{' '.join(nums)}]>>"
        if ids:
            named = " ".join(f"{text_string(key)} {number} 0 R" for key, number in sorted(ids))
            self._whole[_IDS] = f"<</Names[{named}]>>"
            entries += f"/IDTree {_IDS} 0 R"
        self._whole[_STRUCTURE] = f"<</Type/StructTreeRoot{entries}>>"
        self._entries += f"/StructTreeRoot {_STRUCTURE} 0 R/MarkInfo<</Marked true>>"

    def _part(self, part: Element, pages: Sequence[DocumentPage], notes: Mapping[str, Element]) -> WrittenPart | None:
        """Add the elements of a part of the report; None if it has no pages."""
        if not pages:
            return None
        first = self._after
        drawn = tuple((Same(page.drawn), page.index, page.number, page.annotations) for page in pages)
        key = (Same(part), first, drawn, tuple((label, Same(note)) for label, note in notes.items()))

        def make() -> tuple[WrittenPart, ObjectSection]:
            written = write_part(part, _REPORT, first, pages, notes)
            return written, section(first, written.objects)

        written, made = self._memo.get("structure", key, make)
        self._sections.append(made)
        self._after = next_section(made.after)
        return written

    def add_page_objects(self) -> None:
        """Add the dictionaries, the parents of the marked content, and the operators of all pages."""
        for start in range(0, len(self._pages), _TOGETHER):
            pages = self._pages[start : start + _TOGETHER]
            dictionaries = tuple(map(self._page, pages))
            parents = tuple(self._parents_of(page.index) for page in pages) if self._tagged else ()
            self._add_group(pages, dictionaries, parents)
        kids = " ".join(reference(page.number) for page in self._pages)
        self._whole[_PAGES] = f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>"

    def _add_group(
        self, pages: Sequence[DocumentPage], dictionaries: tuple[str, ...], parents: tuple[str, ...]
    ) -> None:
        first = pages[0].number

        def make() -> ObjectSection:
            unused = ["null"] * (_TOGETHER - len(pages))
            contents = [stream(page.drawn.data, COMPRESSED, compress=False) for page in pages]
            return section(first, [*dictionaries, *unused, *parents, *["null"] * (_TOGETHER - len(parents)), *contents])

        key = (first, dictionaries, parents, tuple(Same(page.drawn) for page in pages))
        self._sections.append(self._memo.get("page objects", key, make))

    def _page(self, page: DocumentPage) -> str:
        """The dictionary of a page."""
        drawn, profile, number = page.drawn, self._profile, page.number
        setup = self._layout.setup
        boxes = f"/MediaBox{numbers((0, 0, setup.width, setup.height))}"
        if profile is not None:
            sheet = profile.boxes
            kinds = (("MediaBox", sheet.media), ("BleedBox", sheet.bleed_box), ("TrimBox", sheet.trim))
            boxes = "".join(f"/{kind}{numbers(round(edge, 3) for edge in box)}" for kind, box in kinds)
        entries = ""
        if self._tagged:
            entries = f"/StructParents {number}/Tabs/S"
        if drawn.areas:
            areas = range(page.annotations, page.annotations + len(drawn.areas))
            entries += f"/Annots[{' '.join(map(reference, areas))}]"
        return (
            f"<</Type/Page/Parent {_PAGES} 0 R{boxes}/Resources{self._shared.dictionary(drawn.resources)}"
            f"/Contents {number + 2 * _TOGETHER} 0 R{entries}>>"
        )

    def _parents_of(self, index: int) -> str:
        """The elements of the marked-content sequences of a page, by MCID."""
        found = self._parents.get(index, [])

        def make() -> str:
            parents = {mcid: element for part in found for mcid, element in part.items()}
            return f"[{' '.join(reference(parents[mcid]) for mcid in range(len(parents)))}]"

        return self._memo.get("parents", tuple(map(Same, found)), make)

    def _add(self, stage: str, objects: tuple[str, ...]) -> None:
        """Add objects with the next numbers."""
        first = self._after
        made = self._memo.get(stage, (first, objects), lambda: section(first, objects))
        self._sections.append(made)
        self._after = next_section(made.after)

    def file(self) -> bytes:
        """The file. Archives identify it by its metadata, within its first kilobytes."""
        profile, about = self._profile, self._about
        claims, version = self._claims(), _OF_READERS if profile is None else _OF_PRINTERS
        labels = page_labels([not page.number for page in self._layout.pages])
        preferences = "/ViewerPreferences<</DisplayDocTitle true>>"
        catalogue = (
            f"<</Type/Catalog/Pages {_PAGES} 0 R/PageMode/UseNone/PageLabels{labels}"
            f"/Lang{text_string(about.metadata.language)}{preferences}/Metadata {_METADATA} 0 R"
            f"/OutputIntents[{_INTENT} 0 R]{self._entries}>>"
        )
        head = (catalogue, information(about, None if profile is None else False), metadata(about, claims))
        whole = [self._whole.get(number, "null") for number in range(_PAGES, max(self._whole) + 1)]
        sections = [section(_CATALOGUE, head, packed=False), self._intent(), section(_PAGES, whole)]
        return assemble([*sections, *self._sections], _CATALOGUE, _INFORMATION, version)

    def _claims(self) -> Claims:
        if self._profile is None:
            return SCREEN_CLAIMS if self._tagged else NO_CLAIMS
        return press_claims(sha256(b"".join(one.digest for one in self._sections)).digest())

    def _intent(self) -> ObjectSection:
        """The output intent: sRGB, or the condition of a press."""
        profile = self._profile
        if profile is None:
            return self._memo.get("output intent", None, lambda: section(_INTENT, screen_intent(_INTENT)))
        press = profile.press
        return self._memo.get("output intent", Same(press), lambda: section(_INTENT, press_intent(_INTENT, press)))


def _page_span() -> int:
    """The numbers that a group of pages takes: dictionaries, parents, contents, and the object stream."""
    return next_section(3 * _TOGETHER)


def _whole_words(pages: Sequence[DrawnPage]) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """The words of links that go on over pages, by the index of each page and the number of the link there."""
    links: dict[PartKey, list[tuple[int, int]]] = {}
    chains: list[list[tuple[int, int]]] = []
    for index, page in enumerate(pages):
        going_on = {}
        for mark, link in page.continued:
            links[mark].append((index, link))
            going_on[link] = links[mark]
        for mark, end, link in page.ends:
            if not end.link:
                links.pop(mark, None)
            elif link in going_on:
                links[mark] = going_on[link]
            else:
                links[mark] = [(index, link)]
                chains.append(links[mark])
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for chain in chains:
        if len(chain) > 1:
            words = "".join(link_words(pages[index].areas).get(link, "") for index, link in chain)
            for index, link in chain:
                found[index] = (*found.get(index, ()), (link, words))
    return found
