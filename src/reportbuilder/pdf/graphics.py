"""Pictures drawn on ReportLab's canvas: vector graphics as paths and text objects, raster images as XObjects
(ISO 32000-1, 8.5 and 8.9.5)."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, FILL_NON_ZERO, Canvas

from reportbuilder.document.graphics import Anchor, Label, Path, Picture, Verb
from reportbuilder.pdf.text import GraphicsState, Lettering, ShapedText
from reportbuilder.text.runs import RunStyle
from reportbuilder.text.shaping import FontBook

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
            if isinstance(item, Path):
                self._path(item)
            elif item.text:
                self._label(item)

    def _path(self, path: Path) -> None:
        if path.fill is None and path.stroke is None:
            return
        canvas, palette, state = self._canvas, self._lettering.palette, self._state
        if path.fill is not None and path.fill != state.fill:
            state.fill = path.fill
            palette.fill(canvas, path.fill)
        if path.stroke is not None:
            self._set_line(path, path.stroke)
        drawn = canvas.beginPath()
        steps = {Verb.MOVE: drawn.moveTo, Verb.LINE: drawn.lineTo, Verb.CURVE: drawn.curveTo, Verb.CLOSE: drawn.close}
        for segment in path.segments:
            steps[segment.verb](*[round(value, 2) for value in segment.points])
        rule = FILL_EVEN_ODD if path.even_odd else FILL_NON_ZERO
        canvas.drawPath(drawn, stroke=int(path.stroke is not None), fill=int(path.fill is not None), fillMode=rule)

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


def overhang(picture: Picture) -> float:
    """How far a form must reach beyond its picture, in points, so that caps of lines and letters at the edge are not
    clipped."""
    widths = [item.line_width for item in picture.items if isinstance(item, Path)]
    sizes = [item.size for item in picture.items if isinstance(item, Label)]
    return max((*widths, *sizes), default=0.0)


if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage

Images = Mapping[str, "EncodedImage"]
"""Encoded images by the paths of their files."""

_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


class ImageDrawing:
    """Draws images on a canvas; the bytes of each are added to its document when it is drawn first."""

    def __init__(self, canvas: Canvas, images: Images) -> None:
        self._canvas, self._images = canvas, images
        self._names: dict[str, str] = {}

    def draw(self, path: str, x: float, y: float, width: float, height: float) -> None:
        """Draw an image with its lower left corner at (x, y), in points. Its name in the file does not tell its path:
        that would make the bytes of a report depend on the folder that it was built in."""
        name = self._names.get(path)
        if name is None:
            name = self._names[path] = f"image{len(self._names) + 1}"
            # drawImage would decode and encode the image again
            self._canvas._doc.addForm(name, _xobject(self._images[path]))
        self._canvas.saveState()
        self._canvas.transform(width, 0, 0, height, x, y)
        self._canvas.doForm(name)
        self._canvas.restoreState()


def _xobject(image: "EncodedImage") -> PDFStream:
    entries = {
        "Type": PDFName("XObject"),
        "Subtype": PDFName("Image"),
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": PDFName(_SPACES[image.components]),
        "BitsPerComponent": image.bits,
        "Filter": PDFName(image.filter),
    }
    if image.predicted:
        entries["DecodeParms"] = PDFDictionary({"Predictor": 15, "Colors": image.components, "Columns": image.width})
    if image.inverted:
        entries["Decode"] = PDFArrayCompact([1, 0] * image.components)
    return PDFStream(PDFDictionary(entries), image.data)
