"""The images of a text: their sizes, and drawings as vector pictures; pixels are decoded later, when it is known how
large an image is shown."""

from __future__ import annotations

from pathlib import Path

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.graphics import Picture
from reportbuilder.files.inputs import exists, load, shown, tell_unreadable


def check_image(path: Path, root: Path, place: Place, diagnostics: Diagnostics) -> tuple[int, int] | None:
    """The width and height of an image in pixels, upright; None, and a problem at the place that names it, when it
    cannot be shown. Its file has to be inside the folder `root`."""
    from reportbuilder.images.header import read_header  # most reports have no images

    if not exists(path, diagnostics, place, root):
        return None
    header = read_header(path, shown(path), place, diagnostics, root)
    return (header.width, header.height) if header is not None else None


def read_drawing(path: Path, shown: str, diagnostics: Diagnostics, root: Path) -> Picture | None:
    """A figure in SVG as a vector picture; None, and problems, when it cannot be drawn. A file that cannot be read is a
    problem without a place: that of whoever asks for it."""
    from reportbuilder.style.artwork import parse_artwork  # few reports have drawings

    try:
        data = load(path, root)
    except OSError as error:
        tell_unreadable(path, error, diagnostics, Place())
        return None
    return parse_artwork(data, shown, None, diagnostics)
