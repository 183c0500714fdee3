"""Writes the structure tree (ISO 32000-1, 14.7): elements, parent tree and ids."""

from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportbuilder.pdf.annotations import LinkArea
from reportbuilder.pdf.marked_content import MarkedSequence, Painted, PaintedContent
from reportbuilder.structure.model import Element, Role, TagTree

_CELLS = (Role.TD, Role.TH)


def add_structure(
    pdf: Pdf, tags: TagTree, painted: Painted, areas: Sequence[LinkArea], annotations: Sequence[Object]
) -> None:
    """Add the elements with painted content, and the parent tree that leads back to them from the content of pages and
    from the annotations of link `areas`."""
    assert tags.root.key not in painted.contents, "something was painted for the report itself"
    builder = _TreeBuilder(pdf, tags, painted, areas, annotations)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    report = pdf.make_indirect(Dictionary(S=Name(f"/{tags.root.role.value}"), P=root))
    _set_kids(report, builder.elements(tags.root.children, report))
    root.K = report
    root.ParentTree, root.ParentTreeNextKey = _parent_tree(pdf, builder, annotations)
    if builder.ids:
        names = [item for key in sorted(builder.ids) for item in (key, builder.ids[key])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(names)))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _parent_tree(pdf: Pdf, builder: "_TreeBuilder", annotations: Sequence[Object]) -> tuple[Object, int]:
    """The parent tree (for each page the elements of its sequences by MCID, then the element of each annotation), and
    the next unused key."""
    nums: list[Object | int] = []
    for number, page in enumerate(builder.pages):
        page.StructParents, page.Tabs = number, Name.S
        parents = builder.parents[number]
        nums += [number, pdf.make_indirect(Array([parents[mcid] for mcid in range(len(parents))]))]
    key = len(builder.pages)
    for area, element in builder.linked.items():
        annotations[area].StructParent = key
        nums += [key, element]
        key += 1
    return pdf.make_indirect(Dictionary(Nums=Array(nums))), key


class _TreeBuilder:
    """Builds elements, and records those of marked-content sequences, of link areas, and of ids."""

    def __init__(
        self, pdf: Pdf, tags: TagTree, painted: Painted, areas: Sequence[LinkArea], annotations: Sequence[Object]
    ) -> None:
        self._pdf, self._tags, self._painted = pdf, tags, painted
        self._areas, self._annotations = areas, annotations
        self._areas_of: dict[int, list[int]] = {}
        for index, area in enumerate(areas):
            self._areas_of.setdefault(area.link, []).append(index)
        self._notes_placed: set[str] = set()
        self._names = {role: Name(f"/{role.value}") for role in Role if role.value}
        self.pages = [page.obj for page in pdf.pages]
        self.parents: list[dict[int, Object]] = [{} for _ in self.pages]
        self.linked: dict[int, Object] = {}
        self.ids: dict[str, Object] = {}

    def elements(self, children: Iterable[Element], parent: Object) -> list[Object]:
        """The elements with painted content; cells always, since all rows of a table have the same number of
        columns."""
        made: list[Object] = []
        for child in children:
            if child.role is Role.GROUP:
                made += self.elements(child.children, parent)
            elif child.role in _CELLS or self._is_painted(child):
                made.append(self._element(child, parent))
        return made

    def _is_painted(self, element: Element) -> bool:
        content = self._painted.contents.get(element.key)
        return (content is not None and bool(content.kids)) or any(map(self._is_painted, element.children))

    def _element(self, element: Element, parent: Object) -> Object:
        entries: dict[str, object] = {"/S": self._names[element.role], "/P": parent}
        if element.alt:
            entries["/Alt"] = element.alt
        if element.id:
            entries["/ID"] = element.id
        if (attributes := self._attributes(element)) is not None:
            entries["/A"] = attributes
        made = self._pdf.make_indirect(Dictionary(entries))
        if element.id:
            self.ids[element.id] = made
        kids: list[Object | int] = []
        content = self._painted.contents.get(element.key)
        if content is not None:
            kids += self._content(content, made)
        kids += self.elements(element.children, made)
        _set_kids(made, kids)
        return made

    def _content(self, content: PaintedContent, made: Object) -> list[Object | int]:
        """The children of an element in its painted content: MCIDs on its own page, references to those on others, and
        inline elements."""
        kids: list[Object | int] = []
        first = next((kid.page for kid in content.kids if isinstance(kid, MarkedSequence)), None)
        if first is not None:
            made.Pg = self.pages[first]
        for kid in content.kids:
            if isinstance(kid, MarkedSequence):
                page, mcid = kid
                self.parents[page][mcid] = made
                if page == first:
                    kids.append(mcid)
                else:
                    kids.append(Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=mcid))
            else:
                kids.append(self._inline(kid, made))
                kids += self._note(kid.note, made)
        return kids

    def _note(self, label: str, parent: Object) -> list[Object]:
        """The footnote of a reference, at its first reference."""
        note = self._tags.notes.get(label)
        if note is None or label in self._notes_placed or not self._is_painted(note):
            return []
        self._notes_placed.add(label)
        return [self._element(note, parent)]

    def _inline(self, content: PaintedContent, parent: Object) -> Object:
        """An inline element that exists only in lines: a link, a reference, text in another language, changed text."""
        entries: dict[str, object] = {"/S": self._names[content.role], "/P": parent}
        if content.language:
            entries["/Lang"] = content.language
        if content.announced:
            entries["/Alt"] = f"{content.announced}: {''.join(content.words).strip()}"
        made = self._pdf.make_indirect(Dictionary(entries))
        kids = self._content(content, made)
        for area in self._areas_of.get(content.link, ()):
            annotation, page = self._annotations[area], self.pages[self._areas[area].page]
            kids.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
            self.linked[area] = made
        _set_kids(made, kids)
        return made

    def _attributes(self, element: Element) -> Dictionary | None:
        """The attributes of an element with their owner (ISO 32000-1, 14.8.5)."""
        if element.role in _CELLS:
            return _table_attributes(element)
        if element.role is Role.L:
            return Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
        if element.role is Role.FIGURE and element.key in self._painted.boxes:
            box = [round(edge, 2) for edge in self._painted.boxes[element.key]]
            return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(box))
        return None


def _table_attributes(cell: Element) -> Dictionary | None:
    entries: dict[str, object] = {}
    if cell.scope:
        entries["/Scope"] = Name(f"/{cell.scope}")
    if cell.headers:
        entries["/Headers"] = Array(cell.headers)
    if cell.columns > 1:
        entries["/ColSpan"] = cell.columns
    return Dictionary({"/O": Name.Table, **entries}) if entries else None


def _set_kids(element: Object, kids: Sequence[Object | int]) -> None:
    """Set the children of an element, if it has any; a single one needs no array."""
    if kids:
        element.K = kids[0] if len(kids) == 1 else Array(kids)
