"""The resolution and the total ink coverage of images in print."""

import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import PIL.Image
from PIL import ImageChops

from reportbuilder.preflight.colour_spaces import ColourSpace, read_space
from reportbuilder.preflight.press_file import PressLimits
from reportbuilder.preflight.reader import (
    dictionary,
    get,
    integer,
    is_true,
    items,
    name,
    numbers,
    resolved,
    stream_data,
)
from reportbuilder.standards.facts import Fact
from reportbuilder.values import Value

_LOSSLESS = frozenset(("FlateDecode", "LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode"))
_JPEG = "DCTDecode"
_ROUNDING = 2.0
"""Percent of total ink by which the rounding of four inks to eight bits may be off."""
_PEAKS = 0.01
"""The share of pixels that may exceed the ink limit with a warning instead of an error."""

_PART = 1 << 20
"""Bytes that are processed at once."""
_BYTES = int.from_bytes(b"\xff\x00" * (_PART // 2), "little")
_WORDS = int.from_bytes(b"\xff\xff\x00\x00" * (_PART // 4), "little")


class PrintedImage(Value, eq=False):
    """An image: its pixels, its colour space (None for a stencil mask), and its ink faults."""

    width: int
    height: int
    space: ColourSpace | None
    faults: tuple[tuple[Fact, str], ...] = ()


def read_image(image: Any, limits: PressLimits) -> PrintedImage:
    """Read an image XObject and check its ink."""
    width, height = (integer(get(image, key)) or 0 for key in ("/Width", "/Height"))
    if is_true(get(image, "/ImageMask")):
        return PrintedImage(width, height, None)
    raw = get(image, "/ColorSpace")
    space = read_space(raw, {}) if raw is not None else ColourSpace("unknown")
    faults = [(Fact.IMAGE_REPLACED, key[1:]) for key in ("/Alternates", "/OPI") if get(image, key) is not None]
    return PrintedImage(width, height, space, (*faults, *_ink(image, space, limits)))


def read_inline(image: Any, resources: Any) -> PrintedImage:
    """Read an inline image; its ink is not checked, because such images are small."""
    entries = dictionary(image)
    sides = (entries.get(short, entries.get(full)) for short, full in (("/W", "/Width"), ("/H", "/Height")))
    width, height = (int(side) if isinstance(side, int | float) else 0 for side in sides)
    raw = entries.get("/CS", entries.get("/ColorSpace"))
    masks = entries.get("/IM", entries.get("/ImageMask"))
    space = None if masks or raw is None else read_space(raw, resources)
    return PrintedImage(width, height, space)


def _ink(image: Any, space: ColourSpace, limits: PressLimits) -> Iterator[tuple[Fact, str]]:
    """The ink faults of an image."""
    if space.kind == "Indexed" and space.base is not None and space.base.kind == "DeviceCMYK":
        most = max((space.colour((at,)).total for at in range(len(space.table) // 4)), default=0.0)
        if most > limits.ink + _ROUNDING:
            yield Fact.INK_EXCEEDED, f"an image with {most:.0f} %, where {limits.ink:g} % is the limit"
        return
    if space.kind != "DeviceCMYK":
        return
    data = _pixels(image)
    if data is None:
        yield Fact.IMAGE_INK_UNKNOWN, f"compressed as {' and '.join(_filters(image)) or 'something else'}"
        return
    most, share = most_ink(data, limits.ink + _ROUNDING, numbers(get(image, "/Decode"))[:1] == [1.0])
    if most > limits.ink + _ROUNDING:
        fact = Fact.INK_EXCEEDED if share >= _PEAKS else Fact.IMAGE_INK_PEAKS
        words = f"an image with up to {most:.0f} %, more than {limits.ink:g} % in {_percent(share)} of it"
        yield fact, words


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= _PEAKS else "less than 1 %"


def _filters(image: Any) -> list[str]:
    filters = get(image, "/Filter")
    return [name(resolved(one)) for one in (items(filters) if isinstance(filters, list) else [filters]) if one]


def _pixels(image: Any) -> bytes | None:
    """The pixels of an image as four bytes of ink each, if they can be decoded."""
    filters = _filters(image)
    if integer(get(image, "/BitsPerComponent")) != 8 or not set(filters) <= _LOSSLESS | {_JPEG}:
        return None
    try:
        data = stream_data(image)
        return _decoded(data) if _JPEG in filters else data
    except Exception:  # pypdf and Pillow raise many things, also for images that they find too large
        return None


def _decoded(data: bytes) -> bytes | None:
    """The stored pixels of a CMYK JPEG file: Pillow inverts all of them."""
    with PIL.Image.open(BytesIO(data), formats=("JPEG",)) as image:
        return ImageChops.invert(image).tobytes() if image.mode == "CMYK" else None


def most_ink(data: bytes, limit: float, inverted: bool) -> tuple[float, float]:
    """The highest total ink of a pixel in percent, and the share of pixels above a limit."""
    counts: Counter[int] = Counter()
    for start in range(0, len(data) // 4 * 4, _PART):
        counts.update(_sums(data[start : start + _PART]))
    inks = {(1020 - level if inverted else level) / 2.55: count for level, count in counts.items()}
    above = sum(count for ink, count in inks.items() if ink > limit)
    return max(inks, default=0.0), above / max(1, counts.total())


def _sums(data: bytes) -> memoryview:
    """The sum of the four bytes of every pixel; all pixels are added at once, as lanes of one large integer."""
    size = len(data) // 4 * 4
    pixels = int.from_bytes(data[:size], sys.byteorder)
    pairs = (pixels & _BYTES) + (pixels >> 8 & _BYTES)
    sums = (pairs & _WORDS) + (pairs >> 16 & _WORDS)
    return memoryview(sums.to_bytes(size, sys.byteorder)).cast("I")
