"""Small documents and their tags."""

from typing import TypeVar

from reportbuilder.document.ids import identify
from reportbuilder.document.model import Block, Chapter, Document, Heading, MadePage, Matter, Note, Part, Text
from reportbuilder.structure.build import tag_document
from reportbuilder.structure.model import Element, PartTags, Role, TagTree

Shape = tuple[object, ...]


def chapter(*blocks: Block, title: str = "Kop", label: str = "kop", notes: tuple[Note, ...] = ()) -> Chapter:
    """A chapter of blocks."""
    return Chapter(Heading(1, (Text(title),), label), blocks, Matter.BODY, {note.label: note for note in notes})


def document(*contents: Chapter | MadePage, colophon: Chapter | None = None) -> Document:
    """A document of these parts."""
    return Document("nl", tuple(Part(Matter.BODY, content) for content in contents), colophon)


def tagged(*contents: Chapter | MadePage, cover_texts: int = 0, colophon: Chapter | None = None) -> TagTree:
    """The tags of a document of these parts."""
    return tag_document(identify(document(*contents, colophon=colophon)), cover_texts)


B = TypeVar("B", bound=Block)


def with_tags(*blocks: B) -> tuple[tuple[B, ...], PartTags]:
    """Blocks with ids, and the tags of a chapter in which they stand."""
    whole = identify(document(chapter(*blocks)))
    return whole.chapters[0].blocks, tag_document(whole, 0).parts[0]  # type: ignore[return-value]  # as they went in


def tags_of(*blocks: Block) -> tuple[Element, ...]:
    """The elements of blocks that stand in a chapter."""
    (section,) = tagged(chapter(*blocks)).root.children
    return section.children[1:]


def cover_tags(texts: int) -> PartTags:
    """The tags of a cover with so many texts."""
    return tagged(MadePage.COVER, cover_texts=texts).parts[0]


def inside(element: Element) -> list[Element]:
    """An element and all in it."""
    return [element, *(deeper for child in element.children for deeper in inside(child))]


def shape(element: Element) -> Shape | str:
    """An element as its role, or as the roles of what is in it: `("L", ("LI", "Lbl", ("LBody", "P")))`."""
    name = element.role.value or "group"
    return (name, *map(shape, element.children)) if element.children else name


def roots(tree: TagTree) -> list[Element]:
    """All elements of a tree, footnotes included."""
    return [found for root in (tree.root, *tree.notes.values()) for found in inside(root)]


def with_role(tree: TagTree, role: Role) -> list[Element]:
    """The elements of a role, in order."""
    return [element for element in roots(tree) if element.role is role]
