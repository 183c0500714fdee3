"""The header of an image file: its format and size, read without decoding a pixel."""

import warnings
from os import SEEK_CUR
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.files.inputs import OutsideError, RefusedError, open_file, tell_unreadable
from reportbuilder.values import Value

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
"""The supported formats, by Pillow's names. A JPEG file with several pictures opens as "MPO"."""

MOST_PIXELS = 110_000_000
"""The most pixels of an image: more than cameras and scanners give; decoded they take at most 440 MB."""

SAVE_AS = "Save it as JPEG (a photograph) or as PNG (a drawing or a screenshot)."

_NAMES = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "TIFF": "TIFF", "WEBP": "WebP", "GIF": "GIF", "BMP": "BMP"}
_ENDINGS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "jpe": "JPEG", "tif": "TIFF", "tiff": "TIFF", "webp": "WebP",
            "gif": "GIF", "bmp": "BMP"}  # fmt: skip
_ORIENTATION = 0x0112  # Exif 2.3, 4.6.4
_SIDEWAYS = frozenset({5, 6, 7, 8})
_SIGNATURE = 64  # bytes: as many as tell a format


class ImageHeader(Value):
    """The header of an image file.

    `width` and `height` are in pixels of the upright image. `orientation` is the Exif number (1 to 8) of the
    transformation that makes it upright. `mode` is Pillow's name of the pixel format.
    """

    format: str
    width: int
    height: int
    mode: str
    orientation: int = 1

    @property
    def is_jpeg(self) -> bool:
        """Whether the pixels are compressed as JPEG."""
        return _NAMES[self.format] == "JPEG"


def read_header(
    path: Path, name: str, place: Place, diagnostics: Diagnostics, root: Path | None = None
) -> ImageHeader | None:
    """Read the header of an image file inside the folder `root`; None, and a problem at `place` that calls the file
    `name`, when it cannot be used: it is damaged, its format is not read here, or it has more pixels than
    `MOST_PIXELS`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's warnings are about what is looked at here
            with open_file(path, root) as file:
                header, pictures = _open(file)
    except Image.DecompressionBombError:
        _report_size(name, "", place, diagnostics)
        return None
    except Exception as error:  # a decoder may raise anything for bytes that somebody damaged
        report_unreadable(path, name, error, place, diagnostics)
        return None
    if header.width * header.height > MOST_PIXELS:
        _report_size(name, f" ({header.width} × {header.height})", place, diagnostics)
        return None
    kind, ending = _NAMES[header.format], path.suffix[1:].lower()
    if _ENDINGS.get(ending) != kind:
        message = f"“{name}” is a {kind} file; its name says something else."
        hint = f"Give it a name that ends in .{next(e for e, k in _ENDINGS.items() if k == kind)}."
        diagnostics.add(Code.IMAGE_ENDING, message, place, hint)
    if pictures > 1 and header.format != "MPO":
        message = f"“{name}” has {pictures} pictures in it; only the first is shown."
        diagnostics.add(Code.IMAGE_PICTURES, message, place, "Save each picture as a file of its own.")
    return header


def report_unreadable(path: Path, name: str, error: Exception, place: Place, diagnostics: Diagnostics) -> None:
    """Report a file that is no image, is damaged or has an unsupported format, with a hint."""
    kind = _other_format(path)
    if isinstance(error, OutsideError | RefusedError) or (isinstance(error, OSError) and error.strerror):
        tell_unreadable(path, error, diagnostics, place)
        return
    if kind:
        message, hint = f"“{name}” cannot be shown: {kind} files are not read here.", SAVE_AS
        if kind in ("PDF", "SVG"):
            hint = "Export it as SVG, with a name that ends in .svg, or as PNG, 2400 pixels across or more."
    elif path.exists() and path.stat().st_size == 0:
        message, hint = f"“{name}” is empty.", "Copy it again from where it came."
    else:
        message = f"“{name}” cannot be read as an image: it is damaged, or not whole."
        hint = f"Copy it again from where it came, or open it in a program for images. {SAVE_AS}"
    diagnostics.add(Code.IMAGE_UNREADABLE, message, place, hint)


def _open(file: BinaryIO) -> tuple[ImageHeader, int]:
    """The header, and the number of pictures in the file. Raises whatever Pillow raises for a damaged file."""
    with Image.open(file, formats=FORMATS) as image:
        assert image.format is not None
        (across, down), orientation = image.size, _orientation(image, file)
        if orientation in _SIDEWAYS:
            across, down = down, across
        header = ImageHeader(image.format, across, down, image.mode, orientation)
        pictures = int(getattr(image, "n_frames", 1))
        if image.format == "PNG":
            image.verify()  # the checksums of all its chunks, without decoding
        return header, pictures


def _orientation(image: Image.Image, file: BinaryIO) -> int:
    """The Exif orientation of an opened image; 1 for TIFF files, which Pillow turns itself, and for unknown numbers."""
    if image.format == "TIFF":
        return 1
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode the image for a chunk that stands behind the pixels.
        at = file.tell()
        data = _chunk(file, b"eXIf")
        file.seek(at)
        exif = Image.Exif()
        exif.load(data)
        orientation = exif.get(_ORIENTATION, 1)
    else:
        orientation = image.getexif().get(_ORIENTATION, 1)
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _chunk(file: BinaryIO, name: bytes) -> bytes:
    """The data of a chunk of a PNG file (PNG, 5.3); empty if there is none."""
    file.seek(8)
    while len(head := file.read(8)) == 8:
        length = int.from_bytes(head[:4], "big")
        if head[4:] == name:
            return file.read(length)
        file.seek(length + 4, SEEK_CUR)
    return b""


def _report_size(name: str, size: str, place: Place, diagnostics: Diagnostics) -> None:
    message = f"“{name}” has too many pixels{size}: an image may have {MOST_PIXELS // 1_000_000} million."
    hint = "Save it smaller: 4000 pixels across are more than a page can show."
    diagnostics.add(Code.IMAGE_TOO_LARGE, message, place, hint)


def _other_format(path: Path) -> str:
    """The name of a known unsupported format, by the first bytes of a file; empty for any other."""
    try:
        with open_file(path, None) as file:
            begin = file.read(_SIGNATURE)
    except OSError:
        return ""
    if begin[4:8] == b"ftyp":
        brand = begin[8:12]
        return "AVIF" if brand in (b"avif", b"avis") else "HEIC" if brand[:2] in (b"he", b"mi") else "film"
    known = {b"%PDF": "PDF", b"8BPS": "Photoshop", b"%!PS": "PostScript", b"\xc5\xd0\xd3\xc6": "PostScript",
             b"\0\0\0\x0cjP  ": "JPEG 2000", b"\xff\x4f\xff\x51": "JPEG 2000", b"\xff\x0a": "JPEG XL",
             b"\0\0\0\x0cJXL ": "JPEG XL", b"\0\0\1\0": "icon", b"\xd7\xcd\xc6\x9a": "Windows Metafile",
             b"<svg": "SVG", b"<?xml": "SVG"}  # fmt: skip
    return next((kind for signature, kind in known.items() if begin.startswith(signature)), "")
