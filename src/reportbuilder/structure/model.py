"""The tag tree as values: structure elements (ISO 32000-1, 14.7 and 14.8), and the kinds of artifacts."""

from collections.abc import Mapping, Set
from enum import Enum

from reportbuilder.values import Value, field


class Role(Enum):
    """The standard structure types that a report needs (ISO 32000-1, 14.8.4); a value is the type's name.

    A `GROUP` is no element of its own: what is in it stands where it stands.
    """

    GROUP = ""
    DOCUMENT = "Document"
    SECT = "Sect"
    DIV = "Div"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    H5 = "H5"
    H6 = "H6"
    P = "P"
    BLOCK_QUOTE = "BlockQuote"
    L = "L"
    LI = "LI"
    LBL = "Lbl"
    L_BODY = "LBody"
    TABLE = "Table"
    CAPTION = "Caption"
    T_HEAD = "THead"
    T_BODY = "TBody"
    TR = "TR"
    TH = "TH"
    TD = "TD"
    FIGURE = "Figure"
    TOC = "TOC"
    TOCI = "TOCI"
    REFERENCE = "Reference"
    LINK = "Link"
    NOTE = "Note"
    SPAN = "Span"


class Artifact(Enum):
    """The kinds of artifacts, painted content that is no part of the report (ISO 32000-1, 14.8.2.2): its type, and its
    subtype."""

    HEADER = ("Pagination", "Header")
    PAGE_NUMBER = ("Pagination", "Footer")
    REPEATED = ("Pagination", "")
    LAYOUT = ("Layout", "")
    BACKGROUND = ("Background", "")


PartKey = tuple[str | int, ...]
"""The id of a block, and the name of a part of it where it has several elements: `("start.md#4", "column", 2)`."""

Mark = PartKey | Artifact
"""What something painted belongs to: the element with this key, or nothing that is read."""


class Element(Value):
    """A structure element. `key` names what it is the element of, and is unique in the report: what is painted for it
    bears this key. It is empty where nothing is painted for an element itself.

    `alt` says what a figure shows; `id` is unique in the report; `numbering` is that of a list (Disc, Decimal …);
    `scope`, `headers` (ids), `columns` and `rows` (spans) are those of a cell.
    """

    role: Role
    key: PartKey = ()
    children: "tuple[Element, ...]" = ()
    alt: str = ""
    id: str = ""
    numbering: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    columns: int = 1


def footnote_key(label: str) -> PartKey:
    """The key of the element of a footnote."""
    return "footnote", label


class PartTags(Value):
    """The elements of a part of the report: a chapter, or a made page.

    `keys` are those of the elements of blocks and their parts. `notes` are the footnotes of a chapter by label: each is
    read where it is first referred to.
    """

    root: Element
    keys: Set[PartKey] = frozenset()
    notes: Mapping[str, Element] = field(default_factory=dict)

    def mark(self, block: str, *part: str | int) -> PartKey:
        """The key of the element of a block, or of a part of it, which what is painted of it bears: `(block, *part)`.
        Raises KeyError for what has no element. The parts are

        - of the heading of a chapter "section" and the label of a section, in the chapter's own contents;
        - of a table "caption", "column" and its number, "note" and its number, "source";
        - of a chart or figure "caption", "figure", "source";
        - of key figures "value", "label" and "note", each with the number of the key figure;
        - of a list "label" and the number of the item;
        - of a quote "attribution", of a callout "title", of a legend "status" and its number;
        - of a block of a plug-in its texts, by their names.

        Made pages are blocks that are called as `document.model.MadePage`; the parts of a cover are its texts' numbers,
        those of the lists "tables" and "figures"; those of the contents and of the lists also "entry" and the label
        that an entry leads to. All numbers are from 0.
        """
        key = block, *part
        if key not in self.keys:
            raise KeyError(key)
        return key


class TagTree(Value):
    """The elements of a report. Its `parts` are the document's parts, one for one, and their elements the children of
    `root`. `notes` are the footnotes of all of them by label."""

    root: Element
    parts: tuple[PartTags, ...] = ()
    notes: Mapping[str, Element] = field(default_factory=dict)
