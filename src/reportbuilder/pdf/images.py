"""Images on pages: each file once, as it was encoded for the edition (ISO 32000-1, 8.9.5)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

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
