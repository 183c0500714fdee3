"""Checks that content and structure elements refer to each other, in both directions (ISO 32000-1, 14.7.4.4)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reportbuilder.preflight.content import MarkedContent
from reportbuilder.preflight.reader import File, Piece, get, integer, items, number, number_tree, resolved
from reportbuilder.preflight.structure import ContentReference, ObjectReference, Tree
from reportbuilder.standards.facts import Fact, Observation


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
