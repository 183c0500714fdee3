"""The sheet around a printed page: its boxes, and the printer's marks outside the bleed (ISO 32000-1, 14.11.2 and
14.11.3).

The origin is the lower left corner of the trim box, so that nothing on the page moves; outside it coordinates are
negative or beyond the trim size. Lengths are in points.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from reportbuilder.press.inks import PrintColours
    from reportbuilder.press.profile import OutputProfile

Box = tuple[float, float, float, float]

MM = 72 / 25.4
_CLEAR = 3 * MM  # the least between trim and marks
_GAP = 1.0  # between the bleed and the marks
_LENGTH = 5 * MM
_HAIRLINE = 0.25
_TARGET = 2 * MM  # the half of the cross of a registration mark
_PATCH = 4 * MM
_SLUG_LINE = 4.0  # from the edge of the sheet to the baseline
_SLUG_ROOM = 10.0  # what the slug line takes below the marks
_BARS = (
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (1, 1, 0, 0),
    (0, 1, 1, 0),
    (1, 0, 1, 0),
    (0.5, 0, 0, 0),
    (0, 0.5, 0, 0),
    (0, 0, 0.5, 0),
    (0, 0, 0, 0.5),
    (0.5, 0.4, 0.4, 0),
)


class SheetBoxes(Value):
    """Trim size, bleed, and slug: how far the media box extends beyond the trim, or further if the marks need it.
    Without marks there is no slug. `folds` are the places of folds from the left edge, which have marks too."""

    width: float
    height: float
    bleed: float
    slug: float
    marks: bool = True
    folds: tuple[float, ...] = ()

    @property
    def media(self) -> Box:
        """The media box."""
        return self._around(self._margin)

    @property
    def bleed_box(self) -> Box:
        """The bleed box."""
        return self._around(self.bleed)

    @property
    def trim(self) -> Box:
        """The trim box."""
        return self._around(0.0)

    @property
    def offset(self) -> float:
        """The distance of the marks from the trim."""
        return max(self.bleed + _GAP, _CLEAR)

    @property
    def slug_line(self) -> tuple[float, float]:
        """The start of the slug line, at the foot of the sheet below the marks."""
        return _LENGTH, _SLUG_LINE - self._margin

    def crop_marks(self) -> Iterator[Box]:
        """Two lines at every corner, aligned with the edges of the trim, and at both ends of folds, as start and end
        points."""
        near, far = self.offset, self.offset + _LENGTH
        for x in (0.0, *self.folds, self.width):
            yield x, -near, x, -far
            yield x, self.height + near, x, self.height + far
        for y in (0.0, self.height):
            yield -near, y, -far, y
            yield self.width + near, y, self.width + far, y

    def registration_marks(self) -> Iterator[Box]:
        """The squares of the registration marks, one in the middle of every side."""
        away = self.offset + _TARGET + _GAP
        middle, level = self.width / 2, self.height / 2
        for x, y in ((middle, -away), (middle, self.height + away), (-away, level), (self.width + away, level)):
            yield x - _TARGET, y - _TARGET, x + _TARGET, y + _TARGET

    def colour_bars(self) -> Iterator[tuple[tuple[float, float, float, float], Box]]:
        """The patches of the colour bar beside the upper crop mark: their inks and squares."""
        y = self.height + self.offset + _GAP
        for index, inks in enumerate(_BARS):
            x = _LENGTH + index * _PATCH
            yield inks, (x, y, x + _PATCH, y + _PATCH)

    @property
    def _margin(self) -> float:
        """The distance from the trim to the edge of the sheet."""
        return max(self.slug, self.offset + _LENGTH + _SLUG_ROOM) if self.marks else self.bleed

    def _around(self, margin: float) -> Box:
        return (-margin, -margin, self.width + margin, self.height + margin)


class PrintProfile(Value, eq=False):
    """The settings of a print edition for the writer: the profile of the press, the inks of every colour, and the boxes
    of the pages."""

    press: "OutputProfile"
    colours: "PrintColours"
    boxes: SheetBoxes


def draw_marks(canvas: "Canvas", boxes: SheetBoxes) -> None:
    """Draw crop marks, registration marks and colour bars around a page, if its boxes have them."""
    if not boxes.marks:
        return
    from reportlab.lib.colors import CMYKColor, CMYKColorSep  # the editions name the boxes and draw nothing

    canvas.saveState()
    canvas.setStrokeColor(CMYKColorSep(1, 1, 1, 1, spotName="All"))  # on every plate
    canvas.setLineWidth(_HAIRLINE)
    canvas.setDash([])
    for edges in boxes.crop_marks():
        canvas.line(*_rounded(edges))
    for left, foot, right, top in map(_rounded, boxes.registration_marks()):
        x, y = (left + right) / 2, (foot + top) / 2
        canvas.circle(x, y, (right - left) / 4)
        canvas.line(left, y, right, y)
        canvas.line(x, foot, x, top)
    canvas.setFillOverprint(False)
    for inks, edges in boxes.colour_bars():
        left, foot, right, top = _rounded(edges)
        canvas.setFillColor(CMYKColor(*inks))
        canvas.rect(left, foot, right - left, top - foot, stroke=0, fill=1)
    canvas.restoreState()


def _rounded(edges: Box) -> Box:
    left, foot, right, top = (round(edge, 2) for edge in edges)
    return left, foot, right, top
