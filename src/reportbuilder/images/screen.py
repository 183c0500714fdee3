"""Images for the screen: in sRGB, or in grey."""

from collections.abc import Callable

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.images.decode import Decoded
from reportbuilder.images.encode import EncodedImage
from reportbuilder.images.prepare import ImageUse, encode
from reportbuilder.images.profiles import apply, is_srgb, lab_profile, srgb, transform, usable
from reportbuilder.style.press import ImageResolution

_RAMP = bytes(range(256))


class ScreenTarget:
    """Turns the colours of images into sRGB by their profiles.

    Inks without a profile are taken to be those of `press`, the profile of the style's press, which is read when it is
    needed; None when the style has none.
    """

    def __init__(self, resolution: ImageResolution, press: Callable[[], bytes | None]) -> None:
        self.resolution = resolution
        self._press = press

    def convert(
        self, decoded: Decoded, image: Image.Image, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        """An image in sRGB or grey; None, and a problem, when nothing says which colours its inks are."""
        mode = image.mode
        if mode == "LAB":
            return apply(image, transform(lab_profile(), "LAB", srgb(), "RGB"))
        described = usable(decoded.profile, "L" if mode == "1" else mode)
        profile = decoded.profile if described else None
        if decoded.profile is not None and profile is None:
            report_profile(use, "as meant for this press" if mode == "CMYK" else "as sRGB", diagnostics)
        if mode == "CMYK":
            return self._of_inks(image, profile, use, diagnostics)
        if profile is None or mode == "1":
            return image
        if described == "RGB" and is_srgb(profile):
            return image
        how = transform(profile, described, srgb(), "RGB")
        if mode == "RGB":
            return apply(image, how)
        ramp = Image.frombytes("L", (len(_RAMP), 1), _RAMP).convert(described)
        return image.point(list(apply(ramp, how).getchannel("G").tobytes()))

    def encode(self, image: Image.Image, photograph: bool) -> EncodedImage:
        """Photographs as JPEG, drawings without loss."""
        return encode(image, photograph)

    def _of_inks(
        self, image: Image.Image, profile: bytes | None, use: ImageUse, diagnostics: Diagnostics
    ) -> Image.Image | None:
        source = profile or self._press()
        if source is None:
            message = f"“{use.name}” is in inks (CMYK), and nothing says in whose."
            hint = "Save it as RGB, or name the profile of the press in the style: “print: {profile: ….icc}”."
            diagnostics.add(Code.IMAGE_PROFILE, message, use.place, hint)
            return None
        if profile is None:
            message = f"“{use.name}” is in inks (CMYK) without a profile: they are taken to be the inks of the press."
            hint = "If its colours look wrong, save it as RGB, or with the profile that it was made for."
            diagnostics.add(Code.IMAGE_INKS, message, use.place, hint)
        return apply(image, transform(source, "CMYK", srgb(), "RGB"))


def report_profile(use: ImageUse, taken: str, diagnostics: Diagnostics) -> None:
    """Report a profile that cannot be used for the image that it stands in, and what is done instead."""
    message = f"The colour profile in “{use.name}” cannot be used: the image is taken {taken}."
    hint = "Save it again with its colours in sRGB, and that profile with it."
    diagnostics.add(Code.IMAGE_PROFILE_UNUSABLE, message, use.place, hint)
