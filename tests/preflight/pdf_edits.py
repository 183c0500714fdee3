"""Instruments to break a good file with, and the register of the ways in which tests break it."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from reportbuilder.standards.facts import Fact
from reportbuilder.values import Value

Change = Callable[[Pdf], None]


class Case(Value, eq=False):
    """A way to break a file: the fact that must be found, what is bound to be found with it, and what is done."""

    fact: Fact
    change: Change
    also: frozenset[Fact] = frozenset()

    @property
    def name(self) -> str:
        """What a test is called by."""
        return f"{self.fact.value}: {getattr(self.change, '__name__', '')}"


CASES: list[Case] = []


def breaks(fact: Fact, *also: Fact) -> Callable[[Change], Change]:
    """A way to break a file, registered."""

    def register(change: Change) -> Change:
        CASES.append(Case(fact, change, frozenset(also)))
        return change

    return register


def elements(pdf: Pdf, *types: str) -> list[Any]:
    """The elements of these types, or all, in the order of the tree."""
    found = list(_elements(pdf.Root.StructTreeRoot))
    return [element for element in found if not types or str(element.S)[1:] in types]


def _elements(holder: Any) -> Iterator[Any]:
    for kid in kids(holder):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def kids(element: Any) -> list[Any]:
    """What is in an element."""
    return _many(element, "/K")


def paint(pdf: Pdf, operations: str, page: int = 0) -> None:
    """Add operations to the end of a page's content, with the states of overprinting that they name."""
    for name, state in (("/Knock", Dictionary(op=False)), ("/Over", Dictionary(op=True, OPM=1))):
        if f"{name} gs" in operations:
            resource(pdf, "/ExtGState", name, state, page)
    pdf.pages[page].contents_add(Stream(pdf, b"\n" + operations.encode("latin-1")))


def decoration(operations: str) -> str:
    """Operations marked as decoration."""
    return f"/Artifact BMC {operations} EMC"


def resource(pdf: Pdf, kind: str, name: str, value: Any, page: int = 0) -> None:
    """Add a resource to a page."""
    resources = pdf.pages[page].Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def form(pdf: Pdf, content: bytes = b"", **entries: Any) -> Stream:
    """A form to draw."""
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], **entries)


def annotate(pdf: Pdf, subtype: str, **entries: Any) -> Any:
    """A first annotation on the first page, of which nothing is wrong but what `entries` change."""
    page = pdf.pages[0]
    look = Dictionary(N=form(pdf))
    whole = {"F": 4, "Contents": "Woorden", "AP": look, **entries}
    made = Dictionary({f"/{key}": value for key, value in whole.items() if value is not None})
    made.Type, made.Subtype, made.Rect = Name.Annot, Name(f"/{subtype}"), Array([0, 0, 9, 9])
    annotation = pdf.make_indirect(made)
    page.Annots = pdf.make_indirect(Array([annotation, *page.get("/Annots", [])]))
    page.Tabs = Name.S
    return annotation


def tag_annotation(pdf: Pdf, annotation: Any) -> Any:
    """Let an annotation stand in an Annot tag of its own."""
    parent = elements(pdf)[0]
    reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=pdf.pages[0].obj)
    element = add_element(pdf, parent, "Annot", Array([reference]))
    annotation.StructParent = next_key(pdf, element)
    return element


def add_element(pdf: Pdf, parent: Any, kind: str, held: Any = None, **entries: Any) -> Any:
    """A last element in another."""
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, **entries))
    if held is not None:
        element.K = held
    parent.K = Array([*kids(parent), element])
    return element


def next_key(pdf: Pdf, value: Any) -> int:
    """A new key in the parent tree."""
    root = pdf.Root.StructTreeRoot
    key = int(root.ParentTreeNextKey)
    tree = pikepdf.NumberTree(root.ParentTree)
    tree[key] = value
    root.ParentTreeNextKey = key + 1
    return key


def ways_back(pdf: Pdf, page: int) -> Any:
    """The elements of a page's pieces, by MCID."""
    return pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(pdf.pages[page].StructParents)]


def tables(pdf: Pdf) -> list[Any]:
    """The tables."""
    return elements(pdf, "Table")


def cells(table: Any, *types: str) -> list[Any]:
    """The cells of a table."""
    return [element for element in _elements(table) if str(element.S)[1:] in types]


def attributes(element: Any) -> list[Any]:
    """The attribute dictionaries of an element."""
    return _many(element, "/A")


def _many(holder: Any, key: str) -> list[Any]:
    held = holder[key] if key in holder else Array()
    return list(held) if isinstance(held, Array) else [held]


def drop_attribute(element: Any, key: str) -> None:
    """Take an attribute away from an element."""
    for held in attributes(element):
        if isinstance(held, Dictionary) and key in held:
            del held[key]


def fonts(pdf: Pdf) -> list[Any]:
    """The composite fonts of all pages."""
    found = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", Dictionary()).values():
            if font.Subtype == Name.Type0:
                found[font.objgen] = font
    return list(found.values())


def rewrite_metadata(pdf: Pdf, old: str, new: str) -> None:
    """Replace something in the XMP packet; it must be there."""
    before = pdf.Root.Metadata.read_bytes().decode()
    assert old in before, before
    pdf.Root.Metadata = pdf.make_stream(before.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)
