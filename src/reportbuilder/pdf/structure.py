"""The structure tree in the file (ISO 32000-1, 14.7): elements with what was painted for them, and the way back."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from reportbuilder.pdf.marking import Content, Painted
from reportbuilder.pdf.marking import Sequence as Marked
from reportbuilder.pdf.navigation import Annotation
from reportbuilder.tagging.model import Element, Role, TagTree

_CELLS = (Role.TD, Role.TH)


def add_structure(pdf: Pdf, tags: TagTree, painted: Painted, annotations: Sequence[Annotation]) -> None:
    """Write the tree. Elements that nothing was painted for are left out, but for empty cells."""
    writer = _Writer(pdf, tags, painted, annotations)
    root = writer.root()
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    for index, page in enumerate(pdf.pages):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S


class _Writer:
    def __init__(self, pdf: Pdf, tags: TagTree, painted: Painted, annotations: Sequence[Annotation]) -> None:
        self._pdf, self._tags, self._painted = pdf, tags, painted
        self._pages = [page.obj for page in pdf.pages]
        self._parents: list[dict[int, Object]] = [{} for _ in self._pages]
        self._links: dict[int, list[Annotation]] = {}
        for annotation in annotations:
            self._links.setdefault(annotation.order, []).append(annotation)
        self._link_parents: list[Object] = []
        self._ids: dict[str, Object] = {}
        self._said: set[str] = set()

    def root(self) -> Object:
        """The root with its elements, parent tree and ids."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = self._element(self._tags.root, root)
        nums: list[object] = []
        for index, parents in enumerate(self._parents):
            nums += [index, self._pdf.make_indirect(Array([parents[mcid] for mcid in range(len(parents))]))]
        for offset, parent in enumerate(self._link_parents):
            nums += [len(self._pages) + offset, parent]
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(nums)))
        root.ParentTreeNextKey = len(self._pages) + len(self._link_parents)
        if self._ids:
            names = [part for key in sorted(self._ids) for part in (String(key), self._ids[key])]
            root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(names)))
        return root

    def _alive(self, element: Element) -> bool:
        """Whether anything was painted for an element or in it."""
        content = self._painted.contents.get(element.key)
        return (content is not None and bool(content.kids)) or any(map(self._alive, element.children))

    def _element(self, element: Element, parent: Object) -> Object:
        """An element that is alive."""
        entries: dict[str, object] = {"/S": Name(f"/{element.role.value}"), "/P": parent}
        entries |= {key: String(value) for key, value in (("/Alt", element.alt), ("/ID", element.id)) if value}
        made = self._pdf.make_indirect(Dictionary(entries))
        if element.id:
            self._ids[element.id] = made
        attributes = self._attributes(element)
        if attributes is not None:
            made.A = attributes
        kids: list[object] = []
        content = self._painted.contents.get(element.key)
        if content is not None:
            self._content(content, made, kids)
        self._children(element, made, kids)
        _set_kids(made, kids)
        return made

    def _children(self, element: Element, made: Object, kids: list[object]) -> None:
        for child in element.children:
            if child.role is Role.GROUP:
                self._children(child, made, kids)
            elif child.role in _CELLS or self._alive(child):
                kids.append(self._element(child, made))

    def _content(self, content: Content, made: Object, kids: list[object]) -> None:
        """What was painted for an element: numbers for its own page, references for others, elements in it."""
        first = next((kid.page for kid in content.kids if isinstance(kid, Marked)), None)
        if first is not None:
            made.Pg = self._pages[first]
        for kid in content.kids:
            if isinstance(kid, Marked):
                self._parents[kid.page][kid.mcid] = made
                own = kid.page == first
                kids.append(kid.mcid if own else Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.mcid))
            else:
                kids.append(self._inline(kid, made))
                note = self._tags.notes.get(kid.note)
                if note is not None and kid.note not in self._said and self._alive(note):
                    self._said.add(kid.note)
                    kids.append(self._element(note, made))

    def _inline(self, content: Content, parent: Object) -> Object:
        """An element that only lines show."""
        made = self._pdf.make_indirect(Dictionary(S=Name(f"/{content.role.value}"), P=parent))
        if content.language:
            made.Lang = String(content.language)
        if content.said:
            made.Alt = String(f"{content.said}: {''.join(content.words).strip()}")
        kids: list[object] = []
        self._content(content, made, kids)
        for annotation in self._links.get(content.link, ()):
            kids.append(Dictionary(Type=Name.OBJR, Obj=annotation.object, Pg=self._pages[annotation.page]))
            annotation.object.StructParent = len(self._pages) + len(self._link_parents)
            self._link_parents.append(made)
        _set_kids(made, kids)
        return made

    def _attributes(self, element: Element) -> Object | None:
        """The attributes of an element with their owner (ISO 32000-1, 14.8.5)."""
        if element.role in _CELLS:
            return _table_attributes(element)
        if element.role is Role.L:
            return Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
        if element.role is Role.FIGURE and element.key in self._painted.boxes:
            box = self._painted.boxes[element.key]
            return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(edge, 2) for edge in box]))
        return None


def _table_attributes(cell: Element) -> Object | None:
    entries: dict[str, object] = {"/O": Name.Table}
    if cell.scope:
        entries["/Scope"] = Name(f"/{cell.scope}")
    if cell.headers:
        entries["/Headers"] = Array([String(header) for header in cell.headers])
    if cell.columns > 1:
        entries["/ColSpan"] = cell.columns
    return Dictionary(entries) if len(entries) > 1 else None


def _set_kids(made: Object, kids: Sequence[object]) -> None:
    if len(kids) == 1:
        made.K = kids[0]
    elif kids:
        made.K = Array(kids)
