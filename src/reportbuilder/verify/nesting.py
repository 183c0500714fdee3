"""What may stand in what: lists, tables, contents, headings and notes (ISO 32000-1, 14.8.4; ISO 14289-1, 7)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.editions.facts import Fact, Sighting
from reportbuilder.values import Value
from reportbuilder.verify.marks import Piece
from reportbuilder.verify.reading import name, numbers
from reportbuilder.verify.structure import Content, Node, Reference, Tree

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{2,8})*")
"""A language as BCP 47 writes it, as far as a pattern can tell."""

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
_NO_CONTENT = {"Table", "THead", "TBody", "TFoot", "TR", "L", "LI", "TOC"}


def look_at_structure(tree: Tree, pieces: Mapping[Piece, Sequence[str]]) -> Iterator[Sighting]:
    """What there is to see in the tags, one by one and in each other."""
    if tree.found:
        yield Sighting(Fact.HAS_STRUCTURE)
    yield from tree.sightings
    for parent in (tree.root, *tree.nodes):
        for node in parent.elements:
            yield from _nesting(node, parent)
            yield from _element(node, pieces)
    yield from _headings(tree.nodes)
    yield from _ids(tree.nodes)


def _nesting(node: Node, parent: Node) -> Iterator[Sighting]:
    place = _PLACES.get(node.role)
    if place is None:
        return
    if place.inside and parent.role not in place.inside.split():
        yield Sighting(place.fact, f"{node.role} in {parent.role or 'no tag'}", node.page)
    held = [kid.role for kid in node.elements]
    for role in held if place.holds else ():
        if role not in place.holds.split():
            yield Sighting(place.fact, f"{role} in {node.role}", node.page)
    if node.role in _NO_CONTENT and any(isinstance(kid, Content) for kid in node.kids):
        yield Sighting(place.fact, f"loose content in {node.role}", node.page)
    captions = [at for at, role in enumerate(held) if role == "Caption"]
    ends = {0, len(held) - 1} if node.role == "Table" else {0}
    if node.role in ("Table", "L", "TOC") and (len(captions) > 1 or not set(captions) <= ends):
        yield Sighting(place.fact, f"a Caption in the middle of {node.role}", node.page)
    if node.role == "Table":
        yield from _sections(node, Counter(held))


def _sections(table: Node, held: Counter[str]) -> Iterator[Sighting]:
    """A table has one head and one foot at most, and a body if it has either."""
    if held["THead"] > 1 or held["TFoot"] > 1 or (held["THead"] + held["TFoot"] and not held["TBody"]):
        yield Sighting(Fact.TABLE_NESTING, "a table with two heads or feet, or without a body", table.page)


def _element(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> Iterator[Sighting]:
    """What an element says, and must say."""
    if not node.kids and node.role not in _EMPTY_MAY_BE:
        yield Sighting(Fact.ELEMENT_EMPTY, node.tag, node.page)
    if node.language is not None and not LANGUAGE.fullmatch(node.language):
        yield Sighting(Fact.LANGUAGE_UNKNOWN, f"“{node.language}”", node.page)
    if node.role in ("Figure", "Formula"):
        if not node.alt and node.actual is None:
            fact = Fact.FIGURE_WITHOUT_ALT if node.role == "Figure" else Fact.FORMULA_WITHOUT_ALT
            yield Sighting(fact, node.tag, node.page)
        if len(numbers(node.attributes.get("Layout.BBox"))) != 4:
            yield Sighting(Fact.FIGURE_WITHOUT_BOX, node.tag, node.page)
    if node.role == "Note" and not node.id:
        yield Sighting(Fact.NOTE_WITHOUT_ID, node.tag, node.page)
    if node.role == "Link":
        if not any(isinstance(kid, Reference) for part in node.walk() for kid in part.kids):
            yield Sighting(Fact.LINK_WITHOUT_ANNOTATION, "", node.page)
        if not any(isinstance(kid, Content) for part in node.walk() for kid in part.kids):
            yield Sighting(Fact.LINK_WITHOUT_CONTENT, "", node.page)
    if node.role == "L" and name(node.attributes.get("List.ListNumbering")) not in _ORDERED:
        labels = [label for item in node.elements for label in item.elements if label.role == "Lbl"]
        if any(character.isalnum() for label in labels for character in said(label, pieces)):
            yield Sighting(Fact.LIST_WITHOUT_NUMBERING, "", node.page)


def said(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> str:
    """The text of an element."""
    if node.actual is not None:
        return node.actual
    return "".join(
        said(kid, pieces) if isinstance(kid, Node) else "".join(pieces.get(kid.piece, ()))
        for kid in node.kids
        if not isinstance(kid, Reference)
    )


def _headings(nodes: Sequence[Node]) -> Iterator[Sighting]:
    """Headings begin at 1 and go one deeper at a time."""
    before = 0
    for node in nodes:
        if re.fullmatch("H[1-6]", node.role):
            level = int(node.role[1])
            if level > before + 1:
                after = f"after H{before}" if before else "as the first"
                yield Sighting(Fact.HEADING_SKIPPED, f"{node.role} {after}", node.page)
            before = level
    plain = [node for node in nodes if node.role == "H"]
    if plain and before:
        yield Sighting(Fact.HEADING_MIXED, "", plain[0].page)


def _ids(nodes: Sequence[Node]) -> Iterator[Sighting]:
    counted = Counter(node.id for node in nodes if node.id)
    for node in nodes:
        if node.id and counted[node.id] > 1:
            yield Sighting(Fact.ID_TWICE, f"“{node.id}”", node.page)
