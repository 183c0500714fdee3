"""Reads the meaning of a finished PDF: its tree of elements, and what every page paints for which of them.

Made with pikepdf and nothing of ours, so that what wrote the file does not say whether it is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, parse_content_stream

SHOWS = {"Tj", "TJ"}
PAINTS = SHOWS | {"'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE"}


@dataclass
class Painted:
    """What stands between a BDC of the page and its EMC: an element's (`mcid`), or an artifact (its type and subtype).

    `text` is what it reads as: what is drawn, or its ActualText instead (`spoken`).
    """

    tag: str
    mcid: int = -1
    artifact: tuple[str, str] | None = None
    spoken: bool = False
    text: str = ""
    drawn: str = ""
    forms: list[Object] = field(default_factory=list)


@dataclass
class Node:
    """An element of the tree. `kids` are elements, (page, MCID) pairs, and the annotations of OBJRs."""

    role: str
    object: Object
    parent: "Node | None"
    kids: "list[Node | tuple[int, int] | Object]" = field(default_factory=list)

    def all(self) -> "Iterator[Node]":
        """This element and all in it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.all()

    def sequences(self) -> Iterator[tuple[int, int]]:
        """The pages and MCIDs in it, in order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.sequences()
            elif isinstance(kid, tuple):
                yield kid

    def said(self, key: str) -> str:
        """An entry that is a string."""
        return str(self.object.get(key, ""))

    @property
    def attributes(self) -> dict[str, object]:
        """Its attributes, plain."""
        found = self.object.get("/A", {})
        return {key.lstrip("/"): plain(value) for key, value in found.items()}


class Meaning:
    """A PDF's tree and pages."""

    def __init__(self, data: bytes) -> None:
        self.pdf = Pdf.open(BytesIO(data))
        self.painted: list[list[Painted]] = []
        self.unmarked: list[str] = []
        self._fonts: dict[tuple[int, int], dict[int, str]] = {}
        for number, page in enumerate(self.pdf.pages, 1):
            self.painted.append(list(self._page(number, page.obj)))
        self._numbers = {page.objgen: index for index, page in enumerate(self.pdf.pages)}
        self.root = self._node(self.pdf.Root.StructTreeRoot.K, None)
        self._texts = {
            (index, painted.mcid): painted.text
            for index, page in enumerate(self.painted)
            for painted in page
            if painted.mcid >= 0
        }

    def nodes(self, *roles: str) -> list[Node]:
        """The elements of these roles, in order; without roles all of them."""
        return [node for node in self.root.all() if not roles or node.role in roles]

    def text_of(self, sequence: tuple[int, int]) -> str:
        """What is read in a sequence."""
        return self._texts[sequence]

    def artifacts(self) -> Iterator[tuple[int, Painted]]:
        """What is painted for nothing, with its page."""
        for index, page in enumerate(self.painted):
            yield from ((index, painted) for painted in page if painted.artifact is not None)

    def _node(self, element: Object, parent: Node | None, page: Object | None = None) -> Node:
        node = Node(str(element.S)[1:], element, parent)
        page = element.get("/Pg", page)
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                node.kids.append((self._numbers[page.objgen], kid))
            elif kid.get("/Type") == Name.MCR:
                node.kids.append((self._numbers[kid.get("/Pg", page).objgen], int(kid.MCID)))
            elif kid.get("/Type") == Name.OBJR:
                node.kids.append(kid.Obj)
            else:
                node.kids.append(self._node(kid, node, page))
        return node

    def _page(self, number: int, page: Object) -> Iterator[Painted]:
        """The sequences of a page; what is painted outside all of them is remembered as a fault."""
        painted: Painted | None = None
        font: dict[int, str] = {}
        for operands, operator in parse_content_stream(page):
            sign = str(operator)
            if sign == "BDC":
                assert painted is None, f"page {number}: a marked-content sequence in another"
                painted = _begun(*operands)
                yield painted
            elif sign == "EMC":
                assert painted is not None, f"page {number}: a marked-content sequence ends that did not begin"
                painted = None
            elif sign == "Tf":
                font = self._font(page.Resources.Font[operands[0]])
            elif sign in PAINTS:
                if painted is None:
                    self.unmarked.append(f"page {number}: {sign}")
                elif sign == "Do":
                    painted.forms.append(page.Resources.XObject[operands[0]])
                elif sign in SHOWS:
                    said = "".join(_decoded(operands[0] if sign == "TJ" else operands, font))
                    painted.drawn += said
                    painted.text += "" if painted.spoken else said
            assert sign != "BMC", f"page {number}: a sequence that says nothing of itself"
        assert painted is None, f"page {number} ends inside a marked-content sequence"

    def _font(self, font: Object) -> dict[int, str]:
        if font.objgen not in self._fonts:
            cmap = font.ToUnicode.read_bytes().decode("ascii")
            pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]*)>$", cmap, re.M)
            self._fonts[font.objgen] = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
        return self._fonts[font.objgen]


def plain(value: object) -> object:
    """An attribute's value without pikepdf's classes."""
    if isinstance(value, Name):
        return str(value)[1:]
    if isinstance(value, Array):
        return [plain(inside) for inside in value]
    if isinstance(value, int | float):
        return value
    return str(value)


def _begun(tag: Name, properties: Dictionary) -> Painted:
    """A sequence that begins."""
    if tag == Name.Artifact:
        kind, subtype = (str(properties.get(key, ""))[1:] for key in ("/Type", "/Subtype"))
        return Painted(str(tag)[1:], artifact=(kind, subtype))
    said = properties.get("/ActualText")
    return Painted(str(tag)[1:], int(properties.MCID), spoken=said is not None, text=str(said or ""))


def _decoded(items: object, font: dict[int, str]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Object) and not isinstance(item, Array | Name):
            raw = bytes(item)
            yield "".join(font[int.from_bytes(raw[i : i + 2], "big")] for i in range(0, len(raw), 2))
