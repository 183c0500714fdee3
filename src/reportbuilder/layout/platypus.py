"""Flowables of ReportLab's Platypus as flowables of ours: a `Drawing`, a `Table`, a `Paragraph`, or anybody's own."""

from collections.abc import Iterable

from reportbuilder.layout.flow import Flowable, NoteCost, PlatypusFlowable, Surface
from reportbuilder.structure.model import Mark

_TALLEST = 1e6
"""An available height, in points, in which every flowable fits: it gives the whole height."""


class PlatypusBox(Flowable, eq=False):
    """Flowables of ReportLab under each other in a measure (points), with the height of each there.

    All that they draw belongs to one structure element, a Figure with an alternative text, or is an artifact.
    """

    parts: tuple[tuple[PlatypusFlowable, float], ...]
    measure: float
    mark: Mark

    @classmethod
    def of(cls, flowables: Iterable[PlatypusFlowable], measure: float, mark: Mark) -> "PlatypusBox":
        """Flowables of any height, wrapped in a measure."""
        parts = tuple((flowable, flowable.wrapOn(None, measure, _TALLEST)[1]) for flowable in flowables)
        return cls(parts, measure, mark)

    @property
    def width(self) -> float:
        """The measure."""
        return self.measure

    @property
    def height(self) -> float:
        """The heights of all together."""
        return sum(height for _, height in self.parts)

    def cut(self, available: float, note_cost: NoteCost) -> tuple[Flowable, Flowable] | None:
        """Cut between flowables, or in the one that does not fit, if it can be split."""
        del note_cost
        room = available
        for index, (flowable, height) in enumerate(self.parts):
            if height <= room + 0.01:
                room -= height
                continue
            above, below = self.parts[:index], self.parts[index + 1 :]
            split = flowable.splitOn(None, self.measure, room)
            if len(split) > 1:
                first, *others = split
                begun = PlatypusBox.of((first,), self.measure, self.mark).parts
                rest = PlatypusBox.of(others, self.measure, self.mark).parts
                return self._of(above + begun), self._of(rest + below)
            return (self._of(above), self._of(self.parts[index:])) if above else None
        return None

    def force_cut(self, available: float) -> tuple[Flowable, Flowable] | None:
        """As `cut`: a flowable of ReportLab is split only where it supports that."""
        return self.cut(available, lambda labels: 0.0)

    @property
    def minimum(self) -> float:
        """The first flowable."""
        return self.parts[0][1] if self.parts else 0.0

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw from the top."""
        top = y + self.height
        for flowable, height in self.parts:
            top -= height
            surface.platypus(flowable, x, top, self.measure, height, self.mark)

    def _of(self, parts: tuple[tuple[PlatypusFlowable, float], ...]) -> "PlatypusBox":
        return PlatypusBox(parts, self.measure, self.mark)
