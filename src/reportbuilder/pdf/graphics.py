"""Pictures drawn on ReportLab's canvas: vector graphics as paths and text objects, raster images as XObjects
(ISO 32000-1, 8.5 and 8.9.5)."""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import FILL_EVEN_ODD, FILL_NON_ZERO, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Segment, Verb
from reportbuilder.pdf.fonts import WrittenObject
from reportbuilder.pdf.objects import numbers, stream
from reportbuilder.pdf.text import GraphicsState, Lettering, ShapedText
from reportbuilder.text.runs import RunStyle
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import replace

_ANCHORS = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


class PictureDrawing:
    """Draws the display list of one picture on a canvas, in the picture's own coordinates."""

    def __init__(self, canvas: Canvas, lettering: Lettering, fonts: FontBook) -> None:
        self._canvas, self._lettering, self._fonts = canvas, lettering, fonts
        self._state = GraphicsState()
        self._line: tuple[tuple[float, ...], int, int] = ((), 0, 0)

    def draw(self, picture: Picture) -> None:
        """Draw all items of the picture."""
        for item in picture.items:
            if isinstance(item, Path) and item.is_opaque:
                self._path(item)
            elif isinstance(item, Path):
                self._blended(item)
            elif item.text:
                self._label(item)

    def _blended(self, path: Path) -> None:
        """Draw a path that is clipped or lets through what is behind it, in a graphics state of its own."""
        canvas, before, line = self._canvas, self._state, self._line
        canvas.saveState()
        self._state = replace(before)
        for clip in path.clips:
            rule = FILL_EVEN_ODD if clip.even_odd else FILL_NON_ZERO
            canvas.clipPath(self._outline(clip.segments), stroke=0, fill=0, fillMode=rule)
        self._path(path)
        canvas.restoreState()
        self._state, self._line = before, line

    def _outline(self, segments: Iterable[Segment]) -> PDFPathObject:
        """A path of ReportLab's."""
        drawn = self._canvas.beginPath()
        steps = {Verb.MOVE: drawn.moveTo, Verb.LINE: drawn.lineTo, Verb.CURVE: drawn.curveTo, Verb.CLOSE: drawn.close}
        for segment in segments:
            steps[segment.verb](*[round(value, 2) for value in segment.points])
        return drawn

    def _path(self, path: Path) -> None:
        if path.fill is None and path.stroke is None:
            return
        canvas, palette, state = self._canvas, self._lettering.palette, self._state
        if path.fill is not None and path.fill != state.fill:
            state.fill = path.fill
            palette.fill(canvas, path.fill)
        if path.stroke is not None:
            self._set_line(path, path.stroke)
        rule = FILL_EVEN_ODD if path.even_odd else FILL_NON_ZERO
        if path.fill is not None and path.fill_opacity < 1:  # after the colours: setting one makes it opaque
            canvas.setFillAlpha(round(path.fill_opacity, 3))
        if path.stroke is not None and path.stroke_opacity < 1:
            canvas.setStrokeAlpha(round(path.stroke_opacity, 3))
        canvas.drawPath(
            self._outline(path.segments),
            stroke=int(path.stroke is not None),
            fill=int(path.fill is not None),
            fillMode=rule,
        )

    def _set_line(self, path: Path, colour: str) -> None:
        """Change the colour, width, dashes, caps and joins of lines, where they change."""
        canvas, state = self._canvas, self._state
        if colour != state.stroke:
            state.stroke = colour
            self._lettering.palette.stroke(canvas, colour)
        if path.line_width != state.line_width:
            state.line_width = path.line_width
            canvas.setLineWidth(round(path.line_width, 2))
        line = (path.dash, path.cap, path.join)
        if line != self._line:
            self._line = line
            canvas.setDash([round(length, 2) for length in path.dash])
            canvas.setLineCap(path.cap)
            canvas.setLineJoin(path.join)

    def _label(self, label: Label) -> None:
        word = self._fonts.shape(label.text, label.face, label.features)
        cos, sin = math.cos(math.radians(label.angle)), math.sin(math.radians(label.angle))
        back = word.width * label.size * _ANCHORS[label.anchor]
        text = ShapedText(self._canvas, self._lettering, self._state, label.x - back * cos, label.y - back * sin)
        if label.angle:
            text.setTextTransform(cos, sin, -sin, cos, label.x - back * cos, label.y - back * sin)
        text.show_word(word, RunStyle(label.face, label.size, label.colour, label.features))
        self._canvas.drawText(text)


def picture_box(picture: Picture) -> tuple[float, float, float, float]:
    """The bounding box of the form of a picture, which reaches beyond it so that caps of lines and letters at the edge
    are not clipped."""
    widths = [item.line_width for item in picture.items if isinstance(item, Path)]
    sizes = [item.size for item in picture.items if isinstance(item, Label)]
    margin = max((*widths, *sizes), default=0.0)
    return -margin, -margin, picture.width + margin, picture.height + margin


if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage

Images = Mapping[str, "EncodedImage"]
"""Encoded images by the paths of their files."""

_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


def image_entries(image: "EncodedImage") -> str:
    """The entries of the dictionary of an image XObject (ISO 32000-1, 8.9.5)."""
    entries = [
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}",
        f"/ColorSpace/{_SPACES[image.components]}/BitsPerComponent {image.bits}/Filter/{image.filter}",
    ]
    if image.predicted:
        entries.append(f"/DecodeParms<</Predictor 15/Colors {image.components}/Columns {image.width}>>")
    if image.inverted:
        entries.append(f"/Decode{numbers([1, 0] * image.components)}")
    return "".join(entries)


def image_xobject(image: "EncodedImage") -> WrittenObject:
    """An image XObject for a document of ReportLab's."""
    return WrittenObject(stream(image.data, image_entries(image), compress=False))
