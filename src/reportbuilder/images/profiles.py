"""ICC profiles of images: those that a file brings, those that PNG describes in numbers, and how they are applied."""

import struct
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageCms

COLORIMETRIC = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_NEARLY_SRGB = 2  # of 255: a difference that nobody sees
_STEPS = (0, 51, 102, 153, 204, 255)

_SRGB_PRIMARIES = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""White, red, green and blue of sRGB as x, y (IEC 61966-2-1), in the order of PNG's chunk cHRM."""
_SRGB_GAMMA = 1 / 2.2
_D50 = (0.9642, 1.0, 0.8249)  # the white of the profile connection space (ICC.1, 7.2.16)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))

WRONG_PROFILE = (OSError, ValueError, ImageCms.PyCMSError)
"""What the colour engine raises for bytes that are no profile, or not one for these pixels."""


def srgb() -> bytes:
    """The sRGB profile (ICC), assumed for images without a profile."""
    return files("reportbuilder.pdf").joinpath("profiles/sRGB.icc").read_bytes()


def opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    """A profile as the colour engine wants it. Raises OSError when it is none."""
    return ImageCms.ImageCmsProfile(BytesIO(profile))


def usable(profile: bytes | None, mode: str) -> str:
    """The mode of the pixels that a profile applies to, for an image of mode "L", "RGB" or "CMYK"; empty if it does not
    apply. Grey images are often saved with an RGB profile: those give "RGB"."""
    if profile is None:
        return ""
    try:
        space = opened(profile).profile.xcolor_space.strip()
        if mode == "L" and space == "RGB":
            return "RGB"
        if space != _SPACES.get(mode):
            return ""
        ImageCms.buildTransform(opened(profile), ImageCms.createProfile("LAB"), mode, "LAB", COLORIMETRIC)
    except WRONG_PROFILE:
        return ""
    return mode


@lru_cache(maxsize=16)
def transform(source: bytes, mode: str, target: bytes, target_mode: str) -> ImageCms.ImageCmsTransform:
    """The transformation between two profiles: relative colorimetric, with black point compensation. Raises
    `WRONG_PROFILE` if they do not match the modes."""
    return ImageCms.buildTransform(opened(source), opened(target), mode, target_mode, COLORIMETRIC, _FLAGS)


def apply(image: Image.Image, transformation: ImageCms.ImageCmsTransform) -> Image.Image:
    """Apply a colour transformation to an image."""
    converted = ImageCms.applyTransform(image, transformation, inPlace=False)
    assert converted is not None
    return converted


@lru_cache(maxsize=16)
def is_srgb(profile: bytes) -> bool:
    """Whether an RGB profile is sRGB, whatever its name: compared at 216 colours."""
    ramp = [(red, green, blue) for red in _STEPS for green in _STEPS for blue in _STEPS]
    original = bytes(value for colour in ramp for value in colour)
    image = Image.frombytes("RGB", (len(ramp), 1), original)
    after = apply(image, transform(profile, "RGB", srgb(), "RGB")).tobytes()
    return max(abs(a - b) for a, b in zip(original, after, strict=True)) <= _NEARLY_SRGB


def lab_profile() -> bytes:
    """The profile of CIE L*a*b* with white D50."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def described_profile(gamma: float, primaries: Sequence[float] | None, grey: bool) -> bytes | None:
    """A profile from the PNG chunks gAMA and cHRM (PNG, 11.3.2): the exponent of the encoding, and the chromaticities
    x, y of white, red, green and blue. None if that is sRGB or invalid."""
    points = tuple(primaries or _SRGB_PRIMARIES)
    same = all(abs(a - b) < 0.002 for a, b in zip(points, _SRGB_PRIMARIES, strict=True)) if len(points) == 8 else False
    if abs(gamma - _SRGB_GAMMA) < 0.01 and (same or grey):
        return None
    if not 0.05 <= gamma <= 5 or len(points) != 8:
        return None
    try:
        return _grey_profile(1 / gamma) if grey else _matrix_profile(1 / gamma, points)
    except (ZeroDivisionError, OverflowError, struct.error):
        return None


def _grey_profile(exponent: float) -> bytes:
    return _profile(b"GRAY", {b"wtpt": _xyz(_D50), b"kTRC": _curve(exponent)})


def _matrix_profile(exponent: float, points: Sequence[float]) -> bytes:
    """An RGB profile with three primaries and one exponent (ICC.1, F.3), adapted to D50 (Bradford)."""
    white, *colours = ([x / y, 1.0, (1 - x - y) / y] for x, y in zip(points[::2], points[1::2], strict=True))
    shares = _solve([[colour[row] for colour in colours] for row in range(3)], white)
    seen = _times(_BRADFORD, white)
    wanted = _times(_BRADFORD, _D50)
    adapted = []
    for colour, share in zip(colours, shares, strict=True):
        cone = [value * to / of for value, to, of in zip(_times(_BRADFORD, colour), wanted, seen, strict=True)]
        adapted.append([share * value for value in _solve(_BRADFORD, cone)])
    tags = {b"wtpt": _xyz(_D50), b"rTRC": _curve(exponent), b"gTRC": _curve(exponent), b"bTRC": _curve(exponent)}
    return _profile(b"RGB ", tags | dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, adapted), strict=True)))


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A display profile of version 2.4 (ICC.1:2001-04, 6)."""
    text = b"text\0\0\0\0none\0"
    name = b"desc\0\0\0\0" + struct.pack(">I", 4) + b"PNG\0" + bytes(78)
    tags = {b"desc": name, b"cprt": text, **tags}
    body, table = b"", struct.pack(">I", len(tags))
    for key, data in tags.items():
        table += key + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    head = bytes(4) + b"\x02\x40\0\0mntr" + space + b"XYZ " + date + b"acsp" + bytes(28) + _xyz(_D50)[8:] + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(body)) + head + table + body


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(exponent: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256)) + b"\0\0"


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _solve(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    """The vector that a 3 × 3 matrix maps to `vector` (Cramer's rule)."""

    def determinant(rows: Sequence[Sequence[float]]) -> float:
        (a, b, c), (d, e, f), (g, h, i) = rows
        return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)

    denominator = determinant(matrix)
    replaced = (
        [[vector[row] if column == at else matrix[row][column] for column in range(3)] for row in range(3)]
        for at in range(3)
    )
    return [determinant(rows) / denominator for rows in replaced]
