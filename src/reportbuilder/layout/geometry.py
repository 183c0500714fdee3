"""Where the columns of a page stand."""

import math
from typing import assert_never

from reportbuilder.document.model import Span
from reportbuilder.layout.page import Side
from reportbuilder.style.model import PageSetup
from reportbuilder.values import Value


class Geometry(Value):
    """The type area of a page in so many columns; a section may use fewer than the design."""

    setup: PageSetup
    columns: int

    @property
    def area_width(self) -> float:
        """The width between the margins."""
        return self.setup.width - self.setup.inside - self.setup.outside

    @property
    def text_width(self) -> float:
        """The width that running text takes, all columns together."""
        return self.setup.text_width or self.area_width

    @property
    def column_width(self) -> float:
        """The measure of one column."""
        return (self.text_width - (self.columns - 1) * self.setup.gutter) / self.columns

    @property
    def height(self) -> float:
        """The height between head and foot, in whole grid lines."""
        lines = (self.setup.height - self.setup.top - self.setup.foot) / self.setup.grid
        return math.floor(lines + 0.01) * self.setup.grid

    def width(self, span: Span) -> float:
        """The width of a block that spans one column, two, or the page."""
        match span:
            case Span.PAGE:
                return self.area_width
            case Span.WIDE if self.columns > 1:
                return 2 * self.column_width + self.setup.gutter
            case Span.WIDE | Span.COLUMN:
                return self.column_width
            case _:
                assert_never(span)

    def left(self, side: Side) -> float:
        """The left edge of the type area."""
        return self.setup.inside if side is Side.RIGHT else self.setup.outside

    def column_x(self, side: Side, column: int) -> float:
        """The left edge of a column; running text narrower than the type area stands at its inner side."""
        x = self.left(side) + column * (self.column_width + self.setup.gutter)
        return x if side is Side.RIGHT else x + self.area_width - self.text_width

    def x(self, side: Side, span: Span, column: int) -> float:
        """The left edge of a block in a column."""
        if span is Span.PAGE:
            return self.left(side)
        return self.column_x(side, column)

    def snap(self, y: float) -> float:
        """The first grid line at or below a height."""
        return math.ceil(y / self.setup.grid - 0.001) * self.setup.grid
