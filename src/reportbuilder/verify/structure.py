"""The structure tree of a finished file, read as values, and the text in its order (ISO 32000-1, 14.7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reportbuilder.editions.facts import Fact, Sighting
from reportbuilder.values import Value
from reportbuilder.verify.marks import Piece
from reportbuilder.verify.reading import File, dictionary, get, items, name, number, resolved, text, whole

_BLOCKS = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI LBody "
    "Table TR TH TD THead TBody TFoot Note Figure Formula Form"
)
_INLINES = "Span Quote Lbl Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
INLINES = frozenset(_INLINES.split())
"""The types whose text runs on with what is around it."""
STANDARD_TYPES = frozenset(_BLOCKS.split()) | INLINES
"""The structure types of PDF 1.7 (ISO 32000-1, 14.8.4)."""
_DEEPEST = 150


class Content(Value):
    """A piece of content that an element claims."""

    piece: Piece
    page: int


class Reference(Value):
    """An annotation, or another object, that an element claims; its number is 0 when it is not there."""

    object: int
    page: int


class Node(Value, eq=False):
    """An element of the structure: its type as written and the standard one, what is in it, and what it says.

    Attributes are named with their owner, as in `Table.Scope`. The page is that of the element, or else of its first
    content.
    """

    tag: str
    role: str
    number: int
    kids: tuple["Node | Content | Reference", ...]
    page: int = 0
    alt: str | None = None
    actual: str | None = None
    language: str | None = None
    id: str | None = None
    attributes: Mapping[str, Any] = {}

    @property
    def elements(self) -> tuple["Node", ...]:
        """The elements in it."""
        return tuple(kid for kid in self.kids if isinstance(kid, Node))

    def walk(self) -> Iterator["Node"]:
        """This element and all elements in it, in order."""
        yield self
        for kid in self.elements:
            yield from kid.walk()


class Tree(Value, eq=False):
    """The structure of a file: its root, all elements in order, and what was seen while it was read."""

    root: Node
    nodes: tuple[Node, ...]
    sightings: tuple[Sighting, ...] = ()
    found: bool = True


def read_structure(file: File) -> Tree:
    """The structure tree of a file; one without elements if there is none."""
    root = get(file.catalog, "/StructTreeRoot")
    return _Reader(file, dictionary(root)).tree(root is not None)


class _Reader:
    def __init__(self, file: File, root: Mapping[str, Any]) -> None:
        self.file, self.root = file, root
        self.roles = dictionary(get(root, "/RoleMap"))
        self.classes = get(root, "/ClassMap")
        self.sightings: list[Sighting] = []
        self.seen: set[int] = set()

    def tree(self, found: bool) -> Tree:
        kids = tuple(node for raw in _kids(self.root) if (node := self.element(raw, self.root, 1)) is not None)
        root = Node("", "", 0, kids)
        return Tree(root, tuple(root.walk())[1:], tuple(dict.fromkeys(self.sightings)), found)

    def see(self, fact: Fact, detail: str, page: int = 0) -> None:
        self.sightings.append(Sighting(fact, detail, page))

    def element(self, raw: Any, parent: Any, depth: int) -> Node | None:
        """An element with all that is in it; None if it cannot be one."""
        element = resolved(raw)
        if not isinstance(element, dict):
            return None
        tag, page = name(get(element, "/S")), self.page_of(element)
        if id(element) in self.seen or depth > _DEEPEST:
            fact = Fact.LIMIT_EXCEEDED if depth > _DEEPEST else Fact.PARENT_WRONG
            self.see(fact, f"{tag}: tags in tags in tags" if depth > _DEEPEST else f"{tag} stands in two places", page)
            return None
        self.seen.add(id(element))
        if get(element, "/P") is not parent:
            self.see(Fact.PARENT_WRONG, tag, page)
        kids = tuple(kid for raw in _kids(element) if (kid := self.kid(raw, element, page, depth)) is not None)
        return Node(
            tag,
            self.role(tag, page),
            number(element),
            kids,
            page or next((kid.page for kid in kids if kid.page), 0),
            text(get(element, "/Alt")),
            text(get(element, "/ActualText")),
            text(get(element, "/Lang")),
            text(get(element, "/ID")),
            self.attributes(element),
        )

    def kid(self, raw: Any, parent: Any, page: int, depth: int) -> Node | Content | Reference | None:
        kid = resolved(raw)
        mcid = whole(kid)
        if mcid is not None:
            return Content((number(dictionary(get(parent, "/Pg"))), mcid), page)
        kind = get(kid, "/Type")
        if kind == "/MCR":
            return self.content(kid, parent, page)
        if kind == "/OBJR":
            target = get(kid, "/Obj")
            return Reference(number(target) if target is not None else 0, self.page_of(kid) or page)
        return self.element(raw, parent, depth + 1)

    def content(self, kid: Any, parent: Any, page: int) -> Content:
        """A reference to content, on a page or in a form (Stm)."""
        mcid, stream = whole(get(kid, "/MCID")), get(kid, "/Stm")
        on = get(kid, "/Pg") or get(parent, "/Pg")
        holder = stream if stream is not None else on
        return Content((number(holder), -1 if mcid is None else mcid), self.page_of(kid) or page)

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
        passed, found = {tag}, tag
        while found not in STANDARD_TYPES:
            found = name(get(self.roles, f"/{found}"))
            if found in passed:
                self.see(Fact.TYPE_CIRCULAR, tag)
                return tag
            if not found:
                self.see(Fact.TYPE_UNKNOWN, tag or "without a name", page)
                return tag
            passed.add(found)
        return found

    def attributes(self, element: Any) -> dict[str, Any]:
        """All attributes of an element; its own go before those of its classes."""
        owned = [get(self.classes, f"/{called}") for called in map(name, map(resolved, _many(get(element, "/C"))))]
        found: dict[str, Any] = {}
        for holder in (*owned, get(element, "/A")):
            for raw in _many(holder):
                owner = name(get(raw := resolved(raw), "/O"))
                found.update({f"{owner}.{key[1:]}": get(raw, key) for key in dictionary(raw) if key != "/O"})
        return found


def _kids(element: Any) -> list[Any]:
    if not isinstance(element, dict):
        return []
    raw = dict.get(element, "/K")
    return _many(raw)


def _many(raw: Any) -> list[Any]:
    """One or many, as many."""
    found = resolved(raw)
    if found is None:
        return []
    return items(found) if isinstance(found, list) else [raw]


def structure_text(tree: Tree, pieces: Mapping[Piece, Sequence[str]], leave_out: Collection[str] = ("Figure",)) -> str:
    """The text of a file in the order of its structure: what a screen reader says, one line for every block.

    Replacement texts (ActualText) stand for what they replace. Elements of the types to leave out say nothing. Spaces
    of any kind, as many as there are, count as one.
    """
    lines: list[list[str]] = [[]]
    _tell(tree.root, pieces, frozenset(leave_out), lines)
    told = (" ".join("".join(line).split()) for line in lines)
    return "\n".join(line for line in told if line)


def _tell(node: Node, pieces: Mapping[Piece, Sequence[str]], leave_out: frozenset[str], lines: list[list[str]]) -> None:
    """Add the text of an element to the last of the lines; a block begins and ends its own."""
    if node.role in leave_out:
        return
    block = node.role not in INLINES
    if block:
        lines.append([])
    if node.actual is not None:
        lines[-1].append(node.actual)
    else:
        for kid in node.kids:
            if isinstance(kid, Node):
                _tell(kid, pieces, leave_out, lines)
            elif isinstance(kid, Content):
                lines[-1].extend(pieces.get(kid.piece, ()))
    if node.role == "Lbl":
        lines[-1].append(" ")
    if block:
        lines.append([])
