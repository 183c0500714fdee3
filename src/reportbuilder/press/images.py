"""Converts images to the inks of a press."""

from typing import Any

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.images.decode import Decoded
from reportbuilder.images.encode import EncodedImage, as_jpeg, decoded_jpeg, lossless
from reportbuilder.images.prepare import ImageUse, report_profile
from reportbuilder.images.profiles import apply, lab_profile, srgb, transform, usable
from reportbuilder.press.inks import Converter
from reportbuilder.press.profile import OutputProfile
from reportbuilder.style.print_settings import ImageResolution, PressSettings

_TRIES = 4
"""How often the compression of a photograph is tried before it is stored lossless: JPEG makes some pixels darker."""


class PressTarget:
    """Converts images to the inks of a press.

    Colours are converted with the profile in the file (sRGB if there is none), relative colorimetric with black point
    compensation. Grey images become black ink of the same lightness. CMYK images for this press or without a profile
    are not converted. No pixel exceeds the ink limit of the style (`print.ink-limit`).
    """

    def __init__(self, profile: OutputProfile, press: PressSettings, converter: Converter | None = None) -> None:
        self.resolution: ImageResolution = press.images
        self._profile, self._press = profile, press
        self._converter = converter or Converter(profile)
        self._greys: dict[tuple[bytes, str], bytes] = {}

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """Convert an image to black ink ("L": 0 is full ink, 255 paper) or CMYK (0 is none, 255 full)."""
        if image.mode == "1":
            return image if self._grey(srgb(), "RGB")[0] == 0 else self._in_black(image.convert("L"), srgb(), "RGB")
        if image.mode == "LAB":
            inks = apply(image, transform(lab_profile(), "LAB", self._profile.data, "CMYK"))
            return self._within_limit(inks, use, diagnostics)
        described = usable(decoded.profile, image.mode)
        profile = decoded.profile if described else None
        if decoded.profile is not None and profile is None:
            report_profile(use, "as meant for this press" if image.mode == "CMYK" else "as sRGB", diagnostics)
        if image.mode == "L":
            return self._in_black(image, profile or srgb(), described or "RGB")
        if image.mode == "CMYK" and profile in (None, self._profile.data):
            return self._within_limit(image, use, diagnostics)
        how = transform(profile or srgb(), image.mode, self._profile.data, "CMYK")
        return self._within_limit(apply(image, how), use, diagnostics)

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """Encode photographs as JPEG, drawings lossless; in both, no pixel exceeds the ink limit."""
        if not photograph or image.mode == "1":
            return lossless(image)
        if image.mode == "L":
            return as_jpeg(image)
        most, limited = self._most, image
        for _ in range(_TRIES):
            encoded = as_jpeg(limited)
            above = int(_totals(decoded_jpeg(encoded)).max()) - self._most
            if above <= 0:
                return encoded
            most -= above + 1
            limited = _limited(image, most)
        return lossless(image)

    @property
    def _most(self) -> int:
        """The ink limit as the sum of the four bytes of a pixel."""
        return int(self._press.ink_limit * 2.55)

    def _in_black(self, image: Image.Image, profile: bytes, mode: str) -> Image.Image:
        return image.point(list(self._grey(profile, mode)))

    def _grey(self, profile: bytes, mode: str) -> bytes:
        """For every grey of a profile, the black ink of the same lightness."""
        if (profile, mode) not in self._greys:
            blacks = self._converter.blacks_of(profile, mode)
            self._greys[profile, mode] = bytes(255 - black for black in blacks)
        return self._greys[profile, mode]

    def _within_limit(self, image: Image.Image, use: ImageUse, diagnostics: Diagnostics) -> Image.Image:
        """Reduce the ink of pixels above the limit, with a note if there are any."""
        most = int(_totals(image).max())
        if most <= self._most:
            return image
        message = (
            f"“{use.name}” would take up to {most / 2.55:.0f} % of ink; its deepest shadows get "
            f"{self._press.ink_limit:g} %."
        )
        diagnostics.add(Code.IMAGE_INK, message, use.place, "Look at the shadows on the proof.")
        return _limited(image, self._most)


def _totals(image: Image.Image) -> Any:
    """The sum of the four inks of every pixel, as an array."""
    import numpy as np  # only images need it, and it takes a while to import

    return np.asarray(image).sum(axis=2, dtype=np.uint16)


def _limited(image: Image.Image, most: int) -> Image.Image:
    """Reduce the cyan, magenta and yellow of pixels above the limit in proportion; their black is kept (under colour
    removal)."""
    import numpy as np

    pixels, totals = np.array(image), _totals(image)
    above = totals > most
    shadows = pixels[above].astype(np.float32)
    colours = shadows[:, :3].sum(axis=1)
    room = np.maximum(most - shadows[:, 3], 0.0)
    shadows[:, :3] *= (np.minimum(room, colours) / np.maximum(colours, 1.0))[:, None]
    shadows[:, 3] = np.minimum(shadows[:, 3], max(most, 0))
    pixels[above] = shadows.astype(np.uint8)
    return Image.fromarray(pixels, "CMYK")


def check_resolution(
    pixels: tuple[int, int], size: tuple[float, float], press: PressSettings, place: Place, diagnostics: Diagnostics
) -> None:
    """Report an image with too few pixels for its size on the page (points); `place` is that of the figure."""
    ppi = effective_ppi(pixels, size)
    if ppi >= press.images.warn:
        return
    code, required = Code.IMAGE_RESOLUTION_LOW, press.images.warn
    if ppi < press.images.least:
        code, required = Code.IMAGE_RESOLUTION, press.images.least
    needed = " × ".join(str(-int(-side / 72 * press.images.warn // 1)) for side in size)
    message = f"The image has {int(ppi)} pixels per inch at this size; print needs {required:g} at least."
    diagnostics.add(code, message, place, f"Take one of {needed} pixels or more, or show it smaller.")


def effective_ppi(pixels: tuple[int, int], size: tuple[float, float]) -> float:
    """The effective resolution at a size in points: the lower one of both directions."""
    return min((count * 72 / side for count, side in zip(pixels, size, strict=True) if side > 0), default=0.0)
