"""Marked content: associates everything painted on a page with its structure element (ISO 32000-1, 14.6 and 14.7.4).

A sequence stays open until something of another element is painted, so that a paragraph has one on each page, and more
only where links and text in other languages divide it.

Words that are divided over lines get replacement texts, so that they can be searched, copied and read as a whole. The
hyphen at a line end has the text U+00AD, which satisfies ISO 32000-1, 14.8.2.2.3; but most programs that extract text
keep it, and the line end, inside the word. So the first part of a word also has the whole word as its ActualText, and
the parts on the next lines have an empty one (14.9.4). They are marked-content sequences of the paragraph, not nested
in one: programs that follow tags mishandle nested sequences.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from reportbuilder.pdf.objects import numbers
from reportbuilder.structure.model import Artifact, Mark, PartKey, Role
from reportbuilder.text.breaking import Line, Piece
from reportbuilder.text.runs import SOFT_HYPHEN, readable
from reportbuilder.text.shaping import ShapedWord
from reportbuilder.values import Mutable, Value, field, replace

Box = tuple[float, float, float, float]


class PaintedContent(Mutable, eq=False):
    """What is painted on a page for an element, in order: the MCIDs of marked-content sequences, and inline elements
    that exist only in lines (links, references, text in other languages, changed text).

    `link` is the number of a link on the page, `note` the label of the footnote of a reference. `announced` is the word
    that introduces a change ("toegevoegd"), `words` the changed text. An inline element that `continues` is that in
    which the element ended on the page before.
    """

    role: Role
    parent: "PaintedContent | None" = None
    language: str = ""
    link: int = -1
    note: str = ""
    announced: str = ""
    continues: bool = False
    words: list[str] = field(default_factory=list)
    kids: "list[int | PaintedContent]" = field(default_factory=list)


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

    def end_page(self) -> str:
        """The operator that ends an open span."""
        end, self._open = "EMC" if self._open else "", False
        return end


class Marker(Mutable):
    """Marks all content of a page with its structure element.

    `role_of` gives the role of an element by its key, and raises KeyError for an unknown one. `contents` and `boxes`
    are what was painted for each element, and the bounding boxes of figures, by the keys of the elements.
    """

    role_of: Callable[[PartKey], Role]
    contents: dict[PartKey, PaintedContent] = field(default_factory=dict)
    boxes: dict[PartKey, Box] = field(default_factory=dict)
    _mcids: int = 0
    _open: Owner | None = None
    _replaced: bool = False

    def owner(self, mark: Mark) -> Owner:
        """The content of the element, or the artifact, for a mark; raises KeyError for an unknown element."""
        if isinstance(mark, Artifact):
            return mark
        content = self.contents.get(mark)
        if content is None:
            content = self.contents[mark] = PaintedContent(self.role_of(mark))
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
        mcid = self._mcids
        self._mcids += 1
        _attach(owner)
        owner.kids.append(mcid)
        if actual_text is not None:
            return f"{end}{_span(actual_text, f'/MCID {mcid} ')}"
        return f"{end}/{owner.role.value} <</MCID {mcid}>> BDC"

    def box(self, mark: Mark, box: Box) -> None:
        """Record the bounding box of a figure; only the first counts."""
        if not isinstance(mark, Artifact):
            self.boxes.setdefault(mark, box)

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
        entries.append(f"/BBox {numbers(round(edge, 2) for edge in box)}")
    return " ".join(entries)


_FARTHEST = 3.0  # ems from a baseline to the next one of the same paragraph


class LineSegment(Value):
    """Consecutive pieces of a line that belong to one element."""

    pieces: Sequence[Piece]
    owner: Owner


class SetLine(Value):
    """A positioned line (left edge and baseline in points) in segments, with the replacement texts (ActualText) of its
    first and last words, if they have one."""

    line: Line
    x: float
    baseline: float
    segments: tuple[LineSegment, ...]
    first: str | None = None
    last: str | None = None

    @property
    def one_word(self) -> bool:
        """Whether the line has no space."""
        return not any(piece.space for piece in self.line.pieces)

    @property
    def first_word(self) -> Sequence[Piece]:
        """The pieces before the first space."""
        pieces = self.line.pieces
        return pieces[: next((i for i, piece in enumerate(pieces, 1) if piece.space), len(pieces))]

    @property
    def last_word(self) -> Sequence[Piece]:
        """The pieces after the last space, not counting one at the end."""
        pieces = self.line.pieces
        return pieces[next((i for i in range(len(pieces) - 1, 0, -1) if pieces[i - 1].space), 0) :]

    def carries_on(self, above: "SetLine") -> bool:
        """Whether this is the next line of the paragraph of the other line: directly below it, in the same run, and
        sharing a word without symbols in one element."""
        ends, begins = above.segments[-1], self.segments[0]
        if ends.owner is not begins.owner:
            return False
        if above.last_word[0] not in ends.pieces or self.first_word[-1] not in begins.pieces:
            return False
        last, first = above.line.pieces[-1], self.line.pieces[0]
        if (last.run, last.style) != (first.run, first.style):
            return False
        fall = above.baseline - self.baseline
        apart = self.x > above.x + above.line.width or above.x > self.x + self.line.width
        if apart or not 0 < fall < _FARTHEST * last.style.size:
            return False
        return all(piece.box is None for piece in (*above.last_word, *self.first_word))


def phrases(
    pieces: Sequence[Piece], first: str | None, last: str | None
) -> Sequence[tuple[Sequence[Piece], str | None]]:
    """Divide the pieces of a line into parts with their replacement texts (None for most): `first` for its first word
    and `last` for its last, if given. The space after a word is not part of it."""
    if first is None and last is None:
        return ((pieces, None),)
    ends = [index for index, piece in enumerate(pieces, 1) if piece.space and index < len(pieces)]
    head = 0 if first is None else ends[0] if ends else len(pieces)
    tail = len(pieces) if last is None else max(ends[-1] if ends else 0, head)
    begins, after = _without_space(pieces[:head])
    closes, end = _without_space(pieces[tail:])
    between = (*after, *pieces[head:tail])
    return [part for part in ((begins, first), (between, None), (closes, last), (end, None)) if part[0]]


def _without_space(word: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A word, and the space after it as a separate piece."""
    if not word or not word[-1].space:
        return tuple(word), ()
    last = word[-1]
    nothing = ShapedWord("", last.word.face, (), 0.0)
    space = replace(last, x=last.x + last.width, word=nothing, box=None)
    return (*word[:-1], replace(last, space="")), (space,)


class HyphenJoiner:
    """Holds lines back until the word at their end is complete."""

    def __init__(self) -> None:
        self._held: list[SetLine] = []

    @property
    def waiting(self) -> bool:
        """Whether lines are held back."""
        return bool(self._held)

    def add(self, line: SetLine) -> Sequence[SetLine]:
        """Add the next line; returns the lines that can be drawn, in order."""
        if not self._held and not line.line.hyphenated:
            return (line,)
        ready: Sequence[SetLine] = ()
        if self._held and not line.carries_on(self._held[-1]):
            ready = self.release()
        self._held.append(line)
        return ready if line.line.hyphenated else (*ready, *self.release())

    def release(self) -> Sequence[SetLine]:
        """Return all lines that are held back, with their words as far as they are known."""
        lines, self._held = self._held, []
        return _joined(lines)


def _joined(lines: Sequence[SetLine]) -> list[SetLine]:
    """The lines, all but the last hyphenated, with the replacement texts of the words that they share."""
    firsts: dict[int, str] = {}
    lasts: dict[int, str] = {}
    start = 0
    while start < len(lines) - 1:
        end = start + 1
        while end < len(lines) - 1 and lines[end].one_word:
            end += 1
        pieces = [*lines[start].last_word, *(p for line in lines[start + 1 : end + 1] for p in line.first_word)]
        cut_off = lines[end].one_word and lines[end].line.hyphenated
        lasts[start] = readable("".join(p.word.text for p in pieces)) + (SOFT_HYPHEN if cut_off else "")
        firsts |= dict.fromkeys(range(start + 1, end + 1), "")
        start = end
    return [replace(line, first=firsts.get(i), last=lasts.get(i)) for i, line in enumerate(lines)]
