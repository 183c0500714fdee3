"""The words on a page with their rectangles, recorded by drawing the page on a surface that paints nothing."""

import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence

from reportbuilder.document.graphics import Anchor, Label, Picture
from reportbuilder.layout.flow import PlatypusFlowable, Surface
from reportbuilder.layout.furniture import PageArt
from reportbuilder.layout.page import Layer, Page
from reportbuilder.structure.model import Artifact, Mark, PartKey
from reportbuilder.text.breaking import Line
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import Value

_WORD = re.compile(r"\S+")
RUNNING_HEAD, REPEATED, MADE = "running head", "repeated", "made"
"""The first parts of the keys of lines that no element is painted with."""
_BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
"""How much of the width of a label stands before its position."""


class Rectangle(Value):
    """A rectangle on a page in points from the top left corner of the trim box, downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it, or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class PageLine(Value, eq=False, gc=False):
    """A line of text on a page, or a label of a picture: its mark, the index of the item that it is in, and its words.

    `text` are the words as they are read, without the hyphen at the end of a line; `edges` are the left and the right
    edge of every word in turn.
    """

    mark: Mark
    item: int
    text: str
    edges: "array[float]"
    top: float
    bottom: float

    @property
    def words(self) -> list[tuple[int, str]]:
        """The words, each with the index of its first character."""
        return [(match.start(), match[0]) for match in _WORD.finditer(self.text)]

    def rectangle(self, number: int) -> Rectangle:
        """The rectangle of a word."""
        return Rectangle(self.edges[2 * number], self.top, self.edges[2 * number + 1], self.bottom)


class PageArea(Value, eq=False, gc=False):
    """The rectangle of a whole item (its `mark` is that of the first text in it), of a picture or of an image."""

    mark: PartKey
    rectangle: Rectangle


class RecordedPage(Value, eq=False):
    """The lines of a page in the order in which they are drawn, the key of each, and the indexes of the lines of every
    key; and the areas of what is no text, larger ones first.

    The key of a line is its mark; of a running head `(RUNNING_HEAD, title of the chapter)`, or without the title where
    it says something else; of the head of a table's next part `(REPEATED, block in the row that follows)`; of what the
    program made `(MADE,)`.
    """

    lines: tuple[PageLine, ...]
    keys: tuple[PartKey, ...]
    by_key: Mapping[PartKey, tuple[int, ...]]
    areas: tuple[PageArea, ...]


def words_of(page: Page, height: float, fonts: FontBook) -> RecordedPage:
    """The words of a page of a height in points."""
    recorder = _WordRecorder(height, fonts)
    for index, placed in enumerate(page.items):
        frame = placed.frame
        recorder.begin(index)
        placed.flowable.drawOn(recorder, frame.x, height - frame.top - frame.height)
        if placed.layer is Layer.CONTENT and not isinstance(placed.flowable, PageArt):
            recorder.end(Rectangle(frame.x, frame.top, frame.x + frame.width, frame.top + frame.height))
    keys = tuple(_keys(page, recorder.lines))
    by_key: dict[PartKey, tuple[int, ...]] = {}
    for index, key in enumerate(keys):
        by_key[key] = (*by_key.get(key, ()), index)
    return RecordedPage(tuple(recorder.lines), keys, by_key, tuple(sorted(recorder.areas, key=_size, reverse=True)))


def _keys(page: Page, lines: Sequence[PageLine]) -> Iterator[PartKey]:
    for index, line in enumerate(lines):
        if not isinstance(line.mark, Artifact):
            yield line.mark
        elif page.items[line.item].layer is Layer.FURNITURE:
            titled = line.mark is Artifact.HEADER and _is_title(line.text, page.chapter)
            yield (RUNNING_HEAD, page.chapter) if titled else (RUNNING_HEAD if line.mark is Artifact.HEADER else MADE,)
        else:
            rest = (other for other in lines[index:] if other.item == line.item)
            following = next((other.mark for other in rest if not isinstance(other.mark, Artifact)), None)
            yield (REPEATED, following[0]) if following else (MADE,)


def _is_title(head: str, title: str) -> bool:
    """Whether a running head is the title of a chapter, which may be cut short."""
    words = head.rstrip().removesuffix("…").rstrip()
    return bool(words) and title.startswith(words)


def _size(area: PageArea) -> float:
    box = area.rectangle
    return (box.right - box.left) * (box.bottom - box.top)


class _WordRecorder(Surface):
    """A surface that records words and areas."""

    def __init__(self, height: float, fonts: FontBook) -> None:
        self.lines: list[PageLine] = []
        self.areas: list[PageArea] = []
        self._height = height
        self._fonts = fonts
        self._extents: dict[str, tuple[float, float]] = {}
        self._item = 0
        self._first: PartKey = ()

    def begin(self, item: int) -> None:
        """Begin an item."""
        self._item, self._first = item, ()

    def end(self, frame: Rectangle) -> None:
        """End an item of content, whose frame is an area."""
        if self._first:
            self.areas.append(PageArea(self._first, frame))

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Record the words of a line."""
        edges: list[float] = []
        inside = False
        above = below = 0.0
        for piece in line.pieces:
            word, style = piece.word, piece.style
            if word.text:
                left = x + piece.x
                right = left + piece.width
                if not inside:
                    edges += left, right
                    inside = True
                else:
                    edges[-2] = min(edges[-2], left)
                    edges[-1] = max(edges[-1], right)
                up, down = self._extent(style.face)
                above = max(above, style.rise + up * style.size)
                below = min(below, style.rise + down * style.size)
                if piece.box is not None:  # all words of a symbol's reading are where the symbol is
                    edges += (left, right) * (len(word.text.split()) - 1)
            if piece.space:
                inside = False
        if not edges:
            return
        self._see(mark)
        top = self._height - baseline
        self.lines.append(PageLine(mark, self._item, line.text, array("f", edges), top - above, top - below))

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Record the labels of a picture, and its area."""
        for item in picture.items:
            if isinstance(item, Label) and item.text.strip():
                self._label(item, x, y, mark, scale)
        self._area(x, y, picture.width * scale, picture.height * scale, mark)

    def _label(self, label: Label, x: float, y: float, mark: Mark, scale: float) -> None:
        """Record the words of a label; those of a turned one share the height of the whole."""
        shaped = self._fonts.shape(label.text, label.face, label.features)
        size, angle = label.size * scale, math.radians(label.angle)
        cos, sin = math.cos(angle), math.sin(angle)
        start = -shaped.width * _BEFORE[label.anchor]
        up, down = self._extent(label.face)
        across, height = x + label.x * scale, y + label.y * scale

        def corners(begin: float, end: float) -> list[tuple[float, float]]:
            ems = [(start + em, level) for em in (begin, end) for level in (up, down)]
            return [(across + size * (e * cos - h * sin), height + size * (e * sin + h * cos)) for e, h in ems]

        ends, at = [0.0], 0.0
        for glyph in shaped.glyphs:
            at += glyph.advance
            ends += [at] * len(glyph.text)
        edges: list[float] = []
        for match in _WORD.finditer(label.text):
            if match.end() < len(ends):
                lefts = [point for point, _ in corners(ends[match.start()], ends[match.end()])]
                edges += min(lefts), max(lefts)
            else:  # instructions that are not drawn
                lefts = [point for point, _ in corners(0.0, shaped.width)]
                edges += min(lefts), max(lefts)
        levels = [level for _, level in corners(0.0, shaped.width)]
        top, bottom = self._height - max(levels), self._height - min(levels)
        self._see(mark)
        self.lines.append(PageLine(mark, self._item, f"{label.text} ", array("f", edges), top, bottom))

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Record the area of an image."""
        self._area(x, y, width, height, mark)

    def platypus(self, flowable: PlatypusFlowable, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Record the area of a flowable of ReportLab's."""
        self._area(x, y, width, height, mark)

    def _see(self, mark: Mark) -> None:
        if not self._first and not isinstance(mark, Artifact):
            self._first = mark

    def _area(self, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        if isinstance(mark, Artifact):
            return
        self._see(mark)
        top = self._height - y - height
        self.areas.append(PageArea(mark, Rectangle(x, top, x + width, top + height)))

    def _extent(self, face: str) -> tuple[float, float]:
        found = self._extents.get(face)
        if found is None:
            metrics = self._fonts.metrics(face)
            found = self._extents[face] = (metrics.ascent, metrics.descent)
        return found
