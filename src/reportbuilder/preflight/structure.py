"""Reads the structure tree of a finished file into values, and its text in logical order (ISO 32000-1, 14.7).

Content and structure elements have to refer to each other, in both directions (ISO 32000-1, 14.7.4.4).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, assert_never

from reportbuilder.preflight.content import MarkedContent
from reportbuilder.preflight.reader import (
    File,
    Piece,
    dictionary,
    get,
    integer,
    items,
    name,
    number,
    number_tree,
    resolved,
    text,
)
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_BLOCKS = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI LBody "
    "Table TR TH TD THead TBody TFoot Note Figure Formula Form"
)
_INLINES = "Span Quote Lbl Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
INLINES = frozenset(_INLINES.split())
"""The inline-level types, whose text is part of the line around it."""
STANDARD_TYPES = frozenset(_BLOCKS.split()) | INLINES
"""The structure types of PDF 1.7 (ISO 32000-1, 14.8.4)."""


class ContentReference(Value):
    """A marked-content sequence that an element refers to."""

    piece: Piece
    page: int


class ObjectReference(Value):
    """An annotation or another object that an element refers to; its number is 0 if it does not exist."""

    object: int
    page: int


class Node(Value, eq=False):
    """A structure element: its type as written and by the role map, its children, and its texts.

    Attributes have the name of their owner as a prefix (`Table.Scope`). The page is that of the element, or else of its
    first content.
    """

    tag: str
    role: str
    number: int
    kids: tuple["Node | ContentReference | ObjectReference", ...]
    page: int = 0
    alt: str | None = None
    actual: str | None = None
    expansion: str | None = None
    language: str | None = None
    id: str | None = None
    attributes: Mapping[str, Any] = {}

    @property
    def elements(self) -> tuple["Node", ...]:
        """The child elements."""
        return tuple(kid for kid in self.kids if isinstance(kid, Node))

    def walk(self) -> Iterator["Node"]:
        """The element and all its descendants, in order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.elements))


class Tree(Value, eq=False):
    """The structure tree of a file: its root, all elements in order, and the facts observed while it was read."""

    root: Node
    nodes: tuple[Node, ...]
    observations: tuple[Observation, ...] = ()
    found: bool = True


def read_structure(file: File) -> Tree:
    """Read the structure tree of a file; it has no elements if the file has none."""
    root = get(file.catalog, "/StructTreeRoot")
    return _Reader(file, dictionary(root)).tree(root is not None)


class _Open:
    """An element whose children are being read: its dictionary, its page, and the children still to read and already
    read."""

    def __init__(self, raw: Any, element: Any, page: int) -> None:
        self.raw, self.element, self.page = raw, element, page
        self.waiting = list(reversed(_kids(element)))
        self.kids: list[Node | ContentReference | ObjectReference] = []


class _Reader:
    def __init__(self, file: File, root: Mapping[str, Any]) -> None:
        self.file, self.root = file, root
        self.roles = dictionary(get(root, "/RoleMap"))
        self.classes = get(root, "/ClassMap")
        self.observations: list[Observation] = []
        self.seen: set[int] = set()

    def tree(self, found: bool) -> Tree:
        """Read the tree, with a stack of its own: it may be deeper than Python can recurse."""
        top = _Open(self.root, self.root, 0)
        path = [top]
        while len(path) > 1 or top.waiting:
            now = path[-1]
            if not now.waiting:
                path.pop()
                path[-1].kids.append(self.element(now))
                continue
            raw = now.waiting.pop()
            kid = self.leaf(raw, now) if now is not top else None
            if kid is not None:
                now.kids.append(kid)
            elif (begun := self.begin(raw, now.element)) is not None:
                path.append(begun)
        root = Node("", "", 0, tuple(kid for kid in top.kids if isinstance(kid, Node)))
        return Tree(root, tuple(root.walk())[1:], tuple(dict.fromkeys(self.observations)), found)

    def see(self, fact: Fact, detail: str, page: int = 0) -> None:
        self.observations.append(Observation(fact, detail, page))

    def begin(self, raw: Any, parent: Any) -> _Open | None:
        """Begin an element, whose children are read next; None if it cannot be an element."""
        element = resolved(raw)
        if not isinstance(element, dict):
            return None
        tag, page = name(get(element, "/S")), self.page_of(element)
        if id(element) in self.seen:
            self.see(Fact.PARENT_WRONG, f"{tag} stands in two places", page)
            return None
        self.seen.add(id(element))
        above = get(element, "/P")
        if above is None:
            self.see(Fact.PARENT_MISSING, tag, page)
        elif above is not parent:
            self.see(Fact.PARENT_WRONG, tag, page)
        return _Open(raw, element, page)

    def element(self, read: _Open) -> Node:
        """Finish an element whose children have been read."""
        element, page = read.element, read.page
        tag = name(get(element, "/S"))
        return Node(
            tag,
            self.role(tag, page),
            number(element),
            tuple(read.kids),
            page or next((kid.page for kid in read.kids if kid.page), 0),
            text(get(element, "/Alt")),
            text(get(element, "/ActualText")),
            text(get(element, "/E")),
            text(get(element, "/Lang")),
            text(get(element, "/ID")),
            self.attributes(element),
        )

    def leaf(self, raw: Any, holder: _Open) -> ContentReference | ObjectReference | None:
        """A child that is not an element; None if it may be one."""
        kid, page = resolved(raw), holder.page
        mcid = integer(kid)
        if mcid is not None:
            return ContentReference((number(dictionary(get(holder.element, "/Pg"))), mcid), page)
        kind = get(kid, "/Type")
        if kind == "/MCR":
            return self.content(kid, holder.element, page)
        if kind == "/OBJR":
            target = get(kid, "/Obj")
            return ObjectReference(number(target) if target is not None else 0, self.page_of(kid) or page)
        return None

    def content(self, kid: Any, parent: Any, page: int) -> ContentReference:
        """A reference to marked content, on a page or in a form (Stm)."""
        mcid, stream = integer(get(kid, "/MCID")), get(kid, "/Stm")
        on = get(kid, "/Pg") or get(parent, "/Pg")
        holder = stream if stream is not None else on
        return ContentReference((number(holder), -1 if mcid is None else mcid), self.page_of(kid) or page)

    def page_of(self, holder: Any) -> int:
        return self.file.numbers.get(number(get(holder, "/Pg")), 0)

    def role(self, tag: str, page: int) -> str:
        """The standard type of a tag, by the role map."""
        if tag in STANDARD_TYPES:
            if f"/{tag}" in self.roles:
                self.see(Fact.TYPE_REMAPPED, tag)
                if name(get(self.roles, f"/{tag}")) not in STANDARD_TYPES:
                    self.see(Fact.TYPE_UNKNOWN, f"{tag}, mapped to no standard type", page)
            return tag
        passed, role = {tag}, tag
        while role not in STANDARD_TYPES:
            role = name(get(self.roles, f"/{role}"))
            if role in passed:
                self.see(Fact.TYPE_CIRCULAR, tag)
                return tag
            if not role:
                self.see(Fact.TYPE_UNKNOWN, tag or "without a name", page)
                return tag
            passed.add(role)
        return role

    def attributes(self, element: Any) -> dict[str, Any]:
        """All attributes of an element; its own override those of its classes."""
        owned = [get(self.classes, f"/{called}") for called in map(name, map(resolved, _many(get(element, "/C"))))]
        attributes: dict[str, Any] = {}
        for holder in (*owned, get(element, "/A")):
            for raw in _many(holder):
                owner = name(get(raw := resolved(raw), "/O"))
                attributes.update({f"{owner}.{key[1:]}": get(raw, key) for key in dictionary(raw) if key != "/O"})
        return attributes


def _kids(element: Any) -> list[Any]:
    if not isinstance(element, dict):
        return []
    raw = dict.get(element, "/K")
    return _many(raw)


def _many(raw: Any) -> list[Any]:
    """A value as a list: arrays as they are, anything else as one item."""
    value = resolved(raw)
    if value is None:
        return []
    return items(value) if isinstance(value, list) else [raw]


def replaced_pieces(tree: Tree) -> frozenset[Piece]:
    """The marked-content sequences for which an element has a replacement text (ActualText)."""
    pieces: set[Piece] = set()
    pending = [(node, False) for node in tree.root.elements]
    while pending:
        node, inherited = pending.pop()
        replaced = inherited or node.actual is not None
        if replaced:
            pieces.update(kid.piece for kid in node.kids if isinstance(kid, ContentReference))
        pending.extend((kid, replaced) for kid in node.elements)
    return frozenset(pieces)


def structure_text(tree: Tree, pieces: Mapping[Piece, Sequence[str]], leave_out: Collection[str] = ("Figure",)) -> str:
    """The text of a file in logical order, as a screen reader reads it, with one line for each block.

    Replacement texts (ActualText) are used in place of the content. Elements of the types in `leave_out` are skipped.
    Any run of white space becomes one space.
    """
    lines: list[list[str]] = [[]]
    pending: list[Node | ContentReference | ObjectReference | str] = [tree.root]
    while pending:
        item = pending.pop()
        match item:
            case Node():
                if item.role not in leave_out:
                    pending.extend(reversed(_reading_order(item)))
            case ContentReference():
                lines[-1].extend(pieces.get(item.piece, ()))
            case ObjectReference():
                pass
            case "\n":
                lines.append([])
            case str():
                lines[-1].append(item)
            case _:
                assert_never(item)
    cleaned = (" ".join("".join(line).split()) for line in lines)
    return "\n".join(line for line in cleaned if line)


def _reading_order(node: Node) -> list[Node | ContentReference | ObjectReference | str]:
    """The contents of an element in order; a block begins and ends its own line."""
    parts: list[Node | ContentReference | ObjectReference | str] = (
        list(node.kids) if node.actual is None else [node.actual]
    )
    if node.role == "Lbl":
        parts.append(" ")
    return parts if node.role in INLINES else ["\n", *parts, "\n"]


def check_claims(file: File, tree: Tree, marks: MarkedContent) -> Iterator[Observation]:
    """Check the references from structure elements to content, and the parent tree that leads back."""
    claims = [(kid, node) for node in tree.nodes for kid in node.kids if isinstance(kid, ContentReference)]
    counted = Counter(content.piece for content, _ in claims)
    for content, node in claims:
        words = f"MCID {content.piece[1]}, claimed by {node.tag}"
        page = marks.pages.get(content.piece, content.page)
        if content.piece not in marks.pieces:
            yield Observation(Fact.MCID_MISSING, words, page)
        elif counted[content.piece] > 1:
            yield Observation(Fact.MCID_CLAIMED_TWICE, f"MCID {content.piece[1]}", page)
    for piece, page in marks.pages.items():
        if piece not in counted:
            yield Observation(Fact.MCID_UNCLAIMED, f"MCID {piece[1]}", page)
    claimed: dict[Piece, set[int]] = {}
    for content, node in claims:
        claimed.setdefault(content.piece, set()).add(node.number)
    yield from _ParentTree(file, claimed, tree, marks).check()


class _ParentTree:
    """The parent tree, and the keys in it of pages, forms and annotations."""

    def __init__(self, file: File, claimed: Mapping[Piece, set[int]], tree: Tree, marks: MarkedContent) -> None:
        self.file, self.claimed, self.tree, self.marks = file, claimed, tree, marks
        self.root = get(file.catalog, "/StructTreeRoot")
        pairs = list(number_tree(get(self.root, "/ParentTree")))
        self.parents: dict[int, Any] = {at: value for key, value in pairs if (at := integer(key)) is not None}
        self.keys: dict[int, int] = {}

    def check(self) -> Iterator[Observation]:
        yield from self._streams()
        yield from self._annotations()
        next_key = integer(get(self.root, "/ParentTreeNextKey"))
        highest = max((*self.parents, *self.keys), default=-1)
        if self.tree.found and (next_key is None or next_key <= highest):
            yield Observation(Fact.NEXT_KEY_WRONG, f"{next_key}, where {highest} is in use")

    def _streams(self) -> Iterator[Observation]:
        """Check pages and forms: every marked-content sequence leads to its element, and no other entry exists."""
        streams: dict[int, tuple[int, set[int]]] = {}
        for stream, page in self.file.numbers.items():
            if get(self._object(stream), "/StructParents") is not None:
                streams[stream] = page, set()
        for (stream, mcid), page in self.marks.pages.items():
            streams.setdefault(stream, (page, set()))[1].add(mcid)
        for stream, (page, pieces) in streams.items():
            key = integer(get(self._object(stream), "/StructParents"))
            if key is None:
                yield Observation(Fact.PARENT_TREE_WRONG, "StructParents is missing", page)
            else:
                yield from self._claim_key(key, page)
                yield from self._check_stream(stream, pieces, items(self.parents.get(key)), page)

    def _check_stream(self, stream: int, pieces: set[int], listed: list[Any], page: int) -> Iterator[Observation]:
        """Check the parent tree entries of one content stream."""
        for mcid in sorted(pieces.union(range(len(listed)))):
            has_entry = mcid < len(listed) and resolved(listed[mcid]) is not None
            owners = self.claimed.get((stream, mcid), set())
            if (has_entry and number(listed[mcid]) not in owners) or (owners and not has_entry):
                yield Observation(Fact.PARENT_TREE_WRONG, f"MCID {mcid}", page)

    def _annotations(self) -> Iterator[Observation]:
        """Check annotations: each that is in the structure leads to the element that refers to it."""
        referring = {
            kid.object: node for node in self.tree.nodes for kid in node.kids if isinstance(kid, ObjectReference)
        }
        for page, raw in _annotations(self.file):
            key, element = integer(get(resolved(raw), "/StructParent")), referring.get(number(raw))
            if key is not None:
                yield from self._claim_key(key, page)
            target = number(self.parents.get(key)) if key is not None else None
            if (key is not None or element is not None) and (element is None or element.number != target):
                yield Observation(Fact.PARENT_TREE_WRONG, "an annotation", page)

    def _claim_key(self, key: int, page: int) -> Iterator[Observation]:
        if key in self.keys:
            yield Observation(Fact.PARENT_KEY_TWICE, f"{key}", page)
        self.keys[key] = page

    def _object(self, key: int) -> Any:
        return self.file.reader.get_object(key) if key else None


def _annotations(file: File) -> Iterator[tuple[int, Any]]:
    for at, page in enumerate(file.pages, 1):
        for raw in items(get(page, "/Annots")):
            yield at, raw
