"""Total ink coverage at each point of a page, where areas overprint or are transparent; and images in print.

Of an image: its resolution, and the most ink that any of it takes.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import PIL.Image
from PIL import ImageChops

from reportbuilder.preflight.colour import ColourSpace, InkColour, read_space
from reportbuilder.preflight.geometry import Shape
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
from reportbuilder.standards.facts import Box, Fact
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


_CELL = 36.0
"""The side of a grid cell in points; areas are stored by the cells that they touch."""
_LARGEST = 400
_DEEPEST = 200
"""The most areas of a cell that are searched below a point."""


class Area(Value, eq=False):
    """A painted area: its colour, whether it overprints (`over`: inks that its colour lacks are kept below it), its
    blend mode and its opacity (ISO 32000-1, 11.3)."""

    shape: Shape
    colour: InkColour
    over: bool
    blend: str = "Normal"
    alpha: float = 1.0

    @property
    def opaque(self) -> bool:
        """Whether the area hides all inks below it."""
        return not self.over and self.blend in ("Normal", "Compatible") and self.alpha >= 1

    def upon(self, below: Mapping[str, float]) -> dict[str, float]:
        """The share of every ink after the area is painted over inks with these shares."""
        plates = dict(self.colour.plates)
        mixed: dict[str, float] = {}
        for plate in {**below, **plates}:
            lower, upper = below.get(plate, 0.0), plates.get(plate)
            if self.over and upper is None:
                mixed[plate] = lower
                continue
            result = _blended(self.blend, lower, upper or 0.0)
            mixed[plate] = lower + (result - lower) * self.alpha
        return mixed


def _blended(blend: str, below: float, above: float) -> float:
    """The share of an ink that a blend mode gives for a share below and one above; unknown modes add them, the
    maximum."""
    if blend in ("Normal", "Compatible"):
        return above
    if blend == "Multiply":
        return below + above - below * above
    if blend == "Darken":
        return max(below, above)
    if blend in ("Lighten", "Screen", "ColorDodge"):
        return min(below, above)
    return min(1.0, below + above)


class InkStack:
    """The areas painted on a page so far, in a grid of cells."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._cells: dict[tuple[int, int], list[Area]] = {}

    def put(self, area: Area) -> None:
        """Paint an area; an opaque rectangle removes the areas below it from the cells that it covers."""
        hides = area.opaque and area.shape.is_rectangle
        left, foot, right, top = area.shape.box
        for x, y in self._squares(area.shape.box):
            whole = left <= x * _CELL and (x + 1) * _CELL <= right and foot <= y * _CELL and (y + 1) * _CELL <= top
            if hides and whole:
                self._cells[x, y] = [area]
            else:
                self._cells.setdefault((x, y), []).append(area)

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        """The cells that a box touches, within the page."""
        left, foot = max(box[0], self._page[0]), max(box[1], self._page[1])
        right, top = min(box[2], self._page[2]), min(box[3], self._page[3])
        columns = range(int(left // _CELL), min(int(right // _CELL), int(left // _CELL) + _LARGEST) + 1)
        rows = range(int(foot // _CELL), min(int(top // _CELL), int(foot // _CELL) + _LARGEST) + 1)
        return ((x, y) for x in columns for y in rows)

    def together(self, area: Area, x: float, y: float) -> float | None:
        """The total ink in percent at a point after an area is painted there; None where nothing is below it, or an
        image or shading whose ink is unknown."""
        below: list[Area] = []
        for other in self._cells.get((int(x // _CELL), int(y // _CELL)), [])[: -_DEEPEST - 1 : -1]:
            if not other.shape.covers(x, y):
                continue
            if not other.colour.known:
                return None
            below.append(other)
            if other.opaque:
                break
        if not below:
            return None
        plates: dict[str, float] = {}
        for other in (*reversed(below), area):
            plates = other.upon(plates)
        return sum(plates.values()) * 100
