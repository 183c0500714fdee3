"""Places for labels: breaking them into lines, keeping them apart, and finding room between the lines of a chart.

matplotlib has nothing that keeps texts from touching each other or what is drawn, so this is our own. Lengths are
points, the origin is at the lower left of the picture.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from reportbuilder.charts.style import DESCENT
from reportbuilder.values import Value

ASCENT = 0.75

Width = Callable[[str], float]
Point = tuple[float, float]


class LabelBox(Value):
    """The rectangle of a line of text."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "LabelBox") -> bool:
        """Whether two rectangles have some area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def within(self, other: "LabelBox") -> bool:
        """Whether this rectangle lies inside another."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.bottom >= other.bottom and self.top <= other.top

    def grown(self, by: float) -> "LabelBox":
        """The rectangle with a margin around it."""
        return LabelBox(self.left - by, self.bottom - by, self.right + by, self.top + by)


def text_box(x: float, baseline: float, width: float, size: float) -> LabelBox:
    """The rectangle of a line of text whose baseline begins at (x, baseline)."""
    return LabelBox(x, baseline - DESCENT * size, x + width, baseline + ASCENT * size)


class LabelSpace:
    """The space of a picture that is occupied by texts and lines, for placing further texts clear of them."""

    def __init__(self, width: float, height: float) -> None:
        self._picture = LabelBox(0.0, 0.0, width, height)
        self._boxes: list[LabelBox] = []
        self._lines: list[tuple[Point, Point]] = []

    def add(self, box: LabelBox) -> None:
        """Take the rectangle of a text."""
        self._boxes.append(box)

    def add_line(self, points: Sequence[Point]) -> None:
        """Take a line, point by point."""
        self._lines.extend(pairwise(points))

    def is_free(self, box: LabelBox, margin: float) -> bool:
        """Whether a rectangle lies in the picture, and with a margin around it clear of all that is taken."""
        grown = box.grown(margin)
        if not box.within(self._picture) or any(grown.overlaps(other) for other in self._boxes):
            return False
        return not any(crosses(grown, start, end) for start, end in self._lines)


def crosses(box: LabelBox, start: Point, end: Point) -> bool:
    """Whether a straight line passes through a rectangle (Liang and Barsky, 1984)."""
    enter, leave = 0.0, 1.0
    (x0, y0), (x1, y1) = start, end
    for step, gap in (
        (x0 - x1, x0 - box.left),
        (x1 - x0, box.right - x0),
        (y0 - y1, y0 - box.bottom),
        (y1 - y0, box.top - y0),
    ):
        if step == 0:
            if gap < 0:
                return False
        elif step < 0:
            enter = max(enter, gap / step)
        else:
            leave = min(leave, gap / step)
    return enter <= leave


def wrap(text: str, room: float, width: Width) -> tuple[str, ...]:
    """Break a label into lines no wider than `room`: between words, after a slash or hyphen, or else inside a word."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        line = word
        while width(line) > room and len(line) > 1:
            head = _head(line, room, width)
            lines.append(head)
            line = line[len(head.removesuffix("\u2010")) :]
    return (*lines, line)


def _head(word: str, room: float, width: Width) -> str:
    """As much of a word as fits, broken after a slash or hyphen if it has one, else with a hyphen added."""
    ends = [i for i in range(1, len(word)) if word[i - 1] in "/-\u2010" and width(word[:i]) <= room]
    if ends:
        return word[: ends[-1]]
    length = next((n for n in range(len(word) - 1, 1, -1) if width(word[:n] + "\u2010") <= room), 1)
    return word[:length] + "\u2010"


def widest(texts: Iterable[str], width: Width) -> float:
    """The width of the widest of some texts; 0 when there are none."""
    return max((width(text) for text in texts), default=0.0)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Move the centres of labels apart as little as can be, in the same order, between `low` and `high`.

    `wanted` are centres, ascending; labels that touch are moved together, each cluster around the mean of what its
    members wanted (pooling of adjacent violators). When they need more room than there is, they begin at `low`.
    """
    offsets = _offsets(heights)
    clusters: list[tuple[float, int]] = []
    for centre, offset in zip(wanted, offsets, strict=True):
        clusters.append((centre - offset, 1))
        while len(clusters) > 1 and clusters[-2][0] > clusters[-1][0]:
            (a, n), (b, m) = clusters[-2:]
            clusters[-2:] = [((a * n + b * m) / (n + m), n + m)]
    starts = [start for start, count in clusters for _ in range(count)]
    if not starts:
        return ()
    first = low + heights[0] / 2
    last = max(first, high - heights[-1] / 2 - offsets[-1])
    return tuple(min(max(start, first), last) + offset for start, offset in zip(starts, offsets, strict=True))


def _offsets(heights: Sequence[float]) -> tuple[float, ...]:
    """The distance of each label's centre above that of the first, when they are stacked without gaps."""
    offsets = [0.0] * len(heights)
    for i in range(1, len(heights)):
        offsets[i] = offsets[i - 1] + (heights[i - 1] + heights[i]) / 2
    return tuple(offsets)
