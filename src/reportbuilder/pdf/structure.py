"""Writes the structure tree (ISO 32000-1, 14.7), part by part.

The elements of a part of the report get consecutive numbers, in the order of the tree. They are written out with these
numbers at once, so that a part whose pages and numbers are as before can be used again as it is.
"""

from collections.abc import Iterable, Mapping, Sequence

from reportbuilder.pdf.marked_content import PaintedContent
from reportbuilder.pdf.objects import name, number, numbers, reference, text_string
from reportbuilder.pdf.page_drawing import DrawnPage
from reportbuilder.structure.model import Element, PartKey, Role
from reportbuilder.values import Value

_CELLS = (Role.TD, Role.TH)
_NAMES = {role: name(role.value) for role in Role if role.value}

Painted = list[tuple[int, PaintedContent]]
"""What was painted for an element, with the page (from 0) of each."""


class DocumentPage(Value, eq=False):
    """A drawn page in a document: its index from 0, the number of its object, and that of its first annotation."""

    index: int
    drawn: DrawnPage
    number: int
    annotations: int


class WrittenPart(Value, eq=False):
    """The elements of a part of the report, written out.

    `kids` are the elements right below the report. `parents` are the numbers of the elements of a page's sequences by
    MCID, by the index of the page; `linked` are those of annotations, by the number of the annotation; `ids` those with
    an id. `notes` are the labels of the footnotes that are read in it.
    """

    objects: tuple[str, ...]
    kids: tuple[int, ...]
    parents: Mapping[int, Mapping[int, int]]
    linked: Mapping[int, int]
    ids: tuple[tuple[str, int], ...]
    notes: frozenset[str]


def write_part(
    part: Element, parent: int, first: int, pages: Iterable[DocumentPage], notes: Mapping[str, Element]
) -> WrittenPart:
    """Write the elements of a part below the element numbered `parent`, with numbers from `first`: those with painted
    content. `pages` are the pages on which any of it was painted; `notes` are the footnotes that it may have, by label.
    """
    writer = _PartWriter(first, pages, notes)
    kids = writer.elements((part,), parent)[0]
    return WrittenPart(
        tuple(writer.objects), tuple(kids), writer.parents, writer.linked, tuple(writer.ids), frozenset(writer.placed)
    )


class _PartWriter:
    """Writes elements, and records those of marked-content sequences, of annotations, and of ids."""

    def __init__(self, first: int, pages: Iterable[DocumentPage], notes: Mapping[str, Element]) -> None:
        self._first, self._notes = first, notes
        self._pages = {page.index: page for page in pages}
        self._painted: dict[PartKey, Painted] = {}
        for index, page in self._pages.items():
            for key, content in page.drawn.contents.items():
                if content.kids:
                    self._painted.setdefault(key, []).append((index, content))
        self.objects: list[str] = []
        self.parents: dict[int, dict[int, int]] = {}
        self.linked: dict[int, int] = {}
        self.ids: list[tuple[str, int]] = []
        self.placed: set[str] = set()

    def elements(self, children: Iterable[Element], parent: int) -> tuple[list[int], bool]:
        """The numbers of the elements with painted content, and whether there is any; cells always, since all rows of a
        table have the same number of columns."""
        made: list[int] = []
        any_painted = False
        for child in children:
            if child.role is Role.GROUP:
                inside, painted = self.elements(child.children, parent)
                made += inside
            else:
                at, ids = len(self.objects), len(self.ids)
                painted = self._element(child, parent)
                if painted or child.role in _CELLS:
                    made.append(self._first + at)
                else:
                    del self.objects[at:], self.ids[ids:]
            any_painted = any_painted or painted
        return made, any_painted

    def _element(self, element: Element, parent: int) -> bool:
        """Write an element and all in it; whether anything in it is painted."""
        at = len(self.objects)
        made = self._first + at
        self.objects.append("")
        entries = f"/S{_NAMES[element.role]}/P {parent} 0 R"
        if element.alt:
            entries += f"/Alt{text_string(element.alt)}"
        if element.id:
            entries += f"/ID{text_string(element.id)}"
            self.ids.append((element.id, made))
        entries += self._attributes(element)
        kids: list[str] = []
        painted = False
        if element.key in self._painted:
            page, kids = self._content(self._painted[element.key], made)
            entries, painted = entries + page, True
        inside, any_painted = self.elements(element.children, made)
        kids += map(reference, inside)
        self.objects[at] = f"<<{entries}{_kids(kids)}>>"
        return painted or any_painted

    def _content(self, painted: Painted, made: int) -> tuple[str, list[str]]:
        """The entry for the page of an element, and its children in its painted content: MCIDs on its own page,
        references to those on others, and inline elements."""
        inline: Painted = []
        nodes: list[tuple[int, int] | Painted] = []
        for page, content in painted:
            for kid in content.kids:
                if isinstance(kid, int):
                    nodes.append((page, kid))
                elif kid.continues and inline:
                    inline.append((page, kid))
                else:
                    inline = [(page, kid)]
                    nodes.append(inline)
        first = next((node[0] for node in nodes if isinstance(node, tuple)), None)
        kids: list[str] = []
        for node in nodes:
            if isinstance(node, tuple):
                page, mcid = node
                self.parents.setdefault(page, {})[mcid] = made
                if page == first:
                    kids.append(str(mcid))
                else:
                    kids.append(f"<</Type/MCR/Pg {self._pages[page].number} 0 R/MCID {mcid}>>")
            else:
                kids.append(reference(self._inline(node, made)))
                kids += self._note(node[0][1].note, made)
        return "" if first is None else f"/Pg {self._pages[first].number} 0 R", kids

    def _note(self, label: str, parent: int) -> list[str]:
        """The footnote of a reference, at its first reference."""
        note = self._notes.get(label)
        if note is None or label in self.placed:
            return []
        self.placed.add(label)
        made, painted = self.elements((note,), parent)
        if not painted:
            self.placed.discard(label)
        return [reference(number) for number in made]

    def _inline(self, painted: Painted, parent: int) -> int:
        """An inline element that exists only in lines: a link, a reference, text in another language, changed text."""
        at = len(self.objects)
        made = self._first + at
        self.objects.append("")
        content = painted[0][1]
        entries = f"/S{_NAMES[content.role]}/P {parent} 0 R"
        if content.language:
            entries += f"/Lang{text_string(content.language)}"
        if content.announced:
            words = "".join(word for _, one in painted for word in one.words)
            entries += f"/Alt{text_string(f'{content.announced}: {words.strip()}')}"
        page, kids = self._content(painted, made)
        for index, one in painted:
            placed = self._pages[index]
            for order, area in enumerate(placed.drawn.areas) if one.link > 0 else ():
                if area.link == one.link:
                    annotation = placed.annotations + order
                    kids.append(f"<</Type/OBJR/Obj {annotation} 0 R/Pg {placed.number} 0 R>>")
                    self.linked[annotation] = made
        self.objects[at] = f"<<{entries}{page}{_kids(kids)}>>"
        return made

    def _attributes(self, element: Element) -> str:
        """The attributes of an element with their owner (ISO 32000-1, 14.8.5)."""
        if element.role in _CELLS:
            return _table_attributes(element)
        if element.role is Role.L:
            return f"/A<</O/List/ListNumbering{name(element.numbering)}>>"
        if element.role is Role.FIGURE:
            boxes = (page.drawn.boxes.get(element.key) for page in self._pages.values())
            box = next((box for box in boxes if box is not None), None)
            if box is not None:
                return f"/A<</O/Layout/Placement/Block/BBox{numbers(round(edge, 2) for edge in box)}>>"
        return ""


def _table_attributes(cell: Element) -> str:
    entries = ""
    if cell.scope:
        entries += f"/Scope{name(cell.scope)}"
    if cell.headers:
        entries += f"/Headers[{' '.join(map(text_string, cell.headers))}]"
    if cell.columns > 1:
        entries += f"/ColSpan {number(cell.columns)}"
    return f"/A<</O/Table{entries}>>" if entries else ""


def _kids(kids: Sequence[str]) -> str:
    """The entry for the children of an element, if it has any; a single one needs no array."""
    if not kids:
        return ""
    return f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"


def keys_of(root: Element) -> dict[PartKey, Role]:
    """The roles of an element and of those in it, by key."""
    roles: dict[PartKey, Role] = {}
    pending = [root]
    while pending:
        element = pending.pop()
        if element.key:
            roles[element.key] = element.role
        pending.extend(element.children)
    return roles
