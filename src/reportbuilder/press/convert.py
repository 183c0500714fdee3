"""Screen colours to the inks of a press: relative colorimetric, with black point compensation; greys in black alone."""

from collections.abc import Sequence
from functools import cached_property

from PIL import Image, ImageCms

from reportbuilder.images.profiles import COLORIMETRIC, opened, srgb, transform
from reportbuilder.press.profile import OutputProfile

Percentages = tuple[float, float, float, float]

_SPECK = 2  # percent: a press does not hold smaller dots
_STEPS = 256
_RAMP = bytes(range(_STEPS))


class Converter:
    """Converts single colours and shades of grey; every one once."""

    def __init__(self, profile: OutputProfile) -> None:
        self._profile = profile
        self._known: dict[str, Percentages] = {}

    def percentages(self, code: str) -> Percentages:
        """`"#rrggbb"` in whole percentages of cyan, magenta, yellow and black.

        Black is black ink alone, and so is every grey: a press out of register cannot give it a coloured edge. Dots
        too small for a press are left out. The sum is what the profile makes of it; whoever asks looks at the limit.
        """
        if code not in self._known:
            red, green, blue = bytes.fromhex(code[1:])
            inks: Sequence[int]
            if red == green == blue:
                inks = (0, 0, 0, self.blacks[red])
            else:
                pixel = Image.new("RGB", (1, 1), (red, green, blue))
                inks = ImageCms.applyTransform(pixel, self._from_srgb, inPlace=False).tobytes()  # type: ignore[union-attr]
            cyan, magenta, yellow, black = (_whole(ink) for ink in inks)
            self._known[code] = (cyan, magenta, yellow, black)
        return self._known[code]

    @cached_property
    def blacks(self) -> bytes:
        """For every grey of the screen (0 to 255) the black ink (0 to 255) that is as light on paper."""
        return self.blacks_of(srgb(), "RGB")

    def blacks_of(self, source: bytes, mode: str) -> bytes:
        """The same for the greys of another profile, of mode "L" or "RGB". Raises OSError or PyCMSError."""
        ramp = Image.frombytes("L", (_STEPS, 1), _RAMP).convert(mode)
        darkest, *_ = shades = _luminances(ramp, source, mode)
        span = (shades[-1] - darkest) or 1.0
        return bytes(self._black((shade - darkest) / span) for shade in shades)

    def _black(self, light: float) -> int:
        """The black ink of a light between the blackest that the press can (0) and its paper (1)."""
        shades = self._black_shades
        wanted = shades[-1] + light * (shades[0] - shades[-1])
        above = next((ink for ink, shade in enumerate(shades) if shade <= wanted), _STEPS - 1)
        if above == 0 or shades[above - 1] == shades[above]:
            return above
        return round(above - (wanted - shades[above]) / (shades[above - 1] - shades[above]))

    @cached_property
    def _black_shades(self) -> list[float]:
        """How light black ink is on the paper, from none to all of it; never lighter than with less."""
        empty = Image.new("L", (_STEPS, 1))
        ramp = Image.merge("CMYK", (empty, empty, empty, Image.frombytes("L", (_STEPS, 1), _RAMP)))
        shades = _luminances(ramp, self._profile.data, "CMYK")
        for ink in range(1, _STEPS):
            shades[ink] = min(shades[ink], shades[ink - 1])
        return shades

    @cached_property
    def _from_srgb(self) -> ImageCms.ImageCmsTransform:
        return transform(srgb(), "RGB", self._profile.data, "CMYK")


def _luminances(image: Image.Image, profile: bytes, mode: str) -> list[float]:
    """How light the pixels are, 0 to 1, white of the medium being 1 (CIE 1976, L* to Y)."""
    lab = ImageCms.buildTransform(opened(profile), ImageCms.createProfile("LAB"), mode, "LAB", COLORIMETRIC)
    pixels = ImageCms.applyTransform(image, lab, inPlace=False).tobytes()  # type: ignore[union-attr]
    lightness = (value * 100 / 255 for value in pixels[::3])
    return [((level + 16) / 116) ** 3 if level > 8 else level / 903.3 for level in lightness]


def _whole(ink: int) -> float:
    percent = round(ink * 100 / 255)
    return float(percent) if percent >= _SPECK else 0.0
