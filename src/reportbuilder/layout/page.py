"""Pages as data: what the composer gives and the writer draws; and the geometry of their columns."""

import math
from collections.abc import Mapping
from enum import Enum
from typing import assert_never

from reportbuilder.diagnostics import Place
from reportbuilder.document.model import Span
from reportbuilder.layout.flow import Flowable
from reportbuilder.style.model import PageSetup
from reportbuilder.values import Value, field


class Side(Enum):
    """Which side of a spread a page is."""

    LEFT = "left"
    RIGHT = "right"


class Master(Enum):
    """What kind of page it is."""

    COVER = "cover"
    OPENER = "opener"
    TEXT = "text"


class Layer(Enum):
    """What an item is: the report's content, or what the page repeats and decorates (an artifact)."""

    CONTENT = "content"
    FURNITURE = "furniture"


class Frame(Value):
    """A rectangle on the page: left and top edge (from the top trim edge, downwards), width and height."""

    x: float
    top: float
    width: float
    height: float


class Placed(Value):
    """A flowable on a page: where it stands, which part of the source it comes from, and the labels at its top;
    `beside` is what stands in the margin, beside the next item."""

    flowable: Flowable
    frame: Frame
    place: Place = Place()
    labels: tuple[str, ...] = ()
    layer: Layer = Layer.CONTENT
    beside: bool = False


class Page(Value):
    """One page: its items in reading order. `number` counts from 1 and is the folio; pages that are no part of the
    report have the number 0 and a `folio` of their own."""

    number: int
    side: Side
    master: Master
    chapter: str
    items: tuple[Placed, ...]
    folio: str = ""


class OutlineEntry(Value):
    """A bookmark: its level (1 is a chapter), words, and the label that it leads to."""

    level: int
    title: str
    label: str


class Layout(Value):
    """All pages of a report, its bookmarks, the page on which each label stands, and the line on that page of those
    that stand in a line (the changes of a concept)."""

    setup: PageSetup
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...]
    pages_by_label: Mapping[str, int]
    lines_by_label: Mapping[str, int] = field(default_factory=dict)


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
