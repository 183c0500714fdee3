"""What is painted for which element: marked-content sequences as they are drawn (ISO 32000-1, 14.6 and 14.7.4).

A sequence stays open until something of another element is painted, so that a paragraph has one on each page, and
more only where links and foreign words divide it.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from reportbuilder.pdf.numbers import number
from reportbuilder.structure.model import Artifact, Element, Mark, Role
from reportbuilder.values import Mutable, field

Box = tuple[float, float, float, float]


class Sequence(NamedTuple):
    """A marked-content sequence: its page, counted from 0, and its MCID there."""

    page: int
    mcid: int


class Content(Mutable, eq=False):
    """What was painted for an element, in order: sequences, and the elements inside it that only lines show (links,
    references, foreign words, words of a change). `link` is the order of a link's areas, `note` the label that a
    reference leads to; `said` is how a change is told ("toegevoegd"), `words` are those that it is told of."""

    role: Role
    parent: "Content | None" = None
    language: str = ""
    link: int = -1
    note: str = ""
    said: str = ""
    words: list[str] = field(default_factory=list)
    kids: "list[Sequence | Content]" = field(default_factory=list)


Owner = Content | Artifact


class Marking(Protocol):
    """What a surface asks about whatever it paints."""

    def owner(self, mark: Mark) -> Owner:
        """What a mark stands for."""

    def enter(self, owner: Owner, box: Box | None = None, said: str | None = None) -> str:
        """The operators after which what is painted belongs to `owner`; `box` is where a background stands, `said`
        what is read instead of what is painted."""

    def box(self, mark: Mark, box: Box) -> None:
        """Note where a figure stands."""

    def begin_page(self, page: int) -> None:
        """What is painted next stands on this page, counted from 0."""

    def end_page(self) -> str:
        """The operators that end a page."""


class Unmarked:
    """Marks nothing, for a file that is not to be read aloud. Links are for readers, so that it has none."""

    def owner(self, mark: Mark) -> Owner:
        """Nothing is anybody's."""
        del mark
        return Artifact.LAYOUT

    def enter(self, owner: Owner, box: Box | None = None, said: str | None = None) -> str:
        """No operators."""
        del owner, box, said
        return ""

    def box(self, mark: Mark, box: Box) -> None:
        """Not noted."""

    def begin_page(self, page: int) -> None:
        """Not noted either."""

    def end_page(self) -> str:
        """No operators."""
        return ""


class Painted(Mutable):
    """What was painted for the elements of a report, and where its figures stand, by the elements' keys."""

    contents: dict[int, Content] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)


class Marker(Mutable):
    """Gives every painting its place in the tag tree. `roles` are those of the elements by their keys."""

    roles: Mapping[int, Role]
    painted: Painted = field(default_factory=Painted)
    _page: int = 0
    _mcids: int = 0
    _open: Owner | None = None
    _spoken: bool = False

    @classmethod
    def of(cls, *roots: Element) -> "Marker":
        """A marker for these elements and all inside them."""
        roles: dict[int, Role] = {}
        waiting = list(roots)
        while waiting:
            element = waiting.pop()
            roles[element.key] = element.role
            waiting.extend(element.children)
        return cls(roles)

    def owner(self, mark: Mark) -> Owner:
        """What a mark stands for; a mark that no element has is a KeyError."""
        if isinstance(mark, Artifact):
            return mark
        content = self.painted.contents.get(mark)
        if content is None:
            content = self.painted.contents[mark] = Content(self.roles[mark])
        return content

    def enter(self, owner: Owner, box: Box | None = None, said: str | None = None) -> str:
        """The operators after which what is painted belongs to `owner`; `box` is where a background stands, `said`
        what is read instead of what is painted, in a sequence of its own."""
        if owner is self._open and said is None and not self._spoken:
            return ""
        end = "EMC\n" if self._open is not None else ""
        self._open, self._spoken = owner, said is not None
        if isinstance(owner, Artifact):
            return f"{end}/Artifact <<{_properties(owner, box)}>> BDC"
        sequence = Sequence(self._page, self._mcids)
        self._mcids += 1
        inner, new = owner, not owner.kids
        owner.kids.append(sequence)
        while new and inner.parent is not None:
            new = not inner.parent.kids
            inner.parent.kids.append(inner)
            inner = inner.parent
        if said is not None:
            actual = f"<FEFF{said.encode('utf-16-be').hex()}>"
            return f"{end}/Span <</MCID {sequence.mcid} /ActualText {actual}>> BDC"
        return f"{end}/{owner.role.value} <</MCID {sequence.mcid}>> BDC"

    def box(self, mark: Mark, box: Box) -> None:
        """Note where a figure stands; the first place counts."""
        if not isinstance(mark, Artifact):
            self.painted.boxes.setdefault(mark, box)

    def begin_page(self, page: int) -> None:
        """What is painted next stands on this page, counted from 0."""
        self._page, self._mcids = page, 0

    def end_page(self) -> str:
        """The operators that end a page."""
        end = "EMC" if self._open is not None else ""
        self._open = None
        return end


def _properties(artifact: Artifact, box: Box | None) -> str:
    """The entries of an artifact's property list (ISO 32000-1, table 330)."""
    kind, subtype = artifact.value
    entries = [f"/Type /{kind}"]
    if subtype:
        entries.append(f"/Subtype /{subtype}")
    if box is not None:
        entries.append(f"/BBox [{' '.join(map(number, box))}]")
    return " ".join(entries)
