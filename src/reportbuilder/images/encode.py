"""Encodes images as PDF image streams: lossless, as JPEG, or as the original JPEG file."""

import struct
import zlib
from io import BytesIO
from typing import Literal

from PIL import Image, ImageChops

from reportbuilder.values import Value

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive Huffman: what DCTDecode reads
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_JFIF, _ADOBE = 0xE0, 0xEE
_LEFT_OUT = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""JPEG segments that are removed: application data and comments, such as GPS positions, thumbnails, profiles and editor
notes."""


class PlainJpeg(Value, eq=False):
    """A JPEG file for DCTDecode: its components, whether they are stored inverted (as Adobe programs store CMYK), and
    its bytes without metadata."""

    components: int
    adobe: bool
    data: bytes


def plain_jpeg(data: bytes) -> PlainJpeg | None:
    """Strip the metadata of a JPEG file, such as the place and time of a photograph; its pixels are not changed.

    Returns None if PDF readers may not show it alike (ISO 32000-1, 7.4.8): unusual compression or bit depth, ambiguous
    colour spaces, or a malformed file.
    """
    if data[:2] != b"\xff\xd8":
        return None
    segments, offset = [data[:2]], 2
    components, adobe, named = 0, False, False
    while offset + 4 <= len(data) and data[offset] == 0xFF:
        marker = data[offset + 1]
        if marker == 0xFF or marker in _ALONE:
            offset += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, offset + 2)
        segment = data[offset : offset + 2 + length]
        if length < 2 or len(segment) < 2 + length or marker in _OTHER_FRAMES or marker in (_START, _END):
            return None
        if marker in _FRAMES:
            if components or length < 11 or segment[4] != 8:
                return None
            components = segment[9]
            named = bytes(segment[10:19:3]) == b"\1\2\3"
        elif marker == _ADOBE and segment[4:9] == b"Adobe":
            adobe = True
        elif marker == _JFIF:
            named = named or segment[4:8] == b"JFIF"
        if marker == _SCAN:
            end = data.rfind(b"\xff\xd9")
            if components not in (1, 3, 4) or end < offset or (components == 3 and not (adobe or named)):
                return None
            return PlainJpeg(components, adobe, b"".join((*segments, data[offset : end + 2])))
        if marker not in _LEFT_OUT and not (marker == _ADOBE and segment[4:9] != b"Adobe"):
            segments.append(segment)
        offset += len(segment)
    return None


QUALITY = 90
"""The JPEG quality (1 to 95): enough for print; lower ones show artefacts at edges."""

_LEVEL = 6  # of zlib: higher ones take three times as long for a hundredth


class EncodedImage(Value, eq=False):
    """An encoded image: the bytes of its stream, and the values of its dictionary (ISO 32000-1, 8.9.5). `inverted`
    means that samples are 0 for full ink or light, as in Adobe's JPEG files."""

    width: int
    height: int
    components: Literal[1, 3, 4]
    bits: Literal[1, 8]
    filter: Literal["DCTDecode", "FlateDecode"]
    data: bytes
    predicted: bool = False
    inverted: bool = False


def lossless(image: Image.Image) -> EncodedImage:
    """Encode an image of mode "1", "L", "RGB" or "CMYK" with Flate, with the PNG predictor Up (ISO 32000-1, 7.4.4.4) if
    that is smaller."""
    data = image.tobytes()
    packed = zlib.compress(data, _LEVEL)
    if image.mode == "1":
        return EncodedImage(image.width, image.height, 1, 1, "FlateDecode", packed)
    above = ImageChops.offset(image, 0, 1)
    above.paste(0 if image.mode == "L" else (0,) * len(image.getbands()), (0, 0, image.width, 1))
    differences = _subtracted(image, above)
    step = image.width * len(image.getbands())
    rows = (b"\2" + differences[at : at + step] for at in range(0, len(differences), step))
    predicted = zlib.compress(b"".join(rows), _LEVEL)
    best = min(packed, predicted, key=len)
    return EncodedImage(
        image.width, image.height, _components(image), 8, "FlateDecode", best, predicted=best is predicted
    )


def as_jpeg(image: Image.Image) -> EncodedImage:
    """Encode an image of mode "L", "RGB" or "CMYK" as JPEG."""
    file = BytesIO()
    subsampling = "4:2:0" if image.mode == "RGB" else "4:4:4"
    stored = ImageChops.invert(image) if image.mode == "CMYK" else image  # Pillow inverts inks once more
    stored.save(file, "JPEG", quality=QUALITY, optimize=True, subsampling=subsampling)
    return EncodedImage(image.width, image.height, _components(image), 8, "DCTDecode", file.getvalue())


def kept_jpeg(jpeg: PlainJpeg, size: tuple[int, int]) -> EncodedImage:
    """An original JPEG file of this size in pixels as an encoded image."""
    inverted = jpeg.components == 4 and jpeg.adobe
    match jpeg.components:
        case 1 | 3 | 4 as components:
            return EncodedImage(*size, components, 8, "DCTDecode", jpeg.data, inverted=inverted)
    raise ValueError(f"a JPEG file of {jpeg.components} components")


def decoded_jpeg(image: EncodedImage) -> Image.Image:
    """Decode a JPEG-encoded image to the pixels that PDF readers show."""
    with Image.open(BytesIO(image.data), formats=("JPEG",)) as file:
        file.load()
        return file.copy() if file.mode != "CMYK" or image.inverted else ImageChops.invert(file)


def _components(image: Image.Image) -> Literal[1, 3, 4]:
    match image.mode:
        case "L" | "1":
            return 1
        case "RGB":
            return 3
        case "CMYK":
            return 4
    raise ValueError(f"an image of mode {image.mode}")


def _subtracted(image: Image.Image, other: Image.Image) -> bytes:
    """The difference between the bytes of two images, modulo 256."""
    if image.mode != "CMYK":
        return ImageChops.subtract_modulo(image, other).tobytes()
    bands = zip(image.split(), other.split(), strict=True)
    return Image.merge("CMYK", [ImageChops.subtract_modulo(a, b) for a, b in bands]).tobytes()
