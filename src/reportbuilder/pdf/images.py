"""Images on pages: while pages are drawn, each is a form that holds its place; the file gets the image itself."""

from collections.abc import Mapping
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas


class ImageStream(Protocol):
    """An image as it stands in a file."""

    @property
    def entries(self) -> str:
        """The entries of its dictionary but the length."""

    @property
    def data(self) -> bytes:
        """The bytes of its stream."""


Images = Mapping[str, ImageStream]
"""Images by the path of their file."""


class ImagePlaces:
    """The images that the pages of one take show, each once, in the order in which they come.

    Pages are drawn by several processes; so the bytes of images, which are large, do not go through them.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._names: dict[str, str] = {}

    def draw(self, path: str, x: float, y: float, width: float, height: float) -> None:
        """Draw an image at a place and a size. Its name in the file does not tell its path: that would make the bytes
        of a report depend on the folder that it was built in."""
        name = self._names.get(path)
        if name is None:
            name = self._names[path] = f"image{len(self._names) + 1}"
            self._canvas.beginForm(name, 0, 0, 1, 1)
            self._canvas.addLiteral("n")
            self._canvas.endForm()
        self._canvas.saveState()
        self._canvas.transform(width, 0, 0, height, x, y)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    @property
    def paths(self) -> Mapping[str, str]:
        """The paths of the images by the names that pages give them."""
        return {f"/FormXob.{name}": path for path, name in self._names.items()}
