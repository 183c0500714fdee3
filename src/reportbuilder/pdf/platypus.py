"""Our flowables in somebody else's Platypus document: running text, tables and figures in a `SimpleDocTemplate` or in
a `Frame` of ReportLab's.

    house = HouseFlowables(style, fonts)
    SimpleDocTemplate("a.pdf").build([Paragraph("…", body), house.flowable(block)])

Fonts are embedded as in reports, with exact ToUnicode maps, and links to addresses can be followed. The document has no
structure tree: that is a matter of whoever makes it.
"""

from types import MappingProxyType

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable as ReportLabFlowable

from reportbuilder.layout.flow import Flowable
from reportbuilder.pdf.colour import Palette
from reportbuilder.pdf.fonts import Typefaces
from reportbuilder.pdf.graphics import Images
from reportbuilder.pdf.marked_content import Untagged
from reportbuilder.pdf.surface import CanvasSurface, DocumentXObjects, DrawingKit
from reportbuilder.style.model import HouseStyle
from reportbuilder.text.shaping import FontBook


class HouseFlowables:
    """Adapts our flowables for ReportLab, with the fonts and colours of a house style, and images by the paths of their
    files."""

    def __init__(self, style: HouseStyle, fonts: FontBook, images: Images = MappingProxyType({})) -> None:
        self._kit, self._images = DrawingKit.of(style, Typefaces(fonts), Palette.screen(style.colours), {}), images
        self._canvas: Canvas | None = None
        self._surface: CanvasSurface | None = None

    def flowable(
        self, ours: Flowable, space_before: float = 0.0, space_after: float = 0.0, keep_with_next: bool = False
    ) -> "HouseFlowable":
        """One of our flowables as one of ReportLab's, with space around it in points."""
        return HouseFlowable(ours, self, space_before, space_after, keep_with_next)

    def surface(self, canvas: Canvas) -> CanvasSurface:
        """The surface for drawing on a canvas; the same for the same canvas, so that pictures are in the file once."""
        if self._surface is None or canvas is not self._canvas:
            xobjects = DocumentXObjects(canvas, self._kit, self._images)
            self._canvas, self._surface = canvas, CanvasSurface(canvas, self._kit, Untagged(), xobjects)
        return self._surface


class HouseFlowable(ReportLabFlowable):  # type: ignore[misc]
    """One of our flowables as one of ReportLab's. It has a fixed width, whatever the frame's, and is split by its own
    rules: no widows or orphans, and whole rows."""

    def __init__(
        self, ours: Flowable, house: HouseFlowables, space_before: float, space_after: float, keep_with_next: bool
    ) -> None:
        super().__init__()
        self.ours, self._house = ours, house
        self.width, self.height = ours.width, ours.height
        # the names are ReportLab's
        self.spaceBefore, self.spaceAfter, self.keepWithNext = space_before, space_after, int(keep_with_next)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Its width and height, which are fixed."""
        return self.ours.wrap(availWidth, availHeight)

    def split(self, availWidth: float, availHeight: float) -> "list[HouseFlowable]":  # noqa: N803 - ReportLab's names
        """The part that fits the height, and the rest; empty if it cannot be split there."""
        parts = self.ours.split(availWidth, availHeight)
        last = len(parts) - 1
        return [
            HouseFlowable(
                part,
                self._house,
                0.0 if index else self.spaceBefore,
                self.spaceAfter if index == last else 0.0,
                bool(self.keepWithNext) and index == last,
            )
            for index, part in enumerate(parts)
        ]

    def draw(self) -> None:
        """Draw with the lower left corner at the origin of the canvas."""
        canvas = self.canv
        surface = self._house.surface(canvas)
        canvas.saveState()
        surface.begin_page()
        self.ours.drawOn(surface, 0.0, 0.0)
        surface.end_page()
        canvas.restoreState()
        for area in surface.links.areas:
            if not area.target.startswith("#"):  # a label leads nowhere in another's document
                canvas.linkURL(area.target, area.rect, relative=1)
        surface.links.areas.clear()
