"""Checks structure elements: the nesting of lists, tables, contents, headings and notes, and languages.

See ISO 32000-1, 14.8.4; ISO 14289-1, 7. Language tags follow BCP 47, and the language of every text has to be given
(ISO 14289-1, 7.2).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.preflight.content import MarkedContent
from reportbuilder.preflight.metadata import XmpMetadata
from reportbuilder.preflight.reader import File, Piece, get, integer, items, name, number, numbers, resolved, text
from reportbuilder.preflight.structure import ContentReference, Node, ObjectReference, Tree
from reportbuilder.standards.facts import Fact, Observation
from reportbuilder.values import Value

_RFC_3066 = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""The language tags that ISO 32000-1, 14.9.2, allows."""
_RFC_5646 = re.compile(
    r"""(?: (?: [a-z]{2,3} (?:-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8} )          # language, with extended languages
        (?: -[a-z]{4} )?                                                        # script
        (?: -(?:[a-z]{2}|[0-9]{3}) )?                                           # region
        (?P<variants> (?: -(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}) )* )
        (?P<extensions> (?: -[0-9a-wyz](?:-[a-z0-9]{2,8})+ )* )
        (?: -x(?:-[a-z0-9]{1,8})+ )?
      | x(?:-[a-z0-9]{1,8})+ )""",
    re.VERBOSE,
)
"""The well-formed language tags of RFC 5646, without the grandfathered ones, which are listed below."""
_IRREGULAR = (
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-be-fr sgn-be-nl sgn-ch-de"
)
_OLD = frozenset(_IRREGULAR.split())


def is_well_formed(code: str) -> bool:
    """Whether a language code is well-formed by RFC 5646 (BCP 47), 2.2.9.

    >>> is_well_formed("sl-rozaj-biske"), is_well_formed("nl_NL")
    (True, False)
    """
    lower = code.lower()
    match = _RFC_5646.fullmatch(lower)
    if match is None or not code.isascii():
        return lower in _OLD
    variants = (match["variants"] or "").split("-")[1:]
    singletons = [part for part in (match["extensions"] or "").split("-") if len(part) == 1]
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


def language_faults(code: str, page: int) -> Iterator[Observation]:
    """Check the form of a language tag."""
    if not _RFC_3066.fullmatch(code):
        yield Observation(Fact.LANGUAGE_UNKNOWN if code else Fact.LANGUAGE_EMPTY, f"“{code}”", page)
    elif not is_well_formed(code):
        yield Observation(Fact.LANGUAGE_OUTDATED, f"“{code}”", page)


def check_languages(file: File, tree: Tree, marks: MarkedContent, metadata: XmpMetadata) -> Iterator[Observation]:
    """Check the language tags of marked content and the catalogue, and that every text has a language."""
    language = text(get(file.catalog, "/Lang"))
    if language is not None:
        yield from language_faults(language, 0)
    for code, page in marks.languages.items():
        yield from language_faults(code, page)
    if language or not _has_text_without(file, tree, marks, metadata):
        yield Observation(Fact.HAS_LANGUAGE)


def _has_text_without(file: File, tree: Tree, marks: MarkedContent, metadata: XmpMetadata) -> bool:
    """Whether the catalogue gives no language and there is text without one: on a page, in a replacement text or
    description, in a bookmark, an annotation, or the title in the metadata."""
    if marks.loose_text or metadata.in_default_language or get(get(file.catalog, "/Outlines"), "/First") is not None:
        return True
    with_language: set[Piece] = set()
    described: set[int] = set()
    pending = [(node, False) for node in tree.root.elements]
    while pending:
        node, inherited = pending.pop()
        known = inherited or bool(node.language)
        if not known and (node.alt is not None or node.actual is not None or node.expansion is not None):
            return True
        for kid in node.kids:
            if not known and isinstance(kid, ContentReference) and kid.piece in marks.without_language:
                return True
            if known and isinstance(kid, ContentReference):
                with_language.add(kid.piece)
            if known and isinstance(kid, ObjectReference):
                described.add(kid.object)
        pending.extend((kid, known) for kid in node.elements)
    if any(piece not in with_language for piece in marks.without_language):
        return True
    for page in file.pages:
        for raw in items(get(page, "/Annots")):
            annotation = resolved(raw)
            words = text(get(annotation, "/Contents")) or text(get(annotation, "/TU"))
            if words and number(raw) not in described and not text(get(annotation, "/Lang")):
                return True
    return False


_ORDERED = {"Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}
_EMPTY_MAY_BE = {"TD", "TH"}

_SCOPES = frozenset(("Row", "Column", "Both"))
_WIDEST = 1000
"""The largest column or row span of a cell that is accepted."""


class _Place(Value):
    """The allowed parents and children of a structure type ("" is any), and the fact for a violation."""

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
    """Check the structure elements, each by itself and in its parent."""
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
    roles = [kid.role for kid in node.elements]
    for role in roles if place.holds else ():
        if role not in place.holds.split():
            yield Observation(place.fact, f"{role} in {node.role}", node.page)
    if node.role in _NO_CONTENT and any(isinstance(kid, ContentReference) for kid in node.kids):
        yield Observation(place.fact, f"loose content in {node.role}", node.page)
    captions = [at for at, role in enumerate(roles) if role == "Caption"]
    ends = {0, len(roles) - 1} if node.role == "Table" else {0}
    if node.role in ("Table", "L", "TOC") and (len(captions) > 1 or not set(captions) <= ends):
        yield Observation(place.fact, f"a Caption in the middle of {node.role}", node.page)
    if node.role == "Table":
        yield from _sections(node, Counter(roles))


def _sections(table: Node, kinds: Counter[str]) -> Iterator[Observation]:
    """Check that a table has at most one head and one foot, and a body if it has either."""
    if kinds["THead"] > 1 or kinds["TFoot"] > 1 or (kinds["THead"] + kinds["TFoot"] and not kinds["TBody"]):
        yield Observation(Fact.TABLE_NESTING, "a table with two heads or feet, or without a body", table.page)


def _element(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> Iterator[Observation]:
    """Check the texts and attributes of an element."""
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
        if any(character.isalnum() for label in labels for character in element_text(label, pieces)):
            yield Observation(Fact.LIST_WITHOUT_NUMBERING, "", node.page)


def element_text(node: Node, pieces: Mapping[Piece, Sequence[str]]) -> str:
    """The text of an element."""
    words: list[str] = []
    pending: list[Node | ContentReference | ObjectReference] = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, ContentReference):
            words.extend(pieces.get(item.piece, ()))
        elif isinstance(item, Node):
            if item.actual is None:
                pending.extend(reversed(item.kids))
            else:
                words.append(item.actual)
    return "".join(words)


def _links(tree: Tree) -> Iterator[Observation]:
    """Check that link elements have an annotation and content, of their own or in their children."""
    holds: dict[int, tuple[bool, bool]] = {}
    for node in reversed(tree.nodes):  # what stands in an element comes after it
        inner = [holds[id(kid)] for kid in node.elements]
        has_annotation = any(isinstance(kid, ObjectReference) for kid in node.kids) or any(one[0] for one in inner)
        has_content = any(isinstance(kid, ContentReference) for kid in node.kids) or any(one[1] for one in inner)
        holds[id(node)] = has_annotation, has_content
    for node in tree.nodes:
        if node.role == "Link":
            has_annotation, has_content = holds[id(node)]
            if not has_annotation:
                yield Observation(Fact.LINK_WITHOUT_ANNOTATION, "", node.page)
            if not has_content:
                yield Observation(Fact.LINK_WITHOUT_CONTENT, "", node.page)


def _headings(nodes: Sequence[Node]) -> Iterator[Observation]:
    """Check that heading levels begin at 1 and are not skipped."""
    previous = 0
    for node in nodes:
        if re.fullmatch("H[1-6]", node.role):
            level = int(node.role[1])
            if level > previous + 1:
                after = f"after H{previous}" if previous else "as the first"
                yield Observation(Fact.HEADING_SKIPPED, f"{node.role} {after}", node.page)
            previous = level
    plain = [node for node in nodes if node.role == "H"]
    if plain and previous:
        yield Observation(Fact.HEADING_MIXED, "", plain[0].page)


def _ids(nodes: Sequence[Node]) -> Iterator[Observation]:
    counted = Counter(node.id for node in nodes if node.id)
    for node in nodes:
        if node.id and counted[node.id] > 1:
            fact = Fact.NOTE_ID_TWICE if node.role == "Note" else Fact.ID_TWICE
            yield Observation(fact, f"“{node.id}”", node.page)


class _Cell(Value, eq=False):
    """A table cell with its place in the grid."""

    node: Node
    row: int
    column: int
    rows: int
    columns: int


def check_tables(tree: Tree) -> Iterator[Observation]:
    """Check every table as a grid: rows of equal length, and headers for every cell (ISO 14289-1, 7.2 and 7.5)."""
    for table in tree.nodes:
        if table.role == "Table":
            yield from _check_table(table)


def _check_table(table: Node) -> Iterator[Observation]:
    rows = _rows(table)
    cells, fault = _grid(rows)
    if fault:
        yield Observation(Fact.TABLE_IRREGULAR, fault, table.page)
    headers = [cell for cell in cells if cell.node.role == "TH"]
    if cells and not headers:
        yield Observation(Fact.TABLE_WITHOUT_HEADERS, "", table.page)
        return
    ids = {cell.node.id for cell in cells if cell.node.id}
    for cell in cells:
        named = _named_headers(cell.node)
        fact = Fact.HEADERS_UNKNOWN if cell.node.role == "TD" else Fact.HEADER_OF_HEADER_UNKNOWN
        for unknown in sorted(set(named) - ids):
            yield Observation(fact, f"“{unknown}”", cell.node.page or table.page)
    yield from _unconnected(table, cells, headers)


def _rows(table: Node) -> list[Node]:
    sections = [part for part in table.elements if part.role in ("THead", "TBody", "TFoot")]
    rows = [row for part in table.elements for row in (part.elements if part in sections else (part,))]
    return [row for row in rows if row.role == "TR"]


def _grid(rows: list[Node]) -> tuple[list[_Cell], str]:
    """The cells with their places, and the fault of the grid that they form."""
    occupied: set[tuple[int, int]] = set()
    cells, fault = [], ""
    for at, row in enumerate(rows):
        column = 0
        for node in row.elements:
            while (at, column) in occupied:
                column += 1
            down, right = min(_span(node, "RowSpan"), len(rows) - at + 1), _span(node, "ColSpan")
            places = {(at + below, column + beside) for below in range(down) for beside in range(right)}
            if not occupied.isdisjoint(places):
                fault = "cells overlap"
            occupied |= places
            cells.append(_Cell(node, at, column, down, right))
            column += right
    return cells, fault or _shape(Counter(row for row, _ in occupied), len(rows))


def _shape(widths: Counter[int], rows: int) -> str:
    """The fault in the lengths of the rows."""
    if len(widths) > rows:
        return "a cell reaches below the last row"
    different = sorted({widths[row] for row in range(rows)})
    return f"rows of {' and '.join(map(str, different))} columns" if len(different) > 1 else ""


def _span(node: Node, key: str) -> int:
    return min(max(integer(node.attributes.get(f"Table.{key}")) or 1, 1), _WIDEST)


def _named_headers(node: Node) -> list[str]:
    """The ids of the headers that a cell names (Headers)."""
    return [found for raw in items(node.attributes.get("Table.Headers")) if (found := text(resolved(raw))) is not None]


def _unconnected(table: Node, cells: list[_Cell], headers: list[_Cell]) -> Iterator[Observation]:
    """Check for cells without headers: none that they name, and none with a scope in their row or column.

    This violates PDF/UA-1 only where a header has no scope; where all have one, the cell is merely outside their rows
    and columns.
    """
    silent = any(name(header.node.attributes.get("Table.Scope")) not in _SCOPES for header in headers)
    columns: set[int] = set()
    rows: set[int] = set()
    for header in headers:
        scope = name(header.node.attributes.get("Table.Scope"))
        if scope in ("Column", "Both"):
            columns.update(range(header.column, header.column + header.columns))
        if scope in ("Row", "Both"):
            rows.update(range(header.row, header.row + header.rows))
    for cell in cells:
        if cell.node.role == "TD" and not _named_headers(cell.node) and not _meets(cell, rows, columns):
            fact = Fact.HEADER_WITHOUT_SCOPE if silent else Fact.CELL_WITHOUT_HEADER
            yield Observation(fact, "", cell.node.page or table.page)
            return


def _meets(cell: _Cell, rows: set[int], columns: set[int]) -> bool:
    return not rows.isdisjoint(range(cell.row, cell.row + cell.rows)) or not columns.isdisjoint(
        range(cell.column, cell.column + cell.columns)
    )
