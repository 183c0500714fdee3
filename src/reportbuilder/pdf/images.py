"""Image files for the canvas."""

from collections.abc import Callable

from reportlab.lib.utils import ImageReader


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
