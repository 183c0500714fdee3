"""Decodes image files: upright, in eight bits per component, without transparency, and with no more pixels than
needed."""

import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops

from reportbuilder.files.inputs import open_file
from reportbuilder.images.header import FORMATS, ImageHeader
from reportbuilder.images.profiles import described_profile
from reportbuilder.values import Value

_SIXTEEN_BITS = 257  # of 65535, for one of 255
_BAND = 4_000_000  # pixels that are worked on at once
_TILE = 128  # pixels on a side
_FEW = 4096  # pixels: an image of fewer takes no room to speak of
_BUSY = 0.3  # the share of its bytes that a photograph keeps at least when it is compressed without loss
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The transformation that makes an image upright, by Exif orientation (Exif 2.3, 4.6.4)."""


class Decoded(Value, eq=False):
    """A decoded image: `image` has mode "1", "L", "RGB", "CMYK" or "LAB", and may have fewer pixels than the file.

    `profile` is the ICC profile of its colours, None if the file has none. `photograph` is true for continuous tones,
    and false for drawings and text.
    """

    image: Image.Image
    header: ImageHeader
    profile: bytes | None
    photograph: bool

    @property
    def has_all_pixels(self) -> bool:
        """Whether the image has all pixels of the file."""
        return self.image.size == (self.header.width, self.header.height)


def decode(path: Path, header: ImageHeader, least: Callable[[bool], tuple[int, int]]) -> Decoded:
    """Decode an image file.

    `least` gives the smallest acceptable width and height in pixels, for a photograph or not: JPEG files are decoded at
    a half, a quarter or an eighth of their size if that suffices, other files are reduced in bands. Raises whatever
    Pillow raises for a damaged file.
    """
    with open_file(path, None) as file, Image.open(file, formats=FORMATS) as image:
        if header.is_jpeg:
            smallest = least(True)
            image.draft(image.mode, smallest if header.orientation < 5 else smallest[::-1])
        image.load()
        profile = _profile(image)
        photograph = header.is_jpeg or _is_photograph(image)
        smallest = least(photograph)
        across, down = smallest if header.orientation < 5 else smallest[::-1]
        factor = max(1, min(image.width // max(1, across), image.height // max(1, down)))
        plain = _plain(image) if factor == 1 else _reduced(image, factor)
        if header.is_jpeg and plain.mode == "CMYK" and "adobe" not in image.info:
            plain = ImageChops.invert(plain)  # Pillow takes every CMYK file to be inverted, as Adobe's are
    if header.orientation in _TURNS:
        plain = plain.transpose(_TURNS[header.orientation])
    return Decoded(plain, header, profile, photograph)


def _profile(image: Image.Image) -> bytes | None:
    """The ICC profile in the file, or one made from the gamma and chromaticities of a PNG file."""
    info = image.info
    embedded = info.get("icc_profile")
    if isinstance(embedded, bytes) and embedded:
        return embedded
    gamma = info.get("gamma")
    if image.format == "PNG" and "srgb" not in info and isinstance(gamma, int | float) and gamma > 0:
        grey = image.mode in ("1", "L", "LA", "I;16", "I")
        return described_profile(float(gamma), info.get("chromaticity"), grey)
    return None


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Reduce an image by averaging blocks of `factor` × `factor` pixels, band by band."""
    height = factor * max(1, _BAND // (image.width * factor))
    size = (-(-image.width // factor), -(-image.height // factor))
    target: Image.Image | None = None
    for top in range(0, image.height, height):
        band = _plain(image.crop((0, top, image.width, min(top + height, image.height))))
        band = (band.convert("L") if band.mode == "1" else band).reduce(factor)
        target = target or Image.new(band.mode, size)
        target.paste(band, (0, top // factor))
    assert target is not None
    return target


def _plain(image: Image.Image) -> Image.Image:
    """Convert an image to bilevel, grey, RGB, CMYK or L*a*b* with eight bits, on white if it is transparent."""
    if image.mode.startswith("I;16"):
        return _eight_bits(image)
    if image.mode in ("I", "F"):
        raise ValueError("an image of 32 bits a pixel")
    if image.has_transparency_data:
        grey = image.mode in ("1", "L", "LA", "La")
        image = image.convert("LA" if grey else "RGBA")
        ground = Image.new("L" if grey else "RGB", image.size, "white")
        ground.paste(image.convert(ground.mode), mask=image.getchannel("A"))
        return ground
    if image.mode in ("1", "L", "RGB", "CMYK", "LAB"):
        return image.copy()
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Convert a grey image with 16 bits to 8, on white if it is transparent."""
    import numpy as np  # only images need it, and it takes a while to import

    wide = np.asarray(image).astype(np.uint32)
    grey = ((wide + _SIXTEEN_BITS // 2) // _SIXTEEN_BITS).astype(np.uint8)
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey[wide == clear] = 255
    return Image.fromarray(grey)


def _is_photograph(image: Image.Image) -> bool:
    """Whether an image has continuous tones, judged by the lossless compression of nine tiles."""
    if image.mode in ("1", "P", "PA") or image.width * image.height < _FEW:
        return False
    if image.mode == "CMYK":
        return True
    sample = b""
    for row in range(3):
        for column in range(3):
            left, top = (image.width - _TILE) * column // 2, (image.height - _TILE) * row // 2
            box = (max(0, left), max(0, top), min(image.width, max(0, left) + _TILE), max(0, top) + _TILE)
            tile = _plain(image.crop((*box[:3], min(image.height, box[3])))).convert("RGB")
            sample += ImageChops.subtract_modulo(tile, ImageChops.offset(tile, 1, 0)).tobytes()
    return len(zlib.compress(sample, 1)) > _BUSY * len(sample)
