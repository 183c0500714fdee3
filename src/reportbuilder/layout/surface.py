"""The drawing surface of flowables, an interface. The `pdf` room implements it; a test can implement it in ten
lines."""

from typing import TYPE_CHECKING, Protocol

from reportbuilder.document.graphics import Picture
from reportbuilder.structure.model import Mark
from reportbuilder.text.breaking import Line

if TYPE_CHECKING:
    from reportbuilder.layout.platypus import PlatypusFlowable


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

    def platypus(
        self, flowable: "PlatypusFlowable", x: float, y: float, width: float, height: float, mark: Mark
    ) -> None:
        """Draw a flowable of ReportLab's with its lower left corner at (x, y), in a width and a height that it was
        wrapped in."""
        return

    def destination(self, label: str, top: float) -> None:
        """Make a label lead to this height of the page."""
        return
