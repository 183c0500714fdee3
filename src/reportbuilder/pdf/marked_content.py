"""Marked content: associates everything painted on a page with its structure element (ISO 32000-1, 14.6 and 14.7.4).

A sequence stays open until something of another element is painted, so that a paragraph has one on each page, and more
only where links and text in other languages divide it.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from reportlab.lib.rl_accel import fp_str

from reportbuilder.structure.model import Artifact, Element, Mark, Role
from reportbuilder.values import Mutable, field

Box = tuple[float, float, float, float]


class MarkedSequence(NamedTuple):
    """A marked-content sequence: its page (from 0) and its MCID."""

    page: int
    mcid: int


class PaintedContent(Mutable, eq=False):
    """The painted content of an element, in order: sequences, and inline elements that exist only in lines (links,
    references, text in other languages, changed text).

    `link` is the number of a link, `note` the label of the footnote of a reference. `announced` is the word that
    introduces a change ("toegevoegd"), `words` the changed text.
    """

    role: Role
    parent: "PaintedContent | None" = None
    language: str = ""
    link: int = -1
    note: str = ""
    announced: str = ""
    words: list[str] = field(default_factory=list)
    kids: "list[MarkedSequence | PaintedContent]" = field(default_factory=list)


Owner = PaintedContent | Artifact


class Marking(Protocol):
    """The way in which a surface marks what it paints."""

    def owner(self, mark: Mark) -> Owner:
        """The content of the element, or the artifact, for a mark."""

    def enter(self, owner: Owner, box: Box | None = None, actual_text: str | None = None) -> str:
        """The operators before content of `owner`; `box` is the bounding box of a background, `actual_text` the
        replacement text."""

    def box(self, mark: Mark, box: Box) -> None:
        """Record the bounding box of a figure."""

    def begin_page(self, page: int) -> None:
        """Begin the content of a page (from 0)."""

    def end_page(self) -> str:
        """The operators at the end of the content of a page."""


class Unmarked:
    """Marks nothing, for files without structure or links (print)."""

    def owner(self, mark: Mark) -> Owner:
        """Always an artifact."""
        del mark
        return Artifact.LAYOUT

    def enter(self, owner: Owner, box: Box | None = None, actual_text: str | None = None) -> str:
        """No operators."""
        del owner, box, actual_text
        return ""

    def box(self, mark: Mark, box: Box) -> None:
        """Not recorded."""

    def begin_page(self, page: int) -> None:
        """Nothing to begin."""

    def end_page(self) -> str:
        """No operators."""
        return ""


class Untagged:
    """Marks only text with a replacement text, for pages of documents without structure."""

    def __init__(self) -> None:
        self._contents: dict[Mark, Owner] = {}
        self._open = False

    def owner(self, mark: Mark) -> Owner:
        """The content of an element, whatever its role; an artifact stays one."""
        if isinstance(mark, Artifact):
            return mark
        return self._contents.setdefault(mark, PaintedContent(Role.P))

    def enter(self, owner: Owner, box: Box | None = None, actual_text: str | None = None) -> str:
        """The operators that end a span, and begin one if there is an actual text."""
        del owner, box
        end, self._open = self.end_page(), actual_text is not None
        return f"{end}\n{_span(actual_text)}".lstrip() if actual_text is not None else end

    def box(self, mark: Mark, box: Box) -> None:
        """Not recorded."""

    def begin_page(self, page: int) -> None:
        """Nothing to begin."""

    def end_page(self) -> str:
        """The operator that ends an open span."""
        end, self._open = "EMC" if self._open else "", False
        return end


class Painted(Mutable):
    """The painted content of the elements of a report, and the bounding boxes of its figures, by the keys of the
    elements."""

    contents: dict[int, PaintedContent] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)


class Marker(Mutable):
    """Marks all content with its structure element. `roles` are the roles of the elements by key."""

    roles: Mapping[int, Role]
    painted: Painted = field(default_factory=Painted)
    _page: int = 0
    _mcids: int = 0
    _open: Owner | None = None
    _replaced: bool = False

    @classmethod
    def of(cls, *roots: Element) -> "Marker":
        """A marker for these elements and their descendants."""
        roles: dict[int, Role] = {}
        pending = list(roots)
        while pending:
            element = pending.pop()
            roles[element.key] = element.role
            pending.extend(element.children)
        return cls(roles)

    def owner(self, mark: Mark) -> Owner:
        """The content of the element, or the artifact, for a mark; raises KeyError for an unknown element."""
        if isinstance(mark, Artifact):
            return mark
        content = self.painted.contents.get(mark)
        if content is None:
            content = self.painted.contents[mark] = PaintedContent(self.roles[mark])
        return content

    def enter(self, owner: Owner, box: Box | None = None, actual_text: str | None = None) -> str:
        """The operators before content of `owner`; empty if its sequence is open already. Content with an actual text
        gets a sequence of its own."""
        if owner is self._open and actual_text is None and not self._replaced:
            return ""
        end = "EMC\n" if self._open is not None else ""
        self._open, self._replaced = owner, actual_text is not None
        if isinstance(owner, Artifact):
            return f"{end}/Artifact <<{_properties(owner, box)}>> BDC"
        sequence = MarkedSequence(self._page, self._mcids)
        self._mcids += 1
        _attach(owner)
        owner.kids.append(sequence)
        if actual_text is not None:
            return f"{end}{_span(actual_text, f'/MCID {sequence.mcid} ')}"
        return f"{end}/{owner.role.value} <</MCID {sequence.mcid}>> BDC"

    def box(self, mark: Mark, box: Box) -> None:
        """Record the bounding box of a figure; only the first counts."""
        if not isinstance(mark, Artifact):
            self.painted.boxes.setdefault(mark, box)

    def begin_page(self, page: int) -> None:
        """Begin the content of a page (from 0)."""
        self._page, self._mcids = page, 0

    def end_page(self) -> str:
        """The operators at the end of the content of a page."""
        end = "EMC" if self._open is not None else ""
        self._open = None
        return end


def _attach(content: PaintedContent) -> None:
    """Add an inline element without children to its parent, and that to its own, likewise."""
    new = not content.kids
    while new and content.parent is not None:
        new = not content.parent.kids
        content.parent.kids.append(content)
        content = content.parent


def _span(actual_text: str, entries: str = "") -> str:
    """The operator that begins a span with a replacement text (ISO 32000-1, 14.9.4)."""
    return f"/Span <<{entries}/ActualText <FEFF{actual_text.encode('utf-16-be').hex()}>>> BDC"


def _properties(artifact: Artifact, box: Box | None) -> str:
    """The entries of an artifact's property list (ISO 32000-1, table 330)."""
    kind, subtype = artifact.value
    entries = [f"/Type /{kind}"]
    if subtype:
        entries.append(f"/Subtype /{subtype}")
    if box is not None:
        entries.append(f"/BBox [{fp_str([round(edge, 2) for edge in box])}]")
    return " ".join(entries)
