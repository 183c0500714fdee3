"""The branches of the structure tree (ISO 32000-1, 14.7): the elements of a take, with what was painted for them.

Who draws a take writes its elements, too, while others draw theirs; `structure` joins the branches. Only then are the
numbers of objects known: so a branch is a template, with `%d` for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import chain

from reportbuilder.pdf.links import LinkArea
from reportbuilder.pdf.marking import Content, Painted
from reportbuilder.pdf.marking import Sequence as Marked
from reportbuilder.pdf.numbers import number
from reportbuilder.pdf.syntax import array, text_string
from reportbuilder.structure.model import Element, Role, TagTree
from reportbuilder.values import Value

_CELLS = (Role.TD, Role.TH)


class Kind(Enum):
    """What is not of a branch and referred to in it."""

    REPORT = "report"
    PAGE = "page"
    AREA = "area"


Outside = tuple[Kind, int]
"""The element of the report, the page at a place, or an area of the take's links; places and areas counted from 0."""


class Branch(Value):
    """What a take has of a part of the report. Its elements, counted from 0, are the lines of `template`.

    `numbers` are those of the template: elements, or -1, -2 … for what is `outside`. `tops` are the elements that no
    other contains; `sequences` those of the marked-content sequences of each page, by place and MCID; `links` and `ids`
    those of the areas of links, in order, and of ids.
    """

    template: str
    numbers: Sequence[int]
    outside: Sequence[Outside]
    tops: Sequence[int]
    sequences: Mapping[int, Mapping[int, int]]
    links: Sequence[tuple[int, int]]
    ids: Mapping[str, int]


def write_branches(tags: TagTree, painted: Painted, areas: Sequence[LinkArea]) -> Sequence[Branch]:
    """The elements that something was painted for in a take, of each part of the report."""
    assert tags.root.key not in painted.contents, "something was painted for the report itself"
    said: set[str] = set()
    orders: dict[int, list[int]] = {}
    for index, area in sorted(enumerate(areas), key=lambda indexed: indexed[1].page):
        orders.setdefault(area.order, []).append(index)
    return [_Writer(tags, painted, areas, orders, said).branch(part) for part in tags.root.children]


class _Writer:
    """A branch in the making; `orders` are the areas of each link, `said` the notes that other branches have."""

    def __init__(
        self,
        tags: TagTree,
        painted: Painted,
        areas: Sequence[LinkArea],
        orders: Mapping[int, Sequence[int]],
        said: set[str],
    ) -> None:
        self._tags, self._painted, self._areas = tags, painted, areas
        self._orders, self._said = orders, said
        self._bodies: list[str] = []
        self._numbers: list[Sequence[int]] = []
        self._outside: dict[Outside, int] = {}
        self._sequences: dict[int, dict[int, int]] = {}
        self._links: list[tuple[int, int]] = []
        self._ids: dict[str, int] = {}

    def branch(self, part: Element) -> Branch:
        """The branch of a part."""
        tops: list[int] = []
        self._children((part,), self._refer(Kind.REPORT), tops)
        return Branch(
            "\n".join(self._bodies),
            list(chain.from_iterable(self._numbers)),
            list(self._outside),
            tops,
            self._sequences,
            self._links,
            self._ids,
        )

    def _refer(self, kind: Kind, index: int = 0) -> int:
        """The number of something outside."""
        return self._outside.setdefault((kind, index), -1 - len(self._outside))

    def _hold(self) -> int:
        self._bodies.append("")
        self._numbers.append(())
        return len(self._bodies) - 1

    def _alive(self, element: Element) -> bool:
        """Whether anything was painted for an element or in it."""
        content = self._painted.contents.get(element.key)
        return (content is not None and bool(content.kids)) or any(map(self._alive, element.children))

    def _element(self, element: Element, parent: int) -> int:
        """An element that is alive."""
        made = self._hold()
        text, numbers = [f"<</S/{element.role.value}/P %d 0 R"], [parent]
        if element.alt:
            text.append(f"/Alt{text_string(element.alt)}")
        if element.id:
            text.append(f"/ID{text_string(element.id)}")
            self._ids[element.id] = made
        text.append(self._attributes(element))
        kids: list[str] = []
        content = self._painted.contents.get(element.key)
        if content is not None:
            self._content(content, made, text, kids, numbers)
        inside: list[int] = []
        self._children(element.children, made, inside)
        self._close(made, text, [*kids, *["%d 0 R"] * len(inside)], [*numbers, *inside])
        return made

    def _children(self, children: Iterable[Element], parent: int, made: list[int]) -> None:
        for child in children:
            if child.role is Role.GROUP:
                self._children(child.children, parent, made)
            elif child.role in _CELLS or self._alive(child):
                made.append(self._element(child, parent))

    def _content(self, content: Content, made: int, text: list[str], kids: list[str], numbers: list[int]) -> None:
        """What was painted for an element: numbers for its own page, references for others, elements in it."""
        first = next((kid.page for kid in content.kids if isinstance(kid, Marked)), None)
        if first is not None:
            text.append("/Pg %d 0 R")
            numbers.append(self._refer(Kind.PAGE, first))
        for kid in content.kids:
            if isinstance(kid, Marked):
                page, mcid = kid
                self._sequences.setdefault(page, {})[mcid] = made
                if page == first:
                    kids.append(str(mcid))
                else:
                    kids.append(f"<</Type/MCR/Pg %d 0 R/MCID {mcid}>>")
                    numbers.append(self._refer(Kind.PAGE, page))
            else:
                kids.append("%d 0 R")
                numbers.append(self._inline(kid, made))
                note = self._tags.notes.get(kid.note)
                if note is not None and kid.note not in self._said and self._alive(note):
                    self._said.add(kid.note)
                    kids.append("%d 0 R")
                    numbers.append(self._element(note, made))

    def _inline(self, content: Content, parent: int) -> int:
        """An element that only lines show."""
        made = self._hold()
        text, numbers = [f"<</S/{content.role.value}/P %d 0 R"], [parent]
        if content.language:
            text.append(f"/Lang{text_string(content.language)}")
        if content.said:
            told = f"{content.said}: {''.join(content.words).strip()}"
            text.append(f"/Alt{text_string(told)}")
        kids: list[str] = []
        self._content(content, made, text, kids, numbers)
        for area in self._orders.get(content.link, ()):
            kids.append("<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>")
            numbers += (self._refer(Kind.AREA, area), self._refer(Kind.PAGE, self._areas[area].page))
            self._links.append((area, made))
        self._close(made, text, kids, numbers)
        return made

    def _close(self, made: int, text: Sequence[str], kids: Sequence[str], numbers: Sequence[int]) -> None:
        self._bodies[made], self._numbers[made] = f"{''.join(text)}{kids_of(kids)}>>", numbers

    def _attributes(self, element: Element) -> str:
        """The attributes of an element with their owner (ISO 32000-1, 14.8.5)."""
        if element.role in _CELLS:
            return _table_attributes(element)
        if element.role is Role.L:
            return f"/A<</O/List/ListNumbering/{element.numbering}>>"
        if element.role is Role.FIGURE and element.key in self._painted.boxes:
            box = self._painted.boxes[element.key]
            return f"/A<</O/Layout/Placement/Block/BBox{array(map(number, box))}>>"
        return ""


def _table_attributes(cell: Element) -> str:
    entries = []
    if cell.scope:
        entries.append(f"/Scope/{cell.scope}")
    if cell.headers:
        entries.append(f"/Headers{array(map(text_string, cell.headers))}")
    if cell.columns > 1:
        entries.append(f"/ColSpan {cell.columns}")
    return f"/A<</O/Table{''.join(entries)}>>" if entries else ""


def kids_of(kids: Sequence[str]) -> str:
    """The entry of the kids of an element, if it has any; an only one needs no array."""
    if not kids:
        return ""
    return f"/K {kids[0]}" if len(kids) == 1 else f"/K{array(kids)}"
