"""Image files for the canvas."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from PIL import Image
from reportlab.lib.utils import ImageReader


class Raster(Protocol):
    """An image as bytes: rows from above, a byte for each ink of a pixel, or for its grey."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def mode(self) -> Literal["CMYK", "L"]:
        """Four inks, or grey."""

    @property
    def data(self) -> bytes:
        """The pixels."""


def printed(images: Mapping[str, Raster]) -> Callable[[str], ImageReader]:
    """What reads images by path that were turned into inks before."""

    def read(path: str) -> ImageReader:
        image = images[path]
        return ImageReader(Image.frombytes(image.mode, (image.width, image.height), image.data))

    return read


class ImageShelf:
    """Opened images by path. A reader, not a path, is what the canvas gets: it names images by what they show, where a
    path would make the bytes of a report depend on the folder that it was built in."""

    def __init__(self, read: Callable[[str], ImageReader]) -> None:
        self._read = read
        self._open: dict[str, ImageReader] = {}

    def open(self, path: str) -> ImageReader:
        """A PNG or JPEG file; one that cannot be read is an OSError (the content checks come before)."""
        image = self._open.get(path)
        if image is None:
            image = self._open[path] = self._read(path)
        return image
