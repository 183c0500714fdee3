"""The sheet that a page is printed on: its boxes, and the marks outside the bleed (ISO 32000-1, 14.11.2 and .3).

The origin stays at the lower left of the trim, so that nothing on the page moves; what is outside has coordinates
below zero or beyond the trim.
"""

from collections.abc import Iterator

from reportbuilder.pdf.numbers import number
from reportbuilder.values import Value

Box = tuple[float, float, float, float]

MM = 72 / 25.4
ALL_INKS = "All"
"""The resource of the colour space that is on every plate."""

_CLEAR = 3 * MM  # the least between trim and marks
_GAP = 1.0  # between the bleed and the marks
_LENGTH = 5 * MM
_HAIRLINE = 0.25
_TARGET = 2 * MM  # the radius of a registration mark
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


class Sheet(Value):
    """Trim size, bleed around it, and slug: how far the medium reaches beyond the trim, or further when the marks take
    more. Without marks there is no slug."""

    width: float
    height: float
    bleed: float
    slug: float
    marks: bool = True

    @property
    def media(self) -> Box:
        """The whole sheet."""
        return self._around(self._margin)

    @property
    def bleed_box(self) -> Box:
        """What is printed before the sheet is cut."""
        return self._around(self.bleed)

    @property
    def trim(self) -> Box:
        """The finished page."""
        return self._around(0.0)

    @property
    def offset(self) -> float:
        """From the trim to where marks begin."""
        return max(self.bleed + _GAP, _CLEAR)

    @property
    def slug_line(self) -> tuple[float, float]:
        """Where the slug line begins: at the foot of the sheet, below the marks."""
        return _LENGTH, _SLUG_LINE - self._margin

    def mark_code(self) -> str:
        """The operators of crop marks, registration marks and colour bars."""
        if not self.marks:
            return ""
        lines = [f"q /{ALL_INKS} CS 1 SCN {number(_HAIRLINE)} w", *self._crop(), *self._targets(), "Q"]
        return "\n".join((*lines, "q", *self._bars(), "Q"))

    @property
    def _margin(self) -> float:
        """From the trim to the edge of the sheet."""
        return max(self.slug, self.offset + _LENGTH + _SLUG_ROOM) if self.marks else self.bleed

    def _around(self, more: float) -> Box:
        return (-more, -more, self.width + more, self.height + more)

    def _crop(self) -> Iterator[str]:
        """Two lines at every corner, in line with the edges of the trim."""
        near, far = self.offset, self.offset + _LENGTH
        for x in (0.0, self.width):
            yield _line(x, -near, x, -far)
            yield _line(x, self.height + near, x, self.height + far)
        for y in (0.0, self.height):
            yield _line(-near, y, -far, y)
            yield _line(self.width + near, y, self.width + far, y)

    def _targets(self) -> Iterator[str]:
        """A circle with a cross in the middle of every side."""
        away = self.offset + _TARGET + _GAP
        middle, level = self.width / 2, self.height / 2
        for x, y in ((middle, -away), (middle, self.height + away), (-away, level), (self.width + away, level)):
            yield _circle(x, y, _TARGET / 2)
            yield _line(x - _TARGET, y, x + _TARGET, y)
            yield _line(x, y - _TARGET, x, y + _TARGET)

    def _bars(self) -> Iterator[str]:
        """Patches of the inks, alone and together, beside the crop mark at the head."""
        y = self.height + self.offset + _GAP
        for index, inks in enumerate(_BARS):
            operands = " ".join(map(number, inks))
            yield f"{operands} k {number(_LENGTH + index * _PATCH)} {number(y)} {number(_PATCH)} {number(_PATCH)} re f"


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S"


def _circle(x: float, y: float, r: float) -> str:
    """A circle from four curves (control points at 0.5523 of the radius)."""
    k = r * 0.5523
    points = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    curves = " ".join(f"{' '.join(map(number, p))} c" for p in points)
    return f"{number(x + r)} {number(y)} m {curves} S"
