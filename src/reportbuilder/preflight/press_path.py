"""Paths as they are laid out: outlines of points on the page (ISO 32000-1, 8.5.2)."""

from typing import Any

from reportbuilder.preflight.press_shapes import Matrix, Point, curve, point


class Path:
    """A path in the making; its points are where they come to lie on the page."""

    def __init__(self) -> None:
        self._outlines: list[list[Point]] = []

    def outlines(self) -> list[list[Point]]:
        """What there is of it; points that nothing leads to or from are nothing."""
        return [outline for outline in self._outlines if len(outline) > 1]

    def add(self, operator: str, operands: list[Any], matrix: Matrix) -> None:
        """Lay out another part."""
        if operator == "re":
            x, y, width, height = operands
            across, up = x + width, y + height
            places = ((x, y), (across, y), (across, up), (x, up))
            self._outlines.append([point(matrix, *place) for place in places])
            return
        if operator == "h":
            if self._outlines:  # what comes next without a move begins where this outline began
                self._outlines.append(self._outlines[-1][:1])
            return
        spots = [point(matrix, x, y) for x, y in zip(operands[::2], operands[1::2], strict=True)]
        if operator == "m":
            if self._outlines and len(self._outlines[-1]) == 1:
                self._outlines.pop()
            self._outlines.append(spots[:1])
        elif self._outlines:
            self._on(operator, spots)

    def _on(self, operator: str, spots: list[Point]) -> None:
        """Go on from the last point."""
        outline = self._outlines[-1]
        if operator == "l":
            outline.extend(spots[:1])
        elif operator == "c":
            outline.extend(curve(outline[-1], spots[0], spots[1], spots[2]))
        elif operator == "v":
            outline.extend(curve(outline[-1], outline[-1], spots[0], spots[1]))
        else:
            outline.extend(curve(outline[-1], spots[0], spots[1], spots[1]))
