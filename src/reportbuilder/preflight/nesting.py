"""What may stand in what: lists, tables, contents, headings and notes (ISO 32000-1, 14.8.4; ISO 14289-1, 7)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.preflight.languages import language_faults
from reportbuilder.preflight.marks import Piece
from reportbuilder.preflight.reading import name, numbers
from reportbuilder.preflight.structure import Content, Node, Reference, Tree
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_ORDERED = {"Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}
_EMPTY_MAY_BE = {"TD", "TH"}


class _Place(Value):
    """Where a type may stand and what may stand in it ("" is anything); and the fact when it does not."""

    fact: Fact
    inside: str = ""
    holds: str = ""


_PLACES: Mapping[str, _Place] = {
    "Table": _Place(Fact.TABLE_NESTING, "", "TR THead TBody TFoot Caption"),
    "THead": _Place(Fact.TABLE_NESTING, "Table", "TR"),
    "TBody": _Place(Fact.TABLE_NESTING, "Table", "TR"),
    "TFoot": _Place(Fact.TABLE_NESTING, "Table", "TR"),
    "TR": _Place(Fact.TABLE_NESTING, "Table THead TBody TFoot", "TH TD"),
    "TH": _Place(Fact.TABLE_NESTING, "TR"),
    "TD": _Place(Fact.TABLE_NESTING, "TR"),
    "L": _Place(Fact.LIST_NESTING, "", "L LI Caption"),
    "LI": _Place(Fact.LIST_NESTING, "L", "Lbl LBody"),
    "LBody": _Place(Fact.LIST_NESTING, "LI"),
    "TOC": _Place(Fact.TOC_NESTING, "", "TOC TOCI Caption"),
    "TOCI": _Place(Fact.TOC_NESTING, "TOC", "Lbl Reference NonStruct P TOC"),
}
_NO_CONTENT = {"Table", "THead", "TBody", "TFoot", "TR"}
_GRAPHICS = {"Figure": Fact.FIGURE_WITHOUT_ALT, "Formula": Fact.FORMULA_WITHOUT_ALT}


def check_structure(tree: Tree, pieces: Mapping[Piece, Sequence[str]]) -> Iterator[Observation]:
    """What there is to see in the tags, one by one and in each other."""
    if tree.found:
        yield Observation(Fact.HAS_STRUCTURE)
    yield from tree.observations
    for parent in (tree.root, *tree.nodes):
        for node in parent.elements:
            yield from _nesting(node, parent)
            yield from _element(node, pieces)
        if sum(node.role == "H" for node in parent.elements) > 1:
            yield Observation(Fact.HEADINGS_TOGETHER, parent.role, parent.page)
    yield from _links(tree)
    yield from _headings(tree.nodes)
    yield from _ids(tree.nodes)


def _nesting(node: Node, parent: Node) -> Iterator[Observation]:
    place = _PLACES.get(node.role)
    if place is None:
        return
    if place.inside and parent.role not in place.inside.split():
        yield Observation(place.fact, f"{node.role} in {parent.role or 'no tag'}", node.page)
    held = [kid.role for kid in node.elements]
    for role in held if place.holds else ():
        if role not in place.holds.split():
            yield Observation(place.fact, f"{role} in {node.role}", node.page)
    if node.role in _NO_CONTENT and any(isinstance(kid, Content) for kid in node.kids):
        yield Observation(place.fact, f"loose content in {node.role}", node.page)
    captions = [at for at, role in enumerate(held) if role == "Caption"]
    ends = {0, len(held) - 1} if node.role == "Table" else {0}
    if node.role in ("Table", "L", "TOC") and (len(captions) > 1 or not set(captions) <= ends):
        yield Observation(place.fact, f"a Caption in the middle of {node.role}", node.page)
    if node.role == "Table":
        yield from _sections(node, Counter(held))


def _sections(table: Node, held: Counter[str]) -> Iterator[Observation]:
    """A table has one head and one foot at most, and a body if it has either."""
    if held["THead"] > 1 or held["TFoot"] > 1 or (held["THead"] + held["TFoot"] and not held["TBody"]):
        yield Observation(Fact.TABLE_NESTING, "a table with two heads or feet, or without a body", table.page)


def _element(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> Iterator[Observation]:
    """What an element says, and must say."""
    if not node.kids and node.role not in _EMPTY_MAY_BE:
        yield Observation(Fact.ELEMENT_EMPTY, node.tag, node.page)
    if node.language is not None:
        yield from language_faults(node.language, node.page)
    if node.role in _GRAPHICS and not node.alt and node.actual is None:
        yield Observation(_GRAPHICS[node.role], node.tag, node.page)
    if node.role == "Figure" and len(numbers(node.attributes.get("Layout.BBox"))) != 4:
        yield Observation(Fact.FIGURE_WITHOUT_BOX, node.tag, node.page)
    if node.role == "Note" and not node.id:
        yield Observation(Fact.NOTE_WITHOUT_ID, node.tag, node.page)
    if node.role == "L" and name(node.attributes.get("List.ListNumbering")) not in _ORDERED:
        labels = [label for item in node.elements for label in item.elements if label.role == "Lbl"]
        if any(character.isalnum() for label in labels for character in said(label, pieces)):
            yield Observation(Fact.LIST_WITHOUT_NUMBERING, "", node.page)


def said(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> str:
    """The text of an element."""
    words: list[str] = []
    waiting: list[Node | Content | Reference] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Content):
            words.extend(pieces.get(found.piece, ()))
        elif isinstance(found, Node):
            if found.actual is None:
                waiting.extend(reversed(found.kids))
            else:
                words.append(found.actual)
    return "".join(words)


def _links(tree: Tree) -> Iterator[Observation]:
    """Link tags need an annotation and something to click on, in themselves or in what stands in them."""
    holds: dict[int, tuple[bool, bool]] = {}
    for node in reversed(tree.nodes):  # what stands in an element comes after it
        inner = [holds[id(kid)] for kid in node.elements]
        leads = any(isinstance(kid, Reference) for kid in node.kids) or any(one[0] for one in inner)
        shows = any(isinstance(kid, Content) for kid in node.kids) or any(one[1] for one in inner)
        holds[id(node)] = leads, shows
    for node in tree.nodes:
        if node.role == "Link":
            leads, shows = holds[id(node)]
            if not leads:
                yield Observation(Fact.LINK_WITHOUT_ANNOTATION, "", node.page)
            if not shows:
                yield Observation(Fact.LINK_WITHOUT_CONTENT, "", node.page)


def _headings(nodes: Sequence[Node]) -> Iterator[Observation]:
    """Headings begin at 1 and go one deeper at a time."""
    before = 0
    for node in nodes:
        if re.fullmatch("H[1-6]", node.role):
            level = int(node.role[1])
            if level > before + 1:
                after = f"after H{before}" if before else "as the first"
                yield Observation(Fact.HEADING_SKIPPED, f"{node.role} {after}", node.page)
            before = level
    plain = [node for node in nodes if node.role == "H"]
    if plain and before:
        yield Observation(Fact.HEADING_MIXED, "", plain[0].page)


def _ids(nodes: Sequence[Node]) -> Iterator[Observation]:
    counted = Counter(node.id for node in nodes if node.id)
    for node in nodes:
        if node.id and counted[node.id] > 1:
            fact = Fact.NOTE_ID_TWICE if node.role == "Note" else Fact.ID_TWICE
            yield Observation(fact, f"“{node.id}”", node.page)
