"""Running text as a flowable: set lines, cut so that no widow or orphan is left."""

from math import ceil

from reportbuilder.document.model import Align
from reportbuilder.layout.flow import Flowable, NoteCost
from reportbuilder.layout.surface import Surface
from reportbuilder.structure.model import Artifact, Mark
from reportbuilder.text.breaking import Line
from reportbuilder.values import replace

MIN_LINES = 2
"""At least so many lines of a paragraph stand on either side of a break (no widows, no orphans)."""

_BEFORE = {Align.CENTER: 0.5, Align.RIGHT: 1.0, Align.DECIMAL: 1.0}
"""How much of the room that a line leaves stands before it."""


class TextBlock(Flowable):
    """The lines of a paragraph, heading, list item or caption.

    `drop` is the distance from a baseline to the bottom of its line, the same for all text on one grid, so that
    baselines meet across columns; `indent` moves the lines in, `marker` stands before the first one at `marker_x`.
    With a `grid` the first line takes no more than its whole grid lines, and the room that lines between two grid lines
    need stands above them: the last line of a heading is always on the grid.

    `mark` is what its lines belong to, `marker_mark` what the marker does.
    """

    lines: tuple[Line, ...]
    leading: float
    drop: float
    measure: float
    mark: Mark
    indent: float = 0.0
    align: Align = Align.LEFT
    marker: Line | None = None
    marker_x: float = 0.0
    marker_mark: Mark = Artifact.LAYOUT
    notes_by_line: tuple[tuple[str, ...], ...] = ()
    whole: bool = False
    grid: float = 0.0

    @property
    def width(self) -> float:
        """The measure, with the indent."""
        return self.measure + self.indent

    @property
    def height(self) -> float:
        """All lines, in whole grid lines when there is a grid."""
        if not self.grid or not self.lines:
            return len(self.lines) * self.leading
        first = max(int(self.leading / self.grid + 0.001), 1) * self.grid
        return ceil((first + (len(self.lines) - 1) * self.leading) / self.grid - 0.001) * self.grid

    @property
    def minimum(self) -> float:
        """Two lines, or all when a cut would leave one."""
        count = len(self.lines)
        if self.whole or count < 2 * MIN_LINES:
            return self.height
        return MIN_LINES * self.leading

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of all lines."""
        return tuple(label for labels in self.notes_by_line for label in labels)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """As many lines as fit with their footnotes, two at least on either side."""
        count = self._fitting(available, note_cost)
        count = min(count, len(self.lines) - MIN_LINES)
        if self.whole or count < MIN_LINES:
            return None
        return self._part(0, count), self._part(count, len(self.lines))

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        """Cut anywhere, for text taller than a column."""
        count = int((available + 0.01) // self.leading)
        if not 0 < count < len(self.lines):
            return None
        return self._part(0, count), self._part(count, len(self.lines))

    def _fitting(self, available: float, note_cost: NoteCost) -> int:
        count = min(int((available + 0.01) // self.leading), len(self.lines))
        if not self.notes_by_line:
            return count
        while count > 0:
            labels = tuple(label for line in self.notes_by_line[:count] for label in line)
            if count * self.leading + note_cost(labels) <= available + 0.01:
                break
            count -= 1
        return count

    def _part(self, start: int, end: int) -> "TextBlock":
        return replace(
            self,
            lines=self.lines[start:end],
            notes_by_line=self.notes_by_line[start:end],
            marker=self.marker if start == 0 else None,
        )

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw line by line from the top."""
        baseline = y + self.drop + (len(self.lines) - 1) * self.leading
        if self.marker is not None:
            surface.text(self.marker, x + self.marker_x, baseline, self.marker_mark)
        left, share = x + self.indent, _BEFORE.get(self.align, 0.0)
        for line in self.lines:
            surface.text(line, left + share * (self.measure - line.width), baseline, self.mark)
            baseline -= self.leading
