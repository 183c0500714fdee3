"""Images in the inks of a press."""

import warnings
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms

from reportbuilder.press.convert import COLORIMETRIC, Converter, opened, srgb, transform
from reportbuilder.press.profile import OutputProfile
from reportbuilder.problems import Findings, Place
from reportbuilder.style.press import Press
from reportbuilder.values import Value

_SIXTEEN_BITS = 257  # of 65535, for one of 255
_INK_ROUNDING = 2.0  # percent: what adding up eight-bit inks may be wrong by
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_WRONG = (OSError, SyntaxError, ValueError, ImageCms.PyCMSError, Image.DecompressionBombError)


class PrintImage(Value):
    """An image as it is printed: rows from above of `channels` bytes a pixel.

    In "CMYK" a byte is an ink, 0 none and 255 full; in "L" it is DeviceGray, 0 all black ink and 255 the bare paper.
    """

    width: int
    height: int
    mode: Literal["CMYK", "L"]
    data: bytes

    @property
    def channels(self) -> int:
        """Bytes a pixel."""
        return len(self.mode)


class PrintImages:
    """Turns image files into inks.

    Colours go through the profile in the file (sRGB where there is none), relative colorimetric with black point
    compensation. Greys become black ink alone, as light as they were. CMYK without a profile is taken to be meant for
    this press. What is transparent is laid on white: the print edition needs no transparency then.
    """

    def __init__(self, profile: OutputProfile, press: Press, converter: Converter | None = None) -> None:
        self._profile, self._press = profile, press
        self._converter = converter or Converter(profile)
        self._transforms: dict[tuple[str, bytes], ImageCms.ImageCmsTransform] = {}
        self._greys: dict[tuple[str, bytes], bytes] = {}

    def read(self, path: Path, place: Place, findings: Findings) -> PrintImage | None:
        """An image file (PNG or JPEG) in inks; None, and a problem at `place` (the figure's), if it cannot be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(path) as image:
                    found = self._inks(_plain(image), image.info.get("icc_profile"), path.name, place, findings)
        except _WRONG:
            hint = "Save it again as PNG or JPEG."
            findings.error("image-unreadable", f"“{path.name}” cannot be read as an image.", place, hint)
            return None
        found = self._within_limit(found, path.name, place, findings)
        mode: Literal["CMYK", "L"] = "L" if found.mode == "L" else "CMYK"
        return PrintImage(found.width, found.height, mode, found.tobytes())

    def _inks(
        self, image: Image.Image, embedded: object, name: str, place: Place, findings: Findings
    ) -> Image.Image:  # fmt: skip
        """A plain image in DeviceGray or in CMYK."""
        profile, used = _usable(embedded, image.mode)
        if embedded and profile is None:
            taken = "as meant for this press" if image.mode == "CMYK" else "as sRGB"
            message = f"The colour profile in “{name}” cannot be used: the image is taken {taken}."
            hint = "Save it again with its colours in sRGB, and that profile with it."
            findings.warning("image-profile", message, place, hint)
        if image.mode == "L":
            return image.point(list(self._grey(profile or srgb(), used)))
        if image.mode == "CMYK" and profile in (None, self._profile.data):
            return image
        key = (image.mode, profile or srgb())
        if key not in self._transforms:
            self._transforms[key] = transform(key[1], key[0], self._profile.data)
        converted = ImageCms.applyTransform(image, self._transforms[key], inPlace=False)
        assert converted is not None
        return converted

    def _grey(self, profile: bytes, mode: str) -> bytes:
        """For every grey of a profile, that of the paper with black ink on it."""
        if (mode, profile) not in self._greys:
            blacks = self._converter.blacks_of(profile, mode)
            self._greys[mode, profile] = bytes(255 - black for black in blacks)
        return self._greys[mode, profile]

    def _within_limit(self, image: Image.Image, name: str, place: Place, findings: Findings) -> Image.Image:
        """The image with no more ink than the paper takes: where there is more, its colours are lowered together and
        its black stays (under colour removal)."""
        if image.mode != "CMYK":
            return image
        import numpy as np  # only images need it, and it takes a while to import

        pixels = np.array(image)
        totals = pixels.sum(axis=2, dtype=np.uint16)
        above = totals > (self._press.ink_limit + _INK_ROUNDING) * 2.55
        if not above.any():
            return image
        shadows = pixels[above].astype(np.float32)
        room = np.maximum(self._press.ink_limit * 2.55 - shadows[:, 3], 0.0)
        shadows[:, :3] *= (room / shadows[:, :3].sum(axis=1))[:, None]
        pixels[above] = shadows.astype(np.uint8)
        most = totals.max() / 2.55
        message = f"“{name}” would take up to {most:.0f} % of ink; its deepest shadows get {self._press.ink_limit:g} %."
        findings.note("image-ink", message, place, "Look at the shadows on the proof.")
        return Image.fromarray(pixels, "CMYK")


def check_resolution(
    pixels: tuple[int, int], size: tuple[float, float], press: Press, place: Place, findings: Findings
) -> None:
    """Report an image that has too few pixels for its size on the page (points); `place` is the figure's."""
    ppi = effective_ppi(pixels, size)
    if ppi >= press.images.warn:
        return
    report, wanted = findings.warning, press.images.warn
    if ppi < press.images.least:
        report, wanted = findings.error, press.images.least
    needed = " × ".join(str(-int(-side / 72 * press.images.warn // 1)) for side in size)
    message = f"The image has {int(ppi)} pixels per inch at this size; print needs {wanted:g} at least."
    report("image-resolution", message, place, f"Take one of {needed} pixels or more, or show it smaller.")


def effective_ppi(pixels: tuple[int, int], size: tuple[float, float]) -> float:
    """Pixels per inch at a size in points, in the direction that has fewer."""
    return min((count * 72 / side for count, side in zip(pixels, size, strict=True) if side > 0), default=0.0)


def _plain(image: Image.Image) -> Image.Image:
    """An image in grey, RGB or CMYK with eight bits, on white where it was transparent."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / _SIXTEEN_BITS)).convert("L")
    if image.has_transparency_data:
        grey = image.mode in ("1", "L", "LA", "La")
        image = image.convert("LA" if grey else "RGBA")
        ground = Image.new("L" if grey else "RGB", image.size, "white")
        ground.paste(image.convert(ground.mode), mask=image.getchannel("A"))
        return ground
    if image.mode in ("L", "CMYK"):
        image.load()
        return image
    return image.convert("L" if image.mode in ("1", "F") else "RGB")


def _usable(embedded: object, mode: str) -> tuple[bytes | None, str]:
    """The embedded profile if it is one for images of this mode, and the mode that it takes: greys are often saved with
    the profile of RGB."""
    if isinstance(embedded, bytes):
        try:
            space = opened(embedded).profile.xcolor_space.strip()
            if mode == "L" and space == "RGB":
                return embedded, "RGB"
            if space == _SPACES[mode]:
                ImageCms.buildTransform(opened(embedded), ImageCms.createProfile("LAB"), mode, "LAB", COLORIMETRIC)
                return embedded, mode
        except (OSError, ImageCms.PyCMSError):
            pass
    return None, "RGB"
