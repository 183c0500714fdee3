"""The flowable protocol as the composer uses it, the surface that flowables draw on, and the stream of items.

A flowable follows ReportLab's protocol (`wrap`, `split`, `drawOn`, ReportLab user guide, chapter 5). Ours are frozen
and made for one width, so that a height never changes and a split gives new values. The surface is an interface: the
`pdf` room implements it; a test can implement it in ten lines.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import BreakKind, Float, Span
from reportbuilder.structure.model import Mark
from reportbuilder.text.breaking import Line
from reportbuilder.values import Value, field, replace, settle


class PlatypusFlowable(Protocol):
    """The part of ReportLab's flowable protocol that is used (`reportlab.platypus.flowables.Flowable`)."""

    # The names are ReportLab's.
    def wrapOn(self, canv: Any, aW: float, aH: float) -> tuple[float, float]: ...  # noqa: N802, N803
    def splitOn(self, canv: Any, aW: float, aH: float) -> "list[PlatypusFlowable]": ...  # noqa: N802, N803
    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None: ...  # noqa: N802, N803


class Surface(Protocol):
    """A page to draw on; points, origin at the lower left of the trim box; colours are palette names.

    A class that extends it need define only what it cares about: the methods here draw nothing.

    A `mark` is the element that something belongs to, or the kind of artifact that it is; rules and grounds are
    artifacts always.
    """

    def text(self, line: Line, x: float, baseline: float, mark: Mark) -> None:
        """Draw a set line whose left edge is `x`."""
        return

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        return

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """Draw a straight line."""
        return

    def picture(self, picture: Picture, x: float, y: float, mark: Mark, scale: float = 1.0) -> None:
        """Draw a vector picture with its lower left corner at (x, y)."""
        return

    def image(self, path: str, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Place an image file."""
        return

    def platypus(self, flowable: PlatypusFlowable, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Draw a flowable of ReportLab's with its lower left corner at (x, y), in a width and a height that it was
        wrapped in."""
        return

    def destination(self, label: str, top: float) -> None:
        """Make a label lead to this height of the page."""
        return


NoteCost = Callable[[tuple[str, ...]], float]
"""The height that the footnotes of these labels add to the foot of a column."""


FLOAT_SHARE = 0.72
"""Floats take at most this share of a page that also has text."""


def note_label(label: str) -> str:
    """The destination of a footnote."""
    return f"note-{label}"


class Flowable(Value):
    """The base of everything that can be placed on a page: it has a width and a height in points, and may be split."""

    @property
    def width(self) -> float:
        """The width that it was made for."""
        raise NotImplementedError

    @property
    def height(self) -> float:
        """Its whole height."""
        raise NotImplementedError

    @property
    def minimum(self) -> float:
        """The height of the smallest part that may stand alone at the foot of a column."""
        return self.height

    @property
    def notes(self) -> tuple[str, ...]:
        """The labels of the footnotes that it refers to."""
        return ()

    @property
    def images(self) -> "tuple[Flowable, ...]":
        """The image files in it (`stack.ImageBox`), which an edition converts before it is drawn."""
        return ()

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """ReportLab's method to measure a flowable: width and height are fixed, whatever is available."""
        del available_width, available_height
        return self.width, self.height

    def cut(self, available: float, note_cost: NoteCost) -> "tuple[Flowable, Flowable] | None":
        """Cut into what fits the available height (with its footnotes) and the rest, or None if it cannot be."""
        del available, note_cost
        return None

    def split(self, available_width: float, available_height: float) -> "list[Flowable]":
        """ReportLab's way to ask for a cut."""
        del available_width
        return list(self.cut(available_height, lambda labels: 0.0) or ())

    def force_cut(self, available: float) -> "tuple[Flowable, Flowable] | None":
        """Cut without regard for looks, for what is taller than a whole column; None if it cannot be."""
        del available
        return None

    def shrink(self, available: float) -> "Flowable | None":
        """The same scaled down to the available height, for what cannot be cut; None if it cannot be scaled."""
        del available
        return None

    def drawOn(self, surface: "Surface", x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        """Draw with the lower left corner at (x, y)."""
        raise NotImplementedError


def report_too_tall(height: float, room: float, smaller: bool, place: Place, diagnostics: Diagnostics) -> None:
    """Report what is taller (in points) than a page has room for; what cannot be set smaller would lose words."""
    message = f"This block is {height:.0f} points tall, and a page has room for {room:.0f}"
    hint = "Make it shorter, or divide it."
    if smaller:
        diagnostics.add(Code.BLOCK_SMALLER, f"{message}; it is set smaller.", place, hint)
    else:
        diagnostics.add(Code.BLOCK_TOO_TALL, f"{message}; it would run off the page.", place, hint)


class Item(Value):
    """A flowable in the stream: the space around it, what it must stay with, and where it may go.

    The space above it may be opened by at most `opens` lines of the grid, to make a column end where the others do.
    `labels` are the destinations that its top carries; `order` is its number in the stream, which is the order of
    reading wherever it goes on its page. `margin` stands beside its first line in the outer margin
    (`layout.margin`), and is read before it; an item that is `beside` is to stand there itself, beside the next one.
    """

    flowable: Flowable
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False
    span: Span = Span.COLUMN
    float: Float = Float.HERE
    break_before: BreakKind | None = None
    labels: tuple[str, ...] = ()
    place: Place = Place()
    order: int = sys.maxsize
    opens: int = 0
    margin: tuple[Flowable, ...] = ()
    beside: bool = False


class ItemStream(Value):
    """The items of a section, in order, and by label the flowables of its footnotes and their places in the source."""

    items: tuple[Item, ...]
    notes: dict[str, Flowable]
    note_places: Mapping[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the items."""
        settle(self, "items", tuple(replace(item, order=order) for order, item in enumerate(self.items)))


class CarriedNote(Value):
    """A footnote, or with `begun` the rest of one, that did not fit at the foot of the column that refers to it."""

    label: str
    note: Flowable
    begun: bool = False


class StreamPosition(Value):
    """A position in an item stream: the index of the next item, the rest of it if it was cut, and what waits.

    `floats` wait for a page, `column_floats` for the top of a column, `carried` for the foot of one. `ahead` are the
    numbers of floats that stand on a page before their place in the text; `stop` is the number of the item before which
    this page ends, or -1.
    """

    index: int = 0
    rest: Flowable | None = None
    floats: tuple[Item, ...] = ()
    column_floats: tuple[Item, ...] = ()
    carried: tuple[CarriedNote, ...] = ()
    ahead: tuple[int, ...] = ()
    stop: int = -1

    def current(self, stream: ItemStream) -> Item | None:
        """The next item to place, or what is left of it."""
        if self.index >= len(stream.items):
            return None
        item = stream.items[self.index]
        if self.rest is None:
            return item
        return replace(item, flowable=self.rest, before=0.0, break_before=None, labels=(), margin=())

    def past(self) -> "StreamPosition":
        """One item further."""
        return replace(self, index=self.index + 1, rest=None)

    def left_with(self, rest: Flowable) -> "StreamPosition":
        """At the same item, of which this is left."""
        return replace(self, rest=rest)

    def done(self, stream: ItemStream) -> bool:
        """Whether nothing of the stream is left, waiting things included."""
        return self.index >= len(stream.items) and not (self.floats or self.column_floats or self.carried)
